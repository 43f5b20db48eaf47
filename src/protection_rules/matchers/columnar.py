"""Matching many cases at once, with columns instead of single values.

Independent of the compiled matcher, which it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias, assert_never

import numpy as np

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN, Vocabulary
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
from protection_rules.logic.nodes import ListSection
from protection_rules.matchers.bits import Flags, flags
from protection_rules.matchers.case_tables import CaseTables, case_tables, code_number, member_bit, values
from protection_rules.matchers.circuit import (
    CASE,
    FALSE,
    TRUE,
    Circuit,
    HasCode,
    HasMember,
    HasOperation,
    InRange,
    IsListed,
    NumberUnknown,
    Scope,
    Wire,
)
from protection_rules.matchers.frames import Evaluation, Plan
from protection_rules.matchers.match import LoweredRule, Match

AtHand: TypeAlias = Mapping[str, Item]
"""The item of a shared list that is spoken of, by section."""


@dataclass(frozen=True, slots=True, repr=False)
class Layout:
    """What is alike in all cases, so that it is settled before the first of them is read.

    `columns` are the facts that differ from case to case; any other has the value in `known`, or is
    not known. `listed` are the sections that each case lists for itself, `shared` those with one
    list for all; any other list is not known. `operation` says whether all cases describe the
    office, or none of them, or (None) some.
    """

    columns: frozenset[str]
    known: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    listed: frozenset[str] = frozenset(LIST_SECTIONS)
    shared: Mapping[str, tuple[Item, ...]] = field(default_factory=lambda: MappingProxyType({}))
    operation: bool | None = None

    def __repr__(self) -> str:
        return f"<Layout: {len(self.columns)} columns>"


class Wiring:
    """Lowered conditions as wires of one circuit, for one layout."""

    def __init__(self, circuit: Circuit, layout: Layout, vocabulary: Vocabulary) -> None:
        self.circuit = circuit
        self._vocabulary = vocabulary
        self._layout = layout

    def has_operation(self) -> Wire:
        """Whether the case describes the office."""
        match self._layout.operation:
            case None:
                return self.circuit.leaf(HasOperation())
            case known:
                return TRUE if known else FALSE

    def wire(self, node: Lowered, at_hand: AtHand) -> Wire:
        """Where the condition holds; of shared lists, for the items at hand."""
        circuit = self.circuit
        match node:
            case OneOf(fact=fact, values=wanted):
                return self._one_of(fact, wanted, at_hand)
            case Within():
                return self._within(node, at_hand)
            case Meets(fact=fact, members=members):
                return self._meets(fact, members, at_hand)
            case Avoids(fact=fact, members=members):
                return -self._meets(fact, members, at_hand)
            case Both(parts=parts):
                return circuit.every([self.wire(part, at_hand) for part in parts])
            case Either(parts=parts):
                return circuit.some([self.wire(part, at_hand) for part in parts])
            case Count(count=count, parts=parts):
                return circuit.at_least(count, [self.wire(part, at_hand) for part in parts])
            case Exists(section=section, part=part, unlisted=unlisted):
                return self._exists(section, part, unlisted, at_hand)
            case ForAll(section=section, part=part, unlisted=unlisted):
                return self._for_all(section, part, unlisted, at_hand)
            case _:
                assert_never(node)

    def _known(self, fact: str, at_hand: AtHand) -> Value | None:
        """The value of a fact that is alike in all cases."""
        entry = self._vocabulary[fact]
        if entry.section in at_hand:
            return at_hand[entry.section].facts[fact]
        if fact in self._layout.columns:
            return None
        return self._layout.known.get(fact, entry.not_given)

    def _scope(self, fact: str) -> Scope:
        section = self._vocabulary[fact].section
        return (section,) if section in LIST_SECTIONS else CASE  # type: ignore[return-value]

    def _one_of(self, fact: str, wanted: frozenset[str], at_hand: AtHand) -> Wire:
        known = self._known(fact, at_hand)
        if known is not None:
            return TRUE if known in wanted else FALSE
        every = values(self._vocabulary[fact])
        others = [code for code in every if code not in wanted]
        if len(others) < len(wanted):
            return -self._codes(fact, others)
        return self._codes(fact, [code for code in every if code in wanted])

    def _codes(self, fact: str, codes: Sequence[str]) -> Wire:
        entry, scope = self._vocabulary[fact], self._scope(fact)
        numbers = [code_number(entry, code) for code in codes]
        return self.circuit.some([self.circuit.leaf(HasCode(fact, number), scope) for number in numbers])

    def _within(self, node: Within, at_hand: AtHand) -> Wire:
        known = self._known(node.fact, at_hand)
        if known is not None:
            inside = isinstance(known, int) and node.low <= known <= node.high
            return TRUE if inside or (node.or_unknown and known == UNKNOWN) else FALSE
        scope = self._scope(node.fact)
        parts = []
        if node.low <= node.high:
            parts.append(self.circuit.leaf(InRange(node.fact, node.low, node.high), scope))
        if node.or_unknown:
            parts.append(self.circuit.leaf(NumberUnknown(node.fact), scope))
        return self.circuit.some(parts)

    def _meets(self, fact: str, members: frozenset[str], at_hand: AtHand) -> Wire:
        known = self._known(fact, at_hand)
        if known is not None:
            return TRUE if isinstance(known, frozenset) and known & members else FALSE
        entry, scope = self._vocabulary[fact], self._scope(fact)
        bits = [member_bit(entry, member) for member in values(entry) if member in members]
        return self.circuit.some([self.circuit.leaf(HasMember(fact, bit), scope) for bit in bits])

    def _exists(self, section: ListSection, part: Lowered, unlisted: bool, at_hand: AtHand) -> Wire:
        if section in self._layout.shared:
            items = self._layout.shared[section]
            return self.circuit.some([self.wire(part, {**at_hand, section: item}) for item in items])
        if section not in self._layout.listed:
            return TRUE if unlisted else FALSE
        found = self.circuit.any_item(section, self.wire(part, at_hand))
        return self.circuit.some([found, -self.circuit.leaf(IsListed(section))]) if unlisted else found

    def _for_all(self, section: ListSection, part: Lowered, unlisted: bool, at_hand: AtHand) -> Wire:
        if section in self._layout.shared:
            items = self._layout.shared[section]
            return self.circuit.every([self.wire(part, {**at_hand, section: item}) for item in items])
        if section not in self._layout.listed:
            return TRUE if unlisted else FALSE
        missed = self.circuit.any_item(section, -self.wire(part, at_hand))
        return -missed if unlisted else self.circuit.every([-missed, self.circuit.leaf(IsListed(section))])


@dataclass(frozen=True, slots=True, repr=False)
class MatchColumns:
    """Where a rule's condition is true and where it is not false: per case, or per listed item."""

    rule: LoweredRule
    certain: Flags
    possible: Flags

    def __repr__(self) -> str:
        return f"<MatchColumns: {self.rule.id}>"


