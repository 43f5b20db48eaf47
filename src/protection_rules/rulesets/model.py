"""Rulesets as the rest of the library sees them: linked, checked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from protection_rules.documents import Span
from protection_rules.facts.fact import Sensitivity
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.logic.nodes import All, Condition, ListSection, Not, Term
from protection_rules.rulesets.periods import ALWAYS, Period

About = Literal["case", "accommodation", "service", "data_flow", "operation"]
IfUnknown = Literal["precaution", "verify", "silent"]
Modality = Literal["must_not", "must", "should", "may"]
Urgency = Literal["immediate", "within_72h", "routine"]
Tier = Literal["life", "decision", "confidentiality", "law", "arrangement", "routine"]
Polarity = Literal["protective", "disclosing", "neutral"]
Stance = Literal["for", "against", "rules_out", "none"]
Form = Literal["advice", "lines"]
Basis = Literal["guidance", "elaboration", "guidance_and_elaboration"]

MODALITIES: Final[tuple[Modality, ...]] = ("must_not", "must", "should", "may")
URGENCIES: Final[tuple[Urgency, ...]] = ("immediate", "within_72h", "routine")
TIERS: Final[tuple[Tier, ...]] = ("life", "decision", "confidentiality", "law", "arrangement", "routine")
"""Orders of precedence, strongest first."""
SENSITIVITIES: Final[tuple[Sensitivity, ...]] = ("ordinary", "confidential", "highly_sensitive")


@dataclass(frozen=True, slots=True)
class Named:
    """Something of a list with an id and a label: a kind of action, a reviewer, a reason."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Bar:
    """What advice about the case on one action also means for listed items.

    Where the action is advised (`to_do`), or advised against (`not_to_do`), `action` is not for the
    items of the section `about` that meet `when`: advice to do it gives way to the advice that bars
    it, unless it is of a higher tier. `standing` says what this makes of the item: it is ruled out,
    or held back, so that it is never more than one to check first.
    """

    advised: Literal["to_do", "not_to_do"]
    action: str
    about: ListSection
    when: Condition
    standing: Literal["rules_out", "holds_back"]


