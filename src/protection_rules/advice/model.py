"""An assessment: what is advised for a case, why, on what ground, and what is worth finding out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from pydantic.json_schema import SkipJsonSchema

from protection_rules.advice.labels import Labels
from protection_rules.facts.text import Language
from protection_rules.rulesets.model import Audience, Basis, Modality, Polarity, Tier, Urgency

if TYPE_CHECKING:
    from protection_rules.advice.record import DecisionRecord, Override
    from protection_rules.advice.view import View

Status = Literal["applies", "precaution", "verify"]
Indicator = Literal["critical", "warning", "info"]
Standing = Literal["preferred", "possible", "check_first", "not_recommended"]
Ask = Literal["self", "provider", "staff", "observe", "office"]
DECISION_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
"""What a host may call a decision by; it must hold nothing about a person."""
NO_DECISION_ID: Final = "not-assigned"
"""The decision id of an assessment for which the host gave none."""


_NEW: Final = BaseModel.__new__
_SET_DICT, _SET_FIELDS, _SET_EXTRA, _SET_PRIVATE = (
    BaseModel.__dict__[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""What sets the four parts that a model has, also of one that is frozen."""


class Model(BaseModel):
    """A frozen part of an assessment, silent about what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def otherwise(self, fields: dict[str, Any]) -> Self:
        """The same with some of its fields otherwise, which must be what they take: nothing is checked.

        For a part with every field given. A case has some hundreds of them, and checking what the
        library has just made takes longer than making it.
        """
        model = type(self)
        made = _NEW(model)
        _SET_DICT(made, self.__dict__ | fields)
        # a frozen model never adds to it, so that both can have the same
        _SET_FIELDS(made, self.__pydantic_fields_set__)
        _SET_EXTRA(made, None)
        _SET_PRIVATE(made, None)
        return made

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
    """A ruleset that took part, with the digest of its content.

    `changed_by` names the overlays that changed it, `not_in_force` its rules that the day leaves out.
    """

    id: str
    version: str
    digest: str
    changed_by: tuple[str, ...] | None = None
    not_in_force: tuple[str, ...] | None = None


class OverlayUsed(Model):
    """An overlay that took part, with the digest of its content."""

    id: str
    version: str
    digest: str


class EngineUsed(Model):
    """The library's version and the matchers that agreed on the result."""

    version: str
    matchers: tuple[str, ...]


class AudienceLines(Model):
    """What an audience that is shown lines is shown: for the case, and for each item named."""

    title: Words
    general: tuple[Words, ...]
    addressed: dict[str, tuple[Words, ...]]


class Assessment(Model):
    """The whole result for one profile, in a fixed order.

    Recommendations are ordered by urgency, tier, modality, rule and subject; options by
    section, then as `advice.options` puts them;
    questions by the advice at stake, then the least intrusive first. `overlays` is there where some took
    part, `as_of` where something begins or ends: the day that decided what is in force.
    """

    assessment: Literal[1] = 1
    decision_id: str
    rulesets: tuple[RulesetUsed, ...]
    overlays: tuple[OverlayUsed, ...] | None = None
    as_of: date | None = None
    engine: EngineUsed
    recommendations: tuple[Recommendation, ...]
    options: tuple[Option, ...]
    questions: tuple[Question, ...]
    set_aside: tuple[SetAside, ...]
    conflicts: tuple[Conflict, ...]
    undecided: tuple[Undecided, ...]
    _audiences: Mapping[str, Audience] = PrivateAttr(default_factory=dict)
    _lines: Mapping[str, AudienceLines] = PrivateAttr(default_factory=dict)
    _labels: Labels | None = PrivateAttr(default=None)
    recordable: SkipJsonSchema[tuple[tuple[str, Status], ...] | None] = Field(default=None, exclude=True)
    """The rules that a decision record may tell of, each with its status for some subject.

    These are the rules that stand where no rule marked `reveals` takes part. Not part of the JSON;
    None in an assessment that was read back from it.
    """

    def to_mapping(self) -> dict[str, Any]:
        """The assessment as plain data, as assessment.schema.json describes it."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """The assessment as JSON text: the same bytes for the same profile, rulesets and options."""
        return json.dumps(self.to_mapping(), ensure_ascii=False, indent=2)

    def with_views(
        self,
        audiences: Mapping[str, Audience],
        lines: Mapping[str, AudienceLines],
        labels: Labels | None = None,
    ) -> Assessment:
        """The same assessment, with what `for_audience` shows and the labels that its pages need."""
        seen = self.model_copy()
        seen._audiences, seen._lines, seen._labels = audiences, lines, labels  # noqa: SLF001  # its own class
        return seen

    def alone(self) -> Assessment:
        """The same assessment with nothing beside what its JSON has."""
        return self.model_copy(update={"recordable": None}).with_views({}, {})

    def for_audience(
        self, audience: str, lang: Language | None = None, *, subject: str | None = None
    ) -> View:
        """What an audience is shown: `case_worker`, `supervisor`, `referral_partner`, `interpreter`, ...

        The names and clearances are those of audiences.yaml. `lang` is the language in which the view
        is written where no other is asked for. `subject`, such as `service:clinic`, makes the view of a
        referral partner one for that listed service. Raises ValueError for an audience that there is
        not, a subject that the audience is not addressed for or that is not listed, and for an
        assessment that no engine made, such as one read back from JSON.
        """
        from protection_rules.advice.view import view  # noqa: PLC0415  # is built on this module

        return view(self, self._audiences, self._lines, self._labels, audience, lang, subject)

    def record(
        self,
        *,
        at: datetime | None = None,
        decision_id: str | None = None,
        overrides: Iterable[Override] = (),
        rules: bool = False,
    ) -> DecisionRecord:
        """What may be kept of the decision for audit: codes and counts, no inputs and no texts.

        `at` is when it was taken, with its time zone; now, without it. The record keeps the hour, in
        UTC. `decision_id` is the host's reference; where neither it nor the assessment has one, the
        record has a random one. `overrides` are the departures from
        the advice, at most one for each recommendation. With `rules`, the ids of the rules that
        advised something are in it, but never of one marked `reveals`: the record is as if there
        were no such rules, nor departures from them. Raises RecordError with every fault of what
        was given; nothing is recorded then.
        """
        from protection_rules.advice.record import record  # noqa: PLC0415  # is built on this module

        return record(self, at=at, decision_id=decision_id, overrides=overrides, rules=rules)

    def __repr__(self) -> str:
        return f"<Assessment: {len(self.recommendations)} recommendations, {len(self.questions)} questions>"

    __str__ = __repr__
