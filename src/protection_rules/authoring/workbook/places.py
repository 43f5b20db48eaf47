"""From places in files that were made of a workbook back to the cells that they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, TypeAlias

from protection_rules.authoring.workbook.edits import ReadTable
from protection_rules.authoring.workbook.faults import Fault, in_cell, in_sheet
from protection_rules.authoring.workbook.layout import Field
from protection_rules.documents import Document, Scalar
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import Text
from protection_rules.rulesets.codes import NOTHING, words
from protection_rules.rulesets.diagnostics import Diagnostic

_Path: TypeAlias = tuple[str | int, ...]

_QUOTED: Final = re.compile("`([^`]+)`")
_SPAN: Final = re.compile(r"\S*?([A-Za-z0-9._-]+\.yaml):(\d+):(\d+)")
_MISSING: Final = {"missing-field", "missing-language"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet, or the sheet where no cell is to blame."""

    sheet: str
    address: str | None

    @property
    def text(self) -> Text:
        """How it is called."""
        return in_sheet(self.sheet) if self.address is None else in_cell(self.sheet, self.address)


@dataclass(frozen=True, slots=True)
class Places:
    """The files that were made, by name, with the tables of each."""

    documents: Mapping[str, Document]
    tables: Sequence[ReadTable]

    def cell_of(self, diagnostic: Diagnostic) -> Cell | None:
        """The cell that a fault is in; None where no sheet shows the file."""
        names = _QUOTED.findall(diagnostic.message.en) if diagnostic.code in _MISSING else []
        return self._cell(PurePath(diagnostic.file).name, diagnostic.line, diagnostic.column, names)

    def cell_of_rule(self, subject: str) -> Cell | None:
        """The cell of the rule that a subject names, if it does."""
        for table in self.tables:
            for row in table.rows if table.sheet.table.name == "rules" else ():
                if re.search(rf"(?<![\w-]){re.escape(row.texts['id'])}(?![\w-])", subject):
                    return Cell(table.title, f"{table.letters['id']}{row.number}")
        return None

    def fault_of(self, diagnostic: Diagnostic) -> Fault:
        """A fault of a file as a fault of the workbook."""
        cell = self.cell_of(diagnostic)
        where = f"{PurePath(diagnostic.file).name}:{diagnostic.line}:{diagnostic.column}"
        told = self._with_cells(diagnostic.message)
        message = words("fault", code=diagnostic.code, message=told)
        hint = self._with_cells(diagnostic.hint) if diagnostic.hint != NOTHING else None
        return Fault(Text(where, where) if cell is None else cell.text, message, hint)

    def _with_cells(self, message: Text) -> Text:
        """A message in which cells stand for places in files."""

        def named(span: re.Match[str]) -> Text:
            cell = self._cell(span[1], int(span[2]), int(span[3]), [])
            where = f"{span[1]}:{span[2]}:{span[3]}"
            return Text(where, where) if cell is None else cell.text

        return Text(
            _SPAN.sub(lambda span: named(span).en, message.en),
            _SPAN.sub(lambda span: named(span).ar, message.ar),
        )

    def _cell(self, file: str, line: int, column: int, names: Sequence[str]) -> Cell | None:
        """The cell of a place in a file; `names` are fields of which one is missing there."""
        document = self.documents.get(file)
        tables = [table for table in self.tables if table.sheet.original.name == file]
        if document is None or not tables:
            return None
        at = (line, column)
        path = next((path for path, place in _places(document) if place == at), ())
        for table in tables:
            if path[:1] == (table.sheet.table.list,):
                return _in_table(table, path[1:], names)
        headings = {each.field.key: each for each in tables[0].sheet.table.headings}
        key = _field([each.field for each in headings.values()], path, names)
        return Cell(tables[0].title, headings[key].cell if key is not None else None)


def _in_table(table: ReadTable, path: _Path, names: Sequence[str]) -> Cell:
    match path:
        case (int() as index, *inside) if index < len(table.rows):
            fields = [each.field for each in table.sheet.table.columns if each.field.is_read]
            key = _field(fields, tuple(inside), names) or fields[0].key
            return Cell(table.title, f"{table.letters[key]}{table.rows[index].number}")
        case _:
            return Cell(table.title, None)


def _field(fields: Sequence[Field], path: _Path, names: Sequence[str]) -> str | None:
    """The field that a path leads into, or else the first inside it, if possible of those names."""
    found = next((each for each in fields if path[: len(each.path)] == each.path), None)
    inside = [each for each in fields if each.path[: len(path)] == path and len(each.path) > len(path)]
    missing = [each for name in names for each in inside if each.path[len(path)] == name]
    first = found or next(iter(missing or (inside if path else ())), None)
    return first.key if first is not None else None


def _places(document: Document, path: _Path = ()) -> Iterator[tuple[_Path, tuple[int, int]]]:
    """Where everything in a document begins, outermost first."""
    yield path, (document.span.line, document.span.column)
    match document:
        case DocumentMapping(entries=entries):
            for entry in entries:
                inside = (*path, entry.key)
                yield inside, (entry.key_span.line, entry.key_span.column)
                yield from _places(entry.value, inside)
        case Scalar():
            pass
        case _:
            for index, item in enumerate(document.items):
                yield from _places(item, (*path, index))
