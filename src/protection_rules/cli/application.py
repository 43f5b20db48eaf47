"""The application that the commands are added to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from protection_rules._version import __version__
from protection_rules.cli.language import Lang, LanguageName, after_language, asked_language
from protection_rules.cli.terminal import DONE, WRONG_CALL, tell

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
_WRONG_CALLS: Final[Any] = typer.BadParameter.__base__
"""What typer raises where a call is wrong; where it has this class differs by its version."""
_Function = TypeVar("_Function", bound=Callable[..., Any])


def add_commands(words: Sequence[str] = ()) -> None:
    """Add the commands of the module that has the one a call asks for, all commands where there is none.

    A call needs one of them, and starting is to be quick.
    """
    asked = next(iter(after_language(words)), None)
    modules = [COMMANDS[asked]] if asked in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"protection_rules.cli.{module}")


class NoSuchCommand(typer.BadParameter):
    """A command that there is not."""

    def __init__(self, name: str, ctx: Any) -> None:
        super().__init__("no such command", ctx)
        self.name = name


class Command(TyperCommand):
    """A command in the language of the call."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of a call, with the language that was asked for before the command."""
        if parent is not None:
            extra["default_map"] = {"lang": parent.obj}
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words of the command."""
        with _placed(ctx):
            return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The page of the command."""
        return _help_page(ctx)


class Group(TyperGroup):
    """Commands in the order of their use, whatever module they come from, in the language of the call."""

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run a call to its end, and say what is wrong with it."""
        code: int | None
        try:
            code = super().main(*args, **settings | {"standalone_mode": False})
        except _WRONG_CALLS as error:
            from protection_rules.cli.wrong_calls import wrong_call  # noqa: PLC0415  # for these alone

            tell("\n".join(wrong_call(error)))
            code = WRONG_CALL
        sys.exit(code or DONE)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of a call; it holds the language, which is known before anything else is read."""
        if parent is None:
            extra["obj"] = asked_language(args)
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words before the command."""
        with _placed(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of this name."""
        if self.get_command(ctx, args[0]) is None:
            raise NoSuchCommand(args[0], ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        names = super().list_commands(ctx)
        return names if ctx.parent is not None else sorted(names, key=_PLACES.index)

    def get_help(self, ctx: Any) -> str:
        """The page of the group."""
        return _help_page(ctx)


@contextmanager
def _placed(ctx: Any) -> Iterator[None]:
    """Say of a wrong call which command it was; typer leaves that out where an option lacks its value."""
    try:
        yield
    except _WRONG_CALLS as error:
        error.ctx = error.ctx or ctx
        raise


def _help_page(ctx: Any) -> str:
    from protection_rules.cli.help_page import help_page  # noqa: PLC0415  # starting is to be quick

    return help_page(ctx)


class Commands(typer.Typer):
    """Commands that speak both languages; what each is for stands in help.yaml.

    `--lang` may stand before a command, too.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=Group,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **settings,
        )
        self.callback()(_of_a_group)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        """Add a function as a command."""
        return super().command(name, cls=Command, **settings)


def _of_a_group(lang: Lang = LanguageName.en) -> None:
    del lang  # it is known already, and is taken here so that it may stand before the command


app = Commands(name="protection-rules")


@app.callback(invoke_without_command=True)
def _program(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version")] = False,
    lang: Lang = LanguageName.en,
) -> None:
    del lang  # likewise
    if version:
        sys.stdout.write(f"protection-rules {__version__}\n")
        raise typer.Exit(DONE)
    if ctx.invoked_subcommand is None:
        tell(ctx.get_help())
        raise typer.Exit(WRONG_CALL)
