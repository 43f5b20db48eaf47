"""What the page on caseloads says is done, in both languages, as it stands there."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import get_args

import pytest

from protection_rules.advice.statistics import SMALLEST
from protection_rules.caseload.entries import KINDS
from protection_rules.caseload.partitions import PartitionForm
from protection_rules.caseload.runs import CASES_OF_A_PART
from tests.test_readme import BLOCK, ROOT, commands, folder, matches, run

__all__ = ["folder"]

PAGES = ("caseload.md", "caseload.ar.md")
FORMS = get_args(PartitionForm)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_command_says_what_the_page_shows(name: str, folder: Path) -> None:
    (block,) = [text for kind, text in BLOCK.findall(page(name)) if kind == "console"]
    (_, cases), *others = commands(block)
    (folder / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")
    for command, shown in others:
        said = run(command, folder).splitlines()
        assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


@pytest.mark.parametrize("name", PAGES)
def test_the_python_of_the_page_prints_what_it_shows(name: str) -> None:
    namespace: dict[str, object] = {}
    printed = ""
    for kind, text in BLOCK.findall(page(name)):
        if kind == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, name, "exec"), namespace)
            printed = out.getvalue()
        elif kind == "output":
            assert printed == text


def test_both_pages_show_the_same_steps() -> None:
    english, arabic = (
        [text for kind, text in BLOCK.findall(page(name)) if kind in {"python", "output"}] for name in PAGES
    )
    assert arabic == english


def test_both_pages_on_clusters_show_the_same_programs() -> None:
    english, arabic = (
        [text for kind, text in BLOCK.findall(page(name)) if kind == "python"]
        for name in ("scaling.md", "scaling.ar.md")
    )
    assert len(english) == 3
    assert arabic == english
    assert [compile(text, "scaling.md", "exec") for text in english]
    assert all(f"| `{form}` |" in page(name) for name in ("scaling.md", "scaling.ar.md") for form in FORMS)


def test_the_page_names_what_the_library_has() -> None:
    text = page("caseload.md")
    assert all(f"`{kind}`" in text for kind in KINDS)
    assert f"{CASES_OF_A_PART:,}" in text
    assert all(re.search(rf"\b{SMALLEST}\b", page(name)) for name in PAGES)
