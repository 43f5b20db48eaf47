"""Every public name and every command, given profiles with marks in them: the marks are seen nowhere."""

from __future__ import annotations

import io
import itertools
import logging
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_type_hints

import pytest
import typer
from pydantic import BaseModel
from typer.models import OptionInfo

import protection_rules
from protection_rules import (
    Assessment,
    CaseLogFilter,
    CaseProfile,
    ContainedError,
    DecisionRecord,
    Engine,
    MatcherDisagreement,
    Override,
    ProfileError,
    ProtectionRulesError,
    RecordError,
    RulesetError,
    SessionError,
    View,
    cli,
    contain_logs,
    contained,
    summarise,
)
from protection_rules.canaries import Canaries, Canary
from protection_rules.facts.text import LANGUAGES
from protection_rules.rulesets.load import load_rules
from tests.books import rule, write_book

NOW: Final = datetime(2025, 11, 22, 23, 45, tzinfo=UTC)

# the library


def public_names() -> set[str]:
    """Every name of the package, and every name that its classes add to what they build on."""
    names: set[str] = set()
    for name in protection_rules.__all__:
        value = getattr(protection_rules, name)
        names.add(name)
        if isinstance(value, type):
            data = {
                *getattr(value, "model_fields", ()),
                "model_config",
                "model_computed_fields",
                "model_post_init",
            }
            data |= {*getattr(value, "__dataclass_fields__", ())}
            names |= {f"{name}.{own}" for own in vars(value) if not own.startswith("_") and own not in data}
    return names


@dataclass(frozen=True)
class Given:
    """What there is to work with: an engine, a canary, and the canary as a file."""

    engine: Engine
    canary: Canary
    path: Path

    def refused(self) -> ProfileError:
        """The error about a profile that has one fault among all that is sound."""
        with pytest.raises(ProfileError) as caught:
            self.engine.evaluate(self.canary.mapping | {"profile": 2})
        return caught.value

    def assessment(self) -> Assessment:
        return self.engine.evaluate(self.canary.mapping, decision_id="one")

    def record(self) -> DecisionRecord:
        return self.assessment().record(at=NOW, rules=True)

    def bad_record(self) -> RecordError:
        """The error about a profile that is taken for a record."""
        with pytest.raises(RecordError) as caught:
            DecisionRecord.from_json(self.canary.json)
        return caught.value

    def views(self) -> list[View]:
        """What those see who are shown lines of their own and not the advice itself."""
        assessment = self.assessment()
        audiences = self.engine.book.audiences.items()
        return [assessment.for_audience(name) for name, audience in audiences if audience.form != "advice"]


def opened(given: Given) -> list[object]:
    """An open case, what it says of a change, and the blob in which it is kept; with each faulty update refused."""
    key = b"k" * 32
    with given.engine.open(given.canary.mapping) as case:
        change = case.update({"risk": {"safe_tonight": "unknown"}})
        with pytest.raises(ProfileError):
            case.update({"risk": {given.canary.mapping["service"][0]["id"]: "yes"}})
        blob = case.to_bytes(key)
        with given.engine.reopen(blob, key, re_evaluate=True) as again:
            seen = [case, again, change, blob, case.assessment, case.profile, *case.questions]
            return [*seen, case.last_change, again.last_change, case.closed, again.close_if_expired()]


def asked(given: Given) -> list[object]:
    """An open case as questions: one that is put off, one that is answered, and one that is answered wrongly."""
    with given.engine.open({"profile": 1}) as case:
        interview = case.as_questions()
        interview.skip()
        question = interview.question
        assert question is not None
        with pytest.raises(ProfileError):
            case.answer(question, given.canary.mapping["service"][0]["id"])
        case.not_now(question)
        change = interview.answer("unknown")
        return [case, interview, change, interview.effect, interview.question, question]


def closed(given: Given) -> SessionError:
    """The error about a case that is closed."""
    case = given.engine.open(given.canary.mapping)
    case.close()
    with pytest.raises(SessionError) as caught:
        case.update({"risk": given.canary.mapping["risk"]})
    return caught.value


def contained_failure(given: Given) -> ContainedError:
    with pytest.raises(ContainedError) as caught, contained():
        raise KeyError(given.canary.yaml)
    return caught.value


