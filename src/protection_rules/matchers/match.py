"""What a matcher is given and what it finds."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.lowering import Lowered, certainly, possibly
from protection_rules.rulesets.model import About, Rule


class Match(NamedTuple):
    """A rule whose condition is not false for a subject; `certain` where it is true."""

    rule: str
    subject: str
    certain: bool

    def __repr__(self) -> str:
        return "<Match>"


class Matcher(Protocol):
    """Finds the rules whose conditions are true or undetermined for a case."""

    @property
    def name(self) -> str:
        """How the matcher is called in results and errors."""

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case. Nothing of the case is kept afterwards."""


class LoweredRule(NamedTuple):
    """A rule as matchers see it: two conditions without negation and without unknown."""

    id: str
    about: About
    certainly: Lowered
    possibly: Lowered


def lower_rules(rules: tuple[Rule, ...], vocabulary: Vocabulary) -> tuple[LoweredRule, ...]:
    """The rules for matchers."""
    return tuple(
        LoweredRule(
            rule.id,
            rule.about,
            certainly(rule.condition, vocabulary, not_asked_is_unknown=rule.not_asked_is_unknown),
            possibly(rule.condition, vocabulary, not_asked_is_unknown=rule.not_asked_is_unknown),
        )
        for rule in rules
    )
