"""Which pages the handbook has, in either language, and where everything stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from protection_rules.advice.phrases import sentence_case
from protection_rules.authoring.handbook.material import Material
from protection_rules.authoring.handbook.words import words
from protection_rules.facts.text import Text
from protection_rules.rulesets.model import Rule

Sort = Literal["decision", "rule", "fact", "entry", "action", "standard", "condition", "promise"]
"""What something of the handbook is."""

INDEX: Final = "index"
PARTS: Final = (
    "facts",
    "guidance",
    "actions",
    "conditions",
    "standards",
    "promises",
    "glossary",
    "avoided",
    "changes",
    "search",
)
"""The pages beside the decision points, in the order of the navigation."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `name` is its place below the folder of a language, without ending.

    `rules` are those whose words stand on it; `trail` has the names of the pages above it.
    """

    name: str
    template: str
    title: Text
    trail: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reveals(self) -> bool:
        """Whether a rule stands on it whose appearing alone discloses something."""
        return any(rule.reveals for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands: the name of the page, and the part of it where it is not the whole."""

    places: Mapping[tuple[Sort, str], tuple[str, str]]

    def __contains__(self, key: tuple[Sort, str]) -> bool:
        return key in self.places

    def of(self, sort: Sort, name: str) -> tuple[str, str]:
        """The place of something that stands in the handbook."""
        return self.places[sort, name]


def places_of(material: Material) -> Places:
    """Where everything of the material stands."""
    book = material.book
    found: dict[tuple[Sort, str], tuple[str, str]] = {}
    whole: dict[Sort, Iterable[str]] = {
        "decision": material.rulesets,
        "rule": material.rules,
        "fact": book.vocabulary,
        "entry": book.guidance,
    }
    for sort, names in whole.items():
        taken: set[str] = set()
        for name in names:
            found[sort, name] = (f"{sort}/{_unused(name, taken)}", "")
    on_page: dict[Sort, tuple[str, Iterable[str]]] = {
        "action": ("actions", book.actions),
        "standard": ("standards", book.standards),
        "condition": ("conditions", book.terms),
        "promise": ("promises", (promise.id for promise in material.promises)),
    }
    for sort, (page, names) in on_page.items():
        for name in names:
            found[sort, name] = (page, f"{sort}-{name}")
    return Places(found)


def _unused(name: str, taken: set[str]) -> str:
    """A name for a file, also where the system does not tell capital letters from small ones."""
    number, found = 1, name
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found.casefold())
    return found


def pages(material: Material, places: Places) -> Iterator[Page]:
    """Every page, in a fixed order."""
    book = material.book
    yield Page(INDEX, "index", words("site.title"))
    for ruleset in book.rulesets:
        name, _ = places.of("decision", ruleset.id)
        yield Page(name, "decision", ruleset.title, (INDEX,), ruleset.rules, {"ruleset": ruleset})
        yield from _rule_pages(material, ruleset.rules, places, (INDEX, name))
    yield _part("facts")
    for fact in book.vocabulary.values():
        yield Page(
            places.of("fact", fact.path)[0],
            "fact",
            sentence_case(fact.attributes.label),
            (INDEX, "facts"),
            material.reading(fact.path),
            {"fact": fact, "section": book.vocabulary.sections[fact.section]},
        )
    yield _part("guidance")
    for entry in book.guidance.values():
        yield Page(
            places.of("entry", entry.id)[0],
            "entry",
            words("entry.name", name=entry.id),
            (INDEX, "guidance"),
            material.citing(entry.id),
            {"entry": entry},
        )
    yield _part("actions", book.rules)
    yield _part("conditions", tuple(rule for name in book.terms for rule in material.using(name)))
    yield _part("standards", tuple(rule for name in book.standards for rule in material.citing(name)))
    for name in ("promises", "glossary", "avoided", "changes", "search"):
        yield _part(name)


def _part(name: str, rules: tuple[Rule, ...] = ()) -> Page:
    return Page(name, name, words(f"{name}.title"), (INDEX,), rules)


def _rule_pages(
    material: Material, rules: tuple[Rule, ...], places: Places, trail: tuple[str, ...]
) -> Iterator[Page]:
    for index, rule in enumerate(rules):
        excepted = (material.rules[name] for name in rule.overrides if name in material.rules)
        yield Page(
            places.of("rule", rule.id)[0],
            "rule",
            rule.words.summary,
            trail,
            (rule, *excepted, *material.exceptions(rule.id)),
            {
                "rule": rule,
                "previous": rules[index - 1] if index else None,
                "next": rules[index + 1] if index + 1 < len(rules) else None,
            },
        )
