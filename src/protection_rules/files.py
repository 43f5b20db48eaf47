"""Files read within bounds, ordinary ones and never more of them than is wanted; and written whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_bounded(path: Path, most: int, *, pipe: bool = False) -> bytes:
    """The first `most` bytes of an ordinary file, or with `pipe` also of a pipe.

    Raises OSError for anything else, and ValueError for a path that no file can have. A pipe into
    which nobody writes counts as empty, so that nothing is waited for in vain.
    """
    with open(path, "rb", opener=_at_once) as file:  # a path opens without an opener
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISFIFO(mode) and pipe:
            os.set_blocking(file.fileno(), True)
        elif not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "not an ordinary file")
        return file.read(most)


def write_whole(path: Path, text: str) -> None:
    """Write a text in place of what is there, at one go: nobody ever finds a part of it.

    Raises OSError where that cannot be done; what was there is then there still.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe, where the system knows such a thing."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
