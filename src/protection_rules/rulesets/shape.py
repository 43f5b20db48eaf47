"""Whether a document has the form of its JSON Schema, told in our own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from protection_rules.documents import Document, Scalar, Sequence, Span, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.limits import LONGEST_ID
from protection_rules.rulesets.diagnostics import Findings, shown, suggest
from protection_rules.rulesets.schemas import (
    DATE,
    GUIDANCE_ID,
    NAME,
    RULE_ID,
    RULESET_ID,
    STANDARD_ID,
    VERSION,
)


def _matches_whole(_: Any, pattern: str, instance: Any, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    """A pattern of the schema, where a line break at the end is not overlooked."""
    if isinstance(instance, str) and not (len(instance) <= LONGEST_ID and re.fullmatch(pattern, instance)):
        yield ValidationError("not of the form")


def _unlike(_: Any, unlike: bool, instance: Any, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Whether no value stands twice, found without comparing each with each."""
    if unlike and isinstance(instance, list):
        seen: set[str] = set()
        for value in instance:
            written = json.dumps(value, sort_keys=True)
            if written in seen:
                yield ValidationError("stands twice")
                return
            seen.add(written)


_Validator: Final = validators.extend(
    Draft202012Validator,
    {"pattern": _matches_whole, "uniqueItems": _unlike},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int),
)


def check_shape(document: Document, schema: dict[str, Any], findings: Findings) -> bool:
    """Note every departure of the document from the schema; True if there is none."""
    sound = True
    for error in _Validator(schema).iter_errors(plain(document)):
        sound = False
        _note(error, at(document, tuple(error.absolute_path)), findings)
    return sound


def at(document: Document, path: tuple[str | int, ...]) -> Document:
    """The part of a document that a path leads to, or the last part of the way that is there."""
    for step in path:
        inner: Document | None = None
        if isinstance(document, DocumentMapping):
            inner = document.get(str(step))
        elif isinstance(document, Sequence) and isinstance(step, int) and step < len(document.items):
            inner = document.items[step]
        if inner is None:
            return document
        document = inner
    return document


def _name(error: ValidationError) -> str:
    """What the value is called: the last name on its path."""
    return next((f"`{step}`" for step in reversed(error.absolute_path) if isinstance(step, str)), "the file")


def _owner(error: ValidationError) -> str:
    """What the value is called when it has fields of its own."""
    listed = bool(error.absolute_path) and isinstance(error.absolute_path[-1], int)
    return f"an entry of {_name(error)}" if listed else _name(error)


def _note(error: ValidationError, place: Document, findings: Findings) -> None:
    name = _name(error)
    match error.validator:
        case "required":
            missing = [field for field in error.validator_value if field not in error.instance]
            for field in missing:
                if field in {"en", "ar"}:
                    findings.add(place.span, "missing-language", _no_text(error.absolute_path[-1], field))
                else:
                    findings.add(place.span, "missing-field", f"`{field}` is missing from {_owner(error)}")
        case "additionalProperties":
            known = list(error.schema["properties"])
            for entry in place.entries if isinstance(place, DocumentMapping) else ():
                if entry.key not in known:
                    findings.add(
                        entry.key_span,
                        "unknown-field",
                        f"`{entry.key}` is not a field of {_owner(error)}",
                        suggest(entry.key, known),
                    )
        case "enum":
            allowed = [str(value) for value in error.validator_value]
            if isinstance(error.instance, dict | list):
                findings.add(place.span, "wrong-form", f"expected one value for {name}", suggest("", allowed))
                return
            written = shown(error.instance)
            findings.add(
                place.span,
                "unknown-value",
                f"`{written}` is not a value of {name}",
                suggest(written, allowed, f"one of {', '.join(allowed[:20])}"),
            )
        case "maxLength":
            limit = error.validator_value
            findings.add(
                place.span, "too-long", f"text has {len(error.instance)} characters, the most is {limit}"
            )
        case "minLength" if isinstance(place, Scalar) and error.absolute_path[-1] in {"en", "ar"}:
            findings.add(
                place.span, "missing-language", _no_text(error.absolute_path[-2], error.absolute_path[-1])
            )
        case "minLength":
            message = f"text has {len(error.instance)} characters, the least is {error.validator_value}"
            findings.add(place.span, "wrong-form", message)
        case "pattern":
            findings.add(
                place.span,
                "wrong-form",
                f"`{shown(error.instance)}` has not the form of {name}",
                _FORMS.get(error.validator_value, ""),
            )
        case "uniqueItems":
            findings.add(place.span, "duplicate-id", f"a value stands twice in {name}")
        case "minItems":
            message = f"{name} has {len(error.instance)} entries, the least is {error.validator_value}"
            findings.add(place.span, "wrong-form", message)
        case "maxItems":
            message = f"{name} has {len(error.instance)} entries, the most is {error.validator_value}"
            findings.add(place.span, "wrong-form", message)
        case "type":
            expected = _TYPES.get(str(error.validator_value), str(error.validator_value))
            findings.add(place.span, "wrong-form", f"expected {expected} for {_owner(error)}", _how(error))
        case "minimum":
            findings.add(place.span, "wrong-form", f"expected at least {error.validator_value} for {name}")
        case _:
            findings.add(place.span, "wrong-form", f"{name} has not the expected form")


def _no_text(owner: str | int, field: str | int) -> str:
    return f"`{owner}` has no {'English' if field == 'en' else 'Arabic'} text (`{field}`)"


def _how(error: ValidationError) -> str:
    """How to write a value of the expected type."""
    match error.validator_value:
        case "array":
            return "put the values in square brackets, or begin each with a hyphen"
        case "string" if isinstance(error.instance, int | float):
            return _FORMS.get(error.schema.get("pattern", ""), "put it in quotes")
        case "object" if set(error.schema["properties"]) == {"en", "ar"}:
            return "write the text under `en` and under `ar`"
        case _:
            return ""


_TYPES = {
    "object": "fields as `name: value`",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
}
_FORMS = {
    RULE_ID: "a rule id is like C-ACC-01",
    VERSION: "a version is like 1.0.0",
    DATE: "a date is like 2025-01-27",
    NAME: "lower-case letters, digits and underscores",
    RULESET_ID: "lower-case letters, digits and hyphens",
    STANDARD_ID: "a standard's id is like S-WHO-CMR",
    GUIDANCE_ID: "a guidance entry's id is like ST1.6 or RISK5",
}


def span_of(document: Document, *path: str | int) -> Span:
    """Where a part of a document stands."""
    return at(document, path).span


def items_of(document: Document | None, name: str) -> list[dict[str, Any]]:
    """The entries of one list of a document of sound form, as plain data; empty if it has none."""
    data = plain(document) if document is not None else {}
    return cast("list[dict[str, Any]]", data.get(name, [])) if isinstance(data, dict) else []
