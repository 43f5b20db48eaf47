"""Facts of sound profiles told in a text: a field with its value, or a value that speaks for itself.

A list of all the values that a field can have tells nothing: that is the vocabulary, not a profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from protection_rules.canaries.marks import fold
from protection_rules.canaries.sound import sound_profiles
from protection_rules.facts.text import LANGUAGES
from protection_rules.facts.vocabulary import Vocabulary

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


class Telling:
    """What tells a fact of the sound profiles that one vocabulary has."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def told_facts(self, folded: str) -> set[str]:
        """The places of the facts that a folded text tells."""
        return {*self._pairs(folded), *self._codes(folded), *self._sentences(folded)}

    def _pairs(self, text: str) -> Iterator[str]:
        start = 0
        while (found := _PAIR.search(text, start)) is not None:
            # a value may be the name in what comes next
            start = found.start(2)
            yield from self._known_pairs.get((found[1], found[2]), ())

    def _codes(self, text: str) -> Iterator[str]:
        for found in _CODE.finditer(text):
            fields = self._telling_codes.get(found[0])
            if fields is not None:
                around = set(
                    _WORD.findall(text, max(0, found.start() - _LONGEST_LIST), found.end() + _LONGEST_LIST)
                )
                if not any(listed <= around for listed in self._lists[found[0]]):
                    yield from fields

    def _sentences(self, text: str) -> Iterator[str]:
        known = self._known_sentences
        labels = tuple(known)
        end = text.find(_BETWEEN)
        while end >= 0:
            if text.endswith(labels, 0, end):
                for label, values in known.items():
                    if text.endswith(label, 0, end):
                        said = text[end + len(_BETWEEN) :][:_LONGEST_VALUE]
                        yield from (path for value, path in values if said.startswith(value))
            end = text.find(_BETWEEN, end + 1)

    @cached_property
    def _known_pairs(self) -> dict[tuple[str, str], set[str]]:
        pairs: dict[tuple[str, str], set[str]] = {}
        for path, value in self._values:
            pairs.setdefault((self._vocabulary[path].name, value), set()).add(path)
        return pairs

    @cached_property
    def _telling_codes(self) -> dict[str, set[str]]:
        """Values that nothing but a profile has: of two words, of a fact that is guarded.

        Those that say that nothing applies are in words that any program may use.
        """
        codes: dict[str, set[str]] = {}
        for path, value in self._values:
            fact = self._vocabulary[path]
            if fact.attributes.sensitivity == "ordinary" or value.startswith(("no_", "not_")):
                continue
            if _CODE.fullmatch(value):
                codes.setdefault(value, set()).add(path)
        return codes

    @cached_property
    def _lists(self) -> dict[str, list[set[str]]]:
        """For each value, all values of each field that can have it."""
        lists: dict[str, list[set[str]]] = {}
        for fact in self._vocabulary.values():
            for code in fact.codes:
                lists.setdefault(code, []).append(set(fact.codes))
        return lists

    @cached_property
    def _known_sentences(self) -> dict[str, list[tuple[str, str]]]:
        """For each label of a fact, in both languages, its values as pages say them, each with the path."""
        sentences: dict[str, list[tuple[str, str]]] = {}
        for path, value in self._values:
            fact = self._vocabulary[path]
            for language in LANGUAGES:
                said = value if fact.kind == "number" else fact.value_label(value).in_language(language)
                label = fact.attributes.label.in_language(language)
                sentences.setdefault(fold(label), []).append((fold(said), path))
        return sentences

    @cached_property
    def _values(self) -> tuple[tuple[str, str], ...]:
        """Every fact of the sound profiles with each value it has in them."""
        values: dict[tuple[str, str], None] = {}
        for profile in sound_profiles(self._vocabulary):
            for section in self._vocabulary.sections.values():
                given = profile[section.name]
                for facts in given if section.many else [given]:
                    for name in section.facts:
                        several = facts[name] if isinstance(facts[name], list) else [facts[name]]
                        values |= dict.fromkeys((f"{section.name}.{name}", str(value)) for value in several)
        return tuple(values)
