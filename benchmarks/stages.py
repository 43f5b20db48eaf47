"""Where the time of an evaluation and of a cold start goes.

An evaluation is looked at from outside, at even steps of processor time, so that looking changes
nothing; what stands deepest in it then is what the step is counted for. A cold start is divided by
what Python has done by then.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

STEP: Final = 0.001
"""Seconds of processor time between two looks."""
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "working_memory": (
        "matchers/durable.py",
        "matchers/store.py",
        "matchers/disjuncts.py",
        "matchers/turns.py",
    ),
    "generated": ("matchers/compiled.py", "<rules>"),
    "conditions": ("logic/", "advice/outcomes.py"),
    "words": ("advice/reasons.py", "advice/wording.py"),
    "questions": ("advice/questions.py",),
    "precedence": ("advice/precedence.py", "advice/bars.py", "advice/options.py"),
    "lines": ("advice/views.py", "advice/clearance.py", "advice/outputs.py"),
}
"""Parts of an evaluation by the ends of the paths of their modules, a folder by its name.

The lines of audiences are matched and settled by modules of other parts too, so that they are looked
for from the outside in.
"""
REST: Final = "rest"
STAGES: Final = ("python", "pydantic", "others", "modules", "rules", "advice")
"""What a cold start does, one after another."""
_STARTING: Final = """
import json, sys, time
taken = [time.process_time()]
def done():
    taken.append(time.process_time())
from pydantic import BaseModel; done()
import durable_rules_engine, ruamel.yaml, typer; done()
import protection_rules.cli.cases, protection_rules.engine; done()
engine = protection_rules.engine.Engine.load(); done()
from protection_rules import CaseProfile
page = engine.evaluate(CaseProfile.from_file(sys.argv[1])).for_audience("case_worker", "en").to_text(); done()
print(json.dumps([1e3 * (one - before) for before, one in zip([0, *taken], taken)]))
"""


def shares(work: Callable[[], object], seconds: float) -> dict[str, float]:
    """The share of each part in work that is done again and again for some seconds of processor time."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[_part(frame)] += 1

    handler = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, STEP, STEP)
    began = time.process_time()
    try:
        while time.process_time() - began < seconds:
            work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
    return {part: seen[part] / seen.total() for part in (*PARTS, REST)}


def _part(frame: FrameType | None) -> str:
    """The part that stands deepest, or the lines of audiences where they are further out."""
    found = REST
    while frame is not None:
        part = _of_file(frame.f_code.co_filename)
        if part == "lines" or (found == REST and part != REST):
            found = part
        frame = frame.f_back
    return found


def _of_file(path: str) -> str:
    place = path.rpartition("protection_rules/")[2]
    for part, ends in PARTS.items():
        if any(place == end or (end.endswith("/") and place.startswith(end)) for end in ends):
            return part
    return REST


def starting(example: Path, rounds: int) -> dict[str, float]:
    """Milliseconds of processor time that each stage of a cold start takes, medians of the rounds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    program = [sys.executable, "-c", _STARTING, str(example)]
    taken: list[Sequence[float]] = []
    # the first time, files are read and compiled
    for _ in range(rounds + 1):
        done = subprocess.run(program, stdout=subprocess.PIPE, env=environment, check=True)  # noqa: S603  # our own
        taken.append(json.loads(done.stdout))
    return {
        name: statistics.median(each) for name, each in zip(STAGES, zip(*taken[1:], strict=True), strict=True)
    }
