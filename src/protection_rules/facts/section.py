"""The base of every section of a profile."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A frozen group of coded facts that never shows what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.model_fields_set)} facts given>"

    __str__ = __repr__


class ListedSection(Section):
    """One item of a list. `id` is the caller's short name for it, empty for the default."""

    id: str = ""
