"""Nothing of a case stays in the engine, and no advice is half made, whenever Python is interrupted."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import Any

import durable_rules_engine
import pytest

from protection_rules import CaseSession, Engine, SessionError, session
from protection_rules.advice import kept
from protection_rules.matchers import case_values, durable, fact_form, results, store, turns, working_memory
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.working_memory import WorkingMemory
from tests.books import rule as a_rule
from tests.books import small_engine
from tests.interruptions import Interrupted, handled, interrupt, places, with_signals
from tests.profiles import random_profiles
from tests.test_working_memory import Moving

EVALUATING = (durable, results, store, turns, case_values, fact_form)
MOVING = (*EVALUATING, working_memory)
OPEN_CASE = (session, kept, turns, store, working_memory)
START: dict[str, Any] = {
    "profile": 1,
    "accommodation": [{"id": "hall", "type": "collective_shelter"}],
    "risk": {"safe_tonight": "unknown"},
}
UPDATE: dict[str, Any] = {
    "risk": {"safe_tonight": "no"},
    "accommodation": {"change": [{"id": "hall", "threat_source_present": "yes"}]},
}


class Standing:
    """What stands in the store of an engine, of all the cases that came there since this was made."""

    def __init__(self, matcher: DurableMatcher) -> None:
        self._handles = [shard.handle for shard in matcher.shards]
        self._first = next(durable._serial)

    def __call__(self) -> list[str]:
        names = [f"case-{number}" for number in range(self._first, next(durable._serial))]
        return [name for name in names if any(self._stands(handle, name) for handle in self._handles)]

    def _stands(self, handle: int, name: str) -> bool:
        try:
            return bool(durable_rules_engine.get_facts(handle, name))
        except durable_rules_engine.error:
            return False


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a signal ends what is done as an object is let go, Python only tells of it, and goes on."""
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)


@pytest.fixture(scope="module", autouse=True)
def audited() -> None:
    """Python's audit events are listened to, as the canaries do: a signal may be handled there too.

    It takes as long as on a slow machine, where a handler takes longer than a timer to bring the next signal.
    """
    sys.addaudithook(lambda _event, _of: sum(range(200)))


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Does something in another thread, which a lock that was never let go would keep waiting."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda work: pool.submit(work).result(60)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine with a few rules, since hundreds of cases are opened."""
    return small_engine(
        tmp_path,
        a_rule("C-TST-01", "risk.safe_tonight: no"),
        a_rule("C-TST-02", "person.acute_distress: yes", if_unknown="verify"),
        a_rule(
            "C-TST-03",
            "{accommodation.threat_source_present: yes, risk.safe_tonight: no}",
            about="accommodation",
        ),
    )


# every instruction


def test_a_signal_at_any_instruction_of_an_evaluation_leaves_nothing_in_the_engine(
    elsewhere: Callable[..., Any],
) -> None:
    moving = Moving(8, rules=12)
    case = moving.case()
    expected, standing = moving.compiled.match(case), Standing(moving.matcher)
    arrived = 0
    for place in places(EVALUATING, lambda: moving.matcher.match(case)):
        arrived += with_signals(EVALUATING, lambda: moving.matcher.match(case), [place], interrupt)
        assert standing() == [], place
        assert elsewhere(lambda: moving.matcher.match(case)) == expected
    assert arrived > 150


def test_a_signal_at_any_instruction_of_a_move_leaves_the_case_whole_or_gone(
    elsewhere: Callable[..., Any],
) -> None:
    moving = Moving(8, rules=12)
    memory, before = WorkingMemory(moving.matcher), moving.case()
    after = moving.moved(moving.moved(before))
    expected = {id(case): moving.compiled.match(case) for case in (before, after)}
    memory.match(before)
    standing, arrived = Standing(moving.matcher), 0
    for place in places(MOVING, lambda: memory.match(after)):
        memory.match(before)
        arrived += with_signals(MOVING, lambda: memory.match(after), [place], interrupt)
        assert len(standing()) <= len(moving.matcher.store.kept) <= 1
        for case in (after, before):
            assert elsewhere(partial(memory.match, case)) == expected[id(case)], place
    assert arrived > 150
    memory.close()
    assert standing() == []


