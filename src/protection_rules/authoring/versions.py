"""Recording the digest of every ruleset's version in versions.yaml: `make versions`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from protection_rules.rulesets.content import VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings, RulesetError
from protection_rules.rulesets.files import same, stands
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.sound import note_sound
from protection_rules.rulesets.versions import Version, recorded

_HEAD: Final = """\
# yaml-language-server: $schema=../schemas/versions.schema.json
# The digest of every version of every ruleset, written by `make versions`. A ruleset that changes gets a new
# version, and changes.yaml says what changed; what is recorded here stays.
versions:
"""


def record_versions(folder: str | Path | None = None, *, unreleased: bool = False) -> tuple[Version, ...]:
    """Record the present version of every ruleset of a folder; the versions that cannot be recorded.

    A version that is recorded with another digest is released, and stays as it is, unless `unreleased`
    says that nobody has it yet. Nothing is written if any version cannot be recorded. For the rulesets
    that ship with the package, it is recorded too that they are sound as they are. Raises
    RulesetError if the rulesets or versions.yaml have faults.
    """
    home = Path(folder) if folder is not None else shipped_rulesets()
    findings = Findings()
    known = recorded(home, findings) if stands(home / VERSIONS) else {}
    if known is None or findings:
        raise RulesetError(findings.sorted())
    digests = {version: digest for version, (digest, _) in known.items()}
    present = {(each.id, each.version): each.digest for each in load_rules(home).rulesets}
    refused = tuple(version for version, digest in present.items() if digests.get(version, digest) != digest)
    if refused and not unreleased:
        return refused
    (home / VERSIONS).write_text(_written(digests | present), encoding="utf-8")
    if same(home, shipped_rulesets()) and not check_rules():
        note_sound()
    return ()


def _written(digests: Mapping[Version, str]) -> str:
    def order(version: Version) -> tuple[str, tuple[int, ...]]:
        return version[0], tuple(map(int, version[1].split(".")))

    entries = (
        f"  - ruleset: {ruleset}\n    version: {version}\n    digest: {digests[ruleset, version]}\n"
        for ruleset, version in sorted(digests, key=order)
    )
    return _HEAD + "".join(entries)


def main() -> None:
    """Record the versions of a folder; ends with 1 where a released version would change."""
    options = argparse.ArgumentParser(description="Record the digests of the present versions.")
    options.add_argument("folder", nargs="?", help="a folder of rulesets; those of the package without it")
    options.add_argument(
        "--unreleased", action="store_true", help="overwrite versions that nobody has received yet"
    )
    given = options.parse_args()
    try:
        refused = record_versions(given.folder, unreleased=given.unreleased)
    except RulesetError as error:
        sys.exit(str(error))
    for ruleset, version in refused:
        sys.stderr.write(f"version {version} of ruleset {ruleset} is recorded with another digest\n")
    if refused:
        sys.exit("give these rulesets a new version, or use --unreleased if nobody has received this one")


if __name__ == "__main__":
    main()
