"""Who is shown what: nobody learns of a fact above their clearance, and everybody has what they need."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from protection_rules import Assessment, CaseProfile, Engine
from protection_rules.advice.clearance import Clearance
from protection_rules.advice.outputs import Found
from protection_rules.advice.precedence import Precedence
from protection_rules.advice.views import LinesMaker
from protection_rules.facts.case import Case
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.text import LANGUAGES
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, VOCABULARY, Vocabulary
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.model import Audience
from tests.books import rule, small_engine, write_book
from tests.profiles import known_value, random_profile

BOOK: Final = load_rules()
IN_LINES: Final = [audience.id for audience in BOOK.audiences.values() if audience.form == "lines"]
PAIRS: Final = 300
RULE_ID: Final = re.compile(r"\b[CO]-?[A-Z]*-?\d+\b")


def redrawn(profile: dict[str, Any], paths: set[str], random: Random) -> dict[str, Any]:
    """The profile with other values, or none, for these facts, of the case and of every listed item."""
    changed = json.loads(json.dumps(profile))
    for section in SECTIONS.values():
        listed = section.name in LIST_SECTIONS
        places = changed.get(section.name, []) if listed else [changed.setdefault(section.name, {})]
        if section.name == "operation" and "operation" not in profile:
            changed.pop("operation", None)
            continue
        for place in places:
            for name, fact in section.facts.items():
                if fact.path in paths:
                    place.pop(name, None)
                    if random.random() < 0.7:
                        place[name] = known_value(random, fact)
    return changed


def above(audience: Audience) -> set[str]:
    return {
        path for path, fact in VOCABULARY.items() if fact.attributes.sensitivity not in audience.sensitivities
    }


def views(assessment: Assessment, audience: Audience) -> list[str]:
    """Everything an audience could be shown, as bytes would have it."""
    shown = [assessment.for_audience(audience.id).to_json()]
    if audience.addressed:
        shown += [
            assessment.for_audience(audience.id, subject=option.subject).to_json()
            for option in sorted(assessment.options, key=lambda option: option.subject)
            if option.subject.startswith(audience.addressed)
        ]
    return shown


# nobody learns of a fact above their clearance


@pytest.mark.parametrize("name", IN_LINES)
def test_profiles_that_differ_only_above_a_clearance_give_the_same_bytes(name: str, engine: Engine) -> None:
    audience, random = BOOK.audiences[name], Random(name)
    different = 0
    for _ in range(PAIRS):
        profile = random_profile(random, random.choice((0.2, 0.5, 0.9)))
        other = redrawn(profile, above(audience), random)
        one = engine.evaluate(profile, cross_check=False)
        two = engine.evaluate(other, cross_check=False)
        different += one.to_json() != two.to_json()
        assert views(one, audience) == views(two, audience)
    assert different > PAIRS * 0.9, "the pairs are to differ in what the case worker sees"


def test_whatever_happens_in_a_case_the_office_is_shown_the_same(engine: Engine) -> None:
    random, different = Random(8), 0
    hidden = {path for path in VOCABULARY if not path.startswith(("operation.", "service."))}
    for _ in range(PAIRS):
        profile = random_profile(random, 0.5) | {"operation": {}}
        other = redrawn(profile, hidden, random)
        one, two = engine.evaluate(profile, cross_check=False), engine.evaluate(other, cross_check=False)
        different += one.to_json() != two.to_json()
        assert one.for_audience("office").to_json() == two.for_audience("office").to_json()
    assert different > PAIRS * 0.9


def test_the_interpreter_is_told_the_same_in_every_case(engine: Engine) -> None:
    random = Random(3)
    shown = {
        engine.evaluate(random_profile(random, 0.6), cross_check=False).for_audience("interpreter").to_json()
        for _ in range(40)
    }
    assert len(shown) == 1


@pytest.mark.parametrize("name", IN_LINES)
def test_lines_name_no_rule_no_item_no_fact_and_nothing_of_the_engine(name: str, engine: Engine) -> None:
    random = Random(12)
    codes = {code for fact in VOCABULARY.values() for code in fact.codes if "_" in code}
    for _ in range(60):
        profile = random_profile(random, 0.7)
        assessment = engine.evaluate(profile, cross_check=False, decision_id="D-77")
        for shown in views(assessment, BOOK.audiences[name]):
            data = json.loads(shown)
            assert set(data) == {"view", "audience", "title", "lines"}
            told = json.dumps([data["title"], data["lines"]], ensure_ascii=False)
            assert not RULE_ID.search(told)
            assert not any(code in told for code in codes | {"D-77", "sha256"})
            assert not any(option.subject.partition(":")[2] in told for option in assessment.options)


def test_what_the_office_sees_cannot_be_turned_into_what_others_see(engine: Engine) -> None:
    assessment = engine.evaluate(random_profile(Random(5)) | {"operation": {}})
    office = assessment.for_audience("office").assessment
    assert office is not None
    assert {one.subject for one in office.recommendations} == {"operation"}
    assert (office.options, office.recordable) == ((), None)
    for name in BOOK.audiences:
        with pytest.raises(ValueError, match="no engine made this assessment"):
            office.for_audience(name)


def test_only_the_case_worker_and_the_supervisor_see_rules_that_reveal() -> None:
    assert [audience.id for audience in BOOK.audiences.values() if audience.reveals] == [
        "case_worker",
        "supervisor",
    ]


def test_a_rule_that_reveals_makes_no_line_stand(tmp_path: Path) -> None:
    def lines(**more: Any) -> tuple[str, ...]:
        folder = write_book(tmp_path, [rule("X-01", "person.age_group: adult_18_59", action="treat", **more)])
        folder.joinpath("audiences.yaml").write_text(LINES_FOR_TREATMENT, encoding="utf-8")
        found = Engine.load(folder).evaluate({"profile": 1, "person": {"age_group": "adult_18_59"}})
        return tuple(line.en for line in found.for_audience("outsider").lines)

    assert lines() == ("Come in", "Be treated")
    assert lines(reveals="yes") == ("Come in",)


LINES_FOR_TREATMENT: Final = """
audiences:
  - id: outsider
    label: {en: outsider, ar: غريب}
    form: lines
    subjects: [case]
    sensitivities: [ordinary]
    reveals: no
    reasons: no
    rules: no
    set_aside: no
    title: {en: Outside, ar: في الخارج}
    lines:
      - {id: always, text: {en: Come in, ar: تفضلوا}}
      - {id: treated, advised: [treat], text: {en: Be treated, ar: تلقَّوا العلاج}}
