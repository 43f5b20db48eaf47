"""YAML 1.2 and JSON as trees with positions, read within fixed bounds.

Unquoted ``yes`` and ``no`` are text. Anchors, aliases and tags are refused: a ruleset or a profile
needs none, and they are how a small file grows without end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, cast

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # part of what ruamel.yaml offers
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from protection_rules.errors import ProtectionRulesError
from protection_rules.limits import DEEPEST_NESTING, LARGEST_DOCUMENT, MOST_VALUES

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML 1.2 lets no file have: control characters and halves of letters. Nor may they be escaped."""
_TAG_DIRECTIVE: Final = re.compile("(?:\\A\ufeff?|(?<=[\n\r\x85\u2028\u2029]))%TAG")
"""Shorthand for tags. The parser compares each with all before it."""

# JSON escapes a letter beyond U+FFFF as two halves, which the parser refuses one by one. They are
# read as two letters of a range that nobody uses, and put together afterwards.
_HALVES: Final = re.compile(r"\\u[dD]([89abAB])([0-9a-fA-F]{2})\\u[dD]([c-fC-F])([0-9a-fA-F]{2})")
_STAND_IN: Final = re.compile(r"[\ue000-\ue7ff]|\\u[eE][0-7][0-9a-fA-F]{2}")
_READ_HALVES: Final = re.compile("([\ue000-\ue3ff])([\ue400-\ue7ff])")

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def visible(text: str) -> str:
    """The text on one line, with every character that cannot be seen written as its code."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


# the smallest parts are tuples: starting makes thousands of them, and dataclasses take twice as long


class Span(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


class Scalar(NamedTuple):
    """One value: text, number, true, false or nothing."""

    value: str | int | float | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Document, ...]
    span: Span


class Entry(NamedTuple):
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
    """A file that cannot be read as YAML or JSON; says where and why, never what stands there.

    `name` is that of the message, for those who tell it in another language, and `number` the bound
    or the line that the message has. `too_large` is true where the file is beyond a bound, however
    sound it may be.
    """

    def __init__(
        self,
        span: Span,
        name: str,
        message: str,
        hint: str = "",
        *,
        number: int = 0,
        too_large: bool = False,
    ) -> None:
        super().__init__(f"{span}: {message}" + (f"; {hint}" if hint else ""))
        self.span = span
        self.name = name
        self.message = message
        self.hint = hint
        self.number = number
        self.too_large = too_large

    def __reduce__(self) -> tuple[Callable[..., DocumentError], tuple[Any, ...]]:
        said = self.span, self.name, self.message, self.hint
        return partial(type(self), number=self.number, too_large=self.too_large), said


def plain(document: Document) -> Plain:
    """The document as dicts, lists and scalars."""
    # every value of every file comes through here; `match`, and a call for each scalar, take twice as long
    if isinstance(document, Mapping):
        return {
            key: value.value if isinstance(value, Scalar) else plain(value)
            for key, _, value in document.entries
        }
    if isinstance(document, Sequence):
        return [item.value if isinstance(item, Scalar) else plain(item) for item in document.items]
    return document.value


def read_document(text: str, file: str) -> Document:
    """Parse one YAML 1.2 (or JSON) document.

    Raises DocumentError for text that is no document, is larger than LARGEST_DOCUMENT, deeper than
    DEEPEST_NESTING or has more than MOST_VALUES values, repeats a key, or uses an anchor, an alias
    or a tag.
    """
    if len(text) > LARGEST_DOCUMENT:
        raise _beyond(Span(file, 1, 1), "file_characters", LARGEST_DOCUMENT)
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        raise DocumentError(_place(text, forbidden.start(), file), *_FORBIDDEN_CHARACTER)
    directive = _TAG_DIRECTIVE.search(text) if "%TAG" in text else None
    if directive is not None:
        place = _place(text, directive.end() - 4, file)
        raise DocumentError(place, "tag_directive", "tag is not allowed", "remove the line")
    found = _parsed(text, file, halves=False)
    if isinstance(found, DocumentError) and _HALVES.search(text) and not _STAND_IN.search(text):
        found = _parsed(_HALVES.sub(_standing_in, text), file, halves=True)
    if isinstance(found, DocumentError):
        raise found
    return found


class Placed(dict[str, Any]):
    """The content of a mapping without the entries whose places are wanted; `document` has those."""

    def __init__(self, content: dict[str, Plain], document: Mapping) -> None:
        super().__init__(content)
        self.document = document


def read_own(path: Path, placed: frozenset[str] = frozenset()) -> Plain:
    """The content of a file of the package itself that is known to be sound, as dicts, lists and scalars.

    What `read_document` refuses is not looked for here, nor is where anything stands, which takes half
    the time. A mapping with an entry whose key is in `placed` is Placed.
    """
    return _OwnBuilder(str(path), path.read_text(encoding="utf-8"), placed).content()


def _parsed(text: str, file: str, *, halves: bool) -> Document | DocumentError:
    """The document, or what the parser says against it; raises what is said here against it."""
    try:
        return _Builder(file, text, halves=halves).build()
    except (YAMLError, ValueError) as error:
        return _fault(error, file)


_LESS: Final = "leave something out, or write several files"
_BOUNDS: Final = {
    "file_characters": ("file is larger than {number} characters", _LESS),
    "file_values": ("file has more than {number} values", _LESS),
    "nesting": ("nested deeper than {number} levels", "write it with fewer levels"),
}
_FORBIDDEN_CHARACTER: Final = (
    "forbidden_character",
    "character that no file may have",
    "delete it, or write the line anew",
)


def _beyond(span: Span, name: str, bound: int) -> DocumentError:
    """What is said of a file that is beyond a bound."""
    message, hint = _BOUNDS[name]
    return DocumentError(span, name, message.format(number=bound), hint, number=bound, too_large=True)


def _place(text: str, position: int, file: str) -> Span:
    line = text.count("\n", 0, position)
    return Span(file, line + 1, position - text.rfind("\n", 0, position))


def _standing_in(halves: re.Match[str]) -> str:
    """Escapes of the same length for a letter's halves: D800 to DFFF becomes E000 to E7FF."""
    first, second = (int(halves[group], 16) - 8 for group in (1, 3))
    return rf"\ue{first}{halves[2]}\ue{second}{halves[4]}"


