"""The JSON Schema of terminology.yaml."""

from __future__ import annotations

from typing import Final

from protection_rules.rulesets.schemas import (
    LONGEST_LABEL,
    LONGEST_TEXT,
    NAME,
    Schema,
    _document,
    _identified,
    _list,
    _names,
    _object,
    _text,
)

SHORTEST_EXPRESSION: Final = 3
"""Characters of a word or phrase that is never said."""


def terminology_schema() -> Schema:
    """terminology.yaml: which words to use, and which never."""
    concept = _object(
        {
            "id": _identified(NAME),
            "term": _text(LONGEST_LABEL) | {"description": "what to say"},
            "note": _text(LONGEST_TEXT) | {"description": "when to say it"},
        },
        required=["id", "term", "note"],
    )
    words = {"type": "string", "minLength": SHORTEST_EXPRESSION, "maxLength": LONGEST_LABEL}
    expressions = _list(words, uniqueItems=True)
    in_both = _object({"en": expressions, "ar": expressions}, required=["en", "ar"])
    avoided = _object(
        {
            "words": in_both | {"description": "words or phrases; every form of a word is meant"},
            "unless": in_both | {"description": "words or phrases in which they may stand"},
            "reason": _text(LONGEST_LABEL),
            "instead": _names(NAME) | {"description": "concepts of `use`"},
        },
        required=["words", "reason"],
    )
    properties = {
        "use": _list(concept),
        "never": _list(avoided) | {"description": "in no text of any file"},
        "never_in_advice": _list(avoided)
        | {"description": "in no text of a ruleset, of actions.yaml or of terms.yaml"},
    }
    return _document("Terminology", _object(properties, required=["use", "never", "never_in_advice"]), None)
