"""Why a condition came out as it did: the facts that made it so, in words."""

from __future__ import annotations

from collections.abc import Iterable
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

    def of(self, seen: Iterable[Seen], subject: str) -> tuple[Because, ...]:
        """The facts behind a result, each once; the subject's own facts are not named after it."""
        about = subject.partition(":")[0]
        told: dict[tuple[str, str], Because] = {}
        for fact, whose, value, truth in seen:
            # what is so of the subject is put as it is of whatever item a rule is about
            whose = about if whose == subject else whose  # noqa: PLW2901  # says the same
            if (fact, whose) in told:
                continue
            sentences = self._sentences.get(fact) or self._prepare(fact)
            because = sentences.prepared.get((value, truth))
            if because is None or because.subject != whose:
                because = sentences.because(whose, value, truth)
            if whose == about != subject:
                because = because.otherwise({"subject": subject})
            told[fact, whose] = because
        return tuple(told.values())

    def _prepare(self, fact: str) -> _Sentences | _ListSentences:
        is_list = fact in SECTIONS
        sentences = _ListSentences(fact) if is_list else _Sentences(self._vocabulary[fact])
        self._sentences[fact] = sentences
        return sentences


class _Sentences:
    """What is said of one fact. `prepared` has what is said where its value is a single code."""

    def __init__(self, fact: FactEntry) -> None:
        label = sentence_case(fact.attributes.label)
        self._fact = fact
        self._of_case = phrase("fact", label=label, value=_VALUE)
        self._of_item = phrase("fact_of_item", label=label, item=_ITEM, value=_VALUE)
        whose = standing_for(fact)
        self.prepared: dict[tuple[Value, str], Because] = {
            (value, truth.value): because.otherwise({"truth": truth.value})
            for value in alone(fact)
            for because in (self.because(whose, value, "true"),)
            for truth in Truth
        }

    def because(self, whose: str, value: Value, truth: TruthName) -> Because:
        """Any value of anybody's: also a number, several codes, or what another item has."""
        item = whose.partition(":")[2]
        said, told = self._of_item if item else self._of_case, value_text(self._fact, value)
        text = Words(
            en=said.en.replace(_ITEM, item).replace(_VALUE, told.en),
            ar=said.ar.replace(_ITEM, item).replace(_VALUE, told.ar),
        )
        written = _written(self._fact, value)
        return Because(fact=self._fact.path, subject=whose, value=written, truth=truth, text=text)


class _ListSentences:
    """What is said of a list by its section's name: that it is not known, or that nothing is in it."""

    def __init__(self, section: str) -> None:
        self._section = section
        self.prepared: dict[tuple[Value, str], Because] = {
            (value, truth.value): self.because("case", value, truth.value)
            for value in (UNKNOWN, NONE)
            for truth in Truth
        }

    def because(self, whose: str, value: Value, truth: TruthName) -> Because:
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
