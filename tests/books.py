"""Small folders of rulesets for tests, written as policy staff would write them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from protection_rules import Engine
from protection_rules.documents import plain, read_document

KINDS = {"setting": "تهيئة", "safety": "سلامة", "care": "رعاية"}
ACTIONS = {
    # name: kind, polarity, how it bears on an option
    "talk": ("setting", "neutral", "none"),
    "protect": ("safety", "protective", "none"),
    "treat": ("care", "protective", "none"),
    "refer": ("care", "disclosing", "for"),
    "rank_lower": ("care", "neutral", "against"),
    "rule_out": ("safety", "protective", "rules_out"),
    "hold_back": ("safety", "protective", "none"),
    "avoid": ("safety", "disclosing", "none"),
    "warn": ("care", "protective", "against"),
    "one_file": ("safety", "protective", "none"),
    "two_files": ("safety", "protective", "none"),
}
BARS = {
    "hold_back": {
        "advised": "to_do",
        "action": "refer",
        "about": "accommodation",
        "when": "always",
        "standing": "holds_back",
    },
    "avoid": {
        "advised": "not_to_do",
        "action": "refer",
        "about": "service",
        "when": {"service.type": "police"},
        "standing": "rules_out",
    },
}
EXCLUSION = {
    "actions": ["one_file", "two_files"],
    "text": {"en": "One file or two files.", "ar": "ملف واحد أو ملفان."},
}


def rule(name: str, when: str, **fields: Any) -> dict[str, Any]:
    """A rule; its texts carry its number, and every field has an ordinary value unless given."""
    number = int(name.rpartition("-")[2])
    sentence = {"en": f"Advice {number}", "ar": f"مشورة {number}"}
    how = {"en": f"How to do {number}.", "ar": f"كيف يُفعل {number}."}
    unknown = {
        "summary": {"en": f"Find out {number}", "ar": f"تحقّق {number}"},
        "detail": {"en": f"How to find out {number}.", "ar": f"كيف يُتحقّق {number}."},
    }
    written: dict[str, Any] = {
        "id": name,
        "when": plain(read_document(when, "condition")),
        "if_unknown": "silent",
        "modality": "must",
        "action": "protect",
        "urgency": "routine",
        "reviewers": ["case_worker"],
        "grounds": {"basis": "guidance", "guidance": ["ST1.6"]},
        "summary": sentence,
        "detail": how,
        "when_unknown": unknown,
    }
    if "unless" in fields:
        fields["unless"] = plain(read_document(fields["unless"], "condition"))
    return written | fields


def write_book(folder: Path, rules: Iterable[dict[str, Any]], terms: Iterable[dict[str, Any]] = ()) -> Path:
    """Write a folder that has what it needs; guidance and standards are those of the package."""
    listed = {
        "kinds": [{"id": name, "label": {"en": name, "ar": arabic}} for name, arabic in KINDS.items()],
        "reviewers": [{"id": "case_worker", "label": {"en": "case worker", "ar": "عامل الحالة"}}],
        "override_reasons": [
            {"id": "person_decided", "label": {"en": "the person decided", "ar": "قرار الشخص"}}
        ],
        "actions": [
            {
                "id": name,
                "kind": kind,
                "polarity": polarity,
                "standing": standing,
                "label": {"en": name.replace("_", " "), "ar": "عمل"},
                "shown_last": "yes" if name == "warn" else "no",
            }
            | ({"bars": [BARS[name]]} if name in BARS else {})
            for name, (kind, polarity, standing) in ACTIONS.items()
        ],
        "exclusions": [EXCLUSION],
    }
    ruleset = {
        "ruleset": "small-book",
        "version": "1.0.0",
        "decision_point": "small_book",
        "title": {"en": "A small book", "ar": "كتاب صغير"},
        "purpose": {"en": "For tests.", "ar": "للاختبار."},
        "tier": "routine",
        "rules": list(rules),
    }
    for name, data in (("small-book", ruleset), ("actions", listed), ("terms", {"terms": list(terms)})):
        stream = io.StringIO()
        YAML().dump(data, stream)
        (folder / f"{name}.yaml").write_text(stream.getvalue(), encoding="utf-8")
    return folder


def small_engine(folder: Path, *rules: dict[str, Any], terms: Iterable[dict[str, Any]] = ()) -> Engine:
    """An engine for a folder of just these rules."""
    return Engine.load(write_book(folder, rules, terms))
