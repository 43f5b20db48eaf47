"""Exceptions that come from outside, at every place at which Python lets one in.

A signal is not handled where it arrives but at the next of certain places: after a call, at the start
of a function, when a loop goes round. So a real signal is made to arrive while a chosen instruction is
run, by having the C function `raise` as the trace function of its frame, and is handled where any signal
would be that arrives there.
"""

from __future__ import annotations

import ctypes
import dis
import functools
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import CodeType, FrameType, ModuleType
from typing import Any, Final, TypeAlias

Place: TypeAlias = tuple[CodeType, int]
"""An instruction: a code object and an offset in it."""
Passing: TypeAlias = tuple[Place, int]
"""An instruction, and the how many-th time that it is run."""

SIGNAL: Final = signal.SIGUSR1


class Interrupted(BaseException):
    """What the handler of a signal raises, as that of Ctrl-C raises KeyboardInterrupt."""


def interrupt() -> None:
    """Raise what the handler of a signal raises."""
    raise Interrupted


@contextmanager
def handled(number: int, handler: Callable[[int, FrameType | None], Any]) -> Iterator[None]:
    """What is done with a signal for some time."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


class Watched:
    """Work of which each instruction in some modules is told before it is run."""

    def __init__(self, modules: Iterable[ModuleType], told: Callable[[FrameType], None]) -> None:
        """`told` is given the frame, which says where it stands."""
        self._files = {module.__file__ for module in modules}
        self._told = told
        self._armed: FrameType | None = None
        self._over = False

    def do(self, work: Callable[[], object]) -> None:
        """Do the work, watched."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            work()
        finally:
            try:
                _lets_late_signals_in()
            finally:
                self._over = True
                sys.settrace(before)
                self.disarm()

    def until_handled(self, here: FrameType, instead: Callable[..., None]) -> None:
        """Trace the next instruction here, and nothing by a function of Python, which a signal could end."""
        for frame in _callers(here):
            frame.f_trace = None
        here.f_trace, self._armed = instead, here
        sys.settrace(_of_c("getpid"))

    def disarm(self) -> None:
        """Trace nothing there any more: what stands still there may go on long after."""
        if self._armed is not None:
            self._armed.f_trace = None
        self._armed = None

    def again(self, here: FrameType | None) -> None:
        """Watch as before, unless the work is over."""
        if self._over:
            return
        for frame in _callers(here):
            if frame.f_code.co_filename in self._files:
                frame.f_trace = self._run
        sys.settrace(self._called)

    def _called(self, frame: FrameType, _event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in self._files:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._run

    def _run(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            self._told(frame)
        return frame.f_trace


def _lets_late_signals_in() -> None:
    """Be a function that starts, for a signal of the work's last instruction to be handled at.

    Otherwise that could be the start of an audit hook, which `sys.settrace` calls while it is at work
    itself and can neither be called again nor be ended.
    """


def _of_c(name: str, *given: int) -> Callable[..., None]:
    """A function of C that takes whole numbers, as a trace function. It takes no notice of what follows."""
    function = ctypes.CDLL(None)[name]
    function.argtypes = [ctypes.c_int] * len(given) + [ctypes.py_object] * 3
    function.restype = None
    return functools.partial(function, *given)


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def places(modules: Iterable[ModuleType], work: Callable[[], object]) -> list[Passing]:
    """Where signals can come into some work, at the first passing of each place, its second and its last.

    From one place where a signal is handled to the next, it makes no difference when one arrives.
    """
    found: Counter[Place] = Counter()

    def note(frame: FrameType) -> None:
        found[frame.f_code, frame.f_lasti] += 1

    Watched(modules, note).do(work)
    return [
        (place, time)
        for place, times in found.items()
        if _lets_signals_in(place)
        for time in sorted({1, min(2, times), times})
    ]


def _lets_signals_in(place: Place) -> bool:
    code, offset = place
    name = dis.opname[code.co_code[offset]]
    return any(word in name for word in ("CALL", "RESUME", "JUMP_BACKWARD"))


def with_signals(
    modules: Iterable[ModuleType],
    work: Callable[[], object],
    at: Iterable[Passing],
    then: Callable[[], None],
) -> int:
    """Do some work, in which a signal arrives at each of these passings, one after another.

    `then` is what its handler does; what it raises ends the work. Says how many signals were handled.
    """
    arrive = _of_c("raise", int(SIGNAL))
    awaited, passed = list(at), Counter[Place]()
    done = 0

    def told(frame: FrameType) -> None:
        place = frame.f_code, frame.f_lasti
        passed[place] += 1
        if awaited and awaited[0] == (place, passed[place]):
            del awaited[0]
            passed.clear()
            watched.until_handled(frame, arrive)

    def handle(_signal: int, frame: FrameType | None) -> None:
        nonlocal done
        done += 1
        sys.settrace(None)
        watched.disarm()
        if awaited:
            watched.again(frame)
        then()

    watched = Watched(modules, told)
    with handled(SIGNAL, handle), suppress(Interrupted):
        watched.do(work)
    return done
