"""Nothing of a profile is shown where it was not asked for: marks are planted in profiles and looked for everywhere else."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import pickle
import pprint
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from rich.pretty import pretty_repr

from protection_rules import CaseProfile, Engine, MatcherDisagreement, ProfileError
from protection_rules.advice.outcomes import finding, subjects
from protection_rules.advice.page import page
from protection_rules.advice.text_page import text_page
from protection_rules.documents import LARGEST_DOCUMENT
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY
from protection_rules.logic.openness import open_facts
from protection_rules.matchers import durable
from protection_rules.matchers.durable import EngineError
from tests.profiles import random_profiles

ROOT: Final = Path(__file__).resolve().parents[1]
MARKS: Final = ("Qzxmarkqzx", "زقعلامةقز")
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *sys.path])}


def traces(mark: str) -> set[str]:
    """How a mark would look: plain, escaped, encoded and hashed."""
    written = mark.encode()
    whole = {
        mark, mark.lower(), mark.upper(), mark[::-1], ascii(mark)[1:-1], json.dumps(mark)[1:-1], quote(mark), repr(written)[2:-1],
        base64.b64encode(written).decode().rstrip("="), base64.urlsafe_b64encode(written).decode().rstrip("="),
        base64.b32encode(written).decode().rstrip("="), written.hex(),
    }  # fmt: skip
    return whole | {hashlib.new(name, written).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")}


def marked(text: str, mark: str) -> list[str]:
    """The traces of a mark in a text."""
    return [trace for trace in traces(mark) if trace in text]


def test_the_search_finds_what_it_looks_for() -> None:
    for mark in MARKS:
        for shown in (
            mark,
            f"... {mark!a}",
            base64.b64encode(mark.encode()).decode(),
            hashlib.sha256(mark.encode()).hexdigest(),
        ):
            assert marked(shown, mark)
        assert not marked("risk.safe_tonight: expected one of yes, no, unknown", mark)


# profiles with a mark in them


class Unprintable:
    """A value that shows the mark in whatever way it is printed."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __repr__(self) -> str:
        return self._mark

    __str__ = __repr__


def marked_profiles(mark: str) -> dict[str, dict[Any, Any]]:
    planted: dict[str, dict[Any, Any]] = {
        "a version": {"profile": mark},
        "an unknown section": {"profile": 1, mark: {}},
        "an unknown section near a known one": {"profile": 1, f"risk{mark[:1]}": {mark: mark}},
        "an unknown field": {"profile": 1, "risk": {mark: "yes"}},
        "an unknown field of an item": {"profile": 1, "service": [{"id": "one", mark: "yes"}]},
        "a section": {"profile": 1, "risk": mark},
        "a list": {"profile": 1, "service": mark},
        "an item": {"profile": 1, "service": [mark]},
        "an item of bad form": {"profile": 1, "service": [{"id": f"{mark} {mark}"}]},
        "a long id": {"profile": 1, "service": [{"id": mark * 10}]},
        "an id that stands twice": {"profile": 1, "service": [{"id": mark}, {"id": mark}]},
        "an id that is no text": {"profile": 1, "service": [{"id": [mark]}]},
        "a fact that is a mapping": {"profile": 1, "risk": {"safe_tonight": {mark: mark}}},
        "a fact that is a list": {"profile": 1, "risk": {"safe_tonight": [mark]}},
        "a set with a mapping": {"profile": 1, "risk": {"incident_types": [{mark: mark}]}},
        "a set with a known code": {"profile": 1, "risk": {"incident_types": ["threats", mark]}},
        "an object": {"profile": 1, "risk": {"safe_tonight": Unprintable(mark)}},
        "a key that is no text": {"profile": 1, "risk": {(mark,): "yes"}},
        "bytes": {"profile": 1, "risk": {"safe_tonight": mark.encode()}},
        "a set of python": {"profile": 1, "risk": {"incident_types": {mark}}},
        "everything": {
            "profile": mark,
            mark: mark,
            "risk": {mark: mark, "safe_tonight": mark},
            "service": [{"id": mark + " "}, mark],
        },
    }
    for kind in ("answer", "recorded", "choice", "choices", "number"):
        fact = next(fact for fact in VOCABULARY.values() if fact.kind == kind)
        facts = {fact.name: mark}
        planted[f"a wrong {kind}"] = {
            "profile": 1,
            fact.section: [facts] if SECTIONS[fact.section].many else facts,
        }
    return planted


