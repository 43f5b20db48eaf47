"""The application that the commands are added to."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from protection_rules._version import __version__
from protection_rules.cli.terminal import DONE

app = typer.Typer(
    name="protection-rules",
    help="Protection guidance as rules: advice for a case, with its reasons, in English and Arabic.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"protection-rules {__version__}\n")
        raise typer.Exit(DONE)
