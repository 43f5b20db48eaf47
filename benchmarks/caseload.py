"""How fast a caseload is screened, and in how much memory.

`python -m benchmarks.caseload` prints two tables:

1. Matching alone, on rules and fields made up for comparing engines: 40 fields of three values, and
   rules of one to three conjunctions of one to four comparisons. datalogic-py (JSONLogic in Rust)
   takes dicts and gives sets of rule ids; screening takes Arrow and gives Arrow.
2. The rules that ship with the package, on random cases with up to three places, services and flows
   of information each. datalogic-py evaluates the same conditions, each twice (true, not false), for
   the case and for every item, and nothing of precedence or standings; screening gives all of it.

Results are columns (`sheets`), lines, or the file that `protection-rules screen` makes of a Parquet
file, with its summary: reading, matching, lines, parts that survive a kill, and the result in Parquet.

Every size runs in a process of its own, whose peak memory is measured. Cases are made batch by batch,
and making them is not in the times. With `--repeat` each figure is the median of so many runs, which
take turns, so that whatever else the machine does falls on all of them. Absolute figures do not hold on
other machines; ratios do. datalogic-py is compared where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from protection_rules.caseload import Screener
from protection_rules.caseload.command import screen_file
from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, UNKNOWN, VOCABULARY, FactEntry
from protection_rules.logic.lowering import (
    Avoids,
    Both,
    Count,
    Either,
    Exists,
    ForAll,
    Lowered,
    Meets,
    OneOf,
    Within,
)
from protection_rules.logic.nodes import All, AnyOf, Condition, Is, Not, Surely
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.match import lower_rules
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook

SIZES: Final = (10_000, 100_000, 1_000_000)
BATCH: Final = 131_072
FIELDS: Final = [
    f.path for f in VOCABULARY.values() if f.kind == "answer" and f.section not in LIST_SECTIONS
][:40]
VALUES: Final = ("yes", "no", UNKNOWN)
SAMPLE: Final = 2_000
KNOWN: Final = 0.6
"""The share of facts that are known in random cases."""


# rules and cases


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


# this library


def write_cases(path: Path, size: int) -> None:
    """A Parquet file of so many random cases."""
    base = as_columns(random_cases(SAMPLE, seed=3), lists=True)
    writer: pq.ParquetWriter | None = None
    for batch in batches(base, size):
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def screened_file(book: RuleBook, size: int) -> dict[str, float]:
    """Time, peak memory and size of the result, for a file of so many cases."""
    with tempfile.TemporaryDirectory() as folder:
        cases, result = Path(folder) / "cases.parquet", Path(folder) / "result.parquet"
        # in another process, since the memory that this takes is not that of screening
        process = multiprocessing.get_context("spawn").Process(target=write_cases, args=(cases, size))
        process.start()
        process.join()
        begun, busy = time.perf_counter(), time.process_time()
        screen_file(
            book,
            cases,
            result,
            lists={},
            faults=None,
            summarised=Path(folder) / "summary.html",
            form="lines",
            resume=False,
            language="en",
        )
        taken, used = time.perf_counter() - begun, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows, size_of_result = pq.read_metadata(result).num_rows, result.stat().st_size
        return {"seconds": taken, "cpu": used, "peak": peak, "rows": rows, "bytes": size_of_result}


def screened(book: RuleBook, base: pl.DataFrame, size: int, form: str) -> dict[str, float]:
    """Time in seconds and peak memory in MiB for screening so many cases."""
    screener = Screener(book)
    screener.check(next(batches(base, 1)).schema)
    forms: dict[str, Callable[[Any], int]] = {
        "columns": lambda done: sum(table.num_rows for table in done.sheets().values()),
        "lines": lambda done: sum(part.num_rows for part in done.parts()),
    }
    forms[form](screener.screen_batch(next(batches(base, 1_000))))  # what is made once is made
    taken = used = 0.0
    rows = 0
    for batch in batches(base, size):
        begun, busy = time.perf_counter(), time.process_time()
        rows += forms[form](screener.screen_batch(batch))
        taken += time.perf_counter() - begun
        used += time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": taken, "cpu": used, "peak": peak, "rows": rows}


# datalogic-py


def name(fact: str) -> str:
    """A fact's name without a dot, which JSONLogic takes for a path."""
    return fact.replace(".", "__")