def filtered(given: Given) -> list[object]:
    record = logging.LogRecord("host", logging.INFO, "", 1, "read %s", (given.canary.mapping,), None)
    assert CaseLogFilter().filter(record)
    return [record.getMessage(), vars(record)]


def made_contained(given: Given) -> list[object]:
    before = logging.getLogRecordFactory()
    contain_logs("host")
    try:
        record = logging.getLogger("host").makeRecord(
            "host", logging.INFO, "", 1, "read %s", (given.canary.mapping,), None
        )
    finally:
        logging.setLogRecordFactory(before)
    return [record.getMessage(), vars(record)]


def bad_rulesets(given: Given) -> RulesetError:
    with pytest.raises(RulesetError) as caught:
        Engine.load(given.path.parent / "missing")
    return caught.value


def parts(whole: BaseModel) -> list[object]:
    """A model, and everything that it consists of."""
    return [whole, *(getattr(whole, name) for name in type(whole).model_fields)]


def holding(_: object) -> None:
    """What is made to hold the profile, and does; only what happens on the way is watched."""


EXERCISES: Final[dict[str, Callable[[Given], object]]] = {
    "__version__": lambda _: protection_rules.__version__,
    "Assessment": lambda given: parts(given.engine.evaluate(given.canary.profile)),
    "Assessment.alone": lambda given: given.assessment().alone(),
    "Assessment.for_audience": lambda given: given.views(),
    "Assessment.record": lambda given: given.record(),
    "Assessment.to_json": lambda given: holding(given.engine.evaluate(given.canary.mapping).to_json()),
    "Assessment.to_mapping": lambda given: holding(given.engine.evaluate(given.canary.mapping).to_mapping()),
    "Assessment.with_views": lambda given: given.assessment().with_views({}, {}),
    "CaseLogFilter": filtered,
    "CaseLogFilter.filter": filtered,
    "CaseProfile": lambda given: parts(CaseProfile(**given.canary.mapping)),
    "CaseProfile.case": lambda given: given.canary.profile.case,
    "CaseProfile.case_of": lambda given: given.canary.profile.case_of(given.engine.vocabulary),
    "CaseProfile.from_bytes": lambda given: CaseProfile.from_bytes(given.canary.contents[0]),
    "CaseProfile.from_file": lambda given: CaseProfile.from_file(given.path),
    "CaseProfile.from_mapping": lambda given: CaseProfile.from_mapping(given.canary.mapping),
    "CaseProfile.from_sections": lambda given: CaseProfile.from_sections({"risk": given.canary.profile.risk}),
    "CaseProfile.from_text": lambda given: CaseProfile.from_text(given.canary.yaml),
    "CaseProfile.model_validate": lambda given: CaseProfile.model_validate(given.canary.mapping),
    "CaseProfile.model_validate_json": lambda given: CaseProfile.model_validate_json(given.canary.json),
    "CaseProfile.to_mapping": lambda given: holding(given.canary.profile.to_mapping()),
    "CaseSession": opened,
    "CaseSession.answer": asked,
    "CaseSession.as_questions": asked,
    "CaseSession.assessment": opened,
    "CaseSession.close": closed,
    "CaseSession.close_if_expired": opened,
    "CaseSession.closed": opened,
    "CaseSession.last_change": opened,
    "CaseSession.not_now": asked,
    "CaseSession.profile": opened,
    "CaseSession.questions": opened,
    "CaseSession.to_bytes": opened,
    "CaseSession.update": opened,
    "Change": opened,
    "ContainedError": contained_failure,
    "DecisionRecord": lambda given: parts(given.record()),
    "DecisionRecord.from_json": lambda given: DecisionRecord.from_json(given.record().to_json()),
    "DecisionRecord.model_validate_json": lambda given: DecisionRecord.model_validate_json(
        given.record().to_json()
    ),
    "DecisionRecord.to_json": lambda given: given.record().to_json(),
    "DecisionRecord.to_mapping": lambda given: given.record().to_mapping(),
    "Engine": lambda given: Engine(given.engine.book),
    "Engine.book": lambda given: holding(given.engine.book),
    "Engine.evaluate": lambda given: given.engine.evaluate(given.canary.mapping, decision_id="one"),
    "Engine.load": lambda _: Engine.load(),
    "Engine.open": opened,
    "Engine.reopen": opened,
    "Engine.close_expired": lambda given: given.engine.close_expired(),
    "Engine.requirements": lambda given: holding(given.engine.requirements()),
    "Engine.vocabulary": lambda given: given.engine.vocabulary,
    "Engine.why_not": lambda given: given.engine.why_not("C-ACC-01", given.canary.profile),
    "Interview": asked,
    "Interview.answer": asked,
    "Interview.effect": asked,
    "Interview.question": asked,
    "Interview.skip": asked,
    "MatcherDisagreement": lambda _: MatcherDisagreement(("one", "other"), ["C-ACC-01"]),
    "Override": lambda given: Override(
        "C-ACC-01", f"service:{given.canary.mapping['service'][0]['id']}", "other"
    ),
    "ProfileError": lambda given: given.refused(),
    "ProfileError.report": lambda given: [given.refused().report(language) for language in LANGUAGES],
    "ProtectionRulesError": lambda given: ProtectionRulesError(*given.refused().args),
    "RecordError": lambda given: given.bad_record(),
    "RecordError.report": lambda given: [given.bad_record().report(language) for language in LANGUAGES],
    "RulesetError": bad_rulesets,
    "RulesetError.report": lambda given: [bad_rulesets(given).report(language) for language in LANGUAGES],
    "SessionError": closed,
    "Summary": lambda given: parts(summarise([given.record()], at=NOW)),
    "Summary.to_json": lambda given: summarise([given.record()], at=NOW).to_json(),
    "Summary.to_mapping": lambda given: summarise([given.record()], at=NOW).to_mapping(),
    "View": lambda given: [parts(view) for view in given.views()],
    "View.to_html": lambda given: [
        view.to_html(language) for view in given.views() for language in LANGUAGES
    ],
    "View.to_json": lambda given: [view.to_json() for view in given.views()],
    "View.to_mapping": lambda given: [view.to_mapping() for view in given.views()],
    "View.to_markdown": lambda given: [
        view.to_markdown(language) for view in given.views() for language in LANGUAGES
    ],
    "View.to_text": lambda given: [
        view.to_text(language) for view in given.views() for language in LANGUAGES
    ],
    "View.with_labels": lambda given: [view.with_labels(None) for view in given.views()],
    "contain_logs": made_contained,
    "contained": contained_failure,
    "summarise": lambda given: summarise([given.record()], at=NOW),
}
"""What is done with every public name; what it gives is printed in every way and looked through."""


