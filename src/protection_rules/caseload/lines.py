"""The result as lines: one for each thing that is said of a case or of an item listed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from protection_rules.caseload.arrow import nothing, series, texts, whole_numbers
from protection_rules.caseload.columns import CASE_COLUMN
from protection_rules.caseload.entries import KINDS, OUTCOMES, Entry, Program
from protection_rules.caseload.found import Found
from protection_rules.caseload.pointers import ID_TYPE, ItemPointers, Pointers, pointing, reference_type
from protection_rules.caseload.slots import FEW_CASES, MOST_CASES, Filled, Slots, Standing
from protection_rules.facts.case import Item
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import MODALITIES, URGENCIES, RuleBook

_ABOUTS: Final = ("case", "operation", *LIST_SECTIONS)
_NAMES: Final = (
    "kind",
    "rule",
    "about",
    "item",
    "outcome",
    "other",
    "modality",
    "action",
    "urgency",
    "reveals",
)
_KEPT: Final = 8
"""Kinds of slots for which is kept what they say; each takes up to 40 MB."""


class LineForm:
    """The lines of cases of one layout.

    ``row`` counts from 1, ``case`` is the host's reference where the caseload has one. ``kind``,
    ``rule``, ``about``, ``outcome`` and ``other`` are those of `Entry`; ``item`` is the id of a
    listed item. ``modality``, ``action``, ``urgency`` and ``reveals`` are the rule's: the last says
    that its firing alone discloses something, so that it is for case worker and supervisor only.
    """

    def __init__(
        self,
        book: RuleBook,
        program: Program,
        shared: Mapping[str, tuple[Item, ...]],
        case: pa.DataType | None,
    ) -> None:
        """`shared` are the lists that all cases share; `case` is the type of the host's references."""
        rules = [rule.id for rule in book.rules]
        self._words: Mapping[str, list[str]] = {
            "kind": [*KINDS],
            "rule": rules,
            "about": [*_ABOUTS],
            "outcome": [*OUTCOMES],
            "other": rules,
            "modality": [*MODALITIES],
            "action": [*book.actions],
            "urgency": [*URGENCIES],
        }
        self._program = program
        self._shared = shared
        indices = {name: pa.from_numpy_dtype(_index_type(several)) for name, several in self._words.items()}
        types = {name: pa.dictionary(index, pa.string()) for name, index in indices.items()}
        types |= {"item": ID_TYPE, "reveals": pa.bool_()}
        references = [] if case is None else [(CASE_COLUMN, reference_type(case))]
        self.schema = pa.schema([("row", pa.int64()), *references, *((name, types[name]) for name in _NAMES)])
        self._sayings: dict[tuple[tuple[tuple[str, int], ...], bool], _Sayings] = {}

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_sayings": {}}

    def tables(self, found: Found) -> Iterator[pa.Table]:
        """The lines of a batch, by case and in the order of an assessment, part by part.

        A row with a fault has one line alone, which says that it was not screened.
        """
        standing, ids = Standing(found), ItemPointers(found.items, self._shared)
        for start in range(0, found.size, MOST_CASES):
            end = min(found.size, start + MOST_CASES)
            batches = self._batches(found, standing, ids, range(start, end))
            yield pa.Table.from_batches(batches, self.schema)

    def _batches(
        self, found: Found, standing: Standing, ids: ItemPointers, cases: range
    ) -> Iterator[pa.RecordBatch]:
        references = None if found.cases is None else Pointers(found.cases[cases.start : cases.stop])
        start = cases.start
        while start < cases.stop:
            left = cases.stop - start
            sayings = self._of(standing.depths(start, left), few=left <= FEW_CASES)
            count = min(sayings.slots.cases, left)
            filled = standing.of(sayings.slots, start, count)
            columns = sayings.columns(filled, ids)
            columns["row"] = whole_numbers(filled.each(np.arange(count) + found.first_row + start))
            if references is not None:
                rows = np.arange(start - cases.start, start - cases.start + count, dtype=np.uint32)
                columns[CASE_COLUMN] = references.at(series(whole_numbers(filled.each(rows))))
            arrays = [columns[name] for name in self.schema.names]
            yield pa.RecordBatch.from_arrays(arrays, schema=self.schema)
            start += count

    def _of(self, depths: tuple[tuple[str, int], ...], *, few: bool) -> _Sayings:
        """What is said in slots for so many items, of few cases or of many."""
        sayings = self._sayings.get((depths, few))
        if sayings is None:
            if len(self._sayings) >= _KEPT:
                self._sayings.clear()
            slots = Slots(self._program, dict(depths), few=few)
            sayings = self._sayings[depths, few] = _Sayings(self._program, slots, self._words)
        return sayings


