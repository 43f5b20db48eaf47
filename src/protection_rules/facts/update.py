"""An update of a profile: what is known otherwise now, what came onto a list, what left it.

An update is written like a profile in which only what changes stands:

=====================================================  ==============================================
``{"risk": {"safe_tonight": "yes"}}``                  these facts; the section's other facts stay
``{"risk": {"safe_tonight": "unknown"}}``              the fact is not known any more
``{"risk": "unknown"}``                                the section as if it had never been given
``{"service": [{"id": "clinic", ...}]}``               the whole list, complete; ``[]``: known to be empty
``{"service": "unknown"}``                             the list is not known any more
``{"service": {"add": [{"id": "clinic", ...}]}}``      further items, each with an id of its own
``{"service": {"change": [{"id": "clinic", ...}]}}``   these facts of an item; its other facts stay
``{"service": {"remove": ["clinic"]}}``                items by their ids
=====================================================  ==============================================

``add``, ``change`` and ``remove`` may stand together, each for other items. What could be meant in
more than one way is refused: ``None``, an item without an id, an id that is not there or is there
already, a change to a list that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from protection_rules.facts.errors import ProfileError, ProfileFault
from protection_rules.facts.faults import profile_faults
from protection_rules.facts.given import plain_profile
from protection_rules.facts.profile import CaseProfile, typed_sections
from protection_rules.facts.section import ListedSection, Section
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, UNKNOWN, Vocabulary
from protection_rules.limits import MOST_ITEMS

_ADD, _CHANGE, _REMOVE = "add", "change", "remove"

_NOT_AN_UPDATE: Final = Text(
    "expected what changes, as sections of facts by name",
    "المتوقَّع ما يتغيّر، أقساماً من الحقائق بأسمائها",
)
_NOTHING: Final = Text(
    "None could mean many things; write unknown for what is not known any more",
    "القيمة الخالية تحتمل معاني كثيرة؛ اكتب unknown لما لم يعد معلوماً",
)
_NOT_A_LIST_UPDATE: Final = Text(
    "expected a whole list, or unknown, or add, change and remove, each with a list",
    "المتوقَّع قائمة كاملة، أو unknown، أو add وchange وremove مع قائمة لكل منها",
)
_NOT_ITEMS: Final = Text("expected a list of items", "المتوقَّع قائمة عناصر")
_NOT_IDS: Final = Text("expected a list of ids", "المتوقَّع قائمة معرّفات")
_LIST_NOT_KNOWN: Final = Text(
    "the list is not known, so nothing in it can be changed; give the whole list",
    "القائمة غير معلومة فلا يمكن تغيير شيء فيها؛ أعطِ القائمة كاملة",
)
_NO_ID: Final = Text("expected the id of the item", "المتوقَّع معرّف العنصر")
_NOT_THERE: Final = Text("expected the id of an item of the list", "المتوقَّع معرّف عنصر من القائمة")
_THERE: Final = Text(
    "expected an id that no item of the list has; change changes an item",
    "المتوقَّع معرّف لا يحمله أي عنصر في القائمة؛ أما تغيير عنصر فيكون بكلمة change",
)
_TWICE: Final = Text(
    "expected each item of the list once in an update",
    "المتوقَّع أن يرد كل عنصر من القائمة مرة واحدة في التحديث",
)
_TOO_LONG: Final = Text(
    f"the list would have more than {MOST_ITEMS} items", f"ستتجاوز القائمة {MOST_ITEMS} عنصراً"
)
_ITEM_PLACE: Final = re.compile(r"([a-z_]+)\[(\d+)\](.*)")


@dataclass(frozen=True, slots=True, repr=False)
class _ListUpdate:
    """What an update says of a list: items by what is to be done with them, as plain data."""

    add: list[Any] = field(default_factory=list)
    change: list[Any] = field(default_factory=list)
    remove: list[Any] = field(default_factory=list)

    @property
    def items(self) -> list[Any]:
        """The items with facts, those to add first."""
        return [*self.add, *self.change]

    def place(self, index: int) -> str:
        """Where the item of `items` at this index stands in the update."""
        added = len(self.add)
        return f"{_ADD}[{index}]" if index < added else f"{_CHANGE}[{index - added}]"

    def named(self) -> Iterator[tuple[str, Any]]:
        """What the update gives as the id of each item, with the place of the item."""
        for index, item in enumerate(self.items):
            if isinstance(item, dict):
                yield self.place(index), item.get("id")
        for index, given in enumerate(self.remove):
            yield f"{_REMOVE}[{index}]", given


def answer(fact: str, subject: str, value: Any) -> dict[str, Any]:
    """The update that an answer to a question is: of a fact by its path, or of a list by its section."""
    section, _, name = fact.partition(".")
    if not name:
        return {section: value}
    if section in LIST_SECTIONS:
        return {section: {_CHANGE: [{"id": subject.partition(":")[2], name: value}]}}
    return {section: {name: value}}


def updated(profile: CaseProfile, update: Mapping[str, Any], vocabulary: Vocabulary) -> CaseProfile:
    """The profile after an update.

    Raises ProfileError with every fault of the update; `profile` itself is never changed.
    """
    known = vocabulary.sections
    given = _plain(update, vocabulary)
    withdrawn = {name for name, value in given.items() if name in known and value == UNKNOWN}
    lists: dict[str, _ListUpdate] = {}
    faults: list[ProfileFault] = []
    data: dict[str, Any] = {}
    for name, value in given.items():
        data[name] = value
        if name in known and (name in withdrawn or value is None):
            data[name] = [] if name in LIST_SECTIONS else {}
            faults += [ProfileFault(name, _NOTHING)] if value is None else []
        elif name in LIST_SECTIONS and isinstance(value, dict):
            lists[name] = _list_update(name, value, faults)
            data[name] = lists[name].items
            faults += _misnamed(profile, name, lists[name])
    checked = _checked(data, lists, faults, vocabulary)
    sections = {name: getattr(profile, name) for name in profile.model_fields_set - {"profile"}}
    for name in given.keys() & known.keys():
        if name in withdrawn:
            sections.pop(name, None)
        elif name in lists:
            sections[name] = tuple(_relisted(profile, name, lists[name], checked[name]))
        elif name in LIST_SECTIONS or sections.get(name) is None:
            sections[name] = checked[name]
        else:
            sections[name] = _joined(sections[name], checked[name])
    return CaseProfile.from_sections(sections, profile)


def _plain(update: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    """The update as plain data, with a dict for a list that is given by what is to be done with it."""
    verbs: dict[str, list[tuple[Any, Any]]] | None = None
    given: dict[str, Any] = {}
    # `isinstance` would ask the data, which may say anything
    if issubclass(type(update), Mapping):
        given = plain_profile(update, vocabulary, none_is_absent=False)
        with suppress(Exception):
            verbs = {
                name: list(update[name].items())
                for name in given.keys() & frozenset(LIST_SECTIONS)
                if issubclass(type(update[name]), Mapping)
            }
    if verbs is None:
        raise ProfileError([ProfileFault("update", _NOT_AN_UPDATE)])
    for name, items in verbs.items():
        # these lie one level deeper than a profile goes, so each list is read by itself
        given[name] = {
            verb if type(verb) is str else "": plain_profile({name: value}, vocabulary, none_is_absent=False)[
                name
            ]
            for verb, value in items
        }
    return given


def _list_update(name: str, value: dict[str, Any], faults: list[ProfileFault]) -> _ListUpdate:
    if not value or not value.keys() <= {_ADD, _CHANGE, _REMOVE}:
        faults.append(ProfileFault(name, _NOT_A_LIST_UPDATE))
        return _ListUpdate()
    found = {verb: items for verb, items in value.items() if isinstance(items, list)}
    faults += [
        ProfileFault(f"{name}.{verb}", _NOT_IDS if verb == _REMOVE else _NOT_ITEMS)
        for verb in value
        if verb not in found
    ]
    return _ListUpdate(**found)


def _misnamed(profile: CaseProfile, name: str, update: _ListUpdate) -> Iterator[ProfileFault]:
    """Faults of ids: missing, not there, there already, twice, or of a list that is not known."""
    items = profile.case.items[name]
    if items is None:
        yield ProfileFault(name, _LIST_NOT_KNOWN)
        return
    listed = {item.id for item in items}
    seen: set[str] = set()
    for place, identifier in update.named():
        is_new = place.startswith(_ADD)
        if not isinstance(identifier, str):
            yield ProfileFault(f"{name}.{place}", _NO_ID)
        elif identifier in seen:
            yield ProfileFault(f"{name}.{place}", _TWICE)
        elif (identifier in listed) == is_new:
            yield ProfileFault(f"{name}.{place}", _THERE if is_new else _NOT_THERE)
        else:
            seen.add(identifier)
    if len(items) + len(update.add) - len(update.remove) > MOST_ITEMS:
        yield ProfileFault(name, _TOO_LONG)


def _checked(
    data: dict[str, Any],
    lists: Mapping[str, _ListUpdate],
    faults: list[ProfileFault],
    vocabulary: Vocabulary,
) -> Mapping[str, Any]:
    """The sections of an update, checked as a profile of their own; raises ProfileError with every fault."""
    # the version comes last, so that an unknown section is told by its position in the update
    whole = data if "profile" in data else {**data, "profile": 1}
    told = [
        ProfileFault(_place(fault.place, lists), fault.message)
        for fault in profile_faults(whole, vocabulary=vocabulary)
    ]
    known = {fault.place for fault in faults}
    faults += [fault for fault in told if known.isdisjoint({fault.place, fault.place.removesuffix(".id")})]
    if faults:
        order = [*vocabulary.sections]
        raise ProfileError(sorted(faults, key=lambda fault: _section(fault.place, order)))
    return typed_sections(whole, vocabulary)


def _place(place: str, lists: Mapping[str, _ListUpdate]) -> str:
    """A place among the facts of an update as a place in the update itself."""
    found = _ITEM_PLACE.fullmatch(place)
    if found is None or found[1] not in lists:
        return place
    return f"{found[1]}.{lists[found[1]].place(int(found[2]))}{found[3]}"


def _section(place: str, order: list[str]) -> int:
    name = re.split(r"[.\[]", place)[0]
    return order.index(name) if name in order else -1


def _relisted(
    profile: CaseProfile, name: str, update: _ListUpdate, facts: tuple[ListedSection, ...]
) -> Iterator[ListedSection]:
    """The list after an update; what stays keeps its place and has its id written down."""
    changed = {item.id: item for item in facts[len(update.add) :]}
    listed = zip(profile.case.items[name] or (), getattr(profile, name) or (), strict=True)
    for known, item in listed:
        if known.id not in update.remove:
            named = item if item.id else item.model_copy(update={"id": known.id})
            yield _joined(named, changed[known.id]) if known.id in changed else named
    yield from facts[: len(update.add)]


_AnySection = TypeVar("_AnySection", bound=Section)


def _joined(section: _AnySection, update: _AnySection) -> _AnySection:
    """A section with the facts that an update gives."""
    return section.model_copy(update={name: getattr(update, name) for name in update.model_fields_set})
