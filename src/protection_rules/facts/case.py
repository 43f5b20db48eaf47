"""A case as the logic reads it: plain values by path, and listed items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | frozenset[str]
"""A code, a number, or a set of codes (see `facts.kinds`)."""


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One listed place, service or item of information. `id` is the caller's, only to point at it."""

    id: str
    facts: Mapping[str, Value]

    def __repr__(self) -> str:
        return f"<Item: {len(self.facts)} facts>"


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """Every fact of a profile by its path; what is not given stands as unknown.

    `items` has None for a list that is not given: an unknown list. `has_operation` says whether
    the profile describes the office at all.
    """

    facts: Mapping[str, Value]
    items: Mapping[str, tuple[Item, ...] | None]
    has_operation: bool

    def __repr__(self) -> str:
        listed = sum(len(items) for items in self.items.values() if items)
        return f"<Case: {len(self.facts)} facts, {listed} items>"
