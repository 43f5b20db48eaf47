"""All that lines can say of one case, in their order, and of which cases they do say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from protection_rules.caseload.arrow import series, truths
from protection_rules.caseload.entries import NOT_SCREENED, Program
from protection_rules.caseload.found import Found, FoundItems
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.limits import MOST_ITEMS
from protection_rules.matchers.bits import Bits, bytes_for, packed, turned

_WORD: Final = 64
"""Slots are so many, or a multiple of it, so that the bits of a case fill whole words."""
_AT_ONCE: Final = 1 << 22
"""Slots of all cases together that are looked at in one turn."""
FEW_CASES: Final = 64
"""Cases for which it is not worth while to make slots for more."""
MOST_CASES: Final = 4_096
"""Cases whose lines are made together, in slots for as many items as one of them lists at most."""
_DEPTHS: Final = (0, 1, 2, 3, 4, 16, 64, MOST_ITEMS)
"""How many items a list has slots for: a few numbers, so that few kinds of slots are made."""


class Slots:
    """Every entry, and of entries about listed items one slot for each place in the list.

    `depths` says how many items of a section have slots, and `few` that there are few cases. Slots
    beyond the last one are never filled.
    """

    def __init__(self, program: Program, depths: Mapping[str, int], *, few: bool) -> None:
        places = [(program.entries.index(NOT_SCREENED), 0, -1)]
        for number, output in enumerate(program.outputs):
            section = output.section
            positions = (output.position or 0,) if section is None else range(depths[section])
            places += [(output.entry, position, number) for position in positions]
        places.sort()
        slot_of = {(number, position): slot for slot, (_, position, number) in enumerate(places)}
        self.entries = [entry for entry, _, _ in places]
        self.width = whole_words(len(places))
        together = min(MOST_CASES, max(FEW_CASES, _AT_ONCE // self.width // _WORD * _WORD))
        self.cases = FEW_CASES if few else together
        self.not_screened = slot_of[-1, 0]
        outputs = [*enumerate(program.outputs)]
        self.of_cases = np.array(
            [slot_of[number, each.position or 0] for number, each in outputs if each.section is None], int
        )
        self.of_items = {
            name: np.array(
                [
                    [slot_of[number, position] for position in range(depth)]
                    for number, each in outputs
                    if each.section == name
                ],
                int,
            )
            for name, depth in depths.items()
        }
        self.numbers = self.repeated(pl.Series(range(len(places)), dtype=pl.UInt32))
        abouts = [program.entries[entry].about for entry, _, _ in places]
        of_items = [
            (about, position) if about in LIST_SECTIONS else None
            for about, (_, position, _) in zip(abouts, places, strict=True)
        ]
        self.items = sorted({each for each in of_items if each is not None})
        numbers = {each: number for number, each in enumerate(self.items, 1)}
        self.item_of = np.array([numbers[each] if each else 0 for each in of_items], np.uint32)

    @cached_property
    def cells(self) -> pl.Series:
        """The cell of each slot's item in a table with a row for each case: no item, then each of `items`."""
        rows = np.repeat(np.arange(self.cases, dtype=np.uint32) * np.uint32(len(self.items) + 1), self.width)
        return self.repeated(pl.Series(self.item_of)) + rows

    def repeated(self, each: pl.Series) -> pl.Series:
        """What is so for each slot, for as many cases as are looked at in one turn."""
        missing = self.width - len(each)
        whole = each.extend_constant(each[0], missing) if missing else each
        return pl.concat([whole] * self.cases, rechunk=True)


