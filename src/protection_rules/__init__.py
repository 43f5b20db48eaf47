"""Protection guidance as declarative rulesets: from a case profile to advice with its reasons.

`Engine.load().evaluate(profile)` gives an `Assessment`: what is advised for a case, why, on what
ground, and what is worth finding out, in English and Arabic.
"""

from protection_rules._version import __version__
from protection_rules.advice.model import Assessment
from protection_rules.engine import Engine, MatcherDisagreement
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.rulesets.diagnostics import RulesetError

__all__ = [
    "Assessment",
    "CaseProfile",
    "Engine",
    "MatcherDisagreement",
    "ProfileError",
    "ProtectionRulesError",
    "RulesetError",
    "__version__",
]
