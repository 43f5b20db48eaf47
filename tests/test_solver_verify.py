"""Invariants are proven or shown not to hold, and whatever is shown holds when it is evaluated again."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.advice.outputs import output_of
from protection_rules.analysis.invariants import Changed, InvariantChecker
from protection_rules.analysis.solver.formula import FALSE, both, no
from protection_rules.analysis.solver.precedence import Precedence
from protection_rules.analysis.solver.profiles import Profile
from protection_rules.analysis.solver.report import Verification, verify
from protection_rules.analysis.solver.search import Search, SolverDisagreement
from protection_rules.analysis.solver.space import Subject
from protection_rules.analysis.solver.verdicts import CheckVerdict, Verifier
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.nodes import All, Always, Compare, Is, Not
from protection_rules.rulesets.invariant_model import (
    Change,
    Forbidden,
    Invariants,
    NeverStands,
    Order,
    Required,
)
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import Rule, RuleBook
from tests.invariant_breaks import Numbered, altered, broken, checks_of, losing, with_rules
from tests.invariant_cases import CaseGenerator

BOOK: Final = load_rules()
INVARIANTS: Final = load_invariants(BOOK)


EXPLAINED: Final = {
    ("unknown_weakens", "C-REG-03", "person.document_mismatch"): "it arises only if the person raises it",
    ("unknown_weakens", "C-REG-07", "person.partner_unity_requested"): "everyone is asked in the same words",
    ("unknown_weakens", "C-VIO-04", "risk.arrest_or_detention_risk"): "the law, if it is not known, is in the condition",
    ("silent_while_unknown", "safe-accommodation", "person.partner_unity_requested"): "everyone is asked in the same words",
    ("silent_while_unknown", "safe-referral", "person.acute_distress"): "staff stay attentive",
    ("silent_while_unknown", "safe-referral", "person.suicide_risk_stated"): "only where distress is evident, by trained staff",
    ("silent_while_unknown", "violence-prevention", "risk.arrest_or_detention_risk"): "the law, if it is not known, is in the condition",
}  # fmt: skip
"""What is odd about the rules that ship, and why it is meant."""


@pytest.fixture(scope="module")
def shipped() -> Verification:
    return verify(BOOK, INVARIANTS)


def alone(book: RuleBook, one: Numbered) -> CheckVerdict:
    (verdict,) = Verifier(book, one.alone).verdicts()
    return verdict


class Fresh:
    """An engine and the check of single profiles, which know nothing of the solver."""

    def __init__(self, book: RuleBook, invariants: Invariants) -> None:
        self._engine = Engine(book)
        self._checker = InvariantChecker(book, invariants)

    def shows(self, verdict: CheckVerdict, profile: Profile | None = None) -> bool:
        """Whether a profile, or the verdict's own, breaks the check; a change, once it is made."""
        assert verdict.broken is not None
        told = verdict.broken.witness.profile if profile is None else profile
        case = CaseProfile.from_mapping(told).case
        seen = self._checker.look(case, output_of(self._engine.evaluate(told, cross_check=profile is None)))
        name, change = (verdict.invariant.id, verdict.number), verdict.broken.change
        if change is None:
            found = self._checker.violations(seen)
        else:
            changed = Changed(name, change.fact, verdict.broken.violation.changed[1], change.value)
            possible = [each for each in self._checker.changes(case) if each == changed]
            found = [each for one in possible for each in self._checker.violations_of_change(seen, one)]
        return name in {(each.invariant, each.check) for each in found}


# the rules that ship


def test_every_invariant_holds_for_every_profile(shipped: Verification) -> None:
    failed = {(each.invariant.id, each.number) for each in shipped.verdicts if not each.holds}
    assert failed == set()
    assert shipped.count("proven") >= 65
    assert shipped.count("not_decided") == 0


def test_every_check_of_every_invariant_has_a_verdict(shipped: Verification) -> None:
    assert [(each.invariant.id, each.number) for each in shipped.verdicts] == [
        (invariant.id, number)
        for invariant in INVARIANTS.invariants
        for number, _ in enumerate(invariant.checks, start=1)
    ]


def test_every_check_speaks_of_some_profile(shipped: Verification) -> None:
    assert all(each.ever_speaks for each in shipped.verdicts)


