"""One case in the working memory of durable_rules for as long as it is open.

Each match asserts what is new in the case, retracts what is not so any more, and drops and finds
only what follows from that. What keeps this sound was measured (see docs/engine.md):

- Everything is retracted before anything is asserted, and every action is drained before a turn
  ends. The engine never forgets where an action stood that a fact led to. Should another action wait
  in that place when the fact is retracted, it would be lost.
- A fact that changes comes back under another name.
- A case that is asked for after its state was deleted is never named to the engine again, since the
  engine would make an empty state of it.
- A case is kept in the store only while it stands there whole. One that is being moved is not kept, so
  that it is deleted however the move ends, unless it ends well.
- What the engine never forgets is given back by asserting the case anew after RENEWED_AFTER moves.
- A case takes up about 4 MB there, and a ruleset of the engine breaks beyond 1024 cases. So only the
  MOST_LIVE cases used last stand in it. Another comes back, asserted anew, when it is next matched.
"""

from __future__ import annotations

import itertools
import weakref
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import durable_rules_engine as engine

from protection_rules.facts.case import Case
from protection_rules.facts.difference import changed
from protection_rules.matchers.case_values import CaseValues
from protection_rules.matchers.durable import DurableMatcher, new_session
from protection_rules.matchers.match import Match
from protection_rules.matchers.results import fact_name, fact_of, matches
from protection_rules.matchers.shards import Shard
from protection_rules.matchers.store import EngineError, Owner, assert_fact, fired, written

MOST_LIVE: Final = 16
"""Cases of one matcher that stand in the engine's memory at the same time."""
RENEWED_AFTER: Final = 250
"""Moves after which a case is asserted anew."""


class WorkingMemory:
    """Matches one case again and again, as it changes, in the engine's own memory of it."""

    def __init__(self, matcher: DurableMatcher, owner: object | None = None) -> None:
        """Nothing is in the engine before the first match, nor after the owner is let go of.

        The owner is this, unless another is given.
        """
        self._matcher = matcher
        self._store = matcher.store
        self._owner: Owner = weakref.ref(self if owner is None else owner)

    @property
    def name(self) -> str:
        """`durable`: the same rules in the same engine as for a case matched once."""
        return self._matcher.name

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case, which stays in the engine afterwards, unless this raises."""
        with suppress(engine.error):
            return self._store.turn(lambda: self._matches(case))
        raise EngineError("the engine refused a change of a case")

    def close(self) -> None:
        """Take the case out of the engine: before this returns, or at the end of this thread's own turn."""
        self._store.kept.pop(self._owner, None)
        self._store.turn(lambda: None)

    def leave(self) -> None:
        """Take the case out of the engine as soon as nobody uses it, without waiting for that."""
        self._store.let_go(self._owner)

    def _matches(self, case: Case) -> frozenset[Match]:
        kept = self._store.kept
        standing = kept.pop(self._owner, None)
        if not isinstance(standing, _Standing) or standing.moves >= RENEWED_AFTER:
            while len(kept) >= MOST_LIVE:
                kept.popitem(last=False)
            standing = _Standing()
        standing.move(case, self._matcher)
        matches = standing.matches()
        kept[self._owner] = standing
        return matches


@dataclass(slots=True, repr=False)
class _Fact:
    """A fact of the engine: what it is of, what it says, and what was found for it."""

    subject: str
    body: str
    found: frozenset[Match] = frozenset()


@dataclass(slots=True, repr=False)
class _State:
    """A case in one shard: its facts there by their names."""

    shard: Shard
    place: int
    facts: dict[str, _Fact] = field(default_factory=dict)


class _Standing:
    """A case that stands in the engine, with a state in each shard."""

    def __init__(self) -> None:
        self.moves = 0
        self.session = new_session()
        self._case: Case | None = None
        self._values: CaseValues | None = None
        self._states: list[_State] = []
        self._names = map(fact_name, itertools.count())

    def move(self, case: Case, matcher: DurableMatcher) -> None:
        """Bring the engine from the case that stands in it to this one."""
        if self._case is None or self._values is None:
            values = matcher.reader.read(case)
            for shard in matcher.shards:
                state = _State(shard, matcher.store.open(shard.handle, self.session))
                self._states.append(state)
                fired(shard.handle, state.place)
                self._change(state, values)
        else:
            self.moves += 1
            otherwise = changed(self._case, case)
            values = matcher.reader.read_again(case, self._values, otherwise)
            for state in self._states:
                if not state.shard.form.reads.isdisjoint(otherwise):
                    self._change(state, values)
        self._case, self._values = case, values

    def matches(self) -> frozenset[Match]:
        """What fired and still holds."""
        none: frozenset[Match] = frozenset()
        return none.union(*[fact.found for state in self._states for fact in state.facts.values()])

    def _change(self, state: _State, values: CaseValues) -> None:
        """Retract and assert in one shard what is otherwise for it."""
        handle, facts = state.shard.handle, state.facts
        said = dict(state.shard.form.written(values))
        gone = [name for name, fact in facts.items() if said.get(fact.subject) != fact.body]
        for name in gone:
            engine.retract_fact(handle, written(name, self.session, ""))
            del facts[name]
        for fact in facts.values():
            del said[fact.subject]
        new: dict[str, _Fact] = {}
        for subject, body in said.items():
            name = next(self._names)
            assert_fact(handle, written(name, self.session, body))
            new[name] = _Fact(subject, body)
        if gone or new:
            fires: dict[str, list[str]] = {name: [] for name in new}
            for each in fired(handle, state.place):
                fires[fact_of(each)].append(each)
            for name, fact in new.items():
                fact.found = frozenset(matches(state.shard, fires[name], {name: fact.subject}))
            facts |= new
