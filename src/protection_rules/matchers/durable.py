"""Matching in the working memory of durable_rules, within the limits measured for it.

The engine's own C module is driven directly: facts only, never events; no `$not`; every property that a
shard compares is always present (`fact_form.py`), in shards that are small (`shards.py`); a state is deleted
when its case has been matched, also on errors and if that is interrupted (`store.py`).

The engine frees pointers that it never set when a state is deleted in which no rule has fired. So
every shard has a rule of its own for a fact that opens every case, and no state is deleted before an
action was started in it.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Collection, Iterable

import durable_rules_engine as engine

from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.matchers.case_values import CaseValues, Reader
from protection_rules.matchers.disjuncts import Properties
from protection_rules.matchers.match import LoweredRule, Match
from protection_rules.matchers.results import fact_name, matches
from protection_rules.matchers.shards import Shard, shards
from protection_rules.matchers.store import OPENING, Store, assert_fact, fired, written

_serial = itertools.count()


class DurableMatcher:
    """Matches by asserting a case, and each of its items, as facts of a durable_rules working memory."""

    def __init__(self, rules: tuple[LoweredRule, ...], vocabulary: Vocabulary) -> None:
        self._properties = Properties(vocabulary)
        self.store = Store()
        self._shards = tuple(shards(rules, self._properties))
        self._reader = Reader(self._properties)
        self._close = weakref.finalize(self, _give_back, self.store, [shard.handle for shard in self._shards])

    @property
    def name(self) -> str:
        """`durable`."""
        return "durable"

    @property
    def reader(self) -> Reader:
        """Reads cases for the shards."""
        return self._reader

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The rulesets of the engine."""
        return self._shards

    @property
    def shard_sizes(self) -> tuple[int, ...]:
        """Conjunctions in each shard."""
        return tuple(shard.size for shard in self._shards)

    def close(self) -> None:
        """Give the engine's memory back; the matcher cannot be used afterwards."""
        self._close()

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case. Its facts leave the engine before this returns or raises."""
        values = self._reader.read(case)
        return self.store.turn(lambda: self._matches(values))

    def _matches(self, values: CaseValues) -> frozenset[Match]:
        session = new_session()
        found: list[Match] = []
        for shard in self._shards:
            facts = shard.form.written(values)
            # without a fact nothing fires
            if facts:
                found += self._found(shard, facts, session)
        return frozenset(found)

    def _found(self, shard: Shard, facts: list[tuple[str, str]], session: str) -> Collection[Match]:
        """What is found in one shard. The state of the case there is gone when this returns."""
        (subject, opening), *further = facts
        state = self.store.open(shard.handle, session, opening)
        subjects = {OPENING: subject}
        for number, (subject, body) in enumerate(further):
            name = fact_name(number)
            assert_fact(shard.handle, written(name, session, body))
            subjects[name] = subject
        fires = fired(shard.handle, state)
        self.store.delete(shard.handle, session)
        return matches(shard, fires, subjects)


def new_session() -> str:
    """A name for a case in the engine that no other has had.

    The engine knows a name by 32 bits of it only. Should two cases that are open together come to
    the same, the second is refused: the fact that opens a case has the same id in every case.
    """
    return f"case-{next(_serial)}"


def _give_back(store: Store, handles: Iterable[int]) -> None:
    # the engine does not free the states of a ruleset with it
    store.empty()
    for handle in handles:
        engine.delete_ruleset(handle)
