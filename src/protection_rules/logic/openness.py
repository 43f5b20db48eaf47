"""Which unknown facts could still decide a condition.

A part of a condition is settled if no answer to anything unknown changes its truth. The facts that
matter are the unknown ones outside all settled parts. For conditions that read a fact more than
once, this may name a fact too many.

`surely` and `possibly` settle their part as it now stands: they are there so that what is not known
raises no question. The one exception is "not known to be", whose answer may lift a rule.
"""

from __future__ import annotations

import itertools
from functools import reduce
from typing import Final, NamedTuple, TypeAlias

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

Reach: TypeAlias = frozenset[Truth]
"""The truths that a condition can have once some of what is unknown is answered."""

_ANY: Final[Reach] = frozenset(Truth)
_ORDER: Final = (Truth.FALSE, Truth.UNDETERMINED, Truth.TRUE)
REACHES: Final[tuple[Reach, ...]] = tuple(
    frozenset(some) for size in (1, 2, 3) for some in itertools.combinations(_ORDER, size)
)
NEGATED: Final = {reach: frozenset(_ORDER[2 - _ORDER.index(truth)] for truth in reach) for reach in REACHES}
_LOWEST: Final = {
    (one, other): frozenset(min(pair, key=_ORDER.index) for pair in itertools.product(one, other))
    for one, other in itertools.product(REACHES, repeat=2)
}
_HIGHEST: Final = {
    (one, other): frozenset(max(pair, key=_ORDER.index) for pair in itertools.product(one, other))
    for one, other in itertools.product(REACHES, repeat=2)
}
"""What a condition and another can come to, by what each can."""
_SETTLED: Final = {truth.value: frozenset({truth}) for truth in Truth}
_UNKNOWN: Final = (UNKNOWN, frozenset({UNKNOWN}))
_NOT_ASKED: Final = frozenset({NOT_ASKED})


class OpenFact(NamedTuple):
    """A fact, or a list by its section's name, that is not known and could still decide.

    `subject` says whose it is; the section's name alone stands for the item that the condition is about.
    `not_asked`: it was deliberately not asked, so nobody is to be asked now.
    """

    fact: str
    subject: str
    not_asked: bool

    def __repr__(self) -> str:
        return "<OpenFact>"


Opening: TypeAlias = tuple[Reach, tuple[OpenFact, ...]]
"""What a condition can come to, and the unknown facts that could still change it."""


def open_facts(trace: Trace) -> tuple[OpenFact, ...]:
    """The unknown facts whose answer could still change the condition, each once, in order."""
    return tuple(dict.fromkeys(opening(trace)[1]))


def opening(trace: Trace) -> Opening:
    """What a condition can come to, and the unknown facts that could still change it."""
    reading = trace.reading
    match trace.condition:
        case Is(fact=fact) | IsUnknown(fact=fact):
            # these can be true because the fact is not known, and are not settled then
            return (_ANY, (_open(fact, reading),)) if _is_open(fact, reading) else _settled(trace)
        case Not(part=Surely(part=Is())):
            reach, found = opening(trace.parts[0].parts[0])
            return NEGATED[reach], found
        case Surely() | Possibly():
            return _settled(trace)
        case _ if trace.parts:
            return _joined(trace, [opening(part) for part in trace.parts])
        case _ if trace.truth is not Truth.UNDETERMINED:
            return _settled(trace)
        case Includes(fact=fact) | Compare(fact=fact):
            return _ANY, (_open(fact, reading),)
        case MemberOf(fact=fact, of=of):
            return _ANY, tuple(_open(each, reading) for each in (fact, of) if _is_open(each, reading))
        case Some(section=section) | Every(section=section) | None_(section=section):
            return _ANY, (OpenFact(section, "case", not_asked=False),)
        case _:
            return _ANY, ()


def _joined(trace: Trace, parts: list[Opening]) -> Opening:
    """The same for a condition, from that for its parts."""
    reached = [reach for reach, _ in parts]
    reach: Reach
    match trace.condition:
        case All() | Every():
            reach = reduce(lowest, reached)
        case AnyOf() | Some():
            reach = reduce(highest, reached)
        case None_():
            reach = NEGATED[reduce(highest, reached)]
        case Not():
            reach = NEGATED[reached[0]]
        case AtLeast(count=count):
            reach = counted(count, reached)
        case _:
            reach = reached[0]
    if len(reach) == 1:
        return reach, ()
    return reach, tuple(itertools.chain.from_iterable(found for _, found in parts))


def _settled(trace: Trace) -> Opening:
    return _SETTLED[trace.truth.value], ()


def _is_open(fact: str, reading: Reading) -> bool:
    """Whether a fact may turn out to be otherwise: it is not known, or was not asked where that counts."""
    value = reading.value(fact)
    return value in _UNKNOWN or (value == _NOT_ASKED and reading.not_asked_is_unknown)


def _open(fact: str, reading: Reading) -> OpenFact:
    return OpenFact(fact, reading.subject(fact), not_asked=reading.value(fact) == _NOT_ASKED)


def lowest(one: Reach, other: Reach) -> Reach:
    """What two conditions that must both hold can come to."""
    return _LOWEST[one, other]


def highest(one: Reach, other: Reach) -> Reach:
    """What two conditions of which one must hold can come to."""
    return _HIGHEST[one, other]


def counted(count: int, reached: list[Reach]) -> Reach:
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
