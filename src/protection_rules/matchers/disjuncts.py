"""Conditions as what a durable_rules ruleset can hold: conjunctions of comparisons of properties.

Every value is a small whole number, so that nothing but numbers reaches the engine: the position of
a code in its closed list, 0 or 1 for what is asked of a set, a number itself with -1 for unknown.
A disjunction is multiplied out. What the engine cannot say reliably (quantifiers, counting) or only
at too great a length becomes a property of its own, computed before the facts are asserted.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, assert_never

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.difference import OFFICE
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
from protection_rules.matchers.lowered_truth import facts_of, holding

LONGEST_CONDITION: Final = 24
"""Comparisons that one condition may come to when multiplied out."""
DERIVED: Final = "derived"
"""The section of properties that belong to no section of the profile."""
UNKNOWN_NUMBER: Final = -1
_GIVEN: Final = f"{DERIVED}.operation_given"

Operator = Literal["$eq", "$neq", "$gte", "$lte"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison of one property of one section's fact."""

    section: str
    property: str
    operator: Operator
    value: int


Conjunction: TypeAlias = tuple[Atom, ...]
Compute: TypeAlias = Callable[[Mapping[str, Value], Case, Mapping[str, Item]], int]
"""A property from the facts of its own section or item, the case, and the items at hand."""


@dataclass
class Properties:
    """The properties that rules compare, by section, with how each is computed.

    A property's name begins with its section, so that no fact of another section has it. `reads`
    says what each is computed from besides the item it belongs to: facts outside lists by path,
    lists by the name of their section.
    """

    vocabulary: Vocabulary
    by_section: dict[str, dict[str, Compute]] = field(default_factory=dict)
    reads: dict[str, frozenset[str]] = field(default_factory=dict)
    _derived: dict[tuple[str, Lowered], str] = field(default_factory=dict)

    def conjunctions(self, condition: Lowered, about: str) -> list[Conjunction]:
        """The condition multiplied out, each conjunction naming the item it is about."""
        expanded = self._expand(condition, about)
        return [self._anchored(conjunction, about) for conjunction in dict.fromkeys(expanded)]

    def computed_from(self, facts: Iterable[str]) -> Mapping[str, list[str]]:
        """The properties, by section, that are computed from any of these facts and lists."""
        given = frozenset(facts)
        found: dict[str, list[str]] = {}
        for name, reads in self.reads.items():
            if not reads.isdisjoint(given):
                found.setdefault(name.partition(".")[0], []).append(name)
        return found

    def _anchored(self, conjunction: Conjunction, about: str) -> Conjunction:
        """A rule needs a fact to match: the item it is about, or the case."""
        section = about if about in LIST_SECTIONS else DERIVED
        if about in LIST_SECTIONS and any(atom.section == section for atom in conjunction):
            return conjunction
        if about == "case" and conjunction:
            return conjunction
        if about == "operation":
            self._define(DERIVED, _GIVEN, _operation_given, [OFFICE])
            return (*conjunction, Atom(DERIVED, _GIVEN, "$eq", 1))
        present = f"{section}.present"
        self._define(section, present, _present, [])
        return (*conjunction, Atom(section, present, "$eq", 1))

    def _define(self, section: str, name: str, compute: Compute, reads: Iterable[str]) -> None:
        self.by_section.setdefault(section, {}).setdefault(name, compute)
        self.reads[name] = frozenset(read for read in reads if not _is_of_item(read))

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
        if name not in self.by_section.get(section, {}):
            condition = holding(node)
            self._define(section, name, lambda _, case, items: int(condition(case, items)), facts_of(node))
        return [(Atom(section, name, "$eq", 1),)]

    def _one_of(self, fact: str, values: frozenset[str]) -> list[Conjunction]:
        entry = self.vocabulary[fact]
        positions: Mapping[Value, int] = {
            code: index for index, code in enumerate((*entry.codes, *entry.markers))
        }
        self._define(entry.section, fact, lambda facts, _case, _items: positions[facts[fact]], [fact])
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
        fact = node.fact
        self._define(section, fact, lambda facts, _case, _items: _number(facts[fact]), [fact])
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

        def meets(facts: Mapping[str, Value], _case: Case, _items: Mapping[str, Item]) -> int:
            given = facts[fact]
            return int(isinstance(given, frozenset) and not given.isdisjoint(members))

        self._define(section, name, meets, [fact])
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


def _number(value: Value) -> int:
    return value if isinstance(value, int) else UNKNOWN_NUMBER


def _present(_facts: Mapping[str, Value], _case: Case, _items: Mapping[str, Item]) -> int:
    return 1


def _operation_given(_facts: Mapping[str, Value], case: Case, _items: Mapping[str, Item]) -> int:
    return int(case.has_operation)
