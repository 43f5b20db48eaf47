"""What each audience is shown of a case, made anew from what it may know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from protection_rules.advice.clearance import Clearance
from protection_rules.advice.model import AudienceLines, Words
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.outputs import Found, Outputs
from protection_rules.advice.reasons import words
from protection_rules.facts.case import Case, Item
from protection_rules.facts.fact import Sensitivity
from protection_rules.logic.nodes import facts_read
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.rulesets.model import Audience, RuleBook

Matching = Callable[[Case], Iterable[Found]]
"""Finds the rules, of some, whose conditions are not false for a case."""
_Advised = tuple[str, str]
"""Whom or what an action is advised about, and the action."""
_KIND: Final = "service.type"
"""The fact by which lines are chosen for a listed service."""


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
        audiences = [audience for audience in book.audiences.values() if audience.form == "lines"]
        self._book = book
        self._outputs = Outputs(book)
        self._matcher_of = matching
        self._audiences = {
            sensitivities: [one for one in audiences if one.sensitivities == sensitivities]
            for sensitivities in dict.fromkeys(audience.sensitivities for audience in audiences)
        }
        self._cleared: dict[frozenset[Sensitivity], _Cleared] = {}
        self._titles = {audience.id: words(audience.title or audience.label) for audience in audiences}
        self._words = {id(line): words(line.text) for audience in audiences for line in audience.lines}

    def lines(
        self, case: Case, before: MutableMapping[frozenset[Sensitivity], Known] | None = None
    ) -> dict[str, AudienceLines]:
        """The lines of each audience, for the case and for each item that a view may be made for.

        `before` has what was known of the case by clearance, to be used where it is the same still,
        and is brought up to date.
        """
        before = {} if before is None else before
        lines: dict[str, AudienceLines] = {}
        for sensitivities in self._audiences:
            cleared = self._cleared.get(sensitivities) or self._prepare(sensitivities)
            case_known = cleared.clearance.of(case)
            known = before.get(sensitivities)
            if known is None or known.case != case_known:
                known = Known(case_known, self._lines(self._audiences[sensitivities], case_known, cleared))
                before[sensitivities] = known
            lines.update(known.lines)
        return lines

    def _prepare(self, sensitivities: frozenset[Sensitivity]) -> _Cleared:
        """What a clearance lets through of what is read for lines, and how their rules are matched."""
        audiences = self._audiences[sensitivities]
        # who may learn of nothing is told of no advice
        told = audiences if sensitivities else ()
        advised = {action for one in told for line in one.lines for action in line.advised}
        # those whose advice has a line, and those that bear on such advice
        bearing = self._outputs.bearing_on(rule.id for rule in self._book.rules if rule.action in advised)
        rules = [rule for rule in self._book.rules if rule.id in bearing]
        bars = [bar for rule in rules for bar in self._book.actions[rule.action].bars]
        agreed = [condition for one in audiences for _, condition in one.agreed]
        conditions = [*(rule.condition for rule in rules), *(bar.when for bar in bars), *agreed]
        read = dict.fromkeys([_KIND, *(fact for condition in conditions for fact in facts_read(condition))])
        clearance = Clearance(sensitivities, read, self._book.vocabulary)
        self._cleared[sensitivities] = _Cleared(clearance, self._matcher_of(bearing) if bearing else None)
        return self._cleared[sensitivities]

    def _lines(
        self, audiences: Iterable[Audience], case: Case, cleared: _Cleared
    ) -> Mapping[str, AudienceLines]:
        """The lines of the audiences of one clearance, for a case as it lets it through."""
        matching = cleared.matching
        standing = self._outputs.standing(case, matching(case)) if matching is not None else []
        advised = tuple((found.subject, found.rule.action) for found in standing if _counts(found))
        return {audience.id: self._made(audience, case, advised) for audience in audiences}

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
        kind = item.facts[_KIND] if item is not None else None
        return tuple(
            self._words[id(line)]
            for line in audience.lines
            if (not line.services or kind in line.services)
            and (not line.advised or not line.advised.isdisjoint(advised))
        )


class _Cleared(NamedTuple):
    """What a clearance lets through, and how the rules are matched whose advice has a line, if any has."""

    clearance: Clearance
    matching: Matching | None


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
