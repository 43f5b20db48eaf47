"""What verifying a rule book comes to: a verdict on every check, and what is odd about the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from protection_rules.advice.phrases import phrase
from protection_rules.analysis.solver.counterexample import counterexample
from protection_rules.analysis.solver.profiles import written
from protection_rules.analysis.solver.silence import silence
from protection_rules.analysis.solver.structure import Finding, structure
from protection_rules.analysis.solver.verdicts import CheckVerdict, Verdict, Verifier
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.rulesets.invariant_model import Check, Invariants
from protection_rules.rulesets.model import RuleBook


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts on all checks and the findings about the rules, in the order of the files."""

    book: RuleBook
    verdicts: tuple[CheckVerdict, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether every check holds and no rule is at fault."""
        return all(each.holds for each in self.verdicts) and not any(each.is_fault for each in self.findings)

    def count(self, verdict: Verdict) -> int:
        """How many checks have this verdict."""
        return sum(each.verdict == verdict for each in self.verdicts)

    def to_mapping(self) -> dict[str, Any]:
        """The whole as plain data."""
        return {
            "verify": 1,
            "holds": self.holds,
            "rules": len(self.book.rules),
            "checks": [self._check(each) for each in self.verdicts],
            "findings": [_finding(each, self.book) for each in self.findings],
        }

    def _check(self, verdict: CheckVerdict) -> dict[str, Any]:
        found: dict[str, Any] = {
            "invariant": verdict.invariant.id,
            "check": verdict.number,
            "kind": kind(verdict.check),
            "verdict": verdict.verdict,
        }
        if not verdict.ever_speaks:
            found["speaks_of_no_profile"] = True
        if verdict.places:
            found["places"] = list(verdict.places)
        if verdict.broken is not None:
            found["broken"] = self._broken(verdict)
        return found

    def _broken(self, verdict: CheckVerdict) -> dict[str, Any]:
        broken = verdict.broken
        if broken is None:
            return {}
        found: dict[str, Any] = {
            "subject": broken.violation.subject,
            "rules": list(broken.violation.rules),
            "profile": broken.witness.profile,
        }
        if broken.change is not None and broken.after is not None:
            found["changed"] = {
                "fact": broken.change.fact,
                "subject": broken.violation.changed[1],
                "to": written(self.book.vocabulary[broken.change.fact], broken.change.value),
            }
            found["profile_after"] = broken.after.profile
            found["others"] = [
                {"fact": fact, "to": written(self.book.vocabulary[fact], value)}
                for fact, value in broken.others
            ]
        found["scenario"] = {
            language: "\n".join(counterexample(verdict, self.book, language)) for language in LANGUAGES
        }
        return found


def verify(book: RuleBook, invariants: Invariants) -> Verification:
    """Every invariant and every rule, held against all profiles there can be.

    Raises SolverDisagreement if what the solver finds is not what the engine says of it; nothing is
    concluded then.
    """
    verifier = Verifier(book, invariants)
    verdicts = tuple(verifier.verdicts())
    inquiry = verifier.inquiry
    findings = (*structure(inquiry), *silence(inquiry, invariants.directions))
    return Verification(book, verdicts, findings)


def kind(check: Check) -> str:
    """The kind of a check, as invariants.yaml names it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(check).__name__).lower()


def finding_text(finding: Finding, book: RuleBook) -> Text:
    """A finding in words."""
    titles = {ruleset.id: ruleset.title for ruleset in book.rulesets}
    fact = book.vocabulary[finding.fact].attributes.label if finding.fact is not None else ""
    one, other = finding.about[0], finding.about[-1]
    return phrase(
        f"verify.finding.{finding.kind}", rule=one, other=other, ruleset=titles.get(one, one), fact=fact
    )


def _finding(finding: Finding, book: RuleBook) -> dict[str, Any]:
    text = finding_text(finding, book)
    found: dict[str, Any] = {
        "kind": finding.kind,
        "level": "fault" if finding.is_fault else "worth_a_look",
        "about": list(finding.about),
        "text": {"en": text.en, "ar": text.ar},
    }
    if finding.fact is not None:
        found["fact"] = finding.fact
    if finding.witness is not None:
        found["profile"] = finding.witness.profile
    return found
