"""From a folder of YAML files to a linked rule book, or to every fault it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from protection_rules.documents import Document, Scalar, Sequence, Span, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import Text
from protection_rules.limits import DEEPEST_TERMS
from protection_rules.logic.nodes import Always, Term
from protection_rules.rulesets.audiences import FILE as AUDIENCES
from protection_rules.rulesets.audiences import check_clearances, read_audiences
from protection_rules.rulesets.audiences_schema import audiences_schema
from protection_rules.rulesets.conditions import RESERVED, ConditionReader, TermUse, terms_used
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import Diagnostic, Findings, RulesetError, TooManyFaultsError
from protection_rules.rulesets.extent import check_book
from protection_rules.rulesets.files import opened, ruleset_files, stands
from protection_rules.rulesets.invariants import read_invariants
from protection_rules.rulesets.links import check_links
from protection_rules.rulesets.model import (
    Action,
    Bar,
    Exclusion,
    Grounds,
    GuidanceEntry,
    Named,
    Rule,
    RuleBook,
    Ruleset,
    Standard,
    Words,
)
from protection_rules.rulesets.order import after_what_they_use
from protection_rules.rulesets.schemas import (
    actions_schema,
    guidance_schema,
    ruleset_schema,
    standards_schema,
    terms_schema,
)
from protection_rules.rulesets.shape import at, check_shape, items_of, span_of
from protection_rules.rulesets.terminology import FILE as TERMINOLOGY
from protection_rules.rulesets.terminology import check_words, read_terminology
from protection_rules.rulesets.texts import check_texts

_Identified = TypeVar("_Identified", Named, Action, GuidanceEntry, Standard)

SHARED: Final = ("terms.yaml", "actions.yaml", "guidance.yaml", "standards.yaml", AUDIENCES)
"""Files that all rulesets of a folder use. One that a folder lacks is taken from the package."""
FINGERPRINTS: Final = "guidance-fingerprints.yaml"
COMPANIONS: Final = ("invariants.yaml", FINGERPRINTS, TERMINOLOGY)
"""Files that stand beside the rulesets and say nothing of what they mean."""
REGISTERS: Final = ("guidance.yaml", "standards.yaml")
"""Shared files whose texts are no advice."""


def load_rules(folder: str | Path | None = None) -> RuleBook:
    """The rule book of a folder, or of the rulesets that ship with the package.

    Raises RulesetError with every fault of the folder.
    """
    book, diagnostics = read_rules(folder)
    if book is None:
        raise RulesetError(diagnostics)
    return book


def check_rules(folder: str | Path | None = None) -> list[Diagnostic]:
    """Every fault of a folder of rulesets, by file and place; empty if there is none.

    Its invariants are read once its rules have no fault.
    """
    book, diagnostics = read_rules(folder)
    return diagnostics if book is None else read_invariants(book, folder)[1]


def read_rules(folder: str | Path | None = None) -> tuple[RuleBook | None, list[Diagnostic]]:
    """The rule book of a folder (None if it has faults) and its faults."""
    findings = Findings()
    book: RuleBook | None = None
    with suppress(TooManyFaultsError):
        book = _Folder(Path(folder) if folder is not None else shipped_rulesets(), findings).book()
    diagnostics = findings.sorted()
    return (None if diagnostics else book), diagnostics


class _Folder:
    """Reads one folder. Anything wrong goes to the findings, and reading goes on."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._terminology = read_terminology(folder, findings)
        self._terms: dict[str, TermUse] = {}
        self._term_documents: dict[str, DocumentMapping] = {}
        self._terms_known = False
        self._every_rule_read = True
        self._rules_written: dict[Span, Document] = {}

    def book(self) -> RuleBook:
        """The linked book; what has faults is left out of it."""
        shared = {name: self._shared(name) for name in SHARED}
        self._read_terms(shared["terms.yaml"])
        actions = shared["actions.yaml"]
        book = RuleBook(
            rulesets=tuple(self._rulesets(shared)),
            terms=MappingProxyType({name: use.term for name, use in self._terms.items()}),
            actions=self._actions(actions),
            kinds=self._by_id(actions, "kinds", _named),
            reviewers=self._by_id(actions, "reviewers", _named),
            override_reasons=self._by_id(actions, "override_reasons", _named),
            guidance=self._by_id(shared["guidance.yaml"], "entries", _guidance),
            standards=self._by_id(shared["standards.yaml"], "standards", _standard),
            exclusions=tuple(
                Exclusion((pair[0], pair[1]), _text(item["text"]))
                for item in items_of(actions, "exclusions")
                for pair in [item["actions"]]
            ),
            audiences=read_audiences(
                shared[AUDIENCES], lambda about, when: self._reader(about).read(when), self._findings
            ),
        )
        documents = {name: document for name, document in shared.items() if document is not None}
        check_links(
            book, documents, self._rules_written, self._findings, every_rule_read=self._every_rule_read
        )
        own_audiences = documents.get(AUDIENCES) if stands(self._folder / AUDIENCES) else None
        if own_audiences is not None and "actions.yaml" in documents:
            check_clearances(own_audiences, book.rules, book.actions, self._findings)
        check_book(book, self._findings)
        return book

    # files

    def _checked(self, path: Path, schema: dict[str, Any]) -> Document | None:
        """A document of sound form; its texts are checked whether sound or not."""
        document = opened(path, self._findings)
        if document is None:
            return None
        check_texts(document, self._findings)
        # what a folder takes from the package is not its author's to mend
        if path.parent == self._folder:
            check_words(document, self._terminology, self._findings, advice=path.name not in REGISTERS)
        return document if check_shape(document, schema, self._findings) else None

    def _shared(self, name: str) -> Document | None:
        schema = {
            "terms.yaml": terms_schema(conditions=False),
            "actions.yaml": actions_schema(conditions=False),
            "guidance.yaml": guidance_schema(),
            "standards.yaml": standards_schema(),
            AUDIENCES: audiences_schema(conditions=False),
        }[name]
        path = self._folder / name
        return self._checked(path if stands(path) else shipped_rulesets() / name, schema)

    # terms

    def _read_terms(self, document: Document | None) -> None:
        self._terms_known = document is not None
        terms = document.get("terms") if isinstance(document, DocumentMapping) else None
        for item in terms.items if isinstance(terms, Sequence) else ():
            identifier = item.get("id") if isinstance(item, DocumentMapping) else None
            if isinstance(item, DocumentMapping) and isinstance(identifier, Scalar):
                name = str(identifier.value)
                if name in self._term_documents:
                    self._findings.add(identifier.span, "duplicate-id", f"term `{name}` stands twice")
                if name in RESERVED:
                    message = f"term `{name}` has a name that conditions use for something else"
                    self._findings.add(identifier.span, "duplicate-id", message, "choose another name")
                self._term_documents[name] = item
        uses = {name: tuple(terms_used(item.get("when"))) for name, item in self._term_documents.items()}
        depths: dict[str, int] = {}
        for name in after_what_they_use(uses, self._term_circle):
            depths[name] = 1 + max((depths.get(used, 0) for used in uses[name]), default=0)
            if depths[name] > DEEPEST_TERMS:
                message = f"term `{name}` uses terms that use terms, more than {DEEPEST_TERMS} deep"
                span = self._term_documents[name].span
                self._findings.add(span, "too-large", message, "write out one of the conditions")
                depths[name] = 0
            self._terms[name] = self._term(name, readable=depths[name] > 0)

    def _term_circle(self, circle: tuple[str, ...]) -> None:
        message = f"terms use one another in a circle: {' > '.join(circle)}"
        span = self._term_documents[circle[-1]].span
        self._findings.add(span, "term-cycle", message, "write out one of the conditions")
        self._terms[circle[-1]] = self._term(circle[-1], readable=False)

    def _term(self, name: str, *, readable: bool) -> TermUse:
        """A term; a faulty one still counts as known, so that one fault is not told once for each use."""
        document = self._term_documents[name]
        data = cast("dict[str, Any]", plain(document))
        about, label = data.get("about", "case"), _text(data["label"])
        when = cast("Document", document.get("when"))
        part = self._reader(about).read(when) if readable else None
        return TermUse(Term(name, label, part or Always(document.span), document.span), about)

    def _known_term(self, name: str) -> TermUse | None:
        if not self._terms_known:
            return TermUse(Term(name, Text(name, name), Always()), "case")
        return self._terms.get(name)

    def _reader(self, about: str) -> ConditionReader:
        return ConditionReader(
            self._findings,
            self._known_term,
            lambda: list(self._term_documents),
            frozenset({about}) - {"case", "operation"},
        )

    # actions

    def _actions(self, document: Document | None) -> Mapping[str, Action]:
        bars = (
            tuple(
                self._bar(bar, at(document, ("actions", index, "bars", number, "when")))
                for number, bar in enumerate(item.get("bars", ()))
            )
            for index, item in enumerate(items_of(document, "actions"))
            if document is not None
        )
        return self._by_id(document, "actions", lambda data: _action(data, next(bars)))

    def _bar(self, data: Mapping[str, Any], when: Document) -> Bar:
        condition = self._reader(data["about"]).read(when) or Always(when.span)
        return Bar(data["advised"], data["action"], data["about"], condition, data["standing"])

    # rulesets

    def _rulesets(self, shared: Mapping[str, Document | None]) -> Iterator[Ruleset]:
        paths = ruleset_files(self._folder, (*SHARED, *COMPANIONS), self._findings)
        common = [_canonical(document) for document in shared.values() if document is not None]
        schema = ruleset_schema(conditions=False)
        reasons = tuple(item["id"] for item in items_of(shared["actions.yaml"], "override_reasons"))
        names: set[str] = set()
        for path in paths:
            document = self._checked(path, schema)
            if not isinstance(document, DocumentMapping):
                self._every_rule_read = False
                continue
            ruleset = self._ruleset(document, common, reasons)
            if ruleset.id in names:
                message = f"ruleset `{ruleset.id}` stands twice"
                self._findings.add(span_of(document, "ruleset"), "duplicate-id", message)
            names.add(ruleset.id)
            yield ruleset

    def _ruleset(self, document: DocumentMapping, common: list[str], reasons: tuple[str, ...]) -> Ruleset:
        data = cast("dict[str, Any]", plain(document))
        listed = document.get("rules")
        rules = [
            self._rule(item, data, reasons)
            for item in (listed.items if isinstance(listed, Sequence) else ())
            if isinstance(item, DocumentMapping)
        ]
        digest = hashlib.sha256("\n".join([_canonical(document), *common]).encode()).hexdigest()
        return Ruleset(
            id=data["ruleset"],
            version=data["version"],
            decision_point=data["decision_point"],
            title=_text(data["title"]),
            purpose=_text(data["purpose"]),
            digest=f"sha256:{digest}",
            rules=tuple(rules),
        )

    def _rule(self, document: DocumentMapping, ruleset: dict[str, Any], reasons: tuple[str, ...]) -> Rule:
        data = cast("dict[str, Any]", plain(document))
        about = data.get("about", "case")
        reader = self._reader(about)
        when = reader.read(cast("Document", document.get("when")))
        unless_document = document.get("unless")
        unless = reader.read(unless_document) if unless_document is not None else None
        grounds = data["grounds"]
        other_words = data.get("when_unknown")
        self._rules_written[document.span] = document
        return Rule(
            id=data["id"],
            ruleset=ruleset["ruleset"],
            about=about,
            when=when or Always(document.span),
            unless=unless,
            if_unknown=data["if_unknown"],
            modality=data["modality"],
            action=data["action"],
            urgency=data["urgency"],
            tier=data.get("tier", ruleset["tier"]),
            overrides=tuple(data.get("overrides", ())),
            reveals=data.get("reveals") == "yes",
            limits_questions=data.get("limits_questions") == "yes",
            reviewers=tuple(data["reviewers"]),
            grounds=Grounds(
                basis=grounds["basis"],
                guidance=tuple(grounds["guidance"]),
                standards=tuple(grounds.get("standards", ())),
                part=_text(grounds["part"]) if "part" in grounds else None,
            ),
            words=_words(data),
            when_unknown=_words(other_words) if other_words else None,
            override_reasons=tuple(data.get("override_reasons", reasons)),
            span=document.span,
        )

    def _by_id(
        self, document: Document | None, name: str, make: Callable[[Mapping[str, Any]], _Identified]
    ) -> Mapping[str, _Identified]:
        """The entries of one list of a shared file; an id that stands twice is a finding."""
        found: dict[str, _Identified] = {}
        for index, item in enumerate(items_of(document, name)):
            if item["id"] in found and document is not None:
                span = span_of(document, name, index, "id")
                self._findings.add(span, "duplicate-id", f"`{item['id']}` stands twice in `{name}`")
            found[item["id"]] = make(item)
        return MappingProxyType(found)


