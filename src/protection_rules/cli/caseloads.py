"""The command on caseloads: `screen`."""

from __future__ import annotations

import importlib.util
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.options import AsOf, Lang, LanguageName, Overlays, Rulesets, book_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, tell


class ScreenForm(StrEnum):
    """What a row of the result of screening is."""

    lines = "lines"
    cases = "cases"


def beside(name: str) -> Any:
    """An option for a file of listed items beside a caseload."""
    told = "A file of these items, .parquet or .csv: each with its `case`, or the same for all cases."
    return typer.Option(f"--{name}", help=told, show_default=False)


@app.command()
def screen(
    cases: Annotated[
        Path, typer.Argument(help="A caseload: .parquet, .csv, or .jsonl with a profile in each line.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the result goes: .parquet.")],
    faults: Annotated[
        Path | None, typer.Option("--faults", help="Where the faults of rows go: .csv.", show_default=False)
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(
            "--summary",
            help="Where numbers that show nobody go: .csv, .md or .html.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ScreenForm, typer.Option("--form", help="A row for each line of advice, or for each case.")
    ] = ScreenForm.lines,
    places: Annotated[Path | None, beside("places")] = None,
    services: Annotated[Path | None, beside("services")] = None,
    data_flows: Annotated[Path | None, beside("data-flows")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up a screening that was cut off.")] = False,
    part: Annotated[
        int, typer.Option("--part", min=1, max=262_144, help="Cases after which the work is kept.")
    ] = 131_072,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Screen a whole caseload: what the rules say of every case, in one file."""
    if not (importlib.util.find_spec("polars") and importlib.util.find_spec("pyarrow")):
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
        faulty = phrase("screen.faulty", count=done.cases - done.screened, cases=done.cases)
        where = "" if faults is not None else f"; {phrase('screen.faults_where').in_language(lang.value)}"
        tell(f"{faulty.in_language(lang.value)}{where}")
        raise typer.Exit(FAULTS)
