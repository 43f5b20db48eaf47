"""The rule catalogue read from its plain notation: what each rule says of a profile, by three values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import gt, le, lt
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from ruamel.yaml import YAML

Outcome = Literal["applies", "precaution", "verify", "silent", "nothing"]
Truth = bool | None
"""True, false, or None where it is undetermined."""
Facts = Mapping[str, Any]
Each = TypeVar("Each")

UNKNOWN: Final = "unknown"
AGE_GROUPS: Final = {
    "child": ("infant_0_4", "child_5_11", "adolescent_12_17"),
    "adult": ("adult_18_59", "older_60_plus"),
}
LISTS: Final = {"accommodation": "accommodation", "service": "service", "flow": "data_flow"}
ID_PREFIXES: Final = {"accommodation": "a", "service": "s", "data_flow": "d"}
COMPARISONS: Final[Mapping[str, Callable[[int, int], bool]]] = {"<=": le, "<": lt, ">": gt}
IF_UNKNOWN: Final[Mapping[str, Outcome]] = {
    "PRECAUTION": "precaution",
    "VERIFY": "verify",
    "NOTHING": "silent",
}
REVIEWERS: Final = {
    "CW": "case_worker",
    "PS": "protection_supervisor",
    "GBV": "gbv_specialist",
    "CP": "child_protection",
    "MHPSS": "mhpss_specialist",
    "HLT": "health",
    "SHL": "shelter",
    "SEC": "security",
    "REG": "registration",
    "RSD": "refugee_status_determination",
    "FP": "focal_point",
    "DP": "data_protection",
    "LEG": "legal_counsel",
    "PSEA": "psea",
    "MGT": "head_of_office",
}


@dataclass(frozen=True)
class Always:
    pass


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AtLeast:
    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Negated:
    part: Condition


@dataclass(frozen=True)
class Surely:
    part: Condition


@dataclass(frozen=True)
class Is:
    """The value is one of these."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class NotKnownToBe:
    path: str
    value: str


@dataclass(frozen=True)
class Known:
    path: str


@dataclass(frozen=True)
class UnknownOrNotAsked:
    path: str


@dataclass(frozen=True)
class Compared:
    path: str
    sign: str
    number: int


