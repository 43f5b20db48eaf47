"""Caseloads: whole files of cases screened at once. Needs the extra `protection-rules[caseload]`."""

from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.lines import written_out
from protection_rules.caseload.partitions import Partitions
from protection_rules.caseload.screener import Screened, Screener
from protection_rules.caseload.summary import counts_summary

__all__ = ["CaseloadError", "Partitions", "Screened", "Screener", "counts_summary", "written_out"]
