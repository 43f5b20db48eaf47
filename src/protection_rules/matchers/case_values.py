"""What is given of a case, and of each thing that rules are about: what the engine's facts are read off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.matchers.disjuncts import Given, Properties

Values: TypeAlias = Mapping[str, Given]


@dataclass(frozen=True, slots=True, repr=False)
class CaseValues:
    """What is given of a case, facts and conditions, and what each thing that rules are about has itself.

    Things go by what rules call them and by their subject. The office is there only if it is described.
    """

    case: Values
    conditions: Values
    subjects: Mapping[str, Mapping[str, Values]]

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

    def _subjects(self, case: Case, sections: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Values]]]:
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
