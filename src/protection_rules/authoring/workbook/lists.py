"""The lists of values that the workbook's cells choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from protection_rules.authoring.workbook.layout import Field, tables, value_label
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import RuleBook

ListKey: TypeAlias = tuple[str, tuple[str, ...]]
"""The name of a list, with its values where the language closes it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, and what it is called."""

    value: str
    label: Text


def list_of(field: Field) -> ListKey | None:
    """The list that a cell chooses from, if it does."""
    if field.source is not None:
        return field.source, ()
    return (field.path[-1], field.values) if field.values else None


def all_lists(book: RuleBook) -> Mapping[ListKey, tuple[Choice, ...]]:
    """Every list that a cell chooses from: those of the language, then what the folder has of its own."""
    fields = [each.field for table in tables() for each in table.headings]
    fields += [each.field for table in tables() for each in table.columns]
    closed = {
        (field.path[-1], field.values): tuple(
            Choice(value, value_label(field.path[-1], value)) for value in field.values
        )
        for field in fields
        if field.values
    }
    own: dict[str, Iterable[tuple[str, Text]]] = {
        "kinds": ((each.id, each.label) for each in book.kinds.values()),
        "reviewers": ((each.id, each.label) for each in book.reviewers.values()),
        "override_reasons": ((each.id, each.label) for each in book.override_reasons.values()),
        "actions": ((each.id, each.label) for each in book.actions.values()),
        "rules": ((each.id, each.words.summary) for each in book.rules),
        "guidance": ((each.id, each.summary) for each in book.guidance.values()),
        "standards": ((each.id, each.title) for each in book.standards.values()),
    }
    return closed | {(name, ()): tuple(Choice(*each) for each in listed) for name, listed in own.items()}
