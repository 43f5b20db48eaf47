"""A short run of the fuzzer, the same every time; `make fuzz` is the long one."""

from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from protection_rules import CaseProfile, ProfileError
from protection_rules.facts.errors import ProfileFault
from protection_rules.facts.text import Text
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.shared_files import SHARED
from tests import fuzzing
from tests.bounded import run_bounded
from tests.fuzzing import READ, Broken, Profiles, Rulesets, run_seeded, tried
from tests.hostile_rulesets import FILES, RULESET
from tests.mutations import MARK, Mutator

RUNS = {"profile": 400, "ruleset": 150}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Counter[str]]:
    found = {}
    for target, runs in RUNS.items():
        done = run_bounded("-m", "tests.fuzzing", "--target", target, "--runs", str(runs), "--seed", "7")
        assert done.returncode == 0, f"an input is saved at {done.stderr.decode()[-3000:]}"
        found[target] = Counter(json.loads(done.stdout))
    return found


@pytest.mark.parametrize("target", RUNS)
def test_nothing_that_is_read_breaks_an_invariant(target: str, outcomes: dict[str, Counter[str]]):
    assert outcomes[target].total() == RUNS[target]


@pytest.mark.parametrize("target", RUNS)
def test_the_run_accepts_some_and_refuses_others_in_many_ways(target: str, outcomes: dict[str, Counter[str]]):
    accepted = sum(number for became, number in outcomes[target].items() if became.endswith(READ))

    assert accepted >= RUNS[target] // 10
    assert RUNS[target] - accepted >= RUNS[target] // 10
    assert len(outcomes[target]) >= 20


def test_the_run_tries_the_files_that_rules_are_made_of(outcomes: dict[str, Counter[str]]):
    assert {became.partition(":")[0] for became in outcomes["ruleset"]} >= {RULESET, *SHARED}


# that it would find what it looks for


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    return Profiles()


@pytest.fixture(scope="module")
def rulesets() -> Rulesets:
    return Rulesets()


def faulty(fault: BaseException | ProfileFault) -> Any:
    def read(_: object) -> CaseProfile:
        raise fault if isinstance(fault, BaseException) else ProfileError([fault])

    return read


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (KeyError("x"), KeyError),
        (RecursionError(), RecursionError),
        (ProfileFault("risk", Text(f"not {MARK}", "لا")), Broken),
        (ProfileFault("risk", Text("not this", f"لا {MARK}")), Broken),
        (ProfileFault("risk", Text("not\nthis", "لا")), Broken),
        (ProfileError([]), Broken),
    ],
    ids=[
        "another error",
        "no end",
        "a value in English",
        "a value in Arabic",
        "a line break",
        "nothing said",
    ],
)
def test_a_reader_that_breaks_an_invariant_of_profiles_is_found(
    fault: Any, found: type[BaseException], profiles: Profiles, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(CaseProfile, "from_bytes", faulty(fault))

    with pytest.raises(found):
        tried(profiles, b"profile: 1")


def test_an_error_that_hangs_on_to_another_is_found(profiles: Profiles, monkeypatch: pytest.MonkeyPatch):
    def read(_: object) -> CaseProfile:
        try:
            return CaseProfile.from_text(None)  # type: ignore[arg-type]
        except TypeError as error:
            raise ProfileError([ProfileFault("risk", Text("x", "س"))]) from error

    monkeypatch.setattr(CaseProfile, "from_bytes", read)

    with pytest.raises(Broken, match="hangs on to another"):
        tried(profiles, b"profile: 1")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (ValueError("x"), ValueError),
        ([Diagnostic("a", 0, 1, "unreadable", Text("x", "x"))], Broken),
        ([Diagnostic("a", 1, 1, "no-code", Text("x", "x"))], Broken),
        ([Diagnostic("a", 1, 1, "unreadable", Text("x", "\x1b"))], Broken),
        ([Diagnostic("a", 1, 1, "unreadable", Text("x" * 10_000, "x"))], Broken),
        ([Diagnostic("a", 1, number, "unreadable", Text("x", "x")) for number in range(1, 2000)], Broken),
    ],
    ids=["another error", "no place", "no code", "an escape", "a flood", "too many"],
)
def test_a_reader_that_breaks_an_invariant_of_rulesets_is_found(
    told: Any, found: type[BaseException], rulesets: Rulesets, monkeypatch: pytest.MonkeyPatch
):
    def check(_: Path, __: str) -> tuple[None, list[Diagnostic]]:
        if isinstance(told, Exception):
            raise told
        return None, list(told)

    monkeypatch.setattr(fuzzing, "checked", check)

    with pytest.raises(found):
        tried(rulesets, rulesets.seeds()[0])


def test_a_reader_that_touches_a_file_is_found(rulesets: Rulesets, monkeypatch: pytest.MonkeyPatch):
    def check(folder: Path, _: str) -> tuple[None, list[Diagnostic]]:
        (folder / "terms.yaml").write_text("terms: []\n", encoding="utf-8")
        return None, [Diagnostic("a", 1, 1, "unreadable", Text("x", "x"))]

    before = (rulesets._sound / "terms.yaml").read_bytes()
    monkeypatch.setattr(fuzzing, "checked", check)
    with pytest.raises(Broken, match="a file was touched"):
        tried(rulesets, bytes([FILES.index("terms.yaml")]) + b"terms: [ ]")
    assert (rulesets._sound / "terms.yaml").read_bytes() == before


def test_an_input_that_takes_too_long_is_found(rulesets: Rulesets, monkeypatch: pytest.MonkeyPatch):
    def check(_: Path, __: str) -> tuple[None, list[Diagnostic]]:
        while True:
            pass

    monkeypatch.setattr(fuzzing, "checked", check)
    monkeypatch.setattr(fuzzing, "SECONDS_EACH", 1)
    fuzzing.limited_time()

    with pytest.raises(Broken, match="takes more than"):
        tried(rulesets, rulesets.seeds()[0])


def test_an_input_that_breaks_an_invariant_is_saved_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(fuzzing, "BUILD", tmp_path)
    monkeypatch.setattr(CaseProfile, "from_bytes", faulty(KeyError("x")))

    with pytest.raises(KeyError):
        run_seeded("profile", 5, 1)

    (saved,) = (tmp_path / "profile").iterdir()
    assert capsys.readouterr().err == f"{saved}\n"
    assert saved.read_bytes() == Profiles().seeds()[0]


def test_the_same_seed_gives_the_same_inputs():
    mutator = Mutator([b"a: {b: [1, 2]}", b"c: d\n"])

    def inputs(seed: int) -> list[bytes]:
        chosen = random.Random(seed)
        return [mutator.changed(b"a: {b: [1, 2]}", chosen) for _ in range(200)]

    assert inputs(1) == inputs(1)
    assert len(set(inputs(1))) > 100
    assert inputs(1) != inputs(2)


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="fuzzing with coverage needs atheris")
def test_fuzzing_with_coverage_as_the_guide_runs(tmp_path: Path):
    done = run_bounded("-m", "tests.fuzzing_by_coverage", "profile", "1", "1", str(tmp_path))

    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert b"stat::number_of_executed_units" in done.stderr
    assert list((tmp_path / "profile" / "corpus").iterdir())
