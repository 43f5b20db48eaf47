"""How many items of a list are enough to look at: never too few, and no more where none are needed."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Final

import pytest

from protection_rules.analysis.solver.bounds import cuts, items_needed
from protection_rules.analysis.solver.conditions import Situation
from protection_rules.analysis.solver.formula import Formula, both, every, no
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.search import Search
from protection_rules.analysis.solver.space import Space, Subject
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.limits import MOST_ITEMS
from protection_rules.logic.lowering import Lowered, certainly, possibly
from protection_rules.logic.nodes import All, AnyOf, AtLeast, Condition, Every, Is, None_, Not, Some
from protection_rules.rulesets.load import load_rules
from tests.generate import Generator, RandomRule

TYPES: Final = VOCABULARY["service.type"].codes
FEW: Final = 6
"""Items up to which a space is small enough to be compared with one that has one item more."""


def of_type(code: str) -> Condition:
    return Is("service.type", frozenset({code}))


def readings(condition: Condition) -> list[Lowered]:
    return [
        certainly(condition, VOCABULARY, not_asked_is_unknown=True),
        possibly(condition, VOCABULARY, not_asked_is_unknown=True),
    ]


def enough(condition: Condition, items: int) -> bool:
    """Whether some profile with so many services makes the condition true."""
    lowered = readings(condition)
    space = Space({"service": items, "accommodation": items}, cuts(lowered, {}), VOCABULARY)
    return Search(space).ask(Situation(space).holds(lowered[0], Subject("case"))) == "yes"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_as_many_items_as_conditions_that_exclude_each_other(count: int) -> None:
    condition = All(tuple(Some("service", of_type(code)) for code in TYPES[:count]))
    # both readings of each quantifier are counted
    assert items_needed(readings(condition), 0)["service"] == 2 * count
    assert items_needed([readings(condition)[0]], 0)["service"] == count
    assert enough(condition, count)
    assert not enough(condition, count - 1)


def test_one_item_shows_that_not_every_one_meets_a_condition() -> None:
    condition = Not(Every("service", of_type("legal")))
    assert items_needed([readings(condition)[0]], 0)["service"] == 1
    assert enough(condition, 1)
    assert not enough(condition, 0)


def test_counting_needs_no_more_items_than_what_is_counted() -> None:
    condition = AtLeast(2, tuple(Some("service", of_type(code)) for code in TYPES[:3]))
    assert items_needed([readings(condition)[0]], 0)["service"] == 3
    assert enough(condition, 2)
    assert not enough(condition, 1)


def test_nothing_but_what_a_question_names_is_needed_without_quantifiers() -> None:
    assert items_needed(readings(of_type("legal")), 2) == {"accommodation": 2, "service": 2, "data_flow": 2}


def test_a_condition_inside_another_list_counts_once_for_each_way_the_item_around_it_can_be() -> None:
    # for every place there is a service fit for it, of which there are two kinds
    trained = Is("accommodation.staff_trained", frozenset({"yes"}))
    fit = AnyOf((All((trained, of_type("legal"))), All((Not(trained), of_type("shelter")))))
    condition = All(
        (
            Every("accommodation", Some("service", fit)),
            Some("accommodation", trained),
            Some("accommodation", Not(trained)),
            None_("service", All((of_type("legal"), of_type("shelter")))),
        )
    )
    needed = items_needed([readings(condition)[0]], 0)
    # the comparison and its negation are two comparisons
    assert needed["service"] == 2**2 + 1
    assert needed["accommodation"] == 3
    assert enough(condition, 2)
    assert not enough(condition, 1)


def test_no_more_items_than_a_profile_may_list() -> None:
    facts = [
        fact for fact in VOCABULARY.values() if fact.section == "accommodation" and fact.kind == "answer"
    ]
    comparisons = tuple(Is(fact.path, frozenset({"yes"})) for fact in facts)
    inner = Some("service", All((*comparisons, of_type("legal"))))
    assert items_needed(readings(Every("accommodation", inner)))["service"] == MOST_ITEMS


def test_the_rules_that_ship_need_few_items() -> None:
    needed = items_needed(Conditions(load_rules()).lowered())
    assert all(2 <= count <= 10 for count in needed.values())


def outcomes(rule: RandomRule, situation: Situation, subject: Subject) -> list[Formula]:
    lowered = rule.lowered()
    present = situation.space.present(subject)
    certain, possible = (situation.holds(part, subject) for part in (lowered.certainly, lowered.possibly))
    return [both(present, part) for part in (certain, both(possible, no(certain)), no(possible))]


def answers(rules: list[RandomRule], space: Space) -> list[str]:
    """What the rules can come to one by one and two by two, each about one item."""
    situation, search = Situation(space), Search(space)
    found = [
        outcomes(rule, situation, Subject(rule.about, 0 if rule.about in LIST_SECTIONS else None))  # type: ignore[arg-type]
        for rule in rules
    ]
    single = [search.ask(formula) for each in found for formula in each]
    paired = [
        search.ask(every((here, there)))
        for one, other in combinations(found, 2)
        for here in one
        for there in other
    ]
    return single + paired


def test_one_item_more_changes_nothing_for_random_rules() -> None:
    compared = 0
    random = Random(5)
    for seed in range(400):
        rules = Generator(seed).rules(4)
        conditions = [part for rule in rules for part in (rule.lowered().certainly, rule.lowered().possibly)]
        needed = items_needed(conditions, 1)
        if not FEW >= max(needed.values()) > 1:
            continue
        numbers = cuts(conditions, {})
        now = answers(rules, Space(needed, numbers, VOCABULARY))
        section = random.choice([section for section in LIST_SECTIONS if needed[section] > 1])
        assert answers(rules, Space(needed | {section: needed[section] + 1}, numbers, VOCABULARY)) == now
        compared += 1
        if compared == 14:
            break
    assert compared == 14
