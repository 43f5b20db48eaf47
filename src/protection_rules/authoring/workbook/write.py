"""The workbook as a file for Excel and LibreOffice: drop-down lists, both directions, fixed headers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from protection_rules.advice.phrases import joined
from protection_rules.authoring.workbook.contents import Sheet
from protection_rules.authoring.workbook.layout import (
    FIRST_ROW,
    KEY_ROW,
    LABEL_ROW,
    NUMBER,
    STAMP_CELL,
    Column,
    Field,
    band,
    in_both,
    prompt,
)
from protection_rules.authoring.workbook.lists import Choice, ListKey, all_lists, list_of
from protection_rules.authoring.workbook.looks import Look, add_looks, fit_row, put, set_column
from protection_rules.authoring.workbook.reference_sheets import (
    list_ranges,
    write_lists,
    write_read_me,
    write_references,
)
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import RuleBook

SPARE_ROWS: Final = 200
"""Empty rows below a table that have its drop-down lists too."""
LONGEST_PROMPT: Final = 255
"""Characters that are shown where a cell is chosen."""
LAST_COLUMN: Final = 16_384
"""Columns that a sheet has."""
_HEIGHTS: Final = {1: 32, 2: 62, 3: 32, 4: 18, LABEL_ROW: 48, KEY_ROW: 14}


def workbook_bytes(sheets: tuple[Sheet, ...], book: RuleBook) -> bytes:
    """The workbook of these tables."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "protection-rules"
    workbook.security = WorkbookProtection(lockStructure=True)
    add_looks(workbook)
    lists = all_lists(book)
    ranges = list_ranges(lists)
    write_read_me(workbook, sheets)
    for sheet in sheets:
        _write_table(workbook.create_sheet(sheet.title), sheet, lists, ranges)
    write_references(workbook, book)
    write_lists(workbook, lists)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_table(
    worksheet: Worksheet,
    sheet: Sheet,
    lists: Mapping[ListKey, tuple[Choice, ...]],
    ranges: Mapping[ListKey, str],
) -> None:
    columns = sheet.table.columns
    last = FIRST_ROW + len(sheet.rows) + SPARE_ROWS
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        set_column(worksheet, letter, column.width, _look(column.field))
        put(worksheet.cell(LABEL_ROW, index), in_both(column.label), Look.LABEL)
        put(worksheet.cell(KEY_ROW, index), column.field.key, Look.KEY)
        validation = _validation(column.field, len(sheet.rows), lists, ranges)
        if validation is not None:
            validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            worksheet.add_data_validation(validation)
    _write_bands(worksheet, columns)
    put(worksheet[STAMP_CELL], sheet.stamp, Look.STAMP)
    for row, entry in enumerate(sheet.rows, start=FIRST_ROW):
        for index, column in enumerate(columns, start=1):
            cell = worksheet.cell(row, index)
            look = _look(column.field)
            if column.field.key == NUMBER:
                put(cell, "", look)
                cell.value = int(entry[NUMBER])
            else:
                put(cell, entry[column.field.key], look)
        fit_row(worksheet, row, ((entry[each.field.key], each.width, _look(each.field)) for each in columns))
    _write_headings(worksheet, sheet, lists, ranges)
    for row, height in _HEIGHTS.items():
        worksheet.row_dimensions[row].height = height
    _protect(worksheet, len(columns))
    worksheet.freeze_panes = f"{'C' if columns[1].field.kind == 'name' else 'B'}{FIRST_ROW}"
    worksheet.auto_filter.ref = f"A{KEY_ROW}:{get_column_letter(len(columns))}{last}"
    worksheet.sheet_view.zoomScale = 85
    worksheet.page_setup.orientation = "landscape"
    worksheet.print_title_rows = f"{LABEL_ROW}:{KEY_ROW}"


def _look(field: Field) -> Look:
    match field.kind:
        case "number":
            return Look.NUMBER
        case "words":
            return Look.GENERATED_ARABIC if field.language == "ar" else Look.GENERATED
        case "text":
            return Look.ARABIC if field.language == "ar" else Look.PLAIN
        case "condition" | "bars":
            return Look.NOTATION
        case _:
            return Look.PLAIN


