"""The command line: `protection-rules evaluate | explain | check | schema`."""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from rich.console import Console
from rich.text import Text as RichText

from protection_rules._version import __version__
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.model import Assessment
from protection_rules.advice.phrases import phrase
from protection_rules.advice.record_faults import RecordError
from protection_rules.advice.rule_page import guidance_page, rule_page
from protection_rules.advice.statistics import summarise_lines
from protection_rules.advice.summary_page import summary_page
from protection_rules.advice.text_page import FIRST_SCREEN, Heading, text_page
from protection_rules.advice.view import View, sees_everything
from protection_rules.engine import Engine
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.text import Language, Text
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE, LARGEST_RECORDS
from protection_rules.rulesets.diagnostics import RulesetError, nearest
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.model import Audience, RuleBook
from protection_rules.schemas import SCHEMAS, schema_text

DONE, FAULTS, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; the thing checked has faults; the input or the call is wrong; stopped with Ctrl-C."""


class LanguageName(StrEnum):
    """A language of the output."""

    en = "en"
    ar = "ar"


class Format(StrEnum):
    """A form of the assessment."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


class PlainFormat(StrEnum):
    """A form of a report."""

    text = "text"
    json = "json"


SchemaName = StrEnum("SchemaName", list(SCHEMAS))  # type: ignore[misc]  # the names are those of SCHEMAS

app = typer.Typer(
    name="protection-rules",
    help="Protection guidance as rules: advice for a case, with its reasons, in English and Arabic.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Lang = Annotated[LanguageName, typer.Option("--lang", help="Language of the output.")]
Rulesets = Annotated[
    Path | None, typer.Option("--rulesets", help="A folder of your own rulesets.", show_default=False)
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay",
        help="A folder of your own additions to the rulesets; may be repeated.",
        show_default=False,
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        help="The day for which rules and overlays that begin or end are read; today without it.",
        show_default=False,
    ),
]


def main() -> NoReturn:
    """Run the command line; no fault ends in a traceback."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = DONE
    try:
        try:
            _check_words(sys.argv[1:])
            app()
        finally:
            sys.stdout.flush()
    except SystemExit as stop:
        # typer ends with 1 where the reader of a pipe has seen enough, which is no fault
        enough = isinstance(stop.__context__, BrokenPipeError)
        code = DONE if enough else stop.code if isinstance(stop.code, int) else WRONG_CALL
    except BrokenPipeError:
        _let_output_go()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the boundary: a traceback could show what a profile holds
        code = WRONG_CALL
        _tell(phrase("error.internal", kind=type(error).__name__).in_language(_asked_language()))
        if isinstance(error, OSError):
            _let_output_go()
    sys.exit(code)


def _open_closed_streams() -> None:
    """Streams that the caller closed are empty; Python has None for them."""
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # likewise


def _check_words(words: list[str]) -> None:
    """End the call if a word of it could steer the terminal that a message repeats it on."""
    if any(_STEERING.search(word) for word in words):
        _tell(phrase("error.control_character").in_language(_asked_language()))
        raise SystemExit(WRONG_CALL)


_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def _let_output_go() -> None:
    """Give up what could not be written, so that the interpreter does not try once more as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _asked_language() -> Language:
    """The language asked for on the command line, for a fault of which nothing else is known."""
    words = sys.argv[1:]
    return "ar" if ("--lang", "ar") in itertools.pairwise(words) or "--lang=ar" in words else "en"


def _tell(message: str) -> None:
    # where this cannot be written, the exit code still says what became of the call
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def _print(lines: Iterable[str]) -> None:
    """Lines to standard output; headings are set off on a terminal only."""
    terminal = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
    on_terminal = sys.stdout.isatty()
    for line in lines:
        if on_terminal and isinstance(line, Heading):
            terminal.print(RichText(line, style="bold"))
        else:
            sys.stdout.write(f"{line}\n")


