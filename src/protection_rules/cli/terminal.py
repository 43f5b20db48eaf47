"""What every command shares with the terminal: exit codes, messages, lines, streams."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import Heading
from protection_rules.cli.language import asked_language

DONE, FAULTS, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; the thing checked has faults; the input or the call is wrong; stopped with Ctrl-C."""


def open_closed_streams() -> None:
    """Streams that the caller closed are empty; Python has None for them."""
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # likewise


def check_words(words: list[str]) -> None:
    """End the call if a word of it could steer the terminal that a message repeats it on."""
    if any(_STEERING.search(word) for word in words):
        tell(phrase("error.control_character").in_language(asked_language()))
        raise SystemExit(WRONG_CALL)


_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def let_output_go() -> None:
    """Give up what could not be written, so that the interpreter does not try once more as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """A message to standard error."""
    # where this cannot be written, the exit code still says what became of the call
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Lines to standard output; headings are set off on a terminal only."""
    print_heading = _print_heading() if sys.stdout.isatty() else None
    for line in lines:
        if print_heading is not None and isinstance(line, Heading):
            print_heading(line)
        else:
            sys.stdout.write(f"{line}\n")


def _print_heading() -> Callable[[str], None]:
    # only a terminal needs it, and starting is to be quick
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    terminal = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
    return lambda line: terminal.print(RichText(line, style="bold"))
