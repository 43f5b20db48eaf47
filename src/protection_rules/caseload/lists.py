"""Lists of a caseload: each case's own, in a column or in a table of its own, and those all share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.cells import Cells, read_cells, series
from protection_rules.caseload.columns import CASE_COLUMN, ITEM_ID, ListColumn, item_fields
from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.faults import (
    RowFaults,
    expected_id,
    expected_item,
    expected_list,
    expected_own_id,
    expected_value,
)
from protection_rules.facts.case import Item
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import NONE, UNKNOWN, SectionEntry, Vocabulary
from protection_rules.limits import MOST_ITEMS
from protection_rules.matchers.case_tables import ItemTable

_ID: Final = r"^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$"


@dataclass(frozen=True, slots=True, repr=False)
class ItemIds:
    """The ids of items: each written once in `words`, which `numbers` point to."""

    numbers: pl.Series
    words: pl.Series

    def __repr__(self) -> str:
        return f"<ItemIds: {len(self.numbers)}>"


@dataclass(frozen=True, slots=True, repr=False)
class ListedItems:
    """The items of one section in a batch; `ids` is None where all have their default id.

    `starts` has the row of each case's first item, `positions` each item's place in its case's list.
    """

    table: ItemTable
    ids: ItemIds | None
    starts: pl.Series
    positions: pl.Series

    def __repr__(self) -> str:
        return f"<ListedItems: {len(self.table.cases)}>"


def _places(cases: pl.Series, lengths: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Where each case's items start, and each item's place in its case's list."""
    starts = lengths.cum_sum().cast(pl.UInt32) - lengths
    return starts, pl.arange(len(cases), dtype=pl.UInt32, eager=True) - starts[cases]


def read_items(
    array: pa.Array, section: SectionEntry, column: ListColumn, faults: RowFaults, vocabulary: Vocabulary
) -> ListedItems:
    """The items of a column of lists, with their faults noted."""
    lengths = series(pc.list_value_length(array)).fill_null(0).cast(pl.UInt32)
    too_long = lengths > MOST_ITEMS
    _note(faults, too_long.arg_true(), section.name, expected_list(section.name))
    listed = series(pc.is_valid(array))
    cases = series(pc.list_parent_indices(array)).cast(pl.UInt32)
    structures = array.flatten()
    starts, positions = _places(cases, lengths)

    def note(where: pl.Series, name: str, expected: Text) -> None:
        # of a list that is too long nothing else is told
        where = where & ~too_long[cases]
        if where.any():
            inside = f"].{name}" if name else "]"
            places = pl.select(
                pl.concat_str(pl.lit(f"{section.name}["), positions.filter(where), pl.lit(inside))
            ).to_series()
            faults.add(cases.filter(where), places, expected)

    note(series(pc.is_null(structures)), "", expected_item(section.name))
    fields = structures.flatten()
    cells = read_cells({path: fields[number] for path, number in column.facts.items()}, vocabulary)
    for path, where in cells.faulty.items():
        note(where, vocabulary[path].name, expected_value(path, vocabulary))
    ids = None
    if column.identifier is not None:
        ids = _ids(fields[column.identifier], section, positions)
        note(_unsound(ids), ITEM_ID, expected_id())
        note(_repeated(cases, ids), ITEM_ID, expected_own_id())
    if too_long.any():
        kept = ~too_long[cases]
        facts = {path: column.filter(kept) for path, column in cells.numbers.items()}
        ids = None if ids is None else ItemIds(ids.numbers.filter(kept), ids.words)
        cases, cells = cases.filter(kept), Cells(facts, {})
        starts, positions = _places(cases, lengths.set(too_long, 0))
    return ListedItems(ItemTable(cases, listed, cells.numbers), ids, starts, positions)


def read_words(array: pa.Array, section: SectionEntry, faults: RowFaults) -> ListedItems:
    """Lists of which only is said that they are known to be empty, or not known."""
    words = series(array).cast(pl.String)
    strange = ~words.is_in([NONE, UNKNOWN]).fill_null(value=True)
    expected = phrase("caseload.words", none=NONE, unknown=UNKNOWN)
    _note(faults, strange.arg_true(), section.name, expected)
    listed = (words == NONE).fill_null(value=False)
    nothing = pl.Series([], dtype=pl.UInt32)
    starts = pl.zeros(len(words), dtype=pl.UInt32, eager=True)
    return ListedItems(ItemTable(nothing, listed, {}), None, starts, nothing)


def both_said(
    items: ListedItems, words: ListedItems, section: SectionEntry, faults: RowFaults
) -> ListedItems:
    """Items of a table beside the cases, together with what is said of lists without any."""
    contradicted = (items.table.listed & words.table.listed).arg_true()
    _note(faults, contradicted, section.name, phrase("caseload.words_and_items", none=NONE))
    table = ItemTable(items.table.cases, items.table.listed | words.table.listed, items.table.facts)
    return replace(items, table=table)


