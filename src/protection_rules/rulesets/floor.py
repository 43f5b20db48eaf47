"""The floor: rules that no overlay weakens or sets aside, and the proof that one does not.

The proof looks at rules alone, not at profiles, and errs on the side of the floor. A rule *may set
another aside* if `advice.precedence` could do so for some case. A rule of the floor stands with its
*support*: itself, and every rule that may set aside what may set aside a rule of the support. As long
as nothing that an overlay adds, and nothing it lets speak in more cases, may set aside a rule of the
support, every piece of floor advice that stood without the overlay stands with it: whatever would set
it aside then is a rule that is there without the overlay too, speaks in the same cases, and is
opposed by at least the rules that opposed it before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from protection_rules.documents import Document, Span
from protection_rules.facts.vocabulary import LIST_SECTIONS, NOT_ASKED
from protection_rules.logic.nodes import facts_read
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.model import MODALITIES, TIERS, Action, Rule, RuleBook
from protection_rules.rulesets.shape import span_of


def may_set_aside(one: Rule, other: Rule, actions: Mapping[str, Action]) -> bool:
    """Whether advice of one rule could set aside advice of another, in some case."""
    covers = one.about == other.about or (one.about == "case" and other.about in LIST_SECTIONS)
    if other.id in one.overrides:
        return covers
    higher = TIERS.index(one.tier) <= TIERS.index(other.tier)
    to_do = other.modality != "must_not"
    if one.action == other.action and _stronger(one, other):
        if one.modality == "must_not" and to_do:
            return covers
        if one.modality != "must_not" and not to_do:
            return one.about == other.about
    bars = actions[one.action].bars if one.about == "case" and one.action in actions else ()
    sense = "not_to_do" if one.modality == "must_not" else "to_do"
    return (
        to_do
        and higher
        and any(
            bar.advised == sense and bar.action == other.action and bar.about == other.about for bar in bars
        )
    )


def _stronger(one: Rule, other: Rule) -> bool:
    mine, its = ((TIERS.index(rule.tier), MODALITIES.index(rule.modality)) for rule in (one, other))
    return mine <= its


def support(rules: Iterable[Rule], actions: Mapping[str, Action]) -> Mapping[str, str]:
    """The rules on which the advice of the floor stands, each with the rule of the floor it is for."""
    every = list(rules)
    opponents = {
        rule.id: [one for one in every if one is not rule and may_set_aside(one, rule, actions)]
        for rule in every
    }
    found = {rule.id: rule.id for rule in every if rule.floor}
    pending = list(found)
    while pending:
        name = pending.pop()
        for opponent in opponents[name]:
            for defender in opponents[opponent.id]:
                if defender.id not in found:
                    found[defender.id] = found[name]
                    pending.append(defender.id)
    return found


def check_floor(book: RuleBook, written: Mapping[Span, Document], findings: Findings) -> None:
    """Note every rule of an overlay, and every rule it widens, that could set aside what the floor needs."""
    rules = {rule.id: rule for rule in book.rules}
    # an id that stands twice is told elsewhere, and nothing can be said of whose it is
    times = Counter(rule.id for rule in book.rules)
    added = {name for overlay in book.overlays for name in overlay.added if times[name] == 1}
    before = [rule for rule in book.rules if rule.id not in added]
    for overlay in book.overlays:
        held = support(before, book.actions)
        new = [rules[name] for name in overlay.added if name in added]
        for rule in (*new, *(rules[name] for name in overlay.widened if name in rules)):
            for name, floor in held.items():
                if name != rule.id and may_set_aside(rule, rules[name], book.actions):
                    document = written[rule.span]
                    field = "overrides" if name in rule.overrides else "action"
                    needed = "of_the_floor" if name == floor else "needed_for_the_floor"
                    names = {"rule": rule.id, "other": name, "floor": floor}
                    findings.add(span_of(document, field), "weakens-floor", needed, **names)
                    break
        before += new


def check_not_asked(book: RuleBook, written: Mapping[Span, Document], findings: Findings) -> None:
    """Note tightened rules for which a question that was not asked would count otherwise than before.

    What was not asked is a known answer for a rule that finds out first, and not known for one that
    takes precautions: where the condition turns on it, the rule could become less sure.
    """
    rules = {rule.id: rule for rule in book.rules}
    for name in dict.fromkeys(name for overlay in book.overlays for name in overlay.widened):
        rule = rules.get(name)
        if rule is None or rule.if_unknown != "precaution":
            continue
        facts = (book.vocabulary.get(fact) for fact in facts_read(rule.condition))
        fact = next((fact for fact in facts if fact is not None and NOT_ASKED in fact.markers), None)
        if fact is not None:
            span = span_of(written[rule.span], "if_unknown")
            findings.add(span, "not-raised", "not_asked", rule=name, fact=fact.path)
