"""What a newer text of the guidance changes: entries of the register, and the rules that rest on them.

Paragraphs are compared by their fingerprints (`fingerprints`), so that neither the old text nor the
new one is kept or told. A paragraph is unchanged where its words stand in the new text one after
another, whatever the layout, and wherever it has moved to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from protection_rules.analysis.alignment import LIKE_ANYWHERE, Alignment, align
from protection_rules.analysis.fingerprints import Fingerprint, lines_of
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import RuleBook

Closeness = Literal["lightly", "strongly"]

RECOGNISED: Final = 0.2
"""Share of the known words that a text of the entry has at least."""
MOST_TIMES_LONGER: Final = 10
"""A text that is longer than the known one by more than this is not a text of the entry."""
LIGHTLY: Final = 0.5
"""Likeness from which a paragraph counts as lightly changed: about one word in eight is another."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph with other words than before. Lines are those of the register and of the new text."""

    line: int
    new_line: int
    closeness: Closeness
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A paragraph that the new text does not have."""

    line: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Lines of the new text that no known paragraph has.

    `section` is the one they probably belong to; `after` and `before` are the entries next to them.
    """

    line: int
    last_line: int
    section: Text | None
    after: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A paragraph with the same words, which now is divided or stands in one line with others."""

    line: int
    new_line: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AffectedEntry:
    """An entry of the register whose paragraph was changed or dropped, and the rules that rest on it.

    `place` says in the register's words where it stood.
    """

    entry: str
    place: Text
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """How a newer text of the guidance departs from the one that the register describes.

    A text that is not recognised as the entry is not compared any further: all lists are empty.
    `unplaced` are entries whose line has no fingerprint: register and fingerprints do not fit each
    other. `new_lines` gives the line of each entry that stands on another line now.
    """

    recognised: bool
    paragraphs: int
    unchanged: int
    changed: tuple[Changed, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    added: tuple[Added, ...] = ()
    regrouped: tuple[Regrouped, ...] = ()
    affected: tuple[AffectedEntry, ...] = ()
    unplaced: tuple[str, ...] = ()
    new_lines: tuple[tuple[str, int], ...] = ()

    @property
    def has_changes(self) -> bool:
        """Whether somebody must look: words changed, came or went, or nothing can be said.

        The same words in another order, or divided otherwise, are no change.
        """
        return not self.recognised or bool(self.changed or self.dropped or self.added or self.unplaced)

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule to look at, sorted by name."""
        return tuple(sorted({rule for affected in self.affected for rule in affected.rules}))

    def to_mapping(self) -> dict[str, Any]:
        """The drift as plain data for JSON."""
        return {
            "drift": 1,
            "has_changes": self.has_changes,
            "recognised": self.recognised,
            "paragraphs": self.paragraphs,
            "unchanged": self.unchanged,
            "changed": [
                {
                    "line": one.line,
                    "new_line": one.new_line,
                    "closeness": one.closeness,
                    "entries": list(one.entries),
                }
                for one in self.changed
            ],
            "dropped": [{"line": one.line, "entries": list(one.entries)} for one in self.dropped],
            "added": [
                {
                    "line": one.line,
                    "last_line": one.last_line,
                    "section": None if one.section is None else _both(one.section),
                    "after": list(one.after),
                    "before": list(one.before),
                }
                for one in self.added
            ],
            "regrouped": [
                {"line": one.line, "new_line": one.new_line, "entries": list(one.entries)}
                for one in self.regrouped
            ],
            "affected": [
                {"entry": one.entry, "place": _both(one.place), "rules": list(one.rules)}
                for one in self.affected
            ],
            "rules": list(self.rules),
            "unplaced": list(self.unplaced),
            "new_lines": dict(self.new_lines),
        }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}


def compare(book: RuleBook, fingerprints: Sequence[Fingerprint], new_text: str) -> Drift:
    """What a newer text changes against the fingerprints of the text that the book's register describes."""
    lines = list(lines_of(new_text))
    known = sum(fingerprint.words for fingerprint in fingerprints)
    if sum(len(line.words) for line in lines) > MOST_TIMES_LONGER * known:
        return Drift(recognised=False, paragraphs=len(fingerprints), unchanged=0)
    comparison = _Comparison(book, fingerprints, align(fingerprints, lines))
    return comparison.drift(recognised=comparison.words_known_again() >= RECOGNISED * known)


