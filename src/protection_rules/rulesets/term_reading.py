"""Reading terms.yaml: named conditions, which may use one another."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from protection_rules.documents import Document, Scalar, Sequence, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.limits import DEEPEST_TERMS
from protection_rules.logic.nodes import Always, Term
from protection_rules.rulesets.codes import listed
from protection_rules.rulesets.conditions import RESERVED, ConditionReader, TermUse, terms_used
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.entries import text_of
from protection_rules.rulesets.order import after_what_they_use


class TermsReader:
    """The terms of a folder, and readers of conditions that use them."""

    def __init__(self, findings: Findings, vocabulary: Vocabulary) -> None:
        self._findings = findings
        self._vocabulary = vocabulary
        self._found: dict[str, TermUse] = {}
        self._documents: dict[str, DocumentMapping] = {}
        self._known = False

    @property
    def terms(self) -> Mapping[str, Term]:
        """The terms that were read, by name."""
        return MappingProxyType({name: use.term for name, use in self._found.items()})

    def read(self, document: Document | None) -> None:
        """Read a document of sound form; None for one that has faults, whose terms are then unknown."""
        self._known = document is not None
        terms = document.get("terms") if isinstance(document, DocumentMapping) else None
        for item in terms.items if isinstance(terms, Sequence) else ():
            identifier = item.get("id") if isinstance(item, DocumentMapping) else None
            if isinstance(item, DocumentMapping) and isinstance(identifier, Scalar):
                name = str(identifier.value)
                if name in self._documents:
                    self._findings.add(identifier.span, "duplicate-id", "term", id=name)
                if name in RESERVED:
                    self._findings.add(identifier.span, "duplicate-id", "reserved_term", id=name)
                self._documents[name] = item
        uses = {name: tuple(terms_used(item.get("when"))) for name, item in self._documents.items()}
        depths: dict[str, int] = {}
        for name in after_what_they_use(uses, self._term_circle):
            depths[name] = 1 + max((depths.get(used, 0) for used in uses[name]), default=0)
            if depths[name] > DEEPEST_TERMS:
                span, number = self._documents[name].span, DEEPEST_TERMS
                self._findings.add(span, "too-large", "terms_in_a_row", term=name, number=number)
                depths[name] = 0
            self._found[name] = self._term(name, readable=depths[name] > 0)

    def _term_circle(self, circle: tuple[str, ...]) -> None:
        span = self._documents[circle[-1]].span
        self._findings.add(span, "term-cycle", "circle", circle=listed(circle, "circle"))
        self._found[circle[-1]] = self._term(circle[-1], readable=False)

    def _term(self, name: str, *, readable: bool) -> TermUse:
        """A term; a faulty one still counts as known, so that one fault is not told once for each use."""
        document = self._documents[name]
        data = cast("dict[str, Any]", plain(document))
        about, label = data.get("about", "case"), text_of(data["label"])
        when = cast("Document", document.get("when"))
        part = self.reader(about).read(when) if readable else None
        return TermUse(Term(name, label, part or Always(document.span), document.span), about)

    def _known_term(self, name: str) -> TermUse | None:
        if not self._known:
            return TermUse(Term(name, Text(name, name), Always()), "case")
        return self._found.get(name)

    def reader(self, about: str) -> ConditionReader:
        """Reads conditions about this section, or about the case."""
        return ConditionReader(
            self._findings,
            self._known_term,
            lambda: list(self._documents),
            frozenset({about}) - {"case", "operation"},
            self._vocabulary,
        )
