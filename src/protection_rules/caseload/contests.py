"""What is set aside, for all cases at once: `advice.precedence` as wires.

Which advice can set aside which is known from the rules alone; where it does so is a wire. What is
settled for one case after another is gone through once, for every case together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from protection_rules.caseload.findings import CASE_SUBJECT, Finding, Findings, Subject
from protection_rules.matchers.circuit import FALSE, Wire
from protection_rules.rulesets.model import TIERS

Key: TypeAlias = tuple[str, Subject]
"""A rule and a subject: what tells findings apart."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Where each finding is set aside, and by which other one."""

    lost: Mapping[Key, Wire]
    by: Mapping[tuple[Key, Key], Wire]


@dataclass(slots=True)
class _State:
    """Where a finding stands and where it is lost, after some rounds.

    `against` are its rivals, each with where it speaks against the finding.
    """

    finding: Finding
    said: Wire
    against: list[tuple[Key, Wire]]
    standing: Wire = FALSE
    lost: Wire = FALSE


def losses(findings: Findings) -> Losses:
    """What is set aside among all that can be found.

    A finding stands where all rivals that speak against it are lost, and is lost where one of them
    stands. Every round in which anything changes for a case settles one of its findings more, which
    bounds how many are needed; what no round settles speaks against itself in a circle.
    """
    rivals = _Rivals(findings)
    states: dict[Key, _State] = {}
    for found in sorted(findings.all, key=lambda found: found.strength):
        said = findings.said(found)
        if said != FALSE:
            states[found.key] = _State(found, said, list(rivals.against(found)))
    involved = {key for state in states.values() for key, _ in state.against}
    contested = [state for key, state in states.items() if state.against or key in involved]
    for _ in contested:
        changed = [_settle(state, states, findings) for state in contested]
        if not any(changed):
            break
    return Losses(
        {key: state.lost for key, state in states.items()},
        {
            (key, rival): wire
            for key, state in states.items()
            for rival, wire in _named(state, states, findings).items()
        },
    )


def _settle(state: _State, states: Mapping[Key, _State], findings: Findings) -> bool:
    """One finding's turn in a round; whether it changed anything."""
    circuit = findings.circuit
    before = (state.standing, state.lost)
    free = [circuit.some([-where, states[rival].lost]) for rival, where in state.against]
    state.standing = circuit.every([state.said, *free])
    state.lost = circuit.some(_beating(state, states, findings))
    return before != (state.standing, state.lost)


def _beating(state: _State, states: Mapping[Key, _State], findings: Findings) -> list[Wire]:
    """Where each rival sets the finding aside."""
    every = findings.circuit.every
    return [every([where, states[rival].standing, state.said]) for rival, where in state.against]


def _named(state: _State, states: Mapping[Key, _State], findings: Findings) -> dict[Key, Wire]:
    """Where each rival is named as the one that set the finding aside: the first that did."""
    circuit = findings.circuit
    beating = _beating(state, states, findings)
    named: dict[Key, Wire] = {}
    for number, (rival, _) in enumerate(state.against):
        first = circuit.every([beating[number], *(-earlier for earlier in beating[:number])])
        named[rival] = circuit.some([named.get(rival, FALSE), first])
    return named


class _Rivals:
    """What can be said against a finding, in the order in which it counts."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._by_action: dict[tuple[str, Subject], list[Finding]] = defaultdict(list)
        self._overriding: dict[tuple[str, Subject], list[Finding]] = defaultdict(list)
        self._barring: list[Finding] = []
        for found in sorted(findings.all, key=lambda found: found.strength):
            self._by_action[found.rule.action, found.subject].append(found)
            for overridden in found.rule.overrides:
                self._overriding[overridden, found.subject].append(found)
            if findings.bars(found.rule):
                self._barring.append(found)

    def against(self, loser: Finding) -> Iterator[tuple[Key, Wire]]:
        """Each rival with where it speaks against this finding."""
        every = self._findings.circuit.every
        for winner in self._those(self._overriding, loser.rule.id, loser.subject):
            yield winner.key, winner.applies
        for winner in self._those(self._by_action, loser.rule.action, loser.subject):
            if _outranks(winner, loser):
                # an exception that applies is not held back by what it is the exception of
                excepted = winner.rule.id in loser.rule.overrides and winner.subject == loser.subject
                exception = loser.applies if excepted else FALSE
                yield winner.key, every([self._findings.active(winner), -exception])
        for winner in self._barring:
            yield from self._barred(winner, loser)

    def _those(
        self, found: Mapping[tuple[str, Subject], list[Finding]], name: str, subject: Subject
    ) -> list[Finding]:
        """Findings of that name about the subject, or about the case where that covers it."""
        covering = [subject, CASE_SUBJECT] if subject.is_item else [subject]
        several = [each for about in covering for each in found.get((name, about), ())]
        return sorted(several, key=lambda each: each.strength)

    def _barred(self, winner: Finding, loser: Finding) -> Iterator[tuple[Key, Wire]]:
        rule, findings = loser.rule, self._findings
        if rule.modality == "must_not" or TIERS.index(winner.rule.tier) > TIERS.index(rule.tier):
            return
        for bar in findings.bars(winner.rule):
            if (bar.about, bar.action) == (rule.about, rule.action):
                protects = findings.book.actions[bar.action].polarity == "protective"
                barring = winner.applies if protects else findings.active(winner)
                certain, _ = findings.bar_wires(winner.rule, bar, loser.subject)
                yield winner.key, findings.circuit.every([barring, certain])


def _outranks(winner: Finding, loser: Finding) -> bool:
    """Whether the winner is the stronger of two that disagree about one action."""
    if winner.strength >= loser.strength:
        return False
    if winner.rule.modality == "must_not":
        return loser.rule.modality != "must_not"
    # what must be done in the case does not lift what is said against one item
    return loser.rule.modality == "must_not" and winner.subject == loser.subject
