"""The drift of the guidance as text for a terminal of 80 columns; no word of the guidance itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.drift import Added, Drift
from protection_rules.facts.text import Language, Text

MOST_NAMED: Final = 12
"""Statements that a line names one by one; of more it says how many they are."""


def drift_page(drift: Drift, language: Language = "en") -> list[str]:
    """The lines of the page: what changed, went and came, and which rules must be looked at."""
    return list(_Writer(drift, language).lines())


@dataclass(frozen=True, slots=True)
class _Writer:
    drift: Drift
    language: Language

    def lines(self) -> Iterator[str]:
        drift = self.drift
        yield Heading(self._say("drift.title"))
        if not drift.recognised:
            yield from wrapped(self._say("drift.unrecognised", count=drift.unchanged, all=drift.paragraphs))
            return
        yield from wrapped(self._say("drift.unchanged", count=drift.unchanged, all=drift.paragraphs))
        if not drift.has_changes:
            yield from wrapped(self._say("drift.no_changes"))
        yield from self._unplaced()
        yield from self._section("drift.changed", self._changed())
        yield from self._section("drift.dropped", self._dropped())
        yield from self._section("drift.added", self._added())
        yield from self._section("drift.to_look_at", self._rules())
        yield from self._section("", self._notes())

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self.language)

    def _listed(self, words: Iterable[str]) -> str:
        return self._say("value_separator").join(words)

    def _section(self, name: str, lines: Iterator[str]) -> Iterator[str]:
        held = list(lines)
        if held:
            yield ""
            if name:
                yield Heading(self._say(name))
            yield from held

    def _unplaced(self) -> Iterator[str]:
        if self.drift.unplaced:
            yield from wrapped(self._say("drift.unplaced", entries=self._listed(self.drift.unplaced)))

    def _changed(self) -> Iterator[str]:
        for one in self.drift.changed:
            closeness = phrase(f"drift.{one.closeness}")
            place = self._say("drift.changed_at", line=one.line, new_line=one.new_line, closeness=closeness)
            yield from wrapped(place, " - ")
            yield from self._entries(one.entries)
        if self.drift.changed:
            yield from wrapped(self._say("drift.read"))

    def _dropped(self) -> Iterator[str]:
        for one in self.drift.dropped:
            yield from wrapped(self._say("drift.dropped_at", line=one.line), " - ")
            yield from self._entries(one.entries)

    def _entries(self, entries: tuple[str, ...]) -> Iterator[str]:
        if not entries:
            yield from wrapped(self._say("drift.no_entry"), "     ")
        affected = {one.entry: one for one in self.drift.affected}
        for entry in entries:
            one = affected[entry]
            yield from wrapped(self._say("drift.entry", entry=entry, place=one.place), "     ")
            rules = self._say("drift.rules", rules=self._listed(one.rules))
            yield from wrapped(rules if one.rules else self._say("drift.no_rule"), "       ")

    def _added(self) -> Iterator[str]:
        for one in self.drift.added:
            yield from wrapped(self._listed(self._where(one)), " - ", "   ")
        if self.drift.added:
            yield from wrapped(self._say("drift.read_new"))

    def _where(self, one: Added) -> Iterator[str]:
        name = "drift.added_at" if one.line == one.last_line else "drift.added_over"
        yield self._say(name, line=one.line, last_line=one.last_line)
        if one.section is not None:
            yield self._say("drift.section", section=one.section)
        if one.after:
            yield self._say("drift.after", entries=self._listed(one.after))
        if one.before:
            yield self._say("drift.before", entries=self._listed(one.before))

    def _rules(self) -> Iterator[str]:
        if self.drift.rules:
            yield from wrapped(self._listed(self.drift.rules), "   ")

    def _notes(self) -> Iterator[str]:
        regrouped = self.drift.regrouped
        entries = [entry for one in regrouped for entry in one.entries]
        if entries and len(entries) <= MOST_NAMED:
            yield from wrapped(
                self._say("drift.regrouped", count=len(regrouped), entries=self._listed(entries))
            )
        elif regrouped:
            yield from wrapped(self._say("drift.regrouped_count", count=len(regrouped)))
        if self.drift.new_lines:
            yield from wrapped(self._say("drift.new_lines", count=len(self.drift.new_lines)))
