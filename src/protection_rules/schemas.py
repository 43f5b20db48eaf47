"""Every JSON Schema of the project by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from protection_rules.advice.model import Assessment
from protection_rules.advice.record import DecisionRecord
from protection_rules.advice.statistics import Summary
from protection_rules.advice.view import View
from protection_rules.facts.schema import DIALECT, profile_schema
from protection_rules.rulesets.audiences_schema import audiences_schema
from protection_rules.rulesets.invariants_schema import invariants_schema
from protection_rules.rulesets.overlay_schema import changes_schema, overlay_schema, versions_schema
from protection_rules.rulesets.schemas import (
    actions_schema,
    fingerprints_schema,
    guidance_schema,
    ruleset_schema,
    standards_schema,
    terms_schema,
)
from protection_rules.rulesets.terminology_schema import terminology_schema


def assessment_schema() -> dict[str, Any]:
    """The JSON Schema of an assessment."""
    return {"$schema": DIALECT} | Assessment.model_json_schema(mode="serialization")


def view_schema() -> dict[str, Any]:
    """The JSON Schema of what an audience is shown."""
    return {"$schema": DIALECT} | View.model_json_schema(mode="serialization")


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a decision record."""
    return {"$schema": DIALECT} | DecisionRecord.model_json_schema(mode="serialization")


def summary_schema() -> dict[str, Any]:
    """The JSON Schema of a summary of decision records."""
    return {"$schema": DIALECT} | Summary.model_json_schema(mode="serialization")


SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = MappingProxyType(
    {
        "profile": profile_schema,
        "ruleset": ruleset_schema,
        "terms": terms_schema,
        "actions": actions_schema,
        "guidance": guidance_schema,
        "fingerprints": fingerprints_schema,
        "standards": standards_schema,
        "invariants": invariants_schema,
        "terminology": terminology_schema,
        "audiences": audiences_schema,
        "overlay": overlay_schema,
        "versions": versions_schema,
        "changes": changes_schema,
        "assessment": assessment_schema,
        "view": view_schema,
        "record": record_schema,
        "summary": summary_schema,
    }
)


def schema_text(name: str) -> str:
    """A schema as JSON text; raises KeyError for a name that is not in SCHEMAS."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema to `NAME.schema.json` in a folder."""
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
