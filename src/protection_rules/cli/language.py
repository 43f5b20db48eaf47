"""The language of a call, which is known before anything else of it is."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from protection_rules.facts.text import LANGUAGES, Language


class LanguageName(StrEnum):
    """A language of help, messages and output."""

    en = "en"
    ar = "ar"


Lang = Annotated[LanguageName, typer.Option("--lang")]


def asked_language(words: Sequence[str] | None = None) -> Language:
    """The language that a call asks for, wherever in it `--lang` stands; English where it asks for none."""
    given = sys.argv[1:] if words is None else words
    language: Language = "en"
    for option, value in itertools.pairwise([*itertools.chain.from_iterable(map(_parts, given)), ""]):
        if option == "--lang" and value in LANGUAGES:
            language = value
    return language


def _parts(word: str) -> list[str]:
    return word.split("=", 1) if word.startswith("--lang=") else [word]


def after_language(words: Sequence[str]) -> Sequence[str]:
    """The words of a call from its command on, where nothing but `--lang` stands before it."""
    first = _parts(words[0]) if words else []
    if first[:1] != ["--lang"]:
        return words
    return words[3 - len(first) :]
