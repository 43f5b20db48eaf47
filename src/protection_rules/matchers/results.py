"""Reading what fires in the engine: JSON of a rule, which has a name of two digits, and of its fact.

A fact's name has as many letters as OPENING, that of the fact that opens a case. So both names stand in
the same place in whatever fires.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from protection_rules.matchers.match import Match
from protection_rules.matchers.shards import Shard
from protection_rules.matchers.store import OPENING

_RULE: Final = slice(len('{"'), len('{"00'))
_FACT: Final = slice(len('{"00":{"m":{"id":"'), len('{"00":{"m":{"id":"' + OPENING))


def fact_name(number: int) -> str:
    """A name for a fact."""
    return f"{number:0{len(OPENING)}}"


def fact_of(fires: str) -> str:
    """The name of the fact that something fires for."""
    return fires[_FACT]


def matches(shard: Shard, fires: Iterable[str], subjects: Mapping[str, str]) -> Collection[Match]:
    """What fires in a shard for facts of these subjects, which go by the facts' names.

    What a rule is for certain and what it is as possible are looked for in the same shard.
    """
    outcome_of = shard.outcomes.get
    alone: dict[str, Match] = {}
    of_items: dict[tuple[str, str], bool] = {}
    for each in fires:
        outcome = outcome_of(each[_RULE])
        # nothing, where it is the rule that opens the case
        if outcome is None:
            continue
        if outcome.alone is None:
            found = outcome.rule, each[_FACT]
            if outcome.certain or found not in of_items:
                of_items[found] = outcome.certain
        elif outcome.certain or outcome.rule not in alone:
            alone[outcome.rule] = outcome.alone
    if of_items:
        return [Match(rule, subjects[fact], certain) for (rule, fact), certain in of_items.items()]
    return alone.values()
