"""Fingerprints of the paragraphs of the guidance text: they tell a paragraph again and hold no word of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast

from protection_rules.documents import Document
from protection_rules.errors import ProtectionRulesError
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.content import FINGERPRINTS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings, RulesetError, TooManyFaultsError
from protection_rules.rulesets.files import opened, stands
from protection_rules.rulesets.schemas import FINGERPRINT_METHOD, LONGEST_SKETCH, fingerprints_schema
from protection_rules.rulesets.shape import check_shape, items_of

_HEADER: Final = """\
# yaml-language-server: $schema=../schemas/fingerprints.schema.json
# Fingerprints of the paragraphs of the guidance text, by which a newer text is compared with the register:
# hashes only, no words. A paragraph is a line with words; "line" is the number that entries of guidance.yaml
# point to. "hash" tells a paragraph whose words are the same, "sketch" one whose words were altered. Never
# edited by hand: written by `protection-rules guidance fingerprint TEXT`.
"""
_TATWEEL: Final = "\u0640"
_SAME: Final = str.maketrans({"\u06a9": "\u0643", "\u06cc": "\u064a", "\u066a": "%"})
"""Letters and signs that look alike and are typed for one another."""
_MARKER: Final = re.compile(r"\s*(?:[-+*>#\u2022\u2013]+\s+)?(?:\(?\d{1,2}[.)-]\s+)*")
_WORD: Final = re.compile(r"[^\W_]+|[+<>=%\u2264\u2265]")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One paragraph: its line (from 1), the number of its words, their hash, and a sketch of them."""

    line: int
    words: int
    digest: str
    sketch: frozenset[int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text that has words; lines count from 1."""

    number: int
    words: tuple[str, ...]


def lines_of(text: str) -> Iterator[Line]:
    """The lines that have words, with their words in one spelling.

    Left out are differences that a copy of the same text can have: layout, bullets and numbers of
    a list, punctuation, capitals, diacritics, stretched letters, characters that cannot be seen,
    the script of digits.
    """
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        words = tuple(_words(line))
        if words:
            yield Line(number, words)


def _words(line: str) -> list[str]:
    # NFKC rather than NFC: text copied from a printed page has letters in the shapes they took there
    composed = unicodedata.normalize("NFKC", line).translate(_SAME).casefold()
    letters = "".join(_letter(character) for character in composed)
    return _WORD.findall(_MARKER.sub("", letters, count=1))


def _letter(character: str) -> str:
    match unicodedata.category(character):
        case "Mn" | "Cf":
            return ""
        case "Nd":
            return str(unicodedata.decimal(character))
        case _:
            return "" if character == _TATWEEL else character


def digest_of(words: Sequence[str]) -> str:
    """The same for the same words in the same order: the beginning of their SHA-256."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def features_of(words: Sequence[str]) -> frozenset[int]:
    """Each word and each pair of neighbours as a number of 16 bits, too short to tell the words."""
    return frozenset(
        int.from_bytes(hashlib.sha256(feature.encode()).digest()[:2], "big")
        for feature in (*words, *(" ".join(pair) for pair in pairwise(words)))
    )


def sketch_of(features: Iterable[int]) -> frozenset[int]:
    """The smallest of the features: an even sample that two paragraphs draw alike (bottom-k MinHash)."""
    return frozenset(sorted(features)[:LONGEST_SKETCH])


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """From 0 to 1: the share of words and pairs that two paragraphs have in common, from their sketches."""
    sample = sketch_of(one | other)
    return len(sample & one & other) / len(sample)


def fingerprints_of(text: str) -> tuple[Fingerprint, ...]:
    """The fingerprint of every paragraph of a text, in its order."""
    return tuple(
        Fingerprint(line.number, len(line.words), digest_of(line.words), sketch_of(features_of(line.words)))
        for line in lines_of(text)
    )


def fingerprints_text(text: str) -> str:
    """The fingerprints of a text as the content of guidance-fingerprints.yaml.

    Raises ProtectionRulesError for a text without words.
    """
    fingerprints = fingerprints_of(text)
    if not fingerprints:
        raise ProtectionRulesError("the text has no words")
    listed = "".join(f"  - {_entry(fingerprint)}\n" for fingerprint in fingerprints)
    return f"{_HEADER}method: {FINGERPRINT_METHOD}\nparagraphs:\n{listed}"


def _entry(one: Fingerprint) -> str:
    sketch = "".join(f"{number:04x}" for number in sorted(one.sketch))
    return f'{{line: {one.line}, words: {one.words}, hash: "{one.digest}", sketch: "{sketch}"}}'


def read_fingerprints(folder: str | Path | None = None) -> tuple[Fingerprint, ...]:
    """The fingerprints that belong to the register of a folder, or to the one that ships with the package.

    A folder without a register of its own uses the shipped register, and its fingerprints. Raises
    RulesetError if they are missing or not of sound form.
    """
    findings = Findings()
    document: Document | None = None
    with suppress(TooManyFaultsError):
        document = opened(_path(folder), findings, words("fingerprints"))
        if document is not None:
            check_shape(document, fingerprints_schema(), findings)
    if document is None or findings:
        raise RulesetError(findings.sorted())
    return tuple(_fingerprint(item) for item in items_of(document, "paragraphs"))


def _path(folder: str | Path | None) -> Path:
    own = Path(folder) if folder is not None else shipped_rulesets()
    belongs_here = stands(own / FINGERPRINTS) or stands(own / "guidance.yaml")
    return (own if belongs_here else shipped_rulesets()) / FINGERPRINTS


def _fingerprint(item: dict[str, Any]) -> Fingerprint:
    sketch = cast("str", item["sketch"])
    numbers = frozenset(int(sketch[place : place + 4], 16) for place in range(0, len(sketch), 4))
    return Fingerprint(item["line"], item["words"], item["hash"], numbers)