def whole_words(bits: int) -> int:
    """The least number of bits that has room for so many and fills whole words."""
    return -(-bits // _WORD) * _WORD


def depth(most: int) -> int:
    """For how many items a list has slots, where so many are listed at most."""
    return next(each for each in _DEPTHS if each >= most)


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """The slots that some cases fill, case by case.

    `where` says of every slot of every case whether it is filled, `slots` which ones are, one after
    another, and `counts` how many each case fills. `start` is the first case.
    """

    start: int
    where: pl.Series
    slots: pl.Series
    counts: NDArray[np.integer[Any]]

    def __repr__(self) -> str:
        return f"<Filled: {len(self.slots)} slots>"

    def only(self, repeated: pl.Series) -> pl.Series:
        """Of what is so for each slot of each case, what is so for those that are filled."""
        return repeated[: len(self.where)].filter(self.where)

    def each(self, cases: NDArray[np.generic]) -> NDArray[Any]:
        """What is so for each case, for each of the slots that it fills."""
        return np.repeat(cases, self.counts)


class Standing:
    """Where everything stands that was found of a batch, as bits."""

    def __init__(self, found: Found) -> None:
        columns: dict[str | None, list[Bits | None]] = {}
        for output, bits in zip(found.program.outputs, found.columns, strict=True):
            columns.setdefault(output.section, []).append(bits)
        self._cases = _matrix(columns[None], found.size)
        self._items = {name: _ItemBits(items, columns.get(name, [])) for name, items in found.items.items()}
        self._sound = found.sound()

    def depths(self, start: int, count: int) -> tuple[tuple[str, int], ...]:
        """For how many items each list of these cases has slots."""
        return tuple((name, depth(items.most(start, count))) for name, items in self._items.items())

    def of(self, slots: Slots, start: int, count: int) -> Filled:
        """Which slots these cases fill; the number of the first one is a multiple of eight."""
        first, width = start // 8, bytes_for(count)
        matrix = np.zeros((slots.width, width), np.uint8)
        matrix[slots.of_cases] = self._cases[:, first : first + width]
        for name, places in slots.of_items.items():
            if places.size:
                matrix[places] = self._items[name].by_position(places.shape[1], start, count)
        if self._sound is not None:
            sound = self._sound[first : first + width]
            matrix &= sound
            matrix[slots.not_screened] = ~sound
        filled = turned(matrix)[:count]
        counts = np.bitwise_count(filled.view(np.uint64)).sum(axis=1, dtype=np.uint32)
        where = series(truths(filled, count * slots.width))
        return Filled(start, where, slots.numbers[: len(where)].filter(where), counts)


class _ItemBits:
    """What is said of the items of one section."""

    def __init__(self, items: FoundItems, columns: list[Bits | None]) -> None:
        count = len(items.cases)
        self._starts = items.starts
        self._lengths = np.diff(self._starts, append=count)
        self._columns = len(columns)
        # each item's bits are some words
        self._items = turned(_matrix(columns, count, rows=whole_words(len(columns)))).view(np.uint64)

    def most(self, start: int, count: int) -> int:
        """How many items a case has at most."""
        return int(self._lengths[start : start + count].max(initial=0))

    def by_position(self, depth: int, start: int, count: int) -> Bits:
        """For each column and each place in the list: of which cases' items it holds."""
        padded = bytes_for(count) * 8
        starts, lengths = np.zeros((2, padded), np.int64)
        starts[:count] = self._starts[start : start + count]
        lengths[:count] = self._lengths[start : start + count]
        places = np.arange(depth)[:, None]
        items = self._items.take((starts + places).ravel(), axis=0, mode="clip")
        held = turned(items.view(np.uint8))[: self._columns].reshape(self._columns, depth, -1)
        # what stands past the end of a list is another list's
        return held & packed(places < lengths)


def _matrix(columns: list[Bits | None], size: int, rows: int | None = None) -> Bits:
    """Columns of truth values as the first rows of a matrix; None is what holds everywhere."""
    matrix = np.full((len(columns) if rows is None else rows, bytes_for(size)), 0xFF, np.uint8)
    for row, held in zip(matrix, columns, strict=False):
        if held is not None:
            row[: len(held)] = held
    return matrix
