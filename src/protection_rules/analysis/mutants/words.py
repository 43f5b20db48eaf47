"""What a mutant changes, in words for people who do not program."""

from __future__ import annotations

from protection_rules.advice.explain import in_words
from protection_rules.advice.phrases import phrase
from protection_rules.analysis.mutants.mutants import Mutant
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import FactEntry, Vocabulary
from protection_rules.logic.nodes import Condition, Term, facts_read
from protection_rules.rulesets.model import RuleBook


def change_in_words(mutant: Mutant, book: RuleBook) -> Text:
    """One sentence that says what stands otherwise."""
    parts: dict[str, Text | str | int] = {
        "before": _said(mutant, mutant.before, book),
        "after": _said(mutant, mutant.after, book),
    }
    if mutant.part is not None:
        parts["part"] = condition_in_words(mutant.part, book.vocabulary)
    return phrase(f"mutate.change.{mutant.operator}", **parts)


def condition_in_words(condition: Condition, vocabulary: Vocabulary) -> Text:
    """A condition in one line; a term by its name."""
    if isinstance(condition, Term):
        return condition.label
    lines = list(in_words(condition, vocabulary))
    between = phrase("mutate.list_separator")
    return Text(
        _joined([line.text.en for line in lines], between.en),
        _joined([line.text.ar for line in lines], between.ar),
    )


def _joined(lines: list[str], between: str) -> str:
    """Lines one after another; what follows a colon belongs to it."""
    text = lines[0]
    for line in lines[1:]:
        text += f" {line}" if text.endswith(":") else f"{between}{line}"
    return text


def _said(mutant: Mutant, value: str | int, book: RuleBook) -> Text | str | int:
    """What stands before or after the change, in words."""
    if isinstance(value, int) or value == "":
        return value
    match mutant.operator:
        case "unknown_policy":
            return phrase(f"mutate.policy.{value}")
        case "modality" | "urgency":
            return phrase(f"{mutant.operator}.{value}")
        case "standing" | "bar_standing":
            return phrase(f"mutate.stance.{value}")
        case "bar_dropped":
            return book.actions[value].label
        case "value_dropped" | "value_added" | "value_replaced" if mutant.part is not None:
            return _fact(mutant.part, book.vocabulary).value_label(value)
        case _:
            return value


def _fact(comparison: Condition, vocabulary: Vocabulary) -> FactEntry:
    """The one fact that a comparison is about."""
    return vocabulary[facts_read(comparison)[0]]
