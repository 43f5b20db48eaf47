"""What was found of a batch: where each entry stands, in the columns of cases and listed items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from protection_rules.caseload.batches import Batch
from protection_rules.caseload.entries import NOT_SCREENED, Output, Program
from protection_rules.caseload.lists import ItemIds
from protection_rules.matchers.circuit import TRUE
from protection_rules.matchers.frames import Evaluation, marked

# a line is one number: its case's row, its entry, and the position of its item
POSITIONS: Final = 1 << 8
ROW: Final = POSITIONS << 24


@dataclass(frozen=True, slots=True, repr=False)
class FoundItems:
    """The items of one section: their cases' rows, where each case's begin, and their own ids, if any."""

    cases: pl.Series
    starts: pl.Series
    positions: pl.Series
    ids: ItemIds | None

    def __repr__(self) -> str:
        return f"<FoundItems: {len(self.cases)}>"

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Where the items of so many cases begin, and how many they are."""
        first, last = (
            self.starts[row] if row < len(self.starts) else len(self.cases) for row in (start, start + length)
        )
        return first, last - first

    def slice(self, start: int, length: int) -> FoundItems:
        """The items of so many cases."""
        first, count = self.span(start, length)
        return FoundItems(
            self.cases.slice(first, count) - start,
            self.starts.slice(start, length) - first,
            self.positions.slice(first, count),
            None if self.ids is None else ItemIds(self.ids.numbers.slice(first, count), self.ids.words),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """What was found of a batch of `size` cases, the first of which has the number `first_row`.

    `columns` says where each output of the program stands; it has None for what stands everywhere.
    `faulty` has the rows with a fault, counted from 0, whose findings are void.
    """

    program: Program
    size: int
    first_row: int
    cases: pl.Series | None
    items: Mapping[str, FoundItems]
    columns: tuple[pl.Series | None, ...]
    faulty: pl.Series

    def __repr__(self) -> str:
        return f"<Found: {self.size} cases>"

    def scope(self, output: Output) -> str | None:
        """The section of whose items an output speaks; None where it speaks of cases."""
        scope = self.program.scope(output)
        return scope[0] if scope else None

    def sound(self) -> pl.Series | None:
        """The rows without a fault; None where no row has one."""
        if self.faulty.is_empty():
            return None
        return ~marked(self.size, self.faulty)

    def slice(self, start: int, length: int) -> Found:
        """What was found of some of the cases."""
        spans = {name: items.span(start, length) for name, items in self.items.items()}
        columns = [
            None if column is None else column.slice(*spans.get(self.scope(output) or "", (start, length)))
            for output, column in zip(self.program.outputs, self.columns, strict=True)
        ]
        here = (self.faulty >= start) & (self.faulty < start + length)
        return Found(
            self.program,
            min(length, self.size - start),
            self.first_row + start,
            None if self.cases is None else self.cases.slice(start, length),
            {name: items.slice(start, length) for name, items in self.items.items()},
            tuple(columns),
            self.faulty.filter(here) - start,
        )

    def keys(self) -> pl.Series:
        """Every line of the result as one number, in order."""
        bases: dict[str | None, pl.Series] = {None: pl.arange(self.size, dtype=pl.UInt64, eager=True) * ROW}
        for name, items in self.items.items():
            bases[name] = items.cases.cast(pl.UInt64) * ROW + items.positions.cast(pl.UInt64)
        lines = []
        for output, column in zip(self.program.outputs, self.columns, strict=True):
            base = bases[self.scope(output)]
            kept = base if column is None else base.filter(column)
            lines.append(kept + (output.entry * POSITIONS + (output.position or 0)))
        keys = pl.concat(lines)
        sound = self.sound()
        if sound is not None:
            not_screened = self.program.entries.index(NOT_SCREENED) * POSITIONS
            left_out = self.faulty.cast(pl.UInt64) * ROW + not_screened
            keys = pl.concat([keys.filter(sound[keys // ROW]), left_out])
        # more than one thread would do twice the work in much the same time
        return keys.sort(multithreaded=False)


def find(program: Program, batch: Batch, first_row: int) -> Found:
    """What a program finds of a batch."""
    wires = [output.wire for output in program.outputs if output.wire != TRUE]
    evaluation = Evaluation(program.circuit, batch.tables, wires, program.vocabulary)
    columns = [
        None if output.wire == TRUE else evaluation.column_in(output.wire, program.scope(output))
        for output in program.outputs
    ]
    items = {
        name: FoundItems(listed.table.cases, listed.starts, listed.positions, listed.ids)
        for name, listed in batch.lists.items()
    }
    return Found(
        program, batch.tables.size, first_row, batch.cases, items, tuple(columns), batch.faulty_rows()
    )
