"""From the rules that match a case to its assessment."""

from __future__ import annotations

from collections.abc import Iterable

from protection_rules.advice.model import Assessment, EngineUsed, RulesetUsed
from protection_rules.advice.options import options
from protection_rules.advice.outcomes import Finding, ordered, recommendation, undecided
from protection_rules.advice.precedence import conflicts, losses, set_aside
from protection_rules.advice.questions import questions
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import RuleBook


def assess(
    book: RuleBook, case: Case, findings: Iterable[Finding], decision_id: str, engine: EngineUsed
) -> Assessment:
    """The assessment of a case from everything that was found true or undetermined."""
    found = ordered(findings)
    lost = losses(found, case, book)
    gone = {id(loser) for loser, _, _ in lost}
    standing = [each for each in found if id(each) not in gone]
    lost_in_order = sorted(lost, key=lambda loss: loss[0].rank)
    return Assessment(
        decision_id=decision_id,
        rulesets=tuple(
            RulesetUsed(id=ruleset.id, version=ruleset.version, digest=ruleset.digest)
            for ruleset in book.rulesets
        ),
        engine=engine,
        recommendations=tuple(
            recommendation(each, each.status, book) for each in standing if each.status is not None
        ),
        options=tuple(options(standing, case, book)),
        questions=tuple(questions(standing)),
        set_aside=tuple(set_aside(loss) for loss in lost_in_order),
        conflicts=tuple(conflicts(standing, book)),
        undecided=tuple(undecided(each) for each in found if each.status is None),
    )
