"""Conditions prepared once, so that one pass over a case gives all that advice needs of them.

A plan says what the reference does, in fewer steps: the truth (`logic.truth`), the unknown facts that
could still decide it (`logic.openness`) and the facts that made it so (`logic.deciding`). What single
comparisons mean is asked of the reference, beforehand for every value that a fact can have alone. Only
how parts join is said here again; tests hold it to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeAlias, assert_never

from protection_rules.facts.case import Case, Item, Value
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
_Turning: TypeAlias = Callable[[_Answer], _Answer]
"""Makes the answer of a condition that has one part from the answer of that part."""
_Planning: TypeAlias = Callable[[_Comparison, _Turning], _Answering]
"""Plans a comparison, with what its answer is then turned into."""

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
_BOTH: Final = {
    _reach(one) << 3 | _reach(other): _reach(lowest(one, other)) for one in REACHES for other in REACHES
}
_EITHER: Final = {
    _reach(one) << 3 | _reach(other): _reach(highest(one, other)) for one in REACHES for other in REACHES
}
"""What two reaches come to together, by the one before the other's bits."""
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
            return compared(condition, _same)
        case MemberOf():
            return lambda _facts, reading: _answer(condition, reading)
        case All(parts=parts):
            return _every([_planned(part, compared) for part in parts])
        case AnyOf(parts=parts):
            return _some([_planned(part, compared) for part in parts])
        case AtLeast(count=count, parts=parts):
            counting = [_planned(part, compared) for part in parts]
            return lambda facts, reading: _at_least(count, [part(facts, reading) for part in counting])
        case Not(part=Surely(part=Is() as part)):
            # "not known to be" is settled for what is known, and yet its answer may lift a rule
            return compared(part, _not_surely)
        case Not(part=part):
            return _turned(part, compared, _not)
        case Surely(part=part):
            return _turned(part, compared, _surely)
        case Possibly(part=part):
            return _turned(part, compared, _possibly)
        case Term(part=part):
            return _planned(part, compared)
        case Some() | Every() | None_():
            return _quantified(condition, compared)
        case Always():
            return lambda _facts, _reading: _HOLDS
        case _:
            assert_never(condition)


def _turned(part: Condition, compared: _Planning, turn: _Turning) -> _Answering:
    """A condition with one part. That of a comparison is turned beforehand for every value."""
    while isinstance(part, Term):
        part = part.part
    if isinstance(part, Is | Includes | Compare | IsUnknown):
        return compared(part, turn)
    inner = _planned(part, compared)
    return lambda facts, reading: turn(inner(facts, reading))


# single comparisons


class Comparisons:
    """Plans of comparisons of one fact, each made once for all conditions of a rule book."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing is planned yet."""
        self._vocabulary = vocabulary
        self._planned: dict[tuple[bool, _Comparison, _Turning], _Answering] = {}

    def answering(self, not_asked_is_unknown: bool, condition: _Comparison, turn: _Turning) -> _Answering:
        """How to find what a comparison comes to, and that turned."""
        key = (not_asked_is_unknown, condition, turn)
        if key not in self._planned:
            entry = self._vocabulary[condition.fact]
            self._planned[key] = _compared(condition, entry, not_asked_is_unknown, turn)
        return self._planned[key]


def _compared(
    condition: _Comparison, entry: FactEntry, not_asked_is_unknown: bool, turn: _Turning
) -> _Answering:
    """The answer for each value that the fact can have alone, and how to find it for any other."""
    fact, section, whose = entry.path, entry.section, standing_for(entry)
    codes = condition.codes if isinstance(condition, Includes) else frozenset()

    def known(value: Value, reading: Reading) -> _Answer:
        # what is known is settled; of a number or of several codes, the answer is of this case only
        truth = evaluate(condition, reading)
        bit = _BITS[truth]
        return turn((bit, bit, (), (Seen(fact, whose, shown(value, codes), truth.value),)))

    answers = {}
    for value in alone(entry):
        reading = Reading(Case({fact: value}, {}, has_operation=True), {}, not_asked_is_unknown)
        is_known = value in entry.codes or (isinstance(value, frozenset) and value <= {*entry.codes})
        answers[value] = known(value, reading) if is_known else turn(_of_marker(condition, whose, reading))

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


def _every(parts: list[_Answering]) -> _Answering:
    if not parts:
        return lambda _facts, _reading: _HOLDS
    first, *others = parts

    def every(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        truth, reach, opened, deciding = first(facts, reading)
        for part in others:
            one, reached, opens, sees = part(facts, reading)
            if one == truth:
                deciding += sees
            elif one == _FALSE:
                truth, deciding = _FALSE, sees
            elif truth != _FALSE:
                truth = _UNDETERMINED
                deciding += sees
            reach = _BOTH[reach << 3 | reached]
            opened += opens
        return truth, reach, () if reach in _SETTLED else opened, deciding

    return every


def _some(parts: list[_Answering]) -> _Answering:
    if not parts:
        return lambda _facts, _reading: _FAILS
    first, *others = parts

    def some(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        truth, reach, opened, deciding = first(facts, reading)
        for part in others:
            one, reached, opens, sees = part(facts, reading)
            if one > truth:
                truth, deciding = one, sees
            elif one == truth:
                deciding += sees
            reach = _EITHER[reach << 3 | reached]
            opened += opens
        return truth, reach, () if reach in _SETTLED else opened, deciding

    return some


def _at_least(count: int, answers: list[_Answer]) -> _Answer:
    certain = sum(truth == _TRUE for truth, *_ in answers)
    possible = sum(truth != _FALSE for truth, *_ in answers)
    truth = _TRUE if certain >= count else _UNDETERMINED if possible >= count else _FALSE
    wanted = {_FALSE} if truth == _FALSE else {_TRUE, truth}
    reach = _reach(counted(count, [_REACH[reached] for _, reached, *_ in answers]))
    opened = () if reach in _SETTLED else tuple(each for _, _, opens, _ in answers for each in opens)
    return truth, reach, opened, tuple(each for one, _, _, sees in answers if one in wanted for each in sees)


def _same(answer: _Answer) -> _Answer:
    return answer


def _not(answer: _Answer) -> _Answer:
    truth, reach, opened, deciding = answer
    return _OPPOSITE[truth], _OPPOSITE[reach], opened, deciding


def _surely(answer: _Answer) -> _Answer:
    truth = _TRUE if answer[0] == _TRUE else _FALSE
    return truth, truth, (), answer[3]


def _possibly(answer: _Answer) -> _Answer:
    truth = _TRUE if answer[0] != _FALSE else _FALSE
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

    def quantified(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        items = reading.case.items[section]
        if not items:
            return unlisted if items is None else empty
        parts = [_of_item(part, section, item) for item in items]
        match condition:
            case Some():
                return _some(parts)(facts, reading)
            case Every():
                return _every(parts)(facts, reading)
            case None_():
                return _not(_some(parts)(facts, reading))

    return quantified


def _of_item(part: _Answering, section: str, item: Item) -> _Answering:
    """The part read for this item, with what is said of the item at hand said of it by name."""
    subject = f"{section}:{item.id}"

    def answer(facts: Mapping[str, Value], reading: Reading) -> _Answer:
        truth, reach, opened, deciding = part(facts, reading.about(section, item))
        named = [
            OpenFact(fact, subject if whose == section else whose, not_asked)
            for fact, whose, not_asked in opened
        ]
        seen_of = [
            Seen(fact, subject if whose == section else whose, value, came_to)
            for fact, whose, value, came_to in deciding
        ]
        return truth, reach, tuple(named), tuple(seen_of)

    return answer
