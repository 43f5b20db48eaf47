"""From what the solver found to a profile, and how much a profile tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from protection_rules.analysis.solver.formula import Formula, no, some
from protection_rules.analysis.solver.space import (
    OPERATION,
    UNKNOWN_SET,
    Cell,
    Space,
    item_id,
    left_out,
)
from protection_rules.facts.case import Value
from protection_rules.facts.vocabulary import (
    LIST_SECTIONS,
    LOCAL,
    NONE,
    UNKNOWN,
    FactEntry,
    Vocabulary,
)

Profile: TypeAlias = dict[str, Any]
"""A profile as a profile file would have it."""


def told(space: Space) -> Iterator[Formula]:
    """A formula for each thing that a profile can tell: facts, codes of a set, items, lists, the office."""
    yield space.present(OPERATION)
    for section in LIST_SECTIONS:
        yield space.listed(section)
        yield from (space.present_at(section, number) for number in range(space.items[section]))
    for fact, _item, values in space.facts():
        if fact.kind == "choices":
            yield from (part for cell, part in values.items() if cell != UNKNOWN)
            yield no(some(values.values()))
        else:
            yield from (part for cell, part in values.items() if cell != left_out(fact))


def profile(space: Space, holds: Callable[[Formula], bool]) -> Profile:
    """The profile of which these formulas of the space hold; what it need not tell is left out."""
    data: Profile = {"profile": 1}
    for section in space.vocabulary.sections.values():
        if section.many:
            if holds(space.listed(section.name)):
                data[section.name] = [
                    {"id": item_id(section.name, number)} | _facts(space, section.name, number, holds)
                    for number in range(space.items[section.name])
                    if holds(space.present_at(section.name, number))
                ]
            continue
        facts = _facts(space, section.name, None, holds)
        if facts or (section.name == "operation" and holds(space.present(OPERATION))):
            data[section.name] = facts
    return data


def _facts(space: Space, section: str, item: int | None, holds: Callable[[Formula], bool]) -> Profile:
    facts = space.vocabulary.sections[section].facts
    values = {
        name: _value(fact, [cell for cell, part in space.values(fact.path, item).items() if holds(part)])
        for name, fact in facts.items()
    }
    return {
        name: written(facts[name], value) for name, value in values.items() if value != left_out(facts[name])
    }


def _value(fact: FactEntry, cells: list[Cell]) -> Value:
    """The value, or the least of the numbers, that these cells stand for."""
    if fact.kind == "choices":
        return frozenset(cell for cell in cells if isinstance(cell, str))
    (cell,) = cells
    return cell[0] if isinstance(cell, tuple) else cell


def written(fact: FactEntry, value: Value) -> Any:
    """A value as a profile file has it."""
    if not isinstance(value, frozenset):
        return value
    if value == UNKNOWN_SET:
        return UNKNOWN
    return sorted(value, key=[*fact.codes, *fact.markers].index) or [NONE]


def told_to(vocabulary: Vocabulary, data: Profile) -> Profile:
    """The profile as far as it can be told to a rule book with these facts: no other local ones."""
    local = {name: value for name, value in data.get(LOCAL, {}).items() if name in vocabulary.local}
    others = {section: facts for section, facts in data.items() if section != LOCAL}
    return others | ({LOCAL: local} if local else {})


def with_fact(data: Profile, entry: FactEntry, item: int | None, value: Value) -> Profile:
    """The profile with one fact changed, of the case or of a listed item."""
    given = {entry.name: written(entry, value)}
    if item is None:
        return data | {entry.section: data.get(entry.section, {}) | given}
    items = data[entry.section]
    return data | {entry.section: [each | given if n == item else each for n, each in enumerate(items)]}
