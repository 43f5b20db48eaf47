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
    room = width - cell_len(following)
    line, taken, empty = first, cell_len(first), True
    for word in words.split():
        for piece in chop_cells(word, room) if cell_len(word) > room else [word]:
            cells = cell_len(piece)
            if not empty and taken + 1 + cells > width:
                yield line
                line, taken, empty = following, width - room, True
            line += piece if empty else f" {piece}"
            taken += cells if empty else 1 + cells
            empty = False
    yield line.rstrip()
