"""The command line: `protection-rules evaluate | explain | check | schema`."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text as RichText

from protection_rules._version import __version__
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.phrases import phrase
from protection_rules.advice.rule_page import rule_page
from protection_rules.advice.text_page import FIRST_SCREEN, Heading, text_page
from protection_rules.engine import Engine, MatcherDisagreement
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.text import Language
from protection_rules.rulesets.diagnostics import RulesetError
from protection_rules.rulesets.load import read_rules
from protection_rules.schemas import SCHEMAS, schema_text

DONE, FAULTS, WRONG_CALL = 0, 1, 2
"""Exit codes: done; the thing checked has faults; the input or the call is wrong."""


class LanguageName(StrEnum):
    """A language of the output."""

    en = "en"
    ar = "ar"


class Format(StrEnum):
    """A form of the assessment."""

    text = "text"
    json = "json"
    markdown = "markdown"


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


def main() -> NoReturn:
    """Run the command line; no fault ends in a traceback."""
    code = DONE
    try:
        app()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else WRONG_CALL
    except BrokenPipeError:
        # the reader has seen enough; the interpreter must not try to flush what is left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        code = WRONG_CALL
    except Exception as error:  # noqa: BLE001  # the boundary: a traceback could show what a profile holds
        code = WRONG_CALL
        _tell(phrase("error.internal", kind=type(error).__name__).in_language(_asked_language()))
    sys.exit(code)


def _asked_language() -> Language:
    """The language asked for on the command line, for a fault of which nothing else is known."""
    words = sys.argv[1:]
    arabic = any(pair == ("--lang", "ar") for pair in zip(words, words[1:], strict=False))
    return "ar" if arabic or "--lang=ar" in words else "en"


def _tell(message: str) -> None:
    sys.stderr.write(f"{message}\n")


def _print(lines: Iterable[str]) -> None:
    """Lines to standard output; headings are set off on a terminal only."""
    console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
    for line in lines:
        if console.is_terminal and isinstance(line, Heading):
            console.print(RichText(line, style="bold"))
        else:
            sys.stdout.write(f"{line}\n")


def _engine(folder: Path | None) -> Engine:
    try:
        return Engine.load(folder)
    except RulesetError as error:
        _tell(str(error))
    raise typer.Exit(WRONG_CALL)


def _profile(path: str, language: Language) -> CaseProfile:
    try:
        if path == "-":
            return CaseProfile.from_bytes(sys.stdin.buffer.read())
        return CaseProfile.from_file(path)
    except ProfileError as error:
        _tell(error.report(language))
    raise typer.Exit(WRONG_CALL)


@app.command()
def evaluate(
    profile: Annotated[str, typer.Argument(help="A profile in YAML or JSON; - reads standard input.")],
    lang: Lang = LanguageName.en,
    form: Annotated[Format, typer.Option("--format", help="Form of the output.")] = Format.text,
    rulesets: Rulesets = None,
    why: Annotated[bool, typer.Option("--why", help="Add the reasons and grounds of each advice.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Add everything there is.")] = False,
) -> None:
    """The advice for one profile."""
    language: Language = lang.value
    case = _profile(profile, language)
    engine = _engine(rulesets)
    try:
        assessment = engine.evaluate(case)
    except MatcherDisagreement as error:
        _tell(str(error))
        raise typer.Exit(WRONG_CALL) from None
    match form:
        case Format.json:
            sys.stdout.write(assessment.to_json() + "\n")
        case Format.markdown:
            sys.stdout.write(markdown_page(assessment, engine.book, language) + "\n")
        case Format.text:
            page = text_page(assessment, engine.book, language, why=why, everything=everything)
            _print(page.first_screen)
            if profile == "-" or _wants_more(language):
                _print(page.below)


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
    rule: Annotated[str, typer.Argument(help="The name of a rule, such as C-ACC-01.")],
    profile: Annotated[
        str | None,
        typer.Argument(help="A profile: why the rule does or does not apply to it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
    rulesets: Rulesets = None,
) -> None:
    """A rule in words, with its grounds; with a profile, why it does or does not apply."""
    language: Language = lang.value
    engine = _engine(rulesets)
    rules = {each.id: each for each in engine.book.rules}
    found = rules.get(rule.upper())
    if found is None:
        near = difflib.get_close_matches(rule.upper(), rules, n=1)
        hint = phrase("error.did_you_mean", name=near[0]) if near else phrase("error.rule_names")
        _tell(phrase("error.unknown_rule", hint=hint).in_language(language))
        raise typer.Exit(WRONG_CALL)
    answers = engine.why_not(found.id, _profile(profile, language)) if profile is not None else ()
    _print(rule_page(found, engine.book, language, answers))


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of rulesets; those of the package without it.", show_default=False),
    ] = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Every fault of a folder of rulesets, with its place and a hint."""
    language: Language = lang.value
    book, diagnostics = read_rules(folder)
    _print(str(diagnostic) for diagnostic in diagnostics)
    if book is None:
        _tell(phrase("check.faults", count=len(diagnostics)).in_language(language))
        raise typer.Exit(FAULTS)
    sound = phrase("check.sound", rulesets=len(book.rulesets), rules=len(book.rules))
    _tell(sound.in_language(language))


@app.command()
def schema(name: Annotated[SchemaName, typer.Argument(help="Which schema.")]) -> None:
    """Print a JSON Schema."""
    sys.stdout.write(schema_text(name.value))


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"protection-rules {__version__}\n")
        raise typer.Exit(DONE)
