"""The JSON Schema of a profile, made from the vocabulary."""

from __future__ import annotations

from typing import Any, Final

from protection_rules.facts.vocabulary import NONE, NOT_ASKED, SECTIONS, UNKNOWN, FactEntry, SectionEntry
from protection_rules.limits import MOST_ITEMS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ITEM_ID: Final = r"^[^\W_][\w-]{0,39}$(?!\n)"
"""An item's id: 1 to 40 letters (of any script), digits, hyphens and underscores."""


def fact_schema(fact: FactEntry) -> dict[str, Any]:
    """The schema of one fact's value, with its label and how it may be asked."""
    attributes = fact.attributes
    described: dict[str, Any] = {
        "title": f"{attributes.label.en} | {attributes.label.ar}",
        "description": f"{attributes.question.en}\n\n{attributes.question.ar}",
    }
    match fact.kind:
        case "answer" | "recorded" | "choice":
            return described | {"enum": [*fact.codes, *fact.markers]}
        case "number":
            bounds = {"type": "integer", "minimum": attributes.minimum, "maximum": attributes.maximum}
            return described | {"anyOf": [bounds, {"const": UNKNOWN}]}
        case "choices":
            alone = [marker for marker in (NONE, NOT_ASKED) if marker in fact.markers]
            several = {
                "type": "array",
                "items": {"enum": list(fact.codes)},
                "minItems": 1,
                "uniqueItems": True,
            }
            single = {"type": "array", "items": {"enum": alone}, "minItems": 1, "maxItems": 1}
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
        title = f"{section.label.en} | {section.label.ar}"
        return {"title": title, "type": "array", "items": shape, "maxItems": MOST_ITEMS}
    return {"title": f"{section.label.en} | {section.label.ar}"} | shape


def profile_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a case profile."""
    sections = {name: _section_schema(section) for name, section in SECTIONS.items()}
    return {
        "$schema": DIALECT,
        "title": "Case profile",
        "description": "Coded facts about a case. No names, no free text, no identifiers.",
        "type": "object",
        "properties": {"profile": {"const": 1, "description": "version of the format"}} | sections,
        "required": ["profile"],
        "additionalProperties": False,
    }