def ways_in(engine: Engine, tmp_path: Path) -> dict[str, Callable[[dict[Any, Any]], object]]:
    def from_file(given: dict[Any, Any]) -> object:
        path = tmp_path / "given.json"
        path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        return CaseProfile.from_file(path)

    return {
        "keywords": lambda given: CaseProfile(**given),
        "mapping": CaseProfile.from_mapping,
        "text": lambda given: CaseProfile.from_text(json.dumps(given, ensure_ascii=False)),
        "escaped text": lambda given: CaseProfile.from_text(json.dumps(given)),
        "bytes": lambda given: CaseProfile.from_bytes(json.dumps(given, ensure_ascii=False).encode()),
        "file": from_file,
        "pydantic": CaseProfile.model_validate,
        "pydantic JSON": lambda given: CaseProfile.model_validate_json(json.dumps(given, ensure_ascii=False)),
        "evaluate": engine.evaluate,
        "why_not": lambda given: engine.why_not("C-ACC-01", given),
    }


def told(error: BaseException | None) -> Iterator[str]:
    """Everything an exception and those behind it say of themselves."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield from (str(one), repr(one), repr(one.args), repr(vars(one)), repr(getattr(one, "__notes__", ())))
        yield from traceback.format_exception(one, chain=True)
        yield from traceback.format_exception(one, chain=False)
        yield pprint.pformat(one)
        yield pretty_repr(one)
        if isinstance(one, ProfileError):
            yield from (one.report("en"), one.report("ar"), *map(repr, one.faults))
        waiting += [one.__context__, one.__cause__]


@pytest.mark.parametrize("mark", MARKS)
def test_no_error_about_a_profile_holds_what_was_in_it(engine: Engine, tmp_path: Path, mark: str) -> None:
    refused = 0
    for place, given in marked_profiles(mark).items():
        for way, read in ways_in(engine, tmp_path).items():
            if way == "keywords" and not all(isinstance(name, str) for name in given):
                continue
            try:
                read(given)
            except ProfileError as error:
                caught = error
            except TypeError:
                # what JSON cannot write, and what is no name of a keyword, never reaches the library
                assert "JSON" in way or way in {"text", "escaped text", "bytes", "file", "keywords"}
                continue
            else:
                pytest.fail(f"{place} was accepted as {way}")
            refused += 1
            assert [trace for text in told(caught) for trace in marked(text, mark)] == [], (place, way)
            assert marked(pickle.dumps(caught).decode("utf-8", "replace"), mark) == []
    assert refused > 150


BROKEN_FILES: Final = (
    "profile: 1\nrisk: {{safe_tonight: {mark}",
    "profile: 1\n{mark}: &{mark} 1\n",
    "profile: 1\nrisk: *{mark}\n",
    "profile: 1\nrisk: !{mark} no\n",
    "%{mark}\n---\nprofile: 1\n",
    "profile: 1\nrisk: {{{mark}: 1, {mark}: 2}}\n",
    "profile: 1\n---\n{mark}: 1\n",
    "profile: 1\nrisk: {{safe_tonight: '{mark}\n",
    "profile: 1\n? [{mark}]\n: {mark}\n",
    "{mark}",
    "- {mark}",
    "profile: 1\n\t{mark}: 1\n",
    'profile: 1\nrisk: {{safe_tonight: "\\{mark}"}}\n',
    '{{"profile": 1, "{mark}": }}',
    "profile: 1 # {mark}\nrisk: {{safe_tonight: yes}}, {mark}\n",
)  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_no_error_about_a_file_that_cannot_be_read_holds_what_was_in_it(tmp_path: Path, mark: str) -> None:
    contents = [text.format(mark=mark).encode() for text in BROKEN_FILES]
    contents += [mark.encode("utf-16"), b"\xff" + mark.encode(), mark.encode() * (LARGEST_DOCUMENT // 9)]
    for content in contents:
        path = tmp_path / f"{mark}.yaml"
        path.write_bytes(content)
        for read in (
            lambda path=path: CaseProfile.from_file(path),
            lambda content=content: CaseProfile.from_bytes(content),
        ):
            with pytest.raises(ProfileError) as caught:
                read()
            assert [
                trace
                for text in told(caught.value)
                for trace in marked(text, mark)
                if f'File "{tmp_path}' not in text
            ] == []
    with pytest.raises(ProfileError) as caught:
        CaseProfile.from_file(tmp_path / f"missing-{mark}")
    assert [trace for text in told(caught.value) for trace in marked(text, mark)] == []


# what objects say of themselves


DISTINCTIVE: Final = {
    "profile": 1,
    "risk": {"incident_types": ["conversion_practice", "blackmail"], "threat_sources": ["family"], "hours_since_sexual_violence": 7919},
    "person": {"age_group": "adolescent_12_17"},
    "accommodation": [{"id": "blue-door", "type": "specialised_shelter", "person_choice": "declines"}],
    "service": [{"id": "green-door", "type": "health_post_rape", "report_scope": "same_sex_conduct"}],
    "data_flow": [{"id": "red-door", "recipient": "family_member"}],
    "operation": {"criminalisation_context": "yes"},
}  # fmt: skip
TELLING: Final = (
    "conversion", "blackmail", "family", "7919", "adolescent", "blue-door", "specialised", "declin", "green-door", "post_rape",
    "same_sex", "red-door", "unknown", "no_record", "yes", "C-ACC", "C-REF", "C-DIV", "safe_tonight", "ابتزاز",
)  # fmt: skip


def every_object(engine: Engine) -> dict[str, object]:
    profile = CaseProfile.from_mapping(DISTINCTIVE)
    assessment = engine.evaluate(profile)
    case = profile.case
    findings = [
        finding(rule, subject, case) for rule in engine.book.rules for subject in subjects(rule, case)
    ]
    parts = [
        *assessment.recommendations, *assessment.options, *assessment.questions, *assessment.set_aside, *assessment.undecided,
        *(because for one in assessment.recommendations for because in one.because),
        *(one.summary for one in assessment.recommendations),
    ]  # fmt: skip
    return {
        "profile": profile,
        "sections": [
            profile.risk,
            profile.person,
            profile.operation,
            *profile.accommodation,
            *profile.service,
        ],
        "case": case,
        "items": case.items,
        "assessment": assessment,
        "its parts": parts,
        "findings": findings,
        "traces": [found.trace for found in findings],
        "readings": [found.trace.reading for found in findings],
        "open facts": [open_facts(found.trace) for found in findings],
        "matches": engine._compiled.match(case),
        "why not": engine.why_not("C-ACC-01", profile),
        "page": page(assessment),
        "its lines": page(assessment).now,
        "text page": [text_page(assessment, engine.book)],
    }


@pytest.mark.parametrize(
    "shown", [repr, lambda value: f"{[value]}", pprint.pformat, lambda value: f"{value!s:.200}"]
)
def test_no_object_shows_what_it_holds(engine: Engine, shown: Callable[[object], str]) -> None:
    for name, value in every_object(engine).items():
        text = shown(value)
        # a reading says in its own words which way it reads; no value is among them
        text = (
            text.replace("not_asked_is_unknown", "")
            .replace("'accommodation'", "")
            .replace("'service'", "")
            .replace("'data_flow'", "")
        )
        assert [telling for telling in TELLING if telling in text] == [], name


def test_no_model_shows_what_it_holds_to_a_printer_that_asks_for_its_parts(engine: Engine) -> None:
    for name, value in every_object(engine).items():
        if name not in {"readings", "matches"}:
            assert [telling for telling in TELLING if telling in pretty_repr(value)] == [], name


def test_the_profile_counts_and_does_not_tell() -> None:
    assert repr(CaseProfile.from_mapping(DISTINCTIVE)) == "<CaseProfile: 6 sections given>"
    assert str(CaseProfile()) == "<CaseProfile: 0 sections given>"


# faults in the middle of an evaluation


def test_a_fault_of_the_working_memory_holds_nothing_of_the_case(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asserted: list[str] = []

    def refuse(handle: int, fact: str) -> tuple[int, int]:
        asserted.append(fact)
        if len(asserted) == 3:
            return 303, 0
        return real(handle, fact)

    real = durable.engine.assert_fact
    monkeypatch.setattr(durable.engine, "assert_fact", refuse)
    with pytest.raises(EngineError) as caught:
        engine.evaluate(DISTINCTIVE)
    assert_silent(caught.value)


def test_a_disagreement_holds_nothing_of_the_case_but_the_rules_it_is_about(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine._durable, "match", lambda _: frozenset())
    with pytest.raises(MatcherDisagreement) as caught:
        engine.evaluate(DISTINCTIVE)
    said = str(caught.value)
    assert [telling for telling in TELLING if telling in said] == []
    assert "C-ACC" not in repr(caught.value)


def assert_silent(error: BaseException) -> None:
    source = {
        line.strip()
        for path in (ROOT / "src").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    source |= {line.strip() for line in Path(__file__).read_text(encoding="utf-8").splitlines()}
    for text in told(error):
        lines = [line for line in text.splitlines() if line.strip() not in source]
        assert [telling for telling in TELLING for line in lines if telling in line] == []


# logs, warnings, output


def test_an_evaluation_logs_nothing_warns_of_nothing_and_prints_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.disable(logging.NOTSET)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        Engine.load()
        for given in [DISTINCTIVE, *random_profiles(5, seed=2)]:
            assessment = engine.evaluate(given)
            engine.why_not("C-ACC-02", given)
            text_page(assessment, engine.book)
        for mark in MARKS:
            for given in marked_profiles(mark).values():
                with pytest.raises(ProfileError):
                    engine.evaluate(given)
    assert caplog.records == []
    assert warned == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_command_line_never_repeats_what_is_wrong_in_a_profile(
    tmp_path: Path, mark: str, language: str
) -> None:
    writable = {name: given for name, given in marked_profiles(mark).items() if is_json(given)}
    contents = [json.dumps(given, ensure_ascii=False).encode() for given in writable.values()]
    contents += [text.format(mark=mark).encode() for text in BROKEN_FILES]
    program = f"""
