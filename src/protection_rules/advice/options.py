"""Where each listed place and service stands after all advice about it. Unknown never raises it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from protection_rules.advice.model import Option, Standing
from protection_rules.advice.outcomes import Finding
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import Rule, RuleBook, Stance

OPTION_SECTIONS: Final = ("accommodation", "service")


def options(findings: Iterable[Finding], case: Case, book: RuleBook) -> list[Option]:
    """The standing of every listed place and service, in the order of the profile.

    `findings` are those that were not set aside.
    """
    found = list(findings)
    return [
        _option(f"{section}:{item.id}", found, book)
        for section in OPTION_SECTIONS
        for item in case.items[section] or ()
    ]


def _option(subject: str, findings: list[Finding], book: RuleBook) -> Option:
    about = [found for found in findings if found.subject == subject or _holds_back(found, subject, book)]
    certain = [found for found in about if found.status == "applies"]
    ruled_out = [found for found in certain if stance(found.rule, book) == "rules_out"]
    unsettled = [found for found in about if _unsettled(found, book)]
    standing: Standing
    if ruled_out:
        standing, deciding = "not_recommended", ruled_out
    elif unsettled:
        standing, deciding = "check_first", unsettled
    else:
        against = [found for found in certain if stance(found.rule, book) == "against"]
        favouring = [
            found for found in certain if stance(found.rule, book) == "for" and found.rule.modality != "may"
        ]
        standing = "preferred" if favouring and not against else "possible"
        deciding = favouring if standing == "preferred" else against
    return Option(
        subject=subject,
        standing=standing,
        because=tuple(dict.fromkeys(found.rule.id for found in deciding)),
    )


def _unsettled(found: Finding, book: RuleBook) -> bool:
    """Whether a finding keeps its option from being more than one to check first.

    Nobody hears of a rule that stays silent about what is not known; but what it could say against
    the option still counts.
    """
    if found.status is None:
        return stance(found.rule, book) in {"rules_out", "against"}
    return found.status != "applies" or stance(found.rule, book) == "holds_back"


def _holds_back(found: Finding, subject: str, book: RuleBook) -> bool:
    """Whether advice about the case keeps a listed place back, such as care of a child who is alone."""
    held = subject.startswith("accommodation:") and found.subject == "case"
    active = found.status in {"applies", "precaution"}
    return held and active and stance(found.rule, book) == "holds_back"


def stance(rule: Rule, book: RuleBook) -> Stance:
    """How a rule bears on an option; advice not to do what speaks for an option rules it out."""
    bearing = book.actions[rule.action].standing
    if rule.modality == "must_not":
        return "rules_out" if bearing == "for" else "against"
    return bearing
