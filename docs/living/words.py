"""What the pages themselves say, read from pages.yaml, and text made safe for Markdown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, cast

from protection_rules.documents import plain, read_document
from protection_rules.facts.text import Language, Text

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|&~]")
_BEGINNING: Final = re.compile(r"^(?:[-+:=]|\d+(?=[.)]))")


@cache
def _words() -> dict[str, Text]:
    path = Path(__file__).with_name("pages.yaml")
    data = cast(
        "dict[str, dict[str, str]]", plain(read_document(path.read_text(encoding="utf-8"), path.name))
    )
    return {name: Text(words["en"].strip(), words["ar"].strip()) for name, words in data.items()}


def words(name: str, language: Language, /, **parts: str | int) -> str:
    """Words of pages.yaml by name, with their places filled in."""
    return _words()[name].in_language(language).format(**parts)


def group(prefix: str) -> dict[str, Text]:
    """The words whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): text for name, text in _words().items() if name.startswith(prefix)}


def escaped(text: str) -> str:
    """Text that means itself, in Markdown and in HTML alike."""
    flat = _SPECIAL.sub(_entity, " ".join(text.split()))
    # at the beginning of a line, these would make a list or a heading
    return _BEGINNING.sub(lambda found: "".join(_entity(sign) for sign in found[0]), flat)


def _entity(sign: re.Match[str] | str) -> str:
    return f"&#{ord(sign[0])};"


def isolated(name: str) -> str:
    """An id, kept apart from the direction of the text around it."""
    return f"<bdi>{escaped(name)}</bdi>"