def json_logic(node: Lowered, section: str | None = None) -> Any:
    """A condition as JSONLogic; inside a list, facts of the case are two levels up."""

    def value(fact: str) -> Any:
        if section is not None and VOCABULARY[fact].section != section:
            return {"val": [[2], name(fact)]}
        return {"var": name(fact)}

    match node:
        case OneOf(fact=fact, values=values):
            codes = sorted(values)
            return {"==": [value(fact), codes[0]]} if len(codes) == 1 else {"in": [value(fact), codes]}
        case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
            inside = {"and": [{">=": [value(fact), low]}, {"<=": [value(fact), high]}]}
            unknown = {"==": [value(fact), -1]}
            return unknown if low > high else {"or": [inside, unknown]} if or_unknown else inside
        case Meets(fact=fact, members=members):
            return {"some": [value(fact), {"in": [{"var": ""}, sorted(members)]}]}
        case Avoids(fact=fact, members=members):
            return {"none": [value(fact), {"in": [{"var": ""}, sorted(members)]}]}
        case Both(parts=parts):
            return {"and": [json_logic(part, section) for part in parts]} if parts else True
        case Either(parts=parts):
            return {"or": [json_logic(part, section) for part in parts]} if parts else False
        case Count(count=count, parts=parts):
            return {">=": [{"+": [{"if": [json_logic(part, section), 1, 0]} for part in parts]}, count]}
        case Exists(section=inner, part=part):
            return {"some": [{"var": inner}, json_logic(part, inner)]}
        case ForAll(section=inner, part=part):
            return {"!": [{"some": [{"var": inner}, {"!": [json_logic(part, inner)]}]}]}


class DataLogic:
    """The same conditions in datalogic-py: an array of them for the case, and one for each kind of item."""

    def __init__(self, book: RuleBook) -> None:
        from datalogic_py import DataHandle, Engine  # noqa: PLC0415  # compared where it is installed

        engine = Engine()
        session = engine.session()
        self._keep = (engine, session)
        self._evaluate, self._handle = session.evaluate_data, DataHandle
        rules = lower_rules(book.rules, book.vocabulary)
        self._rules = {
            about: ([rule for rule in rules if rule.about in abouts])
            for about, abouts in {"case": {"case", "operation"}, **{s: {s} for s in LIST_SECTIONS}}.items()
        }
        self._arrays = {
            about: engine.compile(
                [json_logic(each) for rule in some for each in (rule.certainly, rule.possibly)]
            )
            for about, some in self._rules.items()
        }

    def match(self, data: Mapping[str, Any]) -> set[tuple[str, int, bool]]:
        """Rule, item and certainty of every match."""
        found = self._matches("case", data, -1)
        for section in LIST_SECTIONS:
            for number, item in enumerate(data.get(section, ())):
                found |= self._matches(section, {**data, **item}, number)
        return found

    def _matches(self, about: str, data: Mapping[str, Any], item: int) -> set[tuple[str, int, bool]]:
        truths = self._evaluate(self._arrays[about], self._handle(data))
        pairs = zip(self._rules[about], truths[::2], truths[1::2], strict=True)
        return {(rule.id, item, certain) for rule, certain, possible in pairs if possible}


def as_data(case: Case, *, lists: bool) -> dict[str, Any]:
    """A case as datalogic-py is given it."""

    def cells(facts: Mapping[str, Value]) -> dict[str, Any]:
        return {name(path): cell(path, value) for path, value in facts.items()}

    def cell(path: str, value: Value) -> Any:
        if isinstance(value, frozenset):
            return sorted(value)
        return -1 if value == UNKNOWN and VOCABULARY[path].kind == "number" else value

    data = cells(case.facts)
    if lists:
        data |= {
            section: [cells(item.facts) for item in items or ()] for section, items in case.items.items()
        }
    return data


