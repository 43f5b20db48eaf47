"""What rules cover of the guidance, and what scenarios cover of the rules.

A statement of the guidance is covered where rules rest on it, or where it says why none does. A
rule is covered where scenarios show it applying, not applying, and what becomes of it while facts
are not known; a kind of option where they show each standing that rules can give it. Both languages
count for themselves. Nothing is rounded up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

from protection_rules.analysis.branches import BRANCHES, Branch, branches, standings
from protection_rules.analysis.scenarios import (
    Outcome,
    RuleShown,
    Scenario,
    StandingShown,
    Step,
    read_scenarios,
)
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.model import GuidanceEntry, IfUnknown, Rule, RuleBook

MeasureName = Literal["guidance", "decidable", "applies", "does_not_apply", "unknown", "standing"]

FURTHER: Final[tuple[Outcome, ...]] = ("set_aside", "prevails", "conflict")
"""What scenarios may also show of a rule; most rules never come to it."""

_WHILE_UNKNOWN: Final[dict[IfUnknown, Outcome]] = {
    "precaution": "precaution",
    "verify": "verify",
    "silent": "undecided",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that scenarios can show, and those that show it."""

    name: str
    scenarios: tuple[Scenario, ...]

    def in_language(self, language: Language) -> tuple[Scenario, ...]:
        """The scenarios of one language."""
        return tuple(scenario for scenario in self.scenarios if scenario.language == language)


