"""The vocabulary: every fact that may be known, read off the models of the sections.

Source of names, values and sensitivities: the project's content specification, in turn built on
the index of UNHCR's Emergency Handbook entry of 27 January 2025.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

from protection_rules.facts.accommodation import Accommodation
from protection_rules.facts.case import Value
from protection_rules.facts.conversation import Consent, Conversation, Disclosure
from protection_rules.facts.data_flow import DataFlow
from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import UNKNOWN_SET
from protection_rules.facts.local import Local
from protection_rules.facts.operation import Operation
from protection_rules.facts.person import Person
from protection_rules.facts.risk import Record, Risk
from protection_rules.facts.section import Section
from protection_rules.facts.service import Service
from protection_rules.facts.text import Text

FactKind = Literal["answer", "recorded", "choice", "choices", "number"]

UNKNOWN: Final = "unknown"
NOT_ASKED: Final = "not_asked"
NONE: Final = "none"
NO_RECORD: Final = "no_record"

LOCAL: Final = "local"
"""The section of the facts that an operation declares for itself."""
_LOCAL_LABEL: Final = Text("Facts of this operation", "حقائق خاصة بهذه العملية")

COMMON_VALUES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "yes": Text("yes", "نعم"),
        "no": Text("no", "لا"),
        NO_RECORD: Text("nothing noted", "لم يُدوَّن شيء"),
        UNKNOWN: Text("not known", "غير معلوم"),
        NONE: Text("none", "لا يوجد"),
        NOT_ASKED: Text("not asked", "لم يُسأل عنه"),
    }
)
"""Labels of the values that many facts share."""


@dataclass(frozen=True)
class FactEntry:
    """One fact of the vocabulary.

    `codes` lists the values a profile may give, in the order of the vocabulary; it is empty for a
    number. `markers` says what can be given instead: that the fact is not known, that a set is
    known to be empty, that it was deliberately not asked.
    """

    path: str
    section: str
    name: str
    kind: FactKind
    codes: tuple[str, ...]
    markers: tuple[str, ...]
    attributes: Fact

    @property
    def not_given(self) -> Value:
        """What stands where a profile does not give the fact."""
        if self.kind == "choices":
            return UNKNOWN_SET
        return NO_RECORD if self.kind == "recorded" else UNKNOWN

    def value_label(self, value: str) -> Text:
        """How one value is called in both languages."""
        return self.attributes.values.get(value) or COMMON_VALUES[value]


@dataclass(frozen=True)
class SectionEntry:
    """One section of the profile: its label, its model, and whether it lists items.

    `question` is what to find out where a list is not known; other sections have none.
    """

    name: str
    label: Text
    question: Text
    many: bool
    model: type[Section]
    default_id: str
    facts: Mapping[str, FactEntry]


_SECTIONS: Final[tuple[tuple[str, Text, Text, type[Section], str], ...]] = (
    ("consent", Text("Consent", "الموافقة"), Text("", ""), Consent, ""),
    ("conversation", Text("The conversation", "المحادثة"), Text("", ""), Conversation, ""),
    ("disclosure", Text("What was confided", "ما أُفصح عنه"), Text("", ""), Disclosure, ""),
    ("person", Text("The person", "الشخص"), Text("", ""), Person, ""),
    ("risk", Text("Danger and harm", "الخطر والأذى"), Text("", ""), Risk, ""),
    ("record", Text("The file", "الملف"), Text("", ""), Record, ""),
    (
        "accommodation",
        Text("Places to stay", "أماكن الإقامة"),
        Text("Which places to stay could be offered?", "ما أماكن الإقامة التي يمكن عرضها؟"),
        Accommodation,
        "a",
    ),
    (
        "service",
        Text("Services", "الخدمات"),
        Text("Which services can be reached?", "ما الخدمات التي يمكن الوصول إليها؟"),
        Service,
        "s",
    ),
    (
        "data_flow",
        Text("Information on its way", "معلومات في طريقها إلى جهة"),
        Text("Which information is to go to whom?", "ما المعلومات التي ستُنقل، وإلى من؟"),
        DataFlow,
        "d",
    ),
    ("operation", Text("The office", "المكتب"), Text("", ""), Operation, ""),
)


def _entry(section: str, name: str, annotation: Any, fact: Fact) -> FactEntry:
    literals = _literals(annotation)
    codes = tuple(code for code in literals if code not in {UNKNOWN, NOT_ASKED})
    kind: FactKind
    markers: tuple[str, ...] = (UNKNOWN,)
    if get_origin(annotation) is frozenset:
        kind = "choices"
        markers = (NONE, NOT_ASKED, UNKNOWN) if NOT_ASKED in literals else (NONE, UNKNOWN)
    elif not codes:
        kind = "number"
    elif NO_RECORD in codes:
        kind, markers = "recorded", ()
    else:
        kind = "choice" if fact.values else "answer"
    return FactEntry(f"{section}.{name}", section, name, kind, codes, markers, fact)


def _literals(annotation: Any) -> tuple[str, ...]:
    """The texts that an annotation lists, in order, through unions and containers."""
    if get_origin(annotation) is Literal:
        return tuple(get_args(annotation))
    found = [code for part in get_args(annotation) for code in _literals(part)]
    return tuple(dict.fromkeys(found))


def _read(name: str, model: type[Section]) -> Mapping[str, FactEntry]:
    entries: dict[str, FactEntry] = {}
    for field_name, field in model.model_fields.items():
        fact = next((found for found in field.metadata if isinstance(found, Fact)), None)
        if fact is not None:
            entries[field_name] = _entry(name, field_name, field.annotation, fact)
    return MappingProxyType(entries)


class Vocabulary(Mapping[str, FactEntry]):
    """Facts by their paths, such as ``risk.safe_tonight``, in the order of their sections.

    The guidance's own is VOCABULARY; a rule book has one that may know facts of the operation's own
    beside. Two vocabularies are the same if they have the same facts, with all that is said of them.
    """

    def __init__(self, sections: Iterable[SectionEntry]) -> None:
        self.sections: Final[Mapping[str, SectionEntry]] = MappingProxyType(
            {section.name: section for section in sections}
        )
        self._facts = {
            fact.path: fact for section in self.sections.values() for fact in section.facts.values()
        }
        self._hash = hash(tuple(self._facts))

    def __getitem__(self, path: str) -> FactEntry:
        return self._facts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return _with_local, (dict(self.local),)

    @cached_property
    def local(self) -> Mapping[str, FactEntry]:
        """The facts of the operation's own by their names; empty if there are none."""
        section = self.sections.get(LOCAL)
        return MappingProxyType({}) if section is None else section.facts

    def with_local(self, facts: Mapping[str, FactEntry]) -> Vocabulary:
        """The same vocabulary with these facts of an operation's own, by their names, and no others.

        Whatever becomes of the new vocabulary, their codes and paths are `telling_words` from now on.
        """
        _note_telling(facts.values())
        others = [section for section in self.sections.values() if section.name != LOCAL]
        if not facts:
            return Vocabulary(others)
        own = SectionEntry(LOCAL, _LOCAL_LABEL, Text("", ""), False, Local, "", MappingProxyType(dict(facts)))
        return Vocabulary([*others, own])

    def __repr__(self) -> str:
        return f"<Vocabulary: {len(self)} facts, {len(self.local)} of them local>"