def datalogic(book: RuleBook, cases: list[Case], *, lists: bool) -> float:
    """Seconds of one core for one case, after its matches were found right."""
    engine, compiled = DataLogic(book), CompiledMatcher(lower_rules(book.rules, book.vocabulary))
    data = [as_data(case, lists=lists) for case in cases]
    for case, given in list(zip(cases, data, strict=True))[:100]:
        wanted = {(match.rule, match.certain) for match in compiled.match(case)}
        if wanted != {(rule, certain) for rule, _, certain in engine.match(given)}:
            raise SystemExit("datalogic-py does not find the same; nothing can be compared")
    begun = time.process_time()
    for given in data:
        engine.match(given)
    return (time.process_time() - begun) / len(data)


# what is printed


WORKLOADS: Final[dict[str, Callable[[], RuleBook]]] = {
    "60 rules, 40 fields": lambda: comparison_book(60),
    "200 rules, 40 fields": lambda: comparison_book(200),
    "the rules of the package": load_rules,
}


def child(workload: str, size: int, form: str) -> dict[str, float]:
    """One measurement in a process of its own, on one core."""
    command = [sys.executable, "-m", "benchmarks.caseload", "--measure", workload, str(size), form]
    environment = os.environ | {"POLARS_MAX_THREADS": os.environ.get("POLARS_MAX_THREADS", "1")}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)  # noqa: S603  # our own words
    return dict(json.loads(done.stdout))


def measure(workload: str, size: int, form: str) -> None:
    """Print one measurement as JSON."""
    lists = workload.startswith("the")
    if form == "file":
        sys.stdout.write(json.dumps(screened_file(WORKLOADS[workload](), size)))
        return
    book, cases = WORKLOADS[workload](), random_cases(SAMPLE, seed=3)
    if form == "datalogic":
        found = {"seconds": datalogic(book, cases, lists=lists)}
    else:
        columns = as_columns(cases, lists=lists)
        base = columns if lists else columns.select(flat())
        found = screened(book, base, size, form)
    sys.stdout.write(json.dumps(found))


def flat() -> list[pl.Expr]:
    """The forty fields as columns of their own."""
    paths = (path.split(".") for path in FIELDS)
    return [pl.col(section).struct.field(fact).alias(f"{section}.{fact}") for section, fact in paths]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--forms", nargs="*", default=["columns", "lines", "file"])
    parser.add_argument("--workloads", nargs="*", default=[*WORKLOADS])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--measure", nargs=3)
    arguments = parser.parse_args()
    if arguments.measure:
        workload, size, form = arguments.measure
        measure(workload, int(size), form)
        return
    compare = importlib.util.find_spec("datalogic_py") is not None
    heads = ["workload", "cases", "result", "cases/s", "µs/case", "µs of core/case", "rows/case", "peak MiB"]
    row(*heads, "bytes/case", "× datalogic-py")
    row(*["---"] * (len(heads) + 2))
    for workload in arguments.workloads:
        other = child(workload, 0, "datalogic")["seconds"] if compare else None
        if other is not None:
            row(workload, SAMPLE, "datalogic-py", f"{1 / other:,.0f}", f"{other * 1e6:.1f}", *[""] * 4, 1)
        # only lists and rules about them make files of the size that they have in earnest
        forms = [form for form in arguments.forms if form != "file" or workload.startswith("the")]
        kinds = [(form, size) for form in forms for size in arguments.sizes]
        runs = [{kind: child(workload, kind[1], kind[0]) for kind in kinds} for _ in range(arguments.repeat)]
        for form, size in kinds:
            several = [run[form, size] for run in runs]
            found = {name: statistics.median(each[name] for each in several) for name in several[0]}
            each, core = found["seconds"] / size, found["cpu"] / size
            speed = (f"{1 / each:,.0f}", f"{each * 1e6:.2f}", f"{core * 1e6:.2f}")
            more = (f"{found['rows'] / size:.1f}", f"{found['peak']:.0f}")
            written = f"{found['bytes'] / size:.0f}" if "bytes" in found else ""
            row(workload, f"{size:,}", form, *speed, *more, written, f"{other / core:.0f}" if other else "")


def row(*cells: object) -> None:
    """A line of a table."""
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
