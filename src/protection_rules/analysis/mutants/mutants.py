"""Mutants: rule books in which one thing is otherwise, as an author might have got it wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from protection_rules.analysis.mutants.conditions import (
    ConditionChange,
    ConditionOperator,
    changes,
    with_term,
)
from protection_rules.documents import Span, read_document
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE
from protection_rules.logic.lowering import Lowered, certainly, possibly
from protection_rules.logic.nodes import Condition, Term, walk
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.files import stands
from protection_rules.rulesets.model import (
    URGENCIES,
    Action,
    Bar,
    Exclusion,
    IfUnknown,
    Modality,
    Rule,
    RuleBook,
    Stance,
    Urgency,
)
from protection_rules.rulesets.shape import items_of, span_of

RuleOperator = Literal[
    "rule_dropped",
    "unknown_policy",
    "modality",
    "urgency",
    "exception_dropped",
    "override_dropped",
    "limit_dropped",
]
ActionOperator = Literal["standing", "bar_dropped", "bar_standing", "exclusion_dropped"]
Operator = ConditionOperator | RuleOperator | ActionOperator

TERMS: Final = "terms"
ACTIONS: Final = "actions"
"""Where mutants belong that are of no ruleset: what all rulesets share."""
_UNPLACED: Final = Span("actions.yaml", 1, 1)
"""The place of an action that is of another folder."""

WEAKER: Final[Mapping[IfUnknown, tuple[IfUnknown, ...]]] = {
    "precaution": ("verify", "silent"),
    "verify": ("silent",),
    "silent": (),
}
"""What takes the riskier reading of an unknown less seriously."""
_OTHER_MODALITIES: Final[Mapping[Modality, tuple[Modality, ...]]] = {
    "must_not": ("must",),
    "must": ("should",),
    "should": ("must", "may"),
    "may": ("should",),
}
_OTHER_STANCE: Final[Mapping[Stance, tuple[Stance, ...]]] = {
    "for": ("none",),
    "against": ("none",),
    "rules_out": ("against", "none"),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule book in which one thing is otherwise, as what differs from the rule book as it is.

    `owner` is the ruleset it belongs to, or what rulesets share; `about` the rule, term or action.
    `part` is the condition that is changed, `before` and `after` what stands otherwise. `rules` are
    the rules that differ, None for one that is not there; `actions` and `exclusions` likewise.
    """

    id: str
    owner: str
    about: str
    operator: Operator
    place: Span = field(compare=False)
    part: Condition | None = None
    before: str | int = ""
    after: str | int = ""
    rules: Mapping[str, Rule | None] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] | None = None

    @property
    def digest(self) -> str:
        """A number that depends on nothing but the id, by which samples are drawn."""
        return hashlib.sha256(self.id.encode()).hexdigest()

    def book(self, book: RuleBook) -> RuleBook:
        """The rule book with the change made to it."""
        rulesets = tuple(
            replace(
                ruleset,
                rules=tuple(
                    kept for rule in ruleset.rules if (kept := self.rules.get(rule.id, rule)) is not None
                ),
            )
            for ruleset in book.rulesets
        )
        exclusions = book.exclusions if self.exclusions is None else self.exclusions
        return replace(
            book, rulesets=rulesets, actions={**book.actions, **self.actions}, exclusions=exclusions
        )


def mutants(book: RuleBook, folder: Path | None = None) -> Iterator[Mutant]:
    """Every mutant of a rule book, in the order of its files; none twice, and none that changes nothing.

    `folder` is where the rule book was read from, for the places of actions; without it the package.
    """
    seen: set[object] = set()
    for mutant in _mutants(book, _places(folder)):
        meaning = _meaning(mutant, book)
        if meaning is None or meaning in seen:
            continue
        seen.add(meaning)
        yield mutant


def _places(folder: Path | None) -> Mapping[str, Span]:
    """Where each action and each exclusion stands, by the action, or by both of them."""
    path = (folder or shipped_rulesets()) / "actions.yaml"
    if not stands(path):
        path = shipped_rulesets() / "actions.yaml"
    document = read_document(read_bounded(path, LARGEST_FILE).decode(), str(path))
    places = {
        item["id"]: span_of(document, "actions", number)
        for number, item in enumerate(items_of(document, "actions"))
    }
    return places | {
        ", ".join(item["actions"]): span_of(document, "exclusions", number)
        for number, item in enumerate(items_of(document, "exclusions"))
    }


def _mutants(book: RuleBook, places: Mapping[str, Span]) -> Iterator[Mutant]:
    for rule in book.rules:
        yield from _of_rule(rule, book.vocabulary)
    for term in book.terms.values():
        yield from _of_term(term, book)
    for action in book.actions.values():
        yield from _of_action(action, places.get(action.id, _UNPLACED), book.vocabulary)
    for number, exclusion in enumerate(book.exclusions):
        rest = book.exclusions[:number] + book.exclusions[number + 1 :]
        about = ", ".join(exclusion.actions)
        name = f"{' '.join(exclusion.actions)} exclusion_dropped"
        yield Mutant(name, ACTIONS, about, "exclusion_dropped", places.get(about, _UNPLACED), exclusions=rest)


def _of_rule(rule: Rule, vocabulary: Vocabulary) -> Iterator[Mutant]:
    def mutant(
        operator: Operator,
        rule_after: Rule | None,
        before: str = "",
        after: str = "",
        part: Condition | None = None,
    ) -> Mutant:
        name = " ".join(filter(None, (rule.id, operator, after or before)))
        place = (part.span if part is not None else None) or rule.span
        return Mutant(
            name, rule.ruleset, rule.id, operator, place, part, before, after, rules={rule.id: rule_after}
        )

    yield mutant("rule_dropped", None)
    for policy in WEAKER[rule.if_unknown]:
        yield mutant("unknown_policy", replace(rule, if_unknown=policy), rule.if_unknown, policy)
    for modality in _OTHER_MODALITIES[rule.modality]:
        yield mutant("modality", replace(rule, modality=modality), rule.modality, modality)
    for urgency in _neighbours(rule.urgency):
        yield mutant("urgency", replace(rule, urgency=urgency), rule.urgency, urgency)
    for name in rule.overrides:
        rest = tuple(other for other in rule.overrides if other != name)
        yield mutant("override_dropped", replace(rule, overrides=rest), name)
    if rule.limits_questions:
        yield mutant("limit_dropped", replace(rule, limits_questions=False))
    yield from _of_condition(rule.when, "when", rule, lambda when: replace(rule, when=when), vocabulary)
    if rule.unless is not None:
        yield mutant("exception_dropped", replace(rule, unless=None), part=rule.unless)
        yield from _of_condition(
            rule.unless, "unless", rule, lambda unless: replace(rule, unless=unless), vocabulary
        )


def _neighbours(urgency: Urgency) -> Iterator[Urgency]:
    place = URGENCIES.index(urgency)
    yield from (URGENCIES[other] for other in (place - 1, place + 1) if 0 <= other < len(URGENCIES))


def _of_condition(
    condition: Condition,
    where: str,
    rule: Rule,
    put: Callable[[Condition], Rule],
    vocabulary: Vocabulary,
) -> Iterator[Mutant]:
    for change in changes(condition, vocabulary):
        yield _condition_mutant(change, where, rule.ruleset, rule.id, rule.span, {rule.id: put(change.whole)})


def _condition_mutant(
    change: ConditionChange,
    where: str,
    owner: str,
    about: str,
    place: Span,
    rules: Mapping[str, Rule | None],
    actions: Mapping[str, Action] | None = None,
) -> Mutant:
    path = ".".join([where, *map(str, change.path)])
    name = " ".join(str(each) for each in (about, path, change.operator, change.detail) if each != "")
    return Mutant(
        name,
        owner,
        about,
        change.operator,
        change.span or place,
        change.part,
        after=change.detail,
        rules=rules,
        actions=actions or {},
    )


def _of_term(term: Term, book: RuleBook) -> Iterator[Mutant]:
    for change in changes(term.part, book.vocabulary):
        changed = replace(term, part=change.whole)
        rules = {
            rule.id: replace(
                rule,
                when=with_term(rule.when, changed),
                unless=None if rule.unless is None else with_term(rule.unless, changed),
            )
            for rule in book.rules
            if _uses(rule.condition, term.name)
        }
        actions = {
            action.id: replace(
                action, bars=tuple(replace(bar, when=with_term(bar.when, changed)) for bar in action.bars)
            )
            for action in book.actions.values()
            if any(_uses(bar.when, term.name) for bar in action.bars)
        }
        place = term.part.span or Span(TERMS, 1, 1)
        yield _condition_mutant(change, "when", TERMS, term.name, place, rules, actions)


def _uses(condition: Condition, term: str) -> bool:
    return any(isinstance(node, Term) and node.name == term for node in walk(condition))


def _of_action(action: Action, place: Span, vocabulary: Vocabulary) -> Iterator[Mutant]:
    def mutant(operator: Operator, changed: Action, before: str, after: str = "", number: int = 0) -> Mutant:
        name = " ".join(filter(None, (action.id, operator, after, str(number) if number else "")))
        return Mutant(
            name, ACTIONS, action.id, operator, place, None, before, after, actions={action.id: changed}
        )

    for stance in _OTHER_STANCE[action.standing]:
        yield mutant("standing", replace(action, standing=stance), action.standing, stance)
    for number, bar in enumerate(action.bars):
        rest = action.bars[:number] + action.bars[number + 1 :]
        yield mutant("bar_dropped", replace(action, bars=rest), bar.action, number=number)
        other: Literal["rules_out", "holds_back"] = (
            "holds_back" if bar.standing == "rules_out" else "rules_out"
        )
        moved = _with_bar(action, number, replace(bar, standing=other))
        yield mutant("bar_standing", moved, bar.standing, other, number)
        for change in changes(bar.when, vocabulary):
            changed = _with_bar(action, number, replace(bar, when=change.whole))
            yield _condition_mutant(
                change, f"bars.{number}", ACTIONS, action.id, place, {}, {action.id: changed}
            )


def _with_bar(action: Action, number: int, bar: Bar) -> Action:
    return replace(action, bars=(*action.bars[:number], bar, *action.bars[number + 1 :]))


# what a mutant means, to leave out those that mean what is there already


def _meaning(mutant: Mutant, book: RuleBook) -> object | None:
    """What a mutant changes, in a form that is alike for two that change the same; None for nothing."""
    before = {rule.id: rule for rule in book.rules}
    rules = {
        name: _of(rule, book.vocabulary) if rule is not None else None
        for name, rule in mutant.rules.items()
        if rule is None or _of(rule, book.vocabulary) != _of(before[name], book.vocabulary)
    }
    actions = {
        name: _action(action, book.vocabulary)
        for name, action in mutant.actions.items()
        if _action(action, book.vocabulary) != _action(book.actions[name], book.vocabulary)
    }
    if not rules and not actions and mutant.exclusions is None:
        return None
    return (tuple(sorted(rules.items(), key=lambda each: each[0])), tuple(actions.items()), mutant.exclusions)


def _lowered(
    condition: Condition, vocabulary: Vocabulary, *, not_asked_is_unknown: bool
) -> tuple[Lowered, Lowered]:
    return (
        certainly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
        possibly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
    )


def _of(rule: Rule, vocabulary: Vocabulary) -> object:
    return (
        _lowered(rule.condition, vocabulary, not_asked_is_unknown=rule.not_asked_is_unknown),
        (rule.if_unknown, rule.modality, rule.urgency, rule.overrides, rule.limits_questions),
    )


def _action(action: Action, vocabulary: Vocabulary) -> object:
    bars = tuple(
        (
            (bar.advised, bar.action, bar.about, bar.standing),
            *(_lowered(bar.when, vocabulary, not_asked_is_unknown=each) for each in (True, False)),
        )
        for bar in action.bars
    )
    return action.standing, bars


def sampled(every: Iterable[Mutant], size: int | None) -> tuple[Mutant, ...]:
    """So many of the mutants, always the same as long as they are there; all without a size."""
    listed = tuple(every)
    if size is None:
        return listed
    chosen = {each.id for each in sorted(listed, key=lambda each: each.digest)[:size]}
    return tuple(each for each in listed if each.id in chosen)
