"""The files of a ruleset folder: which there are, and opening one."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from protection_rules.documents import Document, DocumentError, Span, read_document
from protection_rules.facts.text import Text
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE, LARGEST_FOLDER, MOST_FILES
from protection_rules.rulesets.codes import NOTHING
from protection_rules.rulesets.diagnostics import Findings


def ruleset_files(
    folder: Path, others: Collection[str], findings: Findings, *, needed: bool = True
) -> list[Path]:
    """The rulesets of a folder by name, without the `others`; none, with a finding, if they are too many.

    Where none is `needed`, a folder may be without them.
    """
    here = Span(str(folder), 1, 1)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (OSError, ValueError):
        findings.add(here, "missing-file", "folder")
        return []
    files = [folder / entry.name for entry in entries if entry.name.endswith(".yaml")]
    rulesets = [path for path in files if path.name not in others]
    if needed and not rulesets:
        findings.add(here, "missing-file", "no_ruleset")
    for name in (entry.name for entry in entries if not entry.name.endswith(".yaml")):
        if name.lower().endswith((".yaml", ".yml")):
            file, wanted = Span(str(folder / name), 1, 1), f"{Path(name).stem}.yaml"
            findings.add(file, "unread-file", "ending", file=name, name=wanted)
    too_large = {
        "folder_rulesets": (len(rulesets), MOST_FILES),
        "folder_bytes": (sum(map(_size, files)), LARGEST_FOLDER),
    }
    for message, (size, most) in too_large.items():
        if size > most:
            findings.add(here, "too-large", message, number=most)
            return []
    return rulesets


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def opened(path: Path, findings: Findings, hint: Text = NOTHING) -> Document | None:
    """The document in a file; None, with a finding, if it cannot be read. `hint` is for one that is missing.

    A link is followed inside its folder only: what stands elsewhere could be shown by its faults.
    """
    shown = str(path)
    here = Span(shown, 1, 1)
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
            findings.add(here, "unreadable", "link")
            return None
        return read_document(read_bounded(path, LARGEST_FILE + 1).decode(), shown)
    except UnicodeDecodeError:
        findings.add(here, "unreadable", "not_utf8")
    except (OSError, ValueError):
        findings.add(here, "missing-file", "file", hint)
    except DocumentError as error:
        code = "too-large" if error.too_large else "unreadable"
        findings.add(error.span, code, error.name, number=error.number)
    return None


def same(path: Path, other: Path) -> bool:
    """Whether two paths lead to the same file."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def stands(path: Path) -> bool:
    """Whether something has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)
