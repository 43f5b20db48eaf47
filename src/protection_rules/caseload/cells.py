"""The cells of columns as small numbers, and which of them are no value of their fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from protection_rules.facts.vocabulary import NONE, NOT_ASKED, UNKNOWN, FactEntry, Vocabulary
from protection_rules.matchers.case_tables import (
    UNKNOWN_NUMBER,
    code_number,
    column_type,
    member_bit,
    value_number,
    values,
)

_DIGITS: Final = r"^[0-9]{1,18}$"
_FEW: Final = 1 << 8
"""Words of a column that are numbered in one byte."""


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """Columns of numbers as `matchers.case_tables` has them, and where a column has faulty cells."""

    numbers: Mapping[str, pl.Series]
    faulty: Mapping[str, pl.Series]

    def __repr__(self) -> str:
        return f"<Cells: {len(self.numbers)} columns>"


def is_text(kind: pa.DataType) -> bool:
    """Whether cells of this type are text, each written out or pointed at."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(plain)
        or pa.types.is_large_string(plain)
        or pa.types.is_string_view(plain)
        or pa.types.is_null(plain)
    )


def is_list(kind: pa.DataType) -> bool:
    """Whether cells of this type are lists."""
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def fits(kind: pa.DataType, fact: FactEntry) -> bool:
    """Whether cells of this type can hold values of the fact."""
    match fact.kind:
        case "number":
            return is_text(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)
        case "choices":
            return is_text(kind) or (is_list(kind) and is_text(kind.value_type))
        case _:
            return is_text(kind)


def series(array: pa.Array | pa.ChunkedArray) -> pl.Series:
    """The same column, without a copy where that can be."""
    return pl.Series(pl.from_arrow(array))


def read_cells(columns: Mapping[str, pa.Array], vocabulary: Vocabulary) -> Cells:
    """The cells of facts, by path, in columns whose types fit.

    A cell without a value stands for what is not given.
    """
    numbers: dict[str, pl.Series] = {}
    faulty: dict[str, pl.Series] = {}
    texts: dict[str, pl.Series] = {}
    for path, array in columns.items():
        if vocabulary[path].kind in {"answer", "recorded", "choice"} and not _is_pointed_at(array):
            texts[path] = series(array)
    texts |= _positions_of_texts(texts, vocabulary)
    for path, array in columns.items():
        fact = vocabulary[path]
        column = texts[path] if path in texts else _read(array, fact)
        if column.null_count() > array.null_count:
            faulty[path] = column.is_null() & series(pc.is_valid(array))
        numbers[path] = _filled(column, _absent(fact))
    return Cells(numbers, faulty)


def _absent(fact: FactEntry) -> int:
    return value_number(fact, fact.not_given)


def _filled(column: pl.Series, absent: int) -> pl.Series:
    if not column.null_count():
        return column
    return column.zip_with(column.is_not_null(), pl.Series([absent], dtype=column.dtype))


def _is_pointed_at(array: pa.Array) -> bool:
    return pa.types.is_dictionary(array.type) and len(array.dictionary) < _FEW


def _positions_of_texts(
    texts: Mapping[str, pl.Series], facts: Mapping[str, FactEntry]
) -> dict[str, pl.Series]:
    """The position of each code in columns where every one is written out, all at once."""
    positions = (
        pl.col(path).cast(pl.Enum(values(facts[path])), strict=False).to_physical().cast(pl.UInt8)
        for path in texts
    )
    return pl.DataFrame(texts).select(positions).to_dict()


def _read(array: pa.Array, fact: FactEntry) -> pl.Series:
    """A column as numbers; null for a cell without a value, or with a wrong one."""
    match fact.kind:
        case "number":
            return _numbers(array, fact)
        case "choices":
            return _sets(array, fact) if is_list(array.type) else _written_sets(array, fact)
        case _:
            return _positions(array, fact)


