"""Many cases as columns of small numbers, and how each value is numbered.

An answer or a choice is the position of its code, markers included; a set is a bit for each member,
markers included, and nothing where it is known to be empty; a number is itself, or UNKNOWN_NUMBER.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN, FactEntry, Vocabulary
from protection_rules.matchers.bits import Flags

Numbers: TypeAlias = NDArray[np.integer[Any]]
"""A column of whole numbers."""

MOST_MEMBERS: Final = 64
"""Codes and markers of a set, each of which is a bit of a number."""
UNKNOWN_NUMBER: Final = -1
"""A number that is not known; every number of the vocabulary is at least 0."""


@dataclass(frozen=True, slots=True, repr=False)
class ItemTable:
    """The items of one list section, of all cases in their order.

    `cases` has the row of each item's case, ascending; `listed` whether each case's list is known.
    """

    cases: NDArray[np.int64]
    listed: Flags
    facts: Mapping[str, Numbers]

    def __repr__(self) -> str:
        return f"<ItemTable: {len(self.cases)} items>"


@dataclass(frozen=True, slots=True, repr=False)
class CaseTables:
    """So many cases: a column for each fact that may be read, and a table for each list section."""

    size: int
    facts: Mapping[str, Numbers]
    items: Mapping[str, ItemTable]
    has_operation: Flags

    def __repr__(self) -> str:
        return f"<CaseTables: {self.size} cases>"


def values(fact: FactEntry) -> tuple[str, ...]:
    """The codes and markers of a fact; a value's number is its position."""
    return (*fact.codes, *fact.markers)


def code_number(fact: FactEntry, code: str) -> int:
    """The number of a code or marker."""
    return values(fact).index(code)


def member_bit(fact: FactEntry, member: str) -> int:
    """The bit of a member or marker of a set."""
    return 1 << code_number(fact, member)


def column_type(fact: FactEntry) -> type[np.uint8 | np.uint16 | np.uint32 | np.uint64 | np.int64]:
    """The type of a fact's column, as narrow as its values allow."""
    match fact.kind:
        case "answer" | "recorded" | "choice":
            return np.uint8
        case "choices":
            widths = ((8, np.uint8), (16, np.uint16), (32, np.uint32), (MOST_MEMBERS, np.uint64))
            return next(kind for width, kind in widths if len(values(fact)) <= width)
        case "number":
            return np.int64


def value_number(fact: FactEntry, value: Value) -> int:
    """A value as the number that stands for it."""
    if isinstance(value, frozenset):
        return sum(member_bit(fact, member) for member in value)
    if isinstance(value, int):
        return value
    return UNKNOWN_NUMBER if fact.kind == "number" and value == UNKNOWN else code_number(fact, value)


def case_tables(cases: Sequence[Case], vocabulary: Vocabulary) -> CaseTables:
    """The same cases as columns."""
    items: dict[str, ItemTable] = {}
    for section in LIST_SECTIONS:
        lists = [case.items[section] for case in cases]
        items[section] = ItemTable(
            np.array([row for row, listed in enumerate(lists) for _ in listed or ()], np.int64),
            np.array([listed is not None for listed in lists], np.bool_),
            _columns((fact for fact in vocabulary.values() if fact.section == section), _items(lists)),
        )
    facts = (fact for fact in vocabulary.values() if fact.section not in LIST_SECTIONS)
    return CaseTables(
        len(cases),
        _columns(facts, cases),
        items,
        np.array([case.has_operation for case in cases], np.bool_),
    )


def _items(lists: Iterable[tuple[Item, ...] | None]) -> list[Item]:
    return [item for listed in lists for item in listed or ()]


def _columns(facts: Iterable[FactEntry], rows: Sequence[Case | Item]) -> dict[str, Numbers]:
    return {
        fact.path: np.array([value_number(fact, row.facts[fact.path]) for row in rows], column_type(fact))
        for fact in facts
    }
