"""What was found and said about one case, kept while it is so.

Most of the time of an assessment goes into explaining what was found: how a condition came out,
which unknown facts could still decide it, what the advice is in words. All of that follows from
what the rule reads alone, so it holds until any of that is otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from protection_rules.advice.assess import Told
from protection_rules.advice.outcomes import Finding
from protection_rules.advice.views import Known
from protection_rules.advice.wording import Wording
from protection_rules.facts.difference import Difference
from protection_rules.facts.fact import Sensitivity
from protection_rules.logic.nodes import Every, None_, Some, facts_read, walk
from protection_rules.logic.truth import Truth
from protection_rules.rulesets.model import Rule


class Kept:
    """Findings by what was matched, what was said of the case, and what each clearance knows of it.

    Nothing of the case that is not so any more stays in what `without` gives.
    """

    def __init__(self, wording: Wording, reads: Mapping[str, frozenset[str]]) -> None:
        """`reads` says what each rule reads, as the function of that name does."""
        self.findings: dict[tuple[str, str, bool], Finding] = {}
        """By rule and subject, and whether it is so for certain."""
        self.told = Told()
        self.known: dict[frozenset[Sensitivity], Known] = {}
        self._wording = wording
        self._reads = reads

    def keep(self, found: Finding) -> Finding:
        """The finding, put in words, and without what it was seen in."""
        rule, subject = found.rule.id, found.subject
        if found.status is not None:
            self.told.recommendations[rule, subject] = self._wording.recommendation(found, found.status)
        kept = found._replace(seen=())
        self.findings[rule, subject, found.truth is Truth.TRUE] = kept
        return kept

    def without(self, differing: Difference) -> Kept:
        """What is still so once this is otherwise in the case. This one stays as it is."""
        still = Kept(self._wording, self._reads)
        still.known = dict(self.known)
        # a question is used again only where it is asked again
        still.told.questions = self.told.questions
        otherwise = {rule for rule, read in self._reads.items() if not differing.facts.isdisjoint(read)}
        still.findings = _left(self.findings, otherwise, differing.items)
        still.told.recommendations = _left(self.told.recommendations, otherwise, differing.items)
        return still

    def __repr__(self) -> str:
        return f"<Kept: {len(self.findings)} findings>"


_Key = TypeVar("_Key", bound=tuple[Any, ...])
_Each = TypeVar("_Each")


def _left(held: Mapping[_Key, _Each], rules: Collection[str], subjects: Collection[str]) -> dict[_Key, _Each]:
    """What is held by rule and subject, without these rules and these subjects."""
    return {key: each for key, each in held.items() if key[0] not in rules and key[1] not in subjects}


def reads(rule: Rule) -> frozenset[str]:
    """What a rule reads: facts by path, and lists that it looks through by the name of the section."""
    quantified = (node.section for node in walk(rule.condition) if isinstance(node, Some | Every | None_))
    return frozenset([*facts_read(rule.condition), *quantified])
