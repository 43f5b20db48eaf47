"""A scenario as it is played: the profile that its steps build, and whether what it says comes true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, assert_never

from protection_rules.advice.model import Assessment
from protection_rules.analysis.steps import (
    Advised,
    Asked,
    Binding,
    Conflicting,
    Given,
    GivingWay,
    Known,
    Listed,
    NotApplying,
    NotAsked,
    NothingKnown,
    NothingListed,
    OfficeDescribed,
    Stands,
    Then,
    Undecided,
    item_of,
)
from protection_rules.facts.vocabulary import Vocabulary


@dataclass(repr=False)
class Scene:
    """The profile as far as the steps have built it, and the subjects that its items are."""

    vocabulary: Vocabulary
    profile: dict[str, Any] = field(default_factory=lambda: {"profile": 1})
    subjects: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Scene: {len(self.subjects)} items>"

    def take(self, given: Given) -> bool:
        """Add what a step gives; whether it could be, as there is such an item and it has such a fact."""
        match given:
            case Listed(section=section, item=item):
                self.profile.setdefault(section, []).append({"id": item})
                self.subjects[item] = f"{section}:{item}"
            case NothingListed(section=section):
                self.profile[section] = []
            case OfficeDescribed():
                self.profile.setdefault("operation", {})
            case NothingKnown():
                return self.profile == {"profile": 1}
            case Known():
                return self._know(given)
            case _:
                assert_never(given)
        return True

    def _know(self, known: Known) -> bool:
        fact = self.vocabulary[known.fact]
        if known.item is None:
            self.profile.setdefault(fact.section, {})[fact.name] = known.value
            return True
        if self.subjects.get(known.item) != f"{fact.section}:{known.item}":
            return False
        facts = next(each for each in self.profile[fact.section] if each["id"] == known.item)
        facts[fact.name] = known.value
        return True

    def names(self, then: Then) -> bool:
        """Whether the item that a step speaks of, if any, is one of the scenario."""
        item = item_of(then)
        return item is None or item in self.subjects

    def meets(self, then: Then, assessment: Assessment) -> bool:
        """Whether an assessment of the profile is as a Then step says."""
        match then:
            case Advised(rule=rule, status=status, urgency=urgency, item=item):
                found = self._of(assessment.recommendations, rule, item)
                return bool(found) and all((one.status, one.urgency) == (status, urgency) for one in found)
            case Binding(rule=rule, modality=modality, item=item):
                found = self._of(assessment.recommendations, rule, item)
                return bool(found) and all(one.modality == modality for one in found)
            case NotApplying(rule=rule, item=item):
                kinds = (assessment.recommendations, assessment.set_aside, assessment.undecided)
                return not any(self._of(kind, rule, item) for kind in kinds)
            case Undecided(rule=rule, item=item):
                said = self._of(assessment.recommendations, rule, item)
                return not said and bool(self._of(assessment.undecided, rule, item))
            case GivingWay(rule=rule, winner=winner, item=item):
                said = self._of(assessment.recommendations, rule, item)
                lost = self._of(assessment.set_aside, rule, item)
                return not said and bool(lost) and all(one.by == winner for one in lost)
            case Conflicting(rule=rule, other=other):
                return {rule, other} in [set(conflict.rules) for conflict in assessment.conflicts]
            case Stands(item=item, standing=standing):
                subject = self.subjects[item]
                return [one.standing for one in assessment.options if one.subject == subject] == [standing]
            case Asked(fact=fact, ask=ask, item=item):
                return any(
                    (one.fact, one.ask) == (fact, ask)
                    and (item is None or one.subject == self.subjects[item])
                    for one in assessment.questions
                )
            case NotAsked(fact=fact):
                return not any(one.fact == fact for one in assessment.questions)
            case _:
                assert_never(then)

    def _of(self, said: Iterable[_Said], rule: str, item: str | None) -> list[_Said]:
        """What is said of a rule, for one item if it is named."""
        return [
            one for one in said if one.rule == rule and (item is None or one.subject == self.subjects[item])
        ]


class _OfRule(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def subject(self) -> str: ...


_Said = TypeVar("_Said", bound=_OfRule)
