"""What one audience is shown of an assessment, as data and as pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from pydantic import PrivateAttr

from protection_rules.advice.labels import Labels
from protection_rules.advice.model import (
    Assessment,
    AudienceLines,
    Model,
    Question,
    Recommendation,
    Words,
)
from protection_rules.advice.questions import intrusion
from protection_rules.advice.text_page import text_lines, text_page
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES, About, Audience

PAPER: Final = "paper"
"""The audience whose view may be printed."""


class View(Model):
    """What one audience is shown: the advice it is cleared for, or lines and nothing else.

    `assessment` is there for audiences that see the advice as the rules word it, `title` and `lines`
    for the others. `language` is the one asked for; both stand in the texts.

    Its pages are in the language given, or in the one asked for, or in English. They have everything
    that the view has, and raise ValueError for another language, and for a view of the advice that
    was read back from JSON.
    """

    view: Literal[1] = 1
    audience: str
    language: Language | None = None
    title: Words | None = None
    lines: tuple[Words, ...] = ()
    assessment: Assessment | None = None
    _labels: Labels | None = PrivateAttr(default=None)

    def to_mapping(self) -> dict[str, Any]:
        """The view as plain data, as view.schema.json describes it."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """The view as JSON text: the same bytes wherever the audience may know the same."""
        return json.dumps(self.to_mapping(), ensure_ascii=False, indent=2)

    def to_text(self, lang: Language | None = None) -> str:
        """The view as text of 80 columns."""
        language = self._spoken(lang)
        if self.title is not None:
            return "\n".join(text_lines(self.title, self.lines, language))
        return str(text_page(*self._advice(), language, everything=True))

    def to_markdown(self, lang: Language | None = None) -> str:
        """The view as Markdown."""
        from protection_rules.advice.markdown_page import markdown_lines, markdown_page  # noqa: PLC0415  # likewise

        language = self._spoken(lang)
        if self.title is not None:
            return markdown_lines(self.title, self.lines, language)
        return markdown_page(*self._advice(), language)

    def to_html(self, lang: Language | None = None) -> str:
        """The view as one page of HTML that loads nothing; only that of `paper` can be printed."""
        # only these pages need jinja2, and starting is to be quick
        from protection_rules.advice.html_page import html_lines, html_page  # noqa: PLC0415

        language = self._spoken(lang)
        if self.title is not None:
            return html_lines(self.title, self.lines, language, for_paper=self.audience == PAPER)
        return html_page(*self._advice(), language, set_aside=True)

    def with_labels(self, labels: Labels | None) -> View:
        """The same view, with the labels that the pages of advice need."""
        seen = self.model_copy()
        seen._labels = labels  # noqa: SLF001  # its own class
        return seen

    def _spoken(self, lang: Language | None) -> Language:
        language = lang or self.language or "en"
        if language not in LANGUAGES:
            raise ValueError("lang takes en or ar")
        return language

    def _advice(self) -> tuple[Assessment, Labels]:
        if self.assessment is None or self._labels is None:
            raise ValueError("no engine made this view; evaluate the profile again to have its pages")
        return self.assessment, self._labels

    def __repr__(self) -> str:
        return f"<View: {len(self.lines)} lines>"

    __str__ = __repr__


def view(
    assessment: Assessment,
    audiences: Mapping[str, Audience],
    lines: Mapping[str, AudienceLines],
    labels: Labels | None,
    name: str,
    language: Language | None,
    subject: str | None,
) -> View:
    """The view of one audience (see `Assessment.for_audience`)."""
    if not audiences:
        raise ValueError("no engine made this assessment; evaluate the profile again to have its views")
    if name not in audiences:
        raise ValueError(f"there is no such audience; there are {', '.join(audiences)}")
    if language is not None and language not in LANGUAGES:
        raise ValueError("lang takes en or ar")
    audience = audiences[name]
    if audience.form == "advice":
        if subject is not None:
            raise ValueError("this audience is addressed for the whole case; leave out subject")
        restricted = _restricted(assessment, audience, labels.vocabulary if labels else VOCABULARY)
        return View(audience=name, language=language, assessment=restricted).with_labels(labels)
    made = lines[name]
    if subject is None:
        standing = made.general
    elif subject in made.addressed:
        standing = made.addressed[subject]
    else:
        listed = (
            "is not one of the listed services" if audience.addressed else "is not taken by this audience"
        )
        raise ValueError(f"subject {listed}")
    return View(audience=name, language=language, title=made.title, lines=standing)


def sees_everything(audience: Audience) -> bool:
    """Whether an audience is cleared for all there is in an assessment."""
    return audience.subjects >= frozenset(get_args(About)) and audience.reveals and audience.reasons


def _restricted(assessment: Assessment, audience: Audience, vocabulary: Vocabulary) -> Assessment:
    """The assessment with what the audience is cleared for, as if there were nothing else."""

    def shown(subject: str) -> bool:
        return subject.partition(":")[0] in audience.subjects

    recommendations = tuple(
        _without_reasons(one) if not audience.reasons else one
        for one in assessment.recommendations
        if shown(one.subject) and (audience.reveals or not one.reveals)
    )
    whole = {"case", "operation"} <= audience.subjects and audience.reveals
    restricted = assessment.model_copy(
        update={
            "recommendations": recommendations,
            "options": tuple(option for option in assessment.options if shown(option.subject)),
            "questions": assessment.questions if whole else _asked(assessment, recommendations, vocabulary),
            "set_aside": tuple(
                lost for lost in assessment.set_aside if audience.set_aside and shown(lost.subject)
            ),
            "conflicts": tuple(conflict for conflict in assessment.conflicts if shown(conflict.subject)),
            "undecided": tuple(rule for rule in assessment.undecided if shown(rule.subject)),
        }
    )
    return restricted if whole else restricted.alone()


def _without_reasons(one: Recommendation) -> Recommendation:
    return one.model_copy(update={"because": (), "unknowns": ()})


def _asked(
    assessment: Assessment, recommendations: tuple[Recommendation, ...], vocabulary: Vocabulary
) -> tuple[Question, ...]:
    """The questions that could change this advice, in the order that it alone gives them."""
    ranks = {
        one.rule: (
            URGENCIES.index(one.urgency),
            TIERS.index(one.tier),
            MODALITIES.index(one.modality),
            one.rule,
        )
        for one in recommendations
    }
    ranked: list[tuple[tuple[object, ...], Question]] = []
    for question in assessment.questions:
        rules = tuple(
            sorted((rule for rule in question.could_change if rule in ranks), key=ranks.__getitem__)
        )
        if rules:
            rank = (*ranks[rules[0]], *intrusion(question.fact, vocabulary), question.fact, question.subject)
            ranked.append((rank, question.model_copy(update={"could_change": rules})))
    return tuple(question for _, question in sorted(ranked, key=lambda pair: pair[0]))
