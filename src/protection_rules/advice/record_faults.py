"""Faults of decision records: where they are and what is expected, never what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protection_rules.advice.phrases import phrase
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Language, Text


@dataclass(frozen=True, slots=True)
class RecordFault:
    """One fault. `place` is built from names of the library and positions alone.

    `line` is the position of a record among those given, counted from 1: in a file, its line.
    """

    place: str
    message: Text
    line: int | None = None

    def sentence(self, language: Language = "en") -> str:
        """The fault in one line, such as ``line 4: hour: not of the expected form``."""
        told = phrase("record.fault", place=self.place, what=self.message)
        if self.line is not None:
            told = phrase("record.fault_in_line", line=self.line, fault=told)
        return told.in_language(language)


class RecordError(ProtectionRulesError):
    """Decision records that cannot be made, read or counted; `faults` has every fault.

    Nothing is made where there is a fault: no part of a record, no part of a summary.
    """

    def __init__(self, faults: Sequence[RecordFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type[RecordError], tuple[tuple[RecordFault, ...]]]:
        return type(self), (self.faults,)

    def report(self, language: Language = "en") -> str:
        """All faults, one a line."""
        return "\n".join(fault.sentence(language) for fault in self.faults)
