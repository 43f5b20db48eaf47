"""The case profile: coded facts of one case, checked whole, frozen, silent about what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, Self, cast

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from protection_rules.documents import Document, DocumentError, plain, read_document
from protection_rules.facts.accommodation import Accommodation
from protection_rules.facts.case import Case, Item, Value
from protection_rules.facts.conversation import Consent, Conversation, Disclosure
from protection_rules.facts.data_flow import DataFlow
from protection_rules.facts.errors import ProfileError, ProfileFault
from protection_rules.facts.faults import profile_faults
from protection_rules.facts.given import given_facts, plain_profile, written_plainly
from protection_rules.facts.local import Local
from protection_rules.facts.operation import Operation
from protection_rules.facts.person import Person
from protection_rules.facts.risk import Record, Risk
from protection_rules.facts.section import Section
from protection_rules.facts.service import Service
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import (
    LOCAL,
    NONE,
    UNKNOWN,
    VOCABULARY,
    FactEntry,
    SectionEntry,
    Vocabulary,
)
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE


class CaseProfile(BaseModel):
    """What is known of a case, in codes of the vocabulary only.

    Built from keyword arguments, a mapping (`from_mapping`), text (`from_text`) or a file
    (`from_file`), always with the same check: an unknown field, a value outside its list or a wrong
    type raises ProfileError with every fault at once. Facts not given are unknown. A list given is
    complete, an empty one included; a list not given (None) is unknown. `operation` is None unless
    the profile describes the office. `local` holds facts of an operation's own: a profile that has
    any is read with the vocabulary of an engine that was loaded with the operation's overlay.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    profile: Literal[1] = 1
    consent: Consent = Consent()
    conversation: Conversation = Conversation()
    disclosure: Disclosure = Disclosure()
    person: Person = Person()
    risk: Risk = Risk()
    record: Record = Record()
    accommodation: tuple[Accommodation, ...] | None = None
    service: tuple[Service, ...] | None = None
    data_flow: tuple[DataFlow, ...] | None = None
    operation: Operation | None = None
    local: Local | None = None

    def __init__(self, **data: Any) -> None:
        checked = _check(plain_profile({"profile": 1} | data, VOCABULARY, none_is_absent=True), VOCABULARY)
        super().__init__(**typed_sections(checked, VOCABULARY))

    @classmethod
    def _from_checked(cls, data: Mapping[str, Any], vocabulary: Vocabulary) -> Self:
        return cls.from_sections(typed_sections(data, vocabulary))

    @classmethod
    def from_sections(cls, sections: Mapping[str, Any], before: Self | None = None) -> Self:
        """A profile of sections that were checked already; others are not given.

        Sections that it has in common with the profile `before` are not read once more for its case.
        """
        # with a value for every section, none of the defaults is copied
        whole = {name: field.default for name, field in cls.model_fields.items()} | dict(sections)
        made = cast("Self", cls.model_construct({"profile", *sections}, **whole))
        if before is not None:
            made.__dict__["case"] = made._case_after(before)  # noqa: SLF001  # its own class
        return made

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any], vocabulary: Vocabulary = VOCABULARY) -> Self:
        """A profile from plain data as in a profile file; raises ProfileError.

        `vocabulary` is that of the engine the profile is for (`Engine.vocabulary`), where it may have
        facts of an operation's own.
        """
        # `isinstance` would ask the data, which may say anything
        if not issubclass(type(data), Mapping):
            raise ProfileError([_not_a_mapping()])
        checked = _check(plain_profile(data, vocabulary, none_is_absent=True), vocabulary)
        return cls._from_checked(checked, vocabulary)

    @classmethod
    def from_text(cls, text: str, vocabulary: Vocabulary = VOCABULARY) -> Self:
        """A profile from YAML 1.2 or JSON text; raises ProfileError with lines."""
        fault: ProfileFault | None = None
        try:
            document = read_document(text, "profile")
        except DocumentError as error:
            fault = ProfileFault("profile", _unreadable(error), error.span.line)
        if fault is not None:
            raise ProfileError([fault])
        data = plain(document)
        if not isinstance(data, dict):
            raise ProfileError([_not_a_mapping()])
        checked = _check(plain_profile(data, vocabulary, none_is_absent=False), vocabulary, document)
        return cls._from_checked(checked, vocabulary)

    @classmethod
    def from_bytes(cls, data: bytes, vocabulary: Vocabulary = VOCABULARY) -> Self:
        """A profile from YAML or JSON in UTF-8; raises ProfileError."""
        text: str | None = None
        with suppress(UnicodeDecodeError):
            text = data.decode("utf-8-sig")
        if text is None:
            raise ProfileError([ProfileFault("profile", _NOT_UTF8)])
        return cls.from_text(text, vocabulary)

    @classmethod
    def from_file(cls, path: str | Path, vocabulary: Vocabulary = VOCABULARY) -> Self:
        """A profile from a YAML or JSON file in UTF-8; raises ProfileError."""
        data: bytes | None = None
        with suppress(OSError, ValueError):
            data = read_bounded(Path(path), LARGEST_FILE + 1, pipe=True)
        if data is None:
            raise ProfileError([ProfileFault("profile", _NO_FILE)])
        return cls.from_bytes(data, vocabulary)

    @model_validator(mode="wrap")
    @classmethod
    def _without_input(cls, data: Any, validated: ModelWrapValidatorHandler[Self]) -> Self:
        """The same check where a host's own model or adapter holds a profile."""
        with suppress(ValidationError):
            return validated(data)
        raise ProfileError([_not_a_mapping()])

    @classmethod
    def model_validate(cls, obj: Any, **_options: Any) -> Self:
        """A profile from plain data, or the profile itself; raises ProfileError."""
        return obj if isinstance(obj, cls) else cls.from_mapping(obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:
        """A profile from JSON text; raises ProfileError."""
        if isinstance(json_data, bytes | bytearray):
            return cls.from_bytes(bytes(json_data))
        return cls.from_text(json_data)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(_FROZEN)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(_FROZEN)

    def to_mapping(self) -> dict[str, Any]:
        """The profile as plain data, with only the sections and facts that were given."""
        data: dict[str, Any] = {"profile": 1}
        for section in VOCABULARY.sections.values():
            value = getattr(self, section.name)
            if section.many:
                if value is not None:
                    data[section.name] = [
                        {"id": identifier} | given_facts(item, section)
                        for identifier, item in zip(_ids(section, value), value, strict=True)
                    ]
            elif section.name in self.model_fields_set and value is not None:
                data[section.name] = given_facts(value, section)
        if self.local is not None:
            data[LOCAL] = {name: written_plainly(value) for name, value in self._local_facts.items()}
        return data

    @property
    def _local_facts(self) -> Mapping[str, Value]:
        return {} if self.local is None else self.local.model_extra or {}

    @cached_property
    def case(self) -> Case:
        """The profile as the logic reads it, without facts of an operation's own."""
        return self._case_after(None)

    def _case_after(self, before: Self | None) -> Case:
        """The case, read where a section is not the very one of the profile before."""
        facts: dict[str, Value] = {} if before is None else dict(before.case.facts)
        items: dict[str, tuple[Item, ...] | None] = {} if before is None else dict(before.case.items)
        for section in VOCABULARY.sections.values():
            value = getattr(self, section.name)
            if before is not None and value is getattr(before, section.name):
                continue
            if section.many:
                items[section.name] = (
                    value
                    if value is None
                    else tuple(
                        Item(identifier, _values(item, section))
                        for identifier, item in zip(_ids(section, value), value, strict=True)
                    )
                )
            else:
                facts |= _values(section.model() if value is None else value, section)
        return Case(facts, items, self.operation is not None)

    def case_of(self, vocabulary: Vocabulary) -> Case:
        """The profile as the logic reads it, with every fact of the vocabulary.

        Raises ProfileError where the profile has facts of an operation's own that the vocabulary does
        not know, or other values of them.
        """
        if self.local is not None:
            _check({"profile": 1, LOCAL: self.to_mapping()[LOCAL]}, vocabulary)
        if not vocabulary.local:
            return self.case
        given = self._local_facts
        local = {fact.path: given.get(name, fact.not_given) for name, fact in vocabulary.local.items()}
        return replace(self.case, facts={**self.case.facts, **local})

    def __repr__(self) -> str:
        sections = len(self.model_fields_set - {"profile"})
        return f"<CaseProfile: {sections} sections given>"

    __str__ = __repr__


_FROZEN: Final = "a profile cannot be changed; make a new one"

_NO_FILE = Text(
    "file cannot be read; check its name and your right to read it",
    "تعذّرت قراءة الملف؛ تحقّق من اسمه ومن صلاحية قراءته",
)
_NOT_READABLE = "تعذّرت قراءته بصيغة YAML 1.2 أو JSON؛ راجع هذا السطر والذي قبله"
_TOO_LARGE = "أكبر أو أعمق تداخلاً مما يُقرأ؛ اكتفِ بالحقائق المرمَّزة"
_NOT_UTF8 = Text("not UTF-8 text; save the file as UTF-8", "ليس نصاً بترميز UTF-8؛ احفظ الملف بهذا الترميز")


def _unreadable(error: DocumentError) -> Text:
    if error.too_large:
        return Text(f"{error.message}; give coded facts only", _TOO_LARGE)
    return Text(f"{error.message}; {error.hint}" if error.hint else error.message, _NOT_READABLE)


def _not_a_mapping() -> ProfileFault:
    return ProfileFault(
        "profile", Text("expected sections of facts, by name", "المتوقَّع أقسام من الحقائق بأسمائها")
    )


def _check(data: dict[str, Any], vocabulary: Vocabulary, document: Document | None = None) -> dict[str, Any]:
    """The same data, if it has no fault."""
    faults = profile_faults(data, document, vocabulary)
    if faults:
        raise ProfileError(faults)
    return data


def typed_sections(data: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The sections of checked data, with models, sets and tuples where a profile wants them."""
    typed: dict[str, Any] = {"profile": 1}
    for name in data.keys() & vocabulary.sections.keys():
        section, value = vocabulary.sections[name], data[name]
        if section.many:
            typed[name] = tuple(section.model(**_typed(item, section)) for item in value)
        else:
            typed[name] = section.model(**_typed(value, section))
    return typed


def _typed(facts: Mapping[str, Any], section: SectionEntry) -> dict[str, Any]:
    return {
        name: _typed_value(section.facts[name], value) if name in section.facts else value
        for name, value in facts.items()
    }


def _typed_value(fact: FactEntry, value: Any) -> Value:
    if fact.kind != "choices":
        return value  # type: ignore[no-any-return]  # checked against the schema
    if value == UNKNOWN:
        return frozenset({UNKNOWN})
    return frozenset(value) - {NONE}


def _values(model: Section, section: SectionEntry) -> dict[str, Value]:
    return {fact.path: getattr(model, name) for name, fact in section.facts.items()}


def _ids(section: SectionEntry, items: Iterable[Any]) -> list[str]:
    return [item.id or f"{section.default_id}{position}" for position, item in enumerate(items, start=1)]
