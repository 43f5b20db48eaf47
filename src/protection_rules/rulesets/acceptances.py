"""Signing off what protects less: who accepts which finding of a comparison, when, and why.

A sign-off names the id of a finding, which stands for exactly one difference. It lapses when that
difference changes, since the finding then has another id.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, cast

from protection_rules.documents import Mapping, Scalar, Sequence, Span
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.diagnostics import Diagnostic, Findings, TooManyFaultsError, nearest, shown
from protection_rules.rulesets.files import opened
from protection_rules.rulesets.schemas import (
    DATE,
    LONGEST_LABEL,
    LONGEST_TEXT,
    Schema,
    _document,
    _identified,
    _list,
    _object,
)
from protection_rules.rulesets.shape import check_shape

FINDING_ID: Final = r"^(less|more)(\.[A-Za-z0-9_-]+){2,4}\.[0-9a-f]{12}$"

_KIND: Final[Schema] = {"type": "object", "required": ["accepted"], "properties": {}}
"""What tells a file of sign-offs from any other."""

Standing = Literal["holds", "lapsed", "unknown"]
"""Whether the finding that a sign-off names is there, is there with another difference, or is not there."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding that somebody accepts."""

    finding: str
    name: str
    date: date
    reason: str
    span: Span

    def standing(self, findings: Iterable[str]) -> Standing:
        """What the sign-off is worth where these findings are there."""
        known = set(findings)
        if self.finding in known:
            return "holds"
        return "lapsed" if _topic(self.finding) in map(_topic, known) else "unknown"

    def meant(self, findings: Iterable[str]) -> str | None:
        """The finding that a sign-off which does not hold is most likely meant for."""
        known = list(findings)
        same = [each for each in known if _topic(each) == _topic(self.finding)]
        return same[0] if same else nearest(self.finding, known)


def acceptances_schema() -> Schema:
    """A file of sign-offs, as `diff --accept` takes it."""
    entry = _object(
        {
            "finding": _identified(FINDING_ID) | {"description": "the id that `diff` gives"},
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST_LABEL,
                "description": "who signs off and answers for it",
            },
            "date": _identified(DATE),
            "reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        },
        required=["finding", "name", "date", "reason"],
    )
    return _document("Acceptances", _object({"accepted": _list(entry)}, required=["accepted"]), None)


def read_acceptances(path: Path) -> tuple[tuple[Acceptance, ...], list[Diagnostic]]:
    """The sign-offs of a file; none, and every fault of it, if it has any."""
    findings = Findings()
    found: tuple[Acceptance, ...] = ()
    with suppress(TooManyFaultsError):
        found = tuple(_read(path, findings))
    diagnostics = findings.sorted()
    return (() if diagnostics else found), diagnostics


def _read(path: Path, findings: Findings) -> list[Acceptance]:
    document = opened(path, findings, words("acceptances"))
    # of another file, such as a profile given by mistake, nothing is repeated
    if document is None or not check_shape(document, _KIND, findings):
        return []
    if not check_shape(document, acceptances_schema(), findings):
        return []
    listed = cast("Sequence", cast("Mapping", document).get("accepted"))
    found: dict[str, Acceptance] = {}
    for item in listed.items:
        entry = cast("Mapping", item)
        values = {each.key: cast("Scalar", each.value) for each in entry.entries}
        name = str(values["finding"].value)
        if name in found:
            findings.add(values["finding"].span, "duplicate-id", "signed_off", finding=name)
        for field in ("name", "reason"):
            if not str(values[field].value).strip():
                findings.add(values[field].span, "wrong-form", "says_nothing", field=field)
        day = _day(values["date"], findings)
        who, why = (str(values[field].value).strip() for field in ("name", "reason"))
        found[name] = Acceptance(name, who, day, why, entry.span)
    return list(found.values())


def _day(written: Scalar, findings: Findings) -> date:
    try:
        return date.fromisoformat(str(written.value))
    except ValueError:
        findings.add(written.span, "wrong-dates", "day", day=shown(written.value))
        return date.min


def _topic(finding: str) -> str:
    return finding.rpartition(".")[0]
