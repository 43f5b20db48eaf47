"""The rulesets against the catalogue: two readings of every rule, compared on random profiles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from protection_rules import Assessment, CaseProfile, Engine
from tests.catalogue_reading import (
    ID_PREFIXES,
    UNKNOWN,
    Catalogue,
    Compared,
    Includes,
    Is,
    NotationError,
    NotKnownToBe,
    Outcome,
    Truth,
    View,
    parts_of,
    read_condition,
    truth,
)

POLICY: Final = Path(__file__).resolve().parents[2] / "shared" / "policy"
RULES: Final = 133
BEYOND: Final = {"C-MR-14", "C-MR-15"}
"""Rules that the catalogue's invariants ask for and its list of rules lacks."""
BATCHES: Final = 15
BATCH: Final = 200
BOUNDARIES: Final = (0, 1, 2, 10, 11, 12, 71, 72, 73, 90, 91, 119, 120, 121)
ALWAYS: Final = {"C-REG-05", "C-REG-15"}
NEVER_UNDETERMINED: Final = ALWAYS | {"C-DAT-12", "C-DAT-16", "C-MR-03", "C-MR-04", "C-REG-12", "O-28"}

pytestmark = pytest.mark.skipif(
    not POLICY.is_dir(), reason=f"the rule catalogue is kept outside the project, in {POLICY}"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(POLICY)


# Random profiles


def random_value(catalogue: Catalogue, section: str, name: str, random: Random) -> Any:
    field = catalogue.sections[section]["fields"][name]
    if field["type"] == "number":
        numbers = [number for number in BOUNDARIES if number >= field["minimum"]]
        return random.choice([*numbers, field["maximum"], random.randint(field["minimum"], field["maximum"])])
    known = [value for value in catalogue.values(f"{section}.{name}") if value != UNKNOWN]
    return random_set(known, random) if field["type"] == "choices" else random.choice(known)


def random_set(values: list[str], random: Random) -> list[str]:
    marks = [value for value in ("none", "not_asked") if value in values]
    members = [value for value in values if value not in marks]
    if random.random() < 0.35:
        return [random.choice(marks)]
    return random.sample(members, k=random.randint(1, min(4, len(members))))


def random_facts(catalogue: Catalogue, section: str, random: Random, known: float) -> dict[str, Any]:
    """Facts of one section: each known at this rate, otherwise absent or said to be unknown."""
    facts: dict[str, Any] = {}
    for name, field in catalogue.sections[section]["fields"].items():
        if random.random() < known:
            facts[name] = random_value(catalogue, section, name, random)
        elif random.random() < 0.3 and field["type"] != "recorded":
            facts[name] = UNKNOWN
    return facts


def random_items(catalogue: Catalogue, section: str, random: Random, known: float) -> list[dict[str, Any]]:
    items = [
        random_facts(catalogue, section, random, known) for _ in range(random.choice((0, 1, 1, 2, 3, 4)))
    ]
    for position, item in enumerate(items):
        if random.random() < 0.2:
            item["id"] = f"item-{position}"
    return items


def random_profile(catalogue: Catalogue, random: Random) -> dict[str, Any]:
    known = random.choice((0.1, 0.4, 0.7, 0.9, 1.0))
    profile: dict[str, Any] = {"profile": 1}
    for section in catalogue.sections:
        if random.random() < 0.15:
            continue
        rate = random.choice((known, known, 0.5))
        make = random_items if section in ID_PREFIXES else random_facts
        profile[section] = make(catalogue, section, random, rate)
    return profile


def random_profiles(catalogue: Catalogue, seed: int) -> list[dict[str, Any]]:
    random = Random(seed)
    return [random_profile(catalogue, random) for _ in range(BATCH)]


# What the engine says


def engine_outcomes(assessment: Assessment) -> dict[tuple[str, str], str]:
    """What became of each rule and subject that an assessment names."""
    stated = [
        *(((one.rule, one.subject), str(one.status)) for one in assessment.recommendations),
        *(((one.rule, one.subject), "silent") for one in assessment.undecided),
        *((key, "set aside") for key in {(one.rule, one.subject) for one in assessment.set_aside}),
    ]
    told = Counter(key for key, _ in stated)
    assert max(told.values()) == 1, f"told twice: {[key for key, times in told.items() if times > 1]}"
    return {key: outcome for key, outcome in stated if key[0] not in BEYOND}


def agree(said: str, expected: Outcome) -> bool:
    return expected not in {"nothing", "silent"} if said == "set aside" else said == expected


def disagreements(catalogue: Catalogue, profile: Mapping[str, Any], assessment: Assessment) -> list[str]:
    expected = catalogue.outcomes(profile)
    said = engine_outcomes(assessment)
    found: list[str] = []
    for rule, subject in sorted(expected.keys() | said.keys()):
        wanted = expected.get((rule, subject), "nothing")
        got = said.get((rule, subject), "nothing")
        if not agree(got, wanted):
            found.append(f"{rule} for {subject}: the catalogue says {wanted}, the engine {got}")
    return found


def grade(advice: Any) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """The grade of a recommendation, or of a rule of the rule book."""
    return (advice.modality, advice.urgency, advice.reviewers, advice.grounds.guidance)


# The catalogue is understood


def test_every_rule_of_the_catalogue_is_read(catalogue: Catalogue, engine: Engine):
    assert len(catalogue.rules) == RULES
    assert {rule.id for rule in engine.book.rules} == {*catalogue.rules, *BEYOND}


def test_conditions_name_facts_and_values_of_the_vocabulary(catalogue: Catalogue):
    for rule in catalogue.rules.values():
        for part in parts_of(rule.condition):
            match part:
                case Is(path, values) | Includes(path, values):
                    assert set(values) <= {*catalogue.values(path), UNKNOWN}, rule.id
                case NotKnownToBe(path, value):
                    assert value in catalogue.values(path), rule.id
                case Compared(path):
                    section, _, name = path.partition(".")
                    assert catalogue.sections[section]["fields"][name]["type"] == "number", rule.id


def test_rules_are_about_what_their_notes_say(catalogue: Catalogue):
    about = {rule.id: (rule.note, rule.subject) for rule in catalogue.rules.values() if "about" in rule.note}
    assert about == {
        "C-MR-08": ("about each service", "service"),
        "C-MR-13": ("about each service", "service"),
        "O-29": ("about the operation", "operation"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "risk.safe_tonight",
        "risk.safe_tonight=yes AND",
        "risk.safe_tonight=yes risk.immediate_danger=no",
        "(risk.safe_tonight=yes",
        "risk.safe_tonight ~ yes",
        "service.days_since_verified>=many",
    ],
)
def test_what_is_not_notation_is_refused(text: str):
    with pytest.raises(NotationError):
        read_condition(text)


RAPE_CLINIC: Final = "no listed service has service.type=health_post_rape AND service.reports_to_police=no"


@pytest.mark.parametrize(
    ("text", "profile", "expected"),
    [
        ("always", {}, True),
        ("risk.safe_tonight=no", {"risk": {"safe_tonight": "no"}}, True),
        ("risk.safe_tonight=no", {"risk": {"safe_tonight": "yes"}}, False),
        ("risk.safe_tonight=no", {}, None),
        ("risk.safe_tonight!=no", {}, True),
        ("risk.safe_tonight!=no", {"risk": {"safe_tonight": "no"}}, False),
        ("surely(risk.safe_tonight=no)", {}, False),
        ("risk.safe_tonight=unknown", {}, True),
        ("risk.safe_tonight is known", {}, False),
        ("disclosure.self_disclosed=yes", {}, False),
        ("risk.safe_tonight=no AND risk.immediate_danger=yes", {"risk": {"safe_tonight": "yes"}}, False),
        ("risk.safe_tonight=no AND risk.immediate_danger=yes", {"risk": {"safe_tonight": "no"}}, None),
        ("risk.safe_tonight=no OR risk.immediate_danger=yes", {"risk": {"safe_tonight": "no"}}, True),
        ("risk.safe_tonight=no OR risk.immediate_danger=yes", {"risk": {"safe_tonight": "yes"}}, None),
        (
            "risk.safe_tonight=no OR risk.immediate_danger=yes AND consent.referral=yes",
            {"risk": {"safe_tonight": "no"}, "consent": {"referral": "no"}},
            True,
        ),
        ("has(risk.threat_sources,family)", {"risk": {"threat_sources": ["partner", "family"]}}, True),
        ("has(risk.threat_sources,family)", {"risk": {"threat_sources": ["none"]}}, False),
        ("has(risk.threat_sources,family)", {"risk": {"threat_sources": ["unknown_source"]}}, False),
        ("has(risk.threat_sources,family)", {"risk": {"threat_sources": "unknown"}}, None),
        ("risk.unsafe_places not empty", {"risk": {"unsafe_places": ["other"]}}, True),
        ("risk.unsafe_places not empty", {"risk": {"unsafe_places": ["none"]}}, False),
        ("disclosure.must_not_learn is not known to be [none]", {}, True),
        (
            "disclosure.must_not_learn is not known to be [none]",
            {"disclosure": {"must_not_learn": ["none"]}},
            False,
        ),
        ("risk.hours_since_sexual_violence<=72", {"risk": {"hours_since_sexual_violence": 72}}, True),
        ("risk.hours_since_sexual_violence<=72", {"risk": {"hours_since_sexual_violence": 73}}, False),
        ("risk.hours_since_sexual_violence>72", {}, None),
        ("person.age_group in child groups", {"person": {"age_group": "adolescent_12_17"}}, True),
        ("person.age_group in child groups", {"person": {"age_group": "unknown"}}, None),
        ("person.age_group in (infant_0_4, unknown)", {}, True),
        (RAPE_CLINIC, {}, None),
        (RAPE_CLINIC, {"service": []}, True),
        (RAPE_CLINIC, {"service": [{"type": "health_post_rape", "reports_to_police": "no"}]}, False),
        (RAPE_CLINIC, {"service": [{"type": "health_post_rape"}, {"reports_to_police": "yes"}]}, None),
        (RAPE_CLINIC, {"service": [{"type": "mhpss"}, {"reports_to_police": "yes"}]}, True),
        ("some listed service has service.operator=un", {"service": [{}, {"operator": "un"}]}, True),
        ("some listed service has service.operator=un", {"service": []}, False),
        ("at least three of: risk.safe_tonight=no, risk.immediate_danger=yes, consent.referral=no", {}, None),
        (
            "at least three of: risk.safe_tonight=no, risk.immediate_danger=yes, consent.referral=no",
            {"risk": {"safe_tonight": "yes"}},
            False,
        ),
    ],
)
def test_conditions_have_three_values(text: str, profile: dict[str, Any], expected: Truth):
    assert truth(read_condition(text), View(profile)) is expected


@pytest.mark.parametrize(
    ("service", "declined", "expected"),
    [
        ({"type": "legal"}, ["legal", "cash"], True),
        ({"type": "legal"}, ["cash"], False),
        ({"type": "legal"}, "unknown", None),
        ({}, ["cash"], None),
        ({}, ["none"], False),
    ],
)
def test_a_value_is_within_a_set(service: dict[str, Any], declined: Any, expected: Truth):
    view = View({"consent": {"declined_services": declined}}).about("service", service)
    assert truth(read_condition("service.type in consent.declined_services"), view) is expected


@pytest.mark.parametrize("not_asked", [None, False])
def test_what_was_not_asked_is_as_the_rule_reads_it(not_asked: Truth):
    profile = {"risk": {"threat_sources": ["not_asked"]}}
    view = View(profile, not_asked)
    assert truth(read_condition("has(risk.threat_sources,family)"), view) is not_asked
    assert truth(read_condition("surely(has(risk.threat_sources,family))"), view) is False
    assert truth(read_condition("risk.threat_sources=unknown or [not_asked]"), view) is True


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (None, "verify"),
        ([], "applies"),
        ([{"person_choice": "declines"}, {"threat_source_present": "yes"}], "applies"),
        ([{"person_choice": "declines"}, {}], "verify"),
        ([{"type": "host_person"}, {"threat_source_present": "yes"}], "verify"),
    ],
)
def test_no_place_will_do_where_each_meets_one_of_the_rules(
    catalogue: Catalogue, places: list[dict[str, Any]] | None, expected: str
):
    profile = {} if places is None else {"accommodation": places}
    assert catalogue.outcomes(profile)["C-ACC-12", "case"] == expected


