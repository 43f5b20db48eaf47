"""Fuzzing of everything that reads what others write: profiles, and every file of a ruleset folder.

`python -m tests.fuzzing --seconds 600` runs both targets one after the other, guided by coverage
where `atheris` is installed. What breaks an invariant is saved under `build/fuzz/TARGET/`; the seeds
are synthetic, so no such file holds anything of a case. `--target TARGET FILE` repeats one of them.

Whatever is given, a reader ends in success or in the library's own error, says nothing of a profile's
values, touches no file and stays within its bounds; what it accepts evaluates, with both matchers and
the reference agreeing.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final, Protocol

from protection_rules import CaseProfile, Engine, ProfileError
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.text_page import text_page
from protection_rules.facts.text import LANGUAGES
from protection_rules.limits import LONGEST_MESSAGE, MOST_FAULTS
from protection_rules.rulesets.codes import CODES
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.overlays import HEAD
from tests.broken_cases import sound_copy
from tests.conditions_as_yaml import ConditionWriter
from tests.generate import Generator
from tests.hostile_rulesets import FILES, OVERLAY, RULESET, faults_of, overlays_of
from tests.mutations import MARK, Mutator
from tests.profiles import random_profiles

ROOT: Final = Path(__file__).resolve().parents[1]
BUILD: Final = ROOT / "build" / "fuzz"
ALONE: Final = 128
READ: Final = "read"
"""What became of an input that is accepted."""
ACCEPTED: Final = 0.7
"""The share of inputs made of ones that were accepted."""
LONGEST: Final = 200_000
"""Bytes of one input."""
SECONDS_EACH: Final = 60
"""Of processor time that one input may take: far more than any takes, so that only a hang is found."""
MEMORY: Final = 4 << 30


class Broken(Exception):
    """An invariant does not hold."""


class Target(Protocol):
    """Something that reads bytes of others."""

    def seeds(self) -> list[bytes]:
        """Inputs to begin with."""

    def vary(self, data: bytes, chosen: random.Random) -> bytes:
        """The input with a few changes."""

    def run(self, data: bytes) -> str:
        """What became of an input; raises Broken where an invariant does not hold."""


# profiles


class Profiles:
    """A profile as a file."""

    def __init__(self) -> None:
        self._engine = Engine.load()
        self._mutator = Mutator(self.seeds())

    def seeds(self) -> list[bytes]:
        examples = [path.read_bytes() for path in sorted((ROOT / "examples").glob("*.yaml"))]
        made = [
            json.dumps(each, ensure_ascii=number % 2 == 0).encode()
            for number, each in enumerate(random_profiles(6, 1))
        ]
        return [*examples, *made, b"profile: 1\n", b"{}"]

    def vary(self, data: bytes, chosen: random.Random) -> bytes:
        return self._mutator.changed(data, chosen)[:LONGEST]

    def run(self, data: bytes) -> str:
        try:
            profile = CaseProfile.from_bytes(data)
        except ProfileError as error:
            self._check(error)
            return error.faults[0].message.en.partition(";")[0][:60]
        given = profile.to_mapping()
        if CaseProfile.from_mapping(given).to_mapping() != given:
            raise Broken("a profile does not come back from what it writes")
        assessment, book = self._engine.evaluate(profile), self._engine.book
        pages = f"{text_page(assessment, book, everything=True)}{markdown_page(assessment, book, 'ar')}"
        ids = {item["id"] for items in given.values() if isinstance(items, list) for item in items}
        if MARK in pages and not any(MARK in each for each in ids):
            raise Broken("a page holds what is no id")
        return READ

    def _check(self, error: ProfileError) -> None:
        told = "".join([str(error), error.report("ar"), repr(error), *traceback.format_exception(error)])
        if MARK in told:
            raise Broken("an error repeats what a profile holds")
        if error.__context__ is not None or error.__cause__ is not None:
            raise Broken("an error hangs on to another")
        if not 1 <= len(error.faults) <= MOST_FAULTS + 1:
            raise Broken("an error has no faults, or too many")
        if not all(
            fault.sentence(language).isprintable() for fault in error.faults for language in ("en", "ar")
        ):  # type: ignore[arg-type]
            raise Broken("an error has a character that cannot be seen")


# rulesets


class Rulesets:
    """One file of a ruleset folder: the first byte says which, the others are what stands in it.

    From ALONE on, it is a ruleset in a folder of its own, with the shared files of the package.
    """

    def __init__(self) -> None:
        self._given = tempfile.TemporaryDirectory()
        home = Path(self._given.name).resolve()
        self._sound, self._alone = sound_copy(home / "sound"), home / "alone"
        self._alone.mkdir()
        self._written = {path.name: path.read_bytes() for path in self._sound.iterdir()}
        self._profiles = [CaseProfile.from_mapping(each) for each in random_profiles(4, 2, most_items=3)]
        self._mutator = Mutator([seed[1:] for seed in self.seeds()], conditions=_conditions())
        _keep_shipped_documents()

    def seeds(self) -> list[bytes]:
        shipped = {path.name: path.read_bytes() for path in sorted((ROOT / "rulesets").glob("*.yaml"))}
        named = [(FILES.index(name), data) for name, data in self._written.items()]
        named += [(FILES.index(name) if name in FILES else ALONE, data) for name, data in shipped.items()]
        overlay = next((ROOT / "examples").glob(f"*/{HEAD}"))
        named.append((FILES.index(OVERLAY), overlay.read_bytes()))
        return [bytes([place]) + data for place, data in named if len(data) < LONGEST // 3]

    def vary(self, data: bytes, chosen: random.Random) -> bytes:
        kept = data[:1] if chosen.random() < 0.95 else bytes([chosen.randrange(256)])
        return (kept + self._mutator.changed(data[1:], chosen))[:LONGEST]

    def run(self, data: bytes) -> str:
        place = data[0] if data else 0
        folder = self._alone if place >= ALONE else self._sound
        name = RULESET if place >= ALONE else FILES[place % len(FILES)]
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data[1:])
        try:
            before = _standing(folder)
            book, faults = checked(folder, name)
            for fault in faults:
                self._check(fault)
            if len(faults) > MOST_FAULTS + 1:
                raise Broken("there are too many faults")
            if book is not None and not faults:
                self._evaluate(Engine(book))
            if _standing(folder) != before:
                raise Broken("a file was touched")
        finally:
            if folder is self._sound and name in self._written:
                (folder / name).write_bytes(self._written[name])
            else:
                (folder / name).unlink()
        return f"{name}: {', '.join(sorted({fault.code for fault in faults})) or READ}"

    def _check(self, fault: Diagnostic) -> None:
        if fault.code not in CODES or fault.line < 1 or fault.column < 1:
            raise Broken(f"a fault has no code or no place: {fault}")
        told = [fault.in_language(language).replace("\n", "") for language in LANGUAGES]
        longest = max(len(fault.message.in_language(language)) for language in LANGUAGES)
        if not all(map(str.isprintable, told)) or longest > LONGEST_MESSAGE:
            raise Broken("a fault is not told on a line that can be seen")

    def _evaluate(self, engine: Engine) -> None:
        for profile in self._profiles:
            assessment = engine.evaluate(profile)
            text_page(assessment, engine.book, everything=True)
            markdown_page(assessment, engine.book, "ar")
            assessment.to_json()
        for rule in engine.book.rules[:3]:
            engine.why_not(rule.id, self._profiles[0])


def checked(folder: Path, file: str) -> tuple[RuleBook | None, list[Diagnostic]]:
    """What is said of a folder, with its rule book if there is nothing against it."""
    faults = faults_of(folder, file)
    return None if faults else load_rules(folder, overlays_of(folder, file)), faults


def _standing(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def _conditions() -> list[str]:
    """Conditions of every construct as policy staff would write them."""
    generator, found = Generator(3), []
    for seed in range(60):
        writer = ConditionWriter(seed)
        text = writer.text(generator.condition(3, ("service",) if seed % 2 else ()))
        found.append(text.replace("a_term", "child"))
    return found


@cache
def _keep_shipped_documents() -> None:
    """Read what the package itself has once: it is not what is tried here, and most of the work."""
    from protection_rules.rulesets import checks, files, invariants, load, terminology  # noqa: PLC0415
    from protection_rules.rulesets.content import TERMINOLOGY, shipped_rulesets  # noqa: PLC0415

    opened, read_terminology = files.opened, terminology.read_terminology
    documents: dict[Path, Any] = {}
    terminologies: list[Any] = []

    def opened_once(path: Path, findings: Any, *hint: str) -> Any:
        if path.parent != shipped_rulesets():
            return opened(path, findings, *hint)
        if path not in documents:
            documents[path] = opened(path, findings, *hint)
        return documents[path]

    def read_terminology_once(folder: Path, findings: Any) -> Any:
        if files.stands(folder / TERMINOLOGY):
            return read_terminology(folder, findings)
        if not terminologies:
            terminologies.append(read_terminology(folder, findings))
        return terminologies[0]

    for module in (checks, load, invariants, terminology):
        vars(module).update(opened=opened_once, read_terminology=read_terminology_once)


# running


TARGETS: Final[dict[str, Callable[[], Target]]] = {"profile": Profiles, "ruleset": Rulesets}


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise Broken(f"an input takes more than {SECONDS_EACH} seconds")


def limited() -> None:
    """Keep this process from taking the machine down, whatever an input does."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, most))
    limited_time()


