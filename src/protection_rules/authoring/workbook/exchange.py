"""Rulesets out to a workbook and back, all or nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from protection_rules.authoring.workbook.archive import read_workbook
from protection_rules.authoring.workbook.contents import Original, Sheet, read_originals, sheets_of
from protection_rules.authoring.workbook.edits import Found, ReadTable, read_table
from protection_rules.authoring.workbook.entry import with_field
from protection_rules.authoring.workbook.faults import Fault, WorkbookError, refused
from protection_rules.authoring.workbook.places import Places
from protection_rules.authoring.workbook.read import Given, read_tables
from protection_rules.authoring.workbook.revise import revised
from protection_rules.authoring.workbook.wanted import wanted
from protection_rules.authoring.workbook.write import workbook_bytes
from protection_rules.documents import DocumentError, read_document
from protection_rules.facts.text import Text
from protection_rules.rulesets.content import CHANGES, VERSIONS, shipped_rulesets
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.schemas import ruleset_schema

_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edited:
    """What a workbook makes of a folder: the files that differ, what is wrong, what changes, what to know."""

    files: Mapping[str, bytes]
    faults: tuple[Fault, ...]
    changes: tuple[Text, ...]
    notes: tuple[Text, ...]


FurtherCheck: TypeAlias = Callable[[Path], Sequence[tuple[str, Text]]]
"""Tells what else is wrong with a sound folder: what it concerns, be it a rule, and what it is."""


def nothing_further(folder: Path) -> Sequence[tuple[str, Text]]:  # noqa: ARG001  # as a check has it
    """A check that finds nothing."""
    return ()


def export_workbook(folder: Path | None, book: Path) -> int:
    """Write a folder of rulesets, or those of the package, as a workbook; the number of its rules.

    Raises RulesetError if the folder has faults, WorkbookError if a text is too long for a cell, and
    WorkbookRefused if the file is there already or cannot be written.
    """
    rules = load_rules(folder)
    data = workbook_bytes(sheets_of(read_originals(folder), rules), rules)
    try:
        with book.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise refused("exists") from None
    except OSError:
        raise refused("cannot_write") from None
    return len(rules.rules)


def import_workbook(
    book: Path, folder: Path, onto: Path | None = None, further: FurtherCheck = nothing_further
) -> Edited:
    """Apply what was edited in a workbook to the rulesets it was exported from, and write the result.

    `onto` is the folder it was exported from, by default the rulesets of the package; `folder` is
    new or empty, or `onto` itself. What was not edited comes back byte for byte. Nothing is written
    if anything is wrong, or if the `further` check finds anything in a result that has no other fault.

    Raises WorkbookError with every fault by sheet and cell, WorkbookRefused if the file or the
    folder cannot be used, RulesetError if `onto` has faults itself.
    """
    home = onto if onto is not None else shipped_rulesets()
    try:
        in_place = folder.exists() and home.exists() and folder.samefile(home)
        taken = folder.exists() and not in_place and (not folder.is_dir() or any(folder.iterdir()))
    except OSError:
        raise refused("cannot_write") from None
    if taken:
        raise refused("not_empty")
    edited = edit_rulesets(read_tables(read_workbook(book)), onto, further)
    if edited.faults:
        raise WorkbookError(edited.faults)
    try:
        _write(home, folder, edited.files, in_place=in_place)
    except OSError:
        raise refused("cannot_write") from None
    return edited


def edit_rulesets(
    given: Sequence[Given], onto: Path | None = None, further: FurtherCheck = nothing_further
) -> Edited:
    """The files of a folder as the tables that were given want them; nothing is written."""
    rules = load_rules(onto)
    originals = read_originals(onto)
    found = Found()
    files, tables = edited_files(originals, sheets_of(originals, rules), given, found)
    differing = {name: data for name, data in files.items() if data != originals[name].data}
    faults = [(*cell, fault) for cell, fault in found.faults.items()]
    if differing:
        home = onto if onto is not None else shipped_rulesets()
        faults += _check(home, differing, tables, found, further)
    titles = [each.title for each in given]
    faults.sort(key=lambda each: _order(each[0], each[1], titles))
    return Edited(differing, tuple(fault for _, _, fault in faults), tuple(found.changes), tuple(found.notes))


def edited_files(
    originals: Mapping[str, Original], sheets: Sequence[Sheet], given: Sequence[Given], found: Found
) -> tuple[dict[str, bytes], list[ReadTable]]:
    """Every file as the tables that were given want it, sound or not, and what was read of them."""
    tables = _read(sheets, given, found)
    files = {
        name: _changed(original, [table for table in tables if table.sheet.original is original])
        for name, original in originals.items()
    }
    return files, tables


def _read(sheets: Sequence[Sheet], given: Sequence[Given], found: Found) -> list[ReadTable]:
    """Every table that is to be there, held against the files it came from."""
    for each in given:
        same = [
            sheet for sheet in sheets if (sheet.original.name, sheet.table.list) == (each.file, each.list)
        ]
        if not same or same[0].original.digest != each.digest:
            raise refused("other_version", file=each.file)
    tables: list[ReadTable] = []
    for sheet in sheets:
        name, listed = sheet.original.name, sheet.table.list
        mine = [each for each in given if (each.file, each.list) == (name, listed)]
        if len(mine) != 1:
            raise refused("sheet_twice" if mine else "no_sheet", sheet=sheet.title)
        table = read_table(sheet, mine[0], found)
        if table is not None:
            tables.append(table)
    return tables


def _changed(original: Original, tables: Sequence[ReadTable]) -> bytes:
    """A file as its tables want it."""
    if not any(table.changed for table in tables):
        return original.data
    value = {key: wanted(part) for key, part in original.plain.items()}
    for table in tables:
        for key, text in table.headings.items():
            value = with_field(value, key.split("."), text or None, ruleset_schema(None))
        value[table.sheet.table.list] = table.entries
    try:
        text = revised(original.text, value)
    except DocumentError as error:
        if error.too_large:
            raise refused("too_long", file=original.name) from None
        raise
    return (_MARK if original.data.startswith(_MARK) else b"") + text.encode()


def _check(
    home: Path,
    files: Mapping[str, bytes],
    tables: Sequence[ReadTable],
    found: Found,
    further: FurtherCheck,
) -> list[tuple[str, str, Fault]]:
    """What the check finds in the result, with its sheet and cell where it has one.

    What it finds in a cell that could not be read is not told: it was not what somebody wrote.
    """
    with tempfile.TemporaryDirectory() as name:
        result = Path(name)
        _copy(home, result)
        for file, data in files.items():
            (result / file).write_bytes(data)
        diagnostics = check_rules(result)
        broken = [] if diagnostics or found.faults else further(result)
    documents = {table.sheet.original.name: table.sheet.original.document for table in tables}
    documents |= {file: read_document(data.decode("utf-8-sig"), file) for file, data in files.items()}
    places = Places(documents, tables)
    told: list[tuple[str, str, Fault]] = []
    for diagnostic in diagnostics:
        cell = places.cell_of(diagnostic)
        address = (cell.sheet, cell.address or "") if cell is not None else ("", "")
        if address not in found.faults:
            told.append((*address, places.fault_of(diagnostic)))
    for subject, message in broken:
        cell = places.cell_of_rule(subject)
        place = Text(subject, subject) if cell is None else cell.text
        told.append((*((cell.sheet, cell.address or "") if cell else ("", "")), Fault(place, message)))
    return told


def _order(sheet: str, cell: str, titles: Sequence[str]) -> tuple[int, int, int, str]:
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", cell).groups()  # type: ignore[union-attr]  # matches any
    place = titles.index(sheet) if sheet in titles else len(titles)
    return place, int(digits or 0), len(letters), letters


# files


def _copy(home: Path, folder: Path) -> None:
    """The files of a folder, without those that tell of its own versions: the copy is another's."""
    for path in sorted(home.iterdir()):
        if (
            path.name not in {VERSIONS, CHANGES}
            and path.suffix.lower() in {".yaml", ".yml"}
            and path.is_file()
        ):
            shutil.copyfile(path, folder / path.name)


def _write(home: Path, folder: Path, files: Mapping[str, bytes], *, in_place: bool) -> None:
    """Put the result where it is wanted: first beside it, then there in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".workbook-") as name:
        ready = Path(name) / "rulesets"
        ready.mkdir()
        if not in_place:
            _copy(home, ready)
        for file, data in files.items():
            (ready / file).write_bytes(data)
        if in_place:
            for file in files:
                (ready / file).replace(folder / file)
        else:
            if folder.exists():
                folder.rmdir()
            ready.replace(folder)
