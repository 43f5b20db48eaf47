"""The sheets that are only read: how the workbook is used, the facts, the guidance, the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from protection_rules.advice.phrases import filled
from protection_rules.authoring.workbook.contents import Sheet
from protection_rules.authoring.workbook.layout import Reference, read_me, references, value_label
from protection_rules.authoring.workbook.lists import Choice, ListKey
from protection_rules.authoring.workbook.looks import Look, fit_row, put, set_column
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import FactEntry
from protection_rules.rulesets.model import RuleBook

_LOOKS: Final = {"en": Look.FIXED, "ar": Look.FIXED_ARABIC, None: Look.FIXED_NOTATION}
_WIDTH: Final = 66
"""Of each of the two columns of a sheet of text."""
_HEAD: Final = 4
"""The row of the columns' names in a sheet that is only read."""


def write_references(workbook: Workbook, book: RuleBook) -> None:
    """The facts that the rules can read, the entries of the guidance, the standards."""
    sheets = references()
    _write(workbook, sheets["facts"], (row for fact in book.vocabulary.values() for row in _fact(fact)))
    _write(
        workbook,
        sheets["guidance"],
        (
            (entry.id, entry.place.en, entry.place.ar, entry.summary.en, entry.summary.ar)
            for entry in book.guidance.values()
        ),
    )
    _write(
        workbook,
        sheets["standards"],
        ((each.id, each.title.en, each.title.ar) for each in book.standards.values()),
    )


def write_lists(workbook: Workbook, lists: Mapping[ListKey, tuple[Choice, ...]]) -> None:
    """Every value of every list, in the rows that `list_ranges` tells of."""
    rows = (
        (name, choice.value, choice.label.en, choice.label.ar)
        for (name, _), choices in lists.items()
        for choice in choices
    )
    _write(workbook, references()["lists"], rows)


def list_ranges(lists: Mapping[ListKey, tuple[Choice, ...]]) -> Mapping[ListKey, str]:
    """Where the values of each list stand."""
    title = references()["lists"].sheet.en
    found: dict[ListKey, str] = {}
    row = _HEAD + 1
    for key, choices in lists.items():
        last = row + max(len(choices), 1) - 1
        found[key] = f"'{title}'!$B${row}:$B${last}"
        row += len(choices)
    return found


def _fact(fact: FactEntry) -> Iterator[Sequence[str]]:
    """A row for each value of a fact; what they have in common stands in the first."""
    bounds = {"minimum": fact.attributes.minimum, "maximum": fact.attributes.maximum}
    kind = filled(value_label("kind_of_fact", fact.kind), **bounds)
    head = (fact.path, fact.attributes.label.en, fact.attributes.label.ar, kind.en, kind.ar)
    for value in (*fact.codes, *fact.markers):
        label = fact.value_label(value)
        yield (*head, value, label.en, label.ar)
        head = (fact.path, "", "", "", "")


def _write(workbook: Workbook, reference: Reference, rows: Iterable[Sequence[str]]) -> None:
    worksheet = workbook.create_sheet(reference.sheet.en)
    put(worksheet["A1"], reference.sheet.en, Look.TITLE)
    put(worksheet["B1"], reference.sheet.ar, Look.TITLE_ARABIC)
    put(worksheet["A2"], reference.purpose.en, Look.TITLE)
    put(worksheet["A3"], reference.purpose.ar, Look.TITLE_ARABIC)
    for index, column in enumerate(reference.columns, start=1):
        set_column(worksheet, get_column_letter(index), column.width, Look.FIXED)
        put(worksheet.cell(_HEAD, index), f"{column.label.en}\n{column.label.ar}", Look.LABEL)
    for number, row in enumerate(rows, start=_HEAD + 1):
        cells = [
            (text, column.width, _LOOKS[column.language])
            for column, text in zip(reference.columns, row, strict=True)
        ]
        for index, (text, _, look) in enumerate(cells, start=1):
            put(worksheet.cell(number, index), text, look)
        fit_row(worksheet, number, cells)
    worksheet.freeze_panes = f"B{_HEAD + 1}"
    worksheet.protection.sheet = True
    worksheet.protection.autoFilter = False
    worksheet.protection.formatColumns = False
    worksheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(reference.columns))}{worksheet.max_row}"


# how the workbook is used


def write_read_me(workbook: Workbook, sheets: Sequence[Sheet]) -> None:
    """The first sheets, one in each language."""
    words = read_me()
    for language in LANGUAGES:
        worksheet = workbook.create_sheet(words["sheet"][language])
        worksheet.sheet_view.rightToLeft = language == "ar"
        worksheet.sheet_view.showGridLines = False
        for letter, width in (("A", 3), ("B", _WIDTH), ("C", _WIDTH)):
            set_column(worksheet, letter, width, Look.PARAGRAPH)
        _Page(worksheet, language).write(words, _index(sheets, language))
        worksheet.protection.sheet = True


def _index(sheets: Sequence[Sheet], language: Language) -> Iterator[tuple[str, str]]:
    """The sheets of the workbook, and what each holds."""
    for sheet in sheets:
        purpose = sheet.table.purpose
        what = purpose.in_language(language) if purpose else sheet.headings[f"purpose.{language}"]
        yield (
            sheet.title,
            what
            if sheet.title == sheet.subtitle.in_language(language)
            else (f"{sheet.subtitle.in_language(language)}. {what}"),
        )
    for reference in references().values():
        what = reference.purpose.in_language(language)
        name = reference.sheet.in_language(language)
        yield reference.sheet.en, what if language == "en" else f"{name}. {what}"


class _Page:
    """One sheet of text, written from its top."""

    def __init__(self, worksheet: Worksheet, language: Language) -> None:
        self._worksheet = worksheet
        self._language = language
        self._row = 0
        arabic = language == "ar"
        self._title = Look.TITLE_ARABIC if arabic else Look.TITLE
        self._paragraph = Look.PARAGRAPH_ARABIC if arabic else Look.PARAGRAPH

    def write(self, words: Mapping[str, Any], index: Iterable[tuple[str, str]]) -> None:
        self._row += 1
        put(self._worksheet[f"A{self._row}"], words["title"][self._language], self._title)
        for part in words["parts"]:
            self._head(part["heading"])
            for line in part["lines"]:
                self._say(line)
        self._head(words["sheets"])
        for name, what in index:
            self._pair(name, what, self._paragraph)
            cell = self._worksheet[f"B{self._row}"]
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")
        conditions = words["conditions"]
        self._head(conditions["heading"])
        self._say(conditions["before"])
        for form in conditions["forms"]:
            self._pair(form["written"], form["means"][self._language], Look.FIXED_NOTATION)

    def _head(self, text: Mapping[str, str]) -> None:
        self._row += 2
        put(self._worksheet[f"A{self._row}"], text[self._language], self._title)

    def _say(self, text: Mapping[str, str]) -> None:
        """A paragraph across both columns."""
        self._row += 1
        words = text[self._language]
        put(self._worksheet[f"B{self._row}"], words, self._paragraph)
        self._worksheet.merge_cells(f"B{self._row}:C{self._row}")
        fit_row(self._worksheet, self._row, [(words, 2 * _WIDTH, self._paragraph)])

    def _pair(self, left: str, right: str, look: Look) -> None:
        self._row += 1
        put(self._worksheet[f"B{self._row}"], left, look)
        put(self._worksheet[f"C{self._row}"], right, self._paragraph)
        fit_row(self._worksheet, self._row, [(left, _WIDTH, look), (right, _WIDTH, self._paragraph)])
