"""A case as somebody with a clearance may know it: everything above it is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary

_CASE: Final = "case"


class Clearance:
    """The facts of some sensitivities, among those that anything is to be read from."""

    def __init__(
        self, sensitivities: Collection[Sensitivity], read: Iterable[str], vocabulary: Vocabulary
    ) -> None:
        """`read` has the paths of the facts that are read; a case as it is known has no others."""
        self._known: dict[str, list[str]] = {}
        self._above: dict[str, dict[str, Value]] = {}
        for path in read:
            fact = vocabulary[path]
            section = fact.section if fact.section in LIST_SECTIONS else _CASE
            if fact.attributes.sensitivity in sensitivities:
                self._known.setdefault(section, []).append(path)
            else:
                self._above.setdefault(section, {})[path] = fact.not_given

    def of(self, case: Case) -> Case:
        """The case with what is read of it; every fact above the clearance as if nobody had told it."""
        items = {
            section: None
            if listed is None
            else tuple([Item(item.id, self._of(item.facts, section)) for item in listed])
            for section, listed in case.items.items()
        }
        return Case(self._of(case.facts, _CASE), items, case.has_operation)

    def _of(self, facts: Mapping[str, Value], section: str) -> Mapping[str, Value]:
        known = {path: facts[path] for path in self._known.get(section, ())}
        return known | self._above.get(section, {})
