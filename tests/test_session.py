"""A case that stays open says at every moment what a fresh evaluation says, and is gone once it is closed."""

from __future__ import annotations

import copy
import gc
import itertools
import os
import pickle
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import durable_rules_engine
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from protection_rules import (
    CaseProfile,
    CaseSession,
    Change,
    Engine,
    MatcherDisagreement,
    ProfileError,
    SessionError,
)
from protection_rules.advice.model import Assessment
from protection_rules.canaries.readings import readings
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, SECTIONS, UNKNOWN, VOCABULARY
from protection_rules.limits import MOST_ITEMS
from protection_rules.matchers import durable, store, working_memory
from protection_rules.matchers.match import Match
from protection_rules.sealing import STEP
from tests.books import rule as a_rule
from tests.books import small_engine
from tests.profiles import known_value, random_facts, random_item, random_profile, random_profiles

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine of this module's own, since its store is looked into."""
    return Engine.load()


def profile_of(data: Mapping[str, Any]) -> CaseProfile:
    return CaseProfile.from_mapping(data)


# what is said


def is_what_a_fresh_evaluation_says(engine: Engine, case: CaseSession) -> bool:
    fresh, now = engine.evaluate(case.profile), case.assessment
    return fresh == now and fresh.to_json() == now.to_json()


def applied(before: Assessment, change: Change) -> dict[tuple[str, str], object]:
    """The recommendations of an assessment once a change of it is carried out."""
    advice: dict[tuple[str, str], object] = {(one.rule, one.subject): one for one in before.recommendations}
    for each in change.withdrawn:
        assert advice.pop((each.rule, each.subject)) == each.before
    for each in change.added:
        assert (each.rule, each.subject) not in advice
        advice[each.rule, each.subject] = each.after
    for each in change.changed:
        assert advice[each.rule, each.subject] == each.before != each.after
        advice[each.rule, each.subject] = each.after
    return advice


class OpenCase(RuleBasedStateMachine):
    """An open case beside a profile that is kept as plain data, by hand."""

    engine: Engine

    @initialize(seed=st.integers(0, 2**32))
    def open(self, seed: int) -> None:
        self.random = Random(seed)
        # ids are written down, since a list from which an item goes counts others otherwise
        self.data = profile_of(random_profile(self.random, self.random.choice((0.1, 0.5)), 3)).to_mapping()
        self.case = self.engine.open(self.data)
        self.before = self.case.assessment

    def update(self, update: Mapping[str, Any]) -> None:
        self.before = self.case.assessment
        self.change = self.case.update(update)
        assert self.change == self.case.last_change
        assert applied(self.before, self.change) == {
            (one.rule, one.subject): one for one in self.case.assessment.recommendations
        }
        for each in (*self.change.added, *self.change.withdrawn, *self.change.changed):
            assert set(each.because) <= set(self.change.updated)
            assert each.because
            assert each.text.en.strip()
            assert each.text.ar.strip()

    @rule()
    def change_facts(self) -> None:
        section = self.random.choice([entry for entry in SECTIONS.values() if not entry.many])
        names = self.random.sample(sorted(section.facts), self.random.randint(1, min(4, len(section.facts))))
        facts = {name: self.value(f"{section.name}.{name}") for name in names}
        self.update({section.name: facts})
        self.data.setdefault(section.name, {}).update(facts)

    def value(self, path: str) -> Any:
        fact = VOCABULARY[path]
        if fact.kind != "recorded" and self.random.random() < 0.3:
            return UNKNOWN
        return known_value(self.random, fact)

    @rule()
    def withdraw_a_section(self) -> None:
        name = self.random.choice(sorted(SECTIONS))
        self.update({name: UNKNOWN})
        self.data.pop(name, None)

    @rule()
    def give_a_whole_list(self) -> None:
        section = SECTIONS[self.random.choice(LIST_SECTIONS)]
        items = [
            random_item(self.random, section, 0.4, number) for number in range(self.random.randint(0, 3))
        ]
        self.update({section.name: items})
        ids = [f"{section.default_id}{position}" for position in range(1, len(items) + 1)]
        self.data[section.name] = [{"id": name} | item for name, item in zip(ids, items, strict=True)]

    @precondition(lambda self: any(self.data.get(name) is not None for name in LIST_SECTIONS))
    @rule()
    def change_items(self) -> None:
        name = self.random.choice([name for name in LIST_SECTIONS if self.data.get(name) is not None])
        section, items = SECTIONS[name], self.data[name]
        self.random.shuffle(parts := list(items))
        changed, removed = parts[:1], parts[1 : self.random.randint(1, 3)]
        added = [{"id": f"new-{self.random.random()}"[:30].replace(".", "_")}] if len(items) < 5 else []
        added = [item | random_facts(self.random, section, 0.4) for item in added]
        facts = {item["id"]: random_facts(self.random, section, 0.3) for item in changed}
        self.update(
            {
                name: {
                    "add": added,
                    "change": [{"id": identifier} | given for identifier, given in facts.items()],
                    "remove": [item["id"] for item in removed],
                }
            }
        )
        kept = [item | facts.get(item["id"], {}) for item in items if item not in removed]
        self.data[name] = kept + added

    @rule()
    def try_what_is_no_update(self) -> None:
        before = self.case.assessment
        name = self.random.choice(LIST_SECTIONS)
        for bad in (
            {"risk": {"safe_tonight": "perhaps"}, "person": {"age_group": "adult_18_59"}},
            {"risk": {"safe_tonight": "yes"}, name: {"remove": ["nobody"]}},
            {"risk": None},
        ):
            with pytest.raises(ProfileError):
                self.case.update(bad)
        assert self.case.assessment is before

    @precondition(lambda self: self.case.questions)
    @rule()
    def answer_a_question(self) -> None:
        question = self.random.choice(self.case.questions)
        if question.fact in SECTIONS:
            self.case.not_now(question)
            return
        value = self.value(question.fact)
        self.case.answer(question, value)
        section, _, name = question.fact.partition(".")
        if section in LIST_SECTIONS:
            item = next(item for item in self.data[section] if f"{section}:{item['id']}" == question.subject)
            item[name] = value
        else:
            self.data.setdefault(section, {})[name] = value
        assert (question.fact, question.subject) not in {
            (one.fact, one.subject) for one in self.case.questions
        }

    @rule()
    def keep_it_and_open_it_again(self) -> None:
        kept, questions = self.case.to_bytes(KEY), self.case.questions
        self.case.close()
        self.case = self.engine.reopen(kept, KEY)
        assert self.case.questions == questions

    @invariant()
    def says_what_a_fresh_evaluation_of_the_same_facts_says(self) -> None:
        fresh = self.engine.evaluate(self.data)
        assert self.case.assessment == fresh
        assert self.case.assessment.to_json() == fresh.to_json()

    def teardown(self) -> None:
        if hasattr(self, "case"):
            self.case.close()


