"""Profiles and documents that are refused, with a mark wherever a slip or a stranger's text could stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from protection_rules.canaries.marks import Form, mark
from protection_rules.facts.vocabulary import Vocabulary


class Unprintable:
    """A value that shows a mark in whatever way it is printed."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text

    __str__ = __repr__


def faulty_profiles(form: Form, vocabulary: Vocabulary) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Profiles as plain data, each with a name for the way in which it is faulty."""
    version, section, field = (
        mark("profile", form),
        mark("name of a section", form),
        mark("name of a field", form),
    )
    item, text = mark("id of an item", form), mark("risk.safe_tonight", form)
    listed = mark("risk.incident_types", form)
    yield "every field", _everywhere(form, vocabulary)
    yield "a version", {"profile": version}
    yield "an unknown section", {"profile": 1, section: {}}
    yield "an unknown section near a known one", {"profile": 1, f"risk{section[:1]}": {section: section}}
    yield "an unknown field", {"profile": 1, "risk": {field: "yes"}}
    yield "a fact of an operation's own that nobody declared", {"profile": 1, "local": {field: text}}
    yield "an unknown field of an item", {"profile": 1, "service": [{"id": "one", field: "yes"}]}
    yield "a section", {"profile": 1, "risk": mark("risk", form)}
    yield "a list", {"profile": 1, "service": mark("service", form)}
    yield "an item", {"profile": 1, "service": [mark("service[0]", form)]}
    yield "an id of bad form", {"profile": 1, "service": [{"id": f"{item} {item}"}]}
    yield "a long id", {"profile": 1, "service": [{"id": item * 10}]}
    yield "an id that stands twice", {"profile": 1, "service": [{"id": item}, {"id": item}]}
    yield "an id that is no text", {"profile": 1, "service": [{"id": [item]}]}
    yield "a fact that is a mapping", {"profile": 1, "risk": {"safe_tonight": {field: text}}}
    yield "a fact that is a list", {"profile": 1, "risk": {"safe_tonight": [text]}}
    yield "a set with a mapping", {"profile": 1, "risk": {"incident_types": [{field: listed}]}}
    yield "a set with a known code", {"profile": 1, "risk": {"incident_types": ["threats", listed]}}
    yield "an object", {"profile": 1, "risk": {"safe_tonight": Unprintable(text)}}
    yield "a key that is no text", {"profile": 1, "risk": {(field,): "yes"}}
    yield "bytes", {"profile": 1, "risk": {"safe_tonight": text.encode()}}
    yield "a set of python", {"profile": 1, "risk": {"incident_types": {listed}}}
    for kind in ("answer", "recorded", "choice", "choices", "number"):
        fact = next(fact for fact in vocabulary.values() if fact.kind == kind)
        facts = {fact.name: mark(fact.path, form)}
        yield (
            f"a wrong {kind}",
            {"profile": 1, fact.section: [facts] if vocabulary.sections[fact.section].many else facts},
        )


def _everywhere(form: Form, vocabulary: Vocabulary) -> dict[str, Any]:
    """A profile in which everything that can be filled is filled with a mark, unknown names among them."""
    profile: dict[str, Any] = {"profile": mark("profile", form), mark("name of a section", form): {}}
    for section in vocabulary.sections.values():
        facts = {fact.name: mark(fact.path, form) for fact in section.facts.values()}
        facts[mark("name of a field", form)] = mark(f"unknown field of {section.name}", form)
        if section.many:
            profile[section.name] = [{"id": mark("id of an item", form) + " "} | facts, mark("item", form)]
        else:
            profile[section.name] = facts
    return profile


_DOCUMENTS: Final = (
    "profile: 1\nrisk: {safe_tonight: @",
    "profile: 1\n@: &@ 1\n",
    "profile: 1\nrisk: *@\n",
    "profile: 1\nrisk: !@ no\n",
    "%@\n---\nprofile: 1\n",
    "profile: 1\nrisk: {@: 1, @: 2}\n",
    "profile: 1\n---\n@: 1\n",
    "profile: 1\nrisk: {safe_tonight: '@\n",
    "profile: 1\n? [@]\n: @\n",
    "@",
    "- @",
    "profile: 1\n\t@: 1\n",
    'profile: 1\nrisk: {safe_tonight: "\\@"}\n',
    '{"profile": 1, "@": }',
    "profile: 1 # @\nrisk: {safe_tonight: yes}, @\n",
)
"""Documents that are no YAML and no JSON, or none that is taken; @ stands for a mark."""


def faulty_documents(form: Form) -> Iterator[tuple[str, bytes]]:
    """Documents that cannot be read, each with a name for what is wrong."""
    for number, pattern in enumerate(_DOCUMENTS, start=1):
        yield f"document {number}", pattern.replace("@", mark(f"document {number}", form)).encode()
    yield "UTF-16", mark("document in UTF-16", form).encode("utf-16")
    yield "not UTF-8", b"\xff" + mark("document that is not UTF-8", form).encode()
