"""A batch of a caseload as tables of numbers, with the faults of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from protection_rules.caseload.arrow import given, series
from protection_rules.caseload.cells import read_cells
from protection_rules.caseload.columns import Cell, Columns
from protection_rules.caseload.faults import RowFaults, expected_value
from protection_rules.caseload.lists import ListedItems, ListTable, both_said, read_items, read_words
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.matchers.bits import Flags
from protection_rules.matchers.case_tables import CaseTables, Numbers

OPERATION: Final = "operation"


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """Cases read from a caseload; `cases` has the host's references, if there are any."""

    tables: CaseTables
    lists: Mapping[str, ListedItems]
    cases: pl.Series | None
    faults: pl.DataFrame

    def __repr__(self) -> str:
        return f"<Batch: {self.tables.size} cases>"

    def faulty_rows(self) -> NDArray[np.int64]:
        """The rows with a fault, counted from 0."""
        return self.faults["row"].unique().sort().to_numpy()


class Reading:
    """How batches of one form are read: which column is what, and which lists are beside them."""

    def __init__(
        self,
        columns: Columns,
        beside: Mapping[str, ListTable],
        vocabulary: Vocabulary,
        known: Vocabulary,
    ) -> None:
        """`vocabulary` is that of the rules, `known` has what the cases may tell of."""
        self.columns = columns
        self._beside = beside
        self._vocabulary = vocabulary
        self._known = known

    def lists(self, batch: pa.RecordBatch) -> dict[str, pa.Array]:
        """The lists of each section that cases have for themselves."""
        found = {
            name: batch.column(column.column)
            for name, column in self.columns.lists.items()
            if not column.words
        }
        references = self._references(batch)
        if references is not None:
            found |= {name: table.lists(references) for name, table in self._beside.items()}
        return found

    def _references(self, batch: pa.RecordBatch) -> pl.Series | None:
        return None if self.columns.case is None else references(batch.column(self.columns.case))

    def read(
        self, batch: pa.RecordBatch, lists: Mapping[str, pa.Array], known: pl.DataFrame | None = None
    ) -> Batch:
        """A batch with its lists as tables; `known` are faults of it that were found before."""
        faults = RowFaults()
        facts = self._facts(batch, faults)
        listed = {
            name: items
            for name in LIST_SECTIONS
            if (items := self._listed(name, batch, lists.get(name), faults)) is not None
        }
        tables = CaseTables(
            batch.num_rows,
            facts,
            {name: items.table for name, items in listed.items()},
            self._has_operation(batch),
        )
        return Batch(tables, listed, self._references(batch), faults.table(known))

    def _facts(self, batch: pa.RecordBatch, faults: RowFaults) -> Mapping[str, Numbers]:
        """The facts of cases that the rules know; what is a value for other rules alone is not given."""
        columns = _Columns(batch)
        own = {path: columns.of(cell) for path, cell in self.columns.facts.items()}
        beyond = {path: columns.of(cell) for path, cell in self.columns.beyond.items()}
        cells = read_cells(own | beyond, self._known)
        for path, where in cells.faulty.items():
            faults.add(np.flatnonzero(where), path, expected_value(path, self._known))
        otherwise = {
            path: column for path, column in own.items() if self._vocabulary[path] != self._known[path]
        }
        numbers = {path: cells.numbers[path] for path in own if path not in otherwise}
        return {**numbers, **read_cells(otherwise, self._vocabulary).numbers}

    def _listed(
        self, name: str, batch: pa.RecordBatch, lists: pa.Array | None, faults: RowFaults
    ) -> ListedItems | None:
        """The items of one section, from a column, from a table beside it, or said in words to be none."""
        section, column = self._vocabulary.sections[name], self.columns.lists.get(name)
        words = None
        if column is not None and column.words:
            words = read_words(batch.column(column.column), section, faults)
        if lists is None:
            return words
        where = self._beside[name].column if name in self._beside else column
        # there is one of them
        items = read_items(lists, section, where, faults, self._vocabulary)  # type: ignore[arg-type]
        return items if words is None else both_said(items, words, section, faults)

    def _has_operation(self, batch: pa.RecordBatch) -> Flags:
        """Whether each case describes the office: by a structure, or by any fact of it."""
        columns = [
            batch.column(cell.column)
            for path, cell in self.columns.facts.items()
            if self._vocabulary[path].section == OPERATION
        ]
        if self.columns.operation is not None:
            columns = [batch.column(self.columns.operation)]
        nowhere = np.zeros(batch.num_rows, np.bool_)
        return reduce(np.bitwise_or, map(given, columns), nowhere)


def references(column: pa.Array) -> pl.Series:
    """The host's references to cases, written out."""
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return series(plain)


class _Columns:
    """The columns of a batch, and the fields of those that are structures."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self._fields: dict[int, list[pa.Array]] = {}

    def of(self, cell: Cell) -> pa.Array:
        """The column with the cells of a fact."""
        if cell.field is None:
            return self._batch.column(cell.column)
        if cell.column not in self._fields:
            self._fields[cell.column] = self._batch.column(cell.column).flatten()
        return self._fields[cell.column][cell.field]
