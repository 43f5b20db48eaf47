"""The invariants hold for random profiles and for the texts, and each check of them can fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from protection_rules import CaseProfile, Engine
from protection_rules.advice.outputs import output_of
from protection_rules.analysis.invariant_texts import book_violations
from protection_rules.analysis.invariants import InvariantChecker, Seen
from protection_rules.documents import plain, read_document
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.nodes import Compare, Is
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.invariant_model import (
    STANDINGS,
    Change,
    Forbidden,
    NeverStands,
    Order,
    Required,
)
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.invariants_schema import invariants_schema
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import Rule
from tests.invariant_breaks import Numbered, altered, broken, checks_of, losing, origin_of, raising
from tests.invariant_cases import CaseGenerator
from tests.invariant_regressions import ONCE_BROKEN

PARTS: Final = 4
PROFILES: Final = 12_500
"""Random profiles of each part; four parts make 50,000."""
MOVES: Final = 12
"""Kinds of change looked for in each profile."""
CHANGES: Final = 3
"""Changes tried on each profile."""
ENOUGH: Final = 60
"""Profiles on which a book that breaks a check is tried."""

BOOK: Final = load_rules()
INVARIANTS: Final = load_invariants(BOOK)


@pytest.fixture(scope="module")
def checker() -> InvariantChecker:
    return InvariantChecker(BOOK, INVARIANTS)


@pytest.fixture(scope="module")
def seen(checker: InvariantChecker) -> list[Seen]:
    generator = CaseGenerator(77, INVARIANTS)
    return [checker.look(generator.case()) for _ in range(3_000)]


@pytest.fixture(scope="module")
def cases(seen: list[Seen]) -> list[Case]:
    return [one.case for one in seen]


def holding(seen: list[Seen], name: str) -> list[Case]:
    """The first cases in which the condition of a check holds."""
    return list(islice((one.case for one in seen if name in one.holding), ENOUGH))


# they hold


@pytest.mark.parametrize("part", range(PARTS))
def test_every_invariant_holds_for_fifty_thousand_random_profiles(
    part: int, checker: InvariantChecker
) -> None:
    generator, random = CaseGenerator(1_000 + part, INVARIANTS), Random(part)
    violations: Counter[str] = Counter()
    for _ in range(PROFILES):
        seen = checker.look(generator.case())
        found = checker.violations(seen)
        changes = checker.changes(seen.case, random.sample(checker.moves, MOVES))
        for changed in random.sample(changes, min(CHANGES, len(changes))):
            found += checker.violations_of_change(seen, changed)
        violations.update(str(one) for one in found)
    assert violations == {}


def test_every_invariant_on_texts_and_rules_holds() -> None:
    assert book_violations(BOOK, INVARIANTS) == []


@pytest.mark.parametrize(
    ("name", "profile"),
    [pytest.param(name, profile, id=".".join(map(str, name))) for name, profile in ONCE_BROKEN.items()],
)
def test_what_was_once_broken_holds(
    name: tuple[str, int], profile: dict[str, Any], checker: InvariantChecker
) -> None:
    seen = checker.look(CaseProfile.from_mapping({"profile": 1} | profile).case)
    assert ".".join(map(str, name)) in seen.holding
    assert name not in {(one.invariant, one.check) for one in checker.violations(seen)}


def test_no_change_to_a_profile_of_which_nothing_is_known_costs_protection(checker: InvariantChecker) -> None:
    seen = checker.look(CaseProfile.from_mapping({"profile": 1}).case)
    changes = list(checker.changes(seen.case))
    assert changes
    assert [one for changed in changes for one in checker.violations_of_change(seen, changed)] == []


# what they are


def test_there_are_thirty_invariants_with_checks() -> None:
    assert [invariant.id for invariant in INVARIANTS.invariants] == [
        f"I-{number:02}" for number in range(1, 31)
    ]
    assert all(invariant.checks for invariant in INVARIANTS.invariants)


def test_every_fact_has_a_direction_or_a_reason_why_not() -> None:
    listed = [direction.fact for direction in INVARIANTS.directions]
    listed += [fact for without in INVARIANTS.without_direction for fact in without.facts]
    assert sorted(listed) == sorted(VOCABULARY)


def test_the_file_is_what_its_schema_says() -> None:
    path = shipped_rulesets() / "invariants.yaml"
    schema = invariants_schema()
    Draft202012Validator.check_schema(schema)
    assert (
        list(
            Draft202012Validator(schema).iter_errors(plain(read_document(path.read_text("utf-8"), path.name)))
        )
        == []
    )


def test_random_profiles_reach_every_condition_and_every_standing(
    checker: InvariantChecker, seen: list[Seen]
) -> None:
    standings = Counter(standing for one in seen for standing in one.output.standings.values())
    assert min(standings[standing] for standing in STANDINGS) > 100
    names = {
        ".".join(map(str, name)) for name, check in checker.checks.items() if not isinstance(check, Change)
    }
    assert {name for name in names if len(holding(seen, name)) < 3} == set()
    changed = {(change.check, change.fact) for one in seen[:300] for change in checker.changes(one.case)}
    assert changed == {(name, move.fact) for name, move in checker.moves}


def test_advice_without_words_is_the_advice_of_the_engine(
    engine: Engine, checker: InvariantChecker, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in cases[:300]:
        monkeypatch.setattr(CaseProfile, "case", case)
        told = output_of(engine.evaluate(CaseProfile(), cross_check=False))
        output = checker.look(case).output
        assert set(output.advice) == set(told.advice)
        assert list(output.standings.items()) == list(told.standings.items())
        seen = checker.look(case, replace(output, questions=told.questions))
        assert checker.violations(seen) == checker.violations(checker.look(case))


def test_nothing_of_a_case_is_in_what_is_printed(checker: InvariantChecker, cases: list[Case]) -> None:
    seen = checker.look(cases[0])
    changed = checker.changes(cases[0])[0]
    printed = f"{seen!r} {seen.output!r} {seen.output.advice[0]!r} {changed!r}"
    assert (
        printed
        == f"<Seen> <Output: {len(seen.output.advice)} pieces of advice> <Stated> <Changed: {changed.fact}>"
    )


# each check can fail


@pytest.mark.parametrize("one", checks_of(INVARIANTS, Required, Forbidden, NeverStands, Order), ids=str)
def test_a_book_that_breaks_the_check_is_caught(one: Numbered, seen: list[Seen]) -> None:
    breaking = InvariantChecker(broken(BOOK, one.check), one.alone)
    shown = holding(seen, str(one))
    caught = [case for case in shown if breaking.violations(breaking.look(case))]
    assert caught
    assert caught == shown or isinstance(one.check, Order)


CHANGING: Final = checks_of(INVARIANTS, Change)


def with_fact(case: Case, fact: str, value: Any) -> Case:
    """The case with every subject's value of a fact replaced."""
    section = fact.partition(".")[0]
    if fact in case.facts:
        return Case({**case.facts, fact: value}, case.items, case.has_operation)
    items = tuple(replace(item, facts={**item.facts, fact: value}) for item in case.items[section] or ())
    return Case(case.facts, {**case.items, section: items}, case.has_operation)


