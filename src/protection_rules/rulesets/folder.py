"""One folder of YAML files and the overlays on it, read into a linked rule book; faults are findings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from protection_rules.documents import Document, Sequence, Span, plain, read_own
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.logic.nodes import Always
from protection_rules.rulesets.audiences import FILE as AUDIENCES
from protection_rules.rulesets.audiences import read_audiences
from protection_rules.rulesets.content import COMPANIONS, VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.entries import (
    action_of,
    guidance_of,
    named_of,
    ruleset_of,
    standard_of,
    text_of,
    words_of,
)
from protection_rules.rulesets.files import opened, ruleset_files, stands
from protection_rules.rulesets.local_facts import FILE as FACTS
from protection_rules.rulesets.local_facts import tell_of_misplaced, with_facts_of
from protection_rules.rulesets.model import (
    Action,
    Bar,
    Exclusion,
    Grounds,
    GuidanceEntry,
    Named,
    Overlay,
    Rule,
    RuleBook,
    Ruleset,
    Standard,
)
from protection_rules.rulesets.periods import read_period
from protection_rules.rulesets.schemas import ruleset_schema
from protection_rules.rulesets.shape import at, span_of
from protection_rules.rulesets.shared_files import (
    REGISTERS,
    SHARED,
    SharedFile,
    override_reasons,
    shared_file,
    shared_schemas,
    what_rulesets_share,
)
from protection_rules.rulesets.term_reading import TermsReader
from protection_rules.rulesets.written import WrittenRuleset, canonical

if TYPE_CHECKING:
    from protection_rules.rulesets.checks import Checks
    from protection_rules.rulesets.overlays import OverlayFiles

_Identified = TypeVar("_Identified", Named, Action, GuidanceEntry, Standard)

_PLACED: Final = frozenset({"when", "unless", "from", "until"})
"""The entries of a rule of which it is kept where they stand, or that are read as documents."""


def _checks(folder: Path, own: Collection[Path], findings: Findings) -> Checks:
    # files that are known to be sound are not checked, and starting is to be quick
    from protection_rules.rulesets.checks import Checks  # noqa: PLC0415

    return Checks(folder, own, findings)


class Folder:
    """Reads one folder and its overlays. Anything wrong goes to the findings, and reading goes on.

    Files that are known to be sound are not checked.
    """

    def __init__(
        self,
        folder: Path,
        overlays: tuple[str | Path, ...],
        as_of: date | None,
        findings: Findings,
        *,
        are_sound: bool = False,
    ) -> None:
        self._folder = folder
        self._own = {folder, *map(Path, overlays)}
        self._day = as_of
        self._findings = findings
        self._checks = None if are_sound else _checks(folder, self._own, findings)
        self._every_rule_read = True
        self._rules_written: dict[Span, Document] = {}
        self.overlays = dict(self._read_overlays(map(Path, overlays))) if overlays else {}
        # known also on days on which an overlay is not in force, so that no profile is refused then
        self._declared = [each.facts for each in self.overlays.values() if each.facts is not None]
        self._vocabulary = with_facts_of(self._declared, findings)
        self._terms = TermsReader(findings, self._vocabulary)

    def book(self) -> RuleBook:
        """The linked book; what has faults is left out of it."""
        shared = {name: self._shared(name) for name in SHARED}
        own_audiences = [shared[AUDIENCES].document] if stands(self._folder / AUDIENCES) else []
        rulesets = self._written(shared) if self._checks is not None else []
        overlays: list[Overlay] = []
        for overlay in filter(self.in_force, self.overlays.values()):
            shared = {
                name: shared_file(overlay.joined(below.document, name)) for name, below in shared.items()
            }
            rulesets, laid = self._overlaid(rulesets, overlay, shared)
            overlays.append(laid)
            own_audiences.append(overlay.shared.get(AUDIENCES))
        self._terms.read(shared["terms.yaml"].document)
        actions = shared["actions.yaml"]
        book = RuleBook(
            rulesets=tuple(
                self._rulesets(rulesets) if self._checks is not None else self._found_sound(shared)
            ),
            terms=self._terms.terms,
            actions=self._actions(actions),
            kinds=self._by_id(actions, "kinds", named_of),
            reviewers=self._by_id(actions, "reviewers", named_of),
            override_reasons=self._by_id(actions, "override_reasons", named_of),
            guidance=self._by_id(shared["guidance.yaml"], "entries", guidance_of),
            standards=self._by_id(shared["standards.yaml"], "standards", standard_of),
            exclusions=tuple(
                Exclusion((pair[0], pair[1]), text_of(item["text"]))
                for item in actions.items("exclusions")
                for pair in [item["actions"]]
            ),
            audiences=read_audiences(
                shared[AUDIENCES].document,
                lambda about, when: self._terms.reader(about).read(when),
                self._findings,
            ),
            overlays=tuple(overlays),
            vocabulary=self._vocabulary,
        )
        if self._checks is not None:
            documents = {name: each.document for name, each in shared.items() if each.document is not None}
            audiences = [each for each in own_audiences if each is not None]
            self._checks.book(
                book, documents, audiences, self._rules_written, every_rule_read=self._every_rule_read
            )
        return self._in_force_alone(book)

    # overlays

    def _read_overlays(self, folders: Iterable[Path]) -> Iterator[tuple[Path, OverlayFiles]]:
        # most books have none, and starting is to be quick
        from protection_rules.rulesets.overlays import read_overlay  # noqa: PLC0415

        for folder in folders:
            overlay = read_overlay(folder, shared_schemas(), COMPANIONS, self._checked, self._findings)
            if overlay is not None:
                yield folder, overlay

    # periods

    def in_force(self, overlay: OverlayFiles) -> bool:
        """Whether an overlay is in force on the day the book is for."""
        return not overlay.period.dated or overlay.period.covers(self._today())

    def _today(self) -> date:
        if self._day is None:
            self._day = datetime.now().astimezone().date()
        return self._day

    def _in_force_alone(self, book: RuleBook) -> RuleBook:
        """The book without the rules that are not in force on its day."""
        dated = any(rule.period.dated for rule in book.rules)
        if not dated:
            some = any(overlay.period.dated for overlay in self.overlays.values())
            return replace(book, as_of=self._today()) if some else book
        today = self._today()
        rulesets = tuple(
            replace(
                each,
                rules=tuple(rule for rule in each.rules if rule.period.covers(today)),
                not_in_force=tuple(rule.id for rule in each.rules if not rule.period.covers(today)),
            )
            for each in book.rulesets
        )
        return replace(book, rulesets=rulesets, as_of=today)

    # files

    def _checked(self, path: Path, schema_of: Callable[[Document], dict[str, Any]]) -> Document | None:
        """A document of sound form; its texts are checked whether sound or not."""
        document = opened(path, self._findings)
        if document is None or self._checks is None:
            return document
        advice = path.name not in REGISTERS
        return document if self._checks.document(document, path, schema_of(document), advice=advice) else None

    def _shared(self, name: str) -> SharedFile:
        path = self._folder / name
        if not stands(path):
            path = shipped_rulesets() / name
        if self._checks is None and name in REGISTERS:
            # nothing is told of a place in these but their faults
            return SharedFile(cast("dict[str, Any]", read_own(path)))
        return shared_file(self._checked(path, lambda _: shared_schemas()[name]))

    # actions

    def _actions(self, file: SharedFile) -> Mapping[str, Action]:
        document = file.document
        bars = (
            tuple(
                self._bar(bar, at(document, ("actions", index, "bars", number, "when")))
                for number, bar in enumerate(item.get("bars", ()))
            )
            for index, item in enumerate(file.items("actions"))
            if document is not None
        )
        return self._by_id(file, "actions", lambda data: action_of(data, next(bars)))

    def _bar(self, data: Mapping[str, Any], when: Document) -> Bar:
        condition = self._terms.reader(data["about"]).read(when) or Always(when.span)
        return Bar(data["advised"], data["action"], data["about"], condition, data["standing"])

    # rulesets

    def _written(self, shared: Mapping[str, SharedFile]) -> list[WrittenRuleset]:
        """The rulesets of the folder itself, as they are written."""
        paths = self._ruleset_files()
        if stands(self._folder / FACTS):
            tell_of_misplaced(Span(str(self._folder / FACTS), 1, 1), self._findings)
        schema = ruleset_schema(None)
        common, reasons = what_rulesets_share(shared), override_reasons(shared)
        found: list[WrittenRuleset] = []
        for path in paths:
            document = self._checked(path, lambda _: schema)
            if isinstance(document, DocumentMapping):
                found.append(WrittenRuleset(document, common, reasons))
            else:
                self._every_rule_read = False
        return found

    def _found_sound(self, shared: Mapping[str, SharedFile]) -> Iterator[Ruleset]:
        """The rulesets of the package, found sound: their digests are recorded with their versions."""
        recorded = cast("dict[str, Any]", read_own(self._folder / VERSIONS))["versions"]
        digests = {(each["ruleset"], each["version"]): each["digest"] for each in recorded}
        reasons = override_reasons(shared)
        for path in self._ruleset_files():
            data = cast("dict[str, Any]", read_own(path, _PLACED))
            rules = [self._rule(rule.document, rule, data, reasons) for rule in data["rules"]]
            yield ruleset_of(data, rules, digests[data["ruleset"], data["version"]])

    def _ruleset_files(self) -> list[Path]:
        return ruleset_files(self._folder, (FACTS, *SHARED, *COMPANIONS), self._findings)

    def _overlaid(
        self, rulesets: list[WrittenRuleset], overlay: OverlayFiles, shared: Mapping[str, SharedFile]
    ) -> tuple[list[WrittenRuleset], Overlay]:
        from protection_rules.rulesets.overlays import overlaid  # noqa: PLC0415  # likewise

        polarities = {each["id"]: each["polarity"] for each in shared["actions.yaml"].items("actions")}
        common, reasons = what_rulesets_share(shared), override_reasons(shared)
        # a rule may read the facts of any overlay, whichever changed its ruleset last
        facts = tuple(canonical(plain(each)) for each in self._declared)
        return overlaid(rulesets, overlay, polarities, (*common, *facts), reasons, self._findings)

    def _rulesets(self, written: list[WrittenRuleset]) -> Iterator[Ruleset]:
        names: set[str] = set()
        for each in written:
            document = each.document
            ruleset = self._ruleset(each)
            if ruleset.id in names:
                self._findings.add(span_of(document, "ruleset"), "duplicate-id", "ruleset", id=ruleset.id)
            names.add(ruleset.id)
            yield ruleset

    def _ruleset(self, written: WrittenRuleset) -> Ruleset:
        document, reasons = written.document, written.reasons
        data = cast("dict[str, Any]", plain(document))
        listed = document.get("rules")
        rules = [
            self._rule(item, rule, data, reasons)
            for item, rule in zip(
                listed.items if isinstance(listed, Sequence) else (), data["rules"], strict=True
            )
            if isinstance(item, DocumentMapping)
        ]
        digest = hashlib.sha256("\n".join([canonical(data), *written.common]).encode()).hexdigest()
        return ruleset_of(data, rules, f"sha256:{digest}", written.changed_by)

    def _rule(
        self,
        document: DocumentMapping,
        data: Mapping[str, Any],
        ruleset: Mapping[str, Any],
        reasons: tuple[str, ...],
    ) -> Rule:
        about = data.get("about", "case")
        reader = self._terms.reader(about)
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
                part=text_of(grounds["part"]) if "part" in grounds else None,
            ),
            words=words_of(data),
            when_unknown=words_of(other_words) if other_words else None,
            override_reasons=tuple(data.get("override_reasons", reasons)),
            span=document.span,
            floor=data.get("floor") == "yes",
            period=read_period(document, self._findings),
        )

    def _by_id(
        self, file: SharedFile, name: str, make: Callable[[Mapping[str, Any]], _Identified]
    ) -> Mapping[str, _Identified]:
        """The entries of one list of a shared file; an id that stands twice is a finding."""
        found: dict[str, _Identified] = {}
        for index, item in enumerate(file.items(name)):
            if item["id"] in found and file.document is not None:
                span = span_of(file.document, name, index, "id")
                self._findings.add(span, "duplicate-id", "entry", id=item["id"], list=name)
            found[item["id"]] = make(item)
        return MappingProxyType(found)
