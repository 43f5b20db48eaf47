"""The JSON Schemas of an overlay's files, and of the files that tell of versions."""

from __future__ import annotations

from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.rulesets.model import MODALITIES, URGENCIES
from protection_rules.rulesets.schemas import (
    DATE,
    LONGEST_LABEL,
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    RULE_ID,
    RULESET_ID,
    VERSION,
    Schema,
    _document,
    _enum,
    _identified,
    _list,
    _object,
    _text,
    ruleset_schema,
)

RECORDED_DIGEST = r"^sha256:[0-9a-f]{64}$"


def overlay_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """overlay.yaml: what an overlay is, who answers for it, and how it changes rules that are there."""
    words = _object({"summary": _text(LONGEST_SUMMARY), "detail": _text(LONGEST_TEXT)}, required=[])
    amendment = _object(
        {
            "rule": _identified(RULE_ID),
            "because": _text(LONGEST_TEXT) | {"description": "why the operation changes the rule"},
            "modality": _enum(MODALITIES, "may, should and must can be raised"),
            "urgency": _enum(URGENCIES, "can be raised"),
            "if_unknown": _enum(("silent", "verify", "precaution"), "can be raised in this order"),
            "also_when": {"$ref": "#/$defs/condition"}
            | {"description": "where the rule also applies, beside its own condition"},
            "summary": _text(LONGEST_SUMMARY),
            "detail": _text(LONGEST_TEXT),
            "when_unknown": words,
            "adds": _text(LONGEST_TEXT) | {"description": "what is said after the rule's own words"},
        },
        required=["rule", "because"],
    )
    body = _object(
        {
            "overlay": _identified(RULESET_ID),
            "version": _identified(VERSION),
            "title": _text(LONGEST_LABEL),
            "purpose": _text(LONGEST_TEXT),
            "responsible": _text(LONGEST_LABEL) | {"description": "who answers for it: a role, no name"},
            "from": _identified(DATE) | {"description": "the first day on which it is in force"},
            "until": _identified(DATE) | {"description": "the last day on which it is in force"},
            "amend": _list(amendment, minItems=1),
        },
        required=["overlay", "version", "title", "purpose", "responsible"],
    )
    return _document("Overlay", body, vocabulary)


def extension_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """A file of an overlay that adds rules to a ruleset that is there."""
    body = _object(
        {"extends": _identified(RULESET_ID), "rules": ruleset_schema()["properties"]["rules"]},
        required=["extends", "rules"],
    )
    return _document("Extension", body, vocabulary)


def versions_schema() -> Schema:
    """versions.yaml: the digest of every version of every ruleset."""
    entry = _object(
        {
            "ruleset": _identified(RULESET_ID),
            "version": _identified(VERSION),
            "digest": _identified(RECORDED_DIGEST),
        },
        required=["ruleset", "version", "digest"],
    )
    return _document("Versions", _object({"versions": _list(entry)}, required=["versions"]), None)


def changes_schema() -> Schema:
    """changes.yaml: what each version of a ruleset changed, and whom that affects."""
    entry = _object(
        {
            "rulesets": _list(_identified(RULESET_ID), minItems=1, uniqueItems=True),
            "version": _identified(VERSION),
            "date": _identified(DATE) | {"description": "when the change was made"},
            "from": _identified(DATE) | {"description": "from when it is to be followed"},
            "what": _text(LONGEST_TEXT),
            "affects": _text(LONGEST_TEXT) | {"description": "whom the change affects"},
            "grounds": _text(LONGEST_TEXT) | {"description": "what the change rests on"},
        },
        required=["rulesets", "version", "date", "from", "what", "affects", "grounds"],
    )
    return _document("Changes", _object({"changes": _list(entry)}, required=["changes"]), None)
