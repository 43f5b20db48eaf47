"""YAML 1.2 and JSON as trees with positions, read within fixed bounds.

Unquoted ``yes`` and ``no`` are text. Anchors, aliases and tags are refused: a ruleset or a profile
needs none, and they are how a small file grows without end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from protection_rules.errors import ProtectionRulesError

LARGEST_DOCUMENT: Final = 4_000_000
"""Characters that a document may have."""
DEEPEST_NESTING: Final = 60
"""Levels of nesting that a document may have."""

_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.2 lets no file have: control characters and halves of letters."""

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value: text, number, true, false or nothing."""

    value: str | int | float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Document, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: str
    key_span: Span
    value: Document


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order of the file."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Document | None:
        """The value of a key, or None."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Document: TypeAlias = Scalar | Sequence | Mapping


class DocumentError(ProtectionRulesError):
    """A file that cannot be read as YAML or JSON; says where and why, never what stands there."""

    def __init__(self, span: Span, message: str, hint: str = "") -> None:
        super().__init__(f"{span}: {message}" + (f"; {hint}" if hint else ""))
        self.span = span
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[DocumentError], tuple[Span, str, str]]:
        return type(self), (self.span, self.message, self.hint)


def plain(document: Document) -> Plain:
    """The document as dicts, lists and scalars."""
    match document:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries}


def read_document(text: str, file: str) -> Document:
    """Parse one YAML 1.2 (or JSON) document.

    Raises DocumentError for text that is no document, is larger than LARGEST_DOCUMENT or deeper
    than DEEPEST_NESTING, repeats a key, or uses an anchor, an alias or a tag.
    """
    if len(text) > LARGEST_DOCUMENT:
        raise DocumentError(Span(file, 1, 1), f"file is larger than {LARGEST_DOCUMENT} characters")
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        line = text.count("\n", 0, forbidden.start())
        column = forbidden.start() - (text.rfind("\n", 0, forbidden.start()) + 1)
        span = Span(file, line + 1, column + 1)
        raise DocumentError(span, "character that no file may have", "delete it, or write the line anew")
    fault: DocumentError | None = None
    try:
        return _Builder(file, text).build()
    except DocumentError:
        raise
    except (YAMLError, ValueError) as error:
        fault = _fault(error, file)
    raise fault


def _fault(error: Exception, file: str) -> DocumentError:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    span = Span(file, mark.line + 1, mark.column + 1) if mark is not None else Span(file, 1, 1)
    hint = "look for a missing space after a colon, an unclosed bracket or quote, or a tab"
    return DocumentError(span, "not readable as YAML 1.2 or JSON", hint)


class _Builder:
    """Turns the parser's events into a tree, without recursion in the parser's hands."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        yaml = YAML(typ="safe")
        self._events: Iterator[Event] = iter(yaml.parse(io.StringIO(text)))
        self._depth = 0

    def build(self) -> Document:
        documents: list[Document] = []
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if documents:
                    raise DocumentError(self._span(event), "second document in one file", "keep one")
                documents.append(self._node(next(self._events)))
        if not documents:
            raise DocumentError(Span(self._file, 1, 1), "file is empty")
        return documents[0]

    def _span(self, event: Event) -> Span:
        mark = event.start_mark
        return Span(self._file, mark.line + 1, mark.column + 1)

    def _node(self, event: Event) -> Document:
        span = self._span(event)
        if isinstance(event, AliasEvent):
            raise DocumentError(span, "alias is not allowed", "write the value out")
        if isinstance(event, NodeEvent) and event.anchor is not None:
            raise DocumentError(span, "anchor is not allowed", "write the value out where it is used")
        if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) and _tagged(event):
            raise DocumentError(span, "tag is not allowed", "remove the exclamation mark or quote the text")
        if isinstance(event, ScalarEvent):
            return Scalar(_resolve(event), span)
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise DocumentError(span, f"nested deeper than {DEEPEST_NESTING} levels", "use terms")
        node = self._sequence(span) if isinstance(event, SequenceStartEvent) else self._mapping(span)
        self._depth -= 1
        return node

    def _sequence(self, span: Span) -> Sequence:
        items: list[Document] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event))
        return Sequence(tuple(items), span)

    def _mapping(self, span: Span) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key_span = self._span(event)
            if not isinstance(event, ScalarEvent):
                raise DocumentError(key_span, "key is not plain text", "write a name before the colon")
            if (event.anchor is not None) or _tagged(event):
                raise DocumentError(key_span, "anchor or tag is not allowed")
            key = str(event.value)
            if key in entries:
                first = entries[key].key_span.line
                raise DocumentError(key_span, f"key stands twice, first in line {first}", "keep one of them")
            entries[key] = Entry(key, key_span, self._node(next(self._events)))
        return Mapping(tuple(entries.values()), span)


def _tagged(event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> bool:
    return event.ctag is not None and event.tag not in {None, "!"}


_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def _resolve(event: ScalarEvent) -> str | int | float | bool | None:
    """A scalar by the core schema of YAML 1.2: only unquoted text can be other than text."""
    value: str = event.value
    if event.style in {"'", '"', "|", ">"}:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value
