"""What can be wrong with a ruleset: one list of codes, each with what it means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from protection_rules.documents import Span, visible
from protection_rules.errors import ProtectionRulesError
from protection_rules.limits import LONGEST_MESSAGE, MOST_FAULTS

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable": "the file cannot be read as YAML 1.2",
        "missing-file": "a file or folder that is needed is not there",
        "too-large": "a file, a folder or a condition is beyond what is read, or there are more faults",
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
        "unknown-ruleset": "an overlay adds to a ruleset that is not there",
        "not-raised": "an amendment changes a rule otherwise than by raising it",
        "weakens-floor": "an overlay would weaken a rule of the floor, or set it aside",
        "local-facts": "an overlay declares facts of its own, which nothing reads",
        "wrong-dates": "a date is none, or a period ends before it begins",
        "unversioned-change": "a ruleset is not what versions.yaml has recorded for its version",
        "unexplained-change": "a version of a ruleset is not told of in changes.yaml",
        "unread-file": "a file has a name under which no ruleset is read",
        "above-clearance": "an audience would be shown more than its clearance allows",
        "too-long": "a text is longer than its place allows",
        "missing-language": "a text lacks one of the two languages",
        "wrong-letters": "a text has letters of the other language's script, or none of its own",
        "hidden-character": "a text has a character that cannot be seen",
        "numbers-differ": "the two languages of a text do not name the same numbers",
        "wrong-punctuation": "a text has a punctuation mark of the other language",
        "stray-space": "a text begins or ends with space",
        "place-to-fill": "a text has braces, and nothing is filled in there",
        "forbidden-word": "a text has a word that terminology.yaml says never to use",
        "unknown-concept": "a word is to be replaced by a concept that terminology.yaml does not have",
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
        line = f"{visible(self.file)}:{self.line}:{self.column}: error[{self.code}]: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


class RulesetError(ProtectionRulesError):
    """Rulesets that cannot be used; `diagnostics` has every fault of the folder, in order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))

    def __reduce__(self) -> tuple[type[RulesetError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class TooManyFaultsError(Exception):
    """Ends reading once MOST_FAULTS are noted; the findings say that there are more."""


class Findings:
    """Collects diagnostics while reading, so that all faults are told at once, up to MOST_FAULTS."""

    def __init__(self) -> None:
        self._found: set[Diagnostic] = set()

    def add(self, span: Span, code: str, message: str, hint: str = "") -> None:
        """Note one fault; the code is one of CODES. Raises TooManyFaultsError after MOST_FAULTS."""
        if code not in CODES:
            raise KeyError(code)
        if len(self._found) == MOST_FAULTS:
            raise TooManyFaultsError
        self._found.add(Diagnostic(span.file, span.line, span.column, code, _told(message), _told(hint)))

    def sorted(self) -> list[Diagnostic]:
        """The faults by file and place."""
        found = sorted(self._found)
        if len(found) == MOST_FAULTS:
            last = found[-1]
            more = "there may be more faults", "mend these first"
            found.append(Diagnostic(last.file, last.line, last.column, "too-large", *more))
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


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest known name, or else says something of use."""
    candidates = list(known)
    near = nearest(name, candidates)
    if near is not None:
        return f"did you mean `{near}`?"
    return otherwise or (f"one of {', '.join(candidates)}" if 0 < len(candidates) <= MOST_LISTED else "")


def shown(value: object) -> str:
    """A value of a ruleset file as its author wrote it."""
    if isinstance(value, dict | list):
        return "this"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "null" if value is None else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


_LONG_NAME: Final = re.compile(r"(`[^`]{100})[^`]+`")


def _told(text: str) -> str:
    """The text as it is told: visible, and no longer than people read."""
    short = _LONG_NAME.sub(r"\1…`", text)
    return visible(short if len(short) <= LONGEST_MESSAGE else f"{short[: LONGEST_MESSAGE - 1]}…")
