"""Which words texts use and which they never do: reading terminology.yaml, and holding texts against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, cast

from protection_rules.documents import Document, Scalar
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.documents import Sequence as DocumentSequence
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.limits import MOST_EXPRESSIONS
from protection_rules.rulesets.codes import listed, words
from protection_rules.rulesets.content import TERMINOLOGY, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings, suggest
from protection_rules.rulesets.files import opened, same, stands
from protection_rules.rulesets.schemas import LONGEST_TEXT
from protection_rules.rulesets.shape import at, check_shape, items_of
from protection_rules.rulesets.terminology_schema import terminology_schema
from protection_rules.rulesets.texts import check_letters, check_texts
from protection_rules.rulesets.word_forms import Occurrence, longest, occurrences


@dataclass(frozen=True, slots=True)
class Concept:
    """What to say, and when."""

    id: str
    term: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Avoided:
    """Words and phrases never to say, in any of their forms, why, and what to say instead.

    Inside the expressions of `unless` they may stand. With `in_advice` they are only kept out of
    advice: guidance, standards and invariants may name what advice may not.
    """

    words: Mapping[Language, tuple[str, ...]]
    unless: Mapping[Language, tuple[str, ...]]
    reason: Text
    instead: tuple[Text, ...]
    in_advice: bool

    def allows(self, found: Occurrence, texts: Sequence[str], language: Language) -> bool:
        """Whether the word stands in an expression in which it may stand."""
        inside = occurrences(self.unless[language], [texts[found.text]])
        return any(allowed.start <= found.start and found.end <= allowed.end for allowed in inside)


@dataclass(frozen=True, slots=True)
class Terminology:
    """The terms to use and the words to avoid, of the package and of a folder."""

    concepts: tuple[Concept, ...]
    avoided: tuple[Avoided, ...]

    def unfit(
        self, texts: Sequence[str], language: Language, *, advice: bool
    ) -> list[tuple[Occurrence, Avoided]]:
        """Every word in these texts that they should not have; `advice` says whether they advise."""
        entries = [entry for entry in self.avoided if advice or not entry.in_advice]
        words = [word for entry in entries for word in entry.words[language]]
        unfit: dict[Occurrence, Avoided] = {}
        for found in occurrences(words, texts):
            meant = (entry for entry in entries if found.expression in entry.words[language])
            entry = next((entry for entry in meant if not entry.allows(found, texts, language)), None)
            if entry is not None:
                unfit[found] = entry
        return [(found, unfit[found]) for found in longest(unfit)]

    def fits(self, text: Text, *, advice: bool) -> bool:
        """Whether a text has no word that it should not have."""
        return not any(
            self.unfit([text.in_language(language)], language, advice=advice) for language in LANGUAGES
        )


def read_terminology(folder: Path, findings: Findings) -> Terminology:
    """The terminology of the package, with what a folder's own file adds to it."""
    own, shipped = folder / TERMINOLOGY, shipped_rulesets() / TERMINOLOGY
    paths = [own] if same(own, shipped) else [shipped, own] if stands(own) else [shipped]
    documents = []
    for path in paths:
        document = opened(path, findings)
        if document is None:
            continue
        check_texts(document, findings)
        if check_shape(document, terminology_schema(), findings) and _within_bounds(document, findings):
            documents.append(document)
    concepts = {
        item["id"]: Concept(item["id"], _text(item["term"]), _text(item["note"]))
        for document in documents
        for item in items_of(document, "use")
    }
    terminology = Terminology(
        tuple(concepts.values()),
        tuple(
            _avoided(item, concepts, in_advice=name == "never_in_advice")
            for document in documents
            for name in ("never", "never_in_advice")
            for item in items_of(document, name)
        ),
    )
    for document in documents:
        _check(document, concepts, findings)
        check_words(document, terminology, findings, advice=False)
    return terminology


def check_words(document: Document, terminology: Terminology, findings: Findings, *, advice: bool) -> None:
    """Note every word in the texts of a document that they should not have."""
    for language in LANGUAGES:
        scalars = list(_scalars(document, language))
        texts = [str(scalar.value) for scalar in scalars]
        for found, avoided in terminology.unfit(texts, language, advice=advice):
            findings.add(
                scalars[found.text].span,
                "forbidden-word",
                "word",
                _hint([text for text in avoided.instead if terminology.fits(text, advice=advice)]),
                word=found.written,
                reason=avoided.reason,
                arabic=avoided.reason.ar,
            )


def _scalars(document: Document, language: Language) -> Iterator[Scalar]:
    """Every text of a document in one language."""
    match document:
        case DocumentMapping(entries=entries):
            for entry in entries:
                if entry.key == language and isinstance(entry.value, Scalar):
                    # one that is longer is refused, and not worth reading
                    if len(str(entry.value.value)) <= LONGEST_TEXT:
                        yield entry.value
                else:
                    yield from _scalars(entry.value, language)
        case DocumentSequence(items=items):
            for item in items:
                yield from _scalars(item, language)
        case Scalar():
            pass


def _hint(instead: list[Text]) -> Text:
    if not instead:
        return words("leave_out")
    english, arabic = (listed((text.in_language(each) for text in instead), "or") for each in LANGUAGES)
    return words("say_instead", english=english, arabic=arabic)


def _avoided(item: dict[str, Any], concepts: Mapping[str, Concept], *, in_advice: bool) -> Avoided:
    return Avoided(
        words={language: tuple(item["words"][language]) for language in LANGUAGES},
        unless={language: tuple(item.get("unless", {}).get(language, ())) for language in LANGUAGES},
        reason=_text(item["reason"]),
        instead=tuple(concepts[name].term for name in item.get("instead", ()) if name in concepts),
        in_advice=in_advice,
    )


def _within_bounds(document: Document, findings: Findings) -> bool:
    """Note a file with more words and phrases than texts are held against; True if there are fewer."""
    lists = (
        item.get(field, {}).get(language, ())
        for name in ("never", "never_in_advice")
        for item in items_of(document, name)
        for field, language in product(("words", "unless"), LANGUAGES)
    )
    if sum(map(len, lists)) <= MOST_EXPRESSIONS:
        return True
    findings.add(document.span, "too-large", "words_and_phrases", number=MOST_EXPRESSIONS)
    return False


def _check(document: Document, concepts: Mapping[str, Concept], findings: Findings) -> None:
    """Note ids that stand twice, concepts that are not there, and words under the wrong language."""
    seen: set[str] = set()
    for number, item in enumerate(items_of(document, "use")):
        if item["id"] in seen:
            span = at(document, ("use", number, "id")).span
            findings.add(span, "duplicate-id", "entry", id=item["id"], list="use")
        seen.add(item["id"])
    for name in ("never", "never_in_advice"):
        for number, item in enumerate(items_of(document, name)):
            place = at(document, (name, number))
            for position, concept in enumerate(item.get("instead", ())):
                if concept not in concepts:
                    span = at(place, ("instead", position)).span
                    near = suggest(concept, concepts)
                    findings.add(span, "unknown-concept", "concept", near, concept=concept)
            for field, language in product(("words", "unless"), LANGUAGES):
                for position in range(len(item.get(field, {}).get(language, ()))):
                    word = cast("Scalar", at(place, (field, language, position)))
                    check_letters(word, language, findings)


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())
