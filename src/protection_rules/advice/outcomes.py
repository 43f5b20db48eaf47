"""From matches to recommendations: what each rule that is not false has to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from protection_rules.advice.model import (
    AdviceGrounds,
    Indicator,
    Recommendation,
    Status,
    Undecided,
    Words,
)
from protection_rules.advice.reasons import reasons, words
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.openness import OpenFact, open_facts
from protection_rules.logic.truth import Reading, Trace, Truth, trace
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES, Rule, RuleBook


@dataclass(frozen=True, repr=False)
class Finding:
    """A rule with a subject for which its condition is true or undetermined.

    `known_open` has the open facts where they were worked out before.
    """

    rule: Rule
    subject: str
    trace: Trace
    known_open: tuple[OpenFact, ...] | None = None

    def __repr__(self) -> str:
        return "<Finding>"

    @cached_property
    def status(self) -> Status | None:
        """How sure the advice is; None for a rule that says nothing while facts are unknown."""
        if self.trace.truth is Truth.TRUE:
            return "applies"
        return None if self.rule.if_unknown == "silent" else self.rule.if_unknown

    @property
    def open_facts(self) -> tuple[OpenFact, ...]:
        """The unknown facts that could still decide; none for a rule that applies."""
        if self.trace.truth is Truth.TRUE:
            return ()
        return open_facts(self.trace) if self.known_open is None else self.known_open

    @cached_property
    def rank(self) -> tuple[int, int, int, str, str]:
        """The place in the order of all advice."""
        rule = self.rule
        return (
            URGENCIES.index(rule.urgency),
            TIERS.index(rule.tier),
            MODALITIES.index(rule.modality),
            rule.id,
            self.subject,
        )


def subjects(rule: Rule, case: Case) -> tuple[str, ...]:
    """Whom a rule is evaluated for: the case, the operation if it is described, or each item."""
    if rule.about in LIST_SECTIONS:
        return tuple(f"{rule.about}:{item.id}" for item in case.items[rule.about] or ())
    if rule.about == "operation" and not case.has_operation:
        return ()
    return (rule.about,)


def reading(rule: Rule, subject: str, case: Case) -> Reading:
    """How a rule's condition is read for one subject."""
    whole = Reading(case, {}, rule.not_asked_is_unknown)
    section, _, identifier = subject.partition(":")
    if not identifier:
        return whole
    item = next(item for item in case.items[section] or () if item.id == identifier)
    return whole.about(section, item)


def finding(rule: Rule, subject: str, case: Case) -> Finding:
    """What the rule comes to for one subject, with the trace of how."""
    return Finding(rule, subject, trace(rule.condition, reading(rule, subject, case)))


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by urgency, tier, modality, rule and subject."""
    return sorted(findings, key=lambda found: found.rank)


def recommendation(found: Finding, status: Status, book: RuleBook) -> Recommendation:
    """A finding as advice in words."""
    rule, action = found.rule, book.actions[found.rule.action]
    spoken = rule.words if status == "applies" else rule.when_unknown or rule.words
    grounds = rule.grounds
    return Recommendation(
        rule=rule.id,
        ruleset=rule.ruleset,
        subject=found.subject,
        status=status,
        modality=rule.modality,
        action=action.id,
        kind=action.kind,
        polarity=action.polarity,
        urgency=rule.urgency,
        indicator=_indicator(rule),
        tier=rule.tier,
        summary=words(spoken.summary),
        detail=words(spoken.detail),
        because=reasons(found.trace, found.subject),
        unknowns=tuple(dict.fromkeys(open_fact.fact for open_fact in found.open_facts)),
        reviewers=rule.reviewers,
        escalation=_escalation(rule, book),
        grounds=AdviceGrounds(
            basis=grounds.basis,
            guidance=grounds.guidance,
            standards=grounds.standards,
            part=_optional(rule),
        ),
        override_reasons=rule.override_reasons,
        reveals=rule.reveals,
    )


def _escalation(rule: Rule, book: RuleBook) -> tuple[Words, ...]:
    """The chain of contacts of the guidance, for a rule that rests on one of them."""
    contacts = [entry for entry in book.guidance.values() if entry.kind == "contact"]
    if any(entry.id in rule.grounds.guidance for entry in contacts):
        return tuple(words(entry.summary) for entry in contacts)
    return ()


def _optional(rule: Rule) -> Words | None:
    return words(rule.grounds.part) if rule.grounds.part is not None else None


def _indicator(rule: Rule) -> Indicator:
    if rule.urgency == "immediate":
        return "critical" if rule.modality in {"must", "must_not"} else "warning"
    return "warning" if rule.urgency == "within_72h" else "info"


def undecided(found: Finding) -> Undecided:
    """The record of a rule that says nothing while facts are not known."""
    facts = tuple(dict.fromkeys(open_fact.fact for open_fact in found.open_facts))
    return Undecided(rule=found.rule.id, subject=found.subject, unknowns=facts)