import io, sys
from protection_rules.cli import main
for number, content in enumerate({contents!r}):
    explained = [["explain", "C-ACC-01", "-"]] if number % 10 == 0 else []
    for words in (["evaluate", "-"], ["evaluate", "-", "--format", "json", "--all"], *explained):
        sys.stdin = io.TextIOWrapper(io.BytesIO(content))
        sys.argv[1:] = [*words, "--lang", "{language}"]
        try:
            main()
        except SystemExit as stop:
            assert stop.code == 2, (stop.code, content)
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) >= 2 * len(contents)
    assert marked(done.stderr.decode(), mark) == []
    assert b"Traceback" not in done.stderr


def is_json(given: dict[Any, Any]) -> bool:
    try:
        json.dumps(given)
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("mark", MARKS)
def test_the_name_of_a_profiles_file_is_never_repeated(tmp_path: Path, mark: str) -> None:
    path = tmp_path / f"{mark}.yaml"
    path.write_text("profile: 1\nrisk: {safe_tonight: never}\n", encoding="utf-8")
    for words in (
        ["evaluate", str(path)],
        ["evaluate", str(tmp_path / mark)],
        ["explain", "C-ACC-01", str(path)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "protection_rules", *words],
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert marked(done.stderr.decode(), mark) == []


# traces in the system

WATCH: Final = """
import os, sys
seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
LEAVES = ("subprocess.", "socket.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "tempfile.",
          "os.mkdir", "os.rename", "os.link", "os.symlink", "shutil.", "sqlite3.", "urllib.", "ftplib.", "smtplib.", "syslog.")
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or (flags or 0) & WRITES:
            seen.append((event, str(path)))
    elif event.startswith(LEAVES):
        seen.append((event, str(arguments)))
sys.addaudithook(watch)
import io
"""
COMMAND: Final = """
from protection_rules.cli import main
sys.stdin = io.TextIOWrapper(io.BytesIO(sys.stdin.buffer.read()))
sys.argv[1:] = ["evaluate", "-", "--all"]
try:
    main()
except SystemExit as stop:
    code = stop.code
print(code, seen, file=sys.stderr)
"""
LIBRARY: Final = """
import json
from protection_rules import CaseProfile, Engine, ProfileError
engine = Engine.load()
text = sys.stdin.buffer.read()
try:
    profile = CaseProfile.from_bytes(text)
    engine.evaluate(profile)
    engine.why_not("C-ACC-01", profile)
    code = 0
except ProfileError:
    code = 2
print(code, seen, file=sys.stderr)
"""


@pytest.mark.parametrize("program", [COMMAND, LIBRARY], ids=["command line", "library"])
@pytest.mark.parametrize(
    ("given", "code"),
    [(DISTINCTIVE, 0), (marked_profiles(MARKS[0])["everything"], 2)],
    ids=["sound", "faulty"],
)
def test_no_file_is_written_no_process_started_and_no_connection_made(
    tmp_path: Path, program: str, given: dict[str, Any], code: int
) -> None:
    folders = {name: tmp_path / name.lower() for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME", "WORK")}
    for folder in folders.values():
        folder.mkdir()
    environment = (
        ENVIRONMENT
        | {name: str(folder) for name, folder in folders.items()}
        | {"PYTHONDONTWRITEBYTECODE": "1"}
    )
    done = subprocess.run(
        [sys.executable, "-c", WATCH + program], input=json.dumps(given).encode(), env=environment, cwd=folders["WORK"], capture_output=True, check=False
    )  # fmt: skip
    assert done.stderr.decode().splitlines()[-1] == f"{code} []"
    assert [path for folder in folders.values() for path in folder.rglob("*")] == []


def test_the_watch_sees_what_it_looks_for(tmp_path: Path) -> None:
    program = (
        WATCH
        + "import subprocess\nopen('left', 'w').close()\nsubprocess.run(['true'])\nprint([name for name, _ in seen])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert "'open'" in done.stdout
    assert "'subprocess.Popen'" in done.stdout


def test_nothing_that_leaves_the_library_names_a_group() -> None:
    """Names of files, modules, exceptions and codes can be seen from outside, in logs and listings."""
    names = [str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*.py")]
    groups = ("lgbt", "gay", "lesbian", "trans_", "homosexual", "intersex", "queer")
    assert [name for name in names if any(group in name.lower() for group in groups)] == []
