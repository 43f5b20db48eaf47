"""The canary kit of one test: canaries to plant, and what may be seen of them."""

from __future__ import annotations

from pathlib import Path

from protection_rules.canaries.marks import Planted
from protection_rules.canaries.planted import Canary, Planting
from protection_rules.canaries.surfaces import Surface
from protection_rules.canaries.watch import Allowance, Watch


class Canaries:
    """Canaries for one test, and the watch over it.

    `sound`: profiles with every field filled. `faulty`: profiles that are refused. `broken`:
    documents that cannot be read.
    """

    def __init__(self, planting: Planting, watch: Watch) -> None:
        self._planting = planting
        self._watch = watch
        self.sound: tuple[Canary, ...] = planting.sound
        self.faulty: tuple[Canary, ...] = planting.faulty
        self.broken: tuple[Canary, ...] = planting.broken

    def file(self, canary: Canary, form: int = 0, *, marked_name: bool = False) -> Path:
        """A file with one of the canary's contents (see `Canary`), which is no leak itself.

        With `marked_name` the name of the file holds a mark too.
        """
        return self._planting.file(canary, form, marked_name=marked_name)

    def allow(self, *surfaces: Surface, within: Path | None = None, faulty: bool = False) -> None:
        """Let what sound profiles hold be seen on these surfaces in this test.

        `within` narrows files down to one folder or file. The marks of faulty profiles stay
        forbidden: nothing has a reason to show what it refused. `faulty` lets them be seen too.
        """
        for surface in surfaces:
            self._watch.allow(Allowance(surface, within and within.absolute(), faulty))

    def look_at(self, value: object, name: str = "object") -> None:
        """Look for marks in an object, however it is printed; in a text; in octets; in an exception."""
        self._watch.look_at(value, name)

    def add_mark(self, word: str, place: str) -> None:
        """Look for a word of your own too, such as a name that your own form has beside the profile."""
        self._watch.look_for(word, Planted(place, sound=True))
