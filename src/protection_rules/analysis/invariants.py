"""Whether the invariants hold for a case: for its output, and for what one changed fact makes of it.

    checker = InvariantChecker(book, load_invariants(book))
    seen = checker.look(profile.case_of(book.vocabulary))     # or look(case, output_of(assessment))
    checker.violations(seen)
    for changed in checker.changes(seen.case):
        checker.violations_of_change(seen, changed)

A violation says which check is broken and where, never what a fact is. What concerns words and rules
is checked once for a rule book, by `invariant_texts.book_violations`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from protection_rules.advice.outputs import Output, Outputs, Stated
from protection_rules.analysis.invariant_texts import Violation
from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN
from protection_rules.logic.lowering import certainly
from protection_rules.logic.nodes import Condition
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.match import LoweredRule, Match, lower_rules
from protection_rules.rulesets.invariant_model import (
    STANDINGS,
    AlikeInBothLanguages,
    Change,
    Forbidden,
    Invariants,
    Move,
    MustSay,
    NeverAsked,
    NeverSay,
    NeverStands,
    Order,
    ProfileCheck,
    Required,
    RulesHave,
    Selector,
)
from protection_rules.rulesets.model import URGENCIES, About, RuleBook

_BEFORE_IT: Final = ".before_it"

CheckName = tuple[str, int]
"""An invariant's id and the number of one of its checks, from 1."""


@dataclass(frozen=True, slots=True, repr=False)
class Changed:
    """One fact of one subject, changed: by which check, and to what."""

    check: CheckName
    fact: str
    subject: str
    target: Value

    def __repr__(self) -> str:
        return f"<Changed: {self.fact}>"


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """A case with what matched: its output, and for which subjects each check's condition holds."""

    case: Case
    matches: frozenset[Match]
    output: Output
    holding: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return "<Seen>"


class InvariantChecker:
    """Checks cases against invariants, for one rule book. May be used from several threads."""

    def __init__(self, book: RuleBook, invariants: Invariants) -> None:
        self._rules = frozenset(rule.id for rule in book.rules)
        self.checks: Mapping[CheckName, ProfileCheck] = dict(_profile_checks(invariants))
        """The checks over profiles, by name."""
        self.moves: tuple[tuple[CheckName, Move], ...] = tuple(
            (name, move)
            for name, check in self.checks.items()
            if isinstance(check, Change)
            for move in check.moves
        )
        """The changes that checks speak of, by the name of the check."""
        self._picked = {
            name: frozenset(rule.id for rule in book.rules if selector.picks(rule, book.actions[rule.action]))
            for name, check in self.checks.items()
            if (selector := _selector(check)) is not None
        }
        conditions = [
            LoweredRule(number, about, lowered, lowered)
            for name, check in self.checks.items()
            for number, about, condition in _conditions(name, check)
            for lowered in [certainly(condition, book.vocabulary, not_asked_is_unknown=True)]
        ]
        rules = lower_rules(book.rules, book.vocabulary)
        self._rules_alone = CompiledMatcher(rules)
        self._matcher = CompiledMatcher((*rules, *conditions))
        self._outputs = Outputs(book)
        self._meanings = {
            rule.id: (rule.action, rule.modality == "must_not", URGENCIES.index(rule.urgency))
            for rule in book.rules
        }
        self._never_asked = [
            ((invariant.id, number), frozenset(check.facts))
            for invariant in invariants.invariants
            for number, check in enumerate(invariant.checks, start=1)
            if isinstance(check, NeverAsked)
        ]

    def look(self, case: Case, output: Output | None = None) -> Seen:
        """The case with what its conditions come to; `output` is what the rules come to, if it is known."""
        matches: list[Match] = []
        holding: dict[str, list[str]] = defaultdict(list)
        for match in self._matcher.match(case):
            if match.rule in self._rules:
                matches.append(match)
            else:
                holding[match.rule].append(match.subject)
        made = self._outputs.output(case, matches) if output is None else output
        ordered = {name: tuple(sorted(subjects)) for name, subjects in holding.items()}
        return Seen(case, frozenset(matches), made, ordered)

    def violations(self, seen: Seen) -> list[Violation]:
        """What is broken by the output of a case, in the order of the checks."""
        by_subject: dict[str, list[Stated]] = defaultdict(list)
        for stated in seen.output.advice:
            by_subject[stated.subject].append(stated)
        broken = [
            violation
            for name, check in self.checks.items()
            if not isinstance(check, Change)
            for violation in self._broken(name, check, seen, by_subject)
        ]
        asked = [
            Violation(*name, fact)
            for name, facts in self._never_asked
            for fact in seen.output.questions
            if fact in facts
        ]
        return broken + asked

    def _broken(
        self,
        name: CheckName,
        check: Required | Forbidden | NeverStands | Order,
        seen: Seen,
        by_subject: Mapping[str, list[Stated]],
    ) -> Iterator[Violation]:
        subjects = seen.holding.get(_written(name), ())
        match check:
            case Required() | Forbidden():
                for subject in subjects:
                    about = seen.output.advice if check.about == "case" else by_subject.get(subject, ())
                    found = self._selected(name, check.advice, about)
                    if isinstance(check, Forbidden) and found:
                        yield Violation(*name, subject, tuple(sorted(found)))
                    elif isinstance(check, Required) and not found:
                        yield Violation(*name, subject, ())
            case NeverStands(standings=standings):
                for subject in subjects:
                    if seen.output.standings[subject] in standings:
                        yield Violation(*name, subject, ())
            case Order():
                yield from _disordered(name, check, seen)
            case _:
                assert_never(check)

    def _selected(self, name: CheckName, selector: Selector, advice: Iterable[Stated]) -> set[str]:
        picked, status = self._picked[name], selector.status
        return {
            stated.rule
            for stated in advice
            if stated.rule in picked and (status is None or stated.status in status)
        }

    # changes

    def changes(self, case: Case, moves: Iterable[tuple[CheckName, Move]] | None = None) -> list[Changed]:
        """Every change of one fact by these moves, or by all of them, that can be made to the case."""
        return [
            Changed(name, move.fact, subject, target)
            for name, move in (self.moves if moves is None else moves)
            for subject, value in _values(case, move)
            for target in move.targets
            if target != value
        ]

    def violations_of_change(self, before: Seen, changed: Changed) -> list[Violation]:
        """What is broken by the difference that a change makes."""
        check = self.checks[changed.check]
        if not isinstance(check, Change):
            raise KeyError(changed.check)
        case = _applied(before.case, changed)
        matches = self._rules_alone.match(case)
        if matches == before.matches:
            return []
        after = self._outputs.output(case, matches)
        place = (changed.fact, changed.subject)
        lost = self._lost(changed.check, check, before.output, after)
        found = [
            Violation(*changed.check, subject, tuple(sorted(rules)), place)
            for subject, rules in sorted(lost.items())
        ]
        for subject, standing in before.output.standings.items():
            wanted = check.standings.get(subject.partition(":")[0])  # type: ignore[call-overload]  # any section
            if wanted is None:
                continue
            rise = STANDINGS.index(after.standings[subject]) - STANDINGS.index(standing)
            if rise > 0 or (rise < 0 and wanted == "same"):
                found.append(Violation(*changed.check, subject, (), place))
        return found

    def _lost(self, name: CheckName, check: Change, before: Output, after: Output) -> dict[str, set[str]]:
        """Rules whose advice is not kept, by subject."""
        kept: dict[tuple[str, bool, str], list[tuple[int, bool]]] = defaultdict(list)
        for stated in after.advice:
            action, against, urgency = self._meanings[stated.rule]
            kept[action, against, stated.subject].append((urgency, stated.status != "verify"))
        lost: dict[str, set[str]] = defaultdict(set)
        picked, status = self._picked[name] - check.exempt, check.keep.status
        for stated in before.advice:
            if stated.rule not in picked or (status is not None and stated.status not in status):
                continue
            action, against, urgency = self._meanings[stated.rule]
            same = kept.get((action, against, stated.subject), ())
            to_be_done = stated.status != "verify"
            if not any(soon <= urgency and done >= to_be_done for soon, done in same):
                lost[stated.subject].add(stated.rule)
        return lost


