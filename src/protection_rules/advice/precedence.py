"""When rules disagree: what is set aside, by what, and what stays as a conflict for people.

Advice disagrees where one rule says that an action must not be done and another says to do it, for
the same subject; what is said of the case holds for every listed item of it. The higher tier wins,
inside a tier what must not be done. A rule may also name the rules it overrides, which it does where
it applies for certain. Advice to find out first sets nothing aside.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from protection_rules.advice.model import Conflict, SetAside
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import words
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import MODALITIES, TIERS, RuleBook

Loss = tuple[Finding, Finding, Text]
"""The finding that lost, the one that won, and why."""


def losses(findings: Iterable[Finding]) -> list[Loss]:
    """What is set aside among findings that have something to say."""
    spoken = sorted((found for found in findings if found.status is not None), key=_strength)
    lost: dict[int, Loss] = {}
    for winner, loser in _overridden(spoken):
        if id(winner) not in lost:
            reason = phrase("set_aside.override", winner=_summary(winner))
            lost.setdefault(id(loser), (loser, winner, reason))
    for winner, loser in itertools.combinations(spoken, 2):
        if id(winner) in lost or id(loser) in lost or not _disagree(winner, loser):
            continue
        lost[id(loser)] = (loser, winner, _reason(winner, loser))
    return list(lost.values())


def _strength(found: Finding) -> tuple[int, int, str, str]:
    rule = found.rule
    return TIERS.index(rule.tier), MODALITIES.index(rule.modality), rule.id, found.subject


def _active(found: Finding) -> bool:
    return found.status in {"applies", "precaution"}


def _overridden(spoken: list[Finding]) -> list[tuple[Finding, Finding]]:
    """Pairs of a rule and one it overrides, a rule that is itself overridden after its overrider."""
    pairs = [
        (winner, loser)
        for winner in spoken
        for loser in spoken
        if winner.status == "applies"
        and loser.rule.id in winner.rule.overrides
        and covers(winner.subject, loser.subject)
    ]
    depth: Mapping[str, int] = _depths({pair[0].rule.id: pair[0].rule.overrides for pair in pairs})
    return sorted(pairs, key=lambda pair: depth[pair[0].rule.id])


def _depths(overrides: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How many overriding rules stand above each; there are no circles among them."""
    depth = dict.fromkeys(overrides, 0)
    for _ in overrides:
        for winner, losers in overrides.items():
            for loser in losers:
                if loser in depth:
                    depth[loser] = max(depth[loser], depth[winner] + 1)
    return depth


def covers(subject: str, other: str) -> bool:
    """Whether what is said of one subject is said of another too."""
    return subject == other or (subject == "case" and other.partition(":")[0] in LIST_SECTIONS)


def _disagree(winner: Finding, loser: Finding) -> bool:
    """Whether the stronger of two sets the weaker aside."""
    one, other = winner.rule, loser.rule
    if one.action != other.action or not _active(winner):
        return False
    if (one.modality == "must_not") == (other.modality == "must_not"):
        return False
    return covers(winner.subject, loser.subject)


def _reason(winner: Finding, loser: Finding) -> Text:
    one, other = winner.rule, loser.rule
    if one.tier == other.tier:
        return phrase("set_aside.modality", winner=_summary(winner))
    stronger, weaker = phrase(f"tier.{one.tier}"), phrase(f"tier.{other.tier}")
    return phrase("set_aside.tier", winner=_summary(winner), stronger=stronger, weaker=weaker)


def _summary(found: Finding) -> Text:
    rule = found.rule
    spoken = rule.words if found.status == "applies" else rule.when_unknown or rule.words
    return spoken.summary


def set_aside(loss: Loss) -> SetAside:
    """A loss as part of an assessment."""
    loser, winner, reason = loss
    return SetAside(
        rule=loser.rule.id,
        subject=loser.subject,
        action=loser.rule.action,
        by=winner.rule.id,
        reason=words(reason),
    )


def conflicts(findings: Iterable[Finding], book: RuleBook) -> list[Conflict]:
    """Duties of one tier whose actions exclude each other; both stay, with what each costs."""
    active = sorted((found for found in findings if _active(found)), key=lambda found: found.rank)
    found_conflicts: list[Conflict] = []
    for exclusion in book.exclusions:
        for one, other in itertools.permutations(active, 2):
            actions = (one.rule.action, other.rule.action)
            if actions != exclusion.actions or one.rule.tier != other.rule.tier:
                continue
            if covers(one.subject, other.subject) or covers(other.subject, one.subject):
                subject = one.subject if covers(other.subject, one.subject) else other.subject
                text = phrase("conflict", text=exclusion.text)
                rules = (one.rule.id, other.rule.id)
                found_conflicts.append(Conflict(rules=rules, subject=subject, text=words(text)))
    return found_conflicts
