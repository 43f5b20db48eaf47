"""However many cases there are, and however long their lists, each has the lines that it has alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from protection_rules import Engine
from protection_rules.caseload import Screener, written_out
from protection_rules.caseload import slots as slots_module
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS
from protection_rules.limits import MOST_ITEMS
from tests.caseloads import Line, lines_by_row, lines_of, nested
from tests.profiles import random_item, random_profile, random_profiles

LENGTHS = (0, 1, 2, 3, 4, 5, 16, 17, 64, 65, MOST_ITEMS)


@pytest.fixture(scope="module")
def screener(engine: Engine) -> Screener:
    return Screener(engine.book)


def with_items(random: Random, section: str, count: int) -> dict[str, Any]:
    """A profile with so many items in one list, every other one with an id of its own."""
    profile = random_profile(random, 0.5, 2)
    items = [random_item(random, SECTIONS[section], 0.5, number) for number in range(count)]
    for number, item in enumerate(items):
        item.pop("id", None)
        if number % 2:
            item["id"] = f"own-{number}"
    return {**profile, section: items}


@pytest.mark.parametrize("section", LIST_SECTIONS)
def test_lists_of_any_length_stand_side_by_side(engine: Engine, screener: Screener, section: str) -> None:
    random = Random(section)
    profiles = [with_items(random, section, count) for count in LENGTHS]
    found = lines_by_row(screener.screen(nested(profiles)).lines())
    for row, profile in enumerate(profiles, start=1):
        wanted = lines_of(engine.evaluate(profile, cross_check=False))
        assert sorted(found[row], key=str) == sorted(wanted, key=str), LENGTHS[row - 1]


def repeated(profiles: list[dict[str, Any]], times: int) -> pl.DataFrame:
    cases = nested(profiles)
    return pl.concat([cases] * times).with_columns(
        pl.concat_str(pl.lit("case-"), pl.int_range(pl.len())).alias("case")
    )


def test_a_case_has_the_same_lines_wherever_it_stands_among_thousands(screener: Screener) -> None:
    several = [*random_profiles(7, seed=77)]
    times = 1_300
    alone = lines_by_row(screener.screen(nested(several)).lines())
    lines = pl.DataFrame(pl.from_arrow(screener.screen(repeated(several, times)).lines()))
    assert lines["row"].is_sorted()
    assert (
        lines["case"].cast(pl.String).equals("case-" + (lines["row"] - 1).cast(pl.String), check_names=False)
    )
    found = lines_by_row(lines.to_arrow())
    assert len(found) == 7 * times
    for row, said in found.items():
        assert said == alone[(row - 1) % 7 + 1], row


def test_rows_with_faults_are_left_out_wherever_they_stand_among_thousands(screener: Screener) -> None:
    cases = repeated([{"risk": {"safe_tonight": "no"}}, {"risk": {"safe_tonight": "yes"}}], 4_500)
    wrong = {0, 7, 8, 4_095, 4_096, 4_097, 8_191, 8_999}
    cases = cases.with_columns(
        pl.when(pl.int_range(pl.len()).is_in(list(wrong)))
        .then(pl.col("risk").struct.with_fields(pl.lit("maybe").alias("safe_tonight")))
        .otherwise(pl.col("risk"))
        .alias("risk")
    )
    screened = screener.screen(cases)
    left_out: list[Line] = [("case", "case", None, "not_screened", None, None)]
    found = lines_by_row(screened.lines())
    assert {row for row, lines in found.items() if lines == left_out} == {row + 1 for row in wrong}
    assert screened.faults["row"].to_pylist() == sorted(row + 1 for row in wrong)
    sound = lines_by_row(screener.screen(cases[1:3]).lines())
    assert (found[2], found[3]) == (sound[1], sound[2])
    cases_of = screened.sheets()["cases"]
    assert [row for row, kept in enumerate(cases_of["screened"].to_pylist()) if not kept] == sorted(wrong)


def test_few_cases_are_looked_at_together_where_lists_are_long(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(5)
    profiles = [with_items(random, "service", random.choice((0, 1, 30))) for _ in range(150)]
    whole = written_out(screener.screen(nested(profiles)).lines())
    monkeypatch.setattr(slots_module, "_AT_ONCE", 1)
    few = written_out(Screener(screener._book).screen(nested(profiles)).lines())
    assert few.equals(whole)


def test_threads_may_share_a_screener(engine: Engine) -> None:
    cases = nested(random_profiles(60, seed=12))
    # each of its batches has lists of another length, and what is made for one is kept for the next
    batches = [cases[start : start + 6] for start in range(0, 60, 6)] * 4
    wanted = [written_out(Screener(engine.book).screen(batch).lines()) for batch in batches[:10]] * 4
    shared = Screener(engine.book)
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(lambda batch: written_out(shared.screen(batch).lines()), batches)]
    assert all(mine.equals(theirs) for mine, theirs in zip(found, wanted, strict=True))


def said_after_screening(cases: Path, expression: str, *words: str) -> str:
    """What an expression is in a process of its own that has screened a file and summed it up."""
    program = (
        "import sys; from pathlib import Path; from protection_rules.cli import main\n"
        "try: main()\n"
        "except SystemExit as left: assert not left.code\n"
        f"print({expression})\n"
    )
    words = ("screen", str(cases), "-o", str(cases.with_suffix(".out.parquet")), *words)
    words += ("--summary", str(cases.with_suffix(".md")))
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


STATUS = Path("/proc/self/status")


@pytest.mark.skipif(not STATUS.exists(), reason="there is no table of processes here")
def test_a_file_of_many_parts_takes_no_more_memory_than_one_of_few(tmp_path: Path) -> None:
    profiles = list(random_profiles(200, seed=6, known=0.4, most_items=2))
    peaks = []
    for times in (10, 200):
        cases = tmp_path / f"{times}.parquet"
        repeated(profiles, times).write_parquet(cases, row_group_size=2_000)
        peak = f"Path({str(STATUS)!r}).read_text().partition('VmHWM:')[2].split()[0]"
        peaks.append(int(said_after_screening(cases, peak, "--part", "1000")))
    few, many = peaks
    # in KiB; the lines of all the cases together would take 90 MiB more
    assert many < few + 45 * 1024


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed here")
def test_pandas_is_not_loaded_to_screen_a_file(tmp_path: Path) -> None:
    cases = tmp_path / "cases.parquet"
    nested(random_profiles(5, seed=4)).write_parquet(cases)
    assert said_after_screening(cases, "'pandas' in sys.modules") == "False"
