"""Every rule with every subject it can have, as wires: where it applies, and where it is not decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from protection_rules.advice.model import Status
from protection_rules.facts.case import Item
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.lowering import Lowered, certainly, possibly
from protection_rules.logic.nodes import Condition
from protection_rules.matchers.circuit import FALSE, Circuit, Wire
from protection_rules.matchers.columnar import Layout, Wiring, rule_wires
from protection_rules.matchers.match import lower_rules
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES, About, Bar, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom something is said of.

    Of a list that all cases share, `position` is the item's place in it; of a list that each case
    has for itself, the subject is whichever item is looked at, and `position` is None.
    """

    about: About
    position: int | None = None

    @property
    def is_item(self) -> bool:
        """Whether it is something listed."""
        return self.about in LIST_SECTIONS

    def is_covered_by(self, other: Subject) -> bool:
        """Whether what is said of the other is said of this one too."""
        return self == other or (other == CASE_SUBJECT and self.is_item)


CASE_SUBJECT: Final = Subject("case")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule with a subject. `unsure`: its condition is undetermined there."""

    rule: Rule
    subject: Subject
    applies: Wire
    unsure: Wire

    @property
    def unsure_status(self) -> Status | None:
        """What the advice is where it is not sure; None for a rule that says nothing then."""
        return None if self.rule.if_unknown == "silent" else self.rule.if_unknown

    @property
    def key(self) -> tuple[str, Subject]:
        """What tells findings apart."""
        return self.rule.id, self.subject

    @property
    def strength(self) -> tuple[int, int, str]:
        """The place in the order of precedence, strongest first."""
        return TIERS.index(self.rule.tier), MODALITIES.index(self.rule.modality), self.rule.id


def rank(rule: Rule) -> tuple[int, int, int, str]:
    """The place of a rule's advice in an assessment."""
    return (
        URGENCIES.index(rule.urgency),
        TIERS.index(rule.tier),
        MODALITIES.index(rule.modality),
        rule.id,
    )


class Findings:
    """All that can be found in cases of one layout."""

    def __init__(self, book: RuleBook, circuit: Circuit, layout: Layout) -> None:
        """Wire every rule of the book for every subject it can have."""
        self.book = book
        self.circuit = circuit
        self._layout = layout
        self._wiring = Wiring(circuit, layout, book.vocabulary)
        self.all = [found for found in self._findings() if found.applies != FALSE or found.unsure != FALSE]
        self._bar_readings: dict[tuple[bool, Bar], tuple[Lowered, Lowered]] = {}

    def subjects(self, about: About) -> list[Subject]:
        """The subjects that a rule about this can have."""
        if about in self._layout.shared:
            return [Subject(about, position) for position in range(len(self._layout.shared[about]))]
        return [Subject(about)] if about not in LIST_SECTIONS or about in self._layout.listed else []

    def _findings(self) -> Iterable[Finding]:
        for rule, lowered in zip(
            self.book.rules, lower_rules(self.book.rules, self.book.vocabulary), strict=True
        ):
            for subject in self.subjects(rule.about):
                certain, possible = rule_wires(self._wiring, lowered, self._at_hand(subject))
                yield Finding(rule, subject, certain, self.circuit.every([possible, -certain]))

    def _at_hand(self, subject: Subject) -> Mapping[str, Item]:
        if subject.position is None:
            return {}
        return {subject.about: self._layout.shared[subject.about][subject.position]}

    def said(self, found: Finding) -> Wire:
        """Where it has something to say, be it only to find out first."""
        silent = found.unsure_status is None
        return found.applies if silent else self.circuit.some([found.applies, found.unsure])

    def active(self, found: Finding) -> Wire:
        """Where it says what to do now."""
        precaution = found.unsure_status == "precaution"
        return self.circuit.some([found.applies, found.unsure]) if precaution else found.applies

    def bar_wires(self, rule: Rule, bar: Bar, subject: Subject) -> tuple[Wire, Wire]:
        """Where an item is certainly, and where it is possibly, one that a rule's advice bars."""
        key = (rule.not_asked_is_unknown, bar)
        if key not in self._bar_readings:
            self._bar_readings[key] = self._readings(bar.when, rule.not_asked_is_unknown)
        certain, possible = self._bar_readings[key]
        at_hand = self._at_hand(subject)
        return self._wiring.wire(certain, at_hand), self._wiring.wire(possible, at_hand)

    def bars(self, rule: Rule) -> list[Bar]:
        """What a rule's advice means for listed items."""
        if rule.about != "case":
            return []
        advised = "not_to_do" if rule.modality == "must_not" else "to_do"
        return [bar for bar in self.book.actions[rule.action].bars if bar.advised == advised]

    def _readings(self, condition: Condition, not_asked_is_unknown: bool) -> tuple[Lowered, Lowered]:
        vocabulary = self.book.vocabulary
        return (
            certainly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
            possibly(condition, vocabulary, not_asked_is_unknown=not_asked_is_unknown),
        )
