"""Caseloads: whole files of cases screened at once. Needs the extra `protection-rules[caseload]`."""

from protection_rules.caseload.errors import CaseloadError
from protection_rules.caseload.lines import written_out
from protection_rules.caseload.screener import Screened, Screener

__all__ = ["CaseloadError", "Screened", "Screener", "written_out"]
