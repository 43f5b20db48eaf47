"""Two rule books held against each other, for all profiles at once.

Only what a difference can bear on is asked about: rules that are defined alike, or proven to speak alike,
and on whose advice no other rule bears, are the same in both books.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from protection_rules.advice.options import OPTION_SECTIONS
from protection_rules.analysis.difference.definitions import definitions, fingerprint
from protection_rules.analysis.difference.facts import TEXTS as FACT_TEXTS
from protection_rules.analysis.difference.facts import (
    FactDifference,
    fact_differences,
    reads_unlike,
    shared,
)
from protection_rules.analysis.difference.formulas import rules_on, ways_of_advice, ways_of_standing
from protection_rules.analysis.difference.parts import PartDifference, part_differences
from protection_rules.analysis.difference.rules import RuleDifference, rule_difference
from protection_rules.analysis.difference.ways import (
    Advised,
    Declared,
    Kind,
    Marked,
    Seen,
    Side,
    Standings,
    Topic,
)
from protection_rules.analysis.difference.witnesses import Shown, shown
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.formula import Formula, both
from protection_rules.analysis.solver.inquiry import Inquiry
from protection_rules.analysis.solver.outcomes import Conditions, bars
from protection_rules.analysis.solver.space import one_subject
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.model import Rule, RuleBook

_SIDES: Final[tuple[Side, ...]] = ("less", "more")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a topic is less, or more, than before, with what shows it.

    Whether a rule is of the floor, or how a fact is declared, decides nothing for any profile, so nothing
    shows it.
    """

    kind: Kind
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that protects less, or more, than before.

    The id stands for exactly this difference: it is the same in every run, and another one as soon as
    a rule that bears on the topic is another.
    """

    id: str
    side: Side
    topic: Topic
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A question that was not decided."""

    side: Side
    topic: Topic
    kind: Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise between two rule books."""

    old: RuleBook
    new: RuleBook
    vocabulary: Vocabulary
    """What profiles for both can tell; a fact of one of them alone is not given to the other."""
    facts: tuple[FactDifference, ...]
    rules: tuple[RuleDifference, ...]
    parts: tuple[PartDifference, ...]
    findings: tuple[Finding, ...]
    not_decided: tuple[Open, ...]

    def on(self, side: Side) -> tuple[Finding, ...]:
        """What protects less, or more, than before."""
        return tuple(each for each in self.findings if each.side == side)

    @property
    def is_decided(self) -> bool:
        """Whether every question was decided."""
        return not self.not_decided and all(each.relation != "not_decided" for each in self.rules)

    @property
    def compares_all(self) -> bool:
        """Whether all that either book can state of its facts is compared."""
        return all(each.compared == "whole" for each in self.facts)

    def is_partly(self, name: str) -> bool:
        """Whether a rule is compared only for what both books can state of the facts that it reads."""
        return reads_unlike(
            (rule.condition for book in (self.old, self.new) for rule in book.rules if rule.id == name),
            self.facts,
        )


def compare(old: RuleBook, new: RuleBook) -> Difference:
    """What is otherwise in the new rule book, for every profile there can be.

    Raises SolverDisagreement if a profile that shows a difference does not do so when it is evaluated
    under both books; nothing is concluded then.
    """
    return _Comparison(old, new).difference()


class _Comparison:
    def __init__(self, old: RuleBook, new: RuleBook) -> None:
        self._old, self._new = old, new
        self._was = {rule.id: rule for rule in old.rules}
        self._is = {rule.id: rule for rule in new.rules}
        self._conditions = Conditions(old), Conditions(new)
        self._facts = tuple(fact_differences(old.vocabulary, new.vocabulary))
        self._vocabulary = shared(old.vocabulary, new.vocabulary)
        self._defined_before = definitions(old, self._conditions[0])
        self._defined_after = dict(definitions(new, self._conditions[1]))

    @cached_property
    def _inquiries(self) -> tuple[Inquiry, Inquiry]:
        conditions = [each for conditions in self._conditions for each in conditions.lowered()]
        space = space_for(conditions, self._vocabulary)
        return Inquiry(self._old, space), Inquiry(self._new, space)

    def difference(self) -> Difference:
        rules = tuple(self._rules())
        found = list(self._findings(self._changed()))
        return Difference(
            self._old,
            self._new,
            self._vocabulary,
            self._facts,
            rules,
            tuple(part_differences(self._old, self._new)),
            tuple(each for each in found if isinstance(each, Finding)),
            tuple(each for each in found if isinstance(each, Open)),
        )

    # rules

    def _rules(self) -> Iterator[RuleDifference]:
        """What is otherwise about single rules; notes which conditions are proven to be the same."""
        for name in sorted(self._was.keys() | self._is.keys()):
            if name not in self._is:
                yield RuleDifference(name, "removed")
            elif name not in self._was:
                yield RuleDifference(name, "added")
            else:
                found = self._rule(name)
                if found is not None:
                    yield found

    def _rule(self, name: str) -> RuleDifference | None:
        old, new = self._was[name], self._is[name]
        defined = self._defined_before[name], self._defined_after[name]
        if defined[0] == defined[1] and old == new:
            return None
        found = rule_difference(old, new, defined, *self._inquiries)
        if found is not None and found.relation == "equivalent" and old.if_unknown == new.if_unknown:
            self._defined_after[name] = replace(defined[1], where=defined[0].where)
        return found

    def _changed(self) -> frozenset[str]:
        """The rules that do not behave alike, whatever other rules do."""
        names = self._was.keys() | self._is.keys()
        before, after = self._defined_before, self._defined_after
        return frozenset(name for name in names if before.get(name) != after.get(name))

    # what is heard in the end

    def _findings(self, changed: frozenset[str]) -> Iterator[Finding | Open]:
        yield from self._marks()
        yield from self._declarations()
        if not changed:
            return
        before, after = self._inquiries
        touched = [
            (rule, book)
            for book, inquiry in ((self._old, before), (self._new, after))
            for rule in book.rules
            if rule.id in changed or not changed.isdisjoint(inquiry.encoded.precedence.involved(rule))
        ]
        for advised in sorted({_advised(rule) for rule, _ in touched}):
            ways = ways_of_advice(advised, before.encoded, after.encoded)
            yield from self._of_topic(advised, ways)
        bearing = {section for rule, book in touched for section in _sections(rule, book)}
        for section in OPTION_SECTIONS:
            if section in bearing:
                standings = Standings(section)
                ways = ways_of_standing(standings, before.encoded, after.encoded)
                yield from self._of_topic(standings, ways)

    def _of_topic(self, topic: Seen, ways: Iterator[tuple[Side, Kind, Formula]]) -> Iterator[Finding | Open]:
        before, after = self._inquiries
        found: dict[Side, list[Way]] = {"less": [], "more": []}
        for side, kind, where in ways:
            answer = before.search.ask(where)
            if answer == "yes":
                found[side].append(Way(kind, shown(topic, kind, where, before, after)))
            elif answer == "not_decided":
                yield Open(side, topic, kind)
        for side, listed in found.items():
            if listed:
                yield self._finding(side, topic, tuple(listed))

    def _finding(self, side: Side, topic: Topic, ways: tuple[Way, ...]) -> Finding:
        content = fingerprint([*self._content(topic), *(way.kind for way in ways)])
        return Finding(f"{side}.{topic.name}.{content}", side, topic, ways)

    def _content(self, topic: Topic) -> Iterator[object]:
        """What is as it is on a topic: the definition before and after of every rule that bears on it."""
        if isinstance(topic, Declared):
            yield from self._declared(topic)
            return
        bearing: set[str] = set()
        for book, inquiry in zip((self._old, self._new), self._inquiries, strict=True):
            for rule in _rules_of(topic, book):
                bearing |= inquiry.encoded.precedence.involved(rule)
        for name in sorted(bearing):
            yield name
            yield self._defined_before.get(name)
            yield self._defined_after.get(name)

    def _marks(self) -> Iterator[Finding | Open]:
        """Rules that are marked otherwise: what guards them, not what they say."""
        for name in sorted(self._was.keys() & self._is.keys()):
            old, new = self._was[name], self._is[name]
            if old.floor != new.floor:
                way = Way("unmarked" if old.floor else "marked", None)
                yield self._finding("less" if old.floor else "more", Marked(name, "floor"), (way,))
            if old.reveals != new.reveals:
                yield from self._revealing(old)

    def _declarations(self) -> Iterator[Finding]:
        """Facts of the operation's own that can state less, or more, or are guarded otherwise."""
        for fact in self._facts:
            found = list(fact.ways)
            for side in _SIDES:
                ways = tuple(Way(kind, None) for each, kind in found if each == side)
                if ways:
                    yield self._finding(side, Declared(fact.fact), ways)

    def _declared(self, topic: Declared) -> Iterator[object]:
        """The declaration of a fact before and after, without its words."""
        for fact in self._facts:
            if fact.fact == topic.fact:
                for change in fact.changes:
                    if change.field not in FACT_TEXTS:
                        yield from (change.field, change.before, change.after)

    def _revealing(self, old: Rule) -> Iterator[Finding | Open]:
        """A rule that more people, or fewer, are shown than before, if it has anything to say."""
        before, after = self._inquiries
        new = self._is[old.id]
        said = before.encoded.said(old, one_subject(old.about))
        says = after.encoded.said(new, one_subject(new.about))
        side: Side = "less" if old.reveals else "more"
        kind: Kind = "unmarked" if old.reveals else "marked"
        yield from self._of_topic(Marked(old.id, "reveals"), iter([(side, kind, both(said, says))]))


def _advised(rule: Rule) -> Advised:
    return Advised(rule.action, rule.about, "not_to_do" if rule.modality == "must_not" else "to_do")


def _sections(rule: Rule, book: RuleBook) -> set[str]:
    """The sections of which the rule bears on where options stand."""
    return {rule.about, *(bar.about for bar in bars(rule, book))}


def _rules_of(topic: Seen, book: RuleBook) -> list[Rule]:
    match topic:
        case Advised():
            return rules_on(topic, book)
        case Standings(section=section):
            return [rule for rule in book.rules if section in _sections(rule, book)]
        case Marked(rule=name):
            return [rule for rule in book.rules if rule.id == name]