def _whole(halves: re.Match[str]) -> str:
    return chr(0x10000 + ((ord(halves[1]) - 0xE000) << 10) + ord(halves[2]) - 0xE400)


def _fault(error: Exception, file: str) -> DocumentError:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    span = Span(file, mark.line + 1, mark.column + 1) if mark is not None else Span(file, 1, 1)
    hint = "look for a missing space after a colon, an unclosed bracket or quote, or a tab"
    return DocumentError(span, "not_yaml", "not readable as YAML 1.2 or JSON", hint)


class _Builder:
    """Turns the parser's events into a tree, without recursion in the parser's hands."""

    def __init__(self, file: str, text: str, *, halves: bool = False) -> None:
        self._file = file
        self._halves = halves
        # the parser itself: `YAML.parse` makes a class for each text, and asks twice for each event
        self._next: Callable[[], Event] = CParser(text).get_event
        self._depth = 0
        self._values = 0

    def build(self) -> Document:
        documents: list[Document] = []
        while not isinstance(event := self._next(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                if documents:
                    message = "second document in one file"
                    raise DocumentError(self._span(event), "second_document", message, "keep one")
                documents.append(self._node(self._next()))
        if not documents:
            raise DocumentError(Span(self._file, 1, 1), "empty", "file is empty")
        return documents[0]

    def _span(self, event: Event) -> Span:
        mark = event.start_mark
        return Span(self._file, mark.line + 1, mark.column + 1)

    def _words(self, event: ScalarEvent) -> str:
        """The text of a scalar, with letters that were escaped as two halves put together."""
        words: str = event.value
        if self._halves:
            words = _READ_HALVES.sub(_whole, words) if event.style == '"' else words
            if _STAND_IN.search(words):
                message, hint = "half of a character is escaped", "write the character itself"
                raise DocumentError(self._span(event), "half_character", message, hint)
        if event.style == '"' and _FORBIDDEN.search(words):
            raise DocumentError(self._span(event), *_FORBIDDEN_CHARACTER)
        return words

    def _node(self, event: Event) -> Document:
        span = self._span(event)
        self._values += 1
        if self._values > MOST_VALUES:
            raise _beyond(span, "file_values", MOST_VALUES)
        if isinstance(event, AliasEvent):
            raise DocumentError(span, "alias", "alias is not allowed", "write the value out")
        node = cast("ScalarEvent | SequenceStartEvent | MappingStartEvent", event)
        if node.anchor is not None:
            hint = "write the value out where it is used"
            raise DocumentError(span, "anchor", "anchor is not allowed", hint)
        if node.ctag is not None and _tagged(node):
            hint = "remove the exclamation mark or quote the text"
            raise DocumentError(span, "tag", "tag is not allowed", hint)
        if isinstance(node, ScalarEvent):
            return Scalar(self._words(node) if node.style else _resolved(self._words(node)), span)
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise _beyond(span, "nesting", DEEPEST_NESTING)
        whole = self._sequence(span) if isinstance(node, SequenceStartEvent) else self._mapping(span)
        self._depth -= 1
        return whole

    def _sequence(self, span: Span) -> Sequence:
        items: list[Document] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event))
        return Sequence(tuple(items), span)

    def _mapping(self, span: Span) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key_span = self._span(event)
            if not isinstance(event, ScalarEvent):
                hint = "write a name before the colon"
                raise DocumentError(key_span, "key", "key is not plain text", hint)
            if event.anchor is not None or (event.ctag is not None and _tagged(event)):
                raise DocumentError(key_span, "anchor_or_tag", "anchor or tag is not allowed")
            key = self._words(event)
            if key in entries:
                first = entries[key].key_span.line
                message = f"key stands twice, first in line {first}"
                raise DocumentError(key_span, "repeated_key", message, "keep one of them", number=first)
            entries[key] = Entry(key, key_span, self._node(self._next()))
        return Mapping(tuple(entries.values()), span)


