"""What the search of the handbook looks through: an entry for everything that has a place in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from protection_rules.advice.explain import in_words
from protection_rules.authoring.handbook.pages import Sort
from protection_rules.authoring.handbook.words import words
from protection_rules.authoring.handbook.writer import Writer
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import Rule
from protection_rules.rulesets.terminology import Avoided

INDEX_SCRIPT: Final = "search-index.js"
"""A script and no data to fetch, so that the search works from a folder without a server."""


def search_index(writer: Writer) -> str:
    """The index of one language as a script; for each entry what it is, its name, title, way and words."""
    listed = json.dumps(list(_entries(writer)), ensure_ascii=False, separators=(",", ":"))
    # these end a line in some places where JSON allows them
    safe = listed.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return f"globalThis.handbookIndex = {safe};\n"


def _entries(writer: Writer) -> Iterator[list[str]]:
    book = writer.material.book
    for ruleset in book.rulesets:
        yield _entry(writer, "decision", ruleset.id, ruleset.title, ruleset.purpose)
    for rule in book.rules:
        yield _entry(writer, "rule", rule.id, rule.words.summary, *_of_rule(writer, rule))
    for fact in book.vocabulary.values():
        attributes = fact.attributes
        said = attributes.question, *attributes.values.values()
        entry = _entry(writer, "fact", fact.path, attributes.label, *said)
        yield [writer.plain(words("sort.own_fact")), *entry[1:]] if writer.is_own(fact) else entry
    for guidance in book.guidance.values():
        yield _entry(writer, "entry", guidance.id, guidance.summary, guidance.place)
    for action in book.actions.values():
        yield _entry(writer, "action", action.id, action.label, book.kinds[action.kind].label)
    for term in book.terms.values():
        lines = (line.text for line in in_words(term.part, book.vocabulary))
        yield _entry(writer, "condition", term.name, term.label, *lines)
    for standard in book.standards.values():
        yield _entry(writer, "standard", standard.id, standard.title, standard.verified)
    for promise in writer.material.promises:
        yield _entry(writer, "promise", promise.id, promise.title, promise.statement)
    for concept in writer.material.terminology.concepts:
        yield _word(writer, "glossary", concept.term, concept.note)
    for number, avoided in enumerate(writer.material.terminology.avoided, start=1):
        yield _avoided(writer, number, avoided)


def _of_rule(writer: Writer, rule: Rule) -> Iterator[Text]:
    yield rule.words.detail
    if rule.when_unknown is not None:
        yield rule.when_unknown.summary
        yield rule.when_unknown.detail
    yield writer.material.book.actions[rule.action].label
    for line in in_words(rule.condition, writer.material.book.vocabulary):
        yield line.text
    for name in (*rule.grounds.guidance, *rule.grounds.standards):
        yield Text(name, name)


def _entry(writer: Writer, sort: Sort, name: str, title: Text, *texts: Text) -> list[str]:
    said = [text.in_language(writer.language) for text in texts]
    shown = writer.capital(title)
    return [writer.plain(words(f"sort.{sort}")), name, shown, writer.place(sort, name), " ".join(said)]


def _word(writer: Writer, page: str, title: Text, note: Text) -> list[str]:
    sort = writer.plain(words("sort.word"))
    return [sort, "", writer.capital(title), writer.to(page), writer.plain(note)]


def _avoided(writer: Writer, number: int, avoided: Avoided) -> list[str]:
    """Words never to use are found, and not repeated among the results."""
    title = f"{writer.plain(words('avoided.title'))} ({writer.plain(avoided.reason)})"
    sought = " ".join(avoided.words[writer.language])
    way = writer.to("avoided", f"avoided-{number}")
    return [writer.plain(words("sort.word")), "", title, way, sought]
