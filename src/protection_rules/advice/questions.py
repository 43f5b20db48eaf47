"""What is worth finding out: only what could change advice, and nothing that is never asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from protection_rules.advice.model import Ask, Question
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.reasons import words
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
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
    places: dict[str, int] = {}
    stakes: dict[tuple[str, str], list[Finding]] = {}
    for found in spoken:
        places.setdefault(found.rule.id, len(places))
        for fact, whose, not_asked in found.open_facts:
            if not not_asked and askings[fact].may_be_asked:
                subject = found.subject if whose in LIST_SECTIONS else whose
                stakes.setdefault((fact, subject), []).append(found)
    asked: list[tuple[tuple[int, tuple[int, int], str, str], Question]] = []
    for (fact, subject), at_stake in stakes.items():
        if limited and not any(_at_once(found) for found in at_stake):
            continue
        asking = askings[fact]
        question = asking.question.otherwise({"subject": subject, "could_change": _rules(at_stake)})
        asked.append(((places[at_stake[0].rule.id], asking.intrusion, fact, subject), question))
    # no two are of the same fact and subject, so that questions themselves are never compared
    return [question for _, question in sorted(asked)]


def _at_once(found: Finding) -> bool:
    return found.rule.urgency == "immediate" or found.subject == "operation"


def _rules(at_stake: list[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([found.rule.id for found in at_stake]))


def intrusion(fact: str, vocabulary: Vocabulary) -> tuple[int, int]:
    """How much asking about a fact, or about a list, intrudes on somebody; the least first."""
    return _askings(vocabulary)[fact].intrusion


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a fact, or a list, is asked about: of whom, in what words, with how much intrusion."""

    question: Question
    may_be_asked: bool
    intrusion: tuple[int, int]


@lru_cache(maxsize=8)
def _askings(vocabulary: Vocabulary) -> Mapping[str, _Asking]:
    """How to ask about every fact by its path, and about every list by its section's name."""
    of_facts = {
        path: _asking(path, about.question, about.supplied_by, about.sensitivity, about.may_be_asked)
        for path, fact in vocabulary.items()
        for about in (fact.attributes,)
    }
    of_lists = {
        section.name: _asking(section.name, section.question, "staff", "ordinary", may_be_asked=True)
        for section in vocabulary.sections.values()
    }
    return of_facts | of_lists


def _asking(fact: str, text: Text, ask: Ask, sensitivity: Sensitivity, may_be_asked: bool) -> _Asking:
    question = Question(fact=fact, subject="", ask=ask, text=words(text), could_change=())
    intrusion = (_LEAST_INTRUSIVE.index(ask), SENSITIVITIES.index(sensitivity))
    return _Asking(question, may_be_asked, intrusion)
