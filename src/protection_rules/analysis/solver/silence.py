"""Where not knowing brings silence: a duty that protects is lost, or a decision point says nothing.

Only facts that may be asked count. Where a fact is never asked, it protects that nothing is said
while it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from protection_rules.analysis.solver.conditions import Change
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import Formula, both, every, no, some
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.profiles import with_fact
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import Subject, one_subject, section_subject
from protection_rules.analysis.solver.structure import Finding
from protection_rules.facts.case import Value
from protection_rules.logic.nodes import facts_read
from protection_rules.rulesets.invariant_model import Direction, effect
from protection_rules.rulesets.model import Rule, Ruleset


def silence(inquiry: Inquiry, directions: Iterable[Direction]) -> Iterator[Finding]:
    """Duties that are lost, then decision points that say nothing. `directions` say what is worse.

    Raises SolverDisagreement if a profile does not show what it was found for.
    """
    worse = {direction.fact: direction.unsafe for direction in directions if direction.unsafe}
    for rule in inquiry.book.rules:
        protects = effect(rule, inquiry.book.actions[rule.action]) == "protective"
        if protects and rule.if_unknown == "silent" and rule.modality in {"must", "must_not"}:
            yield from _lost_duty(rule, inquiry)
    for ruleset in inquiry.book.rulesets:
        yield from _silent_ruleset(ruleset, worse, inquiry)


def _lost_duty(rule: Rule, inquiry: Inquiry) -> Iterator[Finding]:
    """Where the rule would apply under some answer, nothing else says the same, and nobody asks."""
    encoded, subject = inquiry.encoded, one_subject(rule.about)
    for fact in facts_read(rule.condition):
        entry = encoded.book.vocabulary[fact]
        at = section_subject(entry.section)
        if not entry.attributes.may_be_asked or (at.item is not None and at != subject):
            continue
        answers = [frozenset({code}) for code in entry.codes] if entry.kind == "choices" else entry.codes
        lost = every(
            [
                _not_known(fact, at, encoded),
                encoded.outcome(rule, subject).undetermined,
                some(
                    encoded.changed(Change(fact, at.item, answer)).outcome(rule, subject).certain
                    for answer in answers
                ),
                no(some(encoded.said(other, subject) for other in encoded.book.rules if _alike(other, rule))),
                no(_spoken(_reading(fact, encoded.book.rules), encoded)),
            ]
        )
        if inquiry.possible(lost):
            witness = inquiry.showing(lost)
            if rule.id not in {one.rule for one in witness.assessment.undecided}:
                raise SolverDisagreement(rule.id)
            yield Finding("unknown_weakens", (rule.id,), witness, fact)


def _silent_ruleset(
    ruleset: Ruleset, worse: Mapping[str, tuple[Value, ...]], inquiry: Inquiry
) -> Iterator[Finding]:
    """Where a decision point says nothing, though it would with the worse of a fact, or did without it.

    Rules that hold because much is not known do not count.
    """
    encoded, rules = inquiry.encoded, _counting(ruleset)
    spoken = _spoken(rules, encoded)
    for fact in dict.fromkeys(fact for rule in rules for fact in facts_read(rule.condition)):
        entry = encoded.book.vocabulary[fact]
        at = section_subject(entry.section)
        if fact not in worse or not entry.attributes.may_be_asked:
            continue
        for value in worse[fact]:
            change = Change(fact, at.item, value)
            told, unknown = _spoken(rules, encoded.changed(change)), _not_known(fact, at, encoded)
            silent_before = every([unknown, no(spoken), told])
            if inquiry.possible(silent_before):
                silent = _turned(silent_before, change, ruleset, inquiry)
                yield Finding("silent_while_unknown", (ruleset.id,), silent, fact)
            silent_after = every([unknown, spoken, no(told)])
            if inquiry.possible(silent_after):
                silent = _turned(silent_after, change, ruleset, inquiry)
                yield Finding("silent_once_known", (ruleset.id,), silent, fact)


def _turned(formula: Formula, change: Change, ruleset: Ruleset, inquiry: Inquiry) -> Witness:
    """The profile in which the ruleset says nothing, once the other was seen to make it speak."""
    before = inquiry.showing(formula)
    entry = inquiry.book.vocabulary[change.fact]
    after = inquiry.replayed(with_fact(before.profile, entry, change.item, change.value))
    silent, speaking = (after, before) if _says(ruleset, before) else (before, after)
    if _says(ruleset, silent) or not _says(ruleset, speaking):
        raise SolverDisagreement(ruleset.id)
    return silent


def _counting(ruleset: Ruleset) -> list[Rule]:
    return [rule for rule in ruleset.rules if not rule.limits_questions]


def _says(ruleset: Ruleset, witness: Witness) -> bool:
    return any(witness.tells_of(rule.id) for rule in _counting(ruleset))


def _not_known(fact: str, at: Subject, encoded: EncodedBook) -> Formula:
    return both(encoded.space.present(at), encoded.space.not_given(fact, at.item))


def _spoken(rules: Iterable[Rule], encoded: EncodedBook) -> Formula:
    """Where one of the rules has something to say of anybody or anything."""
    return some(
        encoded.spoken(rule, subject) for rule in rules for subject in encoded.space.subjects(rule.about)
    )


def _reading(fact: str, rules: Iterable[Rule]) -> list[Rule]:
    return [rule for rule in rules if fact in facts_read(rule.condition)]


def _alike(other: Rule, rule: Rule) -> bool:
    """Whether another rule says to do, or not to do, the same about the same."""
    same = (other.about, other.action) == (rule.about, rule.action)
    return same and other.id != rule.id and (other.modality == "must_not") == (rule.modality == "must_not")
