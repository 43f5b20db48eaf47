"""Conditions as what a durable_rules ruleset can hold: conjunctions of comparisons of properties.

Every value is a small whole number, so that nothing but numbers reaches the engine: the position of
a code in its closed list, 0 or 1 for what is asked of a set, a number itself with -1 for unknown.
A disjunction is multiplied out. What the engine cannot say reliably (quantifiers, counting) or only
at too great a length becomes a property of its own, computed before the facts are asserted.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from protection_rules.facts.case import Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
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
from protection_rules.matchers.lowered_truth import Holds, facts_of, holding

LONGEST_CONDITION: Final = 24
"""Comparisons that one condition may come to when multiplied out."""
DERIVED: Final = "derived"
"""The section of properties that belong to no section of the profile."""
UNKNOWN_NUMBER: Final = -1

Operator = Literal["$eq", "$neq", "$gte", "$lte"]
Given: TypeAlias = Value | bool
"""What a property is read off: the value of a fact, or whether a condition holds."""


class Atom(NamedTuple):
    """One comparison of one property, which belongs to a section of the profile or is derived."""

    section: str
    property: str
    operator: Operator
    value: int


Conjunction: TypeAlias = tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a code stands in its closed list; of a condition, 1 where it holds and 0 where it does not."""

    given: str
    positions: Mapping[Given, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """Whether a set has a member in common with these, as 1 or 0."""

    given: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number itself, or UNKNOWN_NUMBER."""

    given: str


Property: TypeAlias = Placed | Shared | Numbered
"""A whole number that rules compare, read off what is given under the name of a fact or of a condition."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A condition that is looked at beside the engine: for the case, or for each item of a list.

    `reads` says what it is read off besides the item: facts outside lists by path, lists by the name
    of their section.
    """

    name: str
    section: str
    holds: Holds
    reads: frozenset[str]


@dataclass
class Properties:
    """The properties that rules compare, and the conditions that some of them are read off, by name."""

    vocabulary: Vocabulary
    by_name: dict[str, Property] = field(default_factory=dict)
    computed: dict[str, Computed] = field(default_factory=dict)
    _derived: dict[tuple[str, Lowered], str] = field(default_factory=dict)

    def conjunctions(self, condition: Lowered, about: str) -> list[Conjunction]:
        """The condition multiplied out. What is always so becomes a comparison that always holds."""
        expanded = self._expand(condition, about)
        return [conjunction or (self._present(about),) for conjunction in dict.fromkeys(expanded)]

    def _present(self, about: str) -> Atom:
        section = about if about in LIST_SECTIONS else DERIVED
        return self._condition(section, f"{section}.present", lambda _case, _items: True, ())

    def _condition(self, section: str, name: str, holds: Holds, reads: Iterable[str]) -> Atom:
        """That a condition holds which is looked at beside the engine."""
        if name not in self.computed:
            read = frozenset(each for each in reads if not _is_of_item(each))
            self.computed[name] = Computed(name, section, holds, read)
            self.by_name[name] = Placed(name, {True: 1, False: 0})
        return Atom(section, name, "$eq", 1)

    def _expand(self, node: Lowered, about: str) -> list[Conjunction]:
        match node:
            case OneOf(fact=fact, values=values):
                return self._one_of(fact, values)
            case Within():
                return self._within(node)
            case Meets(fact=fact, members=members):
                return [(self._members(fact, members, 1),)]
            case Avoids(fact=fact, members=members):
                return [(self._members(fact, members, 0),)]
            case Both(parts=parts):
                return self._multiplied(parts, about)
            case Either(parts=parts):
                found = [conjunction for part in parts for conjunction in self._expand(part, about)]
                return found if _length(found) <= LONGEST_CONDITION else self._computed(node, about)
            case Count() | Exists() | ForAll():
                return self._computed(node, about)
            case _:
                assert_never(node)

    def _multiplied(self, parts: Iterable[Lowered], about: str) -> list[Conjunction]:
        """The product of the parts; the longest becomes a property while the product is too long."""
        nodes = tuple(parts)
        expanded = [self._expand(part, about) for part in nodes]
        while (product := _product(expanded)) is None:
            longest = max(range(len(expanded)), key=lambda index: len(expanded[index]))
            if len(expanded[longest]) == 1:
                return self._computed(Both(nodes), about)
            expanded[longest] = self._computed(nodes[longest], about)
        return product

    def _computed(self, node: Lowered, about: str) -> list[Conjunction]:
        section = about if about in LIST_SECTIONS else DERIVED
        name = self._derived.setdefault((section, node), f"{section}.computed.{len(self._derived)}")
        return [(self._condition(section, name, holding(node), facts_of(node)),)]

    def _one_of(self, fact: str, values: frozenset[str]) -> list[Conjunction]:
        entry = self.vocabulary[fact]
        positions: Mapping[Given, int] = {
            code: index for index, code in enumerate((*entry.codes, *entry.markers))
        }
        self.by_name.setdefault(fact, Placed(fact, positions))
        allowed = sorted(positions[value] for value in values)
        missing = [index for index in positions.values() if index not in allowed]
        if not missing:
            return [()]
        if len(missing) == 1 and len(allowed) > 1:
            return [(Atom(entry.section, fact, "$neq", missing[0]),)]
        last = len(positions) - 1
        return [self._between(entry.section, fact, low, high, 0, last) for low, high in _runs(allowed)]

    def _between(self, section: str, fact: str, low: int, high: int, least: int, most: int) -> Conjunction:
        if low == high:
            return (Atom(section, fact, "$eq", low),)
        bounds = [Atom(section, fact, "$gte", low)] if low > least else []
        return (*bounds, *([Atom(section, fact, "$lte", high)] if high < most else []))

    def _within(self, node: Within) -> list[Conjunction]:
        entry = self.vocabulary[node.fact]
        section, attributes = entry.section, entry.attributes
        self.by_name.setdefault(node.fact, Numbered(node.fact))
        unknown = (Atom(section, node.fact, "$eq", UNKNOWN_NUMBER),)
        if node.low > node.high:
            return [unknown] if node.or_unknown else []
        if node.or_unknown and node.low == attributes.minimum:
            return [
                self._between(
                    section, node.fact, UNKNOWN_NUMBER, node.high, UNKNOWN_NUMBER, attributes.maximum
                )
            ]
        known = self._between(section, node.fact, node.low, node.high, UNKNOWN_NUMBER, attributes.maximum)
        return [known, unknown] if node.or_unknown else [known]

    def _members(self, fact: str, members: frozenset[str], value: int) -> Atom:
        section = self.vocabulary[fact].section
        name = f"{fact}|{'|'.join(sorted(members))}"
        self.by_name.setdefault(name, Shared(fact, members))
        return Atom(section, name, "$eq", value)


def _runs(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring positions as first and last of each run."""
    for _, run in itertools.groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0]):
        members = [position for _, position in run]
        yield members[0], members[-1]


def _product(expanded: list[list[Conjunction]]) -> list[Conjunction] | None:
    """The product, or None where it is too long."""
    if math.prod(map(len, expanded)) > LONGEST_CONDITION:
        return None
    found = [tuple(dict.fromkeys(itertools.chain(*parts))) for parts in itertools.product(*expanded)]
    return found if _length(found) <= LONGEST_CONDITION else None


def _length(conjunctions: list[Conjunction]) -> int:
    if len(conjunctions) > LONGEST_CONDITION:
        return len(conjunctions)
    return sum(len(conjunction) for conjunction in conjunctions)


def _is_of_item(read: str) -> bool:
    section, _, name = read.partition(".")
    return bool(name) and section in LIST_SECTIONS
