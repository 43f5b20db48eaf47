"""Conditions prepared once, so that one pass over a case gives all that advice needs of them.

A plan says what the reference does, in fewer steps: the truth (`logic.truth`), the unknown facts that
could still decide it (`logic.openness`) and the facts that made it so (`logic.deciding`). What single
comparisons mean is asked of the reference, beforehand for every value that a fact can have alone. Only
how parts join is said here again; tests hold it to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, TypeAlias, assert_never

from protection_rules.facts.case import Case, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, FactEntry, Vocabulary
from protection_rules.logic.deciding import Seen, alone, seen, shown, standing_for
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
)
from protection_rules.logic.openness import (
    NEGATED,
    REACHES,
    OpenFact,
    Reach,
    counted,
    highest,
    lowest,
    opening,
)
from protection_rules.logic.truth import Reading, Truth, evaluate, trace

_Truth: TypeAlias = int
"""A truth as a bit, in order: false, undetermined, true."""
_Reach: TypeAlias = int
"""The truths that a condition can come to, as bits; of a settled one, its truth."""
_Answer: TypeAlias = tuple[_Truth, _Reach, tuple[OpenFact, ...], tuple[Seen, ...]]
_Answering: TypeAlias = Callable[[Mapping[str, Value], Reading], _Answer]
"""Answers for the facts of a case, and how it is read."""
_Comparison: TypeAlias = Is | Includes | Compare | IsUnknown
_Planning: TypeAlias = Callable[[_Comparison], _Answering]

_FALSE: Final = 1
_UNDETERMINED: Final = 2
_TRUE: Final = 4
_BITS: Final = {Truth.FALSE: _FALSE, Truth.UNDETERMINED: _UNDETERMINED, Truth.TRUE: _TRUE}
_TRUTHS: Final = {bit: truth for truth, bit in _BITS.items()}
_SETTLED: Final = frozenset(_TRUTHS)


def _reach(reach: Reach) -> _Reach:
    return sum(_BITS[truth] for truth in reach)


_REACH: Final = {_reach(reach): reach for reach in REACHES}
_OPPOSITE: Final = {_reach(reach): _reach(opposite) for reach, opposite in NEGATED.items()}
_LOWEST: Final = {
    _reach(one): {_reach(other): _reach(lowest(one, other)) for other in REACHES} for one in REACHES
}
_HIGHEST: Final = {
    _reach(one): {_reach(other): _reach(highest(one, other)) for other in REACHES} for one in REACHES
}
_HOLDS: Final[_Answer] = (_TRUE, _TRUE, (), ())
_FAILS: Final[_Answer] = (_FALSE, _FALSE, (), ())


class Plan:
    """How to find what one condition comes to. Holds nothing of any case."""

    def __init__(self, condition: Condition, comparisons: Comparisons, *, not_asked_is_unknown: bool) -> None:
        """Prepare for a condition, as it is read for sets that were not asked."""
        self._answer = _planned(condition, partial(comparisons.answering, not_asked_is_unknown))

    def found(self, reading: Reading) -> tuple[Truth, tuple[OpenFact, ...], tuple[Seen, ...]]:
        """The truth, what could still decide it if it is undetermined, and the facts that made it so.

        Of the item that the condition is about, both are said by the section's name alone.
        """
        truth, _, opened, deciding = self._answer(reading.case.facts, reading)
        if truth != _UNDETERMINED:
            opened = ()
        elif len(opened) > 1:
            opened = tuple(dict.fromkeys(opened))
        return _TRUTHS[truth], opened, deciding

    def __repr__(self) -> str:
        return "<Plan>"


def _planned(condition: Condition, compared: _Planning) -> _Answering:
    match condition:
        case Is() | Includes() | Compare() | IsUnknown():
            return compared(condition)
        case MemberOf():
            return lambda _facts, reading: _answer(condition, reading)
        case All(parts=parts):
            every = [_planned(part, compared) for part in parts]
            return lambda facts, reading: _every([part(facts, reading) for part in every])
        case AnyOf(parts=parts):
            some = [_planned(part, compared) for part in parts]
            return lambda facts, reading: _some([part(facts, reading) for part in some])
        case AtLeast(count=count, parts=parts):
            counting = [_planned(part, compared) for part in parts]
            return lambda facts, reading: _at_least(count, [part(facts, reading) for part in counting])
        case Not(part=Surely(part=Is() as part)):
            # "not known to be" is settled for what is known, and yet its answer may lift a rule
            inner = compared(part)
            return lambda facts, reading: _not_surely(inner(facts, reading))
        case Not(part=part):
            opposite = _planned(part, compared)
            return lambda facts, reading: _not(opposite(facts, reading))
        case Surely(part=part):
            sure = _planned(part, compared)
            return lambda facts, reading: _settled(sure(facts, reading), _TRUE)
        case Possibly(part=part):
            possible = _planned(part, compared)
            return lambda facts, reading: _settled(possible(facts, reading), _UNDETERMINED)
        case Term(part=part):
            return _planned(part, compared)
        case Some() | Every() | None_():
            return _quantified(condition, compared)
        case Always():
            return lambda _facts, _reading: _HOLDS
        case _:
            assert_never(condition)


# single comparisons


class Comparisons:
    """Plans of comparisons of one fact, each made once for all conditions of a rule book."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing is planned yet."""
        self._vocabulary = vocabulary
        self._planned: dict[tuple[bool, _Comparison], _Answering] = {}

    def answering(self, not_asked_is_unknown: bool, condition: _Comparison) -> _Answering:
        """How to find what a comparison comes to."""
        key = (not_asked_is_unknown, condition)
        if key not in self._planned:
            self._planned[key] = _compared(condition, self._vocabulary[condition.fact], not_asked_is_unknown)
        return self._planned[key]


