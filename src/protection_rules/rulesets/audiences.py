"""Reading audiences.yaml: who is shown what, and whether no clearance contradicts another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from protection_rules.documents import Document, Span
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.logic.nodes import Always, Condition, facts_read
from protection_rules.rulesets.codes import listed
from protection_rules.rulesets.diagnostics import Findings, suggest
from protection_rules.rulesets.model import Action, Audience, Line, Rule, RuleBook
from protection_rules.rulesets.shape import at, items_of, span_of

FILE: Final = "audiences.yaml"
CASE: Final = frozenset({"case", "accommodation", "service", "data_flow"})
"""Subjects of advice about a case: who is shown the advice itself about one is shown it about all."""

ReadCondition = Callable[[str, Document], Condition | None]
"""Reads a condition about a section."""


def read_audiences(
    document: Document | None, read: ReadCondition, findings: Findings
) -> Mapping[str, Audience]:
    """The audiences by id, in the order of the file; what contradicts itself is among the findings."""
    found: dict[str, Audience] = {}
    for index, item in enumerate(items_of(document, "audiences")):
        place = at(cast("Document", document), ("audiences", index))
        if item["id"] in found:
            findings.add(span_of(place, "id"), "duplicate-id", "audience", id=item["id"])
        found[item["id"]] = _audience(item, place, read)
        _check_form(item, place, findings)
        _check_lines(item, place, findings)
    return MappingProxyType(found)


def _audience(item: Mapping[str, Any], place: Document, read: ReadCondition) -> Audience:
    return Audience(
        id=item["id"],
        label=_text(item["label"]),
        title=_text(item["title"]) if "title" in item else None,
        form=item["form"],
        subjects=frozenset(item["subjects"]),
        addressed=item.get("addressed"),
        sensitivities=frozenset(item["sensitivities"]),
        reveals=item["reveals"] == "yes",
        reasons=item["reasons"] == "yes",
        set_aside=item["set_aside"] == "yes",
        agreed=tuple(
            (about, read(about, at(place, ("agreed", about))) or Always(place.span))
            for about in item.get("agreed", {})
        ),
        lines=tuple(
            Line(
                line["id"],
                frozenset(line.get("advised", ())),
                frozenset(line.get("services", ())),
                _text(line["text"]),
            )
            for line in item.get("lines", ())
        ),
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"].strip(), data["ar"].strip())


def _check_form(item: Mapping[str, Any], place: Document, findings: Findings) -> None:
    """What an audience of each form must have, and what it cannot have."""
    name = item["id"]
    if item["form"] == "lines":
        for field in ("title", "lines"):
            if field not in item:
                findings.add(place.span, "missing-field", "of_audience", field=field, audience=name)
        for field in ("reveals", "reasons", "rules", "set_aside"):
            if item[field] == "yes":
                span = span_of(place, field)
                findings.add(span, "above-clearance", "lines_only", audience=name, field=field)
    else:
        for field in ("lines", "title", "agreed", "addressed"):
            if field in item:
                span = span_of(place, field)
                findings.add(span, "wrong-form", "does_nothing", audience=name, field=field)
        if item["rules"] == "no":
            findings.add(span_of(place, "rules"), "above-clearance", "names_rules", audience=name)
        part = CASE & set(item["subjects"])
        if part and part != CASE:
            span, sections = span_of(place, "subjects"), listed(sorted(CASE))
            findings.add(span, "above-clearance", "part_of_case", audience=name, sections=sections)
        elif part and item["reveals"] == "no":
            findings.add(span_of(place, "reveals"), "above-clearance", "gaps", audience=name)


def _check_lines(item: Mapping[str, Any], place: Document, findings: Findings) -> None:
    seen: set[str] = set()
    for index, line in enumerate(item.get("lines", ())):
        if line["id"] in seen:
            span = span_of(place, "lines", index, "id")
            findings.add(span, "duplicate-id", "line", id=line["id"], audience=item["id"])
        seen.add(line["id"])
        if "services" in line and item.get("addressed") != "service":
            span = span_of(place, "lines", index, "services")
            findings.add(span, "wrong-form", "addressed_to_no_service", audience=item["id"])


def check_clearances(
    document: Document,
    rules: Iterable[Rule],
    actions: Mapping[str, Action],
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """Note lines for actions that are not there, and advice that rests on facts above a clearance."""
    read = list(rules)
    for index, item in enumerate(items_of(document, "audiences")):
        place = at(document, ("audiences", index))
        for number, line in enumerate(item.get("lines", ())):
            for position, name in enumerate(line.get("advised", ())):
                if name not in actions:
                    span = span_of(place, "lines", number, "advised", position)
                    near = suggest(name, actions)
                    findings.add(span, "unknown-action", "of_line", near, line=line["id"], name=name)
        if item["form"] == "advice":
            for rule in _above(item, read, vocabulary):
                span, name = span_of(place, "sensitivities"), item["id"]
                findings.add(span, "above-clearance", "audience_shown_rule", audience=name, rule=rule.id)


def check_shown(
    document: Document | None, book: RuleBook, written: Mapping[Span, Document], findings: Findings
) -> None:
    """Note rules of overlays, and rules they widen, that would show an audience facts above its clearance."""
    names = {name for each in book.overlays for name in (*each.added, *each.widened)}
    rules = [rule for rule in book.rules if rule.id in names]
    for item in items_of(document, "audiences"):
        for rule in _above(item, rules, book.vocabulary) if item["form"] == "advice" else ():
            span, name = span_of(written[rule.span], "when"), item["id"]
            findings.add(span, "above-clearance", "rule_shown_to_audience", rule=rule.id, audience=name)


def _above(item: Mapping[str, Any], rules: Iterable[Rule], vocabulary: Vocabulary) -> Iterator[Rule]:
    for rule in rules:
        facts = (vocabulary[fact] for fact in facts_read(rule.condition) if fact in vocabulary)
        shown = rule.about in item["subjects"] and (item["reveals"] == "yes" or not rule.reveals)
        if shown and any(fact.attributes.sensitivity not in item["sensitivities"] for fact in facts):
            yield rule
