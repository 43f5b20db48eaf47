"""What a check claims of a profile is the same in formulas and in the check of single profiles."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Any, Final

import pytest

from protection_rules import CaseProfile
from protection_rules.analysis.invariants import Changed, InvariantChecker
from protection_rules.analysis.solver.changes import changes, costs
from protection_rules.analysis.solver.claims import broken
from protection_rules.analysis.solver.conditions import Change as FactChange
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.search import Search
from protection_rules.analysis.solver.space import Space
from protection_rules.analysis.solver.verdicts import Verifier
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.logic.nodes import All, Condition, Is, Possibly, Some, Surely
from protection_rules.rulesets.invariant_model import (
    STANDINGS,
    STATUSES,
    Change,
    Forbidden,
    Move,
    NeverStands,
    Order,
    ProfileCheck,
    Required,
    Selector,
)
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.model import MODALITIES, URGENCIES, Rule
from tests.dense_books import BOOK, Dense
from tests.invariant_breaks import only, plain_rule, with_rules
from tests.profiles import random_profile

INVARIANT: Final = load_invariants(BOOK).invariants[0]
SECTIONS: Final = ("accommodation", "service")
ITEMS: Final = 2


class Claiming:
    """A random book with a random check of each kind."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._dense = Dense(seed)
        self.book = self._dense.book()

    def checks(self) -> list[ProfileCheck]:
        choose = self._random
        about, option = choose.choice(["case", *SECTIONS, "operation"]), choose.choice(SECTIONS)
        alike = choose.choice(
            [fact for fact in VOCABULARY.values() if fact.section == option and fact.kind == "answer"]
        )
        return [
            Required(about, self._settled(about), self._selector()),  # type: ignore[arg-type]
            Forbidden(about, self._settled(about), self._selector()),  # type: ignore[arg-type]
            NeverStands(option, self._settled(option), frozenset(choose.sample(STANDINGS, 2))),  # type: ignore[arg-type]
            Order(option, self._settled(option), self._settled(option), alike.path),  # type: ignore[arg-type]
            self._change(),
        ]

    def _settled(self, about: str) -> Condition:
        condition = self._dense.condition(about)
        return self._random.choice([Surely(condition), Possibly(condition)])

    def _selector(self) -> Selector:
        choose = self._random

        def maybe(values: Any, count: int) -> frozenset[str] | None:
            return frozenset(choose.sample(list(values), count)) if choose.random() < 0.5 else None

        return Selector(
            actions=maybe(self._dense.actions, 2),
            modality=maybe(MODALITIES, 3),
            urgency=maybe(URGENCIES, 2),
            status=maybe(STATUSES, 2),
        )

    def _change(self) -> Change:
        choose = self._random
        facts = [fact for listed in self._dense.facts.values() for fact in listed if fact.kind == "answer"]
        moves = [
            Move(
                fact.path, None if choose.random() < 0.5 else frozenset({"no", "unknown"}), ("yes", "unknown")
            )
            for fact in choose.sample(facts, min(4, len(facts)))
        ]
        standings = {"accommodation": "same", "service": "not_raised"}
        exempt = frozenset(choose.sample([rule.id for rule in self.book.rules], 3))
        return Change(tuple(moves), self._selector(), exempt, MappingProxyType(standings))  # type: ignore[arg-type]


def profiles(seed: int, count: int) -> list[Case]:
    """Cases in which there is an office and up to two items in each list."""
    random = Random(seed)
    made = [random_profile(random, random.choice([0.1, 0.5, 0.9]), ITEMS) for _ in range(count)]
    return [CaseProfile.from_mapping({"operation": {}} | profile).case for profile in made]


def first_item(subject: str, case: Case) -> bool:
    """Whether a subject is not of a list, or the first of it."""
    section, _, identifier = subject.partition(":")
    return not identifier or (case.items[section] or ())[0].id == identifier


def of_one_item(case: Case) -> Case:
    return Case(
        case.facts, {name: items and items[:1] for name, items in case.items.items()}, case.has_operation
    )


def encoded(claiming: Claiming) -> EncodedBook:
    """The book over profiles with few items; no condition of it reads a number."""
    return EncodedBook.of(
        claiming.book, Space(dict.fromkeys(LIST_SECTIONS, ITEMS), {}, claiming.book.vocabulary)
    )


@pytest.mark.parametrize("seed", range(9))
def test_random_checks_are_broken_by_the_same_profiles(seed: int) -> None:
    claiming = Claiming(seed)
    for check in claiming.checks()[:4]:
        checker = InvariantChecker(claiming.book, only(INVARIANT, check))
        book = encoded(claiming)
        search, formula = Search(book.space), broken(check, book)  # type: ignore[arg-type]
        for case in profiles(seed, 6):
            # what is forbidden in the case is looked for in the first item of each list
            told = of_one_item(case) if isinstance(check, Forbidden) else case
            found = checker.violations(checker.look(told))
            if isinstance(check, NeverStands | Required):
                found = [each for each in found if first_item(each.subject, told)]
            assert search.reading(told)(formula) == bool(found), type(check).__name__


