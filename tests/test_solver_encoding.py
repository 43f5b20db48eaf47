"""The formulas say of a profile what the evaluation says of it: conditions, advice, standings."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, Final

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.analysis.solver.agreement import differences
from protection_rules.analysis.solver.bounds import cuts, space_for
from protection_rules.analysis.solver.conditions import Change, Situation
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.profiles import with_fact
from protection_rules.analysis.solver.search import Search
from protection_rules.analysis.solver.space import Space, Subject
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.logic.nodes import facts_read
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests.dense_books import Dense
from tests.generate import Generator, RandomRule, reference
from tests.profiles import random_profiles

BOOK: Final = load_rules()
MOST_ITEMS: Final = 6
"""Items that a random case can list."""


def subjects(rule: RandomRule, case: Case) -> list[tuple[str, Subject]]:
    if rule.about in LIST_SECTIONS:
        return [
            (f"{rule.about}:{item.id}", Subject(rule.about, number))
            for number, item in enumerate(case.items[rule.about] or ())
        ]
    return [(rule.about, Subject(rule.about))]


@pytest.mark.parametrize("seed", range(6))
def test_random_conditions_come_out_as_in_the_reference_evaluation(seed: int) -> None:
    generator = Generator(seed)
    rules = generator.rules(12)
    lowered = {rule.id: rule.lowered() for rule in rules}
    conditions = [part for each in lowered.values() for part in (each.certainly, each.possibly)]
    space = Space(dict.fromkeys(LIST_SECTIONS, MOST_ITEMS), cuts(conditions, {}), VOCABULARY)
    situation, search = Situation(space), Search(space)
    for _ in range(12):
        # a profile that tells anything of the office describes the office
        case = replace(generator.case(), has_operation=True)
        holds = search.reading(case)
        found = {(match.rule, match.subject): match.certain for match in reference(rules, case)}
        for rule in rules:
            for name, subject in subjects(rule, case):
                certain = holds(situation.holds(lowered[rule.id].certainly, subject))
                possible = holds(situation.holds(lowered[rule.id].possibly, subject))
                assert possible == ((rule.id, name) in found), rule.id
                assert certain == found.get((rule.id, name), False), rule.id


def disagreements(book: RuleBook, profiles: list[dict[str, Any]]) -> tuple[list[str], set[str]]:
    """Where formulas and engine differ, and what was seen on the way."""
    conditions = list(Conditions(book).lowered())
    space = Space(dict.fromkeys(LIST_SECTIONS, 4), cuts(conditions, {}), VOCABULARY)
    encoded, search, engine = EncodedBook.of(book, space), Search(space), Engine(book)
    found: list[str] = []
    seen: set[str] = set()
    for profile in profiles:
        checked = CaseProfile.from_mapping(profile)
        assessment = engine.evaluate(checked, cross_check=False)
        found += differences(encoded, checked.case, assessment, search.reading(checked.case))
        seen |= {option.standing for option in assessment.options}
        seen |= {one.status for one in assessment.recommendations}
        seen |= {f"{one.by} over {one.rule}" for one in assessment.set_aside}
    return found, seen


@pytest.mark.parametrize("seed", range(16))
def test_random_rules_are_set_aside_and_place_options_as_in_the_engine(seed: int) -> None:
    found, seen = disagreements(Dense(seed).book(), list(random_profiles(8, seed)))
    assert found == []
    assert seen


def test_random_books_show_every_status_standing_and_way_to_be_set_aside() -> None:
    seen = set[str]()
    for seed in range(12):
        seen |= disagreements(Dense(seed).book(), list(random_profiles(3, seed, known=0.9)))[1]
    assert {"applies", "precaution", "verify"} <= seen
    assert {"preferred", "possible", "check_first", "not_recommended"} <= seen
    assert sum(" over " in each for each in seen) > 20


def test_the_rules_that_ship_come_out_as_in_the_engine() -> None:
    found, seen = disagreements(BOOK, list(random_profiles(40, 9)))
    assert found == []
    assert {"preferred", "not_recommended"} & seen


def test_a_change_of_one_fact_is_the_profile_with_that_fact_changed() -> None:
    space = space_for(Conditions(BOOK).lowered(), BOOK.vocabulary)
    before, search = EncodedBook.of(BOOK, space), Search(space)
    random = Random(4)
    compared = 0
    for profile in random_profiles(25, 3, most_items=2):
        rule = random.choice(BOOK.rules)
        fact = random.choice(facts_read(rule.condition) or ("person.age_group",))
        entry = VOCABULARY[fact]
        if entry.section in LIST_SECTIONS and not profile.get(entry.section):
            continue
        if entry.section == "operation" and "operation" not in profile:
            continue
        value = (
            frozenset(random.sample(entry.codes, 1))
            if entry.kind == "choices"
            else random.choice(entry.codes or (0,))
        )
        item = 0 if entry.section in LIST_SECTIONS else None
        changed = CaseProfile.from_mapping(with_fact(profile, entry, item, value)).case
        now, then = search.reading(CaseProfile.from_mapping(profile).case), search.reading(changed)
        after = before.changed(Change(fact, item, value))
        for each in BOOK.rules:
            for subject in space.subjects(each.about)[:2]:
                assert now(after.said(each, subject)) == then(before.said(each, subject)), each.id
                compared += 1
    assert compared > 1000


def test_a_space_that_cannot_tell_the_numbers_of_a_condition_apart_is_refused() -> None:
    rule = next(
        rule for rule in BOOK.rules if "risk.hours_since_sexual_violence" in facts_read(rule.condition)
    )
    encoded = EncodedBook.of(BOOK, Space({}, {}, BOOK.vocabulary))
    with pytest.raises(ValueError, match="hours_since_sexual_violence"):
        encoded.outcome(rule, Subject("case"))
