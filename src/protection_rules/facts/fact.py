"""What the vocabulary says of one fact: how it is named, asked, supplied and guarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from protection_rules.facts.text import Text

Supplier = Literal["self", "provider", "staff", "observe", "office"]
"""From whom the fact comes: the person, a provider, staff, what can be seen, or the office."""

Asked = Literal["openly", "privately", "specialist", "noted", "never"]
"""How the fact may be found out.

`openly`: asked of everyone or checked by staff. `privately`: asked of everyone, alone.
`specialist`: asked by trained staff of that field only. `noted`: never asked; written down only
when the person raises it. `never`: neither asked nor looked for.
"""

Sensitivity = Literal["ordinary", "confidential", "highly_sensitive"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Attributes of one field of the profile, carried as `Annotated` metadata.

    `question` is what to say or check when the fact is not known. For a fact that is `noted` or
    `never` asked it is a reminder to the worker instead, and the library never shows it as a
    question. `values` labels the codes of a choice or of a set; answers, recorded facts and
    numbers have none. `minimum` and `maximum` bound a number, ends included.
    """

    label: Text
    question: Text
    supplied_by: Supplier
    asked: Asked
    sensitivity: Sensitivity
    values: Mapping[str, Text] = field(default_factory=dict)
    minimum: int = 0
    maximum: int = 0

    @property
    def may_be_asked(self) -> bool:
        """Whether an unknown value may be turned into a question."""
        return self.asked not in {"noted", "never"}
