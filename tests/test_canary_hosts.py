"""The canary kit as a host has it: whatever leaks fails, is named, and is not repeated."""

from __future__ import annotations

import fnmatch
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path
from textwrap import indent
from typing import Final

import pytest

from tests.test_canary_hunt import places

pytest_plugins = ["pytester"]

ROOT: Final = Path(__file__).resolve().parents[1]


# hosts

HEAD: Final = """
import base64, hashlib, json, logging, os, socket, subprocess, sys, tempfile, threading, warnings
from pathlib import Path
import pytest
from protection_rules import CaseProfile, ProfileError

@pytest.fixture
def sound(protection_canaries):
    return protection_canaries.sound[0]

@pytest.fixture
def faulty(protection_canaries):
    return next(canary for canary in protection_canaries.faulty if canary.name == "every field (arabic)")

@pytest.fixture
def value(faulty):
    return faulty.mapping["risk"]["safe_tonight"]

@pytest.fixture
def item(sound):
    return sound.mapping["service"][0]["id"]
"""

LEAKING: Final[dict[str, tuple[str, str]]] = {
    # what a host's test does: the surface and how it was written
    'logging.getLogger("host").info("read %s", value)': ("logs", "plain"),
    'logging.getLogger("host.deep").debug("read", extra={"case": item})': ("logs", "plain"),
    'logging.getLogger(f"host.{item}").info("read")': ("logs", "plain"),
    'quiet = logging.getLogger("quiet"); quiet.propagate = False; quiet.disabled = True; quiet.info(sound.yaml)': ("logs", "plain"),
    'try:\n    int(value)\nexcept ValueError:\n    logging.getLogger("host").exception("failed")': ("logs", "plain"),
    "print(value)": ("stdout", "plain"),
    "print(sound.mapping)": ("stdout", "plain"),
    "print(sound.profile.risk.incident_types)": ("stdout", "plain"),
    'print("A safe place tonight: yes")  # sound': ("stdout", "plain"),
    "print(repr(value.encode()))": ("stdout", "escaped"),
    "sys.stderr.write(value)": ("stderr", "plain"),
    "os.write(2, value.encode())": ("stderr", "plain"),
    "print(base64.b64encode(sound.contents[0]))": ("stdout", "base64"),
    "print(value.encode().hex())": ("stdout", "hex"),
    "print(hashlib.sha256(item.encode()).hexdigest())": ("stdout", "sha256"),
    "print(hashlib.md5(sound.contents[1]).hexdigest()[:12])": ("stdout", "md5"),
    "print(value[::-1])": ("stdout", "backwards"),
    'subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read())"], input=sound.contents[0])': ("stdout", "plain"),
    'subprocess.run([sys.executable, "-c", "", item])': ("processes", "plain"),
    'subprocess.run([sys.executable, "-c", ""], env=os.environ | {"CASE": item})': ("processes", "plain"),
    'os.system(f"true {item}")': ("processes", "plain"),
    'monkeypatch.setenv("CASE", sound.json)': ("environment", "plain"),
    "warnings.warn(value)": ("warnings", "plain"),
    'warnings.simplefilter("ignore"); warnings.warn(value)': ("warnings", "plain"),
    "with pytest.warns(UserWarning):\n    warnings.warn(value)": ("warnings", "plain"),
    "raise ValueError(value)": ("exceptions", "plain"),
    "raise ValueError('wrong') from KeyError(item)": ("exceptions", "plain"),
    "error = ValueError('wrong'); error.add_note(sound.yaml); raise error": ("exceptions", "plain"),
    "error = ValueError('wrong'); error.case = sound.mapping; raise error": ("exceptions", "plain"),
    "raise ExceptionGroup('wrong', [ValueError(item)])": ("exceptions", "plain"),
    "with pytest.raises(ValueError):\n    int(value)": ("exceptions", "plain"),
    "assert sound.mapping == {}": ("exceptions", "plain"),
    "pytest.skip(value)": ("exceptions", "plain"),
    "Path(tempfile.mkdtemp(), 'case').write_text(sound.yaml)": ("files", "plain"),
    "(tmp_path / 'case').write_bytes(base64.b64encode(sound.contents[2]))": ("files", "base64"),
    "(tmp_path / f'{item}.json').touch()": ("files", "plain"),
    "(tmp_path / item).mkdir()": ("files", "plain"),
    "Path('here').write_text(item)": ("files", "plain"),
    'with tempfile.NamedTemporaryFile("w") as file:\n    file.write(sound.yaml)': ("files", "plain"),
    'with tempfile.TemporaryDirectory() as folder:\n    Path(folder, "case").write_text(item)': ("files", "plain"),
    '(tmp_path / "a").touch(); (tmp_path / "a").rename(tmp_path / item)': ("files", "plain"),
    'subprocess.run([sys.executable, "-c", "import sys; open(sys.argv[1], \'w\').write(sys.stdin.read())", tmp_path / "case"], input=sound.contents[0])': ("files", "plain"),
    'subprocess.run([sys.executable, "-c", "import sys, tempfile; open(tempfile.mkdtemp() + \'/case\', \'w\').write(sys.stdin.read())"], input=sound.contents[0])': ("files", "plain"),
    "one, other = socket.socketpair(); one.sendall(item.encode()); one.close(); other.close()": ("network", "plain"),
    'with pytest.raises(OSError):\n    socket.getaddrinfo(f"{item}.invalid", 80)': ("network", "plain"),
    'protection_canaries.look_at(sound.mapping, "answer")': ("objects", "plain"),
    'protection_canaries.look_at(json.dumps(sound.mapping).encode(), "answer")': ("objects", "plain"),
    'protection_canaries.add_mark("Ann Other", "name"); print("ann other")': ("stdout", "plain"),
    'protection_canaries.allow("stdout"); print(value)': ("stdout", "plain"),
    'protection_canaries.allow("stderr"); print(sound.mapping)': ("stdout", "plain"),
    'protection_canaries.allow("files", within=tmp_path / "store"); (tmp_path / "case").write_text(item)': ("files", "plain"),
    "print(value); capfd.readouterr()": ("stdout", "plain"),
}  # fmt: skip
SILENT: Final = (
    "for canary in protection_canaries.faulty:\n    with pytest.raises(ProfileError):\n        canary.profile",
    "print(sound.profile, faulty, sound)",
    'logging.getLogger("host").info("one case read: %s", sound.profile)',
    "CaseProfile.from_file(protection_canaries.file(sound))",
    'protection_canaries.allow("stdout"); print(sound.mapping)',
    'protection_canaries.allow("stdout", faulty=True); print(value)',
    'protection_canaries.allow("files", within=tmp_path); (tmp_path / "case").write_text(sound.yaml)',
    "protection_canaries.look_at(sound.profile)",
    'quiet = logging.getLogger("filtered"); quiet.addFilter(lambda record: not record.args); quiet.warning("%s", value)',
    'subprocess.run([sys.executable, "-c", "import sys; sys.stdin.read()"], input=sound.contents[0])',
    'print("safe_tonight is no longer asked; case 7919; type: other")',
    "records = []\nhandler = logging.Handler()\nhandler.emit = records.append\nlogging.getLogger().addHandler(handler)\n"  # noqa: ISC004
    'logging.getLogger("host").debug("not heard before")\nlogging.getLogger().removeHandler(handler)\nassert records == []',
)
ALSO: Final = """
@pytest.mark.protection_canaries_allow("stdout")
def test_with_a_marker(sound):
    print(sound.mapping)

@pytest.fixture
def store(sound):
    yield
    print(sound.yaml)

def test_that_is_left_clean(store):
    pass

@pytest.mark.xfail
def test_that_is_expected_to_fail(value):
    print(value)
    raise ValueError
"""


def host_tests() -> str:
    fixtures = "sound, faulty, value, item, tmp_path, monkeypatch, capfd, protection_canaries"
    without_capture = fixtures.replace("capfd, ", "")
    tests = []
    for kind, bodies in (("leaking", LEAKING), ("silent", SILENT)):
        for number, body in enumerate(bodies):
            taken = fixtures if "capfd" in body else without_capture
            tests.append(f"def test_{kind}_{number}({taken}):\n{indent(body, '    ')}\n")
    return "\n".join([HEAD, *tests, ALSO])


def run_host(folder: Path, tests: str, *options: str) -> tuple[dict[str, ET.Element], str]:
    """What pytest says of each test, and all that it prints and writes."""
    (folder / "test_host.py").write_text(tests, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "pytest_protection_canaries", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            *command,
            "-c",
            os.devnull,
            "--rootdir",
            folder,
            "--junitxml",
            folder / "report.xml",
            "-rA",
            *options,
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    report = (folder / "report.xml").read_text(encoding="utf-8")
    cases = {case.attrib["name"]: case for case in ET.fromstring(report).iter("testcase")}
    return cases, done.stdout + done.stderr + report


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, ET.Element], str]:
    return run_host(tmp_path_factory.mktemp("host"), host_tests(), "--protection-canaries", "--showlocals")


