"""Where each listed option stands, for all cases at once: `advice.options` as wires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protection_rules.advice.model import Standing
from protection_rules.advice.options import OPTION_SECTIONS, STANDINGS, stance
from protection_rules.caseload.contests import Losses
from protection_rules.caseload.findings import Finding, Findings, Subject
from protection_rules.matchers.circuit import FALSE, Wire


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an option has this standing; `last` if advice about it is shown last."""

    subject: Subject
    standing: Standing
    last: bool
    where: Wire

    @property
    def place(self) -> tuple[int, bool, bool, int]:
        """The order of options: sections, what is not recommended last, then by standing."""
        section = OPTION_SECTIONS.index(self.subject.about)
        return section, self.standing == "not_recommended", self.last, STANDINGS.index(self.standing)


def options(findings: Findings, lost: Losses) -> Iterator[Placed]:
    """Every standing that each listed place and service can have."""
    by_subject: dict[Subject, list[Finding]] = {}
    for found in findings.all:
        by_subject.setdefault(found.subject, []).append(found)
    barring = [found for found in findings.all if findings.bars(found.rule)]
    for section in OPTION_SECTIONS:
        for subject in findings.subjects(section):
            option = _Option(findings, lost, subject, by_subject.get(subject, []), barring)
            yield from option.placed()


class _Option:
    """One option: what the advice about it, and what advice about the case bars, make of it."""

    def __init__(
        self, findings: Findings, lost: Losses, subject: Subject, about: list[Finding], barring: list[Finding]
    ) -> None:
        self._findings, self._lost, self._subject = findings, lost, subject
        self._ruled_out: list[Wire] = []
        self._unsettled: list[Wire] = []
        self._against: list[Wire] = []
        self._favouring: list[Wire] = []
        self._last: list[Wire] = []
        for found in about:
            self._weigh(found)
        for found in barring:
            self._bar(found)

    def _kept(self, found: Finding, where: Wire) -> Wire:
        lost = self._lost.lost.get(found.key, FALSE)
        return self._findings.circuit.every([where, -lost])

    def _kept_unsure(self, found: Finding) -> Wire:
        """Where it is not decided and not set aside, which nothing is that nobody hears of."""
        return found.unsure if found.unsure_status is None else self._kept(found, found.unsure)

    def _weigh(self, found: Finding) -> None:
        bearing = stance(found.rule, self._findings.book)
        applies, unsure = self._kept(found, found.applies), self._kept_unsure(found)
        if bearing == "rules_out":
            self._ruled_out.append(applies)
        elif bearing == "against":
            self._against.append(applies)
        elif bearing == "for" and found.rule.modality != "may":
            self._favouring.append(applies)
        if found.unsure_status is not None or bearing in {"rules_out", "against"}:
            self._unsettled.append(unsure)
        if self._findings.book.actions[found.rule.action].shown_last and found.rule.modality != "must_not":
            self._last += [applies, unsure]

    def _bar(self, found: Finding) -> None:
        every = self._findings.circuit.every
        for bar in self._findings.bars(found.rule):
            if bar.about != self._subject.about:
                continue
            certain, possible = self._findings.bar_wires(found.rule, bar, self._subject)
            applies, unsure = self._kept(found, found.applies), self._kept_unsure(found)
            if bar.standing == "rules_out":
                self._ruled_out.append(every([applies, certain]))
            # what is ruled out is looked at first, so it may count as unsettled too
            self._unsettled += [every([applies, possible]), every([unsure, possible])]

    def placed(self) -> Iterator[Placed]:
        """Every standing with where the option has it."""
        circuit = self._findings.circuit
        out, unsettled = circuit.some(self._ruled_out), circuit.some(self._unsettled)
        good = circuit.every([circuit.some(self._favouring), -circuit.some(self._against)])
        last = circuit.some(self._last)
        found: dict[Standing, Wire] = {
            "preferred": circuit.every([-out, -unsettled, good]),
            "possible": circuit.every([-out, -unsettled, -good]),
            "check_first": circuit.every([-out, unsettled]),
            "not_recommended": out,
        }
        for standing, where in found.items():
            yield Placed(self._subject, standing, last=False, where=circuit.every([where, -last]))
            yield Placed(self._subject, standing, last=True, where=circuit.every([where, last]))
