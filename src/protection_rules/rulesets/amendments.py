"""How an overlay changes rules that are there: by raising them along fixed orders, and in no other way.

An amendment is applied to the rule as it was written, before anything is linked. What it replaces
keeps the place where the overlay has it, so that every later fault is told there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from protection_rules.documents import Document, Entry, Scalar, Sequence, plain
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.rulesets.codes import listed
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
        findings.add(amendment.span, "missing-field", "nothing_amended", rule=_data(rule)["id"])
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
    span, name = span_of(amendment, field), data["id"]
    if written not in order or wanted not in order:
        findings.add(span, "not-raised", "turned_round", rule=name, field=field, written=written)
        return False
    if order.index(wanted) < order.index(written):
        compared = {"rule": name, "field": field, "written": written, "wanted": wanted}
        stronger = order[order.index(written) + 1 :]
        if stronger:
            findings.add(span, "not-raised", "weaker", **compared, stronger=listed(stronger, "or"))
        else:
            findings.add(span, "not-raised", "weaker_than_the_strongest", **compared)
        return False
    forbids_protection = data["modality"] == "must_not" and polarities.get(data["action"]) == "protective"
    if field == "if_unknown" and forbids_protection:
        findings.add(span, "not-raised", "against_protection", rule=name, action=data["action"])
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
            name = _data(rule)["id"]
            findings.add(unknown.span, "missing-field", "words_for_unknown", rule=name, field=lacking[0])
            del fields["when_unknown"]
    if on_the_floor(rule):
        for name in [name for name in fields if rule.get(name) is not None]:
            findings.add(span_of(amendment, name), "weakens-floor", "words", rule=_data(rule)["id"])
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
        findings.add(more.span, "too-long", "with_own_words", characters=longest, most=LONGEST_TEXT)
    entries = (Entry(name, more.span, Scalar(words, more.span)) for name, words in joined.items())
    return DocumentMapping(tuple(entries), more.span)


def _data(document: Document | None) -> dict[str, Any]:
    return cast("dict[str, Any]", plain(document)) if isinstance(document, DocumentMapping) else {}
