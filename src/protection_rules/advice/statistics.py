"""How often policy advises what, and how often people depart from it and why, without showing anyone.

A summary counts decisions, not people, in groups: a quarter of a year that is over, under the same
rulesets. A group shows how many decisions it has, how many of them have advice that stands as a
precaution or asks to find out first, and how many departed from advice for each coded reason. Rules
that hold in every case give each decision advice that applies, so that is not counted.

What keeps a summary from showing small numbers (threshold of SMALLEST, a design choice; statistical
disclosure control, S-IASC-DR):

- Nothing is shown of fewer than SMALLEST decisions, nor where fewer than SMALLEST of the group are
  the others. Nothing says that something is not shown: it looks as if it never happened.
- Every number is rounded down to a multiple of SMALLEST, so it stands for that many numbers.
- Nothing shown is the sum of other things shown, and all of it is of the same decisions or of none
  in common, so nothing can be subtracted: there are no totals over quarters or rulesets, a decision
  may have several reasons, and how many have any is not told.
- Only quarters that are over are counted, and nothing shorter or longer can be asked for, so that
  the same decisions are not counted anew with a few more.

Whoever has a summary and knows all this cannot narrow a number, shown or not, to fewer than SMALLEST
possible ones; with a second one, of the same decisions and some more, to fewer than SMALLEST - 1.
docs/records.md says what the host has to do.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, Literal, get_args

from protection_rules.advice.model import Model
from protection_rules.advice.phrases import phrase
from protection_rules.advice.record import DecisionRecord, Reason, RecordedRuleset, hour_of
from protection_rules.advice.record_faults import RecordError, RecordFault
from protection_rules.limits import LARGEST_RECORDS, LONGEST_RECORD, MOST_FAULTS

SMALLEST: Final = 11
"""The smallest number of decisions that is shown, and the step to which numbers are rounded down."""

CountedStatus = Literal["precaution", "verify"]
_COUNTED: Final[tuple[CountedStatus, ...]] = get_args(CountedStatus)


class StatusDecisions(Model):
    """How many decisions have at least one rule of a status."""

    status: CountedStatus
    at_least: int


class ReasonDecisions(Model):
    """How many decisions departed from at least one rule for a reason."""

    reason: Reason
    at_least: int


class SummaryGroup(Model):
    """The decisions of one quarter of a year, such as `2025-Q1` in UTC, under the same rulesets.

    Only the statuses and reasons that can be shown are there.
    """

    quarter: str
    rulesets: tuple[RecordedRuleset, ...]
    at_least: int
    statuses: tuple[StatusDecisions, ...]
    overrides: tuple[ReasonDecisions, ...]


class Summary(Model):
    """What decisions have in common, by quarter and rulesets; made by `summarise`.

    Only groups that can be shown are there. Each `at_least` stands for `step` numbers: itself, and
    those up to the next multiple of `step`.
    """

    summary: Literal[1] = 1
    step: Literal[11] = SMALLEST
    groups: tuple[SummaryGroup, ...]

    def to_mapping(self) -> dict[str, Any]:
        """The summary as plain data, as summary.schema.json describes it."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """The summary as JSON text: the same bytes for the same records, in whatever order."""
        return json.dumps(self.to_mapping(), ensure_ascii=False, indent=2)


def summarise(records: Iterable[DecisionRecord], *, at: datetime | None = None) -> Summary:
    """What decisions have in common, in numbers that show nobody.

    `at` is the present, with its time zone: quarters that are not over by then are left out, so that
    no later summary has the same decisions with a few more. Without it every quarter is taken to be
    complete; summarise each only once. Raises
    RecordError where a decision is there twice, or something else than a record.
    """
    return _summary(records, at)


def summarise_lines(data: bytes, *, at: datetime) -> Summary:
    """The summary of a file of records in UTF-8, one a line; raises RecordError with their lines."""
    return _summary(_read(data), at)


def _read(data: bytes) -> Iterator[DecisionRecord | RecordError]:
    if len(data) > LARGEST_RECORDS:
        yield RecordError([RecordFault("record", phrase("record.too_many", most=LARGEST_RECORDS))])
        return
    for line in data.removesuffix(b"\n").split(b"\n") if data else ():
        if len(line) > LONGEST_RECORD:
            yield RecordError([RecordFault("record", phrase("record.too_long", most=LONGEST_RECORD))])
            continue
        try:
            yield DecisionRecord.from_json(line)
        except RecordError as error:
            yield error


_Group = tuple[str, tuple[RecordedRuleset, ...]]
_Share = tuple[Literal["every", "status", "reason"], str]
_EVERY: Final[_Share] = ("every", "decision")


def _summary(records: Iterable[DecisionRecord | RecordError], at: datetime | None) -> Summary:
    now = None if at is None else hour_of(at)
    if at is not None and now is None:
        raise RecordError([RecordFault("at", phrase("record.hour"))])
    faults: list[RecordFault] = []
    first: dict[str, int] = {}
    counts: dict[_Group, Counter[_Share]] = {}
    for line, record in enumerate(records, start=1):
        faults += _faults(record, line, first)
        if len(faults) >= MOST_FAULTS:
            break
        if isinstance(record, DecisionRecord) and (now is None or _quarter(record.hour) < _quarter(now)):
            counts.setdefault(_group(record), Counter()).update(_shares(record))
    if faults:
        raise RecordError(faults[:MOST_FAULTS])
    large = [group for group in counts if counts[group][_EVERY] >= SMALLEST]
    return Summary(groups=tuple(_shown(group, counts[group]) for group in sorted(large, key=_order)))


def _faults(record: object, line: int, first: dict[str, int]) -> Iterator[RecordFault]:
    """What speaks against a record, in its line; `first` has the line of each decision so far."""
    match record:
        case RecordError(faults=faults):
            yield from (RecordFault(fault.place, fault.message, line) for fault in faults)
        case DecisionRecord(decision_id=decision):
            if first.setdefault(decision, line) != line:
                yield RecordFault("decision_id", phrase("record.twice", line=first[decision]), line)
        case _:
            yield RecordFault("record", phrase("record.form"), line)


def _quarter(hour: str) -> str:
    """The quarter of an hour of a record: `2025-Q1`."""
    year, month = hour[:4], int(hour[5:7])
    return f"{year}-Q{(month + 2) // 3}"


def _group(record: DecisionRecord) -> _Group:
    return _quarter(record.hour), tuple(sorted(set(record.rulesets), key=_identity))


def _identity(ruleset: RecordedRuleset) -> tuple[str, str, str]:
    return ruleset.id, ruleset.version, ruleset.digest


def _order(group: _Group) -> tuple[str, list[tuple[str, str, str]]]:
    quarter, rulesets = group
    return quarter, [_identity(each) for each in rulesets]


def _shares(record: DecisionRecord) -> set[_Share]:
    """What a decision is counted under in its group."""
    statuses: set[_Share] = {("status", name) for name in _COUNTED if getattr(record.statuses, name)}
    return {_EVERY} | statuses | {("reason", each.reason) for each in record.overrides}


def _shown(group: _Group, counts: Counter[_Share]) -> SummaryGroup:
    quarter, rulesets = group
    decisions = counts[_EVERY]
    shown = {
        share: least
        for share, count in sorted(counts.items())
        if (least := shown_count(count, decisions)) is not None
    }
    return SummaryGroup(
        quarter=quarter,
        rulesets=rulesets,
        at_least=rounded_down(decisions),
        statuses=tuple(
            StatusDecisions(status=status, at_least=shown["status", status])
            for status in _COUNTED
            if ("status", status) in shown
        ),
        overrides=tuple(
            ReasonDecisions(reason=name, at_least=count)
            for (kind, name), count in shown.items()
            if kind == "reason"
        ),
    )


def shown_count(count: int, of: int) -> int | None:
    """How many of a group have something in common, as it may be shown; None where it may not."""
    return rounded_down(count) if count >= SMALLEST and of - count >= SMALLEST else None


def rounded_down(count: int) -> int:
    """The count as one number that stands for SMALLEST of them."""
    return count - count % SMALLEST
