"""Matching in the working memory of durable_rules, within the limits measured for it.

The engine's own C module is driven directly: facts only, never events; no `$not`; a disjunction is
several rules; every property that a shard compares is always present, and no other, since a fact
with more than 255 is refused; a shard has at most LARGEST_SHARD comparisons, since
a walk of more than 64 nodes corrupts the engine's memory; a state is deleted when its case has been
matched, also on errors and if that is interrupted (`store.py`).

The engine frees pointers that it never set when a state is deleted in which no rule has fired. So
every shard has a rule of its own for a fact that opens every case, and no state is deleted before an
action was started in it.
"""

from __future__ import annotations

import itertools
import json
import re
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import durable_rules_engine as engine

from protection_rules.facts.case import Case, Item
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.matchers.disjuncts import Atom, Conjunction, Properties
from protection_rules.matchers.match import LoweredRule, Match
from protection_rules.matchers.store import OPENING, EngineError, Store, assert_fact, fired

LARGEST_SHARD: Final = 60
"""Comparisons that one ruleset of the engine may have; its stack holds 64."""

_ITEM: Final = re.compile(r'"item":\{"id":\s*"[a-z_]+:(\d+)"')
_NO_ITEMS: Final[Mapping[str, Item]] = {}
_serial = itertools.count()


_Facts: TypeAlias = Mapping[str, list[tuple[str, Mapping[str, int]]]]


@dataclass(frozen=True, slots=True)
class _Disjunct:
    """One conjunction of one rule; `name` says which rule, and whether it is then certain."""

    name: str
    conjunction: Conjunction

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(atom.section for atom in self.conjunction)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule of the engine says where it fires: a rule of ours, and whether for certain.

    `sections` are those whose facts it joins; `of_item` says whether a listed item is among them.
    """

    rule: int
    certain: bool
    sections: frozenset[str]
    of_item: bool


class FactForm:
    """How a fact of one section is written for a shard: with the properties that it compares."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        given = (json.dumps(name).replace("%", "%%") + ":%d" for name in names)
        self._form = "{" + ",".join(('"id":"%s","sid":"%s"', *given)) + "}"

    def written(self, identifier: str, session: str, values: Mapping[str, int]) -> str:
        """A fact as JSON; its id and the session's are letters, digits, colons, hyphens, underscores."""
        # quicker than json.dumps, which looks at every value for what it might be
        return self._form % (identifier, session, *map(values.__getitem__, self.names))


@dataclass(frozen=True, slots=True)
class Shard:
    """One ruleset of the engine: the facts it compares, by section, and what its rules say.

    `joined` has the sections whose facts a rule joins, once for all rules that join the same.
    """

    handle: int
    forms: Mapping[str, FactForm]
    outcomes: Mapping[str, Outcome]
    joined: frozenset[frozenset[str]]
    size: int

    def read(self, absent: frozenset[str]) -> list[str]:
        """The sections whose facts may make a rule fire, if there are no facts of some; in order."""
        if not absent:
            return [*self.forms]
        reading = {section for joined in self.joined if joined.isdisjoint(absent) for section in joined}
        return [section for section in self.forms if section in reading]