"""


# everybody has what they need


def lines(engine: Engine, name: str, profile: dict[str, Any], subject: str | None = None) -> list[str]:
    assessment = engine.evaluate({"profile": 1} | profile)
    return [line.en for line in assessment.for_audience(name, subject=subject).lines]


AGREED: Final = {"consent": {"referral": "yes", "declined_services": ["none"]}}
CLINIC: Final = {"id": "clinic", "type": "health_general", "referral_consent": "yes"}


def test_a_clinic_is_told_what_to_provide_once_the_person_agreed(engine: Engine) -> None:
    needs = {
        "conversation": {"communication_support": ["sign_language"]},
        "risk": {"injuries_need_care": "yes"},
        "service": [CLINIC],
    }
    told = lines(engine, "referral_partner", AGREED | needs, "service:clinic")
    assert "See the person as soon as they arrive." in told
    assert (
        "Have ready the support to communicate that the person asks for, before anything is agreed." in told
    )
    assert told[0].startswith("Urgent care comes first")


@pytest.mark.parametrize(
    "consent",
    [
        {"consent": {"referral": "no"}},
        {"consent": {}},
        {"consent": {"referral": "yes"}, "service": [CLINIC | {"referral_consent": "no"}]},
        {"consent": {"referral": "yes"}, "service": [CLINIC | {"referral_consent": "unknown"}]},
    ],
)
def test_without_the_persons_agreement_a_partner_is_told_only_what_every_partner_is(
    consent: dict[str, Any], engine: Engine
) -> None:
    needs = {
        "conversation": {"communication_support": ["sign_language"]},
        "risk": {"injuries_need_care": "yes"},
        "service": [CLINIC],
    }
    nothing = {"consent": {"referral": "yes"}, "service": [CLINIC]}
    told = lines(engine, "referral_partner", needs | consent, "service:clinic")
    assert "See the person as soon as they arrive." not in told
    calm = {"conversation": {"communication_support": ["none"]}, "person": {"age_group": "adult_18_59"}}
    settled = {"risk": {"injuries_need_care": "no"}}
    assert told == lines(engine, "referral_partner", nothing | calm | settled, "service:clinic")


def test_a_partner_is_told_only_what_its_own_kind_of_service_needs(engine: Engine) -> None:
    profile = AGREED | {
        "risk": {"injuries_need_care": "yes", "safe_tonight": "no"},
        "service": [CLINIC, {"id": "house", "type": "shelter", "referral_consent": "yes"}],
    }
    clinic = lines(engine, "referral_partner", profile, "service:clinic")
    house = lines(engine, "referral_partner", profile, "service:house")
    tonight = "A place may be needed tonight. The person chooses once everything about it has been explained."
    assert tonight in house
    assert tonight not in clinic
    assert "See the person as soon as they arrive." in clinic
    assert "See the person as soon as they arrive." not in house
    anyone = lines(engine, "referral_partner", profile)
    assert tonight not in anyone
    assert "See the person as soon as they arrive." not in anyone


def test_the_person_is_shown_rights_in_every_case_and_what_fits_in_this_one(engine: Engine) -> None:
    always = lines(engine, "person", {"person": {"age_group": "adult_18_59"}})
    assert always[0] == "You decide. You may say no, stop, or change your mind at any time, and help goes on."
    assert any("Health care is open to you" in line for line in always)
    assert any("a safe place for tonight" in line for line in always)
    more = lines(
        engine, "person", {"person": {"age_group": "adult_18_59", "basic_needs_unmet": ["clothing"]}}
    )
    assert set(more) - set(always) == {"You can choose the items you need from a list, and nobody asks why."}


def test_every_line_stands_for_some_profile(engine: Engine) -> None:
    random = Random(4)
    seen: dict[str, set[str]] = {name: set() for name in IN_LINES}
    for _ in range(400):
        profile = random_profile(random, 0.9) | (
            {"consent": {"referral": "yes"}} if random.random() < 0.7 else {}
        )
        assessment = engine.evaluate(profile, cross_check=False)
        for name in IN_LINES:
            for shown in views(assessment, BOOK.audiences[name]):
                seen[name] |= {line["en"] for line in json.loads(shown)["lines"]}
    missing = {
        f"{name}.{line.id}"
        for name in IN_LINES
        for line in BOOK.audiences[name].lines
        if line.text.en not in seen[name]
    }
    assert missing == set()


def test_the_supervisor_sees_what_was_set_aside_and_the_case_worker_all_the_rest(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="treat", modality="must_not", tier="life"),
        rule("X-02", "always", action="treat"),
    )
    whole = engine.evaluate({"profile": 1})
    worker, supervisor = (whole.for_audience(name).assessment for name in ("case_worker", "supervisor"))
    assert worker is not None
    assert supervisor is not None
    assert (worker.set_aside, supervisor.set_aside) == ((), whole.set_aside)
    assert whole.set_aside
    assert worker.recommendations == supervisor.recommendations == whole.recommendations
    assert supervisor.to_json() == whole.to_json()


def test_the_offices_questions_do_not_hang_on_how_much_is_known_of_the_case(engine: Engine) -> None:
    nothing = engine.evaluate({"profile": 1, "operation": {}}).for_audience("office").assessment
    assert nothing is not None
    assert {question.ask for question in nothing.questions} >= {"office", "staff"}
    assert all(rule.startswith("O-") for question in nothing.questions for rule in question.could_change)


# how it is asked for


def test_a_view_keeps_the_language_it_was_asked_for_and_has_both(engine: Engine) -> None:
    view = engine.evaluate({"profile": 1}).for_audience("person", lang="ar")
    assert view.language == "ar"
    assert view.title is not None
    assert view.title.ar == "ما يمكنكم اختياره وما هو من حقكم"
    for language in LANGUAGES:
        assert all(getattr(line, language) for line in view.lines)
    assert repr(view) == f"<View: {len(view.lines)} lines>" == str(view)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"audience": "neighbour"}, "there is no such audience; there are case_worker, supervisor, "),
        ({"audience": "person", "lang": "fr"}, "lang takes en or ar"),
        (
            {"audience": "referral_partner", "subject": "service:other"},
            "subject is not one of the listed services",
        ),
        ({"audience": "person", "subject": "service:clinic"}, "subject is not taken by this audience"),
        ({"audience": "supervisor", "subject": "service:clinic"}, "leave out subject"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_without_a_value(
    arguments: dict[str, Any], message: str, engine: Engine
) -> None:
    assessment = engine.evaluate({"profile": 1, "service": [CLINIC]})
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        assessment.for_audience(**arguments)
    assert "clinic" not in str(caught.value)


def test_an_assessment_read_back_from_json_has_no_views(engine: Engine) -> None:
    assessment = engine.evaluate({"profile": 1})
    read = Assessment.model_validate_json(assessment.to_json())
    assert read.to_json() == assessment.to_json()
    with pytest.raises(ValueError, match="evaluate the profile again"):
        read.for_audience("person")


def test_views_survive_on_the_way_to_another_process(engine: Engine) -> None:
    assessment = engine.evaluate(random_profile(Random(1)))
    sent = pickle.loads(pickle.dumps(assessment))
    for name in BOOK.audiences:
        assert sent.for_audience(name).to_json() == assessment.for_audience(name).to_json()


def test_evaluating_a_profile_or_a_mapping_gives_the_same_views(engine: Engine) -> None:
    data = random_profile(Random(2))
    one, two = engine.evaluate(data), engine.evaluate(CaseProfile.from_mapping(data))
    for name in BOOK.audiences:
        assert one.for_audience(name).to_json() == two.for_audience(name).to_json()


# the file of audiences


def test_there_are_seven_audiences() -> None:
    assert list(BOOK.audiences) == [
        "case_worker", "supervisor", "office", "referral_partner", "interpreter", "person", "paper",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "advised: [treat]",
            "advised: [treatt]",
            "line `treated` names the action `treatt`, which is not there",
        ),
        (
            "reveals: no",
            "reveals: yes",
            "audience `outsider` is shown lines, which have no place for what `reveals` adds",
        ),
        ("    title: {en: Outside, ar: في الخارج}\n", "", "`title` is missing from audience `outsider`"),
        (
            "form: lines",
            "form: advice",
            "audience `outsider` is shown the advice itself, so `lines` does nothing",
        ),
        (
            "id: treated, advised",
            "id: treated, services: [legal], advised",
            "audience `outsider` is addressed to no service, so this line never stands",
        ),
        ("id: treated", "id: always", "line `always` stands twice for audience `outsider`"),
        ("ordinary", "ordinarily", "`ordinarily` is not a value of `sensitivities`"),
    ],
)
def test_what_is_wrong_with_an_audience_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder = write_book(tmp_path, [rule("X-01", "always", action="treat")])
    assert old in LINES_FOR_TREATMENT
    folder.joinpath("audiences.yaml").write_text(LINES_FOR_TREATMENT.replace(old, new, 1), encoding="utf-8")
    found = [str(each) for each in check_rules(folder)]
    place = re.compile(r"audiences\.yaml:\d+:\d+: error")
    assert any(message in each and place.search(each) for each in found), found


NURSE: Final = """
audiences:
  - id: nurse
    label: {en: nurse, ar: ممرض}
    form: advice
    subjects: [case, accommodation, service, data_flow]
    sensitivities: [ordinary, confidential, highly_sensitive]
    reveals: yes
    reasons: yes
    rules: yes
    set_aside: no
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("confidential, highly_sensitive", "confidential", "audience `nurse` is shown rule `X-01`"),
        ("reveals: yes", "reveals: no", "is shown the advice about the case with gaps where rules reveal"),
        (", service, data_flow", "", "is shown the advice about a part of the case, which tells of the rest"),
        ("rules: yes", "rules: no", "is shown the advice itself, which names its rules"),
    ],
)
def test_an_audience_that_would_see_advice_above_its_clearance_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    rules = [rule("X-01", "risk.outing_threat: yes"), rule("X-02", "person.age_group: adult_18_59")]
    folder = write_book(tmp_path, rules)
    path = folder / "audiences.yaml"
    path.write_text(NURSE, encoding="utf-8")
    assert check_rules(folder) == []
    path.write_text(NURSE.replace(old, new), encoding="utf-8")
    (told,) = check_rules(folder)
    assert told.code == "above-clearance"
    assert message in str(told)


