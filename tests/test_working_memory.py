"""A case that stays in the engine matches as one that has just come there, however it changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar

import durable_rules_engine
import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.facts.case import Case, Item
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, VOCABULARY
from protection_rules.matchers import durable, results, store, working_memory
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import Match, lower_rules
from protection_rules.matchers.store import EngineError
from protection_rules.matchers.turns import Turns
from protection_rules.matchers.working_memory import MOST_LIVE, WorkingMemory
from tests.generate import CASE_FACTS, Generator
from tests.profiles import random_item, random_profile

_Result = TypeVar("_Result")


class Moving:
    """Random rules, and cases that change at random."""

    def __init__(self, seed: int, rules: int = 60) -> None:
        self._generator = Generator(seed)
        self._random = Random(seed)
        lowered = tuple(rule.lowered() for rule in self._generator.rules(rules))
        self.matcher, self.compiled = DurableMatcher(lowered, VOCABULARY), CompiledMatcher(lowered)

    def case(self) -> Case:
        return self._generator.case()

    def moved(self, case: Case) -> Case:
        facts, items, has_operation = dict(case.facts), dict(case.items), case.has_operation
        for _ in range(self._random.randint(1, 5)):
            match self._random.randrange(10):
                case 0:
                    has_operation = not has_operation
                case 1 | 2 | 3 | 4:
                    fact = self._random.choice(CASE_FACTS)
                    facts[fact.path] = self._generator.value(fact)
                case _:
                    section = self._random.choice(LIST_SECTIONS)
                    items[section] = self._relisted(section, items[section])
        return Case(facts, items, has_operation)

    def _relisted(self, section: str, items: tuple[Item, ...] | None) -> tuple[Item, ...] | None:
        listed = list(items or ())
        facts = list(SECTIONS[section].facts.values())
        match self._random.randrange(6):
            case 0:
                return None
            case 1 if listed:
                listed.pop(self._random.randrange(len(listed)))
            case 2:
                name = f"n{self._random.random()}"
                listed.append(Item(name, {fact.path: self._generator.value(fact) for fact in facts}))
            case 3:
                self._random.shuffle(listed)
            case _ if listed:
                place, fact = self._random.randrange(len(listed)), self._random.choice(facts)
                known = listed[place]
                listed[place] = Item(known.id, {**known.facts, fact.path: self._generator.value(fact)})
        return tuple(listed)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine calls the cases that were in it, in order."""
    given: list[str] = []
    real = working_memory.new_session

    def new_session() -> str:
        given.append(real())
        return given[-1]

    monkeypatch.setattr(working_memory, "new_session", new_session)
    return given


def shards_with(matcher: DurableMatcher, name: str) -> int:
    """In how many shards a case stands."""
    found = 0
    for shard in matcher.shards:
        try:
            durable_rules_engine.get_facts(shard.handle, name)
        except durable_rules_engine.error:
            continue
        found += 1
    return found


@pytest.mark.parametrize("seed", range(4))
def test_five_hundred_random_moves_match_as_if_each_case_were_new(seed: int) -> None:
    moving = Moving(seed)
    memory, case = WorkingMemory(moving.matcher), moving.case()
    for _ in range(500):
        assert memory.match(case) == moving.compiled.match(case)
        case = moving.moved(case)


def test_the_shipped_rules_match_a_moving_case_as_a_new_one(engine: Engine) -> None:
    lowered = lower_rules(engine.book.rules, VOCABULARY)
    matcher, compiled = DurableMatcher(lowered, VOCABULARY), CompiledMatcher(lowered)
    moving, memory = Moving(9, rules=1), WorkingMemory(matcher)
    case = moving.case()
    for _ in range(150):
        assert memory.match(case) == compiled.match(case) == matcher.match(case)
        case = moving.moved(case)


def test_many_cases_move_in_turn_although_only_some_stand_in_the_engine() -> None:
    moving = Moving(21, rules=30)
    cases = [(WorkingMemory(moving.matcher), moving.case()) for _ in range(2 * MOST_LIVE)]
    random = Random(21)
    for _ in range(300):
        place = random.randrange(len(cases))
        memory, case = cases[place]
        cases[place] = memory, moving.moved(case)
        assert memory.match(cases[place][1]) == moving.compiled.match(cases[place][1])
        assert len(moving.matcher.store.kept) <= MOST_LIVE


def test_the_case_that_was_not_used_for_longest_leaves_the_engine_first(names: list[str]) -> None:
    moving = Moving(3)
    memories = [WorkingMemory(moving.matcher) for _ in range(MOST_LIVE)]
    for memory in memories:
        memory.match(moving.case())
    memories[0].match(moving.case())
    further = WorkingMemory(moving.matcher)
    further.match(moving.case())
    standing = [name for name in names if shards_with(moving.matcher, name)]
    assert standing == [names[0], *names[2:]]


