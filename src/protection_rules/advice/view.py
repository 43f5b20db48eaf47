"""What one audience is shown of an assessment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from protection_rules.advice.model import (
    Assessment,
    AudienceLines,
    Model,
    Question,
    Recommendation,
    Words,
)
from protection_rules.advice.questions import intrusion
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES, Audience


class View(Model):
    """What one audience is shown: the advice it is cleared for, or lines and nothing else.

    `assessment` is there for audiences that see the advice as the rules word it, `title` and `lines`
    for the others. `language` is the one asked for; both stand in the texts.
    """

    view: Literal[1] = 1
    audience: str
    language: Language | None = None
    title: Words | None = None
    lines: tuple[Words, ...] = ()
    assessment: Assessment | None = None

    def to_mapping(self) -> dict[str, Any]:
        """The view as plain data, as view.schema.json describes it."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """The view as JSON text: the same bytes wherever the audience may know the same."""
        return json.dumps(self.to_mapping(), ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        return f"<View: {len(self.lines)} lines>"

    __str__ = __repr__


def view(
    assessment: Assessment,
    audiences: Mapping[str, Audience],
    lines: Mapping[str, AudienceLines],
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
        return View(audience=name, language=language, assessment=_restricted(assessment, audience))
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


def _restricted(assessment: Assessment, audience: Audience) -> Assessment:
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
            "questions": assessment.questions if whole else _asked(assessment, recommendations),
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


def _asked(assessment: Assessment, recommendations: tuple[Recommendation, ...]) -> tuple[Question, ...]:
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
            rank = (*ranks[rules[0]], *intrusion(question.fact), question.fact, question.subject)
            ranked.append((rank, question.model_copy(update={"could_change": rules})))
    return tuple(question for _, question in sorted(ranked, key=lambda pair: pair[0]))
