"""The library's own sentences, read from phrases.yaml and phrases_of_commands.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, cast

from protection_rules.documents import read_own
from protection_rules.facts.text import Text, filled

__all__ = ["every_phrase", "filled", "joined", "phrase", "sentence_case"]

_OF_ALL: Final = "phrases.yaml"
_OF_COMMANDS: Final = "phrases_of_commands.yaml"


@cache
def _read(file: str) -> dict[str, Text]:
    data = cast("dict[str, dict[str, str]]", read_own(Path(__file__).with_name(file)))
    return {name: Text(words["en"], words["ar"]) for name, words in data.items()}


def every_phrase() -> dict[str, Text]:
    """All sentences by name."""
    return _read(_OF_ALL) | _read(_OF_COMMANDS)


def phrase(name: str, /, **parts: Text | str | int) -> Text:
    """A sentence by name, with its places filled in each language from the parts."""
    # an evaluation needs none of those of other commands, and starting is to be quick
    words = _read(_OF_ALL).get(name) or _read(_OF_COMMANDS)[name]
    return filled(words, **parts) if parts else words


def joined(texts: list[Text], separator: str = "value_separator") -> Text:
    """Texts one after another, with the separator of each language."""
    between = phrase(separator)
    return Text(between.en.join(text.en for text in texts), between.ar.join(text.ar for text in texts))


def sentence_case(text: Text) -> Text:
    """The text with a capital letter at its beginning, where the script has one."""
    return Text(text.en[:1].upper() + text.en[1:], text.ar)
