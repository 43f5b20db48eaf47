"""What the steps of scenarios say, read from their words in either language.

The forms are those in which scenarios are written (`scenario.` in phrases_of_commands.yaml), so that what is
written is read, and facts go by the vocabulary's labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar, cast, get_args

from protection_rules.advice.model import Ask, Standing, Status
from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN, FactEntry, Vocabulary
from protection_rules.rulesets.model import MODALITIES, URGENCIES, Modality, Urgency


@dataclass(frozen=True, slots=True)
class Listed:
    """There is an item of a section, by this name."""

    section: str
    item: str


@dataclass(frozen=True, slots=True)
class NothingListed:
    """The list of a section is known to be empty."""

    section: str


@dataclass(frozen=True, slots=True)
class OfficeDescribed:
    """The profile describes the office."""


@dataclass(frozen=True, slots=True)
class NothingKnown:
    """The profile tells nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A fact has this value, written as in a profile file; of an item, if one is named."""

    fact: str
    value: Any
    item: str | None

    def __repr__(self) -> str:
        return f"<Known: {self.fact}>"


@dataclass(frozen=True, slots=True)
class Advised:
    """The rule's advice is given, this surely and this soon; for every subject, or for one item."""

    rule: str
    status: Status
    urgency: Urgency
    item: str | None


@dataclass(frozen=True, slots=True)
class Binding:
    """The rule's advice is given, and says what must, should, may or must not be done."""

    rule: str
    modality: Modality
    item: str | None


@dataclass(frozen=True, slots=True)
class NotApplying:
    """The rule's condition is false."""

    rule: str
    item: str | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rule is undetermined and says nothing."""

    rule: str
    item: str | None


@dataclass(frozen=True, slots=True)
class GivingWay:
    """The rule's advice is set aside by that of the other."""

    rule: str
    winner: str
    item: str | None


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Two rules are shown as a conflict."""

    rule: str
    other: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a listed place or service stands."""

    item: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """It is worth finding a fact out from somebody, or by looking."""

    fact: str
    ask: Ask
    item: str | None


@dataclass(frozen=True, slots=True)
class NotAsked:
    """No question is about the fact."""

    fact: str


Given: TypeAlias = Listed | NothingListed | OfficeDescribed | NothingKnown | Known
Then: TypeAlias = (
    Advised | Binding | NotApplying | Undecided | GivingWay | Conflicting | Stands | Asked | NotAsked
)

RULE: Final = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]{2,3}"
"""What the name of a rule looks like."""
_NAME: Final = '[^"«»]+'
_STATUSES: Final[tuple[Status, ...]] = ("applies", "precaution", "verify")
_STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

Meant = TypeVar("Meant")
Parts: TypeAlias = Mapping[str, str | None]
Form: TypeAlias = tuple[re.Pattern[str], Callable[[Parts], Given | Then | None]]


def read_given(text: str, language: Language, vocabulary: Vocabulary) -> Given | None:
    """What a Given step says; None for one in no form that is read."""
    return cast("Given | None", _read(text, _given_forms(language, vocabulary)))


def read_then(text: str, language: Language, vocabulary: Vocabulary) -> Then | None:
    """What a Then step says; None for one in no form that is read."""
    return cast("Then | None", _read(text, _then_forms(language, vocabulary)))


def item_of(then: Then) -> str | None:
    """The item that a Then step speaks of, if it speaks of one."""
    return None if isinstance(then, Conflicting | NotAsked) else then.item


def asks_for_advice(text: str, language: Language) -> bool:
    """Whether a When step asks for advice, the only thing that scenarios do."""
    return text == phrase("scenario.asked").in_language(language)


def speaks_of_standing(text: str, language: Language) -> bool:
    """Whether a step has the form of one about where an item stands, whatever it says of it."""
    return _pattern("scenario.stands", language, item=_NAME, standing=".+").fullmatch(text) is not None


def _read(text: str, forms: tuple[Form, ...]) -> Given | Then | None:
    for form, said in forms:
        match = form.fullmatch(text)
        found = said(match.groupdict()) if match is not None else None
        if found is not None:
            return found
    return None


def _pattern(name: str, language: Language, **parts: str) -> re.Pattern[str]:
    """The form of a phrase; each of its places is filled by what matches the part."""
    pieces = re.split(r"\{(\w+)\}", phrase(name).in_language(language))
    for place, key in enumerate(pieces):
        if place % 2:
            pieces[place] = parts[key] if "(?P<" in parts[key] else f"(?P<{key}>{parts[key]})"
        else:
            pieces[place] = re.escape(key)
    return re.compile("".join(pieces))


def _of_item(language: Language) -> str:
    """The item that an outcome may be about."""
    return f"(?:[,،]?{_pattern('scenario.of_item', language, item=_NAME).pattern})?"


def _one_of(name: str, codes: tuple[str, ...], language: Language) -> dict[str, str]:
    """The codes by their words."""
    return {phrase(f"{name}.{code}").in_language(language): code for code in codes}


def _words(meant: Iterable[str]) -> str:
    """Any of these words; of two that begin alike, the longer."""
    return "|".join(re.escape(words) for words in sorted(meant, key=len, reverse=True))


@cache
def _facts(language: Language, vocabulary: Vocabulary) -> Mapping[str, FactEntry]:
    """The facts by their labels; not those whose label another fact has too."""
    return _told_apart((fact.attributes.label.in_language(language), fact) for fact in vocabulary.values())


def _told_apart(named: Iterable[tuple[str, Meant]]) -> dict[str, Meant]:
    """What is meant by each label that means one thing."""
    found: dict[str, list[Meant]] = {}
    for label, meant in named:
        found.setdefault(label, []).append(meant)
    return {label: meant[0] for label, meant in found.items() if len(meant) == 1}


