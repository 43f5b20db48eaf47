"""An assessment: what is advised for a case, why, on what ground, and what is worth finding out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from protection_rules.rulesets.model import Basis, Modality, Polarity, Tier, Urgency

Status = Literal["applies", "precaution", "verify"]
Indicator = Literal["critical", "warning", "info"]
Standing = Literal["preferred", "possible", "check_first", "not_recommended"]
Ask = Literal["self", "provider", "staff", "observe", "office"]
Audience = Literal["case_worker", "office"]
"""For whom an assessment is made: whoever works on the case, or the office about itself."""


class Model(BaseModel):
    """A frozen part of an assessment, silent about what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Nothing, for printers such as rich that ask a model for its parts and not for its `repr`."""
        return ()


class Words(Model):
    """Words in both languages."""

    en: str
    ar: str


class Because(Model):
    """One fact that made a rule hold.

    `value` is a code, a number, or the codes that mattered of a set. `truth` is what the rule's
    comparison with it came to. `subject` says whose fact it is.
    """

    fact: str
    subject: str
    value: str | int | tuple[str, ...]
    truth: Literal["true", "false", "undetermined"]
    text: Words


class AdviceGrounds(Model):
    """What advice rests on: entries of the guidance, and standards where it goes beyond them."""

    basis: Basis
    guidance: tuple[str, ...]
    standards: tuple[str, ...]
    part: Words | None = None


class Recommendation(Model):
    """One piece of advice. A person reviews it, and the person concerned decides.

    `escalation` says whom to call, first to last, where the advice is to call somebody.
    """

    rule: str
    ruleset: str
    subject: str
    status: Status
    modality: Modality
    action: str
    kind: str
    polarity: Polarity
    urgency: Urgency
    indicator: Indicator
    tier: Tier
    summary: Words
    detail: Words
    because: tuple[Because, ...]
    unknowns: tuple[str, ...]
    reviewers: tuple[str, ...]
    escalation: tuple[Words, ...]
    grounds: AdviceGrounds
    override_reasons: tuple[str, ...]
    reveals: bool


class Option(Model):
    """Where a listed place or service stands after all advice about it."""

    subject: str
    standing: Standing
    because: tuple[str, ...]


class Question(Model):
    """Something worth finding out: from whom, in what words, and which advice it could change."""

    fact: str
    subject: str
    ask: Ask
    text: Words
    could_change: tuple[str, ...]


class SetAside(Model):
    """Advice that gave way to other advice, kept with the reason."""

    rule: str
    subject: str
    action: str
    by: str
    reason: Words


class Conflict(Model):
    """Two duties of equal rank that exclude each other; a person decides."""

    rules: tuple[str, ...]
    subject: str
    text: Words


class Undecided(Model):
    """A rule that says nothing while these facts are not known."""

    rule: str
    subject: str
    unknowns: tuple[str, ...]


class RulesetUsed(Model):
    """A ruleset that took part, with the digest of its content."""

    id: str
    version: str
    digest: str


class EngineUsed(Model):
    """The library's version and the matchers that agreed on the result."""

    version: str
    matchers: tuple[str, ...]


class Assessment(Model):
    """The whole result for one profile, in a fixed order.

    Recommendations are ordered by urgency, tier, modality, rule and subject; options by
    section, then as `advice.options` puts them;
    questions by the advice at stake, then the least intrusive first.
    """

    assessment: Literal[1] = 1
    decision_id: str
    rulesets: tuple[RulesetUsed, ...]
    engine: EngineUsed
    recommendations: tuple[Recommendation, ...]
    options: tuple[Option, ...]
    questions: tuple[Question, ...]
    set_aside: tuple[SetAside, ...]
    conflicts: tuple[Conflict, ...]
    undecided: tuple[Undecided, ...]

    def to_mapping(self) -> dict[str, Any]:
        """The assessment as plain data, as assessment.schema.json describes it."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """The assessment as JSON text: the same bytes for the same profile, rulesets and options."""
        return json.dumps(self.to_mapping(), ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        return f"<Assessment: {len(self.recommendations)} recommendations, {len(self.questions)} questions>"

    __str__ = __repr__
