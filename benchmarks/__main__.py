"""Everything that is said of speed, measured in one run beside the quickest engines there are.

    python -m benchmarks [--rounds 3] [--quick] [--pages docs]

Every measurement runs in a process of its own, in turns, `rounds` times; medians are told. What an
engine finds is compared with the reference evaluation before it is timed. With `--pages`, the results
are written there as performance.md, performance.ar.md and performance.svg.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Final

from benchmarks.caseload import child
from benchmarks.json_logic import as_data
from benchmarks.peers import PEERS, WITH_LISTS, Data, Found, installed
from benchmarks.random_cases import comparison_book, random_cases
from benchmarks.session import measured
from benchmarks.stages import shares, starting
from benchmarks.tables import write_pages

from protection_rules import CaseProfile, Engine
from protection_rules.advice.outcomes import Readings, subjects
from protection_rules.facts.case import Case
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.truth import Truth, evaluate
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import LoweredRule, Match, Matcher, lower_rules
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook

RULES: Final = (60, 200, 600)
"""Sizes of the random workload."""
OWN: Final = "own"
"""The workload of the rules of the package."""
OURS: Final[Mapping[str, Callable[[tuple[LoweredRule, ...]], CompiledMatcher | DurableMatcher]]] = {
    "compiled": CompiledMatcher,
    "durable": lambda rules: DurableMatcher(rules, VOCABULARY),
}
CHECKED: Final = 40
"""Cases on which an engine is compared with the reference."""
MILLION: Final = 1_000_000
EXAMPLE: Final = Path(__file__).parent.parent / "examples" / "gate-at-midnight.yaml"
"""The profile of a cold start."""


def book_of(workload: str) -> RuleBook:
    """The rules of a workload: a number of random ones, or those of the package."""
    return load_rules() if workload == OWN else comparison_book(int(workload))


def reference(book: RuleBook, case: Case) -> Found:
    """What holds by the reference evaluation."""
    readings = Readings(case)
    found: Found = set()
    for rule in book.rules:
        for number, subject in enumerate(subjects(rule, case)):
            truth = evaluate(rule.condition, readings.of(rule, subject))
            if truth is not Truth.FALSE:
                found.add((rule.id, number if ":" in subject else -1, truth is Truth.TRUE))
    return found


def ours(matcher: Matcher, case: Case) -> Found:
    """What a matcher of the library finds, in the same form."""
    return {(match.rule, _number(match, case), match.certain) for match in matcher.match(case)}


def _number(match: Match, case: Case) -> int:
    section, _, identifier = match.subject.partition(":")
    if not identifier:
        return -1
    return [item.id for item in case.items[section] or ()].index(identifier)


# one measurement in a process of its own


def matching(name: str, workload: str, count: int) -> dict[str, float]:
    """Microseconds for one case, milliseconds to load the conditions, and the memory they take."""
    book, cases = book_of(workload), random_cases(count, seed=11)
    wanted = [reference(book, case) for case in cases[:CHECKED]]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    rules = lower_rules(book.rules, book.vocabulary)
    lowered = time.process_time() - began
    given: Sequence[Any]
    match: Callable[[Any], object]
    if name in OURS:
        began = time.process_time()
        matcher = OURS[name](rules)
        load = lowered + time.process_time() - began
        found = [ours(matcher, case) for case in cases[:CHECKED]]
        given, match = cases, matcher.match
    else:
        data: list[Data] = [as_data(case, lists=workload == OWN) for case in cases]
        began = time.process_time()
        peer = PEERS[name][1](rules)
        load = lowered + time.process_time() - began
        found = [peer(each) for each in data[:CHECKED]]
        given, match = data, peer
    if found != wanted:
        raise SystemExit(f"{name} does not find what the reference finds; nothing can be compared")
    taken = [_seconds(lambda: [match(each) for each in given]) for _ in range(5)]
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"us": 1e6 * min(taken) / count, "load_ms": 1e3 * load, "memory": memory}


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def whole(count: int) -> dict[str, float]:
    """Microseconds for everything an evaluation does, and for parts of it; milliseconds to load."""
    began = time.process_time()
    engine = Engine.load()
    found: dict[str, list[float]] = {"load_ms": [1e3 * (time.process_time() - began)]}
    profiles = [CaseProfile.from_mapping(_profile(case)) for case in random_cases(count, seed=5)]
    rules = lower_rules(engine.book.rules, VOCABULARY)
    compiled, durable = CompiledMatcher(rules), DurableMatcher(rules, VOCABULARY)
    work: dict[str, Callable[[CaseProfile], object]] = {
        "compiled": lambda profile: compiled.match(profile.case),
        "durable": lambda profile: durable.match(profile.case),
        "evaluate_once": lambda profile: engine.evaluate(profile, cross_check=False),
        "evaluate": engine.evaluate,
    }
    for profile, (name, do) in product(profiles, work.items()):
        do(profile)
        found.setdefault(name, []).append(
            1e6 * statistics.median(_seconds(lambda do=do, profile=profile: do(profile)) for _ in range(5))
        )
    updates = measured(engine, 0.3, max(2, count // 20), 20, 1)
    found["update"] = [1e3 * updates["whole"]["update_ms"]]
    found["update_ratio"] = [updates["whole"]["ratio"]]
    found["match_update"] = [1e3 * updates["match"]["update_ms"]]
    found["match_update_ratio"] = [updates["match"]["ratio"]]
    parts = shares(lambda: [engine.evaluate(profile) for profile in profiles], seconds=count / 10)
    found |= {f"share_{part}": [share] for part, share in parts.items()}
    return {name: statistics.median(values) for name, values in found.items()}


def _profile(case: Case) -> dict[str, Any]:
    """A case as a profile in plain data."""

    def written(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            path.partition(".")[2]: (sorted(value) or ["none"]) if isinstance(value, frozenset) else value
            for path, value in facts.items()
            if value != frozenset({"unknown"})
        }

    sections: dict[str, dict[str, Any]] = {}
    for path, value in written_paths(case.facts, written):
        sections.setdefault(path, {}).update(value)
    lists = {
        section: [{"id": item.id} | written(item.facts) for item in items or ()]
        for section, items in case.items.items()
    }
    return {"profile": 1, **sections, **lists}


def written_paths(
    facts: Mapping[str, Any], written: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> Iterable[tuple[str, dict[str, Any]]]:
    """The facts of each section, written."""
    for section in dict.fromkeys(path.partition(".")[0] for path in facts):
        yield (
            section,
            written({path: value for path, value in facts.items() if path.startswith(f"{section}.")}),
        )


def start(rounds: int) -> dict[str, float]:
    """Milliseconds of processor time of a program from a cold shell, by what it does."""
    programs = {
        "pydantic_ms": ["-c", "import pydantic"],
        "import_ms": ["-c", "from protection_rules import Engine"],
        "cli_ms": ["-m", "protection_rules", "evaluate", str(EXAMPLE)],
    }
    # as after an installation, with modules that are compiled already
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds + 1):
        for name, words in programs.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, env=environment, check=True)  # noqa: S603  # our own
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    # the first time, files are read and compiled
    return {name: 1e3 * statistics.median(each[1:]) for name, each in taken.items()}


# the whole run


def run(rounds: int, *, quick: bool = False) -> dict[str, Any]:
    """Everything, as medians: by workload and engine, for the library alone, for caseloads."""
    sizes = RULES[:1] if quick else RULES
    count = 60 if quick else 300
    jobs = [(name, str(size)) for size in sizes for name in (*OURS, *installed())]
    jobs += [(name, OWN) for name in (*OURS, *(each for each in installed() if each in WITH_LISTS))]
    taken: dict[tuple[str, str], list[dict[str, float]]] = {job: [] for job in jobs}
    wholes: list[dict[str, float]] = []
    for _ in range(rounds):
        for job in jobs:
            taken[job].append(_child("--matching", *job, str(count)))
        wholes.append(_child("--whole", "10" if quick else "60"))
    caseload_size = 10_000 if quick else MILLION
    return {
        "matching": {
            workload: {name: _medians(taken[name, at]) for name, at in jobs if at == workload}
            for workload in dict.fromkeys(at for _, at in jobs)
        },
        "whole": _medians(wholes) | start(rounds if quick else 7),
        "starting": starting(EXAMPLE, rounds if quick else 7),
        "caseload": {
            form: child("the rules of the package", caseload_size, form)["cpu"] * MILLION / caseload_size
            for form in ("columns", "lines")
        },
    }


def _medians(measurements: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in measurements) for name in measurements[0]}


def _child(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603  # our own words
    return dict(json.loads(done.stdout))


def main() -> None:
    """Measure; print the results as JSON, and write the pages that are asked for."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--quick", action="store_true", help="fewer rules and cases, to try it out")
    options.add_argument("--pages", type=Path, help="the folder to write the pages to")
    options.add_argument("--matching", nargs=3, help=argparse.SUPPRESS)
    options.add_argument("--whole", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.matching:
        name, workload, count = given.matching
        print(json.dumps(matching(name, workload, int(count))))
    elif given.whole:
        print(json.dumps(whole(given.whole)))
    else:
        results = run(given.rounds, quick=given.quick)
        print(json.dumps(results, indent=2))
        if given.pages:
            write_pages(results, given.pages)


if __name__ == "__main__":
    main()
