"""What conditions mean: the table of the semantics, row by row, and what holds for every condition."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from protection_rules import CaseProfile
from protection_rules.documents import plain, read_document
from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, NOT_ASKED, SECTIONS, UNKNOWN, VOCABULARY
from protection_rules.logic.lowering import certainly, possibly
from protection_rules.logic.nodes import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
    facts_read,
    walk,
)
from protection_rules.logic.openness import OpenFact, open_facts
from protection_rules.logic.truth import Reading, Truth, evaluate, leaves, trace
from protection_rules.matchers.lowered_truth import holding
from protection_rules.matchers.only_possible import only_possible
from tests.conditions_as_yaml import ConditionWriter, read_condition
from tests.generate import Generator, RandomRule

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNDETERMINED


def mapping(text: str) -> dict[str, Any]:
    data = plain(read_document(text, "profile"))
    assert isinstance(data, dict)
    return {"profile": 1} | data


def reading(profile: str, *, precaution: bool) -> Reading:
    """The profile as a rule reads it; a rule about a listed item has the first one at hand."""
    case = CaseProfile.from_mapping(mapping(profile)).case
    items = {section: listed[0] for section, listed in case.items.items() if listed}
    return Reading(case, items, precaution)


def truths(condition: str, profile: str) -> tuple[Truth, Truth]:
    """The truth for a rule that takes an unknown as a precaution, and for every other rule."""
    read = read_condition(condition, LIST_SECTIONS)
    precaution, other = (evaluate(read, reading(profile, precaution=each)) for each in (True, False))
    return precaution, other


def table(*rows: tuple[str, str, Truth]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("condition", "profile", "expected"), rows)


# one comparison


@table(
    ("risk.safe_tonight: no", "risk: {safe_tonight: no}", T),
    ("risk.safe_tonight: no", "risk: {safe_tonight: yes}", F),
    ("risk.safe_tonight: no", "risk: {safe_tonight: unknown}", U),
    ("risk.safe_tonight: no", "risk: {}", U),
    ("risk.safe_tonight: no", "person: {}", U),
    ("risk.safe_tonight: [yes, no]", "risk: {safe_tonight: no}", T),
    ("risk.safe_tonight: [yes, no]", "risk: {safe_tonight: unknown}", U),
    ("risk.safe_tonight: unknown", "risk: {safe_tonight: unknown}", T),
    ("risk.safe_tonight: unknown", "risk: {safe_tonight: no}", F),
    ("risk.safe_tonight: [no, unknown]", "risk: {safe_tonight: unknown}", T),
    ("risk.safe_tonight: [no, unknown]", "risk: {safe_tonight: yes}", F),
    ("person.age_group: [child_5_11, adolescent_12_17]", "person: {age_group: child_5_11}", T),
    ("person.age_group: [child_5_11, adolescent_12_17]", "person: {age_group: adult_18_59}", F),
    ("person.age_group: [child_5_11, adolescent_12_17]", "person: {age_group: unknown}", U),
    ("accommodation.type: rented_room", "accommodation: [{type: rented_room}]", T),
    ("accommodation.type: rented_room", "accommodation: [{type: safe_house}]", F),
    ("accommodation.type: rented_room", "accommodation: [{}]", U),
)
def test_a_field_is_one_of_its_values_and_undetermined_where_unknown_is_not_listed(
    condition, profile, expected
) -> None:
    assert truths(condition, profile) == (expected, expected)


@table(
    ("disclosure.self_disclosed: yes", "disclosure: {self_disclosed: yes}", T),
    ("disclosure.self_disclosed: yes", "disclosure: {self_disclosed: no_record}", F),
    ("disclosure.self_disclosed: yes", "disclosure: {}", F),
    ("disclosure.self_disclosed: yes", "person: {}", F),
    ("disclosure.self_disclosed: {not: yes}", "person: {}", T),
    ("disclosure.self_disclosed: no_record", "person: {}", T),
)
def test_nothing_noted_is_never_undetermined(condition, profile, expected) -> None:
    assert truths(condition, profile) == (expected, expected)


@table(
    ("risk.safe_tonight: {not: no}", "risk: {safe_tonight: yes}", T),
    ("risk.safe_tonight: {not: no}", "risk: {safe_tonight: no}", F),
    ("risk.safe_tonight: {not: no}", "risk: {}", U),
    ("person.age_group: {not: [child_5_11, adult_18_59]}", "person: {age_group: infant_0_4}", T),
    ("person.age_group: {not: [child_5_11, adult_18_59]}", "person: {age_group: adult_18_59}", F),
    ("person.age_group: {not: [child_5_11, adult_18_59]}", "person: {}", U),
)
def test_not_is_known_and_different(condition, profile, expected) -> None:
    assert truths(condition, profile) == (expected, expected)


@table(
    ("risk.safe_tonight: {not_known_to_be: yes}", "risk: {safe_tonight: no}", T),
    ("risk.safe_tonight: {not_known_to_be: yes}", "risk: {}", T),
    ("risk.safe_tonight: {not_known_to_be: yes}", "risk: {safe_tonight: yes}", F),
    ("person.age_group: {not_known_to_be: [adult_18_59, older_60_plus]}", "person: {}", T),
    ("person.age_group: {not_known_to_be: [adult_18_59, older_60_plus]}", "person: {age_group: child_5_11}", T),
    ("person.age_group: {not_known_to_be: [adult_18_59, older_60_plus]}", "person: {age_group: adult_18_59}", F),
)  # fmt: skip
def test_not_known_to_be_is_different_or_unknown_and_never_undetermined(condition, profile, expected) -> None:
    assert truths(condition, profile) == (expected, expected)


@table(
    ("risk.safe_tonight: {is_unknown: yes}", "risk: {}", T),
    ("risk.safe_tonight: {is_unknown: yes}", "risk: {safe_tonight: no}", F),
    ("risk.safe_tonight: {is_unknown: no}", "risk: {}", F),
    ("risk.safe_tonight: {is_unknown: no}", "risk: {safe_tonight: no}", T),
    ("risk.hours_since_sexual_violence: {is_unknown: yes}", "risk: {}", T),
    ("risk.hours_since_sexual_violence: {is_unknown: yes}", "risk: {hours_since_sexual_violence: 0}", F),
    ("risk.incident_types: {is_unknown: yes}", "risk: {}", T),
    ("risk.incident_types: {is_unknown: yes}", "risk: {incident_types: unknown}", T),
    ("risk.incident_types: {is_unknown: yes}", "risk: {incident_types: [none]}", F),
    ("risk.incident_types: {is_unknown: yes}", "risk: {incident_types: [not_asked]}", F),
    ("risk.incident_types: {is_unknown: yes}", "risk: {incident_types: [threats]}", F),
)
def test_is_unknown_looks_at_the_answer_itself_and_is_never_undetermined(
    condition, profile, expected
) -> None:
    assert truths(condition, profile) == (expected, expected)


@table(
    ("{at_most: 72}", "71", T), ("{at_most: 72}", "72", T), ("{at_most: 72}", "73", F), ("{at_most: 72}", "unknown", U),
    ("{less_than: 72}", "71", T), ("{less_than: 72}", "72", F), ("{less_than: 72}", "73", F), ("{less_than: 72}", "unknown", U),
    ("{at_least: 72}", "71", F), ("{at_least: 72}", "72", T), ("{at_least: 72}", "73", T), ("{at_least: 72}", "unknown", U),
    ("{more_than: 72}", "71", F), ("{more_than: 72}", "72", F), ("{more_than: 72}", "73", T), ("{more_than: 72}", "unknown", U),
    ("{at_least: 0}", "unknown", U), ("{less_than: 0}", "0", F), ("{less_than: 0}", "unknown", U),
)  # fmt: skip
def test_a_number_is_compared_with_its_bound(condition, profile, expected) -> None:
    hours = "hours_since_sexual_violence"
    assert truths(f"risk.{hours}: {condition}", f"risk: {{{hours}: {profile}}}") == (expected, expected)


# sets


@table(
    ("risk.incident_types: {includes: threats}", "[threats]", T),
    ("risk.incident_types: {includes: threats}", "[threats, blackmail]", T),
    ("risk.incident_types: {includes: threats}", "[blackmail]", F),
    ("risk.incident_types: {includes: threats}", "[none]", F),
    ("risk.incident_types: {includes: threats}", "unknown", U),
    ("risk.incident_types: {includes_any: [threats, blackmail]}", "[blackmail]", T),
    ("risk.incident_types: {includes_any: [threats, blackmail]}", "[detention]", F),
    ("risk.incident_types: {includes_any: [threats, blackmail]}", "[none]", F),
    ("risk.incident_types: {includes_any: [threats, blackmail]}", "unknown", U),
    ("risk.incident_types: none", "[none]", T),
    ("risk.incident_types: none", "[threats]", F),
    ("risk.incident_types: none", "unknown", U),
    ("risk.incident_types: {not: none}", "[none]", F),
    ("risk.incident_types: {not: none}", "[threats]", T),
    ("risk.incident_types: {not: none}", "unknown", U),
    ("risk.incident_types: unknown", "unknown", T),
    ("risk.incident_types: unknown", "[none]", F),
    ("risk.incident_types: [none, unknown]", "[none]", T),
    ("risk.incident_types: [none, unknown]", "unknown", T),
    ("risk.incident_types: [none, unknown]", "[threats]", F),
    ("risk.incident_types: not_asked", "[not_asked]", T),
    ("risk.incident_types: not_asked", "[none]", F),
    ("risk.incident_types: not_asked", "unknown", U),
)
def test_a_set_has_a_code_or_is_known_to_be_empty_or_is_unknown(condition, profile, expected) -> None:
    assert truths(condition, f"risk: {{incident_types: {profile}}}") == (expected, expected)


@pytest.mark.parametrize(
    ("condition", "precaution", "other"),
    [
        ("risk.incident_types: {includes: threats}", U, F),
        ("not: {risk.incident_types: {includes: threats}}", U, T),
        ("risk.incident_types: {includes_any: [threats, blackmail]}", U, F),
        ("risk.incident_types: none", U, F),
        ("risk.incident_types: unknown", U, F),
        ("surely: {risk.incident_types: {includes: threats}}", F, F),
        ("possibly: {risk.incident_types: {includes: threats}}", T, F),
        ("risk.incident_types: {not_known_to_be: none}", T, T),
    ],
)
def test_not_asking_does_not_count_as_safe_for_a_precaution_and_lacks_every_code_elsewhere(
    condition, precaution, other
) -> None:
    assert truths(condition, "risk: {incident_types: [not_asked]}") == (precaution, other)


@pytest.mark.parametrize(
    ("value", "members", "precaution", "other"),
    [
        ("partner", "[partner]", T, T),
        ("partner", "[partner, family]", T, T),
        ("partner", "[family]", F, F),
        ("partner", "[none]", F, F),
        ("partner", "unknown", U, U),
        ("partner", "[not_asked]", U, F),
        ("unknown", "[partner]", U, U),
        ("unknown", "[none]", F, F),
        ("unknown", "unknown", U, U),
        ("unknown", "[not_asked]", U, F),
    ],
)
def test_a_value_is_in_a_set_and_never_in_one_known_to_be_empty(value, members, precaution, other) -> None:
    profile = f"{{disclosure: {{must_not_learn: {members}}}, data_flow: [{{recipient: {value}}}]}}"
    assert truths("data_flow.recipient: {in: disclosure.must_not_learn}", profile) == (precaution, other)


# joined conditions: `t`, `f` and `u` stand for a condition of that truth

KNOWN = "risk: {safe_tonight: no}"
PARTS = {
    "t": "{risk.safe_tonight: no}",
    "f": "{risk.safe_tonight: yes}",
    "u": "{risk.immediate_danger: yes}",
}


def joined(head: str, parts: str) -> str:
    return f"{head}: [{', '.join(PARTS[part] for part in parts)}]"


@pytest.mark.parametrize(
    ("parts", "all_of_them", "any_of_them"),
    [
        ("t", T, T), ("f", F, F), ("u", U, U),
        ("tt", T, T), ("tf", F, T), ("tu", U, T),
        ("ff", F, F), ("fu", F, U), ("uu", U, U),
        ("tfu", F, T),
    ],
)  # fmt: skip
def test_all_is_false_by_one_false_part_and_any_is_true_by_one_true_part(
    parts, all_of_them, any_of_them
) -> None:
    assert truths(joined("all", parts), KNOWN) == (all_of_them, all_of_them)
    assert truths(joined("any", parts), KNOWN) == (any_of_them, any_of_them)
    assert truths(joined("all", parts[::-1]), KNOWN) == (all_of_them, all_of_them)
    assert truths(joined("any", parts[::-1]), KNOWN) == (any_of_them, any_of_them)


@pytest.mark.parametrize(
    ("part", "negated", "surely", "possibly_so"), [("t", F, T, T), ("f", T, F, F), ("u", U, F, T)]
)
def test_not_swaps_and_surely_and_possibly_settle_what_is_undetermined(
    part, negated, surely, possibly_so
) -> None:
    for head, expected in (("not", negated), ("surely", surely), ("possibly", possibly_so)):
        assert truths(f"{head}: {PARTS[part]}", KNOWN) == (expected, expected)


@pytest.mark.parametrize(
    ("count", "parts", "expected"),
    [
        (1, "t", T), (1, "f", F), (1, "u", U),
        (2, "ttf", T), (2, "tff", F), (2, "tfu", U), (2, "fuu", U), (2, "ffu", F), (2, "tuu", U),
        (3, "ttt", T), (3, "ttu", U), (3, "ttf", F),
    ],
)  # fmt: skip
def test_at_least_so_many_are_true_or_undetermined_where_too_few_are_true_and_enough_may_be(
    count, parts, expected
) -> None:
    of = ", ".join(PARTS[part] for part in parts)
    assert truths(f"at_least: {{count: {count}, of: [{of}]}}", KNOWN) == (expected, expected)


def test_a_mapping_of_several_fields_is_their_conjunction() -> None:
    together = read_condition(
        "{risk.safe_tonight: no, person.age_group: adult_18_59, not: {risk.immediate_danger: yes}}"
    )
    assert together == read_condition(
        "all: [{risk.safe_tonight: no}, {person.age_group: adult_18_59}, {not: {risk.immediate_danger: yes}}]"
    )
    assert read_condition("all: {risk.safe_tonight: no, risk.immediate_danger: yes}") == read_condition(
        "all: [{risk.safe_tonight: no}, {risk.immediate_danger: yes}]"
    )


def test_always_holds_for_every_profile() -> None:
    assert truths("always", "{}") == (T, T)
    assert truths("not: always", "{}") == (F, F)


def test_a_term_is_as_true_as_what_it_stands_for() -> None:
    for part, expected in (("t", T), ("f", F), ("u", U)):
        term = Term("a_term", Text("a term", "مصطلح"), read_condition(PARTS[part]))
        for text, negated in (("a_term: yes", False), ("a_term: no", True)):
            found = evaluate(read_condition(text, terms=[term]), reading(KNOWN, precaution=False))
            assert found is ({T: F, F: T, U: U}[expected] if negated else expected)


# lists: `t`, `f` and `u` stand for an item for which the condition has that truth

ITEMS = {"t": "{private_lockable: yes}", "f": "{private_lockable: no}", "u": "{}"}


def listed(items: str | None) -> str:
    if items is None:
        return "{}"
    return f"accommodation: [{', '.join(ITEMS[item] for item in items)}]"


@pytest.mark.parametrize(
    ("items", "some", "every", "none"),
    [
        (None, U, U, U),
        ("", F, T, T),
        ("t", T, T, F), ("f", F, F, T), ("u", U, U, U),
        ("tt", T, T, F), ("tf", T, F, F), ("tu", T, U, F),
        ("ff", F, F, T), ("fu", U, F, U), ("uu", U, U, U),
        ("tfu", T, F, F),
    ],
)  # fmt: skip
def test_quantifiers_over_no_list_an_empty_list_and_known_unknown_and_mixed_items(
    items, some, every, none
) -> None:
    for head, expected in (("some", some), ("every", every), ("none", none)):
        condition = f"{head}: {{accommodation: {{accommodation.private_lockable: yes}}}}"
        assert truths(condition, listed(items)) == (expected, expected)


@pytest.mark.parametrize("head", ["some", "every", "none"])
def test_an_unknown_list_is_undetermined_even_where_no_item_could_matter(head: str) -> None:
    assert truths(f"surely: {{{head}: {{service: always}}}}", "{}") == (F, F)
    assert truths(f"possibly: {{{head}: {{service: always}}}}", "{}") == (T, T)


def test_inside_a_quantifier_the_section_means_its_item_and_the_others_keep_theirs() -> None:
    profile = "{accommodation: [{type: safe_house}], service: [{type: legal}, {type: shelter}], consent: {declined_services: [shelter]}}"
    condition = (
        "{some: {service: {service.type: {in: consent.declined_services}, accommodation.type: safe_house}}}"
    )
    assert truths(condition, profile) == (T, T)
    assert truths(condition, profile.replace("safe_house", "rented_room")) == (F, F)


# what holds for every condition


def every_reading(rule: RandomRule, case: Case) -> Iterator[Reading]:
    whole = Reading(case, {}, rule.not_asked_is_unknown)
    if rule.about in LIST_SECTIONS:
        yield from (whole.about(rule.about, item) for item in case.items[rule.about] or ())
    else:
        yield whole


@pytest.mark.parametrize("part", range(6))
def test_certainly_holds_just_where_true_and_possibly_just_where_not_false(part: int) -> None:
    found = set()
    for seed in range(part * 1000, part * 1000 + 100):
        generator = Generator(seed)
        for rule in generator.rules(8):
            sure = certainly(rule.condition, VOCABULARY, not_asked_is_unknown=rule.not_asked_is_unknown)
            maybe = possibly(rule.condition, VOCABULARY, not_asked_is_unknown=rule.not_asked_is_unknown)
            for read in every_reading(rule, generator.case()):
                truth = evaluate(rule.condition, read)
                found.add(truth)
                assert holding(sure)(read.case, read.items) == (truth is T), seed
                assert holding(maybe)(read.case, read.items) == (truth is not F), seed
    assert found == {T, F, U}


def test_what_is_left_to_look_for_of_a_possible_rule_is_all_that_is_not_certain_and_nothing_else() -> None:
    fewer = 0
    for seed in range(200):
        generator = Generator(seed)
        for rule in generator.rules(8):
            lowered = rule.lowered()
            left = only_possible(lowered.certainly, lowered.possibly)
            for read in every_reading(rule, generator.case()):
                certain, possible, found = (
                    holding(each)(read.case, read.items)
                    for each in (lowered.certainly, lowered.possibly, left)
                )
                assert found or certain or not possible, seed
                assert possible or not found, seed
                fewer += certain and not found
    assert fewer > 100


@pytest.mark.parametrize("part", range(4))
def test_a_condition_written_as_yaml_is_read_back_as_it_was(part: int) -> None:
    for seed in range(part * 1000, part * 1000 + 100):
        for rule in Generator(seed).rules(6):
            writer = ConditionWriter(seed)
            text = writer.text(rule.condition)
            at_hand = {rule.about} & {*LIST_SECTIONS}
            assert read_condition(text, at_hand, writer.terms) == rule.condition, text


def asking_only(condition: Condition) -> Condition:
    """The condition without anything that looks at whether a fact is known."""
    match condition:
        case Surely(part=part) | Possibly(part=part):
            return asking_only(part)
        case Not(part=part):
            return Not(asking_only(part))
        case Term(part=part):
            return Term(condition.name, condition.label, asking_only(part))
        case All(parts=parts):
            return All(tuple(map(asking_only, parts)))
        case AnyOf(parts=parts):
            return AnyOf(tuple(map(asking_only, parts)))
        case AtLeast(count=count, parts=parts):
            return AtLeast(count, tuple(map(asking_only, parts)))
        case Some(section=section, part=part):
            return Some(section, asking_only(part))
        case Every(section=section, part=part):
            return Every(section, asking_only(part))
        case None_(section=section, part=part):
            return None_(section, asking_only(part))
        case IsUnknown(fact=fact) if VOCABULARY[fact].kind == "number":
            return All(())
        case IsUnknown(fact=fact):
            return some_code(fact)
        case Is(fact=fact, values=values) if values & {UNKNOWN, NOT_ASKED}:
            left = values - {UNKNOWN, NOT_ASKED}
            return Is(fact, left) if left else some_code(fact)
        case _:
            return condition


def some_code(fact: str) -> Condition:
    entry = VOCABULARY[fact]
    codes = frozenset(entry.codes[:1])
    return Includes(fact, codes) if entry.kind == "choices" else Is(fact, codes)


class Answers:
    """Answers some of what a case leaves unknown."""

    def __init__(self, generator: Generator, seed: int, *, not_asked_too: bool) -> None:
        self._generator = generator
        self._random = Random(seed)
        self._unknown: list[Value] = [UNKNOWN, frozenset({UNKNOWN})]
        if not_asked_too:
            self._unknown.append(frozenset({NOT_ASKED}))

    def given(
        self, case: Case, *, leaving: frozenset[tuple[str, str]] = frozenset(), share: float = 0.5
    ) -> Case:
        """The case with this share of its unknowns answered, apart from some (facts with their subjects)."""

        def facts_of(facts: dict[str, Value], subject: str) -> dict[str, Value]:
            return {
                fact: self._answer(fact)
                if value in self._unknown and (fact, subject) not in leaving and self._random.random() < share
                else value
                for fact, value in facts.items()
            }

        lists: dict[str, tuple[Item, ...] | None] = {}
        for section, items in case.items.items():
            if items is None:
                answered = (section, "case") not in leaving and self._random.random() < share
                lists[section] = self._generator.case().items[section] if answered else None
            else:
                lists[section] = tuple(
                    Item(item.id, facts_of({**item.facts}, f"{section}:{item.id}")) for item in items
                )
        facts: dict[str, Value] = {}
        for name, section_entry in SECTIONS.items():
            if not section_entry.many:
                own = {
                    fact: case.facts[fact] for fact in (entry.path for entry in section_entry.facts.values())
                }
                facts |= facts_of(own, "operation" if name == "operation" else "case")
        return Case(facts, lists, case.has_operation)

    def _answer(self, fact: str) -> Value:
        while (value := self._generator.value(VOCABULARY[fact])) in (
            UNKNOWN,
            frozenset({UNKNOWN}),
            frozenset({NOT_ASKED}),
        ):
            pass
        return value


def same_subject(read: Reading, case: Case) -> Reading:
    """The reading of another case with the same items at hand."""
    at_hand = {
        section: next(other for other in case.items[section] or () if other.id == item.id)
        for section, item in read.items.items()
    }
    return Reading(case, at_hand, read.not_asked_is_unknown)


@pytest.mark.parametrize("part", range(4))
def test_an_answer_never_turns_true_into_false_or_false_into_true(part: int) -> None:
    settled = 0
    for seed in range(part * 1000, part * 1000 + 100):
        generator = Generator(seed)
        for rule in generator.rules(8):
            condition = asking_only(rule.condition)
            answers = Answers(generator, seed, not_asked_too=rule.not_asked_is_unknown)
            for read in every_reading(rule, generator.case()):
                before = evaluate(condition, read)
                after = evaluate(condition, same_subject(read, answers.given(read.case)))
                assert before in {U, after}, seed
                settled += before is U and after is not U
    assert settled > 50


@pytest.mark.parametrize("part", range(4))
def test_answering_what_is_not_named_as_open_changes_nothing(part: int) -> None:
    undetermined = 0
    for seed in range(part * 1000, part * 1000 + 100):
        generator = Generator(seed)
        for rule in generator.rules(8):
            condition = asking_only(rule.condition)
            answers = Answers(generator, seed, not_asked_too=rule.not_asked_is_unknown)
            for read in every_reading(rule, generator.case()):
                found = trace(condition, read)
                named = frozenset((each.fact, each.subject) for each in open_facts(found))
                undetermined += found.truth is U
                for share in (1.0, 0.5):
                    other = same_subject(read, answers.given(read.case, leaving=named, share=share))
                    assert evaluate(condition, other) is found.truth, seed
    assert undetermined > 50


def test_what_is_named_as_open_is_unknown_and_read_by_the_condition() -> None:
    for seed in range(60):
        generator = Generator(seed)
        for rule in generator.rules(6):
            for read in every_reading(rule, generator.case()):
                lists = {
                    node.section for node in walk(rule.condition) if isinstance(node, Some | Every | None_)
                }
                for each in open_facts(trace(rule.condition, read)):
                    assert each.fact in {*facts_read(rule.condition), *lists}
                    if each.fact in LIST_SECTIONS:
                        assert read.case.items[each.fact] is None


@pytest.mark.parametrize(
    ("condition", "profile", "open_now"),
    [
        ("{risk.safe_tonight: no, risk.immediate_danger: yes}", "{}", ["risk.safe_tonight", "risk.immediate_danger"]),
        ("{risk.safe_tonight: no, risk.immediate_danger: yes}", "risk: {safe_tonight: no}", ["risk.immediate_danger"]),
        ("{risk.safe_tonight: no, risk.immediate_danger: yes}", "risk: {safe_tonight: yes}", []),
        ("any: [{risk.safe_tonight: no}, {risk.immediate_danger: yes}]", "risk: {safe_tonight: no}", []),
        ("any: [{risk.safe_tonight: no}, {risk.immediate_danger: yes}]", "risk: {safe_tonight: yes}", ["risk.immediate_danger"]),
        ("{risk.safe_tonight: no, any: {risk.immediate_danger: yes, person.age_group: child_5_11}}", "person: {age_group: child_5_11}", ["risk.safe_tonight"]),
        ("at_least: {count: 2, of: [{risk.safe_tonight: no}, {risk.immediate_danger: yes}, {person.age_group: child_5_11}]}", "{risk: {safe_tonight: yes, immediate_danger: no}}", []),
        ("at_least: {count: 2, of: [{risk.safe_tonight: no}, {risk.immediate_danger: yes}, {person.age_group: child_5_11}]}", "{risk: {safe_tonight: yes}}", ["risk.immediate_danger", "person.age_group"]),
        ("some: {service: {service.type: legal}}", "{}", ["service"]),
        ("some: {service: {service.type: legal}}", "service: [{}, {type: mhpss}]", ["service.type"]),
        ("some: {service: {service.type: legal}}", "service: [{}, {type: legal}]", []),
        ("every: {service: {service.type: legal}}", "service: [{}, {type: mhpss}]", []),
        ("service.type: {in: consent.declined_services}", "{service: [{}], consent: {}}", ["service.type", "consent.declined_services"]),
        ("service.type: {in: consent.declined_services}", "{service: [{}], consent: {declined_services: [none]}}", []),
        ("surely: {risk.safe_tonight: no}", "{}", []),
        ("possibly: {risk.safe_tonight: no}", "{}", []),
        ("{risk.immediate_danger: yes, surely: {risk.safe_tonight: no}}", "{}", []),
        ("{risk.immediate_danger: yes, possibly: {risk.safe_tonight: no}}", "{}", ["risk.immediate_danger"]),
        ("{risk.immediate_danger: yes, risk.safe_tonight: {not_known_to_be: yes}}", "{}", ["risk.immediate_danger", "risk.safe_tonight"]),
    ],
)  # fmt: skip
def test_only_what_could_still_decide_is_open(condition: str, profile: str, open_now: list[str]) -> None:
    found = open_facts(trace(read_condition(condition, LIST_SECTIONS), reading(profile, precaution=True)))
    assert [each.fact for each in found] == open_now


def test_a_set_not_asked_is_open_for_a_precaution_only_and_says_so() -> None:
    condition = read_condition("any: [{risk.incident_types: {includes: threats}}, {risk.safe_tonight: no}]")
    profile = "risk: {incident_types: [not_asked]}"
    taken = open_facts(trace(condition, reading(profile, precaution=True)))
    assert taken == (
        OpenFact("risk.incident_types", "case", not_asked=True),
        OpenFact("risk.safe_tonight", "case", not_asked=False),
    )
    assert open_facts(trace(condition, reading(profile, precaution=False))) == (
        OpenFact("risk.safe_tonight", "case", not_asked=False),
    )


def test_nothing_is_asked_that_only_matters_together_with_a_set_not_asked() -> None:
    condition = read_condition(
        "any: [{risk.incident_types: {includes: threats}, person.age_group: child_5_11}, {risk.safe_tonight: no}]"
    )
    found = open_facts(trace(condition, reading("risk: {incident_types: [not_asked]}", precaution=False)))
    assert [each.fact for each in found] == ["risk.safe_tonight"]


def test_an_open_fact_of_an_item_says_which_item() -> None:
    condition = read_condition("some: {service: {service.type: legal}}")
    found = open_facts(
        trace(condition, reading("service: [{id: one}, {id: two, type: mhpss}]", precaution=False))
    )
    assert found == (OpenFact("service.type", "service:one", not_asked=False),)


def test_a_trace_ends_in_the_comparisons_that_were_made() -> None:
    found = trace(
        read_condition("{risk.safe_tonight: no, not: {risk.immediate_danger: yes}}"),
        reading(KNOWN, precaution=False),
    )
    assert [(leaf.condition, leaf.truth) for leaf in leaves(found)] == [
        (Is("risk.safe_tonight", frozenset({"no"})), T),
        (Is("risk.immediate_danger", frozenset({"yes"})), U),
    ]


def test_a_set_known_to_be_empty_is_told_from_one_that_is_unknown() -> None:
    case = CaseProfile.from_mapping(mapping("risk: {incident_types: [none]}")).case
    assert case.facts["risk.incident_types"] == frozenset()
    assert NONE not in case.facts["risk.incident_types"]
    assert CaseProfile.from_mapping(mapping("risk: {}")).case.facts["risk.incident_types"] == {UNKNOWN}