def test_a_case_is_asserted_anew_after_many_moves(monkeypatch: pytest.MonkeyPatch, names: list[str]) -> None:
    monkeypatch.setattr(working_memory, "RENEWED_AFTER", 5)
    moving = Moving(4)
    memory, case = WorkingMemory(moving.matcher), moving.case()
    for _ in range(20):
        assert memory.match(case) == moving.compiled.match(case)
        case = moving.moved(case)
    assert len(names) == 4
    assert [shards_with(moving.matcher, name) for name in names] == [0, 0, 0, len(moving.matcher.shards)]


def test_a_case_that_is_closed_leaves_nothing_in_the_engine_and_may_come_back(names: list[str]) -> None:
    moving = Moving(5)
    memory, case = WorkingMemory(moving.matcher), moving.case()
    memory.match(case)
    memory.close()
    memory.close()
    assert shards_with(moving.matcher, names[0]) == 0
    assert memory.match(case) == moving.compiled.match(case)


def test_a_case_whose_memory_nobody_holds_any_more_leaves_the_engine_at_the_next_match(
    names: list[str],
) -> None:
    moving = Moving(5)
    memory = WorkingMemory(moving.matcher)
    memory.match(moving.case())
    del memory
    moving.matcher.match(moving.case())
    assert shards_with(moving.matcher, names[0]) == 0
    assert not moving.matcher.store.kept


def test_a_move_without_difference_asks_nothing_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    moving = Moving(6)
    memory, case = WorkingMemory(moving.matcher), moving.case()
    before = memory.match(case)
    monkeypatch.setattr(durable.engine, "assert_fact", None)
    monkeypatch.setattr(durable.engine, "retract_fact", None)
    assert memory.match(Case(dict(case.facts), dict(case.items), case.has_operation)) == before


def test_a_move_touches_only_the_shards_that_compare_what_changed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY)
    memory, case = WorkingMemory(matcher), Generator(7).case()
    memory.match(case)
    touched: list[int] = []
    real = durable.engine.assert_fact

    def note(handle: int, fact: str) -> tuple[int, int]:
        touched.append(handle)
        return real(handle, fact)

    monkeypatch.setattr(durable.engine, "assert_fact", note)
    other = "no" if case.facts["risk.safe_tonight"] == "yes" else "yes"
    memory.match(Case({**case.facts, "risk.safe_tonight": other}, case.items, case.has_operation))
    comparing = {shard.handle for shard in matcher.shards if "risk.safe_tonight" in shard.form.properties}
    assert comparing <= {*touched} < {shard.handle for shard in matcher.shards}


def test_what_fires_is_looked_at_once_however_many_items_are_listed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(9)
    services = [random_item(random, SECTIONS["service"], 0.4, number) for number in range(60)]
    case = CaseProfile.from_mapping({**random_profile(random, 0.4), "service": services}).case
    fired: list[str] = []
    looked_at: list[str] = []

    def heard(handle: int, state: int) -> list[str]:
        found = store.fired(handle, state)
        fired.extend(found)
        return found

    def named(fires: str) -> str:
        looked_at.append(fires)
        return results.fact_of(fires)

    monkeypatch.setattr(working_memory, "fired", heard)
    monkeypatch.setattr(working_memory, "fact_of", named)
    memory = WorkingMemory(DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY))
    assert memory.match(case) == engine._compiled.match(case)
    assert len(fired) > len(services)
    assert len(looked_at) <= len(fired)


