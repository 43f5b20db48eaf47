"""Where one rule book protects less, or more, than another, as formulas over the profiles of one space."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from protection_rules.analysis.difference.ways import (
    GAINS,
    LOSSES,
    LOWERED,
    RAISED,
    Advised,
    Kind,
    Loss,
    Piece,
    Side,
    Standings,
    effect,
)
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import Formula, both, every, no, some
from protection_rules.analysis.solver.space import one_subject
from protection_rules.rulesets.invariant_model import STANDINGS
from protection_rules.rulesets.model import Rule, RuleBook

Said = list[tuple[Piece, Formula]]
"""What a book can advise on a topic, each with where it does."""
Chosen = Callable[[Rule], bool]
"""Which rules are looked at."""

_SIDES: Final[tuple[Side, ...]] = ("less", "more")


def rules_on(topic: Advised, book: RuleBook) -> list[Rule]:
    """The rules whose advice is on a topic."""
    return [
        rule
        for rule in book.rules
        if (rule.action, rule.about) == (topic.action, topic.about)
        and (rule.modality == "must_not") == (topic.sense == "not_to_do")
    ]


def said_on(topic: Advised, encoded: EncodedBook) -> Said:
    """What a book can advise on a topic."""
    return [found for rule in rules_on(topic, encoded.book) for found in _said(rule, encoded)]


def _said(rule: Rule, encoded: EncodedBook) -> Iterator[tuple[Piece, Formula]]:
    subject = one_subject(rule.about)
    unsettled = () if rule.if_unknown == "silent" else (rule.if_unknown,)
    for status in ("applies", *unsettled):
        yield Piece(rule.modality, rule.urgency, status), encoded.said(rule, subject, {status})


def ways_of_advice(
    topic: Advised, before: EncodedBook, after: EncodedBook
) -> Iterator[tuple[Side, Kind, Formula]]:
    """Every way in which the advice on a topic can be less or more, with where it is."""
    old, new = said_on(topic, before), said_on(topic, after)
    exposing = _exposes(topic, before.book) or _exposes(topic, after.book)
    lost = [(kind, where_lost(kind, old, new)) for kind in LOSSES]
    gained = [(kind, where_lost(kind, new, old)) for kind in LOSSES]
    yield from (("less", kind, where) for kind, where in lost)
    yield from (("more", GAINS[kind], where) for kind, where in gained)
    if exposing:
        yield "less", "exposes", some(where for _, where in gained)
        yield "more", "exposes_less", some(where for _, where in lost)


def _exposes(topic: Advised, book: RuleBook) -> bool:
    action = book.actions.get(topic.action)
    return action is not None and effect(action.polarity, topic.sense) == "disclosing"


def where_lost(kind: Loss, old: Said, new: Said) -> Formula:
    """Where a piece of the old advice is lost in this way, the new being what is left."""
    return some(both(where, _left(kind, piece, new)) for piece, where in old if _can_be(kind, piece))


def _can_be(kind: Loss, piece: Piece) -> bool:
    return kind not in {"gone", "silent"} or (kind == "gone") == (piece.status == "applies")


def _left(kind: Loss, piece: Piece, new: Said) -> Formula:
    """Where of the new advice so much is left as makes a loss of the piece one of this kind."""

    def left(fits: Callable[[Piece], bool]) -> Formula:
        return some(where for other, where in new if fits(other))

    anything, binding = left(lambda _: True), left(lambda other: other.binds_like(piece))
    sure = left(lambda other: other.binds_like(piece) and other.sure_like(piece))
    match kind:
        case "gone" | "silent":
            return no(anything)
        case "weaker":
            return both(anything, no(binding))
        case "less_sure":
            return both(binding, no(sure))
        case "later":
            return both(sure, no(left(lambda other: other.stands_for(piece))))


def ways_of_standing(
    topic: Standings, before: EncodedBook, after: EncodedBook
) -> Iterator[tuple[Side, Kind, Formula]]:
    """Every way in which an option can stand higher or lower, with where it does."""
    option = one_subject(topic.section)
    stood, stands = before.standings(option), after.standings(option)
    for place, standing in enumerate(STANDINGS[:-1]):
        higher = STANDINGS[place + 1 :]
        yield "less", RAISED[standing], both(stood[standing], some(stands[each] for each in higher))
        yield "more", LOWERED[standing], both(stands[standing], some(stood[each] for each in higher))


def weakened(rule: Rule, before: EncodedBook, after: EncodedBook) -> Formula:
    """Where advice of a rule is given by one book and not, as strong, as sure and as soon, by the other.

    Advice of other rules does not make up for it.
    """
    old = list(_said(rule, before))
    new = [found for other in after.book.rules if other.id == rule.id for found in _said(other, after)]
    return some(
        every([where, no(some(there for other, there in new if other.stands_for(piece)))])
        for piece, where in old
    )
