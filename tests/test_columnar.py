"""The columnar matcher finds what the other matchers find, in many cases at once."""

from __future__ import annotations

import pytest

from protection_rules import Engine
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
from protection_rules.logic.nodes import All, AnyOf, Every, Is, None_, Some
from protection_rules.matchers.case_tables import case_tables
from protection_rules.matchers.columnar import ColumnarMatcher
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.match import lower_rules
from tests.generate import Generator, RandomRule, reference

CASES = 40


@pytest.mark.parametrize("part", range(3))
def test_columnar_and_compiled_agree_on_random_rules_and_random_profiles(part: int) -> None:
    for seed in range(2_000 * part, 2_000 * part + 20):
        generator = Generator(seed)
        rules = tuple(rule.lowered() for rule in generator.rules(12))
        cases = [generator.case() for _ in range(CASES)]
        compiled = CompiledMatcher(rules)
        assert ColumnarMatcher(rules, VOCABULARY).match_all(cases) == [
            compiled.match(case) for case in cases
        ], seed


def test_the_shipped_rules_match_as_the_reference_evaluation_says(engine: Engine) -> None:
    rules = [
        RandomRule(rule.id, rule.about, rule.condition, rule.not_asked_is_unknown)
        for rule in engine.book.rules
    ]
    generator = Generator(12)
    cases = [generator.case() for _ in range(200)]
    found = ColumnarMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY).match_all(cases)
    assert found == [reference(rules, case) for case in cases]


def test_a_single_case_is_matched_too() -> None:
    generator = Generator(4)
    rules = tuple(rule.lowered() for rule in generator.rules(30))
    case = generator.case()
    assert ColumnarMatcher(rules, VOCABULARY).match(case) == CompiledMatcher(rules).match(case)


def test_no_case_at_all_gives_no_match() -> None:
    rules = tuple(rule.lowered() for rule in Generator(4).rules(12))
    assert ColumnarMatcher(rules, VOCABULARY).match_all([]) == []


@pytest.mark.parametrize("quantifier", [Some, Every, None_])
def test_items_of_three_lists_are_compared_with_one_another(quantifier: type) -> None:
    # for each place: some (every, no) service, and for it some (every, no) item of information
    innermost = quantifier(
        "data_flow",
        AnyOf(
            (
                Is("data_flow.consent", frozenset({"no"})),
                All(
                    (
                        Is("service.reports_to_police", frozenset({"no"})),
                        Is("accommodation.private_lockable", frozenset({"yes"})),
                    )
                ),
            )
        ),
    )
    condition = quantifier(
        "service", AnyOf((innermost, Is("accommodation.type", frozenset({"rented_room"}))))
    )
    rule = RandomRule("R-001", "accommodation", condition, False)
    generator = Generator(21)
    cases = [generator.case() for _ in range(120)]
    found = ColumnarMatcher((rule.lowered(),), VOCABULARY).match_all(cases)
    assert found == [reference([rule], case) for case in cases]
    assert any(found)


def test_an_unknown_list_is_neither_empty_nor_full() -> None:
    condition = Some("service", Is("service.type", frozenset({"police"})))
    rule = RandomRule("R-001", "case", condition, False)
    facts = Generator(1).case().facts

    def case(services: tuple[()] | None) -> Case:
        return Case(facts, dict.fromkeys(LIST_SECTIONS) | {"service": services}, False)

    unknown, empty = ColumnarMatcher((rule.lowered(),), VOCABULARY).match_all([case(None), case(())])
    assert {match.certain for match in unknown} == {False}
    assert not empty


def test_a_matcher_and_its_tables_say_nothing_of_the_cases_when_printed() -> None:
    generator = Generator(2)
    rules = tuple(rule.lowered() for rule in generator.rules(3))
    tables = case_tables([generator.case() for _ in range(3)], VOCABULARY)
    columns = list(ColumnarMatcher(rules, VOCABULARY).columns(tables))
    assert repr(tables) == "<CaseTables: 3 cases>"
    assert [repr(column) for column in columns] == [f"<MatchColumns: {rule.id}>" for rule in rules]
