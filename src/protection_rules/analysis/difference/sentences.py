"""Differences in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protection_rules.advice.phrases import joined, phrase
from protection_rules.analysis.difference.comparison import Difference, Finding, Way
from protection_rules.analysis.difference.facts import TEXTS as FACT_TEXTS
from protection_rules.analysis.difference.facts import FactDifference
from protection_rules.analysis.difference.formulas import rules_on
from protection_rules.analysis.difference.parts import PartDifference
from protection_rules.analysis.difference.rules import TEXTS, Change, RuleDifference
from protection_rules.analysis.difference.ways import Advised, Declared, Marked, Standings, Topic
from protection_rules.analysis.difference.witnesses import Known, Shown
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.scenario import item_name, option_outcome, rule_outcome, scenario
from protection_rules.analysis.solver.space import Cell, one_subject
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import SECTIONS, UNKNOWN, FactEntry, Vocabulary
from protection_rules.rulesets.model import RuleBook


def topic_text(topic: Topic, difference: Difference) -> Text:
    """What a finding is about."""
    match topic:
        case Advised(action=name, about=about, sense=sense):
            action = difference.new.actions.get(name) or difference.old.actions[name]
            return phrase(f"diff.advice.{sense}", action=action.label, about=about_text(about))
        case Standings(section=section):
            return phrase("diff.option", section=about_text(section))
        case Marked(rule=rule, mark=mark):
            return phrase(f"diff.marked.{mark}", rule=rule)
        case Declared(fact=path):
            (label,) = (each.label for each in difference.facts if each.fact == path)
            return phrase("diff.declared", label=label)


def about_text(about: str) -> Text:
    """Whom or what advice is about."""
    return phrase("verify.the_case") if about == "case" else SECTIONS[about].label


def way_text(way: Way) -> Text:
    """In which way something is otherwise."""
    return phrase(f"diff.way.{way.kind}")


# what came of a profile, and what comes of it now


def outcomes(finding: Finding, shown: Shown, difference: Difference) -> tuple[Text, Text]:
    """What came of the profile before, and what comes of it now, as far as it is otherwise."""
    books = ((difference.old, shown.before), (difference.new, shown.after))
    if isinstance(finding.topic, Standings):
        before, after = (_standing(finding.topic, witness) for _, witness in books)
    else:
        before, after = (
            joined(
                [_of_rule(rule, finding.topic, book, witness) for rule in _rules(finding, shown, difference)],
                "diff.outcome.separator",
            )
            for book, witness in books
        )
    return phrase("diff.before", outcome=before), phrase("diff.now", outcome=after)


def rule_outcomes(rule: str, shown: Shown, difference: Difference) -> tuple[Text, Text]:
    """What came of a rule before, and what comes of it now."""
    before = _of_rule(rule, None, difference.old, shown.before)
    after = _of_rule(rule, None, difference.new, shown.after)
    return phrase("diff.before", outcome=before), phrase("diff.now", outcome=after)


def _standing(topic: Standings, witness: Witness) -> Text:
    subject = str(one_subject(topic.section))
    (option,) = (one for one in witness.assessment.options if one.subject == subject)
    words = phrase(f"standing.{option.standing}")
    if not option.because:
        return words
    return phrase("diff.outcome.stands", standing=words, rules=_listed(option.because))


def _rules(finding: Finding, shown: Shown, difference: Difference) -> list[str]:
    """The rules on the topic of which something else comes than before."""
    topic = finding.topic
    if isinstance(topic, Marked):
        return [topic.rule]
    if not isinstance(topic, Advised):
        return []
    named = {rule.id: None for book in (difference.old, difference.new) for rule in rules_on(topic, book)}
    return [
        rule
        for rule in sorted(named)
        if _of_rule(rule, topic, difference.old, shown.before)
        != _of_rule(rule, topic, difference.new, shown.after)
    ]


def _of_rule(name: str, topic: Topic | None, book: RuleBook, witness: Witness) -> Text:
    """What comes of a rule for the subject that the profile shows."""
    rule = next((each for each in book.rules if each.id == name), None)
    if rule is None or (isinstance(topic, Advised) and rule not in rules_on(topic, book)):
        return phrase("diff.outcome.not_there", rule=name)
    subject = str(one_subject(rule.about))
    for one in witness.assessment.recommendations:
        if (one.rule, one.subject) == (name, subject):
            modality, urgency = phrase(f"modality.{one.modality}"), phrase(f"urgency.{one.urgency}")
            status = phrase(f"status.{one.status}")
            return phrase("diff.outcome.said", rule=name, modality=modality, urgency=urgency, status=status)
    for lost in witness.assessment.set_aside:
        if (lost.rule, lost.subject) == (name, subject):
            return phrase("diff.outcome.set_aside", rule=name, winner=lost.by)
    undecided = any((one.rule, one.subject) == (name, subject) for one in witness.assessment.undecided)
    return phrase(f"diff.outcome.{'undecided' if undecided else 'does_not_apply'}", rule=name)


def scenario_lines(
    finding: Finding, way: Way, shown: Shown, difference: Difference, language: Language
) -> tuple[Text, list[str]]:
    """A scenario of what comes of the profile now, or of what came of it where no rule is left; and which."""
    title = phrase("diff.scenario_title", finding=topic_text(finding.topic, difference), way=way_text(way))
    before, _ = outcomes(finding, shown, difference)
    told, name = shown.after, "diff.scenario"
    if isinstance(finding.topic, Standings):
        found = [option_outcome(str(one_subject(finding.topic.section)), told)]
    else:
        names = _rules(finding, shown, difference)
        found = list(_steps(names, difference.new, told))
        if not found:
            told, name = shown.before, "diff.scenario_before"
            found = list(_steps(names, difference.old, told))
    return phrase(name), scenario(told, title, before, found, language)


def _steps(names: list[str], book: RuleBook, witness: Witness) -> Iterator[Text]:
    for rule in book.rules:
        if rule.id in names:
            yield rule_outcome(rule.id, str(one_subject(rule.about)), witness)


# which profiles


def known_text(known: Known, vocabulary: Vocabulary) -> Text:
    """One thing that all profiles of a kind have in common."""
    if known.fact is not None:
        entry = vocabulary[known.fact]
        values = joined([_value(entry, value) for value in known.values], "diff.known.or")
        words = _absent(known.values, values) if known.absent else values
        said = phrase("diff.known.fact", label=entry.attributes.label, values=words)
        if known.item is None:
            return said
        return phrase("diff.known.of_item", item=item_name(known.section, known.item + 1), known=said)
    section = SECTIONS[known.section].label
    if known.section == "operation":
        return phrase("diff.known.no_office" if known.absent else "diff.known.office")
    if known.item is None:
        return phrase("diff.known.not_listed" if known.absent else "diff.known.listed", section=section)
    item = item_name(known.section, known.item + 1)
    return phrase("diff.known.not_there" if known.absent else "diff.known.there", section=section, item=item)


def _absent(values: tuple[Cell, ...], words: Text) -> Text:
    """That a set has no such member; that it is not unknown is that it is known."""
    return phrase("diff.known.known") if values == (UNKNOWN,) else phrase("diff.known.absent", values=words)


def _value(fact: FactEntry, value: Cell) -> Text:
    if not isinstance(value, tuple):
        return fact.value_label(value)
    low, high = value
    return Text(str(low), str(low)) if low == high else phrase("diff.known.stretch", low=low, high=high)


# facts, rules and parts


def fact_text(found: FactDifference) -> Text:
    """What is otherwise about a fact of an operation's own, on one line; of words, which they are."""
    if found.old is None or found.new is None:
        return phrase(f"diff.fact.{found.how}")
    fields = [
        (phrase(f"diff.fact.field.{change.field}"), change.field not in FACT_TEXTS, change.field)
        for change in found.changes
    ]
    parts = [
        phrase(
            "diff.change", field=words, before=_declared(found.old, field), after=_declared(found.new, field)
        )
        if valued
        else words
        for words, valued, field in fields
    ]
    if found.compared != "whole":
        parts.append(phrase(f"diff.fact.compared.{found.compared}"))
    return joined(parts, "diff.outcome.separator")


