"""Conditions: a closed union of frozen nodes that knows neither YAML nor an engine.

Every node carries its place in the file (`span`), which takes no part in equality. What each node
means for values that are not known is settled in `logic.truth`, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from protection_rules.documents import Span
from protection_rules.facts.text import Text

Comparison = Literal["at_most", "at_least", "more_than", "less_than"]
ListSection = Literal["accommodation", "service", "data_flow"]


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for every profile."""

    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of the values. Markers (`unknown`, `none`, `not_asked`) may be listed."""

    fact: str
    values: frozenset[str]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Includes:
    """The set has at least one of the codes."""

    fact: str
    codes: frozenset[str]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """The number stands in this relation to the bound."""

    fact: str
    comparison: Comparison
    bound: int
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class MemberOf:
    """The value of one fact is in the set of another."""

    fact: str
    of: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """The fact is not known."""

    fact: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Surely:
    """The part is true; false where it is undetermined."""

    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Possibly:
    """The part is not false; true where it is undetermined."""

    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Some:
    """At least one listed item meets the part."""

    section: ListSection
    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Every:
    """Every listed item meets the part; true for an empty list."""

    section: ListSection
    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class None_:  # noqa: N801  # `None` is taken, and the word is `none`
    """No listed item meets the part; true for an empty list."""

    section: ListSection
    part: Condition
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A named condition, kept for explanation. `part` is what it stands for."""

    name: str
    label: Text
    part: Condition
    span: Span | None = field(default=None, compare=False)


Condition: TypeAlias = (
    Always | All | AnyOf | Not | Is | Includes | Compare | MemberOf | IsUnknown | Surely | Possibly
    | AtLeast | Some | Every | None_ | Term
)  # fmt: skip


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside a condition."""
    match condition:
        case All(parts=inner) | AnyOf(parts=inner) | AtLeast(parts=inner):
            return inner
        case Not(part=inner_part) | Surely(part=inner_part) | Possibly(part=inner_part):
            return (inner_part,)
        case Some(part=inner_part) | Every(part=inner_part) | None_(part=inner_part) | Term(part=inner_part):
            return (inner_part,)
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, outermost first."""
    yield condition
    for part in parts(condition):
        yield from walk(part)


def facts_read(condition: Condition) -> tuple[str, ...]:
    """The paths of the facts a condition reads, each once, in order of appearance."""
    found: dict[str, None] = {}
    for node in walk(condition):
        match node:
            case Is(fact=fact) | Includes(fact=fact) | Compare(fact=fact) | IsUnknown(fact=fact):
                found[fact] = None
            case MemberOf(fact=fact, of=of):
                found[fact] = None
                found[of] = None
            case _:
                pass
    return tuple(found)