@pytest.mark.parametrize("seed", range(9))
def test_random_changes_cost_the_same_in_the_same_profiles(seed: int) -> None:
    claiming = Claiming(seed)
    (check,) = (each for each in claiming.checks() if isinstance(each, Change))
    invariants = only(INVARIANT, check)
    checker, book = InvariantChecker(claiming.book, invariants), encoded(claiming)
    search = Search(book.space)
    formulas = [
        (change, costs(check, move, change, book)) for move, change in changes(check, book.book.vocabulary)
    ]
    for case in profiles(seed + 100, 5):
        holds, seen = search.reading(case), checker.look(case)
        possible = checker.changes(case)
        for change, formula in formulas:
            made = [each for each in possible if is_made(each, change, case)]
            # what it costs is looked for in the first item of each list, or beside the one that changes
            section = change.fact.partition(".")[0]
            found = [
                each
                for one in made
                for each in checker.violations_of_change(seen, one)
                if first_item(each.subject, case) or each.subject.startswith(f"{section}:")
            ]
            assert holds(formula) == bool(found), change.fact


def is_made(changed: Changed, change: FactChange, case: Case) -> bool:
    same = (changed.fact, changed.target) == (change.fact, change.value)
    return same and first_item(changed.subject, case)


def test_random_checks_are_broken_by_some_profiles_and_kept_by_others() -> None:
    seen: dict[str, set[bool]] = {}
    for seed in range(9):
        claiming = Claiming(seed)
        for check in claiming.checks()[:4]:
            checker = InvariantChecker(claiming.book, only(INVARIANT, check))
            for case in profiles(seed, 6):
                seen.setdefault(type(check).__name__, set()).add(bool(checker.violations(checker.look(case))))
    assert seen.keys() == {"Required", "Forbidden", "NeverStands", "Order"}
    assert all(broken_by == {True, False} for broken_by in seen.values())


# what is easily overlooked


def verdict(check: ProfileCheck, *rules: Rule) -> str:
    (found,) = Verifier(with_rules(BOOK, rules), only(INVARIANT, check)).verdicts()
    return found.verdict


def keeping(fact: str) -> Change:
    """All advice is kept if the fact is not known any more."""
    move = Move(fact, frozenset({"no"}), ("unknown",))
    return Change((move,), Selector(), frozenset(), MappingProxyType({}))


def advice(name: str, when: Condition, **fields: object) -> Rule:
    return plain_rule(BOOK, when, id=name, **fields)


UNSAFE: Final = Is("risk.safe_tonight", frozenset({"no"}))
UNKNOWN: Final = Is("risk.safe_tonight", frozenset({"unknown"}))


def test_advice_that_comes_later_does_not_make_up_for_what_is_lost() -> None:
    urgent = advice("X-TEST-01", UNSAFE, urgency="immediate")
    assert (
        verdict(keeping("risk.safe_tonight"), urgent, advice("X-TEST-02", UNKNOWN, urgency="immediate"))
        == "proven"
    )
    assert (
        verdict(keeping("risk.safe_tonight"), urgent, advice("X-TEST-02", UNKNOWN, urgency="routine"))
        == "refuted"
    )


def test_finding_out_first_does_not_make_up_for_what_is_lost() -> None:
    assert (
        verdict(keeping("risk.safe_tonight"), advice("X-TEST-01", UNSAFE, if_unknown="precaution"))
        == "proven"
    )
    assert (
        verdict(keeping("risk.safe_tonight"), advice("X-TEST-01", UNSAFE, if_unknown="verify")) == "refuted"
    )


def test_advice_about_any_item_is_advice_in_the_case() -> None:
    legal = Is("service.type", frozenset({"legal"}))
    check = Required("case", Surely(Some("service", legal)), Selector(rules=frozenset({"X-TEST-01"})))
    assert verdict(check, advice("X-TEST-01", legal, about="service")) == "proven"
    assert (
        verdict(
            check,
            advice("X-TEST-01", legal, about="service", modality="must_not"),
            advice("X-TEST-02", legal, about="service", overrides=("X-TEST-01",)),
        )
        == "refuted"
    )


def test_a_change_of_one_item_can_cost_advice_about_another() -> None:
    reports, silent = (Is("service.reports_to_police", frozenset({answer})) for answer in ("yes", "no"))
    rule = advice("X-TEST-01", All((reports, Some("service", silent))), about="service")
    assert verdict(keeping("service.reports_to_police"), rule) == "refuted"
    assert verdict(keeping("service.reports_to_police"), replace(rule, when=reports)) == "proven"
