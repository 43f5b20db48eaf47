"""Screening: what the rules say of every case of a caseload, Arrow in and Arrow out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.arrow import list_lengths
from protection_rules.caseload.batches import OPERATION, Reading
from protection_rules.caseload.columns import CASE_COLUMN, Columns, ListColumn, find_columns
from protection_rules.caseload.counts import Counts, count
from protection_rules.caseload.entries import Program, program
from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.faults import FAULT_SCHEMA
from protection_rules.caseload.found import Found, find
from protection_rules.caseload.lines import LineForm, per_case
from protection_rules.caseload.lists import ListTable, shared_items
from protection_rules.caseload.sheets import SheetForm
from protection_rules.caseload.summary import without_revealing
from protection_rules.containment import contained
from protection_rules.facts.case import Item
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, Vocabulary
from protection_rules.matchers.columnar import Layout
from protection_rules.rulesets.model import RuleBook

CASES_AT_ONCE: Final = 131_072
"""Cases of a batch: enough to be quick, few enough to fit into little memory."""
ROWS_AT_ONCE: Final = 2_000_000
"""Listed items, and pairs of them, that are looked at together; a batch with more is halved."""


@dataclass(frozen=True, slots=True, repr=False)
class Screened:
    """What was found of so many cases.

    `faults` has the faults of rows that were not screened: ``row``, ``place`` and what is expected
    there in each language (``en``, ``ar``). Rows count from 1.
    """

    faults: pa.Table
    cases: int
    screened: int
    found: tuple[Found, ...]
    forms: Forms

    def __repr__(self) -> str:
        return f"<Screened: {self.screened} of {self.cases} cases>"

    def parts(self) -> Iterator[pa.Table]:
        """The lines of some cases after those of others, in little memory."""
        for found in self.found:
            with contained():
                yield from self.forms.lines.tables(found)

    def lines(self) -> pa.Table:
        """One line for each thing that is said of a case or of an item listed in it (see `LineForm`)."""
        return pa.concat_tables([*self.parts()] or [self.forms.lines.schema.empty_table()])

    def per_case(self) -> pa.Table:
        """One row for each case: ``row``, ``case``, whether it was ``screened``, and its ``lines``."""
        return pa.concat_tables([per_case(part) for part in self.parts()] or [per_case(self.lines())])

    def sheets(self) -> dict[str, pa.Table]:
        """One column for each rule, in a table of cases and one for each list (see `SheetForm`)."""
        with contained():
            sheets = [self.forms.sheets.tables(found) for found in self.found]
        return {name: pa.concat_tables([sheet[name] for sheet in sheets]) for name in (sheets or [{}])[0]}

    def counts(self) -> Counts:
        """In how many cases each thing is said."""
        return count(self.found)


@dataclass(frozen=True, slots=True, repr=False)
class Forms:
    """In which forms results are given, for cases with references of one type."""

    lines: LineForm
    sheets: SheetForm
    case: pa.DataType | None


@dataclass(frozen=True, slots=True)
class _Prepared:
    reading: Reading
    program: Program
    forms: Forms


class Screener:
    """Screens caseloads with one rule book. May be pickled, and used in several processes.

    `lists` are tables of list sections that stand beside the caseload. With a column `case` a table
    has the items of each case; without it, its items are there for every case (a directory of
    services).
    """

    def __init__(self, book: RuleBook, lists: Mapping[str, Any] | None = None) -> None:
        """Raises CaseloadError for a table of items that has faults."""
        self._beside: dict[str, ListTable] = {}
        self._shared: dict[str, tuple[Item, ...]] = {}
        with contained():
            for name, given in (lists or {}).items():
                table = pa.RecordBatchReader.from_stream(given).read_all()
                if CASE_COLUMN in table.schema.names:
                    self._beside[name] = ListTable(SECTIONS[name], table)
                else:
                    self._shared[name] = shared_items(SECTIONS[name], table)
        self._take(book, book.vocabulary)

    def _take(self, book: RuleBook, known: Vocabulary) -> None:
        self._book = book
        self._known = known
        self._sheets = SheetForm(book, self._shared)
        self._prepared: list[tuple[pa.Schema, _Prepared]] = []

    def without_revealing(self) -> Screener:
        """The same as if there were no rules marked `reveals`, for numbers that are given to others."""
        return self._with(without_revealing(self._book), self._known)

    def among(self, known: Vocabulary) -> Screener:
        """The same for cases that may tell of all that is known there, which these rules know in part.

        Facts that they do not know, and values that no fact of theirs has, are not given to them.
        """
        return self._with(self._book, known)

    def _with(self, book: RuleBook, known: Vocabulary) -> Screener:
        other = copy(self)
        other._take(book, known)  # noqa: SLF001  # of the same class
        return other

    def __getstate__(self) -> dict[str, Any]:
        # the mappings of a rule book are read-only views, which cannot be pickled
        parts: dict[str, Any] = {part.name: getattr(self._book, part.name) for part in fields(self._book)}
        views: dict[str, Any] = {
            name: dict(part)
            for name, part in parts.items()
            if isinstance(part, Mapping) and not isinstance(part, Vocabulary)
        }
        return self.__dict__ | {"_book": replace(self._book, **views)}

    def check(self, cases: pa.Schema) -> None:
        """Whether cases with these columns can be screened; raises CaseloadError with every fault."""
        self._prepare(cases)

    def screen(self, cases: Any) -> Screened:
        """What the rules say of a caseload that fits into memory, with all its results.

        `cases` is anything that hands out Arrow data: a table or a reader of pyarrow, a data frame
        of polars. Raises CaseloadError for columns that are not of the vocabulary.
        """
        reader = _reader(cases)
        forms = self._prepare(reader.schema).forms
        parts = list(self.stream(reader))
        return _together(parts, forms)

    def stream(self, cases: Any, cases_at_once: int = CASES_AT_ONCE) -> Iterator[Screened]:
        """The same part by part, in memory that does not grow with the caseload."""
        return self.stream_batches(_reader(cases), cases_at_once)

    def stream_batches(
        self, batches: Iterable[pa.RecordBatch], cases_at_once: int = CASES_AT_ONCE
    ) -> Iterator[Screened]:
        """The same of batches that come one after another, which need not be known beforehand."""
        done = 0
        for batch in batches:
            for start in range(0, batch.num_rows, cases_at_once):
                part = batch.slice(start, cases_at_once)
                yield self.screen_batch(part, first_row=done + 1)
                done += part.num_rows

    def screen_batch(
        self, batch: pa.RecordBatch, first_row: int = 1, faults: pl.DataFrame | None = None
    ) -> Screened:
        """What the rules say of one batch, which depends on nothing else.

        `first_row` is the number that the result gives to the first of its rows. `faults` are those
        that its rows are known to have already, with rows counted from 0.
        """
        # what a library says of an error can repeat a cell
        with contained():
            return self._screened(batch, first_row, faults)

    def _screened(self, batch: pa.RecordBatch, first_row: int, faults: pl.DataFrame | None) -> Screened:
        prepared = self._prepare(batch.schema)
        lists = prepared.reading.lists(batch)
        if batch.num_rows > 1 and _rows(lists, prepared.program) > ROWS_AT_ONCE:
            half = batch.num_rows // 2
            parts = [
                self._screened(batch.slice(0, half), first_row, _within(faults, 0, half)),
                self._screened(batch.slice(half), first_row + half, _within(faults, half, batch.num_rows)),
            ]
            return _together(parts, prepared.forms)
        read = prepared.reading.read(batch, lists, faults)
        found = find(prepared.program, read, first_row)
        return Screened(
            read.faults.with_columns(pl.col("row") + first_row).to_arrow(),
            batch.num_rows,
            batch.num_rows - len(found.faulty),
            (found,),
            prepared.forms,
        )

    def _prepare(self, schema: pa.Schema) -> _Prepared:
        # compared with the few that there were, since to look one up by its types takes far longer
        for known, prepared in self._prepared:
            if known.equals(schema):
                return prepared
        prepared = self._newly_prepared(schema)
        self._prepared.append((schema, prepared))
        return prepared

    def _newly_prepared(self, schema: pa.Schema) -> _Prepared:
        columns = find_columns(schema, self._book.vocabulary, self._known)
        faults = list(self._clashes(columns))
        if faults:
            raise CaseloadError(faults)
        reading = Reading(columns, self._beside, self._book.vocabulary, self._known)
        case = None if columns.case is None else schema.field(columns.case).type
        found = program(self._book, self._layout(columns))
        forms = Forms(LineForm(self._book, found, self._shared, case), self._sheets, case)
        return _Prepared(reading, found, forms)

    def _clashes(self, columns: Columns) -> Iterator[Text]:
        for name in (*self._beside, *self._shared):
            column = columns.lists.get(name)
            if column is not None and not (column.words and name in self._beside):
                yield phrase("caseload.list_twice", section=name)
        if self._beside and columns.case is None:
            yield phrase("caseload.no_case_column", column=CASE_COLUMN)

    def _layout(self, columns: Columns) -> Layout:
        own: dict[str, ListColumn] = columns.lists | {  # type: ignore[operator]
            name: table.column for name, table in self._beside.items()
        }
        facts = {*columns.facts, *(path for column in own.values() for path in column.facts)}
        office = any(self._book.vocabulary[path].section == OPERATION for path in columns.facts)
        return Layout(
            columns=frozenset(facts),
            listed=frozenset(own),
            shared=self._shared,
            operation=None if office or columns.operation is not None else False,
        )

    def __repr__(self) -> str:
        return f"<Screener: {len(self._book.rules)} rules>"


def _reader(cases: Any) -> pa.RecordBatchReader:
    if isinstance(cases, pa.RecordBatchReader):
        return cases
    if hasattr(cases, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(cases)
    batch = pa.record_batch(cases)
    return pa.RecordBatchReader.from_batches(batch.schema, [batch])


def _together(parts: list[Screened], forms: Forms) -> Screened:
    return Screened(
        pa.concat_tables([part.faults for part in parts] or [FAULT_SCHEMA.to_frame().to_arrow()]),
        sum(part.cases for part in parts),
        sum(part.screened for part in parts),
        tuple(found for part in parts for found in part.found),
        forms,
    )


def _within(faults: pl.DataFrame | None, start: int, end: int) -> pl.DataFrame | None:
    if faults is None:
        return None
    return faults.filter(pl.col("row").is_between(start, end - 1)).with_columns(pl.col("row") - start)


def _rows(lists: Mapping[str, pa.Array], found: Program) -> int:
    """The most rows that a table of items, or of their pairs, would have."""
    lengths = {name: list_lengths(array) for name, array in lists.items()}
    most = 0
    for scope in {*found.plan.scopes.values(), *((name,) for name in LIST_SECTIONS)}:
        several = [lengths[section] for section in scope if section in lengths]
        if several:
            most = max(most, int(np.prod(several, axis=0).sum()))
    return most
