"""What another rule book means for a caseload: in how many cases which advice is less, or more.

What is less and what is more is said in docs/diff.md, and proven there for all profiles; here cases are
counted. Rules marked `reveals` are left out of both books, so that it makes no difference to a number
whether one spoke. Of facts of an operation's own each book is given what it knows: a case may tell of all
that either does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Final, Literal

import polars as pl

from protection_rules.caseload.files import CaseFile, open_cases
from protection_rules.caseload.screener import Screened, Screener
from protection_rules.caseload.summary import shown_counts
from protection_rules.containment import contained
from protection_rules.facts.vocabulary import FactEntry, Vocabulary
from protection_rules.matchers.case_tables import MOST_MEMBERS
from protection_rules.rulesets.invariant_model import STANDINGS
from protection_rules.rulesets.model import MODALITIES, URGENCIES, RuleBook

Side = Literal["less", "more"]
Topic = str
"""What advice is on, as `diff` names it in the ids of its findings."""

CASES_AT_ONCE: Final = 8_192
"""Cases of which both books' advice is held side by side; of each there may be a hundred lines."""

_SIDES: Final[tuple[Side, ...]] = ("less", "more")
_STATUSES: Final = ("applies", "precaution", "verify")
_PLACE: Final = ("row", "about", "item", "action", "sense")
_STRENGTH: Final = ("modality", "urgency", "outcome")


@dataclass(frozen=True, slots=True, repr=False)
class Impact:
    """In how many of the screened cases each topic is less, or more; exact numbers, not for release."""

    cases: Counter[tuple[Side, Topic]]
    screened: int
    rows: int

    def __repr__(self) -> str:
        return f"<Impact: {self.screened} cases>"

    def __add__(self, other: Impact) -> Impact:
        return Impact(self.cases + other.cases, self.screened + other.screened, self.rows + other.rows)

    def shown(self) -> Mapping[tuple[Side, Topic], int]:
        """In at least how many cases, for what can be shown without showing anybody."""
        topics = sorted({topic for _, topic in self.cases})
        return {
            (side, topic): least
            for topic in topics
            for name, least in shown_counts(
                {side: self.cases[side, topic] for side in _SIDES}, self.screened
            ).items()
            for side in _SIDES
            if side == name
        }


def impact(old: Screener, new: Screener, books: tuple[RuleBook, RuleBook], cases: Path) -> Impact:
    """The impact of the new book in place of the old, on a file of cases.

    Raises CaseloadError for a file that cannot be read, and for columns that neither book knows.
    """
    known = known_to_either(*(book.vocabulary for book in books))
    before, after = (screener.without_revealing().among(known) for screener in (old, new))
    exposing = {name for book in books for name in _exposing(book)}
    opened = open_cases(cases, known)
    before.check(opened.schema)
    return reduce(
        lambda one, other: one + other,
        _parts(before, after, exposing, opened),
        Impact(Counter(), 0, 0),
    )


