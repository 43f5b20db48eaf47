"""What holds for every profile, as properties that can be checked and that a solver can read.

An invariant is a statement with checks of a closed set of kinds. Checks over profiles speak of
facts, advice and standings only; their conditions are true or false, never undetermined. Checks
over texts and rules speak of the rule book alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from protection_rules.documents import Span
from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.logic.nodes import Condition, facts_read
from protection_rules.rulesets.model import About, Action, Polarity, Rule

OptionSection = Literal["accommodation", "service"]
Standing = Literal["not_recommended", "check_first", "possible", "preferred"]
Status = Literal["verify", "precaution", "applies"]
Comparison = Literal["same", "not_raised"]
Place = Literal["rules", "actions", "terms", "facts", "questions", "phrases"]
Part = Literal["summary", "detail", "unknown_summary", "unknown_detail"]

STANDINGS: Final[tuple[Standing, ...]] = ("not_recommended", "check_first", "possible", "preferred")
"""Standings of an option, lowest first."""
STATUSES: Final[tuple[Status, ...]] = ("verify", "precaution", "applies")
"""How sure advice can be, least first."""

_TURNED: Final[Mapping[Polarity, Polarity]] = {
    "protective": "disclosing",
    "disclosing": "protective",
    "neutral": "neutral",
}


def effect(rule: Rule, action: Action) -> Polarity:
    """What advice does: the polarity of its action, turned round where it must not be done."""
    return _TURNED[action.polarity] if rule.modality == "must_not" else action.polarity


@dataclass(frozen=True, slots=True)
class Selector:
    """Which advice, or which rule, is meant. Every field that is given must fit; none: all of it.

    A field lists alternatives, but `reviewers` and `reads` name what must all be there. `effect` is
    what the advice does (see `effect`); `status` is how sure it is and means nothing for a rule.
    """

    rules: frozenset[str] | None = None
    actions: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    effect: frozenset[str] | None = None
    modality: frozenset[str] | None = None
    urgency: frozenset[str] | None = None
    basis: frozenset[str] | None = None
    reviewers: frozenset[str] | None = None
    reads: frozenset[str] | None = None
    status: frozenset[str] | None = None

    def picks(self, rule: Rule, action: Action) -> bool:
        """Whether a rule with this action is meant, whatever the status of its advice."""
        alternatives = (
            (self.rules, rule.id),
            (self.actions, rule.action),
            (self.kinds, action.kind),
            (self.effect, effect(rule, action)),
            (self.modality, rule.modality),
            (self.urgency, rule.urgency),
            (self.basis, rule.grounds.basis),
        )
        if any(wanted is not None and found not in wanted for wanted, found in alternatives):
            return False
        if self.reviewers is not None and not self.reviewers.issubset(rule.reviewers):
            return False
        return self.reads is None or self.reads.issubset(facts_read(rule.condition))


ANYTHING: Final = Selector()


@dataclass(frozen=True, slots=True)
class Required:
    """Wherever the condition holds for a subject, some advice about it is the selected.

    About the case, the advice may have any subject.
    """

    about: About
    when: Condition
    advice: Selector


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Wherever the condition holds for a subject, no advice about it is the selected.

    About the case, the advice may have any subject.
    """

    about: About
    when: Condition
    advice: Selector


@dataclass(frozen=True, slots=True)
class NeverStands:
    """Wherever the condition holds for an option, it has none of these standings."""

    about: OptionSection
    when: Condition
    standings: frozenset[Standing]


@dataclass(frozen=True, slots=True)
class Order:
    """Where `when` holds, an option never comes before one where `before_it` holds.

    Both have the same known value of the fact `same`. Options come in the order of their standings,
    best first, and then as listed; one that is not recommended need not come first.
    """

    about: OptionSection
    when: Condition
    before_it: Condition
    same: str


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one fact; `origins` is None where every value is meant."""

    fact: str
    origins: frozenset[Value] | None
    targets: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Changing one fact of one subject, all else equal, keeps advice and standings.

    Advice is kept if the same is advised about the same subject, as soon and as surely; whether it
    applies or is a precaution is the same here. Advice of the `exempt` rules need not be kept.
    """

    moves: tuple[Move, ...]
    keep: Selector
    exempt: frozenset[str]
    standings: Mapping[OptionSection, Comparison] = field(hash=False)


@dataclass(frozen=True, slots=True)
class NeverSay:
    """No text of these places has one of the expressions; of the rules, those of the selected."""

    places: tuple[Place, ...]
    where: Selector
    en: tuple[str, ...]
    ar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustSay:
    """Each of these texts of each selected rule has one of the expressions, in both languages."""

    where: Selector
    parts: tuple[Part, ...]
    en: tuple[str, ...]
    ar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesHave:
    """Each selected rule has these attributes.

    `reviewed`: somebody reviews it; `reviewers`: one of these at least does. `override_reasons`: all
    of these may be given for departing from it. `reveals`: it is marked as one whose appearing alone
    discloses something. `grounds`: it cites the guidance or names a standard, and says which part of
    it goes beyond the guidance.
    """

    where: Selector
    reviewed: bool
    reviewers: frozenset[str]
    override_reasons: frozenset[str]
    reveals: bool
    grounds: bool


@dataclass(frozen=True, slots=True)
class NeverAsked:
    """None of these facts is ever turned into a question."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlikeInBothLanguages:
    """Every text of these places has words and the same numbers in both languages."""

    places: tuple[Place, ...]


ProfileCheck: TypeAlias = Required | Forbidden | NeverStands | Order | Change
BookCheck: TypeAlias = NeverSay | MustSay | RulesHave | NeverAsked | AlikeInBothLanguages
Check: TypeAlias = ProfileCheck | BookCheck


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement that nothing may break. Its checks count from 1, in the order of the file.

    `left_to_people` says which part of the statement no check covers.
    """

    id: str
    title: Text
    statement: Text
    checks: tuple[Check, ...]
    left_to_people: Text | None
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which known values of a fact call for the least protection, and which for the most."""

    fact: str
    safe: tuple[Value, ...]
    unsafe: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class WithoutDirection:
    """Facts none of whose values is the safe one, and why."""

    facts: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Invariants:
    """The content of invariants.yaml."""

    directions: tuple[Direction, ...]
    without_direction: tuple[WithoutDirection, ...]
    invariants: tuple[Invariant, ...]
