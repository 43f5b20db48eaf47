"""Every fault of a folder of rulesets, with what its texts and rules break of its invariants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from protection_rules.analysis.invariant_texts import book_violations
from protection_rules.rulesets.codes import message
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.invariants import read_invariants
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.model import RuleBook


def book_faults(
    folder: str | Path | None = None, overlays: Iterable[str | Path] = (), as_of: date | None = None
) -> tuple[RuleBook | None, list[Diagnostic]]:
    """The rule book of a folder with its overlays (None if it cannot be used), and every fault.

    Invariants on texts and rules are held against it once it can be used; those on advice take a
    solver, and are not.
    """
    laid = tuple(overlays)
    diagnostics = check_rules(folder, laid, as_of)
    if diagnostics:
        return None, diagnostics
    book = load_rules(folder, laid, as_of)
    return book, [diagnostic for _, diagnostic in broken_invariants(folder, book)]


def broken_invariants(
    folder: str | Path | None = None, book: RuleBook | None = None
) -> list[tuple[str, Diagnostic]]:
    """What breaks the invariants of a sound folder: the rule or text, and the fault at the invariant."""
    book = book or load_rules(folder)
    invariants, _ = read_invariants(book, folder)
    if invariants is None:
        return []
    stated = {one.id: one for one in invariants.invariants}
    found: list[tuple[str, Diagnostic]] = []
    for one in book_violations(book, invariants):
        invariant = stated[one.invariant]
        place: dict[str, str | int] = {"invariant": one.invariant, "check": one.check, "subject": one.subject}
        said = message("broken-invariant", "broken", **place, title=invariant.title)
        span = invariant.span
        found.append(
            (one.subject, Diagnostic(span.file, span.line, span.column, "broken-invariant", said.words))
        )
    return found
