"""How large conditions are with their terms written out, and whether that is within bounds.

Terms that use one another can grow beyond any memory in a few lines, and conditions about listed
items inside one another beyond any patience.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protection_rules.documents import Span
from protection_rules.logic.nodes import Condition, Every, None_, Some, Term, parts
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.limits import (
    DEEPEST_NESTING,
    LARGEST_CONDITION,
    MOST_COMPARISONS,
    MOST_ITEMS,
    MOST_RULES,
)
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.model import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a condition.

    `comparisons` counts what it calls for where every list of a profile is full.
    """

    parts: int
    levels: int
    comparisons: int


def extent(condition: Condition) -> Extent:
    """The extent of a condition; a term is looked at once, however often it is used."""
    return _extent(condition, {})


def _extent(condition: Condition, terms: dict[int, Extent]) -> Extent:
    if isinstance(condition, Term) and id(condition.part) in terms:
        return terms[id(condition.part)]
    inner = [_extent(part, terms) for part in parts(condition)]
    times = MOST_ITEMS if isinstance(condition, Some | Every | None_) else 1
    found = Extent(
        1 + sum(part.parts for part in inner),
        1 + max((part.levels for part in inner), default=0),
        1 + times * sum(part.comparisons for part in inner),
    )
    if isinstance(condition, Term):
        terms[id(condition.part)] = found
    return found


def check_condition(condition: Condition, items: int, span: Span, findings: Findings) -> bool:
    """Note a condition that is too large; True if it is not. `items` are at hand beside the case."""
    found = extent(condition)
    too_large = {
        f"condition has more than {LARGEST_CONDITION} parts": found.parts > LARGEST_CONDITION,
        f"condition has more than {DEEPEST_NESTING} levels": found.levels > DEEPEST_NESTING,
        f"condition calls for more than {MOST_COMPARISONS} comparisons where every list is full":
            found.comparisons * MOST_ITEMS**items > MOST_COMPARISONS,
    }  # fmt: skip
    message = next((message for message, applies in too_large.items() if applies), None)
    if message is not None:
        hint = "say it in fewer words, or in several rules; terms count as if they were written out"
        findings.add(span, "too-large", message, hint)
    return message is None


def check_book(book: RuleBook, findings: Findings) -> None:
    """Note rules that are too many, or that are too much work together."""
    rules = 0
    comparisons = 0
    for rule in book.rules:
        rules += 1
        comparisons += sum(_work(rule, book))
        if rules > MOST_RULES:
            findings.add(rule.span, "too-large", f"folder has more than {MOST_RULES} rules", "divide it")
            return
        if comparisons > MOST_COMPARISONS:
            message = f"rules call for more than {MOST_COMPARISONS} comparisons where every list is full"
            hint = "divide the folder, or say less with `some`, `every` and `none`"
            findings.add(rule.span, "too-large", message, hint)
            return
