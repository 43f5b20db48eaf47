"""Asking the solver: is there a profile of which a formula holds, and which one tells least."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final, Literal, TypeVar

import z3

from protection_rules.analysis.solver.formula import Formula, either, named, no
from protection_rules.analysis.solver.profiles import Profile, profile, told
from protection_rules.analysis.solver.space import Space
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.case import Case

Answer = Literal["yes", "no", "not_decided"]
Key = TypeVar("Key", bound=Hashable)

MILLISECONDS: Final = 20_000
"""How long one question may take before it stays undecided."""


class SolverDisagreement(ProtectionRulesError):
    """The solver and the evaluation of rules do not agree about a profile; nothing is concluded.

    `about` says what they disagree about, never what a profile holds.
    """

    def __init__(self, about: str) -> None:
        self.about = about
        super().__init__(
            f"solver and evaluation disagree about {about}; nothing is concluded. Please report it"
        )

    def __reduce__(self) -> tuple[type[SolverDisagreement], tuple[str]]:
        return type(self), (self.about,)


class Search:
    """Looks through the profiles of one space."""

    def __init__(self, space: Space, milliseconds: int = MILLISECONDS) -> None:
        self.space = space
        self._milliseconds = milliseconds
        self._solver = z3.SolverFor("QF_FD")
        self._solver.set("timeout", milliseconds)
        self._solver.add(*space.axioms)

    def ask(self, question: Formula) -> Answer:
        """Whether there is a profile of which the formula holds."""
        self._solver.push()
        self._solver.add(question)
        answer = self._solver.check()
        self._solver.pop()
        if answer == z3.unknown:
            return "not_decided"
        return "yes" if answer == z3.sat else "no"

    def sufficient(self, parts: Mapping[Key, Formula], conclusion: Formula) -> list[Key] | None:
        """Some of the parts from which the conclusion follows, and none that it follows without.

        None if it does not follow from all of them together, or if that is not decided.
        """
        names = {f"part {number}": key for number, key in enumerate(parts)}
        self._solver.push()
        self._solver.add(no(conclusion))
        for name, key in names.items():
            self._solver.add(either(no(named(name)), parts[key]))
        follows = self._solver.check(*map(named, names)) == z3.unsat
        used = {str(each) for each in self._solver.unsat_core()} if follows else set()
        needed = [name for name in names if name in used]
        for name in tuple(needed):
            without = [other for other in needed if other != name]
            if self._solver.check(*map(named, without)) == z3.unsat:
                needed = without
        self._solver.pop()
        return [names[name] for name in needed] if follows else None

    def smallest(self, question: Formula) -> Profile:
        """The profile that tells least of those of which the formula holds; there must be one.

        If finding the smallest takes too long, it is any of them.
        """
        optimize = z3.Optimize()
        optimize.set("timeout", self._milliseconds)
        optimize.add(*self.space.axioms, question)
        for part in told(self.space):
            optimize.add_soft(no(part))
        if optimize.check() == z3.sat:
            return profile(self.space, _reading(optimize.model()))
        return profile(self.space, self._holding(question))

    def reading(self, case: Case) -> Callable[[Formula], bool]:
        """Whether formulas hold of one case, whose lists must fit into the space."""
        return self._holding(self.space.is_case(case))

    def _holding(self, formula: Formula) -> Callable[[Formula], bool]:
        """Whether formulas hold of some profile of which this one does."""
        self._solver.push()
        self._solver.add(formula)
        answer = self._solver.check()
        holds = _reading(self._solver.model()) if answer == z3.sat else None
        self._solver.pop()
        if holds is None:
            raise SolverDisagreement("whether there is such a profile")
        return holds


def _reading(model: z3.ModelRef) -> Callable[[Formula], bool]:
    return lambda formula: bool(z3.is_true(model.eval(formula, model_completion=True)))
