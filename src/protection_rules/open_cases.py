"""The open cases of one engine, and how a case is open."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from protection_rules.advice.kept import Kept, reads
from protection_rules.advice.model import Assessment
from protection_rules.advice.wording import Wording
from protection_rules.facts.case import Case
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import Matcher
from protection_rules.rulesets.model import RuleBook

if TYPE_CHECKING:
    from protection_rules.advice.change import Causes
    from protection_rules.session import CaseSession

TIME_TO_LIVE: Final = 30 * 60.0
"""Seconds without use after which an open case is closed, unless the host says otherwise."""

Clock: TypeAlias = Callable[[], float]
Assessing: TypeAlias = Callable[[Case, tuple[Matcher, ...], str, Kept], Assessment]
"""How an engine assesses a case with some matchers, under a decision id, with what is kept of it."""

ELAPSED: Final[Clock] = (
    partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic
)
"""Seconds that never go back; also those during which the machine slept, where it can tell."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a case is open: matched twice or once, for how many seconds without use, by which clock."""

    cross_check: bool
    time_to_live: float
    clock: Clock

    def __post_init__(self) -> None:
        if not self.time_to_live > 0:
            raise ValueError("time_to_live is a number of seconds above 0")


class OpenCases:
    """The open cases of one engine. It does not hold them: a case that nobody holds is closed."""

    def __init__(self, book: RuleBook, wording: Wording, durable: DurableMatcher, compiled: Matcher) -> None:
        self.book = book
        self.wording = wording
        self.durable = durable
        self.compiled = compiled
        self._cases: weakref.WeakSet[CaseSession] = weakref.WeakSet()
        self._lock = threading.RLock()

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a case may give."""
        return self.book.vocabulary

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """What each rule reads."""
        return {rule.id: reads(rule) for rule in self.book.rules}

    @cached_property
    def causes(self) -> Causes:
        """What can lead to advice."""
        from protection_rules.advice.change import Causes  # noqa: PLC0415  # only an open case changes

        return Causes(self.book, self.reads)

    def open(self, profile: CaseProfile, assessing: Assessing, terms: Terms, decision_id: str) -> CaseSession:
        """Open a case; see `Engine.open`."""
        # one evaluation needs no open case, and starting is to be quick
        from protection_rules.session import CaseSession  # noqa: PLC0415

        return self._noted(CaseSession(self, profile, assessing, terms, decision_id))

    def reopen(
        self, blob: bytes, key: bytes, assessing: Assessing, terms: Terms, *, re_evaluate: bool
    ) -> CaseSession:
        """Open a case that was kept; see `Engine.reopen`."""
        from protection_rules.session import reopened  # noqa: PLC0415  # likewise

        return self._noted(reopened(self, blob, key, assessing, terms, re_evaluate=re_evaluate))

    def close_expired(self) -> int:
        """Close the cases that were not used for their time to live; how many there were."""
        # an engine is asked this before each evaluation, and most have no open case
        if not len(self._cases):
            return 0
        with self._lock:
            cases = [*self._cases]
        return sum(case.close_if_expired() for case in cases)

    def _noted(self, case: CaseSession) -> CaseSession:
        try:
            self.close_expired()
            with self._lock:
                self._cases.add(case)
        except BaseException:
            # nobody has been given it
            case.close()
            raise
        return case
