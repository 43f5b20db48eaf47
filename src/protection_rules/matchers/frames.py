"""A circuit's wires as columns: one value per case, per listed item, or per pair of items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import polars as pl

from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.nodes import ListSection
from protection_rules.matchers.case_tables import UNKNOWN_NUMBER, CaseTables, code_number, member_bit
from protection_rules.matchers.circuit import (
    AnyItem,
    AtLeastWires,
    Circuit,
    Constant,
    EveryWire,
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


def marked(size: int, rows: pl.Series) -> pl.Series:
    """A column of this size that is true in these rows, which may be given more than once."""
    # columns of truth values take each row once only, in polars before its second version
    marks = pl.zeros(size, dtype=pl.UInt8, eager=True)
    return (marks.scatter(rows, 1) if len(rows) else marks) == 1


class Frames:
    """Which rows belong together: each scope has a frame with a row for every choice of items."""

    def __init__(self, tables: CaseTables) -> None:
        self._tables = tables
        self._frames: dict[Scope, pl.DataFrame] = {}
        self._rows: dict[tuple[Scope, Scope], pl.Series] = {}

    def size(self, scope: Scope) -> int:
        """How many rows the frame of a scope has."""
        return self._frame(scope).height if scope else self._tables.size

    def spread(self, column: pl.Series, scope: Scope, larger: Scope) -> pl.Series:
        """The column of one scope in the rows of a scope with more sections."""
        return column if scope == larger else column[self.rows(larger, scope)]

    def any_of(self, column: pl.Series, scope: Scope, section: ListSection) -> pl.Series:
        """Where the column holds for an item of the section, in the scope without it."""
        smaller = tuple(each for each in scope if each != section)
        return marked(self.size(smaller), self.rows(scope, smaller).filter(column))

    def rows(self, scope: Scope, smaller: Scope) -> pl.Series:
        """For each row of a scope, its row in a scope with fewer sections."""
        found = self._rows.get((scope, smaller))
        if found is None:
            found = self._rows[scope, smaller] = self._find_rows(scope, smaller)
        return found

    def _find_rows(self, scope: Scope, smaller: Scope) -> pl.Series:
        frame = self._frame(scope)
        if not smaller:
            return frame[_CASE_ROW]
        if len(smaller) == 1:
            return frame[smaller[0]]
        numbered = self._frame(smaller).select(smaller).with_row_index()
        return frame.select(smaller).join(numbered, on=smaller, how="left", maintain_order="left")["index"]

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


class Evaluation:
    """The values of some wires for some cases."""

    def __init__(
        self, circuit: Circuit, tables: CaseTables, wires: Iterable[Wire], vocabulary: Vocabulary
    ) -> None:
        """Work out these wires and whatever they read, each once."""
        self._circuit = circuit
        self._tables = tables
        self._vocabulary = vocabulary
        self.frames = Frames(tables)
        self._columns: dict[Wire, pl.Series] = {}
        for wire in _needed(circuit, wires):
            self._columns[wire] = self._column(wire)

    def column(self, wire: Wire) -> pl.Series:
        """Where the wire holds, in the rows of its scope."""
        column = self._columns[abs(wire)]
        return column if wire > 0 else ~column

    def column_in(self, wire: Wire, scope: Scope) -> pl.Series:
        """Where the wire holds, in the rows of a scope that has all its sections."""
        return self._spread(wire, scope)

    def _column(self, wire: Wire) -> pl.Series:
        gate, scope = self._circuit.gates[wire - 1], self._circuit.scope(wire)
        match gate:
            case Constant():
                return pl.repeat(value=True, n=self._tables.size, dtype=pl.Boolean, eager=True)
            case HasCode(fact=fact, code=code):
                return self._fact(fact) == code_number(self._vocabulary[fact], code)
            case HasMember(fact=fact, member=member):
                return (self._fact(fact) & member_bit(self._vocabulary[fact], member)) != 0
            case InRange(fact=fact, low=low, high=high):
                number = self._fact(fact)
                return (number >= low) & (number <= high)
            case NumberUnknown(fact=fact):
                return self._fact(fact) == UNKNOWN_NUMBER
            case IsListed(section=section):
                return self._tables.items[section].listed
            case HasOperation():
                return self._tables.has_operation
            case EveryWire(wires=wires):
                return self._every(wires, scope)
            case AtLeastWires(count=count, wires=wires):
                total = pl.repeat(0, self.frames.size(scope), dtype=pl.UInt32, eager=True)
                for part in wires:
                    total += self._spread(part, scope).cast(pl.UInt32)
                return total >= count
            case AnyItem(section=section, wire=part):
                larger = self._circuit.scope(part) or (section,)
                return self.frames.any_of(self._spread(part, larger), larger, section)
            case _:
                assert_never(gate)

    def _fact(self, fact: str) -> pl.Series:
        entry = self._vocabulary[fact]
        listed = self._tables.items.get(entry.section)
        return (listed or self._tables).facts[fact]

    def _every(self, wires: tuple[Wire, ...], scope: Scope) -> pl.Series:
        held: pl.Series | None = None
        opposed: pl.Series | None = None
        for wire in wires:
            column = self._spread(abs(wire), scope)
            if wire > 0:
                held = column if held is None else held & column
            else:
                opposed = column if opposed is None else opposed | column
        if held is None:
            return ~opposed  # type: ignore[operator]  # there is at least one wire
        return held if opposed is None else held & ~opposed

    def _spread(self, wire: Wire, scope: Scope) -> pl.Series:
        return self.frames.spread(self.column(wire), self._circuit.scope(wire), scope)


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
