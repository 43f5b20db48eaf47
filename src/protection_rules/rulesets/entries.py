"""Entries of the files of a folder, from plain data of sound form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from protection_rules.facts.text import Text
from protection_rules.rulesets.model import Action, Bar, GuidanceEntry, Named, Rule, Ruleset, Standard, Words


def text_of(data: Mapping[str, str]) -> Text:
    """The text in both languages."""
    return Text(data["en"].strip(), data["ar"].strip())


def words_of(data: Mapping[str, Any]) -> Words:
    """What a rule says."""
    return Words(text_of(data["summary"]), text_of(data["detail"]))


def named_of(data: Mapping[str, Any]) -> Named:
    """Something with an id and a label."""
    return Named(data["id"], text_of(data["label"]))


def action_of(data: Mapping[str, Any], bars: tuple[Bar, ...]) -> Action:
    """An action with what it bars."""
    return Action(
        id=data["id"],
        label=text_of(data["label"]),
        kind=data["kind"],
        polarity=data["polarity"],
        standing=data.get("standing", "none"),
        shown_last=data.get("shown_last") == "yes",
        bars=bars,
    )


def guidance_of(data: Mapping[str, Any]) -> GuidanceEntry:
    """An entry of the register of guidance."""
    return GuidanceEntry(
        id=data["id"],
        section=text_of(data["section"]),
        place=text_of(data["place"]),
        line=data["line"],
        kind=data["kind"],
        level=data["level"],
        decidable=data["decidable"],
        decision_points=tuple(data["decision_points"]),
        facts=tuple(data["facts"]),
        summary=text_of(data["summary"]),
        no_rule=text_of(data["no_rule"]) if "no_rule" in data else None,
    )


def standard_of(data: Mapping[str, Any]) -> Standard:
    """A standard."""
    not_verified = data.get("not_verified")
    return Standard(
        data["id"],
        text_of(data["title"]),
        text_of(data["verified"]),
        text_of(not_verified) if not_verified else None,
    )


def ruleset_of(
    data: Mapping[str, Any], rules: Iterable[Rule], digest: str, changed_by: tuple[str, ...] = ()
) -> Ruleset:
    """A ruleset with its rules."""
    return Ruleset(
        id=data["ruleset"],
        version=data["version"],
        decision_point=data["decision_point"],
        title=text_of(data["title"]),
        purpose=text_of(data["purpose"]),
        digest=digest,
        rules=tuple(rules),
        changed_by=changed_by,
    )
