"""What the scenarios of a folder say about rules and options, read from their Then steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, assert_never

from protection_rules.advice.model import Standing
from protection_rules.advice.options import OPTION_SECTIONS
from protection_rules.advice.phrases import phrase
from protection_rules.analysis.scene import Scene
from protection_rules.analysis.steps import (
    RULE,
    Advised,
    Asked,
    Binding,
    Conflicting,
    GivingWay,
    NotApplying,
    NotAsked,
    Stands,
    Then,
    Undecided,
    asks_for_advice,
    read_given,
    read_then,
    speaks_of_standing,
)
from protection_rules.documents import Span
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE

Outcome = Literal[
    "applies",
    "precaution",
    "verify",
    "undecided",
    "does_not_apply",
    "set_aside",
    "prevails",
    "conflict",
]


class ScenarioError(ProtectionRulesError):
    """Scenarios cannot be read; `faults` says where and why, one line each in either language."""

    def __init__(self, faults: Iterable[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.report("en"))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Text, ...]]]:
        return type(self), (self.faults,)

    def report(self, language: Language) -> str:
        """All faults, a line each."""
        return "\n".join(fault.in_language(language) for fault in self.faults)


@dataclass(frozen=True, slots=True, order=True)
class Scenario:
    """A scenario by its place and its name."""

    file: str
    line: int
    language: Language
    name: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    """What a step says that one rule comes to."""

    rule: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class StandingShown:
    """Where a step says that an option of a section stands."""

    section: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Step:
    """A Then step that speaks of rules or options; it shows nothing if it has no form that is read."""

    scenario: Scenario
    span: Span
    text: str
    shows: tuple[RuleShown | StandingShown, ...]


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it is written, without its keyword; `kind` is Context, Action, Outcome or Unknown."""

    kind: str
    text: str


@dataclass(frozen=True, repr=False)
class PlayedScenario:
    """A scenario with the profile that it gives and what it says must come of it."""

    scenario: Scenario
    scene: Scene
    thens: tuple[Then, ...]

    def __repr__(self) -> str:
        return f"<PlayedScenario: {self.scenario.file}:{self.scenario.line}>"

    @cached_property
    def content(self) -> str:
        """What it gives and says, whatever the language and the names of items."""
        names = {item: f"#{number}" for number, item in enumerate(self.scene.subjects)}
        profile = {
            section: [{**each, "id": names[each["id"]]} for each in facts]
            if isinstance(facts, list)
            else facts
            for section, facts in self.scene.profile.items()
        }
        said = [_with_names(then, names) for then in self.thens]
        return repr((json.dumps(profile, sort_keys=True), said))


def _with_names(then: Then, names: Mapping[str, str]) -> Then:
    """The step with the item that it speaks of called otherwise."""
    if isinstance(then, Conflicting | NotAsked) or then.item is None:
        return then
    return replace(then, item=names[then.item])


def read_scenarios(folder: Path, vocabulary: Vocabulary) -> tuple[tuple[Scenario, ...], tuple[Step, ...]]:
    """The scenarios of every feature file under a folder, and their steps about rules and options.

    Facts go by their labels in the vocabulary of the rule book that the scenarios are of.
    Features in a language other than the library's are left out. Raises ScenarioError without the
    Gherkin parser, for a folder without feature files, and with every fault of the files.
    """
    faults: list[Text] = []
    scenarios: list[Scenario] = []
    steps: list[Step] = []
    for path, text in _texts(folder, faults):
        for scenario, pickle, places in _file(text, str(path), faults):
            scenarios.append(scenario)
            steps += _steps(pickle, scenario, places, vocabulary)
    if faults:
        raise ScenarioError(faults)
    return tuple(scenarios), tuple(steps)


def read_played(folder: Path, vocabulary: Vocabulary) -> tuple[PlayedScenario, ...]:
    """The scenarios of a folder as they are played, those that say the same in two languages once.

    Raises ScenarioError as `read_scenarios` does, and for steps in no form that is read.
    """
    faults: list[Text] = []
    every = [
        _played(scenario, pickle, places, vocabulary, faults)
        for path, text in _texts(folder, faults)
        for scenario, pickle, places in _file(text, str(path), faults)
    ]
    if faults:
        raise ScenarioError(faults)
    found: dict[str, PlayedScenario] = {}
    for played in sorted(every, key=lambda each: LANGUAGES.index(each.scenario.language)):
        found.setdefault(played.content, played)
    return tuple(found.values())


def read_steps(folder: Path) -> dict[Scenario, tuple[WrittenStep, ...]]:
    """Every scenario of a folder with its steps as they are written, in a form that is read or not.

    Raises ScenarioError as `read_scenarios` does.
    """
    faults: list[Text] = []
    found = {
        scenario: tuple(WrittenStep(step["type"], step["text"]) for step in pickle["steps"])
        for path, text in _texts(folder, faults)
        for scenario, pickle, _ in _file(text, str(path), faults)
    }
    if faults:
        raise ScenarioError(faults)
    return found


