"""Whether a lowered condition holds: used where an engine cannot say it itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN
from protection_rules.logic.lowering import (
    Avoids,
    Both,
    Count,
    Either,
    Exists,
    ForAll,
    Lowered,
    Meets,
    OneOf,
    Within,
)


def holds(node: Lowered, case: Case, items: Mapping[str, Item]) -> bool:
    """Whether the condition holds for the case, with these items at hand."""
    match node:
        case OneOf(fact=fact, values=values):
            return _value(fact, case, items) in values
        case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
            value = _value(fact, case, items)
            return or_unknown if value == UNKNOWN else isinstance(value, int) and low <= value <= high
        case Meets(fact=fact, members=members):
            return not _members(fact, case, items).isdisjoint(members)
        case Avoids(fact=fact, members=members):
            return _members(fact, case, items).isdisjoint(members)
        case Both(parts=parts):
            return all(holds(part, case, items) for part in parts)
        case Either(parts=parts):
            return any(holds(part, case, items) for part in parts)
        case Count(count=count, parts=parts):
            return sum(holds(part, case, items) for part in parts) >= count
        case Exists(section=section, part=part, unlisted=unlisted):
            listed = case.items[section]
            if listed is None:
                return unlisted
            return any(holds(part, case, {**items, section: item}) for item in listed)
        case ForAll(section=section, part=part, unlisted=unlisted):
            listed = case.items[section]
            if listed is None:
                return unlisted
            return all(holds(part, case, {**items, section: item}) for item in listed)
        case _:
            assert_never(node)


def facts_of(node: Lowered) -> Iterator[str]:
    """The facts that a lowered condition reads by path, and the lists it looks through by section."""
    match node:
        case OneOf(fact=fact) | Within(fact=fact) | Meets(fact=fact) | Avoids(fact=fact):
            yield fact
        case Both(parts=parts) | Either(parts=parts) | Count(parts=parts):
            for part in parts:
                yield from facts_of(part)
        case Exists(section=section, part=part) | ForAll(section=section, part=part):
            yield section
            yield from facts_of(part)
        case _:
            assert_never(node)


def _value(fact: str, case: Case, items: Mapping[str, Item]) -> Value:
    section = fact.partition(".")[0]
    return items[section].facts[fact] if section in LIST_SECTIONS else case.facts[fact]


def _members(fact: str, case: Case, items: Mapping[str, Item]) -> frozenset[str]:
    value = _value(fact, case, items)
    return value if isinstance(value, frozenset) else frozenset()
