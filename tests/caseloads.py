"""Profiles as caseloads of several forms, and an assessment as the lines that screening gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import pyarrow as pa

from protection_rules.advice.model import Assessment
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, UNKNOWN, FactEntry, SectionEntry

Line = tuple[str | None, ...]
LINE = ("kind", "about", "item", "outcome", "rule", "other")


Sections = Mapping[str, SectionEntry]


def nested(profiles: Iterable[Mapping[str, Any]], sections: Sections = SECTIONS) -> pl.DataFrame:
    """One row for each profile, sections as structures, every code written out."""
    rows = [
        {"case": f"case-{number}"} | {name: _section(profile.get(name), sections[name]) for name in sections}
        for number, profile in enumerate(profiles)
    ]
    return pl.DataFrame(rows, schema={"case": pl.String} | {s.name: _type(s) for s in sections.values()})


def pointed_at(cases: pl.DataFrame, sections: Sections = SECTIONS) -> pl.DataFrame:
    """The same with each code kept once and pointed at."""
    return cases.select("case", *(_enumerated(section).alias(section.name) for section in sections.values()))


def flat(profiles: Iterable[Mapping[str, Any]], sections: Sections = SECTIONS) -> pl.DataFrame:
    """One column of text for each fact of the case, as a CSV file has them; lists are left out."""
    facts = [fact for s in sections.values() if not s.many for fact in s.facts.values()]
    rows = [
        {"case": f"case-{number}"}
        | {fact.path: _text(profile.get(fact.section, {}).get(fact.name)) for fact in facts}
        for number, profile in enumerate(profiles)
    ]
    return pl.DataFrame(rows, schema={"case": pl.String} | {fact.path: pl.String for fact in facts})


def item_table(section: str, lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> pl.DataFrame:
    """The items of all cases in one table, each with its case."""
    facts = SECTIONS[section].facts
    rows = [
        {"case": case, "id": item.get("id")} | {name: _text(item.get(name)) for name in facts}
        for case, items in lists.items()
        for item in items
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(["case", "id", *facts], pl.String))


def _section(given: Any, section: SectionEntry) -> Any:
    if given is None:
        return None
    if section.many:
        return [{"id": item.get("id")} | _facts(item, section) for item in given]
    return _facts(given, section)


def _facts(given: Mapping[str, Any], section: SectionEntry) -> dict[str, Any]:
    return {name: _value(given.get(name), fact) for name, fact in section.facts.items()}


def _value(value: Any, fact: FactEntry) -> Any:
    return None if fact.kind in {"number", "choices"} and value == UNKNOWN else value


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return " ".join(value) if isinstance(value, list) else str(value)


def _fact_type(fact: FactEntry) -> Any:
    return {"number": pl.Int64, "choices": pl.List(pl.String)}.get(fact.kind, pl.String)


def _type(section: SectionEntry) -> Any:
    fields = {name: _fact_type(fact) for name, fact in section.facts.items()}
    return pl.List(pl.Struct({"id": pl.String} | fields)) if section.many else pl.Struct(fields)


def _enumerated(section: SectionEntry) -> pl.Expr:
    def field(whole: pl.Expr, name: str, fact: FactEntry) -> pl.Expr:
        codes = pl.Enum([*fact.codes, *fact.markers])
        cell = whole.struct.field(name)
        match fact.kind:
            case "number":
                return cell
            case "choices":
                return cell.cast(pl.List(codes))
            case _:
                return cell.cast(codes)

    if section.many:
        item = pl.element()
        fields = [field(item, name, fact).alias(name) for name, fact in section.facts.items()]
        return pl.col(section.name).list.eval(pl.struct(item.struct.field("id"), *fields))
    whole = pl.col(section.name)
    fields = [field(whole, name, fact).alias(name) for name, fact in section.facts.items()]
    return pl.when(whole.is_not_null()).then(pl.struct(fields))


def lines_of(assessment: Assessment) -> list[Line]:
    """What a result has to say of the case, kind by kind in the order of the assessment."""

    def of(subject: str) -> tuple[str, str | None]:
        about, _, item = subject.partition(":")
        return about, item or None

    found: list[Line] = [("case", "case", None, "screened", None, None)]
    found += [
        ("advice", *of(each.subject), each.status, each.rule, None) for each in assessment.recommendations
    ]
    found += [("option", *of(each.subject), each.standing, None, None) for each in assessment.options]
    found += [("set_aside", *of(each.subject), None, each.rule, each.by) for each in assessment.set_aside]
    found += [("conflict", *of(each.subject), None, *each.rules) for each in assessment.conflicts]
    found += [("undecided", *of(each.subject), None, each.rule, None) for each in assessment.undecided]
    return found


def lines_by_row(lines: pa.Table) -> dict[int, list[Line]]:
    """The lines of each row, as `lines_of` writes them."""
    found: dict[int, list[Line]] = {}
    for row, *line in pl.DataFrame(pl.from_arrow(lines)).select("row", *LINE).iter_rows():
        found.setdefault(row, []).append(tuple(line))
    return found


def without_lists(profile: Mapping[str, Any]) -> dict[str, Any]:
    """A profile of which no list is known."""
    return {name: value for name, value in profile.items() if name not in LIST_SECTIONS}
