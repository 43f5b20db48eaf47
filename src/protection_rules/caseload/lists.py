"""Lists of a caseload: each case's own, in a column or in a table of its own, and those all share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.arrow import given, list_lengths, nothing, series, stored
from protection_rules.caseload.cells import read_cells
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
from protection_rules.matchers.bits import Flags
from protection_rules.matchers.case_tables import ItemTable

_ID: Final = r"^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$"


@dataclass(frozen=True, slots=True, repr=False)
class ItemIds:
    """The ids of items: each written once in `words`, which `numbers` point to."""

    numbers: NDArray[np.int64]
    words: pl.Series

    def __repr__(self) -> str:
        return f"<ItemIds: {len(self.numbers)}>"


@dataclass(frozen=True, slots=True, repr=False)
class ListedItems:
    """The items of one section in a batch; `ids` is None where all have their default id.

    `starts` has the row of each case's first item.
    """

    table: ItemTable
    ids: ItemIds | None
    starts: NDArray[np.int64]

    def __repr__(self) -> str:
        return f"<ListedItems: {len(self.table.cases)}>"


def _places(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The case of each item, and where each case's items start."""
    ends = np.cumsum(lengths)
    count = int(ends[-1]) if len(ends) else 0
    # how many cases have ended before an item is the row of its case
    return np.cumsum(np.bincount(ends, minlength=count)[:count]), ends - lengths


def positions(cases: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each item's place in its case's list."""
    return np.arange(len(cases)) - starts.take(cases)


def read_items(
    array: pa.Array, section: SectionEntry, column: ListColumn, faults: RowFaults, vocabulary: Vocabulary
) -> ListedItems:
    """The items of a column of lists, with their faults noted."""
    lengths = list_lengths(array)
    too_long = lengths > MOST_ITEMS
    _note(faults, too_long, section.name, lambda: expected_list(section.name))
    cases, starts = _places(lengths)
    structures = array.flatten()

    def note(where: Flags, name: str, expected: Callable[[], Text]) -> None:
        # of a list that is too long nothing else is told
        rows = np.flatnonzero(where & ~too_long.take(cases))
        if len(rows):
            inside = f"].{name}" if name else "]"
            inside_of = positions(cases, starts)[rows]
            places = [f"{section.name}[{position}{inside}" for position in inside_of]
            faults.add(cases[rows], pl.Series(places), expected())

    if structures.null_count:
        note(~given(structures), "", lambda: expected_item(section.name))
    fields = structures.flatten()
    cells = read_cells({path: fields[number] for path, number in column.facts.items()}, vocabulary)
    for path, where in cells.faulty.items():
        note(where, vocabulary[path].name, partial(expected_value, path, vocabulary))
    ids = None
    if column.identifier is not None:
        ids = _ids(fields[column.identifier], section, cases, starts)
        note(_unsound(ids), ITEM_ID, expected_id)
        note(_repeated(cases, ids), ITEM_ID, expected_own_id)
    facts = cells.numbers
    if too_long.any():
        kept = ~too_long.take(cases)
        facts = {path: numbers[kept] for path, numbers in facts.items()}
        ids = None if ids is None else ItemIds(ids.numbers[kept], ids.words)
        cases, starts = _places(np.where(too_long, 0, lengths))
    return ListedItems(ItemTable(cases, given(array), facts), ids, starts)


def read_words(array: pa.Array, section: SectionEntry, faults: RowFaults) -> ListedItems:
    """Lists of which only is said that they are known to be empty, or not known."""
    words = series(array).cast(pl.String)
    strange = ~words.is_in([NONE, UNKNOWN]).fill_null(value=True)
    _note(
        faults,
        strange.to_numpy(),
        section.name,
        lambda: phrase("caseload.words", none=NONE, unknown=UNKNOWN),
    )
    listed = (words == NONE).fill_null(value=False).to_numpy()
    cases, starts = _places(np.zeros(len(words), np.int64))
    return ListedItems(ItemTable(cases, listed, {}), None, starts)


def both_said(
    items: ListedItems, words: ListedItems, section: SectionEntry, faults: RowFaults
) -> ListedItems:
    """Items of a table beside the cases, together with what is said of lists without any."""
    contradicted = items.table.listed & words.table.listed
    _note(faults, contradicted, section.name, lambda: phrase("caseload.words_and_items", none=NONE))
    table = ItemTable(items.table.cases, items.table.listed | words.table.listed, items.table.facts)
    return replace(items, table=table)


def _note(faults: RowFaults, where: Flags, place: str, expected: Callable[[], Text]) -> None:
    if where.any():
        faults.add(np.flatnonzero(where), place, expected())


def default_ids(section: SectionEntry) -> pl.Series:
    """The ids of items that have none of their own, by position."""
    return pl.Series([f"{section.default_id}{position + 1}" for position in range(MOST_ITEMS)])


def _ids(
    array: pa.Array, section: SectionEntry, cases: NDArray[np.int64], starts: NDArray[np.int64]
) -> ItemIds:
    ids = series(array).cast(pl.String)
    if ids.null_count():
        # of a list that is too long nothing is kept but its fault
        default = default_ids(section)[positions(cases, starts).clip(max=MOST_ITEMS - 1)]
        ids = ids.zip_with(ids.is_not_null(), default)
    encoded = ids.to_arrow().dictionary_encode()
    return ItemIds(stored(encoded.indices).astype(np.int64), series(encoded.dictionary))


def _unsound(ids: ItemIds) -> Flags:
    """Ids that are none, such as one with a space."""
    return (~ids.words.str.contains(_ID)).to_numpy().take(ids.numbers)


def _repeated(cases: NDArray[np.int64], ids: ItemIds) -> Flags:
    """Items with the id of an earlier item of the same list."""
    both = pl.Series(cases * (1 << 32) + ids.numbers)
    ordered = both.sort(multithreaded=False)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(len(both), np.bool_)
    return (~both.is_first_distinct()).to_numpy()


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
    columns = [pa.concat_arrays(column.chunks or [nothing(column.type)]) for column in table.columns]
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
