"""Coverage as text for a terminal of 80 columns: how much, what is missing, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.cells import cell_len

from protection_rules.advice.layout import WIDTH, wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.branches import BRANCHES
from protection_rules.analysis.coverage import Coverage, EntryCoverage, Measure, Shown
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import SECTIONS

_COLUMN: Final = 10
_FIRST: Final = WIDTH - 3 * _COLUMN
"""Columns of each number in the table, and of what it is about."""


def coverage_page(coverage: Coverage, language: Language = "en", details: bool = False) -> list[str]:
    """The lines of the page: a table, then what is missing by name, then with `details` the whole.

    The scenarios that are named are those of the page's language; those of both are counted.
    """
    return list(_Writer(coverage, language).lines(details=details))


class _Writer:
    def __init__(self, coverage: Coverage, language: Language) -> None:
        self._coverage = coverage
        self._language = language

    def lines(self, *, details: bool) -> Iterator[str]:
        yield Heading(self._say("coverage.title"))
        yield from self._table()
        yield ""
        yield from self._counts()
        yield ""
        yield from self._missing()
        yield from self._strays()
        if details:
            yield from self._guidance()
            yield from self._rules()
            yield from self._options()

    def _table(self) -> Iterator[str]:
        yield self._row(*(self._say(f"coverage.{name}") for name in ("what", "covered", "of", "percent")))
        for measure in self._coverage.measures:
            covered, of = str(measure.covered), str(measure.of)
            yield self._row(self._named("measure", measure), covered, of, f"{measure.percent:.1f}")

    def _row(self, first: str, *numbers: str) -> str:
        cells = [first + " " * (_FIRST - cell_len(first))]
        cells += [" " * (_COLUMN - cell_len(number)) + number for number in numbers]
        return "".join(cells)

    def _counts(self) -> Iterator[str]:
        entries = self._coverage.guidance
        cited = sum(bool(each.rules) for each in entries)
        explained = sum(each.covered and not each.rules for each in entries)
        yield from wrapped(self._say("coverage.rests", cited=cited, of=len(entries), explained=explained))
        scenarios = self._coverage.scenarios
        if scenarios is None:
            yield from wrapped(self._say("coverage.no_scenarios"))
        else:
            yield self._say("coverage.scenarios", count=len(scenarios))

    # what is missing

    def _missing(self) -> Iterator[str]:
        if self._coverage.complete:
            guidance_alone = self._coverage.scenarios is None
            yield self._say("coverage.complete_guidance" if guidance_alone else "coverage.complete")
            return
        yield Heading(self._say("coverage.missing"))
        faulty = [each for each in self._coverage.guidance if not each.covered]
        without = [each.entry.id for each in faulty if not each.rules]
        yield from self._names(self._say("coverage.lacks.guidance"), without)
        both = [each.entry.id for each in faulty if each.rules]
        yield from self._names(self._say("coverage.lacks.contradicted"), both)
        for measure in self._coverage.measures:
            if measure.language is not None:
                names = [self._name(name) for name in measure.missing]
                yield from self._names(self._named("lacks", measure), names)

    def _names(self, head: str, names: list[str]) -> Iterator[str]:
        if names:
            yield from wrapped(f"{head} ({len(names)}):", "   ")
            yield from wrapped(self._say("value_separator").join(names), "      ")

    def _name(self, name: str) -> str:
        """A rule by its name, a standing by its section and itself."""
        section, _, standing = name.partition(".")
        if not standing:
            return name
        return f"{SECTIONS[section].label.in_language(self._language)}: {self._say(f'standing.{standing}')}"

    def _strays(self) -> Iterator[str]:
        if self._coverage.strays:
            yield ""
            yield Heading(self._say("coverage.strays"))
            yield from wrapped(self._say("coverage.strays_why"), "   ")
        for step in self._coverage.strays:
            yield from wrapped(f"{step.span}: {step.text}", "   - ")

    # the whole

    def _guidance(self) -> Iterator[str]:
        yield from self._heading("guidance")
        for each in self._coverage.guidance:
            yield from wrapped(f"{each.entry.id}: {self._grounds(each)}", "   ", "      ")

    def _grounds(self, each: EntryCoverage) -> str:
        told = [self._say("value_separator").join(each.rules)] if each.rules else []
        if each.entry.no_rule is not None:
            told.append(self._say("coverage.no_rule", reason=each.entry.no_rule))
        return self._say("page.reason_separator").join(told) if told else self._say("coverage.neither")

    def _rules(self) -> Iterator[str]:
        if self._coverage.rules:
            yield from self._heading("rules")
        for each in self._coverage.rules:
            yield f"   {each.rule}"
            possible = {shown.name: shown for shown in each.branches}
            for branch in BRANCHES:
                words = self._say(f"coverage.branch.{branch}")
                if branch in possible:
                    yield from self._shown(words, possible[branch])
                else:
                    yield from wrapped(self._say("coverage.never", branch=words), "      ")
            for shown in each.further:
                yield from self._shown(self._say(f"coverage.branch.{shown.name}"), shown)

    def _options(self) -> Iterator[str]:
        if self._coverage.options:
            yield from self._heading("options")
        for each in self._coverage.options:
            yield f"   {SECTIONS[each.section].label.in_language(self._language)}"
            for shown in each.standings:
                yield from self._shown(self._say(f"standing.{shown.name}"), shown)

    def _shown(self, words: str, shown: Shown) -> Iterator[str]:
        english, arabic = len(shown.in_language("en")), len(shown.in_language("ar"))
        yield from wrapped(self._say("coverage.shown", what=words, english=english, arabic=arabic), "      ")
        for scenario in shown.in_language(self._language):
            yield from wrapped(scenario.name, "         - ")

    def _heading(self, name: str) -> Iterable[str]:
        return ("", Heading(self._say(f"coverage.{name}")))

    def _named(self, form: str, measure: Measure) -> str:
        if measure.language is None:
            return self._say(f"coverage.{form}.{measure.name}")
        language = phrase(f"coverage.language.{measure.language}")
        return self._say(f"coverage.{form}.{measure.name}", language=language)

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self._language)