def _canonical(document: Document) -> str:
    return json.dumps(plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())


def _words(data: Mapping[str, Any]) -> Words:
    return Words(_text(data["summary"]), _text(data["detail"]))


def _named(data: Mapping[str, Any]) -> Named:
    return Named(data["id"], _text(data["label"]))


def _action(data: Mapping[str, Any], bars: tuple[Bar, ...]) -> Action:
    return Action(
        id=data["id"],
        label=_text(data["label"]),
        kind=data["kind"],
        polarity=data["polarity"],
        standing=data.get("standing", "none"),
        shown_last=data.get("shown_last") == "yes",
        bars=bars,
    )


def _guidance(data: Mapping[str, Any]) -> GuidanceEntry:
    return GuidanceEntry(
        id=data["id"],
        section=_text(data["section"]),
        place=_text(data["place"]),
        line=data["line"],
        kind=data["kind"],
        level=data["level"],
        decidable=data["decidable"],
        decision_points=tuple(data["decision_points"]),
        facts=tuple(data["facts"]),
        summary=_text(data["summary"]),
        no_rule=_text(data["no_rule"]) if "no_rule" in data else None,
    )


def _standard(data: Mapping[str, Any]) -> Standard:
    not_verified = data.get("not_verified")
    return Standard(
        data["id"],
        _text(data["title"]),
        _text(data["verified"]),
        _text(not_verified) if not_verified else None,
    )
