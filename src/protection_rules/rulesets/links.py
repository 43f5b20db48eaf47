"""Whether everything that rules name is there, and what they say together is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from protection_rules.documents import Document
from protection_rules.rulesets.diagnostics import Findings, suggest
from protection_rules.rulesets.model import Rule, RuleBook
from protection_rules.rulesets.shape import items_of, span_of


def check_links(
    book: RuleBook, documents: Mapping[str, Document], findings: Findings, *, every_rule_read: bool
) -> None:
    """Note every dangling name and every rule that the semantics forbids.

    `documents` has the shared files of sound form; `every_rule_read` says whether every ruleset is.
    """
    rules: dict[str, Rule] = {}
    for rule in book.rules:
        if rule.id in rules:
            findings.add(
                rule.span, "duplicate-id", f"rule `{rule.id}` stands twice, first at {rules[rule.id].span}"
            )
        rules.setdefault(rule.id, rule)
    # where a file is itself faulty, what it would have named is not held against the rules
    actions_known, guidance_known = "actions.yaml" in documents, "guidance.yaml" in documents
    for rule in book.rules:
        if actions_known:
            _check_advice(rule, book, findings)
        if guidance_known:
            _known(rule.grounds.guidance, book.guidance, rule, "unknown-guidance", "guidance entry", findings)
        if "standards.yaml" in documents:
            _known(rule.grounds.standards, book.standards, rule, "unknown-standard", "standard", findings)
        if every_rule_read:
            _known(rule.overrides, rules, rule, "unknown-rule", "rule", findings)
        _check_grounds(rule, findings)
        _check_words(rule, findings)
    _check_circles(rules, findings)
    if actions_known:
        _check_actions(book, documents["actions.yaml"], findings)


def _known(
    names: Iterable[str],
    known: Iterable[str],
    rule: Rule,
    code: str,
    what: str,
    findings: Findings,
) -> None:
    candidates = list(known)
    for name in names:
        if name not in candidates:
            message = f"rule `{rule.id}` names the {what} `{name}`, which is not there"
            others = [candidate for candidate in candidates if candidate != rule.id]
            findings.add(rule.span, code, message, suggest(name, others))


def _check_advice(rule: Rule, book: RuleBook, findings: Findings) -> None:
    _known([rule.action], book.actions, rule, "unknown-action", "action", findings)
    _known(rule.reviewers, book.reviewers, rule, "unknown-reviewer", "reviewer", findings)
    _known(
        rule.override_reasons,
        book.override_reasons,
        rule,
        "unknown-override-reason",
        "override reason",
        findings,
    )
    action = book.actions.get(rule.action)
    if (
        action is not None
        and action.polarity == "disclosing"
        and rule.modality != "must_not"
        and rule.if_unknown == "precaution"
    ):
        findings.add(
            rule.span,
            "disclosing-precaution",
            f"rule `{rule.id}` would advise the disclosing action `{action.id}` on facts that are not known",
            "use `if_unknown: verify`, or an action that discloses nothing",
        )


def _check_grounds(rule: Rule, findings: Findings) -> None:
    grounds = rule.grounds
    if grounds.basis != "guidance" and not grounds.standards:
        message = f"rule `{rule.id}` goes beyond the guidance and names no standard"
        findings.add(rule.span, "no-standard", message, "name it under `standards`")
    if grounds.basis != "elaboration" and not grounds.guidance:
        message = f"rule `{rule.id}` rests on the guidance and cites no entry"
        findings.add(rule.span, "no-grounds", message, "name it under `guidance`")


def _check_words(rule: Rule, findings: Findings) -> None:
    if rule.if_unknown == "verify" and rule.when_unknown is None:
        findings.add(
            rule.span,
            "no-words-for-unknown",
            f"rule `{rule.id}` asks to find out first and does not say what",
            "add `when_unknown` with a summary and a detail",
        )


def _check_circles(rules: Mapping[str, Rule], findings: Findings) -> None:
    settled: set[str] = set()
    for start in rules:
        trail: list[str] = []
        pending = [(start, 0)]
        while pending:
            name, depth = pending.pop()
            settled.update(trail[depth:])
            del trail[depth:]
            if name in trail:
                circle = " > ".join([*trail[trail.index(name) :], name])
                message = f"rules override one another in a circle: {circle}"
                findings.add(
                    rules[name].span, "override-cycle", message, "leave one of them out of `overrides`"
                )
                continue
            if name in settled or name not in rules:
                continue
            trail.append(name)
            pending += [(other, depth + 1) for other in rules[name].overrides]
        settled.update(trail)


def _check_actions(book: RuleBook, document: Document, findings: Findings) -> None:
    for index, action in enumerate(items_of(document, "actions")):
        if action["kind"] not in book.kinds:
            span = span_of(document, "actions", index, "kind")
            message = f"action `{action['id']}` is of the kind `{action['kind']}`, which is not there"
            findings.add(span, "unknown-kind", message, suggest(action["kind"], book.kinds))
    for index, exclusion in enumerate(book.exclusions):
        for name in exclusion.actions:
            if name not in book.actions:
                span = span_of(document, "exclusions", index, "actions")
                message = f"exclusion names the action `{name}`, which is not there"
                findings.add(span, "unknown-action", message, suggest(name, book.actions))
