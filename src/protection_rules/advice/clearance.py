"""A case as somebody with a clearance may know it: everything above it is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.vocabulary import NO_RECORD, UNKNOWN, VOCABULARY

_NOT_KNOWN: Final[Mapping[str, Value]] = {
    path: frozenset({UNKNOWN})
    if fact.kind == "choices"
    else NO_RECORD
    if fact.kind == "recorded"
    else UNKNOWN
    for path, fact in VOCABULARY.items()
}


def cleared(case: Case, sensitivities: Collection[Sensitivity]) -> Case:
    """The case with every fact of another sensitivity made what it is where nothing is said of it."""
    kept = {path for path, fact in VOCABULARY.items() if fact.attributes.sensitivity in sensitivities}

    def known(facts: Mapping[str, Value]) -> dict[str, Value]:
        return {path: value if path in kept else _NOT_KNOWN[path] for path, value in facts.items()}

    items = {
        section: None if listed is None else tuple(Item(item.id, known(item.facts)) for item in listed)
        for section, listed in case.items.items()
    }
    return Case(known(case.facts), items, case.has_operation)
