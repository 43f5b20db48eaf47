"""Opening a file of a ruleset folder."""

from __future__ import annotations

import os
from pathlib import Path

from protection_rules.documents import Document, DocumentError, Span, read_document
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE
from protection_rules.rulesets.diagnostics import Findings


def opened(path: Path, findings: Findings) -> Document | None:
    """The document in a file; None, with a finding, if it cannot be read.

    A link is followed inside its folder only: what stands elsewhere could be shown by its faults.
    """
    shown = str(path)
    here = Span(shown, 1, 1)
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
            findings.add(here, "unreadable", "link leads out of the folder", "put the file itself there")
            return None
        return read_document(read_bounded(path, LARGEST_FILE + 1).decode(), shown)
    except UnicodeDecodeError:
        findings.add(here, "unreadable", "file is not UTF-8 text", "save it as UTF-8")
    except (OSError, ValueError):
        findings.add(here, "missing-file", "file or folder cannot be read")
    except DocumentError as error:
        code = "too-large" if error.too_large else "unreadable"
        findings.add(error.span, code, error.message, error.hint)
    return None


def stands(path: Path) -> bool:
    """Whether something has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)
