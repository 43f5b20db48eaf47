"""What the checks of invariants claim, as formulas of the profiles that break them.

`analysis.invariants` says the same for a single profile; every profile found with these formulas is
held against it before it is believed (see `replay`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import Formula, both, every, no, some
from protection_rules.analysis.solver.outcomes import SAID
from protection_rules.analysis.solver.space import Subject, one_subject
from protection_rules.facts.vocabulary import UNKNOWN, Vocabulary
from protection_rules.logic.lowering import Lowered, certainly
from protection_rules.logic.nodes import Condition
from protection_rules.rulesets.invariant_model import Forbidden, NeverStands, Order, Required, Selector
from protection_rules.rulesets.model import About

EITHER_WAY: Final = ((0, 1), (1, 0))
"""Two items, in either order; what is shown first can depend on what is listed first."""


def lowered(condition: Condition, vocabulary: Vocabulary) -> Lowered:
    """The condition of a check, which is true or false for every profile."""
    return certainly(condition, vocabulary, not_asked_is_unknown=True)


def speaks(check: Required | Forbidden | NeverStands, encoded: EncodedBook) -> Formula:
    """Where the check says anything of a profile."""
    return _holds(check.when, one_subject(check.about), encoded)


def broken(check: Required | Forbidden | NeverStands | Order, encoded: EncodedBook) -> Formula:
    """Where the check is broken."""
    match check:
        case Required(about=about, advice=advice):
            return both(speaks(check, encoded), no(some(_selected(advice, about, encoded, every_item=True))))
        case Forbidden(about=about, advice=advice):
            return both(speaks(check, encoded), some(_selected(advice, about, encoded, every_item=False)))
        case NeverStands(about=about, standings=standings):
            formulas = encoded.standings(one_subject(about))
            return both(
                speaks(check, encoded),
                some(part for standing, part in formulas.items() if standing in standings),
            )
        case Order():
            return some(_disordered(check, encoded))


def _holds(condition: Condition, subject: Subject, encoded: EncodedBook) -> Formula:
    situation = encoded.outcomes.situation
    return both(
        situation.space.present(subject),
        situation.holds(lowered(condition, encoded.book.vocabulary), subject),
    )


def _selected(
    selector: Selector, about: About, encoded: EncodedBook, *, every_item: bool
) -> Iterator[Formula]:
    """Where each piece of the selected advice is given; about the case, it may have any subject."""
    statuses = SAID if selector.status is None else selector.status
    for rule in encoded.book.rules:
        if not selector.picks(rule, encoded.book.actions[rule.action]):
            continue
        if about == "case":
            subjects = encoded.space.subjects(rule.about) if every_item else (one_subject(rule.about),)
        else:
            subjects = (one_subject(about),) if rule.about == about else ()
        yield from (encoded.said(rule, subject, statuses) for subject in subjects)


def _disordered(check: Order, encoded: EncodedBook) -> Iterator[Formula]:
    """Where, of two options alike in one fact, the one that is to come later comes first."""
    for early, late in EITHER_WAY:
        first, second = Subject(check.about, early), Subject(check.about, late)
        alike = some(
            both(part, encoded.space.values(check.same, late)[cell])
            for cell, part in encoded.space.values(check.same, early).items()
            if cell != UNKNOWN
        )
        yield every(
            [
                _holds(check.before_it, first, encoded),
                _holds(check.when, second, encoded),
                alike,
                no(encoded.standings(first)["not_recommended"]),
                _comes_before(second, first, encoded),
            ]
        )


def _comes_before(one: Subject, other: Subject, encoded: EncodedBook) -> Formula:
    """Where one option is shown before another of its section."""
    return some(
        both(here, there)
        for number, here in enumerate(encoded.places(one))
        for other_number, there in enumerate(encoded.places(other))
        if (number, one.item) < (other_number, other.item)
    )
