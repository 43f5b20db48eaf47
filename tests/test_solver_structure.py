"""What is odd about a rule book is found, each with a profile that shows it when evaluated again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.inquiry import Inquiry
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.report import finding_text
from protection_rules.analysis.solver.silence import silence
from protection_rules.analysis.solver.structure import FAULTS, Finding, structure
from protection_rules.logic.nodes import All, AnyOf, Condition, Is, Not, Surely
from protection_rules.rulesets.invariant_model import Direction
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import Rule, RuleBook
from tests.invariant_breaks import plain_rule, with_rules

BOOK: Final = load_rules()
DIRECTIONS: Final = load_invariants(BOOK).directions


def inquiry(book: RuleBook) -> Inquiry:
    numbers = {d.fact: _numbers(d) for d in DIRECTIONS}
    return Inquiry(book, space_for(Conditions(book).lowered(), book.vocabulary, numbers))


def _numbers(direction: Direction) -> list[int]:
    return [value for value in direction.unsafe if isinstance(value, int)]


def found(book: RuleBook) -> list[Finding]:
    return list(structure(inquiry(book)))


def silent(book: RuleBook) -> list[Finding]:
    return list(silence(inquiry(book), DIRECTIONS))


def the(findings: list[Finding], kind: str, *about: str) -> Finding:
    """The one finding of this kind about these rules."""
    (one,) = (each for each in findings if each.kind == kind and set(each.about) == set(about))
    assert one.is_fault == (kind in FAULTS)
    return one


def told(book: RuleBook, finding: Finding) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """What a fresh engine makes of the profile: statuses, what is set aside by what, what stays undecided."""
    assert finding.witness is not None
    assessment = Engine(book).evaluate(CaseProfile.from_mapping(finding.witness.profile))
    return (
        {one.rule: one.status for one in assessment.recommendations},
        {one.rule: one.by for one in assessment.set_aside},
        {one.rule for one in assessment.undecided},
    )


def yes(fact: str) -> Condition:
    return Is(fact, frozenset({"yes"}))


def no(fact: str) -> Condition:
    return Is(fact, frozenset({"no"}))


def with_more(*rules: Rule) -> RuleBook:
    """These rules, with those that ship and advise the same actions."""
    actions = {rule.action for rule in rules}
    return with_rules(BOOK, (*(rule for rule in BOOK.rules if rule.action in actions), *rules))


def alone(name: str, **fields: object) -> RuleBook:
    """One rule that ships, altered."""
    (rule,) = (rule for rule in BOOK.rules if rule.id == name)
    return with_rules(BOOK, [replace(rule, **fields)])


# seeded faults


def test_a_rule_that_never_applies_is_found_with_a_profile_for_which_it_still_speaks() -> None:
    never = All((yes("risk.safe_tonight"), no("risk.safe_tonight")))
    book = alone("C-VIO-01", when=never)
    finding = the(found(book), "never_applies", "C-VIO-01")
    assert told(book, finding)[0]["C-VIO-01"] == "precaution"


def test_a_rule_that_is_false_for_every_profile_is_found_without_one() -> None:
    never = All((Surely(yes("risk.safe_tonight")), no("risk.safe_tonight")))
    book = with_rules(BOOK, [plain_rule(BOOK, never, id="X-TEST-01")])
    assert the(found(book), "never_applies", "X-TEST-01").witness is None


def test_advice_that_is_always_set_aside_is_found() -> None:
    never = plain_rule(
        BOOK,
        BOOK.rules[-1].when,
        id="X-TEST-01",
        about="accommodation",
        modality="must_not",
        action="place_in_option",
    )
    book = with_more(
        replace(
            never,
            when=AnyOf(
                (
                    yes("risk.safe_tonight"),
                    Not(yes("risk.safe_tonight")),
                    Not(Surely(yes("risk.safe_tonight"))),
                )
            ),
        )
    )
    finding = the(found(book), "always_set_aside", "C-ACC-16")
    assert "C-ACC-16" in told(book, finding)[1]


def test_advice_that_is_set_aside_for_some_profiles_only_is_no_fault() -> None:
    sometimes = plain_rule(
        BOOK,
        yes("risk.safe_tonight"),
        id="X-TEST-01",
        about="accommodation",
        modality="must_not",
        action="place_in_option",
    )
    assert found(with_more(sometimes)) == []


def test_two_rules_that_demand_and_forbid_the_same_in_one_tier_are_found() -> None:
    other = plain_rule(
        BOOK,
        no("risk.safe_tonight"),
        id="X-TEST-01",
        modality="must_not",
        action="offer_safe_place",
        tier="life",
    )
    book = with_more(other)
    finding = the(found(book), "contradiction", "C-ACC-01", "X-TEST-01")
    statuses, set_aside, _ = told(book, finding)
    assert statuses["X-TEST-01"] == "applies"
    assert set_aside["C-ACC-01"] == "X-TEST-01"


@pytest.mark.parametrize(
    "fields",
    [
        {"tier": "routine"},
        {"overrides": ("C-ACC-01",)},
        {"when": All((yes("risk.safe_tonight"), no("risk.immediate_danger")))},
    ],
    ids=["in another tier", "as its named exception", "never at once"],
)
def test_two_rules_of_which_it_is_settled_which_gives_way_are_no_contradiction(
    fields: dict[str, object],
) -> None:
    other = plain_rule(
        BOOK,
        no("risk.safe_tonight"),
        id="X-TEST-01",
        modality="must_not",
        action="offer_safe_place",
        tier="life",
    )
    kinds = {each.kind for each in found(with_more(replace(other, **fields)))}
    assert "contradiction" not in kinds


def test_two_rules_that_say_the_same_in_other_words_are_found() -> None:
    rule = next(rule for rule in BOOK.rules if rule.id == "C-ACC-02")
    book = with_more(replace(rule, id="X-TEST-01", when=Not(Not(rule.when)), span=rule.span))
    finding = the(found(book), "same_advice", "C-ACC-02", "X-TEST-01")
    assert {"C-ACC-02", "X-TEST-01"} <= told(book, finding)[0].keys()


def test_a_condition_that_always_holds_is_found() -> None:
    always = AnyOf((yes("risk.safe_tonight"), Not(Surely(yes("risk.safe_tonight")))))
    book = alone("C-REG-14", when=always)
    finding = the(found(book), "always_true", "C-REG-14")
    assert told(book, finding)[0]["C-REG-14"] == "applies"
    assert finding.witness is not None
    assert finding.witness.profile == {"profile": 1}


def test_a_precaution_that_withholds_protection_is_found() -> None:
    withheld = plain_rule(
        BOOK,
        yes("conversation.private"),
        id="X-TEST-01",
        modality="must_not",
        action="arrange_child_care",
        if_unknown="precaution",
        tier="routine",
    )
    book = with_more(withheld)
    finding = the(found(book), "unknown_discloses", "X-TEST-01")
    statuses, set_aside, _ = told(book, finding)
    assert statuses.get("X-TEST-01") == "precaution" or "X-TEST-01" in set_aside


# silence


def test_a_precaution_made_silent_is_found() -> None:
    assert silent(alone("C-VIO-02")) == []
    book = alone("C-VIO-02", if_unknown="silent")
    finding = the(silent(book), "unknown_weakens", "C-VIO-02")
    assert finding.fact == "risk.perpetrator_has_access"
    assert "C-VIO-02" in told(book, finding)[2]


def test_a_duty_on_a_fact_that_another_rule_asks_about_is_not_lost() -> None:
    duty = plain_rule(BOOK, yes("conversation.private"), id="X-TEST-01", action="arrange_child_care")
    asks = plain_rule(
        BOOK, yes("conversation.private"), id="X-TEST-02", action="make_minimum_plan", if_unknown="verify"
    )
    assert "unknown_weakens" in {each.kind for each in silent(with_rules(BOOK, [duty]))}
    assert "unknown_weakens" not in {each.kind for each in silent(with_rules(BOOK, [duty, asks]))}


def test_a_duty_on_a_fact_that_is_never_asked_is_not_lost() -> None:
    duty = plain_rule(BOOK, yes("risk.outing_threat"), id="X-TEST-01", action="arrange_child_care")
    assert silent(with_rules(BOOK, [duty])) == []


def test_a_decision_point_that_says_nothing_while_the_worse_is_not_known_is_found() -> None:
    advice = plain_rule(BOOK, no("conversation.private"), id="X-TEST-01", modality="should")
    book = with_rules(BOOK, [advice])
    finding = the(silent(book), "silent_while_unknown", book.rulesets[0].id)
    assert finding.fact == "conversation.private"
    assert told(book, finding) == ({}, {}, {"X-TEST-01"})
    assert silent(with_rules(BOOK, [replace(advice, if_unknown="verify")])) == []


def test_a_decision_point_that_falls_silent_once_the_worse_is_known_is_found() -> None:
    advice = plain_rule(
        BOOK, Is("conversation.private", frozenset({"unknown"})), id="X-TEST-01", modality="should"
    )
    book = with_rules(BOOK, [advice])
    finding = the(silent(book), "silent_once_known", book.rulesets[0].id)
    assert finding.witness is not None
    assert finding.witness.profile == {"profile": 1, "conversation": {"private": "no"}}
    assert told(book, finding) == ({}, {}, set())
    minimum_plan = replace(advice, limits_questions=True)
    assert silent(with_rules(BOOK, [minimum_plan])) == []


def test_every_kind_of_finding_has_words_in_both_languages() -> None:
    for kind in (*FAULTS, "always_true", "unknown_weakens", "silent_while_unknown", "silent_once_known"):
        about = ("safe-referral",) if kind.startswith("silent") else ("C-ACC-01", "C-ACC-02")
        text = finding_text(Finding(kind, about, None, "conversation.private"), BOOK)  # type: ignore[arg-type]
        assert "{" not in text.en + text.ar
        assert text.en != text.ar
