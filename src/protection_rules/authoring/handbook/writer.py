"""How the pages say things in one language: words, links, conditions. Every text means itself."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from markupsafe import Markup, escape

from protection_rules.advice.explain import Line, in_words
from protection_rules.advice.phrases import phrase, sentence_case
from protection_rules.analysis.coverage import Shown
from protection_rules.analysis.scenarios import Scenario
from protection_rules.authoring.handbook.material import Material
from protection_rules.authoring.handbook.pages import PARTS, Page, Places, Sort
from protection_rules.authoring.handbook.words import words
from protection_rules.authoring.workbook.layout import value_label
from protection_rules.facts.text import Language, Text, filled
from protection_rules.facts.vocabulary import LOCAL, FactEntry, SectionEntry, Vocabulary
from protection_rules.logic.nodes import Condition, facts_read
from protection_rules.rulesets.model import TIERS, Bar, GuidanceEntry, Polarity, Rule

_RULE_ID: Final = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d{2,3}\b", re.ASCII)

LONGEST_SHORT_NAME: Final = 20
"""Characters of a name that has room in one line everywhere."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a condition in words, with what stands under it."""

    text: Text
    parts: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one page in one language."""

    material: Material
    places: Places
    pages: Mapping[str, Page]
    page: Page
    language: Language

    # words

    def say(self, name: str, /, **parts: Text | str | int) -> Markup:
        """Words of the handbook; Markup that fills their places stays what it is."""
        return self._filled(words(name, **{key: f"{{{key}}}" for key in parts}), parts)

    def phrase(self, name: str, /, **parts: Text | str | int) -> Markup:
        """Words of the library, likewise."""
        return self._filled(phrase(name, **{key: f"{{{key}}}" for key in parts}), parts)

    def _filled(self, text: Text, parts: Mapping[str, Text | str | int]) -> Markup:
        said = {
            key: part.in_language(self.language) if isinstance(part, Text) else part
            for key, part in parts.items()
        }
        return escape(text.in_language(self.language)).format(**said)

    def plain(self, text: Text) -> str:
        """A text of the rulesets as it is."""
        return text.in_language(self.language)

    def capital(self, text: Text) -> str:
        """A text of the rulesets with a capital letter at its beginning."""
        return sentence_case(text).in_language(self.language)

    def text(self, text: Text) -> Markup:
        """A text of the rulesets, with the rules that it names as links."""
        return self.linked(text.in_language(self.language))

    def linked(self, text: str) -> Markup:
        """Words with the rules that they name as links."""
        found, end = Markup(), 0
        for name in _RULE_ID.finditer(text):
            found += escape(text[end : name.start()]) + self.rule(name[0])
            end = name.end()
        return found + escape(text[end:])

    def listed(self, parts: Iterable[str]) -> Markup:
        """Parts one after another, with the separator of the language."""
        return escape(phrase("value_separator").in_language(self.language)).join(parts)

    def texts(self, texts: Iterable[Text]) -> Markup:
        """Texts of the rulesets one after another."""
        return self.listed(map(self.text, texts))

    def reviewers(self, rule: Rule) -> Markup:
        """Who reviews the advice of a rule."""
        return self.texts(self.material.book.reviewers[name].label for name in rule.reviewers)

    def reasons(self, rule: Rule) -> Markup:
        """The reasons that may be given for departing from a rule."""
        return self.texts(self.material.book.override_reasons[name].label for name in rule.override_reasons)

    def label(self, name: str, value: str) -> str:
        """What a value of a closed list is called."""
        return value_label(name, value).in_language(self.language)

    # links

    def to(self, name: str, part: str = "", language: Language | None = None) -> str:
        """The way from this page to another, or to a part of it; all ways are relative."""
        here = posixpath.dirname(f"{self.language}/{self.page.name}")
        way = posixpath.relpath(f"{language or self.language}/{name}.html", here)
        return f"{way}#{part}" if part else way

    def asset(self, name: str) -> str:
        """The way to a file that both languages share."""
        return posixpath.relpath(name, posixpath.dirname(f"{self.language}/{self.page.name}"))

    def place(self, sort: Sort, name: str) -> str:
        """The way to where something stands."""
        return self.to(*self.places.of(sort, name))

    def name(self, name: str) -> Markup:
        """A name of the files, apart from the direction of the text around it; in one line if short."""
        short = " short" if len(name) <= LONGEST_SHORT_NAME else ""
        return Markup('<bdi class="name{}" dir="ltr" lang="en" translate="no">{}</bdi>').format(short, name)

    def rule(self, name: str) -> Markup:
        """The name of a rule, as a link where it has a page."""
        if ("rule", name) not in self.places:
            return self.name(name)
        return self.link("rule", name, self.name(name))

    def link(self, sort: Sort, name: str, shown: str) -> Markup:
        """A link to where something stands."""
        return Markup('<a href="{}">{}</a>').format(self.place(sort, name), shown)

    def names(self, names: Iterable[str]) -> Markup:
        """Names one after another."""
        return self.listed(map(self.name, names))

    def fact(self, path: str) -> Markup:
        """The label of a fact as a link."""
        return self.link("fact", path, self.capital(self.vocabulary[path].attributes.label))

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that the rules can read."""
        return self.material.book.vocabulary

    @property
    def own_section(self) -> str:
        """The section of the facts of an operation's own."""
        return LOCAL

    def is_own(self, fact: FactEntry) -> bool:
        """Whether a fact is an operation's own."""
        return fact.section == LOCAL

    def own_facts(self) -> Markup:
        """The facts of an operation's own, as links."""
        return self.listed(self.fact(fact.path) for fact in self.vocabulary.local.values())

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the handbook beside the decision points."""
        return PARTS

    @property
    def other(self) -> Language:
        """The other language."""
        return "en" if self.language == "ar" else "ar"

    # conditions and what they read

    def condition(self, rule: Rule) -> tuple[Branch, ...]:
        """When a rule applies: its condition, and after it what it is an exception for."""
        found = branches(in_words(rule.when, self.vocabulary))
        if rule.unless is None:
            return found
        return (
            *found,
            Branch(
                sentence_case(phrase("condition.unless")),
                branches(in_words(rule.unless, self.vocabulary)),
            ),
        )

    def meaning(self, condition: Condition) -> tuple[Branch, ...]:
        """A condition in words."""
        return branches(in_words(condition, self.vocabulary))

    def facts(self, rule: Rule) -> list[FactEntry]:
        """The facts that a rule reads."""
        return [self.vocabulary[path] for path in facts_read(rule.condition)]

    def about(self, rule: Rule) -> str | None:
        """What a rule is about, where that is not the case."""
        if rule.about == "case":
            return None
        if rule.about == "operation":
            return phrase("page.about_operation").in_language(self.language)
        section = self.vocabulary.sections[rule.about].label
        return phrase("page.about_each", section=section).in_language(self.language)

    def effect(self, rule: Rule) -> str:
        """The name of what is said about the action of a rule."""
        polarity: Polarity = self.material.book.actions[rule.action].polarity
        turned = rule.modality == "must_not" and polarity != "neutral"
        return f"effect.not_{polarity}" if turned else f"effect.{polarity}"

    def tiers(self) -> Markup:
        """The ranks of rules, strongest first."""
        return self.listed(phrase(f"tier.{tier}").in_language(self.language) for tier in TIERS)

    # lists

    @property
    def sections(self) -> Iterable[SectionEntry]:
        """The sections of a profile with their facts."""
        return self.vocabulary.sections.values()

    def entries(self) -> Iterator[tuple[str, list[GuidanceEntry]]]:
        """The guidance entries in their order, under the section that each stretch of them stands in."""
        listed = self.material.book.guidance.values()
        for section, entries in groupby(listed, lambda entry: entry.section.in_language(self.language)):
            yield section, list(entries)

    def bar(self, bar: Bar) -> str:
        """What advice on an action means for items of a list, before the condition they must meet."""
        label = self.material.book.actions[bar.action].label
        barred = filled(
            value_label("barred", bar.standing), about=value_label("for_each", bar.about), action=label
        )
        return barred.in_language(self.language)

    def kind(self, fact: FactEntry) -> str:
        """What kind of values a fact has."""
        label = value_label("kind_of_fact", fact.kind)
        bounds = {"minimum": fact.attributes.minimum, "maximum": fact.attributes.maximum}
        return filled(label, **bounds).in_language(self.language)

    def scenarios(self, shown: Shown) -> list[tuple[Scenario, list[tuple[str, str]]]]:
        """The scenarios of this language that show a thing, with their steps."""
        return [(each, list(self._steps(each))) for each in shown.in_language(self.language)]

    def _steps(self, scenario: Scenario) -> Iterator[tuple[str, str]]:
        """The steps of a scenario with the word each begins with; of several of a kind, the first has it."""
        before = None
        for step in self.material.steps[scenario]:
            name = "step.and" if step.kind == before else f"step.{step.kind}"
            yield words(name).in_language(self.language), step.text
            before = step.kind


def branches(lines: Iterable[Line]) -> tuple[Branch, ...]:
    """Indented lines as branches, each with the lines under it."""
    listed = list(lines)
    starts = [index for index, line in enumerate(listed) if line.depth == listed[0].depth]
    return tuple(
        Branch(listed[start].text, branches(listed[start + 1 : end]))
        for start, end in pairwise([*starts, len(listed)])
    )
