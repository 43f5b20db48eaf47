"""From when until when something is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from protection_rules.documents import Document, Scalar
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.diagnostics import Findings, shown


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which something is in force: from the first to the last, both included; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def dated(self) -> bool:
        """Whether it begins or ends on some day."""
        return self.first is not None or self.last is not None

    def covers(self, day: date) -> bool:
        """Whether a day is one of its days."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Period()
"""In force on every day."""


def read_period(document: Document, findings: Findings) -> Period:
    """The period that `from` and `until` of a document of sound form state."""
    first, last = (_day(document, name, findings) for name in ("from", "until"))
    if first is not None and last is not None and last < first and isinstance(document, DocumentMapping):
        span = (document.get("until") or document).span
        findings.add(span, "wrong-dates", "order")
        return ALWAYS
    return Period(first, last)


def _day(document: Document, name: str, findings: Findings) -> date | None:
    written = document.get(name) if isinstance(document, DocumentMapping) else None
    if not isinstance(written, Scalar):
        return None
    try:
        return date.fromisoformat(str(written.value))
    except ValueError:
        findings.add(written.span, "wrong-dates", "day", day=shown(written.value))
        return None
