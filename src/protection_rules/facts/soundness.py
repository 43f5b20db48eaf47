"""Whether a profile is plainly sound: most are, and are not held against the whole schema."""

from __future__ import annotations

import re
from typing import Any, Final

from protection_rules.facts.schema import ITEM_ID
from protection_rules.facts.vocabulary import UNKNOWN, FactEntry, SectionEntry, Vocabulary
from protection_rules.limits import MOST_ITEMS

_ITEM_ID: Final = re.compile(ITEM_ID)


def plainly_sound(data: Any, vocabulary: Vocabulary) -> bool:
    """Whether every fact of a profile in plain data has a value it may have.

    Says nothing of items with the same id, nor of a profile for which it is false: that may be sound
    too, in a form that is rarely given.
    """
    if type(data) is not dict or type(data.get("profile")) is not int or data["profile"] != 1:
        return False
    sections = vocabulary.sections
    return all(
        name in sections and _is_section(value, sections[name])
        for name, value in data.items()
        if name != "profile"
    )


def _is_section(value: Any, section: SectionEntry) -> bool:
    if not section.many:
        return type(value) is dict and _are_facts(value, section)
    return type(value) is list and len(value) <= MOST_ITEMS and all(_is_item(item, section) for item in value)


def _is_item(item: Any, section: SectionEntry) -> bool:
    if type(item) is not dict:
        return False
    facts = {name: value for name, value in item.items() if name != "id"}
    identifier = item.get("id", section.default_id)
    return type(identifier) is str and bool(_ITEM_ID.search(identifier)) and _are_facts(facts, section)


def _are_facts(facts: dict[str, Any], section: SectionEntry) -> bool:
    return all(
        name in section.facts and _is_value(value, section.facts[name]) for name, value in facts.items()
    )


def _is_value(value: Any, fact: FactEntry) -> bool:
    if type(value) is str:
        return (
            value == UNKNOWN if fact.kind in {"number", "choices"} else value in (*fact.codes, *fact.markers)
        )
    if type(value) is int:
        return fact.kind == "number" and fact.attributes.minimum <= value <= fact.attributes.maximum
    if type(value) is not list or fact.kind != "choices" or not value:
        return False
    if not all(type(code) is str for code in value):
        return False
    alone = len(value) == 1 and value[0] in fact.markers and value[0] != UNKNOWN
    return alone or (len({*value}) == len(value) and all(code in fact.codes for code in value))