def test_rules_and_facts_that_are_left_out_of_lines_have_no_say_in_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are made from the rules whose advice has one and those that may set such advice aside, and from
    what these read."""

    def with_all_facts(sensitivities: Collection[Sensitivity], _read: object, known: Vocabulary) -> Clearance:
        return Clearance(sensitivities, known, known)

    asked: list[frozenset[str]] = []

    def all_rules(rules: Collection[str]) -> Callable[[Case], Iterable[Found]]:
        asked.append(frozenset(rules))
        return engine._compiled.match

    random = Random(8)
    cases = [
        CaseProfile.from_mapping(random_profile(random, random.choice((0.1, 0.4, 0.8)))).case
        for _ in range(120)
    ]
    made = [engine._lines.lines(case) for case in cases]
    every = LinesMaker(engine.book, all_rules)
    monkeypatch.setattr("protection_rules.advice.views.Clearance", with_all_facts)
    assert made == [every.lines(case) for case in cases]
    assert any(asked)
    assert all(len(rules) < len(engine.book.rules) for rules in asked)


def test_a_rule_that_sets_aside_what_would_set_advice_aside_bears_on_that_advice(tmp_path: Path) -> None:
    rules = [
        rule("C-ONE-01", "always", action="treat"),
        rule("C-ONE-02", "always", action="talk", overrides=["C-ONE-01"]),
        rule("C-ONE-03", "always", action="warn", overrides=["C-ONE-02"]),
        rule("C-ONE-04", "always", action="talk", modality="must_not"),
        rule("C-ONE-05", "always", action="avoid", modality="must_not"),
        rule("C-ONE-06", "always", action="refer"),
        rule("C-ONE-07", "always", action="treat"),
    ]
    precedence = Precedence(load_rules(write_book(tmp_path, rules)))
    assert precedence.bearing_on(["C-ONE-01"]) == {"C-ONE-01", "C-ONE-02", "C-ONE-03", "C-ONE-04"}
    assert precedence.bearing_on(["C-ONE-06"]) == {"C-ONE-05", "C-ONE-06"}
    assert precedence.bearing_on(["C-ONE-07"]) == {"C-ONE-07"}