def _played(
    scenario: Scenario, pickle: Any, places: dict[str, Span], vocabulary: Vocabulary, faults: list[Text]
) -> PlayedScenario:
    scene = Scene(vocabulary)
    thens: list[Then] = []
    for step in pickle["steps"]:
        text: str = step["text"]
        sound = False
        match step["type"]:
            case "Context":
                given = read_given(text, scenario.language, vocabulary)
                sound = given is not None and scene.take(given)
            case "Action":
                sound = asks_for_advice(text, scenario.language)
            case _:
                then = read_then(text, scenario.language, vocabulary)
                if then is not None and scene.names(then):
                    sound = True
                    thens.append(then)
        if not sound:
            faults.append(phrase("scenarios.no_step", place=str(places[step["astNodeIds"][0]])))
    return PlayedScenario(scenario, scene, tuple(thens))


def _texts(folder: Path, faults: list[Text]) -> Iterator[tuple[Path, str]]:
    """Every feature file under a folder with its text."""
    paths = sorted(folder.rglob("*.feature"))
    if not paths:
        faults.append(phrase("scenarios.no_files", place=str(folder)))
    for path in paths:
        try:
            yield path, read_bounded(path, LARGEST_FILE).decode()
        except (OSError, ValueError):
            faults.append(phrase("scenarios.no_text", place=str(Span(str(path), 1, 1))))


def _file(text: str, shown: str, faults: list[Text]) -> Iterator[tuple[Scenario, Any, dict[str, Span]]]:
    """Each scenario of a file, as the parser has it and with its places; outlines are written out."""
    try:
        # the parser comes with the extra for tests; nothing else of the library needs it
        from gherkin.errors import ParserError  # noqa: PLC0415
        from gherkin.parser import Parser  # noqa: PLC0415
        from gherkin.pickles.compiler import Compiler  # noqa: PLC0415
    except ImportError:
        raise ScenarioError([phrase("scenarios.no_parser")]) from None
    try:
        document: Any = Parser().parse(text)
    except ParserError as error:
        for each in getattr(error, "errors", [error]):
            line, column = each.location["line"], each.location.get("column", 1)
            faults.append(phrase("scenarios.no_gherkin", place=str(Span(shown, line, column))))
        return
    places = dict(_places(document, shown))
    document["uri"] = shown
    for pickle in Compiler().compile(document):
        language = next((each for each in LANGUAGES if each == pickle["language"]), None)
        if language is not None:
            # of an outline, the place is the row of the examples
            line = places[pickle["astNodeIds"][-1]].line
            yield Scenario(shown, line, language, pickle["name"]), pickle, places


def _places(node: Any, shown: str) -> Iterator[tuple[str, Span]]:
    """The place of everything in a parsed file that has an id."""
    if isinstance(node, list):
        for each in node:
            yield from _places(each, shown)
    elif isinstance(node, dict):
        if "id" in node:
            yield node["id"], Span(shown, node["location"]["line"], node["location"]["column"])
        for each in node.values():
            yield from _places(each, shown)


def _steps(
    pickle: Any, scenario: Scenario, places: dict[str, Span], vocabulary: Vocabulary
) -> Iterator[Step]:
    language = scenario.language
    scene = Scene(vocabulary)
    for step in pickle["steps"]:
        text: str = step["text"]
        if step["type"] == "Context":
            given = read_given(text, language, vocabulary)
            if given is not None:
                scene.take(given)
        if step["type"] != "Outcome":
            continue
        then = read_then(text, language, vocabulary)
        shows = _shown(then, scene) if then is not None else ()
        speaks = re.search(RULE, text) is not None or speaks_of_standing(text, language)
        if shows or (speaks and not isinstance(then, Binding | Asked | NotAsked)):
            yield Step(scenario, places[step["astNodeIds"][0]], text, shows)


def _shown(then: Then, scene: Scene) -> tuple[RuleShown | StandingShown, ...]:
    """What a step shows of rules and options; nothing for an option that is not listed."""
    match then:
        case Advised(rule=rule, status=status):
            return (RuleShown(rule, status),)
        case NotApplying(rule=rule):
            return (RuleShown(rule, "does_not_apply"),)
        case Undecided(rule=rule):
            return (RuleShown(rule, "undecided"),)
        case GivingWay(rule=rule, winner=winner):
            return RuleShown(rule, "set_aside"), RuleShown(winner, "prevails")
        case Conflicting(rule=rule, other=other):
            return RuleShown(rule, "conflict"), RuleShown(other, "conflict")
        case Stands(item=item, standing=standing):
            section = scene.subjects.get(item, "").partition(":")[0]
            return (StandingShown(section, standing),) if section in OPTION_SECTIONS else ()
        case Binding() | Asked() | NotAsked():
            return ()
        case _:
            assert_never(then)
