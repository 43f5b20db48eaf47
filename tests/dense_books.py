"""Random rule books in which rules meet: few actions, few facts, short conditions."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.logic.nodes import Always, Condition, Every, Includes, Is, None_, Not, Some, Surely
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES, Action, Bar, Rule, RuleBook
from tests.invariant_breaks import plain_rule, with_rules

BOOK: Final = load_rules()


class Dense:
    """A random rule book with exceptions that may go in circles, and advice that bars actions for items.

    `facts` and `actions` are those it is made of.
    """

    def __init__(self, seed: int) -> None:
        self._random = random = Random(seed)
        own = [
            fact
            for fact in VOCABULARY.values()
            if fact.section not in LIST_SECTIONS and fact.kind != "number"
        ]
        self.facts = {
            about: random.sample(
                [fact for fact in VOCABULARY.values() if fact.section == about and fact.kind != "number"], 3
            )
            for about in ("accommodation", "service")
        } | {"case": random.sample(own, 4)}
        self.actions = [f"act_{number}" for number in range(3)]

    def book(self) -> RuleBook:
        actions = {name: self._action(name) for name in self.actions}
        rules = [self._rule(f"X-TEST-{number:02}") for number in range(16)]
        return replace(with_rules(BOOK, rules), actions=actions)

    def _action(self, name: str) -> Action:
        choose = self._random
        bars = [
            Bar(
                advised=choose.choice(["to_do", "not_to_do"]),
                action=choose.choice(self.actions),
                about=about,
                when=choose.choice([Always(), self.condition(about)]),
                standing=choose.choice(["rules_out", "holds_back"]),
            )
            for about in choose.sample(["accommodation", "service"], choose.choice([0, 1, 2]))
        ]
        return replace(
            next(iter(BOOK.actions.values())),
            id=name,
            polarity=choose.choice(["protective", "protective", "disclosing", "neutral"]),
            standing=choose.choice(["for", "for", "against", "rules_out", "none"]),
            shown_last=choose.random() < 0.3,
            bars=tuple(bars),
        )

    def condition(self, about: str) -> Condition:
        choose = self._random
        if choose.random() < 0.25:
            return Always()
        if about != "accommodation" and choose.random() < 0.15:
            quantifier = choose.choice([Some, Every, None_])
            return quantifier("accommodation", self.condition("accommodation"))
        fact = choose.choice(self.facts.get(about, []) + self.facts["case"])
        compared: Condition
        if fact.kind == "choices":
            compared = Includes(fact.path, frozenset(choose.sample(fact.codes, (len(fact.codes) + 1) // 2)))
        else:
            compared = Is(fact.path, frozenset(choose.sample(fact.codes, (len(fact.codes) + 1) // 2)))
        return choose.choice([compared, compared, Not(compared), Not(Surely(compared))])

    def _rule(self, name: str) -> Rule:
        choose = self._random
        about = choose.choice(["case", "case", "accommodation", "accommodation", "service", "operation"])
        return plain_rule(
            BOOK,
            self.condition(about),
            id=name,
            about=about,
            if_unknown=choose.choice(["precaution", "precaution", "verify", "silent"]),
            modality=choose.choice(MODALITIES),
            tier=choose.choice(TIERS[:2]),
            urgency=choose.choice(URGENCIES),
            action=choose.choice(self.actions),
            overrides=tuple(
                each
                for number in range(16)
                if (each := f"X-TEST-{number:02}") != name and choose.random() < 0.15
            ),
        )
