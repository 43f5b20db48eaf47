"""Where conditions are true or undetermined, and what status a rule's advice has there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from protection_rules.advice.model import Status
from protection_rules.analysis.solver.conditions import Situation
from protection_rules.analysis.solver.formula import Formula, both, no, some
from protection_rules.analysis.solver.space import Subject
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.lowering import Lowered, certainly, possibly
from protection_rules.logic.nodes import Condition, facts_read
from protection_rules.rulesets.model import Bar, Rule, RuleBook

SAID: Final[frozenset[Status]] = frozenset({"applies", "precaution", "verify"})
"""Every status: the rule has something to say."""
ACTIVE: Final[frozenset[Status]] = frozenset({"applies", "precaution"})
"""The rule says what to do now, not only what to find out."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """A condition lowered twice: what holds where it is true, and where it is not false."""

    certainly: Lowered
    possibly: Lowered
    facts: frozenset[str]


def readings(condition: Condition, vocabulary: Vocabulary, *, not_asked_is_unknown: bool) -> Readings:
    """Both readings of a condition."""
    return Readings(
        certainly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
        possibly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
        frozenset(facts_read(condition)),
    )


def readings_of(rule: Rule, book: RuleBook) -> Readings:
    """Both readings of a rule's condition, over the facts of the book."""
    return readings(rule.condition, book.vocabulary, not_asked_is_unknown=rule.not_asked_is_unknown)


class Conditions:
    """Every condition of a rule book, lowered once: those of rules, and those of what advice bars."""

    def __init__(self, book: RuleBook) -> None:
        self.of_rules: Mapping[str, Readings] = {rule.id: readings_of(rule, book) for rule in book.rules}
        self.of_bars: Mapping[tuple[str, Bar], Readings] = {
            (rule.id, bar): readings(
                bar.when, book.vocabulary, not_asked_is_unknown=rule.not_asked_is_unknown
            )
            for rule in book.rules
            for bar in bars(rule, book)
        }

    def lowered(self) -> Iterator[Lowered]:
        """All of them, as `space_for` takes them."""
        for each in (*self.of_rules.values(), *self.of_bars.values()):
            yield each.certainly
            yield each.possibly


def bars(rule: Rule, book: RuleBook) -> tuple[Bar, ...]:
    """What a rule's advice, which is about the case, bars for listed items."""
    advised = "not_to_do" if rule.modality == "must_not" else "to_do"
    if rule.about != "case":
        return ()
    return tuple(bar for bar in book.actions[rule.action].bars if bar.advised == advised)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Where a condition is true for one subject, and where it is not false; never where there is none."""

    certain: Formula
    possible: Formula

    @property
    def undetermined(self) -> Formula:
        """Where it is neither true nor false."""
        return both(self.possible, no(self.certain))


class Outcomes:
    """What each rule of a book comes to in a situation, before any advice sets other advice aside.

    `before` are the outcomes without the situation's change, which most rules do not depend on.
    """

    def __init__(self, conditions: Conditions, situation: Situation, before: Outcomes | None = None) -> None:
        self._conditions = conditions
        self._before = before
        self.situation = situation
        self._found: dict[tuple[Readings, Subject], Outcome] = {}

    def of_rule(self, rule: Rule, subject: Subject) -> Outcome:
        """What the rule's condition comes to."""
        return self._outcome(self._conditions.of_rules[rule.id], subject)

    def of_bar(self, rule: Rule, bar: Bar, item: Subject) -> Outcome:
        """Whether the item is one of those that the rule's advice bars something for."""
        return self._outcome(self._conditions.of_bars[rule.id, bar], item)

    def having(self, rule: Rule, subject: Subject, statuses: Collection[str]) -> Formula:
        """Where the rule's advice has one of these statuses, be it set aside or not.

        `silent` stands for a rule that is undetermined and says nothing.
        """
        outcome = self.of_rule(rule, subject)
        applies = [outcome.certain] if "applies" in statuses else []
        unsettled = [outcome.undetermined] if rule.if_unknown in statuses else []
        return some([*applies, *unsettled])

    def _outcome(self, condition: Readings, subject: Subject) -> Outcome:
        change = self.situation.change
        if self._before is not None and change is not None and change.fact not in condition.facts:
            return self._before._outcome(condition, subject)  # noqa: SLF001  # the same class
        found = self._found.get((condition, subject))
        if found is None:
            present = self.situation.space.present(subject)
            found = self._found[condition, subject] = Outcome(
                both(present, self.situation.holds(condition.certainly, subject)),
                both(present, self.situation.holds(condition.possibly, subject)),
            )
        return found