def test_an_open_case_says_at_every_moment_what_a_fresh_evaluation_says(engine: Engine) -> None:
    OpenCase.engine = engine
    test = OpenCase.TestCase()
    test.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)
    test.runTest()


def test_a_long_sequence_of_updates_never_drifts_from_a_fresh_evaluation(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_memory, "RENEWED_AFTER", 40)
    random = Random(77)
    with engine.open(random_profile(random, 0.3, 3)) as case:
        for step in range(160):
            section = random.choice([entry for entry in SECTIONS.values() if not entry.many])
            case.update({section.name: random_facts(random, section, 0.2)})
            if step % 8 == 0:
                assert is_what_a_fresh_evaluation_says(engine, case)


INDEPENDENT: list[dict[str, Any]] = [
    {"risk": {"safe_tonight": "no"}},
    {"risk": {"threat_sources": ["family"]}},
    {"person": {"age_group": "adolescent_12_17"}},
    {"accommodation": {"change": [{"id": "hall", "threat_source_present": "yes"}]}},
    {"accommodation": {"remove": ["tent"]}},
    {"service": [{"id": "clinic", "type": "health_post_rape", "reports_to_police": "yes"}]},
    {"data_flow": "unknown"},
    {"operation": {"criminalisation_context": "yes"}},
    {"consent": "unknown"},
]
START: dict[str, Any] = {
    "profile": 1,
    "consent": {"referral": "yes"},
    "accommodation": [
        {"id": "hall", "type": "collective_shelter"},
        {"id": "tent", "type": "collective_shelter"},
    ],
    "data_flow": [{"id": "note", "recipient": "case_worker"}],
}


def test_the_order_of_independent_updates_does_not_matter(engine: Engine) -> None:
    random, said = Random(5), set()
    orders = [
        INDEPENDENT,
        INDEPENDENT[::-1],
        *(random.sample(INDEPENDENT, len(INDEPENDENT)) for _ in range(6)),
    ]
    for order in orders:
        with engine.open(START) as case:
            for update in order:
                case.update(update)
            said.add(case.assessment.to_json())
    together: dict[str, Any] = {}
    for update in INDEPENDENT:
        for section, facts in update.items():
            together[section] = {**together.get(section, {}), **facts} if isinstance(facts, dict) else facts
    with engine.open(START) as case:
        case.update(together)
        said.add(case.assessment.to_json())
    assert len(said) == 1


def test_without_a_cross_check_an_open_case_says_what_an_evaluation_without_one_says(engine: Engine) -> None:
    with engine.open(START, cross_check=False, decision_id="one") as case:
        case.update({"risk": {"safe_tonight": "no"}})
        assert case.assessment == engine.evaluate(case.profile, cross_check=False, decision_id="one")
        assert case.assessment.engine.matchers == ("compiled",)


def test_the_views_of_an_open_case_are_those_of_a_fresh_evaluation(engine: Engine) -> None:
    for given in random_profiles(3, seed=31, known=0.5):
        with engine.open(given) as case:
            case.update({"consent": {"referral": "yes"}, "risk": {"safe_tonight": "no"}})
            fresh = engine.evaluate(case.profile)
            for audience in engine.book.audiences:
                assert case.assessment.for_audience(audience) == fresh.for_audience(audience)


