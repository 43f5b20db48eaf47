"""Every JSON Schema of the project by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from protection_rules.advice.model import Assessment
from protection_rules.facts.schema import DIALECT, profile_schema
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.rulesets.acceptances import acceptances_schema
from protection_rules.rulesets.audiences_schema import audiences_schema
from protection_rules.rulesets.check_schema import check_schema
from protection_rules.rulesets.editor import editor_schema
from protection_rules.rulesets.invariants_schema import invariants_schema
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.local_facts import facts_schema
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.overlay_schema import (
    changes_schema,
    extension_schema,
    overlay_schema,
    versions_schema,
)
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
    from protection_rules.advice.view import View  # noqa: PLC0415

    return {"$schema": DIALECT} | View.model_json_schema(mode="serialization")


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a decision record."""
    from protection_rules.advice.record import DecisionRecord  # noqa: PLC0415

    return {"$schema": DIALECT} | DecisionRecord.model_json_schema(mode="serialization")


def summary_schema() -> dict[str, Any]:
    """The JSON Schema of a summary of decision records."""
    from protection_rules.advice.statistics import Summary  # noqa: PLC0415

    return {"$schema": DIALECT} | Summary.model_json_schema(mode="serialization")


SCHEMAS: Final[Mapping[str, Callable[..., dict[str, Any]]]] = MappingProxyType(
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
        "extension": extension_schema,
        "facts": facts_schema,
        "versions": versions_schema,
        "changes": changes_schema,
        "acceptances": acceptances_schema,
        "assessment": assessment_schema,
        "view": view_schema,
        "record": record_schema,
        "summary": summary_schema,
        "check": check_schema,
    }
)


EDITED: Final = frozenset(
    (
        *("ruleset", "extension", "overlay", "facts", "terms", "actions", "audiences", "guidance"),
        *("standards", "invariants", "terminology", "changes"),
    )
)
"""The schemas of files that people edit: they explain fields and values, and know the rule book's names."""
OF_FACTS: Final = frozenset(
    ("profile", "ruleset", "extension", "overlay", "terms", "actions", "audiences", "invariants")
)
"""The schemas that have the facts of a vocabulary, by default the guidance's."""


def schema_text(name: str, book: RuleBook | None = None) -> str:
    """A schema as JSON text; raises KeyError for a name that is not in SCHEMAS.

    What stands where a name is wanted must be one of the rule book, by default that of the package.
    """
    vocabulary = VOCABULARY if book is None else book.vocabulary
    schema = SCHEMAS[name](vocabulary) if name in OF_FACTS else SCHEMAS[name]()
    if name in EDITED:
        schema = editor_schema(name, schema, book if book is not None else load_rules())
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path, book: RuleBook | None = None) -> None:
    """Write every schema to `NAME.schema.json` in a folder, made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    book = book if book is not None else load_rules()
    for name in SCHEMAS:
        (folder / f"{name}.schema.json").write_text(schema_text(name, book), encoding="utf-8")
