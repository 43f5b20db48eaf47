"""The library's own sentences, read from phrases.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

from protection_rules.documents import read_own
from protection_rules.facts.text import Text, filled

__all__ = ["filled", "joined", "phrase", "sentence_case"]


@cache
def _phrases() -> dict[str, Text]:
    path = Path(__file__).with_name("phrases.yaml")
    data = cast("dict[str, dict[str, str]]", read_own(path))
    return {name: Text(words["en"], words["ar"]) for name, words in data.items()}


def phrase(name: str, /, **parts: Text | str | int) -> Text:
    """A sentence by name, with its places filled in each language from the parts."""
    words = _phrases()[name]
    return filled(words, **parts) if parts else words


def joined(texts: list[Text], separator: str = "value_separator") -> Text:
    """Texts one after another, with the separator of each language."""
    between = phrase(separator)
    return Text(between.en.join(text.en for text in texts), between.ar.join(text.ar for text in texts))


def sentence_case(text: Text) -> Text:
    """The text with a capital letter at its beginning, where the script has one."""
    return Text(text.en[:1].upper() + text.en[1:], text.ar)
