"""What stands in the engine's store, and that nothing stays there.

The engine keeps a state of a case in each ruleset until it is told to delete it. Python can be
interrupted after any call, so no single `finally` can be relied on for that. A state is noted before it
is opened and until it is gone; what is noted and does not belong to a case that is kept is left over,
however that came about, and is deleted at the end of the turn or else when the next one begins.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final, Protocol, TypeAlias, TypeVar

import durable_rules_engine as engine

from protection_rules.errors import ProtectionRulesError
from protection_rules.matchers.turns import Turns

OPENING: Final = "opening"
"""The rule, and the property of the fact, that opens a case in every shard."""

_TAKEN_IN: Final = frozenset({0, 1})
"""Codes of the engine: a fact was handled, or no condition of the shard looks at it."""

_Result = TypeVar("_Result")


class EngineError(ProtectionRulesError):
    """The durable_rules engine reported a fault. Holds its code only."""


class _Named(Protocol):
    """A case that stands in the engine."""

    @property
    def session(self) -> str:
        """What the engine calls it."""


Owner: TypeAlias = "weakref.ref[object]"
"""Whoever a case is kept for. Once nobody holds that, the case is left over."""


class Store:
    """The states of cases in the rulesets of one matcher, which serve one thread at a time.

    `kept` has the cases that stay between turns, by whom they are kept for; the one kept last is last.
    """

    def __init__(self) -> None:
        """Nothing is there."""
        self.kept: OrderedDict[Owner, _Named] = OrderedDict()
        self._places: dict[tuple[int, str], int | None] = {}
        self._turns = Turns()

    def turn(self, work: Callable[[], _Result]) -> _Result:
        """Do something with the store. Then only the cases that are kept stand in it, also after an error."""
        return self._turns.take(work, self._left_over, self._delete_left_over)

    def open(self, handle: int, session: str, body: str = "") -> int:
        """Open a state of a case, in which an action waits; its place in the ruleset is returned.

        The fact that opens it may say more.
        """
        self._places[handle, session] = None
        place = assert_fact(handle, _opening(session, body))
        self._places[handle, session] = place
        return place

    def delete(self, handle: int, session: str) -> None:
        """Delete a state in which an action was started."""
        engine.delete_state(handle, session)
        self._places.pop((handle, session), None)

    def let_go(self, owner: Owner) -> None:
        """Delete a case that is kept, as soon as it is nobody's turn, without waiting for that."""
        if owner() is not None:
            self.kept.pop(owner, None)
        self._turns.clear(self._left_over, self._delete_left_over)

    def empty(self) -> None:
        """Delete every case, without waiting."""
        self.kept.clear()
        self._turns.clear(self._left_over, self._delete_left_over)

    def _left_over(self) -> list[tuple[int, str]]:
        kept = {case.session for owner, case in list(self.kept.items()) if owner() is not None}
        return [state for state in list(self._places) if state[1] not in kept]

    def _delete_left_over(self) -> None:
        for owner in [owner for owner in list(self.kept) if owner() is None]:
            self.kept.pop(owner, None)
        for handle, session in self._left_over():
            with suppress(engine.error):
                _delete(handle, session, self._places[handle, session])
            self._places.pop((handle, session), None)


def written(name: str, session: str, body: str) -> str:
    """A fact as JSON: its name there, which is letters and digits, its case, and what it says."""
    return f'{{"id":"{name}","sid":"{session}"{body}}}'


def _opening(session: str, body: str) -> str:
    return written(OPENING, session, f',"{OPENING}":1{body}')


def _delete(handle: int, session: str, place: int | None) -> None:
    """Delete a state at whatever moment it was left; raises the engine's error if it is not there."""
    opening = _opening(session, "")
    # the place of a state that is not there is never named to the engine again; nor is a state deleted
    # that is another's, which the engine knows by the same 32 bits
    if opening[:-1] not in engine.get_facts(handle, session):
        return
    if place is None:
        # a fact that is there already changes nothing and tells the place
        _, place = engine.assert_fact(handle, opening)
    # no state may be deleted in which no action was started
    engine.start_action_for_state(handle, place)
    engine.delete_state(handle, session)


def assert_fact(handle: int, fact: str) -> int:
    """Give a fact to the engine; the place of its state is returned."""
    refused = "the engine refused a fact"
    # not `suppress`, which takes longer than the engine does
    try:
        code, state = engine.assert_fact(handle, fact)
    except engine.error:
        pass
    else:
        if code in _TAKEN_IN:
            return state  # type: ignore[no-any-return]  # the engine has no stubs
        refused = f"{refused} with code {code}"
    # outside the handler, so that the error of the engine, which may show a fact, does not hang on to ours
    raise EngineError(refused)


def fired(handle: int, state: int) -> list[str]:
    """The matches that wait in a state."""
    started = engine.start_action_for_state(handle, state)
    if started is None:
        return []
    return [started[1], *iter(partial(engine.complete_and_start_action, handle, state), None)]
