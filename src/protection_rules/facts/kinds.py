"""The kinds of value that a field of the profile can hold.

A field is declared as ``name: Annotated[Kind, Fact(...)] = UNKNOWN_VALUE``:

========  ================================================  ==========================
kind      annotation                                        default
========  ================================================  ==========================
answer    ``Answer``                                        ``"unknown"``
recorded  ``Recorded``                                      ``"no_record"``
choice    ``Literal["a", "b", "unknown"]``                  ``"unknown"``
choices   ``Choices[Literal["a", "b"]]``                    ``UNKNOWN_SET``
listed    ``Listed[Literal["a", "b"]]``                     ``UNKNOWN_SET``
number    ``Number``                                        ``"unknown"``
========  ================================================  ==========================
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, TypeVar

Answer: TypeAlias = Literal["yes", "no", "unknown"]
Recorded: TypeAlias = Literal["yes", "no_record"]
Number: TypeAlias = int | Literal["unknown"]

Code = TypeVar("Code", bound=str)
Choices: TypeAlias = frozenset[Code | Literal["unknown", "not_asked"]]
"""A set of codes. Empty: known to be empty. ``{"unknown"}`` and ``{"not_asked"}`` stand alone."""

Listed: TypeAlias = frozenset[Code | Literal["unknown"]]
"""A set of codes that nobody would deliberately leave unasked."""

UNKNOWN_SET: Final[frozenset[Literal["unknown"]]] = frozenset({"unknown"})
