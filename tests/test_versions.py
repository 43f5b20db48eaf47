"""Versions of rulesets: what is shipped is what is recorded, and what changed is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from protection_rules import RulesetError
from protection_rules.authoring.versions import record_versions
from protection_rules.documents import plain, read_document
from protection_rules.rulesets import load
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.versions import check_versions
from tests.broken_cases import replaced, sound_copy

SHIPPED = shipped_rulesets()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound folder whose one version is recorded and told of."""
    folder = sound_copy(tmp_path / "rules")
    (folder / "changes.yaml").write_text(
        """
changes:
  - rulesets: [at-the-door]
    version: 1.0.0
    date: 2026-01-01
    from: 2026-02-01
    what: {en: The first version, ar: النسخة الأولى}
    affects: {en: Everyone, ar: الجميع}
    grounds: {en: The guidance, ar: التوجيهات}
""",
        encoding="utf-8",
    )
    assert record_versions(folder) == ()
    return folder


def codes(folder: Path) -> list[str]:
    return [fault.code for fault in check_versions(load_rules(folder), folder)]


def versions(folder: Path) -> list[tuple[str, str]]:
    text = (folder / "versions.yaml").read_text(encoding="utf-8")
    written = plain(read_document(text, "versions.yaml"))
    return [(each["version"], each["digest"]) for each in written["versions"]]


def test_every_shipped_ruleset_is_what_is_recorded_for_its_version_and_told_of():
    written = plain(read_document((SHIPPED / "versions.yaml").read_text(encoding="utf-8"), "versions.yaml"))
    digests = {(each["ruleset"], each["version"]): each["digest"] for each in written["versions"]}
    changes = plain(read_document((SHIPPED / "changes.yaml").read_text(encoding="utf-8"), "changes.yaml"))
    told = {(name, each["version"]) for each in changes["changes"] for name in each["rulesets"]}

    present = {(each.id, each.version): each.digest for each in load_rules().rulesets}
    assert {version: digests.get(version) for version in present} == present, "run `make versions`"
    assert set(present) <= told


def test_no_version_is_told_of_that_was_never_recorded():
    text = (SHIPPED / "changes.yaml").read_text(encoding="utf-8")
    recorded = (SHIPPED / "versions.yaml").read_text(encoding="utf-8")

    for each in plain(read_document(text, "changes.yaml"))["changes"]:
        assert date.fromisoformat(each["date"]) <= date.fromisoformat(each["from"])
        for name in each["rulesets"]:
            assert re.search(rf"ruleset: {name}\n +version: {re.escape(each['version'])}\n", recorded)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("at-the-door.yaml", "Offer a bed for tonight", "Offer a bed for this night"),
        ("at-the-door.yaml", "urgency: immediate", "urgency: routine"),
        ("terms.yaml", "terms:", "terms: # the same\n  # terms"),
        ("actions.yaml", "en: offer a bed", "en: offer a good bed"),
    ],
)
def test_content_cannot_change_while_its_version_does_not(folder: Path, file: str, old: str, new: str):
    assert codes(folder) == []
    replaced(folder / file, old, new)

    comment_alone = "#" in new
    assert codes(folder) == ([] if comment_alone else ["unversioned-change"])


def test_a_new_version_must_be_recorded_and_told_of(folder: Path):
    replaced(folder / "at-the-door.yaml", "version: 1.0.0", "version: 1.1.0")
    assert sorted(codes(folder)) == ["unexplained-change", "unversioned-change"]

    assert record_versions(folder) == ()
    assert codes(folder) == ["unexplained-change"]
    assert [version for version, _ in versions(folder)] == ["1.0.0", "1.1.0"]

    text = (folder / "changes.yaml").read_text(encoding="utf-8")
    entry = text.split("changes:\n")[1]
    (folder / "changes.yaml").write_text(text + entry.replace("1.0.0", "1.1.0"), encoding="utf-8")
    assert codes(folder) == []


def test_a_recorded_version_is_overwritten_only_if_it_is_not_released(folder: Path):
    before = versions(folder)
    replaced(folder / "at-the-door.yaml", "urgency: immediate", "urgency: routine")

    assert record_versions(folder) == (("at-the-door", "1.0.0"),)
    assert versions(folder) == before
    assert record_versions(folder, unreleased=True) == ()
    assert versions(folder) != before
    assert codes(folder) == []


def test_nothing_is_recorded_of_rulesets_with_faults(folder: Path):
    before = versions(folder)
    replaced(folder / "at-the-door.yaml", "urgency: immediate", "urgency: soon")

    with pytest.raises(RulesetError, match="unknown-value"):
        record_versions(folder, unreleased=True)
    assert versions(folder) == before


def test_the_command_says_which_versions_it_left_as_they_are(folder: Path):
    replaced(folder / "at-the-door.yaml", "urgency: immediate", "urgency: routine")

    def command(*options: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "protection_rules.authoring.versions", str(folder), *options]
        return subprocess.run(call, capture_output=True, text=True, check=False)

    refused = command()
    assert refused.returncode == 1
    assert refused.stderr == (
        "version 1.0.0 of ruleset at-the-door is recorded with another digest\n"
        "give these rulesets a new version, or use --unreleased if nobody has received this one\n"
    )
    assert command("--unreleased").returncode == 0
    assert codes(folder) == []


def test_a_folder_may_be_without_these_files(tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")

    assert codes(folder) == []


def test_a_copy_of_the_shipped_rulesets_is_its_owners_to_change(folder: Path):
    replaced(folder / "at-the-door.yaml", "urgency: immediate", "urgency: routine")

    assert codes(folder) == ["unversioned-change"]
    assert check_rules(folder) == []


@pytest.mark.parametrize("named", [True, False])
def test_the_shipped_rulesets_are_checked_whether_they_are_named_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
):
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "shipped"))
    replaced(folder / "safe-referral.yaml", "anyone; give information only", "anyone; give only information")
    monkeypatch.setattr(load, "shipped_rulesets", lambda: folder)
    monkeypatch.setattr("protection_rules.rulesets.versions.shipped_rulesets", lambda: folder)
    monkeypatch.setattr("protection_rules.rulesets.invariants.shipped_rulesets", lambda: folder)

    assert [fault.code for fault in check_rules(folder if named else None)] == ["unversioned-change"]
