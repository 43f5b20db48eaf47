"""Engines that match rules, each in the form in which it was found quickest, given the same conditions.

Every engine takes plain data and gives the rules that hold. Where it can evaluate several conditions
in one call, it has all of them in one array.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from benchmarks.bare_engine import bare_engine
from benchmarks.json_logic import json_logic, name

from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY
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
from protection_rules.matchers.match import LoweredRule

Data: TypeAlias = Mapping[str, Any]
Found: TypeAlias = "set[tuple[str, int, bool]]"
"""Rules that hold, each with the number of the item (-1 for the case), and whether for certain."""
Array: TypeAlias = Callable[[Data], Sequence[Any]]
"""Evaluates several conditions on the same data."""

ENVIRONMENT_LIFE: Final = 1_000
"""Matches after which an environment of CLIPS is built anew, since it becomes slower with each."""


class Arrays:
    """The conditions of rules as arrays: one for the case, and one for each kind of item."""

    def __init__(self, rules: Sequence[LoweredRule], array: Callable[[list[Lowered]], Array]) -> None:
        self._arrays: dict[str, tuple[list[tuple[str, int, int]], Array]] = {}
        for about in ("case", *LIST_SECTIONS):
            abouts = {"case", "operation"} if about == "case" else {about}
            conditions: list[Lowered] = []
            places: list[tuple[str, int, int]] = []
            for rule in rules:
                if rule.about not in abouts:
                    continue
                both = [rule.possibly] if rule.possibly == rule.certainly else [rule.possibly, rule.certainly]
                places.append((rule.id, len(conditions), len(conditions) + len(both) - 1))
                conditions += both
            if conditions:
                self._arrays[about] = (places, array(conditions))

    def match(self, data: Data) -> Found:
        """The rules that hold for a case and for its items."""
        found = self._found("case", data, -1)
        for section in LIST_SECTIONS:
            if section in self._arrays:
                for number, item in enumerate(data.get(section, ())):
                    found |= self._found(section, {**data, **item}, number)
        return found

    def _found(self, about: str, data: Data, item: int) -> Found:
        places, evaluate = self._arrays[about]
        truths = evaluate(data)
        return {(rule, item, bool(truths[certain])) for rule, possible, certain in places if truths[possible]}


# how conditions are written


class Written:
    """Conditions as text, in the words of one language of expressions."""

    def __init__(self, also: str, other: str, negated: str, some: str, every: str, member: str) -> None:
        self._joins = {Both: f" {also} ", Either: f" {other} "}
        self._not, self._some, self._every, self._member = negated, some, every, member

    def text(self, node: Lowered, item: str | None = None) -> str:  # one for each kind
        """A condition; inside a list, `item` is its section."""
        match node:
            case OneOf(fact=fact, values=values):
                return self._one_of(self._value(fact, item), VOCABULARY[fact], values)
            case Within(fact=fact, low=low, high=high, or_unknown=or_unknown):
                value = self._value(fact, item)
                inside = f"({value} >= {low} {self._and} {value} <= {high})"
                unknown = f"{value} == -1"
                return unknown if low > high else f"({inside} {self._or} {unknown})" if or_unknown else inside
            case Meets(fact=fact, members=members):
                return self._meets(fact, members, item)
            case Avoids(fact=fact, members=members):
                return self._not.format(self._meets(fact, members, item))
            case Both(parts=parts) | Either(parts=parts):
                written = self._joins[type(node)].join(self.text(part, item) for part in parts)
                return f"({written})" if parts else "true" if isinstance(node, Both) else "false"
            case Count(count=count, parts=parts):
                counted = " + ".join(f"({self.text(part, item)} ? 1 : 0)" for part in parts)
                return f"({counted} >= {count})"
            case Exists(section=section, part=part):
                return self._some.format(section, self.text(part, section))
            case ForAll(section=section, part=part):
                return self._every.format(section, self.text(part, section))

    @property
    def _and(self) -> str:
        return self._joins[Both].strip()

    @property
    def _or(self) -> str:
        return self._joins[Either].strip()

    def _value(self, fact: str, item: str | None) -> str:
        return f"{self._member}.{name(fact)}" if VOCABULARY[fact].section == item else name(fact)

    def _one_of(self, value: str, entry: Any, values: frozenset[str]) -> str:
        others = {*entry.codes, *entry.markers} - values
        if len(values) == 1 or len(others) == 1:
            sign, compared = ("==", values) if len(values) == 1 else ("!=", others)
            return f'{value} {sign} "{next(iter(compared))}"'
        return f"{value} in {_listed(values)}"

    def _meets(self, fact: str, members: frozenset[str], item: str | None) -> str:
        inner = f"{self._member} in {_listed(members)}"
        return self._some.format(self._value(fact, item), inner)


def _listed(values: frozenset[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in sorted(values)) + "]"


CEL: Final = Written("&&", "||", "!{}", "{}.exists(x, {})", "{}.all(x, {})", "x")
ZEN: Final = Written("and", "or", "not ({})", "some({}, {})", "all({}, {})", "#")
PYTHON: Final = Written("and", "or", "not {}", "any({1} for x in {0})", "all({1} for x in {0})", "x")


def _array_text(written: Written, conditions: list[Lowered]) -> str:
    return "[" + ", ".join(written.text(condition) for condition in conditions) + "]"


# engines


def _datalogic(conditions: list[Lowered]) -> Array:
    from datalogic_py import DataHandle, Engine  # noqa: PLC0415  # each is imported where it is measured

    engine = Engine()
    session, compiled = engine.session(), engine.compile([json_logic(each) for each in conditions])

    def evaluate(data: Data, _engine: Any = engine) -> Sequence[Any]:
        return list(session.evaluate_data(compiled, DataHandle(data)))

    return evaluate


def _cel(conditions: list[Lowered]) -> Array:
    import cel  # noqa: PLC0415

    execute: Array = cel.compile(_array_text(CEL, conditions)).execute
    return execute


def _zen(conditions: list[Lowered]) -> Array:
    import zen  # noqa: PLC0415

    evaluate: Array = zen.compile_expression(_array_text(ZEN, conditions)).evaluate
    return evaluate


def _rule_engine(conditions: list[Lowered]) -> Array:
    import rule_engine  # noqa: PLC0415

    evaluate: Array = rule_engine.Rule(_array_text(PYTHON, conditions)).evaluate
    return evaluate


def _generated(rules: Sequence[LoweredRule]) -> Callable[[Data], Found]:
    """One Python function for these rules, which nothing could be left out of."""
    facts = sorted({fact for rule in rules for fact in _facts(rule.possibly)})
    lines = ["def match(data):", *(f"  {name(fact)} = data['{name(fact)}']" for fact in facts)]
    lines += ["  found = set()", "  add = found.add"]
    lines += [f"  if {PYTHON.text(rule.possibly)}: add(({rule.id!r}, -1, True))" for rule in rules]
    lines.append("  return found")
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)  # noqa: S102  # our own text
    function: Callable[[Data], Found] = namespace["match"]
    return function


def _clips(rules: Sequence[LoweredRule]) -> Callable[[Data], Found]:
    import clips  # noqa: PLC0415

    facts = sorted({fact for rule in rules for fact in _facts(rule.possibly)})
    slots = " ".join(f"(slot {name(fact)})" for fact in facts)
    built = [text for rule in rules if (text := _clips_rule(rule)) is not None]
    names = [name(fact) for fact in facts]
    found: Found = set()

    def environment() -> Any:
        made = clips.Environment()
        made.build(f"(deftemplate case {slots})")
        made.define_function(lambda rule: found.add((rule, -1, True)), "hold")
        for text in built:
            made.build(text)
        made.reset()
        return made

    state = {"environment": environment(), "matches": 0}

    def match(data: Data) -> Found:
        if state["matches"] == ENVIRONMENT_LIFE:
            state.update(environment=None, matches=0)
            gc.collect()
            state["environment"] = environment()
        state["matches"] += 1
        made = state["environment"]
        found.clear()
        made.find_template("case").assert_fact(**{each: data[each] for each in names})
        made.run()
        made.reset()
        return set(found)

    return match


def _clips_rule(rule: LoweredRule) -> str | None:
    """A rule whose condition is a choice of conjunctions of comparisons; None where none can hold."""
    patterns = []
    for conjunction in rule.possibly.parts if isinstance(rule.possibly, Either) else (rule.possibly,):
        allowed: dict[str, frozenset[str]] = {}
        for part in conjunction.parts if isinstance(conjunction, Both) else (conjunction,):
            if not isinstance(part, OneOf):
                raise TypeError("only comparisons of single facts")
            allowed[part.fact] = allowed.get(part.fact, part.values) & part.values
        if all(allowed.values()):
            fields = (f"({name(fact)} {_clips_values(values)})" for fact, values in sorted(allowed.items()))
            patterns.append(f"(case {' '.join(fields)})")
    if not patterns:
        return None
    condition = patterns[0] if len(patterns) == 1 else f"(or {' '.join(patterns)})"
    return f'(defrule {rule.id} {condition} => (hold "{rule.id}"))'


def _clips_values(values: frozenset[str]) -> str:
    return "|".join(f'"{value}"' for value in sorted(values))


def _facts(node: Lowered) -> frozenset[str]:
    match node:
        case Both(parts=parts) | Either(parts=parts):
            return frozenset().union(*map(_facts, parts))
        case OneOf(fact=fact):
            return frozenset({fact})
        case _:
            raise TypeError("only comparisons of single facts")


Peer: TypeAlias = Callable[[Sequence[LoweredRule]], Callable[[Data], Found]]


def _in_arrays(array: Callable[[list[Lowered]], Array]) -> Peer:
    return lambda rules: Arrays(rules, array).match


PEERS: Final[Mapping[str, tuple[str, Peer]]] = {
    "generated function": ("", _generated),
    "datalogic-py": ("datalogic_py", _in_arrays(_datalogic)),
    "zen-engine": ("zen", _in_arrays(_zen)),
    "CEL in Rust": ("cel", _in_arrays(_cel)),
    "durable_rules in C": ("durable_rules_engine", bare_engine),
    "clipspy": ("clips", _clips),
    "rule-engine": ("rule_engine", _in_arrays(_rule_engine)),
}
"""Engines with the module that each needs."""
WITH_LISTS: Final = ("datalogic-py", "zen-engine", "CEL in Rust")
"""Those to which lists of items can be given, and that can look through them."""


def installed() -> list[str]:
    """The engines that can be measured here."""
    return [peer for peer, (module, _) in PEERS.items() if not module or find_spec(module) is not None]
