"""Caseloads in files: Parquet, CSV, or profiles as JSON, one a line; read in little memory."""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from protection_rules.advice.phrases import phrase
from protection_rules.caseload.arrow import nothing
from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.faults import FAULT_SCHEMA
from protection_rules.caseload.profiles import profile_columns, read_lines
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.limits import LARGEST_DOCUMENT

_BLOCK: Final = 1 << 24
"""Bytes of a CSV file that are read at a time."""
_ITEMS: Final = 1 << 20
"""Listed items that are read at a time."""
_DELIMITERS: Final = (",", ";", "\t")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """Some rows of a file. `faults` has those found while reading, with rows counted from 0."""

    batch: pa.RecordBatch
    faults: pl.DataFrame

    def __repr__(self) -> str:
        return f"<Piece: {self.batch.num_rows} rows>"


def no_rows(schema: pa.Schema) -> Piece:
    """A piece of a file without rows."""
    return Piece(
        pa.RecordBatch.from_arrays([nothing(field.type) for field in schema], schema=schema),
        FAULT_SCHEMA.to_frame(),
    )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A caseload in a file, with the number of its cases where the file says it."""

    path: Path
    cases: int | None
    schema: pa.Schema
    _pieces: Callable[[int], Iterator[Piece]]

    def pieces(self, rows: int) -> Iterator[Piece]:
        """The file in pieces of so many rows, of fewer at the end; the same ones every time."""
        pieces = self._pieces(rows)
        while (piece := _read(lambda: next(pieces, None))) is not None:
            yield piece


def open_cases(path: Path, vocabulary: Vocabulary) -> CaseFile:
    """A caseload by its file's ending; raises CaseloadError for a file that cannot be read.

    `vocabulary` has the facts that profiles as JSON may give; in other files they are columns.
    """
    match path.suffix.lower():
        case ".parquet" | ".csv":
            return _open_table(path)
        case ".jsonl" | ".ndjson":
            return CaseFile(
                path, None, profile_columns(vocabulary), lambda rows: _json_pieces(path, rows, vocabulary)
            )
        case _:
            raise CaseloadError([phrase("caseload.ending")])


def read_table(path: Path) -> pa.Table:
    """A table of listed items in a Parquet or CSV file; raises CaseloadError."""
    if path.suffix.lower() not in {".parquet", ".csv"}:
        raise CaseloadError([phrase("caseload.table_ending")])
    found = _open_table(path)
    return pa.Table.from_batches([piece.batch for piece in found.pieces(_ITEMS)], found.schema)


def _open_table(path: Path) -> CaseFile:
    form = _parquet if path.suffix.lower() == ".parquet" else _csv
    return _read(lambda: form(path))


def digest(path: Path) -> str:
    """What tells a file's content from any other; raises CaseloadError."""
    return _read(lambda: _digest(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _read(reading: Callable[[], T]) -> T:
    """What is read; where that fails, an error without the words of a library, which can hold a cell."""
    with suppress(OSError, ValueError, csv.Error, pa.ArrowException, pl.exceptions.PolarsError):
        return reading()
    raise CaseloadError([phrase("caseload.unreadable")])


def _parquet(path: Path) -> CaseFile:
    plain = pq.ParquetFile(path)
    # text that the file writes once and points at is left like that
    texts = [
        field.name for field in plain.schema_arrow if field.name != "case" and _is_plain_text(field.type)
    ]
    file = pq.ParquetFile(path, read_dictionary=texts)

    # text inside of structures that is pointed at cannot be read across groups, which have words of their own
    apart = any(_points_inside(field.type) for field in file.schema_arrow)
    groups = [[number] for number in range(file.num_row_groups)] if apart else [None]

    def pieces(rows: int) -> Iterator[Piece]:
        for group in groups:
            for batch in file.iter_batches(batch_size=rows, row_groups=group):
                yield Piece(batch, FAULT_SCHEMA.to_frame())

    return CaseFile(path, file.metadata.num_rows, file.schema_arrow, pieces)


def _points_inside(kind: pa.DataType) -> bool:
    """Whether there are dictionaries inside of structures or lists of this type."""
    inside = [kind.field(number).type for number in range(kind.num_fields)]
    return any(pa.types.is_dictionary(each) or _points_inside(each) for each in inside)


def _is_plain_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _csv(path: Path) -> CaseFile:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(_BLOCK)
    delimiter = max(_DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter))
    pointed_at = pa.dictionary(pa.int32(), pa.string())
    types = {name: pa.string() if name == "case" else pointed_at for name in names}
    schema = pa.schema([(name, types[name]) for name in names])

    def pieces(rows: int) -> Iterator[Piece]:
        reader = pyarrow.csv.open_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=types,
                strings_can_be_null=True,
                null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )
        for batch in reader:
            for start in range(0, batch.num_rows, rows):
                yield Piece(batch.slice(start, rows), FAULT_SCHEMA.to_frame())

    return CaseFile(path, None, schema, pieces)


def _json_pieces(path: Path, rows: int, vocabulary: Vocabulary) -> Iterator[Piece]:
    with path.open("rb") as file:
        lines = _lines(file)
        while some := list(itertools.islice(lines, rows)):
            read = read_lines(some, vocabulary)
            found = [(row, fault.place, fault.message.en, fault.message.ar) for row, fault in read.faults]
            yield Piece(read.batch(), pl.DataFrame(found, schema=FAULT_SCHEMA, orient="row"))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only so much that this can be told."""
    while line := file.readline(LARGEST_DOCUMENT + 1):
        yield line
        while len(line) > LARGEST_DOCUMENT and not line.endswith(b"\n"):
            line = file.readline(LARGEST_DOCUMENT + 1)
