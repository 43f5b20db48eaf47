"""What is compared in benchmarks/ finds the same, and the pages tell what was measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("polars")

from benchmarks import __main__ as benchmarks
from benchmarks.caseload import cost
from benchmarks.peers import PEERS, WITH_LISTS
from benchmarks.stages import PARTS, REST, STAGES, shares, starting
from benchmarks.tables import words, write_pages

from protection_rules import CaseProfile, Engine

DOCS = Path(__file__).parent.parent / "docs"
NUMBER = re.compile(r"[\d.,]*\d")


def skip_without(peer: str) -> None:
    module, _ = PEERS[peer]
    if module:
        pytest.importorskip(module)


@pytest.mark.parametrize("name", [*benchmarks.OURS, *PEERS])
def test_an_engine_finds_what_the_reference_finds_in_random_rules_before_it_is_timed(name: str) -> None:
    if name in PEERS:
        skip_without(name)
    measured = benchmarks.matching(name, "20", 30)
    assert measured["us"] > 0
    assert measured["load_ms"] > 0


@pytest.mark.parametrize("name", [*benchmarks.OURS, *WITH_LISTS])
def test_an_engine_finds_what_the_reference_finds_in_the_rules_of_the_package(name: str) -> None:
    if name in PEERS:
        skip_without(name)
    assert benchmarks.matching(name, benchmarks.OWN, 30)["us"] > 0


def test_an_engine_that_finds_something_else_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(benchmarks.PEERS, "hasty", ("", lambda _: lambda _: set()))  # type: ignore[arg-type]
    with pytest.raises(SystemExit, match="hasty does not find what the reference finds"):
        benchmarks.matching("hasty", "20", 30)


RESULTS = {
    "matching": {
        "60": {
            "compiled": {"us": 11.4, "load_ms": 9.0, "memory": 1.0},
            "datalogic-py": {"us": 23.5, "load_ms": 7.0, "memory": 3.0},
        },
        "own": {
            "compiled": {"us": 47.0, "load_ms": 19.0, "memory": 2.0},
            "datalogic-py": {"us": 120.0, "load_ms": 8.0, "memory": 4.0},
        },
    },
    "whole": {
        "compiled": 40.0, "durable": 880.0, "evaluate_once": 2400.0, "evaluate": 3200.0, "update": 960.0,
        "update_ratio": 0.3, "load_ms": 130.0, "import_ms": 210.0, "cli_ms": 420.0, "pydantic_ms": 42.0,
        "match_update": 120.0, "match_update_ratio": 0.2,
        **{f"share_{part}": 0.1 for part in PARTS}, f"share_{REST}": 0.3,
    },
    "starting": dict.fromkeys(STAGES, 21.0),
    "caseload": {"columns": 20.0, "lines": 60.0},
}  # fmt: skip


def test_the_pages_tell_every_measurement_in_both_languages(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    write_pages(RESULTS, tmp_path)
    english, arabic = ((tmp_path / name).read_text() for name in ("performance.md", "performance.ar.md"))
    assert "| **here, compiled** | 11 | 47 | 9 | 1 |" in english
    assert "| datalogic-py | 24 | 120 | 7 | 3 |" in english
    assert "| `evaluate` | 3,200 µs | 80 × compiled matching |" in english
    assert "| `protection-rules evaluate` from a cold shell | 420 ms | 10 × `import pydantic` |" in english
    assert "| of that, matching in the working memory | 120 µs | 0.2 × matching the same" in english
    assert "| matching with durable_rules | 10% |" in english
    assert "| Python itself | 21 ms | 0.5 × `import pydantic` |" in english
    assert "| a million cases screened, one row each | 20 s | 6 × " in english
    assert sorted(NUMBER.findall(english)) == sorted(NUMBER.findall(arabic))
    assert "datalogic-py" in (tmp_path / "performance.svg").read_text()


def test_the_time_of_an_evaluation_is_shared_out_among_its_parts() -> None:
    engine = Engine.load()
    profile = CaseProfile.from_file(benchmarks.EXAMPLE)
    parts = shares(lambda: engine.evaluate(profile), seconds=0.5)
    assert parts.keys() == {*PARTS, REST}
    assert sum(parts.values()) == pytest.approx(1)
    assert min(parts["working_memory"], parts["words"], parts["conditions"]) > 0


def test_every_stage_of_a_cold_start_takes_some_time() -> None:
    stages = starting(benchmarks.EXAMPLE, rounds=1)
    assert [*stages] == [*STAGES]
    assert min(stages.values()) > 0


def test_words_of_the_pages_have_the_same_places_in_both_languages() -> None:
    for name, text in words().items():
        places = [sorted(re.findall(r"\{\w+\}", each)) for each in (text.en, text.ar)]
        assert places[0] == places[1], name


def test_the_pages_of_the_documentation_tell_the_same_numbers() -> None:
    english, arabic = ((DOCS / name).read_text() for name in ("performance.md", "performance.ar.md"))
    assert sorted(NUMBER.findall(english)) == sorted(NUMBER.findall(arabic))
    assert (DOCS / "performance.svg").is_file()


def test_a_caseload_costs_what_is_spent_once_and_so_much_for_each_case() -> None:
    runs = {
        1: [{"cpu": 0.0110}, {"cpu": 0.0110}, {"cpu": 0.5}],
        10_001: [{"cpu": 0.0310}],
        2_001: [{"cpu": 9.0}],
    }
    assert cost(runs) == "11.0 ms + 2.00 µs/case"
