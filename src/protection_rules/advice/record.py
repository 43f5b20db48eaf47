"""The decision record: what may be kept of a decision for audit, and nothing else.

Every field is a code, a count or an hour of a fixed form; no field could hold an input, a text or a
subject. A record is built as though rules marked `reveals` did not exist: it is the same, byte for
byte, whether or not such a rule spoke, set something aside or was departed from.

Rules are counted and not recommendations, so that a record does not tell how many places or services
were listed. It tells one status of a rule for each that the rule has for some subject.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, Self, cast, get_args
from uuid import uuid4

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from protection_rules.advice.model import (
    DECISION_ID,
    NO_DECISION_ID,
    Assessment,
    Model,
    Recommendation,
    Status,
)
from protection_rules.advice.phrases import phrase
from protection_rules.advice.record_faults import RecordError, RecordFault
from protection_rules.limits import LONGEST_ID, MOST_FAULTS, MOST_RULES
from protection_rules.rulesets.schemas import NAME, RULE_ID, RULESET_ID, VERSION

STATUSES: Final[tuple[Status, ...]] = get_args(Status)

Hour = Annotated[
    str,
    Field(
        pattern="^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):00:00Z$",
        description="The hour of the decision, in UTC.",
    ),
]
Reason = Annotated[str, Field(pattern=NAME, description="A code of `override_reasons`.")]
_RulesetVersion = Annotated[str, Field(pattern=VERSION, max_length=LONGEST_ID)]
_EngineVersion = Annotated[str, Field(pattern="^[0-9][0-9a-z.+-]{0,29}$")]
_Number = Annotated[int, Field(strict=True, ge=0, le=MOST_RULES)]


class RecordedRuleset(Model):
    """A ruleset that took part, with the digest of its content."""

    id: Annotated[str, Field(pattern=RULESET_ID)]
    version: _RulesetVersion
    digest: Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]


class RecordedEngine(Model):
    """The library's version and the matchers that agreed on the result."""

    version: _EngineVersion
    matchers: tuple[Annotated[str, Field(pattern=NAME)], ...]


class StatusCounts(Model):
    """How many rules have each status for some subject."""

    applies: _Number
    precaution: _Number
    verify: _Number


class ReasonCount(Model):
    """How many rules were departed from for one reason."""

    reason: Reason
    rules: Annotated[int, Field(strict=True, ge=1, le=MOST_RULES)]


class RecordedRule(Model):
    """A rule that advised something: its statuses, and the reasons for which it was departed from."""

    rule: Annotated[str, Field(pattern=RULE_ID)]
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)]
    overrides: tuple[Reason, ...]


class DecisionRecord(Model):
    """What may be kept of a decision; made by `Assessment.record`.

    `rules` is there only where it was asked for; the counts are then those of the rules listed. A
    record that has any other form is refused with RecordError, however it is made.
    """

    record: Literal[1]
    decision_id: Annotated[str, Field(pattern=f"^{DECISION_ID.pattern}$")]
    hour: Hour
    rulesets: tuple[RecordedRuleset, ...]
    engine: RecordedEngine
    statuses: StatusCounts
    overrides: tuple[ReasonCount, ...]
    rules: tuple[RecordedRule, ...] | None = None

    def to_mapping(self) -> dict[str, Any]:
        """The record as plain data, as record.schema.json describes it."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_json(self) -> str:
        """The record as one line of JSON, in ASCII with sorted keys: equal records give equal bytes."""
        return json.dumps(self.to_mapping(), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """A record from JSON text; raises RecordError with every fault, and with no value."""
        data: Any = None
        with suppress(ValueError, RecursionError, TypeError):
            data = json.loads(text, object_pairs_hook=_with_each_key_once)
        if data is None:
            raise RecordError([RecordFault(_WHOLE, phrase("record.unreadable"))])
        return cls.model_validate(data)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:
        """A record from JSON text; raises RecordError."""
        return cls.from_json(json_data if isinstance(json_data, str) else bytes(json_data))

    @model_validator(mode="wrap")
    @classmethod
    def _without_input(cls, data: Any, validated: ModelWrapValidatorHandler[Self]) -> Self:
        """The record, or an error that holds nothing of what was given."""
        faults: list[RecordFault] = []
        try:
            record = validated(data)
        except ValidationError as error:
            faults = _faults(error)
        except Exception:  # noqa: BLE001  # a caller's class can raise anything, with a value in it
            faults = [RecordFault(_WHOLE, phrase("record.form"))]
        else:
            if record.rules is None or _counts(record.rules) == (record.statuses, record.overrides):
                return record
            faults = [RecordFault("rules", phrase("record.counts"))]
        raise RecordError(faults)


_WHOLE: Final = "record"
_FIELDS: Final = frozenset(
    name
    for model in (
        DecisionRecord,
        RecordedRuleset,
        RecordedEngine,
        StatusCounts,
        ReasonCount,
        RecordedRule,
    )
    for name in model.model_fields
)


def _with_each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _faults(error: ValidationError) -> list[RecordFault]:
    """What pydantic found, told by the places and kinds alone."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    what = {"missing": "record.missing", "extra_forbidden": "record.unknown_field"}
    faults = [
        RecordFault(_place(each["loc"]), phrase(what.get(each["type"], "record.form"))) for each in found
    ]
    return list(dict.fromkeys(faults))[:MOST_FAULTS]


