"""Where each listed place and service stands after all advice about it. Unknown never raises it.

What counts is the advice about the item itself, and what advice about the case bars for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from protection_rules.advice.bars import Barred
from protection_rules.advice.model import Option, Standing
from protection_rules.advice.outcomes import Finding
from protection_rules.facts.case import Case
from protection_rules.rulesets.model import Rule, RuleBook, Stance

OPTION_SECTIONS: Final = ("accommodation", "service")
STANDINGS: Final[tuple[Standing, ...]] = ("preferred", "possible", "check_first", "not_recommended")
"""Best first."""


def options(findings: Iterable[Finding], bars: Iterable[Barred], case: Case, book: RuleBook) -> list[Option]:
    """The standing of every listed place and service.

    Places come first. Inside a section, what is not recommended comes at the end, before it what has
    advice that is shown last, and the rest by standing, best first, then as listed. `findings` are
    those that were not set aside, `bars` what they bar.
    """
    listed = [[f"{section}:{item.id}" for item in case.items[section] or ()] for section in OPTION_SECTIONS]
    about: dict[str, list[Finding]] = {subject: [] for subjects in listed for subject in subjects}
    barring: dict[str, list[Barred]] = {subject: [] for subject in about}
    for found in findings:
        if found.subject in about:
            about[found.subject].append(found)
    for bar in bars:
        if bar.subject in barring:
            barring[bar.subject].append(bar)
    return [
        option
        for subjects in listed
        for option in sorted(
            [_option(subject, about[subject], barring[subject], book) for subject in subjects],
            key=lambda option: _place(option, about[option.subject], book),
        )
    ]


def _place(option: Option, about: list[Finding], book: RuleBook) -> tuple[bool, bool, int]:
    last = any(
        book.actions[found.rule.action].shown_last for found in about if found.rule.modality != "must_not"
    )
    return option.standing == "not_recommended", last, STANDINGS.index(option.standing)


def _option(subject: str, about: list[Finding], barring: list[Barred], book: RuleBook) -> Option:
    certain = [found for found in about if found.status == "applies"]
    ruled_out = [
        *(found for found in certain if stance(found.rule, book) == "rules_out"),
        *(bar.by for bar in barring if _rules_out(bar)),
    ]
    unsettled = [
        *(found for found in about if _unsettled(found, book)),
        *(bar.by for bar in barring if not _rules_out(bar)),
    ]
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
    return found.status != "applies"


def _rules_out(bar: Barred) -> bool:
    """Whether what is barred for an option is certain, and bad enough, to rule the option out."""
    return bar.bar.standing == "rules_out" and bar.certain and bar.by.status == "applies"


def stance(rule: Rule, book: RuleBook) -> Stance:
    """How a rule bears on an option; advice not to do what speaks for an option rules it out."""
    bearing = book.actions[rule.action].standing
    if rule.modality == "must_not":
        return "rules_out" if bearing == "for" else "against"
    return bearing
