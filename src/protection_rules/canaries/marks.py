"""Marks: words that stand nowhere else, each for one place of a profile, the same in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

Form = Literal["plain", "arabic", "vowelled", "long"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

_LATIN, _ARABIC = "bcdfghjklmnpqrstvwxz", "بتجحخدرزسشصضطعفقكلمن"
_LATIN_STEM, _ARABIC_STEM = "Qzx", "ظآغ"
"""How every mark begins. No word does; the Arabic one has a letter that can be written in two ways."""
_LETTERS: Final = 6
_VOWELS: Final = "\N{ARABIC FATHA}\N{ARABIC DAMMA}\N{ARABIC KASRA}\N{ARABIC SHADDA}"
_REPEATS: Final = 6

_UNWRITTEN: Final = re.compile(
    "[\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""What may stand between the letters of a word without making it another: vowels, tatweel, controls."""


@dataclass(frozen=True, slots=True)
class Planted:
    """Where a mark was planted, and whether the profile it stands in is a sound one."""

    place: str
    sound: bool


def fold(text: str) -> str:
    """The text with one way of writing each letter: no case, no vowels, no joined forms."""
    if text.isascii():
        return text.lower()
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKD", text)).casefold()


_PLANTED: Final[dict[str, Planted]] = {}
"""Every mark made so far, folded."""
_WRITTEN: Final[dict[str, Planted]] = {}
"""Every mark made so far, as it was written."""
_A_MARK: Final = re.compile(
    f"{fold(_LATIN_STEM)}[{_LATIN}]{{{_LETTERS}}}|{fold(_ARABIC_STEM)}[{_ARABIC}]{{{_LETTERS}}}"
)


def mark(place: str, form: Form = "plain", *, sound: bool = False) -> str:
    """The mark of a place, in one form; other places have other marks."""
    planted = Planted(place, sound)
    latin, arabic = _core(planted, _LATIN_STEM, _LATIN), _core(planted, _ARABIC_STEM, _ARABIC)
    match form:
        case "plain":
            written = latin
        case "arabic":
            written = arabic
        case "vowelled":
            written = "".join(letter + _VOWELS[at % len(_VOWELS)] for at, letter in enumerate(arabic))
        case "long":
            written = latin * _REPEATS
    _PLANTED[fold(latin)] = _PLANTED[fold(arabic)] = _WRITTEN[written] = planted
    return written


def _core(planted: Planted, stem: str, letters: str) -> str:
    seed = f"{planted.place}\n{planted.sound}".encode()
    number = int.from_bytes(hashlib.blake2b(seed, digest_size=8).digest())
    core = stem
    for _ in range(_LETTERS):
        number, at = divmod(number, len(letters))
        core += letters[at]
    return core


def marks_in(folded: str) -> Iterator[Planted]:
    """Where the marks of a folded text were planted."""
    for found in _A_MARK.finditer(folded):
        planted = _PLANTED.get(found[0])
        if planted is not None:
            yield planted


def written_marks() -> dict[str, Planted]:
    """Every mark made so far, as it was written."""
    return dict(_WRITTEN)
