"""The matchers agree with the meaning of conditions, and the engine's limits are kept."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import durable_rules_engine
import pytest

from protection_rules import CaseProfile, Engine, MatcherDisagreement
from protection_rules.facts.case import Case, Item
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY
from protection_rules.logic.lowering import Exists, Lowered, Meets, OneOf
from protection_rules.logic.nodes import All, AnyOf, Is, MemberOf, walk
from protection_rules.matchers import durable, shards
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.disjuncts import LONGEST_CONDITION, Atom, Numbered, Properties
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import LoweredRule, Match, lower_rules
from protection_rules.matchers.shards import LARGEST_SHARD, MOST_COMPARISONS, EngineRule, create, packed
from protection_rules.matchers.store import OPENING, EngineError
from protection_rules.rulesets.load import load_rules
from tests.agreement import CASES, disagreements
from tests.generate import Generator, RandomRule, reference


@pytest.mark.parametrize("part", range(4))
def test_reference_durable_and_compiled_agree_on_twenty_thousand_random_pairs(part: int) -> None:
    assert disagreements(seed=1_000_000 * part, rulesets=-(-5_000 // CASES)) == []


def test_random_rules_use_every_construct() -> None:
    used = {
        type(node).__name__
        for seed in range(40)
        for rule in Generator(seed).rules(12)
        for node in walk(rule.condition)
    }
    assert used == {
        "All", "Always", "AnyOf", "AtLeast", "Compare", "Every", "Includes", "Is", "IsUnknown", "MemberOf",
        "None_", "Not", "Possibly", "Some", "Surely", "Term",
    }  # fmt: skip


def test_random_cases_have_no_to_six_items_and_unknown_lists() -> None:
    generator = Generator(5)
    lengths = {
        None if items is None else len(items) for _ in range(200) for items in generator.case().items.values()
    }
    assert lengths == {None, 0, 1, 2, 3, 4, 5, 6}


def test_the_shipped_rules_match_alike_in_all_three_ways(engine: Engine) -> None:
    rules = [
        RandomRule(rule.id, rule.about, rule.condition, rule.not_asked_is_unknown)
        for rule in engine.book.rules
    ]
    lowered = lower_rules(engine.book.rules, VOCABULARY)
    matchers = (DurableMatcher(lowered, VOCABULARY), CompiledMatcher(lowered))
    generator = Generator(11)
    for _ in range(300):
        case = generator.case()
        expected = reference(rules, case)
        assert all(matcher.match(case) == expected for matcher in matchers)


def test_five_hundred_rules_evaluate_although_the_engine_alone_would_abort() -> None:
    generator = Generator(500)
    rules = generator.rules(500)
    lowered = tuple(rule.lowered() for rule in rules)
    matcher, compiled = DurableMatcher(lowered, VOCABULARY), CompiledMatcher(lowered)
    assert len(matcher.shard_sizes) > 20
    for _ in range(20):
        case = generator.case()
        assert matcher.match(case) == reference(rules, case) == compiled.match(case)


def test_no_shard_is_larger_than_the_engine_can_walk(engine: Engine) -> None:
    for rules in (
        lower_rules(engine.book.rules, VOCABULARY),
        tuple(rule.lowered() for rule in Generator(3).rules(400)),
    ):
        assert max(DurableMatcher(rules, VOCABULARY).shard_sizes) <= LARGEST_SHARD


def test_a_shard_that_is_too_large_is_refused() -> None:
    properties = Properties(VOCABULARY)
    properties.by_name.update({f"risk.{number}": Numbered("risk.hours") for number in range(201)})
    atoms = [Atom("risk", f"risk.{number}", "$eq", 1) for number in range(201)]
    conjunctions = EngineRule("R-001", "case", True, tuple((atom,) for atom in atoms[:60]))
    comparisons = EngineRule("R-002", "case", True, (tuple(atoms),))
    for too_many in (conjunctions, comparisons):
        with pytest.raises(EngineError):
            create([too_many], properties)
        with pytest.raises(EngineError):
            [create(rules, properties) for rules in packed([[too_many]])]


def test_a_condition_too_long_for_the_engine_is_computed_beside_it() -> None:
    rule = RandomRule("R-001", "service", MemberOf("service.type", "consent.declined_services"), False)
    matcher = DurableMatcher((rule.lowered(),), VOCABULARY)
    assert sum(matcher.shard_sizes) <= 2 * (LONGEST_CONDITION + 1)


def test_a_rule_of_as_many_conjunctions_as_a_condition_may_come_to_fits_into_the_engine() -> None:
    # the engine holds 31 signs of `$and` and `$or` for a rule, two for each that stands there
    facts = [
        fact.path for fact in VOCABULARY.values() if fact.section == "operation" and fact.kind == "answer"
    ]
    pairs = [
        All((Is(one, frozenset({"yes"})), Is(other, frozenset({"no"})))) for one, other in pairwise(facts)
    ]
    rule = RandomRule("R-001", "case", AnyOf(tuple(pairs[: LONGEST_CONDITION // 2])), False)
    lowered = (rule.lowered(),)
    (shard,) = DurableMatcher(lowered, VOCABULARY).shards
    assert shard.size == 1 + 2 * (LONGEST_CONDITION // 2)
    generator = Generator(6)
    cases = [generator.case() for _ in range(50)]
    found = [DurableMatcher(lowered, VOCABULARY).match(case) for case in cases]
    assert found == [CompiledMatcher(lowered).match(case) for case in cases]


def test_a_hundred_listed_items_are_told_apart() -> None:
    generator = Generator(12)
    facts = [fact for fact in VOCABULARY.values() if fact.section == "service"]
    items = tuple(
        Item(f"s{number}", {fact.path: generator.value(fact) for fact in facts}) for number in range(100)
    )
    case = generator.case()
    case = Case(case.facts, {**case.items, "service": items}, case.has_operation)
    lowered = tuple(rule.lowered() for rule in generator.rules(60))
    found = CompiledMatcher(lowered).match(case)
    assert DurableMatcher(lowered, VOCABULARY).match(case) == found
    assert len({match.subject for match in found}) > 100


def test_no_two_names_of_properties_are_the_same_to_the_engine() -> None:
    def known_by(name: str) -> int:
        known = 0x811C9DC5
        for letter in name.encode():
            known = (known ^ letter) * 16777619 % 2**32
        return known

    names = [*shards.PROPERTY_NAMES, OPENING, "id", "sid"]
    assert len(names) > MOST_COMPARISONS
    assert len({known_by(name) for name in names}) == len(names)


STACK = """
import json, sys
import durable_rules_engine as engine
def found(count, condition, names, each):
    rules = {"opening": {"all": [{"opening": {"opening": 1}}]}}
    rules |= {f"{n:02}": {"all": [{"m": condition(n)}]} for n in range(count)}
    handle = engine.create_ruleset("stack", json.dumps(rules))
    fact = {"id": "0", "sid": "case"} | {f"{name}{n}": 1 for n in range(each) for name in names}
    _, place = engine.assert_fact(handle, json.dumps({"id": "opening", "sid": "case", "opening": 1}))
    try:
        engine.assert_fact(handle, json.dumps(fact))
    except engine.error:
        return -1
    engine.start_action_for_state(handle, place)
    fired = set()
    while match := engine.complete_and_start_action(handle, place):
        fired.add(match[2:4])
    engine.delete_state(handle, "case")
    engine.delete_ruleset(handle)
    return len(fired)
