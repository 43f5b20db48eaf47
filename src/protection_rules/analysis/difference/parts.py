"""What else is otherwise between two folders, and decides nothing that is compared for all profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from protection_rules.rulesets.model import RuleBook, Ruleset

Part = Literal[
    "actions",
    "audiences",
    "exclusions",
    "guidance",
    "kinds",
    "override_reasons",
    "reviewers",
    "rulesets",
    "standards",
    "terms",
]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """The entries of a part of the folder that were added, removed or changed."""

    part: Part
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


_ENTRIES: Final[Mapping[Part, Callable[[RuleBook], Mapping[str, Any]]]] = {
    "actions": lambda book: book.actions,
    "audiences": lambda book: book.audiences,
    "exclusions": lambda book: {" / ".join(sorted(each.actions)): each.text for each in book.exclusions},
    "guidance": lambda book: book.guidance,
    "kinds": lambda book: book.kinds,
    "override_reasons": lambda book: book.override_reasons,
    "reviewers": lambda book: book.reviewers,
    "rulesets": lambda book: {each.id: _head(each) for each in book.rulesets},
    "standards": lambda book: book.standards,
    "terms": lambda book: book.terms,
}


def part_differences(old: RuleBook, new: RuleBook) -> Iterator[PartDifference]:
    """Every part that is otherwise. What terms and actions mean for advice is told where it is heard."""
    for part, read in _ENTRIES.items():
        before, after = read(old), read(new)
        found = PartDifference(
            part,
            tuple(sorted(after.keys() - before.keys())),
            tuple(sorted(before.keys() - after.keys())),
            tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        )
        if found.added or found.removed or found.changed:
            yield found


def _head(ruleset: Ruleset) -> tuple[object, ...]:
    return ruleset.version, ruleset.decision_point, ruleset.title, ruleset.purpose
