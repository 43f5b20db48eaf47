"""The same profile gives the same bytes everywhere, the same content in both languages, and what the schemas say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from protection_rules import CaseProfile, Engine, ProfileError
from protection_rules.documents import plain, read_document
from protection_rules.schemas import SCHEMAS, schema_text
from tests.profiles import random_profiles

ROOT: Final = Path(__file__).resolve().parents[1]
SEEDS: Final = ("0", "1", "42", "random")
PROFILES: Final = 100

ASSESS: Final = """
import hashlib, sys
from protection_rules import Engine
from tests.profiles import random_profiles
engine = Engine.load()
for profile in random_profiles(12, seed=5):
    sys.stdout.buffer.write(engine.evaluate(profile).to_json().encode())
"""


@cache
def in_another_process(hash_seed: str) -> bytes:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", ASSESS], env=environment, capture_output=True, check=True, cwd=ROOT
    )
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("hash_seed", SEEDS[1:])
def test_every_process_gives_the_same_bytes(hash_seed: str) -> None:
    assert len(in_another_process(SEEDS[0])) > 100_000
    assert in_another_process(hash_seed) == in_another_process(SEEDS[0])


def test_one_engine_gives_the_same_bytes_each_time_and_so_does_another(engine: Engine) -> None:
    another = Engine.load()
    for given in random_profiles(10, seed=6):
        first = engine.evaluate(given).to_json()
        assert engine.evaluate(given).to_json() == first
        assert another.evaluate(given).to_json() == first


def test_the_order_of_a_profiles_sections_and_facts_changes_nothing(engine: Engine) -> None:
    for given in random_profiles(40, seed=7):
        turned = {name: turned_round(value) for name, value in reversed(given.items())}
        assert (
            engine.evaluate(turned, cross_check=False).to_json()
            == engine.evaluate(given, cross_check=False).to_json()
        )


def turned_round(value: Any) -> Any:
    """The same facts in the opposite order; the order of listed items stays."""
    if isinstance(value, dict):
        return {name: turned_round(inner) for name, inner in reversed(value.items())}
    if isinstance(value, list) and all(isinstance(inner, dict) for inner in value):
        return [turned_round(inner) for inner in value]
    return value[::-1] if isinstance(value, list) else value


def test_a_fact_said_to_be_unknown_is_as_good_as_one_not_given(engine: Engine) -> None:
    for given in random_profiles(40, seed=8):
        without = {name: left_out(value) for name, value in given.items()}
        assert (
            engine.evaluate(without, cross_check=False).to_json()
            == engine.evaluate(given, cross_check=False).to_json()
        )


def left_out(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: inner for name, inner in value.items() if inner != "unknown"}
    return [left_out(inner) for inner in value] if isinstance(value, list) else value


def test_a_profile_written_out_and_read_back_gives_the_same_bytes(engine: Engine) -> None:
    for given in random_profiles(40, seed=9):
        expected = engine.evaluate(given, cross_check=False).to_json()
        profile = CaseProfile.from_mapping(given)
        for same in (
            profile,
            profile.to_mapping(),
            CaseProfile.from_text(json.dumps(given, ensure_ascii=False)),
        ):
            assert engine.evaluate(same, cross_check=False).to_json() == expected


def test_cross_checking_changes_nothing_but_the_matchers_that_are_named(engine: Engine) -> None:
    for given in random_profiles(60, seed=10):
        checked = engine.evaluate(given).to_mapping()
        unchecked = engine.evaluate(given, cross_check=False).to_mapping()
        assert checked["engine"].pop("matchers") == ["durable", "compiled"]
        assert unchecked["engine"].pop("matchers") == ["compiled"]
        assert checked == unchecked


# both languages


def texts(data: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of an assessment with the place where it stands."""
    if isinstance(data, dict):
        if data.keys() & {"en", "ar"}:
            yield place, data
        else:
            for name, inner in data.items():
                yield from texts(inner, f"{place}.{name}")
    elif isinstance(data, list):
        for inner in data:
            yield from texts(inner, place)


def test_every_text_stands_in_both_languages_and_is_not_empty(engine: Engine) -> None:
    places = set()
    for given in random_profiles(PROFILES, seed=11):
        for place, words in texts(engine.evaluate(given, cross_check=False).to_mapping()):
            places.add(place)
            assert words.keys() == {"en", "ar"}, place
            assert words["en"].strip(), place
            assert words["ar"].strip(), place
    assert places >= {
        ".recommendations.summary", ".recommendations.detail", ".recommendations.because.text",
        ".questions.text", ".set_aside.reason", ".conflicts.text",
    }  # fmt: skip


def test_a_summary_has_at_most_140_characters_in_each_language(engine: Engine) -> None:
    for given in random_profiles(PROFILES, seed=11):
        for one in engine.evaluate(given, cross_check=False).recommendations:
            assert max(len(one.summary.en), len(one.summary.ar)) <= 140


