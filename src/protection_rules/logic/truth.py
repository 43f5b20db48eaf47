"""The meaning of conditions: three-valued reference evaluation with its trace.

Every matcher must agree with this module. It follows strong Kleene logic: a conjunction is false as
soon as one part is false, a disjunction true as soon as one part is true, and what is not settled
stays undetermined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, assert_never

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import NONE, NOT_ASKED, UNKNOWN
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)

_UNKNOWN: Final = (UNKNOWN, frozenset({UNKNOWN}))
_NOT_ASKED: Final = frozenset({NOT_ASKED})


class Truth(Enum):
    """The three values of a condition."""

    TRUE = "true"
    FALSE = "false"
    UNDETERMINED = "undetermined"

    # each is there once; Enum would work out a hash of its name each time it is looked up
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Reading:
    """How a condition is read.

    `not_asked_is_unknown`: a set that was deliberately not asked counts as unknown, as it does for
    a rule whose unknowns are taken as a precaution; it counts as lacking every code otherwise.
    """

    case: Case
    items: Mapping[str, Item]
    not_asked_is_unknown: bool

    def about(self, section: str, item: Item) -> Reading:
        """The same reading with this item as the section's own."""
        return Reading(self.case, {**self.items, section: item}, self.not_asked_is_unknown)

    def value(self, fact: str) -> Value:
        """The value of a fact, of the item at hand for a section that lists items."""
        facts = self.case.facts
        return facts[fact] if fact in facts else self.items[fact.partition(".")[0]].facts[fact]

    def subject(self, fact: str) -> str:
        """Whom a fact belongs to: `case`, `operation` or `SECTION:ID`."""
        section = fact.partition(".")[0]
        if fact in self.case.facts:
            return "operation" if section == "operation" else "case"
        return f"{section}:{self.items[section].id}"


class Trace(NamedTuple):
    """How a condition came to its value. `reading` is kept for the facts of listed items."""

    condition: Condition
    truth: Truth
    parts: tuple[Trace, ...]
    reading: Reading

    def __repr__(self) -> str:
        return f"<Trace: {len(self.parts)} parts>"


def evaluate(condition: Condition, reading: Reading) -> Truth:
    """The truth of a condition."""
    return trace(condition, reading).truth


def trace(condition: Condition, reading: Reading) -> Trace:
    """The truth of a condition with that of everything inside it."""
    match condition:
        # most conditions are single comparisons, so these come first
        case Is(fact=fact, values=values):
            return Trace(condition, _is(reading.value(fact), values, reading), (), reading)
        case Includes(fact=fact, codes=codes):
            return Trace(condition, _includes(reading.value(fact), codes, reading), (), reading)
        case Compare(fact=fact, comparison=comparison, bound=bound):
            return Trace(condition, _compare(reading.value(fact), comparison, bound), (), reading)
        case MemberOf(fact=fact, of=of):
            return Trace(condition, _member(reading.value(fact), reading.value(of), reading), (), reading)
        case IsUnknown(fact=fact):
            return Trace(condition, _truth(_unknown(reading.value(fact))), (), reading)
        case All(parts=inner):
            parts = tuple(trace(part, reading) for part in inner)
            return Trace(condition, _all(parts), parts, reading)
        case AnyOf(parts=inner):
            parts = tuple(trace(part, reading) for part in inner)
            return Trace(condition, negated(_none(parts)), parts, reading)
        case Not(part=part):
            parts = (trace(part, reading),)
            return Trace(condition, negated(parts[0].truth), parts, reading)
        case Surely(part=part):
            parts = (trace(part, reading),)
            return Trace(condition, _truth(parts[0].truth is Truth.TRUE), parts, reading)
        case Possibly(part=part):
            parts = (trace(part, reading),)
            return Trace(condition, _truth(parts[0].truth is not Truth.FALSE), parts, reading)
        case Term(part=part):
            parts = (trace(part, reading),)
            return Trace(condition, parts[0].truth, parts, reading)
        case AtLeast(count=count, parts=inner):
            parts = tuple(trace(part, reading) for part in inner)
            return Trace(condition, _at_least(count, parts), parts, reading)
        case (
            Some(section=section, part=part)
            | Every(section=section, part=part)
            | None_(section=section, part=part)
        ):
            return _quantified(condition, section, part, reading)
        case Always():
            return Trace(condition, Truth.TRUE, (), reading)
        case _:
            assert_never(condition)


