"""A case as somebody with a clearance may know it: everything above it is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary

_CASE: Final = "case"


class Clearance:
    """The facts of some sensitivities."""

    def __init__(self, sensitivities: Collection[Sensitivity], vocabulary: Vocabulary) -> None:
        above = (fact for fact in vocabulary.values() if fact.attributes.sensitivity not in sensitivities)
        self._above: dict[str, dict[str, Value]] = {}
        for fact in above:
            section = fact.section if fact.section in LIST_SECTIONS else _CASE
            self._above.setdefault(section, {})[fact.path] = fact.not_given

    def of(self, case: Case) -> Case:
        """The case with every other fact made what it is where nothing is said of it."""
        items = {
            section: None
            if listed is None
            else tuple(Item(item.id, self._known(item.facts, section)) for item in listed)
            for section, listed in case.items.items()
        }
        return Case(self._known(case.facts, _CASE), items, case.has_operation)

    def _known(self, facts: Mapping[str, Value], section: str) -> Mapping[str, Value]:
        return {**facts, **self._above.get(section, {})}
