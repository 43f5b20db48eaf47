"""Whether the invariants that concern words and rules hold for a rule book."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, assert_never

from protection_rules.advice.phrases import every_phrase
from protection_rules.facts.text import Text
from protection_rules.rulesets.invariant_model import (
    AlikeInBothLanguages,
    BookCheck,
    Invariants,
    MustSay,
    NeverAsked,
    NeverSay,
    Part,
    Place,
    RulesHave,
    Selector,
)
from protection_rules.rulesets.model import Rule, RuleBook


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """An invariant that does not hold: which check of it, and where.

    `subject` is a subject of the output, or the rule, fact or text that breaks the check; `rules`
    are those whose advice is not allowed or not kept; `changed` is the fact that was changed, with
    its subject.
    """

    invariant: str
    check: int
    subject: str
    rules: tuple[str, ...] = ()
    changed: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        changed = f", {' of '.join(self.changed)} changed" if self.changed[0] else ""
        rules = f" ({', '.join(self.rules)})" if self.rules else ""
        return f"{self.invariant}, check {self.check}: {self.subject}{rules}{changed}"


@dataclass(frozen=True, slots=True)
class Words:
    """A text that people may be shown, and where it stands."""

    place: Place
    where: str
    text: Text
    rule: Rule | None = None


def book_violations(book: RuleBook, invariants: Invariants) -> list[Violation]:
    """What the texts, facts and rules of a book break, in the order of the checks."""
    texts = list(_texts(book))
    return [
        Violation(invariant.id, number, where)
        for invariant in invariants.invariants
        for number, check in enumerate(invariant.checks, start=1)
        if isinstance(check, NeverSay | MustSay | RulesHave | NeverAsked | AlikeInBothLanguages)
        for where in _broken(check, book, texts)
    ]


def _broken(check: BookCheck, book: RuleBook, texts: list[Words]) -> Iterator[str]:
    """Where the check does not hold."""
    match check:
        case NeverSay(places=places, where=where, en=en, ar=ar):
            for words in texts:
                if words.place not in places or not _meant(where, words.rule, book):
                    continue
                if says(words.text.en, en) or says(words.text.ar, ar):
                    yield words.where
        case MustSay(where=where, parts=parts, en=en, ar=ar):
            for rule in _selected(where, book):
                for part, text in _parts(rule).items():
                    if part in parts and not (says(text.en, en) and says(text.ar, ar)):
                        yield f"{rule.id} {part}"
        case RulesHave():
            for rule in _selected(check.where, book):
                if not _has(check, rule):
                    yield rule.id
        case NeverAsked(facts=facts):
            for fact in facts:
                if book.vocabulary[fact].attributes.may_be_asked:
                    yield fact
        case AlikeInBothLanguages(places=places):
            for words in texts:
                if words.place in places and not _alike(words.text):
                    yield words.where
        case _:
            assert_never(check)


def _selected(where: Selector, book: RuleBook) -> Iterator[Rule]:
    for rule in book.rules:
        if where.picks(rule, book.actions[rule.action]):
            yield rule


def _meant(where: Selector, rule: Rule | None, book: RuleBook) -> bool:
    return rule is None or where.picks(rule, book.actions[rule.action])


def _has(check: RulesHave, rule: Rule) -> bool:
    grounds = rule.grounds
    named = bool(grounds.standards) or grounds.basis == "guidance"
    cited = bool(grounds.guidance) or grounds.basis == "elaboration"
    told = grounds.part is not None or grounds.basis != "guidance_and_elaboration"
    return (
        (not check.reviewers or bool(check.reviewers.intersection(rule.reviewers)))
        and (bool(rule.reviewers) or not check.reviewed)
        and check.override_reasons.issubset(rule.override_reasons)
        and (rule.reveals or not check.reveals)
        and ((named and cited and told) or not check.grounds)
    )


# texts


def _parts(rule: Rule) -> dict[Part, Text]:
    found: dict[Part, Text] = {"summary": rule.words.summary, "detail": rule.words.detail}
    if rule.when_unknown is not None:
        found["unknown_summary"] = rule.when_unknown.summary
        found["unknown_detail"] = rule.when_unknown.detail
    return found


def _texts(book: RuleBook) -> Iterator[Words]:
    """Every text that the library may show about a case, except what the guidance says."""
    for rule in book.rules:
        for part, text in _parts(rule).items():
            yield Words("rules", f"{rule.id} {part}", text, rule)
    named = (book.actions, book.kinds, book.reviewers, book.override_reasons)
    for entries in named:
        for identifier, entry in entries.items():
            yield Words("actions", identifier, entry.label)
    for exclusion in book.exclusions:
        yield Words("actions", " ".join(exclusion.actions), exclusion.text)
    for name, term in book.terms.items():
        yield Words("terms", name, term.label)
    for path, fact in book.vocabulary.items():
        yield Words("facts", path, fact.attributes.label)
        for code, label in fact.attributes.values.items():
            yield Words("facts", f"{path} {code}", label)
        yield Words("questions", path, fact.attributes.question)
    for section in book.vocabulary.sections.values():
        yield Words("facts", section.name, section.label)
        if section.many:
            yield Words("questions", section.name, section.question)
    for name, text in every_phrase().items():
        yield Words("phrases", name, text)


_MARKS: Final = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_ALIFS: Final = str.maketrans("أإآٱ", "اااا")
_DIGITS: Final = {0x0660 + digit: str(digit) for digit in range(10)}
_ARABIC_PREFIX: Final = r"(?:[وف]?(?:[بكل]?ال|لل|[بكلس])?)"
"""Letters that Arabic writes together with the word they come before."""


def plain_letters(text: str) -> str:
    """The text in lower case without vowel marks and with one form of alif."""
    return _MARKS.sub("", unicodedata.normalize("NFC", text)).translate(_ALIFS).casefold()


def says(text: str, expressions: tuple[str, ...]) -> bool:
    """Whether a text has one of the expressions.

    An expression is one or several whole words; `*` at the end of a word stands for any ending. In
    Arabic, conjunctions, prepositions and the article written with a word make no difference.
    """
    letters = plain_letters(text)
    return any(_pattern(expression).search(letters) for expression in expressions)


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    words = []
    for word in plain_letters(expression).split():
        prefix = _ARABIC_PREFIX if "\u0600" <= word[0] <= "\u06ff" else ""
        ending = r"\w*" if word.endswith("*") else ""
        words.append(prefix + re.escape(word.removesuffix("*")) + ending)
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)")


def _alike(text: Text) -> bool:
    """Whether both languages have words, and the same numbers."""
    numbers = [
        Counter(number.translate(_DIGITS) for number in re.findall(r"[0-9\u0660-\u0669]+", words))
        for words in (text.en, text.ar)
    ]
    return bool(text.en and text.ar) and numbers[0] == numbers[1]