def limited_time() -> None:
    """Let an input that takes too long end in Broken."""
    signal.signal(signal.SIGPROF, _too_long)


def tried(target: Target, data: bytes) -> str:
    """What became of an input, within its time. Raises whatever no reader may end with."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS_EACH)
    try:
        return target.run(data)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def run_seeded(name: str, runs: int, seed: int) -> Counter[str]:
    """How many inputs ended how; the same for the same seed.

    What ends in a way not seen before is varied again; what is accepted, more often.
    """
    target, chosen = TARGETS[name](), random.Random(seed)
    seeds = target.seeds()
    pool, accepted = list(seeds), seeds[:1]
    outcomes: Counter[str] = Counter()
    for number in range(runs):
        chosen_from = accepted if chosen.random() < ACCEPTED else pool
        data = seeds[number] if number < len(seeds) else target.vary(chosen.choice(chosen_from), chosen)
        try:
            became = tried(target, data)
        except BaseException:
            sys.stderr.write(f"{save(name, data)}\n")
            raise
        outcomes[became] += 1
        if outcomes[became] == 1:
            pool.append(data)
        if became.endswith(READ):
            accepted.append(data)
    return outcomes


def save(name: str, data: bytes) -> Path:
    """Keep an input that breaks an invariant; it is synthetic."""
    path = BUILD / name / f"broken-{hashlib.sha256(data).hexdigest()[:16]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> int:
    """Fuzz for some time, or repeat inputs."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--target", choices=TARGETS, help="one target; all of them otherwise")
    parser.add_argument("--seconds", type=int, default=600, help="how long, for all targets together")
    parser.add_argument("--runs", type=int, help="so many inputs from a seed instead, without coverage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=Path, help="inputs to repeat, each for the target")
    call = parser.parse_args()
    limited()
    names = [call.target] if call.target else list(TARGETS)
    for path in call.files:
        sys.stdout.write(f"{path}: {tried(TARGETS[names[0]](), path.read_bytes())}\n")
    if call.files:
        return 0
    if call.runs:
        for name in names:
            sys.stdout.write(json.dumps(run_seeded(name, call.runs, call.seed)) + "\n")
        return 0
    guided = importlib.util.find_spec("atheris") is not None
    codes = [
        (_guided if guided else _unguided)(name, max(1, call.seconds // len(names)), call.seed)
        for name in names
    ]
    return max(codes)


def _guided(name: str, seconds: int, seed: int) -> int:
    words = [sys.executable, "-m", "tests.fuzzing_by_coverage", name, str(seconds), str(seed), str(BUILD)]
    return subprocess.run(words, cwd=ROOT, check=False).returncode


def _unguided(name: str, seconds: int, seed: int) -> int:
    sys.stdout.write("atheris is not installed: fuzzing without coverage as the guide\n")
    end, outcomes = time.monotonic() + seconds, Counter[str]()
    while time.monotonic() < end:
        outcomes += run_seeded(name, 500, seed)
        seed += 1
    sys.stdout.write(f"{name}: {outcomes.total()} inputs\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