def test_both_languages_come_from_one_result_so_rules_and_urgency_cannot_differ(engine: Engine) -> None:
    """What is not a text holds no word of either language: codes, ids, numbers and paths only."""
    for given in random_profiles(30, seed=12):
        data = engine.evaluate(given, cross_check=False).to_mapping()
        items = {
            item.get("id", "") for section in given.values() if isinstance(section, list) for item in section
        }
        for value in codes(data):
            bare = value
            for item in sorted(items - {""}, key=len, reverse=True):
                bare = bare.replace(item, "")
            assert bare.isascii(), value
            assert " " not in bare, value


def codes(data: Any) -> Iterator[str]:
    """Every string of an assessment that is not a text."""
    if isinstance(data, dict):
        if not data.keys() & {"en", "ar"}:
            for name, inner in data.items():
                yield name
                yield from codes(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from codes(inner)
    elif isinstance(data, str):
        yield data


# schemas


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_sound_and_the_file_of_it_is_in_step(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name]())
    # compared apart from the assertion, which would show all of both
    in_step = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)
    assert in_step, "the schemas know what rules say: `make schemas` writes them anew"


def test_there_is_a_file_for_every_schema_and_no_other() -> None:
    files = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").iterdir()}
    assert files == set(SCHEMAS)


def test_every_assessment_is_what_the_schema_says(engine: Engine) -> None:
    validator = Draft202012Validator(json.loads(schema_text("assessment")))
    for given in random_profiles(PROFILES, seed=13):
        written = json.loads(engine.evaluate(given, cross_check=False).to_json())
        assert next(validator.iter_errors(written), None) is None


def test_the_schema_of_an_assessment_refuses_what_is_no_assessment(engine: Engine) -> None:
    validator = Draft202012Validator(json.loads(schema_text("assessment")))
    sound = json.loads(engine.evaluate({"profile": 1}, cross_check=False).to_json())
    for broken in (
        {name: value for name, value in sound.items() if name != "recommendations"},
        sound | {"assessment": 2},
        sound | {"of_a_person": "x"},
        sound | {"recommendations": [sound["recommendations"][0] | {"urgency": "soon"}]},
    ):
        assert not validator.is_valid(broken)


def test_every_ruleset_file_of_the_package_is_what_its_schema_says() -> None:
    shared = {
        "terms.yaml": "terms",
        "actions.yaml": "actions",
        "guidance.yaml": "guidance",
        "standards.yaml": "standards",
    }
    for name, schema in shared.items():
        check_file(ROOT / "rulesets" / name, schema)
    for ruleset in Engine.load().book.rulesets:
        check_file(ROOT / "rulesets" / f"{ruleset.id}.yaml", "ruleset")


def check_file(path: Path, schema: str) -> None:
    data = plain(read_document(path.read_text(encoding="utf-8"), path.name))
    error = next(Draft202012Validator(SCHEMAS[schema]()).iter_errors(data), None)
    assert error is None, f"{path.name}: {error.message if error else ''}"


def test_the_profile_schema_accepts_what_is_a_profile() -> None:
    validator = Draft202012Validator(json.loads(schema_text("profile")))
    for given in random_profiles(PROFILES, seed=14):
        assert validator.is_valid(given)
        assert validator.is_valid(CaseProfile.from_mapping(given).to_mapping())


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"profile": 2},
        {"profile": 1, "risk": {"safe_tonight": "maybe"}},
        {"profile": 1, "risk": {"safe_tonight": True}},
        {"profile": 1, "risk": {"safe_tonight": None}},
        {"profile": 1, "risk": {"unheard_of": "yes"}},
        {"profile": 1, "unheard_of": {}},
        {"profile": 1, "risk": []},
        {"profile": 1, "service": {}},
        {"profile": 1, "service": [{"id": ""}]},
        {"profile": 1, "service": [{"id": "a b"}]},
        {"profile": 1, "risk": {"incident_types": ["none", "threats"]}},
        {"profile": 1, "risk": {"incident_types": ["threats", "threats"]}},
        {"profile": 1, "risk": {"incident_types": "threats"}},
        {"profile": 1, "risk": {"incident_types": []}},
        {"profile": 1, "risk": {"hours_since_sexual_violence": -1}},
        {"profile": 1, "risk": {"hours_since_sexual_violence": 1.5}},
        {"profile": 1, "risk": {"hours_since_sexual_violence": "1"}},
    ],
)
def test_what_the_profile_schema_refuses_is_no_profile(broken: dict[str, Any]) -> None:
    assert not Draft202012Validator(json.loads(schema_text("profile"))).is_valid(broken)
    with pytest.raises(ProfileError):
        CaseProfile.from_mapping(broken)
