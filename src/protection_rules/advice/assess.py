"""From the rules that match a case to its assessment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from protection_rules.advice.bars import barred
from protection_rules.advice.model import (
    Assessment,
    EngineUsed,
    Question,
    Recommendation,
    Status,
    Undecided,
)
from protection_rules.advice.options import options
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.precedence import Contest, Loss, Precedence, conflicts, losses, set_aside
from protection_rules.advice.questions import Asked, questions
from protection_rules.advice.wording import Wording
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import RuleBook


@dataclass(slots=True, repr=False)
class Told:
    """What was said of a case: the advice that holds still, by rule and subject, and the last questions."""

    recommendations: dict[tuple[str, str], Recommendation] = field(default_factory=dict)
    questions: dict[Asked, Question] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "<Told>"


class Assessor:
    """Makes assessments from what was found, for one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._precedence = Precedence(book)
        self.wording = Wording(book)
        ranked = sorted(book.rules, key=lambda rule: rule.rank)
        self._places = {rule.id: place for place, rule in enumerate(ranked)}
        # the record of a rule that says nothing while facts are not known, before it is said which
        self._undecided = {
            rule.id: Undecided(rule=rule.id, subject=rule.about, unknowns=())
            for rule in ranked
            if rule.if_unknown == "silent"
        }

    def assess(
        self,
        case: Case,
        findings: Iterable[Finding],
        decision_id: str,
        engine: EngineUsed,
        told: Told | None = None,
    ) -> Assessment:
        """The assessment of a case from everything that was found true or undetermined.

        `told` has what was said of the case before; what holds still is used, and its questions are
        brought up to date.
        """
        told = Told() if told is None else told
        said = told.recommendations
        found = sorted(findings, key=lambda each: (self._places[each.rule.id], each.subject))
        bars = list(barred(found, case, self._book))
        contests = self._precedence.contests(found, bars)
        lost = losses(contests)
        gone = {id(loser) for loser, _ in lost}
        standing = [each for each in found if id(each) not in gone]
        standing_bars = [bar for bar in bars if id(bar.by) not in gone]
        told.questions = questions(standing, self._book.vocabulary, told.questions)
        return Assessment(
            decision_id=decision_id,
            rulesets=self.wording.rulesets,
            overlays=self.wording.overlays,
            as_of=self._book.as_of,
            engine=engine,
            recommendations=tuple(
                [
                    said.get((each.rule.id, each.subject)) or self.wording.recommendation(each, each.status)
                    for each in standing
                    if each.status is not None
                ]
            ),
            options=tuple(options(standing, standing_bars, case, self._book)),
            questions=tuple(told.questions.values()),
            set_aside=tuple(set_aside(loss) for loss in sorted(lost, key=lambda loss: loss[0].rank)),
            conflicts=tuple(conflicts(standing, self._book)),
            undecided=tuple(
                [
                    self._undecided[each.rule.id].otherwise(
                        {"subject": each.subject, "unknowns": each.unknowns}
                    )
                    for each in found
                    if each.status is None
                ]
            ),
            recordable=_recordable(found, contests, lost),
        )


def _recordable(
    found: Iterable[Finding], contests: Sequence[Contest], lost: Sequence[Loss]
) -> tuple[tuple[str, Status], ...]:
    """The rules that would stand if those marked `reveals` did not exist, with their statuses."""
    among_kept = [pair for pair in contests if not (pair[0].rule.reveals or pair[1].rule.reveals)]
    if len(among_kept) < len(contests):
        lost = losses(among_kept)
    gone = {id(loser) for loser, _ in lost}
    standing = [
        (each.rule.id, each.status)
        for each in found
        if each.status is not None and not each.rule.reveals and id(each) not in gone
    ]
    return tuple(dict.fromkeys(standing))
