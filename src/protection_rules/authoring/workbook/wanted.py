"""What a file is to say: plain values, YAML as a person wrote it, lists whose entries move about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from protection_rules.documents import Plain


@dataclass(frozen=True, slots=True)
class Written:
    """YAML as somebody wrote it, with the value it stands for; it is kept letter by letter."""

    text: str
    value: Plain


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a list; `origin` is its place in the list as it was, None for a new one."""

    origin: int | None
    value: dict[str, Wanted]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose entries are known apart, so that one is not taken for another."""

    rows: tuple[Row, ...]


Wanted: TypeAlias = "str | int | float | bool | list[Wanted] | dict[str, Wanted] | Written | Rows | None"


def wanted(value: Plain) -> Wanted:
    """A plain value as one that is wanted."""
    match value:
        case dict():
            return {key: wanted(part) for key, part in value.items()}
        case list():
            return [wanted(part) for part in value]
        case _:
            return value


def plain_value(value: Wanted) -> Plain:
    """The value that a file has once it says what is wanted."""
    match value:
        case Written():
            return value.value
        case Rows(rows=rows):
            return [plain_value(row.value) for row in rows]
        case dict():
            return {key: plain_value(part) for key, part in value.items()}
        case list():
            return [plain_value(part) for part in value]
        case _:
            return value
