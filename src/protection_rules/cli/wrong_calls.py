"""What a wrong call is told, in its language and without repeating what was typed.

A word that was mistyped, or that landed in the wrong place, could be from a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from protection_rules.cli.help_page import command_lines, is_group, parameter_lines, usage_lines
from protection_rules.cli.help_texts import help_word
from protection_rules.facts.text import Language
from protection_rules.rulesets.diagnostics import nearest


def wrong_call(error: Any) -> Iterator[str]:
    """How the command is called, how to have its help, and what is wrong."""
    ctx = error.ctx
    language: Language = ctx.obj
    asked = "" if language == "en" else f" --lang {language}"
    yield from usage_lines(ctx)
    yield help_word("try", command=f"{ctx.command_path} --help{asked}").in_language(language)
    yield ""
    names, lines = _fault(error)
    what = " ".join(help_word(name).in_language(language) for name in names)
    yield help_word("error", what=what).in_language(language)
    yield from lines


def _fault(error: Any) -> tuple[list[str], Iterable[str]]:
    """The sentences for a fault, by name, and the lines of help on what it is about.

    Kinds of faults are known by their names: where typer has their classes differs by its version.
    """
    ctx, command = error.ctx, error.ctx.command
    options = {name: each for each in command.get_params(ctx) for name in each.opts if name[0] == "-"}
    match type(error).__name__:
        case "NoSuchCommand" if near := nearest(error.name, command.commands):
            return ["no_command", "did_you_mean"], command_lines(ctx, near)
        case "NoSuchCommand":
            return ["no_command"], ()
        case "NoSuchOption" if near := nearest(error.option_name, options):
            return ["no_option", "did_you_mean"], parameter_lines(ctx, options[near])
        case "NoSuchOption":
            return ["no_option"], ()
        case "BadOptionUsage" if option := options.get(error.option_name):
            return ["no_value" if option.is_flag else "value_missing"], parameter_lines(ctx, option)
        case "MissingParameter" if error.param is not None:
            return ["missing"], parameter_lines(ctx, error.param)
        case "BadParameter" if error.param is not None:
            return ["invalid"], parameter_lines(ctx, error.param)
        case "UsageError":
            return ["command_missing" if is_group(command) else "too_many"], ()
    return ["wrong"], ()
