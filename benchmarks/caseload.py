"""How fast a caseload is screened, and in how much memory.

`python -m benchmarks.caseload` prints two tables:

1. Matching alone, on rules and fields made up for comparing engines: 40 fields of three values, and
   rules of one to three conjunctions of one to four comparisons. datalogic-py (JSONLogic in Rust)
   takes dicts and gives sets of rule ids; screening takes Arrow and gives Arrow.
2. The rules that ship with the package, on random cases with up to three places, services and flows
   of information each. datalogic-py evaluates the same conditions, each twice (true, not false), for
   the case and for every item, and nothing of precedence or standings; screening gives all of it.

Results are columns (`sheets`), lines, or the file that `protection-rules screen` makes of a Parquet
file, with its summary: starting and loading, reading, matching, lines, parts that survive a kill, and the
result in Parquet.

Every size runs in a process of its own, whose peak memory is measured. Cases are made batch by batch,
and making them is not in the times. What is spent whatever the size, as one lone case shows, and what for
each case is told after the sizes. With `--repeat` each figure is the median of so many runs, which take
turns, so that whatever else the machine does falls on all of them. Absolute figures do not hold on other
machines; ratios do. datalogic-py is compared where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow.parquet as pq
from benchmarks.json_logic import datalogic
from benchmarks.random_cases import as_columns, batches, comparison_book, flat, random_cases

from protection_rules.caseload import Screener
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook

SIZES: Final = (1, 10_000, 100_000, 1_000_000)
SAMPLE: Final = 2_000
MOST_ROUNDS: Final = 20
"""How often a small caseload is screened, since it takes too little time to be measured once."""


def write_cases(path: Path, size: int) -> None:
    """A Parquet file of so many random cases."""
    base = as_columns(random_cases(SAMPLE, seed=3), lists=True)
    writer: pq.ParquetWriter | None = None
    for batch in batches(base, size):
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def screened_file(size: int) -> dict[str, float]:
    """Time, peak memory and size of the result of the whole command, for a file of so many cases."""
    with tempfile.TemporaryDirectory() as folder:
        cases, result = Path(folder) / "cases.parquet", Path(folder) / "result.parquet"
        making = multiprocessing.get_context("spawn").Process(target=write_cases, args=(cases, size))
        making.start()
        making.join()
        words = ["screen", str(cases), "-o", str(result), "--summary", str(Path(folder) / "summary.html")]
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "protection_rules", *words])  # noqa: S603  # our own words
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - begun
        if status:
            raise SystemExit("nothing was screened; nothing can be measured")
        rows, size_of_result = pq.read_metadata(result).num_rows, result.stat().st_size
        used, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
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
        sys.stdout.write(json.dumps(screened_file(size)))
        return
    book, cases = WORKLOADS[workload](), random_cases(SAMPLE, seed=3)
    if form == "datalogic":
        found = {"seconds": datalogic(book, cases, lists=lists)}
    else:
        columns = as_columns(cases, lists=lists)
        base = columns if lists else columns.select(flat())
        found = screened(book, base, size, form)
    sys.stdout.write(json.dumps(found))


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
        for form in forms:
            if len(arguments.sizes) > 1:
                row(
                    workload,
                    "",
                    form,
                    cost({size: [run[form, size] for run in runs] for size in arguments.sizes}),
                )


def cost(runs: Mapping[int, list[dict[str, float]]]) -> str:
    """What is spent whatever the size, and what for each case, by the least and the most cases."""
    used = {size: statistics.median(each["cpu"] for each in several) for size, several in runs.items()}
    least, most = min(used), max(used)
    each = (used[most] - used[least]) / (most - least)
    return f"{(used[least] - each * least) * 1e3:.1f} ms + {each * 1e6:.2f} µs/case"


def row(*cells: object) -> None:
    """A line of a table."""
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
