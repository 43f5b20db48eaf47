"""Whether texts are fit to be shown: both languages, visible letters, the same numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from protection_rules.documents import Document, Scalar, Sequence
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.diagnostics import Findings

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_NUMBER = re.compile(r"[0-9\u0660-\u0669]+")


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
    en, ar = str(english.value or ""), str(arabic.value or "")
    for scalar, text in ((english, en), (arabic, ar)):
        hidden = next((c for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co", "Cs"}), None)
        if hidden is not None:
            findings.add(
                scalar.span,
                "hidden-character",
                f"text has the invisible character U+{ord(hidden):04X}",
                "delete it; right-to-left text needs no marks here",
            )
    if en and _ARABIC.search(en):
        findings.add(english.span, "wrong-letters", "English text has Arabic letters")
    if ar and not _ARABIC.search(ar):
        findings.add(arabic.span, "wrong-letters", "Arabic text has no Arabic letters")
    latin = _LATIN.search(ar)
    if latin:
        findings.add(
            arabic.span, "wrong-letters", f"Arabic text has Latin letters, `{latin[0]}`", "write it in Arabic"
        )
    numbers_en = Counter(str(int(number)) for number in _NUMBER.findall(en))
    numbers_ar = Counter(str(int(number)) for number in _NUMBER.findall(ar))
    if en and ar and numbers_en != numbers_ar:
        findings.add(arabic.span, "numbers-differ", "the two languages do not name the same numbers")
