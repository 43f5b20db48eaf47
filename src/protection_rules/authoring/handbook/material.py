"""What the handbook is made of, and who names whom in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from protection_rules.analysis.coverage import Coverage, RuleCoverage, coverage
from protection_rules.analysis.scenarios import Scenario, WrittenStep, read_steps
from protection_rules.documents import plain
from protection_rules.facts.text import Text
from protection_rules.logic.nodes import Term, facts_read, walk
from protection_rules.rulesets.content import CHANGES, VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings, RulesetError
from protection_rules.rulesets.files import opened, stands
from protection_rules.rulesets.invariants import FILE as INVARIANTS
from protection_rules.rulesets.invariants_schema import invariants_schema
from protection_rules.rulesets.model import GuidanceEntry, Rule, RuleBook, Ruleset
from protection_rules.rulesets.overlay_schema import changes_schema
from protection_rules.rulesets.shape import check_shape, items_of
from protection_rules.rulesets.terminology import Terminology, read_terminology
from protection_rules.rulesets.versions import recorded

_REGISTER: Final = "guidance.yaml"


@dataclass(frozen=True, slots=True)
class Change:
    """What a version of some rulesets changed, whom that affects, from when, and on what ground."""

    rulesets: tuple[str, ...]
    version: str
    date: str
    first: str
    what: Text
    affects: Text
    grounds: Text


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a ruleset with its digest; `here` tells whether the handbook is made from it."""

    ruleset: str
    version: str
    digest: str
    here: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """What no advice may break, whatever the profile; `left_to_people` is what no check covers."""

    id: str
    title: Text
    statement: Text
    left_to_people: Text | None


@dataclass(frozen=True, slots=True)
class Rests:
    """How many statements the guidance has, on how many rules rest, and how many say why none does."""

    of: int
    cited: int
    explained: int


@dataclass(frozen=True)
class Material:
    """A rule book with all that stands beside it, and its scenarios if there are any.

    `source` and `source_date` say which guidance the register describes; `recorded` has the digest of
    each version of each ruleset that was recorded.
    """

    book: RuleBook
    terminology: Terminology
    source: Text
    source_date: str
    promises: tuple[Promise, ...]
    changes: tuple[Change, ...]
    recorded: Mapping[tuple[str, str], str]
    coverage: Coverage
    steps: Mapping[Scenario, tuple[WrittenStep, ...]]

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.book.rules}

    @cached_property
    def rulesets(self) -> Mapping[str, Ruleset]:
        """The rulesets by id."""
        return {ruleset.id: ruleset for ruleset in self.book.rulesets}

    @cached_property
    def shown(self) -> Mapping[str, RuleCoverage]:
        """What scenarios show of each rule, by its id; empty without scenarios."""
        return {each.rule: each for each in self.coverage.rules}

    @cached_property
    def _reading(self) -> Mapping[str, tuple[Rule, ...]]:
        return _by_name((rule, facts_read(rule.condition)) for rule in self.book.rules)

    @cached_property
    def _using(self) -> Mapping[str, tuple[Rule, ...]]:
        return _by_name(
            (rule, tuple(node.name for node in walk(rule.condition) if isinstance(node, Term)))
            for rule in self.book.rules
        )

    @cached_property
    def _exceptions(self) -> Mapping[str, tuple[Rule, ...]]:
        return _by_name((rule, rule.overrides) for rule in self.book.rules)

    @cached_property
    def _citing(self) -> Mapping[str, tuple[Rule, ...]]:
        return _by_name((rule, rule.grounds.guidance + rule.grounds.standards) for rule in self.book.rules)

    @cached_property
    def _advising(self) -> Mapping[str, tuple[Rule, ...]]:
        return _by_name((rule, (rule.action,)) for rule in self.book.rules)

    def reading(self, fact: str) -> tuple[Rule, ...]:
        """The rules that read a fact."""
        return self._reading.get(fact, ())

    def using(self, term: str) -> tuple[Rule, ...]:
        """The rules that use a named condition, be it through another."""
        return self._using.get(term, ())

    def exceptions(self, rule: str) -> tuple[Rule, ...]:
        """The rules that are exceptions to a rule."""
        return self._exceptions.get(rule, ())

    def citing(self, name: str) -> tuple[Rule, ...]:
        """The rules that rest on a guidance entry or a standard."""
        return self._citing.get(name, ())

    def advising(self, action: str) -> tuple[Rule, ...]:
        """The rules that advise on an action."""
        return self._advising.get(action, ())

    def terms_reading(self, fact: str) -> tuple[Term, ...]:
        """The named conditions that read a fact."""
        return tuple(term for term in self.book.terms.values() if fact in facts_read(term.part))

    def entries_about(self, fact: str) -> tuple[GuidanceEntry, ...]:
        """The guidance entries about a fact."""
        return tuple(entry for entry in self.book.guidance.values() if fact in entry.facts)

    @property
    def every_version(self) -> tuple[Version, ...]:
        """The versions of each ruleset that were recorded, and those that the handbook is made from."""
        here = {(each.id, each.version): each.digest for each in self.book.rulesets}
        digests = {**self.recorded, **here}
        return tuple(Version(*each, digests[each], each in here) for each in sorted(digests))

    @property
    def rests(self) -> Rests:
        """How far rules rest on the guidance."""
        entries = self.coverage.guidance
        return Rests(
            of=len(entries),
            cited=sum(bool(each.rules) for each in entries),
            explained=sum(not each.rules and each.entry.no_rule is not None for each in entries),
        )

    def changes_of(self, ruleset: str) -> tuple[Change, ...]:
        """What changed in a ruleset, as changes.yaml has it."""
        return tuple(change for change in self.changes if ruleset in change.rulesets)


