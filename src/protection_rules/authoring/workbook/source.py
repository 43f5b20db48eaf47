"""YAML text as a tree that knows where everything begins and ends in the text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

# a letter that JSON escapes as two halves, which the parser refuses one by one
_ESCAPED_HALVES: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class ScalarSource:
    """A value; `style` is its quotation mark, `|`, `>` or nothing, `end` is just after it."""

    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SequenceSource:
    """A list; `flow` says that it stands in brackets."""

    items: tuple[Source, ...]
    flow: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntrySource:
    """A key with its value; `start` and `end` are those of the key alone."""

    key: str
    start: int
    end: int
    value: Source


@dataclass(frozen=True, slots=True)
class MappingSource:
    """Keys and values; `flow` says that they stand in braces."""

    entries: tuple[EntrySource, ...]
    flow: bool
    start: int
    end: int

    def get(self, key: str) -> Source | None:
        """The value of a key, or None."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Source: TypeAlias = ScalarSource | SequenceSource | MappingSource


def read_source(text: str) -> Source:
    """The tree of a text that `documents.read_document` accepts."""
    parsed = _ESCAPED_HALVES.sub(lambda halves: "x" * len(halves[0]), text)
    events: Iterator[Event] = iter(YAML(typ="safe").parse(io.StringIO(parsed)))
    while not isinstance(next(events), DocumentStartEvent):
        pass
    return _node(text, events, next(events))


def source_at(source: Source, *path: str | int) -> Source | None:
    """The part of a tree that a path leads to, or None."""
    found: Source | None = source
    for step in path:
        match found:
            case MappingSource() if isinstance(step, str):
                found = found.get(step)
            case SequenceSource(items=items) if isinstance(step, int) and step < len(items):
                found = items[step]
            case _:
                return None
    return found


def column(text: str, position: int) -> int:
    """How many characters stand before a position in its line."""
    return position - line_start(text, position)


def line_start(text: str, position: int) -> int:
    """Where the line of a position begins."""
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """Where the line of a position ends, before its line break."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def _node(text: str, events: Iterator[Event], event: Event) -> Source:
    start = event.start_mark.index
    match event:
        case SequenceStartEvent(flow_style=flow):
            return _sequence(text, events, start, bool(flow))
        case MappingStartEvent(flow_style=flow):
            return _mapping(text, events, start, bool(flow))
        case ScalarEvent(style=style):
            # a text after `|` or `>` is said to end where the next thing begins
            words = text[start : event.end_mark.index].rstrip()
            return ScalarSource(style or "", start, start + len(words))
    raise AssertionError(event)


def _sequence(text: str, events: Iterator[Event], start: int, flow: bool) -> SequenceSource:
    items: list[Source] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        items.append(_node(text, events, event))
    end = event.end_mark.index if flow or not items else items[-1].end
    return SequenceSource(tuple(items), flow, start, end)


def _mapping(text: str, events: Iterator[Event], start: int, flow: bool) -> MappingSource:
    entries: list[EntrySource] = []
    while isinstance(event := next(events), ScalarEvent):
        value = _node(text, events, next(events))
        entries.append(EntrySource(event.value, event.start_mark.index, event.end_mark.index, value))
    end = event.end_mark.index if flow or not entries else entries[-1].value.end
    return MappingSource(tuple(entries), flow, start, end)
