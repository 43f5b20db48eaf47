"""Surfaces: where what a program holds can be seen from outside, and what was seen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from protection_rules.canaries.readings import Shown

Surface = Literal[
    "logs",
    "warnings",
    "stdout",
    "stderr",
    "exceptions",
    "objects",
    "files",
    "environment",
    "processes",
    "network",
]
SURFACES: Final[tuple[Surface, ...]] = get_args(Surface)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing seen: on which surface, where there, and all that it shows.

    `ours` says that the test itself showed it; what somebody else may have written, such as a file
    that an editor saves meanwhile, is looked through for marks alone.
    """

    surface: Surface
    where: str
    shown: tuple[Shown, ...]
    ours: bool = True


def said(value: object) -> list[Shown]:
    """The texts and octets in a value and in the collections it consists of."""
    match value:
        case str() | bytes():
            return [value]
        case bytearray() | memoryview():
            return [bytes(value)]
        case Mapping():
            return [text for pair in value.items() for text in said(pair)]
        case list() | tuple() | set() | frozenset():
            return [text for one in value for text in said(one)]
        case _:
            return []
