"""The page of `--help` for a command, in the language of the call.

English has what is typed and what it is for side by side. In Arabic each has lines of its own: a line
that begins with a name runs left to right in a terminal, and one that begins with Arabic right to left.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from rich.cells import cell_len

from protection_rules.advice.layout import WIDTH, wrapped
from protection_rules.cli.help_texts import command_help, help_word, more_help, parameter_help
from protection_rules.facts.text import Language, Text

_MOST_FOR_NAMES: Final = 30
"""Columns for names in English; what is longer has what it is for on the next line."""
_KINDS: Final[dict[type, str]] = {
    str: "text",
    Path: "path",
    int: "number",
    float: "number",
    datetime: "day",
}
"""What is taken, by the type that the function of a command declares."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What is typed, and what it is for."""

    typed: str
    told: str
    notes: tuple[str, ...] = ()


def help_page(ctx: Any) -> str:
    """What the command of a context is for, and everything it takes."""
    language: Language = ctx.obj
    command = path_of(ctx)
    lines = [*usage_lines(ctx), ""]
    for told in (command_help(command), more_help(command)):
        if told is not None:
            lines += [*wrapped(told.in_language(language), "  "), ""]
    parameters = ctx.command.get_params(ctx)
    for heading, kind in (("arguments", "argument"), ("options", "option")):
        rows = [_row(ctx, each) for each in parameters if each.param_type_name == kind]
        lines += _section(heading, rows, language)
    if is_group(ctx.command):
        rows = [_row_of_command(ctx, name) for name in ctx.command.list_commands(ctx)]
        lines += _section("commands", rows, language)
    other: Language = "en" if language == "ar" else "ar"
    call = f"{ctx.command_path} --help --lang {other}"
    return "\n".join([*lines, help_word("other", command=call).in_language(other)])


def path_of(ctx: Any) -> str:
    """The words that call the command of a context, without the program."""
    return str(ctx.command_path).removeprefix(ctx.find_root().command_path).strip()


def is_group(command: Any) -> bool:
    """Whether a command is a group of others."""
    return hasattr(command, "list_commands")


def usage_lines(ctx: Any) -> Iterator[str]:
    """How the command of a context is called."""
    language: Language = ctx.obj
    arguments = " ".join(
        _placed(ctx.command, each)
        for each in ctx.command.get_params(ctx)
        if each.param_type_name == "argument"
    )
    name = "usage.group" if is_group(ctx.command) else "usage.command"
    call = help_word(name, path=ctx.command_path, arguments=arguments).in_language(language)
    heading = help_word("usage").in_language(language)
    if language == "en":
        yield from wrapped(call, f"{heading} ")
    else:
        yield heading
        yield from wrapped(call, "  ", "    ")


def _placed(command: Any, parameter: Any) -> str:
    value = _value(command, parameter)
    name = f"{{{parameter.name}}}" if parameter.required else f"[{parameter.name}]"
    return f"{name}..." if value is not None and value.several else name


def command_lines(ctx: Any, name: str) -> Iterator[str]:
    """One command of a group as it stands on the page."""
    return _laid_out([_row_of_command(ctx, name)], ctx.obj)


def parameter_lines(ctx: Any, parameter: Any) -> Iterator[str]:
    """One argument or option as it stands on the page."""
    return _laid_out([_row(ctx, parameter)], ctx.obj)


def _section(heading: str, rows: list[_Row], language: Language) -> Iterator[str]:
    if rows:
        yield help_word(heading).in_language(language)
        yield from _laid_out(rows, language)
        yield ""


def _laid_out(rows: list[_Row], language: Language) -> Iterator[str]:
    yield from _side_by_side(rows) if language == "en" else _one_below_another(rows)


def _side_by_side(rows: list[_Row]) -> Iterator[str]:
    widths = [len(row.typed) for row in rows if len(row.typed) <= _MOST_FOR_NAMES]
    column = 4 + max(widths, default=2)
    for row in rows:
        told = f"{row.told} [{'; '.join(row.notes)}]" if row.notes else row.told
        if len(row.typed) + 4 <= column:
            yield from wrapped(told, f"  {row.typed}".ljust(column), " " * column)
        else:
            yield from _typed(row)
            yield from wrapped(told, " " * column)


def _one_below_another(rows: list[_Row]) -> Iterator[str]:
    for row in rows:
        yield from _typed(row)
        for told in (row.told, *row.notes):
            yield from wrapped(told, " " * 6)


def _typed(row: _Row) -> Iterator[str]:
    # a long choice is broken between its values
    too_long = cell_len(row.typed) + 2 > WIDTH
    return wrapped(row.typed.replace("|", " | ") if too_long else row.typed, "  ", "    ")


def _row_of_command(ctx: Any, name: str) -> _Row:
    language: Language = ctx.obj
    return _Row(name, command_help(f"{path_of(ctx)} {name}".strip()).in_language(language))


def _row(ctx: Any, parameter: Any) -> _Row:
    language: Language = ctx.obj
    is_argument = parameter.param_type_name == "argument"
    names = [parameter.name] if is_argument else parameter.opts
    typed = ", ".join(sorted(names, key=len))
    notes = [help_word("required")] if parameter.required else []
    value = _value(ctx.command, parameter)
    if value is not None:
        typed += f" <{_takes(value.kind).in_language(language)}>"
        notes += _notes(value)
    told = parameter_help(path_of(ctx), names[0]).in_language(language)
    return _Row(typed, told, tuple(note.in_language(language) for note in notes))


@dataclass(frozen=True, slots=True)
class _Value:
    """What an argument or option takes, as the function of its command declares it."""

    kind: type
    several: bool
    default: Any
    least: float | None
    most: float | None


def _value(command: Any, parameter: Any) -> _Value | None:
    """None for an option that takes no value."""
    function = inspect.unwrap(command.callback)
    declared = get_type_hints(function, include_extras=True).get(parameter.name)
    if declared is None:
        return None
    kind, (info, *_) = declared.__origin__, declared.__metadata__
    if NoneType in get_args(kind):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
    several = get_origin(kind) is list
    if several:
        (kind,) = get_args(kind)
    if kind is bool:
        return None
    default = inspect.signature(function).parameters[parameter.name].default
    return _Value(kind, several, default, info.min, info.max)


def _takes(kind: type) -> Text:
    """The choices there are, or a word for what is taken."""
    if issubclass(kind, Enum):
        choices = "|".join(str(each.value) for each in kind)
        return Text(choices, choices)
    return help_word(f"takes.{_KINDS[kind]}")


def _notes(value: _Value) -> Iterator[Text]:
    if value.default is not None and value.default is not inspect.Parameter.empty:
        shown = value.default.value if isinstance(value.default, Enum) else value.default
        yield help_word("default", value=str(shown))
    if value.least is not None and value.most is not None:
        yield help_word("range", least=str(value.least), most=str(value.most))
    elif value.least is not None:
        yield help_word("least", least=str(value.least))
