"""Rules, and cases, drawn at random, which everything that is measured is measured on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl
import pyarrow as pa

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, UNKNOWN, VOCABULARY, FactEntry
from protection_rules.logic.nodes import All, AnyOf, Condition, Is, Not, Surely
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook

BATCH: Final = 131_072
FIELDS: Final = [
    f.path for f in VOCABULARY.values() if f.kind == "answer" and f.section not in LIST_SECTIONS
][:40]
VALUES: Final = ("yes", "no", UNKNOWN)
KNOWN: Final = 0.6
"""The share of facts that are known in random cases."""


def comparison_book(count: int) -> RuleBook:
    """Rules of one to three conjunctions of one to four comparisons of 40 fields."""
    choose = random.Random(7)

    def comparison() -> Condition:
        same = Surely(Is(choose.choice(FIELDS), frozenset({choose.choice(VALUES)})))
        return choose.choice((same, Not(same)))

    def conjunction() -> Condition:
        return All(tuple(comparison() for _ in range(choose.randint(1, 4))))

    book = load_rules()
    like = next(rule for rule in book.rules if rule.about == "case")
    rules = tuple(
        replace(
            like,
            id=f"R-{number:03}",
            when=AnyOf(tuple(conjunction() for _ in range(choose.randint(1, 3)))),
            unless=None,
            if_unknown="silent",
            modality="may",
            overrides=(),
        )
        for number in range(count)
    )
    return replace(book, rulesets=(replace(book.rulesets[0], rules=rules),))


def random_value(choose: random.Random, fact: FactEntry) -> Value:
    """A value of the fact, which is known as often as KNOWN says."""
    if fact.kind != "recorded" and choose.random() > KNOWN:
        return frozenset({UNKNOWN}) if fact.kind == "choices" else UNKNOWN
    match fact.kind:
        case "number":
            return choose.randint(fact.attributes.minimum, min(fact.attributes.maximum, 200))
        case "choices":
            return frozenset(choose.sample(fact.codes, choose.randint(0, 2)))
        case _:
            return choose.choice(fact.codes)


def random_cases(count: int, seed: int) -> list[Case]:
    """Cases with up to three items in each list."""
    choose = random.Random(seed)

    def facts(sections: list[str]) -> dict[str, Value]:
        entries = (fact for name in sections for fact in SECTIONS[name].facts.values())
        return {fact.path: random_value(choose, fact) for fact in entries}

    single = [name for name in SECTIONS if name not in LIST_SECTIONS]
    return [
        Case(
            facts(single),
            {
                name: tuple(Item(f"{name[0]}{n + 1}", facts([name])) for n in range(choose.randint(0, 3)))
                for name in LIST_SECTIONS
            },
            has_operation=True,
        )
        for _ in range(count)
    ]


def as_columns(cases: list[Case], *, lists: bool) -> pl.DataFrame:
    """Cases as a host would have them: codes that are pointed at, sections as structures."""

    def cells(facts: Mapping[str, Value], name: str) -> dict[str, Any]:
        return {fact.name: written(facts[fact.path], fact) for fact in SECTIONS[name].facts.values()}

    def written(value: Value, fact: FactEntry) -> Any:
        if value == UNKNOWN and fact.kind == "number":
            return None
        return (sorted(value) or ["none"]) if isinstance(value, frozenset) else value

    def kind(fact: FactEntry) -> Any:
        codes = pl.Enum([*fact.codes, *fact.markers]) if fact.kind != "number" else pl.Int64
        return pl.List(codes) if fact.kind == "choices" else codes

    columns: dict[str, pl.Series] = {}
    for name, section in SECTIONS.items():
        structure = pl.Struct({fact.name: kind(fact) for fact in section.facts.values()})
        if not section.many:
            rows: list[Any] = [cells(case.facts, name) for case in cases]
            columns[name] = pl.Series(rows, dtype=structure)
        elif lists:
            rows = [[cells(item.facts, name) for item in case.items[name] or ()] for case in cases]
            columns[name] = pl.Series(rows, dtype=pl.List(structure))
    return pl.DataFrame(columns)


def batches(base: pl.DataFrame, size: int) -> Iterator[pa.RecordBatch]:
    """So many cases, drawn from some, in batches."""
    for start in range(0, size, BATCH):
        rows = pl.Series(random.Random(start).choices(range(base.height), k=min(BATCH, size - start)))
        yield base[rows].to_arrow().combine_chunks().to_batches()[0]


def flat() -> list[pl.Expr]:
    """The forty fields as columns of their own."""
    paths = (path.split(".") for path in FIELDS)
    return [pl.col(section).struct.field(fact).alias(f"{section}.{fact}") for section, fact in paths]
