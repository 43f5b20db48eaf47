"""New YAML in the manner of the files that ship with the package."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Final

from protection_rules.authoring.workbook.source import ScalarSource, read_source
from protection_rules.authoring.workbook.wanted import Rows, Wanted, Written, plain_value, wanted
from protection_rules.documents import DocumentError, Plain, plain, read_document

WIDTH: Final = 118
"""Columns of a line."""
STEP: Final = 2
"""Columns by which what lies inside stands further in."""


def after_key(value: Wanted, key: str, margin: int, style: str = "") -> str:
    """What stands after `key:` where the key begins in the column `margin`.

    It begins with a space, or with a line break. `style` is how a text was written before, which is
    kept where that can be.
    """
    room = WIDTH - margin - len(key) - 2
    inside = margin + STEP
    match value:
        case Written(text=text):
            return f"\n{indented(text, inside)}" if needs_lines(text) else f" {text.strip()}"
        case dict() if value:
            return "".join(
                f"\n{' ' * inside}{written_key(name)}:{after_key(part, name, inside)}"
                for name, part in value.items()
            )
        case list() | Rows():
            items: list[Wanted] = value if isinstance(value, list) else [row.value for row in value.rows]
            in_line = flow(items)
            if len(in_line) <= room and not any(isinstance(item, dict) for item in items):
                return f" {in_line}"
            return "".join(f"\n{' ' * inside}{listed(item, inside)}" for item in items)
        case str():
            return _text(value, inside, room, style)
        case _:
            return f" {flow(value)}"


def listed(item: Wanted, margin: int) -> str:
    """An entry of a list, from its hyphen on, which stands in the column `margin`."""
    if not isinstance(item, dict) or not item:
        return f"- {flow(item)}"
    inside = margin + STEP
    fields = [f"{written_key(name)}:{after_key(part, name, inside)}" for name, part in item.items()]
    return "- " + f"\n{' ' * inside}".join(fields)


def flow(value: Wanted) -> str:
    """A value in one line, as it may stand among others in brackets or braces."""
    match value:
        case Written() | Rows():
            return flow(wanted(plain_value(value)))
        case dict():
            return "{" + ", ".join(f"{written_key(key)}: {flow(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(part) for part in value) + "]"
        case str():
            return value if says(f"{{k: {value}}}", {"k": value}) else _quoted(value)
        case _:
            return json.dumps(value)


def written_key(key: str) -> str:
    """A key as it stands before its colon."""
    return key if says(f"{{{key}: v}}", {key: "v"}) else _quoted(key)


def indented(text: str, margin: int) -> str:
    """The lines of a text, each in the column `margin`."""
    return textwrap.indent(text, " " * margin)


def needs_lines(text: str) -> bool:
    """Whether a value cannot stand in the line of its key."""
    source = read_source(text)
    return "\n" in text.strip() or not (isinstance(source, ScalarSource) or source.flow)


def _text(text: str, margin: int, room: int, style: str) -> str:
    return next(form for form in _forms(text, margin, room, style) if says(f"k:{form}\n", {"k": text}))


def _forms(text: str, margin: int, room: int, style: str) -> Iterator[str]:
    """The ways to write a text, best first."""
    in_line = [f" {text}", f" {_quoted(text)}"]
    if style in {'"', "'"}:
        in_line.reverse()
    folded = f" >-\n{indented(_folded(text, WIDTH - margin), margin)}"
    fitting = [form for form in in_line if len(form) <= room + 1]
    yield from [folded, *fitting] if style in {">", "|"} else [*fitting, folded]
    yield from in_line


def _folded(text: str, width: int) -> str:
    """A text in several lines."""
    return textwrap.fill(
        text,
        width,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )


def _quoted(text: str) -> str:
    """A text in quotation marks."""
    forms = (json.dumps(text, ensure_ascii=escaped) for escaped in (False, True))
    return next(form for form in forms if says(f"[{form}]", [text]))


def says(yaml: str, value: Plain) -> bool:
    """Whether YAML means this value and nothing else."""
    try:
        return plain(read_document(yaml, "")) == value
    except DocumentError:
        return False
