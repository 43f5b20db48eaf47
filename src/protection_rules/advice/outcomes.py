"""From matches to findings: what each rule that is not false comes to for a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from protection_rules.advice.model import Status
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.logic.deciding import Seen, seen
from protection_rules.logic.openness import OpenFact, open_facts
from protection_rules.logic.plan import Comparisons, Plan
from protection_rules.logic.truth import Reading, Truth, trace
from protection_rules.rulesets.model import Rule


class Finding(NamedTuple):
    """A rule with a subject, and what its condition comes to: true or undetermined, where it is advice.

    `status` says how sure the advice is; it is None for a rule that says nothing while facts are
    unknown. `open_facts` are the unknown facts that could still decide; there are none where the
    rule applies. `seen` are the facts that made the condition what it is.
    """

    rule: Rule
    subject: str
    truth: Truth
    status: Status | None
    open_facts: tuple[OpenFact, ...] = ()
    seen: tuple[Seen, ...] = ()

    def __repr__(self) -> str:
        return "<Finding>"

    @property
    def rank(self) -> tuple[tuple[int, int, int, str], str]:
        """The place in the order of all advice."""
        return self.rule.rank, self.subject

    @property
    def unknowns(self) -> tuple[str, ...]:
        """The open facts by path, whomever they belong to."""
        opened = self.open_facts
        if len(opened) > 1:
            return tuple(dict.fromkeys([each.fact for each in opened]))
        return (opened[0].fact,) if opened else ()


def subjects(rule: Rule, case: Case) -> tuple[str, ...]:
    """Whom a rule is evaluated for: the case, the operation if it is described, or each item."""
    if rule.about in LIST_SECTIONS:
        return tuple(f"{rule.about}:{item.id}" for item in case.items[rule.about] or ())
    if rule.about == "operation" and not case.has_operation:
        return ()
    return (rule.about,)


class Readings:
    """How the conditions of rules are read for each subject of one case."""

    def __init__(self, case: Case) -> None:
        self.by_subject: Mapping[bool, Mapping[str, Reading]] = {
            not_asked_is_unknown: _by_subject(Reading(case, {}, not_asked_is_unknown))
            for not_asked_is_unknown in (False, True)
        }
        """By whether a set that was not asked is read as unknown."""

    def of(self, rule: Rule, subject: str) -> Reading:
        """How a rule's condition is read for one subject."""
        return self.by_subject[rule.not_asked_is_unknown][subject]

    def __repr__(self) -> str:
        return "<Readings>"


def _by_subject(whole: Reading) -> Mapping[str, Reading]:
    listed = {
        f"{section}:{item.id}": whole.about(section, item)
        for section, items in whole.case.items.items()
        for item in items or ()
    }
    return {"case": whole, "operation": whole, **listed}


def finding(rule: Rule, subject: str, reading: Reading) -> Finding:
    """What the rule comes to for one subject, by the reference evaluation."""
    found = trace(rule.condition, reading)
    opened = open_facts(found) if found.truth is Truth.UNDETERMINED else ()
    return Finding(rule, subject, found.truth, status(rule, found.truth), opened, seen(found))


class Planned:
    """What rules come to, each by a plan that is made when the rule first matches."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary) -> None:
        """Nothing of any case is kept."""
        self._rules = {rule.id: rule for rule in rules}
        self._comparisons = Comparisons(vocabulary)
        self._plans: dict[str, _PlannedRule] = {}

    def finding(self, name: str, subject: str, readings: Readings) -> Finding:
        """The same as the reference evaluation finds."""
        rule, found, unsettled, not_asked_is_unknown = self._plans.get(name) or self._plan(name)
        truth, opened, deciding = found(readings.by_subject[not_asked_is_unknown][subject])
        return Finding(
            rule, subject, truth, "applies" if truth is Truth.TRUE else unsettled, opened, deciding
        )

    def _plan(self, name: str) -> _PlannedRule:
        rule = self._rules[name]
        not_asked = rule.not_asked_is_unknown
        plan = Plan(rule.condition, self._comparisons, not_asked_is_unknown=not_asked)
        self._plans[name] = _PlannedRule(rule, plan.found, status(rule, Truth.UNDETERMINED), not_asked)
        return self._plans[name]


class _PlannedRule(NamedTuple):
    """A rule, how to find what its condition comes to, and its status where that stays open."""

    rule: Rule
    found: Callable[[Reading], tuple[Truth, tuple[OpenFact, ...], tuple[Seen, ...]]]
    unsettled: Status | None
    not_asked_is_unknown: bool


def status(rule: Rule, truth: Truth) -> Status | None:
    """How sure advice is whose condition has this truth; None where the rule says nothing."""
    if truth is Truth.TRUE:
        return "applies"
    return None if rule.if_unknown == "silent" else rule.if_unknown
