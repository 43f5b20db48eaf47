"""What a new fact of an operation's own is, asked field by field in the words of editor.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, get_args

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.scaffold.dialogue import Check, Dialogue
from protection_rules.facts.fact import Asked, Sensitivity, Supplier
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import COMMON_VALUES, LOCAL, Vocabulary
from protection_rules.rulesets.editor import editor_words
from protection_rules.rulesets.local_facts import KINDS, LARGEST_NUMBER, LONGEST_QUESTION, MOST_CODES
from protection_rules.rulesets.schemas import LONGEST_LABEL, NAME

Fact = dict[str, Any]

_END: Final = "-"
_NUMBER: Final = re.compile(r"[0-9]{1,7}")


class FactQuestions:
    """The questions about one fact that an overlay declares."""

    def __init__(self, dialogue: Dialogue, vocabulary: Vocabulary) -> None:
        self._dialogue = dialogue
        self._vocabulary = vocabulary
        self._words = editor_words()

    def fact(self) -> Fact:
        """The answers, as the fact stands in its file."""
        fact: Fact = {"fact": self._dialogue.ask(self._field("fact"), check=_name(self._vocabulary.local))}
        fact["kind"] = self._choice("kind", KINDS, "facts.kind")
        labels = [each.attributes.label for each in self._vocabulary.values()]
        fact["label"] = self._label(self._field("label"), labels)
        fact["question"] = self._dialogue.both(self._field("question"), LONGEST_QUESTION)
        fact["supplied_by"] = self._choice("supplied_by", get_args(Supplier), "supplied_by")
        fact["asked"] = self._choice("asked", get_args(Asked), "asked")
        fact["sensitivity"] = self._choice("sensitivity", get_args(Sensitivity), "facts.sensitivity")
        match fact["kind"]:
            case "choice":
                fact["values"] = self._values(fewest=2)
            case "choices":
                fact["values"] = self._values(fewest=1)
            case "number":
                low = self._number("minimum", 0, LARGEST_NUMBER - 1, default="0")
                fact |= {"minimum": low, "maximum": self._number("maximum", low + 1, LARGEST_NUMBER)}
        return fact

    def _field(self, name: str) -> Text:
        return self._words.fields[f"facts.facts.{name}"]

    def _choice(self, name: str, values: tuple[str, ...], key: str) -> str:
        texts = self._words.values[key]
        return self._dialogue.ask(self._field(name), choices={value: texts[value] for value in values})

    def _number(self, name: str, least: int, most: int, default: str = "") -> int:
        def check(answer: str) -> Text | None:
            if _NUMBER.fullmatch(answer) and least <= int(answer) <= most:
                return None
            return phrase("new.no_number", least=least, most=most)

        return int(self._dialogue.ask(self._field(name), default=default, check=check))

    def _label(self, question: Text, taken: Collection[Text]) -> dict[str, str]:
        """A label in both languages; not one of those taken, since scenarios tell things apart by it."""

        def check(answer: str, language: Language) -> Text | None:
            is_taken = answer.casefold() in {label.in_language(language).casefold() for label in taken}
            return phrase("new.label_taken") if is_taken else None

        return self._dialogue.both(question, LONGEST_LABEL, check)

    def _values(self, fewest: int) -> list[dict[str, Any]]:
        self._dialogue.tell(Text("", ""))
        self._dialogue.tell(self._field("values"))
        found: list[dict[str, Any]] = []
        while len(found) < MOST_CODES:
            enough = len(found) >= fewest
            question = phrase("new.value_more") if enough else self._field("values.value")
            name = _name({*COMMON_VALUES, *(each["value"] for each in found)}, may_end=enough)
            answer = self._dialogue.ask(question, default=_END if enough else "", check=name)
            if answer == _END:
                break
            taken = [*COMMON_VALUES.values(), *(Text(**each["label"]) for each in found)]
            question = phrase("new.value_label", value=answer)
            found.append({"value": answer, "label": self._label(question, taken)})
        return found


def examples(fact: Mapping[str, Any]) -> tuple[str, str]:
    """How a profile gives the fact, and how a condition reads it."""
    name, kind = fact["fact"], fact["kind"]
    value = fact["values"][0]["value"] if "values" in fact else str(fact.get("maximum", "yes"))
    given = f"[{value}]" if kind == "choices" else value
    read = {"choices": f"{{includes: {value}}}", "number": f"{{at_least: {value}}}"}.get(kind, value)
    return f"{LOCAL}: {{{name}: {given}}}", f"{LOCAL}.{name}: {read}"


def _name(taken: Iterable[str], *, may_end: bool = False) -> Check:
    names = frozenset(taken)

    def check(answer: str) -> Text | None:
        if may_end and answer == _END:
            return None
        if answer in names:
            return phrase("new.taken")
        return None if re.search(NAME, answer) else phrase("new.no_fact_name")

    return check
