"""From the rules that match a case to its assessment."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

from protection_rules.advice.model import (
    Assessment,
    EngineUsed,
    OverlayUsed,
    Recommendation,
    RulesetUsed,
    Status,
)
from protection_rules.advice.options import options
from protection_rules.advice.outcomes import Finding, ordered, recommendation, undecided
from protection_rules.advice.precedence import Loss, conflicts, losses, set_aside
from protection_rules.advice.questions import questions
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import RuleBook


def assess(
    book: RuleBook,
    case: Case,
    findings: Iterable[Finding],
    decision_id: str,
    engine: EngineUsed,
    told: MutableMapping[tuple[str, str], Recommendation] | None = None,
) -> Assessment:
    """The assessment of a case from everything that was found true or undetermined.

    `told` has recommendations by rule and subject that hold already, and is added to.
    """
    told = {} if told is None else told
    found = ordered(findings)
    lost = losses(found, case, book)
    standing = _without_losers(found, lost)
    lost_in_order = sorted(lost, key=lambda loss: loss[0].rank)
    return Assessment(
        decision_id=decision_id,
        rulesets=tuple(
            RulesetUsed(
                id=ruleset.id,
                version=ruleset.version,
                digest=ruleset.digest,
                changed_by=ruleset.changed_by or None,
                not_in_force=ruleset.not_in_force or None,
            )
            for ruleset in book.rulesets
        ),
        overlays=tuple(
            OverlayUsed(id=each.id, version=each.version, digest=each.digest) for each in book.overlays
        )
        or None,
        as_of=book.as_of,
        engine=engine,
        recommendations=tuple(
            _told(each, each.status, book, told) for each in standing if each.status is not None
        ),
        options=tuple(options(standing, case, book)),
        questions=tuple(questions(standing)),
        set_aside=tuple(set_aside(loss) for loss in lost_in_order),
        conflicts=tuple(conflicts(standing, book)),
        undecided=tuple(undecided(each) for each in found if each.status is None),
        recordable=_recordable(found, case, book),
    )


def _told(
    found: Finding, status: Status, book: RuleBook, told: MutableMapping[tuple[str, str], Recommendation]
) -> Recommendation:
    key = (found.rule.id, found.subject)
    if key not in told:
        told[key] = recommendation(found, status, book)
    return told[key]


def _without_losers(found: list[Finding], lost: list[Loss]) -> list[Finding]:
    gone = {id(loser) for loser, _, _ in lost}
    return [each for each in found if id(each) not in gone]


def _recordable(found: list[Finding], case: Case, book: RuleBook) -> tuple[tuple[str, Status], ...]:
    """The rules that would stand if those marked `reveals` did not exist, with their statuses."""
    kept = [each for each in found if not each.rule.reveals]
    standing = _without_losers(kept, losses(kept, case, book))
    return tuple(dict.fromkeys((each.rule.id, each.status) for each in standing if each.status is not None))
