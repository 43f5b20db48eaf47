"""Lines of text for a terminal: wrapped to its width, in either script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells

WIDTH: Final = 80
"""Columns of the narrowest terminal that the text pages are made for."""


def wrapped(words: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """The words in lines of at most `width` columns, with a beginning for the first and the others.

    A single word that is too long for a line is broken.
    """
    following = " " * cell_len(first) if rest is None else rest
    line, empty = first, True
    for word in words.split():
        for piece in chop_cells(word, width - cell_len(following)):
            if not empty and cell_len(line) + 1 + cell_len(piece) > width:
                yield line
                line, empty = following, True
            line += piece if empty else f" {piece}"
            empty = False
    yield line.rstrip()
