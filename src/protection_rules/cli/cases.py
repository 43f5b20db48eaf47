"""The commands on cases: `evaluate`, `explain`, `summarise`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.model import Assessment
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import FIRST_SCREEN, Heading, text_page
from protection_rules.advice.view import View, sees_everything
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import (
    AsOf,
    Format,
    Overlays,
    PlainFormat,
    Rulesets,
    book_of,
    engine_of,
    profile_of,
)
from protection_rules.cli.terminal import WRONG_CALL, print_lines, tell
from protection_rules.facts.text import Language
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_RECORDS
from protection_rules.rulesets.diagnostics import nearest
from protection_rules.rulesets.model import Audience, RuleBook


@app.command()
def evaluate(
    profile: Annotated[str, typer.Argument()],
    lang: Lang = LanguageName.en,
    form: Annotated[Format, typer.Option("--format")] = Format.text,
    audience: Annotated[str, typer.Option("--audience")] = "case_worker",
    subject: Annotated[str | None, typer.Option("--subject")] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    why: Annotated[bool, typer.Option("--why")] = False,
    everything: Annotated[bool, typer.Option("--all")] = False,
) -> None:
    """The advice for one profile."""
    language: Language = lang.value
    engine = engine_of(rulesets, overlay, as_of)
    case = profile_of(profile, engine, language)
    clearance = _audience(engine.book, audience, subject, language)
    assessment = engine.evaluate(case)
    view = _view(assessment, audience, subject, language)
    if view.assessment is None:
        if why or everything:
            tell(phrase("page.lines_alone").in_language(language))
        _print_view(view, form, language)
        return
    # `--all` and the forms for programs show what was set aside to whoever is cleared for all there is
    shown = assessment if sees_everything(clearance) else view.assessment
    match form:
        case Format.json:
            sys.stdout.write(shown.to_json() + "\n")
        case Format.markdown:
            from protection_rules.advice.markdown_page import markdown_page  # noqa: PLC0415  # for this form

            sys.stdout.write(markdown_page(shown, engine.book, language) + "\n")
        case Format.html:
            from protection_rules.advice.html_page import html_page  # noqa: PLC0415  # for this form

            page_of_html = html_page(shown, engine.book, language, set_aside=clearance.set_aside)
            sys.stdout.write(page_of_html + "\n")
        case Format.text:
            page = text_page(
                shown, engine.book, language, why=why, set_aside=clearance.set_aside, everything=everything
            )
            print_lines(page.first_screen)
            if profile == "-" or _wants_more(language):
                print_lines(page.below)


def _audience(book: RuleBook, name: str, subject: str | None, language: Language) -> Audience:
    """The audience of this name, or the end of the command; also where it takes no subject."""
    found = book.audiences.get(name)
    if found is not None and (subject is None or found.addressed is not None):
        return found
    if found is None:
        names = phrase("value_separator").in_language(language).join(book.audiences)
        tell(phrase("error.unknown_audience", audiences=names).in_language(language))
    else:
        tell(phrase("error.takes_no_subject").in_language(language))
    raise typer.Exit(WRONG_CALL)


def _view(assessment: Assessment, audience: str, subject: str | None, language: Language) -> View:
    try:
        return assessment.for_audience(audience, subject=subject)
    except ValueError:
        # the audience is there and takes a subject; the subject is not listed
        tell(phrase("error.no_such_subject").in_language(language))
    raise typer.Exit(WRONG_CALL)


def _print_view(view: View, form: Format, language: Language) -> None:
    """The lines of an audience that is shown lines, in one of the forms."""
    match form:
        case Format.json:
            sys.stdout.write(view.to_json() + "\n")
        case Format.markdown:
            sys.stdout.write(view.to_markdown(language) + "\n")
        case Format.html:
            sys.stdout.write(view.to_html(language) + "\n")
        case Format.text:
            title, *lines = view.to_text(language).splitlines()
            print_lines([Heading(title), *lines])


def _wants_more(language: Language) -> bool:
    """On a terminal, whether the reader goes on after the first screen; always true elsewhere."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    if os.get_terminal_size(sys.stdout.fileno()).lines > FIRST_SCREEN * 5:
        return True
    sys.stdout.write(phrase("page.press_enter").in_language(language))
    sys.stdout.flush()
    return not sys.stdin.readline().strip().lower().startswith(("q", "ق"))


@app.command()
def explain(
    rule: Annotated[str, typer.Argument()],
    profile: Annotated[str | None, typer.Argument()] = None,
    lang: Lang = LanguageName.en,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
) -> None:
    """A rule in words, with its grounds; with a profile, why it does or does not apply.

    Also an entry of the guidance, such as RISK5: what it says, where, and the rules that rest on it.
    """
    # only this command needs the page of a rule, and starting is to be quick
    from protection_rules.advice.rule_page import guidance_page, rule_page  # noqa: PLC0415

    language: Language = lang.value
    engine = engine_of(rulesets, overlay, as_of)
    rules = {each.id: each for each in engine.book.rules}
    entries = engine.book.guidance
    found = rules.get(rule.upper())
    entry = next((each for name, each in entries.items() if name.upper() == rule.upper()), None)
    if found is not None:
        answers = (
            engine.why_not(found.id, profile_of(profile, engine, language)) if profile is not None else ()
        )
        print_lines(rule_page(found, engine.book, language, answers))
    elif entry is not None:
        print_lines(guidance_page(entry, engine.book, language))
    else:
        near = nearest(rule.upper(), [*rules, *entries])
        hint = phrase("error.did_you_mean", name=near) if near else phrase("error.rule_names")
        tell(phrase("error.unknown_rule", hint=hint).in_language(language))
        raise typer.Exit(WRONG_CALL)


@app.command()
def summarise(
    records: Annotated[str, typer.Argument()],
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
    rulesets: Rulesets = None,
) -> None:
    """What decisions of a quarter of a year have in common, in numbers that show nobody."""
    # only this command needs statistics, and starting is to be quick
    from protection_rules.advice.record_faults import RecordError  # noqa: PLC0415
    from protection_rules.advice.statistics import summarise_lines  # noqa: PLC0415
    from protection_rules.advice.summary_page import summary_page  # noqa: PLC0415

    language: Language = lang.value
    try:
        summary = summarise_lines(_records(records, language), at=datetime.now(UTC))
    except RecordError as error:
        tell(error.report(language))
        raise typer.Exit(WRONG_CALL) from None
    if form is PlainFormat.json:
        sys.stdout.write(summary.to_json() + "\n")
    else:
        print_lines(summary_page(summary, book_of(rulesets), language))


def _records(path: str, language: Language) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read(LARGEST_RECORDS + 1)
        return read_bounded(Path(path), LARGEST_RECORDS + 1, pipe=True)
    except (OSError, ValueError):
        tell(phrase("record.no_file").in_language(language))
    raise typer.Exit(WRONG_CALL)
