"""Mutants as text for a terminal: how many are noticed, and each that is not, with a scenario for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

from protection_rules.advice.layout import WIDTH, wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.mutants.mutants import ACTIONS, TERMS
from protection_rules.analysis.mutants.proposal import proposal
from protection_rules.analysis.mutants.report import Judged, Mutation, Score
from protection_rules.analysis.mutants.words import change_in_words
from protection_rules.facts.text import Language, Text

_MARGIN: Final = "   "
_COLUMNS: Final = ("tried", "killed", "equivalent", "survived", "percent")
_COLUMN: Final = 10
_FIRST: Final = WIDTH - len(_COLUMNS) * _COLUMN
"""Columns of each number in the table, and of what it is about."""


def mutation_page(mutation: Mutation, language: Language = "en") -> list[str]:
    """The lines of the page: the score of each ruleset, then each survivor with a scenario for it."""
    return list(_Writer(mutation, language).lines())


class _Writer:
    def __init__(self, mutation: Mutation, language: Language) -> None:
        self._mutation = mutation
        self._language = language
        self._titles = {each.id: each.title for each in mutation.book.rulesets} | {
            owner: phrase(f"mutate.owner.{owner}") for owner in (TERMS, ACTIONS)
        }

    def lines(self) -> Iterator[str]:
        mutation = self._mutation
        yield Heading(self._say("mutate.title"))
        tried = mutation.together.tried
        rules = len(mutation.book.rules)
        yield from wrapped(self._say("mutate.read", mutants=tried, rules=rules, scenarios=mutation.scenarios))
        yield from wrapped(self._say("mutate.explained"))
        yield ""
        yield from self._table()
        yield ""
        if not mutation.survivors:
            yield from wrapped(self._say("mutate.nothing_survived"))
            return
        yield Heading(self._say("mutate.heading.survived"))
        for judged in mutation.survivors:
            yield ""
            yield from self._survivor(judged)

    def _table(self) -> Iterator[str]:
        yield self._row(self._say("mutate.column.what"), [self._say(f"mutate.column.{c}") for c in _COLUMNS])
        for score in self._mutation.scores:
            yield self._row(self._titles[score.owner].in_language(self._language), _numbers(score))
        if len(self._mutation.scores) > 1:
            yield self._row(self._say("mutate.together"), _numbers(self._mutation.together))

    def _row(self, first: str, numbers: list[str]) -> str:
        *above, last = wrapped(first, width=_FIRST - 1)
        cells = [last + " " * (_FIRST - cell_len(last))]
        cells += [" " * (_COLUMN - cell_len(number)) + number for number in numbers]
        return "\n".join([*above, "".join(cells)])

    def _survivor(self, judged: Judged) -> Iterator[str]:
        mutant, difference = judged.mutant, judged.difference
        yield str(mutant.place)
        change = change_in_words(mutant, self._mutation.book)
        yield from wrapped(self._say("mutate.survivor", about=mutant.about, change=change), _MARGIN)
        lines = proposal(mutant, difference, self._mutation.book, self._language) if difference else []
        if not lines:
            yield from wrapped(self._say("mutate.not_decided"), _MARGIN)
            return
        yield from wrapped(self._say("mutate.scenario"), _MARGIN)
        yield ""
        yield from (f"{_MARGIN}{line}" if line else "" for line in lines)

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self._language)


def _numbers(score: Score) -> list[str]:
    counts = (score.tried, score.killed, score.equivalent, score.survived)
    return [*map(str, counts), f"{score.percent:.1f}"]
