"""What the rules come to for a case, without words: fast enough to look at a great many cases.

It takes the engine's way from matches to advice and standings, and leaves out the explanation: the
same advice, the same standings in the same order, no reasons and no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from protection_rules.advice.bars import Barred, barred
from protection_rules.advice.model import Assessment, Standing, Status
from protection_rules.advice.options import OPTION_SECTIONS, options
from protection_rules.advice.outcomes import Finding, status
from protection_rules.advice.precedence import Precedence, losses
from protection_rules.facts.case import Case
from protection_rules.logic.truth import Truth
from protection_rules.rulesets.model import RuleBook

Found = tuple[str, str, bool]
"""A rule whose condition is not false for a subject, and whether it is true."""


@dataclass(frozen=True, slots=True, repr=False)
class Stated:
    """One piece of advice: of which rule, about which subject, how sure."""

    rule: str
    subject: str
    status: Status

    def __repr__(self) -> str:
        return "<Stated>"


@dataclass(frozen=True, slots=True, repr=False)
class Output:
    """Advice that was not set aside, standings in the order shown, and facts turned into questions.

    Questions are there only if the output was taken from an assessment.
    """

    advice: tuple[Stated, ...]
    standings: Mapping[str, Standing]
    questions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Output: {len(self.advice)} pieces of advice>"


def output_of(assessment: Assessment) -> Output:
    """The output that an assessment puts in words."""
    return Output(
        tuple(Stated(one.rule, one.subject, one.status) for one in assessment.recommendations),
        {option.subject: option.standing for option in assessment.options},
        tuple(question.fact for question in assessment.questions),
    )


class Outputs:
    """Makes outputs from matches, for one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._precedence = Precedence(book)
        self.bearing_on = self._precedence.bearing_on
        self._found = {
            (rule.id, truth is Truth.TRUE): (rule, truth, status(rule, truth))
            for rule in book.rules
            for truth in (Truth.TRUE, Truth.UNDETERMINED)
        }

    def output(self, case: Case, matches: Iterable[Found]) -> Output:
        """The output for a case from everything that matched."""
        standing, bars = self._standing(case, matches)
        bearing = [found for found in standing if found.subject.partition(":")[0] in OPTION_SECTIONS]
        listed = options(bearing, bars, case, self._book)
        return Output(_stated(standing), {option.subject: option.standing for option in listed})

    def standing(self, case: Case, matches: Iterable[Found]) -> list[Finding]:
        """Everything found that was not set aside."""
        return self._standing(case, matches)[0]

    def _standing(self, case: Case, matches: Iterable[Found]) -> tuple[list[Finding], list[Barred]]:
        """The same, and what it bars for listed items."""
        findings = [
            Finding(rule, subject, truth, known)
            for name, subject, certain in matches
            for rule, truth, known in (self._found[name, certain],)
        ]
        bars = list(barred(findings, case, self._book))
        gone = {id(loser) for loser, _ in losses(self._precedence.contests(findings, bars))}
        return (
            [found for found in findings if id(found) not in gone],
            [bar for bar in bars if id(bar.by) not in gone],
        )


def _stated(standing: Iterable[Finding]) -> tuple[Stated, ...]:
    return tuple(
        Stated(found.rule.id, found.subject, status)
        for found in standing
        if (status := found.status) is not None
    )
