"""The application that the commands are added to."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from protection_rules._version import __version__
from protection_rules.cli.terminal import DONE

ORDER: Final = (
    *("evaluate", "explain", "screen", "summarise"),
    *("check", "fmt", "verify", "diff", "impact", "mutate", "coverage"),
    *("new", "workbook", "handbook", "guidance", "schema"),
)
"""The commands as `--help` lists them: those on cases, on rules, for policy staff."""


class _InOrder(TyperGroup):
    """Commands in the order of their use, whatever module they come from."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return sorted(super().list_commands(ctx), key=ORDER.index)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each command is for, in full."""
        told = [
            (name, (command.help or "").split("\n\n")[0])
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("Commands"):
            formatter.write_dl(told)


app = typer.Typer(
    name="protection-rules",
    cls=_InOrder,
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
