"""Functions that stand in for others while a watch is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def standing_in(owner: Any, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    """What `make` makes of the function stands in for it; afterwards all is as it was."""
    function, own = getattr(owner, name), name in vars(owner)
    setattr(owner, name, make(function))
    try:
        yield
    finally:
        if own:
            setattr(owner, name, function)
        else:
            delattr(owner, name)
