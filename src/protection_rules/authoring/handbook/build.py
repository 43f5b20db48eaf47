"""From rulesets to the files of the handbook."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from protection_rules import __version__
from protection_rules.authoring.handbook.folder import check_folder, write_handbook
from protection_rules.authoring.handbook.material import Material, read_material
from protection_rules.authoring.handbook.pages import INDEX, pages, places_of
from protection_rules.authoring.handbook.search import INDEX_SCRIPT, search_index
from protection_rules.authoring.handbook.words import words
from protection_rules.authoring.handbook.writer import Writer
from protection_rules.facts.text import LANGUAGES
from protection_rules.rulesets.model import RuleBook

_TEMPLATES: Final = Path(__file__).with_name("templates")
_SHARED: Final = ("handbook.css", "search.js")


def build_handbook(
    book: RuleBook, output: Path, folder: Path | None = None, features: Path | None = None
) -> int:
    """Write the handbook of a rule book, and the number of its pages.

    `folder` is where the book came from, by default the package; `features` has its scenarios. The
    same rules and scenarios give the same files. Raises RulesetError where a file beside the rules has
    faults, ScenarioError where the scenarios cannot be read, and HandbookRefused where `output`
    holds something else than an earlier handbook, or cannot be written.
    """
    check_folder(output)
    files = handbook_files(read_material(book, folder, features))
    write_handbook(output, files)
    return sum(name.endswith(".html") for name in files)


def handbook_files(material: Material) -> dict[str, str]:
    """Every file of the handbook by its place in the folder."""
    places = places_of(material)
    listed = {page.name: page for page in pages(material, places)}
    environment = _environment()
    files = {f"{INDEX}.html": environment.get_template("start.html").render(languages=LANGUAGES, words=words)}
    for name in _SHARED:
        files[name] = (_TEMPLATES / name).read_text(encoding="utf-8")
    for language in LANGUAGES:
        for page in listed.values():
            writer = Writer(material, places, listed, page, language)
            template = environment.get_template(f"{page.template}.html")
            files[f"{language}/{page.name}.html"] = template.render(
                w=writer, page=page, material=material, book=material.book, version=__version__, **page.parts
            )
        files[f"{language}/{INDEX_SCRIPT}"] = search_index(
            Writer(material, places, listed, listed["search"], language)
        )
    return files


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = _sentence
    return environment


def _sentence(text: Markup) -> Markup:
    """Words with a capital letter at their beginning."""
    return escape(text[:1].upper()) + text[1:]
