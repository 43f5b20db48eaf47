"""The commands on rulesets: `schema`, `coverage`, `verify`, `guidance`."""

from __future__ import annotations

import importlib.util
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import Commands, app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import (
    AsOf,
    Folder,
    Overlays,
    PlainFormat,
    Rulesets,
    book_of,
    engine_of,
    text_of,
)
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, print_lines, tell
from protection_rules.schemas import SCHEMAS, schema_text, write_schemas

SchemaName = StrEnum("SchemaName", list(SCHEMAS))  # type: ignore[misc]  # the names are those of SCHEMAS


@app.command()
def schema(
    name: Annotated[SchemaName | None, typer.Argument()] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    lang: Lang = LanguageName.en,
) -> None:
    """Print a JSON Schema, or write all; they know the names that the rulesets and overlays have."""
    if (name is None) != every or (output is not None) != every:
        tell(phrase("schema.one_or_all").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    book = book_of(rulesets, overlay)
    if name is not None:
        sys.stdout.write(schema_text(name.value, book))
    elif output is not None:
        try:
            write_schemas(output, book)
        except OSError:
            tell(phrase("schema.not_written").in_language(lang.value))
            raise typer.Exit(WRONG_CALL) from None
        tell(phrase("schema.written", folder=str(output)).in_language(lang.value))


@app.command()
def coverage(
    features: Annotated[Path | None, typer.Option("--features")] = None,
    rulesets: Rulesets = None,
    overlay: Overlays = None,
    as_of: AsOf = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
    everything: Annotated[bool, typer.Option("--all")] = False,
    fail_under: Annotated[float, typer.Option("--fail-under", min=0, max=100)] = 0,
) -> None:
    """Guidance entries covered by rules; rules and options covered by scenarios."""
    # only this command needs the analysis, and starting is to be quick
    from protection_rules.analysis.coverage import coverage as covered  # noqa: PLC0415
    from protection_rules.analysis.coverage_page import coverage_page  # noqa: PLC0415
    from protection_rules.analysis.scenarios import ScenarioError  # noqa: PLC0415

    try:
        found = covered(engine_of(rulesets, overlay, as_of).book, features)
    except ScenarioError as error:
        tell(error.report(lang.value))
        raise typer.Exit(WRONG_CALL) from None
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(found.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        print_lines(coverage_page(found, lang.value, everything))
    if not found.meets(fail_under):
        raise typer.Exit(FAULTS)


@app.command()
def verify(
    folder: Folder = None,
    lang: Lang = LanguageName.en,
    overlay: Overlays = None,
    as_of: AsOf = None,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
    everything: Annotated[bool, typer.Option("--all")] = False,
) -> None:
    """Whether the invariants hold for every profile there can be, and what is odd about the rules.

    With overlays, also whether every rule of the floor stands as it does without them.
    """
    if importlib.util.find_spec("z3") is None:
        tell(phrase("verify.no_solver").in_language(lang.value))
        raise typer.Exit(WRONG_CALL)
    from protection_rules.analysis.difference.floor import floor_page, floor_proof  # noqa: PLC0415
    from protection_rules.analysis.solver.page import verification_page  # noqa: PLC0415
    from protection_rules.analysis.solver.report import verify as verified  # noqa: PLC0415
    from protection_rules.rulesets.invariants import load_invariants  # noqa: PLC0415

    book = book_of(folder, overlay, as_of)
    proof = floor_proof(book_of(folder, as_of=as_of), book) if overlay else None
    found = verified(book, load_invariants(book, folder))
    holds = found.holds and (proof is None or proof.holds)
    if form is PlainFormat.json:
        floor = {} if proof is None else {"floor": proof.to_mapping()}
        whole = found.to_mapping() | {"holds": holds} | floor
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
    else:
        print_lines(verification_page(found, lang.value, details=everything))
        print_lines(floor_page(proof, lang.value) if proof is not None else ())
    if not holds:
        raise typer.Exit(FAULTS)


guidance = Commands()
app.add_typer(guidance, name="guidance")


@guidance.command()
def compare(
    text: Annotated[Path, typer.Argument()],
    rulesets: Rulesets = None,
    lang: Lang = LanguageName.en,
    form: Annotated[PlainFormat, typer.Option("--format")] = PlainFormat.text,
) -> None:
    """Which entries a newer text changes, adds or drops, and which rules must be looked at."""
    from protection_rules.analysis.drift import compare as compared  # noqa: PLC0415
    from protection_rules.analysis.drift_page import drift_page  # noqa: PLC0415
    from protection_rules.analysis.fingerprints import read_fingerprints  # noqa: PLC0415

    drift = compared(engine_of(rulesets).book, read_fingerprints(rulesets), text_of(text, lang.value))
    if form is PlainFormat.json:
        sys.stdout.write(json.dumps(drift.to_mapping(), ensure_ascii=False, indent=2) + "\n")
    else:
        print_lines(drift_page(drift, lang.value))
    if drift.has_changes:
        raise typer.Exit(FAULTS)


@guidance.command()
def fingerprint(
    text: Annotated[Path, typer.Argument()],
    lang: Lang = LanguageName.en,
) -> None:
    """Print the fingerprints of a text, as guidance-fingerprints.yaml has them."""
    from protection_rules.analysis.fingerprints import fingerprints_text  # noqa: PLC0415

    sys.stdout.write(fingerprints_text(text_of(text, lang.value)))
