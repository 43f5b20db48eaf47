"""Conditions with one thing changed: a part left out, a comparison turned round, a value changed, and so on.

A change is made where people would make it: `not_known_to_be` is one comparison, and a term is one
too, since what it stands for is changed where it is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from protection_rules.documents import Span
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
    parts,
)

ConditionOperator = Literal[
    "part_dropped",
    "turned_round",
    "any_for_all",
    "all_for_any",
    "count_changed",
    "value_dropped",
    "value_added",
    "value_replaced",
    "bound_changed",
    "every_for_some",
    "some_for_every",
    "unknown_weakened",
]


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """One change to a condition, and what the whole becomes by it.

    `path` leads to the part that is changed, `part` is what it was; `detail` is the value, bound or
    count that the change is about, or the place of what is left out.
    """

    operator: ConditionOperator
    path: tuple[int, ...]
    part: Condition
    detail: str | int
    whole: Condition

    @property
    def span(self) -> Span | None:
        """The place of the part that is changed."""
        return self.part.span


def changes(condition: Condition, vocabulary: Vocabulary) -> Iterator[ConditionChange]:
    """Every change to a condition, outermost first; terms are left as they are inside."""
    yield from _here(condition, vocabulary)
    if _is_comparison(condition):
        return
    for number, (inner, put) in enumerate(_inside(condition)):
        for change in changes(inner, vocabulary):
            yield replace(change, path=(number, *change.path), whole=put(change.whole))


def _is_comparison(condition: Condition) -> bool:
    """Whether people read the condition as one comparison."""
    match condition:
        case Is() | Includes() | Compare() | MemberOf() | IsUnknown() | Term() | Always():
            return True
        case Not(part=Is() | Includes() | Compare() | MemberOf() | IsUnknown() | Term()):
            return True
        case Not(part=Surely(part=Is())):
            return True
        case _:
            return False


def _inside(condition: Condition) -> Iterator[tuple[Condition, Callable[[Condition], Condition]]]:
    """The conditions directly inside, each with how the whole is with another in its place."""
    match condition:
        case All(parts=among) | AnyOf(parts=among) | AtLeast(parts=among):
            for number, part in enumerate(among):
                before, after = among[:number], among[number + 1 :]
                yield part, _putting_among(condition, before, after)
        case (
            Not(part=part)
            | Surely(part=part)
            | Possibly(part=part)
            | Some(part=part)
            | Every(part=part)
            | None_(part=part)
        ):
            yield part, _putting_in(condition)
        case _:
            return


def _putting_among(
    whole: All | AnyOf | AtLeast, before: tuple[Condition, ...], after: tuple[Condition, ...]
) -> Callable[[Condition], Condition]:
    return lambda part: replace(whole, parts=(*before, part, *after))


def _putting_in(
    whole: Not | Surely | Possibly | Some | Every | None_,
) -> Callable[[Condition], Condition]:
    return lambda part: replace(whole, part=part)


def with_term(condition: Condition, term: Term) -> Condition:
    """The condition where what the term stands for is this, wherever it is used."""
    if isinstance(condition, Term):
        part = term.part if condition.name == term.name else with_term(condition.part, term)
        return replace(condition, part=part)
    for number in range(len(parts(condition))):
        # one after another, since each is put into what the others have become
        inner, put = list(_inside(condition))[number]
        condition = put(with_term(inner, term))
    return condition


def _here(condition: Condition, vocabulary: Vocabulary) -> Iterator[ConditionChange]:
    """The changes to the condition itself, not to what is inside it."""

    def change(operator: ConditionOperator, whole: Condition, detail: str | int = "") -> ConditionChange:
        return ConditionChange(operator, (), condition, detail, whole)

    match condition:
        case Always():
            return
        case All(parts=among, span=span) | AnyOf(parts=among, span=span):
            other = AnyOf(among, span) if isinstance(condition, All) else All(among, span)
            yield change("any_for_all" if isinstance(condition, All) else "all_for_any", other)
            yield from _parts_dropped(condition)
        case AtLeast(count=count, parts=among):
            for other_count in (count - 1, count + 1):
                if 1 <= other_count <= len(among):
                    yield change("count_changed", replace(condition, count=other_count), other_count)
            yield from _parts_dropped(condition)
        case Some(section=section, part=part, span=span):
            yield change("turned_round", None_(section, part, span))
            yield change("every_for_some", Every(section, part, span))
        case Every(section=section, part=part, span=span):
            yield change("turned_round", Not(condition, span))
            yield change("some_for_every", Some(section, part, span))
        case None_(section=section, part=part, span=span):
            yield change("turned_round", Some(section, part, span))
        case Surely(part=part) | Possibly(part=part):
            yield change("turned_round", Not(condition, condition.span))
            yield change("unknown_weakened", part)
        case Not(part=Surely(part=Is() as inner), span=span):
            yield change("turned_round", Surely(inner, span))
            yield change("unknown_weakened", Not(inner, span))
            for each in _values(inner, vocabulary):
                yield change(each.operator, Not(Surely(each.whole, span), span), each.detail)
        case Not(part=part, span=span):
            yield change("turned_round", part)
            for each in _values(part, vocabulary):
                yield change(each.operator, Not(each.whole, span), each.detail)
        case Is() | Includes() | Compare() | MemberOf() | IsUnknown() | Term():
            yield change("turned_round", Not(condition, condition.span))
            yield from _values(condition, vocabulary)
        case _:
            assert_never(condition)


def _parts_dropped(whole: All | AnyOf | AtLeast) -> Iterator[ConditionChange]:
    for number, part in enumerate(whole.parts):
        rest = whole.parts[:number] + whole.parts[number + 1 :]
        if len(rest) > 1 and (not isinstance(whole, AtLeast) or whole.count <= len(rest)):
            yield ConditionChange("part_dropped", (number,), part, "", replace(whole, parts=rest))
        elif len(rest) == 1:
            yield ConditionChange("part_dropped", (number,), part, "", rest[0])


def _values(comparison: Condition, vocabulary: Vocabulary) -> Iterator[ConditionChange]:
    """The changes to what a comparison compares with."""
    match comparison:
        case Is(fact=fact, values=values):
            entry = vocabulary[fact]
            listed = (*entry.codes, *entry.markers)
            for operator, value, changed in _sets(values, listed, entry.codes):
                yield ConditionChange(operator, (), comparison, value, replace(comparison, values=changed))
        case Includes(fact=fact, codes=codes):
            every = vocabulary[fact].codes
            for operator, value, changed in _sets(codes, every, every):
                yield ConditionChange(operator, (), comparison, value, replace(comparison, codes=changed))
        case Compare(fact=fact, bound=bound):
            attributes = vocabulary[fact].attributes
            for other in (bound - 1, bound + 1):
                if attributes.minimum <= other <= attributes.maximum:
                    yield ConditionChange(
                        "bound_changed", (), comparison, other, replace(comparison, bound=other)
                    )
        case _:
            return


def _sets(
    values: frozenset[str], listed: tuple[str, ...], codes: tuple[str, ...]
) -> Iterator[tuple[ConditionOperator, str, frozenset[str]]]:
    """Each value left out; the next one beside them; and of a single one, the next in its place."""
    ordered = [value for value in listed if value in values]
    if len(ordered) > 1:
        for value in ordered:
            yield "value_dropped", value, values - {value}
    # after the last one listed, and from the beginning again
    last = max((codes.index(value) for value in ordered if value in codes), default=-1)
    further = [code for code in (*codes[last + 1 :], *codes[: last + 1]) if code not in values]
    if further:
        if len(ordered) == 1:
            yield "value_replaced", further[0], frozenset(further[:1])
        if len(further) > 1:
            yield "value_added", further[0], values | {further[0]}
