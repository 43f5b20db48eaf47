"""What a rule book comes to, as formulas over the profiles of a space.

For a rule and a subject: where its condition is certainly and possibly true, what status its advice
has, and where it is said, that is, not set aside; for an option: where it has each standing. Two
rule books over one space, or one book before and after a change of one fact, are compared by these
formulas:

    conditions = [*Conditions(old).lowered(), *Conditions(new).lowered()]
    space = space_for(conditions, shared(old.vocabulary, new.vocabulary))
    before, after = EncodedBook.of(old, space), EncodedBook.of(new, space)
    lost = both(before.said(rule, subject), no(after.said(rule, subject)))
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self

from protection_rules.advice.model import Standing
from protection_rules.analysis.solver.conditions import Change, Situation
from protection_rules.analysis.solver.formula import Formula, both, no
from protection_rules.analysis.solver.outcomes import SAID, Conditions, Outcome, Outcomes
from protection_rules.analysis.solver.precedence import Precedence
from protection_rules.analysis.solver.space import Space, Subject
from protection_rules.analysis.solver.standings import places, standings
from protection_rules.rulesets.model import Rule, RuleBook


@dataclass(frozen=True, slots=True, eq=False)
class EncodedBook:
    """One rule book over the profiles of a space, or over the same profiles with one fact changed."""

    book: RuleBook
    conditions: Conditions
    precedence: Precedence
    outcomes: Outcomes
    _set_aside: dict[tuple[str, Subject], Formula] = field(default_factory=dict, init=False)
    _standings: dict[Subject, Mapping[Standing, Formula]] = field(default_factory=dict, init=False)

    @classmethod
    def of(cls, book: RuleBook, space: Space) -> Self:
        """The book as it is. The space must have room for its conditions (see `bounds.space_for`)."""
        conditions = Conditions(book)
        return cls(book, conditions, Precedence(book), Outcomes(conditions, Situation(space)))

    def changed(self, change: Change) -> EncodedBook:
        """The same book where this fact has this value, all else equal."""
        situation = Situation(self.space, change)
        outcomes = Outcomes(self.conditions, situation, self.outcomes)
        return EncodedBook(self.book, self.conditions, self.precedence, outcomes)

    @property
    def space(self) -> Space:
        """The profiles that the formulas speak of."""
        return self.outcomes.situation.space

    def outcome(self, rule: Rule, subject: Subject) -> Outcome:
        """Where the rule's condition is true for the subject, and where it is not false."""
        return self.outcomes.of_rule(rule, subject)

    def spoken(self, rule: Rule, subject: Subject, statuses: Collection[str] = SAID) -> Formula:
        """Where the rule's advice has one of these statuses, be it set aside or not."""
        return self.outcomes.having(rule, subject, statuses)

    def set_aside(self, rule: Rule, subject: Subject) -> Formula:
        """Where the rule's advice gives way to other advice."""
        found = self._set_aside.get((rule.id, subject))
        if found is None:
            found = self.precedence.lost(rule, subject, self.outcomes)
            self._set_aside[rule.id, subject] = found
        return found

    def said(self, rule: Rule, subject: Subject, statuses: Collection[str] = SAID) -> Formula:
        """Where the rule's advice has one of these statuses and is not set aside.

        With `silent`, also where the rule is undetermined and says nothing.
        """
        return both(self.spoken(rule, subject, statuses), no(self.set_aside(rule, subject)))

    def standings(self, option: Subject) -> Mapping[Standing, Formula]:
        """Where a listed place or service has each standing."""
        if option not in self._standings:
            self._standings[option] = standings(self.book, option, self.said, self.outcomes)
        return self._standings[option]

    def places(self, option: Subject) -> tuple[Formula, ...]:
        """Where an option is shown first, second and so on; at the same place, as listed."""
        return places(self.book, option, self.said, self.standings(option))

    def depending_on(self, fact: str) -> frozenset[str]:
        """The rules whose advice can depend on a fact, or whether it is set aside."""
        reading = {name for name, each in self.conditions.of_rules.items() if fact in each.facts}
        reading |= {name for (name, _), each in self.conditions.of_bars.items() if fact in each.facts}
        return frozenset(
            rule.id
            for rule in self.book.rules
            if rule.id in reading or not reading.isdisjoint(self.precedence.involved(rule))
        )
