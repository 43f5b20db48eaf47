"""Words in both languages of the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "ar")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """The same words in English and in Arabic; neither is optional."""

    en: str
    ar: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.ar


def filled(words: Text, /, **parts: Text | str | int) -> Text:
    """A sentence with its places filled in each language from the parts."""
    english = {key: part.en if isinstance(part, Text) else str(part) for key, part in parts.items()}
    arabic = {key: part.ar if isinstance(part, Text) else str(part) for key, part in parts.items()}
    return Text(_fill(words.en, english), _fill(words.ar, arabic))


def _fill(words: str, parts: dict[str, str]) -> str:
    """Fill places by plain replacement, so that a brace in a part means nothing."""
    head, *tail = words.split("{")
    filled = [head]
    for piece in tail:
        name, _, rest = piece.partition("}")
        filled.append(parts[name] + rest)
    return "".join(filled)