def _profile_checks(invariants: Invariants) -> Iterator[tuple[CheckName, ProfileCheck]]:
    for invariant in invariants.invariants:
        for number, check in enumerate(invariant.checks, start=1):
            if not isinstance(check, NeverSay | MustSay | RulesHave | NeverAsked | AlikeInBothLanguages):
                yield (invariant.id, number), check


def _selector(check: ProfileCheck) -> Selector | None:
    match check:
        case Required(advice=advice) | Forbidden(advice=advice):
            return advice
        case Change(keep=keep):
            return keep
        case _:
            return None


def _written(name: CheckName) -> str:
    return f"{name[0]}.{name[1]}"


def _conditions(name: CheckName, check: ProfileCheck) -> Iterator[tuple[str, About, Condition]]:
    match check:
        case Required() | Forbidden() | NeverStands():
            yield _written(name), check.about, check.when
        case Order():
            yield _written(name), check.about, check.when
            yield _written(name) + _BEFORE_IT, check.about, check.before_it
        case Change():
            return


def _disordered(name: CheckName, check: Order, seen: Seen) -> Iterator[Violation]:
    standings = seen.output.standings
    place = {subject: number for number, subject in enumerate(standings)}
    shared = {
        f"{check.about}:{item.id}": item.facts[check.same] for item in seen.case.items[check.about] or ()
    }
    later = seen.holding.get(_written(name), ())
    for first in seen.holding.get(_written(name) + _BEFORE_IT, ()):
        if standings[first] == "not_recommended":
            continue
        for second in later:
            if shared[first] == shared[second] != UNKNOWN and place[second] < place[first]:
                yield Violation(*name, second, ())


def _values(case: Case, move: Move) -> Iterator[tuple[str, Value]]:
    """The subjects whose value of the fact the change starts from."""
    section = move.fact.partition(".")[0]
    if section not in LIST_SECTIONS:
        value = case.facts[move.fact]
        if move.origins is None or value in move.origins:
            yield "case", value
        return
    for item in case.items[section] or ():
        value = item.facts[move.fact]
        if move.origins is None or value in move.origins:
            yield f"{section}:{item.id}", value


def _applied(case: Case, changed: Changed) -> Case:
    """The case with the change made."""
    section, _, identifier = changed.subject.partition(":")
    if not identifier:
        return Case({**case.facts, changed.fact: changed.target}, case.items, case.has_operation)
    items = tuple(
        Item(item.id, {**item.facts, changed.fact: changed.target}) if item.id == identifier else item
        for item in case.items[section] or ()
    )
    return Case(case.facts, {**case.items, section: items}, case.has_operation)
