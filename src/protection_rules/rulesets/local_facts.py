"""The facts that an overlay declares for its own operation: facts.yaml, from its form to a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from protection_rules.documents import Document, Span
from protection_rules.facts.fact import Asked, Fact, Sensitivity, Supplier
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import (
    COMMON_VALUES,
    VOCABULARY,
    FactEntry,
    Vocabulary,
    local_fact,
)
from protection_rules.rulesets.codes import listed
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.entries import text_of
from protection_rules.rulesets.schemas import (
    LONGEST_LABEL,
    NAME,
    Schema,
    _document,
    _enum,
    _identified,
    _list,
    _object,
    _text,
)
from protection_rules.rulesets.shape import items_of, span_of

FILE: Final = "facts.yaml"
KINDS: Final = ("answer", "choice", "choices", "number")
LONGEST_QUESTION: Final = 280
"""Characters that a question may have in each language."""
MOST_FACTS: Final = 60
"""Facts that one overlay may declare."""
MOST_CODES: Final = 40
"""Values that a choice or a set may have."""
LARGEST_NUMBER: Final = 1_000_000
_WITH_VALUES: Final = frozenset({"choice", "choices"})


def facts_schema() -> Schema:
    """facts.yaml of an overlay: the facts of its own that a profile may give under `local`."""
    value = _object({"value": _identified(NAME), "label": _text(LONGEST_LABEL)}, required=["value", "label"])
    fact = _object(
        {
            "fact": _identified(NAME) | {"description": "its name in a profile, under `local`"},
            "kind": _enum(KINDS, "yes or no, one of its values, a set of them, or a number"),
            "label": _text(LONGEST_LABEL),
            "question": _text(LONGEST_QUESTION) | {"description": "what to say or check to find it out"},
            "supplied_by": _enum(get_args(Supplier), "from whom the fact comes"),
            "asked": _enum(get_args(Asked), "how the fact may be found out"),
            "sensitivity": _enum(get_args(Sensitivity), "who may learn of it"),
            "values": _list(value, minItems=1, maxItems=MOST_CODES),
            "minimum": {"type": "integer", "minimum": 0},
            "maximum": {"type": "integer", "minimum": 1},
        },
        required=["fact", "kind", "label", "question", "supplied_by", "asked", "sensitivity"],
    )
    body = _object({"facts": _list(fact, minItems=1, maxItems=MOST_FACTS)}, required=["facts"])
    return _document("Facts", body, None)


def with_facts_of(documents: Iterable[Document], findings: Findings) -> Vocabulary:
    """The guidance's vocabulary with what these documents of sound form declare; faults are noted."""
    found: dict[str, FactEntry] = {}
    labelled = _Labels(findings, {fact.path: fact.attributes.label for fact in VOCABULARY.values()})
    for document in documents:
        for index, data in enumerate(items_of(document, "facts")):
            name, place = data["fact"], ("facts", index)
            if name in found:
                span = span_of(document, *place, "fact")
                findings.add(span, "duplicate-id", "fact", id=f"local.{name}")
            fact = _fact(data, document, place, findings)
            found.setdefault(name, fact)
            labelled.add(fact.path, fact.attributes.label, document, (*place, "label"))
    return VOCABULARY.with_local(found) if found else VOCABULARY


class _Labels:
    """What is called how. Scenarios name facts and values by their labels, so no two may have the same."""

    def __init__(self, findings: Findings, known: Mapping[str, Text]) -> None:
        self._findings = findings
        self._names = {self._key(label, each): name for name, label in known.items() for each in LANGUAGES}

    def add(self, name: str, label: Text, document: Document, place: tuple[str | int, ...]) -> None:
        """Note a label that something else has already."""
        for language in LANGUAGES:
            other = self._names.setdefault(self._key(label, language), name)
            if other != name:
                span = span_of(document, *place, language)
                self._findings.add(span, "local-facts", "same_label", name=other)

    @staticmethod
    def _key(label: Text, language: Language) -> tuple[Language, str]:
        return language, label.in_language(language).casefold()


def tell_of_misplaced(span: Span, findings: Findings) -> None:
    """Note facts that are declared elsewhere than in facts.yaml of an overlay."""
    findings.add(span, "local-facts", "misplaced", file=FILE)


def _fact(
    data: Mapping[str, Any], document: Document, place: tuple[str | int, ...], findings: Findings
) -> FactEntry:
    """The fact of an entry; where that is faulty, one that conditions can be read with."""
    kind = data["kind"]
    values: dict[str, Text] = {}
    labelled = _Labels(findings, COMMON_VALUES)
    for index, each in enumerate(data.get("values", ())):
        span = span_of(document, *place, "values", index, "value")
        if each["value"] in values:
            findings.add(span, "duplicate-id", "entry", id=each["value"], list="values")
        if each["value"] in COMMON_VALUES:
            findings.add(span, "local-facts", "reserved", value=each["value"], names=listed(COMMON_VALUES))
        values[each["value"]] = text_of(each["label"])
        labelled.add(each["value"], values[each["value"]], document, (*place, "values", index, "label"))
    for name in _fields_that_lack(kind, data):
        findings.add(span_of(document, *place, "kind"), "local-facts", "lacks", kind=kind, field=name)
    for name in _fields_too_many(kind, data):
        findings.add(span_of(document, *place, name), "local-facts", "too_many", kind=kind, field=name)
    if kind == "choice" and len(values) == 1:
        findings.add(span_of(document, *place, "values"), "local-facts", "one_value")
    low, high = data.get("minimum", 0), data.get("maximum", LARGEST_NUMBER)
    if kind == "number" and not low < high <= LARGEST_NUMBER:
        span = span_of(document, *place, "maximum")
        findings.add(span, "local-facts", "bounds", least=low + 1, most=LARGEST_NUMBER)
    attributes = Fact(
        label=text_of(data["label"]),
        question=text_of(data["question"]),
        supplied_by=data["supplied_by"],
        asked=data["asked"],
        sensitivity=data["sensitivity"],
        values=values,
        minimum=low,
        maximum=high,
    )
    return local_fact(data["fact"], kind, attributes)


def _fields_that_lack(kind: str, data: Mapping[str, Any]) -> list[str]:
    return [name for name in _fields_of(kind) if name not in data]


def _fields_too_many(kind: str, data: Mapping[str, Any]) -> list[str]:
    return [
        name for name in ("values", "minimum", "maximum") if name in data and name not in _fields_of(kind)
    ]


def _fields_of(kind: str) -> tuple[str, ...]:
    """The fields that only facts of this kind have, and must have."""
    if kind in _WITH_VALUES:
        return ("values",)
    return ("minimum", "maximum") if kind == "number" else ()
