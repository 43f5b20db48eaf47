"""How an overlay changes rules that are there: by raising them along fixed orders, and in no other way.

An amendment is applied to the rule as it was written, before anything is linked. What it replaces
keeps the place where the overlay has it, so that every later fault is told there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from protection_rules.documents import Document, Entry, Scalar, Sequence, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.model import URGENCIES
from protection_rules.rulesets.schemas import LONGEST_TEXT
from protection_rules.rulesets.shape import span_of

RAISED_ALONG: Final[Mapping[str, tuple[str, ...]]] = {
    "modality": ("may", "should", "must"),
    "urgency": tuple(reversed(URGENCIES)),
    "if_unknown": ("silent", "verify", "precaution"),
}
"""The fields that can be raised, each with its order, weakest first."""
WORDS: Final = ("summary", "detail")


def amended(
    rule: DocumentMapping,
    amendment: DocumentMapping,
    polarities: Mapping[str, str],
    findings: Findings,
) -> DocumentMapping:
    """The rule as the amendment has it; what the amendment may not do is noted and left out.

    `polarities` are those of the actions by name.
    """
    if {entry.key for entry in amendment.entries} <= {"rule", "because"}:
        message = f"amendment of rule `{_data(rule)['id']}` changes nothing"
        findings.add(amendment.span, "missing-field", message, "say what is otherwise, such as `urgency`")
    raised = {
        field: wanted
        for field in RAISED_ALONG
        if (wanted := amendment.get(field)) is not None
        and _data(rule)[field] != _data(amendment)[field]
        and _is_raised(rule, amendment, field, polarities, findings)
    }
    changed = with_fields(rule, raised)
    also = amendment.get("also_when")
    if also is not None:
        both = Sequence((cast("Document", rule.get("when")), also), also.span)
        either = DocumentMapping((Entry("any", also.span, both),), also.span)
        changed = with_fields(changed, {"when": either})
    return _reworded(changed, amendment, findings)


def on_the_floor(rule: Document) -> bool:
    """Whether a rule as written is marked as one of the floor."""
    marked = rule.get("floor") if isinstance(rule, DocumentMapping) else None
    return isinstance(marked, Scalar) and marked.value == "yes"


def with_fields(document: DocumentMapping, fields: Mapping[str, Document]) -> DocumentMapping:
    """The mapping with these fields in place of its own, and those it lacks at its end."""
    kept = tuple(
        Entry(entry.key, entry.key_span, fields.get(entry.key, entry.value)) for entry in document.entries
    )
    known = {entry.key for entry in kept}
    added = tuple(Entry(name, value.span, value) for name, value in fields.items() if name not in known)
    return DocumentMapping((*kept, *added), document.span)


def _is_raised(
    rule: DocumentMapping,
    amendment: DocumentMapping,
    field: str,
    polarities: Mapping[str, str],
    findings: Findings,
) -> bool:
    data, wanted = _data(rule), _data(amendment)[field]
    order, written = RAISED_ALONG[field], data[field]
    span = span_of(amendment, field)
    name = f"rule `{data['id']}`"
    if written not in order or wanted not in order:
        message = f"{name} has `{field}: {written}`, and advice cannot be turned into advice against it"
        findings.add(span, "not-raised", message, "write a rule of your own")
        return False
    if order.index(wanted) < order.index(written):
        message = f"{name} has `{field}: {written}`, and `{wanted}` is weaker"
        stronger = " or ".join(f"`{value}`" for value in order[order.index(written) + 1 :])
        findings.add(span, "not-raised", message, f"raise it to {stronger}" if stronger else "leave it out")
        return False
    forbids_protection = data["modality"] == "must_not" and polarities.get(data["action"]) == "protective"
    if field == "if_unknown" and forbids_protection:
        message = f"{name} advises against the protective action `{data['action']}`, and would do so sooner"
        findings.add(span, "not-raised", message, "leave it out")
        return False
    return True


def _reworded(rule: DocumentMapping, amendment: DocumentMapping, findings: Findings) -> DocumentMapping:
    """The rule with the words of the amendment: in place of its own, unless it is of the floor."""
    fields: dict[str, Document] = {name: amendment.get(name) for name in WORDS if amendment.get(name)}  # type: ignore[misc]
    unknown, own_unknown = amendment.get("when_unknown"), rule.get("when_unknown")
    if isinstance(unknown, DocumentMapping):
        named = {entry.key: entry.value for entry in unknown.entries}
        fields["when_unknown"] = (
            with_fields(own_unknown, named) if isinstance(own_unknown, DocumentMapping) else unknown
        )
        lacking = [name for name in WORDS if name not in _data(fields["when_unknown"])]
        if lacking:
            message = f"rule `{_data(rule)['id']}` has no words for the unknown; `{lacking[0]}` is missing"
            findings.add(unknown.span, "missing-field", message)
            del fields["when_unknown"]
    if on_the_floor(rule):
        for name in [name for name in fields if rule.get(name) is not None]:
            message = f"rule `{_data(rule)['id']}` is of the floor, and its words stay"
            hint = "say what is to be said beside them under `adds`"
            findings.add(span_of(amendment, name), "weakens-floor", message, hint)
            del fields[name]
    changed = with_fields(rule, fields)
    more = amendment.get("adds")
    return changed if more is None else _with_more(changed, more, findings)


def _with_more(rule: DocumentMapping, more: Document, findings: Findings) -> DocumentMapping:
    """The rule with more said at the end of how to do it, known or not."""
    fields: dict[str, Document] = {"detail": _longer(rule.get("detail"), more, findings)}
    unknown = rule.get("when_unknown")
    if isinstance(unknown, DocumentMapping):
        fields["when_unknown"] = with_fields(
            unknown, {"detail": _longer(unknown.get("detail"), more, findings)}
        )
    return with_fields(rule, fields)


def _longer(detail: Document | None, more: Document, findings: Findings) -> Document:
    before, after = _data(detail), _data(more)
    joined = {language: f"{before[language].strip()} {after[language].strip()}" for language in ("en", "ar")}
    longest = max(map(len, joined.values()))
    if longest > LONGEST_TEXT:
        message = f"text has {longest} characters with the rule's own words, the most is {LONGEST_TEXT}"
        findings.add(more.span, "too-long", message)
    entries = (Entry(name, more.span, Scalar(words, more.span)) for name, words in joined.items())
    return DocumentMapping(tuple(entries), more.span)


def _data(document: Document | None) -> dict[str, Any]:
    return cast("dict[str, Any]", plain(document)) if isinstance(document, DocumentMapping) else {}
