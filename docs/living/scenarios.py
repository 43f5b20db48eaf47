"""The scenarios of features/, each with its last result."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from protection_rules.facts.text import LANGUAGES, Language

Result = Literal["passed", "failed", "not_run"]
Results: TypeAlias = Mapping[tuple[str, str, tuple[str, ...]], tuple[Result, ...]]
"""The result of each step, by feature file, name of the scenario and its steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; after a step that failed, the others were not run."""

    keyword: str
    text: str
    result: Result


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. `number` counts the scenarios of its feature from 1."""

    number: int
    name: str
    steps: tuple[Step, ...]

    @property
    def result(self) -> Result:
        """Passed only if every step was run and passed."""
        results = {step.result for step in self.steps}
        if "failed" in results:
            return "failed"
        return "passed" if results == {"passed"} else "not_run"


@dataclass(frozen=True, slots=True)
class Feature:
    """The scenarios of one file in one language; `topic` is the file's name without its ending."""

    topic: str
    language: Language
    title: str
    description: str
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many scenarios passed, failed and were not run."""

    passed: int
    failed: int
    not_run: int

    @property
    def total(self) -> int:
        """All scenarios."""
        return self.passed + self.failed + self.not_run


def counts(scenarios: Iterable[Scenario]) -> Counts:
    """The scenarios counted by their result."""
    results = [scenario.result for scenario in scenarios]
    return Counts(results.count("passed"), results.count("failed"), results.count("not_run"))


def read_results(path: Path) -> Results:
    """The results of a run, from the file that `pytest --cucumberjson` writes."""
    results: dict[tuple[str, str, tuple[str, ...]], tuple[Result, ...]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8")):
        for scenario in feature["elements"]:
            steps = scenario["steps"]
            key = (feature["uri"], scenario["name"], tuple(step["name"] for step in steps))
            found = tuple(_step_results(step["result"]["status"] for step in steps))
            if key not in results or "failed" in found:
                results[key] = found
    return results


def _step_results(statuses: Iterable[str]) -> Iterator[Result]:
    stopped = False
    for status in statuses:
        if stopped or status not in ("passed", "failed"):
            stopped = True
            yield "not_run"
        else:
            stopped = status == "failed"
            yield "failed" if stopped else "passed"


def read_features(folder: Path, results: Results) -> tuple[Feature, ...]:
    """Every feature of every language.

    A scenario counts as run only if there is a result of exactly its steps: where a step has no
    definition, pytest-bdd reports the steps before it, all passed.
    """
    return tuple(
        _feature(path, language, results)
        for language in LANGUAGES
        for path in sorted((folder / language).glob("*.feature"))
    )


def _feature(path: Path, language: Language, results: Results) -> Feature:
    document = Parser().parse(path.read_text(encoding="utf-8"))
    uri = f"{language}/{path.name}"
    # compiling writes out outlines and backgrounds, and leaves the keywords behind
    keywords = dict(_keywords(document))
    compiled = Compiler().compile({**document, "uri": uri})
    return Feature(
        topic=path.stem,
        language=language,
        title=document["feature"]["name"],
        description=document["feature"]["description"],
        scenarios=tuple(
            _scenario(number, each, uri, keywords, results) for number, each in enumerate(compiled, 1)
        ),
    )


def _scenario(
    number: int, compiled: Mapping[str, Any], uri: str, keywords: Mapping[str, str], results: Results
) -> Scenario:
    for step in compiled["steps"]:
        if "argument" in step:
            raise ValueError(f"{uri}: {step['text']}: tables and doc strings of steps are not shown yet")
    texts = tuple(step["text"] for step in compiled["steps"])
    not_run: Result = "not_run"
    found = results.get((uri, compiled["name"], texts), (not_run,) * len(texts))
    return Scenario(
        number,
        compiled["name"],
        tuple(
            Step(keywords[step["astNodeIds"][0]], text, result)
            for step, text, result in zip(compiled["steps"], texts, found, strict=True)
        ),
    )


def _keywords(node: object) -> Iterator[tuple[str, str]]:
    """The keyword of each step of a parsed feature, by the step's id."""
    if isinstance(node, dict):
        if "keyword" in node and "text" in node:
            yield node["id"], node["keyword"].strip()
        for value in node.values():
            yield from _keywords(value)
    elif isinstance(node, list):
        for value in node:
            yield from _keywords(value)