_telling_words = frozenset[str]()


def telling_words() -> frozenset[str]:
    """The codes of all facts that are guarded, and the paths of all facts: what no log should hold.

    Those of an operation's own are among them once any part of this process knows of them: what keeps
    words out of logs must do so for every engine, and one word too many is no harm.
    """
    return _telling_words


def _note_telling(facts: Iterable[FactEntry]) -> None:
    global _telling_words  # noqa: PLW0603  # it only ever grows
    noted = list(facts)
    guarded = (code for fact in noted if fact.attributes.sensitivity != "ordinary" for code in fact.codes)
    _telling_words |= {*guarded, *(fact.path for fact in noted)}


def _with_local(facts: Mapping[str, FactEntry]) -> Vocabulary:
    return VOCABULARY.with_local(facts) if facts else VOCABULARY


def local_fact(name: str, kind: FactKind, attributes: Fact) -> FactEntry:
    """A fact of an operation's own. A set that the person tells of can be given as not asked."""
    codes: tuple[str, ...] = ("yes", "no") if kind == "answer" else tuple(attributes.values)
    markers: tuple[str, ...] = (UNKNOWN,)
    if kind == "choices":
        markers = (NONE, NOT_ASKED, UNKNOWN) if attributes.supplied_by == "self" else (NONE, UNKNOWN)
    return FactEntry(f"{LOCAL}.{name}", LOCAL, name, kind, codes, markers, attributes)


VOCABULARY: Final = Vocabulary(
    SectionEntry(name, label, question, bool(prefix), model, prefix, _read(name, model))
    for name, label, question, model, prefix in _SECTIONS
)
"""Every fact of the guidance."""
_note_telling(VOCABULARY.values())

SECTIONS: Final = VOCABULARY.sections
"""The sections of the guidance's facts, by their names."""

LIST_SECTIONS: Final[tuple[str, ...]] = tuple(s.name for s in SECTIONS.values() if s.many)
"""The sections that list items: accommodation, service, data_flow."""
