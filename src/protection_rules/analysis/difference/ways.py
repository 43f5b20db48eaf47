"""In which ways one rule book protects less, or more, than another.

What is compared is what a case worker hears in the end, once some advice has set other advice aside:
for an action and a subject, that it is to be done or not to be done; for a listed place or service,
where it stands. docs/diff.md says the same in words and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from protection_rules.advice.model import Assessment, Standing, Status
from protection_rules.rulesets.invariant_model import STANDINGS, OptionSection
from protection_rules.rulesets.model import MODALITIES, URGENCIES, About, Modality, Polarity, Urgency

Side = Literal["less", "more"]
Sense = Literal["to_do", "not_to_do"]
Loss = Literal["gone", "silent", "weaker", "less_sure", "later"]
Gain = Literal["new", "asks", "stronger", "surer", "sooner"]
Exposure = Literal["exposes", "exposes_less"]
Raised = Literal["lifted", "released", "favoured"]
Lowered = Literal["ruled_out", "held_back", "not_favoured"]
Mark = Literal["floor", "reveals"]
Marking = Literal["unmarked", "marked"]
Declaration = Literal[
    "states_less", "states_more", "guarded_less", "guarded_more", "asked_more", "asked_less"
]
Kind: TypeAlias = Loss | Gain | Exposure | Raised | Lowered | Marking | Declaration

LOSSES: Final[tuple[Loss, ...]] = ("gone", "silent", "weaker", "less_sure", "later")
GAINS: Final[Mapping[Loss, Gain]] = {
    "gone": "new",
    "silent": "asks",
    "weaker": "stronger",
    "less_sure": "surer",
    "later": "sooner",
}
"""A gain is a loss, looked at from the other book."""
RAISED: Final[Mapping[Standing, Raised]] = {
    "not_recommended": "lifted",
    "check_first": "released",
    "possible": "favoured",
}
"""What it is to stand higher, by the standing before."""
LOWERED: Final[Mapping[Standing, Lowered]] = {
    "not_recommended": "ruled_out",
    "check_first": "held_back",
    "possible": "not_favoured",
}
"""What it is to stand lower, by the standing after."""

_STATUSES: Final[tuple[Status, ...]] = ("applies", "precaution", "verify")
"""How sure advice is, the surest first."""


@dataclass(frozen=True, slots=True, order=True)
class Advised:
    """Advice on one action about one kind of subject: to do it, or not to do it."""

    action: str
    about: About
    sense: Sense

    @property
    def name(self) -> str:
        """What it is called in the id of a finding."""
        return f"advice.{self.action}.{self.about}.{self.sense}"


@dataclass(frozen=True, slots=True, order=True)
class Standings:
    """Where the listed options of a section stand."""

    section: OptionSection

    @property
    def name(self) -> str:
        """What it is called in the id of a finding."""
        return f"option.{self.section}"


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """How a rule is marked: as one of the floor, or as one whose appearing alone discloses something."""

    rule: str
    mark: Mark

    @property
    def name(self) -> str:
        """What it is called in the id of a finding."""
        return f"rule.{self.rule}.{self.mark}"


@dataclass(frozen=True, slots=True, order=True)
class Declared:
    """How a fact of an operation's own is declared: what can be stated of it, and how it is guarded."""

    fact: str

    @property
    def name(self) -> str:
        """What it is called in the id of a finding."""
        return f"fact.{self.fact}"


Seen: TypeAlias = Advised | Standings | Marked
"""What is otherwise for some profile, which shows it."""
Topic: TypeAlias = Seen | Declared


@dataclass(frozen=True, slots=True)
class Piece:
    """How strongly, how soon and how surely something is advised."""

    modality: Modality
    urgency: Urgency
    status: Status

    def binds_like(self, other: Piece) -> bool:
        """Whether this binds at least as much: must not over must over should over may."""
        return MODALITIES.index(self.modality) <= MODALITIES.index(other.modality)

    def sure_like(self, other: Piece) -> bool:
        """Whether this is at least as sure."""
        return _STATUSES.index(self.status) <= _STATUSES.index(other.status)

    def soon_like(self, other: Piece) -> bool:
        """Whether this is to be done at least as soon."""
        return URGENCIES.index(self.urgency) <= URGENCIES.index(other.urgency)

    def stands_for(self, other: Piece) -> bool:
        """Whether whoever hears this has lost nothing of the other."""
        return self.binds_like(other) and self.sure_like(other) and self.soon_like(other)


def loss(piece: Piece, others: Iterable[Piece]) -> Loss | None:
    """What becomes of a piece of advice where these others are left; None if nothing is lost."""
    left = list(others)
    if any(other.stands_for(piece) for other in left):
        return None
    if not left:
        return "gone" if piece.status == "applies" else "silent"
    binding = [other for other in left if other.binds_like(piece)]
    if not binding:
        return "weaker"
    return "later" if any(other.sure_like(piece) for other in binding) else "less_sure"


def effect(polarity: Polarity, sense: Sense) -> Polarity:
    """What advice does: the polarity of its action, turned round where it is not to be done."""
    if sense == "to_do" or polarity == "neutral":
        return polarity
    return "disclosing" if polarity == "protective" else "protective"


# what is seen in two assessments of one profile


def pieces(topic: Advised, subject: str, assessment: Assessment) -> list[Piece]:
    """What an assessment advises on a topic."""
    return [
        Piece(one.modality, one.urgency, one.status)
        for one in assessment.recommendations
        if (one.action, one.subject) == (topic.action, subject)
        and (one.modality == "must_not") == (topic.sense == "not_to_do")
    ]


def losses(topic: Advised, subject: str, before: Assessment, after: Assessment) -> set[Loss]:
    """What is lost of the advice on a topic from one assessment to the other."""
    left = pieces(topic, subject, after)
    return {found for piece in pieces(topic, subject, before) if (found := loss(piece, left)) is not None}


def moved(subject: str, before: Assessment, after: Assessment) -> Raised | Lowered | None:
    """How an option's standing moves from one assessment to the other."""
    (old,) = (one.standing for one in before.options if one.subject == subject)
    (new,) = (one.standing for one in after.options if one.subject == subject)
    if STANDINGS.index(old) == STANDINGS.index(new):
        return None
    return RAISED[old] if STANDINGS.index(old) < STANDINGS.index(new) else LOWERED[new]