@pytest.mark.parametrize("one", CHANGING, ids=str)
def test_a_book_that_a_change_of_any_fact_breaks_is_caught(one: Numbered, cases: list[Case]) -> None:
    case = next(case for case in cases if all(case.items[section] for section in case.items))
    for move in one.check.moves:
        breaking = InvariantChecker(losing(BOOK, one.check, move), one.alone)
        before = breaking.look(with_fact(case, move.fact, origin_of(move)))
        changes = [changed for changed in breaking.changes(before.case) if changed.fact == move.fact]
        assert changes, move.fact
        assert all(breaking.violations_of_change(before, changed) for changed in changes), move.fact


@pytest.mark.parametrize(
    ("one", "about"),
    [pytest.param(one, about, id=f"{one} {about}") for one in CHANGING for about in one.check.standings],
)
def test_a_book_in_which_a_change_raises_a_standing_is_caught(
    one: Numbered, about: str, cases: list[Case]
) -> None:
    case = next(case for case in cases if case.items[about])
    for move in one.check.moves:
        if move.fact.partition(".")[0] not in {"person", "disclosure", "consent", about}:
            continue
        breaking = InvariantChecker(raising(BOOK, move, about), one.alone)
        before = breaking.look(with_fact(case, move.fact, origin_of(move)))
        changes = [changed for changed in breaking.changes(before.case) if changed.fact == move.fact]
        assert any(breaking.violations_of_change(before, changed) for changed in changes), move.fact


# mistakes that an author could make


