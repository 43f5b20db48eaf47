"""Faults of single rows: in which row, at which fact, and what is expected; never what stands there."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from protection_rules.facts.faults import profile_faults
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.limits import MOST_ITEMS

FAULT_SCHEMA: Final = pl.Schema({"row": pl.Int64, "place": pl.String, "en": pl.String, "ar": pl.String})
"""`row` counts from 1; `place` is like ``risk.safe_tonight`` or ``service[0].type``, items from 0."""

_NO_VALUE: Final = "-"
"""No fact has this value, so that its fault can be asked for."""


@lru_cache(maxsize=1024)
def expected_value(path: str, vocabulary: Vocabulary) -> Text:
    """What a value of the fact has to be, in the words of a single profile's fault."""
    fact = vocabulary[path]
    facts = {fact.name: _NO_VALUE}
    given = [facts] if vocabulary.sections[fact.section].many else facts
    return profile_faults({"profile": 1, fact.section: given}, vocabulary=vocabulary)[0].message


@cache
def expected_list(section: str) -> Text:
    """What a list has to be that is too long."""
    return profile_faults({"profile": 1, section: [{}] * (MOST_ITEMS + 1)})[0].message


@cache
def expected_id() -> Text:
    """What an item's id has to be."""
    return profile_faults({"profile": 1, "service": [{"id": ""}]})[0].message


@cache
def expected_own_id() -> Text:
    """What an item's id has to be that another item of the list has too."""
    return profile_faults({"profile": 1, "service": [{"id": "s2"}, {}]})[0].message


@cache
def expected_item(section: str) -> Text:
    """What an item has to be."""
    return profile_faults({"profile": 1, section: [None]})[0].message


class RowFaults:
    """The faults of a batch, gathered column by column."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []

    def add(self, rows: NDArray[np.int64], place: str | pl.Series, expected: Text) -> None:
        """Faults of one kind in so many rows, counted from 0; `place` is theirs, or one for each."""
        self._frames.append(
            pl.DataFrame({"row": rows.astype(np.int64)}).with_columns(
                pl.lit(place).alias("place"),
                pl.lit(expected.en).alias("en"),
                pl.lit(expected.ar).alias("ar"),
            )
        )

    def table(self, known: pl.DataFrame | None = None) -> pl.DataFrame:
        """All of them and those known before, by row, then by column; rows count from 0."""
        names = FAULT_SCHEMA.names()
        frames = [frame.sort("row", "place", maintain_order=True).select(names) for frame in self._frames]
        return pl.concat([FAULT_SCHEMA.to_frame() if known is None else known, *frames]).sort(
            "row", maintain_order=True
        )
