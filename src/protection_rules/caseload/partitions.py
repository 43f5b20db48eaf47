"""Screening partition by partition, on an engine that spreads a caseload over many machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, assert_never

import polars as pl
import pyarrow as pa

from protection_rules.caseload.columns import CASE_COLUMN
from protection_rules.caseload.counts import counts_table
from protection_rules.caseload.lines import per_case, written_out, written_out_type
from protection_rules.caseload.pointers import reference_type
from protection_rules.caseload.screener import Screened, Screener
from protection_rules.containment import contained

PartitionForm = Literal["lines", "cases", "faults", "counts"]
"""What comes of a partition.

`lines` and `cases`: a row for each line, or for each case with its lines as a list. `faults`: the
faults of rows that were not screened, with the host's reference. `counts`: in how many cases each
thing is said, as if there were no rules marked `reveals`; to be added up, and not for release.
"""

_FAULTS: Final = pa.schema(
    [("row", pa.int64()), ("place", pa.string()), ("en", pa.string()), ("ar", pa.string())]
)


class Partitions:
    """What is done with each partition of a caseload; may be pickled.

    The result is what `Screener` gives on one machine, without dictionaries, which many engines do
    not have. Rows count within their partition, so point to cases by `case`. An error holds nothing
    of a case, nor does anything else that an engine could write into a log.
    """

    def __init__(self, screener: Screener, form: PartitionForm = "lines") -> None:
        """Screen with a screener, whose lists beside the caseload go along to every machine."""
        self._screener = screener.without_revealing() if form == "counts" else screener
        self._form: PartitionForm = form

    def schema(self, cases: pa.Schema) -> pa.Schema:
        """The columns of the result; raises CaseloadError for columns that cannot be screened."""
        nothing = self._screener.screen(cases.empty_table())
        return next(self._parts(nothing, [nothing.lines()])).schema

    def screen_batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """A partition that comes batch by batch, in memory that does not grow with it."""
        for screened in self._screener.stream_batches(batches):
            with contained():
                for part in self._parts(screened, screened.parts()):
                    yield from part.to_batches()

    def screen_table(self, cases: pa.Table) -> pa.Table:
        """A partition that fits into memory."""
        return pa.Table.from_batches(self.screen_batches(cases.to_batches()), self.schema(cases.schema))

    def _parts(self, screened: Screened, lines: Iterable[pa.Table]) -> Iterator[pa.Table]:
        match self._form:
            case "lines":
                yield from map(written_out, lines)
            case "cases":
                yield from (written_out(per_case(some)) for some in lines)
            case "faults":
                yield _faults(screened)
            case "counts":
                yield counts_table(screened.counts())
            case _:
                assert_never(self._form)

    def __repr__(self) -> str:
        return f"<Partitions: {self._form}>"


def _faults(screened: Screened) -> pa.Table:
    """The faults of rows, with the host's references to their cases."""
    faults = screened.faults.cast(_FAULTS)
    if screened.forms.case is None:
        return faults
    kind = written_out_type(reference_type(screened.forms.case))
    references = pa.nulls(0, kind)
    given = [found.cases for found in screened.found if found.cases is not None]
    if given:
        rows = pl.Series(pl.from_arrow(faults["row"])) - screened.found[0].first_row
        references = pl.concat(given)[rows].to_arrow().cast(kind)
    return faults.add_column(1, CASE_COLUMN, references)