def _declared(fact: FactEntry, field: str) -> Text:
    """What a declaration says in one of its fields."""
    attributes = fact.attributes
    match field:
        case "values" | "markers":
            codes = fact.codes if field == "values" else fact.markers
            return joined([fact.value_label(code) for code in codes]) if codes else phrase("diff.nothing")
        case "bounds" if fact.kind == "number":
            return phrase("diff.known.stretch", low=attributes.minimum, high=attributes.maximum)
        case "bounds":
            return phrase("diff.nothing")
        case "kind":
            return phrase(f"diff.fact.kind.{fact.kind}")
        case _:
            return phrase(f"diff.fact.{field}.{getattr(attributes, field)}")


def rule_text(found: RuleDifference, difference: Difference) -> Text:
    """What is otherwise about a rule, on one line; of texts, which they are."""
    parts = []
    if found.words_only:
        parts.append(phrase("diff.words_only"))
    else:
        parts.append(phrase(f"diff.relation.{found.relation}"))
    if difference.is_partly(found.rule) and found.relation not in {"added", "removed"}:
        parts.append(phrase("diff.partly"))
    if found.rewritten and found.relation == "equivalent":
        parts.append(phrase("diff.rewritten"))
    parts += [_change(change, difference) for change in found.changes]
    return joined(parts, "diff.outcome.separator")


