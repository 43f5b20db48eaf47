"""Whether a mutant gives the same advice in every profile there can be, or in which it does not.

A mutant is equivalent where the solver proves that its rules come out alike in every profile, or
that nothing is said, set aside or placed otherwise after precedence. Anything it does not decide
counts as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from protection_rules.advice.model import Assessment
from protection_rules.advice.options import OPTION_SECTIONS
from protection_rules.analysis.mutants.mutants import Mutant
from protection_rules.analysis.mutants.trials import assessed
from protection_rules.analysis.solver.agreement import differences
from protection_rules.analysis.solver.bounds import cuts, items_needed, walk
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import FALSE, Formula, both, either, no, same, some
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import ACTIVE, SAID, Conditions, Outcome, readings, readings_of
from protection_rules.analysis.solver.precedence import Precedence
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import Space, Subject, one_subject
from protection_rules.logic.lowering import Exists, ForAll, Lowered
from protection_rules.rulesets.model import About, Exclusion, Rule, RuleBook

_STATUSES = ("applies", "precaution", "verify", "silent")


@dataclass(frozen=True, slots=True)
class Difference:
    """A profile in which a mutant gives other advice, with what comes of it; none if not decided."""

    witness: Witness | None
    otherwise: Assessment | None


class Comparison:
    """A rule book over a space with room for it and for all these mutants."""

    def __init__(self, book: RuleBook, mutants: Iterable[Mutant]) -> None:
        self._book = book
        self._rules = {rule.id: rule for rule in book.rules}
        self._inquiry = Inquiry(book, _space(book, mutants))
        self._involved = _involved(book)

    def difference(self, mutant: Mutant) -> Difference | None:
        """Where the mutant gives other advice; None where it is proven to give the same everywhere.

        Raises SolverDisagreement if formulas and evaluation differ about what was found.
        """
        search, space = self._inquiry.search, self._inquiry.space
        if mutant.rules and not mutant.actions and search.ask(self._other_outcomes(mutant)) == "no":
            return None
        changed = mutant.book(self._book)
        after = EncodedBook.of(changed, space)
        apart = self._apart(mutant, after)
        answer = search.ask(apart)
        if answer == "no":
            return None
        if answer == "not_decided":
            return Difference(None, None)
        witness = self._inquiry.showing(apart)
        otherwise = assessed(changed, witness.case)
        found = differences(after, witness.case, otherwise, search.reading(witness.case))
        if found or _advice(otherwise) == _advice(witness.assessment):
            raise SolverDisagreement(", ".join([mutant.about, *found]))
        return Difference(witness, otherwise)

    def _other_outcomes(self, mutant: Mutant) -> Formula:
        """Where one of the rules has another status, or says something else by itself."""
        return some(
            part for name, rule in mutant.rules.items() for part in self._of_outcome(self._rules[name], rule)
        )

    def _of_outcome(self, before: Rule, after: Rule | None) -> Iterator[Formula]:
        subject = one_subject(before.about)
        here = self._inquiry.encoded.outcome(before, subject)
        if after is None or not _says_the_same(before, after) or before.overrides != after.overrides:
            yield here.possible
            return
        read = readings_of(after, self._book)
        situation = self._inquiry.encoded.outcomes.situation
        present = situation.space.present(subject)
        there = Outcome(
            both(present, situation.holds(read.certainly, subject)),
            both(present, situation.holds(read.possibly, subject)),
        )
        yield _differ(here.certain, there.certain)
        yield _differ(here.possible, there.possible)
        if before.if_unknown != after.if_unknown:
            yield here.undetermined

    def _apart(self, mutant: Mutant, after: EncodedBook) -> Formula:
        """Where anything is said, set aside or placed otherwise."""
        return some(
            part
            for part in (
                *self._said_otherwise(mutant, after),
                *self._placed_otherwise(after),
                *self._conflicts_otherwise(mutant),
            )
            if not same(part, FALSE)
        )

    def _said_otherwise(self, mutant: Mutant, after: EncodedBook) -> Iterator[Formula]:
        before, rules_after = self._inquiry.encoded, {rule.id: rule for rule in after.book.rules}
        involved_after = _involved(after.book)
        for name, rule in self._rules.items():
            involved = self._involved[name] | involved_after.get(name, frozenset())
            if not mutant.actions and involved.isdisjoint(mutant.rules):
                continue
            subject, other = one_subject(rule.about), rules_after.get(name)
            if other is None:
                yield before.spoken(rule, subject, _STATUSES)
                continue
            for status in _STATUSES:
                yield _differ(before.said(rule, subject, {status}), after.said(other, subject, {status}))
            yield _differ(before.set_aside(rule, subject), after.set_aside(other, subject))
            if not _says_the_same(rule, other):
                yield before.said(rule, subject, SAID)

    def _placed_otherwise(self, after: EncodedBook) -> Iterator[Formula]:
        """Where an option stands, or is shown, elsewhere."""
        before = self._inquiry.encoded
        for section in OPTION_SECTIONS:
            option = Subject(section, 0)
            stood, stands = before.standings(option), after.standings(option)
            yield from (_differ(stood[standing], stands[standing]) for standing in stood)
            places = zip(before.places(option), after.places(option), strict=True)
            yield from (_differ(*each) for each in places)

    def _conflicts_otherwise(self, mutant: Mutant) -> Iterator[Formula]:
        """Where a conflict is shown no more, since what excludes each other is no longer named."""
        if mutant.exclusions is None:
            return
        for exclusion in self._book.exclusions:
            if exclusion not in mutant.exclusions:
                yield from self._conflicts(exclusion)

    def _conflicts(self, exclusion: Exclusion) -> Iterator[Formula]:
        sides = ([rule for rule in self._book.rules if rule.action == action] for action in exclusion.actions)
        for one, other in product(*sides):
            if one.tier == other.tier and _may_meet(one.about, other.about):
                yield both(
                    *(
                        self._inquiry.encoded.said(rule, one_subject(rule.about), ACTIVE)
                        for rule in (one, other)
                    )
                )


def _may_meet(one: About, other: About) -> bool:
    """Whether what is said of one subject can also be said of the other."""
    return one == other or ("case" in (one, other) and "operation" not in (one, other))


def _says_the_same(one: Rule, other: Rule) -> bool:
    """Whether two rules say the same wherever both speak, be it set aside or not."""
    return (one.modality, one.urgency, one.limits_questions) == (
        other.modality,
        other.urgency,
        other.limits_questions,
    )


def _differ(one: Formula, other: Formula) -> Formula:
    if same(one, other):
        return FALSE
    return either(both(one, no(other)), both(other, no(one)))


def _involved(book: RuleBook) -> dict[str, frozenset[str]]:
    """For each rule, those on which it depends whether its advice is set aside."""
    precedence = Precedence(book)
    return {rule.id: precedence.involved(rule) for rule in book.rules}


def _space(book: RuleBook, mutants: Iterable[Mutant]) -> Space:
    """A space with room for the rule book and, one at a time, for each of the mutants."""
    conditions = list(Conditions(book).lowered())
    quantified = _quantified(conditions)
    items = items_needed(quantified)
    for mutant in mutants:
        changed = [
            each
            for rule in mutant.rules.values()
            if rule is not None
            for read in [readings_of(rule, book)]
            for each in (read.certainly, read.possibly)
        ]
        changed += [
            each
            for action in mutant.actions.values()
            for bar in action.bars
            for not_asked in (True, False)
            for read in [readings(bar.when, book.vocabulary, not_asked_is_unknown=not_asked)]
            for each in (read.certainly, read.possibly)
        ]
        conditions += changed
        needed = items_needed([*quantified, *_quantified(changed)])
        items = {section: max(count, needed[section]) for section, count in items.items()}
    return Space(items, cuts(conditions, {}), book.vocabulary)


def _quantified(conditions: Iterable[Lowered]) -> list[Lowered]:
    """The quantified conditions inside, which alone need items."""
    return [node for condition in conditions for node in walk(condition) if isinstance(node, Exists | ForAll)]


def _advice(assessment: Assessment) -> object:
    """What of an assessment has to differ for a mutant to give other advice."""
    return (
        [
            (one.rule, one.subject, one.status, one.modality, one.urgency)
            for one in assessment.recommendations
        ],
        [(one.rule, one.subject) for one in assessment.set_aside],
        [(one.rule, one.subject) for one in assessment.undecided],
        [(one.subject, one.standing) for one in assessment.options],
        [one.rules for one in assessment.conflicts],
    )
