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
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from protection_rules.advice.bars import Barred
from protection_rules.advice.model import Conflict, SetAside
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.phrases import phrase
from protection_rules.advice.reasons import words
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import TIERS, Rule, RuleBook

Contest: TypeAlias = tuple[Finding, Finding]
"""A finding that sets another aside, unless it is itself set aside, and that other one."""
Loss: TypeAlias = tuple[Finding, Finding]
"""The finding that lost, and the one that won."""


class Precedence:
    """Which findings meet, by the rules of one book."""

    def __init__(self, book: RuleBook) -> None:
        rules = book.rules
        self._book = book
        self._overriding = {rule.id for rule in rules if rule.overrides}
        self._overriding |= {name for rule in rules for name in rule.overrides}
        advised = {rule.action for rule in rules if rule.modality != "must_not"}
        self._disputed = advised & {rule.action for rule in rules if rule.modality == "must_not"}
        bars = {bar.action for rule in rules for bar in book.actions[rule.action].bars}
        self._barring = bars | {rule.action for rule in rules if book.actions[rule.action].bars}
        self.contested = frozenset(
            rule.id
            for rule in rules
            if rule.id in self._overriding or rule.action in self._disputed | self._barring
        )
        """Rules that can set aside another or be set aside."""

    def bearing_on(self, rules: Iterable[str]) -> frozenset[str]:
        """These rules, and every rule that may have a say in whether one of them is set aside."""
        contested = [rule for rule in self._book.rules if rule.id in self.contested]
        found = set(rules)
        waiting = [rule for rule in contested if rule.id in found]
        while waiting:
            one = waiting.pop()
            rivals = [each for each in contested if each.id not in found and self._may_meet(one, each)]
            found |= {rival.id for rival in rivals}
            waiting += rivals
        return frozenset(found)

    def _may_meet(self, one: Rule, other: Rule) -> bool:
        """Whether one of two rules may set aside the other."""
        if one.id in other.overrides or other.id in one.overrides:
            return True
        if one.action == other.action and (one.modality == "must_not") != (other.modality == "must_not"):
            return True
        return any(
            bar.action == barred.action
            for barring, barred in ((one, other), (other, one))
            for bar in self._book.actions[barring.action].bars
        )

    def contests(self, findings: Iterable[Finding], bars: Iterable[Barred]) -> list[Contest]:
        """Every pair of findings with something to say of which one can set aside the other.

        `bars` is what the findings bar for listed items.
        """
        spoken = sorted(
            (found for found in findings if found.status is not None and found.rule.id in self.contested),
            key=_strength,
        )
        return [
            *_overriding([found for found in spoken if found.rule.id in self._overriding]),
            *_outranking([found for found in spoken if found.rule.action in self._disputed]),
            *_barring([found for found in spoken if found.rule.action in self._barring], bars, self._book),
        ]


def losses(contests: Sequence[Contest]) -> list[Loss]:
    """What is set aside where findings meet.

    A finding stands once everything that speaks against it is itself set aside. Should some speak
    against one another in a circle, all of them stay, for people to decide.
    """
    against: dict[int, list[Finding]] = {}
    beaten: dict[int, list[Finding]] = {}
    for winner, loser in contests:
        against.setdefault(id(loser), []).append(winner)
        beaten.setdefault(id(winner), []).append(loser)
    opponents = {key: len(winners) for key, winners in against.items()}
    standing: set[int] = set()
    lost: dict[int, Finding] = {}
    settled = list({id(winner): winner for winner, _ in contests if id(winner) not in opponents}.values())
    while settled:
        winner = settled.pop()
        standing.add(id(winner))
        for loser in beaten.get(id(winner), ()):
            if id(loser) in lost:
                continue
            lost[id(loser)] = loser
            for freed in beaten.get(id(loser), ()):
                opponents[id(freed)] -= 1
                if not opponents[id(freed)]:
                    settled.append(freed)
    return [
        (loser, next(winner for winner in against[id(loser)] if id(winner) in standing))
        for loser in lost.values()
    ]


def _strength(found: Finding) -> tuple[int, int, str, str]:
    _, tier, modality, rule = found.rule.rank
    return tier, modality, rule, found.subject


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
    winners = [found for found in spoken if found.rule.overrides and found.status == "applies"]
    named = {name for one in winners for name in one.rule.overrides}
    overridden = [found for found in spoken if found.rule.id in named]
    by_rule = _grouped(overridden, lambda found: found.rule.id)
    by_rule_and_subject = _grouped(overridden, lambda found: (found.rule.id, found.subject))
    for one in winners:
        for name in one.rule.overrides:
            covered = by_rule if one.subject == "case" else {}
            others = covered.get(name) or by_rule_and_subject.get((name, one.subject), [])
            yield from ((one, other) for other in others if _overrides(one, other))


def _outranking(spoken: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of a rule and a weaker one it disagrees with, unless it is that one's exception."""
    # most often nothing forbids what something else advises
    forbidden = {found.rule.action for found in spoken if found.rule.modality == "must_not"}
    advised = {found.rule.action for found in spoken if found.rule.modality != "must_not"}
    both = forbidden & advised
    disputed = [found for found in spoken if found.rule.action in both]
    stronger_first = {id(found): place for place, found in enumerate(disputed)}
    groups = _grouped(
        disputed, lambda found: (found.rule.action, found.subject, found.rule.modality == "must_not")
    )
    for weaker in disputed:
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


def _barring(
    spoken: list[Finding], bars: Iterable[Barred], book: RuleBook
) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of advice about the case and what it bars for a listed item."""
    active = sorted((bar for bar in bars if _active(bar.by)), key=lambda bar: _strength(bar.by))
    groups = _grouped(spoken if active else (), lambda found: (found.subject, found.rule.action))
    for bar in active:
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
    return found.rule.spoken(for_certain=found.status == "applies").summary


def set_aside(loss: Loss) -> SetAside:
    """A loss as part of an assessment."""
    loser, winner = loss
    return SetAside(
        rule=loser.rule.id,
        subject=loser.subject,
        action=loser.rule.action,
        by=winner.rule.id,
        reason=words(_reason(winner, loser)),
    )


def conflicts(findings: Iterable[Finding], book: RuleBook) -> list[Conflict]:
    """Duties of one tier whose actions exclude each other; both stay, with what each costs."""
    excluding = {action for exclusion in book.exclusions for action in exclusion.actions}
    active = sorted(
        (found for found in findings if found.rule.action in excluding and _active(found)),
        key=lambda found: found.rank,
    )
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
