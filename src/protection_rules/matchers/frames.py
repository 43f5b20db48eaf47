"""A circuit's wires as bits: one for each case, listed item, or pair of items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import numpy as np
import polars as pl
from numpy.typing import NDArray

from protection_rules.logic.nodes import ListSection
from protection_rules.matchers.bits import Bits, constant, flags, marked, packed
from protection_rules.matchers.case_tables import (
    UNKNOWN_NUMBER,
    CaseTables,
    Numbers,
)
from protection_rules.matchers.circuit import (
    AnyItem,
    AtLeastWires,
    Circuit,
    Constant,
    EveryWire,
    Gate,
    HasCode,
    HasMember,
    HasOperation,
    InRange,
    IsListed,
    NumberUnknown,
    Scope,
    Wire,
)

_CASE_ROW = "case"


class Frames:
    """Which rows belong together: each scope has a frame with a row for every choice of items."""

    def __init__(self, tables: CaseTables) -> None:
        self._tables = tables
        self._frames: dict[Scope, pl.DataFrame] = {}
        self._rows: dict[tuple[Scope, Scope], NDArray[np.int64]] = {}

    def size(self, scope: Scope) -> int:
        """How many rows the frame of a scope has."""
        if len(scope) == 1:
            return len(self._tables.items[scope[0]].cases)
        return self._frame(scope).height if scope else self._tables.size

    def spread(self, bits: Bits, scope: Scope, larger: Scope) -> Bits:
        """What holds in one scope, in the rows of a scope with more sections."""
        return packed(flags(bits, self.size(scope)).take(self.rows(larger, scope)))

    def any_of(self, bits: Bits, scope: Scope, section: ListSection) -> Bits:
        """Where it holds for an item of the section, in the scope without it."""
        smaller = tuple(each for each in scope if each != section)
        held = np.flatnonzero(flags(bits, self.size(scope)))
        return marked(self.size(smaller), self.rows(scope, smaller).take(held))

    def rows(self, scope: Scope, smaller: Scope) -> NDArray[np.int64]:
        """For each row of a scope, its row in a scope with fewer sections."""
        found = self._rows.get((scope, smaller))
        if found is None:
            found = self._rows[scope, smaller] = self._find_rows(scope, smaller)
        return found

    def _find_rows(self, scope: Scope, smaller: Scope) -> NDArray[np.int64]:
        if len(scope) == 1:
            return self._tables.items[scope[0]].cases
        frame = self._frame(scope)
        if not smaller:
            found = frame[_CASE_ROW]
        elif len(smaller) == 1:
            found = frame[smaller[0]]
        else:
            numbered = self._frame(smaller).select(smaller).with_row_index()
            pairs = frame.select(smaller)
            found = pairs.join(numbered, on=smaller, how="left", maintain_order="left")["index"]
        return found.to_numpy().astype(np.int64)

    def _frame(self, scope: Scope) -> pl.DataFrame:
        frame = self._frames.get(scope)
        if frame is None:
            *others, last = scope
            cases = self._tables.items[last].cases
            frame = pl.DataFrame({_CASE_ROW: cases}).with_row_index(last)
            if others:
                several = self._frame(tuple(others))
                frame = several.join(frame, on=_CASE_ROW, how="inner", maintain_order="left_right")
            self._frames[scope] = frame
        return frame


class Plan:
    """Which wires of a circuit are worked out, for whatever cases."""

    def __init__(self, circuit: Circuit, wires: Iterable[Wire]) -> None:
        """These wires and all that they read, each after what it reads."""
        self.steps = [
            (wire, circuit.gates[wire - 1], circuit.scope(wire)) for wire in _needed(circuit, wires)
        ]
        self.scopes = {wire: scope for wire, _, scope in self.steps}

    def __repr__(self) -> str:
        return f"<Plan: {len(self.steps)} steps>"


class Evaluation:
    """The values of some wires for some cases."""

    def __init__(self, plan: Plan, tables: CaseTables) -> None:
        """Work out the wires of the plan, each once."""
        self._tables = tables
        self._scopes = plan.scopes
        self.frames = Frames(tables)
        self._bits: dict[Wire, Bits] = {}
        for wire, gate, scope in plan.steps:
            self._bits[wire] = self._work_out(gate, scope)

    def bits_in(self, wire: Wire, scope: Scope) -> Bits:
        """Where the wire holds, in the rows of a scope that has all its sections."""
        bits = self._positive(abs(wire), scope)
        return bits if wire > 0 else ~bits

    def _positive(self, wire: Wire, scope: Scope) -> Bits:
        bits, own = self._bits[wire], self._scopes[wire]
        return bits if own == scope else self.frames.spread(bits, own, scope)

    def _work_out(self, gate: Gate, scope: Scope) -> Bits:
        match gate:
            case EveryWire(wires=wires):
                return self._every(wires, scope)
            case HasCode(fact=fact, number=number):
                return packed(self._fact(fact, scope) == number)
            case HasMember(fact=fact, bit=bit):
                members = self._fact(fact, scope)
                return packed((members & members.dtype.type(bit)) != 0)
            case InRange(fact=fact, low=low, high=high):
                known = self._fact(fact, scope)
                return packed((known >= low) & (known <= high))
            case NumberUnknown(fact=fact):
                return packed(self._fact(fact, scope) == UNKNOWN_NUMBER)
            case AnyItem(section=section, wire=part):
                larger = self._scopes[abs(part)] or (section,)
                return self.frames.any_of(self.bits_in(part, larger), larger, section)
            case AtLeastWires(count=count, wires=wires):
                size = self.frames.size(scope)
                total = np.zeros(size, np.uint16)
                for part in wires:
                    total += flags(self.bits_in(part, scope), size)
                return packed(total >= count)
            case IsListed(section=section):
                return packed(self._tables.items[section].listed)
            case HasOperation():
                return packed(self._tables.has_operation)
            case Constant():
                return constant(self._tables.size, value=True)
            case _:
                assert_never(gate)

    def _fact(self, fact: str, scope: Scope) -> Numbers:
        return (self._tables.items[scope[0]] if scope else self._tables).facts[fact]

    def _every(self, wires: tuple[Wire, ...], scope: Scope) -> Bits:
        held: Bits | None = None
        opposed: Bits | None = None
        for wire in wires:
            if wire > 0:
                bits = self._positive(wire, scope)
                held = bits if held is None else held & bits
            else:
                bits = self._positive(-wire, scope)
                opposed = bits if opposed is None else opposed | bits
        if held is None:
            return ~opposed  # type: ignore[operator]  # there is at least one wire
        return held if opposed is None else held & ~opposed


def _needed(circuit: Circuit, wires: Iterable[Wire]) -> list[Wire]:
    """These wires and all they read, each after what it reads."""
    needed = {abs(wire) for wire in wires}
    waiting = list(needed)
    while waiting:
        gate = circuit.gates[waiting.pop() - 1]
        if isinstance(gate, EveryWire | AtLeastWires):
            read = {abs(wire) for wire in gate.wires}
        elif isinstance(gate, AnyItem):
            read = {abs(gate.wire)}
        else:
            continue
        waiting += read - needed
        needed |= read
    return sorted(needed)