def _write_bands(worksheet: Worksheet, columns: tuple[Column, ...]) -> None:
    """The names of the groups of columns. The first column has the stamp instead."""
    row = LABEL_ROW - 1
    start = 2
    for index in range(2, len(columns) + 1):
        put(worksheet.cell(row, index), "", Look.BAND)
        if index == len(columns) or columns[index].band != columns[index - 1].band:
            put(worksheet.cell(row, start), _in_line(band(columns[index - 1].band)), Look.BAND)
            if index > start:
                worksheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=index)
            start = index + 1


def _write_headings(
    worksheet: Worksheet,
    sheet: Sheet,
    lists: Mapping[ListKey, tuple[Choice, ...]],
    ranges: Mapping[ListKey, str],
) -> None:
    for heading in sheet.table.headings:
        if heading.label is not None and heading.label_at is not None:
            _put_across(worksheet, heading.label_at, in_both(heading.label), Look.HEADING_LABEL)
        _put_across(worksheet, heading.at, sheet.headings[heading.field.key], _look(heading.field))
        validation = _validation(heading.field, 0, lists, ranges)
        if validation is not None:
            validation.add(heading.cell)
            worksheet.add_data_validation(validation)
    if not sheet.table.headings and sheet.table.purpose is not None:
        put(worksheet["B1"], sheet.subtitle.en, Look.TITLE)
        put(worksheet["C1"], sheet.subtitle.ar, Look.TITLE_ARABIC)
        _put_across(worksheet, "B2:C2", sheet.table.purpose.en, Look.FIXED)
        _put_across(worksheet, "B3:C3", sheet.table.purpose.ar, Look.FIXED_ARABIC)


def _put_across(worksheet: Worksheet, cells: str, text: str, look: Look) -> None:
    """Put a text into several cells in one."""
    first, _, _ = cells.partition(":")
    for row in worksheet[cells] if ":" in cells else ((worksheet[first],),):
        for cell in row:
            put(cell, "", look)
    put(worksheet[first], text, look)
    if ":" in cells:
        worksheet.merge_cells(cells)


def _validation(
    field: Field, rows: int, lists: Mapping[ListKey, tuple[Choice, ...]], ranges: Mapping[ListKey, str]
) -> DataValidation | None:
    """What a cell takes, and what is said where it is chosen."""
    words = prompt(field.kind)
    key = list_of(field)
    refuses = field.kind not in {"condition", "bars", "date"}
    match field.kind:
        case "number":
            most = str(max(rows, 1))
            made = DataValidation("whole", operator="between", formula1="1", formula2=most, allow_blank=True)
        case "words":
            # a locked cell would keep its whole row from being deleted; this one only refuses what is typed
            made = DataValidation(type="custom", formula1="FALSE")
        case "choice" | "listed" | "names" if key is not None:
            made = DataValidation(type="list", formula1=ranges[key], allow_blank=not field.required)
            if field.kind == "names":
                refuses = False
            elif field.kind == "listed":
                made.errorStyle = "warning"  # what this workbook adds to a list is not yet in it
            else:
                named = joined([_in_line_of(choice) for choice in lists[key]], "workbook.next_value")
                words = named if len(in_both(named)) <= LONGEST_PROMPT else words
        case _ if words is not None:
            made = DataValidation()
        case _:
            return None
    made.showErrorMessage = refuses
    if words is not None:
        made.promptTitle, made.prompt, made.showInputMessage = field.key[:32], in_both(words), True
        made.errorTitle, made.error = field.key[:32], in_both(words)[:LONGEST_PROMPT]
    return made


def _in_line_of(choice: Choice) -> Text:
    return Text(f"{choice.value}: {choice.label.en}", f"{choice.value}: {choice.label.ar}")


def _protect(worksheet: Worksheet, columns: int) -> None:
    """Keep the headers as they are; everything else may be changed, also whole rows."""
    beyond = get_column_letter(columns + 1)
    set_column(worksheet, beyond, 9, Look.FREE)
    worksheet.column_dimensions[beyond].min = columns + 1
    worksheet.column_dimensions[beyond].max = LAST_COLUMN
    allowed = worksheet.protection
    allowed.sheet = True
    for name in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(allowed, name, False)


def _in_line(text: Text) -> str:
    return f"{text.en} · {text.ar}"
