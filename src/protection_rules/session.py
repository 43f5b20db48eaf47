"""A case that stays open while its facts change."""

from __future__ import annotations

import json
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import TracebackType
from typing import Any, Final, NoReturn, Self, TypeAlias, TypeVar

from pydantic import ValidationError

from protection_rules._version import __version__
from protection_rules.advice.change import Causes, Change, change
from protection_rules.advice.kept import Kept, reads
from protection_rules.advice.model import Assessment, Question
from protection_rules.advice.updated_facts import updated_facts
from protection_rules.facts.case import Case
from protection_rules.facts.difference import difference
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.update import answer, updated
from protection_rules.interview import Interview
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import Matcher
from protection_rules.matchers.working_memory import WorkingMemory
from protection_rules.rulesets.model import RuleBook
from protection_rules.sealing import seal, unseal
from protection_rules.session_error import Fault, SessionError

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


@dataclass(frozen=True, slots=True, repr=False)
class Resumed:
    """What was kept of a case: what need not be asked again and, to compare with it, what was said."""

    asked: frozenset[tuple[str, str]]
    before: Assessment | None


@dataclass(slots=True, repr=False)
class _Held:
    """What is known of an open case."""

    profile: CaseProfile
    assessment: Assessment
    asked: set[tuple[str, str]] = field(default_factory=set)
    last_change: Change | None = None


