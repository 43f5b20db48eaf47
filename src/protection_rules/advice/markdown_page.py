"""An assessment as Markdown, with how to do each thing, its reasons and its grounds.

Texts of rulesets and ids of items mean themselves: nothing in them becomes a link, a picture or HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from protection_rules.advice.labels import Labels
from protection_rules.advice.model import Assessment, Recommendation, Words
from protection_rules.advice.page import Line, in_order_of_doing, page, quiet_heading
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import fact_label
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import Urgency

_SPECIAL: Final = re.compile(r"[\\`*_\[\]#|~]")
_BEGINNING: Final = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")
"""What makes a list or a heading at the beginning of a line."""


def markdown_page(assessment: Assessment, book: Labels, language: Language = "en") -> str:
    """The whole assessment as Markdown; Arabic stands in a right-to-left block."""
    return directed(_Writer(assessment, book, language).lines(), language)


def markdown_lines(title: Words, lines: Iterable[Words], language: Language = "en") -> str:
    """A title and lines as Markdown, and nothing else; Arabic stands in a right-to-left block."""
    listed = (f"- {_spoken(line, language)}" for line in lines)
    return directed([f"# {_spoken(title, language)}", "", *listed], language)


@dataclass(frozen=True, slots=True)
class _Writer:
    assessment: Assessment
    book: Labels
    language: Language

    def lines(self) -> Iterator[str]:
        """The document, line by line."""
        shown = page(self.assessment)
        yield f"# {self._say(f'page.{shown.title}')}"
        yield ""
        yield f"*{self._say('page.decides')}*"
        if not self.assessment.recommendations:
            yield from ("", self._say("page.nothing"))
        yield from self._section("now", in_order_of_doing(shown.now, self.book))
        yield from self._section("must_not", shown.must_not)
        yield from self._options()
        yield from self._conflicts()
        later: tuple[Urgency, ...] = ("within_72h", "routine")
        for urgency in later:
            yield from self._section(urgency, shown.later[urgency])
        yield from self._questions()
        yield from self._section("office", shown.office)
        yield from self._set_aside()
        yield from self._undecided()

    def _section(self, name: str, lines: Iterable[Line]) -> Iterator[str]:
        chosen = list(lines)
        if chosen:
            yield from self._heading(name)
        for line in chosen:
            yield from self._advice(line)

    def _heading(self, name: str) -> Iterator[str]:
        yield ""
        yield f"## {quiet_heading(name, self.language)}"
        yield ""

    def _advice(self, line: Line) -> Iterator[str]:
        one = line.first
        items = f" ({self._items(line.items)})" if line.items else ""
        mark = "" if one.status == "applies" else f" *({self._say(f'page.{one.status}')})*"
        yield f"- **{self._words(one.summary)}**{items}{mark}"
        yield f"  {self._words(one.detail)}"
        for each in line.recommendations:
            item = self._items([each.subject.partition(":")[2]])
            yield from self._reasons(each, f"{item}: " if len(line.recommendations) > 1 else "")
        for place, contact in enumerate(one.escalation, start=1):
            yield f"  - {self._say('page.call', place=place)} {self._words(contact)}"
        reviewers = self._listed([self.book.reviewers[name].label for name in one.reviewers])
        cited = self._joined([*one.grounds.guidance, *one.grounds.standards])
        grounds = f"{self._say(f'basis.{one.grounds.basis}')} ({cited})"
        yield f"  - {self._say('page.reviewed_by', reviewers=reviewers)}"
        yield f"  - {self._say('page.grounds', grounds=grounds)}"
        yield f"  - {self._say('page.rule', rule=one.rule)}"

    def _reasons(self, one: Recommendation, named: str) -> Iterator[str]:
        separator = phrase("page.reason_separator").in_language(self.language)
        because = separator.join(self._words(reason.text) for reason in one.because)
        if because:
            yield f"  - {named}{self._say('page.because', reasons=because)}"
        if one.unknowns:
            facts = self._listed([fact_label(fact, self.book.vocabulary) for fact in one.unknowns])
            yield f"  - {named}{self._say('page.not_known', facts=facts)}"

    def _options(self) -> Iterator[str]:
        if not self.assessment.options:
            return
        yield from self._heading("options")
        for option in self.assessment.options:
            item = self._items([option.subject.partition(":")[2]])
            rules = f" ({self._joined(option.because)})" if option.because else ""
            yield f"- {item}: {self._say(f'standing.{option.standing}')}{rules}"

    def _conflicts(self) -> Iterator[str]:
        if self.assessment.conflicts:
            yield from self._heading("conflicts")
        for conflict in self.assessment.conflicts:
            yield f"- {self._words(conflict.text)}"

    def _questions(self) -> Iterator[str]:
        if self.assessment.questions:
            yield from self._heading("questions")
        for question in self.assessment.questions:
            item = question.subject.partition(":")[2]
            named = f" ({self._items([item])})" if item else ""
            yield f"- {self._say(f'ask.{question.ask}')}: {self._words(question.text)}{named}"

    def _set_aside(self) -> Iterator[str]:
        if self.assessment.set_aside:
            yield from self._heading("set_aside")
        for lost in self.assessment.set_aside:
            label = escaped(self.book.actions[lost.action].label.in_language(self.language))
            item = lost.subject.partition(":")[2]
            named = f" ({self._items([item])})" if item else ""
            yield f"- {lost.rule}: {label}{named}. {self._words(lost.reason)}"

    def _undecided(self) -> Iterator[str]:
        if self.assessment.undecided:
            yield from self._heading("undecided")
        for rule in self.assessment.undecided:
            facts = self._listed([fact_label(fact, self.book.vocabulary) for fact in rule.unknowns])
            item = rule.subject.partition(":")[2]
            named = f" ({self._items([item])})" if item else ""
            yield f"- {rule.rule}{named}: {self._say('page.not_known', facts=facts)}"

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self.language)

    def _words(self, words: Words) -> str:
        return _spoken(words, self.language)

    def _joined(self, parts: Iterable[str]) -> str:
        return phrase("value_separator").in_language(self.language).join(parts)

    def _items(self, items: Iterable[str]) -> str:
        """The caller's ids, isolated from the direction of the text around them."""
        return self._joined(f"<bdi>{escaped(item)}</bdi>" for item in items)

    def _listed(self, texts: list[Text]) -> str:
        return self._joined(escaped(text.in_language(self.language)) for text in texts)


def directed(lines: Iterable[str], language: Language) -> str:
    """The lines as one document; Arabic stands in a right-to-left block."""
    if language == "ar":
        lines = ['<div dir="rtl" lang="ar">', "", *lines, "", "</div>"]
    return "\n".join(lines)


def _spoken(words: Words, language: Language) -> str:
    return escaped(" ".join((words.en if language == "en" else words.ar).split()))


def escaped(words: str) -> str:
    """Words that mean themselves in Markdown and in HTML alike."""
    marked = _SPECIAL.sub(r"\\\g<0>", html.escape(words, quote=False))
    return _BEGINNING.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", marked)
