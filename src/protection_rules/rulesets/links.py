"""Whether everything that rules name is there, and what they say together is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from protection_rules.documents import Document, Span
from protection_rules.rulesets.codes import listed
from protection_rules.rulesets.diagnostics import Findings, suggest
from protection_rules.rulesets.model import Rule, RuleBook
from protection_rules.rulesets.order import after_what_they_use
from protection_rules.rulesets.shape import items_of, span_of


def check_links(
    book: RuleBook,
    documents: Mapping[str, Document],
    written: Mapping[Span, Document],
    findings: Findings,
    *,
    every_rule_read: bool,
) -> None:
    """Note every dangling name and every rule that the semantics forbids.

    `documents` has the shared files of sound form, `written` the rules by their place as they were
    written; `every_rule_read` says whether every ruleset is of sound form.
    """
    rules: dict[str, Rule] = {}
    for rule in book.rules:
        if rule.id in rules:
            first, again = (span_of(written[one.span], "id") for one in (rules[rule.id], rule))
            findings.add(again, "duplicate-id", "rule", id=rule.id, first=str(first))
        rules.setdefault(rule.id, rule)
    # where a file is itself faulty, what it would have named is not held against the rules
    actions_known, guidance_known = "actions.yaml" in documents, "guidance.yaml" in documents
    for rule in book.rules:
        names = _Names(rule, written[rule.span], findings)
        if actions_known:
            names.check([rule.action], book.actions, "unknown-action", "action")
            names.check(rule.reviewers, book.reviewers, "unknown-reviewer", "reviewers")
            reasons = book.override_reasons
            names.check(rule.override_reasons, reasons, "unknown-override-reason", "override_reasons")
            _check_disclosure(rule, book, written[rule.span], findings)
        if guidance_known:
            cited = rule.grounds.guidance
            names.check(cited, book.guidance, "unknown-guidance", "grounds", "guidance")
        if "standards.yaml" in documents:
            cited = rule.grounds.standards
            names.check(cited, book.standards, "unknown-standard", "grounds", "standards")
        if every_rule_read:
            names.check(rule.overrides, rules, "unknown-rule", "overrides")
        _check_grounds(rule, written[rule.span], findings)
        _check_words(rule, written[rule.span], findings)
    _check_circles(rules, written, findings)
    if actions_known:
        _check_actions(book, documents["actions.yaml"], findings)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that one rule uses, held against those that are there."""

    rule: Rule
    written: Document
    findings: Findings

    def check(self, names: Iterable[str], known: Mapping[str, object], code: str, *field: str) -> None:
        for position, name in enumerate(names):
            if name not in known:
                near = suggest(name, [candidate for candidate in known if candidate != self.rule.id])
                span = span_of(self.written, *field, position)
                self.findings.add(span, code, "of_rule", near, rule=self.rule.id, name=name)


def _check_disclosure(rule: Rule, book: RuleBook, written: Document, findings: Findings) -> None:
    action = book.actions.get(rule.action)
    if (
        action is not None
        and action.polarity == "disclosing"
        and rule.modality != "must_not"
        and rule.if_unknown == "precaution"
    ):
        span = span_of(written, "if_unknown")
        findings.add(span, "disclosing-precaution", "advised", rule=rule.id, action=action.id)


def _check_grounds(rule: Rule, written: Document, findings: Findings) -> None:
    grounds, basis = rule.grounds, span_of(written, "grounds", "basis")
    if grounds.basis != "guidance" and not grounds.standards:
        findings.add(basis, "no-standard", "names_none", rule=rule.id)
    if grounds.basis != "elaboration" and not grounds.guidance:
        findings.add(basis, "no-grounds", "cites_nothing", rule=rule.id)


def _check_words(rule: Rule, written: Document, findings: Findings) -> None:
    if rule.if_unknown == "verify" and rule.when_unknown is None:
        span = span_of(written, "if_unknown")
        findings.add(span, "no-words-for-unknown", "does_not_say", rule=rule.id)


def _check_circles(rules: Mapping[str, Rule], written: Mapping[Span, Document], findings: Findings) -> None:
    def tell(circle: tuple[str, ...]) -> None:
        closing = rules[circle[-2]]
        place = span_of(written[closing.span], "overrides", closing.overrides.index(circle[-1]))
        findings.add(place, "override-cycle", "circle", circle=listed(circle, "circle"))

    after_what_they_use({name: rule.overrides for name, rule in rules.items()}, tell)


def _check_actions(book: RuleBook, document: Document, findings: Findings) -> None:
    for index, action in enumerate(items_of(document, "actions")):
        if action["kind"] not in book.kinds:
            span = span_of(document, "actions", index, "kind")
            near = suggest(action["kind"], book.kinds)
            findings.add(span, "unknown-kind", "of_action", near, action=action["id"], name=action["kind"])
        for number, bar in enumerate(action.get("bars", ())):
            if bar["action"] not in book.actions:
                span = span_of(document, "actions", index, "bars", number, "action")
                near, name = suggest(bar["action"], book.actions), bar["action"]
                findings.add(span, "unknown-action", "barred", near, action=action["id"], name=name)
    for index, exclusion in enumerate(book.exclusions):
        for number, name in enumerate(exclusion.actions):
            if name not in book.actions:
                span = span_of(document, "exclusions", index, "actions", number)
                near = suggest(name, book.actions)
                findings.add(span, "unknown-action", "excluded", near, name=name)
