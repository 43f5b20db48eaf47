"""Writing the handbook: all of it or nothing, and never over what is no handbook."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from protection_rules.advice.phrases import phrase
from protection_rules.documents import visible
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import Text
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_FILE

FILES: Final = "handbook-files.txt"
"""Lists the files of a handbook, so that its folder is known again and nothing else in it is lost."""
_FIRST_LINE: Final = "protection-rules handbook"


class HandbookRefused(ProtectionRulesError):
    """A folder that is not written to."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)

    def __reduce__(self) -> tuple[type[HandbookRefused], tuple[Text]]:
        return type(self), (self.reason,)


def write_handbook(folder: Path, files: Mapping[str, str]) -> None:
    """Put the files into a folder that is new, empty, or holds an earlier handbook and nothing else.

    They are written beside it first and take its place once they are all there. Raises
    HandbookRefused if the folder holds anything else or cannot be written.
    """
    with _or_refused():
        home = folder.resolve()
        check_folder(home)
        home.parent.mkdir(parents=True, exist_ok=True)
        ready = home.with_name(f".{home.name}-{secrets.token_hex(8)}")
        try:
            listed = {**files, FILES: "\n".join([_FIRST_LINE, *sorted(files), ""])}
            for name, text in listed.items():
                path = ready / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            _take_its_place(ready, home)
        finally:
            shutil.rmtree(ready, ignore_errors=True)


def check_folder(folder: Path) -> None:
    """Raise HandbookRefused for a folder with anything that is not of a handbook."""
    with _or_refused():
        if not os.path.lexists(folder):
            return
        if not folder.is_dir():
            raise HandbookRefused(phrase("handbook.refused.no_folder"))
        ours = _files_of(folder)
        strange = sorted(name for name in _found(folder) if name not in ours)
    if strange and ours:
        raise HandbookRefused(phrase("handbook.refused.other_files", name=visible(strange[0])))
    if strange:
        raise HandbookRefused(phrase("handbook.refused.not_ours"))


@contextmanager
def _or_refused() -> Iterator[None]:
    """Say that a folder cannot be written, whatever the system says of it."""
    try:
        yield
    except (OSError, RuntimeError, ValueError):
        raise HandbookRefused(phrase("handbook.refused.cannot_write")) from None


def _found(folder: Path) -> Iterator[str]:
    """Every file below a folder, and every link there, by its place in the folder."""
    for place, folders, names in os.walk(folder, onerror=_stop):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*names, *links):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _stop(error: OSError) -> None:
    # what cannot be looked into may hold what is not ours
    raise error


def _files_of(folder: Path) -> frozenset[str]:
    """The files of the handbook in a folder; none if it has none."""
    with suppress(OSError, ValueError):
        first, *names = read_bounded(folder / FILES, LARGEST_FILE).decode().splitlines()
        if first == _FIRST_LINE:
            return frozenset({*names, FILES})
    return frozenset()


def _take_its_place(ready: Path, home: Path) -> None:
    """Put what is ready where it is wanted; what was there stays if that fails."""
    if not home.exists():
        ready.rename(home)
        return
    old = ready.with_name(f"{ready.name}-old")
    home.rename(old)
    try:
        ready.rename(home)
    except OSError:
        old.rename(home)
        raise
    shutil.rmtree(old, ignore_errors=True)
