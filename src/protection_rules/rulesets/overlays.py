"""Overlays: an operation's own folder on top of a folder of rulesets.

An overlay is read into documents, which are joined with those below it before anything is linked: every
entry keeps its place, so that all other checks tell faults of an overlay as they tell any fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from protection_rules.documents import Document, Scalar, Span, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.documents import Sequence as DocumentSequence
from protection_rules.facts.text import Text
from protection_rules.rulesets.amendments import amended, with_fields
from protection_rules.rulesets.diagnostics import Findings, suggest
from protection_rules.rulesets.files import ruleset_files, stands
from protection_rules.rulesets.local_facts import FILE as FACTS
from protection_rules.rulesets.local_facts import facts_schema, tell_of_misplaced
from protection_rules.rulesets.model import Overlay
from protection_rules.rulesets.overlay_schema import extension_schema, overlay_schema
from protection_rules.rulesets.periods import Period, read_period
from protection_rules.rulesets.schemas import ruleset_schema
from protection_rules.rulesets.shape import items_of
from protection_rules.rulesets.written import WrittenRuleset, canonical

HEAD: Final = "overlay.yaml"
_FACTS: Final = "facts"

Read = Callable[[Path, Callable[[Document], dict[str, Any]]], Document | None]
"""Reads a file that has the form of the schema for what stands there; None, with findings, if it has not."""


@dataclass(frozen=True, slots=True)
class OverlayFiles:
    """The files of an overlay, each of sound form."""

    head: DocumentMapping
    period: Period
    shared: Mapping[str, Document]
    own: tuple[DocumentMapping, ...]
    extensions: tuple[DocumentMapping, ...]
    facts: Document | None

    @property
    def id(self) -> str:
        """The overlay's id."""
        return str(cast("Scalar", self.head.get("overlay")).value)

    def joined(self, below: Document | None, name: str) -> Document | None:
        """A shared file with the entries that the overlay adds to its lists, after its own."""
        return _joined(below, self.shared.get(name))

    def described(self, widened: Iterable[str]) -> Overlay:
        """The overlay as the rule book has it."""
        data = cast("dict[str, Any]", plain(self.head))
        everything = [self.head, *self.shared.values(), *self.own, *self.extensions]
        everything += [self.facts] if self.facts is not None else []
        digest = hashlib.sha256("\n".join(canonical(plain(each)) for each in everything).encode()).hexdigest()
        return Overlay(
            id=self.id,
            version=data["version"],
            title=_text(data["title"]),
            purpose=_text(data["purpose"]),
            responsible=_text(data["responsible"]),
            period=self.period,
            digest=f"sha256:{digest}",
            added=tuple(
                rule["id"]
                for document in (*self.own, *self.extensions)
                for rule in items_of(document, "rules")
            ),
            amended={each["rule"]: _text(each["because"]) for each in data.get("amend", ())},
            widened=tuple(widened),
        )


def read_overlay(
    folder: Path,
    shared: Mapping[str, dict[str, Any]],
    others: Collection[str],
    read: Read,
    findings: Findings,
) -> OverlayFiles | None:
    """The files of an overlay; None where its head is faulty.

    `shared` has the schemas of the shared files, `others` the names of files that only a folder of
    rulesets has.
    """
    head = _read(folder / HEAD, lambda _: overlay_schema(None), read, findings)
    found = {
        name: document
        for name in shared
        if stands(folder / name)
        and (document := _read(folder / name, partial(_additions, shared[name]), read, findings))
    }
    facts = read(folder / FACTS, lambda _: facts_schema()) if stands(folder / FACTS) else None
    paths = ruleset_files(folder, (HEAD, FACTS, *shared, *others), findings, needed=False)
    read_rulesets = [_read(path, _ruleset_schema, read, findings) for path in paths]
    rulesets = [document for document in read_rulesets if isinstance(document, DocumentMapping)]
    for name in others:
        if stands(folder / name):
            findings.add(Span(str(folder / name), 1, 1), "unread-file", "in_overlay", file=name)
    if not isinstance(head, DocumentMapping):
        return None
    return OverlayFiles(
        head,
        read_period(head, findings),
        found,
        own=tuple(each for each in rulesets if each.get("extends") is None),
        extensions=tuple(each for each in rulesets if each.get("extends") is not None),
        facts=facts,
    )


def _additions(schema: dict[str, Any], _: Document) -> dict[str, Any]:
    """The schema of a shared file, where only some of its lists need to be there."""
    return schema | {"required": []}


def _ruleset_schema(document: Document) -> dict[str, Any]:
    extends = isinstance(document, DocumentMapping) and document.get("extends") is not None
    return extension_schema(None) if extends else ruleset_schema(None)