@pytest.mark.parametrize("body", LEAKING, ids=lambda body: body[:60])
def test_a_host_that_leaks_is_told_where_and_how(host: tuple[dict[str, ET.Element], str], body: str) -> None:
    surface, encoding = LEAKING[body]
    case = host[0][f"test_leaking_{[*LEAKING].index(body)}"]
    told = "".join(
        part for result in case.iter() for part in (result.attrib.get("message", ""), result.text or "")
    )
    assert case.find("failure") is not None or case.find("error") is not None
    assert any(
        line.lstrip().startswith(f"{surface} (") and f"): {encoding}, from a " in line
        for line in told.splitlines()
    ), told
    expected = {
        "value": "from a faulty profile: risk.safe_tonight",
        "item": "from a sound profile: service[0].id",
        "Ann": "from a sound profile: name",
    }
    for word, said in expected.items():
        if word in body:
            assert said in told


@pytest.mark.parametrize("body", SILENT, ids=lambda body: body[:60])
def test_a_host_that_does_not_leak_passes(host: tuple[dict[str, ET.Element], str], body: str) -> None:
    case = host[0][f"test_silent_{SILENT.index(body)}"]
    assert [child.tag for child in case if child.tag in {"failure", "error", "skipped"}] == [], body


def test_a_marker_allows_what_the_kit_allows(host: tuple[dict[str, ET.Element], str]) -> None:
    assert host[0]["test_with_a_marker"].find("failure") is None


def test_a_leak_after_the_test_is_seen(host: tuple[dict[str, ET.Element], str]) -> None:
    assert host[0]["test_that_is_left_clean"].find("error") is not None


def test_a_leak_in_a_test_that_is_expected_to_fail_is_seen(host: tuple[dict[str, ET.Element], str]) -> None:
    assert host[0]["test_that_is_expected_to_fail"].find("failure") is not None


def test_the_report_repeats_nothing(host: tuple[dict[str, ET.Element], str]) -> None:
    _, everything = host
    assert len(everything) > 10_000
    assert places(everything.replace("test_with_a_marker", "")) == set()


# where it is not asked for, and how it stands beside other plugins

ONE_LEAK: Final = "def test_it(protection_canaries):\n    print(protection_canaries.sound[0].mapping)\n"
LEAK_ACROSS_TESTS: Final = """
import logging
import pytest

@pytest.fixture(scope="session")
def stored(protection_canary_profiles):
    return [canary.mapping for canary in protection_canary_profiles.sound]

def test_before():
    print("safe_tonight: no")

def test_storing(stored):
    assert stored

def test_that_knows_nothing_of_canaries(request):
    stored = request.getfixturevalue("stored")
    logging.getLogger("host").info("%s", stored[0]["service"][0]["id"])

def test_with_words_of_its_own():
    print("safe_tonight: no")
"""


def run(pytester: pytest.Pytester, tests: str, *options: str) -> pytest.RunResult:
    pytester.makepyfile(tests)
    return pytester.runpytest_inprocess("-p", "pytest_protection_canaries", *options)


def test_without_the_option_tests_of_canaries_are_skipped_and_say_so(pytester: pytest.Pytester) -> None:
    result = run(pytester, ONE_LEAK, "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*canaries are planted with --protection-canaries only*"])
    result.stdout.no_fnmatch_line("*protection canaries: on*")


def test_without_the_option_nothing_of_the_library_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_host.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    program = (
        "import pytest, sys; code = pytest.main(['-q', '-p', 'pytest_protection_canaries', '-c', '/dev/null'])\n"
        "print([name for name in sys.modules if name.startswith(('protection_rules', 'pydantic', 'rich'))], code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_the_setting_does_what_the_option_does(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nprotection_canaries = true\n")
    run(pytester, ONE_LEAK).assert_outcomes(failed=1)