class ColumnarMatcher:
    """Matches many cases at once."""

    def __init__(self, rules: tuple[LoweredRule, ...], vocabulary: Vocabulary) -> None:
        """Prepare the rules for any case."""
        circuit = Circuit()
        self._vocabulary = vocabulary
        wiring = Wiring(circuit, Layout(frozenset(vocabulary)), vocabulary)
        self._wires = [(rule, *rule_wires(wiring, rule, {})) for rule in rules]
        self._plan = Plan(circuit, [wire for _, *both in self._wires for wire in both])

    @property
    def name(self) -> str:
        """`columnar`."""
        return "columnar"

    def columns(self, tables: CaseTables) -> Iterator[MatchColumns]:
        """The matches of each rule, in the order of the rules.

        For a rule about listed items a column has a value for each item of the section's table.
        """
        evaluation = Evaluation(self._plan, tables)
        for rule, certain, possible in self._wires:
            scope: Scope = (rule.about,) if rule.about in LIST_SECTIONS else CASE  # type: ignore[assignment]
            size = evaluation.frames.size(scope)
            both = (flags(evaluation.bits_in(wire, scope), size) for wire in (certain, possible))
            yield MatchColumns(rule, *both)

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case."""
        return self.match_all([case])[0]

    def match_all(self, cases: Sequence[Case]) -> list[frozenset[Match]]:
        """Every match of each case, in the order of the cases."""
        found: list[set[Match]] = [set() for _ in cases]
        tables = case_tables(cases, self._vocabulary)
        for columns in self.columns(tables):
            rule = columns.rule
            for place in np.flatnonzero(columns.possible):
                row, subject = place, str(rule.about)
                if rule.about in LIST_SECTIONS:
                    owners = tables.items[rule.about].cases
                    row = owners[place]
                    item = (cases[row].items[rule.about] or ())[place - np.searchsorted(owners, row)]
                    subject = f"{rule.about}:{item.id}"
                found[row].add(Match(rule.id, subject, bool(columns.certain[place])))
        return [frozenset(matches) for matches in found]


def rule_wires(wiring: Wiring, rule: LoweredRule, at_hand: AtHand) -> tuple[Wire, Wire]:
    """Where a rule's condition is true, and where it is not false."""
    spoken = wiring.has_operation() if rule.about == "operation" else TRUE
    certain = wiring.circuit.every([spoken, wiring.wire(rule.certainly, at_hand)])
    if rule.certainly == rule.possibly:
        return certain, certain
    return certain, wiring.circuit.every([spoken, wiring.wire(rule.possibly, at_hand)])
