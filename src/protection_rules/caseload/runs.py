"""A caseload in a file screened part by part, so that a screening that was cut off can be taken up again.

Parts are kept in a folder beside the output until all of them are done. The folder says which
rulesets and which input they are of; under others it is not taken up.
"""

from __future__ import annotations

import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from protection_rules._version import __version__
from protection_rules.advice.phrases import phrase
from protection_rules.caseload.counts import NOTHING, Counts, Said
from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.files import CaseFile, Piece, digest, no_rows
from protection_rules.caseload.lines import per_case
from protection_rules.caseload.screener import Screened, Screener
from protection_rules.facts.text import Language
from protection_rules.facts.vocabulary import FactEntry
from protection_rules.rulesets.model import Overlay, RuleBook, Ruleset

Form = Literal["lines", "cases"]
"""One row of the result for each line, or one for each case with its lines as a list."""

CASES_OF_A_PART: Final = 131_072
_MANIFEST: Final = "manifest.json"
_OF_A_PART: Final = re.compile(r"[0-9]{6,}\.[a-z.]+")
_PERMISSIONS: Final = 0o700
_PARQUET: Final = {"compression": "zstd", "write_statistics": ["row"]}
"""Statistics of the other columns would take as long as all the rest, and tell a reader nothing."""
_PARTS_OF_A_GROUP: Final = 4
_IN_PARTS: Final = pa.ipc.IpcWriteOptions(compression="zstd")
"""Parts are as small as the result, and quicker to write and to read than parts of its form."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a screening: so many cases, so many of them screened, and what was found how often."""

    cases: int
    screened: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be screened, and where the result and the faults go."""

    cases: CaseFile
    beside: tuple[Path, ...]
    output: Path
    faults: Path | None
    form: Form
    language: Language
    cases_of_a_part: int = CASES_OF_A_PART


class Run:
    """One screening of a file. Made anew, or taken up where it was cut off."""

    def __init__(self, screener: Screener, counter: Screener, book: RuleBook, task: Task) -> None:
        """Nothing is written yet. What `counter` finds is counted, what `screener` finds is written."""
        self._screener = screener
        self._counter = counter
        self._book = book
        self._task = task
        self._folder = task.output.with_name(f"{task.output.name}.parts")

    def start(self, *, resume: bool) -> None:
        """Make the folder for the parts, or with `resume` take up one that is there.

        Raises CaseloadError where a folder is there that is not to be taken up, or is of other
        rulesets, another input or another way to screen it.
        """
        manifest = self._manifest()
        there = self._folder / _MANIFEST
        try:
            self._folder.mkdir(mode=_PERMISSIONS)
        except FileExistsError:
            if not there.exists():
                self._clear()
            elif not resume:
                raise CaseloadError([phrase("screen.unfinished", folder=self._folder.name)]) from None
            elif json.loads(there.read_text(encoding="utf-8")) != manifest:
                raise CaseloadError([phrase("screen.other_run", folder=self._folder.name)]) from None
        except OSError:
            raise CaseloadError([phrase("screen.no_folder")]) from None
        write_beside(there, lambda path: path.write_text(json.dumps(manifest), encoding="utf-8"))

    def _clear(self) -> None:
        """Delete every part, and then what says of what they are parts."""
        whole = f"{self._task.output.name}.new"
        for path in [*self._folder.iterdir()]:
            if path.name == whole or _OF_A_PART.fullmatch(path.name):
                path.unlink()
        (self._folder / _MANIFEST).unlink(missing_ok=True)

    def _manifest(self) -> dict[str, Any]:
        files = [self._task.cases.path, *self._task.beside]
        return {
            "screening": 1,
            "library": __version__,
            "rulesets": {
                ruleset.id: [ruleset.digest, *ruleset.not_in_force] for ruleset in self._book.rulesets
            },
            "overlays": [[overlay.id, overlay.digest] for overlay in self._book.overlays],
            "as_of": self._day(),
            "local_facts": {name: _form(fact) for name, fact in self._book.vocabulary.local.items()},
            "inputs": [{"bytes": file.stat().st_size, "digest": digest(file)} for file in files],
            "form": self._task.form,
            "cases_of_a_part": self._task.cases_of_a_part,
        }

    def parts(self) -> Iterator[int]:
        """Screen what is not screened yet; after each part, the number of its cases."""
        first_row = 1
        for number, piece in self._pieces():
            if not self._path(number, "json").exists():
                counts = self._counter.screen_batch(piece.batch, first_row, piece.faults).counts()
                self._keep(number, self._screener.screen_batch(piece.batch, first_row, piece.faults), counts)
            first_row += piece.batch.num_rows
            yield piece.batch.num_rows

    def _pieces(self) -> Iterator[tuple[int, Piece]]:
        """The pieces of the file by number; one without a case, where there are none."""
        number = -1
        for number, piece in enumerate(self._task.cases.pieces(self._task.cases_of_a_part)):
            yield number, piece
        if number < 0:
            yield 0, no_rows(self._task.cases.schema)

    def _path(self, number: int, ending: str) -> Path:
        return self._folder / f"{number:06}.{ending}"

    def _keep(self, number: int, screened: Screened, counts: Counts) -> None:
        """One part; it counts as there once its numbers are, which are written last."""
        write_beside(self._path(number, "arrow"), lambda path: self._write_lines(path, screened))
        write_beside(self._path(number, "faults.parquet"), lambda path: pq.write_table(screened.faults, path))
        numbers = _plain(Done(screened.cases, screened.screened, counts))
        write_beside(self._path(number, "json"), lambda path: path.write_text(numbers, encoding="utf-8"))

    def _write_lines(self, path: Path, screened: Screened) -> None:
        formed = per_case if self._task.form == "cases" else _as_it_is
        tables = (formed(part) for part in _groups(screened.parts()))
        first = next(tables, None) or formed(screened.lines())
        with pa.ipc.new_stream(path, self._described(first.schema), options=_IN_PARTS) as writer:
            for table in itertools.chain([first], tables):
                writer.write_table(table)

    def _described(self, schema: pa.Schema) -> pa.Schema:
        """The schema with what the result rests on, for whoever opens the file one day."""
        said = {
            "library": __version__,
            "rulesets": [_versioned(ruleset) for ruleset in self._book.rulesets],
            "overlays": [_versioned(overlay) for overlay in self._book.overlays],
            "as_of": self._day(),
            "form": self._task.form,
        }
        return schema.with_metadata({"protection_rules": json.dumps(said)})

    def _day(self) -> str | None:
        """The day that decided which rules are in force, where any begin or end."""
        return None if self._book.as_of is None else self._book.as_of.isoformat()

    def finish(self, also: Callable[[Done], object]) -> Done:
        """Put the parts together beside their places, then move them there, and clear up.

        `also` is done with what came of it before the folder of parts is gone.
        """
        numbers = sorted(int(path.stem) for path in self._folder.glob("*.json") if path.name != _MANIFEST)
        said = [_read_numbers(self._path(number, "json")) for number in numbers]
        # until it is whole, the result is nowhere but among the parts
        write_beside(self._task.output, lambda path: self._join(path, numbers), self._folder)
        if self._task.faults is not None:
            write_beside(self._task.faults, lambda path: self._join_faults(path, numbers))
        done = Done(
            sum(each.cases for each in said),
            sum(each.screened for each in said),
            sum((each.counts for each in said), NOTHING),
        )
        also(done)
        self._clear()
        # what somebody else put there is theirs
        with suppress(OSError):
            self._folder.rmdir()
        return done

    def _join(self, path: Path, numbers: list[int]) -> None:
        with ExitStack() as open_files:
            writer: pq.ParquetWriter | None = None
            for number in numbers:
                with pa.OSFile(str(self._path(number, "arrow"))) as file, pa.ipc.open_stream(file) as part:
                    if writer is None:
                        writer = open_files.enter_context(pq.ParquetWriter(path, part.schema, **_PARQUET))
                    for batch in part:
                        writer.write_batch(batch)

    def _join_faults(self, path: Path, numbers: list[int]) -> None:
        language = self._task.language
        with path.open("wb") as file:
            for number in numbers:
                faults = pl.read_parquet(self._path(number, "faults.parquet"))
                told = faults.select("row", "place", pl.col(language).alias("expected"))
                told.write_csv(file, include_header=number == numbers[0])


def _versioned(part: Ruleset | Overlay) -> dict[str, str]:
    return {"id": part.id, "version": part.version, "digest": part.digest}


def _form(fact: FactEntry) -> list[str | int]:
    """What of a fact decides how its cells are read, and which of them are faulty."""
    return [fact.kind, *fact.codes, *fact.markers, fact.attributes.minimum, fact.attributes.maximum]


def _groups(parts: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same lines in fewer tables, each in one piece, which becomes a group of rows of the result."""
    while some := list(itertools.islice(parts, _PARTS_OF_A_GROUP)):
        yield pa.concat_tables(some).combine_chunks()


def _as_it_is(lines: pa.Table) -> pa.Table:
    return lines


def _plain(done: Done) -> str:
    counts = [[*said, number] for said, number in done.counts.cases.items()]
    return json.dumps({"cases": done.cases, "screened": done.screened, "counts": counts})


def _read_numbers(path: Path) -> Done:
    numbers = json.loads(path.read_text(encoding="utf-8"))
    counts = Counter({Said(*said): number for *said, number in numbers["counts"]})
    return Done(numbers["cases"], numbers["screened"], Counts(counts, numbers["screened"]))


def write_beside(path: Path, write: Callable[[Path], object], folder: Path | None = None) -> None:
    """Write a file beside its place and move it there, so that it is never there in part.

    It is written into `folder`, where one is given, which is to be on the same disk.
    """
    beside = (folder or path.parent) / f"{path.name}.new"
    write(beside)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)
