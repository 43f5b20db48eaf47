"""Workbooks for tests: a folder as tables, and tables changed as somebody in front of a screen would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from protection_rules.authoring.workbook.contents import (
    Original,
    Sheet,
    original_of,
    read_originals,
    sheets_of,
)
from protection_rules.authoring.workbook.edits import Found
from protection_rules.authoring.workbook.exchange import edited_files
from protection_rules.authoring.workbook.layout import FIRST_ROW, KEY_ROW, Table, in_both
from protection_rules.authoring.workbook.read import Content, Given
from protection_rules.rulesets.load import load_rules

Rows = Sequence[Mapping[str, Content]]


def letter(table: Table, key: str) -> str:
    """The column of a field."""
    return get_column_letter([each.field.key for each in table.columns].index(key) + 1)


def tables_of(folder: Path | None) -> tuple[Sheet, ...]:
    """What a workbook of a folder says."""
    return sheets_of(read_originals(folder), load_rules(folder))


def given(sheet: Sheet, rows: Rows | None = None, headings: Mapping[str, Content] | None = None) -> Given:
    """A table as it is given back, with other rows or headings."""
    rows = sheet.rows if rows is None else rows
    cells: dict[str, Content] = {
        f"{letter(sheet.table, each.field.key)}{KEY_ROW}": each.field.key for each in sheet.table.columns
    }
    for each in sheet.table.headings:
        if each.label is not None:
            cells[each.label_cell] = in_both(each.label)
        cells[each.cell] = {**sheet.headings, **(headings or {})}[each.field.key]
    for number, row in enumerate(rows, start=FIRST_ROW):
        for key, content in row.items():
            cells[f"{letter(sheet.table, key)}{number}"] = content
    filled = {cell: content for cell, content in cells.items() if content != ""}
    original = sheet.original
    last = max(KEY_ROW, FIRST_ROW + len(rows) - 1)
    return Given(sheet.title, original.name, sheet.table.list, original.digest, filled, last)


def edit_rows(
    sheets: Iterable[Sheet], title: str, change: Callable[[list[dict[str, Content]]], Any]
) -> list[Given]:
    """All tables as they are given back, with the rows of one of them changed."""
    changed: list[Given] = []
    for sheet in sheets:
        rows: list[dict[str, Content]] = [dict(row) for row in sheet.rows]
        if sheet.title == title:
            change(rows)
        changed.append(given(sheet, rows))
    return changed


def files_of(sheets: Sequence[Sheet], tables: Sequence[Given]) -> tuple[dict[str, str], Found]:
    """The files that the tables make, and what was found in them."""
    originals = {sheet.original.name: sheet.original for sheet in sheets}
    found = Found()
    files, _ = edited_files(originals, sheets, tables, found)
    return {name: data.decode("utf-8") for name, data in files.items()}, found


def written_anew(
    sheets: Sequence[Sheet], folder: Path | None, write: Callable[[Original], bytes]
) -> tuple[Sheet, ...]:
    """The same tables over files that say the same and are written in another way."""
    originals = {each.original.name: each.original for each in sheets}
    return sheets_of(
        {name: original_of(name, write(each)) for name, each in originals.items()}, load_rules(folder)
    )


# workbooks as files


def edit_book(book: Path, change: Callable[[Any], Any], copy: Path | None = None) -> Path:
    """Open a workbook, change something in it and save it."""
    workbook = load_workbook(book)
    change(workbook)
    target = copy or book
    workbook.save(target)
    return target


def cell_of(worksheet: Worksheet, key: str, name: str | None = None) -> Any:
    """The cell of a field, in the row of an entry by its name, or in the first empty row."""
    keys = {cell.value: cell.column for cell in worksheet[KEY_ROW] if cell.value}
    names = {worksheet.cell(row, 2).value: row for row in range(FIRST_ROW, worksheet.max_row + 1)}
    return worksheet.cell(names[name], keys[key])


def with_part(book: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook's archive, or add it."""
    with zipfile.ZipFile(book) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    book.write_bytes(stream.getvalue())
    return book
