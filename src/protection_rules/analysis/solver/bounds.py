"""How many items of a list, and which stretches of a number, are enough to look at.

Read off the lowered conditions: docs/verification.md gives the argument. In short, a profile in which
something holds can be cut down to the items that the question names and, for each quantifier, one
item that makes it true (or false), and everything it asks about stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from protection_rules.analysis.solver.space import Space
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.limits import MOST_ITEMS
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

NAMED_ITEMS: Final = 2
"""Items of one section that one question can name: in an order of two options, or a change of one
item that bears on another."""


def space_for(
    conditions: Iterable[Lowered],
    vocabulary: Vocabulary,
    numbers: Mapping[str, Iterable[int]] | None = None,
    *,
    named_items: int = NAMED_ITEMS,
) -> Space:
    """A space with room for everything that can happen to these conditions, over these facts.

    `numbers` gives single numbers, by fact, that are told from all others.
    """
    listed = list(conditions)
    return Space(items_needed(listed, named_items), cuts(listed, numbers or {}), vocabulary)


def items_needed(conditions: Iterable[Lowered], named_items: int = NAMED_ITEMS) -> dict[str, int]:
    """For each section that lists items, the number of items that is always enough.

    No profile lists more than MOST_ITEMS.
    """
    needed: dict[str, int] = dict.fromkeys(LIST_SECTIONS, named_items)
    for node in {node for condition in conditions for node in walk(condition)}:
        if isinstance(node, Exists | ForAll):
            # the part may come out otherwise for each way in which the items around it can be
            around = set(_around(node.part, frozenset({node.section})))
            needed[node.section] += 2 ** len(around)
    return {section: min(count, MOST_ITEMS) for section, count in needed.items()}


def _around(part: Lowered, bound: frozenset[str]) -> Iterator[Lowered]:
    """The comparisons that are of an item named outside the part."""
    match part:
        case Both(parts=parts) | Either(parts=parts) | Count(parts=parts):
            for each in parts:
                yield from _around(each, bound)
        case Exists(section=section, part=inner) | ForAll(section=section, part=inner):
            yield from _around(inner, bound | {section})
        case OneOf(fact=fact) | Within(fact=fact) | Meets(fact=fact) | Avoids(fact=fact):
            of = fact.partition(".")[0]
            if of in LIST_SECTIONS and of not in bound:
                yield part
        case _:
            assert_never(part)


def cuts(conditions: Iterable[Lowered], numbers: Mapping[str, Iterable[int]]) -> Mapping[str, frozenset[int]]:
    """For each number, where a stretch begins in which no condition tells two numbers apart."""
    found: dict[str, set[int]] = {
        fact: {cut for value in values for cut in (value, value + 1)} for fact, values in numbers.items()
    }
    for condition in conditions:
        for node in leaves(condition):
            if isinstance(node, Within) and node.low <= node.high:
                found.setdefault(node.fact, set()).update((node.low, node.high + 1))
    return {fact: frozenset(starts) for fact, starts in found.items()}


def walk(condition: Lowered) -> Iterator[Lowered]:
    """The condition and everything inside it, outermost first."""
    yield condition
    match condition:
        case Both(parts=parts) | Either(parts=parts) | Count(parts=parts):
            for part in parts:
                yield from walk(part)
        case Exists(part=part) | ForAll(part=part):
            yield from walk(part)
        case OneOf() | Within() | Meets() | Avoids():
            return
        case _:
            assert_never(condition)


def leaves(condition: Lowered) -> Iterator[OneOf | Within | Meets | Avoids]:
    """The comparisons of single facts inside a condition."""
    for node in walk(condition):
        if isinstance(node, OneOf | Within | Meets | Avoids):
            yield node