@pytest.mark.parametrize("call", ["assert_fact", "retract_fact", "complete_and_start_action"])
def test_a_fault_in_the_middle_of_a_move_is_ours_and_the_next_match_is_right(
    monkeypatch: pytest.MonkeyPatch, names: list[str], call: str
) -> None:
    moving = Moving(8)
    memory, case = WorkingMemory(moving.matcher), moving.case()
    memory.match(case)
    later = moving.case()
    calls: list[int] = []
    real = getattr(durable.engine, call)

    def fails_at_the_third(*given: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise durable_rules_engine.error("canary")
        return real(*given)

    with monkeypatch.context() as patched:
        patched.setattr(durable.engine, call, fails_at_the_third)
        with pytest.raises(EngineError) as caught:
            memory.match(later)
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None
    assert shards_with(moving.matcher, names[0]) == 0
    assert not moving.matcher.store.kept
    assert memory.match(later) == moving.compiled.match(later)


def test_a_case_in_the_middle_of_which_the_user_interrupts_leaves_the_engine(
    monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    moving = Moving(10)
    memory = WorkingMemory(moving.matcher)
    memory.match(moving.case())

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(durable.engine, "retract_fact", interrupt)
        with pytest.raises(KeyboardInterrupt):
            memory.match(moving.case())
    assert shards_with(moving.matcher, names[0]) == 0


# what the engine does, and why a turn is as it is


def small_ruleset() -> int:
    rules = {
        "opening": {"all": [{"opening": {"opening": 1}}]},
        "joins": {"all": [{"of_a": {"a": 1}}, {"of_b": {"b": 1}}]},
    }
    return int(durable_rules_engine.create_ruleset("places", json.dumps(rules)))


def drained(handle: int, state: int) -> Iterator[str]:
    return (match for match in durable.fired(handle, state) if "joins" in match)


@pytest.mark.parametrize(("in_one_turn", "found"), [(True, 0), (False, 1)])
def test_the_engine_loses_an_action_if_a_fact_is_retracted_while_it_waits(
    in_one_turn: bool, found: int
) -> None:
    """Should this fail one day, the engine has become better, and the order of a turn need not be kept."""
    handle = small_ruleset()

    def say(name: str, **facts: int) -> int:
        return durable.assert_fact(handle, json.dumps({"id": name, "sid": "case", **facts}))

    state = say("opening", opening=1)
    say("a1", a=1)
    say("b1", b=1)
    assert len(list(drained(handle, state))) == 1
    say("a2", a=1)
    waiting = 0 if in_one_turn else len(list(drained(handle, state)))
    durable_rules_engine.retract_fact(handle, json.dumps({"id": "a1", "sid": "case"}))
    waiting += len(list(drained(handle, state)))
    durable_rules_engine.delete_state(handle, "case")
    durable_rules_engine.delete_ruleset(handle)
    assert waiting == found


SOUND = """
from random import Random
from tests.test_working_memory import Moving
from protection_rules.matchers import working_memory
working_memory.MOST_LIVE, working_memory.RENEWED_AFTER = 40, 20
random = Random(1)
for seed in range(3):
    moving = Moving(seed, rules=20)
    cases = [(working_memory.WorkingMemory(moving.matcher), moving.case()) for _ in range(30)]
    for _ in range(300):
        place = random.randrange(len(cases))
        memory, case = cases[place]
        cases[place] = memory, moving.moved(case)
        assert memory.match(cases[place][1]) == moving.compiled.match(cases[place][1])
        if random.random() < 0.1:
            memory.close()
    for memory, _ in cases:
        memory.leave()
    assert not moving.matcher.store.kept
    moving.matcher.close()
print("sound")
"""


def test_many_cases_at_once_leave_the_engines_memory_sound() -> None:
    # fresh memory is filled with rubbish, so that a pointer the engine never set is a crash
    environment = os.environ | {"MALLOC_PERTURB_": "165", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SOUND], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "sound"), done.stderr[-500:]


# turns


class Left:
    """What is left to be cleared, and whether it was."""

    def __init__(self) -> None:
        self.left: list[str] = []
        self.cleared: list[str] = []
        self.turns = Turns()

    def clear(self) -> None:
        self.cleared += self.left
        self.left.clear()

    def leave(self) -> None:
        self.left.append("it")
        self.turns.clear(lambda: self.left, self.clear)

    def take(self, work: Callable[[], _Result]) -> _Result:
        return self.turns.take(work, lambda: self.left, self.clear)


def test_what_is_left_in_the_middle_of_a_turn_is_cleared_at_its_end() -> None:
    one = Left()

    def work() -> None:
        one.leave()
        assert one.cleared == []

    one.take(work)
    assert one.cleared == ["it"]


def test_what_is_left_between_turns_is_cleared_at_once() -> None:
    one = Left()
    one.leave()
    assert one.cleared == ["it"]


def test_what_is_left_in_the_turn_of_another_thread_does_not_wait_for_its_end() -> None:
    one, inside, finish = Left(), threading.Event(), threading.Event()

    def work() -> None:
        inside.set()
        finish.wait()

    thread = threading.Thread(target=one.take, args=[work])
    thread.start()
    inside.wait()
    one.leave()
    assert one.cleared == []
    finish.set()
    thread.join()
    assert one.cleared == ["it"]


def test_a_case_that_is_closed_in_the_middle_of_the_same_threads_turn_does_not_wait_for_its_end(
    names: list[str],
) -> None:
    """As where a host's own object is cleared at any moment, and closes its case then."""
    moving = Moving(13)
    memory = WorkingMemory(moving.matcher)
    memory.match(moving.case())

    def work() -> None:
        memory.close()
        assert shards_with(moving.matcher, names[0]) > 0

    moving.matcher.store.turn(work)
    assert shards_with(moving.matcher, names[0]) == 0


def test_a_turn_that_fails_is_over() -> None:
    one = Left()

    def fail_in_a_turn() -> None:
        one.leave()
        raise ValueError("fault")

    with pytest.raises(ValueError, match="fault"):
        one.take(fail_in_a_turn)
    assert one.cleared == ["it"]
    assert one.take(lambda: one.turns.taken)
    assert not one.turns.taken


def test_a_case_that_is_given_up_while_another_is_matched_leaves_the_engine_too(
    monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    moving = Moving(12)
    given_up, used = WorkingMemory(moving.matcher), WorkingMemory(moving.matcher)
    given_up.match(moving.case())
    real = durable.engine.assert_fact
    calls: list[int] = []

    def give_up(handle: int, fact: str) -> tuple[int, int]:
        calls.append(1)
        if len(calls) == 2:
            given_up.leave()
            assert shards_with(moving.matcher, names[0]) > 0
        return real(handle, fact)

    monkeypatch.setattr(durable.engine, "assert_fact", give_up)
    case = moving.case()
    found: frozenset[Match] = used.match(case)
    assert found == moving.compiled.match(case)
    assert shards_with(moving.matcher, names[0]) == 0
    assert shards_with(moving.matcher, names[1]) == len(moving.matcher.shards)
