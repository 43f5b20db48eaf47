"""A difference as text for a terminal: what protects less, what protects more, and how rules differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protection_rules.advice.layout import wrapped
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.analysis.difference.comparison import Difference, Finding, Way
from protection_rules.analysis.difference.review import Review
from protection_rules.analysis.difference.sentences import (
    fact_text,
    known_text,
    outcomes,
    part_texts,
    rule_outcomes,
    rule_text,
    scenario_lines,
    topic_text,
    way_text,
)
from protection_rules.analysis.difference.witnesses import Shown
from protection_rules.analysis.solver.inquiry import Witness
from protection_rules.analysis.solver.scenario import given_steps
from protection_rules.documents import visible
from protection_rules.facts.text import Language, Text

_MARGIN = "   "


def difference_page(review: Review, language: Language = "en", *, details: bool = False) -> list[str]:
    """The lines of the page. With `details`, scenarios, and profiles for what protects more as well."""
    lines = list(_Writer(review, language, details).lines())
    while lines[-1] == "":
        lines.pop()
    return [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]


@dataclass(frozen=True, slots=True)
class _Writer:
    review: Review
    language: Language
    details: bool

    def lines(self) -> Iterator[str]:
        difference = self.review.difference
        yield Heading(self._say("diff.title"))
        old, new = len(difference.old.rules), len(difference.new.rules)
        yield from wrapped(self._say("diff.read", old=old, new=new))
        yield from wrapped(self._in(self.review.summary))
        for side in ("less", "more"):
            found = difference.on("less" if side == "less" else "more")
            if found:
                yield from self._heading(f"diff.heading.{side}")
            for finding in found:
                yield from self._finding(finding)
        if difference.not_decided:
            yield from self._heading("diff.heading.not_decided")
        for each in difference.not_decided:
            words = f"{self._in(topic_text(each.topic, difference))} {self._say(f'diff.way.{each.kind}')}"
            yield from wrapped(words, _MARGIN)
        if difference.facts:
            yield from self._heading("diff.heading.facts")
        for fact in difference.facts:
            line = self._say("diff.fact", label=fact.label, fact=fact.fact, what=fact_text(fact))
            yield from wrapped(line, "", _MARGIN)
        if difference.rules:
            yield from self._heading("diff.heading.rules")
        for one in difference.rules:
            what = rule_text(one, difference)
            yield from wrapped(self._say("diff.rule", rule=one.rule, what=what), "", _MARGIN)
            for way, shown in one.shown if self.details else ():
                yield ""
                yield from wrapped(self._say(f"diff.relation.{way}"), _MARGIN)
                yield from self._profile(rule_outcomes(one.rule, shown, difference), shown)
                yield from self._yaml(shown)
        if difference.parts:
            yield from self._heading("diff.heading.parts")
        for part in difference.parts:
            for text in part_texts(part):
                yield from wrapped(self._in(text), "", _MARGIN)

    def _finding(self, finding: Finding) -> Iterator[str]:
        yield from wrapped(self._in(topic_text(finding.topic, self.review.difference)))
        yield f"{_MARGIN}{finding.id}"
        signed = self.review.accepted.get(finding.id)
        if signed is not None:
            name, reason = visible(signed.name), visible(" ".join(signed.reason.split()))
            told = self._say("diff.accepted", name=name, date=signed.date.isoformat(), reason=reason)
            yield from wrapped(told, _MARGIN)
        elif finding.side == "less":
            yield from wrapped(self._say("diff.not_accepted"), _MARGIN)
        for way in finding.ways:
            yield ""
            yield from wrapped(self._in(way_text(way)), _MARGIN)
            if way.shown is not None:
                yield from self._shown(finding, way, way.shown)
        yield ""

    def _shown(self, finding: Finding, way: Way, shown: Shown) -> Iterator[str]:
        yield from self._profile(outcomes(finding, shown, self.review.difference), shown)
        if self.details or finding.side == "less":
            yield from self._yaml(shown)
        if self.details:
            which, lines = scenario_lines(finding, way, shown, self.review.difference, self.language)
            yield from wrapped(self._in(which), _MARGIN)
            yield ""
            yield from (f"{_MARGIN}{line}" if line else "" for line in lines)
            yield ""

    def _profile(self, outcomes_of_it: tuple[Text, Text], shown: Shown) -> Iterator[str]:
        """What came and what comes of a profile, the profile in words, and which others are alike."""
        for outcome in outcomes_of_it:
            yield from wrapped(self._in(outcome), _MARGIN)
        yield from self._listed("diff.profile", profile_texts(shown, self.review.difference))
        if shown.everywhere:
            vocabulary = self.review.difference.vocabulary
            known = [known_text(each, vocabulary) for each in shown.everywhere]
            yield from self._listed("diff.everywhere", known)
        elif shown.everywhere is not None:
            yield from wrapped(self._say("diff.every_profile"), _MARGIN)

    def _yaml(self, shown: Shown) -> Iterator[str]:
        for name, witness in ready_profiles(shown):
            yield from wrapped(self._say(name), _MARGIN)
            yield ""
            yield from (f"{_MARGIN}{line}" for line in witness.to_yaml().splitlines())
            yield ""

    def _listed(self, name: str, texts: list[Text]) -> Iterator[str]:
        yield from wrapped(self._say(name), _MARGIN)
        for text in texts:
            yield from wrapped(self._in(text), f"{_MARGIN}- ")

    def _heading(self, name: str) -> Iterator[str]:
        yield ""
        yield Heading(self._say(name))

    def _say(self, name: str, /, **parts: Text | str | int) -> str:
        return self._in(phrase(name, **parts))

    def _in(self, text: Text) -> str:
        return text.in_language(self.language)


def profile_texts(shown: Shown, difference: Difference) -> list[Text]:
    """The profile in words: what it tells, or that it tells nothing."""
    return list(given_steps(shown.profile, difference.vocabulary)) or [phrase("scenario.nothing")]


def ready_profiles(shown: Shown) -> list[tuple[str, Witness]]:
    """The profile ready for evaluation, and what is said of it; one for each book, if these differ."""
    if shown.is_for_both:
        return [("diff.yaml", shown.before)]
    return [("diff.yaml_before", shown.before), ("diff.yaml_now", shown.after)]
