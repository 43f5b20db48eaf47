"""From a folder of YAML files to a linked rule book, or to every fault it has."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import Diagnostic, Findings, RulesetError, TooManyFaultsError
from protection_rules.rulesets.files import same
from protection_rules.rulesets.folder import Folder
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.sound import found_sound


def load_rules(
    folder: str | Path | None = None, overlays: Iterable[str | Path] = (), as_of: date | None = None
) -> RuleBook:
    """The rule book of a folder, or of the rulesets that ship with the package, with overlays on top.

    Each overlay is laid on those before it. `as_of` decides which rules and overlays are in force where
    they begin or end; today, without it. Raises RulesetError with every fault of the folders.
    """
    laid = tuple(overlays)
    are_sound = folder is None and not laid and found_sound()
    book, diagnostics = _read(folder, laid, as_of, are_sound=are_sound)
    if book is None:
        raise RulesetError(diagnostics)
    return book


def check_rules(
    folder: str | Path | None = None, overlays: Iterable[str | Path] = (), as_of: date | None = None
) -> list[Diagnostic]:
    """Every fault of a folder of rulesets, by file and place; empty if there is none.

    Its invariants are read once its rules have no fault, and the versions of the rulesets that ship
    with the package; overlays once it has none itself, each also on a day on which it is in force.
    """
    # only a check reads them, and starting is to be quick
    from protection_rules.rulesets.invariants import read_invariants  # noqa: PLC0415
    from protection_rules.rulesets.versions import check_versions  # noqa: PLC0415

    book, diagnostics = read_rules(folder)
    if book is None:
        return diagnostics
    own = read_invariants(book, folder)[1]
    # a copy of the shipped rulesets has their record too, and is its owner's to change
    if folder is None or same(Path(folder), shipped_rulesets()):
        own = sorted((*own, *check_versions(book, folder)))
    laid = tuple(overlays)
    return own or (_check_overlays(folder, laid, as_of) if laid else [])


def _check_overlays(
    folder: str | Path | None, overlays: tuple[str | Path, ...], as_of: date | None
) -> list[Diagnostic]:
    findings = Findings()
    reader: Folder | None = None
    below = Path(folder) if folder is not None else shipped_rulesets()
    with suppress(TooManyFaultsError):
        reader = Folder(below, overlays, as_of, findings)
        reader.book()
    found = set(findings.sorted())
    if reader is None:
        return sorted(found)
    for path, overlay in reader.overlays.items():
        day = overlay.period.first or overlay.period.last
        if day is not None and not reader.in_force(overlay):
            found.update(read_rules(folder, [path], day)[1])
    return sorted(found)


def read_rules(
    folder: str | Path | None = None, overlays: Iterable[str | Path] = (), as_of: date | None = None
) -> tuple[RuleBook | None, list[Diagnostic]]:
    """The rule book of a folder with its overlays (None if they have faults), and the faults."""
    return _read(folder, tuple(overlays), as_of, are_sound=False)


def _read(
    folder: str | Path | None, overlays: tuple[str | Path, ...], as_of: date | None, *, are_sound: bool
) -> tuple[RuleBook | None, list[Diagnostic]]:
    findings = Findings()
    book: RuleBook | None = None
    below = Path(folder) if folder is not None else shipped_rulesets()
    with suppress(TooManyFaultsError):
        book = Folder(below, overlays, as_of, findings, are_sound=are_sound).book()
    diagnostics = findings.sorted()
    return (None if diagnostics else book), diagnostics
