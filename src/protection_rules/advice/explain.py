"""A rule in words, and why it does or does not apply to a profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from protection_rules.advice.model import Assessment, Because, Model, Words
from protection_rules.advice.outcomes import Readings, finding, subjects
from protection_rules.advice.phrases import joined, phrase, sentence_case
from protection_rules.advice.reasons import Reasons, words
from protection_rules.facts.case import Case
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import SECTIONS, FactEntry, Vocabulary
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)
from protection_rules.logic.truth import Truth
from protection_rules.rulesets.model import Rule

Outcome = Literal[
    "applies", "precaution", "verify", "undecided", "does_not_apply", "set_aside", "no_items", "no_operation"
]


class WhyNot(Model):
    """What became of one rule for one subject, and why."""

    rule: str
    subject: str
    outcome: Outcome
    text: Words
    because: tuple[Because, ...]


def why_not(rule: Rule, case: Case, assessment: Assessment, vocabulary: Vocabulary) -> tuple[WhyNot, ...]:
    """What became of a rule, for each subject it is evaluated for."""
    readings = Readings(case)
    found = tuple(_why(rule, subject, readings, assessment, vocabulary) for subject in subjects(rule, case))
    if found:
        return found
    outcome: Outcome = "no_operation" if rule.about == "operation" else "no_items"
    text = words(phrase(f"why.{outcome}"))
    return (WhyNot(rule=rule.id, subject=rule.about, outcome=outcome, text=text, because=()),)


def _why(
    rule: Rule, subject: str, readings: Readings, assessment: Assessment, vocabulary: Vocabulary
) -> WhyNot:
    found = finding(rule, subject, readings.of(rule, subject))
    outcome: Outcome
    lost = next(
        (lost for lost in assessment.set_aside if (lost.rule, lost.subject) == (rule.id, subject)), None
    )
    if found.truth is Truth.FALSE:
        outcome = "does_not_apply"
    elif found.status is None:
        outcome = "undecided"
    else:
        outcome = "set_aside" if lost is not None else found.status
    text = words(phrase(f"why.{outcome}"))
    if lost is not None:
        text = Words(en=f"{text.en} {lost.reason.en}", ar=f"{text.ar} {lost.reason.ar}")
    because = Reasons(vocabulary).of(found.seen, subject)
    return WhyNot(rule=rule.id, subject=subject, outcome=outcome, text=text, because=because)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition in words; `depth` counts how far it is indented, from 0."""

    depth: int
    text: Text


def in_words(condition: Condition, vocabulary: Vocabulary, depth: int = 0) -> Iterator[Line]:
    """A condition as indented lines, in both languages."""
    match condition:
        case Always():
            yield Line(depth, phrase("always"))
        case All(parts=parts):
            yield from _group(phrase("condition.all"), parts, vocabulary, depth)
        case AnyOf(parts=parts):
            yield from _group(phrase("condition.any"), parts, vocabulary, depth)
        case AtLeast(count=count, parts=parts):
            yield from _group(phrase("condition.at_least", count=count), parts, vocabulary, depth)
        case Not(part=Surely(part=Is(fact=fact, values=values))):
            yield Line(
                depth,
                phrase(
                    "condition.not_known_to_be",
                    label=_label(vocabulary[fact]),
                    values=_values(vocabulary[fact], values),
                ),
            )
        case Not(part=Is(fact=fact, values=values)):
            yield Line(
                depth,
                phrase(
                    "condition.other_than",
                    label=_label(vocabulary[fact]),
                    values=_values(vocabulary[fact], values),
                ),
            )
        case Not(part=IsUnknown(fact=fact)):
            yield Line(depth, phrase("condition.is_known", label=_label(vocabulary[fact])))
        case Not(part=part):
            yield from _group(phrase("condition.not"), (part,), vocabulary, depth)
        case Surely(part=part):
            yield from _group(phrase("condition.surely"), (part,), vocabulary, depth)
        case Possibly(part=part):
            yield from _group(phrase("condition.possibly"), (part,), vocabulary, depth)
        case Some(section=section, part=part):
            yield from _group(
                phrase("condition.some", section=SECTIONS[section].label), (part,), vocabulary, depth
            )
        case Every(section=section, part=part):
            yield from _group(
                phrase("condition.every", section=SECTIONS[section].label), (part,), vocabulary, depth
            )
        case None_(section=section, part=part):
            yield from _group(
                phrase("condition.none", section=SECTIONS[section].label), (part,), vocabulary, depth
            )
        case Term(label=label, part=part):
            yield from _group(
                phrase("condition.term", label=sentence_case(label)), (part,), vocabulary, depth
            )
        case Is() | Includes() | Compare() | MemberOf() | IsUnknown():
            yield Line(depth, _comparison(condition, vocabulary))
        case _:
            assert_never(condition)


def _group(head: Text, parts: tuple[Condition, ...], vocabulary: Vocabulary, depth: int) -> Iterator[Line]:
    yield Line(depth, sentence_case(head))
    for part in parts:
        yield from in_words(part, vocabulary, depth + 1)


def _comparison(condition: Is | Includes | Compare | MemberOf | IsUnknown, vocabulary: Vocabulary) -> Text:
    label = _label(vocabulary[condition.fact])
    match condition:
        case Is(fact=fact, values=values):
            return phrase("condition.is", label=label, values=_values(vocabulary[fact], values))
        case Includes(fact=fact, codes=codes):
            return phrase("condition.includes", label=label, values=_values(vocabulary[fact], codes))
        case Compare(comparison=comparison, bound=bound):
            return phrase(f"condition.{comparison}_number", label=label, bound=bound)
        case MemberOf(of=of):
            return phrase("condition.member_of", label=label, other=vocabulary[of].attributes.label)
        case IsUnknown():
            return phrase("condition.is_unknown", label=label)


def _label(fact: FactEntry) -> Text:
    return sentence_case(fact.attributes.label)


def _values(fact: FactEntry, values: frozenset[str]) -> Text:
    order = [*fact.codes, *fact.markers]
    return joined([fact.value_label(value) for value in sorted(values, key=order.index)], "condition.or")
