"""The facts of an operation's own, where two rule books declare them otherwise.

Profiles for both books can tell what both can state. A fact that one of them does not know is not given
to that one; of a fact that both declare, otherwise than each other, only what means the same to both is
compared: the same codes, the same numbers. What that leaves out is named, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from protection_rules.analysis.difference.rules import Change
from protection_rules.analysis.difference.ways import Declaration, Side
from protection_rules.facts.fact import Asked, Sensitivity
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import UNKNOWN, FactEntry, Vocabulary
from protection_rules.logic.nodes import Condition, facts_read

Compared = Literal["whole", "shared", "not_known"]
"""How much of a fact is compared: all that either book can state of it; what both can; only profiles
in which it is not known."""

_SENSITIVITIES: Final[tuple[Sensitivity, ...]] = get_args(Sensitivity)
_ASKED: Final[tuple[Asked, ...]] = get_args(Asked)
"""The least guarded first, and the most openly asked."""

_FIELDS: Final[Mapping[str, Callable[[FactEntry], Any]]] = {
    "kind": lambda fact: fact.kind,
    "values": lambda fact: list(fact.codes),
    "markers": lambda fact: list(fact.markers),
    "bounds": lambda fact: (
        [fact.attributes.minimum, fact.attributes.maximum] if fact.kind == "number" else None
    ),
    "supplied_by": lambda fact: fact.attributes.supplied_by,
    "asked": lambda fact: fact.attributes.asked,
    "sensitivity": lambda fact: fact.attributes.sensitivity,
}
_TEXTS: Final[Mapping[str, Callable[[FactEntry], Any]]] = {
    "label": lambda fact: _both(fact.attributes.label),
    "question": lambda fact: _both(fact.attributes.question),
    "value_labels": lambda fact: {code: _both(text) for code, text in fact.attributes.values.items()},
}
TEXTS: Final = frozenset(_TEXTS)


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A fact that one book does not declare (None), or that both declare, each otherwise."""

    fact: str
    old: FactEntry | None
    new: FactEntry | None

    @property
    def how(self) -> Literal["added", "removed", "changed"]:
        """What became of the fact."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def label(self) -> Text:
        """How the fact is called, in the new book if it is there."""
        return next(fact.attributes.label for fact in (self.new, self.old) if fact is not None)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is otherwise in the declaration, of a fact that both books have."""
        if self.old is None or self.new is None:
            return ()
        every = [Change(name, read(self.old), read(self.new)) for name, read in {**_FIELDS, **_TEXTS}.items()]
        return tuple(each for each in every if each.before != each.after)

    @property
    def compared(self) -> Compared:
        """How much of the fact is compared for profiles."""
        if self.old is None or self.new is None:
            return "whole"
        stated = _stated(self.old), _stated(self.new)
        if stated[0] == stated[1]:
            return "whole"
        return "shared" if _stated(_shared(self.old, self.new)) else "not_known"

    @property
    def ways(self) -> Iterator[tuple[Side, Declaration]]:
        """In which ways the declaration protects less, or more; words and who supplies it do neither."""
        if self.old is None or self.new is None:
            return
        before, after = _stated(self.old), _stated(self.new)
        if not after.covers(before):
            yield "less", "states_less"
        if not before.covers(after):
            # what was not known, and taken for the worst, may now be something that no rule speaks of
            yield "less", "states_more"
            yield "more", "states_more"
        old, new = self.old.attributes, self.new.attributes
        guarded = _SENSITIVITIES.index(new.sensitivity) - _SENSITIVITIES.index(old.sensitivity)
        if guarded:
            yield ("less", "guarded_less") if guarded < 0 else ("more", "guarded_more")
        reserved = _ASKED.index(new.asked) - _ASKED.index(old.asked)
        if reserved:
            yield ("less", "asked_more") if reserved < 0 else ("more", "asked_less")


def fact_differences(old: Vocabulary, new: Vocabulary) -> Iterator[FactDifference]:
    """Every local fact that is not declared alike in both, by name."""
    for name in sorted(old.local.keys() | new.local.keys()):
        before, after = old.local.get(name), new.local.get(name)
        if before != after:
            path = next(fact.path for fact in (before, after) if fact is not None)
            yield FactDifference(path, before, after)


def shared(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """What profiles for two books can tell: the facts of either, with what both can state of them."""
    if old == new:
        return new
    facts = dict(new.local)
    for name, fact in old.local.items():
        facts[name] = _shared(fact, new.local[name]) if name in new.local else fact
    return new.with_local(facts)


def reads_unlike(conditions: Iterable[Condition], facts: Iterable[FactDifference]) -> bool:
    """Whether one of the conditions reads a fact of which not all that can be stated is compared."""
    unlike = {each.fact for each in facts if each.compared != "whole"}
    return any(not unlike.isdisjoint(facts_read(condition)) for condition in conditions)


def _shared(old: FactEntry, new: FactEntry) -> FactEntry:
    """The fact as both can state it; its words are the new ones."""
    low = max(old.attributes.minimum, new.attributes.minimum)
    high = min(old.attributes.maximum, new.attributes.maximum)
    if _form(old) != _form(new) or (new.kind == "number" and low > high):
        # nothing that is given means the same to both
        return replace(new, kind="choice", codes=(), markers=(UNKNOWN,))
    return replace(
        new,
        codes=tuple(code for code in new.codes if code in old.codes),
        markers=tuple(marker for marker in new.markers if marker in old.markers),
        attributes=replace(new.attributes, minimum=low, maximum=high),
    )


def _form(fact: FactEntry) -> str:
    """How a profile gives the fact; an answer is written as a choice of yes and no is."""
    return "choice" if fact.kind == "answer" else fact.kind


@dataclass(frozen=True, slots=True)
class _Stated:
    """What can be stated of a fact beside that it is not known: codes and markers, or numbers."""

    form: str
    codes: frozenset[str] = frozenset()
    numbers: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.codes) or self.numbers is not None

    def covers(self, other: _Stated) -> bool:
        """Whether whatever the other can state can be stated so too."""
        if self.form != other.form:
            return not other
        if self.numbers is not None and other.numbers is not None:
            return self.numbers[0] <= other.numbers[0] and other.numbers[1] <= self.numbers[1]
        return self.codes >= other.codes


def _stated(fact: FactEntry) -> _Stated:
    if fact.kind == "number":
        return _Stated("number", numbers=(fact.attributes.minimum, fact.attributes.maximum))
    return _Stated(_form(fact), frozenset({*fact.codes, *fact.markers}) - {UNKNOWN})


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}
