"""Reading invariants.yaml: from the file to checks, with a finding for everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from protection_rules.documents import Document, Scalar, Sequence, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.case import Value
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, NOT_ASKED, UNKNOWN, FactEntry
from protection_rules.limits import MOST_EXPRESSIONS
from protection_rules.logic.lowering import certainly, possibly
from protection_rules.logic.nodes import Always, Condition, Every, None_, Some, facts_read, parts
from protection_rules.rulesets.codes import words
from protection_rules.rulesets.conditions import ConditionReader, TermUse
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import (
    Diagnostic,
    Findings,
    RulesetError,
    TooManyFaultsError,
    one_of,
    shown,
    suggest,
)
from protection_rules.rulesets.files import opened, stands
from protection_rules.rulesets.invariant_model import (
    ANYTHING,
    AlikeInBothLanguages,
    Change,
    Check,
    Direction,
    Forbidden,
    Invariant,
    Invariants,
    Move,
    MustSay,
    NeverAsked,
    NeverSay,
    NeverStands,
    Order,
    Required,
    RulesHave,
    Selector,
    WithoutDirection,
)
from protection_rules.rulesets.invariants_schema import invariants_schema
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.shape import at, check_shape
from protection_rules.rulesets.terminology import check_words, read_terminology
from protection_rules.rulesets.texts import check_texts

FILE: Final = "invariants.yaml"
ALL: Final = "all"
"""Every fact with a direction; every advice; every code of a set."""

NO_INVARIANTS: Final = Invariants((), (), ())

_EVERY_VALUE: Final = "any"


def load_invariants(book: RuleBook, folder: str | Path | None = None) -> Invariants:
    """The invariants of a folder, or those that ship with the package.

    Raises RulesetError with every fault of the file.
    """
    invariants, diagnostics = read_invariants(book, folder)
    if invariants is None:
        raise RulesetError(diagnostics)
    return invariants


def read_invariants(
    book: RuleBook, folder: str | Path | None = None
) -> tuple[Invariants | None, list[Diagnostic]]:
    """The invariants of a folder (None if they have faults) and their faults.

    What they name is looked for in `book`. A folder without the file has no invariants of its own.
    """
    own = Path(folder) if folder is not None else shipped_rulesets()
    path = own / FILE
    if not stands(path):
        return NO_INVARIANTS, []
    findings = Findings()
    invariants = NO_INVARIANTS
    with suppress(TooManyFaultsError):
        document = opened(path, findings)
        if document is not None:
            check_texts(document, findings)
            check_words(document, read_terminology(own, Findings()), findings, advice=False)
            if check_shape(document, invariants_schema(None), findings):
                invariants = _Reader(book, findings).read(cast("DocumentMapping", document))
    diagnostics = findings.sorted()
    return (None if diagnostics else invariants), diagnostics


@dataclass
class _Reader:
    """Reads a document of sound form; what has faults is left out."""

    book: RuleBook
    findings: Findings

    def read(self, document: DocumentMapping) -> Invariants:
        directions = tuple(self._directions(document))
        without = tuple(
            WithoutDirection(tuple(item["facts"]), _text(item["reason"]))
            for item in cast("list[dict[str, Any]]", plain(_field(document, "without_direction")))
        )
        self._once(
            [_field(item, "fact") for item in _items(document, "directions")]
            + [fact for item in _items(document, "without_direction") for fact in _items(item, "facts")],
            "fact",
        )
        self._once([_field(item, "id") for item in _items(document, "invariants")], "invariant")
        self._expressions(document)
        by_fact = {direction.fact: direction for direction in directions}
        invariants = tuple(self._invariant(item, by_fact) for item in _items(document, "invariants"))
        return Invariants(directions, without, invariants)

    def _once(self, names: list[Document], what: str) -> None:
        seen: set[object] = set()
        for name in names:
            value = name.value if isinstance(name, Scalar) else None
            if value in seen:
                self.findings.add(name.span, "duplicate-id", what, id=shown(value))
            seen.add(value)

    def _expressions(self, document: DocumentMapping) -> None:
        """Note more words and phrases than texts are held against."""
        bodies = [
            check.entries[0].value
            for item in _items(document, "invariants")
            for check in _items(item, "checks")
            if isinstance(check, DocumentMapping) and check.entries[0].key in {"never_say", "must_say"}
        ]
        expressions = sum(len(_items(body, language)) for body in bodies for language in LANGUAGES)
        if expressions > MOST_EXPRESSIONS:
            number = MOST_EXPRESSIONS
            self.findings.add(document.span, "too-large", "expressions_of_invariants", number=number)

    # directions

    def _directions(self, document: DocumentMapping) -> Iterator[Direction]:
        for item in _items(document, "directions"):
            fact = self.book.vocabulary[str(plain(_field(item, "fact")))]
            yield Direction(
                fact.path, self._values(fact, item.get("safe")), self._values(fact, item.get("unsafe"))
            )

    def _values(self, fact: FactEntry, document: Document | None) -> tuple[Value, ...]:
        """Values as a profile would give them; of a set, `none` or `all` of its codes."""
        found: list[Value] = []
        for item in document.items if isinstance(document, Sequence) else ():
            given = item.value if isinstance(item, Scalar) else None
            match fact.kind:
                case "number":
                    low, high = fact.attributes.minimum, fact.attributes.maximum
                    known = type(given) is int and low <= given <= high
                    hint = words("whole_number", low=low, high=high)
                case "choices":
                    known, hint = given in {NONE, ALL}, words("none_or_all")
                case _:
                    known = given in fact.codes
                    hint = suggest(shown(given).en, fact.codes, one_of(fact.codes))
            if not known:
                said = {"value": shown(given), "fact": Text(fact.path, fact.path)}
                self.findings.add(item.span, "unknown-code", "known_value", hint, **said)
            elif fact.kind == "choices":
                found.append(frozenset(fact.codes) if given == ALL else frozenset())
            else:
                found.append(cast("str | int", given))
        return tuple(found)

    # invariants

    def _invariant(self, document: DocumentMapping, directions: Mapping[str, Direction]) -> Invariant:
        data = cast("dict[str, Any]", plain(document))
        checks = [self._check(item, directions) for item in _items(document, "checks")]
        left = data.get("left_to_people")
        return Invariant(
            id=data["id"],
            title=_text(data["title"]),
            statement=_text(data["statement"]),
            checks=tuple(check for check in checks if check is not None),
            left_to_people=_text(left) if left else None,
            span=document.span,
        )

    def _check(self, document: DocumentMapping, directions: Mapping[str, Direction]) -> Check | None:
        kind, body = document.entries[0].key, document.entries[0].value
        data = cast("dict[str, Any]", plain(body))
        match kind:
            case "never_asked":
                return NeverAsked(tuple(data))
            case "alike_in_both_languages":
                return AlikeInBothLanguages(cast("Any", tuple(data)))
            case "never_say":
                where = self._selector(body, "where")
                return NeverSay(tuple(data["in"]), where, tuple(data["en"]), tuple(data["ar"]))
            case "must_say":
                where = self._selector(body, "where")
                return MustSay(where, tuple(data["in"]), tuple(data["en"]), tuple(data["ar"]))
            case "rules_have":
                return self._rules_have(body, data)
            case "change":
                return self._change(body, data, directions)
        about = data.get("about", "case")
        when = self._condition(_field(body, "when"), about)
        match kind:
            case "required" | "forbidden":
                advice = self._selector(body, "advice")
                if when is None:
                    return None
                return (Required if kind == "required" else Forbidden)(about, when, advice)
            case "never_stands":
                return None if when is None else NeverStands(about, when, frozenset(data["standings"]))
            case _:
                first = self._condition(_field(body, "before_it"), about)
                if self.book.vocabulary[data["same"]].section != about:
                    span = _field(body, "same").span
                    self.findings.add(span, "wrong-place", "same", fact=data["same"], section=about)
                return None if when is None or first is None else Order(about, when, first, data["same"])

    def _condition(self, document: Document, about: str) -> Condition | None:
        """A condition that is true or false for every profile."""
        at_hand = frozenset({about}) & frozenset(LIST_SECTIONS)
        reader = ConditionReader(
            self.findings, self._term, lambda: list(self.book.terms), at_hand, self.book.vocabulary
        )
        condition = reader.read(document)
        if condition is None:
            return None
        sure = certainly(condition, self.book.vocabulary, not_asked_is_unknown=True)
        if sure != possibly(condition, self.book.vocabulary, not_asked_is_unknown=True):
            self.findings.add(document.span, "wrong-form", "open_invariant")
        return condition

    def _term(self, name: str) -> TermUse | None:
        term = self.book.terms.get(name)
        if term is None:
            return None
        needed = _items_needed(term.part)
        return TermUse(term, next(iter(needed), "case"))

    def _selector(self, body: Document, name: str) -> Selector:
        document = body.get(name) if isinstance(body, DocumentMapping) else None
        if not isinstance(document, DocumentMapping):
            return ANYTHING
        self._known(document, "actions", self.book.actions, "unknown-action")
        self._known(document, "kinds", self.book.kinds, "unknown-kind")
        self._known(document, "rules", [rule.id for rule in self.book.rules], "unknown-rule")
        self._known(document, "reviewers", self.book.reviewers, "unknown-reviewer")
        data = cast("dict[str, list[str]]", plain(document))
        return Selector(**{field: frozenset(values) for field, values in data.items()})

    def _known(
        self, document: DocumentMapping, name: str, known: Mapping[str, object] | list[str], code: str
    ) -> None:
        for item in _items(document, name):
            value = str(item.value) if isinstance(item, Scalar) else ""
            if value not in known:
                self.findings.add(item.span, code, "of_invariant", suggest(value, known), name=value)

    def _rules_have(self, body: Document, data: Mapping[str, Any]) -> RulesHave:
        reasons = self.book.override_reasons
        mapping = cast("DocumentMapping", body)
        self._known(mapping, "reviewers", self.book.reviewers, "unknown-reviewer")
        self._known(mapping, "override_reasons", reasons, "unknown-override-reason")
        return RulesHave(
            where=self._selector(body, "where"),
            reviewed=data.get("reviewed") == "yes",
            reviewers=frozenset(data.get("reviewers", ())),
            override_reasons=frozenset(data.get("override_reasons", ())),
            reveals=data.get("reveals") == "yes",
            grounds=data.get("grounds") == "yes",
        )

    # changes

    def _change(self, body: Document, data: Mapping[str, Any], directions: Mapping[str, Direction]) -> Change:
        mapping = cast("DocumentMapping", body)
        rules = [rule.id for rule in self.book.rules]
        self._known(mapping, "exempt", rules, "unknown-rule")
        facts = list(directions) if data["facts"] == ALL else data["facts"]
        left_out = set(data.get("other_than", ()))
        moves = [
            self._move(self.book.vocabulary[fact], mapping, directions)
            for fact in facts
            if fact not in left_out
        ]
        return Change(
            moves=tuple(move for move in moves if move.origins != frozenset() and move.targets),
            keep=self._selector(body, "keep") if "keep" in data else Selector(rules=frozenset()),
            exempt=frozenset(data.get("exempt", ())),
            standings=MappingProxyType(data.get("standings", {})),
        )

    def _move(self, fact: FactEntry, mapping: DocumentMapping, directions: Mapping[str, Direction]) -> Move:
        origins = self._side(fact, _field(mapping, "from"), directions)
        targets = self._side(fact, _field(mapping, "to"), directions)
        every = plain(_field(mapping, "from")) == _EVERY_VALUE
        return Move(fact.path, None if every else frozenset(origins), targets)

    def _side(
        self, fact: FactEntry, document: Document, directions: Mapping[str, Direction]
    ) -> tuple[Value, ...]:
        if isinstance(document, Sequence):
            return self._values(fact, document)
        direction = directions.get(fact.path, Direction(fact.path, (), ()))
        match plain(document):
            case "safe":
                return direction.safe
            case "unsafe":
                return direction.unsafe
            case "unknown":
                return _unknowns(fact)
            case _:
                return (*_known_values(fact), *_unknowns(fact))


def _unknowns(fact: FactEntry) -> tuple[Value, ...]:
    markers = [marker for marker in (UNKNOWN, NOT_ASKED) if marker in fact.markers]
    return tuple(frozenset({marker}) if fact.kind == "choices" else marker for marker in markers)


def _known_values(fact: FactEntry) -> tuple[Value, ...]:
    """Every code; of a number its ends, of a set none and all of its codes."""
    match fact.kind:
        case "number":
            return (fact.attributes.minimum, fact.attributes.maximum)
        case "choices":
            return (frozenset(), frozenset(fact.codes))
        case _:
            return fact.codes


def _items_needed(condition: Condition, bound: frozenset[str] = frozenset()) -> set[str]:
    """The list sections whose item must be at hand for a condition."""
    match condition:
        case (
            Some(section=section, part=part)
            | Every(section=section, part=part)
            | None_(section=section, part=part)
        ):
            return _items_needed(part, bound | {section})
        case Always():
            return set()
        case _:
            inner = parts(condition)
            if inner:
                return set().union(*(_items_needed(part, bound) for part in inner))
            sections = {fact.partition(".")[0] for fact in facts_read(condition)}
            return (sections & set(LIST_SECTIONS)) - bound


def _field(document: Document, name: str) -> Document:
    return at(document, (name,))


def _items(document: Document, name: str) -> list[Any]:
    found = document.get(name) if isinstance(document, DocumentMapping) else None
    return list(found.items) if isinstance(found, Sequence) else []


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())
