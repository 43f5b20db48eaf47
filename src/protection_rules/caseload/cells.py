"""The cells of columns as small numbers, and which of them are no value of their fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from protection_rules.caseload.arrow import given, list_lengths, series, stored
from protection_rules.facts.vocabulary import NONE, NOT_ASKED, UNKNOWN, FactEntry, Vocabulary
from protection_rules.matchers.bits import Flags
from protection_rules.matchers.case_tables import (
    UNKNOWN_NUMBER,
    Numbers,
    code_number,
    column_type,
    member_bit,
    value_number,
    values,
)

_DIGITS: Final = r"^[0-9]{1,18}$"
_FEW: Final = 1 << 8
"""Words of a column that are numbered in one byte."""
_NO_CODE: Final = _FEW - 1
"""The number of a word that is no code of its fact; no fact has so many codes."""

Read: TypeAlias = tuple[Numbers, Flags | None]
"""Numbers, and which of them stand for a value; None if all do."""


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """Columns of numbers as `matchers.case_tables` has them, and where a column has faulty cells."""

    numbers: Mapping[str, Numbers]
    faulty: Mapping[str, Flags]

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


def read_cells(columns: Mapping[str, pa.Array], vocabulary: Vocabulary) -> Cells:
    """The cells of facts, by path, in columns whose types fit.

    A cell without a value stands for what is not given.
    """
    numbers: dict[str, Numbers] = {}
    faulty: dict[str, Flags] = {}
    written = _written_out(columns, vocabulary)
    for path, array in columns.items():
        fact = vocabulary[path]
        found, known = written[path] if path in written else _read(array, fact)
        if known is not None:
            found = np.where(known, found, found.dtype.type(value_number(fact, fact.not_given)))
            if len(known) - np.count_nonzero(known) > array.null_count:
                wrong = given(array) & ~known
                if wrong.any():
                    faulty[path] = wrong
        numbers[path] = found
    return Cells(numbers, faulty)


def _written_out(columns: Mapping[str, pa.Array], vocabulary: Vocabulary) -> dict[str, Read]:
    """Columns of numbers, and those in which every code is written out, all at once."""
    cells: dict[str, pl.Series] = {}
    numbers: list[pl.Expr] = []
    for path, array in columns.items():
        fact = vocabulary[path]
        if fact.kind == "number":
            cells[path] = series(array.dictionary_decode() if pa.types.is_dictionary(array.type) else array)
            numbers.append(_number(cells[path].dtype, fact))
        elif fact.kind != "choices" and not _is_pointed_at(array):
            cells[path] = series(array)
            numbers.append(_position(path, fact))
    return {column.name: _parts(column) for column in pl.DataFrame(cells).select(numbers)}


def _parts(column: pl.Series) -> Read:
    if not column.null_count():
        return column.to_numpy(), None
    return column.fill_null(0).to_numpy(), column.is_not_null().to_numpy()


def _position(name: str, fact: FactEntry) -> pl.Expr:
    """The position of each code that is written out."""
    return pl.col(name).cast(pl.Enum(values(fact)), strict=False).to_physical().cast(pl.UInt8)


def _number(kind: pl.DataType, fact: FactEntry) -> pl.Expr:
    low, high = fact.attributes.minimum, fact.attributes.maximum
    cell = pl.col(fact.path)
    unknown: pl.Expr
    number: pl.Expr
    if kind.is_float():
        # data frames write a missing whole number as a float that is none
        unknown, number = cell.is_nan(), pl.when(cell == cell.floor()).then(cell)
    elif kind.is_integer():
        unknown, number = pl.lit(value=False), cell
    else:
        text = cell.cast(pl.String)
        unknown, number = text == UNKNOWN, pl.when(text.str.contains(_DIGITS)).then(text)
    number = number.cast(pl.Int64, strict=False)
    known = pl.when(number.is_between(low, high)).then(number)
    numbers = pl.when(unknown).then(pl.lit(UNKNOWN_NUMBER, dtype=pl.Int64)).otherwise(known)
    return numbers.alias(fact.path)


def _read(array: pa.Array, fact: FactEntry) -> Read:
    if fact.kind != "choices":
        return _positions(array, fact)
    return _sets(array, fact) if is_list(array.type) else _written_sets(array, fact)


def _is_pointed_at(array: pa.Array) -> bool:
    return pa.types.is_dictionary(array.type) and len(array.dictionary) < _FEW


def _positions(array: pa.Array, fact: FactEntry) -> Read:
    """The position of each code."""
    if not _is_pointed_at(array):
        return _parts(series(array).alias("").to_frame().select(_position("", fact)).to_series())
    indices = stored(array.indices).astype(np.uint8, copy=False)
    numbers = _numbers_of(tuple(array.dictionary.to_pylist()), values(fact))
    positions = indices if numbers is None else numbers.take(indices)
    known: Flags | None = None
    if numbers is not None and (numbers == _NO_CODE).any():
        known = positions != _NO_CODE
    if array.indices.null_count:
        known = given(array.indices) if known is None else known & given(array.indices)
    return positions, known


@lru_cache(maxsize=4096)
def _numbers_of(words: tuple[str | None, ...], codes: tuple[str, ...]) -> NDArray[np.uint8] | None:
    """The position of each word among the codes; None where every word stands at its own."""
    if words == codes[: len(words)]:
        return None
    numbers = {code: number for number, code in enumerate(codes)}
    # as long as there are indices, so that it does not matter what stands under no value
    found = np.zeros(_FEW, np.uint8)
    found[: len(words)] = [_NO_CODE if word is None else numbers.get(word, _NO_CODE) for word in words]
    return found


def _sets(array: pa.Array, fact: FactEntry) -> Read:
    members, known = _positions(array.flatten(), fact)
    kind = column_type(fact)
    # what is no member has no bit, and a member given twice carries over to another bit, so that
    # there are fewer bits than members
    single = np.left_shift(kind(1), members.astype(kind))
    if known is not None:
        single *= known
    lengths = list_lengths(array)
    running = np.zeros(len(single) + 1, kind)
    np.cumsum(single, dtype=kind, out=running[1:])
    until = running.take(np.cumsum(lengths))
    masks = np.diff(until, prepend=kind(0))
    sound = (np.bitwise_count(masks) == lengths) & (lengths > 0)
    markers = masks & kind(sum(member_bit(fact, marker) for marker in fact.markers))
    sound &= (markers == 0) | (lengths == 1)
    return masks * (masks != member_bit(fact, NONE)), None if sound.all() else sound


def _written_sets(array: pa.Array, fact: FactEntry) -> Read:
    """Sets written as text: codes with spaces between them."""
    if not pa.types.is_dictionary(array.type):
        array = series(array).cast(pl.String).to_arrow().dictionary_encode()
    masks = [*(_mask(words, fact) for words in array.dictionary.to_pylist()), None]
    index = np.where(given(array.indices), stored(array.indices), len(masks) - 1)
    known = np.array([mask is not None for mask in masks]).take(index)
    numbers: Numbers = np.array([mask or 0 for mask in masks], column_type(fact))
    return numbers.take(index), known


def _mask(words: str | None, fact: FactEntry) -> int | None:
    """The members of one written set; None for what is no set of the fact."""
    members = (words or "").split()
    alone = {NONE, NOT_ASKED, UNKNOWN} & {*members}
    if not members or len({*members}) < len(members) or (alone and len(members) > 1):
        return None
    if not {*members} <= {*values(fact)}:
        return None
    return 0 if members == [NONE] else sum(1 << code_number(fact, member) for member in members)
