"""The JSON Schema of a profile, made from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    NONE,
    NOT_ASKED,
    UNKNOWN,
    VOCABULARY,
    FactEntry,
    SectionEntry,
    Vocabulary,
)
from protection_rules.limits import MOST_ITEMS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ITEM_ID: Final = r"^[^\W_][\w-]{0,39}$(?!\n)"
"""An item's id: 1 to 40 letters (of any script), digits, hyphens and underscores."""


def both(text: Text) -> str:
    """A text in both languages, for a schema, which has one."""
    return f"{text.en} | {text.ar}"


def values_schema(fact: FactEntry, values: Iterable[str]) -> dict[str, Any]:
    """The schema of some values of a fact, with what each is called."""
    listed = list(values)
    return {"enum": listed, "enumDescriptions": [both(fact.value_label(value)) for value in listed]}


def fact_schema(fact: FactEntry) -> dict[str, Any]:
    """The schema of one fact's value, with its label and how it may be asked."""
    attributes = fact.attributes
    described: dict[str, Any] = {
        "title": both(attributes.label),
        "description": f"{attributes.question.en}\n\n{attributes.question.ar}",
    }
    match fact.kind:
        case "answer" | "recorded" | "choice":
            return described | values_schema(fact, (*fact.codes, *fact.markers))
        case "number":
            bounds = {"type": "integer", "minimum": attributes.minimum, "maximum": attributes.maximum}
            return described | {"anyOf": [bounds, {"const": UNKNOWN}]}
        case "choices":
            alone = [marker for marker in (NONE, NOT_ASKED) if marker in fact.markers]
            several = {
                "type": "array",
                "items": values_schema(fact, fact.codes),
                "minItems": 1,
                "uniqueItems": True,
            }
            single = {"type": "array", "items": values_schema(fact, alone), "minItems": 1, "maxItems": 1}
            return described | {"anyOf": [several, single, {"const": UNKNOWN}]}


def _section_schema(section: SectionEntry) -> dict[str, Any]:
    properties: dict[str, Any] = {name: fact_schema(fact) for name, fact in section.facts.items()}
    if section.many:
        identifier = {
            "type": "string",
            "pattern": ITEM_ID,
            "description": "a short name of your own to point at this item; never a person's name",
        }
        properties = {"id": identifier} | properties
    shape = {"type": "object", "properties": properties, "additionalProperties": False}
    if section.many:
        title = both(section.label)
        return {"title": title, "type": "array", "items": shape, "maxItems": MOST_ITEMS}
    return {"title": both(section.label)} | shape


def profile_schema(vocabulary: Vocabulary = VOCABULARY) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a case profile."""
    sections = {name: _section_schema(section) for name, section in vocabulary.sections.items()}
    return {
        "$schema": DIALECT,
        "title": "Case profile",
        "description": "Coded facts about a case. No names, no free text, no identifiers.",
        "type": "object",
        "properties": {"profile": {"const": 1, "description": "version of the format"}} | sections,
        "required": ["profile"],
        "additionalProperties": False,
    }
