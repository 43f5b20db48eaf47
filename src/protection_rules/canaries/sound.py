"""Sound profiles with every field filled: together they hold every code of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from protection_rules.canaries.marks import Form, mark
from protection_rules.facts.vocabulary import FactEntry, SectionEntry, Vocabulary

ID_FORMS: Final[tuple[Form, ...]] = ("plain", "arabic")
"""Forms of the marks that name the items of a list; an id takes letters alone, 40 at most."""
SET_SIZE: Final = 2
"""Codes that a set holds."""
_STEP: Final = 7919
"""Numbers lie this far apart, so that no two facts hold the same small one."""


def sound_count(vocabulary: Vocabulary) -> int:
    """Profiles needed until every code has had its turn; an item of a list takes one, a set takes two."""
    return max(
        ceil(
            len(fact.codes)
            / (len(ID_FORMS) if vocabulary.sections[fact.section].many else 1)
            / (SET_SIZE if fact.kind == "choices" else 1)
        )
        for fact in vocabulary.values()
    )


def sound_profiles(vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """The profiles, as plain data."""
    for turn in range(sound_count(vocabulary)):
        profile: dict[str, Any] = {"profile": 1}
        for section in vocabulary.sections.values():
            if section.many:
                profile[section.name] = [
                    {"id": mark(f"{section.name}[{position}].id", form, sound=True)}
                    | _facts(section, turn * len(ID_FORMS) + position)
                    for position, form in enumerate(ID_FORMS)
                ]
            else:
                profile[section.name] = _facts(section, turn)
        yield profile


def _facts(section: SectionEntry, turn: int) -> dict[str, Any]:
    return {name: _value(fact, turn) for name, fact in section.facts.items()}


def _value(fact: FactEntry, turn: int) -> Any:
    attributes = fact.attributes
    match fact.kind:
        case "number":
            width = attributes.maximum - attributes.minimum
            return attributes.minimum + _STEP * (turn + 1) % max(width, 1)
        case "choices":
            chosen = {at % len(fact.codes) for at in range(turn * SET_SIZE, (turn + 1) * SET_SIZE)}
            return [fact.codes[at] for at in sorted(chosen)]
        case _:
            return fact.codes[turn % len(fact.codes)]
