"""From three values to two: what must hold for a condition to be certainly or possibly true.

A matcher wants plain comparisons over closed lists of values, without negation and without unknown.
Lowering gives both readings of a condition as such comparisons: `certainly` holds where the
condition is true, `possibly` where it is not false. Both are closed under what an engine can do:
conjunction, disjunction, counting, and quantifiers over listed items.

Sets carry their markers as members: an unknown set is ``{"unknown"}``, one not asked is
``{"not_asked"}``, one known to be empty has no member.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from protection_rules.facts.vocabulary import NONE, NOT_ASKED, UNKNOWN, Vocabulary
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
    ListSection,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value of an answer or a choice is one of these, `unknown` included where listed."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Within:
    """The number lies between the bounds, ends included; or it is unknown, where that counts."""

    fact: str
    low: int
    high: int
    or_unknown: bool


@dataclass(frozen=True, slots=True)
class Meets:
    """The set, markers included, has a member in common with these."""

    fact: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Avoids:
    """The set, markers included, has no member in common with these."""

    fact: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds; true without parts."""

    parts: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; false without parts."""

    parts: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """At least `count` parts hold."""

    count: int
    parts: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """A listed item meets the part; `unlisted` is the answer where the list is not known."""

    section: ListSection
    part: Lowered
    unlisted: bool


@dataclass(frozen=True, slots=True)
class ForAll:
    """Every listed item meets the part; `unlisted` is the answer where the list is not known."""

    section: ListSection
    part: Lowered
    unlisted: bool


Lowered: TypeAlias = OneOf | Within | Meets | Avoids | Both | Either | Count | Exists | ForAll

TRUE: Final = Both(())
FALSE: Final = Either(())


def certainly(condition: Condition, vocabulary: Vocabulary, *, not_asked_is_unknown: bool) -> Lowered:
    """What holds exactly where the condition is true."""
    return _Lowering(vocabulary, not_asked_is_unknown).lower(condition, wanted=True, sure=True)


def possibly(condition: Condition, vocabulary: Vocabulary, *, not_asked_is_unknown: bool) -> Lowered:
    """What holds exactly where the condition is true or undetermined."""
    return _Lowering(vocabulary, not_asked_is_unknown).lower(condition, wanted=True, sure=False)


@dataclass(frozen=True, slots=True)
class _Lowering:
    vocabulary: Vocabulary
    not_asked_is_unknown: bool

    def lower(self, node: Condition, *, wanted: bool, sure: bool) -> Lowered:
        """Where `node` surely (or possibly) has the wanted value."""
        match node:
            case Always():
                return TRUE if wanted else FALSE
            case All(parts=parts):
                lowered = self._each(parts, wanted, sure)
                return both(lowered) if wanted else either(lowered)
            case AnyOf(parts=parts):
                lowered = self._each(parts, wanted, sure)
                return either(lowered) if wanted else both(lowered)
            case Not(part=part):
                return self.lower(part, wanted=not wanted, sure=sure)
            case Surely(part=part):
                # true where the part is surely true, false where the part is possibly not true
                return self.lower(part, wanted=wanted, sure=wanted)
            case Possibly(part=part):
                return self.lower(part, wanted=wanted, sure=not wanted)
            case Term(part=part):
                return self.lower(part, wanted=wanted, sure=sure)
            case AtLeast(count=count, parts=parts):
                needed = count if wanted else len(parts) - count + 1
                return counted(needed, self._each(parts, wanted, sure))
            case Some(section=section, part=part):
                return self._quantified(section, part, exists=wanted, inner=wanted, sure=sure)
            case Every(section=section, part=part):
                return self._quantified(section, part, exists=not wanted, inner=wanted, sure=sure)
            case None_(section=section, part=part):
                return self._quantified(section, part, exists=not wanted, inner=not wanted, sure=sure)
            case Is(fact=fact, values=values):
                return self._is(fact, values, wanted, sure)
            case Includes(fact=fact, codes=codes):
                return self._includes(fact, codes, wanted, sure)
            case Compare():
                return self._compare(node, wanted, sure)
            case MemberOf(fact=fact, of=of):
                return self._member(fact, of, wanted, sure)
            case IsUnknown(fact=fact):
                return self._is_unknown(fact, wanted)
            case _:
                assert_never(node)

    def _each(self, parts: Iterable[Condition], wanted: bool, sure: bool) -> list[Lowered]:
        return [self.lower(part, wanted=wanted, sure=sure) for part in parts]

    def _quantified(
        self, section: ListSection, part: Condition, *, exists: bool, inner: bool, sure: bool
    ) -> Lowered:
        lowered = self.lower(part, wanted=inner, sure=sure)
        if exists:
            return Exists(section, lowered, unlisted=not sure)
        return ForAll(section, lowered, unlisted=not sure)

    def _open_markers(self) -> frozenset[str]:
        return frozenset({UNKNOWN, NOT_ASKED}) if self.not_asked_is_unknown else frozenset({UNKNOWN})

    def _is(self, fact: str, values: frozenset[str], wanted: bool, sure: bool) -> Lowered:
        entry = self.vocabulary[fact]
        if entry.kind == "choices":
            return self._is_standing(fact, values, wanted, sure)
        codes = frozenset(entry.codes)
        unlisted_unknown = frozenset(entry.markers) - values
        if wanted:
            return one_of(fact, values if sure else values | unlisted_unknown)
        return one_of(fact, codes - values if sure else (codes - values) | unlisted_unknown)

    def _is_standing(self, fact: str, values: frozenset[str], wanted: bool, sure: bool) -> Lowered:
        """A set compared with its markers: known to be empty, unknown, not asked."""
        entry = self.vocabulary[fact]
        open_here = self._open_markers() - values
        listed = values & {UNKNOWN, NOT_ASKED}
        if wanted:
            meeting: list[Lowered] = [Meets(fact, frozenset(listed if sure else listed | open_here))]
            empty = [self._known_empty(fact)] if NONE in values else []
            return either([part for part in [*meeting, *empty] if part != Meets(fact, frozenset())])
        # not one of these: known and not empty (if empty is listed), or a marker that is not listed
        codes = frozenset(entry.codes)
        others = (frozenset({UNKNOWN, NOT_ASKED}) - values) - (open_here if sure else frozenset())
        if not sure:
            others |= open_here
        parts: list[Lowered] = [Meets(fact, codes | others)]
        if NONE not in values:
            parts.append(self._known_empty(fact))
        return either(parts)

    def _includes(self, fact: str, codes: frozenset[str], wanted: bool, sure: bool) -> Lowered:
        open_here = self._open_markers()
        if wanted:
            return Meets(fact, codes if sure else codes | open_here)
        return Avoids(fact, codes | open_here if sure else codes)

    def _compare(self, node: Compare, wanted: bool, sure: bool) -> Lowered:
        bounds = self.vocabulary[node.fact].attributes
        low, high = bounds.minimum, bounds.maximum
        match node.comparison:
            case "at_most":
                low, high = (low, node.bound) if wanted else (node.bound + 1, high)
            case "less_than":
                low, high = (low, node.bound - 1) if wanted else (node.bound, high)
            case "at_least":
                low, high = (node.bound, high) if wanted else (low, node.bound - 1)
            case "more_than":
                low, high = (node.bound + 1, high) if wanted else (low, node.bound)
        low, high = max(low, bounds.minimum), min(high, bounds.maximum)
        if low > high:
            return FALSE if sure else Within(node.fact, 1, 0, or_unknown=True)
        return Within(node.fact, low, high, or_unknown=not sure)

    def _is_unknown(self, fact: str, wanted: bool) -> Lowered:
        entry = self.vocabulary[fact]
        if entry.kind == "recorded":
            return FALSE if wanted else TRUE
        if entry.kind == "choices":
            members = frozenset({UNKNOWN})
            return Meets(fact, members) if wanted else Avoids(fact, members)
        if entry.kind == "number":
            if wanted:
                return Within(fact, 1, 0, or_unknown=True)
            return Within(fact, entry.attributes.minimum, entry.attributes.maximum, or_unknown=False)
        return one_of(fact, frozenset({UNKNOWN}) if wanted else frozenset(entry.codes))

    def _member(self, fact: str, of: str, wanted: bool, sure: bool) -> Lowered:
        codes = [code for code in self.vocabulary[fact].codes if code in self.vocabulary[of].codes]
        foreign = frozenset(self.vocabulary[fact].codes) - frozenset(codes)
        everything = frozenset(self.vocabulary[of].codes)
        open_here = self._open_markers()
        unknown = one_of(fact, frozenset({UNKNOWN}))
        settled_empty: list[Lowered] = [self._known_empty(of)]
        if not self.not_asked_is_unknown:
            settled_empty.append(Meets(of, frozenset({NOT_ASKED})))
        if wanted and sure:
            return either(
                [both([one_of(fact, frozenset({code})), Meets(of, frozenset({code}))]) for code in codes]
            )
        if wanted:
            found: list[Lowered] = [Meets(of, open_here), both([unknown, Meets(of, everything)])]
            found += [both([one_of(fact, frozenset({code})), Meets(of, frozenset({code}))]) for code in codes]
            return either(found)
        lacking: list[Lowered] = [
            both([one_of(fact, frozenset({code})), Avoids(of, frozenset({code}) | open_here)])
            for code in codes
        ]
        if foreign:
            lacking.append(both([one_of(fact, foreign), Avoids(of, open_here)]))
        if sure:
            return either(settled_empty + lacking)
        return either(
            [*settled_empty, *lacking, Meets(of, open_here), both([unknown, Meets(of, everything)])]
        )

    def _known_empty(self, fact: str) -> Lowered:
        return Avoids(fact, frozenset(self.vocabulary[fact].codes) | {UNKNOWN, NOT_ASKED})


def one_of(fact: str, values: frozenset[str]) -> Lowered:
    """The comparison, or plain falsity without values."""
    return OneOf(fact, values) if values else FALSE


def both(parts: Iterable[Lowered]) -> Lowered:
    """A conjunction without needless parts."""
    flat: dict[Lowered, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        flat |= dict.fromkeys(part.parts if isinstance(part, Both) else (part,))
    return next(iter(flat)) if len(flat) == 1 else Both(tuple(flat))


def either(parts: Iterable[Lowered]) -> Lowered:
    """A disjunction without needless parts."""
    flat: dict[Lowered, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        flat |= dict.fromkeys(part.parts if isinstance(part, Either) else (part,))
    return next(iter(flat)) if len(flat) == 1 else Either(tuple(flat))


def counted(count: int, parts: list[Lowered]) -> Lowered:
    """At least so many, settled where it can be without looking."""
    open_parts = [part for part in parts if part not in (TRUE, FALSE)]
    needed = count - sum(part == TRUE for part in parts)
    if needed <= 0:
        return TRUE
    if needed > len(open_parts):
        return FALSE
    if needed == 1:
        return either(open_parts)
    if needed == len(open_parts):
        return both(open_parts)
    return Count(needed, tuple(open_parts))
