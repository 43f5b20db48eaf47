"""Random profiles as plain data, as a profile file would have them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from protection_rules.facts.vocabulary import (
    NONE,
    NOT_ASKED,
    UNKNOWN,
    VOCABULARY,
    FactEntry,
    SectionEntry,
    Vocabulary,
)

NAMES = ("hall", "room", "clinic-2", "نزل_1", "x_y", "مركز")


def random_profiles(
    count: int,
    seed: int,
    known: float | None = None,
    most_items: int = 4,
    vocabulary: Vocabulary = VOCABULARY,
) -> Iterator[dict[str, Any]]:
    """Profiles from a seed. `known` is the share of facts that are known; it varies without it."""
    random = Random(seed)
    for _ in range(count):
        share = random.choice((0.05, 0.3, 0.6, 0.9)) if known is None else known
        yield random_profile(random, share, most_items, vocabulary)


def random_profile(
    random: Random, known: float = 0.6, most_items: int = 4, vocabulary: Vocabulary = VOCABULARY
) -> dict[str, Any]:
    profile: dict[str, Any] = {"profile": 1}
    for section in vocabulary.sections.values():
        if random.random() < 0.1:
            continue
        if section.many:
            count = random.randint(0, most_items)
            profile[section.name] = [random_item(random, section, known, number) for number in range(count)]
        else:
            profile[section.name] = random_facts(random, section, known)
    return profile


def random_item(random: Random, section: SectionEntry, known: float, number: int) -> dict[str, Any]:
    name = f"{random.choice(NAMES)}-{number}"
    return ({"id": name} if random.random() < 0.8 else {}) | random_facts(random, section, known)


def random_facts(random: Random, section: SectionEntry, known: float) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, fact in section.facts.items():
        if random.random() < known:
            facts[name] = known_value(random, fact)
        elif fact.kind != "recorded" and random.random() < 0.3:
            facts[name] = UNKNOWN
    return facts


def known_value(random: Random, fact: FactEntry) -> Any:
    """A value that is an answer: never unknown."""
    match fact.kind:
        case "number":
            low, high = fact.attributes.minimum, fact.attributes.maximum
            return random.choice([low, high, random.randint(low, min(high, 200))])
        case "choices":
            alone = [[marker] for marker in (NONE, NOT_ASKED) if marker in fact.markers]
            if random.random() < 0.3:
                return random.choice(alone)
            return random.sample(fact.codes, random.randint(1, min(3, len(fact.codes))))
        case _:
            return random.choice(fact.codes)