@dataclass(frozen=True, slots=True)
class EntryCoverage:
    """A statement of the guidance and the rules that rest on it."""

    entry: GuidanceEntry
    rules: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Whether there is either a rule or a reason; a reason beside a rule is wrong."""
        return bool(self.rules) != (self.entry.no_rule is not None)


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule with its branches, those left out that it cannot come to, and what else is shown of it."""

    rule: str
    branches: tuple[Shown, ...]
    further: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class OptionCoverage:
    """A section of options with the standings that the rules can give to its items."""

    section: str
    standings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much there is to cover, and what of it is missing, by name. There is always something."""

    name: MeasureName
    language: Language | None
    of: int
    missing: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many are covered."""
        return self.of - len(self.missing)

    @property
    def share(self) -> Fraction:
        """The exact share that is covered, 0 to 1."""
        return Fraction(self.covered, self.of)

    @property
    def percent(self) -> float:
        """The share as per cent, rounded down to one decimal: 100 only where nothing is missing."""
        return self.covered * 1000 // self.of / 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is covered, what is missing, and by what.

    `scenarios` is None, and `rules` and `options` are empty, where no folder of scenarios was given.
    `strays` are the steps about rules and options that count for nothing: they have no form that is
    read, or name a rule, branch or option that is not there.
    """

    guidance: tuple[EntryCoverage, ...]
    scenarios: tuple[Scenario, ...] | None
    rules: tuple[RuleCoverage, ...]
    options: tuple[OptionCoverage, ...]
    strays: tuple[Step, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that has something to cover, in a fixed order."""
        return tuple(measure for measure in self._measures() if measure.of)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing of what was measured."""
        return not any(measure.missing for measure in self.measures)

    def meets(self, fail_under: float) -> bool:
        """Whether every measure reaches so many per cent, by its exact share.

        Raises ValueError for less than 0 and more than 100.
        """
        if not 0 <= fail_under <= 100:  # noqa: PLR2004  # per cent
            raise ValueError("fail_under takes 0 to 100")
        # by its decimals as written: 99.9 means 999 of 1000, not the nearest binary fraction
        least = Fraction(str(fail_under)) / 100
        return all(measure.share >= least for measure in self.measures)

    def _measures(self) -> Iterator[Measure]:
        decidable = [each for each in self.guidance if each.entry.decidable != "no"]
        yield _guidance_measure("guidance", self.guidance)
        yield _guidance_measure("decidable", decidable)
        for branch in BRANCHES:
            shown = {rule.rule: each for rule in self.rules for each in rule.branches if each.name == branch}
            for language in LANGUAGES:
                yield _measure(branch, language, shown)
        shown = {
            f"{option.section}.{standing.name}": standing
            for option in self.options
            for standing in option.standings
        }
        for language in LANGUAGES:
            yield _measure("standing", language, shown)

    def to_mapping(self) -> dict[str, Any]:
        """The coverage as plain data."""
        data: dict[str, Any] = {
            "coverage": 1,
            "complete": self.complete,
            "measures": [_measure_data(measure) for measure in self.measures],
            "guidance": [_entry_data(each) for each in self.guidance],
        }
        if self.scenarios is not None:
            data["scenarios"] = len(self.scenarios)
            data["rules"] = [
                {
                    "rule": each.rule,
                    "branches": _shown_data(each.branches),
                    "further": _shown_data(each.further),
                }
                for each in self.rules
            ]
            data["options"] = [
                {"section": each.section, "standings": _shown_data(each.standings)} for each in self.options
            ]
            data["strays"] = [{"place": str(step.span), "step": step.text} for step in self.strays]
        return data


def coverage(book: RuleBook, features: Path | None = None) -> Coverage:
    """The coverage of a rule book, by the scenarios of a folder if one is given.

    Raises ScenarioError for a folder whose scenarios cannot be read.
    """
    cited: dict[str, list[str]] = {}
    for rule in book.rules:
        for entry in dict.fromkeys(rule.grounds.guidance):
            cited.setdefault(entry, []).append(rule.id)
    guidance = tuple(EntryCoverage(entry, tuple(cited.get(entry.id, ()))) for entry in book.guidance.values())
    if features is None:
        return Coverage(guidance, None, (), (), ())
    scenarios, steps = read_scenarios(features, book.vocabulary)
    asked = {rule.id: _asked(rule, book.vocabulary) for rule in book.rules}
    reached = [StandingShown(section, standing) for section, standing in standings(book)]
    can_show: set[RuleShown | StandingShown] = {*reached}
    for name, branches_shown in asked.items():
        can_show |= {*branches_shown.values(), *(RuleShown(name, outcome) for outcome in FURTHER)}
    # a step counts whole or not at all
    counting = [step for step in steps if step.shows and can_show.issuperset(step.shows)]
    found = _found(counting)
    return Coverage(
        guidance=guidance,
        scenarios=scenarios,
        rules=tuple(_rule_coverage(name, shown, found) for name, shown in asked.items()),
        options=tuple(_option_coverage(reached, found)),
        strays=tuple(step for step in steps if step not in counting),
    )


Found = dict[RuleShown | StandingShown, tuple[Scenario, ...]]


def _found(steps: Iterable[Step]) -> Found:
    """The scenarios that show a thing, each once, by place."""
    found: dict[RuleShown | StandingShown, set[Scenario]] = {}
    for step in steps:
        for shown in step.shows:
            found.setdefault(shown, set()).add(step.scenario)
    return {shown: tuple(sorted(scenarios)) for shown, scenarios in found.items()}


def _asked(rule: Rule, vocabulary: Vocabulary) -> dict[Branch, RuleShown]:
    """What shows each branch that a rule can come to."""
    outcomes: dict[Branch, Outcome] = {
        "applies": "applies",
        "does_not_apply": "does_not_apply",
        "unknown": _WHILE_UNKNOWN[rule.if_unknown],
    }
    return {branch: RuleShown(rule.id, outcomes[branch]) for branch in branches(rule, vocabulary)}


def _rule_coverage(rule: str, asked: dict[Branch, RuleShown], found: Found) -> RuleCoverage:
    further = [Shown(outcome, found.get(RuleShown(rule, outcome), ())) for outcome in FURTHER]
    return RuleCoverage(
        rule=rule,
        branches=tuple(Shown(branch, found.get(shown, ())) for branch, shown in asked.items()),
        further=tuple(each for each in further if each.scenarios),
    )


def _option_coverage(reached: Iterable[StandingShown], found: Found) -> Iterator[OptionCoverage]:
    sections: dict[str, list[Shown]] = {}
    for shown in reached:
        sections.setdefault(shown.section, []).append(Shown(shown.standing, found.get(shown, ())))
    for section, listed in sections.items():
        yield OptionCoverage(section, tuple(listed))


# measures and plain data


def _guidance_measure(name: MeasureName, entries: Iterable[EntryCoverage]) -> Measure:
    listed = tuple(entries)
    missing = tuple(each.entry.id for each in listed if not each.covered)
    return Measure(name, None, len(listed), missing)


def _measure(name: MeasureName, language: Language, shown: dict[str, Shown]) -> Measure:
    missing = tuple(key for key, each in shown.items() if not each.in_language(language))
    return Measure(name, language, len(shown), missing)


def _measure_data(measure: Measure) -> dict[str, Any]:
    language = {} if measure.language is None else {"language": measure.language}
    return {
        "measure": measure.name,
        **language,
        "covered": measure.covered,
        "of": measure.of,
        "percent": measure.percent,
        "missing": list(measure.missing),
    }


def _entry_data(each: EntryCoverage) -> dict[str, Any]:
    reason = each.entry.no_rule
    told = {} if reason is None else {"no_rule": {"en": reason.en, "ar": reason.ar}}
    return {"entry": each.entry.id, "decidable": each.entry.decidable, "rules": list(each.rules), **told}


def _shown_data(listed: Iterable[Shown]) -> dict[str, Any]:
    return {
        shown.name: [
            {"place": f"{each.file}:{each.line}", "language": each.language, "scenario": each.name}
            for each in shown.scenarios
        ]
        for shown in listed
    }
