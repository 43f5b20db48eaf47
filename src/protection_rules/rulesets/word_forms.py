"""Finding words in texts whatever their form: endings, joined letters, vowel marks, spelling, spacing.

An expression is one or several whole words. In English each takes the endings of nouns and verbs; a
hyphen in the expression stands for a hyphen, a space or nothing, a space for a space or a hyphen. In
Arabic each takes what is written together with it: the article before it, before the first also
conjunctions and prepositions, after it the endings of gender, number and relation and the pronouns.
A word written with the article is found only with it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

_UNWRITTEN: Final = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Vowel marks, accents, the stroke that lengthens a word, and characters that cannot be seen."""
_ONE_FORM: Final = str.maketrans(
    {
        **dict.fromkeys("\u0671\u0672\u0673", "ا"),
        **dict.fromkeys("ىی", "ي"),
        "ک": "ك",
        **dict.fromkeys("‘’ʼ", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\t\n\r", " "),
    }
)
_WORD: Final = re.compile(r"\w+")
_PARTS: Final = re.compile(r"\w+|[\s-]+|[^\w\s-]+")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where an expression stands in a text, and in which form.

    `text` counts the texts from 0; `start` and `end` count the characters of the text.
    """

    expression: str
    written: str
    text: int
    start: int
    end: int


def occurrences(expressions: Iterable[str], texts: Sequence[str]) -> list[Occurrence]:
    """Every place where a text has an expression, in order."""
    letters = [plain_letters(text) for text in texts]
    vocabulary = "\n".join(set(_WORD.findall("\n".join(letters))))
    ends: dict[int, list[int]] = {}
    found: list[Occurrence] = []
    for expression in dict.fromkeys(expressions):
        # most expressions have a word that stands in no text; only the others are worth a search
        stems = _stems(expression)
        if not stems or not all(stem in vocabulary for stem in stems):
            continue
        for number, text in enumerate(texts):
            if not all(stem in letters[number] for stem in stems):
                continue
            for match in _pattern(expression).finditer(letters[number]):
                if number not in ends:
                    ends[number] = list(accumulate(len(plain_letters(character)) for character in text))
                # the character of the text that has this place in its plain letters
                start, end = (bisect_right(ends[number], at) for at in match.span())
                found.append(Occurrence(expression, text[start:end].strip(), number, start, end))
    return sorted(found, key=lambda one: (one.text, one.start, -one.end))


def longest(found: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Of occurrences in order, those that do not lie inside another."""
    number, reach = -1, 0
    for one in found:
        if one.text != number or one.end > reach:
            yield one
            number, reach = one.text, one.end


def plain_letters(text: str) -> str:
    """The text in one form of every letter: lower case, without vowel marks, hamza or lengthening."""
    if not text.isascii():
        text = _UNWRITTEN.sub("", unicodedata.normalize("NFKD", text))
    return text.translate(_ONE_FORM).casefold()


@cache
def _stems(expression: str) -> tuple[str, ...]:
    """Letters that stand in every form of the expression, the longest first."""
    return tuple(sorted((_stem(word) for word in _WORD.findall(expression)), key=len, reverse=True))


def _stem(word: str) -> str:
    letters = plain_letters(word)
    if _is_arabic(letters):
        return _without_article(word).removesuffix("ة")
    return letters[:-1] if letters.endswith(("y", "e")) and len(letters) >= _SHORTEST_INFLECTED else letters


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    parts = []
    for part in _PARTS.findall(expression.strip()):
        if part.isspace() or "-" in part:
            # one for all that stand together: several in a row would try every way to share the spaces
            parts.append("[ -]*" if part.strip("-") == "" else "[ -]+")
        elif not _WORD.fullmatch(part):
            parts.append(re.escape(plain_letters(part)))
        else:
            letters = plain_letters(part)
            parts.append(_arabic(part, first=not parts) if _is_arabic(letters) else _english(letters))
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")


def _is_arabic(letters: str) -> bool:
    return "\u0621" <= letters[:1] <= "\u06d3"


# English

_SHORTEST_INFLECTED: Final = 3
"""Letters that a word has at least to take endings."""


def _english(word: str) -> str:
    if len(word) < _SHORTEST_INFLECTED or not word.isalpha():
        return re.escape(word)
    stem, last = re.escape(word[:-1]), re.escape(word[-1])
    match word[-1]:
        case "e":
            return rf"{stem}(?:es?'?|e's|ed|ing)"
        case "y" if word[-2] not in "aeiou":
            return rf"{stem}(?:y|y's|ies'?|ied|ying)"
        case _:
            return rf"{stem}{last}(?:'s|(?:e?s)?'?|{last}?ed|{last}?ing)"


# Arabic

# the letter of the future stands before verbs alone
_BEFORE_FIRST: Final = "(?:[وف]?(?:[بكل]?ال|لل|[بكل]|س(?=[ايتن]))?)"
_BEFORE_FIRST_WITH_ARTICLE: Final = "(?:[وف]?(?:[بكل]?ال|لل?))"
_PRONOUN: Final = "(?:هما|ها|هم|هن|ه|كما|كم|كن|ك|نا|ني|ي)?"
_AFTER: Final = f"(?:يا|ي)?(?:تان|تين|ان|ين|ون|ات|[ةهاوتي])?{_PRONOUN}"
_AFTER_FEMININE: Final = f"(?:[ةه]|ا?ت(?:ان|ين|[اي])?{_PRONOUN})"
_OTHER_GENDER: Final = r"(?:/\w{1,3})?"
"""The second ending where both genders are named, as in «المثليون/ات»."""
_SHORTEST_WITH_ARTICLE: Final = 5
"""Letters that a word has at least for its first two to be the article."""


def _arabic(word: str, *, first: bool) -> str:
    stem = _without_article(word)
    if stem == plain_letters(word):
        before = _BEFORE_FIRST if first else "(?:ال)?"
    else:
        before = _BEFORE_FIRST_WITH_ARTICLE if first else "ال"
    after = _AFTER_FEMININE if stem.endswith("ة") else _AFTER
    return before + re.escape(stem.removesuffix("ة")) + after + _OTHER_GENDER


def _without_article(word: str) -> str:
    letters = plain_letters(word)
    # an alif with hamza or madda is a letter of the word itself
    has_article = word.startswith("ال") and len(letters) >= _SHORTEST_WITH_ARTICLE
    return letters[2:] if has_article else letters
