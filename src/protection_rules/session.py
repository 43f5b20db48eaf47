"""A case that stays open while its facts change."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from pydantic import ValidationError

from protection_rules._version import __version__
from protection_rules.advice.change import Change, change
from protection_rules.advice.kept import Kept
from protection_rules.advice.model import Assessment, Question
from protection_rules.advice.updated_facts import updated_facts
from protection_rules.facts.difference import difference
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.update import answer, updated
from protection_rules.interview import Interview
from protection_rules.matchers.turns import Turns
from protection_rules.matchers.working_memory import WorkingMemory
from protection_rules.open_cases import Assessing, OpenCases, Terms
from protection_rules.rulesets.model import RuleBook
from protection_rules.sealing import seal, unseal
from protection_rules.session_error import Fault, SessionError

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, repr=False)
class Resumed:
    """What was kept of a case: what need not be asked again and, to compare with it, what was said."""

    asked: frozenset[tuple[str, str]]
    before: Assessment | None


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    """What is known of an open case. A change makes another, so that it is made whole or not at all."""

    profile: CaseProfile
    assessment: Assessment
    kept: Kept
    asked: frozenset[tuple[str, str]]
    last_change: Change | None


class CaseSession:
    """One case whose facts change. `Engine.open` makes it; `with` closes it.

    Everything in it is gone once it is closed: at the end of the `with` block, by `close`, when it
    was not used for its time to live, when nobody holds it any more, and when Python ends. It is
    used from one thread at a time; many cases may be open at once. Whatever cannot be done raises
    SessionError, and what raises changes nothing. A change that is interrupted, as by KeyboardInterrupt,
    is made whole or not at all; `last_change` says which.
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
        self._ending = False
        self._turns = Turns()
        self._memory = WorkingMemory(cases.durable, owner=self)
        self._matchers = (self._memory, cases.compiled) if terms.cross_check else (cases.compiled,)
        self._leave = weakref.finalize(self, self._memory.leave)
        self._held: _Held | None = None
        kept = Kept(cases.wording, cases.reads)
        try:
            assessment = assessing(profile.case_of(cases.vocabulary), self._matchers, decision_id, kept)
            asked = frozenset() if resumed is None else resumed.asked
            changed = None
            if resumed is not None and resumed.before is not None:
                changed = change(resumed.before, assessment, (), cases.causes)
            self._held = _Held(profile, assessment, kept, asked, changed)
        except BaseException:
            self._let_go()
            raise

    # what is known

    @property
    def assessment(self) -> Assessment:
        """The assessment of the case as it is now: what `Engine.evaluate` says of `profile`."""
        return self._in_use(lambda held: held.assessment)

    @property
    def profile(self) -> CaseProfile:
        """The profile of the case as it is now."""
        return self._in_use(lambda held: held.profile)

    @property
    def last_change(self) -> Change | None:
        """What the last update changed, or reopening the case under other rules; None before either."""
        return self._in_use(lambda held: held.last_change)

    # what changes

    def update(self, update: Mapping[str, Any]) -> Change:
        """Change facts and lists of the case, and say what that does to its assessment.

        `facts.update` says how an update is written. Raises ProfileError with every fault of one that
        is not, and MatcherDisagreement as `Engine.evaluate` does; the case stays as it was then.
        """
        return self._in_use(lambda held: self._updated(held, update, held.asked))

    # what is asked

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is worth asking now, in order, without what was answered or put off in this case."""
        return self._in_use(_still_asked)

    def answer(self, question: Question, value: Any) -> Change:
        """Answer a question: the value as a profile has it, or a whole list where one is asked for.

        It is not asked again in this case, also if the answer is that it is not known. Raises
        ProfileError for what is no answer to it; it is asked again then.
        """
        update = partial(answer, question.fact, question.subject, value)
        return self._in_use(lambda held: self._updated(held, update(), held.asked | {_key(question)}))

    def not_now(self, question: Question) -> None:
        """Put a question off: it is not asked again in this case."""
        self._in_use(lambda held: self._put_off(held, question))

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
        """Close the case. Its facts have left the library when this returns.

        Where it is called in the middle of a use of the case by the same thread, as by a handler of a
        signal, they have when that use ends.
        """
        self._ending = True
        self._turn(lambda: None)

    def close_if_expired(self) -> bool:
        """Close the case if it was not used for its time to live; whether this closed it."""
        if self._held is None or self._turns.taken or not self._is_over():
            return False
        return self._turn(self._end_if_over)

    def to_bytes(self, key: bytes) -> bytes:
        """The case as an opaque blob under a key of 32 random bytes, for `Engine.reopen`.

        Nothing of it can be read without the key, which is the host's to keep apart from it. Needs
        the extra `sessions`.
        """
        return self._in_use(lambda held: _sealed(held, key))

    def __enter__(self) -> Self:
        return self._in_use(lambda _: self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<CaseSession: {'closed' if self._held is None else 'open'}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise SessionError("not_copied")

    def _in_use(self, work: Callable[[_Held], _Result]) -> _Result:
        """Do something with the case, kept from other threads."""
        if self._turns.taken and not self._ending:
            raise SessionError("busy")
        self._cases.close_expired()
        return self._turn(lambda: self._used(work))

    def _turn(self, work: Callable[[], _Result]) -> _Result:
        return self._turns.take(work, self._to_be_let_go, self._let_go)

    def _used(self, work: Callable[[_Held], _Result]) -> _Result:
        held = self._held
        if held is None or self._end_if_over():
            raise SessionError("closed")
        try:
            return work(held)
        finally:
            self._last_used = self._terms.clock()

    def _is_over(self) -> bool:
        """Whether the case is being closed, or was not used for its time to live."""
        return self._ending or self._terms.clock() - self._last_used >= self._terms.time_to_live

    def _end_if_over(self) -> bool:
        if self._held is None or not self._is_over():
            return False
        # it is let go of at the end of the turn
        self._ending = True
        return True

    def _to_be_let_go(self) -> bool:
        return self._ending and self._held is not None

    def _let_go(self) -> None:
        self._memory.close()
        self._leave.detach()
        # at last, since it says that all of it is done
        self._held = None

    def _updated(self, held: _Held, update: Mapping[str, Any], asked: frozenset[tuple[str, str]]) -> Change:
        vocabulary = self._cases.vocabulary
        profile = updated(held.profile, update, vocabulary)
        before, after = (each.case_of(vocabulary) for each in (held.profile, profile))
        differing = difference(before, after)
        kept = held.kept.without(differing)
        assessment = self._assessing(after, self._matchers, held.assessment.decision_id, kept)
        facts = updated_facts(before, after, differing, vocabulary)
        result = change(held.assessment, assessment, facts, self._cases.causes)
        self._held = _Held(profile, assessment, kept, asked, result)
        return result

    def _put_off(self, held: _Held, question: Question) -> None:
        self._held = replace(held, asked=held.asked | {_key(question)})


def _still_asked(held: _Held) -> tuple[Question, ...]:
    return tuple(question for question in held.assessment.questions if _key(question) not in held.asked)


def _sealed(held: _Held, key: bytes) -> bytes:
    content = {
        "profile": held.profile.to_mapping(),
        "assessment": held.assessment.to_mapping(),
        "asked": sorted(held.asked),
    }
    written = json.dumps(content, ensure_ascii=False).encode()
    return _with_key(lambda: seal(written, key))


def _key(question: Question) -> tuple[str, str]:
    return question.fact, question.subject


def reopened(
    cases: OpenCases, blob: bytes, key: bytes, assessing: Assessing, terms: Terms, *, re_evaluate: bool
) -> CaseSession:
    """A case that was kept; see `Engine.reopen`."""
    written = _with_key(lambda: unseal(blob, key))
    if written is None:
        raise SessionError("unreadable")
    kept = json.loads(written)
    if not re_evaluate and not _made_under(kept["assessment"], cases.book):
        raise SessionError("rules_changed")
    before = _assessment(kept["assessment"])
    asked = frozenset((fact, subject) for fact, subject in kept["asked"])
    resumed = Resumed(asked, before if re_evaluate else None)
    profile = CaseProfile.from_mapping(kept["profile"], cases.vocabulary)
    return CaseSession(cases, profile, assessing, terms, before.decision_id, resumed)


def _made_under(assessment: Mapping[str, Any], book: RuleBook) -> bool:
    """Whether an assessment was made by this library under these rules."""
    then = {
        ruleset["id"]: (ruleset["digest"], tuple(ruleset.get("not_in_force", ())))
        for ruleset in assessment["rulesets"]
    }
    now = {ruleset.id: (ruleset.digest, ruleset.not_in_force) for ruleset in book.rulesets}
    return assessment["engine"]["version"] == __version__ and then == now


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
