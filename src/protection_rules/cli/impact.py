"""The command on what a change of the rules means for a caseload: `impact`."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.statistics import SMALLEST, rounded_down
from protection_rules.advice.text_page import Heading
from protection_rules.cli.application import app
from protection_rules.cli.caseloads import Cases, DataFlows, Places, Services
from protection_rules.cli.diff import NewFolder, OldAsOf, OldFolder, OldOverlays, folder_of
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import AsOf, Overlays, PlainFormat, book_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.facts.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from protection_rules.analysis.difference.comparison import Difference, Finding
    from protection_rules.caseload.impact import Impact


@app.command()
def impact(
    old: OldFolder,
    new: NewFolder,
    cases: Cases,
    places: Places = None,
    services: Services = None,
    data_flows: DataFlows = None,
    overlay: Overlays = None,
    old_overlay: OldOverlays = None,
    as_of: AsOf = None,
    old_as_of: OldAsOf = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
) -> None:
    """What `diff` finds, each with the number of cases of a caseload, as far as it shows nobody."""
    language: Language = lang.value
    if not all(importlib.util.find_spec(name) for name in ("z3", "numpy", "polars", "pyarrow")):
        tell(phrase("impact.not_installed").in_language(language))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.analysis.difference.comparison import compare  # noqa: PLC0415
    from protection_rules.caseload import CaseloadError, Screener  # noqa: PLC0415
    from protection_rules.caseload.files import read_table  # noqa: PLC0415
    from protection_rules.caseload.impact import impact as counted  # noqa: PLC0415

    given = {"accommodation": places, "service": services, "data_flow": data_flows}
    try:
        tables = {name: read_table(path) for name, path in given.items() if path is not None}
        before = book_of(folder_of(old), old_overlay, old_as_of or as_of)
        after = book_of(folder_of(new), overlay, as_of)
        found = counted(Screener(before, tables), Screener(after, tables), (before, after), cases)
    except CaseloadError as error:
        tell(error.report(language))
        raise typer.Exit(WRONG_CALL) from None
    difference = compare(before, after)
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(_data(difference, found), ensure_ascii=False, indent=2) + "\n")
    else:
        print_lines(_page(difference, found, language))
    if found.screened < found.rows:
        sys.stdout.flush()
        faulty = phrase("screen.faulty", count=found.rows - found.screened, cases=found.rows)
        tell(faulty.in_language(language))
        raise typer.Exit(FAULTS)


def _least(finding: Finding, shown: Mapping[tuple[Any, str], int]) -> int | None:
    return shown.get((finding.side, finding.topic.name))


def _data(difference: Difference, found: Impact) -> dict[str, Any]:
    from protection_rules.analysis.difference.sentences import topic_text  # noqa: PLC0415

    shown = found.shown()
    return {
        "impact": 1,
        "step": SMALLEST,
        "cases_at_least": rounded_down(found.screened),
        "findings": [
            {
                "id": finding.id,
                "text": {name: topic_text(finding.topic, difference).in_language(name) for name in LANGUAGES},
                "ways": [way.kind for way in finding.ways],
                "cases_at_least": _least(finding, shown),
            }
            for finding in difference.findings
        ],
    }


def _page(difference: Difference, found: Impact, language: Language) -> Iterator[str]:
    from protection_rules.analysis.difference.sentences import topic_text, way_text  # noqa: PLC0415

    def say(text: Text) -> str:
        return text.in_language(language)

    shown = found.shown()
    yield Heading(say(phrase("impact.title")))
    least = rounded_down(found.screened)
    if least:
        yield from wrapped(say(phrase("screen.how_many", least=least, most=least + SMALLEST - 1)))
        yield from wrapped(say(phrase("impact.counted", smallest=SMALLEST)))
    else:
        yield from wrapped(say(phrase("screen.too_few", smallest=SMALLEST)))
    if not difference.findings:
        yield from wrapped(say(phrase("diff.summary_equal")))
    sides = {finding.side for finding in difference.findings}
    for side in (side for side in ("less", "more") if side in sides):
        yield ""
        yield Heading(say(phrase(f"diff.heading.{side}")))
        for finding in (each for each in difference.findings if each.side == side):
            number = _least(finding, shown)
            cases = (
                phrase("impact.not_shown")
                if number is None
                else phrase("impact.cases", least=number, most=number + SMALLEST - 1)
            )
            yield from wrapped(say(topic_text(finding.topic, difference)))
            yield from wrapped(" ".join(say(way_text(way)) for way in finding.ways), "   ")
            yield f"   {finding.id}"
            yield from wrapped(say(cases), "   ")
