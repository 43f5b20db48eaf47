"""Screening partition by partition gives what screening on one machine gives."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from protection_rules import ContainedError, Engine
from protection_rules.caseload import (
    CaseloadError,
    Partitions,
    Screener,
    counts_summary,
    written_out,
)
from protection_rules.caseload import (
    screener as screener_module,
)
from protection_rules.caseload.partitions import PartitionForm
from protection_rules.caseload.summary import ENDINGS, summary, summary_text
from tests.books import rule, write_book
from tests.caseloads import flat, item_table, nested
from tests.profiles import random_profiles
from tests.test_cli import ENVIRONMENT, ROOT

PARTS = ((0, 40), (40, 1), (41, 0), (41, 59))
"""Where partitions begin, and how many cases each has."""


@pytest.fixture(scope="module")
def screener(engine: Engine) -> Screener:
    return Screener(engine.book)


@pytest.fixture(scope="module")
def cases() -> pa.Table:
    """A hundred cases, two of which have faults."""
    given = nested(random_profiles(100, seed=41))
    places = ("safe_tonight", "immediate_danger")
    faulty = pl.col("case").is_in(["case-7", "case-99"])
    cells = {name: pl.col("risk").struct.field(name) for name in places}
    wrong = [pl.when(faulty).then(pl.lit("qzx")).otherwise(cell).alias(name) for name, cell in cells.items()]
    return given.with_columns(pl.col("risk").struct.with_fields(*wrong)).to_arrow()


def spread(partitions: Partitions, cases: pa.Table) -> pa.Table:
    """What a cluster would give: each partition in a process of its own, two batches at a time."""
    given: list[pa.RecordBatch] = []
    for start, length in PARTS:
        there: Partitions = pickle.loads(pickle.dumps(partitions))
        batches = cases.slice(start, length).to_batches(max_chunksize=max(1, length // 2))
        given += there.screen_batches(iter(batches))
    return pa.Table.from_batches(given, partitions.schema(cases.schema))


def without_rows(table: pa.Table) -> list[dict[str, Any]]:
    return table.drop_columns("row").to_pylist()


@pytest.mark.parametrize("form", ["lines", "cases"])
def test_partitions_put_together_are_the_result_of_one_machine(
    screener: Screener, cases: pa.Table, form: PartitionForm
) -> None:
    screened = screener.screen(cases)
    whole = written_out(screened.lines() if form == "lines" else screened.per_case())
    assert whole.num_rows >= 100
    found = spread(Partitions(screener, form), cases)
    assert without_rows(found) == without_rows(whole)
    assert Partitions(screener, form).screen_table(cases).equals(whole)


def test_rows_count_within_their_partition(screener: Screener, cases: pa.Table) -> None:
    found = spread(Partitions(screener, "cases"), cases)
    assert found["row"].to_pylist() == [row for _, length in PARTS for row in range(1, length + 1)]


def test_faults_point_to_their_cases_and_repeat_no_value(screener: Screener, cases: pa.Table) -> None:
    faults = spread(Partitions(screener, "faults"), cases).to_pylist()
    places = ["risk.safe_tonight", "risk.immediate_danger"]
    assert Counter((fault["case"], fault["place"]) for fault in faults) == Counter(
        (case, place) for case in ("case-7", "case-99") for place in places
    )
    assert {fault["row"] for fault in faults} == {8, 59}
    assert all(fault["en"].startswith("expected one of yes, no") and fault["ar"] for fault in faults)
    assert "qzx" not in str(faults)


def test_references_may_be_numbers_or_missing(screener: Screener) -> None:
    wrong = flat([{}] * 3).with_columns(pl.lit("qzx").alias("risk.safe_tonight"))
    numbered = wrong.with_columns(pl.Series("case", [7, 8, 9])).to_arrow()
    faults = Partitions(screener, "faults")
    assert faults.screen_table(numbered)["case"].to_pylist() == [7, 8, 9]
    assert "case" not in faults.screen_table(wrong.drop("case").to_arrow()).schema.names


def test_counts_of_partitions_add_up_to_the_summary_of_the_whole(
    engine: Engine, screener: Screener, cases: pa.Table
) -> None:
    counts = spread(Partitions(screener, "counts"), cases)
    whole = screener.without_revealing().screen(cases).counts()
    for ending in ENDINGS:
        wanted = summary_text(summary(whole, engine.book), ending, "ar")
        assert counts_summary(counts, engine.book, ending, "ar") == wanted
        assert counts_summary(pa.concat_tables([counts] * 2), engine.book, ending, "ar") != wanted


def test_it_makes_no_difference_to_counts_whether_a_revealing_rule_spoke(tmp_path: Path) -> None:
    same = {"action": "refer", "if_unknown": "verify"}
    told = rule("C-TST-01", "risk.safe_tonight: no", modality="should", **same)
    against = rule("C-TST-02", "risk.safe_tonight: no", modality="must_not", tier="life", reveals="yes", **same)  # fmt: skip
    given = flat([{"risk": {"safe_tonight": "no" if number < 20 else "yes"}} for number in range(60)])
    tables = []
    for name, rules in (("both", [told, against]), ("one", [told])):
        (tmp_path / name).mkdir()
        book = Engine.load(write_book(tmp_path / name, rules)).book
        tables.append(Partitions(Screener(book), "counts").screen_table(given.to_arrow()))
    assert tables[0].equals(tables[1])
    assert "C-TST-01" in str(tables[0].to_pylist())


def test_lists_beside_the_caseload_go_along(engine: Engine) -> None:
    table = item_table("service", {"case-0": [{"type": "police"}], "case-2": [{"type": "mhpss"}]})
    screener = Screener(engine.book, {"service": table})
    given = flat([{}] * 4).to_arrow()
    whole = without_rows(written_out(screener.screen(given).lines()))
    partitions: Partitions = pickle.loads(pickle.dumps(Partitions(screener)))
    found = [
        line for start in range(4) for line in without_rows(partitions.screen_table(given.slice(start, 1)))
    ]
    assert found == whole
    assert sum(line["kind"] == "option" for line in found) == 2


def test_rules_of_an_overlay_go_along(screener: Screener, cases: pa.Table) -> None:
    engine = Engine.load(overlays=[ROOT / "examples" / "overlay-maravel"], as_of=date(2026, 7, 1))
    found = spread(Partitions(Screener(engine.book)), cases)
    whole = written_out(Screener(engine.book).screen(cases).lines())
    assert (
        without_rows(found)
        == without_rows(whole)
        != without_rows(written_out(screener.screen(cases).lines()))
    )


def test_columns_that_are_no_facts_are_refused_before_any_case_is_read(screener: Screener) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"qzx": ["qzx-secret"]})

    with pytest.raises(CaseloadError, match="column 1 is not in the vocabulary") as caught:
        Partitions(screener).schema(pa.schema([("qzx", pa.string())]))
    with pytest.raises(CaseloadError, match="column 1 is not in the vocabulary"):
        next(Partitions(screener).screen_batches(batches()))
    assert "qzx" not in str(caught.value)


@pytest.mark.parametrize("form", ["lines", "cases", "faults", "counts"])
def test_what_fails_on_a_machine_leaves_nothing_of_a_case_for_its_log(
    screener: Screener, form: PartitionForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise pl.exceptions.ComputeError("conversion failed for value qzx-secret")

    partitions = Partitions(screener, form)
    monkeypatch.setattr(screener_module, "find", fail)
    with pytest.raises(ContainedError) as caught:
        list(partitions.screen_batches(nested([{}]).to_arrow().to_batches()))
    assert "qzx" not in repr(caught.value) + str(caught.value)
    assert repr(partitions) == f"<Partitions: {form}>"


def test_machines_of_a_cluster_do_without_the_working_memory(
    screener: Screener, cases: pa.Table, tmp_path: Path
) -> None:
    (tmp_path / "partitions").write_bytes(pickle.dumps(Partitions(screener)))
    pl.DataFrame(cases).write_ipc(tmp_path / "cases")
    program = """
import pickle, sys, types
def refuse(name):
    raise SystemExit(f"durable_rules was asked for {name}")
memory = types.ModuleType("durable_rules_engine")
memory.__getattr__ = refuse
sys.modules["durable_rules_engine"] = memory
import polars
partitions = pickle.load(open("partitions", "rb"))
print(partitions.screen_table(polars.read_ipc("cases").to_arrow()).num_rows)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True
    )
    assert int(done.stdout) == screener.screen(cases).lines().num_rows
