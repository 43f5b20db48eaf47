"""Reading conditions: from a document to nodes, with a finding for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, cast, get_args

from protection_rules.documents import Document, Entry, Scalar, Sequence, Span
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.vocabulary import LIST_SECTIONS, FactEntry, Vocabulary
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
from protection_rules.rulesets.codes import listed, words
from protection_rules.rulesets.diagnostics import Findings, one_of, shown, suggest
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


class TermUse(NamedTuple):
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
    vocabulary: Vocabulary

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
                name = "condition_as_list" if isinstance(document, Sequence) else "condition"
                self.findings.add(document.span, "wrong-form", name)
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
                self.findings.add(document.span, "wrong-form", "list_of_conditions")
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
            example, sections = f"{key}: {{service: ...}}", listed(LIST_SECTIONS)
            self.findings.add(
                value.span, "wrong-form", "one_section", key=key, example=example, sections=sections
            )
            return None
        section = value.entries[0]
        if section.key not in LIST_SECTIONS:
            near = suggest(section.key, LIST_SECTIONS)
            self.findings.add(section.key_span, "unknown-value", "section", near, name=section.key)
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
            self.findings.add(value.span, "wrong-form", "at_least")
            return None
        inner = self._list(of)
        if inner is None:
            return None
        if not 1 <= count.value <= len(inner):
            self.findings.add(count.span, "wrong-form", "count", number=len(inner))
            return None
        return AtLeast(count.value, inner, span)

    def _term(self, key: str, span: Span, value: Document) -> Condition | None:
        use = self.terms(key)
        if use is None:
            facts = [path for path, fact in self.vocabulary.items() if fact.name == key]
            names = [*self.term_names(), *CONNECTIVES, *QUANTIFIERS]
            hint = words("section_of_fact", facts=listed(facts, "or")) if facts else suggest(key, names)
            self.findings.add(span, "unknown-term", "term", hint, name=key)
            return None
        if use.about != "case" and use.about not in self.at_hand:
            section = {"section": use.about, "about": f"about: {use.about}"}
            self.findings.add(span, "wrong-place", "term", term=key, **section)
            return None
        if not isinstance(value, Scalar) or value.value not in {"yes", "no"}:
            self.findings.add(value.span, "unknown-value", "term", term=key)
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
        fact = self.vocabulary.get(path)
        if fact is None:
            self.findings.add(span, "unknown-fact", "fact", suggest(path, self.vocabulary), fact=path)
            return None
        if fact.section in LIST_SECTIONS and fact.section not in self.at_hand:
            section = {"section": fact.section, "about": f"about: {fact.section}"}
            self.findings.add(span, "wrong-place", "fact", fact=path, **section)
            return None
        return fact

    def _scalars(self, document: Document) -> list[Scalar] | None:
        items = document.items if isinstance(document, Sequence) else (document,)
        scalars = [item for item in items if isinstance(item, Scalar)]
        if not items or len(scalars) < len(items):
            self.findings.add(document.span, "wrong-form", "value_or_list")
            return None
        return scalars

    def _values(self, fact: FactEntry, document: Document) -> frozenset[str] | None:
        """The values that a fact is compared with directly."""
        if fact.kind == "number":
            example, others = f"{fact.path}: {{at_most: 72}}", listed(COMPARISONS[1:])
            self.findings.add(
                document.span, "wrong-comparison", "number", fact=fact.path, example=example, others=others
            )
            return None
        scalars = self._scalars(document)
        if scalars is None:
            return None
        if fact.kind == "choices" and any(scalar.value in fact.codes for scalar in scalars):
            example, markers = f"{fact.path}: {{includes: ...}}", listed(fact.markers)
            self.findings.add(
                document.span, "wrong-comparison", "set", fact=fact.path, example=example, markers=markers
            )
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
            hint = suggest(written.en, known, one_of(known))
            self.findings.add(scalar.span, "unknown-code", "value", hint, value=written, fact=fact.path)
        return frozenset(codes) if len(codes) == len({scalar.value for scalar in scalars}) else None

    def _operator(self, fact: FactEntry, span: Span, value: DocumentMapping) -> Condition | None:
        if len(value.entries) != 1:
            self.findings.add(value.span, "wrong-form", "one_comparison", fact=fact.path)
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
        near = suggest(entry.key, OPERATORS)
        self.findings.add(entry.key_span, "wrong-comparison", "comparison", near, name=entry.key)
        return None

    def _is_unknown(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        if fact.kind == "recorded":
            self.findings.add(span, "wrong-comparison", "never_unknown", fact=fact.path)
            return None
        if not isinstance(entry.value, Scalar) or entry.value.value not in {"yes", "no"}:
            self.findings.add(entry.value.span, "unknown-value", "is_unknown")
            return None
        unknown = IsUnknown(fact.path, span)
        return unknown if entry.value.value == "yes" else Not(unknown, span)

    def _includes(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        if fact.kind != "choices":
            example = f"{fact.path}: [...]"
            self.findings.add(entry.key_span, "wrong-comparison", "no_set", fact=fact.path, example=example)
            return None
        scalars = self._scalars(entry.value)
        codes = None if scalars is None else self._codes(fact, scalars, fact.codes)
        return None if codes is None else Includes(fact.path, codes, span)

    def _compare(self, fact: FactEntry, span: Span, entry: Entry, comparison: Comparison) -> Condition | None:
        if fact.kind != "number":
            self.findings.add(entry.key_span, "wrong-comparison", "no_number", fact=fact.path)
            return None
        bound = entry.value.value if isinstance(entry.value, Scalar) else None
        low, high = fact.attributes.minimum, fact.attributes.maximum
        if type(bound) is not int or not low <= bound <= high:
            self.findings.add(entry.value.span, "unknown-code", "number", low=low, high=high)
            return None
        return Compare(fact.path, comparison, bound, span)

    def _member(self, fact: FactEntry, span: Span, entry: Entry) -> Condition | None:
        other = entry.value.value if isinstance(entry.value, Scalar) else None
        members = self._known(other, entry.value.span) if isinstance(other, str) else None
        if not isinstance(other, str):
            self.findings.add(entry.value.span, "wrong-form", "path_of_set")
        if members is None:
            return None
        shared = set(fact.codes) & set(members.codes)
        if fact.kind not in {"choice", "answer"} or members.kind != "choices" or not shared:
            self.findings.add(entry.key_span, "wrong-comparison", "member", fact=fact.path, set=members.path)
            return None
        return MemberOf(fact.path, members.path, span)
