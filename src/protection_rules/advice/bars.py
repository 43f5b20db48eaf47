"""What advice about the case also says of listed items: that something else is not for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protection_rules.advice.outcomes import Finding
from protection_rules.facts.case import Case
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.rulesets.model import Bar, RuleBook


@dataclass(frozen=True, slots=True, repr=False)
class Barred:
    """A listed item for which advice about the case bars an action.

    `certain` is false where the item is only not known to be another than the bar speaks of.
    """

    by: Finding
    bar: Bar
    subject: str
    certain: bool

    def __repr__(self) -> str:
        return "<Barred>"


def barred(findings: Iterable[Finding], case: Case, book: RuleBook) -> Iterator[Barred]:
    """Everything that findings about the case bar for listed items."""
    for found in findings:
        if found.subject != "case":
            continue
        not_to_do = found.rule.modality == "must_not"
        for bar in book.actions[found.rule.action].bars:
            if not_to_do != (bar.advised == "not_to_do"):
                continue
            whole = Reading(case, {}, found.rule.not_asked_is_unknown)
            for item in case.items[bar.about] or ():
                truth = evaluate(bar.when, whole.about(bar.about, item))
                if truth is not Truth.FALSE:
                    yield Barred(found, bar, f"{bar.about}:{item.id}", certain=truth is Truth.TRUE)
