"""The JSON Schema of what `protection-rules check --format json` prints."""

from __future__ import annotations

from protection_rules.facts.schema import DIALECT
from protection_rules.rulesets.codes import CODES
from protection_rules.rulesets.schemas import Schema, _list, _object


def check_schema() -> Schema:
    """What was checked, whether it can be used, and every fault with its place."""
    words = {"type": "string", "minLength": 1}
    both = _object({"en": words, "ar": words}, required=["en", "ar"])
    how_many = {"type": ["integer", "null"], "minimum": 0, "description": "null where faults hide it"}
    fault = _object(
        {
            "file": words | {"description": "from the working directory, where the file is below it"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1, "description": "in characters"},
            "code": {"enum": list(CODES)},
            "message": both,
            "hint": {
                "anyOf": [both, {"type": "null"}],
                "description": "how to mend it, if not plain",
            },
        },
        required=["file", "line", "column", "code", "message", "hint"],
    )
    body = _object(
        {
            "check": {"const": 1, "description": "version of the format"},
            "sound": {"type": "boolean"},
            "rulesets": how_many,
            "rules": how_many,
            "faults": _list(fault),
        },
        required=["check", "sound", "rulesets", "rules", "faults"],
    )
    return {"$schema": DIALECT, "title": "Result of a check"} | body
