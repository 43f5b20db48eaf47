"""What the cells of the workbook say of a folder of rulesets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from protection_rules.advice.explain import in_words
from protection_rules.advice.phrases import filled, phrase
from protection_rules.authoring.workbook.layout import NUMBER, Field, Table, tables, value_label
from protection_rules.authoring.workbook.source import Source, column, read_source, source_at
from protection_rules.documents import Document, plain, read_document
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.content import COMPANIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.shape import at, items_of
from protection_rules.rulesets.shared_files import SHARED
from protection_rules.rulesets.term_reading import TermsReader

LONGEST_TITLE: Final = 31
"""Characters that the name of a sheet may have."""
STEP: Final = " " * 4
"""What a line of words is indented by for each level."""


@dataclass(frozen=True)
class Original:
    """A file of the folder as it is."""

    name: str
    data: bytes
    text: str
    document: Document
    source: Source

    @cached_property
    def plain(self) -> dict[str, Any]:
        """What the file says, as plain data."""
        return cast("dict[str, Any]", plain(self.document))

    @property
    def digest(self) -> str:
        """Changes with every letter of the file."""
        return hashlib.sha256(self.data).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what its cells say: the headings, and a row for each entry, by key."""

    table: Table
    original: Original
    title: str
    subtitle: Text
    headings: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]

    @property
    def stamp(self) -> str:
        """Which list of which file this is, and in which version."""
        return f"{self.original.name} {self.table.list} {self.original.digest}"


def read_originals(folder: Path | None) -> dict[str, Original]:
    """The files of a folder that the workbook shows. A shared file that it lacks is the package's."""
    home = folder if folder is not None else shipped_rulesets()
    shared = [table.file for table in tables() if table.file is not None]
    rulesets = sorted(path.name for path in home.glob("*.yaml") if path.name not in {*SHARED, *COMPANIONS})
    found: dict[str, Original] = {}
    for name in [*rulesets, *dict.fromkeys(shared)]:
        path = home / name if (home / name).exists() else shipped_rulesets() / name
        found[name] = original_of(name, path.read_bytes())
    return found


def original_of(name: str, data: bytes) -> Original:
    """A file by its name and what it holds."""
    text = data.decode("utf-8").removeprefix("\ufeff")
    return Original(name, data, text, read_document(text, name), read_source(text))


def sheets_of(originals: Mapping[str, Original], book: RuleBook) -> tuple[Sheet, ...]:
    """The tables of a sound folder, in the order of the workbook."""
    terms = TermsReader(Findings(), book.vocabulary)
    terms.read(originals["terms.yaml"].document)
    words = _Words(terms, book)
    made: list[Sheet] = []
    taken: set[str] = set()
    for table in tables():
        names = [table.file] if table.file is not None else [name for name in originals if name not in SHARED]
        for name in names:
            original = originals[name]
            title = table.sheet or Text(original.plain["title"]["en"], original.plain["title"]["ar"])
            made.append(_sheet(table, original, title, _unused(title.en, taken), words))
    return tuple(made)


def _unused(title: str, taken: set[str]) -> str:
    """A name for a sheet that no other has, without characters that none may have."""
    sound = " ".join(re.sub(r"[\\/*?:\[\]']", " ", title).split()) or "-"
    number, ending = 1, ""
    while (name := _shortened(sound, LONGEST_TITLE - len(ending)) + ending).casefold() in taken:
        number += 1
        ending = f" {number}"
    taken.add(name.casefold())
    return name


def _shortened(text: str, most: int) -> str:
    """As many words of a text as there is room for."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]


def _sheet(table: Table, original: Original, subtitle: Text, title: str, words: _Words) -> Sheet:
    rows: list[Mapping[str, str]] = []
    for index, cells in enumerate(cells_of(table, original)):
        entry = at(original.document, (table.list, index))
        generated = {
            each.field.key: words.of(table, entry, each.field.language)
            for each in table.columns
            if each.field.kind == "words" and each.field.language is not None
        }
        rows.append(cells | generated)
    headings = {each.field.key: shown(each.field, original.plain) for each in table.headings}
    return Sheet(table, original, title, subtitle, headings, tuple(rows))


def cells_of(table: Table, original: Original) -> list[dict[str, str]]:
    """What the cells say of each entry, by key, without what is generated."""
    rows: list[dict[str, str]] = []
    for index, entry in enumerate(original.plain[table.list]):
        row = {NUMBER: str(index + 1)}
        for field in (each.field for each in table.columns if each.field.is_read):
            if field.kind in {"condition", "bars"}:
                source = source_at(original.source, table.list, index, *field.path)
                row[field.key] = "" if source is None else _written(original.text, source)
            else:
                row[field.key] = shown(field, entry)
        rows.append(row)
    return rows


def shown(field: Field, entry: Mapping[str, Any]) -> str:
    """What a cell says of a field; nothing where the entry does not have it."""
    value: Any = entry
    for name in field.path:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value).rstrip("\n")


def _written(text: str, source: Source) -> str:
    """A part of a file as it is written there, moved to the left margin."""
    first, *others = text[source.start : source.end].replace("\r\n", "\n").split("\n")
    margin = column(text, source.start)
    return "\n".join([first, *(line[min(margin, _margin(line)) :] for line in others)])


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@dataclass(frozen=True, slots=True)
class _Words:
    """Conditions in words, for every entry that is written, whether it is in force or not."""

    terms: TermsReader
    book: RuleBook

    def of(self, table: Table, entry: Document, language: Language) -> str:
        """The conditions of an entry, one line for each part."""
        data = cast("dict[str, Any]", plain(entry))
        if table.name == "actions":
            bars = items_of(entry, "bars")
            documents = [at(entry, ("bars", index, "when")) for index in range(len(bars))]
            lines = [
                line
                for bar, when in zip(bars, documents, strict=True)
                for line in self._bar(bar, when, language)
            ]
        else:
            about = data.get("about", "case")
            lines = list(self._condition(at(entry, ("when",)), about, language))
            if "unless" in data:
                lines.append(phrase("condition.unless").in_language(language))
                lines += self._condition(at(entry, ("unless",)), about, language, depth=1)
        return "\n".join(lines)

    def _bar(self, bar: Mapping[str, Any], when: Document, language: Language) -> Iterator[str]:
        label = self.book.actions[bar["action"]].label
        parts = {"about": value_label("for_each", bar["about"]), "action": label}
        yield value_label("advised", bar["advised"]).in_language(language)
        yield STEP + filled(value_label("barred", bar["standing"]), **parts).in_language(language)
        yield from self._condition(when, bar["about"], language, depth=2)

    def _condition(self, document: Document, about: str, language: Language, depth: int = 0) -> Iterator[str]:
        condition = self.terms.reader(about).read(document)
        for line in in_words(condition, self.book.vocabulary, depth) if condition is not None else ():
            yield STEP * line.depth + line.text.in_language(language)