def _note(faults: RowFaults, rows: pl.Series, place: str, expected: Text) -> None:
    if len(rows):
        faults.add(rows, place, expected)


def default_ids(section: SectionEntry) -> pl.Series:
    """The ids of items that have none of their own, by position."""
    return pl.Series([f"{section.default_id}{position + 1}" for position in range(MOST_ITEMS)])


def _ids(array: pa.Array, section: SectionEntry, positions: pl.Series) -> ItemIds:
    given = series(array).cast(pl.String)
    if given.null_count():
        # of a list that is too long nothing is kept but its fault
        default = default_ids(section)[positions.clip(upper_bound=MOST_ITEMS - 1)]
        given = given.zip_with(given.is_not_null(), default)
    encoded = given.to_arrow().dictionary_encode()
    return ItemIds(series(encoded.indices).cast(pl.UInt32), series(encoded.dictionary))


def _unsound(ids: ItemIds) -> pl.Series:
    """Ids that are none, such as one with a space."""
    return (~ids.words.str.contains(_ID))[ids.numbers]


def _repeated(cases: pl.Series, ids: ItemIds) -> pl.Series:
    """Items with the id of an earlier item of the same list."""
    both = cases.cast(pl.UInt64) * (1 << 32) + ids.numbers.cast(pl.UInt64)
    ordered = both.sort(multithreaded=False)
    if not (ordered[1:] == ordered[:-1]).any():
        return pl.repeat(value=False, n=len(both), dtype=pl.Boolean, eager=True)
    return ~both.is_first_distinct()


class ListTable:
    """The lists of all cases in a table of their own, each item with its case's reference."""

    def __init__(self, section: SectionEntry, table: pa.Table) -> None:
        """Sort the items by case; raises CaseloadError for a table that is not of the section's form."""
        position = table.schema.get_field_index(CASE_COLUMN)
        owners = series(table.column(position)).cast(pl.String)
        order = owners.alias("case").to_frame().with_row_index().sort("case", maintain_order=True)["index"]
        self._owners = owners[order]
        items = pl.DataFrame(pl.from_arrow(table.remove_column(position)))[order]
        self._items = _structures(items.to_arrow())
        facts, identifier, faults = item_fields(0, self._items.type, section)
        if owners.null_count():
            faults = [phrase("caseload.no_owner", section=section.name), *faults]
        if faults:
            raise CaseloadError(faults)
        self.column = ListColumn(0, words=False, facts=facts, identifier=identifier)

    def __repr__(self) -> str:
        return f"<ListTable: {len(self._owners)} items>"

    def lists(self, cases: pl.Series) -> pa.Array:
        """Each case's list; none for a case of which the table says nothing."""
        wanted = cases.cast(pl.String)
        starts = self._owners.search_sorted(wanted, side="left").cast(pl.Int64)
        ends = self._owners.search_sorted(wanted, side="right").cast(pl.Int64)
        ends = ends.zip_with(wanted.is_not_null(), starts)
        lengths = ends - starts
        last = lengths.cum_sum()
        numbers = pl.arange(int(lengths.sum()), dtype=pl.Int64, eager=True)
        owner = last.search_sorted(numbers, side="right")
        items = self._items.take((starts[owner] + numbers - (last - lengths)[owner]).to_arrow())
        offsets = pl.concat([pl.Series([0], dtype=pl.Int64), last])
        return pa.LargeListArray.from_arrays(offsets.to_arrow(), items, mask=(lengths == 0).to_arrow())


def _structures(table: pa.Table) -> pa.Array:
    """The rows of a table whose columns are in one piece each."""
    columns = [pa.concat_arrays(column.chunks or [pa.array([], column.type)]) for column in table.columns]
    if not columns:
        return pa.array([{}] * table.num_rows, pa.struct([]))
    return pa.StructArray.from_arrays(columns, fields=list(table.schema))


def shared_items(section: SectionEntry, table: pa.Table) -> tuple[Item, ...]:
    """The items of a list that all cases share; raises CaseloadError with their faults."""
    rows = [dict(_written(row, section)) for row in table.to_pylist()]
    faults: list[Text] = []
    try:
        profile = CaseProfile.from_mapping({"profile": 1, section.name: rows})
    except ProfileError as error:
        faults = [Text(fault.sentence("en"), fault.sentence("ar")) for fault in error.faults]
    if faults:
        raise CaseloadError(faults)
    return profile.case.items[section.name] or ()


def _written(row: Mapping[str, Any], section: SectionEntry) -> Iterator[tuple[str, Any]]:
    """A row of a table as a profile would write it."""
    for name, value in row.items():
        kind = section.facts[name].kind if name in section.facts else None
        if value is None:
            continue
        if kind == "choices":
            members = value.split() if isinstance(value, str) else value
            yield name, UNKNOWN if members == [UNKNOWN] else members
        elif kind == "number" and _is_written_number(value):
            yield name, int(value)
        else:
            yield name, value


def _is_written_number(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch("[0-9]{1,18}", value) is not None
    return isinstance(value, float) and value.is_integer()
