"""What the guide for policy staff says is done, in both languages, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_readme import BLOCK, ROOT, commands, folder, matches, run

__all__ = ["folder"]
PAGES = ("editing.md", "editing.ar.md")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def steps(name: str) -> list[tuple[str, list[str]]]:
    return [
        step for kind, block in BLOCK.findall(page(name)) if kind == "console" for step in commands(block)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_step_says_what_the_page_shows(name: str, folder: Path) -> None:
    for command, shown in steps(name):
        said = run(command, folder).splitlines()
        assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


def test_both_pages_show_the_same_steps() -> None:
    def asked(name: str) -> set[str]:
        return {command.replace(" --lang ar", "").split(" | ")[0] for command, _ in steps(name)}

    english, arabic = map(asked, PAGES)
    assert english == arabic
    assert len(english) >= 12


@pytest.mark.parametrize("name", PAGES)
def test_what_the_page_leads_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page(name)):
        assert (ROOT / "docs" / target).exists(), target