def test_every_public_name_is_exercised() -> None:
    assert EXERCISES.keys() == public_names()


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_of_a_sound_profile_is_seen(name: str, engine: Engine, protection_canaries: Canaries) -> None:
    rounds = protection_canaries.sound[:1] if name in {"Engine", "Engine.load"} else protection_canaries.sound
    for canary in rounds:
        value = EXERCISES[name](Given(engine, canary, protection_canaries.file(canary)))
        for part in value if isinstance(value, list) else [value]:
            protection_canaries.look_at(part, name)


WAYS_IN: Final[dict[str, Callable[[Given], object]]] = {
    "keywords": lambda given: CaseProfile(**given.canary.mapping),
    "mapping": lambda given: CaseProfile.from_mapping(given.canary.mapping),
    "pydantic": lambda given: CaseProfile.model_validate(given.canary.mapping),
    "evaluate": lambda given: given.engine.evaluate(given.canary.mapping),
    "why_not": lambda given: given.engine.why_not("C-ACC-01", given.canary.mapping),
    "open": lambda given: given.engine.open(given.canary.mapping),
    "text": lambda given: CaseProfile.from_text(given.canary.yaml),
    "bytes": lambda given: CaseProfile.from_bytes(given.canary.contents[2]),
    "file": lambda given: CaseProfile.from_file(given.path),
    "pydantic JSON": lambda given: CaseProfile.model_validate_json(given.canary.json),
}
OF_TEXT: Final = {"text", "bytes", "file", "pydantic JSON"}


