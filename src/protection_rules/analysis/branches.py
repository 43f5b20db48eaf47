"""What a rule can come to, and where its advice can put an option: what there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, assert_never, get_args

from protection_rules.advice.model import Standing
from protection_rules.advice.options import OPTION_SECTIONS, stance
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.lowering import (
    FALSE,
    TRUE,
    Avoids,
    Both,
    Count,
    Either,
    Exists,
    ForAll,
    Lowered,
    Meets,
    OneOf,
    Within,
    both,
    counted,
    either,
    one_of,
)
from protection_rules.matchers.match import lower_rules
from protection_rules.rulesets.model import Rule, RuleBook

Branch = Literal["applies", "does_not_apply", "unknown"]

BRANCHES: Final[tuple[Branch, ...]] = get_args(Branch)


def branches(rule: Rule, vocabulary: Vocabulary) -> tuple[Branch, ...]:
    """The branches that a rule can come to.

    Read off the form of its condition: one that no profile comes to may be among them, but none
    that some profile comes to is left out.
    """
    (lowered,) = lower_rules((rule,), vocabulary)
    certainly, possibly = (settled(each, vocabulary) for each in (lowered.certainly, lowered.possibly))
    reached: dict[Branch, bool] = {
        "applies": certainly != FALSE,
        "does_not_apply": possibly != TRUE,
        "unknown": certainly != possibly,
    }
    return tuple(branch for branch in BRANCHES if reached[branch])


def standings(book: RuleBook) -> Iterator[tuple[str, Standing]]:
    """The standings that advice can give to the items of each section that rules are about."""
    for section in OPTION_SECTIONS:
        about = [rule for rule in book.rules if rule.about == section]
        if not about:
            continue
        if any(stance(rule, book) == "for" and rule.modality != "may" for rule in about):
            yield section, "preferred"
        yield section, "possible"
        barred = {
            bar.standing
            for rule in book.rules
            for bar in book.actions[rule.action].bars
            if rule.about == "case" and bar.about == section
            if (rule.modality == "must_not") == (bar.advised == "not_to_do")
        }
        if "holds_back" in barred or any(_leaves_open(rule, book) for rule in about):
            yield section, "check_first"
        if "rules_out" in barred or any(stance(rule, book) == "rules_out" for rule in about):
            yield section, "not_recommended"


def _leaves_open(rule: Rule, book: RuleBook) -> bool:
    """Whether an option may have to be checked because facts that the rule reads are not known."""
    speaks = rule.if_unknown != "silent" or stance(rule, book) in {"rules_out", "against"}
    return speaks and "unknown" in branches(rule, book.vocabulary)


def settled(node: Lowered, vocabulary: Vocabulary) -> Lowered:
    """The condition, with comparisons of one fact settled together: what means the same mostly looks it."""
    return _Settling(vocabulary).settled(node)


@dataclass(frozen=True, slots=True)
class _Settling:
    vocabulary: Vocabulary

    def settled(self, node: Lowered) -> Lowered:
        match node:
            case Both(parts=parts):
                return both(self._together([self.settled(part) for part in parts], every=True))
            case Either(parts=parts):
                return either(self._together([self.settled(part) for part in parts], every=False))
            case Count(count=count, parts=parts):
                return counted(count, [self.settled(part) for part in parts])
            case Exists() | ForAll():
                return replace(node, part=self.settled(node.part))
            case OneOf(fact=fact, values=values):
                return self._one_of(fact, values)
            case Within():
                return self._within(node, or_unknown=node.or_unknown)
            case Meets() | Avoids():
                return node
            case _:
                assert_never(node)

    def _one_of(self, fact: str, values: frozenset[str]) -> Lowered:
        entry = self.vocabulary[fact]
        return TRUE if values >= {*entry.codes, *entry.markers} else one_of(fact, values)

    def _within(self, node: Within, *, or_unknown: bool) -> Lowered:
        bounds = self.vocabulary[node.fact].attributes
        if node.low > node.high and not or_unknown:
            return FALSE
        if node.low <= bounds.minimum and node.high >= bounds.maximum and or_unknown:
            return TRUE
        return replace(node, or_unknown=or_unknown)

    def _together(self, parts: list[Lowered], *, every: bool) -> Iterator[Lowered]:
        """The parts of a conjunction (`every`) or of a disjunction, each in the light of the others."""
        values: dict[str, frozenset[str]] = {}
        unknown: dict[str, bool] = {}
        for part in parts:
            if isinstance(part, OneOf):
                before = values.get(part.fact, part.values)
                values[part.fact] = before & part.values if every else before | part.values
            elif isinstance(part, Within):
                before_it = unknown.get(part.fact, part.or_unknown)
                unknown[part.fact] = (
                    (before_it and part.or_unknown) if every else (before_it or part.or_unknown)
                )
        for part in parts:
            if isinstance(part, OneOf):
                yield self._one_of(part.fact, values[part.fact])
            elif isinstance(part, Within):
                yield self._within(part, or_unknown=unknown[part.fact])
            else:
                yield part
