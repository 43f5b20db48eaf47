"""The scenarios of features/, in English and in Arabic, on steps that speak the vocabulary's labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from protection_rules import Assessment, Engine
from protection_rules.analysis import scene as played
from protection_rules.analysis.steps import asks_for_advice, read_given, read_then
from protection_rules.facts.text import LANGUAGES

scenarios("en", "ar")


@dataclass
class Scene:
    """The profile that the steps build, and what came of it."""

    played: played.Scene
    assessment: Assessment | None = None

    @property
    def profile(self) -> dict[str, Any]:
        return self.played.profile


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(played.Scene(engine.vocabulary))


@given(parsers.re(r"(?P<text>.+)"))
def _given(scene: Scene, text: str) -> None:
    # a step has a form in one language, since labels differ
    known = scene.played.vocabulary
    found = [read for language in LANGUAGES if (read := read_given(text, language, known)) is not None]
    assert len(found) == 1, f"no step is written like this: {text}"
    assert scene.played.take(found[0]), f"there is no such item, or it has no such fact: {text}"


@when(parsers.re(r"(?P<text>.+)"))
def _when(scene: Scene, engine: Engine, text: str) -> None:
    assert any(asks_for_advice(text, language) for language in LANGUAGES), text
    scene.assessment = engine.evaluate(scene.profile)


@then(parsers.re(r"(?P<text>.+)"))
def _then(scene: Scene, text: str) -> None:
    known = scene.played.vocabulary
    found = [read for language in LANGUAGES if (read := read_then(text, language, known)) is not None]
    assert len(found) == 1, f"no step is written like this: {text}"
    assert scene.assessment is not None, "advice was not asked for"
    assert scene.played.names(found[0]), f"there is no such item: {text}"
    assert scene.played.meets(found[0], scene.assessment), f"{text}; but {_told(scene.assessment, found[0])}"


def _told(assessment: Assessment, expected: object) -> str:
    """What came of the rule or the fact that a step is about."""
    rule, fact = getattr(expected, "rule", None), getattr(expected, "fact", None)
    if rule is not None:
        said = [
            f"{one.status}, {one.urgency}, {one.modality} ({one.subject})"
            for one in assessment.recommendations
            if one.rule == rule
        ]
        said += [f"set aside by {one.by} ({one.subject})" for one in assessment.set_aside if one.rule == rule]
        said += [f"undecided ({one.subject})" for one in assessment.undecided if one.rule == rule]
        said += [f"conflict of {one.rules}" for one in assessment.conflicts if rule in one.rules]
    elif fact is not None:
        said = [f"asked of {one.ask} ({one.subject})" for one in assessment.questions if one.fact == fact]
    else:
        said = [f"{one.subject}: {one.standing}" for one in assessment.options]
    return "; ".join(said) or "nothing is said of it"