def test_a_disagreement_between_matchers_leaves_the_case_as_it_was(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.open(START) as case:
        before = case.assessment
        real = engine._compiled.match
        with monkeypatch.context() as patched:

            def forgetful(given: object) -> frozenset[Match]:
                return frozenset(match for match in real(given) if match.rule != "C-ACC-01")  # type: ignore[arg-type]

            patched.setattr(engine._compiled, "match", forgetful)
            with pytest.raises(MatcherDisagreement):
                case.update({"risk": {"safe_tonight": "no"}})
        assert case.assessment is before
        assert case.profile.risk.safe_tonight == "unknown"
        case.update({"risk": {"safe_tonight": "no"}})
        assert is_what_a_fresh_evaluation_says(engine, case)


# how an update is written


@pytest.mark.parametrize(
    ("update", "after"),
    [
        ({}, {}),
        ({"profile": 1, "risk": {"safe_tonight": "no"}}, {"risk": {"safe_tonight": "no"}}),
        ({"consent": {"referral": "unknown"}}, {"consent": {"referral": "unknown"}}),
        ({"consent": {"recording": "no"}}, {"consent": {"recording": "no", "referral": "yes"}}),
        ({"consent": "unknown"}, {"consent": None}),
        ({"risk": {"threat_sources": {"family"}}}, {"risk": {"threat_sources": ["family"]}}),
        ({"operation": {}}, {"operation": {}}),
        ({"operation": "unknown"}, {}),
        ({"accommodation": []}, {"accommodation": []}),
        ({"accommodation": "unknown"}, {"accommodation": None}),
        ({"service": [{"type": "mhpss"}]}, {"service": [{"id": "s1", "type": "mhpss"}]}),
        (
            {"accommodation": {"remove": ["tent"]}},
            {"accommodation": [{"id": "hall", "type": "collective_shelter"}]},
        ),
        ({"data_flow": {"remove": ["note"]}}, {"data_flow": []}),
        (
            {
                "accommodation": {
                    "add": [{"id": "room", "type": "rented_room"}],
                    "change": [{"id": "tent", "private_lockable": "no"}],
                    "remove": ["hall"],
                }
            },
            {
                "accommodation": [
                    {"id": "tent", "type": "collective_shelter", "private_lockable": "no"},
                    {"id": "room", "type": "rented_room"},
                ]
            },
        ),
    ],
)
def test_an_update_changes_what_it_names_and_nothing_else(
    engine: Engine, update: dict[str, Any], after: dict[str, Any]
) -> None:
    with engine.open(START) as case:
        case.update(update)
        expected = {name: value for name, value in (START | after).items() if value is not None}
        assert case.profile.to_mapping() == expected


def test_an_item_without_an_id_keeps_the_one_it_was_given_by_its_place(engine: Engine) -> None:
    with engine.open({"profile": 1, "service": [{"type": "mhpss"}, {"type": "legal"}]}) as case:
        case.update({"service": {"remove": ["s1"]}})
        assert case.profile.to_mapping()["service"] == [{"id": "s2", "type": "legal"}]
        case.update({"service": {"change": [{"id": "s2", "reports_to_police": "no"}]}})
        assert is_what_a_fresh_evaluation_says(engine, case)


class Unreadable(dict[str, Any]):
    """A mapping of a host's own that fails with what it holds."""

    def items(self) -> Any:
        raise ValueError("canary-9933")


REFUSED: list[tuple[Any, list[str]]] = [
    (None, ["update: expected what changes, as sections of facts by name"]),
    ([("risk", {})], ["update: expected what changes, as sections of facts by name"]),
    (CaseProfile(), ["update: expected what changes, as sections of facts by name"]),
    (
        {"risk": None, "service": None},
        [
            "risk: None could mean many things; write unknown for what is not known any more",
            "service: None could mean many things; write unknown for what is not known any more",
        ],
    ),
    ({"risk": {"safe_tonight": None}}, ["risk.safe_tonight: expected one of yes, no, unknown"]),
    ({"risk": "no"}, ["risk: expected facts as `name: value`"]),
    (
        {"accommodation": {"hall": {"private_lockable": "no"}}},
        ["accommodation: expected a whole list, or unknown, or add, change and remove, each with a list"],
    ),
    (
        {"accommodation": {}},
        ["accommodation: expected a whole list, or unknown, or add, change and remove, each with a list"],
    ),
    (
        {"accommodation": {"add": {"id": "room"}, "remove": "hall"}},
        ["accommodation.add: expected a list of items", "accommodation.remove: expected a list of ids"],
    ),
    (
        {"service": {"add": [{"id": "clinic"}]}},
        ["service: the list is not known, so nothing in it can be changed; give the whole list"],
    ),
    (
        {"accommodation": {"add": [{"type": "rented_room"}, {"id": "hall"}]}},
        [
            "accommodation.add[0]: expected the id of the item",
            "accommodation.add[1]: expected an id that no item of the list has; change changes an item",
        ],
    ),
    (
        {
            "accommodation": {
                "change": [{"id": "hall", "type": "castle"}, {"id": "nowhere"}],
                "remove": [7, "hall"],
            }
        },
        [
            "accommodation.change[1]: expected the id of an item of the list",
            "accommodation.remove[0]: expected the id of the item",
            "accommodation.remove[1]: expected each item of the list once in an update",
            "accommodation.change[0].type: expected one of ",
        ],
    ),
    (
        {"accommodation": {"add": [{"id": f"n{number}"} for number in range(MOST_ITEMS)]}},
        [f"accommodation: the list would have more than {MOST_ITEMS} items"],
    ),
    ({"profile": 2}, ["profile: expected 1, the version of the format"]),
    ({"risk": {}, "castle": {}}, ["profile: section 2 is not part of a profile"]),
]


@pytest.mark.parametrize(("update", "faults"), REFUSED)
def test_what_could_mean_more_than_one_thing_is_refused_and_changes_nothing(
    engine: Engine, update: Any, faults: list[str]
) -> None:
    with engine.open(START) as case:
        before = case.assessment
        with pytest.raises(ProfileError) as caught:
            case.update(update)
        told = caught.value.report().splitlines()
        assert len(told) == len(faults)
        assert all(line.startswith(fault) for line, fault in zip(told, faults, strict=True))
        assert caught.value.report("ar").count("\n") == len(told) - 1
        assert case.assessment is before
        assert case.profile == profile_of(START)


@pytest.mark.parametrize(
    "update",
    [
        Unreadable(risk={}),
        {"risk": Unreadable(safe_tonight="no")},
        {"accommodation": Unreadable(add=[])},
        {"risk": {"safe_tonight": "canary-9933"}},
        {"accommodation": {"canary-9933": []}},
        {"accommodation": {"add": [{"id": "canary 9933"}]}},
        {"accommodation": {"change": [{"id": "canary-9933"}], "remove": ["canary-9933"]}},
        {"canary-9933": {}},
    ],
)
def test_an_update_that_is_refused_is_not_repeated(engine: Engine, update: dict[str, Any]) -> None:
    with engine.open(START) as case:
        with pytest.raises(ProfileError) as caught:
            case.update(update)
        told = [caught.value.report("en"), caught.value.report("ar"), repr(caught.value.faults)]
        assert all("9933" not in text for text in told)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


# what an update changed, and why


def test_a_change_says_what_came_and_which_facts_led_to_it_in_both_languages(engine: Engine) -> None:
    with engine.open(START) as case:
        change = case.update(
            {
                "accommodation": {"change": [{"id": "hall", "threat_source_present": "yes"}]},
                "person": {"age_group": "adult_18_59"},
            }
        )
    (place,) = [
        each for each in change.changed if (each.rule, each.subject) == ("C-ACC-02", "accommodation:hall")
    ]
    assert place.before is not None
    assert place.after is not None
    assert (place.before.status, place.after.status) != ("applies", "applies")
    assert place.after.status == "applies"
    assert "status" in place.differs
    assert [(fact.fact, fact.subject, fact.before, fact.after) for fact in place.because] == [
        ("accommodation.threat_source_present", "accommodation:hall", "unknown", "yes")
    ]
    assert place.text.en.endswith("Because: Threat source at this place (hall): yes (before: not known)")
    assert "السبب: وجود مصدر التهديد في هذا المكان (hall): نعم (سابقاً: غير معلوم)" in place.text.ar
    (option,) = [option for option in change.options if option.subject == "accommodation:hall"]
    assert option.after is not None
    assert option.after.standing == "not_recommended"
    assert option.text.en.startswith("Now: not recommended; before: check first. Because: ")
    assert "Threat source at this place (hall): yes (before: not known)" in option.text.en
    asked = {(asked.fact, asked.subject) for asked in change.questions if asked.after is None}
    assert ("accommodation.threat_source_present", "accommodation:hall") in asked


@pytest.mark.parametrize(
    ("start", "update", "english", "arabic"),
    [
        ({}, {"service": []}, "Services: the list is known now", "الخدمات: صارت القائمة معلومة"),
        ({"service": []}, {"service": "unknown"}, "Services: the list is not known any more", "الخدمات: لم تعد القائمة معلومة"),
        ({"service": []}, {"service": {"add": [{"id": "post"}]}}, "Services: post is listed now", "الخدمات: صار «post» في القائمة"),
        ({"service": [{"id": "post"}]}, {"service": []}, "Services: post is not listed any more", "الخدمات: لم يعد «post» في القائمة"),
        (
            {"service": [{"id": "one"}, {"id": "two"}]},
            {"service": [{"id": "two"}, {"id": "one"}]},
            "Services: listed in another order",
            "الخدمات: تغيّر ترتيب القائمة",
        ),
        ({}, {"operation": {}}, "the profile describes the office now", "صار الملف يصف المكتب"),
        ({"operation": {}}, {"operation": "unknown"}, "the profile does not describe the office any more", "لم يعد الملف يصف المكتب"),
        (
            {"risk": {"threat_sources": ["family"]}},
            {"risk": {"threat_sources": ["none"]}},
            "Source of threat: none (before: family)",
            "مصدر التهديد: لا يوجد (سابقاً: الأسرة)",
        ),
    ],
)  # fmt: skip
def test_what_was_updated_is_told_in_words(
    engine: Engine, start: dict[str, Any], update: dict[str, Any], english: str, arabic: str
) -> None:
    with engine.open({"profile": 1} | start) as case:
        (updated,) = case.update(update).updated
    assert (updated.text.en, updated.text.ar) == (english, arabic)


def test_an_update_that_changes_nothing_has_nothing_to_say(engine: Engine) -> None:
    with engine.open(START) as case:
        change = case.update({"consent": {"referral": "yes"}})
        assert change == Change(updated=(), added=(), withdrawn=(), changed=(), options=(), questions=())


def partly(update: Mapping[str, Any], facts: set[tuple[str, str]]) -> dict[str, Any]:
    """What an update says of some facts alone."""
    part: dict[str, Any] = {}
    for section, given in update.items():
        if section in LIST_SECTIONS:
            for item in given["change"]:
                names = {name for name in item if (f"{section}.{name}", f"{section}:{item['id']}") in facts}
                if names:
                    changes = part.setdefault(section, {"change": []})["change"]
                    changes.append({"id": item["id"]} | {name: item[name] for name in names})
        else:
            names = {name for name in given if f"{section}.{name}" in {fact for fact, _ in facts}}
            if names:
                part[section] = {name: given[name] for name in names}
    return part


def test_the_facts_named_as_the_reason_of_a_change_lead_to_it_by_themselves(engine: Engine) -> None:
    random, seen = Random(13), 0
    for start in random_profiles(8, seed=13, known=0.4, most_items=3):
        start.setdefault("operation", {})
        update: dict[str, Any] = {}
        for fact in random.sample(list(VOCABULARY.values()), 9):
            items = profile_of(start).case.items.get(fact.section)
            if fact.section not in LIST_SECTIONS:
                update.setdefault(fact.section, {})[fact.name] = known_value(random, fact)
            elif items:
                changes = [{"id": random.choice(items).id, fact.name: known_value(random, fact)}]
                update[fact.section] = {"change": changes}
        with engine.open(start, cross_check=False) as whole:
            change = whole.update(update)
        advice = (*change.added, *change.withdrawn, *change.changed)
        reasons = {each.because: {(fact.fact, fact.subject) for fact in each.because} for each in advice}
        for because, facts in reasons.items():
            with engine.open(start, cross_check=False) as part:
                part.update(partly(update, facts))
                told = {(one.rule, one.subject): one for one in part.assessment.recommendations}
            for each in advice:
                if each.because == because:
                    assert told.get((each.rule, each.subject)) == each.after
                    seen += 1
    assert seen > 40


def test_advice_that_gives_way_and_stands_again_is_told_with_the_facts_of_what_it_gives_way_to(
    tmp_path: Path,
) -> None:
    engine = small_engine(
        tmp_path,
        a_rule("C-TST-01", "person.acute_distress: yes", action="refer", modality="may"),
        a_rule("C-TST-02", "consent.recording: no", action="refer", modality="must_not", tier="life"),
    )
    with engine.open({"profile": 1, "person": {"acute_distress": "yes"}}) as case:
        change = case.update({"consent": {"recording": "no"}, "risk": {"safe_tonight": "no"}})
        (gone,) = change.withdrawn
        assert (gone.rule, gone.outcome) == ("C-TST-01", "set_aside")
        assert [fact.fact for fact in gone.because] == ["consent.recording"]
        change = case.update({"consent": "unknown"})
        (back,) = [each for each in change.added if each.rule == "C-TST-01"]
        assert back.outcome == "restored"
        assert [fact.fact for fact in back.because] == ["consent.recording"]


# questions


def test_an_interview_asks_in_the_order_of_the_assessment_and_ends_when_nothing_is_left(
    engine: Engine,
) -> None:
    random, asked = Random(3), []
    with engine.open({"profile": 1}) as case:
        interview = case.as_questions()
        assert interview.effect is None
        while (question := interview.question) is not None:
            left = [one for one in case.assessment.questions if (one.fact, one.subject) not in asked]
            assert (question.fact, question.subject) == (left[0].fact, left[0].subject)
            asked.append((question.fact, question.subject))
            if question.fact in SECTIONS:
                effect = interview.answer([])
            elif random.random() < 0.2:
                interview.skip()
                continue
            else:
                effect = interview.answer(known_value(random, VOCABULARY[question.fact]))
            assert effect is interview.effect
            assert effect == case.last_change
        assert is_what_a_fresh_evaluation_says(engine, case)
        with pytest.raises(SessionError) as caught:
            interview.answer("yes")
        assert caught.value.reason == "nothing_asked"
    assert len(asked) == len(set(asked)) > 10


def test_nothing_that_is_never_asked_is_asked_in_any_interview(engine: Engine) -> None:
    for seed in range(4):
        random = Random(seed)
        with engine.open(random_profile(random, 0.15, 2), cross_check=False) as case:
            interview = case.as_questions()
            while (question := interview.question) is not None:
                assert question.fact in SECTIONS or VOCABULARY[question.fact].attributes.may_be_asked
                if question.fact in SECTIONS or random.random() < 0.5:
                    interview.skip()
                else:
                    interview.answer(known_value(random, VOCABULARY[question.fact]))


def test_what_is_put_off_is_not_asked_again_whatever_becomes_known(engine: Engine) -> None:
    with engine.open({"profile": 1}) as case:
        interview = case.as_questions()
        put_off = interview.question
        assert put_off is not None
        interview.skip()
        case.update({"risk": {"immediate_danger": "yes"}, "person": {"age_group": "adult_18_59"}})
        again = case.as_questions()
        assert put_off in case.assessment.questions
        assert put_off not in case.questions
        assert again.question == interview.question != put_off


def test_an_answer_that_it_is_not_known_is_an_answer(engine: Engine) -> None:
    with engine.open({"profile": 1}) as case:
        interview = case.as_questions()
        first = interview.question
        change = interview.answer("unknown")
        assert interview.question != first
        assert (change.added, change.withdrawn, change.changed) == ((), (), ())


def test_what_is_no_answer_is_refused_and_asked_again(engine: Engine) -> None:
    with engine.open({"profile": 1}) as case:
        interview = case.as_questions()
        first = interview.question
        with pytest.raises(ProfileError):
            interview.answer("canary")
        with pytest.raises(ProfileError):
            interview.answer(None)
        assert interview.question == first


def test_a_question_about_one_item_is_answered_for_that_item(engine: Engine) -> None:
    with engine.open(START) as case:
        question = next(one for one in case.questions if one.subject == "accommodation:tent")
        case.answer(question, known_value(Random(1), VOCABULARY[question.fact]))
        hall, tent = case.profile.to_mapping()["accommodation"]
        assert set(tent) - set(hall) == {question.fact.partition(".")[2]}


def test_where_the_minimum_plan_applies_only_what_changes_immediate_advice_is_asked(engine: Engine) -> None:
    urgency = {rule.id: rule.urgency for rule in engine.book.rules}
    with engine.open({"profile": 1}) as case:
        assert "C-DIV-12" in {one.rule for one in case.assessment.recommendations}
        interview, asked = case.as_questions(), 0
        while (question := interview.question) is not None:
            if "C-DIV-12" not in {one.rule for one in case.assessment.recommendations}:
                break
            assert "immediate" in {urgency[rule] for rule in question.could_change}
            asked += 1
            interview.skip()
        assert asked == len(case.assessment.questions)


# many cases, and the end of each


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine calls the cases that were opened, in order."""
    given: list[str] = []
    real = working_memory.new_session

    def new_session() -> str:
        given.append(real())
        return given[-1]

    monkeypatch.setattr(working_memory, "new_session", new_session)
    return given


def standing(engine: Engine, names: list[str]) -> list[str]:
    """The cases of which anything stands in the engine."""

    def stands(handle: int, name: str) -> bool:
        try:
            return bool(durable_rules_engine.get_facts(handle, name))
        except durable_rules_engine.error:
            return False

    return [name for name in names if any(stands(shard.handle, name) for shard in engine._durable._shards)]


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_case_leaves_the_engine_at_the_end_of_its_block(engine: Engine, names: list[str]) -> None:
    with engine.open(START) as case:
        case.update({"risk": {"safe_tonight": "no"}})
        assert standing(engine, names) == names != []
    assert standing(engine, names) == []
    assert case.closed


def test_a_case_leaves_the_engine_if_its_block_fails(engine: Engine, names: list[str]) -> None:
    with pytest.raises(RuntimeError), engine.open(START):
        raise RuntimeError
    assert len(names) == 1
    assert standing(engine, names) == []


@pytest.mark.parametrize(
    "use",
    [
        lambda case: case.assessment,
        lambda case: case.profile,
        lambda case: case.last_change,
        lambda case: case.questions,
        lambda case: case.update({}),
        lambda case: case.to_bytes(KEY),
        lambda case: case.as_questions().question,
        lambda case: case.__enter__(),
    ],
)
def test_nothing_can_be_asked_of_a_case_that_is_closed(
    engine: Engine, use: Callable[[CaseSession], object]
) -> None:
    case = engine.open(START)
    case.close()
    case.close()
    with pytest.raises(SessionError) as caught:
        use(case)
    assert caught.value.reason == "closed"


def test_nothing_of_a_closed_case_is_held_by_it(engine: Engine) -> None:
    case = engine.open(START)
    case.update({"risk": {"safe_tonight": "no"}})
    case.close()
    reached = [case]
    for one in reached:
        held = [each for each in gc.get_referents(one) if not isinstance(each, type) and each is not engine]
        reached += [
            each
            for each in held
            if type(each).__module__.startswith("protection_rules.") and each not in reached
        ]
    kinds = {type(one).__name__ for one in reached}
    assert kinds.isdisjoint({"CaseProfile", "Case", "Assessment", "Recommendation", "Finding", "Change"})


def test_a_case_that_cannot_be_opened_leaves_nothing_behind(
    engine: Engine, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(engine._compiled, "match", lambda _: frozenset())
        with pytest.raises(MatcherDisagreement):
            engine.open(START)
    with pytest.raises(ValueError, match="decision_id"):
        engine.open(START, decision_id="a person's name")
    with pytest.raises(ValueError, match="time_to_live"):
        engine.open(START, time_to_live=0)
    with pytest.raises(ProfileError):
        engine.open({"profile": 1, "risk": {"safe_tonight": "perhaps"}})
    assert standing(engine, names) == []
    assert not engine._durable.store.kept


def test_a_fault_of_the_working_memory_leaves_the_case_open_and_right(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.open(START) as case:
        before = case.assessment
        with monkeypatch.context() as patched:
            patched.setattr(durable.engine, "assert_fact", lambda *_: (303, 0))
            with pytest.raises(store.EngineError):
                case.update({"risk": {"safe_tonight": "no"}})
        assert case.assessment is before
        case.update({"risk": {"safe_tonight": "no"}})
        assert is_what_a_fresh_evaluation_says(engine, case)


def test_a_case_is_closed_when_it_was_not_used_for_its_time_to_live(engine: Engine, names: list[str]) -> None:
    clock = Clock()
    case = engine.open(START, time_to_live=60, clock=clock)
    clock.now += 59
    case.update({"risk": {"safe_tonight": "no"}})
    clock.now += 59
    assert case.assessment is not None
    clock.now += 60
    with pytest.raises(SessionError) as caught:
        case.update({"risk": {"safe_tonight": "yes"}})
    assert caught.value.reason == "closed"
    assert standing(engine, names) == []


def test_a_host_closes_what_has_expired_and_is_told_how_many(engine: Engine, names: list[str]) -> None:
    clock = Clock()
    short = [engine.open(START, time_to_live=60, clock=clock) for _ in range(3)]
    long = engine.open(START, time_to_live=600, clock=clock)
    assert engine.close_expired() == 0
    clock.now += 60
    assert engine.close_expired() == 3
    assert engine.close_expired() == 0
    assert standing(engine, names) == names[3:]
    assert [case.closed for case in [*short, long]] == [True, True, True, False]
    long.close()


def test_a_use_that_is_refused_is_a_use(engine: Engine) -> None:
    clock = Clock()
    with engine.open(START, time_to_live=60, clock=clock) as case:
        clock.now += 59
        with pytest.raises(ProfileError):
            case.update({"risk": None})
        clock.now += 59
        assert not case.closed


def test_using_one_case_closes_others_that_have_expired(engine: Engine, names: list[str]) -> None:
    clock = Clock()
    forgotten = engine.open(START, time_to_live=60, clock=clock)
    with engine.open(START, time_to_live=600, clock=clock) as used:
        clock.now += 60
        used.update({"risk": {"safe_tonight": "no"}})
        assert standing(engine, names) == names[1:]
    assert forgotten.closed


def test_an_evaluation_closes_cases_that_have_expired(engine: Engine, names: list[str]) -> None:
    clock = Clock()
    forgotten = engine.open(START, time_to_live=60, clock=clock)
    clock.now += 60
    engine.evaluate(START)
    assert standing(engine, names) == []
    assert repr(forgotten) == "<CaseSession: closed>"


def test_a_case_that_nobody_holds_any_more_leaves_the_engine(engine: Engine, names: list[str]) -> None:
    case = engine.open(START)
    case.update({"risk": {"safe_tonight": "no"}})
    interview = case.as_questions()
    del case
    gc.collect()
    assert standing(engine, names) == names
    del interview
    gc.collect()
    assert standing(engine, names) == []
    assert engine.close_expired() == 0


def test_a_case_of_a_thread_that_dies_leaves_the_engine(
    engine: Engine, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def dies() -> None:
        case = engine.open(START)
        case.update({"risk": {"safe_tonight": "no"}})
        raise RuntimeError

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    gc.collect()
    assert len(names) == 1
    assert standing(engine, names) == []


AT_EXIT = """
import durable_rules_engine
from protection_rules import Engine
from protection_rules.matchers import durable, working_memory
engine = Engine.load()
case = engine.open({"profile": 1, "risk": {"safe_tonight": "no"}})
real = durable_rules_engine.delete_state
def note(handle, name):
    real(handle, name)
    print("deleted")
durable_rules_engine.delete_state = note
print(len(engine._durable.shards))
"""


def test_a_case_that_is_open_when_python_ends_leaves_the_engine_before() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", AT_EXIT], env=environment, capture_output=True, text=True, check=True
    )
    shards, *deleted = done.stdout.split()
    assert deleted == ["deleted"] * int(shards)
    assert done.stderr == ""


def test_many_threads_have_cases_of_their_own_at_once(engine: Engine, names: list[str]) -> None:
    starts = list(random_profiles(24, seed=8, known=0.3, most_items=2))
    barrier = threading.Barrier(6)

    def work(number: int) -> list[str]:
        random, said = Random(number), []
        cases = [engine.open(start) for start in starts[number::6]]
        barrier.wait()
        for _ in range(4):
            for case in cases:
                section = random.choice([entry for entry in SECTIONS.values() if not entry.many])
                case.update({section.name: random_facts(random, section, 0.4)})
        for case in cases:
            assert is_what_a_fresh_evaluation_says(engine, case)
            said.append(case.assessment.to_json())
            case.close()
        return said

    with ThreadPoolExecutor(6) as pool:
        said = list(itertools.chain.from_iterable(pool.map(work, range(6))))
    assert len(said) == 24
    assert standing(engine, names) == []


def test_a_case_that_another_thread_uses_is_not_given_to_a_second_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, finish = threading.Event(), threading.Event()
    real = engine._compiled.match

    def slow(case: object) -> frozenset[Match]:
        inside.set()
        finish.wait()
        return real(case)  # type: ignore[arg-type]

    with engine.open(START) as case:
        monkeypatch.setattr(engine._compiled, "match", slow)
        with ThreadPoolExecutor(1) as pool:
            change = pool.submit(case.update, {"risk": {"safe_tonight": "no"}})
            inside.wait()
            for use in (lambda: case.assessment, lambda: case.update({}), lambda: case.to_bytes(KEY)):
                with pytest.raises(SessionError) as caught:
                    use()
                assert caught.value.reason == "busy"
            assert engine.close_expired() == 0
            finish.set()
            assert change.result().updated
        assert case.profile.risk.safe_tonight == "no"


# kept under a key


def test_a_case_that_was_kept_goes_on_where_it_stood(engine: Engine) -> None:
    with engine.open(START, decision_id="2026-0117") as case:
        case.update({"risk": {"safe_tonight": "no"}})
        case.as_questions().skip()
        kept, said, questions = case.to_bytes(KEY), case.assessment, case.questions
    with engine.reopen(kept, KEY) as again:
        assert again.assessment == said
        assert again.questions == questions
        assert again.last_change is None
        again.update({"risk": {"safe_tonight": "yes"}})
        assert again.assessment == engine.evaluate(again.profile, decision_id="2026-0117")


def test_nothing_of_a_case_can_be_read_in_what_is_kept_and_its_length_tells_nothing(engine: Engine) -> None:
    words = {
        "canary-one",
        "كناري",
        "blackmail",
        "safe_tonight",
        "C-ACC",
        "2026-0117",
        "accommodation",
        "profile",
    }
    start: dict[str, Any] = {
        "profile": 1,
        "risk": {"incident_types": ["blackmail"], "safe_tonight": "no"},
        "accommodation": [{"id": "canary-one"}, {"id": "كناري"}],
    }
    with engine.open(start, decision_id="2026-0117") as case, engine.open({"profile": 1}) as other:
        kept = case.to_bytes(KEY)
        for encoding, text in readings(kept):
            assert not [word for word in words if word in text], encoding
        assert len(kept) == len(other.to_bytes(KEY))
        assert len(kept) - STEP < 64
        assert kept != case.to_bytes(KEY)


def damaged(kept: bytes) -> Iterator[bytes]:
    random = Random(2)
    yield from (b"", kept[:1], kept[:20], kept[:-1], kept + b"\0", kept[: len(kept) // 2], b"\2" + kept[1:])
    yield from (secrets.token_bytes(64), b"\1" + secrets.token_bytes(len(kept) - 1))
    for place in [0, 1, 12, 13, len(kept) - 1, *(random.randrange(len(kept)) for _ in range(40))]:
        yield kept[:place] + bytes([kept[place] ^ (1 << random.randrange(8))]) + kept[place + 1 :]


def test_what_is_no_kept_case_of_this_key_is_refused_in_the_same_words(engine: Engine) -> None:
    with engine.open(START) as case:
        kept = case.to_bytes(KEY)
    told = set()
    for blob, key in [
        *((each, KEY) for each in damaged(kept)),
        (kept, KEY[::-1]),
        (kept, secrets.token_bytes(32)),
    ]:
        for re_evaluate in (False, True):
            with pytest.raises(SessionError) as caught:
                engine.reopen(blob, key, re_evaluate=re_evaluate)
            told.add((caught.value.reason, str(caught.value)))
            assert caught.value.__context__ is None
    with pytest.raises(SessionError) as caught:
        engine.reopen("text", KEY)  # type: ignore[arg-type]
    told.add((caught.value.reason, str(caught.value)))
    assert told == {("unreadable", "this is no open case that can be read here with this key")}


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33), "k" * 32, None])
def test_a_key_of_another_form_is_refused(engine: Engine, key: Any) -> None:
    with engine.open(START) as case:
        kept = case.to_bytes(KEY)
        with pytest.raises(SessionError) as caught:
            case.to_bytes(key)
        assert caught.value.reason == "key"
    with pytest.raises(SessionError) as caught:
        engine.reopen(kept, key)
    assert caught.value.reason == "key"


def test_without_the_extra_a_case_is_not_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.open(START) as case:
        kept = case.to_bytes(KEY)
        for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
        for use in (lambda: case.to_bytes(KEY), lambda: engine.reopen(kept, KEY)):
            with pytest.raises(SessionError) as caught:
                use()
            assert caught.value.reason == "not_installed"
            assert "protection-rules[sessions]" in str(caught.value)


def older_and_newer(tmp_path: Path) -> tuple[Engine, Engine]:
    """Two rule books, of which the second has a rule more, one less, and one that reads otherwise."""
    (tmp_path / "older").mkdir()
    (tmp_path / "newer").mkdir()
    return (
        small_engine(
            tmp_path / "older",
            a_rule("C-TST-01", "risk.safe_tonight: no"),
            a_rule("C-TST-02", "person.acute_distress: yes"),
            a_rule("C-TST-03", "risk.safe_tonight: no", if_unknown="verify"),
        ),
        small_engine(
            tmp_path / "newer",
            a_rule("C-TST-01", "risk.safe_tonight: no"),
            a_rule("C-TST-03", "risk.immediate_danger: no", if_unknown="verify"),
            a_rule("C-TST-04", "risk.safe_tonight: no"),
        ),
    )


def test_a_case_kept_under_other_rules_is_opened_only_if_it_may_be_judged_anew(tmp_path: Path) -> None:
    older, newer = older_and_newer(tmp_path)
    with older.open(
        {"profile": 1, "risk": {"safe_tonight": "no"}, "person": {"acute_distress": "yes"}}
    ) as case:
        kept = case.to_bytes(KEY)
    with pytest.raises(SessionError) as caught:
        newer.reopen(kept, KEY)
    assert caught.value.reason == "rules_changed"
    with newer.reopen(kept, KEY, re_evaluate=True) as again:
        assert again.assessment == newer.evaluate(again.profile)
        change = again.last_change
    assert change is not None
    assert [each.rule for each in change.added] == ["C-TST-04"]
    assert [each.rule for each in change.withdrawn] == ["C-TST-02"]
    assert [each.rule for each in change.changed] == ["C-TST-03"]
    assert change.updated == ()
    for each in (*change.added, *change.withdrawn, *change.changed):
        assert each.because == ()
        assert each.text.en.endswith("Because: the rules have changed")
        assert each.text.ar.endswith("السبب: تغيّرت القواعد")


def test_a_case_kept_by_another_version_of_the_library_is_judged_anew_or_not_at_all(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.open(START) as case:
        kept = case.to_bytes(KEY)
    monkeypatch.setattr("protection_rules.session.__version__", "99.0")
    with pytest.raises(SessionError) as caught:
        engine.reopen(kept, KEY)
    assert caught.value.reason == "rules_changed"
    with engine.reopen(kept, KEY, re_evaluate=True) as again:
        assert again.last_change == Change(
            updated=(), added=(), withdrawn=(), changed=(), options=(), questions=()
        )


# silence


def test_an_open_case_says_nothing_of_what_it_holds_and_is_neither_pickled_nor_copied(engine: Engine) -> None:
    with engine.open(START) as case:
        change = case.update({"risk": {"safe_tonight": "no"}, "person": {"age_group": "adult_18_59"}})
        assert repr(case) == str(case) == "<CaseSession: open>"
        assert repr(case.as_questions()) == "<Interview>"
        counts = (
            f"{len(change.added)} added, {len(change.withdrawn)} withdrawn, {len(change.changed)} changed"
        )
        assert repr(change) == f"<Change: {counts}>"
        parts = (
            *change.updated,
            *change.added,
            *change.withdrawn,
            *change.changed,
            *change.options,
            *change.questions,
        )
        assert {repr(part) for part in parts} == {f"<{type(part).__name__}>" for part in parts}
        for copying in (pickle.dumps, copy.copy, copy.deepcopy, lambda one: pickle.dumps(one.as_questions())):
            with pytest.raises(SessionError) as caught:
                copying(case)
            assert caught.value.reason == "not_copied"
    assert repr(case) == "<CaseSession: closed>"


def test_an_error_about_an_open_case_keeps_its_reason_when_it_is_sent_on() -> None:
    sent = pickle.loads(pickle.dumps(SessionError("busy")))
    assert (sent.reason, str(sent)) == ("busy", str(SessionError("busy")))


def test_an_interview_never_takes_a_set_that_is_known_to_be_empty_for_unknown(engine: Engine) -> None:
    with engine.open({"profile": 1}) as case:
        question = next(
            one
            for one in case.questions
            if VOCABULARY.get(one.fact) and VOCABULARY[one.fact].kind == "choices"
        )
        case.answer(question, [NONE])
        assert case.profile.case.facts[question.fact] == frozenset()