class _Sayings:
    """What each slot says, column by column."""

    def __init__(self, program: Program, slots: Slots, words: Mapping[str, list[str]]) -> None:
        self.slots = slots
        entries = [program.entries[number] for number in slots.entries]
        self._words = {name: texts(several) for name, several in words.items()}
        columns: dict[str, pl.Series] = {}
        self._given: dict[str, tuple[bool, ...]] = {}
        for name, several in words.items():
            numbers = {word: number for number, word in enumerate(several)}
            said = [_word(name, entry) for entry in entries]
            places = np.array([numbers[word] if word else 0 for word in said], _index_type(several))
            columns[name] = series(whole_numbers(places))
            self._given[name] = tuple(word is not None for word in said)
        self._numbers = pl.DataFrame(columns)
        self._given["item"] = tuple(entry.about in LIST_SECTIONS for entry in entries)
        self._given["reveals"] = tuple(_reveals(entry) for entry in entries)
        # columns of which the same lines have a word share where that is
        self._where = {
            given: slots.repeated(pl.Series(given)) for given in {*self._given.values()} if not all(given)
        }

    def columns(self, filled: Filled, ids: ItemPointers) -> dict[str, pa.Array]:
        """What filled slots say."""
        where = {given: filled.only(each) for given, each in self._where.items()}
        columns = {
            numbers.name: pointing(numbers, self._words[numbers.name], where.get(self._given[numbers.name]))
            for numbers in self._numbers[filled.slots]
        }
        columns["item"] = pointing(ids.of(self.slots, filled), ids.words, where.get(self._given["item"]))
        columns["reveals"] = where[self._given["reveals"]].to_arrow()
        return columns


def _index_type(words: Sized) -> np.dtype[np.signedinteger[Any]]:
    """The least type that points at each of these words; pandas takes no unsigned one."""
    return np.dtype(np.int8 if len(words) <= np.iinfo(np.int8).max else np.int16)


def _word(name: str, entry: Entry) -> str | None:
    rule = entry.rule
    words = {
        "kind": entry.kind,
        "rule": entry.rule_id,
        "about": entry.about,
        "outcome": entry.outcome,
        "other": entry.other_id,
        "modality": None if rule is None else rule.modality,
        "action": None if rule is None else rule.action,
        "urgency": None if rule is None else rule.urgency,
    }
    return words[name]


def _reveals(entry: Entry) -> bool:
    return any(rule.reveals for rule in (entry.rule, entry.other) if rule)


def per_case(lines: pa.Table) -> pa.Table:
    """The same with one row for each case: whether it was screened, and its lines as a list."""
    kinds = series(lines["kind"])
    heads = (kinds == "case").arg_true()
    # the lines of a case come after its head and before the next one
    ends = pl.concat([heads[1:], pl.Series([len(kinds)], dtype=heads.dtype)])
    counts = (ends - heads - 1).cast(pl.Int32)
    offsets = pl.concat([pl.Series([0], dtype=pl.Int32), counts.cum_sum().cast(pl.Int32)])
    before = [name for name in ("row", CASE_COLUMN) if name in lines.column_names]
    said = lines.filter((kinds != "case").to_arrow()).drop_columns(before).combine_chunks()
    structures = pa.StructArray.from_arrays(
        [column.chunk(0) if column.num_chunks else nothing(column.type) for column in said.columns],
        fields=list(said.schema),
    )
    whole = lines.take(heads.to_arrow())
    screened = series(whole["outcome"]) == "screened"
    return (
        whole.select(before)
        .append_column("screened", screened.to_arrow())
        .append_column("lines", pa.ListArray.from_arrays(offsets.to_arrow(), structures))
    )


def written_out(table: pa.Table) -> pa.Table:
    """The same table without dictionaries, for programs that have none."""
    return table.cast(pa.schema([_written_out_field(field) for field in table.schema]))


def written_out_type(kind: pa.DataType) -> pa.DataType:
    """The type of the same cells without dictionaries."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_written_out_field(kind.value_field))
    if pa.types.is_struct(kind):
        return pa.struct([_written_out_field(kind.field(number)) for number in range(kind.num_fields)])
    return kind


def _written_out_field(field: pa.Field) -> pa.Field:
    return field.with_type(written_out_type(field.type))