def test_nothing_is_wrong_in_the_rules_and_every_silence_is_explained(shipped: Verification) -> None:
    assert {(each.kind, *each.about, each.fact) for each in shipped.findings} == set(EXPLAINED)
    assert not any(each.is_fault for each in shipped.findings)


def test_random_profiles_break_nothing_that_was_proven(shipped: Verification) -> None:
    proven = {(each.invariant.id, each.number) for each in shipped.verdicts if each.verdict == "proven"}
    checker, generator = InvariantChecker(BOOK, INVARIANTS), CaseGenerator(31, INVARIANTS)
    for number in range(250):
        seen = checker.look(generator.case())
        found = checker.violations(seen)
        for changed in checker.changes(seen.case)[number % 7 :: 40]:
            found += checker.violations_of_change(seen, changed)
        assert proven.isdisjoint((each.invariant, each.check) for each in found)


# seeded faults


@pytest.mark.parametrize("one", checks_of(INVARIANTS, Required, Forbidden, NeverStands, Order), ids=str)
def test_a_book_that_breaks_a_check_is_shown_to(one: Numbered) -> None:
    # without any rule, whatever is required is missing
    book = with_rules(BOOK, []) if isinstance(one.check, Required) else broken(BOOK, one.check)
    verdict = alone(book, one)
    assert verdict.verdict == "refuted"
    assert Fresh(book, one.alone).shows(verdict)