def test_whatever_two_signals_leave_is_gone_after_the_next_evaluation(elsewhere: Callable[..., Any]) -> None:
    """The second arrives while what the first interrupted is cleaned up, which no code can prevent."""
    moving = Moving(8, rules=12)
    case = moving.case()
    expected, standing = moving.compiled.match(case), Standing(moving.matcher)
    found = places(EVALUATING, lambda: moving.matcher.match(case))
    cleaning = [(name, time) for name, time in found if name[0].co_filename != durable.__file__]
    random, both = Random(2), 0
    for _ in range(400):
        at = [random.choice(found), random.choice(cleaning)]
        both += with_signals(EVALUATING, lambda: moving.matcher.match(case), at, interrupt) == 2
        assert elsewhere(lambda: moving.matcher.match(case)) == expected
        assert standing() == [], at
    assert both > 30


def test_an_engine_fault_and_a_signal_in_the_cleaning_up_after_it_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Callable[..., Any]
) -> None:
    moving = Moving(8, rules=12)
    case = moving.case()
    expected, standing = moving.compiled.match(case), Standing(moving.matcher)

    def refused() -> None:
        real, given = durable_rules_engine.assert_fact, 0

        def refuses_the_third(handle: int, fact: str) -> tuple[int, int]:
            nonlocal given
            given += 1
            return (303, 0) if given == 3 else real(handle, fact)

        with monkeypatch.context() as patched:
            patched.setattr(durable_rules_engine, "assert_fact", refuses_the_third)
            with pytest.raises(store.EngineError):
                moving.matcher.match(case)

    arrived = 0
    for place in places(EVALUATING, refused):
        arrived += with_signals(EVALUATING, refused, [place], interrupt)
        assert standing() == [], place
        assert elsewhere(lambda: moving.matcher.match(case)) == expected
    assert arrived > 150


def test_a_signal_whose_handler_evaluates_gets_its_answer_and_disturbs_nothing() -> None:
    moving = Moving(8, rules=6)
    memory, case, other = WorkingMemory(moving.matcher), moving.case(), moving.case()
    expected, expected_of_other = moving.compiled.match(case), moving.compiled.match(other)
    standing = Standing(moving.matcher)
    said: list[bool] = []

    def evaluate() -> None:
        said.append(moving.matcher.match(other) == memory.match(other) == expected_of_other)

    def work() -> None:
        said.append(moving.matcher.match(case) == memory.match(case) == expected)

    for place in places(MOVING, work):
        with_signals(MOVING, work, [place], evaluate)
        assert len(standing()) <= 1
    assert len(said) > 500
    assert all(said)
    memory.close()
    assert standing() == []


# open cases


def test_an_update_that_is_interrupted_is_made_whole_or_not_at_all(
    engine: Engine, elsewhere: Callable[..., Any]
) -> None:
    said = {engine.evaluate(START).to_json()}
    with engine.open(START) as case:
        found = places(OPEN_CASE, lambda: case.update(UPDATE))
        said.add(case.assessment.to_json())
    made: set[bool] = set()
    for place in found:
        with engine.open(START) as case:
            with_signals(OPEN_CASE, partial(case.update, UPDATE), [place], interrupt)
            now = elsewhere(partial(getattr, case, "assessment"))
            assert now.to_json() in said
            assert now == engine.evaluate(case.profile)
            made.add(case.last_change is not None)
            assert made_whole(case) == (case.last_change is not None)
            case.update(UPDATE)
            case.update({"person": {"acute_distress": "yes"}})
            assert case.assessment == engine.evaluate(case.profile)
    assert len(found) > 100
    assert made == {True, False}


