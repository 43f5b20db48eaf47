"""Rule books that know facts of an operation's own, of every kind, and whose random rules read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from protection_rules.facts.fact import Fact, Supplier
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, VOCABULARY, FactEntry, FactKind, local_fact
from protection_rules.logic.nodes import AnyOf, Condition, ListSection
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests.books import rule, write_book
from tests.generate import Generator
from tests.invariant_breaks import with_rules


def fact(
    name: str,
    kind: FactKind,
    codes: tuple[str, ...] = (),
    *,
    supplied_by: Supplier = "office",
    maximum: int = 0,
) -> FactEntry:
    """A fact whose texts are its name."""
    label = Text(name, name)
    values = {code: Text(code, code) for code in codes}
    asked = "privately" if supplied_by == "self" else "openly"
    return local_fact(
        name, kind, Fact(label, label, supplied_by, asked, "confidential", values, maximum=maximum)
    )


def named(*facts: FactEntry) -> Mapping[str, FactEntry]:
    """The facts by their names."""
    return {each.name: each for each in facts}


NIGHT_GUARD: Final = fact("night_guard", "answer")
CURFEW: Final = fact("curfew", "choice", ("none_in_force", "nights", "all_day"))
CLOSED_ROADS: Final = fact("closed_roads", "choices", ("north", "coast", "bridge"))
FEARED_POSTS: Final = fact("feared_posts", "choices", ("north", "coast"), supplied_by="self")
HOURS_TO_BORDER: Final = fact("hours_to_border", "number", maximum=48)
OF_EVERY_KIND: Final = VOCABULARY.with_local(
    named(NIGHT_GUARD, CURFEW, CLOSED_ROADS, FEARED_POSTS, HOURS_TO_BORDER)
)


def local_book(folder: Path, seed: int, rules: int = 16) -> RuleBook:
    """Random rules of all kinds that read facts of an operation's own beside those of the guidance."""
    random = Random(seed)
    generator = Generator(seed, [*OF_EVERY_KIND.local.values()] * 2)
    folder.mkdir()
    book = load_rules(write_book(folder, [_random_rule(random, number) for number in range(rules)]))
    read = [
        replace(each, when=generator.condition(2, (each.about,) if each.about in LIST_SECTIONS else ()))
        for each in book.rules
    ]
    actions = {
        name: replace(
            action, bars=tuple(replace(bar, when=_met(generator, bar.about)) for bar in action.bars)
        )
        for name, action in book.actions.items()
    }
    return replace(with_rules(book, read), actions=actions, vocabulary=OF_EVERY_KIND)


def _met(generator: Generator, section: ListSection) -> Condition:
    """What an item must meet, which depends on a fact of the operation's own too."""
    own, theirs = (generator.comparison(()) for _ in range(2)), generator.comparison((section,))
    return AnyOf((*own, theirs))


def _random_rule(random: Random, number: int) -> dict[str, object]:
    about = random.choice(["case", "case", "accommodation", "service", "operation"])
    action = random.choice(["protect", "refer", "hold_back", "avoid", "warn", "one_file", "two_files"])
    modality = random.choice(["must", "must_not", "should", "may"])
    discloses = action in {"refer", "avoid"} and modality != "must_not"
    unknown = random.choice(["verify", "silent"] if discloses else ["precaution", "verify", "silent"])
    return rule(
        f"C-TST-{number + 1:02}",
        "risk.safe_tonight: no",
        about=about,
        action=action,
        modality=modality,
        if_unknown=unknown,
    )
