"""The code of every fault that a folder of rulesets can have, with what is said of it.

Each code has a file of its own in `faults/`: what it means, a sample that has the fault and the same
sample without it, why it is a fault, and the messages that are told under it, in both languages.
`words.yaml` has what several messages share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

from protection_rules.documents import read_own
from protection_rules.facts.text import Text, filled

_FAULTS: Final = Path(__file__).with_name("faults")
_WORDS: Final = Path(__file__).with_name("words.yaml")

CODES: Final[tuple[str, ...]] = tuple(sorted(path.stem for path in _FAULTS.glob("*.yaml")))
"""Every code."""
NOTHING: Final = Text("", "")
"""No words."""


class Sample(NamedTuple):
    """Part of a file, or a list of files, as it should not be and as it should be.

    `file` is None where the names of files are what is wrong.
    """

    file: str | None
    avoid: str
    prefer: str


class CodePage(NamedTuple):
    """What there is to know of a code."""

    code: str
    meaning: Text
    why: Text
    sample: Sample


class Message(NamedTuple):
    """What is said of one fault, and how it is mended, if that is worth saying."""

    words: Text
    hint: Text = NOTHING


def code_page(code: str) -> CodePage:
    """What there is to know of one of CODES; raises KeyError for any other name."""
    data = _file(code)
    sample = data["sample"]
    return CodePage(
        code,
        meaning=_text(data["meaning"]),
        why=_text(data["why"]),
        sample=Sample(sample.get("file"), sample["avoid"].rstrip("\n"), sample["prefer"].rstrip("\n")),
    )


def message(code: str, name: str, /, **parts: Text | str | int) -> Message:
    """A message of a code by name, with its places filled; raises KeyError for what is not there."""
    written = _messages(code)[name]
    return Message(filled(written.words, **parts), filled(written.hint, **parts))


def messages(code: str) -> Mapping[str, Message]:
    """The messages of a code by name, with their places to fill."""
    return _messages(code)


def words(name: str, /, **parts: Text | str | int) -> Text:
    """Words that messages share, with their places filled; raises KeyError for what is not there."""
    return filled(shared_words()[name], **parts)


def listed(names: Iterable[str], between: Literal["comma", "or", "circle"] = "comma") -> Text:
    """Names in a row, as each language joins them."""
    quoted = [words("name", name=name) if between == "or" else Text(name, name) for name in names]
    separator = words(f"between.{between}")
    return Text(separator.en.join(name.en for name in quoted), separator.ar.join(name.ar for name in quoted))


@cache
def shared_words() -> Mapping[str, Text]:
    """Every piece of `words.yaml` by name."""
    return {name: _text(each) for name, each in _read(_WORDS).items()}


@cache
def _messages(code: str) -> Mapping[str, Message]:
    return {
        name: Message(_text(each), _text(each["hint"]) if "hint" in each else NOTHING)
        for name, each in _file(code)["messages"].items()
    }


@cache
def _file(code: str) -> dict[str, Any]:
    if code not in CODES:
        raise KeyError(code)
    return _read(_FAULTS / f"{code}.yaml")


def _read(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", read_own(path))


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"], data["ar"])
