"""An assessment, or lines, as one page of HTML that loads nothing and needs no script.

Texts of rulesets and ids of items mean themselves: nothing in them becomes HTML. Printed, every page
but that of the paper view says only that it is not for printing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from protection_rules.advice.labels import Labels
from protection_rules.advice.model import AdviceGrounds, Assessment, Because, Option, Question, Words
from protection_rules.advice.page import (
    FEWEST_MUST_NOT,
    MOST_NOW,
    Line,
    Page,
    in_order_of_doing,
    in_same_words,
    one_for_each_action,
    page,
    quiet_heading,
)
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import fact_label
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import SECTIONS

_TEMPLATES: Final = Path(__file__).with_name("templates")


def html_page(
    assessment: Assessment, book: Labels, language: Language = "en", *, set_aside: bool = False
) -> str:
    """The whole assessment as a page, details folded; `set_aside` unfolds what was set aside."""
    shown = page(assessment)
    return _rendered(
        "advice",
        language,
        title=phrase(f"page.{shown.title}").in_language(language),
        for_paper=False,
        words=_Words(language, book),
        assessment=assessment,
        page=shown,
        first=_first_screen(shown, book),
        set_aside=set_aside,
    )


def html_lines(
    title: Words, lines: Sequence[Words], language: Language = "en", *, for_paper: bool = False
) -> str:
    """A title and lines as a page, and nothing else; only one that is `for_paper` can be printed."""
    return _rendered(
        "lines",
        language,
        title=_spoken(title, language),
        for_paper=for_paper,
        lines=[_spoken(line, language) for line in lines],
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: what it is of, a word beside it, and from how many to how many it stands for."""

    label: str
    beside: str
    least: int
    most: int


def html_chart(
    title: str, said: Sequence[str], charts: Sequence[tuple[str, Sequence[Bar]]], language: Language = "en"
) -> str:
    """A title, sentences, and charts with their headings, as a page that can be printed."""
    largest = max((bar.least for _, bars in charts for bar in bars), default=1)
    return _rendered(
        "chart", language, title=title, for_paper=True, said=said, charts=charts, largest=largest
    )


def _rendered(name: str, language: Language, *, for_paper: bool, **parts: Any) -> str:
    style = _style("base", name, "paper" if for_paper else "not_for_paper")
    template = _environment().get_template(f"{name}.html")
    return template.render(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        style=style,
        style_digest=_digest(style),
        instead=None if for_paper else phrase("page.not_for_paper").in_language(language),
        **parts,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style(*names: str) -> Markup:
    # our own files, no part of which comes from elsewhere
    return Markup("\n").join(
        Markup((_TEMPLATES / f"{name}.css").read_text(encoding="utf-8"))  # noqa: S704
        for name in names
    )


def _digest(style: str) -> str:
    """By which a browser knows the one style that the page allows."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


@dataclass(frozen=True, slots=True, repr=False)
class _First:
    """What stands on the first screen, and what is as urgent and does not fit there."""

    now: list[Line]
    must_not: list[Line]
    rest: list[Line]


def _first_screen(shown: Page, book: Labels) -> _First:
    now = one_for_each_action(shown.now)[:MOST_NOW]
    must_not = one_for_each_action(shown.must_not)[:FEWEST_MUST_NOT]
    on_it = {*now, *must_not}
    rest = [line for line in (*shown.now, *shown.must_not) if line not in on_it]
    return _First(in_order_of_doing(now, book), must_not, rest)


class _AboutSubject(Protocol):
    @property
    def subject(self) -> str: ...


def _spoken(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.ar


@dataclass(frozen=True, slots=True, repr=False)
class _Words:
    """What a template says of the parts of an assessment; Markup where ids are isolated in it."""

    language: Language
    book: Labels

    def say(self, name: str, **parts: Text | str | int) -> Markup:
        """A phrase, with its places filled in; what is Markup stays what it is."""
        filled = {
            key: part.in_language(self.language) if isinstance(part, Text) else part
            for key, part in parts.items()
        }
        return escape(phrase(name).in_language(self.language)).format(**filled)

    def text(self, words: Words) -> str:
        """A text of a ruleset."""
        return _spoken(words, self.language)

    def joined(self, parts: Iterable[str], separator: str = "value_separator") -> Markup:
        """Parts one after another."""
        return escape(phrase(separator).in_language(self.language)).join(parts)

    def heading(self, name: str) -> str:
        """The heading of a part of the page."""
        return quiet_heading(name, self.language)

    def items(self, items: Iterable[str]) -> Markup:
        """Ids, isolated from the direction of the text around them."""
        return self.joined(Markup("<bdi>{}</bdi>").format(item) for item in items)

    def items_of(self, part: _AboutSubject) -> list[str]:
        """The id of the item that a part of the assessment is about, or none."""
        item = part.subject.partition(":")[2]
        return [item] if item else []

    def reasons(self, because: Iterable[Because]) -> Markup:
        """Reasons one after another, with the ids in them isolated."""
        return self.joined((self._reason(one) for one in because), "page.reason_separator")

    def _reason(self, one: Because) -> Markup:
        """A reason; the item it is about stands in it in brackets, if it is named at all."""
        text = self.text(one.text)
        named = f"({one.subject.partition(':')[2]})"
        before, brackets, after = text.partition(named)
        if named == "()" or not brackets:
            return escape(text)
        return Markup("{}({}){}").format(before, self.items(self.items_of(one)), after)

    def facts(self, facts: Iterable[str]) -> Markup:
        """The labels of facts."""
        labels = (fact_label(fact, self.book.vocabulary) for fact in facts)
        return self.joined(label.in_language(self.language) for label in labels)

    def reviewers(self, names: Iterable[str]) -> Markup:
        """Who reviews advice."""
        return self.joined(self.book.reviewers[name].label.in_language(self.language) for name in names)

    def action(self, name: str) -> str:
        """What an action is called."""
        return self.book.actions[name].label.in_language(self.language)

    def grounds(self, grounds: AdviceGrounds) -> Markup:
        """What advice rests on."""
        cited = self.items([*grounds.guidance, *grounds.standards])
        return Markup("{} ({})").format(self.say(f"basis.{grounds.basis}"), cited)

    def by_section(self, options: Iterable[Option]) -> list[tuple[str, list[Option]]]:
        """Options under the label of their section, in their order."""
        grouped = groupby(options, lambda option: option.subject.partition(":")[0])
        return [
            (SECTIONS[section].label.in_language(self.language), list(group)) for section, group in grouped
        ]

    def questions(self, asked: Iterable[Question]) -> list[tuple[str, list[str]]]:
        """Questions in the same words as one, with the items they are about."""
        return list(in_same_words(asked, self.language).items())
