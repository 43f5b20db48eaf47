"""What a fact of the engine says: all that the rules of a shard compare of what they are about.

That is of a case, or of the office, or of a listed item with all of its case. So a rule looks at one fact,
and the engine has nothing to join. A property has a short name there, since the engine reads, keeps and
gives back every letter of a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from operator import call
from typing import TypeAlias, assert_never

from protection_rules.facts.difference import OFFICE
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.case_values import CaseValues, Values
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

_Write: TypeAlias = Callable[[Given], str]


class FactForm:
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
        """Facts outside lists by path, and lists by section: while they are the same, so is what is said."""

    def written(self, values: CaseValues) -> list[tuple[str, str]]:
        """What the fact of each subject says, as JSON without its beginning and its end."""
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

    def written(self, values: Values) -> str:
        # nothing of Python runs for most properties
        return "".join(map(call, self._writing, map(values.__getitem__, self._given)))


def _reads(form: FactForm, properties: Properties) -> Iterator[str]:
    if form.about in LIST_SECTIONS:
        yield form.about
    if form.about == "operation":
        yield OFFICE
    for name in form.properties:
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
