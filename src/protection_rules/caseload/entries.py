"""What the result can say of a case, each with the wire that says of which cases it does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from protection_rules.advice.options import STANDINGS
from protection_rules.caseload.contests import Losses, losses
from protection_rules.caseload.findings import CASE_SUBJECT, Finding, Findings, Subject, rank
from protection_rules.caseload.standings import options
from protection_rules.matchers.circuit import FALSE, TRUE, Circuit, Scope, Wire
from protection_rules.matchers.columnar import Layout
from protection_rules.matchers.frames import Plan
from protection_rules.rulesets.model import About, Rule, RuleBook

Kind = Literal["case", "advice", "option", "set_aside", "conflict", "undecided"]
Outcome = Literal[
    "screened",
    "not_screened",
    "applies",
    "precaution",
    "verify",
    "preferred",
    "possible",
    "check_first",
    "not_recommended",
]

KINDS: Final[tuple[Kind, ...]] = ("case", "advice", "option", "set_aside", "conflict", "undecided")
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "screened",
    "not_screened",
    "applies",
    "precaution",
    "verify",
    *STANDINGS,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of line of the result.

    `case`: the case was looked at, or was not, because it has faults. `advice`: a rule has something
    to say. `option`: where a listed item stands. `set_aside`: a rule's advice gave way to that of
    `other`. `conflict`: a rule and `other` exclude each other. `undecided`: a rule that says nothing
    while facts are not known. `last` is for options with advice that is shown last.
    """

    kind: Kind
    about: About
    outcome: Outcome | None = None
    rule: Rule | None = None
    other: Rule | None = None
    last: bool = False

    @property
    def rule_id(self) -> str | None:
        """The rule by its id."""
        return None if self.rule is None else self.rule.id

    @property
    def other_id(self) -> str | None:
        """The other rule by its id."""
        return None if self.other is None else self.other.id


@dataclass(frozen=True, slots=True)
class Output:
    """Where an entry stands: for each case, or for each item of the section of its scope.

    `position` is that of an item of a shared list.
    """

    entry: int
    wire: Wire
    position: int | None
    scope: Scope

    @property
    def section(self) -> str | None:
        """The section of whose items it speaks; None where it speaks of cases."""
        return self.scope[0] if self.scope else None


@dataclass(frozen=True, slots=True)
class Program:
    """All there is to know of cases of one layout. `entries` are in the order of the result."""

    plan: Plan
    entries: tuple[Entry, ...]
    outputs: tuple[Output, ...]


SCREENED: Final = Entry("case", "case", "screened")
NOT_SCREENED: Final = Entry("case", "case", "not_screened")


def program(book: RuleBook, layout: Layout) -> Program:
    """What a rule book says of cases of one layout, whatever they are."""
    findings = Findings(book, Circuit(), layout)
    lost = losses(findings)
    lines = [
        (SCREENED, CASE_SUBJECT, TRUE),
        (NOT_SCREENED, CASE_SUBJECT, FALSE),
        *_advice(findings, lost),
        *_options(findings, lost),
        *_set_aside(findings, lost),
        *_conflicts(findings, lost),
        *_undecided(findings),
    ]
    numbers = {entry: number for number, entry in enumerate(dict.fromkeys(entry for entry, _, _ in lines))}
    outputs = [
        Output(numbers[entry], wire, subject.position, _scope(subject))
        for entry, subject, wire in lines
        if wire != FALSE
    ]
    plan = Plan(findings.circuit, [output.wire for output in outputs if output.wire != TRUE])
    return Program(plan, tuple(numbers), tuple(outputs))


def _scope(subject: Subject) -> Scope:
    return (subject.about,) if subject.is_item and subject.position is None else ()  # type: ignore[return-value]


Line = tuple[Entry, Subject, Wire]


def _ordered(findings: Findings) -> list[Finding]:
    return sorted(findings.all, key=lambda found: rank(found.rule))


def _kept(findings: Findings, lost: Losses, found: Finding, where: Wire) -> Wire:
    return findings.circuit.every([where, -lost.lost.get(found.key, FALSE)])


def _advice(findings: Findings, lost: Losses) -> Iterator[Line]:
    for _, same in itertools.groupby(_ordered(findings), key=lambda found: found.rule.id):
        several = list(same)
        for outcome in ("applies", several[0].unsure_status):
            for found in several if outcome is not None else ():
                where = found.applies if outcome == "applies" else found.unsure
                entry = Entry("advice", found.subject.about, outcome, found.rule)
                yield entry, found.subject, _kept(findings, lost, found, where)


def _options(findings: Findings, lost: Losses) -> Iterator[Line]:
    for placed in sorted(options(findings, lost), key=lambda placed: placed.place):
        entry = Entry("option", placed.subject.about, placed.standing, last=placed.last)
        yield entry, placed.subject, placed.where


def _set_aside(findings: Findings, lost: Losses) -> Iterator[Line]:
    by_key = {found.key: found for found in findings.all}
    pairs = [(by_key[loser], by_key[winner], wire) for (loser, winner), wire in lost.by.items()]
    for loser, winner, wire in sorted(pairs, key=lambda pair: (rank(pair[0].rule), rank(pair[1].rule))):
        yield Entry("set_aside", loser.subject.about, None, loser.rule, winner.rule), loser.subject, wire


def _conflicts(findings: Findings, lost: Losses) -> Iterator[Line]:
    active = {found.key: _kept(findings, lost, found, findings.active(found)) for found in findings.all}
    ordered = _ordered(findings)
    for exclusion in findings.book.exclusions:
        first, second = (
            [found for found in ordered if found.rule.action == action] for action in exclusion.actions
        )
        for one, other in itertools.product(first, second):
            covered = other.subject.is_covered_by(one.subject)
            if one is other or one.rule.tier != other.rule.tier:
                continue
            if covered or one.subject.is_covered_by(other.subject):
                subject = other.subject if covered else one.subject
                entry = Entry("conflict", subject.about, None, one.rule, other.rule)
                yield entry, subject, findings.circuit.every([active[one.key], active[other.key]])


def _undecided(findings: Findings) -> Iterator[Line]:
    for found in _ordered(findings):
        if found.unsure_status is None:
            yield Entry("undecided", found.subject.about, None, found.rule), found.subject, found.unsure
