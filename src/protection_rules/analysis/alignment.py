"""Where the paragraphs of a known text stand in a newer one, told by their fingerprints alone."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from protection_rules.analysis.fingerprints import (
    Fingerprint,
    Line,
    digest_of,
    features_of,
    likeness,
    sketch_of,
)

LIKE_ANYWHERE: Final = 0.4
"""Likeness from which an altered paragraph is known again, wherever it stands."""
LIKE_IN_PLACE: Final = 0.15
"""Likeness from which it is known again next to an unaltered neighbour of old."""
KEPT: Final = 0.6
"""Share of a paragraph's words and pairs from which it counts as taken up into another paragraph."""
LENGTH: Final = 0.3
"""Weight of an equal length against likeness, when lines are put together for a paragraph."""
LONG: Final = 8
"""Words of a paragraph that would not stand in another one by chance."""
LIST_DIGITS: Final = 2
"""Digits of a number that can be one of a list."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a known paragraph stands: its first word (from 0) and line in the new text.

    `likeness` is None where the words are the same; `regrouped` says that these are now divided, or
    in one line with other paragraphs.
    """

    start: int
    line: int
    likeness: float | None
    regrouped: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """Lines of the new text without a known paragraph; `start` is their first word (from 0)."""

    start: int
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The places of the known paragraphs by their number (from 0), and the lines that are new."""

    places: Mapping[int, Place]
    additions: tuple[Addition, ...]


def align(fingerprints: Sequence[Fingerprint], lines: Sequence[Line]) -> Alignment:
    """Find known paragraphs in the lines of a text: the same words first, then altered ones."""
    aligner = _Aligner(fingerprints, lines)
    aligner.claim_same_words()
    aligner.claim_altered()
    aligner.claim_grown()
    aligner.claim_taken_up()
    return Alignment(MappingProxyType(aligner.places()), tuple(aligner.additions()))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of the new text, from the first to before the last, as positions from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece(_Stretch):
    """Free words of one line; `gap` numbers the free stretch they are part of.

    `after` and `before` are the paragraphs at the ends of that stretch.
    """

    line: int
    gap: int
    after: int | None
    before: int | None


class _Aligner:
    """Gives words of the new text to known paragraphs, each word to one."""

    def __init__(self, fingerprints: Sequence[Fingerprint], lines: Sequence[Line]) -> None:
        self._fingerprints = fingerprints
        self._lines = lines
        self._words = [word for line in lines for word in line.words]
        self._line = [index for index, line in enumerate(lines) for _ in line.words]
        self._line_starts = list(accumulate((len(line.words) for line in lines), initial=0))
        self._owner: list[int | None] = [None] * len(self._words)
        self._found: dict[int, _Stretch] = {}
        self._altered: dict[int, tuple[_Stretch, float]] = {}

    # the same words

    def claim_same_words(self) -> None:
        """Whatever the layout: a paragraph in one line, over several lines, or inside a line."""
        lengths = sorted({one.words for one in self._fingerprints}, reverse=True)
        long, short = ([n for n in lengths if n >= LONG], [n for n in lengths if n < LONG])
        # where the words stand twice, a line of their own is the better place
        for borders in (2, 0):
            for length in long:
                self._claim_stretches(length, borders)
        # each one found is a border for its neighbours; a single word stands anywhere by chance
        for borders in (2, 1):
            while any(self._claim_stretches(length, borders if length > 1 else 2) for length in short):
                pass

    def _claim_stretches(self, length: int, borders: int) -> bool:
        """Claim for paragraphs of so many words, with so many ends at a border (0 to 2) or more."""
        wanted = self._wanted(length)
        claimed = False
        for free in list(self._free()) if wanted else ():
            start = free.start
            while start + length <= free.end:
                stretch = _Stretch(start, start + length)
                if self._borders(stretch) >= borders and self._claim_if_wanted(stretch, wanted):
                    claimed = True
                    start = stretch.end
                else:
                    start += 1
        return claimed

    def _wanted(self, length: int) -> dict[str, list[int]]:
        """Paragraphs of a length not found yet, by the hash of their words."""
        wanted: defaultdict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._fingerprints):
            if number not in self._found and one.words == length:
                wanted[one.digest].append(number)
        return dict(wanted)

    def _claim_if_wanted(self, stretch: _Stretch, wanted: dict[str, list[int]]) -> bool:
        numbers = wanted.get(digest_of(self._words[stretch.start : stretch.end]))
        if not numbers:
            return False
        number = numbers.pop(0)
        self._found[number] = stretch
        self._give(stretch, number)
        return True

    def _give(self, stretch: _Stretch, number: int) -> None:
        self._owner[stretch.start : stretch.end] = [number] * (stretch.end - stretch.start)

    def _free(self) -> Iterator[_Stretch]:
        start: int | None = None
        for position, owner in enumerate([*self._owner, -1]):
            if owner is None:
                start = position if start is None else start
            elif start is not None:
                yield _Stretch(start, position)
                start = None

    def _borders(self, stretch: _Stretch) -> int:
        """How many ends of the stretch are ends of a line or of a paragraph already found."""
        return sum(
            position in {0, len(self._words)}
            or self._line[position - 1] != self._line[position]
            or self._owner[beyond] is not None
            for position, beyond in ((stretch.start, stretch.start - 1), (stretch.end, stretch.end))
        )

    # altered words

    def _pieces(self) -> list[_Piece]:
        return [
            _Piece(
                start,
                end,
                self._line[start],
                gap,
                self._owner[free.start - 1] if free.start else None,
                self._owner[free.end] if free.end < len(self._owner) else None,
            )
            for gap, free in enumerate(self._free())
            for start, end in self._cut_at_lines(free)
            if not self._is_list_number(start, end)
        ]

    def _is_list_number(self, start: int, end: int) -> bool:
        """Whether the words only number the known paragraph that they stand before."""
        if end != start + 1 or end == len(self._owner) or self._owner[end] is None:
            return False
        word, line = self._words[start], self._line[start]
        ends_a_line = start > self._line_starts[line] and end == self._line_starts[line + 1]
        return len(word) <= LIST_DIGITS and word.isdecimal() and not ends_a_line

    def _cut_at_lines(self, stretch: _Stretch) -> Iterator[tuple[int, int]]:
        start = stretch.start
        for position in range(stretch.start + 1, stretch.end):
            if self._line[position] != self._line[position - 1]:
                yield start, position
                start = position
        yield start, stretch.end

    def claim_altered(self) -> None:
        """Give each paragraph that is missing the free lines most like it, the most alike first."""
        pieces = self._pieces()
        taken: set[int] = set()
        missing = [number for number in range(len(self._fingerprints)) if number not in self._found]
        search = _Search(self._fingerprints, pieces, taken, sorted(self._found), self._words)
        proposals = [proposal for number in missing if (proposal := search.best(number)) is not None]
        heapq.heapify(proposals)
        while proposals:
            _, number, first, last, like = heapq.heappop(proposals)
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                stretch = _Stretch(pieces[first].start, pieces[last].end)
                self._altered[number] = (stretch, like)
                self._give(stretch, number)
            elif (proposal := search.best(number)) is not None:
                heapq.heappush(proposals, proposal)

    def claim_grown(self) -> None:
        """Give words that are left in a line to the one paragraph that the line has."""
        for piece in self._pieces():
            line = self._owner[self._line_starts[piece.line] : self._line_starts[piece.line + 1]]
            owners = [owner for owner in dict.fromkeys(line) if owner is not None]
            if len(owners) == 1:
                number = owners[0]
                whole = self._altered[number][0] if number in self._altered else self._found[number]
                stretch = _Stretch(min(whole.start, piece.start), max(whole.end, piece.end))
                self._give(piece, number)
                self._altered[number] = (stretch, self._likeness(number, stretch))

    def claim_taken_up(self) -> None:
        """Paragraphs that are missing, but whose words stand for the most part in an altered one."""
        altered = {
            number: features_of(self._words[stretch.start : stretch.end])
            for number, (stretch, _) in self._altered.items()
        }
        for number, one in enumerate(self._fingerprints):
            if number in self._found or number in self._altered or one.words < LONG:
                continue
            shares = [
                (len(one.sketch & features) / len(one.sketch), other) for other, features in altered.items()
            ]
            share, other = max(shares, default=(0.0, -1))
            if share >= KEPT:
                self._altered[number] = (self._altered[other][0], share)

    def _likeness(self, number: int, stretch: _Stretch) -> float:
        features = features_of(self._words[stretch.start : stretch.end])
        return likeness(self._fingerprints[number].sketch, sketch_of(features))

    # what came of it

    def places(self) -> dict[int, Place]:
        placed: dict[int, Place] = {}
        for number in range(len(self._fingerprints)):
            if number in self._altered:
                stretch, like = self._altered[number]
                placed[number] = Place(stretch.start, self._number(stretch.start), like)
            elif number in self._found:
                stretch = self._found[number]
                regrouped = self._divided(stretch) or self._borders_on_words(stretch)
                placed[number] = Place(stretch.start, self._number(stretch.start), None, regrouped)
        return placed

    def _number(self, position: int) -> int:
        return self._lines[self._line[position]].number

    def _divided(self, stretch: _Stretch) -> bool:
        return self._line[stretch.start] != self._line[stretch.end - 1]

    def _borders_on_words(self, stretch: _Stretch) -> bool:
        """Whether the line goes on before or after the stretch."""
        here = self._line[stretch.start]
        before = stretch.start > 0 and self._line[stretch.start - 1] == here
        after = stretch.end < len(self._line) and self._line[stretch.end] == self._line[stretch.end - 1]
        return before or after

    def additions(self) -> Iterator[Addition]:
        """Lines left over, those that follow one another without an empty line taken together."""
        open_: list[_Piece] = []
        for piece in self._pieces():
            if open_ and not self._continues(open_[-1], piece):
                yield self._addition(open_)
                open_ = []
            open_.append(piece)
        if open_:
            yield self._addition(open_)

    def _continues(self, one: _Piece, following: _Piece) -> bool:
        return one.gap == following.gap and self._number(following.start) - self._number(one.start) == 1

    def _addition(self, pieces: list[_Piece]) -> Addition:
        first, last = pieces[0], pieces[-1]
        return Addition(first.start, self._number(first.start), self._number(last.start))


_Proposal = tuple[float, int, int, int, float]
"""Negative fitness, number of the paragraph, first and last piece, likeness: the best comes first."""


class _Search:
    """Looks for the free lines that are most like a paragraph."""

    def __init__(
        self,
        fingerprints: Sequence[Fingerprint],
        pieces: Sequence[_Piece],
        taken: set[int],
        found: Sequence[int],
        words: Sequence[str],
    ) -> None:
        self._fingerprints = fingerprints
        self._pieces = pieces
        self._taken = taken
        self._found = found
        self._sketch: Callable[[int, int], frozenset[int]] = cache(
            lambda first, last: sketch_of(features_of(words[pieces[first].start : pieces[last].end]))
        )

    def best(self, number: int) -> _Proposal | None:
        """The best free lines for a paragraph, if they are like enough."""
        near = [index for index, piece in enumerate(self._pieces) if self._in_place(number, piece)]
        runs = [
            (self._grown(number, candidates), threshold)
            for candidates, threshold in (
                (near, LIKE_IN_PLACE),
                (range(len(self._pieces)), LIKE_ANYWHERE),
            )
        ]
        proposals = [run for run, threshold in runs if run is not None and run[-1] >= threshold]
        return min(proposals, default=None)

    def _in_place(self, number: int, piece: _Piece) -> bool:
        """Whether the lines stand at a neighbour that the paragraph had before."""
        after = max((found for found in self._found if found < number), default=None)
        before = min((found for found in self._found if found > number), default=None)
        return piece.after == after or piece.before == before

    def _grown(self, number: int, candidates: Sequence[int]) -> _Proposal | None:
        """The free line most like the paragraph, with its neighbours as long as these make it more like."""
        free = [index for index in candidates if index not in self._taken]
        if not free:
            return None
        best = min(self._proposal(number, index, index) for index in free)
        while True:
            _, _, first, last, _ = best
            wider = [
                self._proposal(number, *run)
                for run, new in (((first - 1, last), first - 1), ((first, last + 1), last + 1))
                if self._joins(first, new)
            ]
            following = min(wider, default=best)
            if following[0] >= best[0]:
                return best
            best = following

    def _joins(self, index: int, new: int) -> bool:
        return (
            0 <= new < len(self._pieces)
            and new not in self._taken
            and self._pieces[new].gap == self._pieces[index].gap
        )

    def _proposal(self, number: int, first: int, last: int) -> _Proposal:
        known = self._fingerprints[number]
        like = likeness(known.sketch, self._sketch(first, last))
        words = self._pieces[last].end - self._pieces[first].start
        # a sketch does not see every line of a long paragraph; its length tells that one is missing
        fitness = like + LENGTH * min(words, known.words) / max(words, known.words)
        return (-fitness, number, first, last, like)
