"""The profiles a solver looks through, as formulas.

Every fact of the vocabulary stands for a group of named formulas, one for each value it can have; of
a number, one for each stretch in which no condition tells two numbers apart. A list is not given, or
has up to a fixed number of items (`bounds` says how many are enough). Two rule books can share one
space, so that a profile means the same to both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from protection_rules.analysis.solver.formula import (
    TRUE,
    Formula,
    at_most,
    either,
    every,
    named,
    no,
    some,
)
from protection_rules.facts.case import Case, Value
from protection_rules.facts.vocabulary import (
    LIST_SECTIONS,
    NO_RECORD,
    NOT_ASKED,
    SECTIONS,
    UNKNOWN,
    FactEntry,
    Vocabulary,
)
from protection_rules.rulesets.model import About

Cell: TypeAlias = str | tuple[int, int]
"""Values that no condition tells apart: one code or marker, or the numbers from one to another."""

UNKNOWN_SET: Final = frozenset({UNKNOWN})


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whom a rule is evaluated for: the case, the operation, or the item at a place of a list, from 0."""

    about: About
    item: int | None = None

    def __str__(self) -> str:
        """The subject as an assessment names it, for profiles that come from a space."""
        return self.about if self.item is None else f"{self.about}:{item_id(self.about, self.item)}"


CASE: Final = Subject("case")
OPERATION: Final = Subject("operation")


def one_subject(about: About) -> Subject:
    """The subject that stands for all that a rule about this can have."""
    return Subject(about, 0 if about in LIST_SECTIONS else None)


def section_subject(section: str) -> Subject:
    """The subject that stands for all that have the facts of a section."""
    return one_subject(_about(section))


def item_id(section: str, item: int) -> str:
    """What the item at a place of a list is called in profiles that come from a space."""
    return f"{SECTIONS[section].default_id}{item + 1}"


def left_out(fact: FactEntry) -> Value:
    """The value of a fact that a profile leaves out."""
    match fact.kind:
        case "recorded":
            return NO_RECORD
        case "choices":
            return UNKNOWN_SET
        case _:
            return UNKNOWN


class Space:
    """All profiles whose lists have at most so many items.

    `items` gives the number for each section that lists items; `cuts` gives, for numbers, where a
    new stretch begins. The facts are those of `vocabulary`. `axioms` hold for every profile and belong to
    every question.
    """

    def __init__(
        self, items: Mapping[str, int], cuts: Mapping[str, frozenset[int]], vocabulary: Vocabulary
    ) -> None:
        self.vocabulary = vocabulary
        self.axioms: list[Formula] = []
        self.has_operation: Formula = named("operation")
        self._listed = {section: named(section) for section in LIST_SECTIONS}
        self._present = {
            section: [named(f"{section}[{item}]") for item in range(items.get(section, 0))]
            for section in LIST_SECTIONS
        }
        for section, present in self._present.items():
            # items fill a list from its first place
            earlier = [self._listed[section], *present]
            self.axioms += [either(no(item), before) for before, item in zip(earlier, present, strict=False)]
        self._facts: dict[tuple[str, int | None], dict[Cell, Formula]] = {}
        for fact in vocabulary.values():
            for subject in self.subjects(_about(fact.section)):
                self._declare(fact, _cells(fact, cuts.get(fact.path, frozenset())), subject.item)

    def _declare(self, fact: FactEntry, cells: tuple[Cell, ...], item: int | None) -> None:
        place = fact.path if item is None else f"{fact.path}[{item}]"
        values = {cell: named(f"{place}={cell}") for cell in cells}
        self._facts[fact.path, item] = values
        if fact.kind == "choices":
            # what is not known and what was not asked stand alone
            self.axioms += [
                either(no(values[marker]), no(other))
                for marker in (UNKNOWN, NOT_ASKED)
                if marker in values
                for cell, other in values.items()
                if cell != marker
            ]
        else:
            self.axioms += [some(values.values()), at_most(1, values.values())]
        # where there is no item and no office, nothing is told of it
        present = self.present(Subject(_about(fact.section), item))
        self.axioms.append(either(present, self.not_given(fact.path, item)))

    @property
    def items(self) -> Mapping[str, int]:
        """The greatest number of items in each list."""
        return {section: len(present) for section, present in self._present.items()}

    def subjects(self, about: About) -> tuple[Subject, ...]:
        """Every subject that a rule about this can have."""
        if about in LIST_SECTIONS:
            return tuple(Subject(about, item) for item in range(len(self._present[about])))
        return (Subject(about),)

    def facts(self) -> Iterator[tuple[FactEntry, int | None, Mapping[Cell, Formula]]]:
        """Each fact of each subject, with a formula for each of its values; of a set, for each member."""
        for (path, item), values in self._facts.items():
            yield self.vocabulary[path], item, values

    # what holds of a profile

    def listed(self, section: str) -> Formula:
        """The list is given, be it empty."""
        return self._listed[section]

    def present(self, subject: Subject) -> Formula:
        """There is such a subject: the case always, the operation where it is described."""
        if subject.item is not None:
            return self.present_at(subject.about, subject.item)
        return self.has_operation if subject.about == "operation" else TRUE

    def present_at(self, section: str, item: int) -> Formula:
        """There is an item at this place of a list."""
        return self._present[section][item]

    def values(self, fact: str, item: int | None) -> Mapping[Cell, Formula]:
        """A formula for each value of a fact; of a set, for each code or marker among its members."""
        return self._facts[fact, item]

    def is_value(self, fact: str, item: int | None, value: Value) -> Formula:
        """The fact has this value, or one that no condition tells from it."""
        values = self._facts[fact, item]
        if isinstance(value, frozenset):
            return every(part if has(value, cell) else no(part) for cell, part in values.items())
        return some(part for cell, part in values.items() if has(value, cell))

    def not_given(self, fact: str, item: int | None) -> Formula:
        """The fact is as in a profile that leaves it out."""
        return self.is_value(fact, item, left_out(self.vocabulary[fact]))

    def is_case(self, case: Case) -> Formula:
        """The profile is this one, whose lists must fit into the space."""
        parts = [self.is_value(fact, None, value) for fact, value in case.facts.items()]
        parts.append(self.has_operation if case.has_operation else no(self.has_operation))
        for section, items in case.items.items():
            parts.append(no(self._listed[section]) if items is None else self._listed[section])
            for number, present in enumerate(self._present[section]):
                parts.append(present if number < len(items or ()) else no(present))
            parts += [
                self.is_value(fact, number, value)
                for number, item in enumerate(items or ())
                for fact, value in item.facts.items()
            ]
        return every(parts)


def has(value: Value, cell: Cell) -> bool:
    """Whether a value is one of those that the cell stands for; of a set, whether it is a member."""
    if isinstance(value, frozenset):
        return cell in value
    if isinstance(cell, tuple):
        return isinstance(value, int) and cell[0] <= value <= cell[1]
    return value == cell


def _about(section: str) -> About:
    """The subjects whose facts a section holds."""
    return section if section in {*LIST_SECTIONS, "operation"} else "case"  # type: ignore[return-value]  # one of them


def _cells(fact: FactEntry, cuts: frozenset[int]) -> tuple[Cell, ...]:
    markers = tuple(marker for marker in fact.markers if marker in {UNKNOWN, NOT_ASKED})
    if fact.kind != "number":
        return (*fact.codes, *markers)
    low, high = fact.attributes.minimum, fact.attributes.maximum
    starts = [low, *sorted(cut for cut in cuts if low < cut <= high)]
    ends = [start - 1 for start in starts[1:]] + [high]
    return (*zip(starts, ends, strict=True), *markers)
