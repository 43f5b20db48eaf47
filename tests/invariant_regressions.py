"""Profiles for which an invariant once did not hold, each with the check that was broken."""

from __future__ import annotations

from typing import Any, Final

from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.load import load_rules

SAFE: Final = {
    direction.fact: direction.safe[0]
    for direction in load_invariants(load_rules()).directions
    if direction.safe
}


def favourable(section: str, **facts: str) -> dict[str, Any]:
    """An item whose facts are all favourable but those given."""
    item: dict[str, Any] = {}
    for path, value in SAFE.items():
        if path.startswith(f"{section}."):
            item[path.partition(".")[2]] = (
                sorted(value) or ["none"] if isinstance(value, frozenset) else value
            )
    return item | facts


WILLING: Final = {"referral": "yes", "declined_services": ["none"]}
CHILD_ALONE_NOT_KNOWN: Final = {
    "person": {"age_group": "adolescent_12_17", "caregiver_safe_for_child": "yes"},
    "risk": {"threat_sources": ["none"], "perpetrator_has_access": "no"},
    "operation": {"criminalisation_context": "no"},
    "accommodation": [favourable("accommodation", type="rented_room")],
}
POLICE: Final = {
    "consent": WILLING,
    "disclosure": {"fears_family_knowing": "no"},
    "risk": {"threat_sources": ["authority"]},
    "operation": {"criminalisation_context": "no"},
}
ONCE_BROKEN: Final[dict[tuple[str, int], dict[str, Any]]] = {
    ("I-09", 3): {
        "person": {"age_group": "adult_18_59"},
        "data_flow": [
            favourable(
                "data_flow",
                recipient="authority",
                basis="legal_obligation",
                consent="no",
                initiated_by="staff",
            )
        ],
    },
    ("I-10", 3): {
        "consent": WILLING,
        "disclosure": {"fears_family_knowing": "no"},
        "risk": {"threat_sources": ["none"]},
        "operation": {"criminalisation_context": "no"},
        "service": [
            favourable(
                "service",
                id="reports",
                type="legal",
                operator="ngo",
                reports_to_police="yes",
                staff_trained="no",
            ),
            favourable("service", id="silent", type="legal", operator="ngo", staff_trained="no"),
        ],
    },
    ("I-17", 7): CHILD_ALONE_NOT_KNOWN,
    ("I-28", 3): POLICE
    | {"service": [favourable("service", type="police", operator="national", reports_to_police="yes")]},
    ("I-28", 4): POLICE | {"service": [favourable("service", type="police", operator="national")]},
}
