"""Faults of a profile: where they are and what is expected, never what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Language, Text


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """One fault. `place` is built from names of the vocabulary and positions alone."""

    place: str
    message: Text
    line: int | None = None

    def sentence(self, language: Language = "en") -> str:
        """The fault in one line, such as ``line 4: risk.safe_tonight: expected one of ...``."""
        if self.line is None:
            return f"{self.place}: {self.message.in_language(language)}"
        line = "line" if language == "en" else "السطر"
        return f"{line} {self.line}: {self.place}: {self.message.in_language(language)}"


class ProfileError(ProtectionRulesError):
    """A profile that cannot be read; `faults` has every fault of it, in the order of the file."""

    def __init__(self, faults: Sequence[ProfileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type[ProfileError], tuple[tuple[ProfileFault, ...]]]:
        return type(self), (self.faults,)

    def report(self, language: Language = "en") -> str:
        """All faults, one a line."""
        return "\n".join(fault.sentence(language) for fault in self.faults)
