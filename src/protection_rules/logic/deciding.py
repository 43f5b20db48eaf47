"""Which comparisons made a condition what it is, and with which facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from protection_rules.facts.case import Value
from protection_rules.facts.difference import OFFICE
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, UNKNOWN, FactEntry
from protection_rules.logic.nodes import (
    All,
    AnyOf,
    AtLeast,
    Compare,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Some,
)
from protection_rules.logic.truth import Trace, Truth, negated

TruthName: TypeAlias = Literal["true", "false", "undetermined"]

_FALSE: Final = (Truth.FALSE,)
_ANY: Final = tuple(Truth)
_NO_CODES: Final[frozenset[str]] = frozenset()


class Seen(NamedTuple):
    """A fact as it stood in a comparison, or a list by its section's name, and what that came to.

    `subject` says whose fact it is; the section's name alone stands for the item that the condition is
    about. Of a set that was compared with codes, `value` has those it has of them, if any; of a list,
    it says that it is not known, or that there is nothing in it.
    """

    fact: str
    subject: str
    value: Value
    truth: TruthName

    def __repr__(self) -> str:
        return "<Seen>"


def seen(trace: Trace) -> tuple[Seen, ...]:
    """The facts that made a condition true, false or undetermined, in order.

    Of an undetermined condition these are what already holds and what is still open.
    """
    return tuple(each for leaf in _deciding(trace) for each in _seen(leaf))


def shown(value: Value, codes: frozenset[str]) -> Value:
    """What counts of a value that is compared with codes: of a set, those it has of them, if any."""
    return value & codes if isinstance(value, frozenset) and value & codes else value


def standing_for(fact: FactEntry) -> str:
    """Whose a fact is, before it is said which item is at hand."""
    return fact.section if fact.section in {OFFICE, *LIST_SECTIONS} else "case"


def alone(fact: FactEntry) -> tuple[Value, ...]:
    """The values of a fact that are a single code or marker: all, but numbers and sets of several codes."""
    written = (*fact.codes, *fact.markers)
    if fact.kind != "choices":
        return written
    return tuple(frozenset({code}) - {NONE} for code in written)


def _deciding(trace: Trace) -> list[Trace]:
    if not trace.parts:
        return [trace]
    wanted = _wanted(trace)
    return [leaf for part in trace.parts if part.truth in wanted for leaf in _deciding(part)]


def _wanted(trace: Trace) -> tuple[Truth, ...]:
    """The truths of the parts that made a condition what it is."""
    match trace.condition:
        case All() | Every():
            return _FALSE if trace.truth is Truth.FALSE else (Truth.TRUE, Truth.UNDETERMINED)
        case AnyOf() | Some():
            return (trace.truth,)
        case None_():
            return (negated(trace.truth),)
        case AtLeast():
            return _FALSE if trace.truth is Truth.FALSE else (Truth.TRUE, trace.truth)
        case _:
            return _ANY


def _seen(leaf: Trace) -> Iterator[Seen]:
    reading = leaf.reading
    truth: TruthName = leaf.truth.value
    for fact, codes in _compared(leaf):
        yield Seen(fact, reading.subject(fact), shown(reading.value(fact), codes), truth)
    match leaf.condition:
        case Some(section=section) | Every(section=section) | None_(section=section):
            value = UNKNOWN if leaf.truth is Truth.UNDETERMINED else NONE
            yield Seen(section, "case", value, truth)
        case _:
            pass


def _compared(leaf: Trace) -> tuple[tuple[str, frozenset[str]], ...]:
    """The facts that a comparison reads, each with the codes that it looks for in it, where it does."""
    match leaf.condition:
        case Is(fact=fact) | Compare(fact=fact) | IsUnknown(fact=fact):
            return ((fact, _NO_CODES),)
        case Includes(fact=fact, codes=codes):
            return ((fact, codes),)
        case MemberOf(fact=fact, of=of):
            return ((fact, _NO_CODES), (of, frozenset({str(leaf.reading.value(fact))})))
        case _:
            return ()
