"""The watch over one test: collects what is seen on every surface, and says what leaked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from protection_rules.canaries.hunt import Find, Hunt
from protection_rules.canaries.marks import Planted
from protection_rules.canaries.network import overhearing
from protection_rules.canaries.readings import Shown
from protection_rules.canaries.surfaces import SURFACES, Sighting, Surface
from protection_rules.canaries.system import Trail, snapshot, trailing, unnoticed
from protection_rules.canaries.told import told_by, told_by_exception
from protection_rules.canaries.words import hearing_logs, hearing_warnings

_MOST_LINES: Final = 20
_MOST_PLACES: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Something planted that was seen: where, and what it is; never the thing itself."""

    surface: Surface
    where: str
    find: Find


@dataclass(frozen=True, slots=True)
class Allowance:
    """A surface on which what a sound profile holds may be seen; with `faulty`, any mark."""

    surface: Surface
    within: Path | None = None
    faulty: bool = False

    def covers(self, leak: Leak) -> bool:
        """Whether this leak is none."""
        return (
            leak.surface == self.surface
            and (leak.find.sound or self.faulty)
            and (self.within is None or self.within in {Path(leak.where), *Path(leak.where).parents})
        )


class Watch:
    """Sees what the code of a test shows, as a context manager; looks for marks, and for facts when asked."""

    def __init__(self, hunt: Hunt) -> None:
        self._hunt = hunt
        self._facts = False
        self._allowances: list[Allowance] = []
        self._seen: list[Sighting] = []
        self._trail = Trail(self.see)
        self._watching = ExitStack()
        self._folders: dict[Path, tuple[bool, dict[Path, tuple[int, int]]]] = {}

    def __enter__(self) -> Self:
        for watching in (
            hearing_logs(self.see), hearing_warnings(self.see), overhearing(self.see), trailing(self._trail)
        ):  # fmt: skip
            self._watching.enter_context(watching)
        return self

    def __exit__(self, *_: object) -> None:
        self._watching.close()

    def look_for_facts(self) -> None:
        """Look for the facts of sound profiles too."""
        self._facts = True

    def look_for(self, word: str, planted: Planted) -> None:
        """Look for a word of the host's own too."""
        self._hunt.add(word, planted)

    def see(self, sighting: Sighting) -> None:
        """Something was shown."""
        self._seen.append(sighting)

    def see_exception(self, error: BaseException, where: str) -> None:
        """An exception was seen outside the code that raised it."""
        self.see(Sighting("exceptions", f"{type(error).__name__}, {where}", tuple(told_by_exception(error))))

    def look_at(self, value: object, name: str) -> None:
        """An object was handed over to be looked at."""
        self.see(Sighting("objects", name, tuple(told_by(value))))

    def look_into(self, folder: Path, *, ours: bool) -> None:
        """Files that anyone leaves in a folder from now on are seen; `ours` if it is the test's own."""
        with unnoticed():
            self._folders[folder] = ours, snapshot(folder)

    def allow(self, allowance: Allowance) -> None:
        """Let this be seen."""
        if allowance.surface not in SURFACES:
            raise ValueError(f"no such surface; there are {', '.join(SURFACES)}")
        self._allowances.append(allowance)

    def leaks(self) -> list[Leak]:
        """What has leaked since this was asked last."""
        with unnoticed():
            for folder, (ours, before) in self._folders.items():
                after = snapshot(folder)
                changed = [path for path, state in after.items() if state != before.get(path)]
                self._trail.note_files(changed, ours=ours)
            self._trail.read_files()
            seen, self._seen = self._seen, []
            found = {leak for sighting in dict.fromkeys(seen) for leak in self._leaks(sighting)}
        return sorted(found)

    def _leaks(self, sighting: Sighting) -> Iterable[Leak]:
        # where sound profiles may be seen, their facts need not be looked for
        facts = self._facts and sighting.ours and Allowance(sighting.surface) not in self._allowances
        for shown in dict.fromkeys(sighting.shown):
            for find in self._hunt.finds(shown, facts=facts):
                leak = Leak(sighting.surface, sighting.where, find)
                if not any(allowance.covers(leak) for allowance in self._allowances):
                    yield leak

    def finds(self, shown: Shown) -> list[Find]:
        """What of the planted profiles is in this."""
        return self._hunt.finds(shown, facts=self._facts)

    def account(self, leaks: Iterable[Leak]) -> str:
        """The leaks in words that do not repeat them."""
        lines = []
        for (surface, where), some in itertools.groupby(leaks, lambda leak: (leak.surface, leak.where)):
            named = "what it is called is withheld" if self.finds(where) else where
            lines += [f"  {surface} ({named}): {what}" for what in _what([leak.find for leak in some])]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"  and {len(lines) - _MOST_LINES} more"]
        return "\n".join(
            ["what was planted in profiles has leaked (the marks themselves are withheld):", *lines]
        )


def _what(finds: list[Find]) -> Iterator[str]:
    def kind(find: Find) -> tuple[bool, str]:
        return find.sound, find.encoding

    for (sound, encoding), some in itertools.groupby(sorted(finds, key=kind), kind):
        places = [find.place for find in some]
        named = ", ".join(places[:_MOST_PLACES])
        more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        yield f"{encoding}, from a {'sound' if sound else 'faulty'} profile: {named}{more}"
