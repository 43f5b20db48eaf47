"""What is odd about a rule book as it is built, whatever its invariants.

Faults are wrong in every rule book: rules that never apply, always give way, contradict each other,
say the same, or disclose because something is not known. What is worth a look may be meant, as where
it protects that nobody asks; people decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from protection_rules.analysis.solver.formula import Formula, both, either, no
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import ACTIVE
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import one_subject
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.nodes import Always
from protection_rules.rulesets.invariant_model import effect
from protection_rules.rulesets.model import Rule

Kind = Literal[
    "never_applies",
    "always_set_aside",
    "contradiction",
    "same_advice",
    "unknown_discloses",
    "always_true",
    "unknown_weakens",
    "silent_while_unknown",
    "silent_once_known",
]

FAULTS: Final[frozenset[Kind]] = frozenset(
    {"never_applies", "always_set_aside", "contradiction", "same_advice", "unknown_discloses"}
)
"""Kinds that are wrong in every rule book; the others are worth a look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a rule book, with a profile that shows it.

    `about` names the rules, or the ruleset that falls silent; `fact` is the fact on which it turns. Of
    a rule that never applies, the profile shows that it can be undetermined; without one, not even that.
    """

    kind: Kind
    about: tuple[str, ...]
    witness: Witness | None
    fact: str | None = None

    @property
    def is_fault(self) -> bool:
        """Whether this is wrong in every rule book."""
        return self.kind in FAULTS


def structure(inquiry: Inquiry) -> Iterator[Finding]:
    """What is odd about single rules, then about pairs of rules.

    Raises SolverDisagreement if a profile does not show what it was found for.
    """
    for rule in inquiry.book.rules:
        yield from _of_rule(rule, inquiry)
    for one, other in combinations(inquiry.book.rules, 2):
        if one.action == other.action:
            yield from _of_pair(one, other, inquiry)


def _of_rule(rule: Rule, inquiry: Inquiry) -> Iterator[Finding]:
    encoded, subject = inquiry.encoded, one_subject(rule.about)
    outcome, spoken = encoded.outcome(rule, subject), encoded.spoken(rule, subject)
    present = encoded.space.present(subject)
    if inquiry.impossible(outcome.certain):
        open_ = outcome.undetermined
        shown = inquiry.showing(open_) if inquiry.possible(open_) else None
        yield Finding("never_applies", (rule.id,), shown)
        return
    if not isinstance(rule.condition, Always) and inquiry.impossible(both(present, no(outcome.certain))):
        yield Finding("always_true", (rule.id,), _showing(present, (rule,), inquiry))
    if inquiry.possible(spoken) and inquiry.impossible(encoded.said(rule, subject)):
        yield Finding("always_set_aside", (rule.id,), _showing(spoken, (rule,), inquiry))
    discloses = effect(rule, inquiry.book.actions[rule.action]) == "disclosing"
    if discloses and rule.if_unknown == "precaution" and inquiry.possible(outcome.undetermined):
        yield Finding("unknown_discloses", (rule.id,), _showing(outcome.undetermined, (rule,), inquiry))


def _of_pair(one: Rule, other: Rule, inquiry: Inquiry) -> Iterator[Finding]:
    encoded, names = inquiry.encoded, (one.id, other.id)
    first, second = one_subject(one.about), one_subject(other.about)
    if _contradictory(one, other):
        meeting = both(encoded.spoken(one, first, ACTIVE), encoded.spoken(other, second, ACTIVE))
        if inquiry.possible(meeting):
            yield Finding("contradiction", names, _showing(meeting, (one, other), inquiry))
    elif (one.about, one.modality) == (other.about, other.modality):
        here, there = encoded.outcome(one, first), encoded.outcome(other, first)
        apart = either(_differ(here.certain, there.certain), _differ(here.possible, there.possible))
        if inquiry.impossible(apart) and inquiry.possible(here.certain):
            yield Finding("same_advice", names, _showing(here.certain, (one, other), inquiry))


def _contradictory(one: Rule, other: Rule) -> bool:
    """Whether one rule demands what the other forbids, with nothing to say which of them gives way.

    What is forbidden in the case is forbidden for each listed item. One that names the other as its
    exception has said which gives way.
    """
    if {one.modality, other.modality} != {"must", "must_not"} or one.tier != other.tier:
        return False
    if one.id in other.overrides or other.id in one.overrides:
        return False
    forbidding, demanding = (one, other) if one.modality == "must_not" else (other, one)
    of_case = forbidding.about == "case" and demanding.about in LIST_SECTIONS
    return forbidding.about == demanding.about or of_case


def _differ(one: Formula, other: Formula) -> Formula:
    return either(both(one, no(other)), both(other, no(one)))


def _showing(formula: Formula, rules: tuple[Rule, ...], inquiry: Inquiry) -> Witness:
    """A profile in which each of the rules has something to say, be it set aside."""
    witness = inquiry.showing(formula)
    if not all(witness.tells_of(rule.id) for rule in rules):
        raise SolverDisagreement(" and ".join(rule.id for rule in rules))
    return witness
