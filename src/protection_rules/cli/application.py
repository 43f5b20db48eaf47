"""The application that the commands are added to."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from protection_rules._version import __version__
from protection_rules.cli.terminal import DONE

COMMANDS: Final = {
    "evaluate": "cases",
    "explain": "cases",
    "screen": "caseloads",
    "summarise": "cases",
    "check": "check",
    "fmt": "authoring",
    "verify": "rulesets",
    "diff": "diff",
    "impact": "impact",
    "mutate": "mutate",
    "coverage": "rulesets",
    "new": "new",
    "workbook": "workbooks",
    "handbook": "handbook",
    "guidance": "rulesets",
    "schema": "rulesets",
}
"""The commands as `--help` lists them, those on cases, on rules, for policy staff, each with its module."""
_PLACES: Final = tuple(COMMANDS)


def add_commands(asked: str | None = None) -> None:
    """Add the commands of the module that has the one asked for, all commands where there is none.

    A call needs one of them, and starting is to be quick.
    """
    modules = [COMMANDS[asked]] if asked in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"protection_rules.cli.{module}")


class _InOrder(TyperGroup):
    """Commands in the order of their use, whatever module they come from."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return sorted(super().list_commands(ctx), key=_PLACES.index)

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
