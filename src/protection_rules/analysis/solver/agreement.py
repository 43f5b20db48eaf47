"""Whether the formulas say of one profile what the engine's assessment says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protection_rules.advice.model import Assessment
from protection_rules.advice.options import OPTION_SECTIONS
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import Formula
from protection_rules.analysis.solver.space import Subject
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.rulesets.model import About

Holds = Callable[[Formula], bool]
"""Whether a formula holds of the profile at hand."""


def differences(encoded: EncodedBook, case: Case, assessment: Assessment, holds: Holds) -> list[str]:
    """The rules, with their subjects, and the options of which formulas and assessment differ."""
    told = {
        **{(one.rule, one.subject): one.status for one in assessment.recommendations},
        **{(one.rule, one.subject): "set_aside" for one in assessment.set_aside},
        **{(one.rule, one.subject): "silent" for one in assessment.undecided},
    }
    found = dict(_statuses(encoded, case, holds))
    rules = [
        f"{rule} of {subject}"
        for rule, subject in told.keys() | found.keys()
        if told.get((rule, subject)) != found.get((rule, subject))
    ]
    standings = [(option.subject, option.standing) for option in assessment.options]
    options = [option for option, _ in standings] if standings != list(_options(encoded, case, holds)) else []
    return sorted(rules) + options


def _subjects(about: About, case: Case) -> Iterator[tuple[Subject, str]]:
    """The subjects of a case that a rule about this has, each with its name."""
    if about in LIST_SECTIONS:
        for number, item in enumerate(case.items[about] or ()):
            yield Subject(about, number), f"{about}:{item.id}"
    else:
        yield Subject(about), about


def _statuses(encoded: EncodedBook, case: Case, holds: Holds) -> Iterator[tuple[tuple[str, str], str]]:
    for rule in encoded.book.rules:
        for subject, name in _subjects(rule.about, case):
            if holds(encoded.set_aside(rule, subject)):
                yield (rule.id, name), "set_aside"
                continue
            for status in ("applies", rule.if_unknown):
                if holds(encoded.said(rule, subject, {status})):
                    yield (rule.id, name), status


def _options(encoded: EncodedBook, case: Case, holds: Holds) -> Iterator[tuple[str, str]]:
    """The options of a case in the order shown, with their standings."""
    for section in OPTION_SECTIONS:
        placed = []
        for subject, name in _subjects(section, case):
            (place,) = [number for number, part in enumerate(encoded.places(subject)) if holds(part)]
            (standing,) = [each for each, part in encoded.standings(subject).items() if holds(part)]
            placed.append((place, subject, name, standing))
        yield from ((name, standing) for _, _, name, standing in sorted(placed))
