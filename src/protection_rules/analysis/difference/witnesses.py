"""Profiles that show a difference: evaluated under both books before anything is believed of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from protection_rules.advice.model import Assessment
from protection_rules.analysis.difference.ways import GAINS, Advised, Kind, Marked, Seen, losses, moved
from protection_rules.analysis.solver.bounds import NAMED_ITEMS
from protection_rules.analysis.solver.formula import Formula, every, no, some
from protection_rules.analysis.solver.inquiry import Inquiry, Witness
from protection_rules.analysis.solver.profiles import Profile
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.analysis.solver.space import OPERATION, Cell, Space, Subject, has, item_id, one_subject
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import LIST_SECTIONS


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that all profiles of a kind have in common.

    Of a fact, that it has one of these values; of a set, that one code is among its members, or is not
    (`absent`); without a fact, that a list is given, has an item, or that the office is described.
    """

    section: str
    item: int | None
    fact: str | None = None
    values: tuple[Cell, ...] = ()
    absent: bool = False

    @property
    def subject(self) -> str | None:
        """The listed item that it is about, as profiles that come from a space name it."""
        return None if self.item is None else f"{self.section}:{item_id(self.section, self.item)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile that shows a difference, as each of two books evaluates it.

    `profile` tells what is told to either; a local fact that a book does not know is not given to it.
    `everywhere` is what suffices: every profile that has all of this shows the same difference. None if
    that was not decided, or if it would name more items of a list than is looked at.
    """

    profile: Profile = field(repr=False)
    before: Witness
    after: Witness
    everywhere: tuple[Known, ...] | None

    @property
    def is_for_both(self) -> bool:
        """Whether both books know all that the profile tells."""
        return self.profile == self.before.profile == self.after.profile


def shown(topic: Seen, kind: Kind, where: Formula, before: Inquiry, after: Inquiry) -> Shown:
    """The smallest profile in which a difference is, and what else it suffices to know.

    There must be one. Raises SolverDisagreement if either book does not say of it what the formulas
    do, or if the two assessments do not differ in this way.
    """
    found = seen_by_both(where, before, after)
    if not is_seen(topic, kind, found.before.assessment, found.after.assessment):
        raise SolverDisagreement(topic.name)
    return found


def seen_by_both(where: Formula, before: Inquiry, after: Inquiry) -> Shown:
    """The smallest profile in which a difference is, as both books evaluate it."""
    profile = before.search.smallest(where)
    old, new = before.replayed(profile), after.replayed(profile)
    # a fact of one of the books alone is in the case of that one
    case = replace(old.case, facts={**new.case.facts, **old.case.facts})
    return Shown(profile, old, new, everywhere(where, case, before))


def is_seen(topic: Seen, kind: Kind, before: Assessment, after: Assessment) -> bool:
    """Whether two assessments of one profile differ in a way."""
    if isinstance(topic, Marked):
        return any(one.rule == topic.rule for one in after.recommendations)
    if not isinstance(topic, Advised):
        return moved(str(one_subject(topic.section)), before, after) == kind
    subject = str(one_subject(topic.about))
    lost, gained = losses(topic, subject, before, after), losses(topic, subject, after, before)
    match kind:
        case "exposes":
            return bool(gained)
        case "exposes_less":
            return bool(lost)
        case _:
            return kind in lost or kind in {GAINS[each] for each in gained}


def everywhere(where: Formula, case: Case, inquiry: Inquiry) -> tuple[Known, ...] | None:
    """What of a case suffices for the formula to hold, with the other values that would do as well."""
    space = inquiry.space
    parts = {known: _formula(known, space) for known in _known(case, space)}
    needed = inquiry.search.sufficient(parts, where)
    if needed is None or not _names_few_items(needed):
        return None
    found = {known: parts[known] for known in needed}
    for known in needed:
        if known.fact is None or space.vocabulary[known.fact].kind == "choices":
            continue
        values = known.values
        for cell in space.values(known.fact, known.item):
            wider = Known(known.section, known.item, known.fact, (*values, cell))
            others = every(part for other, part in found.items() if other != known)
            doubtful = every([others, _formula(wider, space), no(where)])
            if cell not in values and inquiry.search.ask(doubtful) == "no":
                values = wider.values
        if values != known.values:
            wide = Known(known.section, known.item, known.fact, _in_order(known, values, space))
            found = {(wide if other == known else other): part for other, part in found.items()}
            found[wide] = _formula(wide, space)
    return tuple(found)


def _names_few_items(found: list[Known]) -> bool:
    """Whether lists that are long enough for the difference are so for what suffices too.

    The difference names the first item of a section.
    """
    named = {(each.section, each.item) for each in found if each.item and (each.fact or not each.absent)}
    sections = [section for section, _ in named]
    return all(1 + sections.count(section) <= NAMED_ITEMS for section in sections)


def _in_order(known: Known, values: tuple[Cell, ...], space: Space) -> tuple[Cell, ...]:
    """The values in the vocabulary's order; numbers that follow one another as one stretch."""
    ordered: list[Cell] = []
    for cell in space.values(str(known.fact), known.item):
        before = ordered[-1] if ordered else None
        if cell not in values:
            continue
        if isinstance(cell, tuple) and isinstance(before, tuple) and before[1] + 1 == cell[0]:
            ordered[-1] = (before[0], cell[1])
        else:
            ordered.append(cell)
    return tuple(ordered)


def _known(case: Case, space: Space) -> Iterator[Known]:
    """Everything that is known of a case, one thing after another."""
    for path, value in case.facts.items():
        yield from _known_of_fact(path, None, value, space)
    if case.has_operation:
        yield Known("operation", None)
    else:
        yield Known("operation", None, absent=True)
    for section in LIST_SECTIONS:
        items = case.items[section]
        yield Known(section, None, absent=items is None)
        for number in range(space.items[section]):
            yield Known(section, number, absent=number >= len(items or ()))
        for number, item in enumerate(items or ()):
            for path, value in item.facts.items():
                yield from _known_of_fact(path, number, value, space)


def _known_of_fact(path: str, item: int | None, value: object, space: Space) -> Iterator[Known]:
    section = space.vocabulary[path].section
    for cell in space.values(path, item):
        member = has(value, cell)  # type: ignore[arg-type]  # a value of a case
        if member:
            yield Known(section, item, path, (cell,))
        elif isinstance(value, frozenset):
            yield Known(section, item, path, (cell,), absent=True)


def _formula(known: Known, space: Space) -> Formula:
    if known.fact is not None:
        found = some(
            part
            for cell, part in space.values(known.fact, known.item).items()
            if any(_within(cell, value) for value in known.values)
        )
    elif known.section == "operation":
        found = space.present(OPERATION)
    elif known.item is None:
        found = space.listed(known.section)
    else:
        found = space.present(Subject(known.section, known.item))  # type: ignore[arg-type]  # a section that lists items
    return no(found) if known.absent else found


def _within(cell: Cell, value: Cell) -> bool:
    """Whether a cell is the value, or lies in a stretch of numbers."""
    if isinstance(cell, tuple) and isinstance(value, tuple):
        return value[0] <= cell[0] and cell[1] <= value[1]
    return cell == value
