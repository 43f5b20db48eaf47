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
            return _of(fact, values.__contains__)
        case Within(low=low, high=high, or_unknown=or_unknown):
            return _of(
                node.fact,
                lambda value: (
                    low <= value <= high if isinstance(value, int) else or_unknown and value == UNKNOWN
                ),
            )
        case Meets(fact=fact, members=members):
            return _of(fact, lambda value: isinstance(value, frozenset) and not members.isdisjoint(value))
        case Avoids(fact=fact, members=members):
            return _of(fact, lambda value: not isinstance(value, frozenset) or members.isdisjoint(value))
        case Both(parts=parts):
            return _every(tuple(map(holding, parts)))
        case Either(parts=parts):
            return _some(tuple(map(holding, parts)))
        case Count(count=count, parts=parts):
            counted = tuple(map(holding, parts))
            return lambda case, items: sum([part(case, items) for part in counted]) >= count
        case Exists() | ForAll():
            return _quantified(node)
        case _:
            assert_never(node)


# plain loops: `any` and `all` with a generator take longer than most conditions


def _every(parts: tuple[Holds, ...]) -> Holds:
    def every(case: Case, items: Mapping[str, Item]) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(case, items):
                return False
        return True

    return every


def _some(parts: tuple[Holds, ...]) -> Holds:
    def some(case: Case, items: Mapping[str, Item]) -> bool:
        for part in parts:  # noqa: SIM110
            if part(case, items):
                return True
        return False

    return some


def _quantified(node: Exists | ForAll) -> Holds:
    section, unlisted, part = node.section, node.unlisted, holding(node.part)
    # what one item says that decides it: that it meets the part, or that it does not
    deciding = isinstance(node, Exists)

    def quantified(case: Case, items: Mapping[str, Item]) -> bool:
        listed = case.items[section]
        if listed is None:
            return unlisted
        for item in listed:
            if part(case, {**items, section: item}) is deciding:
                return deciding
        return not deciding

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


def _of(fact: str, meets: Callable[[Value], bool]) -> Holds:
    """Whether the value of a fact meets something."""
    section = fact.partition(".")[0]
    if section in LIST_SECTIONS:
        return lambda _case, items: meets(items[section].facts[fact])
    return lambda case, _items: meets(case.facts[fact])
