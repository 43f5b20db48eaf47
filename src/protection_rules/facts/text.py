"""Words in both languages of the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in Arabic; neither is optional."""

    en: str
    ar: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.ar
