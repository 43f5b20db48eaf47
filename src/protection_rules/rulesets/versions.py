"""Versions of rulesets: no content changes without a new version and a word on what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from protection_rules.documents import Document, Span
from protection_rules.rulesets.content import CHANGES, VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Diagnostic, Findings, TooManyFaultsError
from protection_rules.rulesets.files import opened, stands
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.overlay_schema import changes_schema, versions_schema
from protection_rules.rulesets.periods import read_period
from protection_rules.rulesets.shape import at, check_shape, items_of, span_of
from protection_rules.rulesets.texts import check_texts

Version = tuple[str, str]
"""A ruleset's id and one of its versions."""


def check_versions(book: RuleBook, folder: str | Path | None = None) -> list[Diagnostic]:
    """Every ruleset of a folder that is not what its versions.yaml and changes.yaml say of its version.

    A folder may be without these files.
    """
    home = Path(folder) if folder is not None else shipped_rulesets()
    findings = Findings()
    with suppress(TooManyFaultsError):
        _check_recorded(book, home, findings)
        _check_told(book, home, findings)
    return findings.sorted()


def recorded(folder: Path, findings: Findings) -> Mapping[Version, tuple[str, Span]] | None:
    """The digest of every version in versions.yaml, and where it stands; None if the file has faults."""
    document = _read(folder / VERSIONS, versions_schema, findings)
    if document is None:
        return None
    found: dict[Version, tuple[str, Span]] = {}
    for index, item in enumerate(items_of(document, "versions")):
        span = span_of(document, "versions", index, "version")
        version = item["ruleset"], item["version"]
        if version in found:
            findings.add(span, "duplicate-id", "version", ruleset=version[0], version=version[1])
        found.setdefault(version, (item["digest"], span))
    return found


def _check_recorded(book: RuleBook, folder: Path, findings: Findings) -> None:
    digests = recorded(folder, findings) if stands(folder / VERSIONS) else None
    if digests is None:
        return
    for ruleset in book.rulesets:
        digest, span = digests.get((ruleset.id, ruleset.version), (None, None))
        version = {"ruleset": ruleset.id, "version": ruleset.version}
        if span is None:
            here = Span(str(folder / VERSIONS), 1, 1)
            findings.add(here, "unversioned-change", "not_recorded", **version)
        elif digest != ruleset.digest:
            findings.add(span, "unversioned-change", "changed", **version, changes=CHANGES)


def _check_told(book: RuleBook, folder: Path, findings: Findings) -> None:
    path = folder / CHANGES
    document = _read(path, changes_schema, findings) if stands(path) else None
    if document is None:
        return
    told: set[Version] = set()
    for index, item in enumerate(items_of(document, "changes")):
        read_period(at(document, ("changes", index)), findings)
        for number, name in enumerate(item["rulesets"]):
            if (name, item["version"]) in told:
                span = span_of(document, "changes", index, "rulesets", number)
                version = item["version"]
                findings.add(span, "duplicate-id", "told_version", ruleset=name, version=version)
            told.add((name, item["version"]))
    for ruleset in book.rulesets:
        if (ruleset.id, ruleset.version) not in told:
            here, version = Span(str(path), 1, 1), ruleset.version
            findings.add(here, "unexplained-change", "not_told", ruleset=ruleset.id, version=version)


def _read(path: Path, schema: Callable[[], dict[str, Any]], findings: Findings) -> Document | None:
    document = opened(path, findings)
    if document is None:
        return None
    check_texts(document, findings)
    return document if check_shape(document, schema(), findings) else None
