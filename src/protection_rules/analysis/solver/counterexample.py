"""What shows that a check does not hold, as scenarios: what comes of the profile now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from protection_rules.advice.phrases import phrase
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.scenario import option_outcome, rule_outcome, scenario, subjects_of
from protection_rules.analysis.solver.verdicts import CheckVerdict
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.invariant_model import Order, Required
from protection_rules.rulesets.model import RuleBook

MOST_RULES: Final = 6
"""Rules that could have given missing advice, and of which a scenario says what they come to."""


def counterexample(verdict: CheckVerdict, book: RuleBook, language: Language) -> list[str]:
    """The lines of a scenario for the profile, and of one for the changed profile if there is one."""
    broken = verdict.broken
    if broken is None:
        return []
    comment = phrase("verify.scenario_comment", statement=verdict.invariant.statement)
    first = "verify.scenario_title" if broken.after is None else "verify.scenario_title_before"
    lines = scenario(
        broken.witness, _title(first, verdict), comment, _outcomes(verdict, broken.witness, book), language
    )
    if broken.after is not None:
        second = _title("verify.scenario_title_after", verdict)
        outcomes = _outcomes(verdict, broken.after, book)
        lines += ["", *scenario(broken.after, second, comment, outcomes, language)]
    return lines


def _title(name: str, verdict: CheckVerdict) -> Text:
    return phrase(name, invariant=verdict.invariant.id, check=verdict.number, title=verdict.invariant.title)


def _outcomes(verdict: CheckVerdict, witness: Witness, book: RuleBook) -> Iterator[Text]:
    """What comes of the rules and options that the check is broken by."""
    broken = verdict.broken
    if broken is None:
        return
    subject, check = broken.violation.subject, verdict.check
    if isinstance(check, Required):
        yield from _missing(check, subject, witness, book)
    elif isinstance(check, Order):
        for option in witness.assessment.options:
            if option.subject.startswith(f"{check.about}:"):
                yield option_outcome(option.subject, witness)
    elif broken.violation.rules:
        for rule in book.rules:
            if rule.id in broken.violation.rules:
                for each in subjects_of(rule, witness):
                    if subject in {"case", each}:
                        yield rule_outcome(rule.id, each, witness)
    else:
        yield option_outcome(subject, witness)


def _missing(check: Required, subject: str, witness: Witness, book: RuleBook) -> Iterator[Text]:
    """What the rules come to that could have given the advice."""
    found = [
        rule_outcome(rule.id, each, witness)
        for rule in book.rules
        if check.advice.picks(rule, book.actions[rule.action])
        for each in subjects_of(rule, witness)
        if subject in {"case", each}
    ]
    yield from found[:MOST_RULES]
