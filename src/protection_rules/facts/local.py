"""The facts that an operation declares for itself, as a section of the profile."""

from __future__ import annotations

from pydantic import ConfigDict

from protection_rules.facts.section import Section


class Local(Section):
    """Facts of the operation's own, given by their names.

    Which there are, and with what values, only the rules know that a case is held against: they are
    checked where a profile is read for those rules (`CaseProfile.from_mapping(data, vocabulary)`), and
    again by the engine.
    """

    model_config = ConfigDict(extra="allow")
