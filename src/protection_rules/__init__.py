"""Protection guidance as declarative rulesets: from a case profile to advice with its reasons.

`Engine.load().evaluate(profile)` gives an `Assessment`: what is advised for a case, why, on what
ground, and what is worth finding out, in English and Arabic.
"""

from protection_rules._version import __version__
from protection_rules.advice.change import Change
from protection_rules.advice.model import Assessment
from protection_rules.advice.record import DecisionRecord, Override
from protection_rules.advice.record_faults import RecordError
from protection_rules.advice.statistics import Summary, summarise
from protection_rules.advice.view import View
from protection_rules.containment import CaseLogFilter, ContainedError, contained
from protection_rules.engine import Engine, MatcherDisagreement
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile
from protection_rules.interview import Interview
from protection_rules.rulesets.diagnostics import RulesetError
from protection_rules.session import CaseSession
from protection_rules.session_error import SessionError

__all__ = [
    "Assessment",
    "CaseLogFilter",
    "CaseProfile",
    "CaseSession",
    "Change",
    "ContainedError",
    "DecisionRecord",
    "Engine",
    "Interview",
    "MatcherDisagreement",
    "Override",
    "ProfileError",
    "ProtectionRulesError",
    "RecordError",
    "RulesetError",
    "SessionError",
    "Summary",
    "View",
    "__version__",
    "contained",
    "summarise",
]
