"""What is wrong with rulesets: faults with their places, collected and told in either language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from protection_rules.documents import Span, visible
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Language, Text
from protection_rules.limits import LONGEST_MESSAGE, MOST_FAULTS
from protection_rules.rulesets.codes import NOTHING, listed, message, words

LONGEST_SHOWN: Final = 60
"""Characters of an author's value that a message repeats."""
MOST_LISTED: Final = 20
"""Known names that a hint lists in full."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault of a ruleset file, with a hint for its repair."""

    file: str
    line: int
    column: int
    code: str
    message: Text
    hint: Text = NOTHING

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """The fault with its place and its code, and how to mend it in a second line."""
        told = words("fault", code=self.code, message=self.message).in_language(language)
        line = f"{visible(self.file)}:{self.line}:{self.column}: {told}"
        if self.hint == NOTHING:
            return line
        return f"{line}\n  {words('fault.hint', hint=self.hint).in_language(language)}"


class RulesetError(ProtectionRulesError):
    """Rulesets that cannot be used; `diagnostics` has every fault of the folder, in order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type[RulesetError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)

    def report(self, language: Language = "en") -> str:
        """All faults, each with its hint."""
        return "\n".join(diagnostic.in_language(language) for diagnostic in self.diagnostics)


class TooManyFaultsError(Exception):
    """Ends reading once MOST_FAULTS are noted; the findings say that there are more."""


class Findings:
    """Collects diagnostics while reading, so that all faults are told at once, up to MOST_FAULTS."""

    def __init__(self) -> None:
        self._found: set[Diagnostic] = set()

    def add(
        self, span: Span, code: str, name: str, hint: Text | None = None, /, **parts: Text | str | int
    ) -> None:
        """Note one fault by its code and the name of its message, with what fills the places of that.

        `hint` stands in place of the message's own. Raises TooManyFaultsError after MOST_FAULTS.
        """
        said = message(code, name, **parts)
        if len(self._found) == MOST_FAULTS:
            raise TooManyFaultsError
        mend = said.hint if hint is None else hint
        self._found.add(Diagnostic(span.file, span.line, span.column, code, _told(said.words), _told(mend)))

    def sorted(self) -> list[Diagnostic]:
        """The faults by file and place."""
        found = sorted(self._found)
        if len(found) == MOST_FAULTS:
            last = found[-1]
            more = message("too-large", "more_faults")
            found.append(Diagnostic(last.file, last.line, last.column, "too-large", more.words, more.hint))
        return found

    def __bool__(self) -> bool:
        return bool(self._found)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a name is most likely meant for, if any is like it."""
    candidates = list(known)
    # to difflib, C-MR-3 is as near to C-MR-13 as to C-MR-03
    same = [each for each in candidates if _without_zeros(each) == _without_zeros(name)]
    near = same or difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    return near[0] if near else None


def _without_zeros(name: str) -> str:
    """The name without zeros in front of its numbers."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", name)


def suggest(name: str, known: Iterable[str], otherwise: Text = NOTHING) -> Text:
    """A hint that names the nearest known name, or else says something of use."""
    candidates = list(known)
    near = nearest(name, candidates)
    if near is not None:
        return words("did_you_mean", name=near)
    if otherwise == NOTHING and 0 < len(candidates) <= MOST_LISTED:
        return one_of(candidates)
    return otherwise


def one_of(known: Iterable[str]) -> Text:
    """A hint that lists what there is."""
    return words("one_of", names=listed(known))


def shown(value: object) -> Text:
    """A value of a ruleset file as its author wrote it."""
    match value:
        case dict() | list():
            return words("this")
        case bool():
            text = "true" if value else "false"
        case _:
            text = "null" if value is None else str(value)
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return Text(short, short)


_LONG_NAME: Final = re.compile(r"(?:`([^`]{100})[^`]+`|«([^»]{100})[^»]+»)")


def _told(text: Text) -> Text:
    """The text as it is told: visible, and no longer than people read."""
    return Text(_bounded(text.en), _bounded(text.ar))


def _bounded(text: str) -> str:
    short = _LONG_NAME.sub(lambda name: f"`{name[1]}…`" if name[1] else f"«{name[2]}…»", text)
    return visible(short if len(short) <= LONGEST_MESSAGE else f"{short[: LONGEST_MESSAGE - 1]}…")
