"""Everything that an object says of itself, however it is printed."""

from __future__ import annotations

import pickle
import pprint
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from rich.pretty import pretty_repr

from protection_rules.canaries.readings import Shown
from protection_rules.canaries.surfaces import said

_PRINTERS: Final[tuple[Callable[[object], str], ...]] = (str, repr, pprint.pformat, pretty_repr)


def told_by(value: object) -> Iterator[Shown]:
    """What an object shows where it is printed, and a text or octets themselves."""
    if isinstance(value, BaseException):
        yield from told_by_exception(value)
    elif isinstance(value, str | bytes | bytearray | memoryview):
        yield from said(value)
    else:
        yield from _printed(value)


def told_by_exception(error: BaseException) -> Iterator[Shown]:
    """What an exception and those behind it show: words, attributes, notes and pickles.

    The local variables of the frames it passed through are not part of it: a frame that works on a
    profile holds the profile. They show where something prints them.
    """
    for one in _chain(error):
        yield from _printed(one)
        yield from traceback.format_exception_only(one)
        for name in dir(one):
            with suppress(Exception):
                value = getattr(one, name)
                if not name.startswith("__") and not callable(value):
                    yield from said(value)
                    yield from _printed(value)
        yield from getattr(one, "__notes__", ())
        with suppress(Exception):
            yield pickle.dumps(one)


def _printed(value: object) -> Iterator[str]:
    for shown in _PRINTERS:
        with suppress(Exception):
            yield shown(value)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, those it was raised from or while handling, and those it groups."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            behind = [one.__cause__, one.__context__]
            behind += one.exceptions if isinstance(one, BaseExceptionGroup) else []
            waiting += [other for other in behind if other is not None]