def only_if_sensitive(rule: Rule) -> Rule:
    return replace(rule, when=Is("data_flow.contains_sensitive", frozenset({"yes"})), if_unknown="silent")


MISTAKES: Final = [
    ("C-MR-03", "I-11", "only where the hours are known", lambda rule: replace(rule, when=Compare("risk.hours_since_sexual_violence", "at_most", 72))),
    ("C-MR-02", "I-10", "says nothing while nobody knows", lambda rule: replace(rule, if_unknown="silent")),
    ("C-REF-01", "I-05", "finds out first instead of holding back", lambda rule: replace(rule, if_unknown="verify")),
    ("C-REF-16", "I-05", "finds out first instead of holding back", lambda rule: replace(rule, if_unknown="verify")),
    ("C-REF-13", "I-06", "overrides nothing", lambda rule: replace(rule, overrides=())),
    ("C-DAT-04", "I-07", "only for what is known to be sensitive", only_if_sensitive),
    ("C-DAT-05", "I-08", "finds out first instead of holding back", lambda rule: replace(rule, if_unknown="verify")),
    ("C-MR-09", "I-09", "advises what it advised against", lambda rule: replace(rule, modality="may")),
    ("C-ACC-01", "I-13", "finds out first instead of offering", lambda rule: replace(rule, if_unknown="verify")),
    ("C-ACC-02", "I-14", "only ranks the place lower", lambda rule: replace(rule, modality="should", action="rank_option_lower")),
    ("C-REF-05", "I-15", "the condition the wrong way round", lambda rule: replace(rule, when=Is("service.travel_safe", frozenset({"yes"})))),
    ("C-ACC-01", "I-16", "only while it is not known", lambda rule: replace(rule, when=Is("risk.safe_tonight", frozenset({"unknown"})))),
    ("C-DIV-02", "I-17", "finds out first instead of keeping silent", lambda rule: replace(rule, if_unknown="verify")),
    ("C-ACC-09", "I-17", "holds no place back", lambda rule: replace(rule, action="apply_child_safeguards", overrides=())),
    ("C-REG-09", "I-19", "only where papers are known to be lacking", lambda rule: replace(rule, if_unknown="silent")),
    ("C-REG-15", "I-20", "only where nobody is in danger", lambda rule: replace(rule, when=Is("risk.immediate_danger", frozenset({"no"})))),
    ("C-ACC-05", "I-21", "overrides nothing", lambda rule: replace(rule, overrides=())),
    ("C-ACC-05", "I-21", "holds the two together while it is not known", lambda rule: replace(rule, if_unknown="precaution")),
    ("C-VIO-03", "I-22", "says nothing while nobody knows", lambda rule: replace(rule, if_unknown="silent")),
    ("C-DAT-12", "I-23", "only where there is no safe way", lambda rule: replace(rule, when=Is("conversation.safe_contact_method", frozenset({"none"})))),
    ("C-DAT-09", "I-25", "only for numbers known to be small", lambda rule: replace(rule, if_unknown="silent")),
    ("C-DIV-05", "I-26", "only for the registered", lambda rule: replace(rule, when=Is("person.registration_stage", frozenset({"registered"})))),
    ("C-REF-09", "I-27", "says nothing while nobody knows", lambda rule: replace(rule, if_unknown="silent")),
    ("C-VIO-04", "I-28", "only under a law known to punish", lambda rule: replace(rule, when=Is("operation.criminalisation_context", frozenset({"yes"})))),
    ("C-ACC-16", "I-02", "only for those who confided", lambda rule: replace(rule, when=Is("disclosure.self_disclosed", frozenset({"yes"})))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "invariant", "alter"),
    [
        pytest.param(name, invariant, alter, id=f"{name} {mistake}")
        for name, invariant, mistake, alter in MISTAKES
    ],
)
def test_a_plausible_mistake_in_a_rule_breaks_its_invariant(
    name: str, invariant: str, alter: Any, cases: list[Case]
) -> None:
    mistaken = InvariantChecker(altered(BOOK, name, alter), INVARIANTS)
    random = Random(3)
    for case in cases:
        seen = mistaken.look(case)
        found = mistaken.violations(seen)
        changes = [changed for changed in mistaken.changes(case) if changed.check[0] == invariant]
        for changed in random.sample(changes, min(6, len(changes))):
            found += mistaken.violations_of_change(seen, changed)
        if any(one.invariant == invariant for one in found):
            return
    pytest.fail("no profile shows the mistake")