def _change(change: Change, difference: Difference) -> Text:
    field = phrase(f"diff.field.{change.field}")
    if change.field in TEXTS:
        return field
    before, after = (_field(change.field, value, difference) for value in (change.before, change.after))
    return phrase("diff.change", field=field, before=before, after=after)


def _field(field: str, value: Any, difference: Difference) -> Text:
    match field:
        case "modality" | "urgency" | "tier":
            return phrase(f"{field}.{value}")
        case "if_unknown" if value != "silent":
            return phrase(f"status.{value}")
        case "if_unknown":
            return phrase("diff.nothing")
        case "about":
            return about_text(value)
        case "action":
            return (difference.new.actions.get(value) or difference.old.actions[value]).label
        case _ if value in (None, []):
            return phrase("diff.nothing")
        case "floor" | "reveals" | "limits_questions":
            return phrase(f"diff.{value}")
        case _:
            return _listed(value if isinstance(value, list) else [value])


def _listed(names: tuple[str, ...] | list[str]) -> Text:
    return joined([Text(name, name) for name in names])


def part_texts(part: PartDifference) -> Iterator[Text]:
    """What was added, removed and changed in one part of the folder."""
    name = phrase(f"diff.part.{part.part}")
    for how in ("added", "removed", "changed"):
        names = getattr(part, how)
        if names:
            yield phrase(f"diff.part.{how}", part=name, names=_listed(names))


def summary_text(difference: Difference, accepted: int) -> Text:
    """One line for a reviewer."""
    undecided = len(difference.not_decided) + sum(one.relation == "not_decided" for one in difference.rules)
    less, more = difference.on("less"), difference.on("more")
    counted = phrase(
        "diff.summary",
        less=len(less),
        accepted=accepted,
        more=len(more),
        rules=len(difference.rules),
        words=sum(one.words_only for one in difference.rules),
    )
    parts = [counted]
    if not (less or more or undecided):
        parts.insert(0, phrase("diff.summary_equal" if difference.compares_all else "diff.summary_partly"))
    if difference.facts:
        parts.append(phrase("diff.summary_facts", count=len(difference.facts)))
    if undecided:
        parts.append(phrase("diff.summary_undecided", count=undecided))
    return Text(" ".join(part.en for part in parts), " ".join(part.ar for part in parts))
