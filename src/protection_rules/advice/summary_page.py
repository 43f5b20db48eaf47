"""A summary of decisions as text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.statistics import SMALLEST, Summary, SummaryGroup
from protection_rules.advice.text_page import Heading
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import RuleBook


def summary_page(summary: Summary, book: RuleBook, language: Language = "en") -> list[str]:
    """The lines of the page. Reasons are in the words of the rule book, or the codes it does not have."""
    return list(_Writer(book, language).lines(summary))


class _Writer:
    def __init__(self, book: RuleBook, language: Language) -> None:
        self._book = book
        self._language = language

    def lines(self, summary: Summary) -> Iterator[str]:
        for group in summary.groups:
            yield from self._group(group)
            yield ""
        if summary.groups:
            yield from wrapped(self._say("summary.counted", smallest=SMALLEST))
            yield from wrapped(self._say("summary.release"))
        else:
            yield from wrapped(self._say("summary.nothing", smallest=SMALLEST))

    def _group(self, group: SummaryGroup) -> Iterator[str]:
        year, quarter = group.quarter.split("-Q")
        yield Heading(self._say(f"summary.quarter.{quarter}", year=year))
        names = self._say("value_separator").join(f"{each.id} {each.version}" for each in group.rulesets)
        yield from wrapped(self._say("summary.rulesets", rulesets=names), "   ", "      ")
        yield from self._range(phrase("summary.decisions"), group.at_least)
        for each in group.statuses:
            yield from self._range(phrase(f"summary.status.{each.status}"), each.at_least)
        if group.overrides:
            yield from wrapped(self._say("summary.overrides"), "   ")
        for counted in group.overrides:
            yield from self._range(self._reason(counted.reason), counted.at_least, "      ")

    def _range(self, what: Text, least: int, indent: str = "   ") -> Iterator[str]:
        most = least + SMALLEST - 1
        yield from wrapped(self._say("summary.range", what=what, least=least, most=most), indent)

    def _reason(self, code: str) -> Text:
        known = self._book.override_reasons.get(code)
        return known.label if known is not None else Text(code, code)

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self._language)