def _engine(folder: Path | None, overlays: list[Path] | None = None, as_of: datetime | None = None) -> Engine:
    try:
        return Engine.load(folder, overlays or (), as_of.date() if as_of is not None else None)
    except RulesetError as error:
        _tell(str(error))
    raise typer.Exit(WRONG_CALL)


def _book(folder: Path | None, overlays: list[Path] | None = None, as_of: datetime | None = None) -> RuleBook:
    try:
        return load_rules(folder, overlays or (), as_of.date() if as_of is not None else None)
    except RulesetError as error:
        _tell(str(error))
    raise typer.Exit(WRONG_CALL)


def _profile(path: str, language: Language) -> CaseProfile:
    try:
        if path == "-":
            return CaseProfile.from_bytes(sys.stdin.buffer.read(LARGEST_FILE + 1))
        return CaseProfile.from_file(path)
    except ProfileError as error:
        _tell(error.report(language))
    raise typer.Exit(WRONG_CALL)


@app.command()
def evaluate(
    profile: Annotated[str, typer.Argument(help="A profile in YAML or JSON; - reads standard input.")],
    lang: Lang = LanguageName.en,
    form: Annotated[Format, typer.Option("--format", help="Form of the output.")] = Format.text,
    audience: Annotated[
        str, typer.Option("--audience", help="For whom: an audience of the rulesets' audiences.yaml.")
    ] = "case_worker",
    subject: Annotated[
        str | None,
        typer.Option(
            "--subject",
            help="For a referral partner: which listed service it is, as service:ID.",
            show_default=False,
        ),
    ] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    why: Annotated[bool, typer.Option("--why", help="Add the reasons and grounds of each advice.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Add everything there is.")] = False,
) -> None:
    """The advice for one profile."""
    language: Language = lang.value
    case = _profile(profile, language)
    engine = _engine(rulesets, overlay, as_of)
    clearance = _audience(engine.book, audience, subject, language)
    assessment = engine.evaluate(case)
    view = _view(assessment, audience, subject, language)
    if view.assessment is None:
        if why or everything:
            _tell(phrase("page.lines_alone").in_language(language))
        _print_view(view, form, language)
        return
    # `--all` and the forms for programs show what was set aside to whoever is cleared for all there is
    shown = assessment if sees_everything(clearance) else view.assessment
    match form:
        case Format.json:
            sys.stdout.write(shown.to_json() + "\n")
        case Format.markdown:
            sys.stdout.write(markdown_page(shown, engine.book, language) + "\n")
        case Format.html:
            from protection_rules.advice.html_page import html_page  # noqa: PLC0415  # only for this form

            page_of_html = html_page(shown, engine.book, language, set_aside=clearance.set_aside)
            sys.stdout.write(page_of_html + "\n")
        case Format.text:
            page = text_page(
                shown, engine.book, language, why=why, set_aside=clearance.set_aside, everything=everything
            )
            _print(page.first_screen)
            if profile == "-" or _wants_more(language):
                _print(page.below)


def _audience(book: RuleBook, name: str, subject: str | None, language: Language) -> Audience:
    """The audience of this name, or the end of the command; also where it takes no subject."""
    found = book.audiences.get(name)
    if found is not None and (subject is None or found.addressed is not None):
        return found
    if found is None:
        names = phrase("value_separator").in_language(language).join(book.audiences)
        _tell(phrase("error.unknown_audience", audiences=names).in_language(language))
    else:
        _tell(phrase("error.takes_no_subject").in_language(language))
    raise typer.Exit(WRONG_CALL)


