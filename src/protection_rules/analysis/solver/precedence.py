"""What is set aside, as formulas: `advice.precedence` read once more, for all profiles at once.

Advice can be set aside by advice about the same subject, and advice about an item also by advice
about the case. So what is set aside for one item never depends on what is said of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from protection_rules.analysis.solver.formula import FALSE, Formula, both, either, every, no, same, some
from protection_rules.analysis.solver.outcomes import ACTIVE, SAID, Outcomes, bars
from protection_rules.analysis.solver.space import CASE, Subject
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import MODALITIES, TIERS, Bar, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Rivalry:
    """A rule that can set another aside, and in which ways: as its exception, by rank, by a bar."""

    winner: Rule
    overrides: bool
    outranks: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule with a subject."""

    rule: str
    subject: Subject


class Precedence:
    """Which rules of a book can set which others aside, whatever the profile."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._rules = {rule.id: rule for rule in book.rules}
        self._rivals: Mapping[str, tuple[Rivalry, ...]] = {
            loser.id: tuple(
                rivalry for winner in book.rules if (rivalry := self._rivalry(winner, loser)) is not None
            )
            for loser in book.rules
        }

    def _rivalry(self, winner: Rule, loser: Rule) -> Rivalry | None:
        if winner.about != loser.about and not (winner.about == "case" and loser.about in LIST_SECTIONS):
            return None
        rivalry = Rivalry(
            winner,
            overrides=loser.id in winner.overrides,
            outranks=_outranks(winner, loser),
            bars=tuple(bar for bar in bars(winner, self._book) if _may_bar(bar, winner, loser)),
        )
        return rivalry if rivalry.overrides or rivalry.outranks or rivalry.bars else None

    def rivals(self, rule: Rule) -> tuple[Rivalry, ...]:
        """The rules that can set this one's advice aside."""
        return self._rivals[rule.id]

    def involved(self, rule: Rule) -> frozenset[str]:
        """The rules on which it depends whether this one's advice is set aside, itself among them."""
        return frozenset(each.rule for each in self._contest(Finding(rule.id, CASE)))

    def lost(self, rule: Rule, subject: Subject, outcomes: Outcomes) -> Formula:
        """Where the rule's advice is set aside."""
        if not self.rivals(rule):
            return FALSE
        contest = self._contest(Finding(rule.id, subject))
        spoken = {each: outcomes.having(self._rules[each.rule], each.subject, SAID) for each in contest}
        against = {each: self._against(each, outcomes) for each in contest}
        lost = dict.fromkeys(contest, FALSE)
        # each round settles something more; what no round settles speaks against itself in a circle
        for _ in contest:
            before = lost
            stands = {
                each: both(spoken[each], every(either(no(by), before[one]) for one, by in against[each]))
                for each in contest
            }
            lost = {
                each: both(spoken[each], some(both(by, stands[one]) for one, by in against[each]))
                for each in contest
            }
            if all(same(before[each], lost[each]) for each in contest):
                break
        return lost[Finding(rule.id, subject)]

    def _contest(self, finding: Finding) -> tuple[Finding, ...]:
        """The finding with everything that could bear on whether it is set aside."""
        found = {finding: None}
        waiting = [finding]
        while waiting:
            loser = waiting.pop()
            for rivalry in self._rivals[loser.rule]:
                winner = _finding(rivalry.winner, loser.subject)
                if winner not in found:
                    found[winner] = None
                    waiting.append(winner)
        return tuple(found)

    def _against(self, loser: Finding, outcomes: Outcomes) -> list[tuple[Finding, Formula]]:
        """What can set a finding aside, each with where it does so if it stands itself."""
        rule = self._rules[loser.rule]
        found = []
        for rivalry in self._rivals[loser.rule]:
            winner = _finding(rivalry.winner, loser.subject)
            ways = []
            if rivalry.overrides:
                ways.append(outcomes.having(rivalry.winner, winner.subject, {"applies"}))
            if rivalry.outranks:
                excepted = rivalry.winner.id in rule.overrides and winner.subject == loser.subject
                exception = outcomes.having(rule, loser.subject, {"applies"}) if excepted else FALSE
                ways.append(both(outcomes.having(rivalry.winner, winner.subject, ACTIVE), no(exception)))
            ways += [
                self._barring(rivalry.winner, bar, rule, loser.subject, outcomes) for bar in rivalry.bars
            ]
            found.append((winner, some(ways)))
        return found

    def _barring(self, winner: Rule, bar: Bar, loser: Rule, item: Subject, outcomes: Outcomes) -> Formula:
        """Where advice about the case bars the advice for an item that it surely speaks of."""
        protects = self._book.actions[loser.action].polarity == "protective"
        barring = outcomes.having(winner, CASE, {"applies"} if protects else ACTIVE)
        return both(barring, outcomes.of_bar(winner, bar, item).certain)


def _finding(winner: Rule, loser: Subject) -> Finding:
    """The finding of a rule that can set aside one about this subject."""
    return Finding(winner.id, CASE if winner.about == "case" else loser)


def _outranks(winner: Rule, loser: Rule) -> bool:
    """Whether the winner is the stronger of two rules that disagree about one action."""
    if winner.action != loser.action or _strength(winner) >= _strength(loser):
        return False
    if winner.modality == "must_not":
        return loser.modality != "must_not"
    # what must be done in the case does not lift what is said against one item
    return loser.modality == "must_not" and winner.about == loser.about


def _strength(rule: Rule) -> tuple[int, int, str]:
    return TIERS.index(rule.tier), MODALITIES.index(rule.modality), rule.id


def _may_bar(bar: Bar, winner: Rule, loser: Rule) -> bool:
    """Whether the bar concerns advice of the losing rule, which is of no higher tier."""
    barred = (bar.about, bar.action) == (loser.about, loser.action) and loser.modality != "must_not"
    return barred and TIERS.index(winner.tier) <= TIERS.index(loser.tier)
