"""The command that compares two folders of rulesets: `diff`."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Overlays, book_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.facts.text import Language
from protection_rules.rulesets.acceptances import Acceptance, read_acceptances

SHIPPED = "-"
"""Stands for the rulesets of the package."""


class DiffFormat(StrEnum):
    """A form of the difference."""

    text = "text"
    json = "json"
    markdown = "markdown"


OldFolder = Annotated[str, typer.Argument()]
NewFolder = Annotated[str, typer.Argument()]
OldOverlays = Annotated[list[Path] | None, typer.Option("--old-overlay")]
OldAsOf = Annotated[datetime | None, typer.Option("--old-as-of", formats=["%Y-%m-%d"])]


@app.command()
def diff(
    old: OldFolder,
    new: Annotated[str | None, typer.Argument()] = None,
    lang: Lang = LanguageName.en,
    form: Annotated[DiffFormat, typer.Option("--format")] = DiffFormat.text,
    accept: Annotated[Path | None, typer.Option("--accept")] = None,
    overlay: Overlays = None,
    old_overlay: OldOverlays = None,
    as_of: AsOf = None,
    old_as_of: OldAsOf = None,
    everything: Annotated[bool, typer.Option("--all")] = False,
) -> None:
    """What is otherwise in a new folder of rulesets, for every profile there can be."""
    language: Language = lang.value
    if importlib.util.find_spec("z3") is None:
        tell(phrase("diff.no_solver").in_language(language))
        raise typer.Exit(WRONG_CALL)
    if new is None and not (overlay or old_overlay or old_as_of):
        tell(phrase("diff.nothing_to_compare").in_language(language))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.analysis.difference.comparison import compare  # noqa: PLC0415
    from protection_rules.analysis.difference.markdown import difference_markdown  # noqa: PLC0415
    from protection_rules.analysis.difference.page import difference_page  # noqa: PLC0415
    from protection_rules.analysis.difference.review import Review  # noqa: PLC0415

    acceptances = _acceptances(accept, language)
    before = book_of(folder_of(old), old_overlay, old_as_of or as_of)
    after = book_of(folder_of(old if new is None else new), overlay, as_of)
    review = Review.of(compare(before, after), acceptances)
    match form:
        case DiffFormat.json:
            sys.stdout.write(json.dumps(review.to_mapping(), ensure_ascii=False, indent=2) + "\n")
        case DiffFormat.markdown:
            sys.stdout.write(difference_markdown(review, language) + "\n")
        case DiffFormat.text:
            print_lines(difference_page(review, language, details=everything))
    sys.stdout.flush()
    _tell_of_idle(acceptances, [finding.id for finding in review.difference.on("less")], language)
    if not review.passes:
        tell(phrase("diff.open", number=len(review.open)).in_language(language))
        raise typer.Exit(FAULTS)


def folder_of(name: str) -> Path | None:
    """The folder of this name; None for that of the package."""
    return None if name == SHIPPED else Path(name)


def _acceptances(path: Path | None, language: Language) -> tuple[Acceptance, ...]:
    """The sign-offs of a file, or the end of the command with its faults."""
    if path is None:
        return ()
    acceptances, diagnostics = read_acceptances(path)
    if diagnostics:
        tell("\n".join(each.in_language(language) for each in diagnostics))
        raise typer.Exit(WRONG_CALL)
    return acceptances


def _tell_of_idle(acceptances: tuple[Acceptance, ...], findings: list[str], language: Language) -> None:
    """Tell of sign-offs that are for nothing that is there."""
    for each in acceptances:
        standing, meant = each.standing(findings), each.meant(findings)
        if standing == "holds":
            continue
        near = "diff.unknown" if meant is None else "diff.unknown_near"
        name = "diff.lapsed" if standing == "lapsed" else near
        told = phrase(name, place=str(each.span), finding=each.finding, meant=meant or "")
        tell(told.in_language(language))
