"""One rule book with the solver and the engine at hand: what is asked, and what is believed.

Every profile that the solver finds is evaluated by the engine, and everything the formulas say of it
is held against the assessment, before anything is concluded from it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from ruamel.yaml import YAML

from protection_rules.advice.model import Assessment
from protection_rules.analysis.solver.agreement import differences
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import Formula
from protection_rules.analysis.solver.profiles import Profile
from protection_rules.analysis.solver.search import Search, SolverDisagreement
from protection_rules.analysis.solver.space import Space
from protection_rules.engine import Engine
from protection_rules.facts.case import Case
from protection_rules.facts.profile import CaseProfile
from protection_rules.rulesets.model import RuleBook


@dataclass(frozen=True, slots=True)
class Witness:
    """A profile that shows something, with the engine's assessment of it."""

    profile: Profile = field(repr=False)
    case: Case = field(repr=False)
    assessment: Assessment

    def to_yaml(self) -> str:
        """The profile as a file that `evaluate` takes."""
        stream = io.StringIO()
        yaml = YAML()
        yaml.default_flow_style = False
        yaml.dump(self.profile, stream)
        return stream.getvalue()

    def tells_of(self, rule: str) -> bool:
        """Whether advice of the rule is among the recommendations, or set aside."""
        said = {one.rule for one in self.assessment.recommendations}
        return rule in said | {one.rule for one in self.assessment.set_aside}


class Inquiry:
    """A rule book over the profiles of a space."""

    def __init__(self, book: RuleBook, space: Space) -> None:
        self.book = book
        self.space = space
        self.encoded = EncodedBook.of(book, space)
        self.search = Search(space)
        self._engine = Engine(book)

    def possible(self, formula: Formula) -> bool:
        """Whether the formula surely holds of some profile."""
        return self.search.ask(formula) == "yes"

    def impossible(self, formula: Formula) -> bool:
        """Whether the formula surely holds of no profile."""
        return self.search.ask(formula) == "no"

    def showing(self, formula: Formula) -> Witness:
        """The smallest profile of which the formula holds, as the engine evaluates it.

        There must be one. Raises SolverDisagreement if formulas and assessment differ about it.
        """
        return self.replayed(self.search.smallest(formula))

    def replayed(self, profile: Profile) -> Witness:
        """A profile of the space as the engine evaluates it; raises SolverDisagreement likewise."""
        checked = CaseProfile.from_mapping(profile)
        assessment = self._engine.evaluate(checked)
        found = differences(self.encoded, checked.case, assessment, self.search.reading(checked.case))
        if found:
            raise SolverDisagreement(", ".join(found))
        return Witness(profile, checked.case, assessment)
