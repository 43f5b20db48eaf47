"""What a fact of the engine says: all that the rules of a shard compare of what they are about.

That is of a case, or of the office, or of a listed item with all of its case. So a rule looks at one fact,
and the engine has nothing to join. A property has a short name there, since the engine reads, keeps and
gives back every letter of a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import call
from typing import TypeAlias, assert_never

from protection_rules.facts.case import Case
from protection_rules.facts.difference import OFFICE
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.disjuncts import (
    UNKNOWN_NUMBER,
    Given,
    Numbered,
    Placed,
    Properties,
    Property,
    Shared,
)
from protection_rules.rulesets.model import About

_Values: TypeAlias = Mapping[str, Given]
_Write: TypeAlias = Callable[[Given], str]


@dataclass(frozen=True, slots=True, repr=False)
class CaseValues:
    """What is given of a case, facts and conditions, and what each thing that rules are about has itself.

    Things go by what rules call them and by their subject. The office is there only if it is described.
    """

    case: _Values
    conditions: _Values
    subjects: Mapping[str, Mapping[str, _Values]]

    def __repr__(self) -> str:
        return f"<CaseValues: {len(self.case)} values>"


class Reader:
    """Reads cases, with the conditions that are looked at beside the engine."""

    def __init__(self, properties: Properties) -> None:
        """For what has been multiplied out until now."""
        computed = properties.computed.values()
        self._of_case = tuple(each for each in computed if each.section not in LIST_SECTIONS)
        self._of_items = {
            section: tuple(each for each in computed if each.section == section) for section in LIST_SECTIONS
        }
        self._reads = {
            section: frozenset({section}).union(*(each.reads for each in of_items))
            for section, of_items in self._of_items.items()
        }

    def read(self, case: Case) -> CaseValues:
        """What is given of a case."""
        found = {each.name: each.holds(case, {}) for each in self._of_case}
        return CaseValues(case.facts, found, dict(self._subjects(case, LIST_SECTIONS)))

    def read_again(self, case: Case, before: CaseValues, changed: frozenset[str]) -> CaseValues:
        """What is given of a case, of which only these facts and lists were otherwise before."""
        found = {
            each.name: each.holds(case, {}) for each in self._of_case if not each.reads.isdisjoint(changed)
        }
        again = [section for section, reads in self._reads.items() if not reads.isdisjoint(changed)]
        subjects = {**before.subjects, **dict(self._subjects(case, again))}
        return CaseValues(case.facts, {**before.conditions, **found}, subjects)

    def _subjects(self, case: Case, sections: Iterable[str]) -> Iterator[tuple[str, Mapping[str, _Values]]]:
        yield "case", {"case": {}}
        yield "operation", {"operation": {}} if case.has_operation else {}
        for section in sections:
            computed = self._of_items[section]
            of_items = {}
            for item in case.items[section] or ():
                at_hand = {section: item}
                found = {each.name: each.holds(case, at_hand) for each in computed}
                of_items[f"{section}:{item.id}"] = {**item.facts, **found} if found else item.facts
            yield section, of_items


class View:
    """One kind of fact: the same properties of each thing that some rules are about."""

    def __init__(self, about: About, names: Mapping[str, str], properties: Properties) -> None:
        """`names` has the name in the engine of each property."""
        self.about = about
        self.properties = frozenset(names)
        own = {name for name in names if name.partition(".")[0] in LIST_SECTIONS}
        conditions = names.keys() & properties.computed.keys() - own
        self._case = _Part(names, names.keys() - own - conditions, properties)
        self._conditions = _Part(names, conditions, properties)
        self._own = _Part(names, own, properties)
        self.reads = frozenset(_reads(self, properties))
        """Facts outside lists by path, and lists by section: if they are the same, so is the view."""

    def written(self, values: CaseValues) -> list[tuple[str, str]]:
        """What the view says of each subject, as JSON of a fact without its beginning and its end."""
        subjects = values.subjects[self.about]
        if not subjects:
            return []
        of_case = self._case.written(values.case) + self._conditions.written(values.conditions)
        return [(subject, of_case + self._own.written(own)) for subject, own in subjects.items()]


class _Part:
    """The properties that are read off the same values."""

    def __init__(self, names: Mapping[str, str], these: Collection[str], properties: Properties) -> None:
        read = [(short, properties.by_name[name]) for name, short in names.items() if name in these]
        self._given = tuple(each.given for _, each in read)
        self._writing = tuple(_writing(short, each) for short, each in read)

    def written(self, values: _Values) -> str:
        # nothing of Python runs for most properties
        return "".join(map(call, self._writing, map(values.__getitem__, self._given)))


def _reads(view: View, properties: Properties) -> Iterator[str]:
    if view.about in LIST_SECTIONS:
        yield view.about
    if view.about == "operation":
        yield OFFICE
    for name in view.properties:
        given = properties.by_name[name].given
        if given in properties.computed:
            yield from properties.computed[given].reads
        else:
            # that of an item counts as its list
            yield given


def _writing(short: str, read: Property) -> _Write:
    """Writes a property for the engine."""
    match read:
        case Placed(positions=positions):
            return {value: f',"{short}":{position}' for value, position in positions.items()}.__getitem__
        case Shared(members=members):
            disjoint, shared, apart = members.isdisjoint, f',"{short}":1', f',"{short}":0'
            return lambda given: shared if isinstance(given, frozenset) and not disjoint(given) else apart
        case Numbered():
            return lambda given: f',"{short}":{given if isinstance(given, int) else UNKNOWN_NUMBER}'
        case _:
            assert_never(read)
