"""Faults of rulesets in the forms that other programs read, with paths from the working directory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from protection_rules._version import __version__
from protection_rules.authoring.code_pages import code_markdown
from protection_rules.documents import visible
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.codes import NOTHING, code_page
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.model import RuleBook

_SARIF: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json(book: RuleBook | None, faults: Sequence[Diagnostic]) -> dict[str, Any]:
    """The result of a check: what was checked, if it can be used, and every fault in both languages."""
    return {
        "check": 1,
        "sound": not faults,
        "rulesets": None if book is None else len(book.rulesets),
        "rules": None if book is None else len(book.rules),
        "faults": [
            {
                "file": _from_here(fault.file),
                "line": fault.line,
                "column": fault.column,
                "code": fault.code,
                "message": _both(fault.message),
                "hint": None if fault.hint == NOTHING else _both(fault.hint),
            }
            for fault in faults
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}


def as_github(faults: Sequence[Diagnostic], language: Language) -> Iterator[str]:
    """A workflow command for each fault, which GitHub shows as an annotation at its place."""
    for fault in faults:
        place = {
            "file": visible(_from_here(fault.file)),
            "line": str(fault.line),
            "col": str(fault.column),
            "title": fault.code,
        }
        named = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        yield f"::error {named}::{_data(_told(fault, language))}"


def _told(fault: Diagnostic, language: Language) -> str:
    """The message, and the hint in a line of its own."""
    message, hint = fault.message.in_language(language), fault.hint.in_language(language)
    return f"{message}\n{hint}" if hint else message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(faults: Sequence[Diagnostic], language: Language) -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run; the rules are the codes that were found, each with its page."""
    codes = sorted({fault.code for fault in faults})
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "protection-rules",
                        "version": __version__,
                        "rules": [_rule(code, language) for code in codes],
                    }
                },
                "language": language,
                "columnKind": "unicodeCodePoints",
                "results": [_result(fault, codes.index(fault.code), language) for fault in faults],
            }
        ],
    }


def _rule(code: str, language: Language) -> dict[str, Any]:
    page = code_page(code)
    why = page.why.in_language(language)
    return {
        "id": code,
        "shortDescription": {"text": page.meaning.in_language(language)},
        "fullDescription": {"text": why},
        "help": {"text": why, "markdown": code_markdown(code, language)},
        "defaultConfiguration": {"level": "error"},
    }


def _result(fault: Diagnostic, index: int, language: Language) -> dict[str, Any]:
    region = {"startLine": fault.line, "startColumn": fault.column}
    place = {"artifactLocation": {"uri": _uri(fault.file)}, "region": region}
    return {
        "ruleId": fault.code,
        "ruleIndex": index,
        "level": "error",
        "message": {"text": _told(fault, language)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    path = Path(_from_here(file))
    # bytes that are no text stand in a path of Python as halves of letters
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _from_here(file: str) -> str:
    """A path from the working directory, or the whole path of what stands elsewhere."""
    path = Path(os.path.abspath(file))  # noqa: PTH100  # a link stays where it is
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
