"""Conditions written otherwise that come out the same for every profile, chosen at random."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from protection_rules.facts.text import Text
from protection_rules.logic.nodes import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    Every,
    Includes,
    Is,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)
from protection_rules.rulesets.model import Rule, RuleBook


class Rewriter:
    """Writes conditions otherwise."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def book(self, book: RuleBook) -> RuleBook:
        """The same rules in another order, some of them written otherwise."""
        rulesets = [
            replace(ruleset, rules=tuple(self._shuffled(map(self.rule, ruleset.rules))))
            for ruleset in book.rulesets
        ]
        return replace(book, rulesets=tuple(self._shuffled(rulesets)))

    def rule(self, rule: Rule) -> Rule:
        choose = self._random
        written = replace(
            rule,
            overrides=tuple(self._shuffled(rule.overrides)),
            reviewers=tuple(self._shuffled(rule.reviewers)),
        )
        if choose.random() < 0.6:
            return written
        when, unless = self.condition(rule.when), rule.unless
        if unless is not None:
            unless = self.condition(unless)
            if choose.random() < 0.5:
                when, unless = All((when, Not(unless))), None
        return replace(written, when=when, unless=unless)

    def condition(self, node: Condition) -> Condition:
        return self._otherwise(self._inside(node))

    def _inside(self, node: Condition) -> Condition:
        """The same outermost, with the parts written otherwise."""
        match node:
            case All(parts=parts) | AnyOf(parts=parts) | AtLeast(parts=parts):
                return replace(node, parts=tuple(self._shuffled(map(self.condition, parts))))
            case Not(part=part) | Surely(part=part) | Possibly(part=part) | Term(part=part):
                return replace(node, part=self.condition(part))
            case Some(part=part) | Every(part=part) | None_(part=part):
                return replace(node, part=self.condition(part))
            case _:
                return node

    def _otherwise(self, node: Condition) -> Condition:
        ways = [
            lambda: node,
            lambda: Not(Not(node)),
            lambda: All((node,)),
            lambda: AnyOf((node, node)),
            lambda: AtLeast(1, (node,)),
            lambda: Term("named_otherwise", Text("another name", "اسم آخر"), node),
        ]
        match node:
            case All(parts=parts):
                ways += [
                    lambda: Not(AnyOf(tuple(map(Not, parts)))),
                    lambda: AtLeast(len(parts), parts),
                    lambda: self._distributed(parts),
                ]
            case AnyOf(parts=parts):
                ways += [
                    lambda: Not(All(tuple(map(Not, parts)))),
                    # what is one of several already, and more
                    lambda: AnyOf((*parts, All((parts[0], parts[-1])))),
                ]
            case Is(fact=fact, values=values) if len(values) > 1:
                ways.append(
                    lambda: AnyOf(tuple(Is(fact, frozenset({each})) for each in self._shuffled(values)))
                )
            case Includes(fact=fact, codes=codes) if len(codes) > 1:
                ways.append(
                    lambda: AnyOf(tuple(Includes(fact, frozenset({each})) for each in self._shuffled(codes)))
                )
            case Some(section=section, part=part):
                ways += [lambda: Not(Every(section, Not(part))), lambda: Not(None_(section, part))]
            case Every(section=section, part=part):
                ways.append(lambda: None_(section, Not(part)))
            case Surely(part=part):
                ways += [lambda: Not(Possibly(Not(part))), lambda: Surely(Surely(part))]
            case Possibly(part=part):
                ways.append(lambda: Not(Surely(Not(part))))
        return self._random.choice(ways)()

    def _distributed(self, parts: tuple[Condition, ...]) -> Condition:
        """`this and (one or another)` as `this and one, or this and another`."""
        for place, part in enumerate(parts):
            if isinstance(part, AnyOf) and part.parts:
                others = (*parts[:place], *parts[place + 1 :])
                return AnyOf(tuple(All((*others, each)) for each in part.parts))
        return All(tuple(reversed(parts)))

    def _shuffled(self, parts):
        listed = sorted(parts) if isinstance(parts, frozenset) else list(parts)
        self._random.shuffle(listed)
        return listed
