"""What cannot be done with an open case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from protection_rules.errors import ProtectionRulesError
from protection_rules.sealing import KEY_LENGTH

Fault = Literal[
    "closed", "busy", "nothing_asked", "key", "unreadable", "rules_changed", "not_installed", "not_copied"
]
_FAULTS: Final[Mapping[Fault, str]] = {
    "closed": "the case is closed and its facts are gone; open it again from its profile",
    "busy": "the case is in use by another thread; use it from one thread at a time",
    "nothing_asked": "nothing is left that is worth asking",
    "key": f"expected a key of {KEY_LENGTH} random bytes",
    "unreadable": "this is no open case that can be read here with this key",
    "rules_changed": "the case was kept under other rules; reopen it with re_evaluate=True",
    "not_installed": "keeping an open case needs the extra: pip install 'protection-rules[sessions]'",
    "not_copied": "an open case is not copied or pickled; to_bytes keeps it under a key",
}


class SessionError(ProtectionRulesError):
    """An open case cannot be used as asked; `reason` says why, as a code. Holds nothing of the case."""

    def __init__(self, reason: Fault) -> None:
        self.reason: Fault = reason
        super().__init__(_FAULTS[reason])

    def __reduce__(self) -> tuple[type[SessionError], tuple[Fault]]:
        return type(self), (self.reason,)
