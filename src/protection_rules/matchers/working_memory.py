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
- A case takes up about 7 MB there, and a ruleset of the engine breaks beyond 1024 cases. So only the
  MOST_LIVE cases used last stand in it. Another comes back, asserted anew, when it is next matched.
"""

from __future__ import annotations

import itertools
import json
import re
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import durable_rules_engine as engine

from protection_rules.facts.case import Case, Item
from protection_rules.facts.difference import difference
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.disjuncts import Properties
from protection_rules.matchers.durable import DurableMatcher, FactForm, Shard, new_session
from protection_rules.matchers.match import LoweredRule, Match
from protection_rules.matchers.store import OPENING, EngineError, Owner, assert_fact, fired

MOST_LIVE: Final = 16
"""Cases of one matcher that stand in the engine's memory at the same time."""
RENEWED_AFTER: Final = 250
"""Moves after which a case is asserted anew."""

_ITEM: Final = re.compile(r'"item":\{"id":\s*"(\d+)"')
_Values: TypeAlias = Mapping[str, int]
_Changes: TypeAlias = Mapping[str, "list[_Change]"]


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


@dataclass(frozen=True, slots=True, repr=False)
class _Change:
    """One fact of the engine before and after; None where it is not there."""

    subject: str
    before: _Values | None
    after: _Values | None

    def matters(self, names: Iterable[str]) -> bool:
        """Whether a shard that compares these properties sees a difference."""
        if self.before is None or self.after is None:
            return True
        return any(self.before[name] != self.after[name] for name in names)


@dataclass(slots=True, repr=False)
class _State:
    """A case in one shard: its facts' names by subject, and what it found, by what fired for which item."""

    shard: Shard
    place: int
    names: dict[str, int] = field(default_factory=dict)
    found: dict[tuple[str, int | None], Match] = field(default_factory=dict)


class _Standing:
    """A case that stands in the engine, with a state in each shard."""

    def __init__(self) -> None:
        self.moves = 0
        self.session = new_session()
        self._case: Case | None = None
        self._states: list[_State] = []
        self._values: defaultdict[str, dict[str, _Values]] = defaultdict(dict)
        self._subjects: dict[int, str] = {}
        self._names = itertools.count()

    def move(self, case: Case, matcher: DurableMatcher) -> None:
        """Bring the engine from the case that stands in it to this one."""
        changes = dict(self._changes(case, matcher.properties))
        if self._case is None:
            for shard in matcher.shards:
                state = _State(shard, matcher.store.open(shard.handle, self.session))
                self._states.append(state)
                self._drain(state, matcher.rules)
        else:
            self.moves += 1
        for state in self._states:
            self._change(state, changes, matcher.rules)
        for section, changed in changes.items():
            for change in changed:
                self._values[section].pop(change.subject, None)
                if change.after is not None:
                    self._values[section][change.subject] = change.after
        self._case = case

    def matches(self) -> frozenset[Match]:
        """What fired and still holds; certain where any rule of the engine says so."""
        found = set(itertools.chain.from_iterable(state.found.values() for state in self._states))
        return frozenset(
            match for match in found if match.certain or (match.rule, match.subject, True) not in found
        )

    def _changes(self, case: Case, properties: Properties) -> Iterator[tuple[str, list[_Change]]]:
        """The facts of the engine that are otherwise for this case, by section."""
        differing = None if self._case is None else difference(self._case, case)
        read = properties.computed_from(differing.facts if differing else ())
        for section, computes in properties.by_section.items():
            if differing is not None and section not in read and section not in differing.facts:
                continue
            there = self._values[section]
            listed = dict(_subjects(section, case))
            changes = [
                _Change(subject, values, None) for subject, values in there.items() if subject not in listed
            ]
            for subject, items in listed.items():
                before = there.get(subject)
                whole = before is None or (differing is not None and subject in differing.items)
                names = computes if whole else read.get(section, ())
                facts = items[section].facts if section in items else case.facts
                after = {**(before or {}), **{name: computes[name](facts, case, items) for name in names}}
                if after != before:
                    changes.append(_Change(subject, before, after))
            if changes:
                yield section, changes

    def _change(self, state: _State, changes: _Changes, rules: tuple[LoweredRule, ...]) -> None:
        """Retract and assert in one shard what is otherwise for it."""
        seen = [
            (form, change)
            for section, form in state.shard.forms.items()
            for change in changes.get(section, ())
            if change.matters(form.names)
        ]
        if not seen:
            return
        gone = [change.subject for _, change in seen if change.before is not None]
        if gone:
            self._retract(state, gone)
        for form, change in seen:
            if change.after is not None:
                self._assert(state, change.subject, form, change.after)
        self._drain(state, rules)

    def _retract(self, state: _State, subjects: list[str]) -> None:
        gone: set[int] = set()
        for subject in subjects:
            name = state.names.pop(subject)
            engine.retract_fact(state.shard.handle, json.dumps({"id": str(name), "sid": self.session}))
            self._subjects.pop(name, None)
            gone.add(name)
        outcomes = state.shard.outcomes
        state.found = {
            (name, item): match
            for (name, item), match in state.found.items()
            if item not in gone and outcomes[name].sections.isdisjoint(subjects)
        }

    def _assert(self, state: _State, subject: str, form: FactForm, values: _Values) -> None:
        name = next(self._names)
        assert_fact(state.shard.handle, form.written(str(name), self.session, values))
        state.names[subject] = name
        if ":" in subject:
            self._subjects[name] = subject

    def _drain(self, state: _State, rules: tuple[LoweredRule, ...]) -> None:
        outcomes = state.shard.outcomes
        for fires in fired(state.shard.handle, state.place):
            name = fires[2 : fires.index('"', 2)]
            if name == OPENING:
                continue
            rule, found = rules[outcomes[name].rule], _ITEM.search(fires)
            item = int(found[1]) if found is not None else None
            subject = rule.about if item is None else self._subjects[item]
            state.found[name, item] = Match(rule.id, subject, outcomes[name].certain)


def _subjects(section: str, case: Case) -> Iterator[tuple[str, Mapping[str, Item]]]:
    """The facts of the engine that a section has for a case, each with the listed item it is of."""
    if section in LIST_SECTIONS:
        for item in case.items[section] or ():
            yield f"{section}:{item.id}", {section: item}
    else:
        yield section, {}
