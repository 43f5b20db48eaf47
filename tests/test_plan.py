"""A plan of a condition says what the reference evaluation says."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from protection_rules import CaseProfile, Engine
from protection_rules.advice.model import Because, Recommendation, Words
from protection_rules.advice.outcomes import Planned, Readings, finding, subjects
from protection_rules.advice.reasons import Reasons
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.logic.deciding import Seen, seen
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Condition,
    Is,
    Not,
    Possibly,
    Some,
    Surely,
)
from protection_rules.logic.openness import OpenFact, open_facts
from protection_rules.logic.plan import Comparisons, Plan
from protection_rules.logic.truth import Reading, Truth, trace
from tests.generate import Generator, RandomRule
from tests.profiles import random_profiles

U = Truth.UNDETERMINED
REASONS = Reasons(VOCABULARY)


def by_reference(condition: Condition, read: Reading) -> tuple[Truth, tuple[OpenFact, ...], list[Seen]]:
    found = trace(condition, read)
    return found.truth, open_facts(found) if found.truth is U else (), [*seen(found)]


def by_plan(plan: Plan, read: Reading, subject: str) -> tuple[Truth, tuple[OpenFact, ...], list[Seen]]:
    truth, opened, found = plan.found(read)
    return truth, tuple(dict.fromkeys(named(opened, subject))), named(found, subject)


_Part = TypeVar("_Part", OpenFact, Seen)


def named(found: Iterable[_Part], subject: str) -> list[_Part]:
    """What was found, with the item at hand by its name."""
    return [each._replace(subject=subject) if each.subject in LIST_SECTIONS else each for each in found]


def readings(rule: RandomRule, case: Case) -> Iterable[tuple[Reading, str]]:
    whole = Reading(case, {}, rule.not_asked_is_unknown)
    if rule.about not in LIST_SECTIONS:
        return [(whole, rule.about)]
    items = case.items[rule.about] or ()
    return [(whole.about(rule.about, item), f"{rule.about}:{item.id}") for item in items]


def planned(rule: RandomRule) -> Plan:
    return Plan(rule.condition, Comparisons(VOCABULARY), not_asked_is_unknown=rule.not_asked_is_unknown)


@pytest.mark.parametrize("part", range(6))
def test_a_plan_finds_the_same_truth_open_facts_and_deciding_facts_as_the_reference(part: int) -> None:
    came_out = dict.fromkeys(Truth, 0)
    opened_for = set()
    for seed in range(part * 1000, part * 1000 + 120):
        generator = Generator(seed)
        for rule in generator.rules(8):
            plan = planned(rule)
            for _ in range(3):
                for read, subject in readings(rule, generator.case()):
                    expected = by_reference(rule.condition, read)
                    assert by_plan(plan, read, subject) == expected, seed
                    came_out[expected[0]] += 1
                    opened_for |= {each.subject.partition(":")[0] for each in expected[1]}
    assert min(came_out.values()) > 100
    assert opened_for == {"case", "operation", *LIST_SECTIONS}


@given(st.integers(0, 2**32))
def test_a_plan_gives_the_same_reasons_in_words_as_the_reference(seed: int) -> None:
    generator = Generator(seed)
    for rule in generator.rules(4):
        plan = planned(rule)
        for read, subject in readings(rule, generator.case()):
            _, _, expected = by_reference(rule.condition, read)
            _, _, found = plan.found(read)
            assert REASONS.of(found, subject) == REASONS.of(expected, subject)


SAFE = Is("risk.safe_tonight", frozenset({"yes"}))
UNSETTLED = Is("risk.immediate_danger", frozenset({"yes"}))


@pytest.mark.parametrize(
    "condition",
    [
        All(()), AnyOf(()), AtLeast(0, ()), AtLeast(1, ()), AtLeast(0, (UNSETTLED,)), AtLeast(2, (SAFE, UNSETTLED)),
        Not(Surely(SAFE)), Not(Surely(UNSETTLED)), Not(Surely(All((SAFE, UNSETTLED)))), Not(Possibly(UNSETTLED)),
        All((Always(), UNSETTLED, SAFE)), AnyOf((SAFE, UNSETTLED)), Not(All(())),
        Some("service", All(())), Some("data_flow", Some("service", UNSETTLED)),
        All((UNSETTLED, Is("risk.immediate_danger", frozenset({"no"})))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("listed", [None, [], [{"id": "one"}, {"id": "two"}]])
def test_a_plan_of_a_condition_that_nobody_would_write_is_the_same_too(
    condition: Condition, listed: object
) -> None:
    profile = CaseProfile.from_mapping(
        {"profile": 1, "risk": {"safe_tonight": "yes"}, "data_flow": [{"id": "form"}]}
        | ({} if listed is None else {"service": listed})
    )
    read = Reading(profile.case, {}, not_asked_is_unknown=False)
    plan = Plan(condition, Comparisons(VOCABULARY), not_asked_is_unknown=False)
    assert by_plan(plan, read, "case") == by_reference(condition, read)


def test_every_rule_of_the_package_is_explained_as_by_the_reference(engine: Engine) -> None:
    rules = engine.book.rules
    plans = Planned(rules, engine.book.vocabulary)
    for data in random_profiles(60, 3):
        case = CaseProfile.from_mapping(data).case
        readings = Readings(case)
        for rule in rules:
            for subject in subjects(rule, case):
                expected = finding(rule, subject, readings.of(rule, subject))
                found = plans.finding(rule.id, subject, readings)
                assert found[:4] == expected[:4]
                assert dict.fromkeys(named(found.open_facts, subject)) == dict.fromkeys(expected.open_facts)
                assert REASONS.of(found.seen, subject) == REASONS.of(expected.seen, subject)


# advice that is made without being checked again


def test_advice_made_by_the_engine_is_what_pydantic_would_make_of_it(engine: Engine) -> None:
    for data in random_profiles(20, 5):
        for one in engine.evaluate(data).recommendations:
            again = Recommendation.model_validate(one.model_dump())
            assert again == one
            assert [*vars(one)] == [*vars(again)]
            assert one.model_fields_set == again.model_fields_set
            assert one.model_dump_json() == again.model_dump_json()
            assert Recommendation.model_validate_json(one.model_dump_json()) == one
            assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)
            assert repr(one) == "<Recommendation>"
            with pytest.raises(ValidationError):
                one.rule = "C-ACC-02"


def test_what_is_otherwise_in_one_piece_of_advice_stays_as_it_was_in_the_other() -> None:
    text = Words(en="a", ar="ب")
    one = Because(fact="risk.safe_tonight", subject="case", value="no", truth="true", text=text)
    other = one.otherwise({"subject": "service:clinic"})
    assert (one.subject, other.subject) == ("case", "service:clinic")
    assert other != one
    assert other.otherwise({"subject": "case"}) == one
    assert one.model_copy(update={"subject": "operation"}).subject == "operation"
    assert one.subject == "case"
    assert other.model_fields_set == {"fact", "subject", "value", "truth", "text"}
    assert json.loads(one.model_dump_json())["subject"] == "case"
