"""Matching in the working memory of durable_rules, within the limits measured for it.

The engine's own C module is driven directly: facts only, never events; no `$not`; a disjunction is
several rules; every property is always present; a shard has at most LARGEST_SHARD comparisons, since
a walk of more than 64 nodes corrupts the engine's memory; a state is deleted when its case has been
matched, also on errors.

The engine frees pointers that it never set when a state is deleted in which no rule has fired. So
every shard has a rule of its own for a fact that opens every case, and no state is deleted before an
action was started in it.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import durable_rules_engine as engine

from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.case import Case, Item
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.disjuncts import Atom, Conjunction, Properties
from protection_rules.matchers.match import LoweredRule, Match

LARGEST_SHARD: Final = 60
"""Comparisons that one ruleset of the engine may have; its stack holds 64."""

_OPENING: Final = "opening"
"""The rule, and the property of the fact, that opens a case in every shard."""

_HANDLED: Final = 0
_NOTHING_MATCHES: Final = 1
"""Codes of the engine: a fact was taken in, or no condition of the shard looks at it."""

_ITEM: Final = re.compile(r'"item":\{"id":\s*"[a-z_]+:(\d+)"')
_serial = itertools.count()


class EngineError(ProtectionRulesError):
    """The durable_rules engine reported a fault. Holds its code only."""


@dataclass(frozen=True, slots=True)
class _Disjunct:
    """One conjunction of one rule; `name` says which rule, and whether it is then certain."""

    name: str
    conjunction: Conjunction

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(atom.section for atom in self.conjunction)


@dataclass(frozen=True, slots=True)
class _Shard:
    """One ruleset of the engine and the sections whose facts it needs."""

    handle: int
    sections: frozenset[str]
    size: int


class DurableMatcher:
    """Matches by asserting the sections of a case as facts of a durable_rules working memory."""

    def __init__(self, rules: tuple[LoweredRule, ...]) -> None:
        self._rules = rules
        self._properties = Properties()
        self._lock = threading.Lock()
        disjuncts = list(self._disjuncts())
        self._shards = tuple(_create(part) for part in _packed(disjuncts))
        self._sections = tuple(sorted(frozenset().union(*(shard.sections for shard in self._shards))))
        self._close = weakref.finalize(self, _delete_rulesets, [shard.handle for shard in self._shards])

    @property
    def name(self) -> str:
        """`durable`."""
        return "durable"

    @property
    def shard_sizes(self) -> tuple[int, ...]:
        """Comparisons in each shard."""
        return tuple(shard.size for shard in self._shards)

    def close(self) -> None:
        """Give the engine's memory back; the matcher cannot be used afterwards."""
        self._close()

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case. Its facts leave the engine before this returns or raises."""
        session = f"case-{next(_serial)}"
        facts = self._facts(case, session)
        found: dict[tuple[int, int | None], bool] = {}
        with self._lock:
            for shard in self._shards:
                for rule, item, certain in _run(shard, facts, session):
                    found[rule, item] = found.get((rule, item), False) or certain
        return frozenset(
            Match(self._rules[rule].id, _subject(self._rules[rule].about, item, case), certain)
            for (rule, item), certain in found.items()
        )

    def _disjuncts(self) -> Iterator[_Disjunct]:
        for index, rule in enumerate(self._rules):
            readings = [("certain", rule.certainly)]
            if rule.possibly != rule.certainly:
                readings.append(("possible", rule.possibly))
            for reading, condition in readings:
                conjunctions = self._properties.conjunctions(condition, rule.about)
                for number, conjunction in enumerate(conjunctions):
                    yield _Disjunct(f"{index}.{reading}.{number}", conjunction)

    def _facts(self, case: Case, session: str) -> dict[str, list[str]]:
        """The facts of a case as the engine reads them, by section."""
        facts: dict[str, list[str]] = {}
        for section in self._sections:
            properties = self._properties.by_section.get(section, {})
            listed: Iterable[tuple[str, Mapping[str, Item]]]
            if section in LIST_SECTIONS:
                items = case.items[section] or ()
                listed = ((f"{section}:{index}", {section: item}) for index, item in enumerate(items))
            else:
                listed = ((section, {}),)
            facts[section] = [
                json.dumps(
                    {"id": identifier, "sid": session}
                    | {name: compute(case, at_hand) for name, compute in properties.items()}
                )
                for identifier, at_hand in listed
            ]
        return facts


def _subject(about: str, item: int | None, case: Case) -> str:
    if item is None:
        return about
    return f"{about}:{(case.items[about] or ())[item].id}"


def _packed(disjuncts: list[_Disjunct]) -> Iterator[list[_Disjunct]]:
    """The disjuncts in shards; those that read the same sections are together."""
    shard: list[_Disjunct] = []
    size = 1
    for disjunct in sorted(disjuncts, key=lambda disjunct: sorted(disjunct.sections)):
        length = len(disjunct.conjunction)
        if length + 1 > LARGEST_SHARD:
            raise EngineError(f"a condition of {length} comparisons does not fit into the engine")
        if size + length > LARGEST_SHARD:
            yield shard
            shard, size = [], 1
        shard.append(disjunct)
        size += length
    if shard:
        yield shard


def _create(disjuncts: list[_Disjunct]) -> _Shard:
    size = 1 + sum(len(disjunct.conjunction) for disjunct in disjuncts)
    if size > LARGEST_SHARD:
        raise EngineError(f"a shard of {size} comparisons is larger than {LARGEST_SHARD}")
    rules: dict[str, object] = {_OPENING: {"all": [{_OPENING: {_OPENING: 1}}]}}
    rules |= {disjunct.name: {"all": _joined(disjunct.conjunction)} for disjunct in disjuncts}
    handle = engine.create_ruleset(f"shard-{next(_serial)}", json.dumps(rules))
    sections = frozenset().union(*(disjunct.sections for disjunct in disjuncts))
    return _Shard(handle, sections, size)


def _joined(conjunction: Conjunction) -> list[dict[str, object]]:
    """The facts that a rule joins; a listed item goes by the name `item`."""
    by_section: dict[str, list[dict[str, object]]] = {}
    for atom in conjunction:
        by_section.setdefault(atom.section, []).append(_comparison(atom))
    return [
        {
            "item" if section in LIST_SECTIONS else f"of_{section}": comparisons[0]
            if len(comparisons) == 1
            else {"$and": comparisons}
        }
        for section, comparisons in sorted(by_section.items())
    ]


def _comparison(atom: Atom) -> dict[str, object]:
    compared: dict[str, object] = {atom.property: atom.value}
    return compared if atom.operator == "$eq" else {atom.operator: compared}


def _run(
    shard: _Shard, facts: Mapping[str, list[str]], session: str
) -> Iterator[tuple[int, int | None, bool]]:
    """The matches of one shard: rule, item, certain. Leaves no state behind."""
    handle = shard.handle
    opening = json.dumps({"id": _OPENING, "sid": session, _OPENING: 1})
    state = _assert_fact(handle, opening)
    try:
        for section in sorted(shard.sections):
            for fact in facts[section]:
                _assert_fact(handle, fact)
    finally:
        matches = list(_fired(handle, state))
        engine.delete_state(handle, session)
    for match in matches:
        name, _, rest = match[2:].partition('"')
        if name == _OPENING:
            continue
        index, reading, _number = name.split(".")
        item = _ITEM.search(rest)
        yield int(index), int(item[1]) if item else None, reading == "certain"


def _assert_fact(handle: int, fact: str) -> int:
    """Give a fact to the engine; the place of its state is returned."""
    code, state = engine.assert_fact(handle, fact)
    if code not in {_HANDLED, _NOTHING_MATCHES}:
        raise EngineError(f"the engine refused a fact with code {code}")
    return int(state)


def _fired(handle: int, state: int) -> Iterator[str]:
    """The matches that wait in a state, one after another."""
    started = engine.start_action_for_state(handle, state)
    match: str | None = started[1] if started is not None else None
    while match is not None:
        yield match
        match = engine.complete_and_start_action(handle, state)


def _delete_rulesets(handles: Iterable[int]) -> None:
    for handle in handles:
        engine.delete_ruleset(handle)
