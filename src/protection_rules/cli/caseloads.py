"""The command on caseloads: `screen`."""

from __future__ import annotations

import importlib.util
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Overlays, Rulesets, book_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, tell


class ScreenForm(StrEnum):
    """What a row of the result of screening is."""

    lines = "lines"
    cases = "cases"


Cases = Annotated[Path, typer.Argument()]
Places = Annotated[Path | None, typer.Option("--places")]
Services = Annotated[Path | None, typer.Option("--services")]
DataFlows = Annotated[Path | None, typer.Option("--data-flows")]


@app.command()
def screen(
    cases: Cases,
    output: Annotated[Path, typer.Option("--output", "-o")],
    faults: Annotated[Path | None, typer.Option("--faults")] = None,
    summary: Annotated[Path | None, typer.Option("--summary")] = None,
    form: Annotated[ScreenForm, typer.Option("--form")] = ScreenForm.lines,
    places: Places = None,
    services: Services = None,
    data_flows: DataFlows = None,
    resume: Annotated[bool, typer.Option("--resume")] = False,
    part: Annotated[int, typer.Option("--part", min=1, max=262_144)] = 131_072,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Screen a whole caseload: what the rules say of every case, in one file."""
    if not all(importlib.util.find_spec(name) for name in ("numpy", "polars", "pyarrow")):
        tell(phrase("screen.not_installed").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.caseload import CaseloadError  # noqa: PLC0415
    from protection_rules.caseload.command import screen_file  # noqa: PLC0415

    given = {"accommodation": places, "service": services, "data_flow": data_flows}
    book = book_of(rulesets, overlay, as_of)
    try:
        done = screen_file(
            book,
            cases,
            output,
            lists={name: path for name, path in given.items() if path is not None},
            faults=faults,
            summarised=summary,
            form=form.value,
            resume=resume,
            language=lang.value,
            cases_of_a_part=part,
        )
    except CaseloadError as error:
        tell(error.report(lang.value))
        raise typer.Exit(WRONG_CALL) from None
    tell(phrase("screen.done", cases=done.screened).in_language(lang.value))
    if done.screened < done.cases:
        faulty = "screen.faulty" if faults is not None else "screen.faulty_not_listed"
        told = phrase(faulty, count=done.cases - done.screened, cases=done.cases)
        tell(told.in_language(lang.value))
        raise typer.Exit(FAULTS)
