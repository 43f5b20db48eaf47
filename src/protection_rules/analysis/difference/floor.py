"""Whether overlays weaken rules of the floor for any profile: the solver's own proof.

Loading refuses an overlay that could weaken the floor, by a look at rules alone (`rulesets.floor`). This
is another way to the same: the advice of each rule of the floor, with and without the overlays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protection_rules.advice.layout import wrapped
from protection_rules.advice.model import Assessment
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.difference.facts import shared
from protection_rules.analysis.difference.formulas import weakened
from protection_rules.analysis.difference.ways import Piece, loss
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import one_subject
from protection_rules.facts.text import Language
from protection_rules.rulesets.model import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Weakened:
    """A rule of the floor that says less with the overlays, and a profile that shows it."""

    rule: str
    before: Witness
    after: Witness


@dataclass(frozen=True, slots=True)
class FloorProof:
    """What was proven of the floor: the rules that stand, those that do not, those not decided."""

    standing: tuple[str, ...]
    weakened: tuple[Weakened, ...]
    not_decided: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule of the floor stands for every profile."""
        return not (self.weakened or self.not_decided)

    def to_mapping(self) -> dict[str, Any]:
        """The proof as plain data."""
        return {
            "holds": self.holds,
            "standing": list(self.standing),
            "weakened": [{"rule": each.rule, "profile": each.after.profile} for each in self.weakened],
            "not_decided": list(self.not_decided),
        }


def floor_proof(below: RuleBook, overlaid: RuleBook) -> FloorProof:
    """Whether each rule of the floor says with the overlays what it says without, for every profile.

    Raises SolverDisagreement if a profile that shows otherwise does not do so when it is evaluated.
    """
    conditions = [*Conditions(below).lowered(), *Conditions(overlaid).lowered()]
    space = space_for(conditions, shared(below.vocabulary, overlaid.vocabulary))
    before, after = Inquiry(below, space), Inquiry(overlaid, space)
    standing, lost, open_ = [], [], []
    for rule in (rule for rule in below.rules if rule.floor):
        where = weakened(rule, before.encoded, after.encoded)
        match before.search.ask(where):
            case "no":
                standing.append(rule.id)
            case "yes":
                profile = before.search.smallest(where)
                old, new = before.replayed(profile), after.replayed(profile)
                if not _is_weakened(rule, old.assessment, new.assessment):
                    raise SolverDisagreement(rule.id)
                lost.append(Weakened(rule.id, old, new))
            case _:
                open_.append(rule.id)
    return FloorProof(tuple(standing), tuple(lost), tuple(open_))


def floor_page(proof: FloorProof, language: Language = "en") -> list[str]:
    """How much of the floor was proven to stand, and what does not, with profiles that show it."""
    counted = (
        ("proven", len(proof.standing)),
        ("weakened", len(proof.weakened)),
        ("not_decided", len(proof.not_decided)),
    )
    lines = [""]
    for name, count in counted:
        if count or name == "proven":
            lines += wrapped(phrase(f"verify.floor.{name}", count=count).in_language(language))
    if proof.weakened:
        lines += ["", Heading(phrase("verify.heading.floor").in_language(language))]
    for each in proof.weakened:
        told = phrase("verify.floor.rule", rule=each.rule), phrase("verify.profile")
        for text in told:
            lines += wrapped(text.in_language(language), "   ")
        lines += ["", *(f"   {line}" for line in each.after.to_yaml().splitlines()), ""]
    return lines


def _is_weakened(rule: Rule, before: Assessment, after: Assessment) -> bool:
    left = _pieces(rule, after)
    return any(loss(piece, left) is not None for piece in _pieces(rule, before))


def _pieces(rule: Rule, assessment: Assessment) -> list[Piece]:
    subject = str(one_subject(rule.about))
    return [
        Piece(one.modality, one.urgency, one.status)
        for one in assessment.recommendations
        if (one.rule, one.subject) == (rule.id, subject)
    ]
