"""An assessment as text for a terminal of 80 columns, made for a tired person at a gate.

The first screen has at most 24 lines: what to do now, in the order of doing it, what must not be
done, and what to find out first. Everything else stands below.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from protection_rules.advice.labels import Labels
from protection_rules.advice.layout import wrapped
from protection_rules.advice.model import Assessment, Question, Recommendation, Words
from protection_rules.advice.page import (
    FEWEST_MUST_NOT,
    MOST_NOW,
    Line,
    Page,
    in_order_of_doing,
    in_same_words,
    one_for_each_action,
    page,
)
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import fact_label
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import SECTIONS
from protection_rules.rulesets.model import Urgency

FIRST_SCREEN: Final = 24
"""Lines of the first screen, its headings and its last lines included."""
ROOM_FOR_ITEMS: Final = 60
"""Columns for the items that one piece of advice names on the first screen; all are named below."""


@dataclass(frozen=True, slots=True, repr=False)
class TextPage:
    """The first screen and what stands below it, as lines."""

    first_screen: tuple[str, ...]
    below: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([*self.first_screen, *self.below])

    def __repr__(self) -> str:
        return f"<TextPage: {len(self.first_screen)} lines on the first screen, {len(self.below)} below>"


class Heading(str):
    """A line that heads what follows; a terminal may set it off."""

    __slots__ = ()


def text_page(
    assessment: Assessment,
    book: Labels,
    language: Language = "en",
    *,
    why: bool = False,
    set_aside: bool = False,
    everything: bool = False,
) -> TextPage:
    """The assessment as text.

    `why` adds to each piece of advice its reasons and grounds, `set_aside` what was set aside;
    `everything` adds both, how to do it, the advice for the office and what stayed undecided.
    """
    writer = _Writer(
        assessment,
        book,
        language,
        why=why or everything,
        set_aside=set_aside or everything,
        everything=everything,
    )
    return writer.text_page()


def text_lines(title: Words, lines: Iterable[Words], language: Language = "en") -> list[str]:
    """A title and lines as text, and nothing else."""
    written = [*wrapped(_spoken(title, language)), ""]
    for line in lines:
        written += wrapped(_spoken(line, language), "- ")
    return written


@dataclass(frozen=True, slots=True)
class _Writer:
    assessment: Assessment
    book: Labels
    language: Language
    why: bool
    set_aside: bool
    everything: bool

    def text_page(self) -> TextPage:
        shown = page(self.assessment)
        first_screen, on_it = self._first_screen(shown)
        return TextPage(tuple(first_screen), tuple(self._below(shown, on_it)))

    # the first screen

    def _first_screen(self, shown: Page) -> tuple[list[str], set[Line]]:
        """The lines of the first screen, and the advice that stands on it."""
        last = [self._say("page.mark"), self._say("page.decides")]
        questions = [list(self._question(question)) for question in shown.find_out]
        must_not_first = one_for_each_action(shown.must_not)
        must_not_written = [list(self._briefly(line)) for line in must_not_first]
        now_first = one_for_each_action(shown.now)[:MOST_NOW]
        now_written = [list(self._briefly(line)) for line in now_first]
        headings = 1 + bool(shown.now) + bool(shown.must_not) + bool(questions)
        room = FIRST_SCREEN - headings - len(last) - _count(questions)
        # however long the lines are, the first thing to do is on the screen
        reserved = min(_count(must_not_written[:FEWEST_MUST_NOT]), room - _count(now_written[:1]))
        now = now_first[: _fitting(now_written, room - reserved)]
        room -= _count(now_written[: len(now)])
        must_not = must_not_first[: _fitting(must_not_written, room)]
        lines: list[str] = [Heading(self._say(f"page.{shown.title}"))]
        if now:
            lines.append(self._heading("page.now", len(shown.now) - len(now)))
            for number, line in enumerate(in_order_of_doing(now, self.book), start=1):
                lines += self._briefly(line, str(number))
        if must_not:
            lines.append(self._heading("page.must_not", len(shown.must_not) - len(must_not)))
            for line in must_not:
                lines += self._briefly(line)
        if questions:
            lines.append(Heading(self._say("page.find_out")))
            for question in questions:
                lines += question
        if not self.assessment.recommendations:
            lines.append(self._say("page.nothing"))
        in_full = {line for line in (*now, *must_not) if self._some_items(line) == self._items(line)}
        return [*lines, *last], in_full

    def _heading(self, name: str, left: int) -> str:
        heading = self._say(name)
        return Heading(f"{heading} ({self._say('page.more_below', count=left)})" if left > 0 else heading)

    # below it

    def _below(self, shown: Page, on_first_screen: set[Line]) -> Iterator[str]:
        yield from self._options(shown)
        yield from self._conflicts()
        if self.why:
            yield from self._section("urgency_immediate", [*shown.now, *shown.must_not])
        else:
            rest = [line for line in (*shown.now, *shown.must_not) if line not in on_first_screen]
            yield from self._section("also_now", rest)
        later: tuple[Urgency, ...] = ("within_72h", "routine")
        for urgency in later:
            yield from self._section(urgency, shown.later[urgency])
        yield from self._questions(shown)
        if self.everything:
            yield from self._section("office", shown.office)
        if self.set_aside:
            yield from self._set_aside()
        if self.everything:
            yield from self._undecided()
        elif shown.office:
            yield ""
            yield from wrapped(self._say("page.office_notice"))
        yield ""
        if not self.everything:
            yield self._say("page.legend")

    def _section(self, name: str, lines: Iterable[Line]) -> Iterator[str]:
        chosen = list(lines)
        if not chosen:
            return
        yield ""
        yield Heading(self._say(f"page.{name}"))
        for line in chosen:
            yield from self._advice(line)
            if self.why:
                yield from self._reasons(line)

    def _advice(self, line: Line) -> Iterator[str]:
        """One piece of advice: a dash, a mark where not everything is known, the items."""
        return self._marked(line, self._items(line), "-")

    def _briefly(self, line: Line, number: str = "-") -> Iterator[str]:
        """The same for the first screen, with a number if it is to be done, and not too many items."""
        return self._marked(line, self._some_items(line), number)

    def _marked(self, line: Line, items: str, sign: str) -> Iterator[str]:
        one = line.first
        mark = " " if one.status == "applies" else self._say("page.unknown_mark")
        words = self._words(one.summary) + (f" ({items})" if items else "")
        return wrapped(words, f"{sign:>2} {mark} ", " " * 5)

    def _items(self, line: Line) -> str:
        return phrase("value_separator").in_language(self.language).join(line.items)

    def _some_items(self, line: Line) -> str:
        """The items, those after the first as far as there is room for them, and how many are left."""
        separator = phrase("value_separator").in_language(self.language)
        named = list(line.items)
        while len(named) > 1 and cell_len(separator.join(named)) > ROOM_FOR_ITEMS:
            named.pop()
        if len(named) < len(line.items):
            named.append(self._say("page.more", count=len(line.items) - len(named)))
        return separator.join(named)

    def _reasons(self, line: Line) -> Iterator[str]:
        one = line.first
        if self.everything:
            yield from self._indented(self._words(one.detail))
        for each in line.recommendations:
            yield from self._because(each, named=len(line.recommendations) > 1)
        for place, contact in enumerate(one.escalation, start=1):
            yield from self._indented(f"{self._say('page.call', place=place)} {self._words(contact)}")
        names = [self.book.reviewers[reviewer].label for reviewer in one.reviewers]
        yield from self._indented(self._say("page.reviewed_by", reviewers=self._listed(names)))
        yield from self._indented(self._say("page.grounds", grounds=self._grounds(one)))
        yield from self._indented(self._say("page.rule", rule=one.rule))

    def _because(self, one: Recommendation, *, named: bool) -> Iterator[str]:
        item = f"{one.subject.partition(':')[2]}: " if named else ""
        separator = phrase("page.reason_separator").in_language(self.language)
        because = separator.join(self._words(reason.text) for reason in one.because)
        if because:
            yield from self._indented(item + self._say("page.because", reasons=because))
        if one.unknowns:
            labels = [fact_label(fact, self.book.vocabulary) for fact in one.unknowns]
            yield from self._indented(item + self._say("page.not_known", facts=self._listed(labels)))

    def _grounds(self, one: Recommendation) -> str:
        cited = (
            phrase("value_separator")
            .in_language(self.language)
            .join([*one.grounds.guidance, *one.grounds.standards])
        )
        return f"{self._say(f'basis.{one.grounds.basis}')} ({cited})"

    def _options(self, shown: Page) -> Iterator[str]:
        if not shown.options:
            return
        yield ""
        yield Heading(self._say("page.options"))
        separator = phrase("value_separator").in_language(self.language)
        for section, listed in itertools.groupby(shown.options, lambda line: line.section):
            yield from wrapped(SECTIONS[section].label.in_language(self.language), "     ")
            for line in listed:
                standing = self._say(f"standing.{line.standing}")
                yield from wrapped(f"{standing}: {separator.join(line.items)}", "       ")

    def _conflicts(self) -> Iterator[str]:
        if self.assessment.conflicts:
            yield ""
            yield Heading(self._say("page.conflicts"))
        for conflict in self.assessment.conflicts:
            yield from wrapped(self._words(conflict.text), "     ")

    def _questions(self, shown: Page) -> Iterator[str]:
        if not shown.questions:
            return
        yield ""
        yield Heading(self._say("page.questions"))
        for ask, asked in shown.questions.items():
            yield f"   {self._say(f'ask.{ask}')}:"
            for words, items in in_same_words(asked, self.language).items():
                separator = phrase("value_separator").in_language(self.language)
                named = f" ({separator.join(items)})" if items else ""
                yield from wrapped(words + named, "   - ")

    def _question(self, question: Question) -> Iterator[str]:
        item = question.subject.partition(":")[2]
        named = f" ({item})" if item else ""
        words = f"{self._say(f'ask.{question.ask}')}: {self._words(question.text)}{named}"
        return wrapped(words, f" {self._say('page.unknown_mark')}   ")

    def _set_aside(self) -> Iterator[str]:
        if self.assessment.set_aside:
            yield ""
            yield Heading(self._say("page.set_aside"))
        for lost in self.assessment.set_aside:
            item = lost.subject.partition(":")[2]
            named = f" ({item})" if item else ""
            label = self.book.actions[lost.action].label.in_language(self.language)
            yield from wrapped(f"{lost.rule}: {label}{named}. {self._words(lost.reason)}", " -   ")

    def _undecided(self) -> Iterator[str]:
        if self.assessment.undecided:
            yield ""
            yield Heading(self._say("page.undecided"))
        for rule in self.assessment.undecided:
            item = rule.subject.partition(":")[2]
            named = f" ({item})" if item else ""
            facts = self._listed([fact_label(fact, self.book.vocabulary) for fact in rule.unknowns])
            yield from wrapped(f"{rule.rule}{named}: {self._say('page.not_known', facts=facts)}", " -   ")

    # words

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self.language)

    def _words(self, words: Words) -> str:
        return _spoken(words, self.language)

    def _listed(self, texts: list[Text]) -> str:
        separator = phrase("value_separator").in_language(self.language)
        return separator.join(text.in_language(self.language) for text in texts)

    def _indented(self, words: str) -> Iterator[str]:
        return wrapped(words, "       ")


def _spoken(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.ar


def _count(blocks: list[list[str]]) -> int:
    return sum(len(block) for block in blocks)


def _fitting(blocks: list[list[str]], room: int) -> int:
    """How many blocks, from the first, there is room for."""
    totals = itertools.accumulate(len(block) for block in blocks)
    return sum(1 for _ in itertools.takewhile(lambda total: total <= room, totals))
