"""In how many cases each thing is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from protection_rules.caseload.entries import Entry
from protection_rules.caseload.found import Found
from protection_rules.matchers.bits import Bits, bits_set, constant, flags, marked


class Said(NamedTuple):
    """What is counted.

    Either what a line of the result says (its `kind`, `about`, `outcome`, `rule` and `other`), or,
    with `kind` "urgency", that any advice to do something is of the urgency in `outcome`.
    """

    kind: str
    about: str
    outcome: str | None = None
    rule: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """In how many of the screened cases each thing is said at least once."""

    cases: Counter[Said]
    screened: int

    def __repr__(self) -> str:
        return f"<Counts: {self.screened} cases>"

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.cases + other.cases, self.screened + other.screened)


NOTHING: Final = Counts(Counter(), 0)
_COLUMNS: Final = pa.schema([*((name, pa.string()) for name in Said._fields), ("cases", pa.int64())])
_TO_DO: Final = {"applies", "precaution"}


def counts_table(counts: Counts) -> pa.Table:
    """Counts as rows, so that those of many partitions can be put together."""
    rows = [{**said._asdict(), "cases": number} for said, number in sorted(counts.cases.items(), key=str)]
    return pa.Table.from_pylist(rows, _COLUMNS)


def counts_of(table: pa.Table) -> Counts:
    """Rows of counts added up."""
    cases: Counter[Said] = Counter()
    for row in table.select(_COLUMNS.names).to_pylist():
        *said, number = row.values()
        cases[Said(*said)] += number
    return Counts(cases, cases[Said("case", "case", "screened")])


def count(found: Iterable[Found]) -> Counts:
    """The counts of several batches together; rows with faults do not count."""
    return reduce(lambda one, other: one + other, map(_count, found), NOTHING)


def _count(found: Found) -> Counts:
    said: dict[Said, Bits] = {}
    for output, column in zip(found.program.outputs, found.columns, strict=True):
        where = _cases(found, output.section, column)
        for each in _said(found.program.entries[output.entry]):
            said[each] = said[each] | where if each in said else where
    sound = found.sound()
    numbers = {
        each: bits_set(where if sound is None else where & sound, found.size) for each, where in said.items()
    }
    cases = Counter({each: number for each, number in numbers.items() if number})
    return Counts(cases, found.size - len(found.faulty))


def _said(entry: Entry) -> Iterator[Said]:
    yield Said(entry.kind, entry.about, entry.outcome, entry.rule_id, entry.other_id)
    if entry.kind == "advice" and entry.outcome in _TO_DO and entry.rule:
        yield Said("urgency", "case", entry.rule.urgency)


def _cases(found: Found, section: str | None, column: Bits | None) -> Bits:
    """The cases in which an output stands, be it for an item."""
    if section is None:
        return constant(found.size, value=True) if column is None else column
    cases = found.items[section].cases
    held = cases if column is None else cases.take(np.flatnonzero(flags(column, len(cases))))
    return marked(found.size, held)
