"""What can be wrong with a workbook: told by sheet and cell, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protection_rules.advice.phrases import phrase
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.diagnostics import LONGEST_SHOWN


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it is, what it is, and how to mend it. Where no cell is to blame there is none."""

    place: Text
    message: Text
    hint: Text | None = None

    def in_language(self, language: Language) -> str:
        """The fault as it is told."""
        told = phrase("workbook.fault", place=self.place, message=self.message).in_language(language)
        if self.hint is None:
            return told
        return f"{told}\n  {words('fault.hint', hint=self.hint).in_language(language)}"


class WorkbookError(ProtectionRulesError):
    """A workbook that cannot become rulesets; `faults` has all that is wrong with it, in order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.in_language("en") for fault in self.faults))

    def __reduce__(self) -> tuple[type[WorkbookError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class WorkbookRefused(ProtectionRulesError):
    """A file that is not read, or a folder that is not written, whatever its cells say."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)

    def __reduce__(self) -> tuple[type[WorkbookRefused], tuple[Text]]:
        return type(self), (self.reason,)


def refused(name: str, **parts: str | int) -> WorkbookRefused:
    """Why a file is not read, by the name of the sentence."""
    return WorkbookRefused(phrase(f"workbook.refused.{name}", **parts))


def visible(text: str) -> str:
    """A text of the workbook as a message repeats it: in one line, short, with nothing hidden."""
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut)


def in_cell(sheet: str, cell: str) -> Text:
    """How a cell is called."""
    return phrase("workbook.cell", sheet=visible(sheet), cell=cell)


def in_sheet(sheet: str) -> Text:
    """How a sheet is called."""
    return phrase("workbook.sheet", sheet=visible(sheet))
