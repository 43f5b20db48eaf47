"""Questions on a terminal, in one language, until each has an answer that can stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, TextIO, cast

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.documents import Entry, Scalar, Span
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.rulesets.codes import NOTHING
from protection_rules.rulesets.diagnostics import Findings, nearest
from protection_rules.rulesets.terminology import Terminology, check_words
from protection_rules.rulesets.texts import check_text, check_texts

MOST_LISTED: Final = 14
"""Choices that are listed with a question; of more, those are listed that are like an answer."""

Check = Callable[[str], Text | None]
"""What is wrong with an answer, if anything."""


TextCheck = Callable[[str, Language], Text | None]
"""What is wrong with an answer that is a text in a language, if anything."""


class UnansweredError(Exception):
    """The answers ended before the questions did."""


class Dialogue:
    """Asks on one stream and reads a line for each answer from another."""

    def __init__(
        self, answers: TextIO, questions: TextIO, language: Language, terminology: Terminology
    ) -> None:
        self.language = language
        self._terminology = terminology
        self._answers = answers
        self._questions = questions

    def ask(
        self,
        question: Text,
        *,
        choices: Mapping[str, Text] | None = None,
        default: str = "",
        check: Check | None = None,
        suggest: Callable[[str], Mapping[str, Text]] | None = None,
    ) -> str:
        """An answer: one of the choices, if there are some. An empty line is the default.

        After one that cannot stand, what is like it is listed: of the choices, or what `suggest` says.
        """
        self._put(question)
        self._list(choices or {})
        while True:
            answer = self._line(default)
            wrong = self._wrong(answer, choices, check)
            if wrong is None:
                return answer
            self.tell(wrong)
            self._list(suggest(answer) if suggest is not None else like(answer, choices or {}))

    def several(self, question: Text, choices: Mapping[str, Text], *, default: str = "") -> list[str]:
        """Answers with commas between; each is one of the choices, and there is one at least."""
        self._put(question)
        self._list(choices)
        while True:
            found = [part.strip() for part in self._line(default).replace("،", ",").split(",")]
            names = list(dict.fromkeys(part for part in found if part))
            wrong = {name: told for name in names or [""] if (told := self._wrong(name, choices, None))}
            if not wrong:
                return names
            for name, told in wrong.items():
                self.tell(told)
                self._list(like(name, choices))

    def both(self, question: Text, longest: int, also: TextCheck | None = None) -> dict[str, str]:
        """A text in both languages that `check` would find fit, and `also` finds nothing wrong with."""
        while True:
            text: dict[str, str] = {
                language: self.ask(
                    phrase(f"new.in_{language}", question=question), check=self._fit(language, longest, also)
                )
                for language in LANGUAGES
            }
            wrong = _told(partial(check_texts, _document(text)))
            if wrong is None:
                return text
            self.tell(wrong)

    def _fit(self, language: Language, longest: int, also: TextCheck | None) -> Check:
        """Finds what cannot be a text in one language, whatever the other says."""

        def check(answer: str) -> Text | None:
            if len(answer) > longest:
                return phrase("new.too_long", count=longest)
            document = _document({language: answer})
            return (
                _told(partial(check_text, cast("Scalar", document.get(language)), language))
                or _told(partial(check_words, document, self._terminology, advice=True))
                or (also(answer, language) if also is not None else None)
            )

        return check

    def tell(self, text: Text) -> None:
        """Say something that wants no answer."""
        self._write(wrapped(text.in_language(self.language)))

    def tell_of(self, what: Text, named: Mapping[str, Text]) -> None:
        """Say what there is of something, unless that is too much to list."""
        if len(named) <= MOST_LISTED:
            self._put(what)
            self._list(named)

    def _put(self, question: Text) -> None:
        self.tell(Text("", ""))
        self.tell(question)

    def _list(self, choices: Mapping[str, Text]) -> None:
        for name, text in choices.items() if len(choices) <= MOST_LISTED else ():
            self._write(wrapped(f"{name}: {text.in_language(self.language)}", "  ", "      "))

    def _write(self, lines: Iterable[str]) -> None:
        self._questions.writelines(f"{line}\n" for line in lines)

    def _line(self, default: str) -> str:
        self._questions.write(f"[{default}] > " if default else "> ")
        self._questions.flush()
        line = self._answers.readline()
        if not line:
            self._questions.write("\n")
            raise UnansweredError
        return line.strip() or default

    @staticmethod
    def _wrong(answer: str, choices: Mapping[str, Text] | None, check: Check | None) -> Text | None:
        if not answer:
            return phrase("new.needed")
        if choices is not None and answer not in choices:
            near = nearest(answer, choices)
            return phrase("new.did_you_mean", name=near) if near else phrase("new.not_there")
        return check(answer) if check is not None else None


def _document(text: Mapping[str, str]) -> DocumentMapping:
    """A text as it would stand in a file."""
    nowhere = Span("", 1, 1)
    entries = (Entry(name, nowhere, Scalar(words, nowhere)) for name, words in text.items())
    return DocumentMapping(tuple(entries), nowhere)


def _told(check: Callable[..., None]) -> Text | None:
    """The first fault that a check notes, with how to mend it."""
    findings = Findings()
    check(findings=findings)
    first = next(iter(findings.sorted()), None)
    if first is None or first.hint == NOTHING:
        return None if first is None else first.message
    return phrase("new.wrong", what=first.message, hint=first.hint)


def like(answer: str, choices: Mapping[str, Text]) -> Mapping[str, Text]:
    """The choices whose names or words have the answer in them, as many as are listed."""
    part = answer.casefold()
    found = {
        name: text
        for name, text in choices.items()
        if part and any(part in each.casefold() for each in (name, text.en, text.ar))
    }
    return dict(list(found.items())[:MOST_LISTED])
