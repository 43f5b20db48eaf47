"""An overlay that declares facts of its own, one of every kind and for every way of asking, with rules on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.books import rule


def _text(english: str, arabic: str) -> dict[str, str]:
    return {"en": english, "ar": arabic}


def _fact(
    name: str, kind: str, label: dict[str, str], question: dict[str, str], *how: str, **more: Any
) -> Any:
    supplied_by, asked, sensitivity = how
    return {
        "fact": name,
        "kind": kind,
        "label": label,
        "question": question,
        "supplied_by": supplied_by,
        "asked": asked,
        "sensitivity": sensitivity,
    } | more


def _values(**labels: str) -> dict[str, Any]:
    return {
        "values": [
            {"value": name, "label": _text(name.replace("_", " "), arabic)} for name, arabic in labels.items()
        ]
    }


FACTS = [
    _fact(
        "boat_runs",
        "answer",
        _text("the boat runs", "القارب يعمل"),
        _text("Does the boat run today?", "هل يعمل القارب اليوم؟"),
        *("observe", "openly", "ordinary"),
    ),
    _fact(
        "curfew",
        "choice",
        _text("curfew in town", "حظر التجول في المدينة"),
        _text("Is there a curfew?", "هل من حظر تجول؟"),
        *("office", "openly", "ordinary"),
        **_values(lifted="مرفوع", by_night="ليلاً", all_day="طوال اليوم"),
    ),
    _fact(
        "sought_by",
        "choices",
        _text("who looks for the person", "من يبحث عن الشخص"),
        _text("Is somebody looking for you?", "هل من أحد يبحث عنكم؟"),
        *("self", "privately", "highly_sensitive"),
        **_values(clan_elders="وجهاء العشيرة", river_guards="حرس النهر", smugglers="مهرّبون"),
    ),
    _fact(
        "hours_on_the_way",
        "number",
        _text("hours on the way", "ساعات الطريق"),
        _text("How many hours was the way?", "كم ساعة استغرق الطريق؟"),
        *("staff", "openly", "confidential"),
        minimum=0,
        maximum=96,
    ),
    _fact(
        "vow_made",
        "answer",
        _text("a vow that was made", "نذر قُطع"),
        _text("Note it only if it is told.", "دوّنه فقط إذا ذُكر."),
        *("self", "noted", "confidential"),
    ),
]
RULES = [
    rule("LOC-01", "local.curfew: [by_night, all_day]", if_unknown="verify", action="talk"),
    rule(
        "LOC-02",
        "{accommodation.type: host_person, local.sought_by: {includes_any: [clan_elders, smugglers]}}",
        about="accommodation",
        if_unknown="precaution",
        action="rule_out",
    ),
    rule("LOC-03", "local.hours_on_the_way: {more_than: 24}", if_unknown="verify", action="treat"),
    rule("LOC-04", "{all: [local.vow_made: yes, local.boat_runs: {not: no}]}", if_unknown="verify"),
    rule("LOC-05", "local.sought_by: none", action="refer", about="service"),
]


def write_local_overlay(folder: Path, rules: list[dict[str, Any]] | None = None, **files: Any) -> Path:
    """The overlay in a folder; with `rules`, these in place of its own; `files` are further files by name."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        "overlay": folder.name,
        "version": "1.0.0",
        "title": _text("By the river", "عند النهر"),
        "purpose": _text("For tests.", "للاختبار."),
        "responsible": _text("head of office", "رئيس المكتب"),
    }
    own = {
        "ruleset": f"rules-of-{folder.name}",
        "version": "1.0.0",
        "decision_point": "own",
        "title": _text("By the river", "عند النهر"),
        "purpose": _text("For tests.", "للاختبار."),
        "tier": "routine",
        "rules": RULES if rules is None else rules,
    }
    written = {"overlay": head, "facts": {"facts": FACTS}, "own": own} | files
    for name, data in written.items():
        (folder / f"{name}.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder
