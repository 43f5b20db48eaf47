"""How large conditions are with their terms written out, and whether that is within bounds.

Terms that use one another can grow beyond any memory in a few lines, and conditions about listed
items inside one another beyond any patience.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from protection_rules.documents import Span
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.limits import (
    DEEPEST_NESTING,
    LARGEST_CONDITION,
    MOST_ITEMS,
    MOST_RULES,
    MOST_STEPS,
)
from protection_rules.logic.nodes import Condition, Every, None_, Some, Term, parts
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.model import About, Rule, RuleBook

_STEPS_OF_PART: Final = 8
"""What it takes to look at one part of a condition, in every way it is looked at."""
_STEPS_OF_ADVICE: Final = 100
"""What it takes to put one piece of advice into words."""
_STEPS_OF_PAIR: Final = 20
"""What it takes to settle which of two pieces of advice stands."""


class Extent(NamedTuple):
    """The size of a condition.

    `steps` is the work for one case or item, where every list of a profile is full.
    """

    parts: int
    levels: int
    steps: int


def extent(condition: Condition) -> Extent:
    """The extent of a condition; a term is looked at once, however often it is used."""
    return _extent(condition, {})


def _extent(condition: Condition, terms: dict[int, Extent]) -> Extent:
    if isinstance(condition, Term) and id(condition.part) in terms:
        return terms[id(condition.part)]
    inner = [_extent(part, terms) for part in parts(condition)]
    times = MOST_ITEMS if isinstance(condition, Some | Every | None_) else 1
    found = Extent(
        1 + sum(part.parts for part in inner),
        1 + max((part.levels for part in inner), default=0),
        _STEPS_OF_PART + times * sum(part.steps for part in inner),
    )
    if isinstance(condition, Term):
        terms[id(condition.part)] = found
    return found


def check_condition(condition: Condition, span: Span, findings: Findings, *, for_items: bool) -> bool:
    """Note a condition that is too large; True if it is not. `for_items`: it is about each of a list."""
    found = extent(condition)
    steps = found.steps * (MOST_ITEMS if for_items else 1)
    too_large = {
        "condition_parts": (found.parts, LARGEST_CONDITION),
        "condition_levels": (found.levels, DEEPEST_NESTING),
        "condition_steps": (steps, MOST_STEPS),
    }
    for name, (size, most) in too_large.items():
        if size > most:
            findings.add(span, "too-large", name, number=most)
            return False
    return True


def check_book(book: RuleBook, findings: Findings) -> None:
    """Note rules that are too many, or too much work together."""
    steps = 0
    for number, (rule, work) in enumerate(_work(book), start=1):
        steps += work
        if number > MOST_RULES:
            findings.add(rule.span, "too-large", "folder_rules", number=MOST_RULES)
            return
        if steps > MOST_STEPS:
            findings.add(rule.span, "too-large", "folder_steps", number=MOST_STEPS)
            return


def _work(book: RuleBook) -> Iterator[tuple[Rule, int]]:
    """Each rule with the steps that it, and what it shares with the rules before it, can take."""
    earlier: Counter[tuple[str, bool, About]] = Counter()
    excluding = Counter(pair for one in book.exclusions for pair in (one.actions, one.actions[::-1]))
    abouts = {rule.id: rule.about for rule in book.rules}
    contacts = {entry.id for entry in book.guidance.values() if entry.kind == "contact"}
    for rule in book.rules:
        grounds, action = rule.grounds, book.actions.get(rule.action)
        named = (grounds.guidance, grounds.standards, rule.reviewers, rule.override_reasons, rule.overrides)
        advice = _STEPS_OF_ADVICE + sum(map(len, named)) + extent(rule.condition).steps
        if not contacts.isdisjoint(grounds.guidance):
            advice += len(contacts)
        steps = advice * _subjects(rule.about)
        if rule.about == "case" and action is not None:
            steps += sum(MOST_ITEMS * extent(bar.when).steps for bar in action.bars)
        forbids = rule.modality == "must_not"
        pairs = sum(_meeting(rule.about, abouts[name]) for name in rule.overrides if name in abouts)
        for (other, forbidden, about), rules in earlier.items():
            disagreeing = other == rule.action and forbids != forbidden
            pairs += rules * (disagreeing + excluding[rule.action, other]) * _meeting(rule.about, about)
        earlier[rule.action, forbids, rule.about] += 1
        yield rule, steps + _STEPS_OF_PAIR * pairs


def _subjects(about: About) -> int:
    return MOST_ITEMS if about in LIST_SECTIONS else 1


def _meeting(one: About, other: About) -> int:
    """For how many subjects rules about these can meet."""
    if one == other:
        return _subjects(one)
    return MOST_ITEMS if "case" in (one, other) and "operation" not in (one, other) else 0
