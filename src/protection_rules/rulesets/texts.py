"""Whether texts are fit to be shown: both languages, visible letters, the same numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

from protection_rules.documents import Document, Scalar, Sequence
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import Language
from protection_rules.rulesets.diagnostics import Findings

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"\d+")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_BRACE = re.compile(r"[{}]")
# a comma between digits is part of a number
_ENGLISH_MARK = re.compile(r"(?<!\d),|,(?!\d)|[;?]")
_ARABIC_MARK = re.compile("[،؛؟]")
_FOREIGN_MARK: Final[Mapping[Language, re.Pattern[str]]] = {"en": _ARABIC_MARK, "ar": _ENGLISH_MARK}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Control and format characters, those that are not assigned, and breaks of lines and paragraphs."""
_MARKS: Final = dict(zip(",;?،؛؟", "،؛؟,;?", strict=True))
"""Punctuation marks of each language, with those of the other."""


def check_texts(document: Document, findings: Findings) -> None:
    """Note what is wrong with any bilingual text inside a document."""
    match document:
        case DocumentMapping(entries=entries):
            english, arabic = document.get("en"), document.get("ar")
            if isinstance(english, Scalar) and isinstance(arabic, Scalar):
                _check(english, arabic, findings)
            for entry in entries:
                check_texts(entry.value, findings)
        case Sequence(items=items):
            for item in items:
                check_texts(item, findings)
        case Scalar():
            pass


def _check(english: Scalar, arabic: Scalar, findings: Findings) -> None:
    if not (isinstance(english.value, str) and isinstance(arabic.value, str)):
        return
    check_text(english, "en", findings)
    check_text(arabic, "ar", findings)
    en, ar = english.value.strip(), arabic.value.strip()
    if en and ar and _numbers(en) != _numbers(ar):
        findings.add(arabic.span, "numbers-differ", "differ")


def check_text(scalar: Scalar, language: Language, findings: Findings) -> None:
    """Note what is wrong with a text in one language, whatever the other says."""
    _check_characters(scalar, str(scalar.value), _FOREIGN_MARK[language], findings)
    check_letters(scalar, language, findings)


def _check_characters(scalar: Scalar, written: str, foreign: re.Pattern[str], findings: Findings) -> None:
    """Note characters that neither language has in its texts, or not in this place."""
    # line breaks at the end are no part of a text: they are what `>` and `|` leave there
    text = written.strip()
    if written and not text:
        findings.add(scalar.span, "missing-language", "only_space")
    elif text != written.rstrip("\n"):
        findings.add(scalar.span, "stray-space", "space")
    suspects = () if text.isprintable() else text
    hidden = next((c for c in suspects if unicodedata.category(c) in _UNSEEN), None)
    if hidden == "\n":
        findings.add(scalar.span, "hidden-character", "line_break")
    elif hidden is not None:
        findings.add(scalar.span, "hidden-character", "invisible", character=f"U+{ord(hidden):04X}")
    brace = _BRACE.search(text)
    if brace:
        findings.add(scalar.span, "place-to-fill", "brace", brace=brace[0])
    mark = foreign.search(text)
    if mark:
        findings.add(scalar.span, "wrong-punctuation", "mark", mark=mark[0], instead=_MARKS[mark[0]])


def check_letters(scalar: Scalar, language: Language, findings: Findings) -> None:
    """Note letters or digits that are not those of the language."""
    text = str(scalar.value).strip()
    if language == "en":
        if _ARABIC.search(text):
            findings.add(scalar.span, "wrong-letters", "arabic_in_english")
        elif text and not _LATIN.search(text):
            findings.add(scalar.span, "wrong-letters", "no_latin")
        elif digit := _OTHER_DIGIT.search(text):
            instead = unicodedata.digit(digit[0])
            findings.add(scalar.span, "wrong-letters", "digit", digit=digit[0], instead=instead)
        return
    latin = _LATIN_WORD.search(text)
    if text and not _ARABIC.search(text):
        findings.add(scalar.span, "wrong-letters", "no_arabic")
    elif latin:
        findings.add(scalar.span, "wrong-letters", "latin_in_arabic", letters=latin[0])


def _numbers(text: str) -> Counter[str]:
    """The numbers a text names, in the same digits and without zeros in front."""
    found = _NUMBER.findall(text)
    return Counter("".join(str(unicodedata.digit(c)) for c in number).lstrip("0") for number in found)
