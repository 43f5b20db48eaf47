"""What became otherwise between two assessments of one case, and which updated facts led to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

from protection_rules.advice.model import Assessment, Model, Option, Question, Recommendation, Words
from protection_rules.advice.phrases import joined, phrase
from protection_rules.advice.updated_facts import UpdatedFact
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS
from protection_rules.logic.nodes import facts_read
from protection_rules.rulesets.model import Rule, RuleBook

AdviceOutcome = Literal["added", "restored", "withdrawn", "set_aside", "changed"]
"""New; standing again after it was set aside; not advised any more; set aside now; otherwise."""


class AdviceChange(Model):
    """One recommendation that came, went, or is otherwise.

    `before` is None where it came, `after` where it went. `differs` names its fields that are
    otherwise. `because` are the updated facts that led to it; `text` says how and why in words.
    """

    rule: str
    subject: str
    outcome: AdviceOutcome
    before: Recommendation | None
    after: Recommendation | None
    differs: tuple[str, ...]
    because: tuple[UpdatedFact, ...]
    text: Words


class OptionChange(Model):
    """A listed place or service that came (`before` is None), went, or stands otherwise."""

    subject: str
    before: Option | None
    after: Option | None
    because: tuple[UpdatedFact, ...]
    text: Words


class QuestionChange(Model):
    """A question that is worth asking now (`before` is None), or is not any more."""

    fact: str
    subject: str
    before: Question | None
    after: Question | None
    because: tuple[UpdatedFact, ...]
    text: Words


class Change(Model):
    """What an update did to the assessment of a case, each part in the order of the assessment."""

    updated: tuple[UpdatedFact, ...]
    added: tuple[AdviceChange, ...]
    withdrawn: tuple[AdviceChange, ...]
    changed: tuple[AdviceChange, ...]
    options: tuple[OptionChange, ...]
    questions: tuple[QuestionChange, ...]

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.withdrawn)} withdrawn, {len(self.changed)} changed"
        return f"<Change: {counts}>"

    __str__ = __repr__


class Causes:
    """What the rules of a rule book read, so that it can be said which facts led to something."""

    def __init__(self, book: RuleBook, reads: Mapping[str, frozenset[str]]) -> None:
        """`reads` has the facts and lists that each rule reads."""
        self.reads = reads
        self.reads_for_any = {rule.id: _reads_for_any(reads[rule.id], rule, book) for rule in book.rules}


def _reads_for_any(reads: frozenset[str], rule: Rule, book: RuleBook) -> frozenset[str]:
    """What a rule reads for any subject, or what decides for which items it bars something."""
    barred = {fact for bar in book.actions[rule.action].bars for fact in facts_read(bar.when)}
    listed = {fact.partition(".")[0] for fact in reads | barred} & frozenset(LIST_SECTIONS)
    return reads | barred | listed


def change(before: Assessment, after: Assessment, updated: tuple[UpdatedFact, ...], causes: Causes) -> Change:
    """What is otherwise in the later assessment. Where no fact was updated, the rules were."""
    why = _Why(before, after, updated, causes)
    advice = [
        _advice(*found, why)
        for found in _otherwise(
            before.recommendations, after.recommendations, lambda told: (told.rule, told.subject)
        )
    ]
    return Change(
        updated=updated,
        added=tuple(each for each in advice if each.before is None),
        withdrawn=tuple(each for each in advice if each.after is None),
        changed=tuple(each for each in advice if each.outcome == "changed"),
        options=tuple(
            _option(*found, why)
            for found in _otherwise(before.options, after.options, lambda option: ("", option.subject))
        ),
        questions=tuple(
            _question(key, one, other, why)
            for key, one, other in _otherwise(
                before.questions, after.questions, lambda asked: (asked.fact, asked.subject)
            )
            if one is None or other is None
        ),
    )


_Part = TypeVar("_Part", bound=Model)
_Key: TypeAlias = tuple[str, str]


def _otherwise(
    before: tuple[_Part, ...], after: tuple[_Part, ...], key: Callable[[_Part], _Key]
) -> Iterator[tuple[_Key, _Part | None, _Part | None]]:
    """What is not the same before and after: what is there now, in its order, then what went."""
    # most parts are kept from one assessment to the next, and are the very same
    were, are = {id(part) for part in before}, {id(part) for part in after}
    old = {key(part): part for part in before if id(part) not in are}
    new = {key(part): part for part in after if id(part) not in were}
    for each in dict.fromkeys([*new, *old]):
        one, other = old.get(each), new.get(each)
        if one != other:
            yield each, one, other


class _Why:
    """Which of the updated facts led to something."""

    def __init__(
        self, before: Assessment, after: Assessment, updated: tuple[UpdatedFact, ...], causes: Causes
    ) -> None:
        self._updated = updated
        self._causes = causes
        self._lost: set[_Key] = set()
        self._stronger: dict[str, set[str]] = {}
        for lost in (*before.set_aside, *after.set_aside):
            self._lost.add((lost.rule, lost.subject))
            self._stronger.setdefault(lost.rule, set()).add(lost.by)

    def gave_way(self, rule: str, subject: str) -> bool:
        """Whether the rule was set aside for the subject, before or after."""
        return (rule, subject) in self._lost

    def of_advice(self, rule: str, subject: str) -> tuple[UpdatedFact, ...]:
        """What made the advice of a rule otherwise: what it gives way to reads it, or it does itself."""
        own = self._read_by([rule], subject)
        if own and not self.gave_way(rule, subject):
            return own
        return self._read_by_stronger([rule]) or own or self._updated

    def of_part(self, fact: str, subject: str, rules: list[str]) -> tuple[UpdatedFact, ...]:
        """What made an option or a question otherwise: itself, or what bears on it."""
        itself = tuple(each for each in self._updated if each.fact == fact and each.is_of(subject))
        return itself or self._read_by(rules, subject) or self._read_by_stronger(rules) or self._updated

    def _read_by(self, rules: list[str], subject: str) -> tuple[UpdatedFact, ...]:
        read = [self._causes.reads[rule] for rule in rules if rule in self._causes.reads]
        return tuple(each for each in self._updated if any(each.is_read(reads, subject) for reads in read))

    def _read_by_stronger(self, rules: list[str]) -> tuple[UpdatedFact, ...]:
        """What is read by the rules that these give way to, and by those that they give way to in turn."""
        stronger: set[str] = set()
        waiting = [*rules]
        while waiting:
            further = self._stronger.get(waiting.pop(), set()) - stronger
            stronger |= further
            waiting += further
        read = frozenset(
            fact for rule in {*rules, *stronger} for fact in self._causes.reads_for_any.get(rule, ())
        )
        return tuple(each for each in self._updated if each.fact in read)


def _advice(
    key: _Key, before: Recommendation | None, after: Recommendation | None, why: _Why
) -> AdviceChange:
    rule, subject = key
    outcome: AdviceOutcome = "changed"
    if before is None or after is None:
        gave_way = why.gave_way(rule, subject)
        if before is None:
            outcome = "restored" if gave_way else "added"
        else:
            outcome = "set_aside" if gave_way else "withdrawn"
    because = why.of_advice(rule, subject)
    return AdviceChange(
        rule=rule,
        subject=subject,
        outcome=outcome,
        before=before,
        after=after,
        differs=_differs(before, after),
        because=because,
        text=_text(_outcome(outcome, before, after), because),
    )


def _outcome(outcome: AdviceOutcome, before: Recommendation | None, after: Recommendation | None) -> Text:
    if before is None or after is None:
        return phrase(f"change.{outcome}")
    if before.status != after.status:
        was, now = phrase(f"status.{before.status}"), phrase(f"status.{after.status}")
        return phrase("change.now", after=now, before=was)
    return phrase("change.reasons" if before.summary == after.summary else "change.changed")


def _differs(before: Recommendation | None, after: Recommendation | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    return tuple(name for name in type(after).model_fields if getattr(before, name) != getattr(after, name))


def _option(key: _Key, before: Option | None, after: Option | None, why: _Why) -> OptionChange:
    subject = key[1]
    rules = [rule for option in (before, after) if option is not None for rule in option.because]
    because = why.of_part(subject.partition(":")[0], subject, rules)
    return OptionChange(
        subject=subject,
        before=before,
        after=after,
        because=because,
        text=_text(_standing(before, after), because),
    )


def _standing(before: Option | None, after: Option | None) -> Text:
    if after is None:
        return phrase("change.option_removed")
    now = phrase(f"standing.{after.standing}")
    if before is None:
        return phrase("change.option_added", after=now)
    if before.standing == after.standing:
        return phrase("change.option_grounds", after=now)
    return phrase("change.now", after=now, before=phrase(f"standing.{before.standing}"))


def _question(key: _Key, before: Question | None, after: Question | None, why: _Why) -> QuestionChange:
    fact, subject = key
    rules = [rule for asked in (before, after) if asked is not None for rule in asked.could_change]
    because = why.of_part(fact, subject, rules)
    head = phrase("change.question_added" if before is None else "change.question_removed")
    return QuestionChange(
        fact=fact, subject=subject, before=before, after=after, because=because, text=_text(head, because)
    )


def _text(head: Text, because: tuple[UpdatedFact, ...]) -> Words:
    """What happened and why, in both languages."""
    causes = [Text(each.text.en, each.text.ar) for each in because] or [phrase("change.rules")]
    reasons = phrase("page.because", reasons=joined(causes, "page.reason_separator"))
    return Words(en=f"{head.en} {reasons.en}", ar=f"{head.ar} {reasons.ar}")
