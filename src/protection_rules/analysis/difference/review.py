"""A difference with what was signed off of it, as plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from protection_rules.analysis.difference.comparison import Difference, Finding, Way
from protection_rules.analysis.difference.facts import FactDifference
from protection_rules.analysis.difference.rules import RuleDifference
from protection_rules.analysis.difference.sentences import (
    fact_text,
    known_text,
    outcomes,
    rule_outcomes,
    rule_text,
    scenario_lines,
    summary_text,
    topic_text,
    way_text,
)
from protection_rules.analysis.difference.ways import Advised, Declared, Marked, Standings, Topic
from protection_rules.analysis.difference.witnesses import Known, Shown
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.facts.vocabulary import Vocabulary
from protection_rules.rulesets.acceptances import Acceptance


@dataclass(frozen=True, slots=True)
class Review:
    """A difference, and the sign-offs that hold for what is less protective."""

    difference: Difference
    accepted: Mapping[str, Acceptance]

    @classmethod
    def of(cls, difference: Difference, acceptances: Iterable[Acceptance] = ()) -> Review:
        """The difference with those of the sign-offs that are for one of its findings."""
        less = {finding.id for finding in difference.on("less")}
        return cls(difference, {each.finding: each for each in acceptances if each.finding in less})

    @property
    def open(self) -> tuple[Finding, ...]:
        """What is less protective and not signed off."""
        return tuple(each for each in self.difference.on("less") if each.id not in self.accepted)

    @property
    def passes(self) -> bool:
        """Whether everything was decided, and all that is less protective was signed off."""
        return self.difference.is_decided and not self.open

    @property
    def summary(self) -> Text:
        """One line for a reviewer."""
        return summary_text(self.difference, len(self.accepted))

    def to_mapping(self) -> dict[str, Any]:
        """The whole as plain data."""
        difference = self.difference
        return {
            "diff": 1,
            "passes": self.passes,
            "summary": _text(self.summary),
            "rules_before": len(difference.old.rules),
            "rules_now": len(difference.new.rules),
            "less_protective": [self._finding(each) for each in difference.on("less")],
            "more_protective": [self._finding(each) for each in difference.on("more")],
            "facts": [self._fact(each) for each in difference.facts],
            "rules": [self._rule(each) for each in difference.rules],
            "also_changed": [
                {
                    "part": part.part,
                    "added": list(part.added),
                    "removed": list(part.removed),
                    "changed": list(part.changed),
                }
                for part in difference.parts
            ],
            "not_decided": [
                {"side": each.side, "topic": each.topic.name, "kind": each.kind}
                for each in difference.not_decided
            ],
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": finding.id,
            "text": _text(topic_text(finding.topic, self.difference)),
            **_topic(finding.topic),
            "ways": [self._way(finding, way) for way in finding.ways],
        }
        if finding.id in self.accepted:
            signed = self.accepted[finding.id]
            found["signed_off"] = {
                "name": signed.name,
                "date": signed.date.isoformat(),
                "reason": signed.reason,
            }
        return found

    def _way(self, finding: Finding, way: Way) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": way.kind, "text": _text(way_text(way))}
        return found if way.shown is None else found | self._shown(finding, way, way.shown)

    def _shown(self, finding: Finding, way: Way, shown: Shown) -> dict[str, Any]:
        before, now = outcomes(finding, shown, self.difference)
        found: dict[str, Any] = {
            **_profiles(shown),
            "before": _text(before),
            "now": _text(now),
            "scenario": {
                language: "\n".join(scenario_lines(finding, way, shown, self.difference, language)[1])
                for language in LANGUAGES
            },
        }
        return found | self._everywhere(shown)

    def _fact(self, found: FactDifference) -> dict[str, Any]:
        return {
            "fact": found.fact,
            "how": found.how,
            "compared": found.compared,
            "text": _text(fact_text(found)),
            "changes": [
                {"field": change.field, "before": change.before, "after": change.after}
                for change in found.changes
            ],
        }

    def _rule(self, found: RuleDifference) -> dict[str, Any]:
        return {
            "rule": found.rule,
            "relation": found.relation,
            "partly_compared": self.difference.is_partly(found.rule),
            "rewritten": found.rewritten,
            "words_only": found.words_only,
            "text": _text(rule_text(found, self.difference)),
            "changes": [
                {"field": change.field, "before": change.before, "after": change.after}
                for change in found.changes
            ],
            "shown": [self._rule_shown(found.rule, way, shown) for way, shown in found.shown],
        }

    def _rule_shown(self, rule: str, way: str, shown: Shown) -> dict[str, Any]:
        before, now = rule_outcomes(rule, shown, self.difference)
        told = {"way": way, **_profiles(shown), "before": _text(before), "now": _text(now)}
        return told | self._everywhere(shown)

    def _everywhere(self, shown: Shown) -> dict[str, Any]:
        if shown.everywhere is None:
            return {}
        return {"everywhere": [_known(each, self.difference.vocabulary) for each in shown.everywhere]}


def _topic(topic: Topic) -> dict[str, str]:
    match topic:
        case Advised(action=action, about=about, sense=sense):
            return {"what": "advice", "action": action, "about": about, "sense": sense}
        case Standings(section=section):
            return {"what": "option", "section": section}
        case Marked(rule=rule, mark=mark):
            return {"what": "rule", "rule": rule, "mark": mark}
        case Declared(fact=fact):
            return {"what": "fact", "fact": fact}


def _profiles(shown: Shown) -> dict[str, Any]:
    """The profile; as it is for either book, if not both know all of its facts."""
    if shown.is_for_both:
        return {"profile": shown.profile}
    return {
        "profile": shown.profile,
        "profile_before": shown.before.profile,
        "profile_now": shown.after.profile,
    }


def _known(known: Known, vocabulary: Vocabulary) -> dict[str, Any]:
    found: dict[str, Any] = {"text": _text(known_text(known, vocabulary))}
    if known.fact is None:
        found["section"] = known.section
    else:
        found["fact"] = known.fact
        found["values"] = [list(each) if isinstance(each, tuple) else each for each in known.values]
    if known.subject is not None:
        found["subject"] = known.subject
    return found | {"absent": known.absent}


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}
