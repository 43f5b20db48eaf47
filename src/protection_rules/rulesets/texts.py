"""Whether texts are fit to be shown: both languages, visible letters, the same numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from protection_rules.documents import Document, Scalar, Sequence
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.diagnostics import Findings

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"[0-9\u0660-\u0669]+")
_DIGITS = {0x0660 + digit: str(digit) for digit in range(10)}


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
    # space around a text is no part of it: a line break at the end is what `>` and `|` leave there
    en, ar = english.value.strip(), arabic.value.strip()
    for scalar, text in ((english, en), (arabic, ar)):
        if scalar.value and not text:
            findings.add(scalar.span, "missing-language", "text has nothing but space")
        hidden = next((c for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co", "Cs"}), None)
        if hidden == "\n":
            findings.add(
                scalar.span,
                "hidden-character",
                "text has a line break",
                "write it as one paragraph after `>-`",
            )
        elif hidden is not None:
            findings.add(
                scalar.span,
                "hidden-character",
                f"text has the invisible character U+{ord(hidden):04X}",
                "delete it; right-to-left text needs no marks here",
            )
    if _ARABIC.search(en):
        findings.add(english.span, "wrong-letters", "English text has Arabic letters")
    elif en and not _LATIN.search(en):
        findings.add(english.span, "wrong-letters", "English text has no Latin letters")
    latin = _LATIN_WORD.search(ar)
    if ar and not _ARABIC.search(ar):
        findings.add(arabic.span, "wrong-letters", "Arabic text has no Arabic letters")
    elif latin:
        findings.add(
            arabic.span, "wrong-letters", f"Arabic text has Latin letters, `{latin[0]}`", "write it in Arabic"
        )
    if en and ar and _numbers(en) != _numbers(ar):
        findings.add(arabic.span, "numbers-differ", "the two languages do not name the same numbers")


def _numbers(text: str) -> Counter[str]:
    """The numbers a text names, in the same digits and without zeros in front."""
    return Counter(number.translate(_DIGITS).lstrip("0") for number in _NUMBER.findall(text))
