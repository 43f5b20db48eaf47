"""Matching with one generated Python function.

The conditions are written as Python source through `ast`; nothing but comparisons of local values
is in it. Independent of the durable working memory, which it is compared with.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never, cast

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
        self._module, self._function = _generate(rules)
        # a match that is of no item is the same for every case
        self._alone = {
            (index, certain): Match(rule.id, rule.about, certain)
            for index, rule in enumerate(rules)
            for certain in (True, False)
        }

    @property
    def source(self) -> str:
        """The generated function as Python source."""
        return ast.unparse(self._module)

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


def _generate(rules: tuple[LoweredRule, ...]) -> tuple[ast.Module, _Function]:
    writer = _Writer()
    body: list[ast.stmt] = []
    for about in ("case", "operation", *LIST_SECTIONS):
        statements = [writer.rule(index, rule) for index, rule in enumerate(rules) if rule.about == about]
        if not statements:
            continue
        if about == "operation":
            body.append(ast.If(_name("has_operation"), statements, []))
        elif about == "case":
            body += statements
        else:
            items = ast.BoolOp(ast.Or(), [_at("items", about), ast.Tuple([], ast.Load())])
            body.append(ast.For(ast.Name(about, ast.Store()), items, statements, []))
    parameters = [ast.arg(name) for name in ("facts", "items", "has_operation", "found")]
    arguments = ast.arguments(posonlyargs=[], args=parameters, kwonlyargs=[], kw_defaults=[], defaults=[])
    function = ast.FunctionDef("match", arguments, [*writer.assignments(), *body, ast.Pass()], [])
    module = ast.Module([function], [])
    _place(module)
    namespace: dict[str, object] = {}
    exec(compile(module, "<rules>", "exec"), namespace)  # noqa: S102  # our own tree, no text of a ruleset in it
    return module, cast("_Function", namespace["match"])


def _place(module: ast.Module) -> None:
    """Give every statement and expression a place, as the compiler wants it: the same for all.

    `ast.fix_missing_locations` looks what each lacks, which takes as long as compiling.
    """
    nodes: list[ast.AST] = [module]
    while nodes:
        node = nodes.pop()
        node.lineno, node.col_offset = 1, 0  # type: ignore[attr-defined]  # those that take none do not mind
        for part in vars(node).values():
            if isinstance(part, ast.AST):
                nodes.append(part)
            elif isinstance(part, list):
                nodes += part


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _at(mapping: str, key: str) -> ast.expr:
    return ast.Subscript(_name(mapping), ast.Constant(key), ast.Load())


@dataclass
class _Writer:
    """Writes expressions; facts of the case become local variables, read once."""

    _locals: dict[str, str] = field(default_factory=dict)
    _depth: int = 0

    def assignments(self) -> list[ast.stmt]:
        """The local variables that the expressions use."""
        return [
            ast.Assign([ast.Name(name, ast.Store())], _at("facts", fact))
            for fact, name in self._locals.items()
        ]

    def rule(self, index: int, rule: LoweredRule) -> ast.stmt:
        """`if possibly: found.append((index, item, certainly))`."""
        bound: dict[str, str] = {rule.about: rule.about} if rule.about in LIST_SECTIONS else {}
        item = _name(rule.about) if bound else ast.Constant(None)
        certain = (
            ast.Constant(True) if rule.certainly == rule.possibly else self._write(rule.certainly, bound)
        )
        found = ast.Tuple([ast.Constant(index), item, certain], ast.Load())
        append = ast.Call(ast.Attribute(_name("found"), "append", ast.Load()), [found], [])
        return ast.If(self._write(rule.possibly, bound), [ast.Expr(append)], [])

    def _write(self, node: Lowered, bound: Mapping[str, str]) -> ast.expr:
        match node:
            case OneOf(fact=fact, values=values):
                value = self._value(fact, bound)
                if len(values) == 1:
                    return _compare(value, ast.Eq(), ast.Constant(next(iter(values))))
                return _compare(value, ast.In(), _frozen(values))
            case Within():
                return self._within(node, bound)
            case Meets(fact=fact, members=members):
                return ast.UnaryOp(ast.Not(), self._disjoint(fact, members, bound))
            case Avoids(fact=fact, members=members):
                return self._disjoint(fact, members, bound)
            case Both(parts=parts):
                return self._joined(ast.And(), parts, bound, empty=True)
            case Either(parts=parts):
                return self._joined(ast.Or(), parts, bound, empty=False)
            case Count(count=count, parts=parts):
                written = [self._write(part, bound) for part in parts]
                total = ast.Call(_name("sum"), [ast.Tuple(written, ast.Load())], [])
                return _compare(total, ast.GtE(), ast.Constant(count))
            case Exists() | ForAll():
                return self._quantified(node, bound)
            case _:
                assert_never(node)

    def _value(self, fact: str, bound: Mapping[str, str]) -> ast.expr:
        section = fact.partition(".")[0]
        if section in LIST_SECTIONS:
            facts = ast.Attribute(_name(bound[section]), "facts", ast.Load())
            return ast.Subscript(facts, ast.Constant(fact), ast.Load())
        return _name(self._locals.setdefault(fact, f"fact_{len(self._locals)}"))

    def _disjoint(self, fact: str, members: frozenset[str], bound: Mapping[str, str]) -> ast.expr:
        method = ast.Attribute(self._value(fact, bound), "isdisjoint", ast.Load())
        return ast.Call(method, [_frozen(members)], [])

    def _within(self, node: Within, bound: Mapping[str, str]) -> ast.expr:
        value = self._value(node.fact, bound)
        unknown = _compare(value, ast.Eq(), ast.Constant(UNKNOWN))
        if node.low > node.high:
            return unknown if node.or_unknown else ast.Constant(False)
        known = _compare(value, ast.NotEq(), ast.Constant(UNKNOWN))
        inside = ast.Compare(ast.Constant(node.low), [ast.LtE(), ast.LtE()], [value, ast.Constant(node.high)])
        if node.or_unknown:
            return ast.BoolOp(ast.Or(), [unknown, inside])
        return ast.BoolOp(ast.And(), [known, inside])

    def _joined(
        self, operator: ast.boolop, parts: Iterable[Lowered], bound: Mapping[str, str], *, empty: bool
    ) -> ast.expr:
        written = [self._write(part, bound) for part in parts]
        if len(written) > 1:
            return ast.BoolOp(operator, written)
        return written[0] if written else ast.Constant(empty)

    def _quantified(self, node: Exists | ForAll, bound: Mapping[str, str]) -> ast.expr:
        self._depth += 1
        variable = f"{node.section}_{self._depth}"
        inner = self._write(node.part, {**bound, node.section: variable})
        self._depth -= 1
        listed = _at("items", node.section)
        loop = ast.comprehension(ast.Name(variable, ast.Store()), listed, [], 0)
        quantifier = "any" if isinstance(node, Exists) else "all"
        over = ast.Call(_name(quantifier), [ast.GeneratorExp(inner, [loop])], [])
        is_unlisted = _compare(listed, ast.Is(), ast.Constant(None))
        return ast.IfExp(is_unlisted, ast.Constant(node.unlisted), over)


def _compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [operator], [right])


def _frozen(values: frozenset[str]) -> ast.expr:
    return ast.Constant(cast("str", values))  # the compiler takes a frozen set; the stubs do not know it
