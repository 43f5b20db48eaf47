"""The commands on workbooks: `workbook export`, `workbook import`."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import Commands, app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import Folder
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.diagnostics import RulesetError

workbook = Commands()
app.add_typer(workbook, name="workbook")


@workbook.command("export")
def export_rules(
    output: Annotated[Path, typer.Option("--output", "-o")],
    folder: Folder = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Write a folder of rulesets as a workbook for Excel or LibreOffice."""
    with _workbook_faults(lang.value):
        from protection_rules.authoring.workbook.exchange import export_workbook  # noqa: PLC0415

        rules = export_workbook(folder, output)
        tell(phrase("workbook.exported", rules=rules, book=str(output)).in_language(lang.value))


@workbook.command("import")
def import_rules(
    book: Annotated[Path, typer.Argument()],
    output: Annotated[Path, typer.Option("--output", "-o")],
    onto: Annotated[Path | None, typer.Option("--onto")] = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Turn a workbook back into rulesets: all of it, or with every fault by sheet and cell nothing."""
    language: Language = lang.value
    with _workbook_faults(language):
        from protection_rules.authoring.workbook.exchange import import_workbook  # noqa: PLC0415

        done = import_workbook(book, output, onto, _broken_invariants)
        print_lines(each.in_language(language) for each in (*done.changes, *done.notes))
        sys.stdout.flush()
        result = "written" if done.files else "unchanged"
        told = phrase(f"workbook.{result}", folder=str(output), count=len(done.files))
        tell(told.in_language(language))


def _broken_invariants(folder: Path) -> list[tuple[str, Text]]:
    """What breaks the invariants of a sound folder: the rule or text, and what is told of it."""
    from protection_rules.analysis.book_faults import broken_invariants  # noqa: PLC0415

    return [
        (subject, words("fault", code=fault.code, message=fault.message))
        for subject, fault in broken_invariants(folder)
    ]


@contextmanager
def _workbook_faults(language: Language) -> Iterator[None]:
    """What is wrong with a workbook, told; needs the library that reads and writes workbooks."""
    if not (importlib.util.find_spec("openpyxl") and importlib.util.find_spec("defusedxml")):
        tell(phrase("workbook.not_installed").in_language(language))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.authoring.workbook.faults import WorkbookError, WorkbookRefused  # noqa: PLC0415

    try:
        yield
    except WorkbookError as error:
        print_lines(fault.in_language(language) for fault in error.faults)
        sys.stdout.flush()
        tell(phrase("workbook.faults", count=len(error.faults)).in_language(language))
        raise typer.Exit(FAULTS) from None
    except WorkbookRefused as refusal:
        tell(refusal.reason.in_language(language))
    except RulesetError as error:
        tell(error.report(language))
    else:
        return
    raise typer.Exit(WRONG_CALL)
