"""Why a condition came out as it did: the facts that made it so, in words."""

from __future__ import annotations

from collections.abc import Iterator

from protection_rules.advice.model import Because, Words
from protection_rules.advice.phrases import joined, phrase, sentence_case
from protection_rules.facts.case import Value
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, SECTIONS, UNKNOWN, VOCABULARY
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
from protection_rules.logic.truth import Trace, Truth


def words(text: Text) -> Words:
    """A text as part of an assessment."""
    return Words(en=text.en, ar=text.ar)


def deciding(trace: Trace) -> Iterator[Trace]:
    """The comparisons that made a condition true, false or undetermined, in order.

    Of an undetermined condition these are what already holds and what is still open.
    """
    wanted: set[Truth]
    match trace.condition:
        case All() | Every():
            wanted = {Truth.FALSE} if trace.truth is Truth.FALSE else {Truth.TRUE, Truth.UNDETERMINED}
        case AnyOf() | Some():
            wanted = {Truth.FALSE} if trace.truth is Truth.FALSE else {trace.truth}
        case None_():
            wanted = {
                Truth.TRUE: {Truth.FALSE},
                Truth.FALSE: {Truth.TRUE},
                Truth.UNDETERMINED: {Truth.UNDETERMINED},
            }[trace.truth]
        case AtLeast():
            wanted = {Truth.FALSE} if trace.truth is Truth.FALSE else {Truth.TRUE, trace.truth}
        case _:
            wanted = set(Truth)
    if not trace.parts:
        yield trace
        return
    for part in trace.parts:
        if part.truth in wanted:
            yield from deciding(part)


def reasons(trace: Trace, subject: str) -> tuple[Because, ...]:
    """The facts behind a result, each once; the subject's own facts are not named after it."""
    found: dict[tuple[str, str], Because] = {}
    for leaf in deciding(trace):
        for because in _because(leaf, subject):
            found.setdefault((because.fact, because.subject), because)
    return tuple(found.values())


def _because(leaf: Trace, subject: str) -> Iterator[Because]:
    match leaf.condition:
        case Is(fact=fact) | Compare(fact=fact) | IsUnknown(fact=fact):
            yield _fact(leaf, fact, subject)
        case Includes(fact=fact, codes=codes):
            yield _fact(leaf, fact, subject, codes)
        case MemberOf(fact=fact, of=of):
            value = leaf.reading.value(fact)
            yield _fact(leaf, fact, subject)
            yield _fact(leaf, of, subject, frozenset({str(value)}))
        case Some(section=section) | Every(section=section) | None_(section=section):
            state = "list_unknown" if leaf.truth is Truth.UNDETERMINED else "list_empty"
            text = phrase(state, section=SECTIONS[section].label)
            value = UNKNOWN if leaf.truth is Truth.UNDETERMINED else NONE
            yield Because(fact=section, subject="case", value=value, truth=leaf.truth.value, text=words(text))
        case _:
            return


def _fact(leaf: Trace, fact: str, about: str, codes: frozenset[str] = frozenset()) -> Because:
    """One fact in words; of a set that was compared with codes, only those it has of them."""
    subject = leaf.reading.subject(fact)
    value = leaf.reading.value(fact)
    if isinstance(value, frozenset) and value & codes:
        value &= codes
    shown = _written(fact, value)
    label = sentence_case(VOCABULARY[fact].attributes.label)
    if fact.partition(".")[0] in LIST_SECTIONS and subject != about:
        item = subject.partition(":")[2]
        text = phrase("fact_of_item", label=label, item=item, value=value_text(fact, value))
    else:
        text = phrase("fact", label=label, value=value_text(fact, value))
    return Because(fact=fact, subject=subject, value=shown, truth=leaf.truth.value, text=words(text))


def _written(fact: str, value: Value) -> str | int | tuple[str, ...]:
    if not isinstance(value, frozenset):
        return value
    entry = VOCABULARY[fact]
    return tuple(code for code in (*entry.codes, *entry.markers) if code in value) or (NONE,)


def value_text(fact: str, value: Value) -> Text:
    """A value in words."""
    entry = VOCABULARY[fact]
    if isinstance(value, int):
        return Text(str(value), str(value))
    written = _written(fact, value)
    codes = written if isinstance(written, tuple) else (str(written),)
    return joined([entry.value_label(code) for code in codes])


def fact_label(fact: str) -> Text:
    """How a fact, or a list by its section's name, is called."""
    return SECTIONS[fact].label if fact in SECTIONS else VOCABULARY[fact].attributes.label
