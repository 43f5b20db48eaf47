"""Schemas for editors: what each field means and what may stand there, in both languages.

An editor that reads JSON Schema completes names and values, explains them and underlines faults without
this package. The loader has stricter findings of its own; what these schemas refuse, it refuses as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from protection_rules.documents import read_own
from protection_rules.facts.schema import both
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.schemas import Schema

_YES_NO: Final = ["yes", "no"]
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class EditorWords:
    """What an editor shows, by the end of a field's path; and which fields hold names, and of what."""

    fields: Mapping[str, Text]
    values: Mapping[str, Mapping[str, Text]]
    names: Mapping[str, str]


@cache
def editor_words() -> EditorWords:
    """The texts of editor.yaml."""
    path = Path(__file__).with_name("editor.yaml")
    data: Any = read_own(path)
    return EditorWords(
        {key: Text(text["en"], text["ar"]) for key, text in data["fields"].items()},
        {
            key: {value: Text(text["en"], text["ar"]) for value, text in values.items()}
            for key, values in data["values"].items()
        },
        data["names"],
    )


def editor_schema(name: str, schema: Schema, book: RuleBook) -> Schema:
    """The schema of a kind of file, with what an editor shows, and only the names of a rule book."""
    return _Decoration(names_of(book)).document(name, schema)


def names_of(book: RuleBook) -> Mapping[str, Mapping[str, Text]]:
    """Every name that a file of rulesets can refer to, by its kind, with what it stands for."""
    return {
        "actions": {each.id: each.label for each in book.actions.values()},
        "kinds": {each.id: each.label for each in book.kinds.values()},
        "reviewers": {each.id: each.label for each in book.reviewers.values()},
        "override_reasons": {each.id: each.label for each in book.override_reasons.values()},
        "rules": {each.id: each.words.summary for each in book.rules},
        "rulesets": {each.id: each.title for each in book.rulesets},
        "guidance": {each.id: each.summary for each in book.guidance.values()},
        "standards": {each.id: each.title for each in book.standards.values()},
        "terms": {name: term.label for name, term in book.terms.items()},
    }


class _Decoration:
    """One schema with the words of editor.yaml and the names of a rule book."""

    def __init__(self, names: Mapping[str, Mapping[str, Text]]) -> None:
        self._names = names
        self._words = editor_words()

    def document(self, name: str, schema: Schema) -> Schema:
        decorated = self._whole(schema, (name,))
        definitions = {key: self._whole(each, (key,)) for key, each in schema.get("$defs", {}).items()}
        if "mapping" in definitions:
            definitions["mapping"] = self._with_terms(definitions["mapping"])
        return decorated | ({"$defs": definitions} if definitions else {})

    def _whole(self, schema: Schema, path: tuple[str, ...]) -> Schema:
        decorated = dict(schema)
        if "properties" in schema:
            decorated["properties"] = {
                key: self._property(each, (*path, key)) for key, each in schema["properties"].items()
            }
        if "items" in schema:
            decorated["items"] = self._whole(schema["items"], path)
        if "anyOf" in schema:
            decorated["anyOf"] = [self._whole(each, path) for each in schema["anyOf"]]
        return decorated

    def _property(self, schema: Schema, path: tuple[str, ...]) -> Schema:
        # facts describe themselves
        if "." in path[-1]:
            return schema
        decorated = self._named(self._whole(schema, path), path)
        text = _found(self._words.fields, path)
        if text is None:
            return decorated
        return decorated | {"title": path[-1], "description": f"{text.en}\n\n{text.ar}"}

    def _named(self, schema: Schema, path: tuple[str, ...]) -> Schema:
        """The schema of a field with the values it can have, explained."""
        if "items" in schema:
            return schema | {"items": self._named(schema["items"], path)}
        if "anyOf" in schema:
            return schema | {"anyOf": [self._named(each, path) for each in schema["anyOf"]]}
        kind = _found(self._words.names, path)
        if schema.get("type") == "string" and kind is not None:
            return _listed(self._names[kind])
        values = _found(self._words.values, path)
        if schema.get("enum") == _YES_NO and values is None:
            values = self._words.values["yes_no"]
        if "enum" in schema and values is not None and set(schema["enum"]) <= values.keys():
            return schema | _listed({value: values[value] for value in schema["enum"]})
        return schema

    def _with_terms(self, mapping: Schema) -> Schema:
        """Conditions with the terms of the rule book, and no others."""
        yes_no = _listed(self._words.values["yes_no"])
        terms = {name: yes_no | {"title": both(label)} for name, label in self._names["terms"].items()}
        rest = {key: each for key, each in mapping.items() if key != "patternProperties"}
        return rest | {"properties": mapping["properties"] | terms}


def _listed(values: Mapping[str, Text]) -> Schema:
    return {"enum": list(values), "enumDescriptions": [both(text) for text in values.values()]}


def _ends(path: tuple[str, ...]) -> Iterator[str]:
    """The ends of a path, the longest first."""
    for start in range(len(path)):
        yield ".".join(path[start:])


def _found(texts: Mapping[str, _Found], path: tuple[str, ...]) -> _Found | None:
    return next((texts[end] for end in _ends(path) if end in texts), None)