def known_to_either(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """The facts of both, each with all values that it has in either.

    Of two facts with one name that are of different kinds, or sets of more values together than a column can
    tell apart, it has the new one.
    """
    local = {name: _with_values_of(fact, old.local.get(name, fact)) for name, fact in new.local.items()}
    return new.with_local({**old.local, **local})


def _with_values_of(fact: FactEntry, other: FactEntry) -> FactEntry:
    if fact == other or fact.kind != other.kind:
        return fact
    mine, theirs = fact.attributes, other.attributes
    attributes = replace(
        mine,
        values={**theirs.values, **mine.values},
        minimum=min(mine.minimum, theirs.minimum),
        maximum=max(mine.maximum, theirs.maximum),
    )
    codes = tuple(dict.fromkeys((*fact.codes, *other.codes)))
    markers = tuple(dict.fromkeys((*fact.markers, *other.markers)))
    if fact.kind == "choices" and len(codes) + len(markers) > MOST_MEMBERS:
        return fact
    return replace(fact, codes=codes, markers=markers, attributes=attributes)


def _parts(before: Screener, after: Screener, exposing: set[Topic], cases: CaseFile) -> Iterator[Impact]:
    for piece in cases.pieces(CASES_AT_ONCE):
        was = before.screen_batch(piece.batch, faults=piece.faults)
        is_ = after.screen_batch(piece.batch, faults=piece.faults)
        # what a library says of an error can repeat a cell
        with contained():
            yield Impact(_counted(was, is_, exposing), was.screened, was.cases)


def _counted(was: Screened, is_: Screened, exposing: set[Topic]) -> Counter[tuple[Side, Topic]]:
    old, new = (pl.DataFrame(pl.from_arrow(each.lines())) for each in (was, is_))
    lost, gained = _advice_lost(old, new), _advice_lost(new, old)
    options = _standing(old).join(
        _standing(new), on=["row", "about", "item"], nulls_equal=True, suffix="_now"
    )
    higher, lower = pl.col("standing_now") > pl.col("standing"), pl.col("standing_now") < pl.col("standing")
    told = [
        ("less", lost),
        ("more", gained),
        ("less", gained.filter(pl.col("topic").is_in(list(exposing)))),
        ("more", lost.filter(pl.col("topic").is_in(list(exposing)))),
        ("less", _topics_of(options.filter(higher))),
        ("more", _topics_of(options.filter(lower))),
    ]
    cases: Counter[tuple[Side, Topic]] = Counter()
    for side in _SIDES:
        rows = pl.concat([frame.select("row", "topic") for name, frame in told if name == side]).unique()
        for topic, count in rows.group_by("topic").len().iter_rows():
            cases[side, topic] = count
    return cases


def _advice_lost(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows and topics of advice of which nothing as strong, as soon and as sure is left."""
    before, after = _pieces(old), _pieces(new)
    changed = before.join(after, on=[*_PLACE, *_STRENGTH], how="anti", nulls_equal=True).with_row_index(
        "piece"
    )
    kept = changed.join(after, on=[*_PLACE], nulls_equal=True, suffix="_now").filter(
        pl.all_horizontal(pl.col(f"{name}_now") <= pl.col(name) for name in _STRENGTH)
    )
    lost = changed.join(kept, on="piece", how="anti")
    topic = pl.concat_str(pl.lit("advice"), "action", "about", "sense", separator=".")
    return lost.select("row", topic.alias("topic")).unique()


def _pieces(lines: pl.DataFrame) -> pl.DataFrame:
    """Every piece of advice, with its strength as places in the orders of strength, strongest first."""
    against = pl.col("modality").cast(pl.String) == "must_not"
    return lines.filter(pl.col("kind").cast(pl.String) == "advice").select(
        "row",
        pl.col("about", "item", "action").cast(pl.String),
        pl.when(against).then(pl.lit("not_to_do")).otherwise(pl.lit("to_do")).alias("sense"),
        _place("modality", MODALITIES),
        _place("urgency", URGENCIES),
        _place("outcome", _STATUSES),
    )


def _standing(lines: pl.DataFrame) -> pl.DataFrame:
    """Every option, with its standing as a place from the lowest."""
    return lines.filter(pl.col("kind").cast(pl.String) == "option").select(
        "row", pl.col("about", "item").cast(pl.String), _place("outcome", STANDINGS).alias("standing")
    )


def _topics_of(options: pl.DataFrame) -> pl.DataFrame:
    return options.select("row", pl.concat_str(pl.lit("option"), "about", separator=".").alias("topic"))


def _place(column: str, order: Iterable[str]) -> pl.Expr:
    places = {name: number for number, name in enumerate(order)}
    return pl.col(column).cast(pl.String).replace_strict(places, return_dtype=pl.Int8)


def _exposing(book: RuleBook) -> Iterator[Topic]:
    """The topics by which somebody may learn something, or protection is held back."""
    for rule in book.rules:
        against, polarity = rule.modality == "must_not", book.actions[rule.action].polarity
        if polarity == ("protective" if against else "disclosing"):
            yield f"advice.{rule.action}.{rule.about}.{'not_to_do' if against else 'to_do'}"
