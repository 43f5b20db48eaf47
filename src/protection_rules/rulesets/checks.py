"""What a folder of rulesets is held against, where it is not known to be sound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from protection_rules.documents import Document, Span
from protection_rules.rulesets.audiences import FILE as AUDIENCES
from protection_rules.rulesets.audiences import check_clearances, check_shown
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.extent import check_book
from protection_rules.rulesets.floor import check_floor, check_not_asked
from protection_rules.rulesets.links import check_links
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.shape import check_shape
from protection_rules.rulesets.terminology import check_words, read_terminology
from protection_rules.rulesets.texts import check_texts


class Checks:
    """The checks of one folder and its overlays. Anything wrong goes to the findings."""

    def __init__(self, folder: Path, own: Collection[Path], findings: Findings) -> None:
        """`own` are the folders whose author can mend what is wrong in them."""
        self._own = own
        self._findings = findings
        self._terminology = read_terminology(folder, findings)

    def document(self, document: Document, path: Path, schema: dict[str, Any], *, advice: bool) -> bool:
        """Whether a document is of the form of its schema; its texts are checked whether it is or not.

        `advice` says whether its texts are advice.
        """
        check_texts(document, self._findings)
        # what a folder takes from the package is not its author's to mend
        if path.parent in self._own:
            check_words(document, self._terminology, self._findings, advice=advice)
        return check_shape(document, schema, self._findings)

    def book(
        self,
        book: RuleBook,
        documents: Mapping[str, Document],
        own_audiences: Iterable[Document],
        written: Mapping[Span, Document],
        *,
        every_rule_read: bool,
    ) -> None:
        """Check what the book's parts say of one another.

        `documents` are the shared files, `own_audiences` those of its author, `written` the rules.
        """
        findings = self._findings
        check_links(book, documents, written, findings, every_rule_read=every_rule_read)
        for audiences in own_audiences:
            if "actions.yaml" in documents:
                check_clearances(audiences, book.rules, book.actions, book.vocabulary, findings)
        if book.overlays:
            check_shown(documents.get(AUDIENCES), book, written, findings)
            check_floor(book, written, findings)
            check_not_asked(book, written, findings)
        check_book(book, findings)
