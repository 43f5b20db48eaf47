"""The engine: rulesets in, a profile in, an assessment out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from protection_rules._version import __version__
from protection_rules.advice.assess import Assessor
from protection_rules.advice.kept import Kept
from protection_rules.advice.labels import KeptLabels
from protection_rules.advice.model import DECISION_ID, NO_DECISION_ID, Assessment, EngineUsed
from protection_rules.advice.outcomes import Finding, Planned, Readings
from protection_rules.advice.views import LinesMaker
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.case import Case
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.vocabulary import FactEntry, Vocabulary
from protection_rules.logic.nodes import facts_read
from protection_rules.logic.truth import Truth
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import Match, Matcher, lower_rules
from protection_rules.open_cases import ELAPSED, TIME_TO_LIVE, Clock, OpenCases, Terms
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import Rule, RuleBook

if TYPE_CHECKING:
    from protection_rules.advice.explain import WhyNot
    from protection_rules.session import CaseSession


class MatcherDisagreement(ProtectionRulesError):
    """Two matchers did not find the same for one profile; no advice is given.

    `rules` names the rules they disagree about.
    """

    def __init__(self, matchers: Iterable[str], rules: Iterable[str]) -> None:
        self.matchers = tuple(matchers)
        self.rules = tuple(sorted(set(rules)))
        super().__init__(
            f"matchers {' and '.join(self.matchers)} disagree about {len(self.rules)} rules;"
            " no advice is given"
        )

    def __reduce__(self) -> tuple[type[MatcherDisagreement], tuple[tuple[str, ...], tuple[str, ...]]]:
        return type(self), (self.matchers, self.rules)


class Engine:
    """Evaluates profiles against one rule book. May be used from several threads."""

    def __init__(self, book: RuleBook) -> None:
        """Prepare the matchers for a rule book (see `load`)."""
        lowered = lower_rules(book.rules, book.vocabulary)
        self._book = book
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in book.rules}
        self._compiled: Matcher = CompiledMatcher(lowered)
        durable = DurableMatcher(lowered, book.vocabulary)
        self._durable: Matcher = durable
        self._planned = Planned(book.rules, book.vocabulary)
        self._assessor = Assessor(book)
        self._cases = OpenCases(book, self._assessor.wording, durable, self._compiled)
        self._audiences = dict(book.audiences)
        self._labels = KeptLabels.of(book)
        self._lines = LinesMaker(
            book, lambda rules: CompiledMatcher(tuple(rule for rule in lowered if rule.id in rules)).match
        )

    @classmethod
    def load(
        cls,
        folder: str | Path | None = None,
        overlays: Iterable[str | Path] = (),
        as_of: date | None = None,
    ) -> Self:
        """An engine for a folder of rulesets, or for those that ship with the package.

        `overlays` are folders of an operation's own, each laid on those before it. `as_of` decides what
        is in force where rules or overlays begin or end; without it, the day on which this is called
        does, for as long as the engine lives. Raises RulesetError with every fault of the folders.
        """
        return cls(load_rules(folder, overlays, as_of))

    @property
    def book(self) -> RuleBook:
        """The rule book: rulesets, terms, actions, guidance and standards."""
        return self._book

    @property
    def vocabulary(self) -> Vocabulary:
        """Every fact a profile for this engine may give, those of overlays included."""
        return self._book.vocabulary

    def evaluate(
        self,
        profile: CaseProfile | Mapping[str, Any],
        *,
        cross_check: bool = True,
        decision_id: str = NO_DECISION_ID,
    ) -> Assessment:
        """The assessment of one profile.

        The rules are matched twice, by the durable_rules working memory and by generated code, and
        each match is explained by the reference evaluation, prepared; MatcherDisagreement is raised if they
        differ. `cross_check=False` leaves out the working memory. `decision_id` is the host's own
        reference, 1 to 64 letters, digits, dots, colons, hyphens or underscores, and must hold
        nothing about a person. `Assessment.for_audience` shows what each audience may see of it.
        Raises ProfileError for a mapping that is no profile.
        """
        self._cases.close_expired()
        matchers = (self._durable, self._compiled) if cross_check else (self._compiled,)
        return self._assessed(self._profile(profile).case_of(self.vocabulary), matchers, decision_id)

    def open(
        self,
        profile: CaseProfile | Mapping[str, Any],
        *,
        cross_check: bool = True,
        decision_id: str = NO_DECISION_ID,
        time_to_live: float = TIME_TO_LIVE,
        clock: Clock = ELAPSED,
    ) -> CaseSession:
        """A case that stays in the working memory while its facts change.

        Used in a `with` block, at whose end everything of the case is gone. It is also closed when it
        was not used for `time_to_live` seconds by the `clock`: at the next use of any case of this
        engine, at its next evaluation, or by `close_expired`. The other arguments are those of
        `evaluate`, which says the same as the open case at every moment. Raises ProfileError for a
        mapping that is no profile.
        """
        terms = Terms(cross_check, time_to_live, clock)
        return self._cases.open(self._profile(profile), self._assessed, terms, decision_id)

    def reopen(
        self,
        blob: bytes,
        key: bytes,
        *,
        re_evaluate: bool = False,
        cross_check: bool = True,
        time_to_live: float = TIME_TO_LIVE,
        clock: Clock = ELAPSED,
    ) -> CaseSession:
        """A case that `CaseSession.to_bytes` kept under the key.

        Raises SessionError for anything else than such a blob, unchanged, of this version of the
        library and under this key; and where the rules are not those it was kept under, unless
        `re_evaluate` is given: `last_change` says then what is otherwise under the rules of now.
        """
        terms = Terms(cross_check, time_to_live, clock)
        return self._cases.reopen(blob, key, self._assessed, terms, re_evaluate=re_evaluate)

    def close_expired(self) -> int:
        """Close every open case that was not used for its time to live; how many there were.

        No thread runs in the background: a host calls this from time to time, where cases may be
        left open and nothing else of the engine is used.
        """
        return self._cases.close_expired()

    def _assessed(
        self, case: Case, matchers: tuple[Matcher, ...], decision_id: str, kept: Kept | None = None
    ) -> Assessment:
        """The assessment of a case, with what is kept of it if it was assessed before."""
        if not DECISION_ID.fullmatch(decision_id):
            raise ValueError("decision_id takes 1 to 64 letters, digits, dots, colons, hyphens, underscores")
        findings = self._findings(_agreed(matchers, case), Readings(case), kept)
        engine = EngineUsed(version=__version__, matchers=tuple(matcher.name for matcher in matchers))
        told, known = (kept.told, kept.known) if kept is not None else (None, None)
        assessment = self._assessor.assess(case, findings, decision_id, engine, told)
        return assessment.with_views(self._audiences, self._lines.lines(case, known), self._labels)

    def _findings(self, matches: Iterable[Match], readings: Readings, kept: Kept | None) -> list[Finding]:
        """What each match comes to, in no order, or an error where it does not come to it."""
        findings, unconfirmed = [], []
        known: Mapping[tuple[str, str, bool], Finding] = {} if kept is None else kept.findings
        for match in matches:
            found = known.get(match)
            if found is None:
                name, subject, certain = match
                found = self._planned.finding(name, subject, readings)
                if found.truth is not (Truth.TRUE if certain else Truth.UNDETERMINED):
                    unconfirmed.append(name)
                elif kept is not None:
                    found = kept.keep(found)
            findings.append(found)
        if unconfirmed:
            raise MatcherDisagreement((self._compiled.name, "reference"), unconfirmed)
        return findings

    def why_not(self, rule: str, profile: CaseProfile | Mapping[str, Any]) -> tuple[WhyNot, ...]:
        """Why a rule does or does not apply: one answer for each subject it is evaluated for.

        Raises KeyError for a rule that is not in the rule book.
        """
        # only this needs the answers' models, and starting is to be quick
        from protection_rules.advice.explain import why_not  # noqa: PLC0415

        case = self._profile(profile).case_of(self.vocabulary)
        assessment = self.evaluate(profile, cross_check=False)
        return why_not(self._rules[rule], case, assessment, self.vocabulary)

    def requirements(self, rulesets: Iterable[str] | None = None) -> tuple[FactEntry, ...]:
        """The facts that these rulesets read (all of them, without the argument), in the vocabulary's order.

        Raises KeyError for a ruleset that is not in the rule book.
        """
        known = {ruleset.id: ruleset for ruleset in self._book.rulesets}
        wanted = known if rulesets is None else {name: known[name] for name in rulesets}
        read = {
            fact
            for ruleset in wanted.values()
            for rule in ruleset.rules
            for fact in facts_read(rule.condition)
        }
        return tuple(entry for path, entry in self.vocabulary.items() if path in read)

    def _profile(self, profile: CaseProfile | Mapping[str, Any]) -> CaseProfile:
        if isinstance(profile, CaseProfile):
            return profile
        return CaseProfile.from_mapping(profile, self.vocabulary)

    def __repr__(self) -> str:
        return f"<Engine: {len(self._rules)} rules>"


def _agreed(matchers: tuple[Matcher, ...], case: Case) -> frozenset[Match]:
    """What all matchers found, or an error."""
    first, *others = matchers
    matches = first.match(case)
    for other in others:
        found = other.match(case)
        if found != matches:
            raise MatcherDisagreement((first.name, other.name), (match.rule for match in matches ^ found))
    return matches
