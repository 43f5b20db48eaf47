"""What a table that was given back changes: its cells held against what they said when it was exported."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from openpyxl.utils import get_column_letter

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.workbook.contents import Sheet
from protection_rules.authoring.workbook.entry import with_field
from protection_rules.authoring.workbook.faults import Fault, in_cell, in_sheet, visible
from protection_rules.authoring.workbook.layout import FIRST_ROW, KEY_ROW, NUMBER, Field, in_both
from protection_rules.authoring.workbook.notation import indented
from protection_rules.authoring.workbook.read import Given, Odd
from protection_rules.authoring.workbook.wanted import Row, Rows, Wanted, Written, wanted
from protection_rules.documents import DocumentError, Plain, plain, read_document
from protection_rules.facts.text import Text
from protection_rules.limits import MOST_COLUMNS
from protection_rules.rulesets.codes import message as message_of

MOST_CELLS_NAMED: Final = 12
"""Cells that one message names."""
_BETWEEN_NAMES: Final = re.compile(r"[,،;؛\n]")


@dataclass(slots=True)
class Found:
    """What was found in the tables: what is wrong, what changes, what is worth saying."""

    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    changes: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def blame(self, sheet: str, cell: str, message: Text, hint: Text | None = None) -> None:
        """Note that a cell cannot be read; of several reasons only the first."""
        self.faults.setdefault((sheet, cell), Fault(in_cell(sheet, cell), message, hint))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its number in the workbook, which entry it was, and the texts of its cells by key."""

    number: int
    origin: int | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as it is to be: its entries with their rows, and what changes of the headings above it.

    `letters` has the column of each field, and `changed` says whether anything is other than it was.
    """

    sheet: Sheet
    title: str
    changed: bool
    headings: Mapping[str, str]
    entries: Rows
    rows: tuple[TableRow, ...]
    letters: Mapping[str, str]


def read_table(sheet: Sheet, given: Given, found: Found) -> ReadTable | None:
    """The table as it is to be; None, with a fault, where it lacks a column."""
    reader = _Reader(sheet, given, found)
    letters = reader.columns()
    if letters is None:
        return None
    headings = reader.headings()
    rows = reader.rows(letters)
    entries = tuple(reader.entry(row, letters) for row in rows)
    reader.tell_gone(rows)
    return ReadTable(sheet, given.title, reader.changed, headings, Rows(entries), tuple(rows), letters)


class _Reader:
    """Reads one table; whatever is wrong or changed is noted."""

    def __init__(self, sheet: Sheet, given: Given, found: Found) -> None:
        self._sheet = sheet
        self._given = given
        self._found = found
        self._read = [each.field for each in sheet.table.columns if each.field.is_read]
        first = self._read[0]
        self._id = first.key if first.kind == "name" else None
        self.changed = False

    def columns(self) -> dict[str, str] | None:
        """The column of each field, by the row that names them."""
        letters: dict[str, str] = {}
        sound = True
        needed = {NUMBER, *(each.key for each in self._read)}
        for index in range(1, MOST_COLUMNS + 1):
            letter = get_column_letter(index)
            key = self._given.at(f"{letter}{KEY_ROW}")
            if isinstance(key, str) and key in letters and key in needed:
                self._blame(f"{letter}{KEY_ROW}", phrase("workbook.column_twice", column=visible(key)))
                sound = False
            elif isinstance(key, str):
                letters.setdefault(key, letter)
        for key in sorted(needed - letters.keys()):
            self._blame(f"A{KEY_ROW}", phrase("workbook.column_missing", column=key))
            sound = False
        return letters if sound else None

    def headings(self) -> dict[str, str]:
        """The fields above the table that change; none, with a fault, where they were moved."""
        changed: dict[str, str] = {}
        cells: list[str] = []
        for each in self._sheet.table.headings:
            if each.label is not None and self._given.at(each.label_cell) != in_both(each.label):
                self._blame(each.label_cell, phrase("workbook.moved_headings", label=each.label))
                return changed
        for each in self._sheet.table.headings:
            text = self._text(each.cell, each.field)
            if text is not None and _value(each.field, text) != self._sheet.headings[each.field.key]:
                changed[each.field.key] = text
                cells.append(each.cell)
        if cells:
            self._tell("changed_headings", cells=_listed(cells))
        return changed

    def rows(self, letters: Mapping[str, str]) -> list[TableRow]:
        """The rows that are not empty, each with the entry it was."""
        rows: list[tuple[int, int | None, dict[str, str]]] = []
        ignored: list[str] = []
        for number in range(FIRST_ROW, self._given.last_row + 1):
            texts = {each.key: self._text(f"{letters[each.key]}{number}", each) for each in self._read}
            if all(text == "" for text in texts.values()):
                continue
            place = self._place(f"{letters[NUMBER]}{number}")
            was = self._sheet.rows[place] if place is not None else {}
            # a cell that cannot be read counts as unchanged, so that the others are looked at too
            rows.append(
                (
                    number,
                    place,
                    {key: was.get(key, "") if text is None else text for key, text in texts.items()},
                )
            )
            ignored += self._ignored(number, was, letters)
        if ignored:
            note = phrase("workbook.ignored", sheet=in_sheet(self._given.title), cells=_listed(ignored))
            self._found.notes.append(note)
        origins = self._origins(rows)
        read = [TableRow(number, origins.get(number), texts) for number, _, texts in rows]
        return read if self._sheet.table.ordered else _in_old_order(read)

    def _origins(self, rows: Sequence[tuple[int, int | None, dict[str, str]]]) -> dict[int, int]:
        """Which entry each row was. Of copies it is the one that kept its name, or else the first."""
        found: dict[int, int] = {}
        for place, was in enumerate(self._sheet.rows):
            claims = [(number, texts) for number, claimed, texts in rows if claimed == place]
            if not claims and self._id is not None:
                claims = [(number, texts) for number, claimed, texts in rows if claimed is None]
                claims = [claim for claim in claims if claim[1][self._id] == was[self._id]]
            named = [number for number, texts in claims if self._id and texts[self._id] == was[self._id]]
            if claims:
                found[(named or [claims[0][0]])[0]] = place
        return found

    def entry(self, row: TableRow, letters: Mapping[str, str]) -> Row:
        """The entry that a row makes; of a field that does not change nothing is touched."""
        table = self._sheet.table
        was: Mapping[str, str] = self._sheet.rows[row.origin] if row.origin is not None else {}
        entry: dict[str, Wanted] = {}
        if row.origin is not None:
            entry = cast("dict[str, Wanted]", wanted(self._sheet.original.plain[table.list][row.origin]))
        changed: list[str] = []
        for each in self._read:
            text, before = row.texts[each.key], was.get(each.key)
            cell = f"{letters[each.key]}{row.number}"
            if before is not None and _same(each, text, before):
                continue
            value = self._wanted(each, text, cell)
            if before is not None or value is not None:
                entry = with_field(entry, each.path, value, table.schema)
                changed.append(cell)
        if row.origin is None:
            self._tell("added", entry=self._name(row.texts), row=row.number)
        elif changed:
            self._tell("changed", entry=self._name(was), cells=_listed(changed))
        return Row(row.origin, entry)

    def tell_gone(self, rows: Sequence[TableRow]) -> None:
        """Tell which entries are gone, and whether the others changed places."""
        kept = [row.origin for row in rows if row.origin is not None]
        for place, was in enumerate(self._sheet.rows):
            if place not in kept:
                self._tell("removed", entry=self._name(was))
        if kept != sorted(kept):
            self._tell("moved")

    def _wanted(self, each: Field, text: str, cell: str) -> Wanted:
        """What a cell asks for; None for nothing."""
        if each.kind == "names" and each.required and not text:
            return []
        if not text:
            return None
        if each.kind in {"condition", "bars"}:
            return self._notation(text, cell)
        value = _value(each, text)
        return list(value) if isinstance(value, tuple) else value

    def _notation(self, text: str, cell: str) -> Wanted:
        """A condition as it was written in a cell; where it cannot be read, one that holds always."""
        text = textwrap.dedent(text).strip("\n")
        try:
            value = plain(read_document(text, ""))
        except DocumentError as error:
            line = min(error.span.line, text.count("\n") + 1)
            code = "too-large" if error.too_large else "unreadable"
            said = message_of(code, error.name, number=error.number)
            told = phrase("workbook.not_readable", line=line, detail=said.words)
            self._blame(cell, told, phrase("workbook.notation_hint"))
            return "always"
        # what would not mean the same inside a file is written anew
        return Written(text, value) if _fits(text, value) else wanted(value)

    def _text(self, cell: str, each: Field) -> str | None:
        """What a cell says; None, with a fault, where that is no text."""
        content = self._given.at(cell)
        if isinstance(content, Odd):
            if each.kind == "date" and content.day is not None:
                return content.day
            self._blame(cell, phrase(f"workbook.odd.{content.what}"), phrase("workbook.odd_hint"))
            return None
        return content

    def _place(self, cell: str) -> int | None:
        """The place of the entry that a row says it was, counted from 0."""
        content, count = self._given.at(cell), len(self._sheet.rows)
        if content == "":
            return None
        if (
            isinstance(content, str)
            and content.isascii()
            and content.isdigit()
            and 1 <= int(content) <= count
        ):
            return int(content) - 1
        self._blame(cell, phrase("workbook.no_place", count=count))
        return None

    def _ignored(self, number: int, was: Mapping[str, str], letters: Mapping[str, str]) -> Iterator[str]:
        """The generated cells of a row that say something else than before."""
        for each in self._sheet.table.columns:
            key = each.field.key
            if each.field.kind == "words" and key in letters and was:
                cell = f"{letters[key]}{number}"
                if self._given.at(cell) != was[key]:
                    yield cell

    def _name(self, texts: Mapping[str, str]) -> str:
        return visible(texts[self._read[0].key]) or "?"

    def _blame(self, cell: str, message: Text, hint: Text | None = None) -> None:
        self._found.blame(self._given.title, cell, message, hint)

    def _tell(self, name: str, **parts: Text | str | int) -> None:
        self.changed = True
        told = phrase(f"workbook.{name}", sheet=in_sheet(self._given.title), **parts)
        self._found.changes.append(told)


def _in_old_order(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows as their entries stood, however they were sorted; a new one after the one above it."""
    place = -1
    placed: list[tuple[int, bool, TableRow]] = []
    for row in rows:
        new = row.origin is None
        place = place if row.origin is None else row.origin
        placed.append((place, new, row))
    return [row for _, _, row in sorted(placed, key=lambda each: each[:2])]


def _value(each: Field, text: str) -> str | tuple[str, ...]:
    """What a cell says, whatever spaces stand around names."""
    if each.kind == "names":
        names = (name.strip() for name in _BETWEEN_NAMES.split(text))
        return tuple(name for name in names if name)
    return text if each.kind == "text" else text.strip()


def _same(each: Field, text: str, before: str) -> bool:
    """Whether a cell still says what it said."""
    if each.kind in {"condition", "bars"}:
        return _lines(text) == _lines(before)
    return _value(each, text) == _value(each, before)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def _fits(text: str, value: Plain) -> bool:
    """Whether what was written means the same where it stands further in."""
    try:
        return value is not None and plain(read_document(f"k:\n{indented(text, 2)}\n", "")) == {"k": value}
    except DocumentError:
        return False


def _listed(cells: Sequence[str]) -> str:
    named = list(cells[:MOST_CELLS_NAMED])
    return ", ".join([*named, "…"] if len(cells) > MOST_CELLS_NAMED else named)