class CaseSession:
    """One case whose facts change. `Engine.open` makes it; `with` closes it.

    Everything in it is gone once it is closed: at the end of the `with` block, by `close`, when it
    was not used for its time to live, when nobody holds it any more, and when Python ends. It is
    used from one thread at a time; many cases may be open at once. Whatever cannot be done raises
    SessionError, and what raises changes nothing.
    """

    def __init__(
        self,
        cases: OpenCases,
        profile: CaseProfile,
        assessing: Assessing,
        terms: Terms,
        decision_id: str,
        resumed: Resumed | None = None,
    ) -> None:
        """Open a case, or one that was open before; see `Engine.open` and `Engine.reopen`."""
        self._cases = cases
        self._assessing = assessing
        self._terms = terms
        self._last_used = terms.clock()
        self._guard = threading.Lock()
        self._kept = Kept(cases.book, cases.reads)
        self._memory = WorkingMemory(cases.durable)
        self._matchers = (self._memory, cases.compiled) if terms.cross_check else (cases.compiled,)
        self._leave = weakref.finalize(self, self._memory.leave)
        self._held: _Held | None = None
        try:
            assessment = assessing(profile.case, self._matchers, decision_id, self._kept)
            self._held = _Held(profile, assessment)
            if resumed is not None:
                self._held.asked |= resumed.asked
                if resumed.before is not None:
                    self._held.last_change = change(resumed.before, assessment, (), cases.causes)
        except BaseException:
            self._let_go()
            raise

    # what is known

    @property
    def assessment(self) -> Assessment:
        """The assessment of the case as it is now: what `Engine.evaluate` says of `profile`."""
        with self._in_use() as held:
            return held.assessment

    @property
    def profile(self) -> CaseProfile:
        """The profile of the case as it is now."""
        with self._in_use() as held:
            return held.profile

    @property
    def last_change(self) -> Change | None:
        """What the last update changed, or reopening the case under other rules; None before either."""
        with self._in_use() as held:
            return held.last_change

    # what changes

    def update(self, update: Mapping[str, Any]) -> Change:
        """Change facts and lists of the case, and say what that does to its assessment.

        `facts.update` says how an update is written. Raises ProfileError with every fault of one that
        is not, and MatcherDisagreement as `Engine.evaluate` does; the case stays as it was then.
        """
        with self._in_use() as held:
            return self._updated(held, update)

    # what is asked

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is worth asking now, in order, without what was answered or put off in this case."""
        with self._in_use() as held:
            return tuple(
                question for question in held.assessment.questions if _key(question) not in held.asked
            )

    def answer(self, question: Question, value: Any) -> Change:
        """Answer a question: the value as a profile has it, or a whole list where one is asked for.

        It is not asked again in this case, also if the answer is that it is not known. Raises
        ProfileError for what is no answer to it; it is asked again then.
        """
        with self._in_use() as held:
            result = self._updated(held, answer(question.fact, question.subject, value))
            held.asked.add(_key(question))
            return result

    def not_now(self, question: Question) -> None:
        """Put a question off: it is not asked again in this case."""
        with self._in_use() as held:
            held.asked.add(_key(question))

    def as_questions(self) -> Interview:
        """The case as questions, one after another, each with what its answer changes."""
        return Interview(self)

    # the end of it

    @property
    def closed(self) -> bool:
        """Whether the case is closed, or was not used for its time to live, which closes it."""
        self.close_if_expired()
        return self._held is None

    def close(self) -> None:
        """Close the case. Its facts have left the library when this returns."""
        with self._guard:
            self._let_go()

    def close_if_expired(self) -> bool:
        """Close the case if it was not used for its time to live; whether this closed it."""
        if self._held is None or not self._guard.acquire(blocking=False):
            return False
        try:
            return self._expired()
        finally:
            self._guard.release()

    def to_bytes(self, key: bytes) -> bytes:
        """The case as an opaque blob under a key of 32 random bytes, for `Engine.reopen`.

        Nothing of it can be read without the key, which is the host's to keep apart from it. Needs
        the extra `sessions`.
        """
        with self._in_use() as held:
            content = {
                "profile": held.profile.to_mapping(),
                "assessment": held.assessment.to_mapping(),
                "asked": sorted(held.asked),
            }
        written = json.dumps(content, ensure_ascii=False).encode()
        return _with_key(lambda: seal(written, key))

    def __enter__(self) -> Self:
        with self._in_use():
            return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<CaseSession: {'closed' if self._held is None else 'open'}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise SessionError("not_copied")

    @contextmanager
    def _in_use(self) -> Iterator[_Held]:
        """The case, kept from other threads."""
        if not self._guard.acquire(blocking=False):
            raise SessionError("busy")
        try:
            self._expired()
            if self._held is None:
                raise SessionError("closed")
            yield self._held
        finally:
            self._last_used = self._terms.clock()
            self._guard.release()
        self._cases.close_expired()

    def _expired(self) -> bool:
        unused = self._terms.clock() - self._last_used
        if self._held is None or unused < self._terms.time_to_live:
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        self._held = None
        self._kept.clear()
        self._memory.close()
        self._leave.detach()

    def _updated(self, held: _Held, update: Mapping[str, Any]) -> Change:
        profile = updated(held.profile, update)
        before, after = held.profile.case, profile.case
        differing = difference(before, after)
        self._kept.drop(differing)
        try:
            assessment = self._assessing(after, self._matchers, held.assessment.decision_id, self._kept)
            facts = updated_facts(before, after, differing)
            result = change(held.assessment, assessment, facts, self._cases.causes)
            self._held = _Held(profile, assessment, held.asked, result)
        except BaseException:
            # what is kept may be of a case that did not come to be
            self._kept.clear()
            raise
        return result


def _key(question: Question) -> tuple[str, str]:
    return question.fact, question.subject


class OpenCases:
    """The open cases of one engine. It does not hold them: a case that nobody holds is closed."""

    def __init__(self, book: RuleBook, durable: DurableMatcher, compiled: Matcher) -> None:
        self.book = book
        self.durable = durable
        self.compiled = compiled
        self._cases: weakref.WeakSet[CaseSession] = weakref.WeakSet()
        self._lock = threading.RLock()

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """What each rule reads."""
        return {rule.id: reads(rule) for rule in self.book.rules}

    @cached_property
    def causes(self) -> Causes:
        """What can lead to advice."""
        return Causes(self.book, self.reads)

    def open(self, profile: CaseProfile, assessing: Assessing, terms: Terms, decision_id: str) -> CaseSession:
        """Open a case; see `Engine.open`."""
        return self._noted(CaseSession(self, profile, assessing, terms, decision_id))

    def reopen(
        self, blob: bytes, key: bytes, assessing: Assessing, terms: Terms, *, re_evaluate: bool
    ) -> CaseSession:
        """Open a case that was kept; see `Engine.reopen`."""
        written = _with_key(lambda: unseal(blob, key))
        if written is None:
            raise SessionError("unreadable")
        kept = json.loads(written)
        if not re_evaluate and not self._same_rules(kept["assessment"]):
            raise SessionError("rules_changed")
        before = _assessment(kept["assessment"])
        asked = frozenset((fact, subject) for fact, subject in kept["asked"])
        resumed = Resumed(asked, before if re_evaluate else None)
        profile = CaseProfile.from_mapping(kept["profile"])
        return self._noted(CaseSession(self, profile, assessing, terms, before.decision_id, resumed))

    def close_expired(self) -> int:
        """Close the cases that were not used for their time to live; how many there were."""
        with self._lock:
            cases = [*self._cases]
        return sum(case.close_if_expired() for case in cases)

    def _noted(self, case: CaseSession) -> CaseSession:
        self.close_expired()
        with self._lock:
            self._cases.add(case)
        return case

    def _same_rules(self, assessment: Mapping[str, Any]) -> bool:
        """Whether an assessment was made by this library under these rules."""
        then = {
            ruleset["id"]: (ruleset["digest"], tuple(ruleset.get("not_in_force", ())))
            for ruleset in assessment["rulesets"]
        }
        now = {ruleset.id: (ruleset.digest, ruleset.not_in_force) for ruleset in self.book.rulesets}
        return assessment["engine"]["version"] == __version__ and then == now


_Result = TypeVar("_Result")


def _with_key(use: Callable[[], _Result]) -> _Result:
    """What is done with a key, unless it cannot be done."""
    fault: Fault = "key"
    try:
        return use()
    except ImportError:
        fault = "not_installed"
    except ValueError:
        pass
    raise SessionError(fault)


def _assessment(written: Mapping[str, Any]) -> Assessment:
    with suppress(ValidationError):
        return Assessment.model_validate(written)
    raise SessionError("unreadable")
