"""Questions on a terminal, in one language, until each has an answer that can stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TextIO

from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language, Text
from protection_rules.rulesets.diagnostics import nearest

MOST_LISTED: Final = 14
"""Choices that are listed with a question; of more, those are listed that are like an answer."""

Check = Callable[[str], Text | None]
"""What is wrong with an answer, if anything."""


class UnansweredError(Exception):
    """The answers ended before the questions did."""


class Dialogue:
    """Asks on one stream and reads a line for each answer from another."""

    def __init__(self, answers: TextIO, questions: TextIO, language: Language) -> None:
        self.language = language
        self._answers = answers
        self._questions = questions

    def ask(
        self,
        question: Text,
        *,
        choices: Mapping[str, Text] | None = None,
        default: str = "",
        check: Check | None = None,
    ) -> str:
        """An answer: one of the choices, if there are some. An empty line is the default."""
        self._put(question)
        self._list(choices or {})
        while True:
            answer = self._line(default)
            wrong = self._wrong(answer, choices, check)
            if wrong is None:
                return answer
            self.tell(wrong)
            self._list(_like(answer, choices or {}))

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
                self._list(_like(name, choices))

    def both(self, question: Text, check: Check) -> dict[str, str]:
        """A text in both languages."""
        english = self.ask(phrase("new.in_english", question=question), check=check)
        return {"en": english, "ar": self.ask(phrase("new.in_arabic", question=question), check=check)}

    def tell(self, text: Text) -> None:
        """Say something that wants no answer."""
        self._questions.write(f"{text.in_language(self.language)}\n")

    def _put(self, question: Text) -> None:
        self.tell(Text(f"\n{question.en}", f"\n{question.ar}"))

    def _list(self, choices: Mapping[str, Text]) -> None:
        for name, text in choices.items() if len(choices) <= MOST_LISTED else ():
            self._questions.write(f"  {name}: {text.in_language(self.language)}\n")

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


def _like(answer: str, choices: Mapping[str, Text]) -> Mapping[str, Text]:
    """The choices whose names or words have the answer in them, as many as are listed."""
    part = answer.casefold()
    found = {
        name: text
        for name, text in choices.items()
        if part and any(part in each.casefold() for each in (name, text.en, text.ar))
    }
    return dict(list(found.items())[:MOST_LISTED])
