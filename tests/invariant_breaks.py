"""Rule books that are broken on purpose: for each check of an invariant, one that it must catch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, assert_never

from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, NOT_ASKED, UNKNOWN, VOCABULARY, FactEntry
from protection_rules.logic.nodes import All, Always, Compare, Condition, Includes, Is, IsUnknown
from protection_rules.rulesets.invariant_model import (
    Change,
    Check,
    Forbidden,
    Invariant,
    Invariants,
    Move,
    NeverStands,
    Order,
    Required,
    RulesHave,
    Selector,
)
from protection_rules.rulesets.model import MODALITIES, URGENCIES, Grounds, Rule, RuleBook, Words

NOTHING = Text("advice", "مشورة")


def with_rules(book: RuleBook, rules: Iterable[Rule]) -> RuleBook:
    """The book with these rules in place of its own."""
    return replace(book, rulesets=(replace(book.rulesets[0], rules=tuple(rules)),))


def altered(book: RuleBook, name: str, alter: Callable[[Rule], Rule]) -> RuleBook:
    """The book with one rule altered."""
    assert any(rule.id == name for rule in book.rules)
    return with_rules(book, [alter(rule) if rule.id == name else rule for rule in book.rules])


def only(invariant: Invariant, check: Check) -> Invariants:
    """One check alone, whatever its number was."""
    return Invariants((), (), (replace(invariant, checks=(check,)),))


def plain_rule(book: RuleBook, when: Condition, **fields: object) -> Rule:
    """A rule that applies for certain wherever the condition is true."""
    blank: dict[str, object] = {
        "id": "X-TEST-01",
        "about": "case",
        "when": when,
        "unless": None,
        "if_unknown": "silent",
        "modality": "must",
        "action": "tell_where_help_is",
        "urgency": "immediate",
        "tier": "life",
        "overrides": (),
        "reveals": False,
        "limits_questions": False,
        "reviewers": ("case_worker",),
        "grounds": Grounds("guidance", ("ST1.6",), (), None),
        "words": Words(NOTHING, NOTHING),
        "when_unknown": None,
        "override_reasons": tuple(book.override_reasons),
    }
    return replace(book.rules[0], **(blank | fields))


def meant(
    book: RuleBook, selector: Selector, when: Condition, about: str, exempt: frozenset[str] = frozenset()
) -> Rule:
    """A rule that the selector picks."""
    reading = [_anything_of(VOCABULARY[fact]) for fact in sorted(selector.reads or ())]
    whole = All((when, *reading)) if reading else when
    names = sorted((selector.rules or frozenset({"X-TEST-01"})) - exempt)
    fields = product(names, book.actions, MODALITIES, URGENCIES, ("guidance", "elaboration"))
    for name, action, modality, urgency, basis in fields:
        rule = plain_rule(
            book,
            whole,
            id=name,
            about=about,
            action=action,
            modality=modality,
            urgency=urgency,
            reviewers=tuple(selector.reviewers or ("case_worker",)),
            grounds=Grounds(basis, ("ST1.6",), ("S-SURV",), None),
        )
        if selector.picks(rule, book.actions[action]):
            return rule
    raise AssertionError("no rule can be what the check speaks of")


def broken(book: RuleBook, check: Required | Forbidden | NeverStands | Order) -> RuleBook:
    """A book that breaks the check wherever its condition holds."""
    match check:
        case Required(advice=advice):
            return with_rules(
                book, [rule for rule in book.rules if not advice.picks(rule, book.actions[rule.action])]
            )
        case Forbidden(advice=advice, when=when, about=about):
            return with_rules(book, [meant(book, advice, when, about)])
        case NeverStands(when=when, about=about, standings=standings):
            action = {"accommodation": "place_in_option", "service": "refer_to_service"}[about]
            favouring = plain_rule(book, when, about=about, modality="should", action=action)
            return with_rules(book, [favouring] if "preferred" in standings else [])
        case Order():
            return with_rules(book, [])
        case _:
            assert_never(check)


# changes


def exactly(fact: FactEntry, value: Value) -> Condition:
    """True where the fact has this value and false elsewhere."""
    match value:
        case frozenset() if value & {UNKNOWN, NOT_ASKED}:
            return Is(fact.path, value)
        case frozenset() if not value:
            return Is(fact.path, frozenset({NONE}))
        case frozenset():
            return All(tuple(Includes(fact.path, frozenset({code})) for code in sorted(value)))
        case int():
            return All((Compare(fact.path, "at_least", value), Compare(fact.path, "at_most", value)))
        case "unknown":
            return IsUnknown(fact.path)
        case _:
            return Is(fact.path, frozenset({value}))


def _anything_of(fact: FactEntry) -> Condition:
    assert fact.kind in {"answer", "choice", "recorded"}
    return Is(fact.path, frozenset({*fact.codes, *fact.markers}))


def origin_of(move: Move) -> Value:
    """A value that the change can start from and that it does not only end at."""
    candidates = list(move.targets) if move.origins is None else sorted(move.origins, key=str)
    return next(value for value in candidates if any(target != value for target in move.targets))


def losing(book: RuleBook, check: Change, move: Move) -> RuleBook:
    """A book whose only advice holds before the change and not after it."""
    section = move.fact.partition(".")[0]
    about = section if section in LIST_SECTIONS else "case"
    when = exactly(VOCABULARY[move.fact], origin_of(move))
    return with_rules(book, [meant(book, check.keep, when, about, check.exempt)])


def raising(book: RuleBook, move: Move, about: str) -> RuleBook:
    """A book in which an option stands low before the change and well after it."""
    action = {"accommodation": "respect_refused_option", "service": "refer_to_service"}[about]
    modality = {"accommodation": "must", "service": "must_not"}[about]
    when = exactly(VOCABULARY[move.fact], origin_of(move))
    return with_rules(book, [plain_rule(book, when, about=about, action=action, modality=modality)])


@dataclass(frozen=True)
class Numbered:
    """A check with its place."""

    invariant: Invariant
    number: int
    check: Any

    def __str__(self) -> str:
        return f"{self.invariant.id}.{self.number}"

    @property
    def alone(self) -> Invariants:
        """This check and no other; its number is then 1."""
        return only(self.invariant, self.check)


def checks_of(invariants: Invariants, *kinds: type) -> list[Numbered]:
    """The checks of these kinds."""
    return [
        Numbered(invariant, number, check)
        for invariant in invariants.invariants
        for number, check in enumerate(invariant.checks, start=1)
        if isinstance(check, kinds)
    ]


# rules


def lacking(book: RuleBook, check: RulesHave) -> list[RuleBook]:
    """Books with one rule that the check speaks of and that lacks what it asks for, one way each."""
    rule = meant(book, check.where, Always(), "case")
    ways: list[Rule] = []
    if check.reviewed:
        ways.append(replace(rule, reviewers=()))
    if check.reviewers:
        ways.append(replace(rule, reviewers=("registration",)))
    if check.override_reasons:
        ways.append(replace(rule, override_reasons=()))
    if check.reveals:
        ways.append(replace(rule, reveals=False))
    if check.grounds:
        ways += [
            replace(rule, grounds=Grounds("guidance", (), (), None)),
            replace(rule, grounds=Grounds("elaboration", ("ST1.6",), (), NOTHING)),
            replace(rule, grounds=Grounds("guidance_and_elaboration", ("ST1.6",), ("S-SURV",), None)),
            replace(rule, grounds=Grounds("guidance_and_elaboration", (), ("S-SURV",), NOTHING)),
        ]
    return [with_rules(book, [way]) for way in ways]
