"""Objects, errors and processes are silent about profiles; `test_canaries` plants marks and looks for them everywhere."""

from __future__ import annotations

import json
import logging
import os
import pickle
import pprint
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from rich.pretty import pretty_repr

import protection_rules
from protection_rules import (
    CaseProfile,
    Engine,
    MatcherDisagreement,
    ProfileError,
    ProtectionRulesError,
)
from protection_rules.advice.outcomes import Readings, finding, subjects
from protection_rules.advice.page import page
from protection_rules.advice.text_page import text_page
from protection_rules.canaries import Canaries
from protection_rules.canaries.faulty import faulty_profiles
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.deciding import seen
from protection_rules.logic.openness import open_facts
from protection_rules.logic.plan import Comparisons, Plan
from protection_rules.logic.truth import trace
from protection_rules.matchers import durable
from protection_rules.matchers.store import EngineError
from protection_rules.rulesets.codes import CODES
from tests.profiles import random_profiles

ROOT: Final = Path(__file__).resolve().parents[1]
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *sys.path])}


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
    readings = Readings(case)
    findings = [
        finding(rule, subject, readings.of(rule, subject))
        for rule in engine.book.rules
        for subject in subjects(rule, case)
    ]
    traces = [
        trace(rule.condition, readings.of(rule, subject))
        for rule in engine.book.rules
        for subject in subjects(rule, case)
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
        "traces": traces,
        "readings": [found.reading for found in traces],
        "open facts": [open_facts(found) for found in traces],
        "seen": [seen(found) for found in traces],
        "plans": [
            Plan(rule.condition, Comparisons(VOCABULARY), not_asked_is_unknown=False).found(
                readings.of(rule, subject)
            )
            for rule in engine.book.rules
            for subject in subjects(rule, case)
        ],
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
    engine: Engine, monkeypatch: pytest.MonkeyPatch, protection_canaries: Canaries
) -> None:
    asserted: list[str] = []

    def refuse(handle: int, fact: str) -> tuple[int, int]:
        asserted.append(fact)
        if len(asserted) % 3 == 0:
            return 303, 0
        return real(handle, fact)

    real = durable.engine.assert_fact
    monkeypatch.setattr(durable.engine, "assert_fact", refuse)
    for canary in protection_canaries.sound:
        with pytest.raises(EngineError):
            engine.evaluate(canary.profile)


def test_a_disagreement_holds_nothing_of_the_case_but_the_rules_it_is_about(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, protection_canaries: Canaries
) -> None:
    monkeypatch.setattr(engine._durable, "match", lambda _: frozenset())
    for canary in protection_canaries.sound:
        with pytest.raises(MatcherDisagreement) as caught:
            engine.evaluate(canary.profile)
        assert "C-ACC" not in repr(caught.value)


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
        for _, given in faulty_profiles("arabic", VOCABULARY):
            with pytest.raises(ProfileError):
                engine.evaluate(given)
    assert caplog.records == []
    assert warned == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_command_line_in_a_process_of_its_own_repeats_nothing_of_what_it_refuses(
    protection_canaries: Canaries, language: str
) -> None:
    refused = (*protection_canaries.faulty, *protection_canaries.broken)
    contents = [content for canary in refused[::3] for content in canary.contents[:1]]
    program = f"""
import io, pickle, sys
from protection_rules.cli import main
for number, content in enumerate(pickle.load(sys.stdin.buffer)):
    explained = [["explain", "C-ACC-01", "-"]] if number % 10 == 0 else []
    for words in (["evaluate", "-"], ["evaluate", "-", "--format", "json", "--all"], *explained):
        sys.stdin = io.TextIOWrapper(io.BytesIO(content))
        sys.argv[1:] = [*words, "--lang", "{language}"]
        try:
            main()
        except SystemExit as stop:
            assert stop.code == 2, stop.code
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program],
        input=pickle.dumps(contents),
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    protection_canaries.look_at(done.stderr, "standard error")
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(done.stderr.splitlines()) >= 2 * len(contents)
    assert b"Traceback" not in done.stderr


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
    [(DISTINCTIVE, 0), (dict(faulty_profiles("plain", VOCABULARY))["every field"], 2)],
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


def test_nothing_that_leaves_the_library_names_a_group(engine: Engine) -> None:
    """Names of files, modules, exceptions and codes can be seen from outside, in logs and listings."""
    files = [path for folder in ("src", "rulesets") for path in (ROOT / folder).rglob("*.*")]
    names = [str(path.relative_to(ROOT)) for path in files] + list(protection_rules.__all__)
    names += [error.__name__ for error in ProtectionRulesError.__subclasses__()]
    names += [name for rule in engine.book.rules for name in (rule.id, rule.ruleset, rule.action)]
    names += [*CODES, *engine.book.audiences]
    groups = ("lgbt", "gay", "lesbian", "trans_", "transg", "bisex", "homosexual", "intersex", "queer")
    assert [name for name in names if any(group in name.lower() for group in groups)] == []
