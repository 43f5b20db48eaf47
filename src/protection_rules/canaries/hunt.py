"""The hunt: what of the planted profiles can be read out of something shown."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from protection_rules.canaries.marks import Planted, fold, marks_in
from protection_rules.canaries.readings import PLAIN, Shown, readings
from protection_rules.canaries.telling import Telling


def _hash(name: str, octets: bytes) -> bytes:
    return hashlib.new(name, octets, usedforsecurity=False).digest()


def _blake2b(size: int, octets: bytes) -> bytes:
    return hashlib.blake2b(octets, digest_size=size).digest()


_HASHES: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    name: partial(_hash, name)
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
} | {f"blake2b of {size} bytes": partial(_blake2b, size) for size in (8, 16, 20, 32)}
_ENOUGH: Final = 12
"""Hexadecimal digits by which a hash is known."""
_SHORT: Final = 8
"""Digits by which a usual hash of a mark as it was written is known; programs like to show just so many."""
_USUAL: Final = ("md5", "sha1", "sha256")


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """What was found: its place in a profile, how it was written, whether that profile is a sound one."""

    place: str
    encoding: str
    sound: bool


class Hashes:
    """The hashes of texts that were planted, marks and whole documents, made when first asked for."""

    def __init__(self, written: Mapping[str, Planted]) -> None:
        self._written = written

    @cached_property
    def known(self) -> Mapping[str, tuple[Planted, str]]:
        """What was planted where, and the name of the hash, by the first digits of the hash."""
        known: dict[str, tuple[Planted, str]] = {}
        for word, planted in self._written.items():
            for octets in _octets(word):
                for name, digest in _HASHES.items():
                    known[digest(octets).hex()[:_ENOUGH]] = (planted, name)
            for name in _USUAL:
                known[_HASHES[name](word.encode()).hex()[:_SHORT]] = (planted, name)
        return known


class Hunt:
    """Looks for the planted marks, for words of the host's own, and for the facts of sound profiles."""

    def __init__(self, hashes: Hashes, telling: Telling) -> None:
        self._hashes = [hashes]
        self._telling = telling
        self._own: dict[str, Planted] = {}

    def add(self, word: str, planted: Planted) -> None:
        """Look for a word of the host's own as well."""
        self._own[fold(word)] = planted
        self._hashes.append(Hashes({word: planted}))

    def finds(self, shown: Shown, *, facts: bool) -> list[Find]:
        """What is found, each place once, sorted.

        `facts` asks for the facts of sound profiles too, not for the marks alone.
        """
        found: dict[tuple[str, bool], Find] = {}
        for encoding, text in readings(shown):
            # readings begin with the plainest; a place is named once
            for find in self._in(text, encoding, facts=facts):
                found.setdefault((find.place, find.sound), find)
        return sorted(found.values())

    def _in(self, text: str, encoding: str, *, facts: bool) -> Iterator[Find]:
        folded = fold(text)
        for planted in self._marks(folded):
            yield Find(planted.place, encoding, planted.sound)
        for planted in self._marks(folded[::-1]):
            yield Find(planted.place, _after(encoding, "backwards"), planted.sound)
        for planted, name in self._hashed(text):
            yield Find(planted.place, _after(encoding, name), planted.sound)
        if facts:
            yield from (Find(place, encoding, sound=True) for place in self._telling.told_facts(folded))

    def _marks(self, folded: str) -> Iterator[Planted]:
        yield from marks_in(folded)
        yield from (planted for word, planted in self._own.items() if word in folded)

    def _hashed(self, text: str) -> Iterator[tuple[Planted, str]]:
        for run in _runs(text):
            for hashes in self._hashes:
                found = hashes.known.get(run)
                if found is not None:
                    yield found


def _after(encoding: str, last: str) -> str:
    return last if encoding == PLAIN else f"{encoding}, then {last}"


def _octets(word: str) -> set[bytes]:
    written = {word, word.lower(), word.upper(), fold(word)}
    return {each.encode() for each in written} | {each.encode("utf-16-le") for each in written}


def _runs(text: str) -> Iterator[str]:
    """How hashes that may stand in a text begin, in hexadecimal."""
    for run in re.findall(rf"(?<![0-9A-Fa-f])[0-9A-Fa-f]{{{_SHORT},}}", text):
        yield from (run[:_SHORT].lower(), run[:_ENOUGH].lower())
    for run in re.findall(r"(?<![A-Za-z0-9+])(?=([A-Za-z0-9+/_-]{20}))", text):
        yield binascii.a2b_base64(run.replace("-", "+").replace("_", "/")).hex()[:_ENOUGH]
