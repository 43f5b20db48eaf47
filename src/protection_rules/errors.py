"""The base of every error that the library raises."""

from __future__ import annotations


class ProtectionRulesError(Exception):
    """Any fault the library reports. Never holds a value from a profile."""
