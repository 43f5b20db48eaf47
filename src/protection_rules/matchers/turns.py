"""Whose turn it is to use something that serves one thread at a time, and what is cleared between turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias, TypeVar

Left: TypeAlias = Callable[[], object]
Clear: TypeAlias = Callable[[], None]
_Result = TypeVar("_Result")


class Turns:
    """One turn after another; what is left is cleared when a turn begins and when it ends.

    What is cleared may also be left at any moment, in the middle of the same thread's own turn too, as by
    an object that nobody holds any more. That must not wait for a turn, and is cleared at the end of it.

    A signal can raise an exception after any call, also between taking a lock and noting that it is
    taken. So a lock is let go by `with` itself or in the first call of a `finally`, whose turn it is
    is said by plain assignments on either side of a `try`, and what is left is looked for, not counted.
    """

    def __init__(self) -> None:
        """Nobody's turn."""
        self._lock = threading.RLock()
        self._whose: int | None = None

    @property
    def taken(self) -> bool:
        """Whether it is somebody's turn."""
        return self._whose is not None

    def take(self, work: Callable[[], _Result], left: Left, clear: Clear) -> _Result:
        """Do something in a turn of one's own, after waiting for it, or in the middle of the one at hand.

        `left` says whether anything is left, and `clear` clears it.
        """
        here = threading.get_ident()
        if self._whose == here:
            return work()
        try:
            with self._lock:
                self._whose = here
                try:
                    return _between_clearings(work, left, clear)
                finally:
                    self._whose = None
        finally:
            self.clear(left, clear)

    def clear(self, left: Left, clear: Clear) -> None:
        """Clear what is left, without waiting: if it is somebody's turn, it is cleared at its end."""
        here = threading.get_ident()
        while self._whose != here and left():
            try:
                if not self._lock.acquire(blocking=False):
                    return
                self._whose = here
                clear()
            finally:
                if self._whose == here:
                    self._whose = None
                # only the thread that has the lock can let it go
                try:  # noqa: SIM105  # suppress is called, and a signal may raise after a call
                    self._lock.release()
                except RuntimeError:
                    pass


def _between_clearings(work: Callable[[], _Result], left: Left, clear: Clear) -> _Result:
    try:
        if left():
            clear()
        return work()
    finally:
        if left():
            clear()
