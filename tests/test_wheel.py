"""The wheel, installed into an empty environment, works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ("rulesets", "schemas")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_rulesets_and_schemas_travel_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for name in CONTENT:
        for path in (ROOT / name).iterdir():
            assert f"protection_rules/_content/{name}/{path.name}" in inside
    assert {
        "protection_rules/py.typed",
        "protection_rules/advice/phrases.yaml",
        "protection_rules/advice/phrases_of_commands.yaml",
        "protection_rules/advice/templates/base.html",
        "protection_rules/cli/help.yaml",
        "protection_rules/rulesets/faults/unknown-value.yaml",
        "protection_rules/rulesets/words.yaml",
        "protection_rules/advice/templates/paper.css",
        "pytest_protection_canaries.py",
    } <= inside


def test_nothing_of_the_tests_or_of_this_machine_travels_inside(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    assert not [name for name in archive.namelist() if name.startswith(("tests", "features"))]
    assert not [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)]


def test_it_works_in_an_empty_environment_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
    (elsewhere / "profile.yaml").write_text("profile: 1\nrisk: {safe_tonight: no}\n", encoding="utf-8")
    command = str(home / "bin" / "protection-rules")
    advice = json.loads(run(command, "evaluate", "profile.yaml", "--format", "json"))
    assert "C-ACC-01" in [one["rule"] for one in advice["recommendations"]]
    assert "المشورة" in run(command, "evaluate", "profile.yaml", "--lang", "ar")
    page = run(
        command, "evaluate", "profile.yaml", "--lang", "ar", "--audience", "person", "--format", "html"
    )
    assert '<html lang="ar" dir="rtl"' in page
    run(command, "check")
    run(command, "explain", "C-ACC-01", "profile.yaml")
    script = "from protection_rules import *; print(Engine.load())"
    assert "135 rules" in run(str(python), "-c", script)
