"""Whether a document has the form of its JSON Schema, told in our own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from protection_rules.documents import Document, Scalar, Sequence, Span, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import Text
from protection_rules.limits import LONGEST_ID
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.diagnostics import MOST_LISTED, Findings, one_of, shown, suggest
from protection_rules.rulesets.schemas import (
    DATE,
    GUIDANCE_ID,
    NAME,
    RULE_ID,
    RULESET_ID,
    STANDARD_ID,
    VERSION,
)

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


@cache
def _validator() -> type[Validator]:
    # sound rulesets of the package are not checked, and starting is to be quick
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.exceptions import ValidationError as Fault  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    def matches_whole(_: Any, pattern: str, instance: Any, __: object) -> Iterator[ValidationError]:
        """A pattern of the schema, where a line break at the end is not overlooked."""
        if isinstance(instance, str) and not (
            len(instance) <= LONGEST_ID and re.fullmatch(pattern, instance)
        ):
            yield Fault("not of the form")

    def unlike(_: Any, unlike: bool, instance: Any, __: object) -> Iterator[ValidationError]:
        """Whether no value stands twice, found without comparing each with each."""
        if unlike and isinstance(instance, list):
            seen: set[str] = set()
            for value in instance:
                written = json.dumps(value, sort_keys=True)
                if written in seen:
                    yield Fault("stands twice")
                    return
                seen.add(written)

    whole = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    keywords = {"pattern": matches_whole, "uniqueItems": unlike}
    found: type[Validator] = extend(Draft202012Validator, keywords, type_checker=whole)
    return found


def check_shape(document: Document, schema: dict[str, Any], findings: Findings) -> bool:
    """Note every departure of the document from the schema; True if there is none."""
    sound = True
    for error in _validator()(schema).iter_errors(plain(document)):
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


def _name(error: ValidationError) -> Text:
    """What the value is called: the last name on its path."""
    steps = [step for step in error.absolute_path if isinstance(step, str)]
    return words("name", name=steps[-1]) if steps else words("whole_file")


def _owner(error: ValidationError) -> Text:
    """What the value is called when it has fields of its own."""
    listed = bool(error.absolute_path) and isinstance(error.absolute_path[-1], int)
    return words("entry_of", name=_name(error)) if listed else _name(error)


def _note(error: ValidationError, place: Document, findings: Findings) -> None:
    name, span, limit = _name(error), place.span, error.validator_value
    match error.validator:
        case "required":
            for field in (field for field in limit if field not in error.instance):
                if field in {"en", "ar"}:
                    findings.add(span, "missing-language", _LACKING[field], field=error.absolute_path[-1])
                else:
                    findings.add(span, "missing-field", "field", field=field, owner=_owner(error))
        case "additionalProperties":
            known, owner = list(error.schema["properties"]), _owner(error)
            for entry in place.entries if isinstance(place, DocumentMapping) else ():
                if entry.key not in known:
                    near = suggest(entry.key, known)
                    findings.add(entry.key_span, "unknown-field", "field", near, field=entry.key, owner=owner)
        case "enum":
            allowed = [str(value) for value in limit]
            if isinstance(error.instance, dict | list):
                findings.add(span, "wrong-form", "one_value", suggest("", allowed), name=name)
                return
            written = shown(error.instance)
            near = suggest(written.en, allowed, one_of(allowed[:MOST_LISTED]))
            findings.add(span, "unknown-value", "field", near, value=written, name=name)
        case "maxLength":
            findings.add(span, "too-long", "text", characters=len(error.instance), most=limit)
        case "minLength" if isinstance(place, Scalar) and error.absolute_path[-1] in {"en", "ar"}:
            owner, language = error.absolute_path[-2], str(error.absolute_path[-1])
            findings.add(span, "missing-language", _LACKING[language], field=owner)
        case "minLength":
            findings.add(span, "wrong-form", "too_short", characters=len(error.instance), least=limit)
        case "pattern":
            hint, value = _FORMS.get(limit), shown(error.instance)
            findings.add(span, "wrong-form", "pattern", words(hint) if hint else None, value=value, name=name)
        case "uniqueItems":
            findings.add(span, "duplicate-id", "value", name=name)
        case "minItems":
            findings.add(span, "wrong-form", "too_few", name=name, entries=len(error.instance), least=limit)
        case "maxItems":
            findings.add(span, "wrong-form", "too_many", name=name, entries=len(error.instance), most=limit)
        case "type":
            expected = words(f"type.{limit}") if limit in _TYPES else Text(str(limit), str(limit))
            findings.add(span, "wrong-form", "type", _how(error), expected=expected, owner=_owner(error))
        case "minimum":
            findings.add(span, "wrong-form", "at_least_number", least=limit, name=name)
        case _:
            findings.add(span, "wrong-form", "other", name=name)


def _how(error: ValidationError) -> Text | None:
    """How to write a value of the expected type."""
    match error.validator_value:
        case "array":
            return words("write.array")
        case "string" if isinstance(error.instance, int | float):
            return words(_FORMS.get(error.schema.get("pattern", ""), "write.quotes"))
        case "object" if set(error.schema["properties"]) == {"en", "ar"}:
            return words("write.both_languages")
        case _:
            return None


_TYPES: Final = ("object", "array", "string", "integer")
_LACKING: Final = {"en": "no_english", "ar": "no_arabic"}
_FORMS: Final = {
    RULE_ID: "form.rule",
    VERSION: "form.version",
    DATE: "form.date",
    NAME: "form.name",
    RULESET_ID: "form.ruleset",
    STANDARD_ID: "form.standard",
    GUIDANCE_ID: "form.guidance",
}


def span_of(document: Document, *path: str | int) -> Span:
    """Where a part of a document stands."""
    return at(document, path).span


def items_of(document: Document | None, name: str) -> list[dict[str, Any]]:
    """The entries of one list of a document of sound form, as plain data; empty if it has none."""
    listed = document.get(name) if isinstance(document, DocumentMapping) else None
    return cast("list[dict[str, Any]]", plain(listed)) if listed is not None else []
