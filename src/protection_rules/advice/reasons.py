"""Why a condition came out as it did: the facts that made it so, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from protection_rules.advice.model import Because, Words
from protection_rules.advice.phrases import joined, phrase, sentence_case
from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, SECTIONS, UNKNOWN, FactEntry, Vocabulary
from protection_rules.logic.nodes import (
    All,
    AnyOf,
    AtLeast,
    Compare,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Some,
)
from protection_rules.logic.truth import Trace, Truth, negated

_FALSE: Final = (Truth.FALSE,)
_ANY: Final = tuple(Truth)
_NO_CODES: Final[frozenset[str]] = frozenset()


def words(text: Text) -> Words:
    """A text as part of an assessment."""
    return Words(en=text.en, ar=text.ar)


def deciding(trace: Trace) -> list[Trace]:
    """The comparisons that made a condition true, false or undetermined, in order.

    Of an undetermined condition these are what already holds and what is still open.
    """
    if not trace.parts:
        return [trace]
    wanted = _wanted(trace)
    return [leaf for part in trace.parts if part.truth in wanted for leaf in deciding(part)]


def _wanted(trace: Trace) -> tuple[Truth, ...]:
    """The truths of the parts that made a condition what it is."""
    match trace.condition:
        case All() | Every():
            return _FALSE if trace.truth is Truth.FALSE else (Truth.TRUE, Truth.UNDETERMINED)
        case AnyOf() | Some():
            return (trace.truth,)
        case None_():
            return (negated(trace.truth),)
        case AtLeast():
            return _FALSE if trace.truth is Truth.FALSE else (Truth.TRUE, trace.truth)
        case _:
            return _ANY


def reasons(trace: Trace, subject: str, vocabulary: Vocabulary) -> tuple[Because, ...]:
    """The facts behind a result, each once; the subject's own facts are not named after it."""
    found: dict[tuple[str, str], Because] = {}
    for leaf in deciding(trace):
        for fact, codes in _compared(leaf):
            whose = leaf.reading.subject(fact)
            if (fact, whose) not in found:
                found[fact, whose] = _because(leaf, vocabulary[fact], codes, whose, subject, vocabulary)
        match leaf.condition:
            case Some(section=section) | Every(section=section) | None_(section=section):
                found.setdefault((section, "case"), _because_of_list(leaf, section))
            case _:
                pass
    return tuple(found.values())


def _compared(leaf: Trace) -> tuple[tuple[str, frozenset[str]], ...]:
    """The facts that a comparison reads, each with the codes that it looks for in it, where it does."""
    match leaf.condition:
        case Is(fact=fact) | Compare(fact=fact) | IsUnknown(fact=fact):
            return ((fact, _NO_CODES),)
        case Includes(fact=fact, codes=codes):
            return ((fact, codes),)
        case MemberOf(fact=fact, of=of):
            return ((fact, _NO_CODES), (of, frozenset({str(leaf.reading.value(fact))})))
        case _:
            return ()


def _because_of_list(leaf: Trace, section: str) -> Because:
    is_unknown = leaf.truth is Truth.UNDETERMINED
    text = phrase("list_unknown" if is_unknown else "list_empty", section=SECTIONS[section].label)
    value = UNKNOWN if is_unknown else NONE
    return Because(fact=section, subject="case", value=value, truth=leaf.truth.value, text=words(text))


def _because(
    leaf: Trace, entry: FactEntry, codes: frozenset[str], whose: str, subject: str, vocabulary: Vocabulary
) -> Because:
    """One fact in words; of a set that was compared with codes, only those it has of them."""
    fact = entry.path
    value = leaf.reading.value(fact)
    if isinstance(value, frozenset) and value & codes:
        value &= codes
    shown = _written(entry, value)
    code = shown[0] if isinstance(shown, tuple) and len(shown) == 1 else shown
    truth = leaf.truth.value
    if isinstance(code, str) and whose in {"case", "operation"}:
        return _becauses(vocabulary)[fact, code, truth]
    if whose not in {"case", "operation", subject}:
        text = words(_fact_of_item(entry, value, whose.partition(":")[2]))
    elif isinstance(code, str):
        text = _sentences(vocabulary)[fact, code]
    else:
        text = words(phrase("fact", label=_label(entry), value=value_text(entry, value)))
    return Because(fact=fact, subject=whose, value=shown, truth=truth, text=text)


def _fact_of_item(entry: FactEntry, value: Value, item: str) -> Text:
    return phrase("fact_of_item", label=_label(entry), item=item, value=value_text(entry, value))


def _label(entry: FactEntry) -> Text:
    return sentence_case(entry.attributes.label)


@lru_cache(maxsize=8)
def _sentences(vocabulary: Vocabulary) -> Mapping[tuple[str, str], Words]:
    """Every fact with each code and marker it can have, in words."""
    return {
        (fact.path, code): words(phrase("fact", label=_label(fact), value=fact.value_label(code)))
        for fact in vocabulary.values()
        for code in (*fact.codes, *fact.markers)
    }


@lru_cache(maxsize=8)
def _becauses(vocabulary: Vocabulary) -> Mapping[tuple[str, str, str], Because]:
    """Every fact that is not of a list with each code and marker, for each truth that may come of it."""
    return {
        (fact, code, truth.value): Because(
            fact=fact,
            subject="operation" if entry.section == "operation" else "case",
            value=(code,) if entry.kind == "choices" else code,
            truth=truth.value,
            text=text,
        )
        for (fact, code), text in _sentences(vocabulary).items()
        for entry in (vocabulary[fact],)
        if entry.section not in LIST_SECTIONS
        for truth in Truth
    }


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
