"""The base of every section of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Literal, NoReturn, Self, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from protection_rules.facts.errors import ProfileError, ProfileFault
from protection_rules.facts.text import Text
from protection_rules.limits import MOST_ITEMS


class Section(BaseModel):
    """A frozen group of coded facts that never shows what it holds.

    A fault raises ProfileError, where pydantic's own error would carry the value or the name given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)

    @model_validator(mode="wrap")
    @classmethod
    def _without_values(
        cls, data: Any, validated: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        faults = list(_oversized(cls, data))
        if faults:
            raise ProfileError(faults)
        try:
            return validated(_with_sets(data) if info.mode == "json" else data)
        except ValidationError as error:
            faults = list(_faults(cls, data, error))
        # outside the handler, so that the error with the values does not hang on to ours
        raise ProfileError(faults)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """A section from JSON text; raises ProfileError."""
        with suppress(ValidationError):
            return super().model_validate_json(json_data, **options)
        raise ProfileError([ProfileFault(_name(cls), _NOT_JSON)])

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(_FROZEN)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(_FROZEN)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.model_fields_set)} facts given>"

    __str__ = __repr__

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Nothing: printers such as rich build their own text from these."""
        return []


class ListedSection(Section):
    """One item of a list. `id` is the caller's short name for it, empty for the default."""

    id: str = ""


_FROZEN = "a section of a profile cannot be changed; make a new one"
_FACTS_BY_NAME = Text("expected facts by name", "المتوقَّع حقائق بأسمائها")
_NOT_JSON = Text("not readable as JSON", "تعذّرت قراءته بصيغة JSON")


def _with_sets(data: Any) -> Any:
    """Data of JSON, which has no sets, with a set for each list of codes."""
    if not isinstance(data, dict):
        return data
    return {
        name: frozenset(value)
        if isinstance(value, list) and all(isinstance(code, str) for code in value)
        else value
        for name, value in data.items()
    }


def _oversized(model: type[Section], data: Any) -> Iterator[ProfileFault]:
    """A fault for each field with more codes than any fact has; pydantic would note each of them."""
    if not isinstance(data, dict):
        return
    section = _name(model)
    if len(data) > MOST_ITEMS:
        yield ProfileFault(section, _FACTS_BY_NAME)
        return
    for field, value in data.items():
        listed = isinstance(value, list | tuple | set | frozenset) and len(value) > MOST_ITEMS
        if listed and field in model.model_fields:
            yield ProfileFault(f"{section}.{field}", _expected(model.model_fields[field].annotation))


def _name(model: type[Section]) -> str:
    """The section's name in a profile, such as `data_flow`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


def _faults(model: type[Section], data: Any, error: ValidationError) -> Iterator[ProfileFault]:
    """One fault for each field that pydantic refused, without its value or an unknown name."""
    section = _name(model)
    refused = dict.fromkeys(
        fault["loc"][0] if fault["loc"] else None
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    )
    for field in refused:
        if field is None:
            yield ProfileFault(section, _FACTS_BY_NAME)
        elif field in model.model_fields:
            yield ProfileFault(f"{section}.{field}", _expected(model.model_fields[str(field)].annotation))
        else:
            position = list(data).index(field) + 1 if isinstance(data, Mapping) else 1
            yield ProfileFault(
                section,
                Text(
                    f"field {position} is not in the vocabulary", f"الحقل رقم {position} ليس في قائمة الحقائق"
                ),
            )


def _expected(annotation: Any) -> Text:
    codes = ", ".join(_codes(annotation))
    if get_origin(annotation) is frozenset:
        return Text(f"expected a frozenset out of {codes}", f"المتوقَّع frozenset من: {codes}")
    if int in get_args(annotation):
        return Text("expected a whole number, or unknown", "المتوقَّع عدد صحيح أو unknown")
    if not codes:
        return Text("expected text", "المتوقَّع نص")
    return Text(f"expected one of {codes}", f"المتوقَّع إحدى القيم: {codes}")


def _codes(annotation: Any) -> dict[str, None]:
    """The texts that an annotation lists, in order, through unions and containers."""
    if get_origin(annotation) is Literal:
        return dict.fromkeys(get_args(annotation))
    return {code: None for part in get_args(annotation) for code in _codes(part)}
