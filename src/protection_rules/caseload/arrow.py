"""What passes between Arrow and arrays of numbers, without a copy where that can be.

pyarrow's own ways load pandas, where that is installed, which takes longer than to screen a small caseload.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from protection_rules.matchers.bits import Bits, Flags, flags
from protection_rules.matchers.case_tables import Numbers


def series(array: pa.Array | pa.ChunkedArray) -> pl.Series:
    """The same column."""
    return pl.Series(pl.from_arrow(array))


def stored(array: pa.Array) -> Numbers:
    """A column of whole numbers as it is stored, with anything in cells without a value."""
    kind = np.dtype(str(array.type))
    if not len(array):
        return np.empty(0, kind)
    return np.frombuffer(array.buffers()[1], kind, len(array), array.offset * kind.itemsize)


def given(array: pa.Array) -> Flags:
    """Which cells have a value; one that points at no word has none."""
    if pa.types.is_dictionary(array.type) and array.dictionary.null_count:
        pointing = given(array.indices)
        return pointing & given(array.dictionary).take(np.where(pointing, stored(array.indices), 0))
    if not array.null_count:
        return np.ones(len(array), np.bool_)
    buffer = array.buffers()[0]
    if buffer is None:  # of the type that has no values at all
        return np.zeros(len(array), np.bool_)
    return flags(np.frombuffer(buffer, np.uint8), array.offset + len(array))[array.offset :]


def list_lengths(array: pa.Array) -> NDArray[np.int64]:
    """How many members each list has; none where there is no list."""
    offsets = stored(array.offsets).astype(np.int64)
    lengths = offsets[1:] - offsets[:-1]
    return np.where(given(array), lengths, 0) if array.null_count else lengths


def whole_numbers(column: Numbers) -> pa.Array:
    """A column of whole numbers."""
    kind = pa.from_numpy_dtype(column.dtype)
    return pa.Array.from_buffers(kind, len(column), [None, pa.py_buffer(np.ascontiguousarray(column))])


def truths(bits: Bits, size: int) -> pa.Array:
    """Bits as a column of truth values."""
    return pa.Array.from_buffers(pa.bool_(), size, [None, pa.py_buffer(bits)])


def texts(words: Iterable[str]) -> pa.Array:
    """A column of text."""
    return pl.Series([*words], dtype=pl.String).to_arrow().cast(pa.string())


def nothing(kind: pa.DataType) -> pa.Array:
    """A column of this type without rows."""
    return pa.nulls(0, kind)
