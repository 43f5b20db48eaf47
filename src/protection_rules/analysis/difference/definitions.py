"""What decides how a rule behaves, written so that the same is written alike.

Two rules with the same definition say the same of every profile, whatever their words. The order of
parts and codes, terms and their names, double negation and the like make no difference to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

from protection_rules.analysis.solver.outcomes import Conditions, bars
from protection_rules.logic.lowering import (
    Avoids,
    Both,
    Count,
    Either,
    Exists,
    ForAll,
    Lowered,
    Meets,
    OneOf,
    Within,
)
from protection_rules.rulesets.model import Rule, RuleBook

DIGITS: Final = 12
"""Hexadecimal digits of a fingerprint."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What decides a rule's behaviour: where it speaks, and what its advice is."""

    where: str
    advice: str


def definitions(book: RuleBook, conditions: Conditions) -> Mapping[str, Definition]:
    """The definition of every rule of a book, by id."""
    return {rule.id: _definition(rule, book, conditions) for rule in book.rules}


def fingerprint(parts: Iterable[object]) -> str:
    """A short digest of what these parts are written as."""
    text = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _definition(rule: Rule, book: RuleBook, conditions: Conditions) -> Definition:
    read, action = conditions.of_rules[rule.id], book.actions[rule.action]
    barred = [
        [bar.action, bar.about, bar.standing, written(read.certainly), written(read.possibly)]
        for bar in bars(rule, book)
        for read in (conditions.of_bars[rule.id, bar],)
    ]
    advice = {
        "about": rule.about,
        "modality": rule.modality,
        "action": rule.action,
        "urgency": rule.urgency,
        "tier": rule.tier,
        "if_unknown": rule.if_unknown,
        "overrides": sorted(rule.overrides),
        "polarity": action.polarity,
        "standing": action.standing,
        "bars": sorted(barred, key=_text),
    }
    return Definition(_text([written(read.certainly), written(read.possibly)]), _text(advice))


def written(condition: Lowered) -> list[Any]:
    """A lowered condition as plain data, in an order that does not depend on how it was written."""
    kind = type(condition).__name__
    match condition:
        case OneOf(fact=fact, values=values):
            return [kind, fact, *sorted(values)]
        case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
            return [kind, fact, low, high, or_unknown]
        case Meets(fact=fact, members=members) | Avoids(fact=fact, members=members):
            return [kind, fact, *sorted(members)]
        case Both(parts=parts) | Either(parts=parts):
            return [kind, *sorted(map(written, parts), key=_text)]
        case Count(count=count, parts=parts):
            return [kind, count, *sorted(map(written, parts), key=_text)]
        case Exists(section=section, part=part, unlisted=unlisted):
            return [kind, section, unlisted, written(part)]
        case ForAll(section=section, part=part, unlisted=unlisted):
            return [kind, section, unlisted, written(part)]
        case _:
            assert_never(condition)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
