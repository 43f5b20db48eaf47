"""What a change of one fact costs, as formulas of the profiles in which it costs something.

The changed fact is of the case, of the operation, or of the first item of a list; what it costs can
concern the case, that item, or another item.
"""

from __future__ import annotations

from collections.abc import Iterator

from protection_rules.advice.options import STANDINGS
from protection_rules.analysis.solver.bounds import NAMED_ITEMS
from protection_rules.analysis.solver.conditions import Change as FactChange
from protection_rules.analysis.solver.encoding import EncodedBook
from protection_rules.analysis.solver.formula import FALSE, Formula, both, every, no, same, some
from protection_rules.analysis.solver.outcomes import ACTIVE, SAID, bars
from protection_rules.analysis.solver.profiles import written
from protection_rules.analysis.solver.space import Subject, section_subject
from protection_rules.facts.vocabulary import LIST_SECTIONS, Vocabulary
from protection_rules.rulesets.invariant_model import Change, Comparison, Move
from protection_rules.rulesets.model import URGENCIES, About, Rule


def changes(check: Change, vocabulary: Vocabulary) -> Iterator[tuple[Move, FactChange]]:
    """Every change of one fact that the check speaks of."""
    for move in check.moves:
        subject = section_subject(vocabulary[move.fact].section)
        for target in move.targets:
            yield move, FactChange(move.fact, subject.item, target)


def costs(check: Change, move: Move, change: FactChange, before: EncodedBook) -> Formula:
    """Where the change can be made and does not keep what the check says it keeps."""
    depending = before.depending_on(move.fact)
    if not depending:
        return FALSE
    after = before.changed(change)
    lost = [
        formula
        for rule in before.book.rules
        if rule.id in depending and rule.id not in check.exempt
        if check.keep.picks(rule, before.book.actions[rule.action])
        for subject in _subjects(rule.about, change)
        for formula in _lost(check, rule, subject, before, after)
    ]
    moved = [
        formula
        for section, wanted in check.standings.items()
        if _bearing(section, before) & depending
        for option in _subjects(section, change)
        for formula in _moved(wanted, option, before, after)
    ]
    return both(_can_be_made(move, change, before), some([*lost, *moved]))


def _can_be_made(move: Move, change: FactChange, before: EncodedBook) -> Formula:
    """Where the fact has a value that the change starts from, and not the one it ends at."""
    space, entry = before.space, before.space.vocabulary[move.fact]
    parts = [no(space.is_value(change.fact, change.item, change.value))]
    if move.origins is not None:
        # in a fixed order, so that the solver finds the same profile each time
        origins = sorted(move.origins, key=lambda origin: str(written(entry, origin)))
        parts.append(some(space.is_value(change.fact, change.item, origin) for origin in origins))
    # with a fact of the office the profile describes the office; nothing else depends on that
    parts.append(space.present(section_subject(entry.section)))
    return every(parts)


def _subjects(about: About, change: FactChange) -> tuple[Subject, ...]:
    """The subjects that stand for all that a rule about this can have."""
    if about not in LIST_SECTIONS:
        return (Subject(about),)
    beside = change.item is not None and change.fact.startswith(f"{about}.")
    return tuple(Subject(about, item) for item in range(NAMED_ITEMS if beside else 1))


def _lost(
    check: Change, rule: Rule, subject: Subject, before: EncodedBook, after: EncodedBook
) -> Iterator[Formula]:
    """Where advice of the rule is given before the change and nothing as good after it."""
    statuses = SAID if check.keep.status is None else check.keep.status & SAID
    for told, as_good in ((statuses & ACTIVE, ACTIVE), (statuses - ACTIVE, SAID)):
        given = before.said(rule, subject, told)
        kept = some(
            after.said(other, subject, as_good) for other in before.book.rules if _replaces(other, rule)
        )
        if not same(given, kept):
            yield both(given, no(kept))


def _replaces(other: Rule, rule: Rule) -> bool:
    """Whether one rule's advice is to do, or not to do, the same about the same, and as soon."""
    return (
        (other.about, other.action) == (rule.about, rule.action)
        and (other.modality == "must_not") == (rule.modality == "must_not")
        and URGENCIES.index(other.urgency) <= URGENCIES.index(rule.urgency)
    )


def _bearing(section: str, encoded: EncodedBook) -> set[str]:
    """The rules that bear on where options of a section stand."""
    return {
        rule.id
        for rule in encoded.book.rules
        if rule.about == section or any(bar.about == section for bar in bars(rule, encoded.book))
    }


def _moved(wanted: Comparison, option: Subject, before: EncodedBook, after: EncodedBook) -> Iterator[Formula]:
    """Where an option stands higher after the change, or elsewhere if it is to stand the same."""
    stood, stands = before.standings(option), after.standings(option)
    for place, standing in enumerate(STANDINGS):
        for other_place, other in enumerate(STANDINGS):
            if place < other_place or (wanted == "same" and place > other_place):
                yield both(stands[standing], stood[other])
