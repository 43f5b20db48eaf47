"""The command that checks rulesets: `check`, once or whenever they change, and what each code means."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Folder, Overlays
from protection_rules.cli.terminal import DONE, FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.facts.text import Language
from protection_rules.rulesets.codes import CODES
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import Diagnostic, suggest
from protection_rules.rulesets.model import RuleBook

_PAUSE: int = 200
"""Milliseconds: how long files must be still before they are checked, and how often is looked."""


class CheckFormat(StrEnum):
    """A form of the faults."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


@app.command()
def check(
    folder: Folder = None,
    lang: Lang = LanguageName.en,
    overlay: Overlays = None,
    as_of: AsOf = None,
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.text,
    watch: Annotated[bool, typer.Option("--watch")] = False,
    explain: Annotated[str | None, typer.Option("--explain")] = None,
) -> None:
    """Every fault of a folder of rulesets, with its place and a hint."""
    language: Language = lang.value
    day = as_of.date() if as_of is not None else None
    if explain is not None:
        _explain(explain, language)
    if not watch:
        raise typer.Exit(_checked(folder, overlay or (), day, form, language))
    if form is not CheckFormat.text:
        tell(phrase("check.watch_text").in_language(language))
        raise typer.Exit(WRONG_CALL)
    if importlib.util.find_spec("watchfiles") is None:
        tell(phrase("check.no_watch").in_language(language))
        raise typer.Exit(WRONG_CALL)
    folders = [folder or shipped_rulesets(), *(overlay or ())]
    if not all(each.is_dir() for each in folders):
        raise typer.Exit(_checked(folder, overlay or (), day, form, language))
    tell(phrase("check.watching").in_language(language))
    for _ in _turns(folders):
        _checked(folder, overlay or (), day, form, language)


def _explain(code: str, language: Language) -> NoReturn:
    from protection_rules.authoring.code_pages import code_lines  # noqa: PLC0415

    if code not in CODES:
        hint = suggest(code, CODES, phrase("error.codes_listed"))
        tell(phrase("error.unknown_code", hint=hint).in_language(language))
        raise typer.Exit(WRONG_CALL)
    print_lines(code_lines(code, language))
    raise typer.Exit(DONE)


def _checked(
    folder: Path | None, overlays: Sequence[Path], day: date | None, form: CheckFormat, language: Language
) -> int:
    """Check once and say so; the exit code."""
    from protection_rules.analysis.book_faults import book_faults  # noqa: PLC0415

    book, faults = book_faults(folder, overlays, day)
    _print(book, faults, form, language)
    sys.stdout.flush()
    if book is None or faults:
        tell(phrase("check.faults", count=len(faults)).in_language(language))
        return FAULTS
    sound = phrase("check.sound", rulesets=len(book.rulesets), rules=len(book.rules))
    tell(sound.in_language(language))
    return DONE


def _print(
    book: RuleBook | None, faults: Sequence[Diagnostic], form: CheckFormat, language: Language
) -> None:
    if form is CheckFormat.text:
        print_lines(fault.in_language(language) for fault in faults)
        return
    from protection_rules.cli.fault_forms import as_github, as_json, as_sarif  # noqa: PLC0415

    match form:
        case CheckFormat.json:
            _print_json(as_json(book, faults))
        case CheckFormat.sarif:
            _print_json(as_sarif(faults, language))
        case CheckFormat.github:
            print_lines(as_github(faults, language))


def _print_json(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _turns(folders: Sequence[Path]) -> Iterator[None]:
    """One turn at once, and another after each change of a ruleset file, until Ctrl-C."""
    from watchfiles import watch  # noqa: PLC0415

    # files are watched before the first turn, so that no change is missed while it is taken
    first = True
    for changes in watch(
        *folders,
        watch_filter=lambda _, path: path.lower().endswith((".yaml", ".yml")),
        debounce=_PAUSE,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
        recursive=False,
    ):
        if first or changes:
            yield
        first = False
