"""The command `screen`: a file of cases in, a file of results out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.files import open_cases, read_table
from protection_rules.caseload.runs import CASES_OF_A_PART, Done, Form, Run, Task, write_beside
from protection_rules.caseload.screener import Screener
from protection_rules.caseload.summary import check_summary, summary, summary_text
from protection_rules.facts.text import Language
from protection_rules.rulesets.model import RuleBook


def screen_file(
    book: RuleBook,
    cases: Path,
    output: Path,
    *,
    lists: Mapping[str, Path],
    faults: Path | None,
    summarised: Path | None,
    form: Form,
    resume: bool,
    language: Language,
    cases_of_a_part: int = CASES_OF_A_PART,
) -> Done:
    """Screen a file of cases into another; `lists` are files of list sections beside it.

    Raises CaseloadError for a file that cannot be read or written, or that has wrong columns, and
    where an unfinished screening is there that is not to be taken up.
    """
    outputs = {path.resolve() for path in (output, faults, summarised) if path is not None}
    inputs = {path.resolve() for path in (cases, *lists.values())}
    distinct = len(outputs) == sum(path is not None for path in (output, faults, summarised))
    if output.suffix.lower() != ".parquet" or outputs & inputs or not distinct:
        raise CaseloadError([phrase("screen.output")])
    if summarised is not None:
        check_summary(summarised)
    tables: dict[str, pa.Table] = {name: read_table(path) for name, path in lists.items()}
    screener = Screener(book, tables)
    opened = open_cases(cases, book.vocabulary)
    screener.check(opened.schema)
    task = Task(opened, tuple(lists.values()), output, faults, form, language, cases_of_a_part)
    run = Run(screener, screener.without_revealing(), book, task)
    run.start(resume=resume)
    with _progress(opened.cases, language) as tell:
        for number in run.parts():
            tell(number)

    def also(done: Done) -> None:
        if summarised is not None:
            text = summary_text(summary(done.counts, book), summarised.suffix.lower(), language)
            write_beside(summarised, lambda path: path.write_text(text, encoding="utf-8"))

    return run.finish(also)


@contextmanager
def _progress(cases: int | None, language: Language) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, and nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    # they take as long to load as thousands of cases to screen
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(phrase("screen.progress").in_language(language), total=cases)
        yield lambda number: progress.advance(task, number)