@dataclass(frozen=True, slots=True)
class Action:
    """What advice can consist of.

    `polarity` decides the safe direction of an unknown; a disclosing action lets somebody learn
    something. `standing` says how advice to do it bears on a listed option: it speaks for it,
    against it, rules it out, or says nothing; advice that the action must not be done turns `for`
    into ruling the option out. An option with advice that is `shown_last` comes after all others
    that may be chosen. `bars` says what advice about the case means for listed items.
    """

    id: str
    label: Text
    kind: str
    polarity: Polarity
    standing: Stance
    shown_last: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class GuidanceEntry:
    """One statement of the guidance: where it stands and what it says, in our words.

    `no_rule` says why no rule rests on it, where none does.
    """

    id: str
    section: Text
    place: Text
    line: int
    kind: str
    level: str
    decidable: str
    decision_points: tuple[str, ...]
    facts: tuple[str, ...]
    summary: Text
    no_rule: Text | None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that elaborations rest on, and how far it was verified."""

    id: str
    title: Text
    verified: Text
    not_verified: Text | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a rule rests on. `part` says which part of it goes beyond the guidance, if any."""

    basis: Basis
    guidance: tuple[str, ...]
    standards: tuple[str, ...]
    part: Text | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule says: one line, and how to do it."""

    summary: Text
    detail: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `condition` joins `when` and `unless`; a rule about a list holds for each item.

    A rule of the `floor` can be neither weakened nor set aside by an overlay. `period` is when the rule
    is in force.
    """

    id: str
    ruleset: str
    about: About
    when: Condition
    unless: Condition | None
    if_unknown: IfUnknown
    modality: Modality
    action: str
    urgency: Urgency
    tier: Tier
    overrides: tuple[str, ...]
    reveals: bool
    limits_questions: bool
    reviewers: tuple[str, ...]
    grounds: Grounds
    words: Words
    when_unknown: Words | None
    override_reasons: tuple[str, ...]
    span: Span = field(compare=False)
    floor: bool = False
    period: Period = ALWAYS
    condition: Condition = field(init=False, compare=False)
    """True where the rule applies: `when` is true and `unless` is false."""
    rank: tuple[int, int, int, str] = field(init=False, compare=False)
    """The place of the rule's advice in the order of all advice: urgency, tier, modality, id."""

    def __post_init__(self) -> None:
        condition = self.when if self.unless is None else All((self.when, Not(self.unless)))
        urgency, tier = URGENCIES.index(self.urgency), TIERS.index(self.tier)
        object.__setattr__(self, "condition", condition)
        object.__setattr__(self, "rank", (urgency, tier, MODALITIES.index(self.modality), self.id))

    def spoken(self, *, for_certain: bool) -> Words:
        """What the rule says where it applies for certain, and while facts are not known."""
        return self.words if for_certain else self.when_unknown or self.words

    @property
    def not_asked_is_unknown(self) -> bool:
        """Not asking must not count as safe where the riskier reading of an unknown is taken."""
        return self.if_unknown == "precaution"


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of one decision point. `digest` changes with anything that changes their meaning.

    `changed_by` names the overlays that changed its rules or added some, in their order;
    `not_in_force` names the rules that are left out because of the day.
    """

    id: str
    version: str
    decision_point: str
    title: Text
    purpose: Text
    digest: str
    rules: tuple[Rule, ...]
    changed_by: tuple[str, ...] = ()
    not_in_force: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """An operation's own additions to the rules; `responsible` is a role, never a person.

    `added` are the rules it adds, `amended` those it changes, with its reason. `widened` are the amended
    ones that may now speak in more cases than before.
    """

    id: str
    version: str
    title: Text
    purpose: Text
    responsible: Text
    period: Period
    digest: str
    added: tuple[str, ...]
    amended: Mapping[str, Text]
    widened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two actions that cannot both be done for one subject, and what each choice costs."""

    actions: tuple[str, str]
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence for an audience.

    It stands if one of the actions in `advised` is advised, always if there is none; where `services`
    is not empty, only in a view for a listed service of one of these types.
    """

    id: str
    advised: frozenset[str]
    services: frozenset[str]
    text: Text


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody who is shown something of an assessment, and their clearance.

    An audience of the form `advice` is shown the advice about its `subjects` as the rules word it; one
    of the form `lines` is shown its lines and nothing else, made from a case in which every fact of a
    sensitivity that is not in `sensitivities` is unknown. `addressed` is the list section of which one
    item may be named, so that the view is made for it. `agreed` is what must certainly hold, for the
    case and for the item addressed, before any line stands but those that always do.
    """

    id: str
    label: Text
    title: Text | None
    form: Form
    subjects: frozenset[About]
    addressed: Literal["service"] | None
    sensitivities: frozenset[Sensitivity]
    reveals: bool
    reasons: bool
    set_aside: bool
    agreed: tuple[tuple[About, Condition], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A folder of rulesets with everything they name, and the overlays that are in force on it.

    `as_of` is the day that decided what is in force; None where nothing begins or ends. `vocabulary` has
    the facts that the rules may read: the guidance's, and those of the overlays.
    """

    rulesets: tuple[Ruleset, ...]
    terms: Mapping[str, Term]
    actions: Mapping[str, Action]
    kinds: Mapping[str, Named]
    reviewers: Mapping[str, Named]
    override_reasons: Mapping[str, Named]
    guidance: Mapping[str, GuidanceEntry]
    standards: Mapping[str, Standard]
    exclusions: tuple[Exclusion, ...]
    audiences: Mapping[str, Audience]
    overlays: tuple[Overlay, ...] = ()
    as_of: date | None = None
    vocabulary: Vocabulary = VOCABULARY

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the rulesets' ids and of each file."""
        return tuple(rule for ruleset in self.rulesets for rule in ruleset.rules)
