"""Formulas: the few shapes that profiles, conditions and advice are written in for the solver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import z3

Formula: TypeAlias = z3.BoolRef

TRUE: Final[Formula] = z3.BoolVal(True)
FALSE: Final[Formula] = z3.BoolVal(False)


_TRUE: Final = TRUE.get_id()
_FALSE: Final = FALSE.get_id()


def named(name: str) -> Formula:
    """The formula of this name that is free to be true or false."""
    return z3.Bool(name)


def constant(holds: bool) -> Formula:
    """True or false, whatever the profile."""
    return TRUE if holds else FALSE


def same(one: Formula, other: Formula) -> bool:
    """Whether two formulas are written alike."""
    return bool(one.get_id() == other.get_id())


def every(parts: Iterable[Formula]) -> Formula:
    """All parts hold; true without parts."""
    kept = _kept(parts, needless=_TRUE)
    if _FALSE in kept:
        return FALSE
    return z3.And(*kept.values()) if len(kept) > 1 else next(iter(kept.values()), TRUE)


def some(parts: Iterable[Formula]) -> Formula:
    """At least one part holds; false without parts."""
    kept = _kept(parts, needless=_FALSE)
    if _TRUE in kept:
        return TRUE
    return z3.Or(*kept.values()) if len(kept) > 1 else next(iter(kept.values()), FALSE)


def no(part: Formula) -> Formula:
    """The part does not hold."""
    if same(part, TRUE):
        return FALSE
    return TRUE if same(part, FALSE) else z3.Not(part)


def both(one: Formula, other: Formula) -> Formula:
    """The two hold."""
    return every((one, other))


def either(one: Formula, other: Formula) -> Formula:
    """One of the two holds, or both do."""
    return some((one, other))


def at_least(count: int, parts: Iterable[Formula]) -> Formula:
    """So many parts hold; parts that are alike count one by one."""
    listed = list(parts)
    open_parts = [part for part in listed if not (same(part, TRUE) or same(part, FALSE))]
    needed = count - sum(same(part, TRUE) for part in listed)
    if needed <= 0:
        return TRUE
    if needed > len(open_parts):
        return FALSE
    if needed == len(open_parts):
        return every(open_parts)
    return some(open_parts) if needed == 1 else z3.AtLeast(*open_parts, needed)


def at_most(count: int, parts: Iterable[Formula]) -> Formula:
    """No more parts than these hold."""
    return z3.AtMost(*parts, count)


def if_else(condition: Formula, one: Formula, other: Formula) -> Formula:
    """One formula where the condition holds, the other where it does not."""
    return either(both(condition, one), both(no(condition), other))


def _kept(parts: Iterable[Formula], needless: int) -> dict[int, Formula]:
    """Each part once, by what it is written as, without those that change nothing."""
    kept = {part.get_id(): part for part in parts}
    kept.pop(needless, None)
    return kept
