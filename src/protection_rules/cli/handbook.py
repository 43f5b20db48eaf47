"""The command `handbook`: the rules as pages for staff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Overlays, Rulesets, book_of
from protection_rules.cli.terminal import WRONG_CALL, tell
from protection_rules.rulesets.diagnostics import RulesetError


@app.command()
def handbook(
    output: Annotated[Path, typer.Option("--output", "-o")],
    features: Annotated[Path | None, typer.Option("--features")] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Write the rules as a handbook of pages in both languages, to read, search and print."""
    # only this command needs them, and starting is to be quick
    from protection_rules.analysis.scenarios import ScenarioError  # noqa: PLC0415
    from protection_rules.authoring.handbook.build import build_handbook  # noqa: PLC0415
    from protection_rules.authoring.handbook.folder import HandbookRefused  # noqa: PLC0415

    book = book_of(rulesets, overlay, as_of)
    try:
        count = build_handbook(book, output, rulesets, features)
    except HandbookRefused as refusal:
        tell(refusal.reason.in_language(lang.value))
    except RulesetError as error:
        tell(error.report(lang.value))
    except ScenarioError as error:
        tell(error.report(lang.value))
    else:
        start = str(output / "index.html")
        tell(phrase("handbook.written", count=count, start=start).in_language(lang.value))
        return
    raise typer.Exit(WRONG_CALL)
