"""The same conditions in JSONLogic, for datalogic-py, an engine in Rust that is given dicts."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from protection_rules.facts.case import Case, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN, VOCABULARY
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
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.match import lower_rules
from protection_rules.rulesets.model import RuleBook


def name(fact: str) -> str:
    """A fact's name without a dot, which JSONLogic takes for a path."""
    return fact.replace(".", "__")


def json_logic(node: Lowered, section: str | None = None) -> Any:
    """A condition as JSONLogic; inside a list, facts of the case are two levels up."""

    def value(fact: str) -> Any:
        if section is not None and VOCABULARY[fact].section != section:
            return {"val": [[2], name(fact)]}
        return {"var": name(fact)}

    match node:
        case OneOf(fact=fact, values=values):
            codes = sorted(values)
            return {"==": [value(fact), codes[0]]} if len(codes) == 1 else {"in": [value(fact), codes]}
        case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
            inside = {"and": [{">=": [value(fact), low]}, {"<=": [value(fact), high]}]}
            unknown = {"==": [value(fact), -1]}
            return unknown if low > high else {"or": [inside, unknown]} if or_unknown else inside
        case Meets(fact=fact, members=members):
            return {"some": [value(fact), {"in": [{"var": ""}, sorted(members)]}]}
        case Avoids(fact=fact, members=members):
            return {"none": [value(fact), {"in": [{"var": ""}, sorted(members)]}]}
        case Both(parts=parts):
            return {"and": [json_logic(part, section) for part in parts]} if parts else True
        case Either(parts=parts):
            return {"or": [json_logic(part, section) for part in parts]} if parts else False
        case Count(count=count, parts=parts):
            return {">=": [{"+": [{"if": [json_logic(part, section), 1, 0]} for part in parts]}, count]}
        case Exists(section=inner, part=part):
            return {"some": [{"var": inner}, json_logic(part, inner)]}
        case ForAll(section=inner, part=part):
            return {"!": [{"some": [{"var": inner}, {"!": [json_logic(part, inner)]}]}]}


class DataLogic:
    """The same conditions in datalogic-py: an array of them for the case, and one for each kind of item."""

    def __init__(self, book: RuleBook) -> None:
        from datalogic_py import DataHandle, Engine  # noqa: PLC0415  # compared where it is installed

        engine = Engine()
        session = engine.session()
        self._keep = (engine, session)
        self._evaluate, self._handle = session.evaluate_data, DataHandle
        rules = lower_rules(book.rules, book.vocabulary)
        self._rules = {
            about: ([rule for rule in rules if rule.about in abouts])
            for about, abouts in {"case": {"case", "operation"}, **{s: {s} for s in LIST_SECTIONS}}.items()
        }
        self._arrays = {
            about: engine.compile(
                [json_logic(each) for rule in some for each in (rule.certainly, rule.possibly)]
            )
            for about, some in self._rules.items()
        }

    def match(self, data: Mapping[str, Any]) -> set[tuple[str, int, bool]]:
        """Rule, item and certainty of every match."""
        found = self._matches("case", data, -1)
        for section in LIST_SECTIONS:
            for number, item in enumerate(data.get(section, ())):
                found |= self._matches(section, {**data, **item}, number)
        return found

    def _matches(self, about: str, data: Mapping[str, Any], item: int) -> set[tuple[str, int, bool]]:
        truths = self._evaluate(self._arrays[about], self._handle(data))
        pairs = zip(self._rules[about], truths[::2], truths[1::2], strict=True)
        return {(rule.id, item, certain) for rule, certain, possible in pairs if possible}


def as_data(case: Case, *, lists: bool) -> dict[str, Any]:
    """A case as datalogic-py is given it."""

    def cells(facts: Mapping[str, Value]) -> dict[str, Any]:
        return {name(path): cell(path, value) for path, value in facts.items()}

    def cell(path: str, value: Value) -> Any:
        if isinstance(value, frozenset):
            return sorted(value)
        return -1 if value == UNKNOWN and VOCABULARY[path].kind == "number" else value

    data = cells(case.facts)
    if lists:
        data |= {
            section: [cells(item.facts) for item in items or ()] for section, items in case.items.items()
        }
    return data


def datalogic(book: RuleBook, cases: list[Case], *, lists: bool) -> float:
    """Seconds of one core for one case, after its matches were found right."""
    engine, compiled = DataLogic(book), CompiledMatcher(lower_rules(book.rules, book.vocabulary))
    data = [as_data(case, lists=lists) for case in cases]
    for case, given in list(zip(cases, data, strict=True))[:100]:
        wanted = {(match.rule, match.certain) for match in compiled.match(case)}
        if wanted != {(rule, certain) for rule, _, certain in engine.match(given)}:
            raise SystemExit("datalogic-py does not find the same; nothing can be compared")
    begun = time.process_time()
    for given in data:
        engine.match(given)
    return (time.process_time() - begun) / len(data)
