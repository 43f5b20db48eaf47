"""What the scenarios of a folder say about rules and options, read from their Then steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from protection_rules.advice.model import Standing
from protection_rules.documents import Span
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import LANGUAGES, Language
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
    """Scenarios cannot be read; `faults` says where and why, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


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


_RULE: Final = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]{2,3}"
_SOON: Final[dict[Language, str]] = {
    "en": r"(?:at once|within 72 hours|as routine)",
    "ar": r"(?:فوراً|خلال 72 ساعة|اعتيادياً)",
}
_ITEM: Final[dict[Language, str]] = {"en": r'(?:,? for "[^"]+")?', "ar": r"(?:،? في شأن «[^»]+»)?"}
_FORMS: Final[dict[Language, dict[Outcome, str]]] = {
    "en": {
        "applies": rf"({_RULE}) applies {_SOON['en']}{_ITEM['en']}",
        "precaution": rf"({_RULE}) applies {_SOON['en']} as a precaution{_ITEM['en']}",
        "verify": rf"({_RULE}) says to find out first, {_SOON['en']}{_ITEM['en']}",
        "undecided": rf"({_RULE}) stays undecided and says nothing{_ITEM['en']}",
        "does_not_apply": rf"({_RULE}) does not apply{_ITEM['en']}",
        "set_aside": rf"({_RULE}) is set aside by ({_RULE}){_ITEM['en']}",
        "conflict": rf"({_RULE}) and ({_RULE}) meet as a conflict",
    },
    "ar": {
        "applies": rf"تنطبق القاعدة ({_RULE}) {_SOON['ar']}{_ITEM['ar']}",
        "precaution": rf"تنطبق القاعدة ({_RULE}) {_SOON['ar']} احتياطاً{_ITEM['ar']}",
        "verify": rf"تطلب القاعدة ({_RULE}) التحقّق أولاً {_SOON['ar']}{_ITEM['ar']}",
        "undecided": rf"تبقى القاعدة ({_RULE}) بلا بتّ ولا تقول شيئاً{_ITEM['ar']}",
        "does_not_apply": rf"لا تنطبق القاعدة ({_RULE}){_ITEM['ar']}",
        "set_aside": rf"تُنحّى القاعدة ({_RULE}) أمام القاعدة ({_RULE}){_ITEM['ar']}",
        "conflict": rf"تتعارض القاعدتان ({_RULE}) و({_RULE})",
    },
}
_LISTED: Final[dict[Language, str]] = {
    "en": r'an? ([a-z ]+) called "([^"]+)"',
    "ar": r"([^«]+) باسم «([^»]+)»",
}
_SECTIONS: Final[dict[Language, dict[str, str]]] = {
    "en": {"place to stay": "accommodation", "service": "service"},
    "ar": {"مكان إقامة": "accommodation", "خدمة": "service"},
}
_STANDING: Final[dict[Language, str]] = {"en": r'"([^"]+)" is (.+)', "ar": r"«([^»]+)» (.+)"}
_STANDINGS: Final[dict[Language, dict[str, Standing]]] = {
    "en": {
        "preferred": "preferred",
        "possible": "possible",
        "to be checked first": "check_first",
        "not recommended": "not_recommended",
    },
    "ar": {
        "مفضَّل": "preferred",
        "ممكن": "possible",
        "يُتحقَّق منه أولاً": "check_first",
        "لا يُنصح به": "not_recommended",
    },
}


def read_scenarios(folder: Path) -> tuple[tuple[Scenario, ...], tuple[Step, ...]]:
    """The scenarios of every feature file under a folder, and their steps about rules and options.

    Features in a language other than the library's are left out. Raises ScenarioError without the
    Gherkin parser, for a folder without feature files, and with every fault of the files.
    """
    faults: list[str] = []
    paths = sorted(folder.rglob("*.feature"))
    if not paths:
        faults.append(f"{folder}: there are no feature files here")
    scenarios: list[Scenario] = []
    steps: list[Step] = []
    for path in paths:
        try:
            text = read_bounded(path, LARGEST_FILE).decode()
        except (OSError, ValueError):
            faults.append(f"{Span(str(path), 1, 1)}: file cannot be read as UTF-8 text")
            continue
        for scenario, found in _file(text, str(path), faults):
            scenarios.append(scenario)
            steps += found
    if faults:
        raise ScenarioError(faults)
    return tuple(scenarios), tuple(steps)


def _file(text: str, shown: str, faults: list[str]) -> Iterator[tuple[Scenario, list[Step]]]:
    """Each scenario of a file with its steps; backgrounds and outlines are written out."""
    try:
        # the parser comes with the extra for tests; nothing else of the library needs it
        from gherkin.errors import ParserError  # noqa: PLC0415
        from gherkin.parser import Parser  # noqa: PLC0415
        from gherkin.pickles.compiler import Compiler  # noqa: PLC0415
    except ImportError:
        message = "scenarios are read with gherkin-official, which is not installed"
        raise ScenarioError([f"{message}; install protection-rules[test]"]) from None
    try:
        document: Any = Parser().parse(text)
    except ParserError as error:
        for each in getattr(error, "errors", [error]):
            line, column = each.location["line"], each.location.get("column", 1)
            faults.append(f"{Span(shown, line, column)}: not readable as Gherkin")
        return
    places = dict(_places(document, shown))
    document["uri"] = shown
    for pickle in Compiler().compile(document):
        language = next((each for each in LANGUAGES if each == pickle["language"]), None)
        if language is not None:
            # of an outline, the place is the row of the examples
            line = places[pickle["astNodeIds"][-1]].line
            scenario = Scenario(shown, line, language, pickle["name"])
            yield scenario, list(_steps(pickle, scenario, places))


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


def _steps(pickle: Any, scenario: Scenario, places: dict[str, Span]) -> Iterator[Step]:
    language = scenario.language
    sections: dict[str, str] = {}
    for step in pickle["steps"]:
        text: str = step["text"]
        listed = re.fullmatch(_LISTED[language], text)
        if step["type"] == "Context" and listed and listed[1] in _SECTIONS[language]:
            sections[listed[2]] = _SECTIONS[language][listed[1]]
        if step["type"] != "Outcome":
            continue
        shows = _shown(text, language, sections)
        if shows or re.search(_RULE, text) or re.fullmatch(_STANDING[language], text):
            yield Step(scenario, places[step["astNodeIds"][0]], text, shows)


def _shown(text: str, language: Language, sections: dict[str, str]) -> tuple[RuleShown | StandingShown, ...]:
    standing = re.fullmatch(_STANDING[language], text)
    if standing and standing[1] in sections and standing[2] in _STANDINGS[language]:
        return (StandingShown(sections[standing[1]], _STANDINGS[language][standing[2]]),)
    for outcome, form in _FORMS[language].items():
        found = re.fullmatch(form, text)
        if found is None:
            continue
        if outcome == "set_aside":
            return RuleShown(found[1], "set_aside"), RuleShown(found[2], "prevails")
        return tuple(RuleShown(rule, outcome) for rule in found.groups())
    return ()
