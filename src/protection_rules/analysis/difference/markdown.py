"""A difference as Markdown for a pull request: one line, two tables, and profiles behind a fold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protection_rules.advice.markdown_page import directed, escaped
from protection_rules.advice.phrases import phrase
from protection_rules.analysis.difference.comparison import Finding
from protection_rules.analysis.difference.page import profile_texts, ready_profiles
from protection_rules.analysis.difference.review import Review
from protection_rules.analysis.difference.rules import RuleDifference
from protection_rules.analysis.difference.sentences import (
    fact_text,
    known_text,
    outcomes,
    part_texts,
    rule_outcomes,
    rule_text,
    scenario_lines,
    topic_text,
    way_text,
)
from protection_rules.analysis.difference.ways import Side
from protection_rules.analysis.difference.witnesses import Shown
from protection_rules.documents import visible
from protection_rules.facts.text import Language, Text


def difference_markdown(review: Review, language: Language = "en") -> str:
    """The whole as Markdown, with the line for a reviewer in both languages; Arabic is right to left."""
    return directed(_Writer(review, language).lines(), language)


@dataclass(frozen=True, slots=True)
class _Writer:
    review: Review
    language: Language

    def lines(self) -> Iterator[str]:
        difference = self.review.difference
        yield f"## {self._say('diff.title')}"
        other: Language = "ar" if self.language == "en" else "en"
        yield from ("", f"**{self._in(self.review.summary)}**")
        direction = "rtl" if other == "ar" else "ltr"
        summary = escaped(self.review.summary.in_language(other))
        yield from ("", f'<p dir="{direction}" lang="{other}">{summary}</p>')
        sides: tuple[Side, ...] = ("less", "more")
        for side in sides:
            found = difference.on(side)
            if found:
                yield from self._heading(f"diff.heading.{side}")
                yield from self._table(found, signed=side == "less")
            for finding in found:
                yield from self._folded(finding)
        if difference.not_decided:
            yield from self._heading("diff.heading.not_decided")
        for each in difference.not_decided:
            yield f"- {self._in(topic_text(each.topic, difference))} {self._say(f'diff.way.{each.kind}')}"
        if difference.facts:
            yield from self._heading("diff.heading.facts")
        for fact in difference.facts:
            what = phrase("diff.fact", label=fact.label, fact=fact.fact, what=fact_text(fact))
            yield f"- {self._in(what)}"
        if difference.rules:
            yield from self._heading("diff.heading.rules")
            yield from self._row(self._say("diff.column.rule"), self._say("diff.column.change"))
            yield "|---|---|"
        for one in difference.rules:
            yield from self._row(escaped(one.rule), self._in(rule_text(one, difference)))
        for one in difference.rules:
            yield from self._folded_rule(one)
        if difference.parts:
            yield from self._heading("diff.heading.parts")
        for part in difference.parts:
            yield from (f"- {self._in(text)}" for text in part_texts(part))

    def _table(self, found: tuple[Finding, ...], *, signed: bool) -> Iterator[str]:
        columns = ["what", "finding", *(["signed_off"] if signed else [])]
        yield from self._row(*(self._say(f"diff.column.{name}") for name in columns))
        yield "|---" * len(columns) + "|"
        for finding in found:
            ways = " ".join(self._in(way_text(way)) for way in finding.ways)
            what = f"{self._in(topic_text(finding.topic, self.review.difference))} {ways}"
            yield from self._row(what, f"`{finding.id}`", *([self._signed(finding)] if signed else []))

    def _signed(self, finding: Finding) -> str:
        signed = self.review.accepted.get(finding.id)
        if signed is None:
            return self._say("diff.not_accepted")
        name, reason = visible(signed.name), visible(" ".join(signed.reason.split()))
        return self._say("diff.accepted", name=name, date=signed.date.isoformat(), reason=reason)

    def _folded(self, finding: Finding) -> Iterator[str]:
        shown = [(way, way.shown) for way in finding.ways if way.shown is not None]
        if not shown:
            return
        yield from self._fold(finding.id)
        for way, each in shown:
            told = outcomes(finding, each, self.review.difference)
            yield from self._shown(self._in(way_text(way)), told, each)
            which, lines = scenario_lines(finding, way, each, self.review.difference, self.language)
            yield from ("", self._in(which))
            yield from _fenced("gherkin", lines)
        yield from ("", "</details>")

    def _folded_rule(self, found: RuleDifference) -> Iterator[str]:
        if not found.shown:
            return
        yield from self._fold(found.rule)
        for way, each in found.shown:
            told = rule_outcomes(found.rule, each, self.review.difference)
            yield from self._shown(self._say(f"diff.relation.{way}"), told, each)
        yield from ("", "</details>")

    def _fold(self, name: str) -> Iterator[str]:
        yield from ("", "<details>")
        yield f"<summary>{self._say('diff.details')}: <code>{name}</code></summary>"

    def _shown(self, way: str, told: tuple[Text, Text], shown: Shown) -> Iterator[str]:
        yield from ("", f"**{way}**")
        for outcome in told:
            yield from ("", self._in(outcome))
        yield from self._listed("diff.profile", profile_texts(shown, self.review.difference))
        if shown.everywhere:
            vocabulary = self.review.difference.vocabulary
            known = [known_text(each, vocabulary) for each in shown.everywhere]
            yield from self._listed("diff.everywhere", known)
        elif shown.everywhere is not None:
            yield from ("", self._say("diff.every_profile"))
        for name, witness in ready_profiles(shown):
            yield from ("", self._say(name))
            yield from _fenced("yaml", witness.to_yaml().splitlines())

    def _listed(self, name: str, texts: list[Text]) -> Iterator[str]:
        yield from ("", self._say(name), "")
        yield from (f"- {self._in(text)}" for text in texts)

    def _heading(self, name: str) -> Iterator[str]:
        yield from ("", f"### {self._say(name)}", "")

    def _row(self, *cells: str) -> Iterator[str]:
        yield f"| {' | '.join(cells)} |"

    def _say(self, name: str, /, **parts: Text | str | int) -> str:
        return self._in(phrase(name, **parts))

    def _in(self, text: Text) -> str:
        """The words, which mean themselves in Markdown and stay on one line."""
        return escaped(" ".join(text.in_language(self.language).split()))


def _fenced(kind: str, lines: list[str]) -> Iterator[str]:
    yield from ("", f"```{kind}", *lines, "```")