class DurableMatcher:
    """Matches by asserting the sections of a case as facts of a durable_rules working memory."""

    def __init__(self, rules: tuple[LoweredRule, ...], vocabulary: Vocabulary) -> None:
        self._rules = rules
        self._properties = Properties(vocabulary)
        self.store = Store()
        disjuncts = list(self._disjuncts())
        self._shards = tuple(_create(part) for part in _packed(disjuncts))
        self._sections = tuple(sorted(frozenset().union(*(shard.forms for shard in self._shards))))
        # a match that is of no item is the same for every case
        self._alone = {
            (index, certain): Match(rule.id, rule.about, certain)
            for index, rule in enumerate(rules)
            for certain in (True, False)
        }
        self._close = weakref.finalize(self, _give_back, self.store, [shard.handle for shard in self._shards])

    @property
    def name(self) -> str:
        """`durable`."""
        return "durable"

    @property
    def rules(self) -> tuple[LoweredRule, ...]:
        """The rules that are matched."""
        return self._rules

    @property
    def properties(self) -> Properties:
        """The properties of a case that rules compare."""
        return self._properties

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The rulesets of the engine."""
        return self._shards

    @property
    def shard_sizes(self) -> tuple[int, ...]:
        """Comparisons in each shard."""
        return tuple(shard.size for shard in self._shards)

    def close(self) -> None:
        """Give the engine's memory back; the matcher cannot be used afterwards."""
        self._close()

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case. Its facts leave the engine before this returns or raises."""
        facts = self._facts(case)
        found = self.store.turn(lambda: self._found(facts))
        return frozenset(
            self._alone[rule, certain] if item is None else self._of_item(rule, item, certain, case)
            for (rule, item), certain in found.items()
        )

    def _of_item(self, index: int, item: int, certain: bool, case: Case) -> Match:
        rule = self._rules[index]
        return Match(rule.id, f"{rule.about}:{(case.items[rule.about] or ())[item].id}", certain)

    def _found(self, facts: _Facts) -> Mapping[tuple[int, int | None], bool]:
        """What fires: rules with the item they fire for, and whether for certain."""
        session = new_session()
        absent = frozenset(section for section, there in facts.items() if not there)
        found: dict[tuple[int, int | None], bool] = {}
        for shard in self._shards:
            read = shard.read(absent)
            # without a fact that it could join, nothing fires in it
            for fires in _fired(self.store, shard, read, facts, session) if read else ():
                name = fires[2 : fires.index('"', 2)]
                if name == OPENING:
                    continue
                outcome = shard.outcomes[name]
                listed = _ITEM.search(fires) if outcome.of_item else None
                key = (outcome.rule, int(listed[1]) if listed else None)
                found[key] = outcome.certain or found.get(key, False)
        return found

    def _disjuncts(self) -> Iterator[_Disjunct]:
        for index, rule in enumerate(self._rules):
            certain = self._properties.conjunctions(rule.certainly, rule.about)
            possible = self._properties.conjunctions(rule.possibly, rule.about)
            # what makes a rule certain need not be looked for again to make it possible
            further = [conjunction for conjunction in possible if conjunction not in certain]
            for reading, conjunctions in (("certain", certain), ("possible", further)):
                for number, conjunction in enumerate(conjunctions):
                    yield _Disjunct(f"{index}.{reading}.{number}", conjunction)

    def _facts(self, case: Case) -> _Facts:
        """The facts of a case by section, each with its name in the engine and all its properties."""
        facts: dict[str, list[tuple[str, Mapping[str, int]]]] = {}
        for section in self._sections:
            properties = self._properties.by_section.get(section, {}).items()
            if section in LIST_SECTIONS:
                facts[section] = [
                    (
                        f"{section}:{index}",
                        {name: compute(item.facts, case, {section: item}) for name, compute in properties},
                    )
                    for index, item in enumerate(case.items[section] or ())
                ]
            else:
                values = {name: compute(case.facts, case, _NO_ITEMS) for name, compute in properties}
                facts[section] = [(section, values)]
        return facts


def new_session() -> str:
    """A name for a case in the engine that no other has had.

    The engine knows a name by 32 bits of it only. Should two cases that are open together come to
    the same, the second is refused: the fact that opens a case has the same id in every case.
    """
    return f"case-{next(_serial)}"


def _packed(disjuncts: list[_Disjunct]) -> Iterator[list[_Disjunct]]:
    """The disjuncts in shards; those that read the same sections, lists above all, are together.

    So a case without an item of a list needs none of the shards that are about it alone.
    """
    shard: list[_Disjunct] = []
    size = 1
    for disjunct in sorted(disjuncts, key=_place):
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


def _place(disjunct: _Disjunct) -> tuple[list[str], list[str]]:
    return sorted(disjunct.sections.intersection(LIST_SECTIONS)), sorted(disjunct.sections)


def _create(disjuncts: list[_Disjunct]) -> Shard:
    size = 1 + sum(len(disjunct.conjunction) for disjunct in disjuncts)
    if size > LARGEST_SHARD:
        raise EngineError(f"a shard of {size} comparisons is larger than {LARGEST_SHARD}")
    rules: dict[str, object] = {OPENING: {"all": [{OPENING: {OPENING: 1}}]}}
    rules |= {disjunct.name: {"all": _joined(disjunct.conjunction)} for disjunct in disjuncts}
    handle = engine.create_ruleset(f"shard-{next(_serial)}", json.dumps(rules))
    properties: dict[str, dict[str, None]] = {}
    for atom in itertools.chain.from_iterable(disjunct.conjunction for disjunct in disjuncts):
        properties.setdefault(atom.section, {})[atom.property] = None
    return Shard(
        handle,
        {section: FactForm(tuple(names)) for section, names in sorted(properties.items())},
        {disjunct.name: _outcome(disjunct) for disjunct in disjuncts},
        frozenset(disjunct.sections for disjunct in disjuncts),
        size,
    )


def _outcome(disjunct: _Disjunct) -> Outcome:
    rule, reading, _number = disjunct.name.split(".")
    sections = disjunct.sections
    return Outcome(int(rule), reading == "certain", sections, not sections.isdisjoint(LIST_SECTIONS))


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


def _fired(store: Store, shard: Shard, sections: list[str], facts: _Facts, session: str) -> list[str]:
    """What fires in one shard. The state of the case there is gone when this returns."""
    state = store.open(shard.handle, session)
    for section in sections:
        form = shard.forms[section]
        for identifier, values in facts[section]:
            assert_fact(shard.handle, form.written(identifier, session, values))
    matches = list(fired(shard.handle, state))
    store.delete(shard.handle, session)
    return matches


def _give_back(store: Store, handles: Iterable[int]) -> None:
    # the engine does not free the states of a ruleset with it
    store.empty()
    for handle in handles:
        engine.delete_ruleset(handle)
