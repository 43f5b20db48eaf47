"""Options that several commands have, and what they name: rule books, profiles, texts."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.language import asked_language
from protection_rules.cli.terminal import WRONG_CALL, tell
from protection_rules.engine import Engine
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.text import Language
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE
from protection_rules.rulesets.diagnostics import RulesetError
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook


class Format(StrEnum):
    """A form of the assessment."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


class PlainFormat(StrEnum):
    """A form of a report."""

    text = "text"
    json = "json"


Rulesets = Annotated[Path | None, typer.Option("--rulesets")]
Folder = Annotated[Path | None, typer.Argument()]
Overlays = Annotated[list[Path] | None, typer.Option("--overlay")]
AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"])]


def engine_of(
    folder: Path | None, overlays: list[Path] | None = None, as_of: datetime | None = None
) -> Engine:
    """The engine of a folder, or the end of the command with the faults of the folder."""
    try:
        return Engine.load(folder, overlays or (), as_of.date() if as_of is not None else None)
    except RulesetError as error:
        tell(error.report(asked_language()))
    raise typer.Exit(WRONG_CALL)


def book_of(
    folder: Path | None, overlays: list[Path] | None = None, as_of: datetime | None = None
) -> RuleBook:
    """The rule book of a folder, or the end of the command with the faults of the folder."""
    try:
        return load_rules(folder, overlays or (), as_of.date() if as_of is not None else None)
    except RulesetError as error:
        tell(error.report(asked_language()))
    raise typer.Exit(WRONG_CALL)


def profile_of(path: str, engine: Engine, language: Language) -> CaseProfile:
    """A profile in a file, `-` for standard input, or the end of the command with its faults."""
    try:
        if path == "-":
            return CaseProfile.from_bytes(sys.stdin.buffer.read(LARGEST_FILE + 1), engine.vocabulary)
        return CaseProfile.from_file(path, engine.vocabulary)
    except ProfileError as error:
        tell(error.report(language))
    raise typer.Exit(WRONG_CALL)


def text_of(path: Path, language: Language) -> str:
    """A text file in UTF-8, or the end of the command."""
    with suppress(OSError, ValueError):
        text = read_bounded(path, LARGEST_FILE + 1, pipe=True)
        if len(text) <= LARGEST_FILE:
            return text.decode("utf-8-sig")
    tell(phrase("error.no_text").in_language(language))
    raise typer.Exit(WRONG_CALL)
