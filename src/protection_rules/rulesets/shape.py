"""Whether a document has the form of its JSON Schema, told in our own words."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from protection_rules.documents import Document, Scalar, Sequence, Span, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.diagnostics import Findings, shown, suggest


def check_shape(document: Document, schema: dict[str, Any], findings: Findings) -> bool:
    """Note every departure of the document from the schema; True if there is none."""
    sound = True
    for error in Draft202012Validator(schema).iter_errors(plain(document)):
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


def _note(error: ValidationError, place: Document, findings: Findings) -> None:
    name = _name(error)
    match error.validator:
        case "required":
            missing = [field for field in error.validator_value if field not in error.instance]
            for field in missing:
                if field in {"en", "ar"}:
                    language = "English" if field == "en" else "Arabic"
                    findings.add(place.span, "missing-language", f"{name} has no {language} text (`{field}`)")
                else:
                    findings.add(place.span, "missing-field", f"`{field}` is missing from {name}")
        case "additionalProperties":
            known = list(error.schema["properties"])
            for entry in place.entries if isinstance(place, DocumentMapping) else ():
                if entry.key not in known:
                    findings.add(
                        entry.key_span,
                        "unknown-field",
                        f"`{entry.key}` is not a field of {name}",
                        suggest(entry.key, known),
                    )
        case "enum":
            allowed = [str(value) for value in error.validator_value]
            shown = shown(error.instance)
            hint = 'write "yes" or "no" without true or false' if isinstance(error.instance, bool) else ""
            message = f"`{shown}` is not a value of {name}"
            findings.add(
                place.span,
                "unknown-value",
                message,
                hint or suggest(shown, allowed, f"one of {', '.join(allowed[:20])}"),
            )
        case "maxLength":
            limit = error.validator_value
            findings.add(
                place.span, "too-long", f"text has {len(error.instance)} characters, the most is {limit}"
            )
        case "minLength" if isinstance(place, Scalar):
            findings.add(place.span, "missing-language", f"{name} has an empty text")
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
            findings.add(place.span, "wrong-form", f"{name} has too few entries")
        case "maxItems":
            findings.add(place.span, "wrong-form", f"{name} has too many entries")
        case "type":
            expected = _TYPES.get(str(error.validator_value), str(error.validator_value))
            findings.add(place.span, "wrong-form", f"expected {expected} for {name}")
        case _:
            findings.add(place.span, "wrong-form", f"{name} has not the expected form")


_TYPES = {
    "object": "fields as `name: value`",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
}
_FORMS = {
    r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{2,3}$": "a rule id is like C-ACC-01",
    r"^[0-9]+\.[0-9]+\.[0-9]+$": "a version is like 1.0.0, in quotes if need be",
    r"^[a-z][a-z0-9_]{1,59}$": "lower-case letters, digits and underscores",
    r"^[a-z][a-z0-9-]{1,59}$": "lower-case letters, digits and hyphens",
}


def span_of(document: Document, *path: str | int) -> Span:
    """Where a part of a document stands."""
    return at(document, path).span
