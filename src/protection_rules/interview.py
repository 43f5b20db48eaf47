"""An open case as questions, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from protection_rules.advice.change import Change
from protection_rules.advice.model import Question
from protection_rules.session_error import SessionError

if TYPE_CHECKING:
    from protection_rules.session import CaseSession


class Interview:
    """The questions of an open case. Nobody has to answer: each can be put off for good.

    What is asked follows from the case as it is now, so an answer may bring questions or spare them.
    Where a minimum plan for many unknowns comes first, only what it needs is asked.
    """

    def __init__(self, case: CaseSession) -> None:
        """The questions of a case that is open; see `CaseSession.as_questions`."""
        self._case = case
        self._effect: Change | None = None

    @property
    def question(self) -> Question | None:
        """What to ask now; None once nothing is left that is worth asking."""
        return next(iter(self._case.questions), None)

    @property
    def effect(self) -> Change | None:
        """What the last answer changed; None before the first."""
        return self._effect

    def answer(self, value: Any) -> Change:
        """Answer the question, and go on; see `CaseSession.answer`."""
        self._effect = self._case.answer(self._asked(), value)
        return self._effect

    def skip(self) -> None:
        """Not now: go on, and do not ask this again in this case."""
        self._case.not_now(self._asked())

    def _asked(self) -> Question:
        question = self.question
        if question is None:
            raise SessionError("nothing_asked")
        return question

    def __repr__(self) -> str:
        return "<Interview>"
