"""What the page on open cases says is done, in both languages, as it stands there."""

from __future__ import annotations

import contextlib
import io
import re

import pytest

from protection_rules.matchers.working_memory import MOST_LIVE
from protection_rules.open_cases import TIME_TO_LIVE
from protection_rules.sealing import STEP
from tests.test_readme import BLOCK, ROOT

PAGES = ("sessions.md", "sessions.ar.md")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_step_prints_what_the_page_shows(name: str) -> None:
    namespace: dict[str, object] = {}
    printed = ""
    for kind, text in BLOCK.findall(page(name)):
        match kind:
            case "python":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile(text, name, "exec"), namespace)
                printed = out.getvalue()
            case "output":
                assert printed == text
            case _:
                pytest.fail(f"a block of {kind} is not carried out")


def test_both_pages_show_the_same_steps() -> None:
    def steps(name: str) -> list[str]:
        blocks = [text for kind, text in BLOCK.findall(page(name)) if kind == "python"]
        return [text.replace('error.report("ar")', "error").replace("text.ar", "text.en") for text in blocks]

    english, arabic = map(steps, PAGES)
    assert arabic == english
    assert len(english) >= 5


@pytest.mark.parametrize("name", PAGES)
def test_the_numbers_on_the_page_are_those_of_the_library(name: str) -> None:
    text = page(name)
    for number in (MOST_LIVE, int(TIME_TO_LIVE // 60), STEP // 1024):
        assert str(number) in text


def test_both_pages_write_an_update_in_the_same_ways() -> None:
    english, arabic = (re.findall(r"^\| `(\{.*\})` \|", page(name), re.MULTILINE) for name in PAGES)
    assert arabic == english
    assert len(english) == 9
