"""The canary kit: marks planted in profiles, a watch over everything a program shows, and the hunt for them.

Loaded by pytest with `--protection-canaries`; docs/canaries.md says how. The names below are those
that a test annotates its fixtures with.
"""

from protection_rules.canaries.kit import Canaries
from protection_rules.canaries.planted import Canary, Planting

__all__ = ["Canaries", "Canary", "Planting"]
