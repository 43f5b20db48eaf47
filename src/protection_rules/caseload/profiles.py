"""Profiles written one a line as JSON, as columns of a caseload."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.columns import CASE_COLUMN, ITEM_ID
from protection_rules.facts.errors import ProfileFault
from protection_rules.facts.faults import profile_faults
from protection_rules.facts.vocabulary import UNKNOWN, FactEntry, SectionEntry, Vocabulary
from protection_rules.limits import LARGEST_DOCUMENT

_LARGEST_NUMBER: Final = 1 << 62


def _fact_type(fact: FactEntry) -> pa.DataType:
    match fact.kind:
        case "number":
            return pa.int64()
        case "choices":
            return pa.list_(pa.string())
        case _:
            return pa.string()


def _section_type(section: SectionEntry) -> pa.StructType:
    fields = [(name, _fact_type(fact)) for name, fact in section.facts.items()]
    return pa.struct([(ITEM_ID, pa.string()), *fields] if section.many else fields)


def _column_type(section: SectionEntry) -> pa.DataType:
    return pa.list_(_section_type(section)) if section.many else _section_type(section)


def profile_columns(vocabulary: Vocabulary) -> pa.Schema:
    """The columns that profiles are read into."""
    sections = ((name, _column_type(section)) for name, section in vocabulary.sections.items())
    return pa.schema([(CASE_COLUMN, pa.string()), *sections])


@dataclass(slots=True, repr=False)
class ProfileLines:
    """Lines of a file as rows, and the faults of those that are no profile, which have empty rows."""

    columns: pa.Schema
    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, ProfileFault]] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<ProfileLines: {len(self.rows)}>"

    def batch(self) -> pa.RecordBatch:
        """The rows, in columns."""
        return pa.RecordBatch.from_pylist(self.rows, self.columns)


def read_lines(lines: Iterable[bytes], vocabulary: Vocabulary) -> ProfileLines:
    """Lines of a file, each a profile with its case's reference beside its sections."""
    read = ProfileLines(profile_columns(vocabulary))
    for number, line in enumerate(lines):
        row, faults = _line(line, vocabulary)
        read.rows.append(row)
        read.faults += ((number, fault) for fault in faults)
    return read


def _line(line: bytes, vocabulary: Vocabulary) -> tuple[dict[str, Any], list[ProfileFault]]:
    found = _parsed(line)
    if not isinstance(found, dict):
        return {}, [ProfileFault("profile", phrase("caseload.no_profile"))]
    data = {name: value for name, value in found.items() if name != CASE_COLUMN}
    reference = found.get(CASE_COLUMN)
    if not _is_reference(reference):
        return {}, [ProfileFault(CASE_COLUMN, phrase("caseload.reference"))]
    row: dict[str, Any] = {} if reference is None else {CASE_COLUMN: str(reference)}
    faults = profile_faults(data, vocabulary=vocabulary) if _is_unusual(data, vocabulary) else []
    sections = vocabulary.sections
    if not faults:
        row |= {name: _row(value, sections[name]) for name, value in data.items() if name in sections}
    return row, faults


def _parsed(line: bytes) -> Any:
    if len(line) > LARGEST_DOCUMENT:
        return None
    with suppress(ValueError, RecursionError):
        return json.loads(line, object_pairs_hook=_with_each_key_once)
    return None


def _with_each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _is_reference(value: Any) -> bool:
    return value is None or isinstance(value, str) or type(value) is int


def _is_unusual(data: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Whether a profile has anything that columns cannot hold, so that its faults are to be told."""
    if type(data.get("profile")) is not int or data["profile"] != 1:
        return True
    for name, value in data.items():
        section = vocabulary.sections.get(name)
        if section is None:
            if name != "profile":
                return True
        elif section.many:
            if not isinstance(value, list) or any(_is_unusual_item(item, section) for item in value):
                return True
        elif _is_unusual_section(value, section):
            return True
    return False


def _is_unusual_item(item: Any, section: SectionEntry) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get(ITEM_ID, ""), str):
        return True
    return _is_unusual_section({name: item[name] for name in item if name != ITEM_ID}, section)


def _is_unusual_section(facts: Any, section: SectionEntry) -> bool:
    return not isinstance(facts, dict) or any(
        name not in section.facts or _is_unusual_value(value, section.facts[name])
        for name, value in facts.items()
    )


def _is_unusual_value(value: Any, fact: FactEntry) -> bool:
    match fact.kind:
        case "number":
            return value != UNKNOWN and (type(value) is not int or abs(value) > _LARGEST_NUMBER)
        case "choices":
            # a column could not tell a list of nothing but `unknown` from a set that is not known
            known = isinstance(value, list) and all(isinstance(code, str) for code in value)
            return value != UNKNOWN and not (known and UNKNOWN not in value)
        case _:
            return not isinstance(value, str)


def _row(value: Any, section: SectionEntry) -> Any:
    if section.many:
        return [_cells(item, section) for item in value]
    return _cells(value, section)


def _cells(facts: Mapping[str, Any], section: SectionEntry) -> dict[str, Any]:
    return {
        name: None if value == UNKNOWN and section.facts[name].kind in {"number", "choices"} else value
        for name, value in facts.items()
        if name != ITEM_ID
    } | ({ITEM_ID: facts[ITEM_ID]} if ITEM_ID in facts else {})