def _positions(array: pa.Array, fact: FactEntry) -> pl.Series:
    """The position of each code; null for what is none of them, and for no value."""
    if not _is_pointed_at(array):
        texts = _positions_of_texts({fact.path: series(array)}, {fact.path: fact})
        return texts[fact.path]
    numbers = {code: number for number, code in enumerate(values(fact))}
    known = [numbers.get(word) for word in array.dictionary.to_pylist()]
    # wide enough for any index of this type, so that it does not matter what stands under no value
    padded = pl.Series([*known, *([0] * (_FEW - len(known)))], dtype=pl.UInt8)
    indices = array.indices.cast(pa.uint8(), safe=False)
    found = padded[_regardless_of_validity(indices)]
    if not indices.null_count:
        return found
    return found.zip_with(series(pc.is_valid(indices)), pl.Series([None], dtype=pl.UInt8))


def _regardless_of_validity(indices: pa.Array) -> pl.Series:
    buffers = [None, indices.buffers()[1]]
    return series(pa.Array.from_buffers(indices.type, len(indices), buffers, offset=indices.offset))


def _numbers(array: pa.Array, fact: FactEntry) -> pl.Series:
    low, high = fact.attributes.minimum, fact.attributes.maximum
    column = series(array.dictionary_decode() if pa.types.is_dictionary(array.type) else array)
    cell = pl.col(fact.path)
    unknown: pl.Expr
    number: pl.Expr
    if column.dtype.is_float():
        # data frames write a missing whole number as a float that is none
        unknown, number = cell.is_nan(), pl.when(cell == cell.floor()).then(cell)
    elif column.dtype.is_integer():
        unknown, number = pl.lit(value=False), cell
    else:
        text = cell.cast(pl.String)
        unknown, number = text == UNKNOWN, pl.when(text.str.contains(_DIGITS)).then(text)
    number = number.cast(pl.Int64, strict=False)
    known = pl.when(number.is_between(low, high)).then(number)
    numbers = pl.when(unknown).then(pl.lit(UNKNOWN_NUMBER, dtype=pl.Int64)).otherwise(known)
    return column.alias(fact.path).to_frame().select(numbers.alias(fact.path)).to_series()


def _sets(array: pa.Array, fact: FactEntry) -> pl.Series:
    members, ends = array.flatten(), _ends(array)
    positions = _positions(members, fact)
    bits = pl.Series([1 << number for number in range(len(values(fact)))], dtype=pl.UInt64)
    single = _filled(bits[positions], 0)
    running = pl.concat([pl.Series([0], dtype=pl.UInt64), single.cum_sum()])[ends]
    masks, lengths = running[1:] - running[:-1], ends[1:] - ends[:-1]
    # what is no member has no bit, and a member given twice carries over to another bit, so that
    # there are fewer bits than members
    sound = (masks.bitwise_count_ones() == lengths) & (lengths > 0)
    markers = sum(member_bit(fact, marker) for marker in fact.markers)
    sound &= ((masks & markers) == 0) | (lengths == 1)
    known = masks.zip_with(masks != member_bit(fact, NONE), pl.Series([0], dtype=pl.UInt64))
    return known.zip_with(sound, pl.Series([None], dtype=pl.UInt64)).cast(column_type(fact))


def _ends(array: pa.Array) -> pl.Series:
    """Where each row's members begin among all of them, and where the last one's end."""
    lengths = series(pc.list_value_length(array)).cast(pl.UInt32)
    return pl.concat([pl.Series([0], dtype=pl.UInt32), _filled(lengths, 0).cum_sum()])


def _written_sets(array: pa.Array, fact: FactEntry) -> pl.Series:
    """Sets written as text: codes with spaces between them."""
    if not pa.types.is_dictionary(array.type):
        array = series(array).cast(pl.String).to_arrow().dictionary_encode()
    written = [*array.dictionary.to_pylist(), None]
    masks = pl.Series(fact.path, [_mask(words, fact) for words in written], dtype=column_type(fact))
    return masks.gather(series(array.indices))


def _mask(words: str | None, fact: FactEntry) -> int | None:
    """The members of one written set; None for what is no set of the fact."""
    members = (words or "").split()
    alone = {NONE, NOT_ASKED, UNKNOWN} & {*members}
    if not members or len({*members}) < len(members) or (alone and len(members) > 1):
        return None
    if not {*members} <= {*values(fact)}:
        return None
    return 0 if members == [NONE] else sum(1 << code_number(fact, member) for member in members)
