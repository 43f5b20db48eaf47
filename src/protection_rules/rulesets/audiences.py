"""Reading audiences.yaml: who is shown what, and whether no clearance contradicts another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from protection_rules.documents import Document, Span
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.nodes import Always, Condition, facts_read
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
            findings.add(span_of(place, "id"), "duplicate-id", f"audience `{item['id']}` stands twice")
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
                findings.add(place.span, "missing-field", f"`{field}` is missing from audience `{name}`")
        for field in ("reveals", "reasons", "rules", "set_aside"):
            if item[field] == "yes":
                message = f"audience `{name}` is shown lines, which have no place for what `{field}` adds"
                findings.add(span_of(place, field), "above-clearance", message, "write no")
    else:
        for field in ("lines", "title", "agreed", "addressed"):
            if field in item:
                message = f"audience `{name}` is shown the advice itself, so `{field}` does nothing"
                findings.add(
                    span_of(place, field), "wrong-form", message, "leave it out, or use `form: lines`"
                )
        if item["rules"] == "no":
            message = f"audience `{name}` is shown the advice itself, which names its rules"
            findings.add(span_of(place, "rules"), "above-clearance", message, "use `form: lines`")
        part = CASE & set(item["subjects"])
        if part and part != CASE:
            message = (
                f"audience `{name}` is shown the advice about a part of the case, which tells of the rest"
            )
            hint = f"write all of {', '.join(sorted(CASE))}, or none, or use `form: lines`"
            findings.add(span_of(place, "subjects"), "above-clearance", message, hint)
        elif part and item["reveals"] == "no":
            message = f"audience `{name}` is shown the advice about the case with gaps where rules reveal"
            findings.add(
                span_of(place, "reveals"), "above-clearance", message, "write yes, or use `form: lines`"
            )


def _check_lines(item: Mapping[str, Any], place: Document, findings: Findings) -> None:
    seen: set[str] = set()
    for index, line in enumerate(item.get("lines", ())):
        if line["id"] in seen:
            span = span_of(place, "lines", index, "id")
            findings.add(
                span, "duplicate-id", f"line `{line['id']}` stands twice for audience `{item['id']}`"
            )
        seen.add(line["id"])
        if "services" in line and item.get("addressed") != "service":
            message = f"audience `{item['id']}` is addressed to no service, so this line never stands"
            findings.add(
                span_of(place, "lines", index, "services"), "wrong-form", message, "add `addressed: service`"
            )


def check_clearances(
    document: Document, rules: Iterable[Rule], actions: Mapping[str, Action], findings: Findings
) -> None:
    """Note lines for actions that are not there, and advice that rests on facts above a clearance."""
    read = list(rules)
    for index, item in enumerate(items_of(document, "audiences")):
        place = at(document, ("audiences", index))
        for number, line in enumerate(item.get("lines", ())):
            for position, name in enumerate(line.get("advised", ())):
                if name not in actions:
                    span = span_of(place, "lines", number, "advised", position)
                    message = f"line `{line['id']}` names the action `{name}`, which is not there"
                    findings.add(span, "unknown-action", message, suggest(name, actions))
        if item["form"] == "advice":
            for rule in _above(item, read):
                shown = f"audience `{item['id']}` is shown rule `{rule.id}`"
                message = f"{shown}, which rests on facts above its clearance"
                hint = "add their sensitivity, take away the subject, or use `form: lines`"
                findings.add(span_of(place, "sensitivities"), "above-clearance", message, hint)


def check_shown(
    document: Document | None, book: RuleBook, written: Mapping[Span, Document], findings: Findings
) -> None:
    """Note rules of overlays, and rules they widen, that would show an audience facts above its clearance."""
    names = {name for each in book.overlays for name in (*each.added, *each.widened)}
    rules = [rule for rule in book.rules if rule.id in names]
    for item in items_of(document, "audiences"):
        for rule in _above(item, rules) if item["form"] == "advice" else ():
            message = f"rule `{rule.id}` rests on facts above the clearance of audience `{item['id']}`"
            hint = "add `reveals: yes`, or let it be about something that audience is not told of"
            findings.add(span_of(written[rule.span], "when"), "above-clearance", message, hint)


def _above(item: Mapping[str, Any], rules: Iterable[Rule]) -> Iterator[Rule]:
    for rule in rules:
        facts = (VOCABULARY[fact] for fact in facts_read(rule.condition) if fact in VOCABULARY)
        shown = rule.about in item["subjects"] and (item["reveals"] == "yes" or not rule.reveals)
        if shown and any(fact.attributes.sensitivity not in item["sensitivities"] for fact in facts):
            yield rule
