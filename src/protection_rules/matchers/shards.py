"""Rules of ours as rulesets of the engine: small ones, each of which takes one kind of fact.

A fact's walk through the conditions of a ruleset keeps those that it has still to go on from on a stack of
64; more of them corrupt the engine's memory. None that is there leads to another that is there, and each
leads to the end of a conjunction. So there are never more of them than the ruleset has conjunctions.

What the engine sets up for a case is most of what a case costs there. It goes by the rules of a ruleset and
by the facts that they join, so a rule of ours becomes two at most, which look at one fact (`fact_form.py`).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

import durable_rules_engine as engine

from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.disjuncts import Atom, Conjunction, Properties
from protection_rules.matchers.fact_form import FactForm
from protection_rules.matchers.match import LoweredRule, Match
from protection_rules.matchers.only_possible import only_possible
from protection_rules.matchers.store import OPENING, EngineError
from protection_rules.rulesets.model import About

LARGEST_SHARD: Final = 60
"""Conjunctions that one ruleset of the engine may have; its stack holds 64."""
FULL_SHARD: Final = 40
"""Conjunctions up to which rules are put together. More of them take longer where a case changes a little."""
MOST_COMPARISONS: Final = 200
"""Comparisons that one ruleset may have, so that no fact comes near to the 255 properties it may have."""

_serial = itertools.count()
PROPERTY_NAMES: Final = tuple(f"{first}{last}" for first in "pqrstuvw" for last in ascii_lowercase)
"""Names of properties in the engine, which files them by five bits of a sum that the last letter decides."""


@dataclass(frozen=True, slots=True)
class EngineRule:
    """A rule of the engine: what makes one rule of ours certain, or else possible."""

    rule: str
    about: About
    certain: bool
    conjunctions: tuple[Conjunction, ...]

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All its comparisons."""
        return tuple(itertools.chain.from_iterable(self.conjunctions))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule of the engine says where it fires; `alone` is the match, where it is of no item."""

    rule: str
    certain: bool
    alone: Match | None


@dataclass(frozen=True, slots=True)
class Shard:
    """One ruleset of the engine: the facts it takes, and what its rules say, by their names of two digits."""

    handle: int
    form: FactForm
    outcomes: Mapping[str, Outcome]
    size: int


def shards(rules: tuple[LoweredRule, ...], properties: Properties) -> Iterator[Shard]:
    """All that the engine needs for some rules."""
    for engine_rules in packed(_engine_rules(rule, properties) for rule in rules):
        yield create(engine_rules, properties)


def _engine_rules(rule: LoweredRule, properties: Properties) -> list[EngineRule]:
    certain = properties.conjunctions(rule.certainly, rule.about)
    possible = properties.conjunctions(only_possible(rule.certainly, rule.possibly), rule.about)
    # what makes a rule certain need not be looked for again to make it possible
    further = [conjunction for conjunction in possible if conjunction not in certain]
    both = ((True, tuple(certain)), (False, tuple(further)))
    return [
        EngineRule(rule.id, rule.about, sure, conjunctions) for sure, conjunctions in both if conjunctions
    ]


def packed(rules: Iterable[list[EngineRule]]) -> Iterator[list[EngineRule]]:
    """The rules of the engine in shards, those of one rule of ours in the same.

    All in a shard are about the same, so that a case without an item of a list needs none of those.
    Those that look at the same are together.
    """
    shard: list[EngineRule] = []
    for engine_rules in sorted(filter(None, rules), key=_place):
        together = [*shard, *engine_rules]
        if shard and (shard[0].about != engine_rules[0].about or not _fit(together, FULL_SHARD)):
            yield shard
            shard = engine_rules
        else:
            shard = together
    if shard:
        yield shard


def _place(engine_rules: list[EngineRule]) -> tuple[str, list[str]]:
    sections = {atom.section for rule in engine_rules for atom in rule.atoms}
    return engine_rules[0].about, sorted(sections)


def _fit(engine_rules: list[EngineRule], largest: int) -> bool:
    return (
        _size(engine_rules) <= largest and sum(len(each.atoms) for each in engine_rules) <= MOST_COMPARISONS
    )


def _size(engine_rules: Iterable[EngineRule]) -> int:
    return 1 + sum(len(rule.conjunctions) for rule in engine_rules)


def create(engine_rules: list[EngineRule], properties: Properties) -> Shard:
    """Make a ruleset of the engine."""
    if not _fit(engine_rules, LARGEST_SHARD):
        raise EngineError(f"a shard of {_size(engine_rules)} conjunctions does not fit into the engine")
    compared = dict.fromkeys(atom.property for rule in engine_rules for atom in rule.atoms)
    names = dict(zip(compared, PROPERTY_NAMES, strict=False))
    named = {f"{number:02}": rule for number, rule in enumerate(engine_rules)}
    written: dict[str, object] = {OPENING: {"all": [{OPENING: {OPENING: 1}}]}}
    written |= {name: {"all": [{"m": _condition(rule, names)}]} for name, rule in named.items()}
    handle = engine.create_ruleset(f"shard-{next(_serial)}", json.dumps(written))
    form = FactForm(engine_rules[0].about, names, properties)
    outcomes = {name: _outcome(rule) for name, rule in named.items()}
    return Shard(handle, form, outcomes, _size(engine_rules))


def _outcome(made: EngineRule) -> Outcome:
    # a match that is of no item is the same for every case
    alone = None if made.about in LIST_SECTIONS else Match(made.rule, made.about, made.certain)
    return Outcome(made.rule, made.certain, alone)


def _condition(rule: EngineRule, names: Mapping[str, str]) -> dict[str, object]:
    parts = [_conjunction(conjunction, names) for conjunction in rule.conjunctions]
    return parts[0] if len(parts) == 1 else {"$or": parts}


def _conjunction(conjunction: Conjunction, names: Mapping[str, str]) -> dict[str, object]:
    parts = [_comparison(atom, names[atom.property]) for atom in conjunction]
    return parts[0] if len(parts) == 1 else {"$and": parts}


def _comparison(atom: Atom, name: str) -> dict[str, object]:
    compared: dict[str, object] = {name: atom.value}
    return compared if atom.operator == "$eq" else {atom.operator: compared}
