"""The C module of durable_rules by itself, driven as shortly as it can be, to hold our own use of it against.

One fact for a case, a rule for each alternative, rulesets of at most 60 comparisons, since more of them
corrupt its memory. Nothing is done here for a case that is interrupted, and nothing is given back.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import durable_rules_engine as engine
from benchmarks.json_logic import name

from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.matchers.disjuncts import Atom, Conjunction, Placed, Properties
from protection_rules.matchers.match import LoweredRule

MOST_COMPARISONS: Final = 58
"""Comparisons of one ruleset beside that of the fact's opening, without which nothing might fire."""
_Rules: TypeAlias = dict[str, Any]
_serial = itertools.count()


def bare_engine(rules: Sequence[LoweredRule]) -> Callable[[Mapping[str, Any]], set[tuple[str, int, bool]]]:
    """Matches conditions on single facts of the case."""
    properties = Properties(VOCABULARY)
    alternatives = [
        each for number, rule in enumerate(rules) for each in _alternatives(number, rule, properties)
    ]
    handles = [
        engine.create_ruleset(f"bare-{next(_serial)}", json.dumps(each)) for each in _packed(alternatives)
    ]
    placed = {
        path: (name(path), each.positions)
        for path, each in properties.by_name.items()
        if isinstance(each, Placed)
    }
    ids = [rule.id for rule in rules]

    def match(data: Mapping[str, Any]) -> set[tuple[str, int, bool]]:
        case = f"bare-{next(_serial)}"
        told = {path: positions[data[given]] for path, (given, positions) in placed.items()}
        fact = json.dumps({"id": "1", "sid": case, "opening": 1, **told})
        found = {fires[2 : fires.index('"', 2)] for handle in handles for fires in _fires(handle, case, fact)}
        certain = {int(each.partition(".")[0]) for each in found if each.endswith("certain")}
        possible = {int(each.partition(".")[0]) for each in found if each.endswith("possible")}
        return {(ids[rule], -1, rule in certain) for rule in certain | possible}

    return match


def _alternatives(
    number: int, rule: LoweredRule, properties: Properties
) -> Iterator[tuple[str, Conjunction]]:
    certain = properties.conjunctions(rule.certainly, rule.about)
    further = [each for each in properties.conjunctions(rule.possibly, rule.about) if each not in certain]
    yield from ((f"{number}.{place}.certain", each) for place, each in enumerate(certain))
    yield from ((f"{number}.{place}.possible", each) for place, each in enumerate(further))


def _packed(alternatives: list[tuple[str, Conjunction]]) -> Iterator[_Rules]:
    opening = {"opening": {"all": [{"m": {"opening": 1}}]}}
    shard, size = dict[str, Any](opening), 0
    for each, conjunction in alternatives:
        if size + len(conjunction) > MOST_COMPARISONS:
            yield shard
            shard, size = dict(opening), 0
        compared = [_comparison(atom) for atom in conjunction]
        shard[each] = {"all": [{"m": compared[0] if len(compared) == 1 else {"$and": compared}}]}
        size += len(conjunction)
    yield shard


def _comparison(atom: Atom) -> _Rules:
    compared: _Rules = {atom.property: atom.value}
    return compared if atom.operator == "$eq" else {atom.operator: compared}


def _fires(handle: int, case: str, fact: str) -> Iterator[str]:
    _, state = engine.assert_fact(handle, fact)
    started = engine.start_action_for_state(handle, state)
    fires = started[1] if started is not None else None
    while fires is not None:
        yield fires
        fires = engine.complete_and_start_action(handle, state)
    engine.delete_state(handle, case)
