"""When rules disagree: what is set aside, by what, and what stays as a conflict for people.

Advice disagrees where one rule says that an action must not be done and another says to do it, for
the same subject; what must not be done in the case is not done for any listed item of it. The higher
tier wins, inside a tier what must not be done. A rule may also name the rules it overrides, which it
does where it applies for certain. What advice about the case bars for a listed item gives way to it,
if the item is known to be meant, and unless it is of a higher tier; what protects gives way only to
what applies for certain. Advice to find out first sets nothing aside, nor does advice that is itself
set aside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from protection_rules.advice.bars import barred
from protection_rules.advice.model import Conflict, SetAside
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import words
from protection_rules.facts.case import Case
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import MODALITIES, TIERS, RuleBook

Loss = tuple[Finding, Finding, Text]
"""The finding that lost, the one that won, and why."""


def losses(findings: Iterable[Finding], case: Case, book: RuleBook) -> list[Loss]:
    """What is set aside among findings that have something to say.

    A finding stands once everything that speaks against it is itself set aside. Should some speak
    against one another in a circle, all of them stay, for people to decide.
    """
    spoken = sorted(
        _contested([found for found in findings if found.status is not None], book), key=_strength
    )
    against: dict[int, list[Finding]] = {id(found): [] for found in spoken}
    beaten: dict[int, list[Finding]] = {id(found): [] for found in spoken}
    pairs = (_overriding(spoken), _outranking(spoken), _barring(spoken, case, book))
    for winner, loser in itertools.chain.from_iterable(pairs):
        against[id(loser)].append(winner)
        beaten[id(winner)].append(loser)
    opponents = {id(found): len(against[id(found)]) for found in spoken}
    standing: set[int] = set()
    lost: dict[int, Finding] = {}
    settled = [found for found in spoken if not opponents[id(found)]]
    while settled:
        winner = settled.pop()
        standing.add(id(winner))
        for loser in beaten[id(winner)]:
            if id(loser) in lost:
                continue
            lost[id(loser)] = loser
            for freed in beaten[id(loser)]:
                opponents[id(freed)] -= 1
                if not opponents[id(freed)]:
                    settled.append(freed)
    return [
        (loser, winner, _reason(winner, loser))
        for loser in lost.values()
        for winner in itertools.islice((each for each in against[id(loser)] if id(each) in standing), 1)
    ]


def _contested(spoken: list[Finding], book: RuleBook) -> Iterator[Finding]:
    """Those that can set one of the others aside, or be set aside by it."""
    advised = {found.rule.action for found in spoken if found.rule.modality != "must_not"}
    forbidden = {found.rule.action for found in spoken if found.rule.modality == "must_not"}
    overridden = {name for found in spoken for name in found.rule.overrides}
    bars = {bar.action for action in advised | forbidden for bar in book.actions[action].bars}
    contested = (advised & forbidden) | bars
    for found in spoken:
        rule = found.rule
        is_contested = rule.action in contested or rule.id in overridden or rule.overrides
        if is_contested or book.actions[rule.action].bars:
            yield found


def _strength(found: Finding) -> tuple[int, int, str, str]:
    rule = found.rule
    return TIERS.index(rule.tier), MODALITIES.index(rule.modality), rule.id, found.subject


def _active(found: Finding) -> bool:
    return found.status in {"applies", "precaution"}


_Key = TypeVar("_Key", bound=Hashable)


def _grouped(findings: Iterable[Finding], key: Callable[[Finding], _Key]) -> Mapping[_Key, list[Finding]]:
    """Findings by a key, in their order: with many items, there are too many pairs to look at each."""
    groups: dict[_Key, list[Finding]] = {}
    for found in findings:
        groups.setdefault(key(found), []).append(found)
    return groups


def _overriding(spoken: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of a rule and one it overrides."""
    by_rule = _grouped(spoken, lambda found: found.rule.id)
    by_rule_and_subject = _grouped(spoken, lambda found: (found.rule.id, found.subject))
    for one in spoken:
        for name in one.rule.overrides:
            covered = by_rule if one.subject == "case" else {}
            others = covered.get(name) or by_rule_and_subject.get((name, one.subject), [])
            yield from ((one, other) for other in others if _overrides(one, other))


def _outranking(spoken: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of a rule and a weaker one it disagrees with, unless it is that one's exception."""
    stronger_first = {id(found): place for place, found in enumerate(spoken)}
    groups = _grouped(
        spoken, lambda found: (found.rule.action, found.subject, found.rule.modality == "must_not")
    )
    for weaker in spoken:
        action, forbids = weaker.rule.action, weaker.rule.modality == "must_not"
        subjects = dict.fromkeys((weaker.subject, "case"))
        stronger = itertools.chain.from_iterable(
            groups.get((action, subject, not forbids), ()) for subject in subjects
        )
        for one in sorted(stronger, key=lambda found: stronger_first[id(found)]):
            if stronger_first[id(one)] >= stronger_first[id(weaker)]:
                break
            if _disagree(one, weaker) and not _overrides(weaker, one):
                yield one, weaker


def _barring(spoken: list[Finding], case: Case, book: RuleBook) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of advice about the case and what it bars for a listed item."""
    groups = _grouped(spoken, lambda found: (found.subject, found.rule.action))
    for bar in barred((found for found in spoken if _active(found)), case, book):
        protects = book.actions[bar.bar.action].polarity == "protective"
        if not bar.certain or (protects and bar.by.status != "applies"):
            continue
        for found in groups.get((bar.subject, bar.bar.action), ()):
            rule = found.rule
            if rule.modality != "must_not" and TIERS.index(bar.by.rule.tier) <= TIERS.index(rule.tier):
                yield bar.by, found


def _overrides(winner: Finding, loser: Finding) -> bool:
    named = loser.rule.id in winner.rule.overrides
    return named and winner.status == "applies" and covers(winner.subject, loser.subject)


def covers(subject: str, other: str) -> bool:
    """Whether what is said of one subject is said of another too."""
    return subject == other or (subject == "case" and other.partition(":")[0] in LIST_SECTIONS)


def _disagree(stronger: Finding, weaker: Finding) -> bool:
    """Whether the stronger of two sets the weaker aside.

    What must not be done in the case is said of every listed item; what must be done in the case
    does not lift what is said against one of them.
    """
    one, other = stronger.rule, weaker.rule
    if one.action != other.action or not _active(stronger):
        return False
    if one.modality == "must_not":
        return other.modality != "must_not" and covers(stronger.subject, weaker.subject)
    return other.modality == "must_not" and stronger.subject == weaker.subject


def _reason(winner: Finding, loser: Finding) -> Text:
    one, other = winner.rule, loser.rule
    if _overrides(winner, loser):
        return phrase("set_aside.override", winner=_summary(winner))
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
    by_action = _grouped(active, lambda found: found.rule.action)
    found_conflicts: list[Conflict] = []
    for exclusion in book.exclusions:
        sides = (by_action.get(action, ()) for action in exclusion.actions)
        for one, other in itertools.product(*sides):
            if one is other or one.rule.tier != other.rule.tier:
                continue
            if covers(one.subject, other.subject) or covers(other.subject, one.subject):
                subject = one.subject if covers(other.subject, one.subject) else other.subject
                text = phrase("conflict", text=exclusion.text)
                rules = (one.rule.id, other.rule.id)
                found_conflicts.append(Conflict(rules=rules, subject=subject, text=words(text)))
    return found_conflicts
