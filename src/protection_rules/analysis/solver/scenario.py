"""A profile with what comes of it as a scenario, in the words that features/ speaks in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import joined, phrase
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.profiles import Profile
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, FactEntry, Vocabulary
from protection_rules.rulesets.model import Rule

_COMMENT = "# "


def scenario(
    witness: Witness, title: Text, comment: Text | None, outcomes: Iterable[Text], language: Language
) -> list[str]:
    """The lines of a scenario: the facts of the profile, and these outcomes of it."""

    def say(text: Text) -> str:
        return text.in_language(language)

    lines = wrapped(say(comment), _COMMENT, _COMMENT) if comment is not None else []
    lines = [*lines, say(phrase("scenario.scenario", title=title))]
    given = list(given_steps(witness.profile, witness.vocabulary)) or [phrase("scenario.nothing")]
    blocks = (("given", given), ("when", [phrase("scenario.asked")]), ("then", list(outcomes)))
    for keyword, steps in blocks:
        for number, step in enumerate(steps):
            word = phrase(f"scenario.{keyword if number == 0 else 'and'}")
            lines.append(f"  {say(word)} {say(step)}")
    return lines


def given_steps(profile: Profile, vocabulary: Vocabulary) -> Iterator[Text]:
    """A step for each thing that the profile tells."""
    for name, section in vocabulary.sections.items():
        if name not in profile:
            continue
        if section.many:
            if not profile[name]:
                yield phrase(f"scenario.empty.{name}")
            for number, item in enumerate(profile[name], start=1):
                called = item_name(name, number)
                yield phrase(f"scenario.listed.{name}", item=called)
                for fact, words in _facts(item, section.facts):
                    yield phrase("scenario.fact_of_item", item=called, label=fact, value=words)
        else:
            if not profile[name]:
                yield phrase("scenario.office")
            for fact, words in _facts(profile[name], section.facts):
                yield phrase("scenario.fact", label=fact, value=words)


def _facts(given: Mapping[str, Any], facts: Mapping[str, FactEntry]) -> Iterator[tuple[Text, Text]]:
    for name, value in given.items():
        if name in facts:
            yield facts[name].attributes.label, _words(facts[name], value)


def _words(fact: FactEntry, value: Any) -> Text:
    if isinstance(value, int):
        return Text(str(value), str(value))
    codes = value if isinstance(value, list) else [value]
    return joined([fact.value_label(code) for code in codes])


def item_name(section: str, number: int) -> Text:
    """What an item is called in a scenario, by its place in the list from 1."""
    return phrase(f"scenario.item.{section}", number=number)


def subjects_of(rule: Rule, witness: Witness) -> list[str]:
    """The subjects that the rule has in the profile, as the assessment names them."""
    if rule.about in LIST_SECTIONS:
        return [f"{rule.about}:{item.id}" for item in witness.case.items[rule.about] or ()]
    return [rule.about]


def rule_outcome(rule: str, subject: str, witness: Witness) -> Text:
    """What a rule comes to for a subject, as a step."""
    of_item = _of_item(subject, witness)
    for said in witness.assessment.recommendations:
        if (said.rule, said.subject) == (rule, subject):
            soon = phrase(f"scenario.urgency.{said.urgency}")
            return phrase(f"scenario.{said.status}", rule=rule, soon=soon, item=of_item)
    for lost in witness.assessment.set_aside:
        if (lost.rule, lost.subject) == (rule, subject):
            return phrase("scenario.set_aside", rule=rule, winner=lost.by, item=of_item)
    undecided = {(one.rule, one.subject) for one in witness.assessment.undecided}
    outcome = "undecided" if (rule, subject) in undecided else "does_not_apply"
    return phrase(f"scenario.{outcome}", rule=rule, item=of_item)


def modality_outcome(rule: str, subject: str, witness: Witness) -> Text:
    """How strongly advice of a rule that is given is meant, as a step."""
    (said,) = (
        one for one in witness.assessment.recommendations if (one.rule, one.subject) == (rule, subject)
    )
    modality = phrase(f"scenario.modality.{said.modality}")
    return phrase("scenario.modality", rule=rule, modality=modality, item=_of_item(subject, witness))


def option_outcome(subject: str, witness: Witness) -> Text:
    """Where a listed place or service stands, as a step."""
    (standing,) = (one.standing for one in witness.assessment.options if one.subject == subject)
    words = phrase(f"scenario.standing.{standing}")
    return phrase("scenario.stands", item=_called(subject, witness), standing=words)


def _of_item(subject: str, witness: Witness) -> Text:
    if ":" not in subject:
        return Text("", "")
    return phrase("scenario.of_item", item=_called(subject, witness))


def _called(subject: str, witness: Witness) -> Text:
    section, _, identifier = subject.partition(":")
    listed = [item["id"] for item in witness.profile[section]]
    return item_name(section, listed.index(identifier) + 1)
