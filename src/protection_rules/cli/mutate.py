"""The command `mutate`."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Folder, Overlays, PlainFormat, book_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell


@app.command()
def mutate(
    folder: Folder = None,
    features: Annotated[Path, typer.Option("--features")] = Path("features"),
    ruleset: Annotated[str | None, typer.Option("--ruleset")] = None,
    rule: Annotated[str | None, typer.Option("--rule")] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1)] = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
    fail_under: Annotated[float, typer.Option("--fail-under", min=0, max=100)] = 100,
) -> None:
    """Whether scenarios would notice if the rules were otherwise: one change at a time."""
    if importlib.util.find_spec("z3") is None:
        tell(phrase("mutate.no_solver").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.analysis.mutants.mutants import mutants, sampled  # noqa: PLC0415
    from protection_rules.analysis.mutants.page import mutation_page  # noqa: PLC0415
    from protection_rules.analysis.mutants.report import mutate as mutated  # noqa: PLC0415
    from protection_rules.analysis.mutants.report import owned  # noqa: PLC0415
    from protection_rules.analysis.scenarios import ScenarioError  # noqa: PLC0415

    book = book_of(folder, overlay, as_of)
    tried = sampled(owned(mutants(book, folder), ruleset, rule), sample)
    if not tried:
        name = rule or ruleset or str(folder)
        tell(phrase("mutate.unknown", name=name).in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    try:
        found = mutated(book, features, tried)
    except ScenarioError as error:
        tell(error.report(lang.value))
        raise typer.Exit(WRONG_CALL) from None
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(found.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        print_lines(mutation_page(found, lang.value))
    if not found.meets(fail_under):
        raise typer.Exit(FAULTS)