def _read(
    path: Path, schema_of: Callable[[Document], dict[str, Any]], read: Read, findings: Findings
) -> Document | None:
    """A file of an overlay. Facts that it declares are noted, since they stand elsewhere, and left out."""

    def with_facts(document: Document) -> dict[str, Any]:
        schema = schema_of(document)
        return schema | {"properties": {**schema["properties"], _FACTS: {}}}

    document = read(path, with_facts)
    if not isinstance(document, DocumentMapping):
        return document
    for entry in document.entries:
        if entry.key == _FACTS:
            tell_of_misplaced(entry.key_span, findings)
    return DocumentMapping(tuple(entry for entry in document.entries if entry.key != _FACTS), document.span)


# joining


def _joined(below: Document | None, added: Document | None) -> Document | None:
    if not (isinstance(below, DocumentMapping) and isinstance(added, DocumentMapping)):
        return below
    lists: dict[str, Document] = {}
    for entry in added.entries:
        own = below.get(entry.key)
        if isinstance(entry.value, DocumentSequence):
            before = own.items if isinstance(own, DocumentSequence) else ()
            span = (own or entry.value).span
            lists[entry.key] = DocumentSequence((*before, *entry.value.items), span)
    return with_fields(below, lists)


def overlaid(
    rulesets: Sequence[WrittenRuleset],
    overlay: OverlayFiles,
    polarities: Mapping[str, str],
    common: tuple[str, ...],
    reasons: tuple[str, ...],
    findings: Findings,
) -> tuple[list[WrittenRuleset], Overlay]:
    """The rulesets with what an overlay changes and adds, and the overlay as the rule book has it.

    `polarities`, `common` and `reasons` are those with the overlay's own shared files.
    """
    changes = _Changes(list(rulesets), overlay.id, common, findings)
    widened = [
        str(cast("Scalar", each.get("rule")).value)
        for each in _items(overlay.head, "amend")
        if changes.amend(each, polarities)
    ]
    for document in overlay.extensions:
        changes.extend(document)
    own = [WrittenRuleset(document, common, reasons) for document in overlay.own]
    return [*changes.rulesets, *own], overlay.described(widened)


@dataclass
class _Changes:
    """The rulesets below an overlay, while it changes them."""

    rulesets: list[WrittenRuleset]
    by: str
    common: tuple[str, ...]
    findings: Findings
    amended: set[str] = field(default_factory=set)

    def amend(self, amendment: DocumentMapping, polarities: Mapping[str, str]) -> bool:
        """Change one rule; whether it may now speak in more cases."""
        name = cast("Scalar", amendment.get("rule"))
        if str(name.value) in self.amended:
            self.findings.add(name.span, "duplicate-id", "amended", rule=str(name.value))
        self.amended.add(str(name.value))
        for place, ruleset in enumerate(self.rulesets):
            rules = _items(ruleset.document, "rules")
            for index, rule in enumerate(rules):
                if _name_of(rule) == name.value:
                    changed = amended(rule, amendment, polarities, self.findings)
                    self._replace(place, (*rules[:index], changed, *rules[index + 1 :]))
                    return any(changed.get(each) is not rule.get(each) for each in ("when", "if_unknown"))
        known = [_name_of(rule) for ruleset in self.rulesets for rule in _items(ruleset.document, "rules")]
        near = suggest(str(name.value), known)
        self.findings.add(name.span, "unknown-rule", "amended", near, name=str(name.value))
        return False

    def extend(self, document: DocumentMapping) -> None:
        """Add rules to one ruleset."""
        name = cast("Scalar", document.get("extends"))
        known = [_id_of(ruleset) for ruleset in self.rulesets]
        if name.value in known:
            place = known.index(str(name.value))
            rules = _items(self.rulesets[place].document, "rules")
            self._replace(place, (*rules, *_items(document, "rules")))
        else:
            near = suggest(str(name.value), known)
            self.findings.add(name.span, "unknown-ruleset", "extended", near, name=str(name.value))

    def _replace(self, place: int, rules: tuple[DocumentMapping, ...]) -> None:
        ruleset = self.rulesets[place]
        listed = cast("Document", ruleset.document.get("rules"))
        document = with_fields(ruleset.document, {"rules": DocumentSequence(rules, listed.span)})
        changed_by = tuple(dict.fromkeys((*ruleset.changed_by, self.by)))
        self.rulesets[place] = ruleset._replace(document=document, common=self.common, changed_by=changed_by)


def _items(document: DocumentMapping, name: str) -> tuple[DocumentMapping, ...]:
    listed = document.get(name)
    items = listed.items if isinstance(listed, DocumentSequence) else ()
    return tuple(item for item in items if isinstance(item, DocumentMapping))


def _name_of(rule: DocumentMapping) -> str:
    return str(cast("Scalar", rule.get("id")).value)


def _id_of(ruleset: WrittenRuleset) -> str:
    return str(cast("Scalar", ruleset.document.get("ruleset")).value)


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())
