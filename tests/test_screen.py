"""`protection-rules screen`: files in, one file out, in parts that survive a kill."""

from __future__ import annotations

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from protection_rules import Engine
from protection_rules.advice.statistics import SMALLEST
from protection_rules.caseload import Screener, files, runs, written_out
from protection_rules.caseload.summary import shown_counts
from protection_rules.cli import DONE, FAULTS, WRONG_CALL, caseloads
from tests.books import rule, write_book
from tests.caseloads import flat, item_table, lines_by_row, lines_of, nested, pointed_at
from tests.profiles import random_profiles
from tests.test_cli import ENVIRONMENT, ROOT, call, on_a_terminal, run


@pytest.fixture(autouse=True)
def read_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the package are read once for all the calls in this process."""
    read = caseloads.book_of
    monkeypatch.setattr(caseloads, "book_of", lambda *asked: read(*asked) if any(asked) else engine.book)


@pytest.fixture(scope="module")
def profiles() -> list[dict[str, Any]]:
    return list(random_profiles(120, seed=71))


@pytest.fixture
def parquet(tmp_path: Path, profiles: list[dict[str, Any]]) -> Path:
    path = tmp_path / "cases.parquet"
    nested(profiles).write_parquet(path)
    return path


def lines(path: Path) -> pa.Table:
    return written_out(pq.read_table(path))


def test_a_parquet_file_is_screened_as_its_cases_are_one_by_one(
    engine: Engine, parquet: Path, profiles: list[dict[str, Any]], tmp_path: Path
) -> None:
    result = tmp_path / "result.parquet"
    code, out, told = call("screen", str(parquet), "-o", str(result))
    assert (code, out, told) == (DONE, "", "Cases screened: 120\n")
    found = lines_by_row(lines(result))
    for row in (1, 60, 120):
        wanted = lines_of(engine.evaluate(profiles[row - 1], cross_check=False))
        assert sorted(found[row], key=str) == sorted(wanted, key=str)
    assert [path.name for path in tmp_path.iterdir() if path != parquet] == ["result.parquet"]


def test_the_file_says_on_which_rules_it_rests(engine: Engine, parquet: Path, tmp_path: Path) -> None:
    call("screen", str(parquet), "-o", str(tmp_path / "result.parquet"))
    said = json.loads(pq.read_schema(tmp_path / "result.parquet").metadata[b"protection_rules"])
    assert [each["digest"] for each in said["rulesets"]] == [each.digest for each in engine.book.rulesets]


def test_parquet_csv_and_json_lines_give_the_same(profiles: list[dict[str, Any]], tmp_path: Path) -> None:
    # a CSV file has no lists, and cannot tell an office without facts from none
    given = [
        {name: value for name, value in profile.items() if name not in {"accommodation", "service", "data_flow", "operation"}}
        for profile in profiles
    ]  # fmt: skip
    flat(given).write_parquet(tmp_path / "a.parquet")
    flat(given).write_csv(tmp_path / "b.csv")
    flat(given).write_csv(tmp_path / "c.csv", separator=";", include_bom=True)
    rows = [profile | {"case": f"case-{number}"} for number, profile in enumerate(given)]
    (tmp_path / "d.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    for name in ("a.parquet", "b.csv", "c.csv", "d.jsonl"):
        assert call("screen", str(tmp_path / name), "-o", str(tmp_path / f"{name}.parquet"))[0] == DONE
    first = lines(tmp_path / "a.parquet.parquet")
    assert first.num_rows > 2_000
    assert all(lines(tmp_path / f"{name}.parquet").equals(first) for name in ("b.csv", "c.csv", "d.jsonl"))


def test_profiles_as_json_lines_give_the_same_as_structures(
    profiles: list[dict[str, Any]], tmp_path: Path
) -> None:
    nested(profiles).write_parquet(tmp_path / "cases.parquet")
    rows = [profile | {"case": f"case-{number}"} for number, profile in enumerate(profiles)]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name in ("cases.jsonl", "cases.parquet"):
        assert call("screen", str(tmp_path / name), "-o", str(tmp_path / f"{name}.out.parquet"))[0] == DONE
    assert lines(tmp_path / "cases.jsonl.out.parquet").equals(lines(tmp_path / "cases.parquet.out.parquet"))


def test_a_parquet_file_may_point_at_its_text_and_be_written_in_groups_of_any_size(
    profiles: list[dict[str, Any]], tmp_path: Path
) -> None:
    cases = nested(profiles)
    for name, given, group in (("a", cases, 120), ("b", pointed_at(cases), 37), ("c", cases, 37)):
        given.write_parquet(tmp_path / f"{name}.parquet", row_group_size=group)
        words = ["screen", str(tmp_path / f"{name}.parquet"), "-o", str(tmp_path / f"{name}.out.parquet")]
        assert call(*words, "--part", "50") == (DONE, "", "Cases screened: 120\n")
    first, *others = (lines(tmp_path / f"{name}.out.parquet") for name in "abc")
    assert all(other.equals(first) for other in others)


def test_faults_go_to_a_table_without_any_value_and_give_exit_code_1(tmp_path: Path) -> None:
    cases = flat([{}, {"risk": {"safe_tonight": "qzx"}}, {}]).with_columns(
        pl.Series("person.age_group", [None, None, "17"])
    )
    cases.write_csv(tmp_path / "cases.csv")
    words = ["screen", str(tmp_path / "cases.csv"), "-o", str(tmp_path / "result.parquet")]
    code, _, told = call(*words, "--faults", str(tmp_path / "faults.csv"))
    assert code == FAULTS
    assert told == "Cases screened: 1\nRows with faults, not screened: 2 of 3\n"
    with (tmp_path / "faults.csv").open(encoding="utf-8") as file:
        faults = list(csv.DictReader(file))
    assert [(fault["row"], fault["place"]) for fault in faults] == [
        ("2", "risk.safe_tonight"),
        ("3", "person.age_group"),
    ]
    assert faults[0]["expected"] == "expected one of yes, no, unknown"
    assert "qzx" not in (tmp_path / "faults.csv").read_text()
    assert b"qzx" not in (tmp_path / "result.parquet").read_bytes()
    code, _, told = call(*words, "--lang", "ar")
    assert (code, "--faults" in told) == (FAULTS, True)


JSON_FAULTS = [
    ("not JSON", "{", "profile"),
    ("a list", "[1]", "profile"),
    ("nothing", "", "profile"),
    ("a key twice", '{"profile": 1, "profile": 1}', "profile"),
    ("no version", "{}", "profile"),
    ("a truth value", '{"profile": 1, "risk": {"safe_tonight": true}}', "risk.safe_tonight"),
    ("an unknown section", '{"profile": 1, "qzx": {}}', "profile"),
    ("an unknown fact", '{"profile": 1, "risk": {"qzx": 1}}', "risk"),
    ("a number that is none", '{"profile": 1, "risk": {"hours_since_sexual_violence": 1.5}}', "risk.hours_since_sexual_violence"),
    ("a huge number", '{"profile": 1, "risk": {"hours_since_sexual_violence": 99999999999999999999}}', "risk.hours_since_sexual_violence"),
    ("a set that is a word", '{"profile": 1, "risk": {"threat_sources": "family"}}', "risk.threat_sources"),
    ("an item's fact", '{"profile": 1, "service": [{}, {"type": 1}]}', "service[1].type"),
    ("a structure for a reference", '{"profile": 1, "case": {}}', "case"),
    ("a value", '{"profile": 1, "risk": {"safe_tonight": "qzx"}}', "risk.safe_tonight"),
]  # fmt: skip


def test_who_asks_for_no_table_of_faults_is_told_how_to_have_one(tmp_path: Path) -> None:
    flat([{}, {"risk": {"safe_tonight": "qzx"}}]).write_csv(tmp_path / "cases.csv")
    words = ["screen", str(tmp_path / "cases.csv"), "-o", str(tmp_path / "result.parquet")]
    english = "Cases screened: 1\nRows with faults, not screened: 1 of 2; --faults FILE lists them\n"
    arabic = (
        "عدد الحالات المفحوصة: 1\n"
        "عدد الصفوف التي فيها خلل ولم تُفحص: 1 من 2؛ يسردها الخيار --faults مع اسم ملف\n"
    )
    assert call(*words) == (FAULTS, "", english)
    assert call(*words, "--lang", "ar") == (FAULTS, "", arabic)


def test_each_line_of_json_is_checked_like_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(f"{line}\n" for _, line, _ in JSON_FAULTS) + '{"profile": 1, "case": 7}\n')
    words = [
        "screen",
        str(path),
        "-o",
        str(tmp_path / "result.parquet"),
        "--faults",
        str(tmp_path / "faults.csv"),
    ]
    assert call(*words)[0] == FAULTS
    faults = pl.read_csv(tmp_path / "faults.csv")
    assert list(zip(faults["row"], faults["place"], strict=True)) == [
        (number, place) for number, (_, _, place) in enumerate(JSON_FAULTS, start=1)
    ]
    assert "qzx" not in (tmp_path / "faults.csv").read_text()
    result = lines(tmp_path / "result.parquet").to_pylist()
    assert {line["case"] for line in result if line["outcome"] == "screened"} == {"7"}


def test_a_directory_for_all_and_items_of_each_case_may_stand_beside_the_cases(
    engine: Engine, profiles: list[dict[str, Any]], tmp_path: Path
) -> None:
    directory = [
        {"id": "clinic", "type": "health_post_rape", "barriers": ["fee", "language"]},
        {"type": "police", "days_since_verified": 20},
    ]
    places = {
        f"case-{n}": profile["accommodation"]
        for n, profile in enumerate(profiles)
        if profile.get("accommodation")
    }
    given = [
        {"person": profile.get("person", {}), "service": directory}
        | ({"accommodation": profile["accommodation"]} if profile.get("accommodation") else {})
        for profile in profiles
    ]  # fmt: skip
    flat([{"person": profile["person"]} for profile in given]).write_csv(tmp_path / "cases.csv")
    item_table("service", {"": directory}).drop("case").write_csv(tmp_path / "services.csv")
    item_table("accommodation", places).write_parquet(tmp_path / "places.parquet")
    beside = ["--services", str(tmp_path / "services.csv"), "--places", str(tmp_path / "places.parquet")]
    result = tmp_path / "result.parquet"
    assert call("screen", str(tmp_path / "cases.csv"), "-o", str(result), *beside)[0] == DONE
    found = lines_by_row(lines(result))
    for row in (1, 2, 3, 50):
        wanted = lines_of(engine.evaluate(given[row - 1] | {"profile": 1}, cross_check=False))
        assert sorted(found[row], key=str) == sorted(wanted, key=str)


def test_a_row_for_each_case_has_its_lines_as_a_list(parquet: Path, tmp_path: Path) -> None:
    for form in ("lines", "cases"):
        assert (
            call("screen", str(parquet), "-o", str(tmp_path / f"by-{form}.parquet"), "--form", form)[0]
            == DONE
        )
    by_case = pq.read_table(tmp_path / "by-cases.parquet").to_pylist()
    assert [row["case"] for row in by_case] == [f"case-{number}" for number in range(120)]
    rules = [line["rule"] for row in by_case for line in row["lines"]]
    assert rules == [
        line["rule"] for line in lines(tmp_path / "by-lines.parquet").to_pylist() if line["kind"] != "case"
    ]


WRONG_CALLS = [
    ("no such file", ["{folder}/nothing.parquet", "-o", "{folder}/r.parquet"], "file cannot be read"),
    ("another ending", ["{folder}/cases.xlsx", "-o", "{folder}/r.parquet"], "ends in .parquet, .csv or .jsonl"),
    ("an output of another form", ["{cases}", "-o", "{folder}/r.csv"], "ends in .parquet"),
    ("the input as output", ["{cases}", "-o", "{cases}"], "not an input"),
    ("one file for two", ["{cases}", "-o", "{folder}/r.parquet", "--faults", "{folder}/r.parquet"], "not an input"),
    ("a summary of another form", ["{cases}", "-o", "{folder}/r.parquet", "--summary", "{folder}/s.xlsx"], ".csv, .md or .html"),
    ("no folder for it", ["{cases}", "-o", "{folder}/none/r.parquet"], "no file can be written there"),
    ("items of another form", ["{cases}", "-o", "{folder}/r.parquet", "--services", "{folder}/s.jsonl"], "ends in .parquet or .csv"),
    ("text that is no Parquet", ["{folder}/text.parquet", "-o", "{folder}/r.parquet"], "file cannot be read"),
    ("rows of unlike length", ["{folder}/ragged.csv", "-o", "{folder}/r.parquet"], "file cannot be read"),
    ("not UTF-8", ["{folder}/latin.csv", "-o", "{folder}/r.parquet"], "file cannot be read"),
    ("columns nobody knows", ["{folder}/columns.csv", "-o", "{folder}/r.parquet"], "column 2 is not in the vocabulary"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), [w[1:] for w in WRONG_CALLS], ids=[w[0] for w in WRONG_CALLS])
def test_a_wrong_call_is_told_without_any_value(parquet: Path, words: list[str], message: str) -> None:
    folder = parquet.parent
    (folder / "text.parquet").write_text("qzx")
    (folder / "ragged.csv").write_text("case,risk.safe_tonight\n1,no\nqzx,no,qzx\n")
    (folder / "latin.csv").write_bytes("case,risk.safe_tonight\n1,qzx\xe9\n".encode("latin-1"))
    (folder / "columns.csv").write_text("case,qzx\n1,qzx\n")
    before = parquet.read_bytes()
    code, out, told = call("screen", *(word.format(folder=folder, cases=parquet) for word in words))
    assert (code, out) == (WRONG_CALL, "")
    assert message in told
    assert "qzx" not in told
    assert parquet.read_bytes() == before
    assert not (folder / "r.parquet").exists()


def test_without_the_extra_it_says_what_to_install(parquet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util  # noqa: PLC0415

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "polars" else real(name, *more)
    )
    code, _, told = call("screen", str(parquet), "-o", str(parquet.with_name("r.parquet")))
    assert (code, "pip install 'protection-rules[caseload]'" in told) == (WRONG_CALL, True)


# parts, kills and resumption


def start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "protection_rules", "screen", *words]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed_after(parts: int, folder: Path, *words: str) -> None:
    """Begin a screening, and kill it once so many parts are there."""
    child = start(*words)
    try:
        for _ in range(6_000):
            if len(list(folder.glob("0*.json"))) >= parts or child.poll() is not None:
                break
            time.sleep(0.01)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert child.returncode == -signal.SIGKILL


LARGE = 2_400


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, profiles: list[dict[str, Any]]) -> Path:
    """Cases of a dozen parts, three of which have faults."""
    path = tmp_path_factory.mktemp("large") / "cases.parquet"
    faulty = {number: {"person": {"age_group": "qzx"}} for number in range(7, LARGE, 1_000)}
    given = [faulty.get(number, profiles[number % 100]) for number in range(LARGE)]
    nested(given).write_parquet(path)
    return path


def test_a_screening_that_was_killed_is_taken_up_and_gives_the_same(large: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.parquet", tmp_path / "cut.parquet"
    parts = tmp_path / "cut.parquet.parts"
    words = [str(large), "--part", "200"]
    assert call("screen", *words, "-o", str(whole), "--faults", str(tmp_path / "whole.csv"))[0] == FAULTS
    cut_words = [
        *words,
        "-o",
        str(cut),
        "--faults",
        str(tmp_path / "cut.csv"),
        "--summary",
        str(tmp_path / "cut.md"),
    ]
    cut.write_bytes(b"the old one")
    for parts_there in (2, 5):
        killed_after(parts_there, parts, *cut_words, *(["--resume"] if parts_there > 2 else []))
        # what was there stays until the new result is whole
        assert cut.read_bytes() == b"the old one"
        assert not (tmp_path / "cut.csv").exists()
    assert parts.stat().st_mode & 0o077 == 0
    kept = {path.name: path.stat().st_mtime_ns for path in parts.glob("0*.json")}
    code, _, told = call("screen", *cut_words)
    assert (code, "--resume" in told) == (WRONG_CALL, True)
    assert {path.name: path.stat().st_mtime_ns for path in parts.glob("0*.json")} == kept
    assert call("screen", *cut_words, "--resume")[0] == FAULTS
    assert lines(cut).equals(lines(whole))
    assert (tmp_path / "cut.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cut.csv",
        "cut.md",
        "cut.parquet",
        "whole.csv",
        "whole.parquet",
    ]


def test_parts_that_are_there_are_not_screened_again(large: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.parquet"
    parts = tmp_path / "result.parquet.parts"
    words = [str(large), "-o", str(result), "--part", "200"]
    killed_after(1, parts, *words)
    numbers = json.loads((parts / "000000.json").read_text())
    (parts / "000000.json").write_text(json.dumps(numbers | {"screened": numbers["screened"] - 100}))
    code, _, told = call("screen", *words, "--resume")
    assert (code, told.splitlines()[0]) == (FAULTS, f"Cases screened: {LARGE - 3 - 100}")


def test_a_screening_is_not_taken_up_under_other_rules_or_with_another_input(
    large: Path, tmp_path: Path
) -> None:
    result = tmp_path / "result.parquet"
    parts = tmp_path / "result.parquet.parts"
    parquet = tmp_path / "cases.parquet"
    parquet.write_bytes(large.read_bytes())
    words = ["screen", str(parquet), "-o", str(result), "--part", "200", "--resume"]

    def write(manifest: dict[str, Any]) -> None:
        (parts / "manifest.json").write_text(json.dumps(manifest))

    killed_after(1, parts, *words[1:])
    said = json.loads((parts / "manifest.json").read_text())
    assert b"case-" not in (parts / "manifest.json").read_bytes()
    others = [
        said | {"rulesets": said["rulesets"] | {"safe-referral": ["sha256:0"]}},
        said | {"overlays": [["maravel", "sha256:0"]]},
        said | {"as_of": "2020-01-01"},
        said | {"library": "0.0.0"},
        said | {"form": "cases"},
        said | {"cases_of_a_part": 201},
        said | {"inputs": []},
    ]
    for other in others:
        write(other)
        code, _, told = call(*words)
        assert (code, "of other rulesets, another input" in told) == (WRONG_CALL, True)
    write(said)
    original = parquet.read_bytes()
    pl.read_parquet(parquet).reverse().write_parquet(parquet)
    assert call(*words)[0] == WRONG_CALL
    assert not result.exists()
    parquet.write_bytes(original)
    assert call(*words)[0] == FAULTS


def test_nothing_but_messages_is_told_where_there_is_no_terminal(parquet: Path, tmp_path: Path) -> None:
    done = run("screen", str(parquet), "-o", str(tmp_path / "r.parquet"))
    assert (done.returncode, done.stdout, done.stderr) == (DONE, b"", b"Cases screened: 120\n")


@pytest.mark.parametrize(
    ("language", "counted", "done"),
    [("en", "cases ", "Cases screened: 120"), ("ar", "الحالات ", "عدد الحالات المفحوصة: 120")],
)
def test_on_a_terminal_it_is_shown_how_many_cases_are_done(
    parquet: Path, tmp_path: Path, language: str, counted: str, done: str
) -> None:
    words = ["screen", str(parquet), "-o", str(tmp_path / "r.parquet"), "--part", "50", "--lang", language]
    shown = on_a_terminal(*words, answer=b"")
    bar, _, told = shown.rpartition("120/120")
    assert counted in bar
    assert done in told


def test_a_caseload_without_cases_gives_a_result_without_lines(tmp_path: Path) -> None:
    nested([]).write_parquet(tmp_path / "none.parquet")
    words = ["screen", str(tmp_path / "none.parquet"), "-o", str(tmp_path / "r.parquet")]
    assert call(*words)[0] == DONE
    assert lines(tmp_path / "r.parquet").num_rows == 0
    assert "rule" in lines(tmp_path / "r.parquet").column_names


def test_the_digest_of_a_file_is_that_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert (
        files.digest(tmp_path / "a")
        == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def test_parts_of_a_run_that_nothing_tells_about_are_not_taken_for_parts_of_another(
    large: Path, parquet: Path, tmp_path: Path
) -> None:
    result = tmp_path / "result.parquet"
    parts = tmp_path / "result.parquet.parts"
    # a kill while the folder was cleared after an earlier run could leave this
    killed_after(2, parts, str(large), "-o", str(result), "--part", "200")
    (parts / "manifest.json").unlink()
    (parts / "result.parquet.new").write_bytes(b"half a result")
    (parts / "note.txt").write_text("somebody's own")
    code, _, told = call("screen", str(parquet), "-o", str(result), "--part", "50")
    assert (code, told) == (DONE, "Cases screened: 120\n")
    assert lines(result).equals(
        written_out(Screener(Engine.load().book).screen(pl.read_parquet(parquet)).lines())
    )
    assert [path.name for path in parts.iterdir()] == ["note.txt"]


def test_a_kill_while_the_result_is_put_together_leaves_the_old_one_and_is_taken_up(
    parquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "result.parquet"
    result.write_bytes(b"the old one")
    words = ["screen", str(parquet), "-o", str(result), "--part", "50"]
    whole = runs.Run._join

    def cut_off(*given: Any) -> None:
        whole(*given)
        raise SystemExit(-signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(runs.Run, "_join", cut_off)
        assert call(*words)[0] == -signal.SIGKILL
    assert result.read_bytes() == b"the old one"
    assert {path.name for path in tmp_path.iterdir()} == {
        "cases.parquet",
        "result.parquet",
        "result.parquet.parts",
    }
    assert call(*words, "--resume")[0] == DONE
    assert {path.name for path in tmp_path.iterdir()} == {"cases.parquet", "result.parquet"}
    assert pq.read_metadata(result).num_rows > 1_000


def test_an_overlay_is_laid_on_the_rules_that_cases_are_screened_with(
    parquet: Path, profiles: list[dict[str, Any]], tmp_path: Path
) -> None:
    overlay = str(ROOT / "examples" / "overlay-maravel")
    result = tmp_path / "result.parquet"
    laid = ["--overlay", overlay, "--as-of", "2026-07-01"]
    assert call("screen", str(parquet), "-o", str(result), *laid)[0] == DONE
    found = lines_by_row(lines(result))
    assert any(
        rule is not None and rule.startswith("MAR-") for some in found.values() for *_, rule, _ in some
    )
    engine = Engine.load(overlays=[overlay], as_of=date(2026, 7, 1))
    for row in (1, 60, 120):
        wanted = lines_of(engine.evaluate(profiles[row - 1], cross_check=False))
        assert sorted(found[row], key=str) == sorted(wanted, key=str)
    said = json.loads(pq.read_schema(result).metadata[b"protection_rules"])
    assert [each["digest"] for each in said["rulesets"]] == [each.digest for each in engine.book.rulesets]
    assert [each["digest"] for each in said["overlays"]] == [each.digest for each in engine.book.overlays]
    assert said["as_of"] == "2026-07-01"


# the summary


def summary_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_summary_counts_cases_in_numbers_that_show_nobody(
    engine: Engine, large: Path, tmp_path: Path
) -> None:
    pl.read_parquet(large).head(1_100).write_parquet(tmp_path / "cases.parquet")
    cases, result = str(tmp_path / "cases.parquet"), str(tmp_path / "r.parquet")
    assert call("screen", cases, "-o", result, "--summary", str(tmp_path / "s.csv"))[0] == FAULTS
    found = lines(tmp_path / "r.parquet").to_pylist()
    screened = {line["row"] for line in found if line["outcome"] == "screened"}
    true: dict[tuple[str, str], set[int]] = {}
    for line in found:
        if line["kind"] == "advice":
            true.setdefault((line["rule"], line["outcome"]), set()).add(line["row"])
    rows = summary_rows(tmp_path / "s.csv")
    assert int(rows[0]["at_least"]) <= len(screened) <= int(rows[0]["at_most"])
    shown = {(row["rule"], row["status"]): row for row in rows if row["what"] == "rule"}
    assert len(shown) > 100
    revealing = {rule.id for rule in engine.book.rules if rule.reveals}
    for key, cases in true.items():
        others = sum(len(some) for (name, _), some in true.items() if name == key[0]) - len(cases)
        if key[0] in revealing or len(cases) < SMALLEST or len(screened) - len(cases) < SMALLEST:
            assert key not in shown
        elif len(screened) - len(cases) - others > 5 * SMALLEST:
            assert int(shown[key]["at_least"]) == len(cases) - len(cases) % SMALLEST
    assert all(int(row["at_least"]) % SMALLEST == 0 for row in rows)


@pytest.mark.parametrize(("count", "shown"), [(10, False), (11, True), (21, True), (31, False), (41, False)])
def test_what_few_cases_have_or_lack_is_not_shown(tmp_path: Path, count: int, shown: bool) -> None:
    given = [{"risk": {"immediate_danger": "yes" if number < count else "no"}} for number in range(41)]
    flat(given).write_csv(tmp_path / "cases.csv")
    words = ["screen", str(tmp_path / "cases.csv"), "-o", str(tmp_path / "r.parquet")]
    for ending in ("csv", "md", "html") if count == SMALLEST - 1 or count == SMALLEST else ("csv",):
        assert call(*words, "--summary", str(tmp_path / f"s.{ending}"))[0] == DONE
        text = (tmp_path / f"s.{ending}").read_text(encoding="utf-8")
        assert ("C-VIO-01" in text) is shown, ending


def test_nothing_is_learned_of_few_by_taking_numbers_of_a_summary_from_one_another() -> None:
    for cases in range(SMALLEST, 80):
        left: dict[tuple[Any, ...], list[set[int]]] = {}
        for one, more in itertools.combinations_with_replacement(range(cases + 1), 2):
            # one thing holds wherever another does; or two exclude each other, and the rest is neither
            nested = (shown_counts({"": more}, cases), shown_counts({"": one}, cases))
            apart = shown_counts({"a": one, "b": more - one}, cases)
            for shown, numbers in ((nested, (one, more, more - one, cases - more)), (apart, (one, more - one, cases - more))):  # fmt: skip
                sets = left.setdefault((str(shown),), [set() for _ in numbers])
                for possible, number in zip(sets, numbers, strict=True):
                    possible.add(number)
        assert min(len(possible) for sets in left.values() for possible in sets) >= SMALLEST


def test_a_caseload_of_few_cases_has_a_summary_that_says_so(tmp_path: Path) -> None:
    flat([{}] * 10).write_csv(tmp_path / "cases.csv")
    words = ["screen", str(tmp_path / "cases.csv"), "-o", str(tmp_path / "r.parquet"), "--summary"]
    assert call(*words, str(tmp_path / "s.md"))[0] == DONE
    text = (tmp_path / "s.md").read_text(encoding="utf-8")
    assert "Fewer than 11 cases were screened" in text
    assert "|" not in text
    assert call(*words, str(tmp_path / "s.csv"))[0] == DONE
    assert summary_rows(tmp_path / "s.csv") == []


def test_the_page_with_bars_loads_nothing_and_is_in_the_language_asked_for(
    large: Path, tmp_path: Path
) -> None:
    words = ["screen", str(large), "-o", str(tmp_path / "r.parquet"), "--summary", str(tmp_path / "s.html")]
    assert call(*words, "--lang", "ar")[0] == FAULTS
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in page
    assert "احتياجات مجموعة من الحالات" in page
    assert page.count("<rect") == page.count('<th scope="row">') > 50
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_in_memory_and_in_files_the_result_is_the_same(engine: Engine, parquet: Path, tmp_path: Path) -> None:
    call("screen", str(parquet), "-o", str(tmp_path / "r.parquet"), "--part", "7")
    found = Screener(engine.book).screen(pl.read_parquet(parquet))
    assert lines(tmp_path / "r.parquet").equals(written_out(found.lines()))


def test_it_makes_no_difference_to_a_summary_whether_a_revealing_rule_spoke(tmp_path: Path) -> None:
    same = {"action": "refer", "if_unknown": "verify"}
    told = rule("C-TST-01", "risk.safe_tonight: no", modality="should", **same)
    against = rule(
        "C-TST-02", "risk.safe_tonight: no", modality="must_not", tier="life", reveals="yes", **same
    )
    book = write_book(tmp_path, [told, against])
    given = [{"risk": {"safe_tonight": "no" if number < 20 else "yes"}} for number in range(60)]
    flat(given).write_csv(tmp_path / "cases.csv")
    words = [
        "screen",
        str(tmp_path / "cases.csv"),
        "-o",
        str(tmp_path / "r.parquet"),
        "--rulesets",
        str(book),
    ]
    assert call(*words, "--summary", str(tmp_path / "s.csv"))[0] == DONE
    kinds = {line["kind"] for line in lines(tmp_path / "r.parquet").to_pylist() if line["rule"] == "C-TST-01"}
    assert kinds == {"set_aside"}
    shown = {
        row["rule"]: row["at_least"] for row in summary_rows(tmp_path / "s.csv") if row["what"] == "rule"
    }
    assert shown == {"C-TST-01": "11"}