def _view(assessment: Assessment, audience: str, subject: str | None, language: Language) -> View:
    try:
        return assessment.for_audience(audience, subject=subject)
    except ValueError:
        # the audience is there and takes a subject; the subject is not listed
        _tell(phrase("error.no_such_subject").in_language(language))
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
            _print([Heading(title), *lines])


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
    rule: Annotated[str, typer.Argument(help="A rule such as C-ACC-01, or a guidance entry such as RISK5.")],
    profile: Annotated[
        str | None,
        typer.Argument(help="A profile: why the rule does or does not apply to it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
) -> None:
    """A rule in words, with its grounds; with a profile, why it does or does not apply.

    Also an entry of the guidance, such as RISK5: what it says, where, and the rules that rest on it.
    """
    language: Language = lang.value
    engine = _engine(rulesets, overlay, as_of)
    rules = {each.id: each for each in engine.book.rules}
    entries = engine.book.guidance
    found = rules.get(rule.upper())
    entry = next((each for name, each in entries.items() if name.upper() == rule.upper()), None)
    if found is not None:
        answers = engine.why_not(found.id, _profile(profile, language)) if profile is not None else ()
        _print(rule_page(found, engine.book, language, answers))
    elif entry is not None:
        _print(guidance_page(entry, engine.book, language))
    else:
        near = nearest(rule.upper(), [*rules, *entries])
        hint = phrase("error.did_you_mean", name=near) if near else phrase("error.rule_names")
        _tell(phrase("error.unknown_rule", hint=hint).in_language(language))
        raise typer.Exit(WRONG_CALL)


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of rulesets; those of the package without it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
    overlay: Overlays = None,
    as_of: AsOf = None,
) -> None:
    """Every fault of a folder of rulesets, with its place and a hint."""
    language: Language = lang.value
    day = as_of.date() if as_of is not None else None
    diagnostics = check_rules(folder, overlay or (), day)
    _print(str(diagnostic) for diagnostic in diagnostics)
    if diagnostics:
        _tell(phrase("check.faults", count=len(diagnostics)).in_language(language))
        raise typer.Exit(FAULTS)
    book = load_rules(folder, overlay or (), day)
    broken = _broken_invariants(folder, book)
    _print(told.in_language(language) for _, told in broken)
    if broken:
        _tell(phrase("check.faults", count=len(broken)).in_language(language))
        raise typer.Exit(FAULTS)
    sound = phrase("check.sound", rulesets=len(book.rulesets), rules=len(book.rules))
    _tell(sound.in_language(language))


def _broken_invariants(folder: Path | None, book: RuleBook | None = None) -> list[tuple[str, Text]]:
    """What rules and words of a sound folder break of its invariants, and what each says of what.

    Those on advice take a solver.
    """
    from protection_rules.analysis.invariant_texts import book_violations  # noqa: PLC0415
    from protection_rules.rulesets.invariants import read_invariants  # noqa: PLC0415

    book = book or load_rules(folder)
    invariants, _ = read_invariants(book, folder)
    titles = {one.id: one.title for one in invariants.invariants} if invariants else {}
    return [
        (one.subject, phrase("check.invariant", place=str(one), title=titles[one.invariant]))
        for one in (book_violations(book, invariants) if invariants else ())
    ]


@app.command()
def schema(name: Annotated[SchemaName, typer.Argument(help="Which schema.")]) -> None:
    """Print a JSON Schema."""
    sys.stdout.write(schema_text(name.value))


@app.command()
def summarise(
    records: Annotated[
        str, typer.Argument(help="Decision records as JSON, one a line; - reads standard input.")
    ],
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format", help="Form of the output.")] = PlainFormat.text,
    rulesets: Rulesets = None,
) -> None:
    """What decisions of a quarter of a year have in common, in numbers that show nobody."""
    language: Language = lang.value
    try:
        summary = summarise_lines(_records(records, language), at=datetime.now(UTC))
    except RecordError as error:
        _tell(error.report(language))
        raise typer.Exit(WRONG_CALL) from None
    if form is PlainFormat.json:
        sys.stdout.write(summary.to_json() + "\n")
    else:
        _print(summary_page(summary, _book(rulesets), language))


