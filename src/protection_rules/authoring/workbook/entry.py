"""An entry of a file with some of its fields changed, its fields in the order of its schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from protection_rules.authoring.workbook.wanted import Wanted
from protection_rules.rulesets.schemas import Schema


def with_field(
    entry: dict[str, Wanted], path: Sequence[str], value: Wanted, schema: Schema
) -> dict[str, Wanted]:
    """The entry with a field that has this value, or without it where the value is None.

    A field that is new comes after those that the schema has before it. A part that loses its last
    field goes too.
    """
    name, *inside = path
    fields: dict[str, Any] = schema["properties"]
    if inside:
        part = entry.get(name)
        whole = part if isinstance(part, dict) else {}
        value = with_field(whole, inside, value, fields[name]) or None
    if value is None:
        return {key: each for key, each in entry.items() if key != name}
    if name in entry:
        return {key: value if key == name else each for key, each in entry.items()}
    order = list(fields)
    before = [key for key in entry if key in order and order.index(key) < order.index(name)]
    place = list(entry).index(max(before, key=order.index)) + 1 if before else 0
    items = list(entry.items())
    return dict([*items[:place], (name, value), *items[place:]])
