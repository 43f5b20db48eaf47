"""What can be wrong with a ruleset: one list of codes, each with what it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from protection_rules.documents import Span
from protection_rules.errors import ProtectionRulesError

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable": "the file cannot be read as YAML 1.2",
        "missing-file": "a file or folder that is needed is not there",
        "missing-field": "a field that every entry of this kind has is not there",
        "unknown-field": "a field that no entry of this kind has",
        "wrong-form": "a value has another form than its field takes",
        "unknown-value": "a value is none of those its field takes",
        "duplicate-id": "an id stands for two things",
        "unknown-fact": "a condition reads a fact that is not in the vocabulary",
        "unknown-code": "a condition compares a fact with a value it cannot have",
        "wrong-comparison": "a comparison does not fit the kind of fact",
        "wrong-place": "a fact of a listed item is read where no item is at hand",
        "unknown-term": "a condition uses a term that terms.yaml does not have",
        "term-cycle": "terms use one another in a circle",
        "unknown-action": "a rule names an action that actions.yaml does not have",
        "unknown-kind": "an action names a kind that actions.yaml does not have",
        "unknown-reviewer": "a rule names a reviewer that actions.yaml does not have",
        "unknown-override-reason": "a rule names an override reason that actions.yaml does not have",
        "unknown-guidance": "a rule rests on an entry that guidance.yaml does not have",
        "unknown-standard": "a rule names a standard that standards.yaml does not have",
        "unknown-rule": "a rule overrides a rule that is not there",
        "override-cycle": "rules override one another in a circle",
        "disclosing-precaution": "a disclosing action may not be advised on a fact that is not known",
        "no-grounds": "a rule that rests on the guidance cites no entry of it",
        "no-standard": "an elaboration does not name its standard",
        "no-words-for-unknown": "a rule says nothing for the case that facts are not known",
        "too-long": "a text is longer than its place allows",
        "missing-language": "a text lacks one of the two languages",
        "wrong-letters": "a text has letters of the other language's script, or none of its own",
        "hidden-character": "a text has a character that cannot be seen",
        "numbers-differ": "the two languages of a text do not name the same numbers",
    }
)
"""Every code with one sentence on what it means."""

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
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.file}:{self.line}:{self.column}: error[{self.code}]: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


class RulesetError(ProtectionRulesError):
    """Rulesets that cannot be used; `diagnostics` has every fault of the folder, in order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))

    def __reduce__(self) -> tuple[type[RulesetError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class Findings:
    """Collects diagnostics while reading, so that all faults are told at once."""

    def __init__(self) -> None:
        self._found: set[Diagnostic] = set()

    def add(self, span: Span, code: str, message: str, hint: str = "") -> None:
        """Note one fault; the code is one of CODES."""
        if code not in CODES:
            raise KeyError(code)
        self._found.add(
            Diagnostic(span.file, span.line, span.column, code, _visible(message), _visible(hint))
        )

    def sorted(self) -> list[Diagnostic]:
        """The faults by file and place."""
        return sorted(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest known name, or else says something of use."""
    candidates = list(known)
    near = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return otherwise or (f"one of {', '.join(candidates)}" if 0 < len(candidates) <= MOST_LISTED else "")


def shown(value: object) -> str:
    """A value of a ruleset file as its author wrote it."""
    if isinstance(value, dict | list):
        return "this"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "null" if value is None else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _visible(text: str) -> str:
    """The text on one line, with every character that cannot be seen written as its code."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
