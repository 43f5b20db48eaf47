"""Which column of a caseload is which fact, found out once for all of its batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.cells import fits, is_list, is_text
from protection_rules.caseload.errors import CaseloadError
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LOCAL, SectionEntry, Vocabulary
from protection_rules.rulesets.diagnostics import nearest

CASE_COLUMN: Final = "case"
"""The column with the host's own reference to a case; never read, handed on to the result."""
ITEM_ID: Final = "id"
"""The field with the caller's own name for a listed item."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a fact stands: in a column, or in a field of a column of structures."""

    column: int
    field: int | None = None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column with each case's own list.

    `facts` says which field of an item is which fact, `identifier` which is its id. A column of
    `words` only says that the list is known to be empty, or not known.
    """

    column: int
    words: bool
    facts: Mapping[str, int] = field(default_factory=dict)
    identifier: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What a caseload has: the case's reference, facts of the case, and lists.

    `beyond` are facts that other rules know, and these do not. `operation` is the column of structures
    that describes the office, if there is one.
    """

    case: int | None
    facts: Mapping[str, Cell]
    beyond: Mapping[str, Cell]
    lists: Mapping[str, ListColumn]
    operation: int | None


def find_columns(schema: pa.Schema, vocabulary: Vocabulary, known: Vocabulary) -> Columns:
    """What the columns of a caseload are; raises CaseloadError with every fault of them.

    `vocabulary` is that of the rules. `known` has what the cases may tell of; where that is more, other
    rules know it.
    """
    reading = _Reading(known)
    for position, column in enumerate(schema):
        reading.read(position, column)
    if reading.faults:
        raise CaseloadError(reading.faults)
    own = {path: cell for path, cell in reading.facts.items() if _is_same(path, vocabulary, known)}
    beyond = {path: cell for path, cell in reading.facts.items() if path not in own}
    return Columns(reading.case, own, beyond, reading.lists, reading.operation)


def _is_same(path: str, vocabulary: Vocabulary, known: Vocabulary) -> bool:
    """Whether these rules know the fact too, and not another of the same name."""
    return path in vocabulary and vocabulary[path].kind == known[path].kind


class _Reading:
    def __init__(self, known: Vocabulary) -> None:
        self._known = known
        self.case: int | None = None
        self.facts: dict[str, Cell] = {}
        self.lists: dict[str, ListColumn] = {}
        self.operation: int | None = None
        self.faults: list[Text] = []
        self._names: set[str] = set()

    def read(self, position: int, column: pa.Field) -> None:
        """One column of the caseload."""
        name = column.name
        if name in self._names:
            self.faults.append(phrase("caseload.column_twice", column=position + 1))
        self._names.add(name)
        section = self._known.sections.get(name)
        if name == CASE_COLUMN:
            self.case = position
        elif section is not None and section.many:
            self._list(position, column, section)
        elif section is not None:
            self._section(position, column, section)
        elif name in self._known and not self._known.sections[self._known[name].section].many:
            self._fact(name, column.type, Cell(position))
        elif name.partition(".")[0] == LOCAL and not self._known.local:
            self.faults.append(phrase("caseload.no_local_facts", column=position + 1))
        else:
            names = [CASE_COLUMN, *self._known.sections, *self._known]
            self.faults.append(_unknown(position, name, names))

    def _fact(self, path: str, kind: pa.DataType, cell: Cell) -> None:
        if path in self.facts:
            self.faults.append(phrase("caseload.fact_twice", fact=path))
        fact = self._known[path]
        if not fits(kind, fact):
            self.faults.append(phrase(f"caseload.type.{fact.kind}", fact=path))
        self.facts[path] = cell

    def _section(self, position: int, column: pa.Field, section: SectionEntry) -> None:
        if not pa.types.is_struct(column.type):
            self.faults.append(phrase("caseload.type.section", section=section.name))
            return
        if section.name == "operation":
            self.operation = position
        for number, name, kind in _fields(column.type):
            if name in section.facts:
                self._fact(section.facts[name].path, kind, Cell(position, number))
            else:
                self.faults.append(_unknown(position, name, [*section.facts]))

    def _list(self, position: int, column: pa.Field, section: SectionEntry) -> None:
        kind = column.type
        if is_text(kind):
            self.lists[section.name] = ListColumn(position, words=True)
        elif is_list(kind) and pa.types.is_struct(kind.value_type):
            facts, identifier, faults = item_fields(position, kind.value_type, section)
            self.faults += faults
            self.lists[section.name] = ListColumn(position, False, facts, identifier)
        else:
            self.faults.append(phrase("caseload.type.list", section=section.name))


def item_fields(
    position: int, kind: pa.StructType, section: SectionEntry
) -> tuple[dict[str, int], int | None, list[Text]]:
    """Which field of an item is which fact, which is its id, and what is wrong with the fields."""
    facts: dict[str, int] = {}
    identifier: int | None = None
    faults: list[Text] = []
    for number, name, field_type in _fields(kind):
        if name == ITEM_ID and is_text(field_type):
            identifier = number
        elif name in section.facts:
            fact = section.facts[name]
            if fact.path in facts:
                faults.append(phrase("caseload.fact_twice", fact=fact.path))
            if not fits(field_type, fact):
                faults.append(phrase(f"caseload.type.{fact.kind}", fact=fact.path))
            facts[fact.path] = number
        else:
            faults.append(_unknown(position, name, [ITEM_ID, *section.facts]))
    return facts, identifier, faults


def _fields(kind: pa.StructType) -> Iterator[tuple[int, str, pa.DataType]]:
    for number in range(kind.num_fields):
        yield number, kind.field(number).name, kind.field(number).type


def _unknown(position: int, name: str, known: list[str]) -> Text:
    """A column or a field of it that is not in the vocabulary; its name is not repeated."""
    near = nearest(name, known)
    hint = phrase("error.did_you_mean", name=near) if near else phrase("caseload.names")
    return phrase("caseload.unknown_column", column=position + 1, hint=hint)
