"""What an update made otherwise in a case, in words: facts, items, lists, whether the office is described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from protection_rules.advice.model import Model, Words
from protection_rules.advice.phrases import phrase, sentence_case
from protection_rules.advice.reasons import value_text, words
from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.difference import OFFICE, Difference
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, FactEntry, SectionEntry, Vocabulary

Shown: TypeAlias = str | int | tuple[str, ...]


class UpdatedFact(Model):
    """One thing that is otherwise.

    `fact` is a path; or the name of a section: of a list, where an item came or went, or where the
    list became known or unknown or was put in another order; or `operation`, where the office is
    described or not any more. `subject` says whose it is. `before` and `after` are a code, a number,
    or the codes of a set, and are there for a fact by its path only.
    """

    fact: str
    subject: str
    before: Shown | None
    after: Shown | None
    text: Words

    @property
    def section(self) -> str:
        """The section of the profile."""
        return self.fact.partition(".")[0]

    def is_read(self, reads: frozenset[str], subject: str) -> bool:
        """Whether it is among what is read for a subject: facts by path, lists looked through by name."""
        if self.section in reads:
            return self.fact in reads
        if self.fact == self.section:
            return self.is_of(subject)
        return self.fact in reads and (self.section not in LIST_SECTIONS or self.subject == subject)

    def is_of(self, subject: str) -> bool:
        """Whether it is of the subject, or of the list that the subject is an item of."""
        listed = self.subject == "case" and subject.partition(":")[0] == self.section
        return self.subject == subject or listed


def updated_facts(
    before: Case, after: Case, differing: Difference, vocabulary: Vocabulary
) -> tuple[UpdatedFact, ...]:
    """Everything that is otherwise, in the order of the vocabulary and of the lists."""
    return tuple(
        updated
        for section in vocabulary.sections.values()
        for updated in (
            _of_list(section, before, after, differing)
            if section.many
            else _of_section(section, before, after, differing)
        )
    )


def _of_section(
    section: SectionEntry, before: Case, after: Case, differing: Difference
) -> Iterator[UpdatedFact]:
    subject = "operation" if section.name == OFFICE else "case"
    if section.name == OFFICE and before.has_operation != after.has_operation:
        name = "change.office_described" if after.has_operation else "change.office_not_described"
        yield _without_value(OFFICE, subject, phrase(name))
    for fact in section.facts.values():
        if fact.path in differing.facts:
            yield _fact(fact, subject, before.facts[fact.path], after.facts[fact.path])


def _of_list(
    section: SectionEntry, before: Case, after: Case, differing: Difference
) -> Iterator[UpdatedFact]:
    old, new = before.items[section.name], after.items[section.name]
    if section.name not in differing.facts:
        return
    if old is None or new is None:
        name = "change.list_known" if old is None else "change.list_unknown"
        yield _without_value(section.name, "case", phrase(name, section=section.label))
        return
    if differing.items.isdisjoint(f"{section.name}:{item.id}" for item in (*old, *new)):
        text = phrase("change.list_reordered", section=section.label)
        yield _without_value(section.name, "case", text)
    were = {item.id: item for item in old}
    are = {item.id: item for item in new}
    for identifier in dict.fromkeys([*are, *were]):
        yield from _of_item(section, identifier, were.get(identifier), are.get(identifier))


def _of_item(
    section: SectionEntry, identifier: str, before: Item | None, after: Item | None
) -> Iterator[UpdatedFact]:
    subject = f"{section.name}:{identifier}"
    if before is None or after is None:
        name = "change.item_added" if before is None else "change.item_removed"
        text = phrase(name, section=section.label, item=identifier)
        yield _without_value(section.name, subject, text)
        return
    for fact in section.facts.values():
        old, new = before.facts[fact.path], after.facts[fact.path]
        if new != old:
            yield _fact(fact, subject, old, new, identifier)


def _without_value(fact: str, subject: str, text: Text) -> UpdatedFact:
    return UpdatedFact(fact=fact, subject=subject, before=None, after=None, text=words(text))


def _fact(fact: FactEntry, subject: str, before: Value, after: Value, item: str | None = None) -> UpdatedFact:
    parts = {
        "label": sentence_case(fact.attributes.label),
        "before": value_text(fact, before),
        "after": value_text(fact, after),
    }
    text = (
        phrase("change.fact", **parts) if item is None else phrase("change.fact_of_item", item=item, **parts)
    )
    return UpdatedFact(
        fact=fact.path,
        subject=subject,
        before=_shown(fact, before),
        after=_shown(fact, after),
        text=words(text),
    )


def _shown(fact: FactEntry, value: Value) -> Shown:
    if not isinstance(value, frozenset):
        return value
    return tuple(code for code in (*fact.codes, *fact.markers) if code in value) or (NONE,)