def made_whole(case: CaseSession) -> bool:
    (hall,) = case.profile.accommodation or ()
    made = {case.profile.risk.safe_tonight == "no", hall.threat_source_present == "yes"}
    assert len(made) == 1
    return made.pop()


def test_an_answer_that_is_interrupted_is_given_and_not_asked_again_or_neither(engine: Engine) -> None:
    with engine.open({"profile": 1}) as case:
        question = case.questions[0]
        found = places(OPEN_CASE, lambda: case.answer(question, "unknown"))
    for place in found:
        with engine.open({"profile": 1}) as case:
            question = case.questions[0]
            with_signals(OPEN_CASE, partial(case.answer, question, "unknown"), [place], interrupt)
            assert (question in case.questions) == (case.last_change is None)


def test_a_case_in_a_block_that_is_interrupted_anywhere_leaves_the_engine(
    engine: Engine, elsewhere: Callable[..., Any]
) -> None:
    matcher = engine._cases.durable
    standing, opened, begun = Standing(matcher), list[CaseSession](), set[str]()

    def work() -> None:
        with engine.open(START) as case:
            opened.append(case)
            case.update(UPDATE)

    found = places(OPEN_CASE, work)
    for place in found:
        opened.clear()
        with_signals(OPEN_CASE, work, [place], interrupt)
        for case in opened:
            # interrupted before the end of the block has begun to close it: it is open as before
            if not elsewhere(partial(getattr, case, "closed")):
                begun.add(place[0][0].co_name)
                assert case.assessment == engine.evaluate(case.profile)
                case.close()
        assert standing() == [], place
        assert not matcher.store.kept
    assert len(found) > 100
    assert begun <= {"update", "take", "clear", "_in_use", "_turn", "__exit__", "close"}


def test_closing_that_is_interrupted_is_done_at_the_next_evaluation_at_the_latest(engine: Engine) -> None:
    case = engine.open(START)
    standing = Standing(engine._cases.durable)
    found = places(OPEN_CASE, case.close)
    begun = 0
    for place in found:
        case = engine.open(START)
        with_signals(OPEN_CASE, case.close, [place], interrupt)
        begun += bool(standing() == [])
        if not case._ending:
            assert case.assessment == engine.evaluate(START)
            case.close()
        engine.evaluate(START)
        assert standing() == []
        assert case.closed
    assert begun > len(found) * 0.9


def test_a_handler_that_closes_the_case_in_the_middle_of_its_update_does_not_wait_for_itself(
    engine: Engine,
) -> None:
    standing = Standing(engine._cases.durable)
    case = engine.open(START)
    found = places(OPEN_CASE, lambda: case.update(UPDATE))
    case.close()
    for place in found[::3]:
        case = engine.open(START)

        def update(case: CaseSession = case) -> None:
            with suppress(SessionError):
                case.update(UPDATE)

        if with_signals(OPEN_CASE, update, [place], case.close):
            assert repr(case) == "<CaseSession: closed>"
        case.close()
        assert standing() == []


# real signals, and as many as there are


def under(code: CodeType, frame: FrameType | None) -> bool:
    """Whether a frame was called, however deep, by a function."""
    while frame is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


def struck(work: Callable[[], object], delay: float, times: int) -> int:
    """How many signals of a timer raised an exception in some work, at most so many.

    The timer is set anew by each signal, for twice as long: one that ran on its own would, on a machine
    that takes longer to handle a signal than to bring the next, call the handler within itself for ever.
    """
    raised, pause, over = 0, delay / 20 + 1e-5, False

    def watched() -> None:
        work()

    def strike(_signal: int, frame: FrameType | None) -> None:
        nonlocal raised, pause
        if over or raised == times:
            return
        pause *= 2
        signal.setitimer(signal.ITIMER_REAL, pause / 2)
        if under(watched.__code__, frame):
            raised += 1
            raise Interrupted

    with handled(signal.SIGALRM, strike):
        signal.setitimer(signal.ITIMER_REAL, delay)
        try:
            watched()
        except Interrupted:
            pass
        finally:
            over = True
            signal.setitimer(signal.ITIMER_REAL, 0)
    return raised


