"""What becomes of the mutants of a rule book: noticed by a scenario, without effect, or unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from protection_rules.advice.phrases import phrase
from protection_rules.analysis.mutants.equivalence import Comparison, Difference
from protection_rules.analysis.mutants.mutants import Mutant
from protection_rules.analysis.mutants.proposal import proposal
from protection_rules.analysis.mutants.trials import Trials
from protection_rules.analysis.mutants.words import change_in_words
from protection_rules.analysis.scenarios import PlayedScenario, Scenario, ScenarioError, read_played
from protection_rules.facts.text import LANGUAGES
from protection_rules.rulesets.model import RuleBook

Fate = Literal["killed", "equivalent", "survived"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant with what becomes of it.

    `killer` is the scenario that fails on it; `difference`, for one that survives, a profile in which
    it gives other advice.
    """

    mutant: Mutant
    fate: Fate
    killer: Scenario | None = None
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of one ruleset, or of what rulesets share, were noticed."""

    owner: str
    killed: int
    equivalent: int
    survived: int

    @property
    def tried(self) -> int:
        """How many there are."""
        return self.killed + self.equivalent + self.survived

    @property
    def share(self) -> Fraction:
        """The exact share that is noticed of those that alter advice; 1 where none does."""
        of = self.killed + self.survived
        return Fraction(self.killed, of) if of else Fraction(1)

    @property
    def percent(self) -> float:
        """The share as per cent, rounded down to one decimal: 100 only where nothing survives."""
        return int(self.share * 1000) / 10


@dataclass(frozen=True, slots=True)
class Mutation:
    """The mutants that were tried on the scenarios, in the order of the files."""

    book: RuleBook
    scenarios: int
    judged: tuple[Judged, ...]

    @property
    def survivors(self) -> tuple[Judged, ...]:
        """Those that no scenario notices, though they alter advice or may."""
        return tuple(each for each in self.judged if each.fate == "survived")

    @property
    def scores(self) -> tuple[Score, ...]:
        """The score of each ruleset, then of what they share."""
        owners = dict.fromkeys(each.mutant.owner for each in self.judged)
        return tuple(
            _score(owner, [each for each in self.judged if each.mutant.owner == owner]) for owner in owners
        )

    @property
    def together(self) -> Score:
        """The score of all."""
        return _score("", self.judged)

    def meets(self, fail_under: float) -> bool:
        """Whether so many per cent were noticed, by the exact share.

        Raises ValueError for less than 0 and more than 100.
        """
        if not 0 <= fail_under <= 100:  # noqa: PLR2004  # per cent
            raise ValueError("fail_under takes 0 to 100")
        # by its decimals as written: 99.9 means 999 of 1000, not the nearest binary fraction
        return self.together.share >= Fraction(str(fail_under)) / 100

    def to_mapping(self) -> dict[str, Any]:
        """The whole as plain data."""
        return {
            "mutate": 1,
            "complete": not self.survivors,
            "rules": len(self.book.rules),
            "scenarios": self.scenarios,
            "score": {"together": _score_data(self.together)}
            | {score.owner: _score_data(score) for score in self.scores},
            "survivors": [_survivor(each, self.book) for each in self.survivors],
        }


def mutate(book: RuleBook, features: Path, tried: Iterable[Mutant]) -> Mutation:
    """What becomes of these mutants of a rule book on the scenarios of a folder.

    Raises ScenarioError where scenarios cannot be read or fail as the rules are, and SolverDisagreement
    if what the solver finds is not what the evaluation says of it.
    """
    played = read_played(features, book.vocabulary)
    trials = Trials(book, played)
    failing = [
        phrase("mutate.failing", place=f"{each.scenario.file}:{each.scenario.line}")
        for each in trials.failing()
    ]
    if failing:
        raise ScenarioError(failing)
    listed = tuple(tried)
    killers = {mutant.id: trials.killer(mutant) for mutant in listed}
    unnoticed = [mutant for mutant in listed if killers[mutant.id] is None]
    comparison = Comparison(book, unnoticed) if unnoticed else None
    return Mutation(book, len(played), tuple(_judged(each, killers[each.id], comparison) for each in listed))


def _judged(mutant: Mutant, killer: PlayedScenario | None, comparison: Comparison | None) -> Judged:
    if killer is not None or comparison is None:
        return Judged(mutant, "killed", None if killer is None else killer.scenario)
    difference = comparison.difference(mutant)
    if difference is None:
        return Judged(mutant, "equivalent")
    return Judged(mutant, "survived", difference=difference)


def _score(owner: str, judged: Iterable[Judged]) -> Score:
    fates = [each.fate for each in judged]
    return Score(owner, fates.count("killed"), fates.count("equivalent"), fates.count("survived"))


def _score_data(score: Score) -> dict[str, Any]:
    return {
        "tried": score.tried,
        "killed": score.killed,
        "equivalent": score.equivalent,
        "survived": score.survived,
        "percent": score.percent,
    }


def _survivor(judged: Judged, book: RuleBook) -> dict[str, Any]:
    mutant, difference = judged.mutant, judged.difference
    change = change_in_words(mutant, book)
    found: dict[str, Any] = {
        "mutant": mutant.id,
        "ruleset": mutant.owner,
        "about": mutant.about,
        "operator": mutant.operator,
        "place": str(mutant.place),
        "change": {"en": change.en, "ar": change.ar},
        "decided": difference is not None and difference.witness is not None,
    }
    if difference is not None and difference.witness is not None:
        found["profile"] = difference.witness.profile
        found["scenario"] = {
            language: "\n".join(proposal(mutant, difference, book, language)) for language in LANGUAGES
        }
    return found


def owned(mutants: Iterable[Mutant], ruleset: str | None, rule: str | None) -> Iterator[Mutant]:
    """Those of one ruleset, or of what rulesets share, and of one rule, where these are named."""
    for mutant in mutants:
        if ruleset in (None, mutant.owner) and rule in (None, mutant.about):
            yield mutant
