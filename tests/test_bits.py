"""Truth values as bits say what they say one by one."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies as st

pytest.importorskip("numpy")

import numpy as np

from protection_rules.matchers.bits import bits_set, constant, flags, marked, packed, turned


@hypothesis.given(st.lists(st.booleans(), max_size=70))
def test_flags_are_the_same_after_they_were_bits(given: list[bool]) -> None:
    bits = packed(np.array(given, np.bool_))
    assert flags(bits, len(given)).tolist() == given
    assert bits_set(bits, len(given)) == sum(given)
    # those past the last row mean nothing, and what is opposite has them too
    assert bits_set(~bits, len(given)) == len(given) - sum(given)


@hypothesis.given(st.integers(0, 70), st.booleans())
def test_a_constant_says_the_same_of_every_row(size: int, value: bool) -> None:
    assert flags(constant(size, value=value), size).tolist() == [value] * size


@hypothesis.given(st.lists(st.integers(0, 40), max_size=60))
def test_marked_rows_are_marked_once_and_no_others(rows: list[int]) -> None:
    found = flags(marked(41, np.array(rows, np.int64)), 41)
    assert np.flatnonzero(found).tolist() == sorted({*rows})


@hypothesis.given(st.integers(0, 9), st.integers(0, 20), st.integers(0, 2**32))
def test_a_turned_matrix_has_its_columns_as_rows(rows: int, width: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).integers(0, 256, (rows * 8, width), np.uint8)
    each = np.unpackbits(matrix, axis=1, bitorder="little")
    assert (np.unpackbits(turned(matrix), axis=1, bitorder="little") == each.T).all()
    assert (turned(turned(matrix)) == matrix).all()
