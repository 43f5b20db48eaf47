"""Whether each invariant holds: proven, shown not to hold, or not decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from protection_rules.advice.outputs import Output, output_of
from protection_rules.analysis.invariant_texts import Violation, book_violations
from protection_rules.analysis.invariants import Changed, CheckName, InvariantChecker
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.changes import changes, costs
from protection_rules.analysis.solver.claims import broken, lowered, speaks
from protection_rules.analysis.solver.conditions import Change as FactChange
from protection_rules.analysis.solver.formula import Formula
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.profiles import with_fact
from protection_rules.analysis.solver.search import Answer, SolverDisagreement
from protection_rules.analysis.solver.space import Space, item_id
from protection_rules.facts.case import Value
from protection_rules.logic.lowering import Lowered
from protection_rules.rulesets.invariant_model import (
    Change,
    Check,
    Forbidden,
    Invariant,
    Invariants,
    NeverStands,
    Order,
    Required,
)
from protection_rules.rulesets.model import RuleBook

Verdict = Literal["proven", "checked", "refuted", "not_decided"]
"""Proven for all profiles; held by the texts and rules as they stand; broken; given up."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What shows that a check over profiles does not hold.

    For a change of one fact, `after` is the profile once the fact is changed, and `others` names the
    further changes, as fact and value, that break the check too.
    """

    violation: Violation
    witness: Witness
    after: Witness | None = None
    change: FactChange | None = None
    others: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckVerdict:
    """What became of one check. `places` are the texts and rules that break a check of those."""

    invariant: Invariant
    number: int
    verdict: Verdict
    broken: Broken | None = None
    places: tuple[str, ...] = ()
    ever_speaks: bool = True

    @property
    def check(self) -> Check:
        """The check itself."""
        return self.invariant.checks[self.number - 1]

    @property
    def holds(self) -> bool:
        """Whether the check holds, as far as is known."""
        return self.verdict in {"proven", "checked"}


class Verifier:
    """Holds one rule book against its invariants, for all profiles.

    The space of its inquiry has room for the conditions of the book and of the checks.
    """

    def __init__(self, book: RuleBook, invariants: Invariants) -> None:
        self.inquiry = Inquiry(book, _space(book, invariants))
        self.invariants = invariants
        self._checker = InvariantChecker(book, invariants)

    def verdicts(self) -> Iterator[CheckVerdict]:
        """The verdict on every check, in the order of the file.

        Raises SolverDisagreement if a profile that breaks a check does not do so when evaluated.
        """
        places = defaultdict(list)
        for violation in book_violations(self.inquiry.book, self.invariants):
            places[violation.invariant, violation.check].append(violation.subject)
        for invariant in self.invariants.invariants:
            for number, check in enumerate(invariant.checks, start=1):
                match check:
                    case Required() | Forbidden() | NeverStands() | Order():
                        yield self._over_profiles(invariant, number, check)
                    case Change():
                        yield self._over_changes(invariant, number, check)
                    case _:
                        found = tuple(places[invariant.id, number])
                        yield CheckVerdict(invariant, number, "refuted" if found else "checked", places=found)

    def _over_profiles(
        self, invariant: Invariant, number: int, check: Required | Forbidden | NeverStands | Order
    ) -> CheckVerdict:
        formula = broken(check, self.inquiry.encoded)
        answer = self.inquiry.search.ask(formula)
        if answer != "yes":
            ever = (
                isinstance(check, Order)
                or self.inquiry.search.ask(speaks(check, self.inquiry.encoded)) != "no"
            )
            return CheckVerdict(invariant, number, _VERDICTS[answer], ever_speaks=ever)
        witness = self.inquiry.showing(formula)
        found = self._checker.violations(self._checker.look(witness.case, output_of(witness.assessment)))
        violation = _confirmed(found, (invariant.id, number))
        return CheckVerdict(invariant, number, "refuted", Broken(violation, witness))

    def _over_changes(self, invariant: Invariant, number: int, check: Change) -> CheckVerdict:
        breaking: list[tuple[FactChange, Formula]] = []
        undecided = False
        for move, change in changes(check, self.inquiry.book.vocabulary):
            formula = costs(check, move, change, self.inquiry.encoded)
            answer = self.inquiry.search.ask(formula)
            undecided = undecided or answer == "not_decided"
            if answer == "yes":
                breaking.append((change, formula))
        if not breaking:
            return CheckVerdict(invariant, number, "not_decided" if undecided else "proven")
        (change, formula), *others = breaking
        name = (invariant.id, number)
        before = self.inquiry.showing(formula)
        entry = self.inquiry.book.vocabulary[change.fact]
        after = self.inquiry.replayed(with_fact(before.profile, entry, change.item, change.value))
        if not _same(self._checker.look(after.case).output, output_of(after.assessment)):
            raise SolverDisagreement(f"what a change of {change.fact} makes of a profile")
        section = change.fact.partition(".")[0]
        subject = "case" if change.item is None else f"{section}:{item_id(section, change.item)}"
        changed = Changed(name, change.fact, subject, change.value)
        seen = self._checker.look(before.case, output_of(before.assessment))
        violation = _confirmed(self._checker.violations_of_change(seen, changed), name)
        further = tuple((each.fact, each.value) for each, _ in others)
        return CheckVerdict(invariant, number, "refuted", Broken(violation, before, after, change, further))


_VERDICTS: Final[Mapping[Answer, Verdict]] = {"no": "proven", "yes": "refuted", "not_decided": "not_decided"}


def _confirmed(violations: Iterable[Violation], name: CheckName) -> Violation:
    """What the evaluation finds too; the solver alone is not believed."""
    for violation in violations:
        if (violation.invariant, violation.check) == name:
            return violation
    raise SolverDisagreement(f"{name[0]}, check {name[1]}")


def _same(one: Output, other: Output) -> bool:
    return set(one.advice) == set(other.advice) and list(one.standings.items()) == list(
        other.standings.items()
    )


def _space(book: RuleBook, invariants: Invariants) -> Space:
    """Room for every condition of the book and of the checks, and for the values that they name."""
    conditions: list[Lowered] = list(Conditions(book).lowered())
    numbers: dict[str, set[int]] = defaultdict(set)
    for direction in invariants.directions:
        numbers[direction.fact].update(_numbers((*direction.safe, *direction.unsafe)))
    for invariant in invariants.invariants:
        for check in invariant.checks:
            match check:
                case Required(when=when) | Forbidden(when=when) | NeverStands(when=when):
                    conditions.append(lowered(when, book.vocabulary))
                case Order(when=when, before_it=before_it):
                    conditions += [lowered(each, book.vocabulary) for each in (when, before_it)]
                case Change(moves=moves):
                    for move in moves:
                        numbers[move.fact].update(_numbers((*move.targets, *(move.origins or ()))))
                case _:
                    pass
    return space_for(conditions, book.vocabulary, numbers)


def _numbers(values: Iterable[Value]) -> Iterator[int]:
    return (value for value in values if isinstance(value, int))
