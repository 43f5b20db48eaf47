"""From the rules that match a case to its assessment."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence

from protection_rules.advice.model import (
    Assessment,
    EngineUsed,
    Recommendation,
    Status,
    Undecided,
)
from protection_rules.advice.options import options
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.precedence import Contest, Loss, Precedence, conflicts, losses, set_aside
from protection_rules.advice.questions import questions
from protection_rules.advice.wording import Wording
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import RuleBook


class Assessor:
    """Makes assessments from what was found, for one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._precedence = Precedence(book)
        self.wording = Wording(book)
        ranked = sorted(book.rules, key=lambda rule: rule.rank)
        self._places = {rule.id: place for place, rule in enumerate(ranked)}

    def assess(
        self,
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
        found = sorted(findings, key=lambda each: (self._places[each.rule.id], each.subject))
        contests = self._precedence.contests(found, case)
        lost = losses(contests)
        standing = _without_losers(found, lost)
        return Assessment(
            decision_id=decision_id,
            rulesets=self.wording.rulesets,
            overlays=self.wording.overlays,
            as_of=self._book.as_of,
            engine=engine,
            recommendations=tuple(
                self._told(each, each.status, told) for each in standing if each.status is not None
            ),
            options=tuple(options(standing, case, self._book)),
            questions=tuple(questions(standing, self._book.vocabulary)),
            set_aside=tuple(set_aside(loss) for loss in sorted(lost, key=lambda loss: loss[0].rank)),
            conflicts=tuple(conflicts(standing, self._book)),
            undecided=tuple(_undecided(each) for each in found if each.status is None),
            recordable=_recordable(found, contests),
        )

    def _told(
        self, found: Finding, status: Status, told: MutableMapping[tuple[str, str], Recommendation]
    ) -> Recommendation:
        key = (found.rule.id, found.subject)
        if key not in told:
            told[key] = self.wording.recommendation(found, status)
        return told[key]


def _without_losers(found: Iterable[Finding], lost: Iterable[Loss]) -> list[Finding]:
    gone = {id(loser) for loser, _ in lost}
    return [each for each in found if id(each) not in gone]


def _undecided(found: Finding) -> Undecided:
    """The record of a rule that says nothing while facts are not known."""
    return Undecided(rule=found.rule.id, subject=found.subject, unknowns=found.unknowns)


def _recordable(found: Iterable[Finding], contests: Sequence[Contest]) -> tuple[tuple[str, Status], ...]:
    """The rules that would stand if those marked `reveals` did not exist, with their statuses."""
    kept = [each for each in found if not each.rule.reveals]
    among_kept = [pair for pair in contests if not any(each.rule.reveals for each in pair)]
    standing = _without_losers(kept, losses(among_kept))
    return tuple(dict.fromkeys((each.rule.id, each.status) for each in standing if each.status is not None))
