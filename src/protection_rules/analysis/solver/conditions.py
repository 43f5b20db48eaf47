"""Conditions as formulas: where a lowered condition holds, for the profiles of a space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from protection_rules.analysis.solver.formula import (
    Formula,
    at_least,
    both,
    constant,
    either,
    every,
    if_else,
    no,
    some,
)
from protection_rules.analysis.solver.space import Cell, Space, Subject, has
from protection_rules.facts.case import Value
from protection_rules.facts.vocabulary import UNKNOWN
from protection_rules.logic.lowering import (
    Avoids,
    Both,
    Count,
    Either,
    Exists,
    ForAll,
    Lowered,
    Meets,
    OneOf,
    Within,
)
from protection_rules.rulesets.model import About


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of one subject that has another value than in the profile."""

    fact: str
    item: int | None
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """The profiles of a space: as they are, or each with the same change made to it."""

    space: Space
    change: Change | None = None

    def holds(self, condition: Lowered, subject: Subject) -> Formula:
        """Where the condition holds for a subject; whether there is such a subject is not looked at."""
        at_hand = {} if subject.item is None else {subject.about: subject.item}
        return self._formula(condition, at_hand)

    def _formula(self, node: Lowered, at_hand: Mapping[About, int]) -> Formula:
        match node:
            case OneOf(fact=fact, values=values):
                return some(part for cell, part in self._values(fact, at_hand) if cell in values)
            case Within(fact=fact):
                return some(part for cell, part in self._values(fact, at_hand) if _within(cell, node))
            case Meets(fact=fact, members=members):
                return some(part for cell, part in self._values(fact, at_hand) if cell in members)
            case Avoids(fact=fact, members=members):
                return no(some(part for cell, part in self._values(fact, at_hand) if cell in members))
            case Both(parts=parts):
                return every(self._formula(part, at_hand) for part in parts)
            case Either(parts=parts):
                return some(self._formula(part, at_hand) for part in parts)
            case Count(count=count, parts=parts):
                return at_least(count, [self._formula(part, at_hand) for part in parts])
            case Exists(section=section, part=part, unlisted=unlisted):
                found = some(both(there, inner) for there, inner in self._each(section, part, at_hand))
                return if_else(self.space.listed(section), found, constant(unlisted))
            case ForAll(section=section, part=part, unlisted=unlisted):
                kept = every(either(no(there), inner) for there, inner in self._each(section, part, at_hand))
                return if_else(self.space.listed(section), kept, constant(unlisted))
            case _:
                assert_never(node)

    def _each(
        self, section: About, part: Lowered, at_hand: Mapping[About, int]
    ) -> Iterator[tuple[Formula, Formula]]:
        """For each place of a list, that there is an item, and that the part holds for it."""
        for number, subject in enumerate(self.space.subjects(section)):
            yield self.space.present(subject), self._formula(part, {**at_hand, section: number})

    def _values(self, fact: str, at_hand: Mapping[About, int]) -> Iterator[tuple[Cell, Formula]]:
        """The values of a fact, or the members of a set, each with where it has them."""
        item = at_hand.get(fact.partition(".")[0])  # type: ignore[call-overload]  # no item but of a list
        change = self.change
        for cell, part in self.space.values(fact, item).items():
            if change is not None and (change.fact, change.item) == (fact, item):
                yield cell, constant(has(change.value, cell))
            else:
                yield cell, part


def _within(cell: Cell, node: Within) -> bool:
    """Whether the numbers of a cell lie between the bounds."""
    if not isinstance(cell, tuple):
        return node.or_unknown and cell == UNKNOWN
    low, high = cell
    if node.low > node.high:
        return False
    if low < node.low <= high or low <= node.high < high:
        raise ValueError(f"the space does not tell the numbers apart that a condition on {node.fact} does")
    return node.low <= low and high <= node.high
