"""Whether a lowered condition holds: used where an engine cannot say it itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, assert_never

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

Holds: TypeAlias = Callable[[Case, Mapping[str, Item]], bool]
"""Whether a condition holds for a case, with some items at hand."""


def holding(node: Lowered) -> Holds:
    """How to find whether the condition holds: looked through once, for any number of cases."""
    match node:
        case OneOf(fact=fact, values=values):
            value = _value(fact)
            return lambda case, items: value(case, items) in values
        case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
            number = _value(fact)

            def inside(case: Case, items: Mapping[str, Item]) -> bool:
                given = number(case, items)
                return or_unknown if given == UNKNOWN else isinstance(given, int) and low <= given <= high

            return inside
        case Meets(fact=fact, members=members):
            given = _value(fact)
            return lambda case, items: not members.isdisjoint(_set(given(case, items)))
        case Avoids(fact=fact, members=members):
            given = _value(fact)
            return lambda case, items: members.isdisjoint(_set(given(case, items)))
        case Both(parts=parts):
            every = tuple(map(holding, parts))
            return lambda case, items: all(part(case, items) for part in every)
        case Either(parts=parts):
            some = tuple(map(holding, parts))
            return lambda case, items: any(part(case, items) for part in some)
        case Count(count=count, parts=parts):
            counted = tuple(map(holding, parts))
            return lambda case, items: sum(part(case, items) for part in counted) >= count
        case Exists() | ForAll():
            return _quantified(node)
        case _:
            assert_never(node)


def _quantified(node: Exists | ForAll) -> Holds:
    section, unlisted, part = node.section, node.unlisted, holding(node.part)
    quantifier = any if isinstance(node, Exists) else all

    def quantified(case: Case, items: Mapping[str, Item]) -> bool:
        listed = case.items[section]
        if listed is None:
            return unlisted
        return quantifier(part(case, {**items, section: item}) for item in listed)

    return quantified


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


def _value(fact: str) -> Callable[[Case, Mapping[str, Item]], Value]:
    section = fact.partition(".")[0]
    if section in LIST_SECTIONS:
        return lambda _case, items: items[section].facts[fact]
    return lambda case, _items: case.facts[fact]


def _set(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()
