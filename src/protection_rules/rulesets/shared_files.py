"""The files that all rulesets of a folder use: what they say, and what of it every ruleset rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from protection_rules.documents import Document, plain
from protection_rules.rulesets.audiences import FILE as AUDIENCES
from protection_rules.rulesets.audiences_schema import audiences_schema
from protection_rules.rulesets.schemas import actions_schema, guidance_schema, standards_schema, terms_schema
from protection_rules.rulesets.written import canonical

SHARED: Final = ("terms.yaml", "actions.yaml", "guidance.yaml", "standards.yaml", AUDIENCES)
"""Files that all rulesets of a folder use. One that a folder lacks is taken from the package."""
REGISTERS: Final = ("guidance.yaml", "standards.yaml")
"""Shared files whose texts are no advice and that have no conditions."""


class SharedFile(NamedTuple):
    """What a shared file says, and the document that says it: none where it has faults, nothing then.

    A register that is known to be sound has none either.
    """

    data: dict[str, Any]
    document: Document | None = None

    def items(self, name: str) -> list[dict[str, Any]]:
        """The entries of one list; empty if there is none."""
        return cast("list[dict[str, Any]]", self.data.get(name, []))


def shared_file(document: Document | None) -> SharedFile:
    """The file of a document, or of one with faults."""
    return SharedFile(cast("dict[str, Any]", plain(document)) if document is not None else {}, document)


def shared_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each, without that of conditions."""
    return {
        "terms.yaml": terms_schema(None),
        "actions.yaml": actions_schema(None),
        "guidance.yaml": guidance_schema(),
        "standards.yaml": standards_schema(),
        AUDIENCES: audiences_schema(None),
    }


def what_rulesets_share(shared: Mapping[str, SharedFile]) -> tuple[str, ...]:
    """What the digest of each ruleset covers beside it."""
    read = (each for each in shared.values() if each.data or each.document is not None)
    return tuple(canonical(each.data) for each in read)


def override_reasons(shared: Mapping[str, SharedFile]) -> tuple[str, ...]:
    """The reasons to depart from a rule that names none of its own."""
    return tuple(item["id"] for item in shared["actions.yaml"].items("override_reasons"))
