"""What was found of a batch: where each entry stands, in the columns of cases and listed items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from protection_rules.caseload.batches import Batch
from protection_rules.caseload.entries import Program
from protection_rules.caseload.lists import ItemIds
from protection_rules.matchers.bits import Bits, marked
from protection_rules.matchers.circuit import TRUE
from protection_rules.matchers.frames import Evaluation


@dataclass(frozen=True, slots=True, repr=False)
class FoundItems:
    """The items of one section: their cases' rows, where each case's begin, and their own ids, if any."""

    cases: NDArray[np.int64]
    starts: NDArray[np.int64]
    ids: ItemIds | None

    def __repr__(self) -> str:
        return f"<FoundItems: {len(self.cases)}>"


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
    columns: tuple[Bits | None, ...]
    faulty: NDArray[np.int64]

    def __repr__(self) -> str:
        return f"<Found: {self.size} cases>"

    def sound(self) -> Bits | None:
        """The rows without a fault; None where no row has one."""
        return ~marked(self.size, self.faulty) if len(self.faulty) else None


def find(program: Program, batch: Batch, first_row: int) -> Found:
    """What a program finds of a batch."""
    evaluation = Evaluation(program.plan, batch.tables)
    columns = [
        None if output.wire == TRUE else evaluation.bits_in(output.wire, output.scope)
        for output in program.outputs
    ]
    items = {
        name: FoundItems(listed.table.cases, listed.starts, listed.ids)
        for name, listed in batch.lists.items()
    }
    return Found(
        program, batch.tables.size, first_row, batch.cases, items, tuple(columns), batch.faulty_rows()
    )
