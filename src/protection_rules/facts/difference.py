"""What is otherwise in a case than it was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from protection_rules.facts.case import Case

OFFICE: Final = "operation"
"""Stands among the facts of a difference where the office is described in one of the cases only."""


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """What is otherwise: facts by path, lists by the name of their section, items by subject.

    A list is otherwise with anything in it, its order included. `items` has `SECTION:ID` for each
    item that is new, gone or has another fact.
    """

    facts: frozenset[str]
    items: frozenset[str]

    def __repr__(self) -> str:
        return f"<Difference: {len(self.facts)} facts, {len(self.items)} items>"


def difference(before: Case, after: Case) -> Difference:
    """What is otherwise in the later case."""
    return Difference(changed(before, after), frozenset(_items(before, after)))


def changed(before: Case, after: Case) -> frozenset[str]:
    """The facts of the difference alone, which are found sooner."""
    known = before.facts
    facts = {path for path, value in after.facts.items() if value != known[path]}
    facts |= {section for section, items in after.items.items() if items != before.items[section]}
    if before.has_operation != after.has_operation:
        facts.add(OFFICE)
    return frozenset(facts)


def _items(before: Case, after: Case) -> Iterator[str]:
    for section, listed in after.items.items():
        old = {item.id: item for item in before.items[section] or ()}
        new = {item.id: item for item in listed or ()}
        for identifier in old.keys() | new.keys():
            if old.get(identifier) != new.get(identifier):
                yield f"{section}:{identifier}"
