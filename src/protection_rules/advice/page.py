"""What a person is shown of an assessment, and in which order: the few things that matter first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from protection_rules.advice.labels import Labels
from protection_rules.advice.model import Assessment, Option, Question, Recommendation, Standing, Status
from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language
from protection_rules.rulesets.model import MODALITIES, TIERS, Urgency

MOST_NOW: Final = 7
"""Lines of what to do now on the first screen."""
FEWEST_MUST_NOT: Final = 4
"""Lines of what must not be done that keep their place on a full first screen."""
MOST_QUESTIONS: Final = 2
"""Questions on the first screen."""

_HESITATION: Final[dict[Status, int]] = {"applies": 0, "precaution": 2, "verify": 4}
"""Tiers by which advice that is not certain stands back on the first screen."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One piece of advice, for every listed item that it is about."""

    recommendations: tuple[Recommendation, ...]

    @property
    def first(self) -> Recommendation:
        """The advice itself; the others differ in their subject alone."""
        return self.recommendations[0]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items it is about; empty for advice about the case."""
        subjects = (one.subject.partition(":")[2] for one in self.recommendations)
        return tuple(item for item in subjects if item)

    def __repr__(self) -> str:
        return f"<Line: {len(self.recommendations)} recommendations>"


@dataclass(frozen=True, slots=True, repr=False)
class OptionsLine:
    """Listed options of one section that stand alike and next to each other, by their ids."""

    section: str
    standing: Standing
    items: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<OptionsLine: {len(self.items)} options>"


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """An assessment for a reader: what to do now first, and everything else in its place.

    Advice about the office is apart in `office`, unless there is nothing else.

    `now` and `must_not` are in the order of importance; a renderer takes as many as its first screen
    holds (`in_order_of_doing` then sorts what is done). `find_out` has at most MOST_QUESTIONS.
    `later` has everything else by urgency, `questions` all questions by whom to ask.
    """

    title: Literal["title", "title_office"]
    now: tuple[Line, ...]
    must_not: tuple[Line, ...]
    find_out: tuple[Question, ...]
    later: dict[Urgency, tuple[Line, ...]]
    office: tuple[Line, ...]
    options: tuple[OptionsLine, ...]
    questions: dict[str, tuple[Question, ...]]

    def __repr__(self) -> str:
        return f"<Page: {len(self.now)} things to do now>"


def page(assessment: Assessment) -> Page:
    """What a reader is shown of an assessment."""
    office = [one for one in assessment.recommendations if one.subject == "operation"]
    case = [one for one in assessment.recommendations if one.subject != "operation"]
    lines = _lines(case or office)
    lines.sort(key=_importance)
    immediate = [line for line in lines if line.first.urgency == "immediate"]
    now = [line for line in immediate if not _forbids(line)]
    questions: dict[str, list[Question]] = {}
    for question in assessment.questions:
        questions.setdefault(question.ask, []).append(question)
    return Page(
        title="title_office" if office and not case else "title",
        now=tuple(now),
        must_not=tuple(line for line in immediate if _forbids(line)),
        find_out=_first_questions(assessment, now)[:MOST_QUESTIONS],
        later={
            urgency: tuple(line for line in lines if line.first.urgency == urgency)
            for urgency in ("within_72h", "routine")
        },
        office=tuple(_lines(office if case else ())),
        options=tuple(_options(assessment.options)),
        questions={ask: tuple(asked) for ask, asked in questions.items()},
    )


def _options(options: Iterable[Option]) -> Iterator[OptionsLine]:
    """Options in their order, those that stand alike on one line."""

    def alike(option: Option) -> tuple[str, Standing]:
        return option.subject.partition(":")[0], option.standing

    for (section, standing), group in itertools.groupby(options, alike):
        yield OptionsLine(section, standing, tuple(option.subject.partition(":")[2] for option in group))


def _lines(recommendations: Iterable[Recommendation]) -> list[Line]:
    """The same advice about several items as one line, in the order of the advice."""
    grouped: dict[tuple[str, str, Status], list[Recommendation]] = {}
    for one in recommendations:
        kind_of_subject = one.subject.partition(":")[0]
        grouped.setdefault((one.rule, kind_of_subject, one.status), []).append(one)
    return [Line(tuple(group)) for group in grouped.values()]


def _importance(line: Line) -> tuple[int, int, int, str]:
    """Advice of a high tier first; what is not certain stands back a little."""
    one = line.first
    tier = TIERS.index(one.tier) + _HESITATION[one.status]
    return tier, _HESITATION[one.status], MODALITIES.index(one.modality), one.rule


def _forbids(line: Line) -> bool:
    """Whether a line says what must not be done; advice to find out first does not."""
    return line.first.modality == "must_not" and line.first.status != "verify"


def _first_questions(assessment: Assessment, now: Iterable[Line]) -> tuple[Question, ...]:
    """The questions that could change what comes first; those for the office wait until day."""
    rank = {line.first.rule: place for place, line in reversed(list(enumerate(now)))}
    questions = [question for question in assessment.questions if question.ask != "office"]
    asked = questions or list(assessment.questions)
    at_stake = {
        index: min(rank[rule] for rule in question.could_change if rule in rank)
        for index, question in enumerate(asked)
        if not rank.keys().isdisjoint(question.could_change)
    }
    return tuple(asked[index] for index in sorted(at_stake, key=lambda index: (at_stake[index], index)))


def one_for_each_action(lines: Iterable[Line]) -> list[Line]:
    """The most important line of each action; the others say much the same."""
    chosen: dict[str, Line] = {}
    for line in lines:
        chosen.setdefault(line.first.action, line)
    return list(chosen.values())


def in_order_of_doing(lines: Iterable[Line], book: Labels) -> list[Line]:
    """Lines in the order in which the kinds of action are done, kept in their order inside a kind."""
    kinds = list(book.kinds)
    return sorted(lines, key=lambda line: kinds.index(line.first.kind))


def in_same_words(questions: Iterable[Question], language: Language) -> dict[str, list[str]]:
    """Questions in the same words as one, with the items they are about."""
    grouped: dict[str, list[str]] = {}
    for question in questions:
        words = question.text.en if language == "en" else question.text.ar
        item = question.subject.partition(":")[2]
        grouped.setdefault(words, []).extend([item] if item else [])
    return grouped


def quiet_heading(name: str, language: Language) -> str:
    """The heading of a part of a page, for a page that sets its headings off by their size."""
    words = phrase(f"page.{name}").in_language(language).rstrip(":")
    return f"{words[:1]}{words[1:].lower()}"
