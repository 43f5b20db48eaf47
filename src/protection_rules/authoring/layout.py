"""One layout for every file of rulesets: where lines begin and end, and nothing of what they say.

Lists and mappings stand in the columns of the files that ship, texts are wrapped at the same width, and
what is in brackets or braces and does not fit a line is written in several. Comments, empty lines, quotation
marks and the order of everything stay.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from protection_rules.authoring.workbook.notation import WIDTH, after_key, flow
from protection_rules.authoring.workbook.source import (
    MappingSource,
    ScalarSource,
    SequenceSource,
    Source,
    column,
    line_end,
    read_source,
)
from protection_rules.authoring.workbook.wanted import wanted
from protection_rules.documents import DocumentError, Plain, plain, read_document

_UNWRAPPED: Final = 1_000_000
"""Columns of a line while nothing is to be wrapped."""


class LayoutError(Exception):
    """A text that cannot be laid out without changing what it says."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def laid_out(text: str) -> str:
    """A YAML text in the layout; raises DocumentError for one that is not read, LayoutError for another."""
    before = plain(read_document(text, ""))
    try:
        after = _wrapped(_indented(text.replace("\r\n", "\n")))
        same = plain(read_document(after, "")) == before and _comments(after) == _comments(text)
    except (YAMLError, DocumentError, IndexError) as error:
        raise LayoutError from error
    if not same:
        raise LayoutError
    return after


def _indented(text: str) -> str:
    """The text with every list and mapping in its column."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = _UNWRAPPED
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = io.StringIO()
    data: Any = yaml.load(text)
    yaml.dump(data, written)
    lines = (line.rstrip(" ") if not line.strip() else line for line in written.getvalue().split("\n"))
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    """The text with every value in the lines that it takes."""
    edits = sorted(
        _edits(text, read_source(text), plain(read_document(text, ""))), key=lambda edit: edit.start
    )
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edits(text: str, source: Source, value: Plain) -> Iterator[_Edit]:
    match source, value:
        case MappingSource(entries=entries, flow=False), dict():
            for entry in entries:
                edit = _edit(text, entry.start, entry.end, entry.key, entry.value, value[entry.key])
                if edit is None:
                    yield from _edits(text, entry.value, value[entry.key])
                else:
                    yield edit
        case SequenceSource(items=items, flow=False), list():
            for item, part in zip(items, value, strict=True):
                yield from _edits(text, item, part)


def _edit(text: str, start: int, end: int, key: str, source: Source, value: Plain) -> _Edit | None:
    """What is to be written after a key instead, if anything."""
    old = text[end + 1 : source.end]
    margin = column(text, start)
    match source:
        case ScalarSource(style="|"):
            return None
        case ScalarSource(style=style) if (
            style != ">" and "\n" not in old and margin + len(key) + len(old) < WIDTH
        ):
            return None
        case ScalarSource(style=style):
            new = after_key(wanted(value), key, margin, style)
        case MappingSource(flow=True) | SequenceSource(flow=True):
            in_line = f" {flow(wanted(value))}"
            if margin + len(key) + 1 + len(in_line) > WIDTH:
                new = after_key(wanted(value), key, margin)
            else:
                new = old if "\n" not in old and _is_in_brackets(text, source) else in_line
        case _:
            return None
    return None if new == old or _has_comment(old) else _Edit(end + 1, source.end, new)


def _is_in_brackets(text: str, source: Source) -> bool:
    """Whether everything in a value in brackets has brackets or braces of its own."""
    match source:
        case MappingSource(entries=entries, start=start):
            return text[start] == "{" and all(_is_in_brackets(text, entry.value) for entry in entries)
        case SequenceSource(items=items, start=start):
            return text[start] == "[" and all(_is_in_brackets(text, item) for item in items)
        case _:
            return True


def _comments(text: str) -> list[str]:
    """Every comment, in order."""
    blank = list(text)
    for scalar in _scalars(read_source(text)):
        # the mark of a text in several lines may have a comment after it
        start = line_end(text, scalar.start) if scalar.style in {"|", ">"} else scalar.start
        blank[start : scalar.end] = [" " if each != "\n" else each for each in text[start : scalar.end]]
    return [line[line.index("#") :].rstrip() for line in "".join(blank).split("\n") if "#" in line]


def _scalars(source: Source) -> Iterator[ScalarSource]:
    match source:
        case ScalarSource():
            yield source
        case SequenceSource(items=items):
            for item in items:
                yield from _scalars(item)
        case MappingSource(entries=entries):
            for entry in entries:
                yield ScalarSource("", entry.start, entry.end)
                yield from _scalars(entry.value)


def _has_comment(piece: str) -> bool:
    """Whether a comment may stand in what follows a key."""
    try:
        return bool(_comments(f"k:{piece}\n"))
    except (YAMLError, AssertionError):
        return True
