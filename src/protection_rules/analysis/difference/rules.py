"""What is otherwise about each rule: where it speaks, what its advice is, how it is worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from protection_rules.analysis.difference.definitions import Definition
from protection_rules.analysis.difference.witnesses import Shown, seen_by_both
from protection_rules.analysis.solver.formula import Formula, both, no, some
from protection_rules.analysis.solver.inquiry import Inquiry
from protection_rules.analysis.solver.outcomes import Outcome
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import one_subject
from protection_rules.facts.case import Case
from protection_rules.facts.text import Text
from protection_rules.logic.truth import Reading, Truth, evaluate
from protection_rules.rulesets.model import IfUnknown, Rule, Words
from protection_rules.rulesets.periods import Period

Relation = Literal[
    "added",
    "removed",
    "equivalent",
    "wider",
    "narrower",
    "incomparable",
    "not_compared",
    "not_decided",
]
"""How a rule of the new book relates to that of the old, by where it speaks and how surely.

Not compared are rules about different subjects.
"""
Direction = Literal["wider", "narrower"]

_HEARD: Final[tuple[IfUnknown, ...]] = ("silent", "verify", "precaution")
"""What a rule does while facts are not known, the least first; where it is false it does still less."""

_FIELDS: Final[Mapping[str, Callable[[Rule], Any]]] = {
    "ruleset": lambda rule: rule.ruleset,
    "about": lambda rule: rule.about,
    "if_unknown": lambda rule: rule.if_unknown,
    "modality": lambda rule: rule.modality,
    "action": lambda rule: rule.action,
    "urgency": lambda rule: rule.urgency,
    "tier": lambda rule: rule.tier,
    "overrides": lambda rule: sorted(rule.overrides),
    "floor": lambda rule: _yes(rule.floor),
    "reveals": lambda rule: _yes(rule.reveals),
    "limits_questions": lambda rule: _yes(rule.limits_questions),
    "reviewers": lambda rule: sorted(rule.reviewers),
    "override_reasons": lambda rule: sorted(rule.override_reasons),
    "basis": lambda rule: rule.grounds.basis,
    "guidance": lambda rule: sorted(rule.grounds.guidance),
    "standards": lambda rule: sorted(rule.grounds.standards),
    "from": lambda rule: _day(rule.period, "first"),
    "until": lambda rule: _day(rule.period, "last"),
}
_TEXTS: Final[Mapping[str, Callable[[Rule], Text | None]]] = {
    "summary": lambda rule: rule.words.summary,
    "detail": lambda rule: rule.words.detail,
    "unknown_summary": lambda rule: _words(rule.when_unknown, "summary"),
    "unknown_detail": lambda rule: _words(rule.when_unknown, "detail"),
    "part": lambda rule: rule.grounds.part,
}
TEXTS: Final = frozenset(_TEXTS)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a rule before and after; of a text, both languages."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """What is otherwise about one rule. `rewritten`: its condition is written otherwise.

    `shown` has a profile in which the rule speaks more surely than before, and one in which it does
    less surely, as far as there are any; other advice may set it aside in either book.
    """

    rule: str
    relation: Relation
    rewritten: bool = False
    changes: tuple[Change, ...] = ()
    shown: tuple[tuple[Direction, Shown], ...] = ()

    @property
    def words_only(self) -> bool:
        """Whether nothing but texts is otherwise."""
        same = self.relation == "equivalent" and not self.rewritten
        return same and bool(self.changes) and all(each.field in TEXTS for each in self.changes)

    @property
    def is_equivalent(self) -> bool:
        """Whether its condition is written otherwise, and nothing else is."""
        return self.relation == "equivalent" and not self.changes


def rule_difference(
    old: Rule, new: Rule, defined: tuple[Definition, Definition], before: Inquiry, after: Inquiry
) -> RuleDifference | None:
    """What is otherwise about a rule that both books have; None if nothing is."""
    changes = tuple(_changes(old, new))
    rewritten = (old.when, old.unless) != (new.when, new.unless)
    if not (changes or rewritten or defined[0] != defined[1]):
        return None
    relation, shown = _related(old, new, defined, before, after)
    return RuleDifference(old.id, relation, rewritten, changes, shown)


def _changes(old: Rule, new: Rule) -> list[Change]:
    fields = [Change(name, read(old), read(new)) for name, read in _FIELDS.items()]
    texts = [Change(name, _data(read(old)), _data(read(new))) for name, read in _TEXTS.items()]
    return [each for each in (*fields, *texts) if each.before != each.after]


def _related(
    old: Rule, new: Rule, defined: tuple[Definition, Definition], before: Inquiry, after: Inquiry
) -> tuple[Relation, tuple[tuple[Direction, Shown], ...]]:
    """How a rule relates to what it was, and profiles that show it."""
    if old.about != new.about:
        return "not_compared", ()
    if defined[0].where == defined[1].where and old.if_unknown == new.if_unknown:
        return "equivalent", ()
    subject = one_subject(old.about)
    was, is_ = before.encoded.outcome(old, subject), after.encoded.outcome(new, subject)
    ways: dict[Direction, Formula] = {
        "wider": _more(is_, new.if_unknown, was, old.if_unknown),
        "narrower": _more(was, old.if_unknown, is_, new.if_unknown),
    }
    answers = {way: before.search.ask(where) for way, where in ways.items()}
    if "not_decided" in answers.values():
        return "not_decided", ()
    found = [way for way, answer in answers.items() if answer == "yes"]
    shown = tuple((way, _shown(way, ways[way], old, new, before, after)) for way in found)
    return ("equivalent" if not found else found[0] if len(found) == 1 else "incomparable"), shown


def _shown(way: Direction, where: Formula, old: Rule, new: Rule, before: Inquiry, after: Inquiry) -> Shown:
    """A profile in which the rule speaks more surely, or less, by the reference evaluation too."""
    found = seen_by_both(where, before, after)
    moved = _heard(new, found.after.case) - _heard(old, found.before.case)
    if (moved > 0) != (way == "wider") or not moved:
        raise SolverDisagreement(old.id)
    return found


def _heard(rule: Rule, case: Case) -> int:
    """How surely a rule speaks of its first subject, by the evaluation of its condition alone."""
    whole = Reading(case, {}, rule.not_asked_is_unknown)
    items = case.items.get(rule.about)
    truth = evaluate(rule.condition, whole.about(rule.about, items[0]) if items else whole)
    if truth is Truth.FALSE:
        return 0
    return 1 + (len(_HEARD) if truth is Truth.TRUE else _HEARD.index(rule.if_unknown))


def _more(one: Outcome, one_unknown: IfUnknown, other: Outcome, other_unknown: IfUnknown) -> Formula:
    """Where one rule speaks more surely than another."""
    ways = [both(one.certain, no(other.certain)), both(one.undetermined, no(other.possible))]
    if _HEARD.index(one_unknown) > _HEARD.index(other_unknown):
        ways.append(both(one.undetermined, other.undetermined))
    return some(ways)


def _yes(marked: bool) -> str:
    return "yes" if marked else "no"


def _day(period: Period, name: str) -> str | None:
    day = getattr(period, name)
    return None if day is None else day.isoformat()


def _words(words: Words | None, name: str) -> Text | None:
    return None if words is None else getattr(words, name)


def _data(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"en": text.en, "ar": text.ar}
