"""Reading conditions: from a document to nodes, with a finding for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, cast, get_args

from protection_rules.documents import Document, Entry, Scalar, Sequence, Span
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY, FactEntry
from protection_rules.logic.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    Every,
    Includes,
    Is,
    IsUnknown,
    ListSection,
    MemberOf,
    None_,
    Not,
    Possibly,
    Some,
    Surely,
    Term,
)
from protection_rules.rulesets.diagnostics import Findings, shown, suggest
from protection_rules.rulesets.extent import check_condition

COMPARISONS: Final[tuple[str, ...]] = get_args(Comparison)
CONNECTIVES: Final[tuple[str, ...]] = ("all", "any", "not", "surely", "possibly", "at_least")
QUANTIFIERS: Final[tuple[str, ...]] = ("some", "every", "none")
OPERATORS: Final[tuple[str, ...]] = (
    "not",
    "not_known_to_be",
    "includes",
    "includes_any",
    *COMPARISONS,
    "in",
    "is_unknown",
)
"""What may stand under a fact."""
RESERVED: Final = frozenset({"always", *CONNECTIVES, *QUANTIFIERS})
"""Names that no term can have."""


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term with the list section its condition needs an item of, if any."""

    term: Term
    about: str


def terms_used(document: Document | None) -> Iterator[str]:
    """The names that stand in a condition where terms stand, in order."""
    pending = [document]
    while pending:
        match pending.pop():
            case Sequence(items=items):
                pending += reversed(items)
            case DocumentMapping(entries=entries):
                for entry in reversed(entries):
                    match entry.key, entry.value:
                        case "all" | "any" | "not" | "surely" | "possibly", value:
                            pending.append(value)
                        case "some" | "every" | "none", DocumentMapping(entries=sections):
                            pending += (section.value for section in sections)
                        case "at_least", DocumentMapping() as value:
                            pending.append(value.get("of"))
                        case name, _ if "." not in name and name not in RESERVED:
                            yield name


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions where these terms are known and these list sections have an item at hand."""

    findings: Findings
    terms: Callable[[str], TermUse | None]
    term_names: Callable[[], list[str]]
    at_hand: frozenset[str]

    def read(self, document: Document) -> Condition | None:
        """The condition, or None where it has a fault (which is then among the findings)."""
        found = self.part(document)
        if found is None or not check_condition(
            found, document.span, self.findings, for_items=bool(self.at_hand)
        ):
            return None
        return found

    def part(self, document: Document) -> Condition | None:
        """The same for a part of a condition, whose size counts with the whole."""
        match document:
            case Scalar(value="always", span=span):
                return Always(span)
            case DocumentMapping(entries=entries, span=span) if entries:
                return self._joined([self._entry(entry) for entry in entries], span)
            case _:
                hint = "write `always`, or facts, terms, all, any, not, ... with what they are compared to"
                if isinstance(document, Sequence):
                    hint = "write `all:` or `any:` over the list"
                self.findings.add(document.span, "wrong-form", "expected a condition", hint)
                return None

    def _joined(self, parts: list[Condition | None], span: Span) -> Condition | None:
        whole = [part for part in parts if part is not None]
        if len(whole) < len(parts):
            return None
        return whole[0] if len(whole) == 1 else All(tuple(whole), span)

    def _list(self, document: Document) -> tuple[Condition, ...] | None:
        """The parts of `all` and `any`: a list, or a mapping whose entries are the parts."""
        match document:
            case Sequence(items=items) if items:
                parts = [self.part(item) for item in items]
            case DocumentMapping(entries=entries) if entries:
                parts = [self._entry(entry) for entry in entries]
            case _:
                self.findings.add(
                    document.span, "wrong-form", "expected a list of conditions", "begin each with a hyphen"
                )
                return None
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    def _entry(self, entry: Entry) -> Condition | None:
        key, span, value = entry.key, entry.key_span, entry.value
        if "." in key:
            return self._fact(key, span, value)
        match key:
            case "all" | "any":
                inner = self._list(value)
                if inner is None:
                    return None
                return All(inner, span) if key == "all" else AnyOf(inner, span)
            case "not" | "surely" | "possibly":
                part = self.part(value)
                if part is None:
                    return None
                if key == "not":
                    return Not(part, span)
                return Surely(part, span) if key == "surely" else Possibly(part, span)
            case "some" | "every" | "none":
                return self._quantified(key, span, value)
            case "at_least":
                return self._at_least(span, value)
        return self._term(key, span, value)

    def _quantified(self, key: str, span: Span, value: Document) -> Condition | None:
        if not isinstance(value, DocumentMapping) or len(value.entries) != 1:
            self.findings.add(
                value.span,
                "wrong-form",
                f"expected one list section under `{key}`",
                f"write `{key}: {{service: ...}}`; list sections are {', '.join(LIST_SECTIONS)}",
            )
            return None
        section = value.entries[0]
        if section.key not in LIST_SECTIONS:
            self.findings.add(
                section.key_span,
                "unknown-value",
                f"`{section.key}` is not a section that lists items",
                suggest(section.key, LIST_SECTIONS),
            )
            return None
        inner = replace(self, at_hand=self.at_hand | {section.key}).part(section.value)
        if inner is None:
            return None
        name = cast("ListSection", section.key)
        match key:
            case "some":
                return Some(name, inner, span)
            case "every":
                return Every(name, inner, span)
            case _:
                return None_(name, inner, span)

    def _at_least(self, span: Span, value: Document) -> Condition | None:
        count = value.get("count") if isinstance(value, DocumentMapping) else None
        of = value.get("of") if isinstance(value, DocumentMapping) else None
        if (
            not isinstance(value, DocumentMapping)
            or {entry.key for entry in value.entries} != {"count", "of"}
            or not isinstance(count, Scalar)
            or of is None
            or type(count.value) is not int
        ):
            self.findings.add(
                value.span,
                "wrong-form",
                "expected `count` (a whole number) and `of` (a list of conditions) under `at_least`",
                "to compare a number, write `at_least` under the fact",
            )
            return None
        inner = self._list(of)
        if inner is None:
            return None
        if not 1 <= count.value <= len(inner):
            self.findings.add(
                count.span,
                "wrong-form",
                f"`count` is not between 1 and the number of conditions, {len(inner)}",
            )
            return None
        return AtLeast(count.value, inner, span)

    def _term(self, key: str, span: Span, value: Document) -> Condition | None:
        use = self.terms(key)
        if use is None:
            facts = " or ".join(f"`{path}`" for path, fact in VOCABULARY.items() if fact.name == key)
            names = [*self.term_names(), *CONNECTIVES, *QUANTIFIERS]
            hint = f"a fact is written with its section: {facts}" if facts else suggest(key, names)
            self.findings.add(span, "unknown-term", f"`{key}` is not a term", hint)
            return None
        if use.about != "case" and use.about not in self.at_hand:
            self.findings.add(
                span,
                "wrong-place",
                f"term `{key}` is about one {use.about}, and none is at hand here",
                f"say `about: {use.about}` in the rule or term, or use `some`, `every` or `none`",
            )
            return None
        if not isinstance(value, Scalar) or value.value not in {"yes", "no"}:
            message = f"term `{key}` is compared with yes or no"
            self.findings.add(value.span, "unknown-value", message, f"write `{key}: yes`")
            return None
        term = Term(use.term.name, use.term.label, use.term.part, span)
        return term if value.value == "yes" else Not(term, span)

    # facts

    def _fact(self, path: str, span: Span, value: Document) -> Condition | None:
        fact = self._known(path, span)
        if fact is None:
            return None
        if isinstance(value, DocumentMapping):
            return self._operator(fact, span, value)
        values = self._values(fact, value)
        return None if values is None else Is(path, values, span)

    def _known(self, path: str, span: Span) -> FactEntry | None:
        fact = VOCABULARY.get(path)
        if fact is None:
            self.findings.add(
                span, "unknown-fact", f"`{path}` is not a fact of the vocabulary", suggest(path, VOCABULARY)
            )
            return None
        if fact.section in LIST_SECTIONS and fact.section not in self.at_hand:
            self.findings.add(
                span,
                "wrong-place",
                f"`{path}` belongs to one {fact.section}, and none is at hand here",
                f"say `about: {fact.section}` in the rule or term, or use `some`, `every` or `none`",
            )
            return None
        return fact

    def _scalars(self, document: Document) -> list[Scalar] | None:
        items = document.items if isinstance(document, Sequence) else (document,)
        scalars = [item for item in items if isinstance(item, Scalar)]
        if not items or len(scalars) < len(items):
            self.findings.add(document.span, "wrong-form", "expected a value or a list of values")
            return None
        return scalars

    def _values(self, fact: FactEntry, document: Document) -> frozenset[str] | None:
        """The values that a fact is compared with directly."""
        if fact.kind == "number":
            hint = f"write `{fact.path}: {{at_most: 72}}`, {', '.join(COMPARISONS[1:])} or is_unknown"
            self.findings.add(document.span, "wrong-comparison", f"`{fact.path}` is a number", hint)
            return None
        scalars = self._scalars(document)
        if scalars is None:
            return None
        if fact.kind == "choices" and any(scalar.value in fact.codes for scalar in scalars):
            hint = f"write `{fact.path}: {{includes: ...}}`; only {', '.join(fact.markers)} stand alone"
            self.findings.add(document.span, "wrong-comparison", f"`{fact.path}` is a set of values", hint)
            return None
        known = fact.markers if fact.kind == "choices" else (*fact.codes, *fact.markers)
        return self._codes(fact, scalars, known)

    def _codes(self, fact: FactEntry, scalars: list[Scalar], known: tuple[str, ...]) -> frozenset[str] | None:
        codes: set[str] = set()
        for scalar in scalars:
            if isinstance(scalar.value, str) and scalar.value in known:
                codes.add(scalar.value)
                continue
            written = shown(scalar.value)
            hint = suggest(written, known, f"one of {', '.join(known)}")
            self.findings.add(scalar.span, "unknown-code", f"`{written}` is no value of `{fact.path}`", hint)
        return frozenset(codes) if len(codes) == len({scalar.value for scalar in scalars}) else None

    def _operator(self, fact: FactEntry, span: Span, value: DocumentMapping) -> Condition | None:
        if len(value.entries) != 1:
            self.findings.add(
                value.span,
                "wrong-form",
                f"expected one comparison under `{fact.path}`",
                "join several with `all`",
            )
            return None
        entry = value.entries[0]
        match entry.key:
            case "not" | "not_known_to_be":
                values = self._values(fact, entry.value)
                if values is None:
                    return None
                compared = Is(fact.path, values, span)
                return Not(compared if entry.key == "not" else Surely(compared, span), span)
            case "is_unknown":
                return self._is_unknown(fact, span, entry)
            case "includes" | "includes_any":
                return self._includes(fact, span, entry)
            case "at_most" | "at_least" | "more_than" | "less_than":
                return self._compare(fact, span, entry, entry.key)
            case "in":
                return self._member(fact, span, entry)
        self.findings.add(
            entry.key_span,
            "wrong-comparison",
            f"`{entry.key}` is not a comparison",
            suggest(entry.key, OPERATORS),
        )
        return None

    def _is_unknown(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        if fact.kind == "recorded":
            hint = "nothing noted means nobody asked and nobody will"
            self.findings.add(span, "wrong-comparison", f"`{fact.path}` is never unknown", hint)
            return None
        if not isinstance(entry.value, Scalar) or entry.value.value not in {"yes", "no"}:
            hint = "write `is_unknown: yes`"
            self.findings.add(entry.value.span, "unknown-value", "`is_unknown` takes yes or no", hint)
            return None
        unknown = IsUnknown(fact.path, span)
        return unknown if entry.value.value == "yes" else Not(unknown, span)

    def _includes(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        if fact.kind != "choices":
            hint = f"write `{fact.path}: [...]` for one of several values"
            self.findings.add(entry.key_span, "wrong-comparison", f"`{fact.path}` is not a set", hint)
            return None
        scalars = self._scalars(entry.value)
        codes = None if scalars is None else self._codes(fact, scalars, fact.codes)
        return None if codes is None else Includes(fact.path, codes, span)

    def _compare(self, fact: FactEntry, span: Span, entry: Entry, comparison: Comparison) -> Condition | None:
        if fact.kind != "number":
            self.findings.add(entry.key_span, "wrong-comparison", f"`{fact.path}` is not a number")
            return None
        bound = entry.value.value if isinstance(entry.value, Scalar) else None
        low, high = fact.attributes.minimum, fact.attributes.maximum
        if type(bound) is not int or not low <= bound <= high:
            message = f"expected a whole number from {low} to {high}"
            self.findings.add(entry.value.span, "unknown-code", message)
            return None
        return Compare(fact.path, comparison, bound, span)

    def _member(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        other = entry.value.value if isinstance(entry.value, Scalar) else None
        members = self._known(other, entry.value.span) if isinstance(other, str) else None
        if not isinstance(other, str):
            self.findings.add(entry.value.span, "wrong-form", "expected the path of a set after `in`")
        if members is None:
            return None
        shared = set(fact.codes) & set(members.codes)
        if fact.kind not in {"choice", "answer"} or members.kind != "choices" or not shared:
            self.findings.add(
                entry.key_span, "wrong-comparison", f"values of `{fact.path}` cannot be in `{members.path}`"
            )
            return None
        return MemberOf(fact.path, members.path, span)
