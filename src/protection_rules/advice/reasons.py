"""Why a condition came out as it did: the facts that made it so, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from protection_rules.advice.model import Because, Words
from protection_rules.advice.phrases import joined, phrase, sentence_case
from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    NONE,
    SECTIONS,
    UNKNOWN,
    FactEntry,
    Vocabulary,
)
from protection_rules.logic.deciding import Seen, TruthName, alone, standing_for
from protection_rules.logic.truth import Truth


def words(text: Text) -> Words:
    """A text as part of an assessment."""
    return Words(en=text.en, ar=text.ar)


class Reasons:
    """Puts in words what was seen, with the facts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing of any case is kept, only sentences: those of each fact, once one of them is needed."""
        self._vocabulary = vocabulary
        self._sentences: dict[str, _Sentences | _ListSentences] = {}
        self._prepared: dict[Seen, Because] = {}

    def of(self, seen: tuple[Seen, ...], subject: str) -> tuple[Because, ...]:
        """The facts behind a result, each once; the subject's own facts are not named after it."""
        about, _, item = subject.partition(":")
        told: list[Because] = []
        for one in _each_once(seen, subject, about) if len(seen) > 1 else seen:
            if item and one.subject == subject:
                # what is so of the subject is put as it is of whatever item a rule is about
                one = one._replace(subject=about)  # noqa: PLW2901  # says the same
            because = self._prepared.get(one) or self._because(one)
            told.append(because.otherwise({"subject": subject}) if item and one.subject == about else because)
        return tuple(told)

    def _because(self, seen: Seen) -> Because:
        """What is not prepared: before the first use of its fact, or at all."""
        fact, whose, value, truth = seen
        sentences = self._sentences.get(fact)
        if sentences is None:
            sentences = _ListSentences(fact) if fact in SECTIONS else _Sentences(self._vocabulary[fact])
            self._prepared |= sentences.prepared()
            self._sentences[fact] = sentences
        return self._prepared.get(seen) or sentences.because(whose, value, truth)


def _each_once(seen: Iterable[Seen], subject: str, about: str) -> Iterable[Seen]:
    """The first that was seen of each fact of each subject."""
    first: dict[tuple[str, str], Seen] = {}
    for one in seen:
        fact, whose, _, _ = one
        first.setdefault((fact, about if whose == subject else whose), one)
    return first.values()


class _Sentences:
    """What is said of one fact."""

    def __init__(self, fact: FactEntry) -> None:
        label = sentence_case(fact.attributes.label)
        self._fact = fact
        self._of_case = phrase("fact", label=label, value=_VALUE)
        self._of_item = phrase("fact_of_item", label=label, item=_ITEM, value=_VALUE)

    @cached_property
    def _of_any_item(self) -> Mapping[Value, Because]:
        """What is said of whatever item where its value is a single code."""
        return {value: self._told(self._of_item, self._fact.section, value) for value in alone(self._fact)}

    def prepared(self) -> dict[Seen, Because]:
        """What is said where its value is a single code, whatever it came to."""
        fact, whose = self._fact.path, standing_for(self._fact)
        return {
            Seen(fact, whose, value, truth.value): because.otherwise({"truth": truth.value})
            for value in alone(self._fact)
            for because in (self._told(self._of_case, whose, value),)
            for truth in Truth
        }

    def because(self, whose: str, value: Value, truth: TruthName) -> Because:
        """Any value of anybody's: also a number, several codes, or what another item has."""
        item = whose.partition(":")[2]
        if not item:
            return self._told(self._of_case, whose, value).otherwise({"truth": truth})
        told = self._of_any_item.get(value) or self._told(self._of_item, whose, value)
        text = told.text
        named = {"en": text.en.replace(_ITEM, item), "ar": text.ar.replace(_ITEM, item)}
        return told.otherwise({"subject": whose, "truth": truth, "text": text.otherwise(named)})

    def _told(self, said: Text, whose: str, value: Value) -> Because:
        """What is said of a value, as of a comparison that it made true."""
        told = value_text(self._fact, value)
        text = Words(en=said.en.replace(_VALUE, told.en), ar=said.ar.replace(_VALUE, told.ar))
        written = _written(self._fact, value)
        return Because(fact=self._fact.path, subject=whose, value=written, truth="true", text=text)


class _ListSentences:
    """What is said of a list by its section's name: that it is not known, or that nothing is in it."""

    def __init__(self, section: str) -> None:
        self._section = section

    def prepared(self) -> dict[Seen, Because]:
        """What is said of it whatever it came to."""
        return {
            Seen(self._section, "case", value, truth.value): self.because("case", value, truth.value)
            for value in (UNKNOWN, NONE)
            for truth in Truth
        }

    def because(self, whose: str, value: Value, truth: TruthName) -> Because:
        """That it is not known, or that nothing is in it."""
        name = "list_unknown" if value == UNKNOWN else "list_empty"
        text = words(phrase(name, section=SECTIONS[self._section].label))
        return Because(fact=self._section, subject=whose, value=str(value), truth=truth, text=text)


_ITEM: Final = "\0"
_VALUE: Final = "\1"
"""What stands in a sentence for what is not known yet; no text and no id has such a character."""


def _written(entry: FactEntry, value: Value) -> str | int | tuple[str, ...]:
    if not isinstance(value, frozenset):
        return value
    return tuple(code for code in (*entry.codes, *entry.markers) if code in value) or (NONE,)


def value_text(entry: FactEntry, value: Value) -> Text:
    """A value in words."""
    if isinstance(value, str):
        return entry.value_label(value)
    if isinstance(value, int):
        return Text(str(value), str(value))
    codes = [code for code in (*entry.codes, *entry.markers) if code in value] or [NONE]
    return joined([entry.value_label(code) for code in codes])


def fact_label(fact: str, vocabulary: Vocabulary) -> Text:
    """How a fact, or a list by its section's name, is called."""
    return SECTIONS[fact].label if fact in SECTIONS else vocabulary[fact].attributes.label
