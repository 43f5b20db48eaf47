"""Scenarios played on mutants: which one fails, if any does.

Every scenario is evaluated once as the rules are. A mutant is only held against scenarios in which
something that was found of its rules comes out otherwise, and rules are looked at once for all
scenarios that tell them the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from protection_rules._version import __version__
from protection_rules.advice.assess import Assessor, Told
from protection_rules.advice.kept import reads
from protection_rules.advice.model import NO_DECISION_ID, Assessment, EngineUsed, Recommendation
from protection_rules.advice.outcomes import Finding, Readings, finding, subjects
from protection_rules.analysis.mutants.mutants import Mutant
from protection_rules.analysis.scenarios import PlayedScenario
from protection_rules.facts.case import Case
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.truth import Reading, Truth
from protection_rules.rulesets.model import Rule, RuleBook

_ENGINE: Final = EngineUsed(version=__version__, matchers=("reference",))

Findings = Mapping[tuple[str, str], Finding]
"""What was found, by rule and subject."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Evaluated:
    """A scenario with what was found in it as the rules are."""

    played: PlayedScenario
    case: Case
    findings: Findings
    told: dict[tuple[str, str], Recommendation]
    assessment: Assessment


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Alike:
    """Scenarios that tell a rule the same about a subject, with what was found of it."""

    subject: str
    reading: Reading
    found: Finding | None
    scenarios: list[int] = field(default_factory=list)


class Trials:
    """The scenarios of a rule book, ready to be played on its mutants."""

    def __init__(self, book: RuleBook, played: Iterable[PlayedScenario]) -> None:
        self._book = book
        self._rules = {rule.id: rule for rule in book.rules}
        assessor = Assessor(book)
        self._evaluated = [_evaluated(each, book, assessor) for each in played]
        self._alike: dict[str, list[_Alike]] = {}

    def failing(self) -> Iterator[PlayedScenario]:
        """The scenarios that fail as the rules are; these can tell nothing about mutants."""
        for each in self._evaluated:
            if not _passes(each.played, each.assessment):
                yield each.played

    def killer(self, mutant: Mutant) -> PlayedScenario | None:
        """A scenario that passes as the rules are and fails on the mutant, if there is one."""
        otherwise = self._otherwise(mutant)
        assessor = Assessor(mutant.book(self._book))
        for number in sorted(otherwise, key=lambda each: not self._is_about(each, mutant)):
            evaluated = self._evaluated[number]
            changed = otherwise[number]
            findings = {key: each for key, each in evaluated.findings.items() if key not in changed}
            findings |= {key: each for key, each in changed.items() if each is not None}
            told = Told({key: each for key, each in evaluated.told.items() if key[0] not in mutant.rules})
            assessment = assessor.assess(evaluated.case, findings.values(), NO_DECISION_ID, _ENGINE, told)
            if not _passes(evaluated.played, assessment):
                return evaluated.played
        return None

    def _is_about(self, number: int, mutant: Mutant) -> bool:
        """Whether a scenario says something of a rule that the mutant changes."""
        thens = self._evaluated[number].played.thens
        return any(getattr(then, "rule", None) in mutant.rules for then in thens)

    def _otherwise(self, mutant: Mutant) -> dict[int, dict[tuple[str, str], Finding | None]]:
        """The scenarios in which something may come out otherwise, each with what is found otherwise."""
        found: dict[int, dict[tuple[str, str], Finding | None]] = {}
        for name, rule in mutant.rules.items():
            for alike in self._told_alike(name):
                after = None if rule is None else _found(rule, alike.subject, alike.reading)
                if _same(alike.found, after):
                    continue
                for number in alike.scenarios:
                    found.setdefault(number, {})[name, alike.subject] = after
        if mutant.actions or mutant.exclusions is not None:
            for number, each in enumerate(self._evaluated):
                actions = {one.rule.action for one in each.findings.values()}
                if mutant.exclusions is not None or not actions.isdisjoint(mutant.actions):
                    found.setdefault(number, {})
        return found

    def _told_alike(self, name: str) -> list[_Alike]:
        if name not in self._alike:
            self._alike[name] = list(self._groups(self._rules[name]))
        return self._alike[name]

    def _groups(self, rule: Rule) -> Iterator[_Alike]:
        read = reads(rule)
        groups: dict[object, _Alike] = {}
        for number, each in enumerate(self._evaluated):
            for subject in subjects(rule, each.case):
                told = _told(read, subject, each.case)
                if told not in groups:
                    found = each.findings.get((rule.id, subject))
                    groups[told] = _Alike(subject, Readings(each.case).of(rule, subject), found)
                groups[told].scenarios.append(number)
        yield from groups.values()


def _evaluated(played: PlayedScenario, book: RuleBook, assessor: Assessor) -> _Evaluated:
    case = CaseProfile.from_mapping(played.scene.profile, book.vocabulary).case_of(book.vocabulary)
    findings = findings_of(book, case)
    assessment = assessor.assess(case, findings.values(), NO_DECISION_ID, _ENGINE)
    told = {(one.rule, one.subject): one for one in assessment.recommendations}
    return _Evaluated(played, case, findings, told, assessment)


def findings_of(book: RuleBook, case: Case) -> Findings:
    """Everything that is true or undetermined for a case, by the reference evaluation."""
    readings = Readings(case)
    return {
        (rule.id, subject): found
        for rule in book.rules
        for subject in subjects(rule, case)
        if (found := _found(rule, subject, readings.of(rule, subject))) is not None
    }


def assessed(book: RuleBook, case: Case) -> Assessment:
    """The assessment of a case by the reference evaluation alone."""
    return Assessor(book).assess(case, findings_of(book, case).values(), NO_DECISION_ID, _ENGINE)


def _found(rule: Rule, subject: str, read: Reading) -> Finding | None:
    """What a rule comes to; None where it is false."""
    read = replace(read, not_asked_is_unknown=rule.not_asked_is_unknown)
    found = finding(rule, subject, read)
    return None if found.truth is Truth.FALSE else found


def _same(before: Finding | None, after: Finding | None) -> bool:
    """Whether nothing comes of the difference between two findings of a rule and its mutant."""
    if before is None or after is None:
        return before is after
    return (
        before.truth is after.truth
        and before.open_facts == after.open_facts
        and _spoken(before.rule) == _spoken(after.rule)
    )


@cache
def _spoken(rule: Rule) -> tuple[object, ...]:
    """What counts of a rule beside its condition."""
    return rule.if_unknown, rule.modality, rule.urgency, rule.overrides, rule.limits_questions


def _told(read: frozenset[str], subject: str, case: Case) -> object:
    """What a case tells of what a rule reads, for one of its subjects."""
    facts = sorted(each for each in read if each in case.facts)
    sections = {each.partition(".")[0] for each in read} & {*LIST_SECTIONS}
    listed = [
        (
            section,
            None
            if case.items[section] is None
            else tuple(
                (item.id, *(item.facts[each] for each in sorted(read & item.facts.keys())))
                for item in case.items[section] or ()
            ),
        )
        for section in sorted(sections)
    ]
    return subject, tuple(case.facts[each] for each in facts), tuple(listed)


def _passes(played: PlayedScenario, assessment: Assessment) -> bool:
    return all(played.scene.meets(then, assessment) for then in played.thens)