def _compared(condition: _Comparison, entry: FactEntry, not_asked_is_unknown: bool) -> _Answering:
    """The answer for each value that the fact can have alone, and how to find it for any other."""
    fact, section, whose = entry.path, entry.section, standing_for(entry)
    codes = condition.codes if isinstance(condition, Includes) else frozenset()

    def known(value: Value, reading: Reading) -> _Answer:
        # what is known is settled; of a number or of several codes, the answer is of this case only
        truth = evaluate(condition, reading)
        bit = _BITS[truth]
        return bit, bit, (), (Seen(fact, whose, shown(value, codes), truth.value),)

    answers = {}
    for value in alone(entry):
        reading = Reading(Case({fact: value}, {}, has_operation=True), {}, not_asked_is_unknown)
        is_known = value in entry.codes or (isinstance(value, frozenset) and value <= {*entry.codes})
        answers[value] = known(value, reading) if is_known else _of_marker(condition, whose, reading)

    def of_item(_facts: Mapping[str, Value], reading: Reading) -> _Answer:
        value = reading.items[section].facts[fact]
        return answers.get(value) or known(value, reading)

    def of_case(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        value = facts[fact]
        return answers.get(value) or known(value, reading)

    return of_item if section in LIST_SECTIONS else of_case


def _of_marker(condition: _Comparison, whose: str, reading: Reading) -> _Answer:
    truth, reach, opened, deciding = _answer(condition, reading)
    return (
        truth,
        reach,
        tuple(each._replace(subject=whose) for each in opened),
        tuple(each._replace(subject=whose) for each in deciding),
    )


def _answer(condition: Condition, reading: Reading) -> _Answer:
    """What the reference says."""
    found = trace(condition, reading)
    reach, opened = opening(found)
    return _BITS[found.truth], _reach(reach), opened, seen(found)


# several together


def _every(answers: Iterable[_Answer]) -> _Answer:
    truth, reach = _TRUE, _TRUE
    opened: tuple[OpenFact, ...] = ()
    deciding: tuple[Seen, ...] = ()
    for one, reached, opens, sees in answers:
        if one < truth:
            truth = one
            if one == _FALSE:
                deciding = ()
        if one == _FALSE or truth != _FALSE:
            deciding += sees
        reach = _LOWEST[reach][reached]
        opened += opens
    return truth, reach, () if reach in _SETTLED else opened, deciding


def _some(answers: Iterable[_Answer]) -> _Answer:
    truth, reach = _FALSE, _FALSE
    opened: tuple[OpenFact, ...] = ()
    deciding: tuple[Seen, ...] = ()
    for one, reached, opens, sees in answers:
        if one > truth:
            truth, deciding = one, ()
        if one == truth:
            deciding += sees
        reach = _HIGHEST[reach][reached]
        opened += opens
    return truth, reach, () if reach in _SETTLED else opened, deciding


def _at_least(count: int, answers: list[_Answer]) -> _Answer:
    certain = sum(truth == _TRUE for truth, *_ in answers)
    possible = sum(truth != _FALSE for truth, *_ in answers)
    truth = _TRUE if certain >= count else _UNDETERMINED if possible >= count else _FALSE
    wanted = {_FALSE} if truth == _FALSE else {_TRUE, truth}
    reach = _reach(counted(count, [_REACH[reached] for _, reached, *_ in answers]))
    opened = () if reach in _SETTLED else tuple(each for _, _, opens, _ in answers for each in opens)
    return truth, reach, opened, tuple(each for one, _, _, sees in answers if one in wanted for each in sees)


def _not(answer: _Answer) -> _Answer:
    truth, reach, opened, deciding = answer
    return _OPPOSITE[truth], _OPPOSITE[reach], opened, deciding


def _settled(answer: _Answer, least: _Truth) -> _Answer:
    truth = _TRUE if answer[0] >= least else _FALSE
    return truth, truth, (), answer[3]


def _not_surely(answer: _Answer) -> _Answer:
    truth, reach, opened, deciding = answer
    return _FALSE if truth == _TRUE else _TRUE, _OPPOSITE[reach], opened, deciding


def _quantified(condition: Some | Every | None_, compared: _Planning) -> _Answering:
    section, part = condition.section, _planned(condition.part, compared)
    unlisted, empty = (
        _answer(condition, Reading(Case({}, {section: items}, has_operation=True), {}, False))
        for items in (None, ())
    )

    def answers(facts: Mapping[str, Value], reading: Reading) -> list[_Answer]:
        return [
            _bound(part(facts, reading.about(section, item)), section, item.id)
            for item in reading.case.items[section] or ()
        ]

    def quantified(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        items = reading.case.items[section]
        if not items:
            return unlisted if items is None else empty
        found = answers(facts, reading)
        match condition:
            case Some():
                return _some(found)
            case Every():
                return _every(found)
            case None_():
                return _not(_some(found))

    return quantified


def _bound(answer: _Answer, section: str, identifier: str) -> _Answer:
    """The answer with what is said of the item at hand said of this one."""
    truth, reach, opened, deciding = answer
    subject = f"{section}:{identifier}"
    return (
        truth,
        reach,
        tuple([each._replace(subject=subject) if each.subject == section else each for each in opened]),
        tuple([each._replace(subject=subject) if each.subject == section else each for each in deciding]),
    )
