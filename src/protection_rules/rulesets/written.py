"""A ruleset as it is written, before it is linked, and what a digest is taken of."""

from __future__ import annotations

import json
from typing import NamedTuple

from protection_rules.documents import Mapping, Plain


class WrittenRuleset(NamedTuple):
    """A ruleset as written, with what its digest covers beside it and the reasons its rules default to."""

    document: Mapping
    common: tuple[str, ...]
    reasons: tuple[str, ...]
    changed_by: tuple[str, ...] = ()


def canonical(data: Plain) -> str:
    """What a document says, however it is laid out."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
