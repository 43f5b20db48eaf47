"""Logs and warnings, seen as they are given, whatever level and handlers there are."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from typing import Any

from protection_rules.canaries.readings import Shown
from protection_rules.canaries.stand_in import standing_in
from protection_rules.canaries.surfaces import Sighting
from protection_rules.canaries.system import calling_line
from protection_rules.canaries.told import told_by, told_by_exception

See = Callable[[Sighting], None]


@contextmanager
def hearing_logs(see: See) -> Iterator[None]:
    """Every record of every logger is seen; handlers get those they would have got without the watch."""
    enabled = logging.Logger.isEnabledFor

    def heard(handle: Any) -> Any:
        def handled(logger: logging.Logger, record: logging.LogRecord) -> None:
            # a filter of the logger speaks for all its handlers, one of a handler for that handler alone
            passed = copy(record)
            if logger.filter(passed):
                see(_record(passed))
            if enabled(logger, record.levelno):
                handle(logger, record)

        return handled

    def always(_: Any) -> Any:
        return lambda _logger, _level: True

    with standing_in(logging.Logger, "handle", heard), standing_in(logging.Logger, "isEnabledFor", always):
        yield


def _record(record: logging.LogRecord) -> Sighting:
    shown: list[Shown] = []
    with suppress(Exception):
        shown.append(record.getMessage())
    for name, value in vars(record).items():
        if name not in {"exc_info", "pathname"}:
            shown += told_by(value)
    if record.exc_info and record.exc_info[1] is not None:
        shown += told_by_exception(record.exc_info[1])
    where = f"{record.name}, {record.levelname}, {record.pathname}:{record.lineno}"
    return Sighting("logs", where, tuple(shown))


@contextmanager
def hearing_warnings(see: See) -> Iterator[None]:
    """Every warning that Python code gives is seen, also where a filter drops it."""

    def heard(warn: Any) -> Any:
        def warned(
            message: Any, category: Any = None, stacklevel: int = 1, source: Any = None, **more: Any
        ) -> None:
            see(_warning(message, category))
            warn(message, category, stacklevel + 1, source, **more)

        return warned

    def heard_explicit(warn: Any) -> Any:
        def warned(message: Any, category: Any, *rest: Any, **more: Any) -> None:
            see(_warning(message, category))
            warn(message, category, *rest, **more)

        return warned

    with standing_in(warnings, "warn", heard), standing_in(warnings, "warn_explicit", heard_explicit):
        yield


def _warning(message: object, category: type | None) -> Sighting:
    kind = type(message) if isinstance(message, Warning) else category or UserWarning
    return Sighting("warnings", f"{kind.__name__}, {calling_line()}", tuple(told_by(message)))