@dataclass(frozen=True)
class Includes:
    """The set holds one of these."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class NotEmpty:
    path: str


@dataclass(frozen=True)
class NotKnownEmpty:
    path: str


@dataclass(frozen=True)
class WithinSet:
    path: str
    set_path: str


@dataclass(frozen=True)
class SomeListed:
    section: str
    part: Condition


@dataclass(frozen=True)
class EveryListedMeets:
    """Every item meets the condition of one of these rules."""

    section: str
    rules: tuple[str, ...]


Condition = (
    Always
    | AllOf
    | AnyOf
    | AtLeast
    | Negated
    | Surely
    | Is
    | NotKnownToBe
    | Known
    | UnknownOrNotAsked
    | Compared
    | Includes
    | NotEmpty
    | NotKnownEmpty
    | WithinSet
    | SomeListed
    | EveryListedMeets
)


# The notation

TOKEN: Final = re.compile(r"[A-Z]+(?:-[A-Z]+)*-\d+|[A-Za-z_][\w.]*|\d+|!=|<=|[=<>(),:\[\]]")
NOTE: Final = re.compile(r"\s{2,}\((?P<note>[^()]*)\)$")


class NotationError(ValueError):
    """A condition that cannot be read whole."""


def tokens(text: str) -> list[str]:
    """The words and signs of a condition; nothing but white space may lie between them."""
    if TOKEN.sub("", text).strip():
        raise NotationError(f"signs that mean nothing: {TOKEN.sub('', text).split()}")
    return TOKEN.findall(text)


@dataclass
class Reader:
    """Reads a condition token by token."""

    tokens: list[str]
    position: int = 0

    def accept(self, *expected: str) -> bool:
        """Whether these tokens come next; if so, they are read."""
        after = self.position + len(expected)
        if tuple(self.tokens[self.position : after]) != expected:
            return False
        self.position = after
        return True

    def expect(self, *expected: str) -> None:
        if not self.accept(*expected):
            raise NotationError(f"expected {' '.join(expected)} before {self.tokens[self.position :]}")

    def matching(self, pattern: str) -> str:
        """The next token, which must look like this."""
        token = self.tokens[self.position] if self.position < len(self.tokens) else ""
        if not re.fullmatch(pattern, token):
            raise NotationError(f"expected {pattern} before {self.tokens[self.position :]}")
        self.position += 1
        return token

    def path(self) -> str:
        return self.matching(r"[a-z_]+\.[a-z_]+")

    def value(self) -> str:
        return self.matching(r"[a-z][a-z0-9_]*")

    def series(self, read: Callable[[], Each]) -> tuple[Each, ...]:
        """Things with commas, or a last `or`, between them."""
        found = [read()]
        while self.accept(",") or self.accept("or"):
            found.append(read())
        return tuple(found)

    def whole(self) -> Condition:
        condition = self.any_of()
        if self.position != len(self.tokens):
            raise NotationError(f"left over: {self.tokens[self.position :]}")
        return condition

    def any_of(self) -> Condition:
        parts = [self.all_of()]
        while self.accept("OR"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self) -> Condition:
        parts = [self.clause()]
        while self.accept("AND"):
            parts.append(self.clause())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def enclosed(self) -> Condition:
        condition = self.any_of()
        self.expect(")")
        return condition

    def clause(self) -> Condition:
        if self.accept("always"):
            return Always()
        if self.accept("("):
            return self.enclosed()
        if self.accept("surely", "("):
            return Surely(self.enclosed())
        if self.accept("has", "("):
            return self.membership()
        if self.accept("at", "least", "three", "of", ":"):
            return AtLeast(3, self.series(self.clause))
        return self.quantified() or self.fact()

    def membership(self) -> Condition:
        path = self.path()
        self.expect(",")
        value = self.value()
        self.expect(")")
        return Includes(path, (value,))

    def quantified(self) -> Condition | None:
        """A clause about listed items, which reaches to the end of the conjunction it opens."""
        if self.accept("some", "listed"):
            return self.some_listed()
        if self.accept("no", "listed"):
            return Negated(self.some_listed())
        if self.accept("no"):
            return Negated(self.some_of_type())
        if self.accept("every", "listed"):
            section = LISTS[self.value()]
            self.expect("meets", "the", "condition", "of")
            return EveryListedMeets(section, self.series(lambda: self.matching(r"C-[A-Z]+-\d+")))
        return None

    def some_listed(self) -> Condition:
        section = LISTS[self.value()]
        self.expect("has")
        return SomeListed(section, self.all_of())

    def some_of_type(self) -> Condition:
        type_, section = self.value(), LISTS[self.value()]
        self.expect("with")
        return SomeListed(section, AllOf((Is(f"{section}.type", (type_,)), self.all_of())))

    def fact(self) -> Condition:
        path = self.path()
        if self.accept("="):
            value = self.value()
            return UnknownOrNotAsked(path) if self.accept("or", "[", "not_asked", "]") else Is(path, (value,))
        if self.accept("!="):
            return NotKnownToBe(path, self.value())
        if self.accept("is", "known"):
            return Known(path)
        if self.accept("is", "not", "known", "to", "be", "[", "none", "]"):
            return NotKnownEmpty(path)
        if self.accept("not", "empty") or self.accept("has", "a", "value", "other", "than", "none"):
            return NotEmpty(path)
        if self.accept("has"):
            return Includes(path, self.series(self.value))
        if self.accept("in"):
            return self.among(path)
        return Compared(path, self.matching("<=|<|>"), int(self.matching(r"\d+")))

    def among(self, path: str) -> Condition:
        for group, values in AGE_GROUPS.items():
            if self.accept(group, "groups"):
                return Is(path, values)
        if self.accept("("):
            values = self.series(self.value)
            self.expect(")")
            return Is(path, values)
        return WithinSet(path, self.path())


def read_condition(text: str) -> Condition:
    """The condition that a text in the catalogue's notation states."""
    return Reader(tokens(NOTE.sub("", text))).whole()


