"""What the pages are made of, and who names whom in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from docs.living.scenarios import Counts, Feature, Scenario, counts

from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.model import Rule, RuleBook, Ruleset

RULE_ID: Final = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A scenario and the page it stands on."""

    topic: str
    scenario: Scenario


@dataclass(frozen=True)
class Material:
    """A rule book, its scenarios with their results, and when these were run (in UTC)."""

    book: RuleBook
    guidance_title: Text
    guidance_date: str
    features: tuple[Feature, ...]
    run: datetime

    @cached_property
    def rulesets(self) -> Mapping[str, Ruleset]:
        """The rulesets by id."""
        return {ruleset.id: ruleset for ruleset in self.book.rulesets}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.book.rules}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The rulesets, then features that belong to none."""
        return tuple(dict.fromkeys([*self.rulesets, *(feature.topic for feature in self.features)]))

    def feature(self, topic: str, language: Language) -> Feature | None:
        """The feature of a topic, if it has one in this language."""
        wanted = (topic, language)
        return next((each for each in self.features if (each.topic, each.language) == wanted), None)

    def scenarios(self, topic: str, language: Language) -> tuple[Scenario, ...]:
        """The scenarios of a topic."""
        feature = self.feature(topic, language)
        return feature.scenarios if feature is not None else ()

    def counts(self, language: Language) -> Counts:
        """All scenarios of a language by their result."""
        return counts(place.scenario for place in self.places(language))

    def places(self, language: Language) -> list[Place]:
        """All scenarios of a language."""
        return [
            Place(topic, scenario) for topic in self.topics for scenario in self.scenarios(topic, language)
        ]

    def main_rule(self, place: Place) -> str | None:
        """The rule under which a scenario stands: the first it names of those on its page."""
        named = self._named(place.scenario)
        return next((rule for rule in named if self.rules[rule].ruleset == place.topic), None)

    def naming(self, rule: str, language: Language) -> list[Place]:
        """The scenarios that name a rule."""
        return [place for place in self.places(language) if rule in self._named(place.scenario)]

    def _named(self, scenario: Scenario) -> list[str]:
        found = [name for step in scenario.steps for name in RULE_ID.findall(step.text)]
        return [name for name in dict.fromkeys(found) if name in self.rules]
