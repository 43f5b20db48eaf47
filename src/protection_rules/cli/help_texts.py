"""What commands, arguments and options are for, in both languages, read from help.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, cast

from protection_rules.documents import read_own
from protection_rules.facts.text import Text, filled

PROGRAM: Final = "protection-rules"
"""The name under which help.yaml has the program itself."""


@cache
def help_texts() -> dict[str, dict[str, Text]]:
    """Every text of help.yaml, by its part and its name."""
    data = cast("dict[str, dict[str, dict[str, str]]]", read_own(Path(__file__).with_name("help.yaml")))
    return {
        part: {name: Text(words["en"], words["ar"]) for name, words in texts.items()}
        for part, texts in data.items()
    }


def help_word(name: str, /, **parts: Text | str) -> Text:
    """A heading, or a sentence about a wrong call, with its places filled in."""
    return filled(help_texts()["words"][name], **parts)


def command_help(command: str) -> Text:
    """What a command or a group of commands is for; its name is all its words, none for the program."""
    return help_texts()["commands"][command or PROGRAM]


def more_help(command: str) -> Text | None:
    """What else is to be said on the command's own page."""
    return help_texts()["more"].get(command or PROGRAM)


def parameter_name(command: str, parameter: str) -> str:
    """The name under which help.yaml has an argument or option of a command, or of all that have it."""
    texts = help_texts()["parameters"]
    words = command.split()
    names = [" ".join([*words[:count], parameter]) for count in range(len(words), -1, -1)]
    return next(name for name in names if name in texts)


def parameter_help(command: str, parameter: str) -> Text:
    """What an argument or option of a command is for."""
    return help_texts()["parameters"][parameter_name(command, parameter)]