def read_material(book: RuleBook, folder: Path | None = None, features: Path | None = None) -> Material:
    """All that the handbook of a rule book shows; `folder` is where the book came from.

    A folder without changes.yaml or versions.yaml has no history. Raises RulesetError where a file
    beside the rules has faults, and ScenarioError where the scenarios cannot be read.
    """
    home = folder if folder is not None else shipped_rulesets()
    findings = Findings()
    terminology = read_terminology(home, findings)
    promises = _promises(home, findings)
    changes = _changes(home, findings)
    versions = recorded(home, findings) if stands(home / VERSIONS) else {}
    register = opened(
        home / _REGISTER if stands(home / _REGISTER) else shipped_rulesets() / _REGISTER, findings
    )
    if findings or versions is None or register is None:
        raise RulesetError(findings.sorted())
    source = cast("dict[str, Any]", plain(register))["source"]
    return Material(
        book=book,
        terminology=terminology,
        source=Text(source["title"]["en"], source["title"]["ar"]),
        source_date=source["date"],
        promises=promises,
        changes=changes,
        recorded={version: digest for version, (digest, _) in versions.items()},
        coverage=coverage(book, features),
        steps=read_steps(features) if features is not None else {},
    )


def _promises(home: Path, findings: Findings) -> tuple[Promise, ...]:
    """What invariants.yaml states; whether it holds is for `check` and `verify` to say."""
    return tuple(
        Promise(
            item["id"],
            _text(item["title"]),
            _text(item["statement"]),
            _text(item["left_to_people"]) if "left_to_people" in item else None,
        )
        for item in _items(home / INVARIANTS, "invariants", lambda: invariants_schema(None), findings)
    )


def _changes(home: Path, findings: Findings) -> tuple[Change, ...]:
    """What changes.yaml says, newest first as it is written."""
    return tuple(
        Change(
            tuple(item["rulesets"]),
            item["version"],
            item["date"],
            item["from"],
            _text(item["what"]),
            _text(item["affects"]),
            _text(item["grounds"]),
        )
        for item in _items(home / CHANGES, "changes", changes_schema, findings)
    )


def _items(
    path: Path, listed: str, schema: Callable[[], dict[str, Any]], findings: Findings
) -> Sequence[Mapping[str, Any]]:
    """The list of a file of sound form; empty for a file that is not there."""
    document = opened(path, findings) if stands(path) else None
    if document is None or not check_shape(document, schema(), findings):
        return ()
    return items_of(document, listed)


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())


def _by_name(named: Iterable[tuple[Rule, Iterable[str]]]) -> Mapping[str, tuple[Rule, ...]]:
    """For each name the rules it came with, each once and in their order."""
    found: dict[str, dict[str, Rule]] = {}
    for rule, names in named:
        for name in names:
            found.setdefault(name, {})[rule.id] = rule
    return {name: tuple(rules.values()) for name, rules in found.items()}
