"""The threat model: its example runs, and every test that it names is there."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("security.md", "security.ar.md")


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_example_for_hosts_runs(page: str) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)
    held: dict[str, object] = {}
    factory = logging.getLogRecordFactory()
    try:
        exec(code, held)  # the example as it stands on the page
    finally:
        logging.setLogRecordFactory(factory)
    assert getattr(held["view"], "language", None) == "ar"


@pytest.mark.parametrize("page", PAGES)
def test_every_test_and_page_that_is_named_is_there(page: str) -> None:
    named = re.findall(r"`(test_\w+)`", text(page))
    assert named
    missing = {name for name in named if not list(Path(__file__).parent.glob(f"{name}*.py"))}
    missing |= {name for name in re.findall(r"\]\(([\w.]+)\)", text(page)) if not (DOCS / name).exists()}
    assert missing == set()


def test_both_pages_name_the_same_tests_in_the_same_order() -> None:
    english, arabic = (re.findall(r"`(test_\w+)`", text(page)) for page in PAGES)
    assert english == arabic
