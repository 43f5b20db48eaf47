"""The command line as its users meet it: what it prints where, how it ends, and what it never shows."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from protection_rules import Engine, MatcherDisagreement, __version__
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import text_page
from protection_rules.cli import DONE, FAULTS, INTERRUPTED, WRONG_CALL, app, main
from protection_rules.cli.application import COMMANDS
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.limits import LARGEST_DOCUMENT
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.schemas import SCHEMAS, schema_text
from tests.books import rule, write_book

ROOT: Final = Path(__file__).resolve().parents[1]
ENVIRONMENT: Final = {
    name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "NO_COLOR"}
} | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
PROFILE: Final = (
    "profile: 1\nrisk: {safe_tonight: no}\naccommodation: [{id: hall, threat_source_present: yes}]\n"
)
ADVICE_EN, ADVICE_AR = "Offer a safe place for tonight", "اعرض مكاناً آمناً لهذه الليلة"


def run(*words: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """One call of the command line in a process of its own; whatever happens, no traceback is shown."""
    done = subprocess.run(
        [sys.executable, "-m", "protection_rules", *words],
        input=stdin,
        capture_output=True,
        env=ENVIRONMENT | more,
        check=False,
    )
    for stream in (done.stdout, done.stderr):
        assert b"Traceback" not in stream
        assert b"\x1b" not in stream
    return done


def call(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """One call in this process: exit code, standard output, standard error."""
    done = CliRunner().invoke(app, words, input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def profile(tmp_path: Path) -> str:
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return str(path)


# evaluate


def test_evaluate_prints_the_advice_and_nothing_to_standard_error(profile: str) -> None:
    done = run("evaluate", profile)
    assert done.returncode == DONE
    assert done.stderr == b""
    engine = Engine.load()
    expected = str(
        text_page(
            engine.evaluate(
                {
                    "profile": 1,
                    "risk": {"safe_tonight": "no"},
                    "accommodation": [{"id": "hall", "threat_source_present": "yes"}],
                }
            ),
            engine.book,
        )
    )
    assert done.stdout.decode() == expected + "\n"
    assert ADVICE_EN in expected


def test_no_plugin_that_somebody_installed_for_pydantic_is_given_what_a_command_reads(
    profile: str, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    installed = tmp_path / "nosy-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text("[pydantic]\nnosy = nosy:plugin\n")
    (tmp_path / "nosy.py").write_text(
        f"import pathlib\npathlib.Path({str(told)!r}).touch()\n"
        "class plugin:\n"
        "    @staticmethod\n"
        "    def new_schema_validator(*_): return None, None, None\n"
    )
    path = os.pathsep.join([str(tmp_path), ENVIRONMENT["PYTHONPATH"]])
    done = run("evaluate", profile, PYTHONPATH=path)
    assert (done.returncode, told.exists()) == (DONE, False)
    # it would be given it otherwise
    run("evaluate", profile, PYTHONPATH=path, PYDANTIC_DISABLE_PLUGINS="another")
    assert told.exists()


def test_evaluate_speaks_arabic_when_asked(profile: str) -> None:
    for words in (("--lang", "ar"), ("--lang=ar",)):
        code, out, err = call("evaluate", profile, *words)
        assert (code, err) == (DONE, "")
        assert ADVICE_AR in out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16", "utf-8:strict"])
def test_output_is_utf_8_whatever_encoding_the_terminal_is_said_to_have(profile: str, encoding: str) -> None:
    done = run("evaluate", profile, "--lang", "ar", PYTHONIOENCODING=encoding)
    assert done.returncode == DONE
    assert ADVICE_AR in done.stdout.decode("utf-8")


def test_json_is_one_document_and_nothing_else(profile: str) -> None:
    for language in LANGUAGES:
        done = run("evaluate", profile, "--format", "json", "--lang", language, "--why", "--all")
        assert (done.returncode, done.stderr) == (DONE, b"")
        written = json.loads(done.stdout)
        assert written["assessment"] == 1
        assert "C-ACC-01" in {one["rule"] for one in written["recommendations"]}
        assert done.stdout.decode() == json.dumps(written, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_is_the_markdown_page(profile: str, language: Language) -> None:
    code, out, err = call("evaluate", profile, "--format", "markdown", "--lang", language)
    assert (code, err) == (DONE, "")
    engine = Engine.load()
    given = {
        "profile": 1,
        "risk": {"safe_tonight": "no"},
        "accommodation": [{"id": "hall", "threat_source_present": "yes"}],
    }
    assert out == markdown_page(engine.evaluate(given), engine.book, language) + "\n"


def test_why_adds_the_reasons_and_all_adds_the_how(profile: str) -> None:
    plain, why, everything = (call("evaluate", profile, *words)[1] for words in ((), ("--why",), ("--all",)))
    assert "Because: A safe place tonight: no" not in plain
    assert "Because: A safe place tonight: no" in why
    how = "Show the places that could serve"
    assert how not in plain + why
    assert how in everything
    assert "Because: A safe place tonight: no" in everything


def test_advice_for_the_office_is_about_the_office_alone(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_text("profile: 1\nrisk: {safe_tonight: no}\noperation: {}\n", encoding="utf-8")
    code, out, err = call("evaluate", str(path), "--audience", "office", "--format", "json")
    assert (code, err) == (DONE, "")
    assert {one["subject"] for one in json.loads(out)["recommendations"]} == {"operation"}
    assert ADVICE_EN not in call("evaluate", str(path), "--audience", "office", "--all")[1]


def test_a_hyphen_reads_standard_input(profile: str) -> None:
    assert run("evaluate", "-", stdin=PROFILE.encode()).stdout == run("evaluate", profile).stdout


def test_a_profile_may_be_json_and_may_begin_with_a_byte_order_mark(profile: str) -> None:
    expected = call("evaluate", profile)[1]
    written = '{"profile": 1, "risk": {"safe_tonight": "no"}, "accommodation": [{"id": "hall", "threat_source_present": "yes"}]}'
    for content in (written.encode(), b"\xef\xbb\xbf" + written.encode()):
        assert call("evaluate", "-", stdin=content) == (DONE, expected, "")


def test_rulesets_of_ones_own_are_used(tmp_path: Path, profile: str) -> None:
    (tmp_path / "mine").mkdir()
    folder = write_book(tmp_path / "mine", [rule("X-01", "risk.safe_tonight: no", urgency="immediate")])
    code, out, err = call("evaluate", profile, "--rulesets", str(folder))
    assert (code, err) == (DONE, "")
    assert "Advice 1" in out


def test_faulty_rulesets_are_told_on_standard_error_and_give_no_advice(tmp_path: Path, profile: str) -> None:
    (tmp_path / "mine").mkdir()
    folder = write_book(tmp_path / "mine", [rule("X-01", "risk.save_tonight: no")])
    done = run("evaluate", profile, "--rulesets", str(folder))
    assert (done.returncode, done.stdout) == (WRONG_CALL, b"")
    assert b"error[unknown-fact]" in done.stderr
    assert b"did you mean `risk.safe_tonight`?" in done.stderr


# explain


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["When:", "Rests on:", "For review by:"]), ("ar", ["متى:", "الأساس:", "يراجعه:"])],
)
def test_explain_tells_a_rule_in_words_with_its_grounds(language: str, words: list[str]) -> None:
    done = run("explain", "C-ACC-01", "--lang", language)
    assert (done.returncode, done.stderr) == (DONE, b"")
    out = done.stdout.decode()
    assert out.startswith("C-ACC-01: ")
    assert all(word in out for word in [*words, "ST1.6"])


def test_explain_takes_the_name_of_a_rule_in_any_case(profile: str) -> None:
    expected = call("explain", "C-ACC-01", profile)
    assert expected[0] == DONE
    for name in ("c-acc-01", "C-acc-01"):
        assert call("explain", name, profile) == expected


def test_explain_with_a_profile_says_why_a_rule_does_or_does_not_apply(profile: str) -> None:
    for name, words in (
        ("C-ACC-01", "It applies."),
        ("C-ACC-02", "hall: It applies."),
        ("C-REF-02", "Nothing is listed"),
        ("O-01", "does not describe the office"),
    ):
        code, out, err = call("explain", name, profile)
        assert (code, err) == (DONE, "")
        assert words in " ".join(out.split())


@pytest.mark.parametrize(
    ("name", "english", "arabic"),
    [("C-ACC-1", "did you mean C-ACC-01?", "أتقصد C-ACC-01؟"), ("C-MR-3", "did you mean C-MR-03?", "أتقصد C-MR-03؟"), ("o-007", "did you mean O-07?", "أتقصد O-07؟"), ("c-ack-01", "did you mean C-ACC-01?", "أتقصد C-ACC-01؟"), ("zzzzzz", "rule names are like C-ACC-01", "أسماء القواعد على مثال C-ACC-01")],
)  # fmt: skip
def test_a_rule_that_is_not_there_is_answered_with_the_nearest_or_with_the_form_of_names(
    name: str, english: str, arabic: str
) -> None:
    for language, words in (("en", english), ("ar", arabic)):
        code, out, err = call("explain", name, "--lang", language)
        assert (code, out) == (WRONG_CALL, "")
        assert words in err
        assert len(err.splitlines()) == 1


def test_explain_with_a_bad_profile_explains_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("profile: 1\nrisk: {safe_tonight: never}\n", encoding="utf-8")
    code, out, err = call("explain", "C-ACC-01", str(bad))
    assert (code, out) == (WRONG_CALL, "")
    assert "line 2: risk.safe_tonight: expected one of yes, no, unknown" in err


# check and schema


def test_check_finds_the_rulesets_of_the_package_sound() -> None:
    done = run("check")
    assert (done.returncode, done.stdout) == (DONE, b"")
    assert b"no fault found" in done.stderr


def test_check_prints_every_fault_of_a_folder_with_its_place_and_a_hint(tmp_path: Path) -> None:
    write_book(tmp_path, [rule("X-01", "risk.save_tonight: no", action="teleport")])
    done = run("check", str(tmp_path))
    assert done.returncode == FAULTS
    out = done.stdout.decode()
    assert f"{tmp_path}/small-book.yaml:" in out
    assert "error[unknown-fact]: `risk.save_tonight` is not a fact of the vocabulary" in out
    assert "hint: did you mean `risk.safe_tonight`?" in out
    assert "error[unknown-action]" in out
    assert done.stderr == b"faults found: 2\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_of_a_folder_that_is_not_there_is_a_fault(tmp_path: Path, language: str) -> None:
    code, out, err = call("check", str(tmp_path / "nowhere"), "--lang", language)
    assert code == FAULTS
    assert f"{'error' if language == 'en' else 'خلل'}[missing-file]" in out
    assert err == phrase("check.faults", count=1).in_language(language) + "\n"  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_prints_the_schema(name: str) -> None:
    assert call("schema", name) == (DONE, schema_text(name), "")


def test_schema_of_another_name_is_a_wrong_call_that_lists_the_names() -> None:
    code, out, err = call("schema", "weather")
    assert (code, out) == (WRONG_CALL, "")
    assert all(name in err for name in SCHEMAS)


# calls


def test_version_and_help_say_what_they_should_and_end_well() -> None:
    assert call("--version") == (DONE, f"protection-rules {__version__}\n", "")
    code, out, err = call("--help")
    assert (code, err) == (DONE, "")
    assert all(command in out for command in ("evaluate", "explain", "check", "schema"))
    for command in ("evaluate", "explain", "check", "schema"):
        code, out, err = call(command, "--help")
        assert (code, err) == (DONE, "")
        assert "Usage:" in out


@pytest.mark.parametrize(
    "words",
    [
        (), ("weather",), ("evaluate",), ("explain",), ("evaluate", "a", "b"), ("evaluate", "-", "--lang", "fr"),
        ("evaluate", "-", "--format", "pdf"), ("evaluate", "-", "--colour"), ("--colour",),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2_and_prints_no_advice(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (WRONG_CALL, b"")
    assert b"Usage:" in done.stderr


# bad profiles


def bad_profiles() -> Iterator[Any]:
    for name, content, english, arabic in (
        ("value", b"profile: 1\nrisk: {safe_tonight: never}\n", "line 2: risk.safe_tonight: expected one of yes, no, unknown", "السطر 2: risk.safe_tonight: المتوقَّع إحدى القيم"),
        ("two faults", b"profile: 1\nrisk: {safe_tonight: never}\nperson:\n  age_group: old\n", "line 4: person.age_group", "السطر 4: person.age_group"),
        ("unknown field", b"profile: 1\nrisk:\n  save_tonight: no\n", "field 1 is not in the vocabulary; did you mean `safe_tonight`?", "أتقصد `safe_tonight`؟"),
        ("unknown section", b"profile: 1\nwhereabouts: {}\n", "section 2 is not part of a profile", "القسم رقم 2 ليس من أقسام الملف"),
        ("boolean", b"profile: 1\nrisk: {safe_tonight: false}\n", 'write "yes" or "no" as text', 'اكتب "yes" أو "no" نصاً'),
        ("no version", b"risk: {safe_tonight: no}\n", "begin the file with `profile: 1`", "ابدأ الملف بالسطر `profile: 1`"),
        ("empty", b"", "file is empty", "تعذّرت قراءته"),
        ("blank", b"\n\n  \n# nothing\n", "file is empty", "تعذّرت قراءته"),
        ("a list", b"- profile: 1\n", "expected sections of facts", "المتوقَّع أقسام من الحقائق"),
        ("a word", b"profile", "expected sections of facts", "المتوقَّع أقسام من الحقائق"),
        ("not YAML", b"profile: 1\nrisk: {safe_tonight: no\n", "not readable as YAML 1.2 or JSON", "تعذّرت قراءته بصيغة YAML"),
        ("not UTF-8", "profile: 1 # é\n".encode("latin-1"), "not UTF-8 text", "ليس نصاً بترميز UTF-8"),
        ("UTF-16", "profile: 1\n".encode("utf-16"), "not UTF-8 text", "ليس نصاً بترميز UTF-8"),
        ("zero bytes", b"profile: 1\x00\n", "profile", "profile"),
        ("huge", b"profile: 1\n" + b"#" * (LARGEST_DOCUMENT + 1), "larger than", "profile"),
        ("alias", b"profile: &a 1\nrisk: *a\n", "anchor is not allowed", "تعذّرت قراءته"),
        ("deep", b"profile: 1\nrisk: " + b"[" * 500 + b"]" * 500, "nested deeper than 60 levels; give coded facts only", "أعمق تداخلاً"),
    ):  # fmt: skip
        yield pytest.param(content, english, arabic, id=name)


@pytest.mark.parametrize(("content", "english", "arabic"), list(bad_profiles()))
def test_a_bad_profile_is_told_on_standard_error_alone_and_ends_with_2(
    tmp_path: Path, content: bytes, english: str, arabic: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    for language, words in (("en", english), ("ar", arabic)):
        for name, stdin in ((str(path), b""), ("-", content)):
            code, out, err = call("evaluate", name, "--lang", language, stdin=stdin)
            assert (code, out) == (WRONG_CALL, "")
            assert words in err
            assert not any(said in err for said in ("never", "old\n", "whereabouts", "save_tonight"))


@pytest.mark.parametrize(("language", "words"), [("en", "cannot be read"), ("ar", "تعذّرت قراءة الملف")])
def test_a_file_that_is_missing_or_a_directory_or_unreadable_is_told_and_not_named(
    tmp_path: Path, language: str, words: str
) -> None:
    for path in (tmp_path / "with-a-telling-name.yaml", tmp_path, "\x00", "x" * 5000):
        done = call("evaluate", str(path), "--lang", language)
        assert done[:2] == (WRONG_CALL, "")
        assert words in done[2]
        assert "telling" not in done[2]


def test_every_bad_profile_ends_without_a_traceback_in_a_process_of_its_own(tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00", b"profile: 1\nrisk: {safe_tonight: never}\n", b"[" * 100_000):
        done = run("evaluate", "-", "--format", "json", stdin=content)
        assert (done.returncode, done.stdout) == (WRONG_CALL, b"")
    assert run("evaluate", str(tmp_path)).returncode == WRONG_CALL


# pipes, terminals, faults inside


@pytest.mark.parametrize("words", [("--all",), ("--all", "--format", "json"), ("--format", "markdown"), ()])
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_has_seen_enough_is_no_fault(profile: str, words: tuple[str, ...], reader: str) -> None:
    command = f'"$0" -m protection_rules evaluate "$@" | {reader}; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, profile, *words],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert len(done.stdout.splitlines()) == (1 if reader == "head -1" else 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is played by /dev/full")
def test_output_that_cannot_be_written_is_told_once(profile: str) -> None:
    for words in (("evaluate", profile), ("--version",)):
        with open("/dev/full", "wb") as full:  # noqa: PTH123
            done = subprocess.run(
                [sys.executable, "-m", "protection_rules", *words],
                env=ENVIRONMENT,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == WRONG_CALL
        assert (
            done.stderr == b"something went wrong inside (OSError); no advice is given. Please report it.\n"
        )


def test_no_colour_is_forced_upon_a_file(profile: str) -> None:
    assert (
        run("evaluate", profile, FORCE_COLOR="1", TTY_COMPATIBLE="1").stdout
        == run("evaluate", profile).stdout
    )


def on_a_terminal(*words: str, answer: bytes, lines: int = 30) -> str:
    """What a person sees on a terminal of 80 columns who gives this answer when asked to go on."""
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
    command = [sys.executable, "-m", "protection_rules", *words]
    with subprocess.Popen(
        command, env=ENVIRONMENT | {"TERM": "xterm"}, stdin=end, stdout=end, stderr=end
    ) as child:
        os.close(end)
        os.write(terminal, answer)
        shown = b"".join(read_all(terminal))
    os.close(terminal)
    assert child.returncode == DONE
    return shown.decode()


def read_all(terminal: int) -> Iterator[bytes]:
    # the end of what a terminal shows is a read that fails
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            yield piece


def test_on_a_terminal_the_first_screen_waits_and_headings_are_set_off(profile: str) -> None:
    stopped = on_a_terminal("evaluate", profile, answer=b"q\n")
    assert "\x1b[1mAdvice for this case" in stopped
    assert "q: stop" in stopped
    assert "WITHIN 72 HOURS" not in stopped
    gone_on = on_a_terminal("evaluate", profile, answer=b"\n")
    assert "WITHIN 72 HOURS" in gone_on
    assert "q: stop" not in on_a_terminal("evaluate", profile, answer=b"", lines=200)


FAULTS_INSIDE: Final = [
    (MatcherDisagreement(("durable", "compiled"), ["C-ACC-01"]), "MatcherDisagreement"),
    (RuntimeError("no, family, hall"), "RuntimeError"),
    (KeyError("risk.safe_tonight"), "KeyError"),
    (RecursionError("no"), "RecursionError"),
    (OSError(5, "hall"), "OSError"),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS_INSIDE, ids=[kind for _, kind in FAULTS_INSIDE])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_a_fault_inside_gives_one_line_with_its_kind_alone_and_no_advice(
    profile: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: str,
    language: Language,
    fault: Exception,
    kind: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Engine, "evaluate", fail)
    given = ["evaluate", profile] if command == "evaluate" else ["explain", "C-ACC-01", profile]
    monkeypatch.setattr(sys, "argv", ["protection-rules", *given, "--lang", language])
    output = os.dup(1)
    try:
        with pytest.raises(SystemExit) as stopped:
            main()
    finally:
        os.dup2(output, 1)
        os.close(output)
    assert stopped.value.code == WRONG_CALL
    out, err = capfd.readouterr()
    assert out == ""
    assert err == phrase("error.internal", kind=kind).in_language(language) + "\n"


def test_an_interrupt_ends_quietly_and_not_as_done(
    profile: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "evaluate", interrupt)
    monkeypatch.setattr(sys, "argv", ["protection-rules", "evaluate", profile])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == INTERRUPTED
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err


def test_check_tells_a_text_that_breaks_an_invariant(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped_rulesets(), tmp_path / "rules")
    path = folder / "mandatory-reporting.yaml"
    written = path.read_text(encoding="utf-8")
    words = "the person must be told first"
    assert words in written.replace("\n        ", " ")
    path.write_text(
        re.sub(r"the person must\s+be told\s+first", "the person hears of it", written), encoding="utf-8"
    )
    found = run("check", str(folder))
    assert found.returncode == 1
    told = found.stdout.decode()
    assert "error[broken-invariant]: I-09, check" in told
    assert "No report about an adult without the adult's consent" in told


# starting


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_called_is_there_without_the_modules_of_the_others(name: str) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['protection-rules', {name!r}, '--help']\n"
        "from protection_rules.__main__ import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print(*(name for name in sys.modules if name.startswith('protection_rules.cli.')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, check=True
    )
    *shown, imported = done.stdout.splitlines()
    assert f"Usage: protection-rules {name}" in "\n".join(shown)
    assert f"protection_rules.cli.{COMMANDS[name]}" in imported.split()
    others = {f"protection_rules.cli.{module}" for module in COMMANDS.values()} - {*imported.split()}
    assert len(others) >= len({*COMMANDS.values()}) - 3


def test_help_lists_every_command_in_a_process_that_called_one_before() -> None:
    code, out, _ = call("--help")
    assert code == DONE
    assert [
        line.split()[0]
        for line in out.partition("Commands:")[2].splitlines()
        if line[:2] == "  " and line[2:3].strip()
    ] == [*COMMANDS]


def test_a_command_that_there_is_not_is_told_with_one_that_is_like_it() -> None:
    done = run("evalute", "profile.yaml")
    assert done.returncode == WRONG_CALL
    assert b"evaluate" in done.stderr
