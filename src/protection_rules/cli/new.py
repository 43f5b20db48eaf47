"""The commands that begin something: `new rule`, `new ruleset`, `new overlay`, `new fact`."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import Commands, app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import engine_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import RuleBook

if TYPE_CHECKING:
    from protection_rules.authoring.scaffold.dialogue import Dialogue
    from protection_rules.authoring.scaffold.files import Home

new = Commands()
app.add_typer(new, name="new")

Into = Annotated[Path, typer.Argument()]
Features = Annotated[Path | None, typer.Option("--features")]
NAME: Final = re.compile(r"^[a-z][a-z0-9-]{1,59}$")


@new.command()
def rule(folder: Into, features: Features = None, lang: Lang = LanguageName.en) -> None:
    """Add a rule to a ruleset, with two scenarios and a word in changes.yaml."""
    from protection_rules.authoring.scaffold.files import is_ruleset, raised  # noqa: PLC0415
    from protection_rules.authoring.scaffold.rule import RuleQuestions, mapping_of  # noqa: PLC0415

    language: Language = lang.value
    with _asking(folder, language) as (dialogue, home):
        files = home.files()
        rulesets = {name: text for name, text in files.items() if is_ruleset(name, text)}
        if not rulesets:
            tell(phrase("new.no_ruleset").in_language(language))
            raise typer.Exit(WRONG_CALL)
        book = _book(home)
        titles = {each.id: each.title for each in book.rulesets}
        named = {_id(text): name for name, text in rulesets.items()}
        choices = {each: titles.get(each, Text(each, each)) for each in named}
        chosen = dialogue.ask(phrase("new.which_ruleset"), choices=choices, default=next(iter(choices)))
        given = RuleQuestions(dialogue, book).rule(chosen)
        text = _with_entry(rulesets[named[chosen]], mapping_of(given), language)
        if home.is_overlay:
            files["overlay.yaml"], _ = raised(files["overlay.yaml"])
            files[named[chosen]] = text
        else:
            files[named[chosen]], version = raised(text)
            _tell_of(dialogue, files, chosen, version, given)
        _write_sound(home, files, language, given)
        _scenarios(home, given["id"], chosen, titles[chosen], features, language)


@new.command()
def ruleset(folder: Into, features: Features = None, lang: Lang = LanguageName.en) -> None:
    """Add a ruleset, with its first rule, two scenarios and a word in changes.yaml."""
    from protection_rules.authoring.scaffold.files import new_ruleset  # noqa: PLC0415
    from protection_rules.authoring.scaffold.rule import RuleQuestions, mapping_of  # noqa: PLC0415

    language: Language = lang.value
    with _asking(folder, language) as (dialogue, home):
        files, book = home.files(), _book(home)
        name = _name(dialogue, {each.id for each in book.rulesets})
        head, title = new_ruleset(dialogue, name, book)
        given = RuleQuestions(dialogue, book).rule(name)
        files[f"{name}.yaml"] = _with_entry(home.mark("ruleset") + head, mapping_of(given), language)
        if not home.is_overlay:
            _tell_of(dialogue, files, name, "1.0.0", given)
        _write_sound(home, files, language, given)
        _scenarios(home, given["id"], name, title, features, language)


@new.command()
def overlay(folder: Annotated[Path, typer.Argument()], lang: Lang = LanguageName.en) -> None:
    """Begin an overlay: a folder of an operation's own."""
    from protection_rules.authoring.scaffold.dialogue import Dialogue, UnansweredError  # noqa: PLC0415
    from protection_rules.authoring.scaffold.files import Home, new_overlay  # noqa: PLC0415

    language: Language = lang.value
    if folder.exists():
        tell(phrase("new.there").in_language(language))
        raise typer.Exit(WRONG_CALL)
    home = Home(folder)
    dialogue = Dialogue(sys.stdin, sys.stderr, language, home.terminology())
    try:
        text = new_overlay(dialogue, _name(dialogue, set()))
        folder.mkdir(parents=True)
        home.write({"overlay.yaml": text})
    except UnansweredError:
        tell(phrase("new.unanswered").in_language(language))
        raise typer.Exit(WRONG_CALL) from None
    except OSError:
        tell(phrase("new.not_written").in_language(language))
        raise typer.Exit(WRONG_CALL) from None
    tell(phrase("new.overlay_done", folder=str(folder)).in_language(language))


