"""Every fault of a profile at once, found with its JSON Schema and told without its values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from protection_rules.documents import Document, Sequence
from protection_rules.documents import Mapping as DocumentMapping
from protection_rules.facts.errors import ProfileFault
from protection_rules.facts.schema import profile_schema
from protection_rules.facts.soundness import plainly_sound
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    LIST_SECTIONS,
    LOCAL,
    NONE,
    NOT_ASKED,
    SECTIONS,
    VOCABULARY,
    FactEntry,
    Vocabulary,
)
from protection_rules.limits import MOST_FAULTS, MOST_ITEMS

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_Path = tuple[str | int, ...]
NEAR: float = 0.75
"""How alike a misspelt name must be to a known one to be suggested, from 0 to 1."""


@lru_cache(maxsize=16)
def _validator(vocabulary: Vocabulary) -> Validator:
    # most profiles have no fault, and starting is to be quick
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    whole = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    return extend(Draft202012Validator, type_checker=whole)(profile_schema(vocabulary))


def profile_faults(
    data: Any, document: Document | None = None, vocabulary: Vocabulary = VOCABULARY
) -> list[ProfileFault]:
    """The faults of a profile given as plain data, in the order of the profile.

    With the document it was read from, each fault carries its line. Of more than MOST_FAULTS, the
    first that are found are told, and that there are more.
    """
    found: dict[tuple[tuple[int, ...], str], ProfileFault] = {}
    for path, position, fault in _all_faults(data, vocabulary):
        if len(found) == MOST_FAULTS:
            return [*(found[key] for key in sorted(found)), ProfileFault("profile", _MORE_FAULTS)]
        key = (_order(data, path, position), fault.place)
        found[key] = ProfileFault(fault.place, fault.message, _line(document, path, position))
    return [found[key] for key in sorted(found)]


_MORE_FAULTS = Text("there are more faults; mend these first", "توجد أخطاء أخرى؛ أصلح هذه أولاً")


def _all_faults(data: Any, vocabulary: Vocabulary) -> Iterator[tuple[_Path, int, ProfileFault]]:
    """Every fault with its path and the position of a key there."""
    if not plainly_sound(data, vocabulary):
        for error in _validator(vocabulary).iter_errors(data):
            yield from _explain(error, vocabulary)
    for path, fault in _repeated_ids(data):
        yield path, 0, fault


def _order(data: Any, path: _Path, position: int) -> tuple[int, ...]:
    """Where a fault stands in the profile: the position of each step, and of a name among its siblings."""
    order: list[int] = []
    for step in path:
        order.append(list(data).index(step) if isinstance(data, Mapping) and step in data else _number(step))
        data = data[step] if isinstance(step, int) else data.get(step, {})
    return (*order, position - 1) if position else tuple(order)


def _number(step: str | int) -> int:
    return step if isinstance(step, int) else 0


def _explain(error: ValidationError, vocabulary: Vocabulary) -> Iterator[tuple[_Path, int, ProfileFault]]:
    """One or several faults for one error of the schema: path, position of a key, fault."""
    path: _Path = tuple(error.absolute_path)
    place = _place(path)
    if error.validator == "additionalProperties":
        yield from _unknown_names(error, path, place)
    elif error.validator == "required":
        yield path, 0, ProfileFault("profile", _MISSING_VERSION)
    else:
        yield path, 0, ProfileFault(place, _expected(path, error.instance, vocabulary))


_MISSING_VERSION = Text("missing; begin the file with `profile: 1`", "ناقص؛ ابدأ الملف بالسطر `profile: 1`")


_NAMES = Text(
    "`protection-rules schema profile` lists the names",
    "يعرض الأمر `protection-rules schema profile` الأسماء المعروفة",
)
_LOCAL_NAMES = Text(
    "`facts.yaml` of the overlays has the names",
    "الأسماء المعروفة في الملف `facts.yaml` من الإضافات",
)
_NO_LOCAL_FACTS = Text(
    "the rules in use know no facts of an operation's own; use them with the overlay that declares these",
    "القواعد المستعملة لا تعرف حقائق خاصة بعملية بعينها؛ استعملها مع الإضافة التي تعلن هذه الحقائق",
)


def _unknown_names(
    error: ValidationError, path: _Path, place: str
) -> Iterator[tuple[_Path, int, ProfileFault]]:
    known = list(error.schema["properties"])
    for position, name in enumerate(error.instance, start=1):
        if name in known:
            continue
        if not path and name == LOCAL:
            yield path, position, ProfileFault(LOCAL, _NO_LOCAL_FACTS)
            continue
        near = difflib.get_close_matches(str(name), known, n=1, cutoff=NEAR)
        if path:
            message = Text(
                f"field {position} is not in the vocabulary", f"الحقل رقم {position} ليس في قائمة الحقائق"
            )
        else:
            message = Text(
                f"section {position} is not part of a profile", f"القسم رقم {position} ليس من أقسام الملف"
            )
        hint = _NAMES if path != (LOCAL,) else _LOCAL_NAMES
        if near:
            hint = Text(f"did you mean `{near[0]}`?", f"أتقصد `{near[0]}`؟")
        fault = ProfileFault(place, Text(f"{message.en}; {hint.en}", f"{message.ar}؛ {hint.ar}"))
        yield path, position, fault


def _place(path: _Path) -> str:
    """`accommodation[0].type` for a path; every name in it is of the vocabulary."""
    place = ""
    for step in path[:3]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    return place or "profile"


def _expected(path: _Path, value: Any, vocabulary: Vocabulary) -> Text:
    sections = vocabulary.sections
    match path:
        case ():
            return Text("expected sections of facts, by name", "المتوقَّع أقسام من الحقائق بأسمائها")
        case ("profile",):
            return Text("expected 1, the version of the format", "المتوقَّع 1، وهو رقم صيغة الملف")
        case (str() as section,) if sections[section].many:
            if isinstance(value, list):
                return Text(f"expected at most {MOST_ITEMS} items", f"المتوقَّع {MOST_ITEMS} عنصراً على الأكثر")
            return Text(
                "expected a list of items, each beginning with a hyphen",
                "المتوقَّع قائمة عناصر يبدأ كل منها بشرطة",
            )
        case (str(),) | (str(), int()):
            return Text("expected facts as `name: value`", "المتوقَّع حقائق على هيئة `اسم: قيمة`")
        case (_, int(), "id"):
            return Text(
                "expected a short name of 1 to 40 letters, digits, hyphens or underscores",
                "المتوقَّع اسم قصير من 1 إلى 40 حرفاً أو رقماً أو شرطة",
            )
        case (str() as section, *_, str() as name) if name in sections[section].facts:
            return _expected_fact(sections[section].facts[name], value)
        case (str() as section, *steps):
            name = next(step for step in steps if isinstance(step, str))
            return _expected_fact(sections[section].facts[name], value)
    return Text("not of the expected form", "ليس على الهيئة المتوقَّعة")


def _expected_fact(fact: FactEntry, value: Any) -> Text:
    attributes = fact.attributes
    if fact.kind == "number":
        low, high = attributes.minimum, attributes.maximum
        return Text(
            f"expected a whole number from {low} to {high}, or unknown",
            f"المتوقَّع عدد صحيح من {low} إلى {high} أو unknown",
        )
    codes = ", ".join(fact.codes)
    if fact.kind == "choices":
        alone = " or ".join(f"[{marker}]" for marker in (NONE, NOT_ASKED) if marker in fact.markers)
        alone_ar = " أو ".join(f"[{marker}]" for marker in (NONE, NOT_ASKED) if marker in fact.markers)
        return Text(
            f"expected a list such as [{fact.codes[0]}], each once, out of {codes};"
            f" or {alone} alone; or unknown",
            f"المتوقَّع قائمة مثل [{fact.codes[0]}] بلا تكرار، من: {codes}؛ أو {alone_ar} وحدها؛ أو unknown",
        )
    choices = ", ".join([*fact.codes, *fact.markers])
    if isinstance(value, bool) and fact.kind in {"answer", "recorded"}:
        return Text(
            f'expected one of {choices}; write "yes" or "no" as text, not true or false',
            f'المتوقَّع إحدى القيم: {choices}؛ اكتب "yes" أو "no" نصاً لا true أو false',
        )
    return Text(f"expected one of {choices}", f"المتوقَّع إحدى القيم: {choices}")


def _repeated_ids(data: Any) -> Iterator[tuple[_Path, ProfileFault]]:
    """Items of one list that point to themselves with the same id."""
    for name in LIST_SECTIONS if isinstance(data, Mapping) else ():
        items = data.get(name)
        seen: set[str] = set()
        for index, item in enumerate(items if isinstance(items, list) else ()):
            given = item.get("id") if isinstance(item, Mapping) else None
            identifier = given if isinstance(given, str) else f"{SECTIONS[name].default_id}{index + 1}"
            if identifier in seen:
                path = (name, index, "id")
                message = Text(
                    "expected an id that no other item of the list has",
                    "المتوقَّع معرّف لا يحمله عنصر آخر في القائمة",
                )
                yield path, ProfileFault(_place(path), message)
            seen.add(identifier)


def _line(document: Document | None, path: _Path, position: int) -> int | None:
    """The line of a path in the document, or of the key at a position of the mapping there."""
    if document is None:
        return None
    line = document.span.line
    for step in path:
        if isinstance(document, DocumentMapping) and isinstance(step, str):
            entry = next((entry for entry in document.entries if entry.key == step), None)
            if entry is None:
                return line
            line, document = entry.key_span.line, entry.value
        elif isinstance(document, Sequence) and isinstance(step, int) and step < len(document.items):
            document = document.items[step]
            line = document.span.line
        else:
            return line
    if position and isinstance(document, DocumentMapping):
        return document.entries[position - 1].key_span.line
    return line
