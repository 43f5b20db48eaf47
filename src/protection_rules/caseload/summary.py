"""What a caseload needs, in numbers that show nobody: as a table, in words, or as a page with bars.

Nothing is shown of fewer than SMALLEST cases, nor where fewer than SMALLEST are the others; what is
shown is rounded down, as `advice.statistics` does it. An office knows how many cases it has, and rules
are public: of which one holds wherever another does, and which never hold together. So whether a number
is shown depends on rounded numbers alone, and what is shown of one rule leaves cases over, however large
each number is that it stands for. Whoever takes a number from another, or from all cases, is left with
SMALLEST possible ones or more. The counts are those of a rule book without the rules marked `reveals`,
so that it makes no difference to them whether one spoke.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from protection_rules.advice.phrases import phrase
from protection_rules.advice.statistics import SMALLEST, rounded_down
from protection_rules.caseload.counts import Counts, Said, counts_of
from protection_rules.caseload.errors import CaseloadError
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import URGENCIES, Rule, RuleBook

if TYPE_CHECKING:
    from protection_rules.advice.html_page import Bar

ENDINGS: Final = (".csv", ".md", ".html")
_STATUSES: Final = ("applies", "precaution", "verify")


@dataclass(frozen=True, slots=True)
class Row:
    """In at least how many cases advice of one urgency, or of one rule and status, is given."""

    urgency: str
    rule: Rule | None
    status: str | None
    at_least: int

    @property
    def at_most(self) -> int:
        """The largest number that this stands for."""
        return self.at_least + SMALLEST - 1


@dataclass(frozen=True, slots=True)
class CaseloadSummary:
    """Everything about a caseload that can be shown. `at_least` is 0 where it has too few cases."""

    at_least: int
    urgencies: tuple[Row, ...]
    rules: tuple[Row, ...]


def without_revealing(book: RuleBook) -> RuleBook:
    """The rule book as if there were no rules marked `reveals`."""
    return replace(
        book,
        rulesets=tuple(
            replace(ruleset, rules=tuple(rule for rule in ruleset.rules if not rule.reveals))
            for ruleset in book.rulesets
        ),
    )


def check_summary(path: Path) -> None:
    """Whether a summary of this name can be written; raises CaseloadError."""
    if path.suffix.lower() not in ENDINGS:
        raise CaseloadError([phrase("screen.summary")])


def summary(counts: Counts, book: RuleBook) -> CaseloadSummary:
    """What can be shown of counts, which are those of the rule book `without_revealing` rules.

    Rules stand by urgency, the most frequent first.
    """
    cases = counts.screened
    by_urgency = [
        Row(urgency, None, None, least)
        for urgency in URGENCIES
        for least in shown_counts({urgency: counts.cases[Said("urgency", "case", urgency)]}, cases).values()
    ]
    by_rule = [
        Row(rule.urgency, rule, status, least)
        for rule in book.rules
        if not rule.reveals
        for status, least in shown_counts(
            {status: counts.cases[Said("advice", rule.about, status, rule.id)] for status in _STATUSES}, cases
        ).items()
    ]
    by_rule.sort(key=lambda row: (URGENCIES.index(row.urgency), -row.at_least))
    return CaseloadSummary(rounded_down(cases), tuple(by_urgency), tuple(by_rule))


def shown_counts(counts: Mapping[str, int], of: int) -> dict[str, int]:
    """In at least how many of so many cases each of some things holds, where that can be shown.

    Of things that may exclude each other in a case, the most frequent are shown.
    """
    shown: dict[str, int] = {}
    room = rounded_down(of) - SMALLEST
    for name, least in sorted(
        ((name, rounded_down(count)) for name, count in counts.items()), key=lambda each: -each[1]
    ):
        if least and least + SMALLEST <= room:
            shown[name] = least
            room -= least + SMALLEST
    return shown


def counts_summary(counts: pa.Table, book: RuleBook, ending: str = ".md", language: Language = "en") -> str:
    """What can be shown of the counts of all partitions of a caseload (see `Partitions`), put together.

    `ending` is that of a file in one of the forms `.csv`, `.md` and `.html`.
    """
    return summary_text(summary(counts_of(counts), book), ending, language)


def summary_text(found: CaseloadSummary, ending: str, language: Language) -> str:
    """The summary in the form of a file with this ending."""
    writer = _Writer(language)
    match ending:
        case ".csv":
            return writer.csv(found)
        case ".md":
            return "\n".join(writer.markdown(found)) + "\n"
        case _:
            return writer.html(found)


class _Writer:
    def __init__(self, language: Language) -> None:
        self._language = language

    def csv(self, found: CaseloadSummary) -> str:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["what", "ruleset", "rule", "urgency", "status", "at_least", "at_most", "words"])
        if found.at_least:
            writer.writerow(["cases", "", "", "", "", found.at_least, found.at_least + SMALLEST - 1, ""])
        for row in found.urgencies:
            said = self._say(f"urgency.{row.urgency}")
            writer.writerow(["urgency", "", "", row.urgency, "", row.at_least, row.at_most, said])
        for row in found.rules:
            rule = row.rule
            named = ["", ""] if rule is None else [rule.ruleset, rule.id]
            numbers = [row.at_least, row.at_most, self._words(row)]
            writer.writerow(["rule", *named, row.urgency, row.status, *numbers])
        return stream.getvalue()

    def markdown(self, found: CaseloadSummary) -> Iterator[str]:
        yield f"# {self._say('screen.title')}"
        for sentence in self._sentences(found):
            yield f"\n{sentence}"
        for heading, bars in self._charts(found):
            yield f"\n## {heading}\n"
            heads = (self._say(f"screen.{name}") for name in ("advice", "how_sure", "cases"))
            yield f"| {' | '.join(heads)} |"
            yield "|---|---|---|"
            for bar in bars:
                label = bar.label.replace("|", "\\|")
                yield f"| {label} | {bar.beside} | {bar.least}–{bar.most} |"

    def html(self, found: CaseloadSummary) -> str:
        # a page takes long to load for those who want none
        from protection_rules.advice.html_page import html_chart  # noqa: PLC0415

        sentences, charts = list(self._sentences(found)), list(self._charts(found))
        return html_chart(self._say("screen.title"), sentences, charts, self._language)

    def _sentences(self, found: CaseloadSummary) -> Iterator[str]:
        if not found.at_least:
            yield self._say("screen.too_few", smallest=SMALLEST)
            return
        most = found.at_least + SMALLEST - 1
        yield self._say("screen.how_many", least=found.at_least, most=most)
        yield self._say("screen.counted", smallest=SMALLEST)
        yield self._say("screen.release")

    def _charts(self, found: CaseloadSummary) -> Iterator[tuple[str, list[Bar]]]:
        if found.urgencies:
            bars = [self._bar_of(self._say(f"urgency.{row.urgency}"), "", row) for row in found.urgencies]
            yield self._say("screen.by_urgency"), bars
        for urgency in URGENCIES:
            rows = [row for row in found.rules if row.urgency == urgency]
            if rows:
                heading = self._say("screen.by_rule", urgency=phrase(f"urgency.{urgency}"))
                yield heading, [self._bar(row) for row in rows]

    def _bar(self, row: Row) -> Bar:
        return self._bar_of(self._words(row), self._say(f"status.{row.status}"), row)

    def _bar_of(self, label: str, beside: str, row: Row) -> Bar:
        from protection_rules.advice.html_page import Bar  # noqa: PLC0415

        return Bar(label, beside, row.at_least, row.at_most)

    def _words(self, row: Row) -> str:
        if row.rule is None:
            return ""
        spoken = row.rule.words if row.status == "applies" else row.rule.when_unknown or row.rule.words
        return f"{spoken.summary.in_language(self._language)} ({row.rule.id})"

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self._language)