@cache
def _given_forms(language: Language, vocabulary: Vocabulary) -> tuple[Form, ...]:
    return tuple(_givens(language, vocabulary))


def _givens(language: Language, vocabulary: Vocabulary) -> Iterator[Form]:
    def known(parts: Parts) -> Known | None:
        fact = _facts(language, vocabulary).get(parts["label"] or "")
        value = None if fact is None else _value(fact, parts.get("value"), language)
        if fact is None or value is None or (parts.get("item") is None) == (fact.section in LIST_SECTIONS):
            return None
        return Known(fact.path, value, parts.get("item"))

    labels = _words(_facts(language, vocabulary))

    def listed(section: str) -> Callable[[Parts], Listed]:
        return lambda parts: Listed(section, parts["item"] or "")

    def empty(section: str) -> Callable[[Parts], NothingListed]:
        return lambda _: NothingListed(section)

    for section in LIST_SECTIONS:
        yield _pattern(f"scenario.listed.{section}", language, item=_NAME), listed(section)
        yield _pattern(f"scenario.empty.{section}", language), empty(section)
    yield _pattern("scenario.nothing", language), lambda _: NothingKnown()
    yield _pattern("scenario.office", language), lambda _: OfficeDescribed()
    yield _pattern("scenario.unknown_of_item", language, item=_NAME, label=labels), known
    yield _pattern("scenario.fact_of_item", language, item=_NAME, label=labels, value=".+"), known
    yield _pattern("scenario.unknown", language, label=labels), known
    yield _pattern("scenario.fact", language, label=labels, value=".+"), known


def _value(fact: FactEntry, words: str | None, language: Language) -> Any:
    """A value as a profile file has it, without words that it is not known; None for no value of the fact."""
    codes = (*fact.codes, *fact.markers)
    labels = _told_apart((fact.value_label(code).in_language(language), code) for code in codes)
    if words is None:
        return UNKNOWN if UNKNOWN in fact.markers else None
    if fact.kind == "number" and words.isdecimal():
        return int(words)
    if fact.kind == "choices" and labels.get(words) != UNKNOWN:
        return _codes(words, labels, phrase("value_separator").in_language(language))
    return labels.get(words)


def _codes(words: str, labels: Mapping[str, str], between: str) -> list[str] | None:
    """The codes of labels that stand one after another; a label may have the separator in it."""
    pieces = words.split(between)
    longest = max((label.count(between) + 1 for label in labels), default=1)
    found: list[str] = []
    start = 0
    while start < len(pieces):
        ends = range(min(start + longest, len(pieces)), start, -1)
        end = next((each for each in ends if between.join(pieces[start:each]) in labels), None)
        if end is None:
            return None
        found.append(labels[between.join(pieces[start:end])])
        start = end
    return found


@cache
def _then_forms(language: Language, vocabulary: Vocabulary) -> tuple[Form, ...]:
    return (*_outcomes(language), *_questions(language, vocabulary))


def _outcomes(language: Language) -> Iterator[Form]:
    """The forms that say what becomes of rules and options."""
    soon = _one_of("scenario.urgency", URGENCIES, language)
    modalities = _one_of("scenario.modality", MODALITIES, language)
    standings = _one_of("scenario.standing", _STANDINGS, language)

    def form(name: str, **parts: str) -> re.Pattern[str]:
        return _pattern(f"scenario.{name}", language, rule=RULE, item=_of_item(language), **parts)

    def advised(status: Status) -> Callable[[Parts], Advised]:
        return lambda said: Advised(
            said["rule"] or "", status, cast("Urgency", soon[said["soon"] or ""]), said["item"]
        )

    for status in _STATUSES:
        yield form(status, soon=_words(soon)), advised(status)
    yield (
        form("modality", modality=_words(modalities)),
        lambda said: Binding(
            said["rule"] or "", cast("Modality", modalities[said["modality"] or ""]), said["item"]
        ),
    )
    yield form("does_not_apply"), lambda said: NotApplying(said["rule"] or "", said["item"])
    yield form("undecided"), lambda said: Undecided(said["rule"] or "", said["item"])
    yield (
        form("set_aside", winner=RULE),
        lambda said: GivingWay(said["rule"] or "", said["winner"] or "", said["item"]),
    )
    yield (
        form("conflict", other=RULE),
        lambda said: Conflicting(said["rule"] or "", said["other"] or ""),
    )
    yield (
        _pattern("scenario.stands", language, item=_NAME, standing=_words(standings)),
        lambda said: Stands(said["item"] or "", cast("Standing", standings[said["standing"] or ""])),
    )


def _questions(language: Language, vocabulary: Vocabulary) -> Iterator[Form]:
    """The forms that say what is worth finding out."""
    sources: dict[str, str] = _one_of("scenario.source", ("self", "provider", "staff", "office"), language)

    def asked(said: Parts) -> Asked | None:
        fact = _facts(language, vocabulary).get(said["label"] or "")
        ask = sources[said["source"] or ""] if "source" in said else "observe"
        return None if fact is None else Asked(fact.path, cast("Ask", ask), said["item"])

    def not_asked(said: Parts) -> NotAsked | None:
        fact = _facts(language, vocabulary).get(said["label"] or "")
        return None if fact is None else NotAsked(fact.path)

    of_item, labels = _of_item(language), _words(_facts(language, vocabulary))
    yield (
        _pattern("scenario.worth_asking", language, source=_words(sources), label=labels, item=of_item),
        asked,
    )
    yield _pattern("scenario.worth_looking", language, label=labels, item=of_item), asked
    yield _pattern("scenario.nobody_asked", language, label=labels), not_asked
