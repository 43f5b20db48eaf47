"""Where the rulesets that ship with the package are, and how files beside the rules are called."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TERMINOLOGY: Final = "terminology.yaml"
VERSIONS: Final = "versions.yaml"
CHANGES: Final = "changes.yaml"
FINGERPRINTS: Final = "guidance-fingerprints.yaml"
COMPANIONS: Final = ("invariants.yaml", FINGERPRINTS, TERMINOLOGY, VERSIONS, CHANGES)
"""Files that stand beside the rulesets and say nothing of what they mean."""

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def shipped_rulesets() -> Path:
    """The folder of the rulesets that ship with the package.

    In an installed wheel they are package data; in a checkout they stand beside `src`.
    """
    return _shipped("rulesets")


def _shipped(name: str) -> Path:
    packaged = _PACKAGE / "_content" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent.parent / name
