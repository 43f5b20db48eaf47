"""Which unknown facts could still decide a condition.

A part of a condition is settled if no answer to anything unknown changes its truth. The facts that
matter are the unknown ones outside all settled parts. For conditions that read a fact more than
once, this may name a fact too many.

`surely` and `possibly` settle their part as it now stands: they are there so that what is not known
raises no question. The one exception is "not known to be", whose answer may lift a rule.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

from protection_rules.facts.case import Value
from protection_rules.facts.vocabulary import NOT_ASKED, UNKNOWN
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
    Not,
    Possibly,
    Some,
    Surely,
)
from protection_rules.logic.truth import Reading, Trace, Truth

_Reach = frozenset[Truth]
_ANY: Final[_Reach] = frozenset(Truth)
_ORDER: Final = (Truth.FALSE, Truth.UNDETERMINED, Truth.TRUE)


@dataclass(frozen=True, slots=True, repr=False)
class OpenFact:
    """A fact, or a list by its section's name, that is not known and could still decide.

    `not_asked`: it was deliberately not asked, so nobody is to be asked now.
    """

    fact: str
    subject: str
    not_asked: bool

    def __repr__(self) -> str:
        return "<OpenFact>"


def open_facts(trace: Trace) -> tuple[OpenFact, ...]:
    """The unknown facts whose answer could still change the condition, each once, in order."""
    return tuple(dict.fromkeys(_open(trace)))


def _open(trace: Trace) -> Iterator[OpenFact]:
    if len(_reach(trace)) == 1:
        return
    if isinstance(trace.condition, Not) and isinstance(trace.condition.part, Surely):
        trace = trace.parts[0].parts[0]
    if trace.parts:
        for part in trace.parts:
            yield from _open(part)
        return
    match trace.condition:
        case Some(section=section) | Every(section=section) | None_(section=section):
            yield OpenFact(section, "case", not_asked=False)
        case _:
            for fact in _facts(trace):
                value = trace.reading.value(fact)
                if _is_open(value, trace.reading):
                    not_asked = value == frozenset({NOT_ASKED})
                    yield OpenFact(fact, trace.reading.subject(fact), not_asked=not_asked)


def _is_open(value: Value, reading: Reading) -> bool:
    """Whether a value may turn out to be another: it is not known, or was not asked and that counts."""
    if value == frozenset({NOT_ASKED}):
        return reading.not_asked_is_unknown
    return value in (UNKNOWN, frozenset({UNKNOWN}))


def _facts(trace: Trace) -> tuple[str, ...]:
    match trace.condition:
        case Is(fact=fact) | Includes(fact=fact) | Compare(fact=fact) | IsUnknown(fact=fact):
            return (fact,)
        case MemberOf(fact=fact, of=of):
            return (fact, of)
        case _:
            return ()


def _reach(trace: Trace) -> _Reach:
    """The truths that a condition can have once some of what is unknown is answered."""
    reached = [_reach(part) for part in trace.parts]
    match trace.condition:
        case All() | Every() if trace.parts:
            return reduce(_lowest, reached)
        case AnyOf() | Some() if trace.parts:
            return _negated(reduce(_lowest, map(_negated, reached)))
        case None_() if trace.parts:
            return reduce(_lowest, map(_negated, reached))
        case Not(part=Surely(part=Is())):
            return _negated(_reach(trace.parts[0].parts[0]))
        case Not():
            return _negated(reached[0])
        case Surely() | Possibly():
            return frozenset({trace.truth})
        case AtLeast(count=count):
            return _counted(count, reached)
        case Is(fact=fact) | IsUnknown(fact=fact):
            # these can be true because the fact is not known, and are not settled then
            opened = _is_open(trace.reading.value(fact), trace.reading)
            return _ANY if opened else frozenset({trace.truth})
        case _ if reached:
            return reached[0]
        case _:
            return _ANY if trace.truth is Truth.UNDETERMINED else frozenset({trace.truth})


def _negated(reach: _Reach) -> _Reach:
    return frozenset(_ORDER[2 - _ORDER.index(truth)] for truth in reach)


def _lowest(one: _Reach, other: _Reach) -> _Reach:
    return frozenset(min(pair, key=_ORDER.index) for pair in itertools.product(one, other))


def _counted(count: int, reached: list[_Reach]) -> _Reach:
    """The truths that a count of conditions can come to."""
    most = sum(Truth.TRUE in reach for reach in reached)
    fewest = sum(Truth.FALSE not in reach for reach in reached)
    open_parts = [reach for reach in reached if Truth.UNDETERMINED in reach]
    settled = [reach for reach in reached if Truth.UNDETERMINED not in reach]
    # for a count to stay open, what may stay undetermined does, and just enough of the rest is true
    true = min(sum(Truth.TRUE in reach for reach in settled), count - 1)
    always_true = sum(reach == {Truth.TRUE} for reach in settled)
    reachable = {
        Truth.TRUE: most >= count,
        Truth.FALSE: fewest < count,
        Truth.UNDETERMINED: always_true <= true < count <= true + len(open_parts),
    }
    return frozenset(truth for truth, can_be in reachable.items() if can_be)
