"""What each audience is shown of a case, made anew from what it may know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from protection_rules.advice.clearance import Clearance
from protection_rules.advice.model import AudienceLines, Words
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.outputs import Found, Outputs
from protection_rules.advice.reasons import words
from protection_rules.facts.case import Case, Item
from protection_rules.facts.fact import Sensitivity
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.rulesets.model import Audience, RuleBook

Matching = Callable[[Case], Iterable[Found]]
"""Finds the rules, of some, whose conditions are not false for a case."""
_Advised = tuple[str, str]
"""Whom or what an action is advised about, and the action."""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A case as a clearance has it, with the lines that each audience of that clearance is shown."""

    case: Case
    lines: Mapping[str, AudienceLines]

    def __repr__(self) -> str:
        return "<Known>"


class LinesMaker:
    """Makes the lines of every audience that is shown lines, for one rule book."""

    def __init__(self, book: RuleBook, matching: Callable[[Collection[str]], Matching]) -> None:
        """Prepare for a rule book. `matching` says how some of its rules are matched with a case."""
        self._audiences = [audience for audience in book.audiences.values() if audience.form == "lines"]
        self._outputs = Outputs(book)
        self._rules = book.rules
        self._matcher_of = matching
        self._matching: dict[frozenset[Sensitivity], Matching] = {}
        self._clearances = {
            sensitivities: Clearance(sensitivities, book.vocabulary)
            for sensitivities in dict.fromkeys(audience.sensitivities for audience in self._audiences)
        }
        self._titles = {audience.id: words(audience.title or audience.label) for audience in self._audiences}
        self._words = {id(line): words(line.text) for audience in self._audiences for line in audience.lines}

    def lines(
        self, case: Case, before: MutableMapping[frozenset[Sensitivity], Known] | None = None
    ) -> dict[str, AudienceLines]:
        """The lines of each audience, for the case and for each item that a view may be made for.

        `before` has what was known of the case by clearance, to be used where it is the same still,
        and is brought up to date.
        """
        before = {} if before is None else before
        lines: dict[str, AudienceLines] = {}
        for sensitivities, clearance in self._clearances.items():
            known = self._known(clearance.of(case), sensitivities, before.get(sensitivities))
            before[sensitivities] = known
            lines.update(known.lines)
        return lines

    def _known(self, case: Case, sensitivities: frozenset[Sensitivity], before: Known | None) -> Known:
        if before is not None and before.case == case:
            return before
        advised = self._advised(case, sensitivities)
        return Known(
            case,
            {
                audience.id: self._made(audience, case, advised)
                for audience in self._audiences
                if audience.sensitivities == sensitivities
            },
        )

    def _advised(self, case: Case, sensitivities: frozenset[Sensitivity]) -> tuple[_Advised, ...]:
        """The advice to be followed about a case as a clearance has it."""
        if not sensitivities:
            return ()
        matching = self._matching.get(sensitivities) or self._prepare(sensitivities)
        standing = self._outputs.standing(case, matching(case))
        return tuple((found.subject, found.rule.action) for found in standing if _counts(found))

    def _prepare(self, sensitivities: frozenset[Sensitivity]) -> Matching:
        """How those rules are matched whose advice has a line, or that bear on such advice."""
        advised = {
            action
            for audience in self._audiences
            if audience.sensitivities == sensitivities
            for line in audience.lines
            for action in line.advised
        }
        bearing = self._outputs.bearing_on(rule.id for rule in self._rules if rule.action in advised)
        self._matching[sensitivities] = self._matcher_of(bearing)
        return self._matching[sensitivities]

    def _made(self, audience: Audience, case: Case, advised: tuple[_Advised, ...]) -> AudienceLines:
        addressed = audience.addressed
        told = advised if _agreed(audience, "case", case) else ()
        return AudienceLines(
            title=self._titles[audience.id],
            general=self._standing(audience, told, None),
            addressed={
                f"{addressed}:{item.id}": self._standing(
                    audience, told if told and _agreed(audience, "service", case, item) else (), item
                )
                for item in (case.items[addressed] or () if addressed else ())
            },
        )

    def _standing(self, audience: Audience, told: Iterable[_Advised], item: Item | None) -> tuple[Words, ...]:
        """The lines that stand for the case, or for one item that the view is made for."""
        subject = f"{audience.addressed}:{item.id}" if item is not None else None
        advised = {action for about, action in told if _concerns(audience, about, subject)}
        kind = item.facts["service.type"] if item is not None else None
        return tuple(
            self._words[id(line)]
            for line in audience.lines
            if (not line.services or kind in line.services)
            and (not line.advised or not line.advised.isdisjoint(advised))
        )


def _counts(found: Finding) -> bool:
    """Whether it is advice to be followed now, and its appearing discloses nothing by itself."""
    rule = found.rule
    return found.status in {"applies", "precaution"} and rule.modality != "must_not" and not rule.reveals


def _concerns(audience: Audience, about: str, subject: str | None) -> bool:
    """Whether advice about something is for a view of the audience, made for an item or for none."""
    return about == subject or about.partition(":")[0] in audience.subjects


def _agreed(audience: Audience, about: str, case: Case, item: Item | None = None) -> bool:
    """Whether the person certainly agreed to what the audience may be told, of the case or of a service."""
    whole = Reading(case, {}, not_asked_is_unknown=True)
    reading = whole if item is None else whole.about("service", item)
    return all(evaluate(each, reading) is Truth.TRUE for of, each in audience.agreed if of == about)
