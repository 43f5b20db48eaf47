"""Columns of text in which each text is written once, and pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from protection_rules.caseload.arrow import series, stored, whole_numbers
from protection_rules.caseload.found import FoundItems
from protection_rules.caseload.lists import default_ids
from protection_rules.caseload.slots import Filled, Slots
from protection_rules.facts.case import Item
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS
from protection_rules.matchers.case_tables import Numbers

ID_TYPE: Final = pa.dictionary(pa.int32(), pa.string())
"""References and ids: each written once, and pointed at."""


def reference_type(given: pa.DataType) -> pa.DataType:
    """The type that references of this type have in the result."""
    plain = given.value_type if pa.types.is_dictionary(given) else given
    is_text = pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)
    return ID_TYPE if is_text else plain


def pointing(index: pl.Series, words: pa.Array, given: pl.Series | None = None) -> pa.Array:
    """Words by their places; none where `given` says so."""
    numbers = index.to_arrow()
    if given is not None:
        buffers = [given.to_arrow().buffers()[1], numbers.buffers()[1]]
        numbers = pa.Array.from_buffers(numbers.type, len(numbers), buffers)
    # the index is ours, so that it need not be checked once more
    return pa.DictionaryArray.from_arrays(numbers, words, safe=False)


class Pointers:
    """References to cases, or ids of items, by their places."""

    def __init__(self, references: pl.Series) -> None:
        """`references` may be text, or of any other type, which is not pointed at."""
        self._plain: pl.Series | None = references
        if references.dtype == pl.String:
            self._plain = None
            encoded = references.to_arrow().cast(pa.string()).dictionary_encode()
            self._numbers, self._words = series(encoded.indices), encoded.dictionary

    def at(self, index: pl.Series) -> pa.Array:
        """Those at these places."""
        if self._plain is not None:
            return self._plain[index].to_arrow()
        return pointing(self._numbers[index], self._words)


class ItemPointers:
    """The ids of all items that lines can be about."""

    def __init__(self, items: Mapping[str, FoundItems], shared: Mapping[str, tuple[Item, ...]]) -> None:
        self._items = items
        words: dict[str, pl.Series] = {}
        for name in LIST_SECTIONS:
            if name in shared:
                words[name] = pl.Series([item.id for item in shared[name]], dtype=pl.String)
            elif name in items:
                own = items[name].ids
                words[name] = default_ids(SECTIONS[name]) if own is None else own.words
        every = pl.concat([pl.Series([], dtype=pl.String), *words.values()]).to_arrow().cast(pa.string())
        encoded = every.dictionary_encode()
        self.words = encoded.dictionary
        ends = np.cumsum([len(each) for each in words.values()])
        numbers = np.split(stored(encoded.indices), ends)
        self._numbers: dict[str, Numbers] = dict(zip(words, numbers, strict=False))

    def of(self, slots: Slots, filled: Filled) -> pl.Series:
        """Which word is the id of the item of each filled slot."""
        if all(items.ids is None for items in self._items.values()):
            alike = np.array(
                [0, *(self._numbers[name][position] for name, position in slots.items)], np.int32
            )
            return series(whole_numbers(alike.take(slots.item_of)))[filled.slots]
        start, count = filled.start, len(filled.counts)
        table = np.zeros((count, len(slots.items) + 1), np.int32)
        for place, (name, position) in enumerate(slots.items, 1):
            numbers, own = self._numbers[name], self._items.get(name)
            if own is None or own.ids is None:
                table[:, place] = numbers[position]
            else:
                # a place past the end of a list is of another list, or of none, and no line is about it
                index = own.starts[start : start + count] + position
                table[:, place] = numbers[own.ids.numbers.take(index, mode="clip")]
        return series(whole_numbers(table.ravel()))[filled.only(slots.cells)]
