"""The texts in the cells of a workbook. Nothing in them is worked out."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from protection_rules.authoring.workbook.archive import LAST_ROW
from protection_rules.authoring.workbook.faults import WorkbookRefused, refused, visible
from protection_rules.authoring.workbook.layout import KEY_ROW, STAMP_CELL
from protection_rules.limits import MOST_COLUMNS, MOST_ROWS

Oddity = Literal["formula", "truth", "date", "error"]
"""What a cell can hold that is no text."""


@dataclass(frozen=True, slots=True)
class Odd:
    """What a cell holds where it is no text; `day` is the day where it is one."""

    what: Oddity
    day: str | None = None


Content: TypeAlias = str | Odd


@dataclass(frozen=True, slots=True)
class Given:
    """A table as it was given: the name of its sheet, which list of which file it is, and its cells."""

    title: str
    file: str
    list: str
    digest: str
    cells: Mapping[str, Content]
    last_row: int

    def at(self, cell: str) -> Content:
        """What a cell holds; nothing where it is empty."""
        return self.cells.get(cell, "")


_STAMP: Final = re.compile(r"([A-Za-z0-9._-]+\.yaml) ([a-z_]+) ([0-9a-f]{16})")
_CODE: Final = re.compile(r"_x(005[Ff]|00[01][0-9A-Fa-f])_")
"""How XML writes a character that it cannot have, and the line by which such a code begins."""


def read_tables(data: bytes) -> list[Given]:
    """The tables of a workbook that `archive.read_workbook` accepts.

    Sheets that are no tables are left alone. Raises WorkbookRefused where the file cannot be read
    or a table goes beyond MOST_ROWS.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return list(_tables(workbook))
    except WorkbookRefused:
        raise
    except Exception:  # noqa: BLE001  # the library has no error of its own for a file that is made up
        raise refused("no_workbook") from None


def _tables(workbook: Any) -> Iterator[Given]:
    for worksheet in workbook.worksheets:
        stamp = _cells(worksheet, KEY_ROW).get(STAMP_CELL)
        found = _STAMP.fullmatch(stamp) if isinstance(stamp, str) else None
        if found is None:
            continue
        cells = _cells(worksheet, LAST_ROW)
        last = max(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in cells)
        if last > MOST_ROWS:
            raise refused("too_many_rows", sheet=visible(worksheet.title), most=MOST_ROWS)
        yield Given(worksheet.title, found[1], found[2], found[3], cells, last)


def _cells(worksheet: Any, last: int) -> dict[str, Content]:
    """What the cells of a sheet hold, down to a row; empty ones are left out."""
    found: dict[str, Content] = {}
    for row, cells in enumerate(worksheet.iter_rows(max_row=last, max_col=MOST_COLUMNS), start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.value is not None:
                content = _content(cell.value, cell.data_type)
                if content != "":
                    found[f"{get_column_letter(column)}{row}"] = content
    return found


def _content(value: Any, kind: str) -> Content:
    if kind == "f":
        return Odd("formula")
    if kind == "e":
        return Odd("error")
    match value:
        case bool():
            return Odd("truth")
        case str():
            text = _CODE.sub(lambda code: chr(int(code[1], 16)), value)
            return text.replace("\r\n", "\n").replace("\r", "\n") if text.strip() else ""
        case int() | float():
            return str(int(value)) if value == int(value) else str(value)
        case dt.datetime():
            return Odd("date", value.date().isoformat())
        case dt.time() | dt.timedelta():
            return Odd("date")
        case _:
            return Odd("formula")
