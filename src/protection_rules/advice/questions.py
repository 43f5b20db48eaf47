"""What is worth finding out: only what could change advice, and nothing that is never asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from protection_rules.advice.model import Ask, Question, Words
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.reasons import words
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.model import SENSITIVITIES

_LEAST_INTRUSIVE: Final[tuple[Ask, ...]] = ("observe", "office", "staff", "provider", "self")


def questions(findings: Iterable[Finding], vocabulary: Vocabulary) -> list[Question]:
    """Questions by the advice at stake, then the least intrusive first.

    `findings` are those that were not set aside, in their order. Where a rule for many unknowns holds
    among them, only what could change immediate advice about the case is asked of it; the office is
    asked all.
    """
    spoken = [found for found in findings if found.status is not None]
    limited = any(found.rule.limits_questions for found in spoken)
    askings = _askings(vocabulary)
    stakes: dict[tuple[str, str], list[Finding]] = {}
    for found in spoken:
        for open_fact in found.open_facts:
            if not open_fact.not_asked and askings[open_fact.fact].may_be_asked:
                stakes.setdefault((open_fact.fact, open_fact.subject), []).append(found)
    asked = [
        (_rank(fact, subject, at_stake, askings[fact]), _question(fact, subject, at_stake, askings[fact]))
        for (fact, subject), at_stake in stakes.items()
        if not limited
        or any(found.rule.urgency == "immediate" or found.subject == "operation" for found in at_stake)
    ]
    return [question for _, question in sorted(asked, key=lambda pair: pair[0])]


def _rank(fact: str, subject: str, at_stake: list[Finding], asking: _Asking) -> tuple[object, ...]:
    return (*at_stake[0].rule.rank, *asking.intrusion, fact, subject)


def _question(fact: str, subject: str, at_stake: list[Finding], asking: _Asking) -> Question:
    rules = tuple(dict.fromkeys(found.rule.id for found in at_stake))
    return Question(fact=fact, subject=subject, ask=asking.ask, text=asking.text, could_change=rules)


def intrusion(fact: str, vocabulary: Vocabulary) -> tuple[int, int]:
    """How much asking about a fact, or about a list, intrudes on somebody; the least first."""
    return _askings(vocabulary)[fact].intrusion


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a fact, or a list, is asked about: of whom, in what words, with how much intrusion."""

    ask: Ask
    text: Words
    may_be_asked: bool
    intrusion: tuple[int, int]


@lru_cache(maxsize=8)
def _askings(vocabulary: Vocabulary) -> Mapping[str, _Asking]:
    """How to ask about every fact by its path, and about every list by its section's name."""
    of_facts = {
        path: _asking(about.question, about.supplied_by, about.sensitivity, about.may_be_asked)
        for path, fact in vocabulary.items()
        for about in (fact.attributes,)
    }
    of_lists = {
        section.name: _asking(section.question, "staff", "ordinary", may_be_asked=True)
        for section in vocabulary.sections.values()
    }
    return of_facts | of_lists


def _asking(question: Text, ask: Ask, sensitivity: Sensitivity, may_be_asked: bool) -> _Asking:
    intrusion = (_LEAST_INTRUSIVE.index(ask), SENSITIVITIES.index(sensitivity))
    return _Asking(ask, words(question), may_be_asked, intrusion)
