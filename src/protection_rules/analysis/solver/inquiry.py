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
from protection_rules.analysis.solver.profiles import Profile, told_to
from protection_rules.analysis.solver.search import Search, SolverDisagreement
from protection_rules.analysis.solver.space import Space
from protection_rules.engine import Engine
from protection_rules.facts.case import Case
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.model import RuleBook


@dataclass(frozen=True, slots=True)
class Witness:
    """A profile that shows something, with the engine's assessment of it.

    `vocabulary` has the facts of the rule book that the profile is for.
    """

    profile: Profile = field(repr=False)
    case: Case = field(repr=False)
    assessment: Assessment
    vocabulary: Vocabulary = field(repr=False)

    def to_yaml(self) -> str:
        """The profile as a file that `evaluate` takes."""
        return written_out(self.profile)

    def tells_of(self, rule: str) -> bool:
        """Whether advice of the rule is among the recommendations, or set aside."""
        said = {one.rule for one in self.assessment.recommendations}
        return rule in said | {one.rule for one in self.assessment.set_aside}


def written_out(profile: Profile) -> str:
    """A profile as the text of a file."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.dump(profile, stream)
    return stream.getvalue()


class Inquiry:
    """A rule book over the profiles of a space, which may have local facts that the book does not know."""

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
        """A profile of the space as the engine evaluates it; raises SolverDisagreement likewise.

        Local facts that the rule book does not know are not given to it.
        """
        known = told_to(self.book.vocabulary, profile)
        checked = CaseProfile.from_mapping(known, self.book.vocabulary)
        case = checked.case_of(self.book.vocabulary)
        assessment = self._engine.evaluate(checked)
        found = differences(self.encoded, case, assessment, self.search.reading(case))
        if found:
            raise SolverDisagreement(", ".join(found))
        return Witness(known, case, assessment, self.book.vocabulary)
