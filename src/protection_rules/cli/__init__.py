"""The command line: `protection-rules COMMAND`, with a module for each kind of command."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NoReturn

from protection_rules.advice.phrases import phrase
from protection_rules.cli import application
from protection_rules.cli.language import asked_language
from protection_rules.cli.terminal import (
    DONE,
    FAULTS,
    INTERRUPTED,
    WRONG_CALL,
    check_words,
    let_output_go,
    open_closed_streams,
    tell,
)

if TYPE_CHECKING:
    import typer

    app: typer.Typer

__all__ = ["DONE", "FAULTS", "INTERRUPTED", "WRONG_CALL", "app", "main"]


def __getattr__(name: str) -> typer.Typer:
    """`app`, with all commands."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    application.add_commands()
    return application.app


def main() -> NoReturn:
    """Run the command line; no fault ends in a traceback."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = DONE
    try:
        try:
            check_words(sys.argv[1:])
            application.add_commands(sys.argv[1:])
            application.app()
        finally:
            sys.stdout.flush()
    except SystemExit as stop:
        # typer ends with 1 where the reader of a pipe has seen enough, which is no fault
        enough = isinstance(stop.__context__, BrokenPipeError)
        code = DONE if enough else stop.code if isinstance(stop.code, int) else WRONG_CALL
    except BrokenPipeError:
        let_output_go()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the boundary: a traceback could show what a profile holds
        code = WRONG_CALL
        tell(phrase("error.internal", kind=type(error).__name__).in_language(asked_language()))
        if isinstance(error, OSError):
            let_output_go()
    sys.exit(code)