def _records(path: str, language: Language) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read(LARGEST_RECORDS + 1)
        return read_bounded(Path(path), LARGEST_RECORDS + 1, pipe=True)
    except (OSError, ValueError):
        _tell(phrase("record.no_file").in_language(language))
    raise typer.Exit(WRONG_CALL)


@app.command()
def coverage(
    features: Annotated[
        Path | None,
        typer.Option(
            "--features", help="A folder of scenarios to hold against the rules.", show_default=False
        ),
    ] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format", help="Form of the output.")] = PlainFormat.text,
    everything: Annotated[bool, typer.Option("--all", help="List every entry and every rule.")] = False,
    fail_under: Annotated[
        float, typer.Option("--fail-under", min=0, max=100, help="Per cent that every measure must reach.")
    ] = 0,
) -> None:
    """Guidance entries covered by rules; rules and options covered by scenarios."""
    # only this command needs the analysis, and starting is to be quick
    from protection_rules.analysis.coverage import coverage as covered  # noqa: PLC0415
    from protection_rules.analysis.coverage_page import coverage_page  # noqa: PLC0415
    from protection_rules.analysis.scenarios import ScenarioError  # noqa: PLC0415

    try:
        found = covered(_engine(rulesets, overlay, as_of).book, features)
    except ScenarioError as error:
        _tell(str(error))
        raise typer.Exit(WRONG_CALL) from None
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(found.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(coverage_page(found, lang.value, everything))
    if not found.meets(fail_under):
        raise typer.Exit(FAULTS)


@app.command()
def verify(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of rulesets; those of the package without it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format", help="Form of the output.")] = PlainFormat.text,
    everything: Annotated[bool, typer.Option("--all", help="Add the verdict on every check.")] = False,
) -> None:
    """Whether the invariants hold for every profile there can be, and what is odd about the rules."""
    if importlib.util.find_spec("z3") is None:
        _tell(phrase("verify.no_solver").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.analysis.solver.page import verification_page  # noqa: PLC0415
    from protection_rules.analysis.solver.report import verify as verified  # noqa: PLC0415
    from protection_rules.rulesets.invariants import load_invariants  # noqa: PLC0415

    book = _engine(folder).book
    found = verified(book, load_invariants(book, folder))
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(found.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(verification_page(found, lang.value, details=everything))
    if not found.holds:
        raise typer.Exit(FAULTS)


class ScreenForm(StrEnum):
    """What a row of the result of screening is."""

    lines = "lines"
    cases = "cases"


def _beside(name: str) -> Any:
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
    places: Annotated[Path | None, _beside("places")] = None,
    services: Annotated[Path | None, _beside("services")] = None,
    data_flows: Annotated[Path | None, _beside("data-flows")] = None,
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
        _tell(phrase("screen.not_installed").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.caseload import CaseloadError  # noqa: PLC0415
    from protection_rules.caseload.command import screen_file  # noqa: PLC0415

    given = {"accommodation": places, "service": services, "data_flow": data_flows}
    book = _book(rulesets, overlay, as_of)
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
        _tell(error.report(lang.value))
        raise typer.Exit(WRONG_CALL) from None
    _tell(phrase("screen.done", cases=done.screened).in_language(lang.value))
    if done.screened < done.cases:
        faulty = phrase("screen.faulty", count=done.cases - done.screened, cases=done.cases)
        where = "" if faults is not None else f"; {phrase('screen.faults_where').in_language(lang.value)}"
        _tell(f"{faulty.in_language(lang.value)}{where}")
        raise typer.Exit(FAULTS)


guidance = typer.Typer(help="The register of guidance entries and a newer text of the guidance.")
app.add_typer(guidance, name="guidance")


@guidance.command()
def compare(
    text: Annotated[Path, typer.Argument(help="A newer text of the guidance entry, in UTF-8.")],
    rulesets: Rulesets = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format", help="Form of the output.")] = PlainFormat.text,
) -> None:
    """Which entries a newer text changes, adds or drops, and which rules must be looked at."""
    from protection_rules.analysis.drift import compare as compared  # noqa: PLC0415
    from protection_rules.analysis.drift_page import drift_page  # noqa: PLC0415
    from protection_rules.analysis.fingerprints import read_fingerprints  # noqa: PLC0415

    drift = compared(_engine(rulesets).book, read_fingerprints(rulesets), _text(text, lang.value))
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(drift.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(drift_page(drift, lang.value))
    if drift.has_changes:
        raise typer.Exit(FAULTS)


@guidance.command()
def fingerprint(
    text: Annotated[Path, typer.Argument(help="The text of the guidance entry, in UTF-8.")],
    lang: Lang = LanguageName.en,
) -> None:
    """Print the fingerprints of a text, as guidance-fingerprints.yaml has them."""
    from protection_rules.analysis.fingerprints import fingerprints_text  # noqa: PLC0415

    sys.stdout.write(fingerprints_text(_text(text, lang.value)))


workbook = typer.Typer(help="The rules as decision tables in a workbook, for people who do not program.")
app.add_typer(workbook, name="workbook")


@workbook.command("export")
def export_rules(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write, an .xlsx file.")],
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of rulesets; those of the package without it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Write a folder of rulesets as a workbook for Excel or LibreOffice."""
    with _workbook_faults(lang.value):
        from protection_rules.authoring.workbook.exchange import export_workbook  # noqa: PLC0415

        rules = export_workbook(folder, output)
        _tell(phrase("workbook.exported", rules=rules, book=str(output)).in_language(lang.value))


@workbook.command("import")
def import_rules(
    book: Annotated[Path, typer.Argument(help="A workbook that was exported and edited.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write: a new one, or that of --onto.")
    ],
    onto: Annotated[
        Path | None,
        typer.Option(
            "--onto",
            help="The folder that the workbook was exported from; without it the package's rulesets.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Turn a workbook back into rulesets: all of it, or with every fault by sheet and cell nothing."""
    language: Language = lang.value
    with _workbook_faults(language):
        from protection_rules.authoring.workbook.exchange import import_workbook  # noqa: PLC0415

        done = import_workbook(book, output, onto, _broken_invariants)
        _print(each.in_language(language) for each in (*done.changes, *done.notes))
        sys.stdout.flush()
        result = "written" if done.files else "unchanged"
        told = phrase(f"workbook.{result}", folder=str(output), count=len(done.files))
        _tell(told.in_language(language))


@contextmanager
def _workbook_faults(language: Language) -> Iterator[None]:
    """What is wrong with a workbook, told; needs the library that reads and writes workbooks."""
    if not (importlib.util.find_spec("openpyxl") and importlib.util.find_spec("defusedxml")):
        _tell(phrase("workbook.not_installed").in_language(language))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.authoring.workbook.faults import WorkbookError, WorkbookRefused  # noqa: PLC0415

    try:
        yield
    except WorkbookError as error:
        _print(fault.in_language(language) for fault in error.faults)
        sys.stdout.flush()
        _tell(phrase("workbook.faults", count=len(error.faults)).in_language(language))
        raise typer.Exit(FAULTS) from None
    except WorkbookRefused as refusal:
        _tell(refusal.reason.in_language(language))
    except RulesetError as error:
        _tell(str(error))
    else:
        return
    raise typer.Exit(WRONG_CALL)


def _text(path: Path, language: Language) -> str:
    """A text file in UTF-8, or the end of the command."""
    with suppress(OSError, ValueError):
        text = read_bounded(path, LARGEST_FILE + 1, pipe=True)
        if len(text) <= LARGEST_FILE:
            return text.decode("utf-8-sig")
    _tell(phrase("error.no_text").in_language(language))
    raise typer.Exit(WRONG_CALL)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"protection-rules {__version__}\n")
        raise typer.Exit(DONE)
