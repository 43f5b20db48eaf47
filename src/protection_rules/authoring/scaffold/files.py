"""Where what is new is written: at one go, after it was checked, or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.layout import laid_out
from protection_rules.authoring.scaffold.dialogue import Dialogue
from protection_rules.authoring.versions import record_versions
from protection_rules.authoring.workbook.notation import after_key, listed
from protection_rules.authoring.workbook.wanted import wanted
from protection_rules.facts.text import Text
from protection_rules.files import write_whole
from protection_rules.rulesets.content import CHANGES, VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Diagnostic, Findings
from protection_rules.rulesets.editor import editor_words
from protection_rules.rulesets.load import check_rules
from protection_rules.rulesets.local_facts import FILE as FACTS
from protection_rules.rulesets.model import TIERS, RuleBook
from protection_rules.rulesets.schemas import LONGEST_SUMMARY
from protection_rules.rulesets.terminology import Terminology, read_terminology

HEAD: Final = "overlay.yaml"
_MARK: Final = "# yaml-language-server: $schema="
_SCHEMAS: Final = re.compile(rf"^{re.escape(_MARK)}(\S*/)[a-z]+\.schema\.json$", re.MULTILINE)
_VERSION: Final = re.compile(r"^(version: *)([0-9]+)\.([0-9]+)\.([0-9]+)", re.MULTILINE)
_BEGINS: Final = re.compile(r"^from: *([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of rulesets, or of an overlay on the rulesets of the package."""

    folder: Path

    @property
    def is_overlay(self) -> bool:
        """Whether it is an overlay."""
        return (self.folder / HEAD).is_file()

    def day(self, today: date) -> date:
        """A day on which an overlay is in force, today if it is; any day for other rulesets."""
        begins = _BEGINS.search((self.folder / HEAD).read_text(encoding="utf-8")) if self.is_overlay else None
        return max(today, date.fromisoformat(begins[1])) if begins is not None else today

    def files(self) -> dict[str, str]:
        """Every file of the folder by its name."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.yaml"))}

    def terminology(self) -> Terminology:
        """The words that texts of the folder may have, as far as that can be read."""
        return read_terminology(shipped_rulesets() if self.is_overlay else self.folder, Findings())

    def mark(self, schema: str) -> str:
        """The first line of a new file, which says where its schema is: where those of the others are."""
        named = (_SCHEMAS.search(text) for text in self.files().values())
        usual = "schemas/" if self.is_overlay else "../schemas/"
        return f"{_MARK}{next((found[1] for found in named if found), usual)}{schema}.schema.json\n"

    def faults(self, files: Mapping[str, str], day: date) -> list[Diagnostic]:
        """Every fault that the folder would have with these files."""
        with tempfile.TemporaryDirectory() as name:
            copy = Path(name) / self.folder.resolve().name
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("*.yaml"))
            for file, text in files.items():
                (copy / file).write_text(text, encoding="utf-8")
            found = check_rules(None, [copy], self.day(day)) if self.is_overlay else check_rules(copy)
        return [replace(each, file=each.file.replace(str(copy), str(self.folder))) for each in found]

    def write(self, files: Mapping[str, str]) -> list[str]:
        """Write the files that are new or other than before, each at one go.

        Returns the rulesets that had changed before without a new version; while there are any,
        versions.yaml stays as it is.
        """
        before = self.files()
        for name, text in files.items():
            if before.get(name) != text:
                write_whole(self.folder / name, text)
        if self.is_overlay or not (self.folder / VERSIONS).exists():
            return []
        return [ruleset for ruleset, _ in record_versions(self.folder)]


def with_entry(text: str, entry: Mapping[str, Any]) -> str:
    """A file with one entry more in the list at its end.

    Raises LayoutError or DocumentError where the file does not end in a list with hyphens.
    """
    before = laid_out(text).rstrip()
    between = "\n" if before.endswith(":") else "\n\n"
    return laid_out(f"{before}{between}{as_text(entry)}")


def raised(text: str) -> tuple[str, str]:
    """A file with the next minor version, and that version."""
    found = _VERSION.search(text)
    if found is None:
        return text, ""
    version = f"{found[2]}.{int(found[3]) + 1}.0"
    return f"{text[: found.start()]}{found[1]}{version}{text[found.end() :]}", version


def with_change(text: str, change: Mapping[str, Any]) -> str:
    """changes.yaml with one entry more, above the others."""
    head, mark, rest = text.partition("changes:\n")
    return laid_out(f"{head}{mark}  {listed(wanted(dict(change)), 2)}\n{rest}")


def is_ruleset(name: str, text: str) -> bool:
    """Whether a file holds rules of a ruleset, its own or one of the package."""
    return name not in {CHANGES, FACTS, HEAD} and bool(re.search(r"^(ruleset|extends): ", text, re.MULTILINE))


def as_text(entry: Mapping[str, Any]) -> str:
    """A rule or a fact as it would stand in its file."""
    return f"  {listed(wanted(dict(entry)), 2)}\n"


def new_ruleset(dialogue: Dialogue, name: str, book: RuleBook) -> tuple[str, Text]:
    """The beginning of a ruleset, and its title."""
    points = {each.decision_point: each.title for each in book.rulesets}
    words = editor_words()
    tiers: dict[str, Text] = {tier: words.values["tier"][tier] for tier in TIERS}
    point = dialogue.ask(words.fields["ruleset.decision_point"], choices=points)
    title = dialogue.both(words.fields["title"], LONGEST_SUMMARY)
    head = {
        "ruleset": name,
        "version": "1.0.0",
        "decision_point": point,
        "title": title,
        "purpose": dialogue.both(words.fields["purpose"], LONGEST_SUMMARY),
        "tier": dialogue.ask(words.fields["ruleset.tier"], choices=tiers, default="routine"),
    }
    return f"{_entries(head)}rules:\n", Text(**title)


def new_overlay(dialogue: Dialogue, name: str) -> str:
    """overlay.yaml of an overlay that changes nothing yet."""
    words = editor_words()
    head = {
        "overlay": name,
        "version": "1.0.0",
        "title": dialogue.both(words.fields["title"], LONGEST_SUMMARY),
        "purpose": dialogue.both(words.fields["purpose"], LONGEST_SUMMARY),
        "responsible": dialogue.both(words.fields["responsible"], LONGEST_SUMMARY),
    }
    return f"{_MARK}schemas/overlay.schema.json\n{_entries(head)}"


def change_of(
    dialogue: Dialogue, ruleset: str, version: str, rule: Mapping[str, Any], day: date
) -> Mapping[str, Any]:
    """An entry of changes.yaml for a new rule."""
    words = editor_words()
    summary = Text(rule["summary"]["en"], rule["summary"]["ar"])
    what = phrase("new.what", summary=summary)
    return {
        "rulesets": [ruleset],
        "version": version,
        "date": day.isoformat(),
        "from": day.isoformat(),
        "what": {"en": what.en, "ar": what.ar},
        "affects": dialogue.both(words.fields["affects"], LONGEST_SUMMARY),
        "grounds": dialogue.both(words.fields["changes.grounds"], LONGEST_SUMMARY),
    }


def _entries(head: Mapping[str, Any]) -> str:
    return "".join(f"{key}:{after_key(wanted(value), key, 0)}\n" for key, value in head.items())
