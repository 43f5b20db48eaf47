"""What the pages of the handbook themselves say, read from words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from protection_rules.documents import read_own
from protection_rules.facts.text import Text, filled


@cache
def all_words() -> Mapping[str, Text]:
    """Every sentence by its name."""
    path = Path(__file__).with_name("words.yaml")
    data = cast("dict[str, dict[str, str]]", read_own(path))
    return {name: Text(words["en"].strip(), words["ar"].strip()) for name, words in data.items()}


def words(name: str, /, **parts: Text | str | int) -> Text:
    """A sentence by name, with its places filled in each language from the parts."""
    return filled(all_words()[name], **parts)