def taken(work: Callable[[], object]) -> float:
    """Seconds that some work takes now, to know when a signal can come into it."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.parametrize("times", [1, 3])
def test_hundreds_of_evaluations_that_a_timer_interrupts_leave_nothing_and_the_next_one_is_right(
    times: int,
) -> None:
    engine, random = Engine.load(), Random(times)
    standing = Standing(engine._cases.durable)
    profiles = list(random_profiles(6, seed=3, known=0.4, most_items=2))
    expected = [engine.evaluate(profile) for profile in profiles]
    usual = taken(lambda: engine.evaluate(profiles[0]))
    raised = 0
    for number in range(200):
        profile = profiles[number % len(profiles)]
        raised += struck(partial(engine.evaluate, profile), random.uniform(1e-5, usual), times)
        if times == 1:
            assert standing() == []
        if times > 1 or number % 10 == 0:
            assert engine.evaluate(profile) == expected[number % len(profiles)]
            assert standing() == []
    assert raised > 10


def test_hundreds_of_updates_that_a_timer_interrupts_never_leave_half_an_assessment() -> None:
    engine, random = Engine.load(), Random(5)
    standing, raised = Standing(engine._cases.durable), 0
    answers = ["yes", "no", "unknown"]
    with engine.open(START) as case:
        usual = taken(lambda: case.update(UPDATE))
        for number in range(200):
            update = {"risk": {"safe_tonight": random.choice(answers)}}
            raised += struck(partial(case.update, update), random.uniform(1e-5, usual), 2)
            if number % 10 == 0:
                assert case.assessment == engine.evaluate(case.profile)
    assert raised > 10
    assert standing() == []


# threads


def end(thread: threading.Thread) -> None:
    """Raise an exception in another thread, wherever it is."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Interrupted)
    )


def test_threads_that_die_in_the_middle_of_what_they_do_leave_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    standing, expected = Standing(engine._cases.durable), engine.evaluate(START)

    def evaluates_for_ever(working: threading.Event) -> None:
        while True:
            case = engine.open(START)
            case.update(UPDATE)
            engine.evaluate(START)
            working.set()

    for _ in range(20):
        threads = []
        for _ in range(2):
            working = threading.Event()
            threads.append(threading.Thread(target=evaluates_for_ever, args=[working]))
            threads[-1].start()
            working.wait()
        for thread in threads:
            while thread.is_alive():
                end(thread)
                thread.join(0.01)
        gc.collect()
        assert engine.evaluate(START) == expected
        assert standing() == []


# the end of Python

AT_EXIT = """
import durable_rules_engine
from protection_rules.matchers.working_memory import WorkingMemory
from tests.test_working_memory import Moving
moving = Moving(1, rules=6)
memory = WorkingMemory(moving.matcher)
memory.match(moving.case())
def interrupt(*_):
    raise KeyboardInterrupt
real = durable_rules_engine.get_facts
durable_rules_engine.get_facts = interrupt
try:
    memory.close()
except KeyboardInterrupt:
    print("interrupted")
durable_rules_engine.get_facts = real
delete = durable_rules_engine.delete_state
def note(handle, name):
    delete(handle, name)
    print("deleted")
durable_rules_engine.delete_state = note
print(len(moving.matcher.shards))
"""


def test_what_was_left_when_python_ends_leaves_the_engine_before() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", AT_EXIT], env=environment, capture_output=True, text=True, check=True
    )
    interrupted, shards, *deleted = done.stdout.split()
    assert interrupted == "interrupted"
    assert deleted == ["deleted"] * int(shards)
    assert done.stderr == ""
