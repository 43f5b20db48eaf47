"""What is worth finding out: only what could change advice, and nothing that is never asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from protection_rules.advice.model import Ask, Question
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.reasons import words
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.rulesets.model import SENSITIVITIES

Asked: TypeAlias = tuple[str, str]
"""What a question is about: a fact by its path, or a list by its section, and whose."""
_LEAST_INTRUSIVE: Final[tuple[Ask, ...]] = ("observe", "office", "staff", "provider", "self")


def questions(
    findings: Iterable[Finding], vocabulary: Vocabulary, asked_before: Mapping[Asked, Question]
) -> dict[Asked, Question]:
    """Questions by the advice at stake, then the least intrusive first.

    `findings` are those that were not set aside, in their order. Where a rule for many unknowns holds
    among them, only what could change immediate advice about the case is asked of it; the office is
    asked all. What was asked before, and could change the same, is the very same question again.
    """
    askings = _askings(vocabulary)
    spoken = [found for found in findings if found.status is not None]
    limited = any(found.rule.limits_questions for found in spoken)
    at_stake: dict[Asked, dict[str, None]] = {}
    places: dict[str, int] = {}
    at_once: set[Asked] = set()
    for found in spoken:
        rule = found.rule
        if rule.id not in places:
            places[rule.id] = len(places)
        for fact, whose, not_asked in found.open_facts:
            if not_asked or not askings[fact].may_be_asked:
                continue
            about = (fact, found.subject if whose in LIST_SECTIONS else whose)
            if about in at_stake:
                at_stake[about][rule.id] = None
            else:
                at_stake[about] = {rule.id: None}
            if limited and (rule.urgency == "immediate" or found.subject == "operation"):
                at_once.add(about)
    asked: list[tuple[int, tuple[int, int], Asked, Question]] = []
    for about, rules in at_stake.items():
        if limited and about not in at_once:
            continue
        asking, could_change = askings[about[0]], tuple(rules)
        question = asked_before.get(about)
        if question is None or question.could_change != could_change:
            question = asking.question.otherwise({"subject": about[1], "could_change": could_change})
        asked.append((places[could_change[0]], asking.intrusion, about, question))
    # no two are of the same fact and subject, so that questions themselves are never compared
    asked.sort()
    return {about: question for _, _, about, question in asked}


def intrusion(fact: str, vocabulary: Vocabulary) -> tuple[int, int]:
    """How much asking about a fact, or about a list, intrudes on somebody; the least first."""
    return _askings(vocabulary)[fact].intrusion


class _Asking(NamedTuple):
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
