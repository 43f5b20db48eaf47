"""Truth values of many cases at once, as a circuit: each wire is a column of yes or no.

A wire is a number; the negative number is its opposite. Wires that are the same by construction
are the same number, so that what many rules ask is computed once. Every wire has a scope: the list
sections of which it speaks of one item each. A wire without a scope has one value per case, a wire
with the scope ``{"service"}`` one per listed service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.nodes import ListSection

Wire: TypeAlias = int
Scope: TypeAlias = tuple[ListSection, ...]
"""List sections in the order of the vocabulary."""

TRUE: Final[Wire] = 1
FALSE: Final[Wire] = -1
CASE: Final[Scope] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """Holds everywhere."""


@dataclass(frozen=True, slots=True)
class HasCode:
    """The answer or the choice is the code of this number."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class HasMember:
    """The set, markers included, has the member of this bit."""

    fact: str
    bit: int


@dataclass(frozen=True, slots=True)
class InRange:
    """The number is known and lies between the bounds, ends included."""

    fact: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class NumberUnknown:
    """The number is not known."""

    fact: str


@dataclass(frozen=True, slots=True)
class IsListed:
    """The list is known, be it empty."""

    section: ListSection


@dataclass(frozen=True, slots=True)
class HasOperation:
    """The profile describes the office."""


@dataclass(frozen=True, slots=True)
class EveryWire:
    """All of these hold."""

    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class AtLeastWires:
    """At least `count` of these hold."""

    count: int
    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class AnyItem:
    """The wire holds for an item of the section, which is in the wire's scope or is of no matter to it."""

    section: ListSection
    wire: Wire


Leaf: TypeAlias = Constant | HasCode | HasMember | InRange | NumberUnknown | IsListed | HasOperation
Gate: TypeAlias = Leaf | EveryWire | AtLeastWires | AnyItem


@dataclass
class Circuit:
    """Gates in an order in which each comes after those it reads; the first is the constant."""

    gates: list[Gate] = field(default_factory=lambda: [Constant()])
    scopes: list[Scope] = field(default_factory=lambda: [CASE])
    _numbers: dict[Gate, Wire] = field(default_factory=lambda: {Constant(): TRUE})

    def scope(self, wire: Wire) -> Scope:
        """The sections of which the wire speaks of one item each."""
        return self.scopes[abs(wire) - 1]

    def leaf(self, leaf: Leaf, scope: Scope = CASE) -> Wire:
        """What is read off the facts."""
        return self._wire(leaf, scope)

    def every(self, wires: Iterable[Wire]) -> Wire:
        """All of these hold; true without any."""
        wanted = dict.fromkeys(wire for wire in wires if wire != TRUE)
        if FALSE in wanted or any(-wire in wanted for wire in wanted):
            return FALSE
        by_scope: dict[Scope, list[Wire]] = {}
        for wire in wanted:
            by_scope.setdefault(self.scope(wire), []).append(wire)
        # what is said in one scope is joined there, before it is spread over a larger one
        joined = [self._joined(parts, scope) for scope, parts in by_scope.items()]
        return self._joined(joined, joint_scope(by_scope))

    def some(self, wires: Iterable[Wire]) -> Wire:
        """At least one of these holds; false without any."""
        return -self.every(-wire for wire in wires)

    def at_least(self, count: int, wires: Iterable[Wire]) -> Wire:
        """At least so many of these hold; a wire that is given twice counts twice."""
        given = [wire for wire in wires if wire != FALSE]
        needed = count - given.count(TRUE)
        open_wires = tuple(sorted(wire for wire in given if wire != TRUE))
        if needed <= 0:
            return TRUE
        if needed > len(open_wires):
            return FALSE
        if needed == 1:
            return self.some(open_wires)
        return self._wire(AtLeastWires(needed, open_wires), joint_scope(map(self.scope, open_wires)))

    def any_item(self, section: ListSection, wire: Wire) -> Wire:
        """The wire holds for an item of the section."""
        if wire == FALSE:
            return FALSE
        scope = self.scope(wire)
        if section not in scope:
            return self.every([wire, self._wire(AnyItem(section, TRUE), CASE)])
        return self._wire(AnyItem(section, wire), tuple(each for each in scope if each != section))

    def _joined(self, wires: list[Wire], scope: Scope) -> Wire:
        if len(wires) == 1:
            return wires[0]
        return self._wire(EveryWire(tuple(sorted(wires))), scope) if wires else TRUE

    def _wire(self, gate: Gate, scope: Scope) -> Wire:
        wire = self._numbers.get(gate)
        if wire is None:
            self.gates.append(gate)
            self.scopes.append(scope)
            wire = self._numbers[gate] = len(self.gates)
        return wire


def joint_scope(scopes: Iterable[Scope]) -> Scope:
    """The sections of all these scopes together."""
    sections = {section for scope in scopes for section in scope}
    return tuple(section for section in LIST_SECTIONS if section in sections)
