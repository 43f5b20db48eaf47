"""Runs the scenarios and makes the site: `python -m docs.living`, from the folder of the project."""

from __future__ import annotations

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from docs.living.material import Material
from docs.living.scenarios import read_features, read_results
from docs.living.site import build_site
from docs.living.writer import Writer

from protection_rules.documents import plain, read_document
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.rulesets.load import load_rules

PROJECT: Final = Path(__file__).resolve().parents[2]


def gather(results: Path, project: Path = PROJECT) -> Material:
    """Rulesets and scenarios of a project, with the results of a run."""
    rulesets = project / "rulesets"
    guidance = read_document((rulesets / "guidance.yaml").read_text(encoding="utf-8"), "guidance.yaml")
    source = cast("dict[str, Any]", plain(guidance))["source"]
    return Material(
        book=load_rules(rulesets),
        guidance_title=Text(**source["title"]),
        guidance_date=source["date"],
        features=read_features(project / "features", read_results(results)),
        run=datetime.fromtimestamp(results.stat().st_mtime, UTC),
    )


def run_scenarios(results: Path) -> bool:
    """Run the scenarios and write their results; whether all went well. Ends the program if none ran."""
    results.unlink(missing_ok=True)
    # in one process: results of several are not gathered
    command = [sys.executable, "-m", "pytest", "tests/test_scenarios.py", "-q", "--tb=short"]
    run = subprocess.run(  # noqa: S603  # our own tests
        [*command, f"--cucumberjson={results}"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if run.returncode not in (0, 1) or not results.exists():
        sys.stderr.write(run.stdout + run.stderr)
        sys.exit("the scenarios could not be run")
    return run.returncode == 0


def main() -> None:
    """Make the site."""
    parser = argparse.ArgumentParser(prog="python -m docs.living", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT / "build" / "docs", help="folder of the site")
    parser.add_argument("--results", type=Path, help="take these results instead of running the scenarios")
    call = parser.parse_args()
    work = PROJECT / "build" / "docs-source"
    work.mkdir(parents=True, exist_ok=True)
    results = call.results or work / "results.json"
    sound = call.results is not None or run_scenarios(results)
    material = gather(results)
    found = [material.counts(language) for language in LANGUAGES]
    if not sound and all(each.passed == each.total for each in found):
        # the site would not show what went wrong
        sys.exit("tests/test_scenarios.py fails, and no scenario says why")
    faults = build_site(material, work, call.output)
    for language in LANGUAGES:
        writer = Writer(material, "en")
        sys.stdout.write(f"{language}: {writer.status_line(material.counts(language))}\n")
    sys.stdout.write(f"{(call.output / 'index.html').resolve()}\n")
    if faults:
        sys.exit("\n".join(["the site would load from elsewhere:", *faults]))


if __name__ == "__main__":
    main()
