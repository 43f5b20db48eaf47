"""Conditions as a policy author writes them, and read back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from random import Random
from typing import Any

from ruamel.yaml import YAML

from protection_rules.documents import read_document
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)
from protection_rules.rulesets.conditions import ConditionReader, TermUse
from protection_rules.rulesets.diagnostics import Findings


def read_condition(text: str, at_hand: Iterable[str] = (), terms: Iterable[Term] = ()) -> Condition:
    """The condition that a text stands for; `terms` are those it uses, in the order of their use."""
    findings, used = Findings(), iter(terms)
    reader = ConditionReader(
        findings, lambda _: TermUse(next(used), "case"), list, frozenset(at_hand), VOCABULARY
    )
    # as a part of something, so that its size does not matter
    condition = reader.part(read_document(text, "condition"))
    assert not findings, [str(finding) for finding in findings.sorted()]
    assert condition is not None
    return condition


class ConditionWriter:
    """Writes conditions as YAML, choosing at random where there is more than one way to say it."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.terms: list[Term] = []

    def text(self, condition: Condition) -> str:
        stream = io.StringIO()
        yaml = YAML()
        yaml.default_flow_style = self._random.choice([None, True, False])
        yaml.dump(self._written(condition), stream)
        return stream.getvalue()

    def _written(self, condition: Condition) -> Any:
        match condition:
            case Always():
                return "always"
            case All(parts=parts):
                return {"all": [self._written(part) for part in parts]}
            case AnyOf(parts=parts):
                return {"any": [self._written(part) for part in parts]}
            case AtLeast(count=count, parts=parts):
                return {"at_least": {"count": count, "of": [self._written(part) for part in parts]}}
            case Not(part=Surely(part=Is(fact=fact, values=values))) if self._heads():
                return {fact: {"not_known_to_be": self._values(values)}}
            case Not(part=Is(fact=fact, values=values)) if self._heads():
                return {fact: {"not": self._values(values)}}
            case Not(part=IsUnknown(fact=fact)) if self._heads():
                return {fact: {"is_unknown": "no"}}
            case Not(part=Term() as term) if self._heads():
                return {self._term(term): "no"}
            case Not(part=part):
                return {"not": self._written(part)}
            case Surely(part=part):
                return {"surely": self._written(part)}
            case Possibly(part=part):
                return {"possibly": self._written(part)}
            case Some(section=section, part=part):
                return {"some": {section: self._written(part)}}
            case Every(section=section, part=part):
                return {"every": {section: self._written(part)}}
            case None_(section=section, part=part):
                return {"none": {section: self._written(part)}}
            case Term():
                return {self._term(condition): "yes"}
            case Is(fact=fact, values=values):
                return {fact: self._values(values)}
            case Includes(fact=fact, codes=codes):
                return {fact: {"includes" if len(codes) == 1 else "includes_any": self._values(codes)}}
            case Compare(fact=fact, comparison=comparison, bound=bound):
                return {fact: {comparison: bound}}
            case MemberOf(fact=fact, of=of):
                return {fact: {"in": of}}
            case IsUnknown(fact=fact):
                return {fact: {"is_unknown": "yes"}}

    def _term(self, term: Term) -> str:
        self.terms.append(term)
        return term.name

    def _values(self, values: frozenset[str]) -> Any:
        listed = sorted(values)
        return listed[0] if len(listed) == 1 and self._heads() else listed

    def _heads(self) -> bool:
        return self._random.random() < 0.5
