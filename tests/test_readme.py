"""What the README says is done, as it stands there."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a new user has it, with the command on the path."""
    for name in ("examples", "rulesets"):
        shutil.copytree(ROOT / name, tmp_path / name)
    command = tmp_path / "bin" / "protection-rules"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m protection_rules "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path) -> str:
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        ["sh", "-c", f"({command}) 2>&1"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def matches(shown: list[str], said: list[str]) -> bool:
    """Whether the lines shown are what was said; a line of three dots stands for any lines."""
    if not shown:
        return not said
    if shown[0] == "...":
        return any(matches(shown[1:], said[start:]) for start in range(len(said) + 1))
    return bool(said) and shown[0] == said[0] and matches(shown[1:], said[1:])


def commands(block: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize("name", ["README.md", "README.ar.md"])
def test_every_command_says_what_the_page_shows(name: str, folder: Path) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    blocks = [text for language, text in BLOCK.findall(page) if language == "console"]
    assert blocks
    for block in blocks:
        for command, shown in commands(block):
            said = run(command, folder).splitlines()
            assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


def test_the_python_of_the_readme_prints_what_it_shows() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    namespace: dict[str, object] = {}
    printed = ""
    for language, text in BLOCK.findall(page):
        if language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, "README.md", "exec"), namespace)
            printed = out.getvalue()
        elif language == "output":
            assert printed == text


@pytest.mark.parametrize(
    "example", sorted(filter(Path.is_file, (ROOT / "examples").iterdir())), ids=lambda path: path.name
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_example_is_evaluated(example: Path, language: str, folder: Path) -> None:
    said = run(f"protection-rules evaluate {example} --lang {language}", folder)
    assert len(said.splitlines()) > 20


def test_both_readmes_show_the_same_steps_for_policy_staff() -> None:
    def steps(name: str) -> list[str]:
        page = (ROOT / name).read_text(encoding="utf-8")
        text = page[
            page.index("## For policy") if "## For policy" in page else page.index("واضعي السياسات") :
        ]
        blocks = [block for language, block in BLOCK.findall(text) if language == "console"]
        return [re.sub(r" --lang ar", "", command) for block in blocks for command, _ in commands(block)]

    assert steps("README.ar.md") == steps("README.md")[: len(steps("README.ar.md"))]