def _place(path: tuple[int | str, ...]) -> str:
    """`rulesets[0].version` for a path, as far as its names are those of a record."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f"[{step}]"
        elif step in _FIELDS:
            place += f".{step}" if place else step
        else:
            break
    return place or _WHOLE


def _counts(rules: Iterable[RecordedRule]) -> tuple[StatusCounts, tuple[ReasonCount, ...]]:
    """The statuses and reasons of the rules, counted."""
    listed = list(rules)
    statuses = Counter(status for each in listed for status in set(each.statuses))
    reasons = Counter(reason for each in listed for reason in set(each.overrides))
    return (
        StatusCounts(**{status: statuses[status] for status in STATUSES}),
        tuple(ReasonCount(reason=reason, rules=reasons[reason]) for reason in sorted(reasons)),
    )


# from an assessment to its record


@dataclass(frozen=True, slots=True, repr=False)
class Override:
    """A departure from one piece of advice: its rule and subject, and one of its `override_reasons`."""

    rule: str
    subject: str
    reason: str

    def __repr__(self) -> str:
        return "<Override>"


def record(
    assessment: Assessment,
    *,
    at: datetime | None,
    decision_id: str | None,
    overrides: Iterable[Override],
    rules: bool,
) -> DecisionRecord:
    """The record of a decision, as `Assessment.record` promises it."""
    given = list(overrides)
    identifier = assessment.decision_id if decision_id is None else decision_id
    if decision_id is None and identifier == NO_DECISION_ID:
        identifier = uuid4().hex
    hour = hour_of(datetime.now(UTC) if at is None else at)
    faults = [
        *_faults_of_id(identifier, assessment),
        *([] if hour is not None else [RecordFault("at", phrase("record.hour"))]),
        *_faults_of_overrides(given, assessment),
    ]
    if assessment.recordable is None:
        faults.append(RecordFault("assessment", phrase("record.read_back")))
    if faults:
        raise RecordError(faults)
    listed = _listed(assessment.recordable or (), given)
    statuses, reasons = _counts(listed)
    return DecisionRecord(
        record=1,
        decision_id=identifier,
        hour=cast("str", hour),
        rulesets=tuple(
            RecordedRuleset(id=each.id, version=each.version, digest=each.digest)
            for each in assessment.rulesets
        ),
        engine=RecordedEngine(**assessment.engine.model_dump()),
        statuses=statuses,
        overrides=reasons,
        rules=listed if rules else None,
    )


def hour_of(at: object) -> str | None:
    """The hour in UTC in which a moment lies; None for what is no moment, or has no time zone."""
    with suppress(Exception):  # a time zone of the caller's own can raise anything
        if isinstance(at, datetime) and at.utcoffset() is not None:
            hour = at.astimezone(UTC).replace(tzinfo=None, minute=0, second=0, microsecond=0)
            return f"{hour.isoformat()}Z"
    return None


def _listed(advice: Iterable[tuple[str, Status]], overrides: Iterable[Override]) -> tuple[RecordedRule, ...]:
    """The rules that a record may tell of, each once, by id."""
    advised: dict[str, set[Status]] = {}
    for rule, status in advice:
        advised.setdefault(rule, set()).add(status)
    departed: dict[str, set[str]] = {rule: set() for rule in advised}
    for override in overrides:
        if override.rule in departed:
            departed[override.rule].add(override.reason)
    return tuple(
        RecordedRule(
            rule=rule,
            statuses=tuple(status for status in STATUSES if status in advised[rule]),
            overrides=tuple(sorted(departed[rule])),
        )
        for rule in sorted(advised)
    )


def _faults_of_id(decision_id: object, assessment: Assessment) -> Iterable[RecordFault]:
    if type(decision_id) is not str or not DECISION_ID.fullmatch(decision_id):
        yield RecordFault("decision_id", phrase("record.decision_id"))
    elif decision_id == NO_DECISION_ID:
        yield RecordFault("decision_id", phrase("record.no_decision_id"))
    elif assessment.decision_id not in {decision_id, NO_DECISION_ID}:
        yield RecordFault("decision_id", phrase("record.other_decision"))


def _faults_of_overrides(overrides: list[Override], assessment: Assessment) -> Iterable[RecordFault]:
    advice: Mapping[tuple[str, str], Recommendation] = {
        (one.rule, one.subject): one for one in assessment.recommendations
    }
    first: dict[tuple[str, str], str] = {}
    for position, override in enumerate(overrides):
        place = f"overrides[{position}]"
        if not _is_sound(override):
            yield RecordFault(place, phrase("record.override"))
            continue
        about = (override.rule, override.subject)
        allowed = advice[about].override_reasons if about in advice else ()
        if about not in advice:
            yield RecordFault(place, phrase("record.no_such_advice"))
        elif about in first:
            yield RecordFault(place, phrase("record.override_twice", first=first[about]))
        elif not allowed:
            yield RecordFault(f"{place}.reason", phrase("record.no_reason"))
        elif override.reason not in allowed:
            reasons = phrase("record.reason", reasons=", ".join(allowed))
            yield RecordFault(f"{place}.reason", reasons)
        first.setdefault(about, place)


def _is_sound(override: object) -> bool:
    return isinstance(override, Override) and all(
        type(part) is str for part in (override.rule, override.subject, override.reason)
    )
