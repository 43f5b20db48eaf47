"""Facts of sound profiles told in a text: a field with its value, or a value that speaks for itself.

A list of all the values that a field can have tells nothing: that is the vocabulary, not a profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from protection_rules.canaries.marks import fold
from protection_rules.canaries.sound import sound_profiles
from protection_rules.facts.text import LANGUAGES
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY

_PAIR: Final = re.compile(
    r"""\b([a-z][a-z_]+)\b                             # a name,
        (?:\\?["'])?\]?                                # its end in code or JSON,
        (?:\s*(?:=>|[:=])\s*                           # what joins it to its value,
          |\s*(?:<[^<>]{1,80}>\s*)+
          |,\s*(?:\\?["'])?(?:(?:value|val|v|answer|given)(?:\\?["'])?\s*[:=]\s*)?)
        (?:frozenset\()?(?:[\s\[{(-]|\\?["'])*         # how the value begins,
        ([a-z0-9][a-z0-9_]*)""",
    re.VERBOSE,
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
_WORD: Final = re.compile("[a-z0-9_]+")
_LONGEST_LIST: Final = 800
"""Letters that the list of a field's values takes at most, as a schema writes it."""


_BETWEEN: Final = ": "
"""What stands between a label and a value on the pages, as in `A safe place tonight: no`."""
_LONGEST_VALUE: Final = 200


def told_facts(folded: str) -> set[str]:
    """The places of the facts that a folded text tells."""
    return {*_pairs(folded), *_codes(folded), *_sentences(folded)}


def _pairs(text: str) -> Iterator[str]:
    known = _known_pairs()
    start = 0
    while (found := _PAIR.search(text, start)) is not None:
        # a value may be the name in what comes next
        start = found.start(2)
        yield from known.get((found[1], found[2]), ())


def _codes(text: str) -> Iterator[str]:
    telling = _telling_codes()
    for found in _CODE.finditer(text):
        fields = telling.get(found[0])
        if fields is not None:
            around = set(
                _WORD.findall(text, max(0, found.start() - _LONGEST_LIST), found.end() + _LONGEST_LIST)
            )
            if not any(listed <= around for listed in _lists()[found[0]]):
                yield from fields


def _sentences(text: str) -> Iterator[str]:
    known = _known_sentences()
    labels = tuple(known)
    end = text.find(_BETWEEN)
    while end >= 0:
        if text.endswith(labels, 0, end):
            for label, values in known.items():
                if text.endswith(label, 0, end):
                    said = text[end + len(_BETWEEN) :][:_LONGEST_VALUE]
                    yield from (path for value, path in values if said.startswith(value))
        end = text.find(_BETWEEN, end + 1)


@cache
def _known_pairs() -> dict[tuple[str, str], set[str]]:
    pairs: dict[tuple[str, str], set[str]] = {}
    for path, value in _values():
        name = VOCABULARY[path].name
        pairs.setdefault((name, value), set()).add(path)
    return pairs


@cache
def _telling_codes() -> dict[str, set[str]]:
    """Values that nothing but a profile has: of two words, of a fact that is guarded.

    Those that say that nothing applies are in words that any program may use.
    """
    codes: dict[str, set[str]] = {}
    for path, value in _values():
        fact = VOCABULARY[path]
        if fact.attributes.sensitivity == "ordinary" or value.startswith(("no_", "not_")):
            continue
        if _CODE.fullmatch(value):
            codes.setdefault(value, set()).add(path)
    return codes


@cache
def _lists() -> dict[str, list[set[str]]]:
    """For each value, all values of each field that can have it."""
    lists: dict[str, list[set[str]]] = {}
    for fact in VOCABULARY.values():
        for code in fact.codes:
            lists.setdefault(code, []).append(set(fact.codes))
    return lists


@cache
def _known_sentences() -> dict[str, list[tuple[str, str]]]:
    """For each label of a fact, in both languages, its values as the pages say them, each with the path."""
    sentences: dict[str, list[tuple[str, str]]] = {}
    for path, value in _values():
        fact = VOCABULARY[path]
        for language in LANGUAGES:
            said = value if fact.kind == "number" else fact.value_label(value).in_language(language)
            label = fact.attributes.label.in_language(language)
            sentences.setdefault(fold(label), []).append((fold(said), path))
    return sentences


@cache
def _values() -> tuple[tuple[str, str], ...]:
    """Every fact of the sound profiles with each value it has in them."""
    values: dict[tuple[str, str], None] = {}
    for profile in sound_profiles():
        for section in SECTIONS.values():
            given = profile[section.name]
            for facts in given if section.many else [given]:
                for name in section.facts:
                    several = facts[name] if isinstance(facts[name], list) else [facts[name]]
                    values |= dict.fromkeys((f"{section.name}.{name}", str(value)) for value in several)
    return tuple(values)