class _Comparison:
    """Reads off an alignment what it means for the register."""

    def __init__(self, book: RuleBook, fingerprints: Sequence[Fingerprint], alignment: Alignment) -> None:
        self._book = book
        self._fingerprints = fingerprints
        self._places = alignment.places
        self._additions = alignment.additions
        by_line: dict[int, tuple[str, ...]] = {}
        for entry in book.guidance.values():
            by_line[entry.line] = (*by_line.get(entry.line, ()), entry.id)
        self._entries = [by_line.get(fingerprint.line, ()) for fingerprint in fingerprints]

    def words_known_again(self) -> int:
        return sum(
            self._fingerprints[number].words
            for number, place in self._places.items()
            if place.likeness is None or place.likeness >= LIKE_ANYWHERE
        )

    def drift(self, *, recognised: bool) -> Drift:
        unchanged = sum(place.likeness is None for place in self._places.values())
        if not recognised:
            return Drift(recognised=False, paragraphs=len(self._fingerprints), unchanged=unchanged)
        changed, dropped = tuple(self._changed()), tuple(self._dropped())
        lines = {fingerprint.line for fingerprint in self._fingerprints}
        return Drift(
            recognised=True,
            paragraphs=len(self._fingerprints),
            unchanged=unchanged,
            changed=changed,
            dropped=dropped,
            added=tuple(self._added()),
            regrouped=tuple(self._regrouped()),
            affected=tuple(self._affected({*_entries(changed), *_entries(dropped)})),
            unplaced=tuple(entry.id for entry in self._book.guidance.values() if entry.line not in lines),
            new_lines=tuple(self._new_lines()),
        )

    def _changed(self) -> Iterator[Changed]:
        for number, place in self._places.items():
            if place.likeness is not None:
                closeness: Closeness = "lightly" if place.likeness >= LIGHTLY else "strongly"
                line = self._fingerprints[number].line
                yield Changed(line, place.line, closeness, self._entries[number])

    def _dropped(self) -> Iterator[Dropped]:
        for number, fingerprint in enumerate(self._fingerprints):
            if number not in self._places:
                yield Dropped(fingerprint.line, self._entries[number])

    def _regrouped(self) -> Iterator[Regrouped]:
        for number, place in self._places.items():
            if place.regrouped:
                yield Regrouped(self._fingerprints[number].line, place.line, self._entries[number])

    def _added(self) -> Iterator[Added]:
        in_new_order = sorted(self._places, key=lambda number: (self._places[number].start, number))
        for addition in self._additions:
            earlier = [number for number in in_new_order if self._places[number].start < addition.start]
            later = in_new_order[len(earlier) :]
            after = next((self._entries[number] for number in reversed(earlier) if self._entries[number]), ())
            before = next((self._entries[number] for number in later if self._entries[number]), ())
            # a paragraph without an entry that comes between is the heading of what follows
            headed = bool(earlier) and not self._entries[earlier[-1]]
            nearest = (before or after) if headed else (after or before)
            section = self._book.guidance[nearest[-1]].section if nearest else None
            yield Added(addition.line, addition.last_line, section, after, before)

    def _affected(self, entries: set[str]) -> Iterator[AffectedEntry]:
        for entry in self._book.guidance.values():
            if entry.id in entries:
                rules = sorted(rule.id for rule in self._book.rules if entry.id in rule.grounds.guidance)
                yield AffectedEntry(entry.id, entry.place, tuple(rules))

    def _new_lines(self) -> Iterator[tuple[str, int]]:
        for number, place in self._places.items():
            if place.line != self._fingerprints[number].line:
                for entry in self._entries[number]:
                    yield entry, place.line


def _entries(paragraphs: Sequence[Changed] | Sequence[Dropped]) -> Iterator[str]:
    return (entry for paragraph in paragraphs for entry in paragraph.entries)
