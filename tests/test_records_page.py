"""What the page on decision records says is done, in both languages, as it stands there."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from tests.test_readme import BLOCK, ROOT, commands, folder, matches, run

__all__ = ["folder"]
PAGES = ("records.md", "records.ar.md")


def blocks(name: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_every_step_prints_what_the_page_shows(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    namespace: dict[str, object] = {}
    printed = ""
    for kind, text in blocks(name):
        match kind:
            case "python":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile(text, name, "exec"), namespace)
                printed = out.getvalue()
            case "output":
                assert printed == text
            case "console":
                for command, shown in commands(text):
                    said = run(command, folder).splitlines()
                    assert matches(shown, said), f"{command} said:\n" + "\n".join(said)
            case _:
                pytest.fail(f"a block of {kind} is not carried out")


def test_both_pages_show_the_same_steps() -> None:
    def steps(name: str) -> list[str]:
        done = [
            text.replace('error.report("ar")', "error") for kind, text in blocks(name) if kind == "python"
        ]
        asked = [command for kind, text in blocks(name) if kind == "console" for command, _ in commands(text)]
        return done + [command.replace(" --lang ar", "") for command in asked]

    english, arabic = map(steps, PAGES)
    assert arabic == english
    assert len(english) >= 6
