"""The names of a rule book that a page of advice needs beside the advice itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.model import Named


class Labelled(Protocol):
    """Something with a label."""

    @property
    def label(self) -> Text:
        """What it is called."""


class Labels(Protocol):
    """What a page asks of a rule book: kinds of action in the order of doing, reviewers, actions, facts."""

    @property
    def kinds(self) -> Mapping[str, Labelled]:
        """The kinds of action by id, in the order in which they are done."""

    @property
    def reviewers(self) -> Mapping[str, Labelled]:
        """Who reviews advice, by id."""

    @property
    def actions(self) -> Mapping[str, Labelled]:
        """The actions by id."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts by path."""


@dataclass(frozen=True, slots=True, repr=False)
class KeptLabels:
    """The labels alone, small enough to go wherever an assessment goes."""

    kinds: Mapping[str, Named]
    reviewers: Mapping[str, Named]
    actions: Mapping[str, Named]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, book: Labels) -> KeptLabels:
        """The labels of a rule book."""
        return cls(_named(book.kinds), _named(book.reviewers), _named(book.actions), book.vocabulary)

    def __repr__(self) -> str:
        return "<KeptLabels>"


def _named(labelled: Mapping[str, Labelled]) -> dict[str, Named]:
    return {name: Named(name, one.label) for name, one in labelled.items()}