@pytest.mark.parametrize("way", WAYS_IN)
def test_nothing_of_a_faulty_profile_is_seen(
    way: str, engine: Engine, protection_canaries: Canaries, tmp_path: Path
) -> None:
    for canary in protection_canaries.faulty:
        writable = bool(canary.contents)
        if (way in OF_TEXT and not writable) or (way == "keywords" and not all_text(canary.mapping)):
            continue
        path = protection_canaries.file(canary, 1, marked_name=True) if writable else tmp_path
        with pytest.raises(ProfileError):
            WAYS_IN[way](Given(engine, canary, path))


def all_text(mapping: dict[Any, Any]) -> bool:
    return all(isinstance(name, str) for name in mapping)


def test_nothing_of_a_document_that_cannot_be_read_is_seen(protection_canaries: Canaries) -> None:
    for canary in protection_canaries.broken:
        with pytest.raises(ProfileError) as caught:
            CaseProfile.from_bytes(canary.contents[0])
        with pytest.raises(ProfileError):
            CaseProfile.from_file(protection_canaries.file(canary, marked_name=True))
        protection_canaries.look_at(caught.value.report("ar"))
    with pytest.raises(ProfileError):
        CaseProfile.from_file(protection_canaries.file(protection_canaries.sound[0]) / "missing")


def test_a_profile_that_was_stored_and_read_again_is_as_silent(protection_canaries: Canaries) -> None:
    for canary in protection_canaries.sound:
        protection_canaries.look_at(pickle.loads(pickle.dumps(canary.profile)))


# the command line