class _OwnBuilder(_Builder):
    """Turns the events of what is known to be sound into plain data."""

    def __init__(self, file: str, text: str, placed: frozenset[str]) -> None:
        super().__init__(file, text)
        self._placed = placed

    def content(self) -> Plain:
        while not isinstance(self._next(), DocumentStartEvent):
            pass
        return self._content(self._next())

    def _content(self, event: Event) -> Plain:
        if isinstance(event, ScalarEvent):
            return event.value if event.style else _resolved(event.value)
        following: Callable[[], Any] = self._next
        if isinstance(event, SequenceStartEvent):
            items: list[Plain] = []
            while not isinstance(item := following(), SequenceEndEvent):
                items.append(self._content(item))
            return items
        entries: dict[str, Plain] = {}
        apart: list[Entry] = []
        while not isinstance(written := following(), MappingEndEvent):
            key = written.value
            if key in self._placed:
                apart.append(Entry(key, self._span(written), self._node(following())))
            else:
                entries[key] = self._content(following())
        return Placed(entries, Mapping(tuple(apart), self._span(event))) if apart else entries


def _tagged(event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> bool:
    return event.tag not in {None, "!"}


_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def _resolved(value: str) -> str | int | float | bool | None:
    """An unquoted scalar by the core schema of YAML 1.2; no other can be anything but text."""
    if value in _WORDS:
        return _WORDS[value]
    if value[0] not in "+-.0123456789":
        return value
    if _INTEGER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value
