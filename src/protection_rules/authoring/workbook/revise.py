"""A YAML text made to say something else, where every letter that need not change stays."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from protection_rules.authoring.workbook.notation import (
    STEP,
    after_key,
    flow,
    indented,
    listed,
    needs_lines,
    says,
    written_key,
)
from protection_rules.authoring.workbook.source import (
    EntrySource,
    MappingSource,
    ScalarSource,
    SequenceSource,
    Source,
    column,
    line_end,
    line_start,
    read_source,
)
from protection_rules.authoring.workbook.wanted import Row, Rows, Wanted, Written, plain_value
from protection_rules.documents import Plain, plain, read_document


def revised(text: str, wanted: dict[str, Wanted]) -> str:
    """The text with the values that are wanted; comments and layout stay.

    A value that changes is replaced where it stands, a new one comes after its neighbour before it
    in the order of `wanted`. What belongs to an entry that goes, goes with it.
    """
    lines = text.replace("\r\n", "\n")
    windows = lines.replace("\n", "\r\n") == text
    if windows:
        text = lines
    had = cast("dict[str, Plain]", plain(read_document(text, "")))
    revision = _Revision(text)
    revision.change_mapping(cast("MappingSource", read_source(text)), had, wanted)
    changed = revision.applied(0, len(text))
    if windows:
        changed = changed.replace("\n", "\r\n")
    if plain(read_document(changed, "")) != plain_value(wanted):
        raise AssertionError("the text does not say what is wanted")
    return changed


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """Words in the place of others."""

    start: int
    end: int
    words: str = field(compare=False)


class _Revision:
    """The edits of one text, or of one part of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[_Edit] = []

    @property
    def edits(self) -> tuple[_Edit, ...]:
        """Its edits so far."""
        return tuple(self._edits)

    def applied(self, start: int, end: int) -> str:
        """A part of the text with its edits."""
        pieces: list[str] = []
        for edit in sorted(self._edits):
            pieces += [self._text[start : edit.start], edit.words]
            start = edit.end
        return "".join([*pieces, self._text[start:end]])

    def change_mapping(self, source: MappingSource, had: dict[str, Plain], wanted: dict[str, Wanted]) -> None:
        """Make a mapping say what is wanted."""
        kept = [entry for entry in source.entries if entry.key in wanted]
        if not kept:
            margin = column(self._text, source.start) - STEP
            words = flow(wanted) if source.flow else listed(wanted, margin)[STEP:]
            self._edit(source.start, source.end, words)
            return
        for entry in kept:
            self._change(source, entry, had[entry.key], wanted[entry.key])
        self._remove_others(source, kept)
        there = {entry.key: entry for entry in kept}
        before: EntrySource | None = None
        for key, value in wanted.items():
            if key in there:
                before = there[key]
            else:
                self._insert(source, kept[0], before, key, value)

    def _change(self, owner: MappingSource, entry: EntrySource, had: Plain, wanted: Wanted) -> None:
        source = entry.value
        match source, wanted:
            case MappingSource(entries=entries), dict() if entries and wanted:
                self.change_mapping(source, cast("dict[str, Plain]", had), wanted)
            case SequenceSource(items=items), Rows(rows=rows) if [row.origin for row in rows] == list(
                range(len(items))
            ) or (items and rows and not source.flow):
                self._change_rows(source, cast("list[Plain]", had), rows)
            case _ if isinstance(wanted, Written) or plain_value(wanted) != had:
                self._replace(owner, entry, wanted)
            case _:
                pass

    def _replace(self, owner: MappingSource, entry: EntrySource, wanted: Wanted) -> None:
        """Put another value in the place of one."""
        source = entry.value
        if owner.flow:
            self._edit(source.start, source.end, self._apart(source) + flow(wanted))
            return
        colon = self._text.index(":", entry.end) + 1
        in_lines = not isinstance(source, ScalarSource) and not source.flow
        if in_lines and isinstance(wanted, Written) and needs_lines(wanted.text):
            words = indented(wanted.text, column(self._text, source.start))
            words, end = self._with_comment(f"\n{words}", wanted, source.end)
            self._edit(source.start, end, words.lstrip())
            return
        style = source.style if isinstance(source, ScalarSource) else ""
        words = after_key(wanted, entry.key, column(self._text, entry.start), style)
        words, end = self._with_comment(words, wanted, source.end)
        if in_lines or words.startswith("\n"):
            self._edit(colon, end, words)
        else:
            self._edit(source.start, end, self._apart(source) + words[1:])

    def _with_comment(self, words: str, wanted: Wanted, end: int) -> tuple[str, int]:
        """The words after a key, and where what they replace ends.

        A comment that follows stays behind them, or behind their first line where it would become a
        part of a text.
        """
        comment = self._text[end : line_end(self._text, end)]
        value = {"k": plain_value(wanted)}
        if not comment.strip() or says(f"k:{words}{comment}\n", value):
            return words, end
        head, _, body = words.partition("\n")
        return f"{head}{comment}\n{body}", end + len(comment)

    def _apart(self, source: Source) -> str:
        """What keeps a value apart from the colon before it, where nothing stood yet."""
        return " " if self._text[source.start - 1] == ":" else ""

    def _remove_others(self, source: MappingSource, kept: list[EntrySource]) -> None:
        """Take out all entries but those that are kept, with their lines or commas."""
        entries = list(source.entries)
        places = [-1, *(entries.index(entry) for entry in kept), len(entries)]
        for before, after in zip(places, places[1:], strict=False):
            gone = entries[before + 1 : after]
            if not gone:
                continue
            start, end = gone[0].start, gone[-1].value.end
            if source.flow and before >= 0 and after == len(entries):
                start = entries[before].value.end
            elif source.flow or before < 0:
                end = entries[after].start
            else:
                start, end = line_start(self._text, start) - 1, line_end(self._text, end)
            self._edit(start, end, "")

    def _insert(
        self, source: MappingSource, first: EntrySource, before: EntrySource | None, key: str, value: Wanted
    ) -> None:
        """Put in a new entry after another, or before the first that is kept."""
        if source.flow:
            words = f"{written_key(key)}: {flow(value)}"
            if before is None:
                self._edit(first.start, first.start, f"{words}, ")
            else:
                self._edit(before.value.end, before.value.end, f", {words}")
            return
        margin = column(self._text, first.start)
        words = f"{written_key(key)}:{after_key(value, key, margin)}"
        if before is None:
            self._edit(first.start, first.start, f"{words}\n{' ' * margin}")
        else:
            end = line_end(self._text, before.value.end)
            self._edit(end, end, f"\n{' ' * margin}{words}")

    def _change_rows(self, source: SequenceSource, had: list[Plain], rows: tuple[Row, ...]) -> None:
        """Make a list say what is wanted, whose entries may come, go and move."""
        parts = [_Revision(self._text) for _ in source.items]
        for row in rows:
            if row.origin is not None:
                item = cast("MappingSource", source.items[row.origin])
                parts[row.origin].change_mapping(item, cast("dict[str, Plain]", had[row.origin]), row.value)
        if [row.origin for row in rows] == list(range(len(had))):
            for part in parts:
                self._edits += part.edits
            return
        pieces = self._pieces(source)
        gaps = Counter(piece.gap for piece in pieces[1:])
        usual = gaps.most_common(1)[0][0] if gaps else ""
        margin = column(self._text, source.start)
        words: list[str] = []
        last: int | None = None
        for row in rows:
            if row.origin is None:
                body = " " * margin + listed(row.value, margin)
                gap = usual
            else:
                piece = pieces[row.origin]
                body = piece.head + parts[row.origin].applied(piece.start, piece.end)
                gap = piece.gap if last is not None and row.origin == last + 1 else usual
            words += [f"\n{gap}" if words else "", body]
            last = row.origin
        self._edit(pieces[0].start, pieces[-1].end, "".join(words))

    def _pieces(self, source: SequenceSource) -> list[_Piece]:
        """The lines of each entry of a list, with the comments above it and the empty lines before them."""
        margin = column(self._text, source.start)
        pieces: list[_Piece] = []
        for item in source.items:
            start = line_start(self._text, item.start)
            while (
                column(self._text, source.start) != self._margin(start) or self._text[start + margin] != "-"
            ):
                start = line_start(self._text, start - 1)
            gap = head = ""
            if pieces:
                between = self._text[self._next_line(pieces[-1].end) : start]
                gap = re.match(r"(?:[ \t]*\r?\n)*", between)[0]  # type: ignore[index]  # matches nothing too
                head = between[len(gap) :]
            pieces.append(_Piece(gap, head, start, line_end(self._text, item.end)))
        return pieces

    def _margin(self, position: int) -> int:
        """The column in which the first letter of a line stands."""
        start = line_start(self._text, position)
        line = self._text[start : line_end(self._text, start)]
        return len(line) - len(line.lstrip(" "))

    def _next_line(self, position: int) -> int:
        """Where the line after that of a position begins, or the end of the text."""
        end = line_end(self._text, position)
        return len(self._text) if end == len(self._text) else self._text.index("\n", end) + 1

    def _edit(self, start: int, end: int, words: str) -> None:
        self._edits.append(_Edit(start, end, words))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where one entry of a list stands, from its hyphen's line to the end of its last line.

    `head` are the lines of comments above it, `gap` the empty lines between them and what is before.
    """

    gap: str
    head: str
    start: int
    end: int
