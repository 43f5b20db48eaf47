"""What the workbook looks like: its tables, columns and words, read from layout.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from protection_rules.advice.phrases import phrase
from protection_rules.documents import read_own
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.schemas import Schema, actions_schema, ruleset_schema, terms_schema

Kind = Literal["number", "name", "date", "text", "choice", "listed", "names", "condition", "bars", "words"]

STAMP_CELL: Final = "A4"
"""Where each table says which list of which file it is."""
LABEL_ROW: Final = 5
KEY_ROW: Final = 6
"""Rows of a table that name its columns, for people and as the files do."""
FIRST_ROW: Final = 7
"""The row of a table's first entry."""
NUMBER: Final = "#"
"""The key of the column with the places of the entries in their file."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a cell holds. `key` is its path in the file, or the name of a generated column.

    `values` has what it can be where that is a closed list, `source` names the list of the folder
    that its names come from, and `required` says whether an entry, or the part of it that has the
    field, must have it.
    """

    key: str
    kind: Kind
    values: tuple[str, ...]
    source: str | None
    required: bool

    @property
    def path(self) -> tuple[str, ...]:
        """The names that lead to it in the file."""
        return tuple(self.key.split("."))

    @property
    def language(self) -> Language | None:
        """The language of a text or of generated words."""
        last = self.path[-1]
        return cast("Language", last) if self.kind in {"text", "words"} else None

    @property
    def is_read(self) -> bool:
        """Whether what stands in the cell goes into the file."""
        return self.kind not in {"number", "words"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A field of the file above its table, with its cell and that of its label, if it has one."""

    field: Field
    at: str
    label_at: str | None
    label: Text | None

    @property
    def cell(self) -> str:
        """The cell that holds it, where `at` is several in one."""
        return self.at.partition(":")[0]

    @property
    def label_cell(self) -> str:
        """The cell of its label, likewise."""
        return (self.label_at or self.at).partition(":")[0]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    field: Field
    band: str
    width: int
    label: Text


@dataclass(frozen=True, slots=True)
class Table:
    """One list of a file as a sheet. The table `rules` has a sheet for each ruleset, others have one.

    `ordered` says whether the order of the rows is that of the entries.
    """

    name: str
    list: str
    ordered: bool
    file: str | None
    sheet: Text | None
    purpose: Text | None
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> Schema:
        """The schema of one entry; a new entry has its fields in the order of the schema."""
        return _entry_schema(self.name)


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    """A column of a sheet that is only read."""

    width: int
    language: Language | None
    label: Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A sheet that is only read."""

    sheet: Text
    purpose: Text
    columns: tuple[ReferenceColumn, ...]


@cache
def tables() -> tuple[Table, ...]:
    """The tables, in the order of the workbook."""
    return tuple(_table(data) for data in _layout()["tables"])


@cache
def references() -> Mapping[str, Reference]:
    """The sheets that are only read, by name."""
    return {name: _reference(data) for name, data in _layout()["references"].items()}


def in_both(text: Text) -> str:
    """A label in both languages, as a cell has it."""
    return f"{text.en}\n{text.ar}"


def band(name: str) -> Text:
    """What a group of columns is called."""
    return _text(_layout()["bands"][name])


def prompt(kind: Kind) -> Text | None:
    """What is said where a cell of this kind is chosen."""
    found = _layout()["prompts"].get("names" if kind == "listed" else "condition" if kind == "bars" else kind)
    return _text(found) if found else None


def read_me() -> Mapping[str, Any]:
    """The words of the sheets that say how the workbook is used."""
    return cast("Mapping[str, Any]", _layout()["read_me"])


def value_label(name: str, value: str) -> Text:
    """What a value of a closed list is called; `name` is that of its field."""
    lists = _layout()["values"]
    known = lists.get(name) or (lists["yes_no"] if value in lists["yes_no"] else {})
    return _text(known[value]) if value in known else phrase(f"{name}.{value}")


@cache
def _layout() -> dict[str, Any]:
    path = Path(__file__).with_name("layout.yaml")
    return cast("dict[str, Any]", read_own(path))


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"], data["ar"])


def _table(data: dict[str, Any]) -> Table:
    name = data["name"]
    return Table(
        name=name,
        list=data["list"],
        ordered=data.get("ordered") == "yes",
        file=data.get("file"),
        sheet=_text(data["sheet"]) if "sheet" in data else None,
        purpose=_text(data["purpose"]) if "purpose" in data else None,
        headings=tuple(_heading(item) for item in data.get("headings", ())),
        columns=tuple(_column(item, _entry_schema(name)) for item in data["columns"]),
    )


def _heading(data: dict[str, Any]) -> Heading:
    label = _text(data["label"]) if "label" in data else None
    return Heading(_field(data, ruleset_schema(None)), data["at"], data.get("label_at"), label)


def _column(data: dict[str, Any], schema: Schema) -> Column:
    field = _field(data, schema)
    return Column(field, data["band"], data["width"], _text(data["label"]))


def _reference(data: dict[str, Any]) -> Reference:
    columns = tuple(
        ReferenceColumn(item["width"], item.get("language"), _text(item["label"])) for item in data["columns"]
    )
    return Reference(_text(data["sheet"]), _text(data["purpose"]), columns)


def _field(data: dict[str, Any], schema: Schema) -> Field:
    key, kind = data["key"], data["kind"]
    required = True
    for name in key.split(".") if kind not in {"number", "words"} else ():
        required = name in schema["required"]
        schema = schema["properties"][name]
    return Field(key, kind, tuple(schema.get("enum", ())), data.get("list"), required)


def _entry_schema(table: str) -> Schema:
    """The schema of one entry of a table."""
    match table:
        case "rules":
            whole = ruleset_schema(None)
        case "terms":
            whole = terms_schema(None)
        case _:
            whole = actions_schema(None)
    return cast("Schema", whole["properties"][table]["items"])
