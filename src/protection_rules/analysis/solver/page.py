"""Verification as text for a terminal: what does not hold, what shows it, and how much was proven."""

from __future__ import annotations

from collections.abc import Iterator

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import joined, phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.solver.counterexample import counterexample
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.profiles import written
from protection_rules.analysis.solver.report import Verification, finding_text
from protection_rules.analysis.solver.structure import Finding
from protection_rules.analysis.solver.verdicts import Broken, CheckVerdict
from protection_rules.facts.case import Value
from protection_rules.facts.text import Language, Text
from protection_rules.facts.vocabulary import SECTIONS
from protection_rules.rulesets.invariant_model import Change, Forbidden, NeverStands, Order, Required

_MARGIN = "   "


def verification_page(
    verification: Verification, language: Language = "en", *, details: bool = False
) -> list[str]:
    """The lines of the page: how much holds, what does not with what shows it, what is odd.

    With `details`, also the verdict on every check.
    """
    lines = list(_Writer(verification, language).lines(details=details))
    while lines[-1] == "":
        lines.pop()
    # one empty line is enough between parts that are set off on either side
    return [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]


class _Writer:
    def __init__(self, verification: Verification, language: Language) -> None:
        self._verification = verification
        self._language = language

    def lines(self, *, details: bool) -> Iterator[str]:
        verdicts = self._verification.verdicts
        yield Heading(self._say("verify.title"))
        yield from self._counts()
        for verdict in ("refuted", "not_decided"):
            found = [each for each in verdicts if each.verdict == verdict]
            if found:
                yield from self._heading(f"verify.heading.{verdict}")
            for each in found:
                yield from self._check(each)
        idle = [each for each in verdicts if not each.ever_speaks]
        if idle:
            yield from self._heading("verify.heading.idle")
            for each in idle:
                yield from wrapped(self._named(each), _MARGIN)
        for is_fault, name in ((True, "faults"), (False, "worth_a_look")):
            findings = [each for each in self._verification.findings if each.is_fault == is_fault]
            if findings:
                yield from self._heading(f"verify.heading.{name}")
            for finding in findings:
                yield from self._finding(finding)
        if details:
            yield from self._heading("verify.heading.every_check")
            for each in verdicts:
                words = self._say(f"verify.verdict.{each.verdict}")
                yield from wrapped(f"{self._named(each)}: {words}", _MARGIN, _MARGIN * 2)

    def _counts(self) -> Iterator[str]:
        verification = self._verification
        rules, checks = len(verification.book.rules), len(verification.verdicts)
        yield from wrapped(self._say("verify.read", rules=rules, checks=checks))
        for verdict in ("proven", "checked", "refuted", "not_decided"):
            count = verification.count(verdict)
            yield from wrapped(self._say(f"verify.count.{verdict}", count=count), _MARGIN)

    # a check that does not hold

    def _check(self, verdict: CheckVerdict) -> Iterator[str]:
        yield from wrapped(self._named(verdict))
        yield from wrapped(verdict.invariant.statement.in_language(self._language), _MARGIN)
        if verdict.places:
            places = self._say("value_separator").join(verdict.places)
            yield from wrapped(self._say("verify.places", places=places), _MARGIN)
        broken = verdict.broken
        if broken is None:
            return
        yield from wrapped(self._broken(verdict, broken), _MARGIN)
        if broken.others:
            others = self._say("value_separator").join(self._change(*each) for each in broken.others)
            yield from wrapped(self._say("verify.others", changes=others), _MARGIN)
        yield from self._profile(broken.witness)
        yield ""
        yield from wrapped(self._say("verify.scenario"), _MARGIN)
        yield ""
        yield from (
            f"{_MARGIN}{line}" if line else ""
            for line in counterexample(verdict, self._verification.book, self._language)
        )
        yield ""

    def _broken(self, verdict: CheckVerdict, broken: Broken) -> str:
        violation = broken.violation
        rules = self._say("value_separator").join(violation.rules)
        subject = self._subject(violation.subject)
        match verdict.check:
            case Required():
                return self._say("verify.broken.required", subject=subject)
            case Forbidden():
                return self._say("verify.broken.forbidden", subject=subject, rules=rules)
            case NeverStands():
                standing = self._standing(violation.subject, broken.witness)
                return self._say("verify.broken.never_stands", subject=subject, standing=standing)
            case Order():
                return self._say("verify.broken.order", subject=subject)
            case Change() if broken.after is not None and broken.change is not None:
                change = self._change(broken.change.fact, broken.change.value)
                if rules:
                    return self._say("verify.broken.lost", subject=subject, rules=rules, change=change)
                before = self._standing(violation.subject, broken.witness)
                after = self._standing(violation.subject, broken.after)
                parts = {"subject": subject, "before": before, "after": after, "change": change}
                return self._say("verify.broken.moved", **parts)
            case _:
                return ""

    def _standing(self, subject: str, witness: Witness) -> str:
        (standing,) = (one.standing for one in witness.assessment.options if one.subject == subject)
        return self._say(f"standing.{standing}")

    def _change(self, fact: str, value: Value) -> str:
        entry = self._verification.book.vocabulary[fact]
        given = written(entry, value)
        codes = given if isinstance(given, list) else [given]
        words = joined(
            [
                Text(str(code), str(code)) if isinstance(code, int) else entry.value_label(code)
                for code in codes
            ]
        )
        return self._say("verify.change", fact=entry.attributes.label, value=words)

    def _subject(self, subject: str) -> str:
        section, _, item = subject.partition(":")
        return (
            f"{SECTIONS[section].label.in_language(self._language)} ({item})"
            if item
            else self._say("verify.the_case")
        )

    # what is odd

    def _finding(self, finding: Finding) -> Iterator[str]:
        text = finding_text(finding, self._verification.book)
        yield from wrapped(text.in_language(self._language))
        if finding.witness is not None:
            yield from self._profile(finding.witness)
        yield ""

    def _profile(self, witness: Witness) -> Iterator[str]:
        yield from wrapped(self._say("verify.profile"), _MARGIN)
        yield ""
        yield from (f"{_MARGIN}{line}" for line in witness.to_yaml().splitlines())

    def _named(self, verdict: CheckVerdict) -> str:
        invariant = verdict.invariant
        return self._say("verify.check", invariant=invariant.id, check=verdict.number, title=invariant.title)

    def _heading(self, name: str) -> Iterator[str]:
        yield ""
        yield Heading(self._say(name))

    def _say(self, name: str, **parts: Text | str | int) -> str:
        return phrase(name, **parts).in_language(self._language)