LOCAL_LEAK: Final = """
def test_it(protection_canaries):
    protection_canaries.sound[0].profile
    print("boat_runs=" + protection_canaries.sound[0].mapping.get("local", {}).get("boat_runs", ""))
"""
OVERLAY: Final = ROOT / "examples" / "overlay-maravel"


def test_facts_of_an_operations_own_are_planted_and_found_with_its_overlay(pytester: pytest.Pytester) -> None:
    run(pytester, LOCAL_LEAK, "--protection-canaries").assert_outcomes(passed=1)
    laid = run(pytester, LOCAL_LEAK, "--protection-canaries", "--protection-canaries-overlay", str(OVERLAY))
    laid.assert_outcomes(failed=1)
    laid.stdout.fnmatch_lines(["*stdout (in call of the test): plain, from a sound profile: local.boat_runs"])


def test_the_setting_names_overlays_from_the_folder_that_it_stands_in(pytester: pytest.Pytester) -> None:
    shutil.copytree(OVERLAY, pytester.path / "ours")
    pytester.makeini("[pytest]\nprotection_canaries = true\nprotection_canaries_overlays = ours\n")
    run(pytester, LOCAL_LEAK).assert_outcomes(failed=1)


def test_an_overlay_with_faults_is_refused_with_their_places(pytester: pytest.Pytester) -> None:
    (pytester.path / "ours").mkdir()
    result = run(pytester, ONE_LEAK, "--protection-canaries", "--protection-canaries-overlay", "ours")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *ours*overlay.yaml*"])
    result.stderr.no_fnmatch_line("*Traceback*")


def test_where_output_is_not_captured_tests_of_canaries_are_skipped_and_say_so(
    pytester: pytest.Pytester,
) -> None:
    result = run(pytester, ONE_LEAK, "--protection-canaries", "-s", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*but idle without --capture=fd*", "*canaries watch the output*"])


def test_a_marker_that_names_no_surface_is_refused(pytester: pytest.Pytester) -> None:
    tests = f"import pytest\n@pytest.mark.protection_canaries_allow('stdoot')\n{ONE_LEAK}"
    result = run(pytester, tests, "--protection-canaries", "--strict-markers")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*protection_canaries_allow takes surfaces: logs, warnings, stdout, *"])


def test_canaries_of_the_session_are_looked_for_in_every_test_from_then_on(pytester: pytest.Pytester) -> None:
    result = run(pytester, LEAK_ACROSS_TESTS, "--protection-canaries", "-v")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*logs (host, INFO, *): plain, from a sound profile: service*id*"])


def test_the_watch_leaves_everything_as_it_was(pytester: pytest.Pytester) -> None:
    def state() -> list[object]:
        return [
            logging.Logger.handle, logging.Logger.isEnabledFor, warnings.warn, warnings.warn_explicit,
            vars(socket.socket).get("sendall"), tempfile.tempdir, os.environ.get("TMPDIR"), pytest.CaptureFixture.readouterr,
        ]  # fmt: skip

    before = state()
    run(pytester, ONE_LEAK, "--protection-canaries").assert_outcomes(failed=1)
    assert state() == before


def test_it_works_with_several_processes(tmp_path: Path) -> None:
    tests = "\n".join([HEAD, *(f"def test_leaking_{n}(item):\n    print(item)\n" for n in range(4))])
    cases, everything = run_host(tmp_path, tests, "--protection-canaries", "-n", "2", "-p", "xdist")
    assert [case.find("failure") is not None for case in cases.values()] == [True] * 4
    assert places(everything) == set()


@pytest.mark.parametrize("page", ["canaries.md", "canaries.ar.md"])
def test_the_examples_of_the_pages_do_what_the_pages_say(page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    example, *others = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "test_intake.py").write_text(example, encoding="utf-8")
    _, said = run_host(tmp_path, "\n".join(others), "--protection-canaries", "test_intake.py")
    (shown,) = re.findall(r"^```output\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for line in shown.splitlines():
        assert fnmatch.filter(said.splitlines(), "*" + line.replace("...", "*") + "*"), line
    if others:
        cases, _ = run_host(tmp_path, "\n".join(others), "--protection-canaries", "test_host.py")
        assert len(cases) > 2
        assert [name for name, case in cases.items() if case.find("failure") is not None] == []


def test_the_package_offers_the_plugin_to_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"pytest_protection_canaries": "pytest_protection_canaries"}