@pytest.mark.parametrize("one", checks_of(INVARIANTS, Change), ids=str)
def test_a_book_in_which_a_change_costs_advice_is_shown_to(one: Numbered) -> None:
    for move in one.check.moves[:: max(1, len(one.check.moves) // 3)]:
        book = losing(BOOK, one.check, move)
        verdict = alone(book, one)
        assert verdict.verdict == "refuted"
        assert verdict.broken is not None
        assert verdict.broken.change is not None
        assert verdict.broken.change.fact == move.fact
        assert Fresh(book, one.alone).shows(verdict)


MISTAKES: Final[list[tuple[str, str, str, Callable[[Rule], Rule]]]] = [
    ("C-MR-03", "I-11", "only where the hours are known", lambda rule: replace(rule, when=Compare("risk.hours_since_sexual_violence", "at_most", 72))),
    ("C-MR-02", "I-10", "says nothing while nobody knows", lambda rule: replace(rule, if_unknown="silent")),
    ("C-REF-13", "I-06", "overrides nothing", lambda rule: replace(rule, overrides=())),
    ("C-DAT-05", "I-08", "finds out first instead of holding back", lambda rule: replace(rule, if_unknown="verify")),
    ("C-ACC-02", "I-14", "only ranks the place lower", lambda rule: replace(rule, modality="should", action="rank_option_lower")),
    ("C-ACC-01", "I-16", "only while it is not known", lambda rule: replace(rule, when=Is("risk.safe_tonight", frozenset({"unknown"})))),
    ("C-DIV-05", "I-26", "only for the registered", lambda rule: replace(rule, when=Is("person.registration_stage", frozenset({"registered"})))),
    ("C-ACC-16", "I-02", "only for those who confided", lambda rule: replace(rule, when=Is("disclosure.self_disclosed", frozenset({"yes"})))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "invariant", "alter"),
    [
        pytest.param(name, invariant, alter, id=f"{name} {mistake}")
        for name, invariant, mistake, alter in MISTAKES
    ],
)
def test_a_plausible_mistake_is_shown_with_the_smallest_profile(
    name: str, invariant: str, alter: Callable[[Rule], Rule]
) -> None:
    book = altered(BOOK, name, alter)
    (only,) = (each for each in INVARIANTS.invariants if each.id == invariant)
    invariants = replace(INVARIANTS, invariants=(only,))
    refuted = [each for each in Verifier(book, invariants).verdicts() if each.verdict == "refuted"]
    assert refuted
    fresh = Fresh(book, invariants)
    for each in refuted:
        assert fresh.shows(each)
        assert each.broken is not None
        assert not any(fresh.shows(each, less) for less in told_less(each.broken.witness.profile))


def told_less(profile: Profile) -> list[Profile]:
    """The profile without one of the things it tells."""
    fewer: list[Profile] = []
    for section, given in profile.items():
        if section == "profile":
            continue
        rest = {name: value for name, value in profile.items() if name != section}
        if section in LIST_SECTIONS:
            fewer += [rest | {section: given[:-1]} if given else rest]
            fewer += [
                rest
                | {section: [each if n != number else without(each, name) for n, each in enumerate(given)]}
                for number, item in enumerate(given)
                for name in item
                if name != "id"
            ]
        else:
            fewer += [rest | {section: without(given, name)} for name in given]
    return fewer


def without(facts: dict[str, Any], name: str) -> dict[str, Any]:
    return {other: value for other, value in facts.items() if other != name}


def test_a_change_that_breaks_a_check_names_the_other_changes_that_do() -> None:
    book = altered(
        BOOK,
        "C-REG-15",
        lambda rule: replace(rule, when=Is("risk.safe_tonight", frozenset({"yes"})), if_unknown="silent"),
    )
    book = altered(
        book,
        "C-REG-14",
        lambda rule: replace(rule, when=Is("conversation.private", frozenset({"yes"})), if_unknown="silent"),
    )
    (one,) = (each for each in checks_of(INVARIANTS, Change) if str(each) == "I-15.1")
    verdict = alone(book, one)
    assert verdict.broken is not None
    assert verdict.broken.change is not None
    named = {verdict.broken.change.fact, *(fact for fact, _ in verdict.broken.others)}
    assert {"risk.safe_tonight", "conversation.private"} <= named


def test_a_check_that_speaks_of_no_profile_is_told_from_one_that_holds() -> None:
    (one,) = (each for each in checks_of(INVARIANTS, Required) if str(each) == "I-13.1")
    never = All((one.check.when, Not(one.check.when)))
    verdict = alone(BOOK, replace(one, check=replace(one.check, when=never)))
    assert verdict.verdict == "proven"
    assert not verdict.ever_speaks


def test_writing_a_condition_otherwise_changes_nothing() -> None:
    book = BOOK
    for name in ("C-ACC-02", "C-REF-13", "C-MR-03", "C-DAT-04"):
        book = altered(book, name, lambda rule: replace(rule, when=Not(Not(All((Always(), rule.when))))))
    some = replace(INVARIANTS, directions=(), invariants=INVARIANTS.invariants[12:14])
    told = [verify(each, some).to_mapping() for each in (with_rules(BOOK, BOOK.rules), book)]
    assert told[0] == told[1]


# what is not believed


def test_what_the_engine_does_not_confirm_is_an_error_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry = Verifier(BOOK, replace(INVARIANTS, invariants=())).inquiry
    rule = next(rule for rule in BOOK.rules if rule.id == "C-ACC-16")
    formula = both(
        inquiry.encoded.spoken(rule, Subject("accommodation", 0)),
        inquiry.encoded.set_aside(rule, Subject("accommodation", 0)),
    )
    monkeypatch.setattr(Precedence, "lost", lambda *_: FALSE)
    fresh = Verifier(BOOK, replace(INVARIANTS, invariants=())).inquiry
    with pytest.raises(SolverDisagreement) as error:
        fresh.replayed(inquiry.search.smallest(formula))
    assert "C-ACC-16 of accommodation:a1" in str(error.value)
    assert "staff_trained" not in str(error.value)
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


def test_a_check_that_only_the_solver_finds_broken_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(each for each in checks_of(INVARIANTS, Required) if str(each) == "I-13.1")
    monkeypatch.setattr("protection_rules.analysis.solver.verdicts.broken", lambda *_: no(FALSE))
    with pytest.raises(SolverDisagreement, match="I-13, check 1"):
        alone(BOOK, one)


def test_what_is_not_decided_in_time_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "ask", lambda *_: "not_decided")
    only = replace(INVARIANTS, invariants=INVARIANTS.invariants[12:16])
    verdicts = list(Verifier(with_rules(BOOK, []), only).verdicts())
    assert {each.verdict for each in verdicts} == {"not_decided"}
    assert not any(each.holds for each in verdicts)
    assert not Verification(BOOK, tuple(verdicts), ()).holds