@new.command()
def fact(folder: Annotated[Path, typer.Argument()], lang: Lang = LanguageName.en) -> None:
    """Add a fact of the operation's own to an overlay."""
    from protection_rules.authoring.scaffold.fact import FactQuestions, examples  # noqa: PLC0415
    from protection_rules.authoring.scaffold.files import HEAD, is_ruleset, raised  # noqa: PLC0415
    from protection_rules.rulesets.local_facts import FILE as FACTS  # noqa: PLC0415
    from protection_rules.rulesets.local_facts import MOST_FACTS  # noqa: PLC0415

    language: Language = lang.value
    with _asking(folder, language) as (dialogue, home):
        if not home.is_overlay:
            tell(phrase("new.no_overlay").in_language(language))
            raise typer.Exit(WRONG_CALL)
        files, vocabulary = home.files(), _book(home).vocabulary
        if len(vocabulary.local) >= MOST_FACTS:
            tell(phrase("new.facts_full", most=MOST_FACTS).in_language(language))
            raise typer.Exit(WRONG_CALL)
        dialogue.tell(phrase("new.fact_care"))
        given = FactQuestions(dialogue, vocabulary).fact()
        begun = f"{home.mark('facts')}facts:\n"
        files[FACTS] = _with_entry(files.get(FACTS, begun), given, language)
        files[HEAD], _ = raised(files[HEAD])
        _write_sound(home, files, language, given)
        in_profiles, in_conditions = examples(given)
        what = "rule" if any(is_ruleset(*file) for file in files.items()) else "ruleset"
        tell(phrase("new.fact_given", line=in_profiles).in_language(language))
        tell(phrase("new.fact_read", line=in_conditions).in_language(language))
        tell(phrase("new.fact_next").in_language(language))
        tell(f"  protection-rules new {what} {folder}")


@contextmanager
def _asking(folder: Path, language: Language) -> Iterator[tuple[Dialogue, Home]]:
    """A dialogue about a folder; nothing is written where it ends too early."""
    from protection_rules.authoring.layout import LayoutError  # noqa: PLC0415
    from protection_rules.authoring.scaffold.dialogue import Dialogue, UnansweredError  # noqa: PLC0415
    from protection_rules.authoring.scaffold.files import Home  # noqa: PLC0415

    if not folder.is_dir():
        tell(phrase("new.no_folder").in_language(language))
        raise typer.Exit(WRONG_CALL)
    try:
        home = Home(folder)
        yield Dialogue(sys.stdin, sys.stderr, language, home.terminology()), home
    except UnansweredError:
        tell(phrase("new.unanswered").in_language(language))
    except (OSError, UnicodeDecodeError, LayoutError):
        tell(phrase("new.not_written").in_language(language))
    else:
        return
    raise typer.Exit(WRONG_CALL)


def _book(home: Home) -> RuleBook:
    if not home.is_overlay:
        return engine_of(home.folder).book
    day = home.day(_today())
    return engine_of(None, [home.folder], datetime(day.year, day.month, day.day, tzinfo=UTC)).book


def _id(text: str) -> str:
    found = re.search(r"^(?:ruleset|extends): *([^\s#]+)", text, re.MULTILINE)
    return found[1] if found is not None else ""


def _name(dialogue: Dialogue, taken: set[str]) -> str:
    def check(answer: str) -> Text | None:
        if answer in taken:
            return phrase("new.taken")
        return None if NAME.search(answer) else phrase("new.no_name")

    return dialogue.ask(phrase("new.name"), check=check)


def _today() -> date:
    return datetime.now(UTC).date()


def _tell_of(
    dialogue: Dialogue, files: dict[str, str], ruleset: str, version: str, given: dict[str, object]
) -> None:
    """Add a word on the change to changes.yaml, where there is one."""
    from protection_rules.authoring.scaffold.files import change_of, with_change  # noqa: PLC0415

    if "changes.yaml" in files:
        change = change_of(dialogue, ruleset, version, given, _today())
        files["changes.yaml"] = with_change(files["changes.yaml"], change)


def _with_entry(text: str, entry: Mapping[str, object], language: Language) -> str:
    """A file with one entry more; where it cannot be added, the entry is shown and the call ends."""
    from protection_rules.authoring.layout import LayoutError  # noqa: PLC0415
    from protection_rules.authoring.scaffold.files import as_text, with_entry  # noqa: PLC0415
    from protection_rules.documents import DocumentError  # noqa: PLC0415

    try:
        return with_entry(text, entry)
    except (LayoutError, DocumentError):
        sys.stdout.write(as_text(entry))
        sys.stdout.flush()
        tell(phrase("new.not_added").in_language(language))
        raise typer.Exit(WRONG_CALL) from None


def _write_sound(home: Home, files: dict[str, str], language: Language, given: dict[str, object]) -> None:
    """Write the files if the folder has no fault with them; otherwise show the faults, and the rule."""
    from protection_rules.authoring.scaffold.files import as_text  # noqa: PLC0415

    faults = home.faults(files, _today())
    if faults:
        print_lines(fault.in_language(language) for fault in faults)
        sys.stdout.write(as_text(given))
        sys.stdout.flush()
        tell(phrase("new.faults", count=len(faults)).in_language(language))
        raise typer.Exit(FAULTS)
    unversioned = home.write(files)
    tell(phrase("new.done", folder=str(home.folder)).in_language(language))
    if unversioned:
        names = phrase("value_separator").in_language(language).join(unversioned)
        tell(phrase("new.unversioned", rulesets=names).in_language(language))


def _scenarios(
    home: Home, name: str, ruleset: str, title: Text, features: Path | None, language: Language
) -> None:
    if importlib.util.find_spec("z3") is None:
        tell(phrase("new.no_solver").in_language(language))
        return
    from protection_rules.authoring.scaffold.scenarios import add_scenarios, scenarios_of  # noqa: PLC0415

    found = scenarios_of(name, _book(home))
    if features is None:
        print_lines(line for lines in found.values() for line in lines)
        return
    for path in add_scenarios(features, ruleset, title, found):
        tell(phrase("new.scenarios", path=str(path)).in_language(language))
