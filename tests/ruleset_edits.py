"""Copies of the rulesets that ship with the package, edited as policy staff might edit them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from protection_rules.documents import plain, read_document
from protection_rules.rulesets.content import shipped_rulesets

Edit = Callable[[dict[str, Any]], None]
"""Changes a ruleset as it is written."""


def copied(folder: Path, *edits: tuple[str, Edit]) -> Path:
    """A copy of the shipped rulesets in which these rulesets are edited."""
    shutil.copytree(shipped_rulesets(), folder)
    for name, edit in edits:
        path = folder / f"{name}.yaml"
        data: Any = plain(read_document(path.read_text(encoding="utf-8"), name))
        edit(data)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def rule_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [rule for rule in data["rules"] if rule["id"] == name]
    return found


def setting(name: str, **fields: Any) -> Edit:
    """An edit that gives a rule other fields."""
    return lambda data: rule_of(data, name).update(fields)


def dropping(name: str) -> Edit:
    """An edit that drops a rule."""
    return lambda data: data["rules"].remove(rule_of(data, name))


def copying(name: str, as_name: str, **fields: Any) -> Edit:
    """An edit that adds a rule like another, with other fields."""
    return lambda data: data["rules"].append(rule_of(data, name) | {"id": as_name} | fields)