# The engine and the catalogue agree


def test_rules_have_the_grade_that_the_catalogue_gives_them(catalogue: Catalogue, engine: Engine):
    grades = {rule.id: grade(rule) for rule in engine.book.rules if rule.id not in BEYOND}
    assert grades == {rule.id: rule.grade for rule in catalogue.rules.values()}


def test_rules_treat_the_unknown_as_the_catalogue_does(catalogue: Catalogue, engine: Engine):
    treatments = {rule.id: rule.if_unknown for rule in engine.book.rules if rule.id not in BEYOND}
    assert treatments == {rule.id: rule.if_unknown for rule in catalogue.rules.values()}


@pytest.mark.parametrize("seed", range(BATCHES))
def test_the_engine_says_what_the_catalogue_says(catalogue: Catalogue, engine: Engine, seed: int):
    for profile in random_profiles(catalogue, seed):
        assessment = engine.evaluate(CaseProfile.from_mapping(profile))
        found = disagreements(catalogue, profile, assessment)
        assert not found, f"{found} in {json.dumps(profile)}"
        for advice in assessment.recommendations:
            if advice.rule not in BEYOND:
                assert grade(advice) == catalogue.rules[advice.rule].grade, advice.rule


def test_the_random_profiles_bring_every_rule_to_every_outcome(catalogue: Catalogue):
    seen = {
        (rule, outcome)
        for seed in range(BATCHES)
        for profile in random_profiles(catalogue, seed)
        for (rule, _), outcome in catalogue.outcomes(profile).items()
    }
    expected = {(rule, "applies") for rule in catalogue.rules}
    expected |= {(rule, "nothing") for rule in catalogue.rules.keys() - ALWAYS}
    expected |= {
        (rule, catalogue.rules[rule].if_unknown) for rule in catalogue.rules.keys() - NEVER_UNDETERMINED
    }
    assert seen == expected
