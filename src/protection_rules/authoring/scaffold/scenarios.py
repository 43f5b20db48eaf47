"""Two scenarios for a new rule: where it applies, and where something is not known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from protection_rules.advice.phrases import phrase
from protection_rules.analysis.solver.bounds import space_for
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.outcomes import Conditions
from protection_rules.analysis.solver.scenario import (
    modality_outcome,
    rule_outcome,
    scenario,
    subjects_of,
)
from protection_rules.analysis.solver.space import one_subject
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.files import write_whole
from protection_rules.rulesets.model import Rule, RuleBook

Scenarios = dict[Language, list[str]]
"""The lines of scenarios, by language."""


def scenarios_of(name: str, book: RuleBook) -> Scenarios:
    """The scenarios of a rule, as far as there are profiles that show them."""
    (rule,) = (each for each in book.rules if each.id == name)
    inquiry = Inquiry(book, space_for(Conditions(book).lowered(), book.vocabulary))
    found: Scenarios = {language: [] for language in LANGUAGES}
    for title, status in ((rule.words.summary, "applies"), (_unknown_title(rule), _when_unknown(rule))):
        witness = _witness(inquiry, rule, status)
        if witness is None or title is None:
            continue
        outcomes = list(_outcomes(rule, status, witness))
        for language in LANGUAGES:
            lines = scenario(witness, title, None, outcomes, language)
            found[language] += ["", *(f"  {line}" for line in lines)]
    return found


def _unknown_title(rule: Rule) -> Text | None:
    return rule.when_unknown.summary if rule.when_unknown is not None else None


def _when_unknown(rule: Rule) -> str:
    return "precaution" if rule.if_unknown == "precaution" else "verify"


def _witness(inquiry: Inquiry, rule: Rule, status: str) -> Witness | None:
    """The smallest profile for which the rule speaks in this way; None where there is none."""
    subject, statuses = one_subject(rule.about), frozenset({status})
    for formula in (
        inquiry.encoded.said(rule, subject, statuses),
        inquiry.encoded.spoken(rule, subject, statuses),
    ):
        if inquiry.possible(formula):
            return inquiry.showing(formula)
    return None


def _outcomes(rule: Rule, status: str, witness: Witness) -> Iterator[Text]:
    said = {(one.rule, one.subject): one.status for one in witness.assessment.recommendations}
    for subject in subjects_of(rule, witness):
        yield rule_outcome(rule.id, subject, witness)
        if said.get((rule.id, subject)) == status == "applies":
            yield modality_outcome(rule.id, subject, witness)


def add_scenarios(folder: Path, ruleset: str, title: Text, scenarios: Scenarios) -> list[Path]:
    """Write scenarios at the end of a ruleset's features, which begin where they are not there yet."""
    written = []
    for language, lines in scenarios.items():
        path = folder / language / f"{ruleset}.feature"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = path.read_text(encoding="utf-8") if path.exists() else _head(title, language)
        write_whole(path, "\n".join([head.rstrip("\n"), *lines]) + "\n")
        written.append(path)
    return written


def _head(title: Text, language: Language) -> str:
    mark = "# language: ar\n" if language == "ar" else ""
    return f"{mark}{phrase('new.feature', title=title).in_language(language)}\n"
