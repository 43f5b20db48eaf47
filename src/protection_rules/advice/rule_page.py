"""A rule in words as text for a terminal: when, what, how, on what ground, and for one profile."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from protection_rules.advice.explain import WhyNot, in_words
from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, Vocabulary
from protection_rules.logic.nodes import facts_read
from protection_rules.rulesets.model import GuidanceEntry, Rule, RuleBook


def rule_page(
    rule: Rule, book: RuleBook, language: Language = "en", answers: tuple[WhyNot, ...] = ()
) -> list[str]:
    """The lines of the page; `answers` say what became of the rule for one profile."""
    return list(_lines(rule, book, language, answers))


def guidance_page(entry: GuidanceEntry, book: RuleBook, language: Language = "en") -> list[str]:
    """One entry of the guidance: what it says, where it stands, and the rules that rest on it."""
    lines = list(wrapped(f"{entry.id}: {entry.summary.in_language(language)}"))
    place = f"{entry.section.in_language(language)} [{entry.place.in_language(language)}]"
    lines += ["", f"{phrase('page.place').in_language(language)}:", *wrapped(place, "   ")]
    citing = [rule for rule in book.rules if entry.id in rule.grounds.guidance]
    if citing:
        lines += ["", f"{phrase('page.rules_here').in_language(language)}:"]
        for rule in citing:
            lines += wrapped(f"{rule.id}: {rule.words.summary.in_language(language)}", "   - ")
    elif entry.no_rule is not None:
        lines += ["", f"{phrase('page.no_rule').in_language(language)}:"]
        lines += wrapped(entry.no_rule.in_language(language), "   ")
    return lines


def _lines(rule: Rule, book: RuleBook, language: Language, answers: tuple[WhyNot, ...]) -> Iterator[str]:
    def say(name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(language)

    def headed(name: str, lines: Iterator[str]) -> Iterator[str]:
        yield ""
        yield f"{say(f'page.{name}')}:"
        yield from lines

    def indented(words: str, depth: int = 1) -> Iterator[str]:
        return wrapped(words, "   " * depth)

    yield from wrapped(f"{rule.id}: {rule.words.summary.in_language(language)}")
    if rule.about in LIST_SECTIONS:
        yield from wrapped(say("page.about_each", section=SECTIONS[rule.about].label))
    elif rule.about == "operation":
        yield say("page.about_operation")
    yield from headed("how", indented(rule.words.detail.in_language(language)))
    yield from headed("when", _condition(rule, book.vocabulary, language))
    yield from headed("if_unknown", _if_unknown(rule, language))
    degree = f"{say(f'modality.{rule.modality}')}{say('value_separator')}{say(f'urgency.{rule.urgency}')}"
    ranked = f"{degree}{say('value_separator')}{say(f'tier.{rule.tier}')}"
    yield from headed("rank", itertools.chain(indented(ranked), *map(indented, _standing(rule, language))))
    names = [book.reviewers[name].label.in_language(language) for name in rule.reviewers]
    yield from headed("reviewers", indented(say("value_separator").join(names)))
    yield from headed("rests_on", _grounds(rule, book, language))
    at_hand = _at_hand(rule, book)
    if at_hand:
        lines = (
            line
            for entry in at_hand
            for line in wrapped(f"{entry.id}: {entry.summary.in_language(language)}", "   - ")
        )
        yield from headed("at_hand", lines)
    for overlay in book.overlays:
        title = overlay.title.in_language(language)
        if rule.id in overlay.amended:
            yield ""
            yield from wrapped(f"{say('page.overlays', title=title)}:")
            yield from indented(overlay.amended[rule.id].in_language(language))
        elif rule.id in overlay.added:
            yield ""
            yield from wrapped(f"{say('page.added_by', title=title)}.")
    if answers:
        yield from headed("for_this_case", _answers(answers, language))


def _standing(rule: Rule, language: Language) -> Iterator[str]:
    """Whether the rule is of the floor, and from when until when it is in force."""
    if rule.floor:
        yield phrase("page.floor").in_language(language)
    for name, day in (("from", rule.period.first), ("until", rule.period.last)):
        if day is not None:
            yield phrase(f"page.{name}", day=day.isoformat()).in_language(language)


def _at_hand(rule: Rule, book: RuleBook) -> list[GuidanceEntry]:
    """What the guidance has on the same facts or decision, beyond what the rule rests on.

    These are risks and definitions about the facts the rule reads, links of its decision point, and
    the contacts for a rule that rests on one of them.
    """
    facts = set(facts_read(rule.condition))
    decision = next(each.decision_point for each in book.rulesets if each.id == rule.ruleset)
    cited = set(rule.grounds.guidance)
    calls = any(book.guidance[name].kind == "contact" for name in cited)
    found: list[GuidanceEntry] = []
    for entry in book.guidance.values():
        about_facts = entry.kind in {"risk", "definition"} and not facts.isdisjoint(entry.facts)
        link = (
            entry.kind == "resource"
            and decision in entry.decision_points
            and not facts.isdisjoint(entry.facts)
        )
        if entry.id not in cited and (about_facts or link or (calls and entry.kind == "contact")):
            found.append(entry)
    return found


def _condition(rule: Rule, vocabulary: Vocabulary, language: Language) -> Iterator[str]:
    for line in in_words(rule.when, vocabulary):
        yield from wrapped(line.text.in_language(language), "   " + "  " * line.depth)
    if rule.unless is not None:
        yield f"   {phrase('condition.unless').in_language(language)}"
        for line in in_words(rule.unless, vocabulary, 1):
            yield from wrapped(line.text.in_language(language), "   " + "  " * line.depth)


def _if_unknown(rule: Rule, language: Language) -> Iterator[str]:
    yield from wrapped(phrase(f"if_unknown.{rule.if_unknown}").in_language(language), "   ")
    if rule.when_unknown is not None:
        yield from wrapped(f"{rule.when_unknown.summary.in_language(language)}.", "   ")
        yield from wrapped(rule.when_unknown.detail.in_language(language), "   ")


def _grounds(rule: Rule, book: RuleBook, language: Language) -> Iterator[str]:
    grounds = rule.grounds
    yield from wrapped(phrase(f"basis.{grounds.basis}").in_language(language), "   ")
    if grounds.part is not None:
        yield from wrapped(grounds.part.in_language(language), "   ")
    for name in grounds.guidance:
        entry = book.guidance[name]
        words = f"{name}: {entry.summary.in_language(language)} [{entry.place.in_language(language)}]"
        yield from wrapped(words, "   - ")
    for name in grounds.standards:
        yield from wrapped(f"{name}: {book.standards[name].title.in_language(language)}", "   - ")


def _answers(answers: tuple[WhyNot, ...], language: Language) -> Iterator[str]:
    for answer in answers:
        item = answer.subject.partition(":")[2]
        text = answer.text.en if language == "en" else answer.text.ar
        yield from wrapped(f"{item}: {text}" if item else text, "   - ")
        for because in answer.because:
            words = because.text.en if language == "en" else because.text.ar
            yield from wrapped(words, "       ")
