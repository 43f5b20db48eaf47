"""What a new rule is, asked field by field in the words of editor.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, get_args

from jsonschema import Draft202012Validator

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.scaffold.dialogue import Dialogue, like
from protection_rules.documents import DocumentError, plain, read_document
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import COMMON_VALUES, LOCAL
from protection_rules.rulesets.diagnostics import nearest
from protection_rules.rulesets.editor import editor_schema, editor_words, names_of
from protection_rules.rulesets.model import URGENCIES, About, Basis, IfUnknown, Modality, RuleBook
from protection_rules.rulesets.schemas import (
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    RULE_ID,
    Schema,
    ruleset_schema,
)

Rule = dict[str, Any]

_LAST_NUMBER: Final = re.compile(r"^(.*-)([0-9]+)$")


class RuleQuestions:
    """The questions about one rule of a ruleset of a rule book."""

    def __init__(self, dialogue: Dialogue, book: RuleBook) -> None:
        self._dialogue = dialogue
        self._book = book
        self._names = names_of(book)
        self._words = editor_words()

    def rule(self, ruleset: str) -> Rule:
        """The answers, as the rule stands in its file."""
        rule: Rule = {"id": self._id(ruleset)}
        about = self._choice("about", get_args(About), "case")
        if about != "case":
            rule["about"] = about
        rule["when"] = self._condition()
        rule["modality"] = self._choice("modality", get_args(Modality), "")
        usual = "precaution" if rule["modality"] == "must_not" else "verify"
        rule["if_unknown"] = self._choice("if_unknown", get_args(IfUnknown), usual)
        rule["action"] = self._dialogue.ask(self._field("action"), choices=self._names["actions"])
        rule["urgency"] = self._choice("urgency", URGENCIES, "")
        rule["reviewers"] = self._several("rules.reviewers", "reviewers")
        rule["grounds"] = self._grounds()
        rule["summary"] = self._dialogue.both(self._field("summary"), LONGEST_SUMMARY)
        rule["detail"] = self._dialogue.both(self._field("detail"), LONGEST_TEXT)
        if rule["if_unknown"] != "silent":
            self._dialogue.tell(Text("", ""))
            self._dialogue.tell(self._field("when_unknown"))
            rule["when_unknown"] = {
                "summary": self._dialogue.both(self._field("summary"), LONGEST_SUMMARY),
                "detail": self._dialogue.both(self._field("detail"), LONGEST_TEXT),
            }
        return rule

    def _field(self, key: str) -> Text:
        return self._words.fields[key]

    def _choice(self, key: str, values: tuple[str, ...], default: str) -> str:
        texts = self._words.values[key]
        choices = {value: texts[value] for value in values}
        return self._dialogue.ask(self._field(key), choices=choices, default=default)

    def _several(self, key: str, kind: str) -> list[str]:
        return self._dialogue.several(self._field(key), self._names[kind])

    def _id(self, ruleset: str) -> str:
        taken = {rule.id for rule in self._book.rules}
        mine = [rule.id for each in self._book.rulesets if each.id == ruleset for rule in each.rules]

        def check(answer: str) -> Text | None:
            if answer in taken:
                return phrase("new.taken")
            return None if re.search(RULE_ID, answer) else phrase("new.no_rule_id")

        return self._dialogue.ask(self._field("rules.id"), default=_next(mine, taken), check=check)

    def _condition(self) -> dict[str, Any]:
        self._dialogue.tell(Text("", ""))
        self._dialogue.tell(self._field("when"))
        own = self._book.vocabulary.sections.get(LOCAL)
        if own is not None:
            labels = {fact.path: fact.attributes.label for fact in own.facts.values()}
            self._dialogue.tell_of(own.label, labels)
        found: dict[str, Any] = {}
        while True:
            question = phrase("new.condition" if not found else "new.condition_more")
            answer = self._dialogue.ask(
                question, default="" if not found else "-", check=self._no_condition, suggest=self._lines_like
            )
            if answer == "-" and found:
                return found
            found |= self._read(answer) or {}

    def _no_condition(self, answer: str) -> Text | None:
        if answer == "-" or self._read(answer) is not None:
            return None
        name = answer.partition(":")[0].strip()
        near = nearest(name, [*self._book.vocabulary, *self._book.terms])
        if near is not None and near != name:
            return phrase("new.did_you_mean", name=near)
        return phrase("new.no_condition")

    def _lines_like(self, answer: str) -> Mapping[str, Text]:
        """What can stand after a fact or a term, and otherwise those with a part of the answer in them."""
        name = answer.partition(":")[0].strip()
        if name in self._book.terms:
            return {f"{name}: {code}": COMMON_VALUES[code] for code in ("yes", "no")}
        fact = self._book.vocabulary.get(name)
        if fact is None:
            known = {path: each.attributes.label for path, each in self._book.vocabulary.items()}
            return like(name, known | {name: term.label for name, term in self._book.terms.items()})
        if fact.kind == "number":
            return {f"{name}: {{at_least: {fact.attributes.maximum}}}": fact.attributes.label}
        written = "{name}: {{includes: {code}}}" if fact.kind == "choices" else "{name}: {code}"
        return {written.format(name=name, code=code): fact.value_label(code) for code in fact.codes}

    def _read(self, answer: str) -> dict[str, Any] | None:
        try:
            data = plain(read_document(answer, ""))
        except DocumentError:
            return None
        return data if isinstance(data, dict) and self._conditions.is_valid(data) else None

    @cached_property
    def _conditions(self) -> Any:
        schema: Schema = editor_schema("ruleset", ruleset_schema(self._book.vocabulary), self._book)
        return Draft202012Validator({"$ref": "#/$defs/mapping", "$defs": schema["$defs"]})

    def _grounds(self) -> dict[str, Any]:
        grounds: dict[str, Any] = {"basis": self._choice("basis", get_args(Basis), "elaboration")}
        grounds["guidance"] = self._several("guidance", "guidance")
        if grounds["basis"] != "guidance":
            grounds["standards"] = self._several("grounds.standards", "standards")
        return grounds


def _next(ids: list[str], taken: set[str]) -> str:
    """The next id after those of a ruleset, if they end in numbers."""
    numbered = [match for each in ids if (match := _LAST_NUMBER.search(each))]
    if not numbered:
        return ""
    stem, digits = numbered[-1][1], len(numbered[-1][2])
    number = max(int(match[2]) for match in numbered if match[1] == stem)
    while (found := f"{stem}{number:0{digits}}") in taken:
        number += 1
    return found


def mapping_of(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a rule in the order of the files that ship."""
    order = ("id", "about", "when", "if_unknown", "modality", "action", "urgency", "reviewers", "grounds")
    texts = ("summary", "detail", "when_unknown")
    return {name: rule[name] for name in (*order, *texts) if name in rule}
