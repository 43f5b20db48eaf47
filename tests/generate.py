"""Random conditions of every construct, and random cases with many unknowns, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    LIST_SECTIONS,
    NOT_ASKED,
    SECTIONS,
    UNKNOWN,
    VOCABULARY,
    FactEntry,
)
from protection_rules.logic.lowering import certainly, possibly
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.matchers.match import LoweredRule, Match

COMPARISONS = ("at_most", "at_least", "more_than", "less_than")
CASE_FACTS = [fact for fact in VOCABULARY.values() if fact.section not in LIST_SECTIONS]
FEW_FACTS = 14
"""Case facts that one ruleset reads, so that its rules meet on the same facts."""


@dataclass(frozen=True)
class RandomRule:
    """A rule as the reference evaluation and the matchers need it."""

    id: str
    about: str
    condition: Condition
    not_asked_is_unknown: bool

    def lowered(self) -> LoweredRule:
        return LoweredRule(
            self.id,
            self.about,  # type: ignore[arg-type]
            certainly(self.condition, VOCABULARY, not_asked_is_unknown=self.not_asked_is_unknown),
            possibly(self.condition, VOCABULARY, not_asked_is_unknown=self.not_asked_is_unknown),
        )


class Generator:
    """Everything random in one ruleset and its cases; `local` facts are read by its rules alone."""

    def __init__(self, seed: int, local: Iterable[FactEntry] = ()) -> None:
        self._random = random.Random(seed)
        self._local = [*local]
        self._facts = [*self._random.sample(CASE_FACTS, FEW_FACTS), *self._local]

    def rules(self, count: int) -> list[RandomRule]:
        return [self._rule(f"R-{number:03}") for number in range(count)]

    def _rule(self, name: str) -> RandomRule:
        about = self._random.choice(["case", "case", "operation", *LIST_SECTIONS])
        at_hand = (about,) if about in LIST_SECTIONS else ()
        condition = self.condition(self._random.randint(1, 4), at_hand)
        return RandomRule(name, about, condition, self._random.random() < 0.5)

    def condition(self, depth: int, at_hand: tuple[str, ...] = ()) -> Condition:
        choose = self._random
        if depth == 0 or choose.random() < 0.2:
            return self.comparison(at_hand)

        def inner() -> Condition:
            return self.condition(depth - 1, at_hand)

        def several() -> tuple[Condition, ...]:
            return tuple(inner() for _ in range(choose.randint(1, 4)))

        match choose.randrange(11):
            case 0 | 1:
                return All(several())
            case 2 | 3:
                return AnyOf(several())
            case 4:
                return Not(inner())
            case 5:
                return Surely(inner())
            case 6:
                return Possibly(inner())
            case 7:
                parts = several()
                return AtLeast(choose.randint(1, len(parts)), parts)
            case 8:
                return Term("a_term", Text("a term", "مصطلح"), inner())
            case 9 if choose.random() < 0.1:
                return Always()
            case _:
                section = choose.choice(LIST_SECTIONS)
                part = self.condition(depth - 1, (*at_hand, section))
                return choose.choice([Some, Every, None_])(section, part)

    def comparison(self, at_hand: tuple[str, ...]) -> Condition:
        fact = self._fact(at_hand)
        choose = self._random
        if fact.kind != "recorded" and choose.random() < 0.12:
            return IsUnknown(fact.path)
        match fact.kind:
            case "number":
                bounds = fact.attributes
                bound = choose.choice([bounds.minimum, bounds.maximum, choose.randint(0, 200)])
                bound = min(max(bound, bounds.minimum), bounds.maximum)
                return Compare(fact.path, choose.choice(COMPARISONS), bound)  # type: ignore[arg-type]
            case "choices":
                if choose.random() < 0.25:
                    return Is(fact.path, self._some(fact.markers))
                return Includes(fact.path, self._some(fact.codes))
            case _:
                member = self._member(fact, at_hand)
                if member is not None and choose.random() < 0.5:
                    return member
                compared = Is(fact.path, self._some((*fact.codes, *fact.markers)))
                return Not(Surely(compared)) if choose.random() < 0.25 else compared

    def _member(self, fact: FactEntry, at_hand: tuple[str, ...]) -> MemberOf | None:
        sets = [
            other.path
            for other in (*VOCABULARY.values(), *self._local)
            if other.kind == "choices"
            and set(other.codes) & set(fact.codes)
            and (other.section not in LIST_SECTIONS or other.section in at_hand)
        ]
        return MemberOf(fact.path, self._random.choice(sets)) if sets and fact.kind == "choice" else None

    def _fact(self, at_hand: tuple[str, ...]) -> FactEntry:
        if at_hand and self._random.random() < 0.6:
            return self._random.choice(list(SECTIONS[self._random.choice(at_hand)].facts.values()))
        return self._random.choice(self._facts)

    def _some(self, values: tuple[str, ...]) -> frozenset[str]:
        return frozenset(self._random.sample(values, self._random.randint(1, min(3, len(values)))))

    # cases

    def case(self) -> Case:
        choose = self._random
        items: dict[str, tuple[Item, ...] | None] = {}
        for name in LIST_SECTIONS:
            facts = SECTIONS[name].facts.values()
            count = choose.randint(0, 6)
            listed = tuple(
                Item(f"{name[0]}{number}", {fact.path: self.value(fact) for fact in facts})
                for number in range(count)
            )
            items[name] = None if choose.random() < 0.15 else listed
        return Case({fact.path: self.value(fact) for fact in CASE_FACTS}, items, choose.random() < 0.6)

    def value(self, fact: FactEntry) -> Value:
        choose = self._random
        if fact.kind != "recorded" and choose.random() < 0.4:
            return frozenset({UNKNOWN}) if fact.kind == "choices" else UNKNOWN
        if fact.kind == "number":
            bounds = fact.attributes
            return choose.choice(
                [bounds.minimum, bounds.maximum, choose.randint(0, min(200, bounds.maximum))]
            )
        if fact.kind == "choices":
            if choose.random() < 0.3:
                return choose.choice([frozenset(), frozenset({NOT_ASKED} & {*fact.markers})])
            return self._some(fact.codes)
        return choose.choice(fact.codes)


def reference(rules: list[RandomRule], case: Case) -> frozenset[Match]:
    """What the reference evaluation finds."""
    found = set()
    for rule in rules:
        if rule.about == "operation" and not case.has_operation:
            continue
        whole = Reading(case, {}, rule.not_asked_is_unknown)
        readings = (
            [
                (f"{rule.about}:{item.id}", whole.about(rule.about, item))
                for item in case.items[rule.about] or ()
            ]
            if rule.about in LIST_SECTIONS
            else [(rule.about, whole)]
        )
        for subject, reading in readings:
            truth = evaluate(rule.condition, reading)
            if truth is not Truth.FALSE:
                found.add(Match(rule.id, subject, truth is Truth.TRUE))
    return frozenset(found)
