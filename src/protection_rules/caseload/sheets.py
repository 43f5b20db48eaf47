"""The result as columns: one for each rule, in a table of cases and one for each kind of listed item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa

from protection_rules.advice.options import OPTION_SECTIONS, STANDINGS
from protection_rules.caseload.arrow import series, texts, truths, whole_numbers
from protection_rules.caseload.columns import CASE_COLUMN, ITEM_ID
from protection_rules.caseload.found import Found
from protection_rules.caseload.lists import default_ids, positions
from protection_rules.caseload.pointers import Pointers
from protection_rules.facts.case import Item
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS
from protection_rules.matchers.bits import Bits, constant, flags, packed
from protection_rules.rulesets.model import RuleBook

CASES: Final = "cases"
STANDING: Final = "standing"
SAID: Final = ("applies", "precaution", "verify", "undecided", "set_aside")
"""What a rule can come to for a subject; nothing where its condition is false."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: what an outcome is called, and the words it may have."""

    name: str
    words: pa.Array
    number: Mapping[str, int]


def _column(name: str, words: tuple[str, ...]) -> _Column:
    return _Column(name, _texts(words), {word: number for number, word in enumerate(words)})


@cache
def _texts(words: tuple[str, ...]) -> pa.Array:
    return texts(words)


class SheetForm:
    """The columns of sheets, which depend on the rule book and the shared lists.

    The sheet ``cases`` has ``row``, ``case`` where the caseload has references, ``screened``, and a
    column for each rule about the case or the office. A list that each case has for itself has a
    sheet of its section's name, with ``row``, ``case``, ``id``, ``standing`` for places and
    services, and a column for each rule. For an item of a shared list these are columns of the sheet
    ``cases``, with the item at the end of their names (``standing service:clinic``). Conflicts are
    in the lines alone.
    """

    def __init__(self, book: RuleBook, shared: Mapping[str, tuple[Item, ...]]) -> None:
        """Note the columns of each sheet."""
        self._shared = shared
        self._columns: dict[str, dict[tuple[str, int | None], _Column]] = {CASES: {}}
        for name in LIST_SECTIONS:
            if name in shared:
                for position, item in enumerate(shared[name]):
                    self._columns[CASES] |= _columns(book, [name], position, f" {name}:{item.id}")
            else:
                self._columns[name] = _columns(book, [name], None, "")
        self._columns[CASES] = _columns(book, ["case", "operation"], None, "") | self._columns[CASES]

    def tables(self, found: Found) -> dict[str, pa.Table]:
        """The sheets of a batch, by name."""
        parts: dict[str, dict[tuple[str, int | None], dict[str, list[Bits | None]]]] = {}
        for output, column in zip(found.program.outputs, found.columns, strict=True):
            entry = found.program.entries[output.entry]
            word = entry.outcome if entry.kind in {"advice", "option"} else entry.kind
            if word is None or entry.kind in {"case", "conflict"}:
                continue
            name = entry.rule.id if entry.rule is not None else _standing(entry.about)
            sheet = parts.setdefault(output.section or CASES, {})
            sheet.setdefault((name, output.position), {}).setdefault(word, []).append(column)
        sheets = {CASES: self._cases(found, parts.get(CASES, {}))}
        for name in found.items:
            sheets[name] = self._items(found, name, parts.get(name, {}))
        return sheets

    def _cases(
        self, found: Found, parts: Mapping[tuple[str, int | None], Mapping[str, list[Bits | None]]]
    ) -> pa.Table:
        rows = np.arange(found.first_row, found.first_row + found.size)
        sound = found.sound()
        everywhere = constant(found.size, value=True)
        columns = {"row": whole_numbers(rows)}
        if found.cases is not None:
            columns[CASE_COLUMN] = found.cases.to_arrow()
        columns["screened"] = truths(everywhere if sound is None else sound, found.size)
        columns |= self._said(CASES, parts, found.size, sound)
        return pa.table(columns)

    def _items(
        self,
        found: Found,
        name: str,
        parts: Mapping[tuple[str, int | None], Mapping[str, list[Bits | None]]],
    ) -> pa.Table:
        items = found.items[name]
        columns = {"row": whole_numbers(items.cases + found.first_row)}
        if found.cases is not None:
            columns[CASE_COLUMN] = found.cases[items.cases].to_arrow()
        if items.ids is None:
            words, numbers = default_ids(SECTIONS[name]), positions(items.cases, items.starts)
        else:
            words, numbers = items.ids.words, items.ids.numbers
        columns[ITEM_ID] = Pointers(words).at(series(whole_numbers(numbers)))
        columns |= self._said(name, parts, len(items.cases), None)
        table = pa.table(columns)
        sound = found.sound()
        if sound is None:
            return table
        kept = flags(sound, found.size).take(items.cases)
        return table.filter(truths(packed(kept), len(kept)))

    def _said(
        self,
        sheet: str,
        parts: Mapping[tuple[str, int | None], Mapping[str, list[Bits | None]]],
        size: int,
        sound: Bits | None,
    ) -> dict[str, pa.Array]:
        coding = _Coding(size, sound)
        return {
            column.name: coding.array(parts.get(key, {}), column)
            for key, column in self._columns[sheet].items()
        }


def _columns(
    book: RuleBook, abouts: list[str], position: int | None, ending: str
) -> dict[tuple[str, int | None], _Column]:
    columns = {
        (_standing(about), position): _column(f"{STANDING}{ending}", STANDINGS)
        for about in abouts
        if about in OPTION_SECTIONS
    }
    rules = (rule for about in abouts for rule in book.rules if rule.about == about)
    return columns | {(rule.id, position): _column(f"{rule.id}{ending}", SAID) for rule in rules}


def _standing(about: str) -> str:
    """What stands for an option's standing where rules stand by their ids, which have capital letters."""
    return f"{STANDING} of {about}"


class _Coding:
    """Makes columns of words out of columns that say where each word holds."""

    def __init__(self, size: int, sound: Bits | None) -> None:
        self._size = size
        self._sound = sound

    def array(self, said: Mapping[str, Iterable[Bits | None]], column: _Column) -> pa.Array:
        """Which word holds where; at most one holds anywhere, and none in a row that is not sound."""
        numbers = np.zeros(self._size, np.uint8)
        anywhere = constant(self._size, value=False)
        for word, places in said.items():
            number = np.uint8(column.number[word])
            for place in places:
                where = constant(self._size, value=True) if place is None else place
                anywhere |= where
                if number:
                    numbers += flags(where, self._size).view(np.uint8) * number
        if self._sound is not None:
            anywhere &= self._sound
        index = pa.Array.from_buffers(pa.int8(), self._size, [pa.py_buffer(anywhere), pa.py_buffer(numbers)])
        return pa.DictionaryArray.from_arrays(index, column.words, safe=False)
