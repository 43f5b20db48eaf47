"""Whose turn it is to use the engine, which serves one thread at a time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """One turn after another; what is left to be cleared is cleared between them.

    What clears an object that nobody holds any more can be called at any moment, also in the middle
    of the same thread's own turn. It must not wait for a turn then, and is left for the end of it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whose: int | None = None
        self._left: deque[Callable[[], None]] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A turn of one's own, after waiting for it."""
        try:
            with self._lock:
                self._whose = threading.get_ident()
                try:
                    yield
                finally:
                    self._whose = None
        finally:
            self._clear()

    @property
    def taken_here(self) -> bool:
        """Whether this is the thread whose turn it is, so that it must not wait for one."""
        return self._whose == threading.get_ident()

    def leave(self, clear: Callable[[], None]) -> None:
        """Clear at once if it is nobody's turn, or else at the end of the turn that is taken."""
        self._left.append(clear)
        self._clear()

    def _clear(self) -> None:
        while self._left and self._lock.acquire(blocking=False):
            try:
                while self._left:
                    self._left.popleft()()
            finally:
                self._lock.release()
