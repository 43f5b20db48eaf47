"""Truth values of many rows as bits, eight in a byte, the first one lowest."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
"""A truth value for each row, in a byte each."""
Bits: TypeAlias = NDArray[np.uint8]
"""A truth value for each row, in a bit each. Bits past the last row mean nothing."""

_BYTE: Final = 8
# in a square of eight by eight bits, what lies to one side of the diagonal changes places with what
# lies to the other: single bits, then pairs, then fours
_SWAPS: Final = tuple(
    (np.uint64(distance), np.uint64(mask))
    for distance, mask in ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0))
)


def bytes_for(size: int) -> int:
    """How many bytes so many bits take."""
    return -(-size // _BYTE)


def packed(flags: NDArray[np.bool_] | NDArray[np.uint8]) -> Bits:
    """A bit for each flag, in as many rows as there are."""
    return np.packbits(flags, axis=-1, bitorder="little")


def flags(bits: Bits, size: int) -> Flags:
    """A flag for each of so many bits."""
    return np.unpackbits(bits, count=size, bitorder="little").view(np.bool_)


def constant(size: int, *, value: bool) -> Bits:
    """The same bit so many times."""
    return np.full(bytes_for(size), 0xFF if value else 0, np.uint8)


def marked(size: int, rows: NDArray[np.integer]) -> Bits:
    """So many bits, of which those of some rows are set; rows may be given more than once."""
    marks = np.zeros(size, np.bool_)
    marks[rows] = True
    return packed(marks)


def bits_set(bits: Bits, size: int) -> int:
    """How many of the first bits are set."""
    whole = size // _BYTE
    last = int(bits[whole]) & ((1 << size % _BYTE) - 1) if size % _BYTE else 0
    return int(np.bitwise_count(bits[:whole]).sum()) + last.bit_count()


def turned(matrix: Bits) -> Bits:
    """The columns of a matrix of bits as its rows; the number of rows is a multiple of eight."""
    rows, width = matrix.shape
    squares = matrix.reshape(rows // _BYTE, _BYTE, width).transpose(2, 0, 1)
    # a copy even where none is needed, since it is changed in place
    square = squares.copy(order="C").view(np.uint64)[..., 0]
    for distance, mask in _SWAPS:
        other = (square ^ (square >> distance)) & mask
        square ^= other ^ (other << distance)
    sides = square.view(np.uint8).reshape(width, rows // _BYTE, _BYTE).transpose(0, 2, 1)
    return np.ascontiguousarray(sides).reshape(width * _BYTE, rows // _BYTE)
