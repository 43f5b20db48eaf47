"""The result as lines: one for each thing that is said of a case or of an item listed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
import pyarrow as pa

from protection_rules.caseload.columns import CASE_COLUMN
from protection_rules.caseload.entries import KINDS, OUTCOMES, Entry
from protection_rules.caseload.found import POSITIONS, ROW, Found
from protection_rules.caseload.lists import default_ids
from protection_rules.facts.case import Item
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS
from protection_rules.rulesets.model import MODALITIES, URGENCIES, RuleBook

ABOUTS: Final = ("case", "operation", *LIST_SECTIONS)
CASES_AT_ONCE: Final = 16_384
"""Cases whose lines are made together; of each there may be a hundred."""
ID_TYPE: Final = pa.dictionary(pa.int32(), pa.string())
"""References and ids: each written once, and pointed at."""


class LineForm:
    """The columns of lines, which depend on the rule book alone.

    ``row`` counts from 1, ``case`` is the host's reference where the caseload has one. ``kind``,
    ``rule``, ``about``, ``outcome`` and ``other`` are those of `Entry`; ``item`` is the id of a
    listed item. ``modality``, ``action``, ``urgency`` and ``reveals`` are the rule's: the last says
    that its firing alone discloses something, so that it is for case worker and supervisor only.
    """

    def __init__(self, book: RuleBook) -> None:
        """Note the words that each column can have."""
        rules = [rule.id for rule in book.rules]
        self._words: Mapping[str, list[str]] = {
            "kind": [*KINDS],
            "rule": rules,
            "about": [*ABOUTS],
            "outcome": [*OUTCOMES],
            "other": rules,
            "modality": [*MODALITIES],
            "action": [*book.actions],
            "urgency": [*URGENCIES],
        }

    def schema(self, case: pa.DataType | None) -> pa.Schema:
        """The columns of lines for references of this type."""
        types = {name: pa.dictionary(pa.int16(), pa.string()) for name in self._words}
        types |= {"item": ID_TYPE, "reveals": pa.bool_()}
        before = [("row", pa.int64()), *([] if case is None else [(CASE_COLUMN, reference_type(case))])]
        order = (
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
        return pa.schema([*before, *((name, types[name]) for name in order)])

    def tables(
        self, found: Found, shared: Mapping[str, tuple[Item, ...]], case: pa.DataType | None
    ) -> Iterator[pa.Table]:
        """The lines of a batch, by case and in the order of an assessment, part by part.

        A row with a fault has one line alone, which says that it was not screened.
        """
        said = {name: self._said(name, found.program.entries) for name in self._words}
        for start in range(0, found.size, CASES_AT_ONCE):
            yield self._table(found.slice(start, CASES_AT_ONCE), said, shared, case)

    def _table(
        self,
        found: Found,
        said: Mapping[str, pl.Series],
        shared: Mapping[str, tuple[Item, ...]],
        case: pa.DataType | None,
    ) -> pa.Table:
        keys = found.keys()
        rows = (keys // ROW).cast(pl.UInt32)
        within = (keys % ROW).cast(pl.UInt32)
        entries = within // POSITIONS
        columns: dict[str, pa.Array] = {
            name: _pointing(numbers[entries], self._words[name]) for name, numbers in said.items()
        }
        columns["row"] = (rows.cast(pl.Int64) + found.first_row).to_arrow()
        if found.cases is not None:
            columns[CASE_COLUMN] = pointed_at(found.cases, rows)
        abouts = said["about"][entries]
        columns["item"] = pointed_at(*_items(found, shared, abouts, rows, within % POSITIONS))
        columns["reveals"] = _reveals(found.program.entries)[entries].to_arrow()
        schema = self.schema(case)
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _said(self, name: str, entries: tuple[Entry, ...]) -> pl.Series:
        """Which word of a column each entry has."""
        words = {word: number for number, word in enumerate(self._words[name])}
        return pl.Series(
            [None if (word := _word(name, entry)) is None else words[word] for entry in entries],
            dtype=pl.Int16,
        )


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


def _reveals(entries: tuple[Entry, ...]) -> pl.Series:
    return pl.Series([any(rule.reveals for rule in (entry.rule, entry.other) if rule) for entry in entries])


def _items(
    found: Found,
    shared: Mapping[str, tuple[Item, ...]],
    abouts: pl.Series,
    rows: pl.Series,
    positions: pl.Series,
) -> tuple[pl.Series, pl.Series]:
    """All ids there are, and for each line which one is its item's; the first is none."""
    ids = [pl.Series([None], dtype=pl.String)]
    first = [0] * len(ABOUTS)
    count = 1
    index = positions
    for number, name in enumerate(ABOUTS):
        if name not in LIST_SECTIONS:
            continue
        own = found.items.get(name)
        if name in shared:
            words = pl.Series([item.id for item in shared[name]], dtype=pl.String)
        elif own is not None and own.ids is not None:
            words = own.ids.words
            # lines about something else point past the last item
            beyond = pl.zeros(POSITIONS, dtype=pl.UInt32, eager=True)
            own_ids = pl.concat([own.ids.numbers, beyond])[own.starts[rows] + positions]
            index = own_ids.zip_with(abouts == number, index)
        else:
            words = default_ids(SECTIONS[name])
        first[number] = count
        count += len(words)
        ids.append(words)
    return pl.concat(ids), index + pl.Series(first, dtype=pl.UInt32)[abouts]


def per_case(lines: pa.Table) -> pa.Table:
    """The same with one row for each case: whether it was screened, and its lines as a list."""
    kinds = pl.Series(pl.from_arrow(lines["kind"]))
    heads = (kinds == "case").arg_true()
    # the lines of a case come after its head and before the next one
    ends = pl.concat([heads[1:], pl.Series([len(kinds)], dtype=heads.dtype)])
    counts = (ends - heads - 1).cast(pl.Int32)
    offsets = pl.concat([pl.Series([0], dtype=pl.Int32), counts.cum_sum().cast(pl.Int32)])
    before = [name for name in ("row", CASE_COLUMN) if name in lines.column_names]
    said = lines.filter((kinds != "case").to_arrow()).drop_columns(before).combine_chunks()
    structures = pa.StructArray.from_arrays(
        [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in said.columns],
        fields=list(said.schema),
    )
    whole = lines.take(heads.to_arrow())
    screened = pl.Series(pl.from_arrow(whole["outcome"])) == "screened"
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


def pointed_at(references: pl.Series, index: pl.Series) -> pa.Array:
    """References by their places, each text written once."""
    if references.dtype != pl.String:
        return references[index].to_arrow()
    encoded = references.to_arrow().cast(pa.string()).dictionary_encode()
    numbers = pl.Series(pl.from_arrow(encoded.indices))[index]
    return _pointing(numbers, encoded.dictionary)


def _pointing(index: pl.Series, words: list[str] | pa.Array) -> pa.Array:
    # the index is ours, so that it need not be checked once more
    return pa.DictionaryArray.from_arrays(index.to_arrow(), words, safe=False)


def reference_type(given: pa.DataType) -> pa.DataType:
    """The type that references of this type have in the result."""
    plain = given.value_type if pa.types.is_dictionary(given) else given
    is_text = pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)
    return ID_TYPE if is_text else plain