def children(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return parts
        case Negated(part) | Surely(part) | SomeListed(_, part):
            return (part,)
        case _:
            return ()


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it."""
    yield condition
    for child in children(condition):
        yield from parts_of(child)


def sections_meant(condition: Condition) -> set[str]:
    """The sections whose facts are read outside any quantifier over them."""
    own = {condition.path.partition(".")[0]} if hasattr(condition, "path") else set[str]()
    inner = set[str]().union(*(sections_meant(child) for child in children(condition)))
    quantified = {condition.section} if isinstance(condition, SomeListed) else set[str]()
    return own | (inner - quantified)


# Three values


def every(truths: Sequence[Truth]) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if None in truths else True


def some(truths: Sequence[Truth]) -> Truth:
    if any(truth is True for truth in truths):
        return True
    return None if None in truths else False


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    if sum(truth is True for truth in truths) >= count:
        return True
    return None if sum(truth is not False for truth in truths) >= count else False


@dataclass(frozen=True)
class View:
    """A profile as one rule sees it, with the items it speaks about.

    `not_asked` is what a comparison with a question deliberately not asked comes to.
    """

    profile: Mapping[str, Any]
    not_asked: Truth = False
    rules: Mapping[str, Condition] | None = None
    items: Mapping[str, Facts] | None = None

    def about(self, section: str, item: Facts) -> View:
        return replace(self, items={**(self.items or {}), section: item})

    def value(self, path: str) -> Any:
        section, _, name = path.partition(".")
        facts = (self.items or {})[section] if section in ID_PREFIXES else self.profile.get(section, {})
        return facts.get(name, "no_record" if path == "disclosure.self_disclosed" else UNKNOWN)

    def listed(self, section: str, each: Callable[[View], Truth]) -> list[Truth]:
        """What each item comes to; one undetermined thing where the list is not known."""
        items = self.profile.get(section)
        return [None] if items is None else [each(self.about(section, item)) for item in items]


def truth(condition: Condition, view: View) -> Truth:
    """What a condition comes to."""
    match condition:
        case Always():
            return True
        case AllOf(parts):
            return every([truth(part, view) for part in parts])
        case AnyOf(parts):
            return some([truth(part, view) for part in parts])
        case AtLeast(count, parts):
            return at_least(count, [truth(part, view) for part in parts])
        case Negated(part):
            return negated(truth(part, view))
        case Surely(part):
            return truth(part, view) is True
        case SomeListed(section, part):
            return some(view.listed(section, lambda inner: truth(part, inner)))
        case EveryListedMeets(section, rules):
            return every(view.listed(section, lambda inner: one_of_rules(rules, inner)))
        case _:
            return fact_truth(condition, view)


def one_of_rules(rules: Sequence[str], view: View) -> Truth:
    known = view.rules or {}
    return some([truth(known[rule], view) for rule in rules])


def fact_truth(condition: Condition, view: View) -> Truth:
    """What a comparison with one fact comes to."""
    match condition:
        case Is(path, values):
            return is_among(view.value(path), values)
        case NotKnownToBe(path, value):
            return bool(view.value(path) != value)
        case Known(path):
            return bool(view.value(path) != UNKNOWN)
        case UnknownOrNotAsked(path):
            return view.value(path) in (UNKNOWN, ["not_asked"])
        case NotKnownEmpty(path):
            return bool(view.value(path) != ["none"])
        case Compared(path, sign, number):
            value = view.value(path)
            return None if value == UNKNOWN else COMPARISONS[sign](value, number)
        case Includes(path, values):
            return holds(view.value(path), lambda members: not members.isdisjoint(values), view)
        case NotEmpty(path):
            return holds(view.value(path), bool, view)
        case WithinSet(path, set_path):
            return is_within(view.value(path), view.value(set_path))
        case _:
            raise NotationError(f"no comparison: {condition}")


def is_among(value: str, values: Sequence[str]) -> Truth:
    return None if value == UNKNOWN and UNKNOWN not in values else value in values


def holds(value: Any, test: Callable[[set[str]], bool], view: View) -> Truth:
    """What a test of a set comes to."""
    if value == UNKNOWN:
        return None
    if value == ["not_asked"]:
        return view.not_asked
    return test(set(value) - {"none"})


def is_within(value: str, members: Any) -> Truth:
    if members == ["none"]:
        return False
    return None if UNKNOWN in (value, members) else value in members


# The catalogue


@dataclass(frozen=True)
class CatalogueRule:
    """One rule of the catalogue, with its grade in the words of an assessment."""

    id: str
    subject: str
    condition: Condition
    note: str
    if_unknown: Outcome
    modality: str
    urgency: str
    reviewers: tuple[str, ...]
    guidance: tuple[str, ...]

    @property
    def grade(self) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        return (self.modality, self.urgency, self.reviewers, self.guidance)

    def outcome(self, view: View) -> Outcome:
        """What the rule says through a view."""
        match truth(self.condition, view):
            case True:
                return "applies"
            case False:
                return "nothing"
            case _:
                return self.if_unknown


def subject_of(condition: Condition, level: str) -> str:
    """Whom a condition is about: the list whose item it reads, otherwise the case or the operation."""
    lists = sections_meant(condition) & ID_PREFIXES.keys()
    if len(lists) > 1:
        raise NotationError(f"about several lists: {sorted(lists)}")
    return lists.pop() if lists else level


def read_rule(entry: Mapping[str, Any]) -> CatalogueRule:
    condition = read_condition(entry["condition"])
    note = NOTE.search(entry["condition"])
    return CatalogueRule(
        id=entry["id"],
        subject=subject_of(condition, entry["level"]),
        condition=condition,
        note=note["note"] if note else "",
        if_unknown=IF_UNKNOWN[TOKEN.findall(entry["on_unknown"])[0]],
        modality=entry["modality"],
        urgency=entry["urgency"].replace(" ", "_"),
        reviewers=tuple(REVIEWERS[code] for code in entry["reviewer"]),
        guidance=tuple(entry["guidance_ids"]),
    )


@dataclass(frozen=True)
class Catalogue:
    """All rules of the catalogue, and the vocabulary they are written in."""

    rules: Mapping[str, CatalogueRule]
    sections: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        yaml = YAML(typ="safe")
        entries = yaml.load(folder / "rules.yaml")["rules"]
        rules = {entry["id"]: read_rule(entry) for entry in entries}
        if len(rules) != len(entries):
            raise NotationError("two rules have one id")
        return cls(rules, yaml.load(folder / "vocabulary.yaml")["sections"])

    def values(self, path: str) -> list[str]:
        """The values of a fact that has a list of them, the marks of sets included."""
        section, _, name = path.partition(".")
        field = self.sections[section]["fields"][name]
        own = list(field.get("values", ()))
        if field["type"] == "answer":
            return ["yes", "no", UNKNOWN]
        if field["type"] == "recorded":
            return ["yes", "no_record"]
        return (self.values(field["values_of"]) if "values_of" in field else []) + own

    def outcomes(self, profile: Mapping[str, Any]) -> dict[tuple[str, str], Outcome]:
        """What each rule says of a profile, for each subject it is evaluated for."""
        conditions = {rule.id: rule.condition for rule in self.rules.values()}
        found: dict[tuple[str, str], Outcome] = {}
        for rule in self.rules.values():
            not_asked = None if rule.if_unknown == "precaution" else False
            view = View(profile, not_asked, conditions)
            for subject, seen in views(rule.subject, view):
                found[rule.id, subject] = rule.outcome(seen)
        return found


def views(subject: str, view: View) -> Iterator[tuple[str, View]]:
    """The subjects of a rule in a profile, each with the view of it."""
    if subject in ID_PREFIXES:
        for position, item in enumerate(view.profile.get(subject) or (), start=1):
            identifier = item.get("id", f"{ID_PREFIXES[subject]}{position}")
            yield f"{subject}:{identifier}", view.about(subject, item)
    elif subject == "case" or "operation" in view.profile:
        yield subject, view