def three(n):
    return {"$and": [{f"a{n}": 1}, {f"b{n}": 1}, {f"c{n}": 1}]}
def begun_alike(n):
    return {"$and": [{"a0": 1}, {"b0": 1}, {f"c{n}": 1}, {f"a{n}": 1}]}
def either(n):
    return {"$or": [{f"a{2 * n}": 1}, {"$and": [{f"a{2 * n + 1}": 1}, {f"b{n}": 1}]}]}
print(found(64, three, "abc", 64), found(64, begun_alike, "abc", 64), found(32, either, "ab", 64))
print(found(65, three, "abc", 65), found(65, begun_alike, "abc", 65))
"""


def test_what_the_engines_stack_must_hold_is_conjunctions_however_many_comparisons_they_have() -> None:
    """Should this fail one day, a shard must be bounded otherwise."""
    environment = os.environ | {"MALLOC_PERTURB_": "165", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", STACK], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["64", "64", "32", "-1", "-1"]), done.stderr[-500:]


NOTHING_FIRES = """
import random
from protection_rules.facts.case import Case
from protection_rules.logic.nodes import Is
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.facts.vocabulary import VOCABULARY
from tests.generate import Generator, RandomRule
rules = [RandomRule("R-001", "case", Is("risk.safe_tonight", frozenset({"no"})), False)]
lowered = tuple(rule.lowered() for rule in rules)
case = Generator(1).case()
case = Case({**case.facts, "risk.safe_tonight": "yes"}, case.items, False)
for _ in range(50):
    matcher = DurableMatcher(lowered, VOCABULARY)
    assert not matcher.match(case)
    matcher.close()
