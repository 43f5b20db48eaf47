"""Spark, Dask and Ray, as the page on scaling uses them, give what one machine gives. Skipped without them."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from protection_rules import Engine
from protection_rules.caseload import Screener, written_out
from protection_rules.caseload.summary import summary, summary_text
from tests.caseloads import nested
from tests.profiles import random_profiles
from tests.test_cli import ENVIRONMENT, ROOT
from tests.test_readme import BLOCK

CASES = 120
MARK = "qzx-secret"
"""Stands in a cell of a faulty row; nothing that a cluster writes of itself may have it."""

BEFORE = {
    "pyspark": """
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("INFO")
""",
    "dask": """
import dask
dask.config.set(scheduler="processes", num_workers=2)
""",
    "ray": """
import ray
ray.init(num_cpus=2, include_dashboard=False)
""",
}
AFTER = {
    "pyspark": "screened('lines').toArrow()",
    "dask": "screened('lines').compute()",
    "ray": "screened('lines').materialize()",
}
FAILING = f"""
import traceback
def failing(*_):
    raise ValueError("conversion failed for {MARK}")

class Failing(Screener):
    def screen_batch(self, *given, **more):
        from protection_rules.caseload import screener
        screener.find = failing
        return super().screen_batch(*given, **more)

screener = Failing(engine.book)
screener.check(columns)
try:
    AFTER
except Exception:
    print("IT FAILED")
    traceback.print_exc()
"""


def is_there(cluster: str) -> bool:
    if cluster == "pyspark" and shutil.which("java") is None:
        return False
    return all(importlib.util.find_spec(name) for name in (cluster, "pandas"))


CLUSTERS = [
    pytest.param(
        name, marks=pytest.mark.skipif(not is_there(name), reason=f"{name} is not installed here"), id=name
    )
    for name in BEFORE
]


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    """Cases, two of which have faults."""
    given = nested(random_profiles(CASES, seed=43))
    safe = pl.col("risk").struct.field("safe_tonight")
    wrong = pl.when(pl.col("case").is_in(["case-7", "case-99"])).then(pl.lit(MARK)).otherwise(safe)
    return given.with_columns(pl.col("risk").struct.with_fields(wrong.alias("safe_tonight")))


@pytest.fixture(scope="module", params=CLUSTERS)
def done(
    request: pytest.FixtureRequest, cases: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A folder in which the page was followed, and everything that was printed or logged meanwhile."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    (folder / "cases.parquet").mkdir()
    for number, start in enumerate(range(0, CASES, 50)):
        cases.slice(start, 50).write_parquet(folder / "cases.parquet" / f"part-{number}.parquet")
    (code,) = [
        text
        for kind, text in BLOCK.findall((ROOT / "docs" / "scaling.md").read_text(encoding="utf-8"))
        if kind == "python" and f"import {request.param}" in text.replace("from", "import")
    ]
    program = BEFORE[request.param] + code + FAILING.replace("AFTER", AFTER[request.param])
    # Ray has sockets there too, whose paths are short
    with tempfile.TemporaryDirectory(prefix="r") as logs:
        environment = ENVIRONMENT | {
            "PYSPARK_PYTHON": sys.executable,
            "POLARS_MAX_THREADS": "1",
            "RAY_TMPDIR": logs,
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        ended = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        logged = [file.read_bytes() for file in Path(logs).rglob("logs/**/*") if file.is_file()]
    assert ended.returncode == 0, ended.stdout
    assert bool(logged) == (request.param == "ray")
    return folder, ended.stdout + b"".join(logged).decode("utf-8", "replace")


def read(folder: Path, name: str) -> pa.Table:
    """What was written in several files, without the rows, which count within a partition."""
    files = sorted((folder / name).glob("*.parquet"))
    return pa.concat_tables([pq.read_table(file) for file in files]).drop_columns("row")


def by_case(table: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["case"], []).append(row)
    return found


def test_a_cluster_says_of_every_case_what_one_machine_says(
    engine: Engine, cases: pl.DataFrame, done: tuple[Path, str]
) -> None:
    wanted = by_case(written_out(Screener(engine.book).screen(cases).lines()).drop_columns("row"))
    assert len(wanted) == CASES
    assert by_case(read(done[0], "lines.parquet")) == wanted


def test_a_cluster_finds_the_same_faults(engine: Engine, cases: pl.DataFrame, done: tuple[Path, str]) -> None:
    faults = read(done[0], "faults.parquet").to_pylist()
    assert sorted((fault["case"], fault["place"]) for fault in faults) == [
        ("case-7", "risk.safe_tonight"),
        ("case-99", "risk.safe_tonight"),
    ]
    wanted = Screener(engine.book).screen(cases).faults.to_pylist()
    assert [(fault["en"], fault["ar"]) for fault in faults] == [
        (fault["en"], fault["ar"]) for fault in wanted
    ]


def test_the_summary_of_a_cluster_is_that_of_one_machine(
    engine: Engine, cases: pl.DataFrame, done: tuple[Path, str]
) -> None:
    counts = Screener(engine.book).without_revealing().screen(cases).counts()
    wanted = summary_text(summary(counts, engine.book), ".html", "en")
    assert (done[0] / "summary.html").read_text(encoding="utf-8") == wanted


def test_no_log_of_a_cluster_says_anything_of_a_case_even_where_it_fails(done: tuple[Path, str]) -> None:
    _, told = done
    assert "IT FAILED" in told
    assert "what it said is withheld" in told
    assert MARK not in told
