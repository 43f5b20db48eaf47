"""The command on the layout of rulesets: `fmt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from protection_rules.advice.phrases import phrase
from protection_rules.cli.application import app
from protection_rules.cli.language import Lang, LanguageName
from protection_rules.cli.options import text_of
from protection_rules.cli.terminal import FAULTS, WRONG_CALL, tell
from protection_rules.documents import DocumentError
from protection_rules.facts.text import Language
from protection_rules.files import write_whole


@app.command()
def fmt(
    folders: Annotated[list[Path], typer.Argument()],
    check_alone: Annotated[bool, typer.Option("--check")] = False,
    lang: Lang = LanguageName.en,
) -> None:
    """Lay files out in one manner, with every comment; what they say stays the same."""
    # only this command needs the layout, and starting is to be quick
    from protection_rules.authoring.layout import LayoutError, laid_out  # noqa: PLC0415

    language: Language = lang.value
    faults = changed = 0
    files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    for path in files:
        text = text_of(path, language)
        try:
            new = laid_out(text)
        except DocumentError as error:
            tell(f"{path}:{error.span.line}:{error.span.column}: error: {error.message}")
        except LayoutError:
            tell(f"{path}: {phrase('fmt.left').in_language(language)}")
        else:
            if new != text:
                changed += 1
                name = "fmt.otherwise" if check_alone else "fmt.laid_out"
                tell(f"{path}: {phrase(name).in_language(language)}")
                if not check_alone:
                    write_whole(path, new)
            continue
        faults += 1
    if not files:
        tell(phrase("fmt.nothing").in_language(language))
        raise typer.Exit(WRONG_CALL)
    if not (faults or changed):
        tell(phrase("fmt.done", files=len(files)).in_language(language))
    if faults or (changed and check_alone):
        raise typer.Exit(FAULTS)