print("sound")
"""


def test_a_case_in_which_nothing_fires_leaves_the_engines_memory_sound() -> None:
    # fresh memory is filled with rubbish, so that a pointer the engine never set is a crash
    environment = os.environ | {"MALLOC_PERTURB_": "165", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", NOTHING_FIRES], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "sound")


def test_no_fact_of_a_case_stays_in_the_engine(engine: Engine) -> None:
    matcher = DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY)
    serial = next(durable._serial)
    matcher.match(Generator(2).case())
    for shard in matcher._shards:
        with pytest.raises(durable_rules_engine.error):
            durable_rules_engine.get_facts(shard.handle, f"case-{serial + 1}")


def test_no_fact_of_a_case_stays_in_the_engine_after_a_fault(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY)
    deleted: list[tuple[int, str]] = []
    opened: list[int] = []
    real_assert, real_delete = durable_rules_engine.assert_fact, durable_rules_engine.delete_state

    def fail_at_the_fifth(handle: int, fact: str) -> tuple[int, int]:
        if len(opened) == 4:
            return 303, 0
        opened.append(handle)
        return real_assert(handle, fact)

    def note(handle: int, session: str) -> None:
        deleted.append((handle, session))
        real_delete(handle, session)

    monkeypatch.setattr(durable.engine, "assert_fact", fail_at_the_fifth)
    monkeypatch.setattr(durable.engine, "delete_state", note)
    with pytest.raises(EngineError) as caught:
        matcher.match(Generator(2).case())
    assert "303" in str(caught.value)
    assert {handle for handle, _ in deleted} == set(opened)


def test_eight_threads_get_their_own_answers(engine: Engine) -> None:
    generator = Generator(8)
    cases = [generator.case() for _ in range(64)]
    matcher = DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY)
    expected = [matcher.match(case) for case in cases]
    barrier = threading.Barrier(8)

    def work(offset: int) -> list[frozenset[Match]]:
        barrier.wait()
        order = cases[offset:] + cases[:offset]
        found = [matcher.match(case) for case in order]
        return found[len(cases) - offset :] + found[: len(cases) - offset]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(0, 64, 8)):
            assert found == expected


def test_eight_threads_share_one_engine(engine: Engine) -> None:
    profiles = [
        CaseProfile(
            risk={"safe_tonight": tonight}, service=[{"id": f"s{number}", "reports_to_police": reports}]
        )
        for number, (tonight, reports) in enumerate(
            [("yes", "no"), ("no", "yes"), ("unknown", "unknown")] * 4
        )
    ]
    expected = [engine.evaluate(profile).to_json() for profile in profiles]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            found = list(pool.map(lambda profile: engine.evaluate(profile).to_json(), profiles))
            assert found == expected


def resident() -> int:
    """Resident memory of this process in KiB."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident memory is read from /proc")
def test_a_hundred_thousand_evaluations_leave_memory_flat() -> None:
    rules = [rule for rule in load_rules().rules if rule.ruleset == "safe-accommodation"]
    matcher = DurableMatcher(lower_rules(tuple(rules), VOCABULARY), VOCABULARY)
    generator = Generator(9)
    cases = [generator.case() for _ in range(50)]

    def evaluate(times: int) -> None:
        for number in range(times):
            matcher.match(cases[number % len(cases)])

    evaluate(5_000)
    gc.collect()
    before = resident()
    evaluate(95_000)
    gc.collect()
    assert resident() - before < 4_096


def test_a_disagreement_is_an_error_and_names_rules_but_no_values(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = CaseProfile(risk={"safe_tonight": "no"})
    real = engine._compiled.match

    def forgetful(case: object) -> frozenset[Match]:
        return frozenset(match for match in real(case) if match.rule != "C-ACC-01")  # type: ignore[arg-type]

    monkeypatch.setattr(engine._compiled, "match", forgetful)
    with pytest.raises(MatcherDisagreement) as caught:
        engine.evaluate(profile)
    assert caught.value.rules == ("C-ACC-01",)
    assert "no advice" in str(caught.value)


def test_a_match_that_the_reference_does_not_confirm_is_an_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = frozenset({Match("C-ACC-02", "accommodation:a1", True)})
    monkeypatch.setattr(engine._compiled, "match", lambda _case: invented)
    profile = CaseProfile(accommodation=[{"type": "rented_room"}])
    with pytest.raises(MatcherDisagreement):
        engine.evaluate(profile, cross_check=False)


def test_generated_source_reads_nothing_but_facts(engine: Engine) -> None:
    source = CompiledMatcher(lower_rules(engine.book.rules, VOCABULARY)).source
    assert "import" not in source
    assert not any(f'"{section}"' in source for section in SECTIONS if not SECTIONS[section].many)


@pytest.mark.parametrize(
    "hostile", ["'", '"', "\\", "'] or found.append(0) or ['", "\n    raise SystemExit\n", "\u2028", "{0}"]
)
def test_whatever_a_rule_names_is_compared_and_never_run(hostile: str) -> None:
    named: list[Lowered] = [
        OneOf(hostile, frozenset({hostile})),
        OneOf(hostile, frozenset({hostile, "other"})),
        Meets(f"{hostile} of a set", frozenset({hostile})),
        Exists("service", OneOf(f"service.{hostile}", frozenset({hostile})), unlisted=False),
    ]
    rules = tuple(LoweredRule(f"{hostile}{number}", "case", node, node) for number, node in enumerate(named))
    facts = {hostile: hostile, f"{hostile} of a set": frozenset({hostile})}
    listed = {"service": (Item("s1", {f"service.{hostile}": hostile}),)}

    found = CompiledMatcher(rules).match(Case(facts, listed, has_operation=False))

    assert found == {Match(rule.id, "case", certain=True) for rule in rules}
    nothing = {hostile: "no", f"{hostile} of a set": frozenset({"no"})}
    assert not CompiledMatcher(rules).match(Case(nothing, {"service": ()}, has_operation=False))
