"""Where each option stands, as formulas: `advice.options` read once more, for all profiles at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from protection_rules.advice.model import Standing
from protection_rules.advice.options import STANDINGS, stance
from protection_rules.analysis.solver.formula import FALSE, Formula, both, every, no, some
from protection_rules.analysis.solver.outcomes import Outcomes, bars
from protection_rules.analysis.solver.space import CASE, Subject
from protection_rules.rulesets.model import Rule, RuleBook

WHATEVER: Final = frozenset({"applies", "precaution", "verify", "silent"})
"""Where a rule is true or undetermined, whether or not anybody hears of it."""

Kept = Callable[[Rule, Subject, Collection[str]], Formula]
"""Where a rule's advice has one of these statuses and is not set aside."""


def standings(book: RuleBook, item: Subject, kept: Kept, outcomes: Outcomes) -> Mapping[Standing, Formula]:
    """Where a listed place or service has each standing."""
    about = [rule for rule in book.rules if rule.about == item.about]
    ruled_out: list[Formula] = []
    unsettled: list[Formula] = []
    against: list[Formula] = []
    favouring: list[Formula] = []
    for rule in about:
        bearing = stance(rule, book)
        applies = kept(rule, item, {"applies"})
        if bearing == "rules_out":
            ruled_out.append(applies)
        elif bearing == "against":
            against.append(applies)
        elif bearing == "for" and rule.modality != "may":
            favouring.append(applies)
        unsettled.append(kept(rule, item, {"precaution", "verify"}))
        if bearing in {"rules_out", "against"}:
            # nobody hears of what stays silent, but it still counts
            unsettled.append(kept(rule, item, {"silent"}))
    for rule in book.rules:
        for bar in bars(rule, book):
            if bar.about == item.about:
                certain = both(kept(rule, CASE, {"applies"}), outcomes.of_bar(rule, bar, item).certain)
                kept_out = certain if bar.standing == "rules_out" else FALSE
                said = kept(rule, CASE, WHATEVER)
                ruled_out.append(kept_out)
                unsettled.append(every([said, outcomes.of_bar(rule, bar, item).possible, no(kept_out)]))
    out, open_, good = some(ruled_out), some(unsettled), both(some(favouring), no(some(against)))
    present = outcomes.situation.space.present(item)
    return {
        "not_recommended": both(present, out),
        "check_first": every([present, no(out), open_]),
        "preferred": every([present, no(out), no(open_), good]),
        "possible": every([present, no(out), no(open_), no(good)]),
    }


def places(
    book: RuleBook, item: Subject, kept: Kept, found: Mapping[Standing, Formula]
) -> tuple[Formula, ...]:
    """Where an option with these standings has each place in the order of its section, the first first."""
    last = some(
        kept(rule, item, WHATEVER)
        for rule in book.rules
        if rule.about == item.about and rule.modality != "must_not" and book.actions[rule.action].shown_last
    )
    return (
        *(both(found[standing], no(last)) for standing in STANDINGS if standing != "not_recommended"),
        *(both(found[standing], last) for standing in STANDINGS if standing != "not_recommended"),
        both(found["not_recommended"], no(last)),
        both(found["not_recommended"], last),
    )
