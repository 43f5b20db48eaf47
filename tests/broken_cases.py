"""The cases of `broken_rulesets`: one change to a small sound folder, and what the checker says of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from protection_rules.analysis.book_faults import book_faults
from protection_rules.documents import plain, read_document
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.versions import check_versions

CASES = Path(__file__).parent / "broken_rulesets"
SOUND = CASES / "sound"


@dataclass(frozen=True)
class BrokenCase:
    """A folder with one fault; the file it stands in is named for the code of that fault."""

    code: str
    name: str
    changes: tuple[dict[str, Any], ...]
    says: str

    def lay_out(self, folder: Path) -> Path:
        sound_copy(folder)
        for change in self.changes:
            _apply(change, folder / change["in"])
        return folder


def sound_copy(folder: Path) -> Path:
    """The sound folder, to be changed freely."""
    return Path(shutil.copytree(SOUND, folder, dirs_exist_ok=True))


def replaced(path: Path, old: str, new: str) -> None:
    """Write a file again with one part of its text replaced; the part stands there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} times: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(diagnostics: list[Diagnostic], folder: Path) -> str:
    """What the checker prints, with file names from inside the folder."""
    return "\n".join(
        str(diagnostic).replace(f"{folder}/", "").replace(str(folder), ".") for diagnostic in diagnostics
    )


def faults(folder: Path) -> list[Diagnostic]:
    """The faults of a folder, its invariants and its versions; a folder `overlay` inside it is laid on it."""
    overlay = folder / "overlay"
    _, found = book_faults(folder, [overlay] if overlay.is_dir() else [])
    return found or check_versions(load_rules(folder), folder)


def check(folder: Path) -> str:
    return told(faults(folder), folder)


def broken_cases() -> list[BrokenCase]:
    return [
        BrokenCase(path.stem, case["case"], (case, *case.get("and", ())), case["says"].strip())
        for path in sorted(CASES.glob("*.yaml"))
        for case in plain(read_document(path.read_text(encoding="utf-8"), path.name))
    ]


def _apply(change: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    match change:
        case {"instead_of": old, "write": new}:
            replaced(path, old, new)
        case {"copy_of": name}:
            shutil.copy(path.parent / name, path)
        case {"removed": "yes"}:
            path.unlink()
        case {"bytes": written}:
            path.write_bytes(bytes.fromhex(written))
        case {"write": text}:
            path.write_text(text, encoding="utf-8")
        case _:
            raise AssertionError(change)
