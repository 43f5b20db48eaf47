"""A scenario that would notice a mutant: the smallest profile that shows it, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from protection_rules.advice.model import Assessment
from protection_rules.advice.phrases import phrase
from protection_rules.analysis.mutants.equivalence import Difference
from protection_rules.analysis.mutants.mutants import Mutant
from protection_rules.analysis.mutants.words import change_in_words
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.scenario import (
    modality_outcome,
    option_outcome,
    rule_outcome,
    scenario,
)
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import RuleBook

MOST_OUTCOMES: Final = 3
"""Outcomes that a proposed scenario tells; each by itself would notice the mutant."""


def proposal(mutant: Mutant, difference: Difference, book: RuleBook, language: Language) -> list[str]:
    """The lines of a scenario that passes as the rules are and fails on the mutant; none if not decided."""
    witness, otherwise = difference.witness, difference.otherwise
    if witness is None or otherwise is None:
        return []
    title = phrase("mutate.scenario_title", about=mutant.about)
    comment = phrase("mutate.scenario_comment", change=change_in_words(mutant, book))
    outcomes = islice(_outcomes(mutant, witness, otherwise), MOST_OUTCOMES)
    return scenario(witness, title, comment, outcomes, language)


def _outcomes(mutant: Mutant, witness: Witness, otherwise: Assessment) -> Iterator[Text]:
    """What the profile comes to otherwise on the mutant, of the rules that it changes first."""
    before, after = _told(witness.assessment), _told(otherwise)
    told = dict.fromkeys((*before, *after))
    for rule, subject in sorted(told, key=lambda key: key[0] not in mutant.rules):
        if before.get((rule, subject)) != after.get((rule, subject)):
            yield rule_outcome(rule, subject, witness)
    strengths, others = _modalities(witness.assessment), _modalities(otherwise)
    for rule, subject in strengths:
        if strengths[rule, subject] != others.get((rule, subject), strengths[rule, subject]):
            yield modality_outcome(rule, subject, witness)
    stands = {option.subject: option.standing for option in otherwise.options}
    for option in witness.assessment.options:
        if stands[option.subject] != option.standing:
            yield option_outcome(option.subject, witness)
    gone = [each.rules for each in otherwise.conflicts]
    for conflict in witness.assessment.conflicts:
        if conflict.rules not in gone:
            one, other = conflict.rules
            yield phrase("scenario.conflict", rule=one, other=other)


def _told(assessment: Assessment) -> dict[tuple[str, str], tuple[str, ...]]:
    """What is said of each rule and subject, as steps tell it."""
    return {
        **{(one.rule, one.subject): (one.status, one.urgency) for one in assessment.recommendations},
        **{(one.rule, one.subject): ("set_aside", one.by) for one in assessment.set_aside},
        **{(one.rule, one.subject): ("undecided",) for one in assessment.undecided},
    }


def _modalities(assessment: Assessment) -> dict[tuple[str, str], str]:
    return {(one.rule, one.subject): one.modality for one in assessment.recommendations}