def commands(app: typer.Typer, before: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every command by the words that call it."""
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        yield " ".join([*before, name]), command.callback
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance, (*before, str(group.name)))


COMMANDS: Final = dict(commands(cli.app))
PROFILE: Final = "PROFILE"
"""Stands for the profile: a file, or standard input."""
TAKEN_FOR_ANOTHER: Final = "ANOTHER"
"""Stands for a profile that somebody gives where something else is read."""
SMALL_BOOK: Final = "BOOK"
"""Stands for a folder with one rule, since proofs about many take their time."""
OUTPUT: Final = "OUTPUT"
"""Stands for what is to be written."""
WORDS: Final[dict[str, list[str]]] = {
    "evaluate": [PROFILE, "--all"],
    "explain": ["C-ACC-01", PROFILE],
    "check": [],
    "summarise": [TAKEN_FOR_ANOTHER],
    "screen": [TAKEN_FOR_ANOTHER, "--output", OUTPUT],
    "verify": [SMALL_BOOK],
    "mutate": [SMALL_BOOK, "--sample", "3"],
    "diff": [SMALL_BOOK, SMALL_BOOK],
    "impact": ["-", "-", TAKEN_FOR_ANOTHER],
    "handbook": ["--rulesets", SMALL_BOOK, "--output", OUTPUT],
    "workbook export": [SMALL_BOOK, "--output", OUTPUT],
    "workbook import": [TAKEN_FOR_ANOTHER, "--output", OUTPUT],
    "fmt": [TAKEN_FOR_ANOTHER, "--check"],
    "new rule": [TAKEN_FOR_ANOTHER],
    "new ruleset": [TAKEN_FOR_ANOTHER],
    "new overlay": [OUTPUT],
    "new fact": [TAKEN_FOR_ANOTHER],
    "schema": ["profile"],
    "coverage": [],
    "guidance compare": [__file__],
    "guidance fingerprint": [__file__],
}
"""What each command is called with, beside the options that are a choice."""


def choices(command: Callable[..., Any]) -> list[tuple[str, ...]]:
    """Every combination of what the options with fixed choices can be: language, form, audience."""
    options = []
    plain, annotated = get_type_hints(command), get_type_hints(command, include_extras=True)
    for name, kind in plain.items():
        said = getattr(annotated[name], "__metadata__", ())
        for option in said:
            if isinstance(option, OptionInfo) and isinstance(kind, type) and issubclass(kind, Enum):
                # the first word of an option stands where typer keeps a default otherwise
                word = next(
                    (word for word in (option.default, *(option.param_decls or ())) if isinstance(word, str)),
                    f"--{name}",
                )
                options.append([(word, str(choice.value)) for choice in kind])
    return [tuple(itertools.chain.from_iterable(chosen)) for chosen in itertools.product(*options)]


def test_every_command_is_exercised() -> None:
    assert WORDS.keys() == COMMANDS.keys()
    assert ("--lang", "ar", "--format", "json") in choices(COMMANDS["evaluate"])


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Calls the command line in this process; with rulesets that are loaded once."""
    load = Engine.load
    monkeypatch.setattr(Engine, "load", lambda *asked: load(*asked) if any(asked) else engine)
    monkeypatch.setattr(
        "protection_rules.cli.options.load_rules",
        lambda *asked: load_rules(*asked) if any(asked) else engine.book,
    )

    def called(words: list[str], stdin: bytes) -> int:
        monkeypatch.setattr(sys, "argv", ["protection-rules", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as stop:
            cli.main()
        return int(stop.value.code or 0)

    return called


def called_with(command: str, given: str, folder: Path) -> list[str]:
    """The words of a command, with what stands for something else filled in."""
    output = "output.parquet" if command == "screen" else "output.xlsx"
    filled = {PROFILE: given, TAKEN_FOR_ANOTHER: given, OUTPUT: str(folder / output)}
    if SMALL_BOOK in WORDS[command]:
        filled[SMALL_BOOK] = str(write_book(folder, [rule("T-01", "risk.safe_tonight: no")]))
    return [*command.split(), *(filled.get(word, word) for word in WORDS[command])]


@pytest.mark.parametrize("command", [command for command, words in WORDS.items() if PROFILE in words])
def test_a_sound_profile_is_seen_on_standard_output_alone(
    command: str,
    run: Callable[..., int],
    protection_canaries: Canaries,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    protection_canaries.allow("stdout")
    canaries = itertools.cycle(protection_canaries.sound)
    for options, by_file in itertools.product(choices(COMMANDS[command]), (True, False)):
        canary = next(canaries)
        given = str(protection_canaries.file(canary, 1)) if by_file else "-"
        code = run([*called_with(command, given, tmp_path), *options], stdin=canary.contents[0])
        out, err = capfd.readouterr()
        assert (code, err) == (cli.DONE, "")
        assert out


def test_who_is_shown_lines_and_not_the_advice_sees_nothing_of_the_profile_on_standard_output(
    engine: Engine, run: Callable[..., int], protection_canaries: Canaries, capfd: pytest.CaptureFixture[str]
) -> None:
    canaries = itertools.cycle(protection_canaries.sound)
    audiences = [name for name, audience in engine.book.audiences.items() if audience.form != "advice"]
    assert "referral_partner" in audiences
    for audience, options in itertools.product(audiences, choices(COMMANDS["evaluate"])):
        code = run(["evaluate", "-", "--audience", audience, *options], stdin=next(canaries).contents[0])
        out, err = capfd.readouterr()
        assert (code, err) == (cli.DONE, "")
        assert out


@pytest.mark.parametrize("command", [command for command, words in WORDS.items() if PROFILE not in words])
def test_a_profile_is_not_seen_where_none_is_read(
    command: str,
    run: Callable[..., int],
    protection_canaries: Canaries,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    # what is said about rules names fields and values; the marks of a faulty profile are forbidden all the same
    protection_canaries.allow("stdout", "files")
    options, *_ = choices(COMMANDS[command])
    run([*called_with(command, "-", tmp_path), *options], stdin=protection_canaries.faulty[0].contents[0])
    assert any(capfd.readouterr())


@pytest.mark.parametrize(
    "command", [command for command, words in WORDS.items() if {PROFILE, TAKEN_FOR_ANOTHER} & {*words}]
)
def test_nothing_that_is_refused_is_seen(
    command: str,
    run: Callable[..., int],
    protection_canaries: Canaries,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    options = itertools.cycle(choices(COMMANDS[command]))
    for canary in (*protection_canaries.faulty, *protection_canaries.broken):
        for form, content in enumerate(canary.contents):
            by_file = form != 1
            given = str(protection_canaries.file(canary, form, marked_name=True)) if by_file else "-"
            code = run(
                [*called_with(command, given, tmp_path), *next(options)], stdin=b"" if by_file else content
            )
            out, err = capfd.readouterr()
            assert (code, out) == (cli.WRONG_CALL, "")
            assert err
