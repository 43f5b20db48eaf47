"""What a caller gives as a profile, as plain data: dicts, lists, text and numbers, within bounds.

A caller's mappings, collections and values may be of any class. Nothing of them is printed,
compared or kept; what is no plain value is left to the check as nothing. Nothing is lost by the
bounds: no name or code is as long as LONGEST_CODE, and a list of more than MOST_ITEMS is a fault
whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from protection_rules.facts.case import Value
from protection_rules.facts.errors import ProfileError, ProfileFault
from protection_rules.facts.section import Section
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import NONE, UNKNOWN, FactEntry, SectionEntry, Vocabulary
from protection_rules.limits import DEEPEST_PROFILE, LONGEST_CODE, MOST_ITEMS, MOST_VALUES

_NAMELESS: Final = "#" * (LONGEST_CODE + 1)
"""With a position, the name of what has none of its own: longer than any that is taken over."""
_LONGEST_NUMBER: Final = 64
"""Bits of a number that is taken over."""

_UNREADABLE: Final = Text(
    "cannot be read; give facts by name, as text, whole numbers and lists",
    "تعذّرت قراءته؛ أعطِ الحقائق بأسمائها نصوصاً وأعداداً صحيحة وقوائم",
)
_TOO_MANY: Final = Text(
    f"has more than {MOST_VALUES} values; give coded facts only",
    f"فيه أكثر من {MOST_VALUES} قيمة؛ اكتفِ بالحقائق المرمَّزة",
)


def plain_profile(data: Mapping[Any, Any], vocabulary: Vocabulary, *, none_is_absent: bool) -> dict[str, Any]:
    """A profile as plain data; with `none_is_absent`, a section given as None is left out.

    A name that is no text, is too long or stands twice becomes one that no profile has, in its
    place. Raises ProfileError for data that fails while it is read or has more than MOST_VALUES
    values.
    """
    reader = _Reader(vocabulary)
    try:
        return dict(reader.sections(data, none_is_absent=none_is_absent))
    except Exception:  # noqa: BLE001  # a caller's class can raise anything, with a value in it
        message = _TOO_MANY if reader.values > MOST_VALUES else _UNREADABLE
    raise ProfileError([ProfileFault("profile", message)])


class _Reader:
    """Takes data over and counts what it takes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.values = 0
        self._sections = vocabulary.sections

    def sections(self, data: Mapping[Any, Any], *, none_is_absent: bool) -> Iterator[tuple[str, Any]]:
        """The sections by name."""
        for name, value in self._named(data.items()):
            section = self._sections.get(name)
            if value is not None or section is None or not none_is_absent:
                yield name, self._value(value, section, DEEPEST_PROFILE)

    def _named(self, items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for position, (key, value) in enumerate(items):
            name = _text(key)
            if name is None or name in seen:
                name = f"{_NAMELESS}{position}"
            seen.add(name)
            yield name, value

    def _value(self, data: Any, section: SectionEntry | None, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES:
            raise ValueError
        # `isinstance` would ask the value, which may say anything
        kind = type(data)
        if depth == 0:
            return None
        if issubclass(kind, Section):
            if section is None or not issubclass(kind, section.model):
                return None
            facts = _identified(data) | given_facts(data, section)
            return {name: self._value(fact, None, depth - 1) for name, fact in facts.items()}
        if issubclass(kind, Mapping):
            return {name: self._value(value, None, depth - 1) for name, value in self._named(data.items())}
        if issubclass(kind, tuple | list | set | frozenset):
            listed = [self._value(value, section, depth - 1) for value in islice(data, MOST_ITEMS + 1)]
            return listed if issubclass(kind, tuple | list) else sorted(listed, key=repr)
        return _plain(data)


def _plain(data: Any) -> str | float | None:
    """A value as it is, if it is plain and no longer than a profile needs."""
    kind = type(data)
    if kind is int:
        return data if data.bit_length() <= _LONGEST_NUMBER else None
    return data if kind in {bool, float} else _text(data)


def _text(data: Any) -> str | None:
    """Text of a class of its own too, as plain text; None for anything else."""
    if not issubclass(type(data), str) or str.__len__(data) > LONGEST_CODE:
        return None
    return str.__str__(data)


def _identified(item: Section) -> dict[str, Any]:
    identifier = getattr(item, "id", None)
    return {"id": identifier} if identifier else {}


def given_facts(model: Section, section: SectionEntry) -> dict[str, Any]:
    """The facts that were given, as a profile file would write them."""
    return {
        name: _written(fact, getattr(model, name))
        for name, fact in section.facts.items()
        if name in model.model_fields_set
    }


def _written(fact: FactEntry, value: Value) -> Any:
    return written_plainly(value, (*fact.codes, *fact.markers))


def written_plainly(value: Value, order: Sequence[str] = ()) -> Any:
    """A value as a profile file would write it, the codes of a set in this order."""
    if not isinstance(value, frozenset):
        return value
    if value == {UNKNOWN}:
        return UNKNOWN
    places = {code: place for place, code in enumerate(order)}
    return sorted(value, key=lambda code: (places.get(code, len(places)), code)) or [NONE]
