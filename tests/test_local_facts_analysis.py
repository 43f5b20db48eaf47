"""Facts of an operation's own are proven over, compared, changed and told in scenarios like any others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.advice.model import Assessment
from protection_rules.advice.phrases import phrase
from protection_rules.analysis.book_faults import book_faults
from protection_rules.analysis.branches import branches
from protection_rules.analysis.coverage import coverage
from protection_rules.analysis.difference.comparison import Difference, compare
from protection_rules.analysis.difference.facts import shared
from protection_rules.analysis.difference.floor import floor_proof
from protection_rules.analysis.difference.markdown import difference_markdown
from protection_rules.analysis.difference.page import difference_page
from protection_rules.analysis.difference.review import Review
from protection_rules.analysis.invariant_texts import book_violations
from protection_rules.analysis.mutants.mutants import mutants
from protection_rules.analysis.mutants.proposal import proposal
from protection_rules.analysis.mutants.report import Mutation, mutate, owned
from protection_rules.analysis.mutants.words import change_in_words
from protection_rules.analysis.scenarios import ScenarioError
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.counterexample import counterexample
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.page import verification_page
from protection_rules.analysis.solver.report import verify
from protection_rules.analysis.solver.structure import structure
from protection_rules.analysis.solver.verdicts import CheckVerdict, Verifier
from protection_rules.cli import DONE, FAULTS
from protection_rules.documents import Span, plain, read_document
from protection_rules.facts.fact import Fact
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import UNKNOWN, VOCABULARY, FactEntry, local_fact
from protection_rules.logic.nodes import All, AnyOf, Compare, Condition, Includes, Is, IsUnknown, Not, Surely
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.rulesets.invariant_model import (
    Change,
    Check,
    Direction,
    Forbidden,
    Invariant,
    Invariants,
    Move,
    NeverAsked,
    NeverSay,
    Required,
    Selector,
)
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import Rule, RuleBook
from tests.books import rule, write_book
from tests.invariant_breaks import plain_rule, with_rules
from tests.test_cli import call
from tests.test_diff import topics_lost
from tests.test_mutants import HEADS
from tests.test_overlays import write_overlay
from tests.test_solver_scenario import play

BASE: Final = load_rules()
SPAN: Final = Span("invariants.yaml", 1, 1)
LABELS: Final = {
    "curfew": Text("curfew in the district", "حظر التجول في الحي"),
    "night_shelter": Text("night shelter is open", "المأوى الليلي مفتوح"),
    "checkpoints": Text("checkpoints on the way", "نقاط التفتيش في الطريق"),
    "hours_to_clinic": Text("hours to the clinic", "عدد الساعات إلى العيادة"),
    "none_in_force": Text("no curfew", "لا حظر"),
    "nights": Text("at night", "في الليل"),
    "weekends": Text("at weekends", "في العطل"),
    "all_day": Text("day and night", "ليلاً ونهاراً"),
    "north": Text("to the north", "في الشمال"),
    "south": Text("to the south", "في الجنوب"),
}


def a_fact(name: str, kind: Any, *values: str, **attributes: Any) -> FactEntry:
    question = Text(f"Find out: {LABELS[name].en}?", f"استوضح: {LABELS[name].ar}؟")
    blank: dict[str, Any] = {"supplied_by": "office", "asked": "openly", "sensitivity": "ordinary"}
    listed = {value: LABELS[value] for value in values}
    return local_fact(name, kind, Fact(LABELS[name], question, values=listed, **blank | attributes))


CURFEW: Final = a_fact("curfew", "choice", "none_in_force", "nights", "all_day", "weekends")
NIGHT_SHELTER: Final = a_fact("night_shelter", "answer")
CHECKPOINTS: Final = a_fact("checkpoints", "choices", "north", "south", supplied_by="self")
HOURS: Final = a_fact("hours_to_clinic", "number", minimum=0, maximum=48)
EVERY: Final = (CURFEW, NIGHT_SHELTER, CHECKPOINTS, HOURS)

CURFEW_AT_NIGHT: Final = Is("local.curfew", frozenset({"nights"}))
CURFEW_AT_ALL: Final = Is("local.curfew", frozenset({"nights", "all_day"}))
SHELTER: Final = Is("local.night_shelter", frozenset({"yes"}))
NORTH: Final = Includes("local.checkpoints", frozenset({"north"}))
FAR: Final = Compare("local.hours_to_clinic", "more_than", 6)


def a_rule(number: int, when: Condition, **fields: Any) -> Rule:
    return plain_rule(BASE, when, id=f"X-OWN-{number:02}", **fields)


def a_book(rules: Sequence[Rule], facts: Sequence[FactEntry] = EVERY) -> RuleBook:
    known = VOCABULARY.with_local({fact.name: fact for fact in facts})
    return replace(with_rules(BASE, rules), vocabulary=known)


def replayed(shown: Witness, book: RuleBook) -> Assessment:
    """What comes of a profile that is read from its YAML, as whoever is shown it would."""
    again = CaseProfile.from_text(shown.to_yaml(), book.vocabulary)
    assessment = Engine(book).evaluate(again)
    assert assessment == shown.assessment
    return assessment


# verify


def holding(*checks: Check, directions: tuple[Direction, ...] = ()) -> Invariants:
    words = Text("Nobody is sent out in a curfew", "لا يُرسل أحد في حظر التجول")
    return Invariants(directions, (), (Invariant("I-90", words, words, checks, None, SPAN),))


def verdict_of(book: RuleBook, check: Check) -> CheckVerdict:
    (verdict,) = Verifier(book, holding(check)).verdicts()
    return verdict


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (CURFEW_AT_NIGHT, {"curfew": "nights"}),
        (SHELTER, {"night_shelter": "yes"}),
        (NORTH, {"checkpoints": ["north"]}),
        (Includes("local.checkpoints", frozenset({"north", "south"})), None),
        (FAR, {"hours_to_clinic": 7}),
        (All((CURFEW_AT_NIGHT, FAR)), {"curfew": "nights", "hours_to_clinic": 7}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_breaks_an_invariant_is_shown_by_local_facts_and_by_a_scenario_that_passes(
    when: Condition, told: dict[str, Any] | None, language: Language
) -> None:
    book = a_book([a_rule(1, when)])
    verdict = verdict_of(book, Forbidden("case", when, Selector(rules=frozenset({"X-OWN-01"}))))
    assert verdict.verdict == "refuted"
    assert verdict.broken is not None
    assert list(verdict.broken.witness.profile) == ["profile", "local"]
    if told is not None:
        assert verdict.broken.witness.profile["local"] == told
    assert replayed(verdict.broken.witness, book).recommendations[0].rule == "X-OWN-01"
    (scene,) = play(counterexample(verdict, book, language), language, Engine(book))
    assert scene.profile == verdict.broken.witness.profile


@pytest.mark.parametrize("when", [CURFEW_AT_NIGHT, SHELTER, NORTH, FAR])
def test_an_invariant_over_local_facts_is_proven_where_it_holds_for_every_profile(when: Condition) -> None:
    required = Required("case", Surely(when), Selector(rules=frozenset({"X-OWN-01"})))
    assert verdict_of(a_book([a_rule(1, when)]), required).verdict == "proven"
    weaker = a_book([a_rule(1, All((when, Is("risk.immediate_danger", frozenset({"yes"})))))])
    broken = verdict_of(weaker, required)
    assert broken.verdict == "refuted"
    assert broken.broken is not None
    assert replayed(broken.broken.witness, weaker).recommendations == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_a_local_fact_that_costs_advice_is_shown_before_and_after(language: Language) -> None:
    book = a_book([a_rule(1, CURFEW_AT_NIGHT)])
    worse = Move("local.curfew", frozenset({"nights"}), ("all_day",))
    check = Change((worse,), Selector(), frozenset(), {})
    verdict = verdict_of(book, check)
    assert verdict.broken is not None
    assert verdict.broken.after is not None
    assert verdict.broken.witness.profile["local"] == {"curfew": "nights"}
    assert verdict.broken.after.profile["local"] == {"curfew": "all_day"}
    replayed(verdict.broken.witness, book)
    assert replayed(verdict.broken.after, book).recommendations == ()
    before, after = play(counterexample(verdict, book, language), language, Engine(book))
    assert (before.profile["local"], after.profile["local"]) == ({"curfew": "nights"}, {"curfew": "all_day"})
    verification = verify(book, holding(check))
    assert CURFEW.attributes.label.in_language(language) in "\n".join(
        verification_page(verification, language)
    )
    (told,) = verification.to_mapping()["checks"]
    assert told["broken"]["changed"] == {"fact": "local.curfew", "subject": "case", "to": "all_day"}
    assert verdict_of(a_book([a_rule(1, CURFEW_AT_ALL)]), check).verdict == "proven"


def found_odd(book: RuleBook) -> set[tuple[str, tuple[str, ...]]]:
    inquiry = Inquiry(book, space_for(Conditions(book).lowered(), book.vocabulary))
    return {(each.kind, each.about) for each in structure(inquiry)}


def test_the_structure_of_rules_is_proven_over_local_facts() -> None:
    everything = frozenset({*CURFEW.codes, UNKNOWN})
    book = a_book(
        [
            a_rule(1, All((CURFEW_AT_NIGHT, Is("local.curfew", frozenset({"all_day"}))))),
            a_rule(2, Is("local.curfew", everything)),
            a_rule(3, FAR),
            a_rule(4, Compare("local.hours_to_clinic", "at_least", 7)),
            a_rule(5, Compare("local.hours_to_clinic", "at_least", 8), modality="must_not"),
        ]
    )
    assert {
        ("never_applies", ("X-OWN-01",)),
        ("always_true", ("X-OWN-02",)),
        ("same_advice", ("X-OWN-03", "X-OWN-04")),
        ("contradiction", ("X-OWN-03", "X-OWN-05")),
    } <= found_odd(book)


def test_a_decision_point_that_falls_silent_while_a_local_fact_is_not_known_is_found() -> None:
    book = a_book([a_rule(1, CURFEW_AT_NIGHT)])
    directed = holding(directions=(Direction("local.curfew", ("none_in_force",), ("nights",)),))
    found = {each.kind: each for each in verify(book, directed).findings}
    assert found["silent_while_unknown"].fact == "local.curfew"
    never = a_book([a_rule(1, CURFEW_AT_NIGHT)], [a_fact("curfew", "choice", *CURFEW.codes, asked="never")])
    assert "silent_while_unknown" not in {each.kind for each in verify(never, directed).findings}


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        ({"label": Text("curfew for smugglers", "حظر")}, "local.curfew"),
        ({"question": Text("Who are the smugglers?", "ماذا؟")}, "local.curfew"),
        (
            {"values": {**CURFEW.attributes.values, "nights": Text("smugglers only", "ليلاً")}},
            "local.curfew nights",
        ),
    ],
)
def test_words_that_nobody_may_be_told_are_found_in_texts_of_local_facts(
    attributes: dict[str, Any], where: str
) -> None:
    spoken = replace(CURFEW, attributes=replace(CURFEW.attributes, **attributes))
    never = holding(NeverSay(("facts", "questions"), Selector(), ("smuggler*",), ("مهرّب*",)))
    assert book_violations(a_book([], [CURFEW]), never) == []
    assert [each.subject for each in book_violations(a_book([], [spoken]), never)] == [where]


def test_a_local_fact_that_is_never_to_be_asked_is_found_where_it_is() -> None:
    never = holding(NeverAsked(("local.curfew",)))
    assert [each.subject for each in book_violations(a_book([]), never)] == ["local.curfew"]


# verify --overlay


FLOOR: Final = a_rule(1, Is("risk.immediate_danger", frozenset({"yes"})), floor=True)


def test_an_overlay_that_weakens_the_floor_by_a_local_fact_is_shown_by_a_profile_that_tells_it() -> None:
    below = a_book([FLOOR], [])
    excepted = a_rule(2, All((CURFEW_AT_NIGHT, FAR)), modality="must_not", overrides=("X-OWN-01",))
    overlaid = a_book([FLOOR, excepted])
    proof = floor_proof(below, overlaid)
    assert not proof.holds
    (weakened,) = proof.weakened
    local = {"curfew": "nights", "hours_to_clinic": 7}
    assert weakened.after.profile == {"profile": 1, "risk": {"immediate_danger": "yes"}, "local": local}
    assert weakened.before.profile == {"profile": 1, "risk": {"immediate_danger": "yes"}}
    assert [one.rule for one in replayed(weakened.before, below).recommendations] == ["X-OWN-01"]
    assert "X-OWN-01" not in {one.rule for one in replayed(weakened.after, overlaid).recommendations}
    assert proof.to_mapping()["weakened"][0]["profile"]["local"] == local


def test_an_overlay_with_local_facts_that_only_adds_is_proven_to_leave_the_floor() -> None:
    added = a_rule(2, AnyOf((CURFEW_AT_NIGHT, FAR, NORTH, SHELTER)), action="refer_to_service")
    proof = floor_proof(a_book([FLOOR], []), a_book([FLOOR, added]))
    assert (proof.holds, proof.standing) == (True, ("X-OWN-01",))


# diff


def topics(difference: Difference) -> dict[str, list[str]]:
    return {
        finding.id.rpartition(".")[0]: [way.kind for way in finding.ways] for finding in difference.findings
    }


ADVICE: Final = "advice.tell_where_help_is.case.to_do"


def test_a_rule_on_a_fact_that_only_the_new_book_knows_is_shown_without_it_to_the_old_one() -> None:
    old, new = a_book([], []), a_book([a_rule(1, All((CURFEW_AT_NIGHT, FAR)))])
    difference = compare(old, new)
    (finding,) = difference.findings
    (way,) = finding.ways
    assert (finding.topic.name, way.kind) == (ADVICE, "new")
    assert way.shown is not None
    assert way.shown.before.profile == {"profile": 1}
    assert way.shown.after.profile == {"profile": 1, "local": {"curfew": "nights", "hours_to_clinic": 7}}
    assert replayed(way.shown.before, old).recommendations == ()
    assert len(replayed(way.shown.after, new).recommendations) == 1
    assert way.shown.everywhere is not None
    known = {each.fact: each.values for each in way.shown.everywhere}
    assert known == {"local.curfew": ("nights",), "local.hours_to_clinic": ((7, 48),)}
    assert [(each.fact, each.how) for each in difference.facts] == [
        ("local.checkpoints", "added"),
        ("local.curfew", "added"),
        ("local.hours_to_clinic", "added"),
        ("local.night_shelter", "added"),
    ]
    back = compare(new, old)
    assert topics(back) == {f"less.{ADVICE}": ["gone"]}
    assert {each.how for each in back.facts} == {"removed"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_gives_each_book_the_profile_it_knows_and_names_the_facts(language: Language) -> None:
    review = Review.of(compare(a_book([]), a_book([a_rule(1, CURFEW_AT_NIGHT)], [CURFEW])))
    page = "\n".join(difference_page(review, language, details=True))
    for text in (page, difference_markdown(review, language)):
        assert CURFEW.attributes.label.in_language(language) in text
        assert NIGHT_SHELTER.attributes.label.in_language(language) in text
        assert "{" not in text
    assert phrase("diff.fact.removed").in_language(language) in " ".join(page.split())
    assert "curfew: nights" in page
    told = review.to_mapping()
    assert {each["fact"]: each["how"] for each in told["facts"]} == {
        "local.checkpoints": "removed",
        "local.hours_to_clinic": "removed",
        "local.night_shelter": "removed",
    }
    ((way,),) = (each["ways"] for each in told["more_protective"])
    assert way["profile"] == {"profile": 1, "local": {"curfew": "nights"}}
    assert "profile_before" not in way, "both books know the curfew"


def test_where_only_one_book_knows_the_facts_of_a_profile_both_profiles_are_given() -> None:
    review = Review.of(compare(a_book([], []), a_book([a_rule(1, CURFEW_AT_NIGHT)], [CURFEW])))
    (finding,) = review.to_mapping()["more_protective"]
    (way,) = finding["ways"]
    assert way["profile_before"] == {"profile": 1}
    assert way["profile_now"] == way["profile"] == {"profile": 1, "local": {"curfew": "nights"}}
    for language in LANGUAGES:
        page = " ".join(" ".join(difference_page(review, language, details=True)).split())
        assert phrase("diff.yaml_before").in_language(language) in page
        assert phrase("diff.yaml_now").in_language(language) in page


def otherwise(fact: FactEntry, **attributes: Any) -> FactEntry:
    return local_fact(fact.name, attributes.pop("kind", fact.kind), replace(fact.attributes, **attributes))


WIDER: Final = a_fact("curfew", "choice", "none_in_force", "nights")


@pytest.mark.parametrize(
    ("old", "new", "fields", "compared", "found"),
    [
        (
            WIDER,
            CURFEW,
            ["values", "value_labels"],
            "shared",
            {"less": ["states_more"], "more": ["states_more"]},
        ),
        (CURFEW, WIDER, ["values", "value_labels"], "shared", {"less": ["states_less"]}),
        (HOURS, otherwise(HOURS, maximum=24), ["bounds"], "shared", {"less": ["states_less"]}),
        (
            HOURS,
            otherwise(HOURS, minimum=1, maximum=90),
            ["bounds"],
            "shared",
            {"less": ["states_less", "states_more"], "more": ["states_more"]},
        ),
        (
            HOURS,
            otherwise(HOURS, minimum=50, maximum=90),
            ["bounds"],
            "not_known",
            {"less": ["states_less", "states_more"], "more": ["states_more"]},
        ),
        (
            NIGHT_SHELTER,
            otherwise(NIGHT_SHELTER, kind="number", maximum=3),
            ["kind", "values", "bounds"],
            "not_known",
            {"less": ["states_less", "states_more"], "more": ["states_more"]},
        ),
        (
            CHECKPOINTS,
            otherwise(CHECKPOINTS, kind="choice"),
            ["kind", "markers"],
            "not_known",
            {"less": ["states_less", "states_more"], "more": ["states_more"]},
        ),
        (
            CHECKPOINTS,
            otherwise(CHECKPOINTS, supplied_by="staff"),
            ["markers", "supplied_by"],
            "shared",
            {"less": ["states_less"]},
        ),
        (
            CURFEW,
            otherwise(CURFEW, sensitivity="confidential"),
            ["sensitivity"],
            "whole",
            {"more": ["guarded_more"]},
        ),
        (
            otherwise(CURFEW, sensitivity="confidential"),
            CURFEW,
            ["sensitivity"],
            "whole",
            {"less": ["guarded_less"]},
        ),
        (CURFEW, otherwise(CURFEW, asked="noted"), ["asked"], "whole", {"more": ["asked_less"]}),
        (otherwise(CURFEW, asked="noted"), CURFEW, ["asked"], "whole", {"less": ["asked_more"]}),
        (CURFEW, otherwise(CURFEW, supplied_by="staff"), ["supplied_by"], "whole", {}),
        (CURFEW, otherwise(CURFEW, label=Text("curfew", "حظر")), ["label"], "whole", {}),
        (CURFEW, otherwise(CURFEW, question=Text("Is there one?", "هل يوجد؟")), ["question"], "whole", {}),
    ],
)
def test_nobody_is_told_that_all_is_the_same_where_a_fact_is_declared_otherwise(
    old: FactEntry, new: FactEntry, fields: list[str], compared: str, found: dict[str, list[str]]
) -> None:
    review = Review.of(compare(a_book([], [old]), a_book([], [new])))
    (fact,) = review.difference.facts
    assert fact.how == "changed"
    assert [change.field for change in fact.changes] == fields
    assert fact.compared == compared
    name = f"fact.{old.path}"
    assert topics(review.difference) == {f"{side}.{name}": ways for side, ways in found.items()}
    assert review.passes == ("less" not in found)
    (told,) = review.to_mapping()["facts"]
    assert (told["fact"], told["compared"]) == (old.path, compared)
    for language in LANGUAGES:
        page = " ".join(" ".join(difference_page(review, language)).split())
        for field in fields:
            assert phrase(f"diff.fact.field.{field}").in_language(language) in page
        assert phrase("diff.summary_facts", count=1).in_language(language) in page
        assert "{" not in page
        assert phrase("diff.fact.field.kind").en not in review.summary.en
        if compared != "whole":
            assert phrase("diff.summary_equal").in_language(language) not in page
            assert phrase(f"diff.fact.compared.{compared}").in_language(language) in page


def test_a_rule_that_is_the_same_for_what_both_can_state_is_told_to_be_compared_for_that_alone() -> None:
    no_curfew = Not(Is("local.curfew", frozenset({"none_in_force"})))
    review = Review.of(
        compare(a_book([a_rule(1, no_curfew)], [WIDER]), a_book([a_rule(1, no_curfew)], [CURFEW]))
    )
    (told,) = review.to_mapping()["rules"]
    assert (told["relation"], told["partly_compared"]) == ("equivalent", True)
    for language in LANGUAGES:
        assert phrase("diff.partly").in_language(language) in told["text"][language]
        assert phrase("diff.partly").in_language(language) in difference_markdown(review, language)


def test_a_sign_off_for_a_declaration_lapses_when_it_is_another() -> None:
    narrower = [otherwise(HOURS, maximum=most) for most in (24, 12)]
    ids = [compare(a_book([], [HOURS]), a_book([], [new])).findings[0].id for new in narrower]
    assert len(set(ids)) == 2
    renamed = otherwise(narrower[0], label=Text("hours", "ساعات"))
    assert compare(a_book([], [HOURS]), a_book([], [renamed])).findings[0].id == ids[0]


def test_an_answer_that_becomes_a_choice_of_the_same_codes_is_compared_whole() -> None:
    yes_or_no = {code: NIGHT_SHELTER.value_label(code) for code in NIGHT_SHELTER.codes}
    chosen = otherwise(NIGHT_SHELTER, kind="choice", values=yes_or_no)
    difference = compare(
        a_book([a_rule(1, SHELTER)], [NIGHT_SHELTER]), a_book([a_rule(1, SHELTER)], [chosen])
    )
    assert (difference.findings, difference.rules) == ((), ())
    (fact,) = difference.facts
    assert (fact.compared, [change.field for change in fact.changes]) == ("whole", ["kind", "value_labels"])


# diff, against evaluation of every profile

SIDES: Final = ("less", "more")

SMALL: Final = (
    a_fact("curfew", "choice", "none_in_force", "nights"),
    a_fact("night_shelter", "answer"),
    a_fact("checkpoints", "choices", "north", "south", supplied_by="self"),
    a_fact("hours_to_clinic", "number", minimum=0, maximum=1),
)
ALTERED: Final[dict[str, tuple[FactEntry | None, ...]]] = {
    "curfew": (CURFEW, otherwise(SMALL[0], kind="choices"), None),
    "night_shelter": (otherwise(SMALL[1], kind="number", maximum=1), None),
    "checkpoints": (
        otherwise(SMALL[2], supplied_by="office"),
        a_fact("checkpoints", "choices", "south", supplied_by="self"),
        None,
    ),
    "hours_to_clinic": (otherwise(SMALL[3], minimum=1, maximum=3), None),
}


def given_values(fact: FactEntry) -> list[Any]:
    """Every value of a fact as a profile gives it; None for one that is left out."""
    if fact.kind == "number":
        return [None, *range(fact.attributes.minimum, fact.attributes.maximum + 1)]
    if fact.kind != "choices":
        return [None, *fact.codes]
    sets = chain.from_iterable(combinations(fact.codes, size) for size in range(1, len(fact.codes) + 1))
    markers = [[marker] for marker in fact.markers if marker != UNKNOWN]
    return [None, *markers, *map(list, sets)]


def every_profile(old: RuleBook, new: RuleBook) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """What both books can be told, as each is told it: by the values that both take, and by no code of `shared`."""
    names = sorted(old.vocabulary.local.keys() | new.vocabulary.local.keys())
    choices = []
    for name in names:
        entries = [book.vocabulary.local[name] for book in (old, new) if name in book.vocabulary.local]
        first, *others = map(given_values, entries)
        choices.append([value for value in first if all(value in other for other in others)])
    for values in product(*choices):
        told = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        yield tuple(
            {"profile": 1, "local": {name: told[name] for name in told if name in book.vocabulary.local}}
            for book in (old, new)
        )  # type: ignore[misc]  # two of them


def a_condition(random: Random, facts: Sequence[FactEntry]) -> Condition:
    fact = random.choice(facts)
    condition: Condition
    match fact.kind:
        case "number":
            bound = random.randint(fact.attributes.minimum, fact.attributes.maximum)
            condition = Compare(fact.path, random.choice(("at_most", "at_least", "more_than")), bound)
        case "choices":
            condition = Includes(fact.path, frozenset(random.sample(fact.codes, 1)))
        case _:
            condition = Is(fact.path, frozenset(random.sample(fact.codes, random.randint(1, 2))))
    if random.random() < 0.15:
        condition = IsUnknown(fact.path)
    if random.random() < 0.4:
        condition = Not(condition)
    return Surely(condition) if random.random() < 0.15 else condition


def random_book(random: Random, facts: Sequence[FactEntry]) -> RuleBook:
    rules = [
        a_rule(
            number,
            random.choice((All, AnyOf))((a_condition(random, facts), a_condition(random, facts))),
            if_unknown=random.choice(("silent", "verify", "precaution")),
            modality=random.choice(("must", "should", "must_not")),
            action=random.choice(("tell_where_help_is", "refer_to_service")),
            when_unknown=BASE.rules[0].when_unknown,
        )
        for number in range(1, 5)
    ]
    return a_book(rules, facts)


def altered_facts(random: Random) -> list[FactEntry]:
    chosen = [
        random.choice((fact, fact, *ALTERED[fact.name])) if random.random() < 0.6 else fact for fact in SMALL
    ]
    return [fact for fact in chosen if fact is not None] or [SMALL[0]]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_between_two_books_is_what_evaluating_every_profile_finds(seed: int) -> None:
    random = Random(seed)
    old, new = random_book(random, SMALL), random_book(random, altered_facts(random))
    before, after = Engine(old), Engine(new)
    expected: set[str] = set()
    for was, is_ in every_profile(old, new):
        assessed = before.evaluate(was, cross_check=False), after.evaluate(is_, cross_check=False)
        for side, names in (("less", topics_lost(*assessed)), ("more", topics_lost(*reversed(assessed)))):
            for name in names:
                expected |= {f"{each}.{name}" for each in (SIDES if discloses(name) else (side,))}
    difference = compare(old, new)
    assert {name for name in topics(difference) if ".advice." in name} == expected
    for finding in difference.findings:
        for way in finding.ways:
            if way.shown is not None:
                replayed(way.shown.before, old)
                replayed(way.shown.after, new)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_proven_of_a_book_is_what_evaluating_every_profile_finds(seed: int) -> None:
    random = Random(seed)
    book = random_book(random, altered_facts(random))
    engine = Engine(book)
    assessed = [
        (
            Reading(CaseProfile.from_mapping(told, book.vocabulary).case_of(book.vocabulary), {}, True),
            {one.rule for one in engine.evaluate(told, cross_check=False).recommendations},
        )
        for told, _ in every_profile(book, book)
    ]
    verdicts = set()
    for when, said in product(book.rules, book.rules):
        condition = Surely(when.condition)
        check = Required("case", condition, Selector(rules=frozenset({said.id})))
        broken = any(
            evaluate(condition, reading) is Truth.TRUE and said.id not in heard for reading, heard in assessed
        )
        verdict = verdict_of(book, check)
        assert verdict.verdict == ("refuted" if broken else "proven"), (when.id, said.id)
        if verdict.broken is not None:
            assert said.id not in {one.rule for one in replayed(verdict.broken.witness, book).recommendations}
        verdicts.add(verdict.verdict)
    assert verdicts == {"proven", "refuted"}


def discloses(topic: str) -> bool:
    """Whether advice on a topic cuts both ways, so that any change of it is on both sides."""
    _, action, _, sense = topic.split(".")
    return BASE.actions[action].polarity == ("disclosing" if sense == "to_do" else "protective")


def test_what_profiles_for_two_books_tell_is_what_both_can_state() -> None:
    old = a_book([], [CURFEW, HOURS, CHECKPOINTS]).vocabulary
    new = a_book([], [WIDER, otherwise(HOURS, maximum=24), NIGHT_SHELTER]).vocabulary
    both = shared(old, new)
    assert both["local.curfew"].codes == ("none_in_force", "nights")
    assert both["local.hours_to_clinic"].attributes.maximum == 24
    assert both["local.checkpoints"] == CHECKPOINTS
    assert both["local.night_shelter"] == NIGHT_SHELTER
    assert shared(old, old) is old


# mutate, and scenarios


def steps(title: str, given: Sequence[str], then: str, language: Language) -> str:
    words = {"en": ("Given", "And", "When advice is asked for", "Then")}
    words["ar"] = ("بفرض", "و", "متى طُلبت المشورة", "اذاً")
    first, further, asked, comes = words[language]
    lines = [f"    {first if number == 0 else further} {step}" for number, step in enumerate(given)]
    scenario = {"en": "Scenario", "ar": "سيناريو"}[language]
    return "\n".join([f"  {scenario}: {title}", *lines, f"    {asked}", f"    {comes} {then}"])


TOLD: Final = {
    "en": [
        "curfew in the district: at night",
        "night shelter is open: no",
        "checkpoints on the way: to the north, to the south",
        "hours to the clinic: 7",
    ],
    "ar": [
        "حظر التجول في الحي: في الليل",
        "المأوى الليلي مفتوح: لا",
        "نقاط التفتيش في الطريق: في الشمال، في الجنوب",
        "عدد الساعات إلى العيادة: 7",
    ],
}
APPLIES: Final = {"en": "X-OWN-01 applies at once", "ar": "تنطبق القاعدة X-OWN-01 فوراً"}


def tried(book: RuleBook, folder: Path, language: Language, *features: str, only: str = "") -> Mutation:
    folder.mkdir(exist_ok=True)
    text = "\n".join([HEADS[language], *features])
    (folder / f"{language}.feature").write_text(text, encoding="utf-8")
    every = owned(mutants(book), None, "X-OWN-01")
    return mutate(book, folder, [each for each in every if each.part and only in each.id])


WHOLE: Final = All((CURFEW_AT_ALL, Not(SHELTER), NORTH, FAR))


def test_conditions_on_local_facts_are_changed_by_their_own_values_and_bounds() -> None:
    book = a_book([a_rule(1, WHOLE), a_rule(2, Compare("local.hours_to_clinic", "at_least", 48))])
    names = {mutant.id for mutant in mutants(book)}
    assert {
        "X-OWN-01 when.0 value_dropped nights",
        "X-OWN-01 when.0 value_added weekends",
        "X-OWN-01 when.1 turned_round",
        "X-OWN-01 when.2 value_replaced south",
        "X-OWN-01 when.3 bound_changed 5",
        "X-OWN-01 when.3 bound_changed 7",
        "X-OWN-02 when bound_changed 47",
    } <= names
    assert "X-OWN-02 when bound_changed 49" not in names, "no profile can give more than 48"
    for mutant in owned(mutants(book), None, "X-OWN-01"):
        words = change_in_words(mutant, book)
        assert "{" not in words.en + words.ar
        if mutant.operator == "value_added":
            assert LABELS["weekends"].en in words.en
            assert LABELS["weekends"].ar in words.ar


@pytest.mark.parametrize("language", LANGUAGES)
def test_scenarios_set_local_facts_by_their_labels_and_notice_changes_of_rules_on_them(
    tmp_path: Path, language: Language
) -> None:
    book = a_book([a_rule(1, WHOLE)])
    found = tried(book, tmp_path, language, steps("S", TOLD[language], APPLIES[language], language))
    fates = {each.mutant.id: each.fate for each in found.judged}
    assert fates["X-OWN-01 when.3 bound_changed 7"] == "killed"
    assert fates["X-OWN-01 when.0 value_dropped nights"] == "killed"
    assert fates["X-OWN-01 when.0 value_added weekends"] == "survived"
    assert fates["X-OWN-01 when.3 bound_changed 5"] == "survived"
    for survivor in found.survivors:
        assert survivor.difference is not None
        lines = proposal(survivor.mutant, survivor.difference, book, language)
        text = "\n".join(f"  {line}" for line in lines)
        (again,) = tried(book, tmp_path / "again", language, text, only=survivor.mutant.id).judged
        assert again.fate == "killed"


def test_a_value_of_a_local_fact_that_no_rule_can_tell_apart_is_no_survivor(tmp_path: Path) -> None:
    # more than 47 of at most 48 hours is 48
    book = a_book([a_rule(1, AnyOf((Compare("local.hours_to_clinic", "at_least", 48), FAR)))])
    feature = steps("S", ["hours to the clinic: 7"], "X-OWN-01 applies at once", "en")
    fates = {each.mutant.id: each.fate for each in tried(book, tmp_path, "en", feature).judged}
    assert fates["X-OWN-01 when.0 bound_changed 47"] == "equivalent"


@pytest.mark.parametrize(
    "step", ["hours to the moon: 7", "curfew in the district: on Sundays", "night shelter is open: at night"]
)
def test_a_step_on_a_local_fact_or_value_that_the_book_does_not_know_is_a_fault(
    tmp_path: Path, step: str
) -> None:
    with pytest.raises(ScenarioError, match="not a step that is read"):
        tried(a_book([a_rule(1, FAR)]), tmp_path, "en", steps("S", [step], "X-OWN-01 applies at once", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_with_the_marks_that_steps_are_made_of_are_told_and_read_back(language: Language) -> None:
    label = Text("roads: open, if any", "الطرق: المفتوحة، إن وُجدت")
    values = {
        "north": Text("north, by the river", "الشمال، عند النهر"),
        "south": Text("south", "الجنوب"),
        "east": Text("by the river", "عند النهر"),
    }
    roads = otherwise(CHECKPOINTS, label=label, values=values)
    when = All(tuple(Includes(roads.path, frozenset({code})) for code in roads.codes))
    book = a_book([a_rule(1, when)], [roads])
    verdict = verdict_of(book, Forbidden("case", when, Selector(rules=frozenset({"X-OWN-01"}))))
    (scene,) = play(counterexample(verdict, book, language), language, Engine(book))
    assert scene.profile == {"profile": 1, "local": {"checkpoints": ["north", "south", "east"]}}


@pytest.mark.parametrize("label", ["risk.immediate_danger", "local.night_shelter"])
def test_a_label_that_two_facts_have_sets_neither_of_them(tmp_path: Path, label: str) -> None:
    known = {**VOCABULARY, NIGHT_SHELTER.path: NIGHT_SHELTER}
    twin = otherwise(a_fact("curfew", "answer"), label=known[label].attributes.label)
    book = a_book([a_rule(1, Is("local.curfew", frozenset({"yes"})))], [twin, NIGHT_SHELTER])
    step = f"{known[label].attributes.label.en}: yes"
    with pytest.raises(ScenarioError, match="not a step that is read"):
        tried(book, tmp_path, "en", steps("S", [step], "X-OWN-01 applies at once", "en"))


def test_steps_of_one_book_are_not_read_for_another(tmp_path: Path) -> None:
    feature = steps("S", ["hours to the clinic: 7"], "X-OWN-01 does not apply", "en")
    danger = a_rule(1, Is("risk.immediate_danger", frozenset({"yes"})))
    with pytest.raises(ScenarioError, match="not a step that is read"):
        tried(a_book([danger], [CURFEW]), tmp_path, "en", feature)


def test_rules_on_local_facts_are_covered_by_scenarios_in_both_languages(tmp_path: Path) -> None:
    book = a_book([a_rule(1, WHOLE)])
    for language in LANGUAGES:
        text = "\n".join([HEADS[language], steps("S", TOLD[language], APPLIES[language], language)])
        (tmp_path / f"{language}.feature").write_text(text, encoding="utf-8")
    (rule,) = coverage(book, tmp_path).rules
    shown = {branch.name: [each.language for each in branch.scenarios] for branch in rule.branches}
    assert shown == {"applies": ["ar", "en"], "does_not_apply": [], "unknown": []}


def test_the_branches_of_a_rule_are_those_of_all_values_that_a_local_fact_can_have() -> None:
    every = Is("local.curfew", frozenset({*CURFEW.codes, UNKNOWN}))
    book = a_book([a_rule(1, every), a_rule(2, Compare("local.hours_to_clinic", "at_most", 48))])
    assert [branches(rule, book.vocabulary) for rule in book.rules] == [("applies",), ("applies", "unknown")]
    wider = a_book([], [otherwise(HOURS, maximum=90)]).vocabulary
    assert branches(book.rules[1], wider) == ("applies", "does_not_apply", "unknown")


def test_a_profile_file_of_a_witness_has_the_local_facts_in_a_section_of_their_own() -> None:
    book = a_book([a_rule(1, WHOLE)])
    verdict = verdict_of(book, Forbidden("case", WHOLE, Selector(rules=frozenset({"X-OWN-01"}))))
    assert verdict.broken is not None
    written = plain(read_document(verdict.broken.witness.to_yaml(), "profile"))
    assert written == verdict.broken.witness.profile
    assert isinstance(written, dict)
    assert written["local"].keys() <= {"curfew", "night_shelter", "checkpoints", "hours_to_clinic"}


# from files, by the commands


FACTS: Final = {
    "facts": [
        {
            "fact": "curfew",
            "kind": "choice",
            "values": [
                {"value": code, "label": {"en": LABELS[code].en, "ar": LABELS[code].ar}}
                for code in ("none_in_force", "nights", "all_day")
            ],
        },
        {"fact": "hours_to_clinic", "kind": "number", "minimum": 0, "maximum": 48},
    ]
}


def an_overlay(folder: Path, *rules: dict[str, Any], facts: dict[str, Any] = FACTS) -> str:
    declared = [
        {
            "label": {"en": LABELS[each["fact"]].en, "ar": LABELS[each["fact"]].ar},
            "question": {"en": "Find it out?", "ar": "هل تحققت؟"},
            "supplied_by": "office",
            "asked": "openly",
            "sensitivity": "ordinary",
            **each,
        }
        for each in facts["facts"]
    ]
    write_overlay(folder, rules=rules)
    (folder / "facts.yaml").write_text(json.dumps({"facts": declared}, ensure_ascii=False), encoding="utf-8")
    return str(folder)


OWN: Final = "{all: [{local.curfew: nights}, {local.hours_to_clinic: {more_than: 6}}]}"


@pytest.fixture
def below(tmp_path: Path) -> str:
    return str(write_book(tmp_path, [rule("T-01", "risk.immediate_danger: yes", tier="life", floor="yes")]))


def test_the_floor_is_proven_under_an_overlay_with_facts_of_its_own(below: str, tmp_path: Path) -> None:
    overlay = an_overlay(tmp_path / "ours", rule("O-01", OWN, action="talk"))
    told = json.loads(call("verify", below, "--overlay", overlay, "--format", "json")[1])
    assert told["floor"] == {"holds": True, "standing": ["T-01"], "weakened": [], "not_decided": []}


def test_texts_of_local_facts_are_held_against_the_invariants_by_check(tmp_path: Path) -> None:
    sound = an_overlay(tmp_path / "sound")
    assert book_faults(None, [sound])[1] == []
    label = {"en": "tribe of the person", "ar": "قبيلة الشخص"}
    asking = an_overlay(tmp_path / "asking", facts={"facts": [{**FACTS["facts"][0], "label": label}]})
    (fault,) = book_faults(None, [asking])[1]
    assert (fault.code, "local.curfew" in fault.message.en) == ("broken-invariant", True)


def test_an_overlay_with_facts_of_its_own_is_compared_with_the_rules_below(
    below: str, tmp_path: Path
) -> None:
    overlay = an_overlay(tmp_path / "ours", rule("O-01", OWN, action="talk"))
    told = json.loads(call("diff", below, "--overlay", overlay, "--format", "json")[1])
    (finding,) = told["more_protective"]
    (way,) = finding["ways"]
    assert way["profile_before"] == {"profile": 1}
    assert way["profile_now"] == {"profile": 1, "local": {"curfew": "nights", "hours_to_clinic": 7}}
    shown = tmp_path / "shown.json"
    shown.write_text(json.dumps(way["profile_now"]), encoding="utf-8")
    assert (
        Engine.load(below, [overlay])
        .evaluate(CaseProfile.from_file(shown, Engine.load(below, [overlay]).vocabulary))
        .recommendations
    )
    assert [(each["fact"], each["how"]) for each in told["facts"]] == [
        ("local.curfew", "added"),
        ("local.hours_to_clinic", "added"),
    ]


def test_a_fact_that_an_overlay_comes_to_declare_otherwise_fails_until_it_is_signed_off(
    below: str, tmp_path: Path
) -> None:
    own = rule("O-01", OWN, action="talk")
    curfew, hours = FACTS["facts"]
    old = an_overlay(tmp_path / "old" / "ours", own)
    new = an_overlay(tmp_path / "new" / "ours", own, facts={"facts": [curfew, {**hours, "maximum": 24}]})
    words = ["diff", below, "--old-overlay", old, "--overlay", new]
    code, out, err = call(*words, "--format", "json")
    told = json.loads(out)
    assert code == FAULTS
    assert "less protective and not signed off: 1" in err
    (finding,) = told["less_protective"]
    assert (finding["what"], finding["fact"]) == ("fact", "local.hours_to_clinic")
    signed = {
        "finding": finding["id"],
        "name": "Head",
        "date": "2026-11-20",
        "reason": "No clinic is as far.",
    }
    accepted = tmp_path / "accepted.json"
    accepted.write_text(json.dumps({"accepted": [signed]}), encoding="utf-8")
    assert call(*words, "--accept", str(accepted))[0] == DONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scenarios_of_an_overlay_are_covered_and_tried_on_changes_of_its_rules(
    below: str, tmp_path: Path, language: Language
) -> None:
    overlay = an_overlay(tmp_path / "ours", rule("O-01", OWN, action="talk"))
    features = tmp_path / "features"
    features.mkdir()
    said = {"en": "O-01 applies as routine", "ar": "تنطبق القاعدة O-01 اعتيادياً"}[language]
    text = steps("S", [TOLD[language][0], TOLD[language][3]], said, language)
    (features / "own.feature").write_text("\n".join([HEADS[language], text]), encoding="utf-8")
    words = ["--overlay", overlay, "--features", str(features), "--format", "json"]
    covered = json.loads(call("coverage", "--rulesets", below, *words)[1])
    (own,) = (each for each in covered["rules"] if each["rule"] == "O-01")
    assert [each["language"] for each in own["branches"]["applies"]] == [language]
    tried_on = json.loads(call("mutate", below, *words, "--rule", "O-01")[1])
    survivors = {each["mutant"] for each in tried_on["survivors"]}
    assert "O-01 when.1 bound_changed 5" in survivors
    assert "O-01 when.1 bound_changed 7" not in survivors