def _truth(holds: bool) -> Truth:
    return Truth.TRUE if holds else Truth.FALSE


def negated(truth: Truth) -> Truth:
    """The truth of a condition that does not hold where this one does."""
    match truth:
        case Truth.TRUE:
            return Truth.FALSE
        case Truth.FALSE:
            return Truth.TRUE
        case Truth.UNDETERMINED:
            return Truth.UNDETERMINED


def _all(parts: tuple[Trace, ...]) -> Truth:
    found = Truth.TRUE
    for part in parts:
        if part.truth is Truth.FALSE:
            return Truth.FALSE
        if part.truth is Truth.UNDETERMINED:
            found = Truth.UNDETERMINED
    return found


def _none(parts: tuple[Trace, ...]) -> Truth:
    found = Truth.TRUE
    for part in parts:
        if part.truth is Truth.TRUE:
            return Truth.FALSE
        if part.truth is Truth.UNDETERMINED:
            found = Truth.UNDETERMINED
    return found


def _at_least(count: int, parts: tuple[Trace, ...]) -> Truth:
    certain = sum(part.truth is Truth.TRUE for part in parts)
    possible = sum(part.truth is not Truth.FALSE for part in parts)
    if certain >= count:
        return Truth.TRUE
    return Truth.UNDETERMINED if possible >= count else Truth.FALSE


def _quantified(condition: Some | Every | None_, section: str, part: Condition, reading: Reading) -> Trace:
    items = reading.case.items[section]
    if items is None:
        return Trace(condition, Truth.UNDETERMINED, (), reading)
    parts = tuple(trace(part, reading.about(section, item)) for item in items)
    match condition:
        case Some():
            return Trace(condition, negated(_none(parts)), parts, reading)
        case Every():
            return Trace(condition, _all(parts), parts, reading)
        case None_():
            return Trace(condition, _none(parts), parts, reading)


def _unknown(value: Value) -> bool:
    return value in _UNKNOWN


def _open(value: Value, reading: Reading) -> bool:
    """Whether the value may turn out to be anything, for this reading."""
    if _unknown(value):
        return True
    return value == _NOT_ASKED and reading.not_asked_is_unknown


def _is(value: Value, values: frozenset[str], reading: Reading) -> Truth:
    if isinstance(value, frozenset):
        standing = {NONE} if not value else value & {UNKNOWN, NOT_ASKED}
        if standing & values:
            return Truth.TRUE
    elif value in values:
        return Truth.TRUE
    return Truth.UNDETERMINED if _open(value, reading) else Truth.FALSE


def _includes(value: Value, codes: frozenset[str], reading: Reading) -> Truth:
    if isinstance(value, frozenset) and value & codes:
        return Truth.TRUE
    return Truth.UNDETERMINED if _open(value, reading) else Truth.FALSE


def _compare(value: Value, comparison: Comparison, bound: int) -> Truth:
    if not isinstance(value, int):
        return Truth.UNDETERMINED
    match comparison:
        case "at_most":
            return _truth(value <= bound)
        case "at_least":
            return _truth(value >= bound)
        case "more_than":
            return _truth(value > bound)
        case "less_than":
            return _truth(value < bound)


def _member(value: Value, members: Value, reading: Reading) -> Truth:
    if members == frozenset():
        return Truth.FALSE
    if _open(members, reading):
        return Truth.UNDETERMINED
    if members == _NOT_ASKED:
        return Truth.FALSE
    if _unknown(value):
        return Truth.UNDETERMINED
    return _truth(isinstance(members, frozenset) and value in members)


def leaves(found: Trace) -> Iterator[Trace]:
    """The traces of single comparisons inside a trace."""
    if found.parts:
        for part in found.parts:
            yield from leaves(part)
    else:
        yield found
