"""What is worth finding out: only what could change advice, and nothing that is never asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from protection_rules.advice.model import Ask, Question
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.reasons import words
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY
from protection_rules.rulesets.model import SENSITIVITIES

_LEAST_INTRUSIVE: Final[tuple[Ask, ...]] = ("observe", "office", "staff", "provider", "self")


def questions(findings: Iterable[Finding]) -> list[Question]:
    """Questions by the advice at stake, then the least intrusive first.

    `findings` are those that were not set aside. Where a rule for many unknowns holds among them,
    only what could change immediate advice about the case is asked of it; the office is asked all.
    """
    spoken = [found for found in findings if found.status is not None]
    limited = any(found.rule.limits_questions for found in spoken)
    stakes: dict[tuple[str, str], list[Finding]] = {}
    for found in spoken:
        for open_fact in found.open_facts:
            if not open_fact.not_asked and _may_be_asked(open_fact.fact):
                stakes.setdefault((open_fact.fact, open_fact.subject), []).append(found)
    asked = [
        (_rank(fact, subject, at_stake), _question(fact, subject, at_stake))
        for (fact, subject), at_stake in stakes.items()
        if not limited
        or any(found.rule.urgency == "immediate" or found.subject == "operation" for found in at_stake)
    ]
    return [question for _, question in sorted(asked, key=lambda pair: pair[0])]


def _may_be_asked(fact: str) -> bool:
    return fact in SECTIONS or VOCABULARY[fact].attributes.may_be_asked


def _ask(fact: str) -> Ask:
    return "staff" if fact in SECTIONS else VOCABULARY[fact].attributes.supplied_by


def _rank(fact: str, subject: str, at_stake: list[Finding]) -> tuple[object, ...]:
    best = min(found.rank[:4] for found in at_stake)
    return (*best, *intrusion(fact), fact, subject)


def intrusion(fact: str) -> tuple[int, int]:
    """How much asking about a fact, or about a list, intrudes on somebody; the least first."""
    sensitivity = "ordinary" if fact in SECTIONS else VOCABULARY[fact].attributes.sensitivity
    return _LEAST_INTRUSIVE.index(_ask(fact)), SENSITIVITIES.index(sensitivity)


def _question(fact: str, subject: str, at_stake: list[Finding]) -> Question:
    text = SECTIONS[fact].question if fact in SECTIONS else VOCABULARY[fact].attributes.question
    rules = dict.fromkeys(found.rule.id for found in sorted(at_stake, key=lambda found: found.rank))
    return Question(fact=fact, subject=subject, ask=_ask(fact), text=words(text), could_change=tuple(rules))
