"""Protection guidance as declarative rulesets: from a case profile to advice with its reasons.

`Engine.load().evaluate(profile)` gives an `Assessment`: what is advised for a case, why, on what
ground, and what is worth finding out, in English and Arabic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from protection_rules._version import __version__

if TYPE_CHECKING:
    from protection_rules.advice.change import Change
    from protection_rules.advice.model import Assessment
    from protection_rules.advice.record import DecisionRecord, Override
    from protection_rules.advice.record_faults import RecordError
    from protection_rules.advice.statistics import Summary, summarise
    from protection_rules.advice.view import View
    from protection_rules.containment import CaseLogFilter, ContainedError, contain_logs, contained
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
    "contain_logs",
    "contained",
    "summarise",
]

_HOMES = {
    "advice.change": ("Change",),
    "advice.model": ("Assessment",),
    "advice.record": ("DecisionRecord", "Override"),
    "advice.record_faults": ("RecordError",),
    "advice.statistics": ("Summary", "summarise"),
    "advice.view": ("View",),
    "containment": ("CaseLogFilter", "ContainedError", "contain_logs", "contained"),
    "engine": ("Engine", "MatcherDisagreement"),
    "errors": ("ProtectionRulesError",),
    "facts.errors": ("ProfileError",),
    "facts.profile": ("CaseProfile",),
    "interview": ("Interview",),
    "rulesets.diagnostics": ("RulesetError",),
    "session": ("CaseSession",),
    "session_error": ("SessionError",),
}
"""The module of each public name. It is imported once the name is asked for, so that starting is quick."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            found = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
