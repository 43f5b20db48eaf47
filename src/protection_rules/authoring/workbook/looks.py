"""How cells look, which way they are read, and which may be changed; and how a text gets into one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.workbook.faults import Fault, WorkbookError, in_cell

LONGEST_CELL: Final = 32_767
"""Characters that a cell can hold."""
HIGHEST_ROW: Final = 409
"""Points that a row can be high."""
STARTS_A_FORMULA: Final = tuple("=+-@\t\r")
"""With these a text begins that a program might take for something to work out."""

_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = 1, 2
_DARK, _MIDDLE, _PALE, _GREY, _WHITE = "1F4E78", "2E75B6", "DDEBF7", "EFEFEF", "FFFFFF"
_SIDE: Final = Side(style="thin", color="C8C8C8")
_BORDER: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


@dataclass(frozen=True, slots=True)
class _Style:
    fill: str
    arabic: bool = False
    free: bool = False
    bold: bool = False
    colour: str = "000000"
    font: str = "Arial"
    size: int = 10
    wrap: bool = True
    central: bool = False


class Look(Enum):
    """What a cell is for. Only what is free may be changed; Arabic is read from right to left."""

    PLAIN = _Style(_WHITE, free=True)
    ARABIC = _Style(_WHITE, free=True, arabic=True, size=11)
    NOTATION = _Style(_WHITE, free=True, font="Consolas")
    GENERATED = _Style(_GREY, free=True, colour="404040")
    GENERATED_ARABIC = _Style(_GREY, free=True, arabic=True, size=11, colour="404040")
    NUMBER = _Style(_GREY, free=True, colour="808080")
    FREE = _Style("", free=True)
    FIXED = _Style(_GREY)
    FIXED_ARABIC = _Style(_GREY, arabic=True, size=11)
    FIXED_NOTATION = _Style(_GREY, font="Consolas")
    TITLE = _Style("", bold=True, size=14, wrap=False)
    TITLE_ARABIC = _Style("", bold=True, size=14, arabic=True, wrap=False)
    PARAGRAPH = _Style("", size=11)
    PARAGRAPH_ARABIC = _Style("", size=12, arabic=True)
    HEADING_LABEL = _Style(_PALE, bold=True)
    BAND = _Style(_DARK, bold=True, colour=_WHITE, central=True, wrap=False)
    LABEL = _Style(_MIDDLE, bold=True, colour=_WHITE, central=True)
    KEY = _Style(_PALE, size=8, colour="606060", wrap=False)
    STAMP = _Style(_DARK, size=6, colour=_DARK, wrap=False)


def put(cell: Cell | MergedCell, text: str, look: Look) -> None:
    """Put a text into a cell so that every program takes it for text and nothing else."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    if len(text) > LONGEST_CELL:
        place = in_cell(cell.parent.title, cell.coordinate)
        raise WorkbookError([Fault(place, phrase("workbook.cell_too_long", most=LONGEST_CELL))])
    if text:
        # what looks like the code of a character in the file's XML is not to be taken for one
        cell.value = _ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"
    cell.style = look.name
    if text.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True


def fit_row(worksheet: Worksheet, number: int, cells: Iterable[tuple[str, int, Look]]) -> None:
    """Make a row as high as its texts need in columns of these widths.

    Programs differ in whether they do so themselves when they open a file; all of them do it once
    something changes.
    """
    needed = max(_height(text, width, look) for text, width, look in cells)
    row = _FittedRow(worksheet, index=number)
    row.height = min(needed, HIGHEST_ROW)
    worksheet.row_dimensions[number] = row


class _FittedRow(RowDimension):
    """A row that is as high as it needs to be now, and may change."""

    customHeight = False  # noqa: N815  # as the format calls it


def _height(text: str, width: int, look: Look) -> float:
    """Points that a text needs; letters of Arabic with their marks need less width and more height."""
    style = look.value
    room = max(int(width * (1.15 if style.arabic else 1.0)), 1)
    lines = sum(max(len(textwrap.wrap(line, room)), 1) for line in text.split("\n")) if style.wrap else 1
    return 4 + lines * style.size * (1.45 if style.arabic else 1.3)


def set_column(worksheet: Worksheet, letter: str, width: int, look: Look) -> None:
    """Give a column its width, and its empty cells a look."""
    worksheet.column_dimensions[letter].width = width
    _dress(worksheet.column_dimensions[letter], look)


def add_looks(workbook: Workbook) -> None:
    """Make the looks known in a workbook."""
    for look in Look:
        style = NamedStyle(look.name)
        _dress(style, look)
        workbook.add_named_style(style)


def _dress(made: NamedStyle | ColumnDimension, look: Look) -> None:
    style = look.value
    made.font = Font(name=style.font, size=style.size, bold=style.bold, color=style.colour)
    made.alignment = Alignment(
        horizontal="center" if style.central else "right" if style.arabic else "left",
        vertical="center" if style.central else "top",
        wrap_text=style.wrap,
        readingOrder=_RIGHT_TO_LEFT if style.arabic else 0 if style.central else _LEFT_TO_RIGHT,
    )
    made.protection = Protection(locked=not style.free)
    made.number_format = "0" if look is Look.NUMBER else "@"
    if style.fill:
        made.fill = PatternFill("solid", fgColor=style.fill)
        made.border = _BORDER
