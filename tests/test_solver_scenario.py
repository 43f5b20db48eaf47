"""Written scenarios are read by the steps of features/, in both languages, and what they say comes true."""

from __future__ import annotations

from dataclasses import replace
from inspect import signature
from random import Random
from typing import Any, Final

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from pytest_bdd.steps import step_function_context_registry

from protection_rules import CaseProfile, Engine
from protection_rules.analysis.scene import Scene
from protection_rules.analysis.solver.counterexample import counterexample
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.scenario import option_outcome, rule_outcome, scenario, subjects_of
from protection_rules.analysis.solver.space import item_id
from protection_rules.analysis.solver.verdicts import Verifier
from protection_rules.documents import plain, read_document
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.invariant_model import Change, Forbidden, NeverStands, Order, Required
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests import test_scenarios
from tests.invariant_breaks import Numbered, broken, checks_of, losing, with_rules
from tests.profiles import random_profiles

BOOK: Final = load_rules()
INVARIANTS: Final = load_invariants(BOOK)
TYPES: Final = {"Context": "given", "Action": "when", "Outcome": "then"}
HEADS: Final = {"en": "Feature: Written", "ar": "# language: ar\nخاصية: مكتوب"}
MANY: Final = 10


STEPS: Final = [
    each
    for each in step_function_context_registry.values()
    if each.step_func.__module__ == test_scenarios.__name__
]


def play(lines: list[str], language: Language, engine: Engine) -> list[test_scenarios.Scene]:
    """Run every scenario of a feature that has these lines, as pytest-bdd would; each step must be known."""
    text = "\n".join([HEADS[language], *(f"  {line}" for line in lines)])
    document: Any = Parser().parse(text)
    document["uri"] = "written.feature"
    scenes = []
    for pickle in Compiler().compile(document):
        scene = test_scenarios.Scene(Scene(engine.vocabulary))
        for step in pickle["steps"]:
            matching = [
                each
                for each in STEPS
                if each.type == TYPES[step["type"]] and each.parser.is_matching(step["text"])
            ]
            assert len(matching) == 1, step["text"]
            arguments = {"scene": scene, "engine": engine} | matching[0].parser.parse_arguments(step["text"])
            wanted = signature(matching[0].step_func).parameters
            matching[0].step_func(**{name: value for name, value in arguments.items() if name in wanted})
        scenes.append(scene)
    return scenes


def named(profile: dict[str, Any]) -> dict[str, Any]:
    """The profile with its items called as in profiles that the solver finds."""
    return {
        name: [given | {"id": item_id(name, number)} for number, given in enumerate(value)]
        if name in LIST_SECTIONS
        else value
        for name, value in profile.items()
    }


def witness(profile: dict[str, Any], engine: Engine) -> Witness:
    # facts that are said to be unknown come back as facts that are not given
    given = CaseProfile.from_mapping(named(profile), engine.vocabulary)
    case = given.case_of(engine.vocabulary)
    assessment = engine.evaluate(given, cross_check=False)
    return Witness(given.to_mapping(), case, assessment, engine.vocabulary)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_comes_of_a_profile_can_be_told_in_steps(language: Language, engine: Engine) -> None:
    random = Random(8)
    empty: list[dict[str, Any]] = [
        {"profile": 1},
        {"profile": 1, "operation": {}, "service": [], "accommodation": [], "data_flow": []},
    ]
    for profile in [*empty, *random_profiles(MANY, 12, most_items=2)]:
        shown = witness(profile, engine)
        outcomes = [
            rule_outcome(rule.id, subject, shown)
            for rule in random.sample(BOOK.rules, 40)
            for subject in subjects_of(rule, shown)
            if rule.about != "operation" or shown.case.has_operation
        ]
        outcomes += [option_outcome(option.subject, shown) for option in shown.assessment.options]
        text = Text("Something", "شيء ما")
        (scene,) = play(scenario(shown, text, text, outcomes, language), language, engine)
        case = CaseProfile.from_mapping(scene.profile).case
        assert case.facts == shown.case.facts
        assert {name: items and [item.facts for item in items] for name, items in case.items.items()} == {
            name: items and [item.facts for item in items] for name, items in shown.case.items.items()
        }


def first(kind: type) -> Numbered:
    return checks_of(INVARIANTS, kind)[0]


def book_for(one: Numbered) -> RuleBook:
    match one.check:
        case Required():
            return with_rules(
                BOOK, [replace(rule, if_unknown="silent") for rule in BOOK.rules if rule.id == "C-ACC-02"]
            )
        case Change():
            return losing(BOOK, one.check, one.check.moves[0])
        case _:
            return broken(BOOK, one.check)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Required, Forbidden, NeverStands, Order, Change])
def test_what_shows_that_a_check_is_broken_is_a_scenario_that_passes_as_it_is(
    kind: type, language: Language
) -> None:
    one = first(kind)
    book = book_for(one)
    (verdict,) = Verifier(book, one.alone).verdicts()
    lines = counterexample(verdict, book, language)
    scenes = play(lines, language, Engine(book))
    assert len(scenes) == (2 if kind is Change else 1)
    assert all(scene.assessment is not None for scene in scenes)


def test_a_broken_change_is_told_before_and_after() -> None:
    (one,) = (each for each in checks_of(INVARIANTS, Change) if str(each) == "I-02.1")
    book = losing(BOOK, one.check, one.check.moves[0])
    (verdict,) = Verifier(book, one.alone).verdicts()
    lines = counterexample(verdict, book, "en")
    thens = [line.strip() for line in lines if line.strip().startswith("Then")]
    assert thens[0].startswith("Then X-TEST-01 applies")
    assert thens[1] == "Then X-TEST-01 does not apply"


def test_the_profile_is_written_as_a_file_that_can_be_evaluated(engine: Engine) -> None:
    shown = witness(next(random_profiles(1, 2)), engine)
    read = plain(read_document(shown.to_yaml(), "profile"))
    assert read == shown.profile
    assert CaseProfile.from_text(shown.to_yaml()).case == shown.case
