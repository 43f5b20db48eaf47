"""What the rules of a book say whatever the case, put once into the form that assessments have."""

from __future__ import annotations

from collections.abc import Mapping

from protection_rules.advice.model import (
    AdviceGrounds,
    Indicator,
    OverlayUsed,
    Recommendation,
    RulesetUsed,
    Status,
    Words,
)
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.reasons import Reasons, words
from protection_rules.rulesets.model import Rule, RuleBook


class Wording:
    """The words of one rule book. Holds nothing of any case."""

    def __init__(self, book: RuleBook) -> None:
        self._reasons = Reasons(book.vocabulary)
        self._book = book
        self._contacts = {
            entry.id: words(entry.summary) for entry in book.guidance.values() if entry.kind == "contact"
        }
        # filled as it is asked for: one evaluation needs a quarter of it, and starting is to be quick
        self._said: dict[tuple[str, Status], Recommendation] = {}
        self.rulesets = tuple(
            RulesetUsed(
                id=ruleset.id,
                version=ruleset.version,
                digest=ruleset.digest,
                changed_by=ruleset.changed_by or None,
                not_in_force=ruleset.not_in_force or None,
            )
            for ruleset in book.rulesets
        )
        self.overlays = (
            tuple(OverlayUsed(id=each.id, version=each.version, digest=each.digest) for each in book.overlays)
            or None
        )

    def recommendation(self, found: Finding, status: Status) -> Recommendation:
        """A finding as advice in words."""
        said = self._said.get((found.rule.id, status))
        if said is None:
            # another thread may put the same there meanwhile
            said = self._said[found.rule.id, status] = _said(found.rule, status, self._book, self._contacts)
        return said.otherwise(
            {
                "subject": found.subject,
                "because": self._reasons.of(found.seen, found.subject),
                "unknowns": found.unknowns,
            }
        )


def _said(rule: Rule, status: Status, book: RuleBook, contacts: Mapping[str, Words]) -> Recommendation:
    """What a recommendation of a rule says in every case where it is as sure."""
    action, grounds = book.actions[rule.action], rule.grounds
    spoken = rule.spoken(for_certain=status == "applies")
    # a rule that rests on one of the guidance's contacts gives the chain of all of them
    rests_on_contact = not contacts.keys().isdisjoint(grounds.guidance)
    return Recommendation(
        rule=rule.id,
        ruleset=rule.ruleset,
        subject=rule.about,
        status=status,
        modality=rule.modality,
        action=action.id,
        kind=action.kind,
        polarity=action.polarity,
        urgency=rule.urgency,
        indicator=_indicator(rule),
        tier=rule.tier,
        summary=words(spoken.summary),
        detail=words(spoken.detail),
        because=(),
        unknowns=(),
        reviewers=rule.reviewers,
        escalation=tuple(contacts.values()) if rests_on_contact else (),
        grounds=AdviceGrounds(
            basis=grounds.basis,
            guidance=grounds.guidance,
            standards=grounds.standards,
            part=words(grounds.part) if grounds.part is not None else None,
        ),
        override_reasons=rule.override_reasons,
        reveals=rule.reveals,
    )


def _indicator(rule: Rule) -> Indicator:
    if rule.urgency == "immediate":
        return "critical" if rule.modality in {"must", "must_not"} else "warning"
    return "warning" if rule.urgency == "within_72h" else "info"
