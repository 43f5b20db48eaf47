"""What there is to know of every code of a fault: for the terminal, and as the pages of docs/diagnostics*.md.

`make diagnostics` writes the pages again: what stands in them before the codes is written by hand, and kept.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from protection_rules.advice.phrases import phrase, sentence_case
from protection_rules.advice.text_page import Heading
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.rulesets.codes import CODES, CodePage, Sample, code_page

PAGES: Final[dict[Language, str]] = {"en": "diagnostics.md", "ar": "diagnostics.ar.md"}
"""The page of each language."""
_WIDTH: Final = 100


def code_lines(code: str, language: Language) -> Iterator[str]:
    """What there is to know of one of CODES, line by line."""
    page = code_page(code)
    yield Heading(f"{code}: {page.meaning.in_language(language)}")
    for label, text in _samples(page.sample, language):
        yield from ("", label, *(f"    {line}" for line in text.splitlines()))
    yield ""
    yield from textwrap.wrap(_why(page, language), _WIDTH)


def code_markdown(code: str, language: Language) -> str:
    """The same as a section of a page."""
    page = code_page(code)
    form = "yaml" if page.sample.file is not None else "text"
    blocks = "\n\n".join(
        f"{label}\n\n```{form}\n{text}\n```" for label, text in _samples(page.sample, language, quote="`")
    )
    meaning = sentence_case(page.meaning).in_language(language)
    return f"### {code}\n\n{meaning}.\n\n{blocks}\n\n{_why(page, language)}\n"


def with_codes(written: str, language: Language) -> str:
    """A page as it is written, with the section of every code anew."""
    heading = f"## {phrase('codes.title').in_language(language)}\n"
    before, _, after = written.partition(heading)
    close = "</div>\n" if after.rstrip().endswith("</div>") else ""
    sections = "\n".join(code_markdown(code, language) for code in CODES)
    return f"{before}{heading}\n{sections}" + (f"\n{close}" if close else "")


def _samples(sample: Sample, language: Language, quote: str = "") -> Iterator[tuple[str, str]]:
    where = "in_file" if sample.file is not None else "as_files"
    file = f"{quote}{sample.file}{quote}"
    yield phrase(f"codes.avoid_{where}", file=file).in_language(language), sample.avoid
    yield phrase("codes.prefer").in_language(language), sample.prefer


def _why(page: CodePage, language: Language) -> str:
    return phrase("codes.why", why=page.why).in_language(language)


def main() -> None:
    """Write the pages of a folder again."""
    options = argparse.ArgumentParser(description="Write the pages on the codes of faults again.")
    options.add_argument("folder", nargs="?", default="docs", type=Path, help="where the pages are")
    folder: Path = options.parse_args().folder
    for language in LANGUAGES:
        path = folder / PAGES[language]
        path.write_text(with_codes(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
