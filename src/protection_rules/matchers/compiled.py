"""Matching with one generated Python function.

The conditions are written as Python source; nothing but comparisons of local values is in it.
Independent of the durable working memory, which it is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never, cast

from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN
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
from protection_rules.matchers.match import LoweredRule, Match

_Found = list[tuple[int, "Item | None", bool]]
_Function = Callable[[Mapping[str, Value], Mapping[str, "tuple[Item, ...] | None"], bool, _Found], None]


class CompiledMatcher:
    """Matches with a function generated from the rules."""

    def __init__(self, rules: tuple[LoweredRule, ...]) -> None:
        self._rules = rules
        self.source: Final = _written(rules)
        """The generated function as Python source."""
        self._function = _generated(self.source)
        # a match that is of no item is the same for every case
        self._alone = {
            (index, certain): Match(rule.id, rule.about, certain)
            for index, rule in enumerate(rules)
            for certain in (True, False)
        }

    @property
    def name(self) -> str:
        """`compiled`."""
        return "compiled"

    def match(self, case: Case) -> frozenset[Match]:
        """Every match of the case."""
        found: _Found = []
        self._function(case.facts, case.items, case.has_operation, found)
        return frozenset([self._match(each) for each in found])

    def _match(self, found: tuple[int, Item | None, bool]) -> Match:
        index, item, certain = found
        if item is None:
            return self._alone[index, certain]
        rule = self._rules[index]
        return Match(rule.id, f"{rule.about}:{item.id}", certain)


def _generated(source: str) -> _Function:
    namespace: dict[str, object] = {}
    # our own text: all that it has of a ruleset are codes and paths of the vocabulary, as literals
    exec(compile(source, "<rules>", "exec"), namespace)  # noqa: S102
    return cast("_Function", namespace["match"])


def _written(rules: tuple[LoweredRule, ...]) -> str:
    """The function for the rules, rules about the same thing together."""
    writer = _Writer()
    body: list[str] = []
    for about in ("case", "operation", *LIST_SECTIONS):
        statements = [writer.rule(index, rule) for index, rule in enumerate(rules) if rule.about == about]
        if not statements:
            continue
        if about == "operation":
            body.append("    if has_operation:")
        elif about in LIST_SECTIONS:
            body.append(f"    for {about} in items[{about!r}] or ():")
        indent = "    " if about == "case" else "        "
        body += [indent + statement for statement in statements]
    head = "def match(facts, items, has_operation, found):"
    return "\n".join([head, *writer.assignments(), *body, "    pass", ""])


@dataclass
class _Writer:
    """Writes expressions; facts of the case become local variables, read once.

    What is written can stand on either side of `and` and `or` as it is.
    """

    _locals: dict[str, str] = field(default_factory=dict)
    _depth: int = 0

    def assignments(self) -> list[str]:
        """The local variables that the expressions use."""
        return [f"    {name} = facts[{fact!r}]" for fact, name in self._locals.items()]

    def rule(self, index: int, rule: LoweredRule) -> str:
        """`if possibly: found.append((index, item, certainly))`."""
        bound: dict[str, str] = {rule.about: rule.about} if rule.about in LIST_SECTIONS else {}
        item = rule.about if bound else None
        possibly = self._write(rule.possibly, bound)
        certain = "True" if rule.certainly == rule.possibly else self._write(rule.certainly, bound)
        return f"if {possibly}: found.append(({index}, {item}, {certain}))"

    def _write(self, node: Lowered, bound: Mapping[str, str]) -> str:
        match node:
            case OneOf(fact=fact, values=values):
                value = self._value(fact, bound)
                if len(values) == 1:
                    return f"{value} == {next(iter(values))!r}"
                return f"{value} in {{{_listed(values)}}}"
            case Within():
                return self._within(node, bound)
            case Meets(fact=fact, members=members):
                return f"not {self._disjoint(fact, members, bound)}"
            case Avoids(fact=fact, members=members):
                return self._disjoint(fact, members, bound)
            case Both(parts=parts):
                return self._joined("and", parts, bound, empty=True)
            case Either(parts=parts):
                return self._joined("or", parts, bound, empty=False)
            case Count(count=count, parts=parts):
                total = ", ".join([self._write(part, bound) for part in parts])
                return f"sum(({total},)) >= {count:d}"
            case Exists() | ForAll():
                return self._quantified(node, bound)
            case _:
                assert_never(node)

    def _value(self, fact: str, bound: Mapping[str, str]) -> str:
        section = fact.partition(".")[0]
        if section in LIST_SECTIONS:
            return f"{bound[section]}.facts[{fact!r}]"
        return self._locals.setdefault(fact, f"fact_{len(self._locals)}")

    def _disjoint(self, fact: str, members: frozenset[str], bound: Mapping[str, str]) -> str:
        return f"{self._value(fact, bound)}.isdisjoint(({_listed(members)}))"

    def _within(self, node: Within, bound: Mapping[str, str]) -> str:
        value = self._value(node.fact, bound)
        if node.low > node.high:
            return f"{value} == {UNKNOWN!r}" if node.or_unknown else "False"
        inside = f"{node.low:d} <= {value} <= {node.high:d}"
        if node.or_unknown:
            return f"({value} == {UNKNOWN!r} or {inside})"
        return f"({value} != {UNKNOWN!r} and {inside})"

    def _joined(
        self, operator: str, parts: Iterable[Lowered], bound: Mapping[str, str], *, empty: bool
    ) -> str:
        written = [self._write(part, bound) for part in parts]
        if len(written) > 1:
            return f"({f' {operator} '.join(written)})"
        return written[0] if written else str(empty)

    def _quantified(self, node: Exists | ForAll, bound: Mapping[str, str]) -> str:
        self._depth += 1
        variable = f"item_{self._depth}"
        inner = self._write(node.part, {**bound, node.section: variable})
        self._depth -= 1
        listed = f"items[{node.section!r}]"
        quantifier = "any" if isinstance(node, Exists) else "all"
        over = f"{quantifier}({inner} for {variable} in {listed})"
        return f"({bool(node.unlisted)} if {listed} is None else {over})"


def _listed(values: frozenset[str]) -> str:
    """Values between brackets, in the same order each time; the compiler makes one constant of them."""
    return "".join([f"{value!r}, " for value in sorted(values)])
