"""Faults of a caseload as a whole; those of single rows are data (see `caseload.faults`)."""

from __future__ import annotations

from collections.abc import Iterable

from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Language, Text


class CaseloadError(ProtectionRulesError):
    """A caseload that cannot be screened; `faults` says why, in both languages, without any value."""

    def __init__(self, faults: Iterable[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type[CaseloadError], tuple[tuple[Text, ...]]]:
        return type(self), (self.faults,)

    def report(self, language: Language = "en") -> str:
        """All faults, one a line."""
        return "\n".join(fault.in_language(language) for fault in self.faults)
