"""For hosts: nothing of a case in an exception that leaves a block of code, nor in a line of a log.

with contained():
    assessment = engine.evaluate(profile)
    store(assessment)                      # whatever fails here says where, and never what

contain_logs("casework")                   # every record of the logger and of those below it
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final, Literal, Self

from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.vocabulary import telling_words

WITHHELD: Final = "[withheld]"
"""What a line of a log has in the place of something about a case."""
_ORDINARY_WORDS: Final = frozenset(
    {
        *("yes", "no", "none", "other", "several", "public", "staff", "person", "case_worker", "provider"),
        *("registration", "registered", "recognised", "education", "livelihood", "school", "transport"),
        *("recipient", "community", "reception", "messaging", "phone", "cash", "legal", "complaints"),
        *("recording", "sharing", "referral", "consent", "accepts", "declines", "undecided", "clinic"),
    }
)
"""Codes that are everyday words of a log and say nothing by themselves."""


class ContainedError(ProtectionRulesError):
    """Something failed inside `contained`: of which kind, and where in the code.

    `kind` is the name of the exception's class, `trail` the places in the code that led to it,
    outermost first, as `file:line`. The exception itself, its words, its cause and what the code
    held at the time are gone.
    """

    def __init__(self, kind: str, trail: tuple[str, ...]) -> None:
        """Say what is known: the kind of the failure and its places."""
        where = f" at {trail[-1]}" if trail else ""
        super().__init__(f"{kind}{where}; what it said is withheld, since it may be about a case")
        self.kind = kind
        self.trail = trail

    # the interpreter notes the exception that was being handled; reporters that follow it find none
    @property
    def __context__(self) -> None:
        """Nothing: what was being handled may hold values."""
        return

    @__context__.setter
    def __context__(self, _: object) -> None:
        """Nothing is kept."""

    def __reduce__(self) -> tuple[type[Self], tuple[str, tuple[str, ...]]]:
        return type(self), (self.kind, self.trail)


class contained:  # noqa: N801  # a context manager is called like a function
    """A block of code out of which no exception carries anything of a case.

    An error of this library passes, since none of them holds a value, but without the frames that
    led to it; any other exception becomes a ContainedError. What ends the program (KeyboardInterrupt,
    SystemExit) passes as it is. The function in which the block stands is the host's own: a reporter
    of errors that takes the locals of frames has to be told not to.
    """

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        """End the block; raises ContainedError in the place of what is not an error of this library."""
        if not isinstance(error, Exception):
            return False
        failed: Exception = ContainedError(type(error).__name__, tuple(_trail(trace)))
        if trace is not None:
            traceback.clear_frames(trace)
        error.__cause__ = error.__context__ = None
        error.__traceback__ = None
        if isinstance(error, ProtectionRulesError):
            failed = error
        else:
            # the interpreter keeps what was being handled; so it is emptied
            error.args = ()
            vars(error).clear()
        # reporters that show what each frame holds find nothing in this one
        del error, trace
        raise failed from None


def _trail(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        yield f"{PurePath(frame.f_code.co_filename).name}:{line}"


def contain_logs(*loggers: str) -> None:
    """Take out of the records of these loggers, and of all below them, what may be about a case.

    It is taken out as a record is made, so whatever handlers there are, also ones that are added later,
    and loggers that are made later, write no more than `CaseLogFilter` lets through. Without names, that
    holds for every logger of the process, also those of other libraries. What is given as `extra` is
    added to a record afterwards and is not seen here: do not give anything about a case that way.
    """
    make, withholding = logging.getLogRecordFactory(), CaseLogFilter()

    def made(name: str, *given: Any, **named: Any) -> logging.LogRecord:
        record = make(name, *given, **named)
        if not loggers or any(f"{name}.".startswith(f"{logger}.") for logger in loggers):
            withholding.filter(record)
        return record

    logging.setLogRecordFactory(made)


class CaseLogFilter(logging.Filter):
    """Takes out of a log record what may be about a case.

    It belongs on every logger that the host itself logs with, by `logger.addFilter(CaseLogFilter())`: a
    filter of a logger is not asked about the loggers below it, and one of a handler leaves what handlers
    before it write. `contain_logs` does the same for a logger and all below it.

    An exception is told by its kind and its places alone. Mappings, collections and objects given to
    be written, also as `extra`, are told by their kind and size. In the words that are left, every path of a
    fact is withheld, and every code of a fact whose sensitivity is more than ordinary, unless the code is
    an everyday word; facts of an operation's own are known once an engine was loaded with its overlay.
    Words that a host makes of an answer itself, such as "yes", cannot be told apart from other words: do
    not log them.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Make the record fit to be written; always true."""
        if isinstance(record.args, Mapping) and not (isinstance(record.msg, str) and "%(" in record.msg):
            record.args = (_told(record.args),)
        elif isinstance(record.args, Mapping):
            record.args = {name: _told(value) for name, value in record.args.items()}
        else:
            record.args = tuple(_told(value) for value in record.args or ())
        if not isinstance(record.msg, str):
            record.msg = _told(record.msg)
        try:
            words = record.getMessage()
        except Exception:  # noqa: BLE001  # a record that cannot be written is not worth a case
            words = WITHHELD
        if record.exc_info:
            kind, _, trace = record.exc_info
            places = tuple(_trail(trace))
            words += f" ({kind.__name__ if kind else 'error'}{f' at {places[-1]}' if places else ''})"
        record.msg, record.args = _without_codes(words), ()
        record.exc_info = record.exc_text = None
        for name in vars(record).keys() - _OWN:
            value = _told(getattr(record, name))
            setattr(record, name, _without_codes(value) if isinstance(value, str) else value)
        return True


def _told(value: object) -> object:
    """A value as it may be written: itself where it is plain, otherwise its kind and size."""
    if value is None or isinstance(value, str | int | float | ProtectionRulesError):
        return value
    size = f": {len(value)}" if isinstance(value, Collection) else ""
    return _Kind(f"<{type(value).__name__}{size}>")


_OWN: Final = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
"""What every log record has; anything else was given as `extra`."""


class _Kind(str):
    """What stands in the place of a value, however it is written."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@lru_cache(maxsize=2)
def _telling(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words - _ORDINARY_WORDS, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?![\w])")


def _without_codes(words: str) -> str:
    return _telling(telling_words()).sub(WITHHELD, words)
