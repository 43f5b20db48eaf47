"""Why a condition came out as it did: the facts that made it so, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from protection_rules.advice.model import Because, Words
from protection_rules.advice.phrases import joined, phrase, sentence_case
from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    LIST_SECTIONS,
    NONE,
    SECTIONS,
    UNKNOWN,
    FactEntry,
    Vocabulary,
)
from protection_rules.logic.deciding import Seen, alone, standing_for
from protection_rules.logic.truth import Truth


def words(text: Text) -> Words:
    """A text as part of an assessment."""
    return Words(en=text.en, ar=text.ar)


class Reasons:
    """Puts in words what was seen, with the facts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing of any case is kept."""
        self._vocabulary = vocabulary

    @cached_property
    def _prepared(self) -> Mapping[Seen, Because]:
        return _becauses(self._vocabulary)

    def of(self, seen: Iterable[Seen], subject: str) -> tuple[Because, ...]:
        """The facts behind a result, each once; the subject's own facts are not named after it."""
        about = subject.partition(":")[0]
        prepared = self._prepared
        told: dict[tuple[str, str], Because] = {}
        for each in seen:
            fact, whose, value, truth = each
            # what is so of the subject is put as it is of whatever item a rule is about
            own = whose in {subject, about}
            key = (fact, about if own else whose)
            if key in told:
                continue
            general = Seen(fact, about, value, truth) if own else each
            because = prepared.get(general) or self._because(general)
            told[key] = because.otherwise(subject=subject) if own and subject != about else because
        return tuple(told.values())

    def _because(self, seen: Seen) -> Because:
        """One fact in words: a number, several codes, or of another item than the advice is about."""
        path, whose, value, truth = seen
        fact, item = self._vocabulary[path], whose.partition(":")[2]
        parts = {"label": _label(fact), "value": value_text(fact, value)}
        text = phrase("fact_of_item", item=item, **parts) if item else phrase("fact", **parts)
        return Because(fact=path, subject=whose, value=_written(fact, value), truth=truth, text=words(text))


def _label(fact: FactEntry) -> Text:
    return sentence_case(fact.attributes.label)


@lru_cache(maxsize=8)
def _becauses(vocabulary: Vocabulary) -> Mapping[Seen, Because]:
    """Every fact with each single code and marker it can have, for each truth that may come of it."""
    of_facts = {
        Seen(fact.path, whose, value, truth.value): Because(
            fact=fact.path, subject=whose, value=_written(fact, value), truth=truth.value, text=text
        )
        for fact in vocabulary.values()
        for whose in (standing_for(fact),)
        for value in alone(fact)
        for text in (words(phrase("fact", label=_label(fact), value=value_text(fact, value))),)
        for truth in Truth
    }
    of_lists = {
        Seen(section, "case", value, truth.value): Because(
            fact=section, subject="case", value=value, truth=truth.value, text=text
        )
        for section in LIST_SECTIONS
        for value, name in ((UNKNOWN, "list_unknown"), (NONE, "list_empty"))
        for text in (words(phrase(name, section=SECTIONS[section].label)),)
        for truth in Truth
    }
    return of_facts | of_lists


def _written(entry: FactEntry, value: Value) -> str | int | tuple[str, ...]:
    if not isinstance(value, frozenset):
        return value
    return tuple(code for code in (*entry.codes, *entry.markers) if code in value) or (NONE,)


def value_text(entry: FactEntry, value: Value) -> Text:
    """A value in words."""
    if isinstance(value, int):
        return Text(str(value), str(value))
    written = _written(entry, value)
    codes = written if isinstance(written, tuple) else (str(written),)
    return joined([entry.value_label(code) for code in codes])


def fact_label(fact: str, vocabulary: Vocabulary) -> Text:
    """How a fact, or a list by its section's name, is called."""
    return SECTIONS[fact].label if fact in SECTIONS else vocabulary[fact].attributes.label
