"""From the pages to a site: Zensical renders each language, and nothing in it is loaded from elsewhere."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from docs.living.material import Material
from docs.living.pages import navigation, pages
from docs.living.words import group, words
from docs.living.writer import Writer

from protection_rules.facts.text import LANGUAGES, Language

THEME: Final = Path(__file__).with_name("theme")
START: Final = Path(__file__).with_name("start.html")

_NUMBER_OF_RESULTS: Final = re.compile(r'(\$\{new Intl\.[^}]+\}) \$\{\w+===1\?"result":"results"\}')
_ELSEWHERE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_STYLE_ELSEWHERE: Final = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
_LOADING: Final = ("src", "srcset", "poster", "data", "background")


def build_site(material: Material, work: Path, output: Path) -> list[str]:
    """Write the pages below `work` and the site to `output`; what the site would load from elsewhere."""
    output.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        config = write_source(material, language, work / language)
        command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", str(config)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words
        if run.returncode != 0:
            sys.stderr.write(run.stdout + run.stderr)
            sys.exit("the site could not be rendered")
        # it renders inside the folder of its configuration only
        shutil.rmtree(output / language, ignore_errors=True)
        shutil.move(config.with_name("site"), output / language)
        translate_search(output / language, language)
    (output / "index.html").write_text(start_page(material), encoding="utf-8")
    return list(loaded_from_elsewhere(output))


def write_source(material: Material, language: Language, folder: Path) -> Path:
    """The Markdown of one language with its configuration; the path of the latter."""
    shutil.rmtree(folder, ignore_errors=True)
    markdown = folder / "pages"
    markdown.mkdir(parents=True)
    for name, page in pages(material, language).items():
        (markdown / f"{name}.md").write_text(page, encoding="utf-8")
    config = folder / "mkdocs.yml"
    # JSON is YAML
    config.write_text(json.dumps(_config(material, language), ensure_ascii=False, indent=2), encoding="utf-8")
    return config


def _config(material: Material, language: Language) -> dict[str, Any]:
    return {
        "site_name": words("site.title", language),
        "docs_dir": "pages",
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": {
            "language": language,
            "font": False,
            "custom_dir": str(THEME),
            "features": ["navigation.top", "toc.follow"],
        },
        "plugins": ["search"],
        "nav": [{title: f"{name}.md"} for name, title in navigation(material, language).items()],
        "extra_css": ["assets/site.css"],
        "extra": {
            "generator": False,
            "words": {name: text.in_language(language) for name, text in group("theme.").items()},
            "alternate": [
                {"lang": other, "name": words(f"language.{other}", other), "link": f"../{other}/index.html"}
                for other in LANGUAGES
                if other != language
            ],
        },
        "markdown_extensions": {
            "attr_list": {},
            "def_list": {},
            "md_in_html": {},
            "tables": {},
            "toc": {"permalink": False, "toc_depth": "2-3"},
        },
    }


def translate_search(site: Path, language: Language) -> None:
    """Put the words of a language into the search, whose script knows English only."""
    if language == "en":
        return
    (script,) = site.glob("assets/javascripts/bundle.*.js")
    source = script.read_text(encoding="utf-8")
    missing = [text.en for text in group("search.").values() if f'"{text.en}"' not in source]
    if missing or not _NUMBER_OF_RESULTS.search(source):
        sys.exit(f"the search of this Zensical speaks otherwise; see pages.yaml: {missing}")
    for text in group("search.").values():
        source = source.replace(f'"{text.en}"', f'"{text.in_language(language)}"')
    counted = words("count.results", language, count=r"\1")
    script.write_text(_NUMBER_OF_RESULTS.sub(counted, source), encoding="utf-8")


def start_page(material: Material) -> str:
    """The page at the root: how the scenarios came out, and the choice of a language."""
    choices = []
    for language in LANGUAGES:
        direction = "rtl" if language == "ar" else "ltr"
        writer = Writer(material, language)
        title, choose = (html.escape(words(name, language)) for name in ("site.title", "site.choose"))
        status = "".join(
            f'<p class="status {result}">{writer.mark(result)} {html.escape(said)}</p>'
            for result, said in writer.status(material.counts(language))
        )
        link = f'<p><a href="{language}/index.html">{choose}</a></p>'
        choices.append(
            f'<section lang="{language}" dir="{direction}"><h1>{title}</h1>{status}{link}</section>'
        )
    template = START.read_text(encoding="utf-8")
    return template.replace("<!-- choices -->", "\n".join(choices))


def loaded_from_elsewhere(site: Path) -> Iterator[str]:
    """What a browser would load from another place when it shows the site; links to follow do not count.

    Scripts are not read: every page has to forbid them the network by its content security policy.
    """
    for path in sorted(site.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        yield from (f"{path}: {found}" for found in page.found)
        if not page.forbids:
            yield f"{path}: no content security policy"
    for path in sorted(site.rglob("*.css")):
        for found in _STYLE_ELSEWHERE.finditer(path.read_text(encoding="utf-8")):
            yield f"{path}: {found[0]}"


class _Page(HTMLParser):
    """Collects what a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.forbids = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        loading: dict[str, str] = {name: given[name] for name in _LOADING if name in given}
        if tag == "link" and given.get("rel") not in ("alternate", "canonical", "prev", "next"):
            loading["href"] = given.get("href", "")
        for name, value in loading.items():
            if _ELSEWHERE.match(value.strip()):
                self.found.append(f"<{tag} {name}={value}>")
        if _STYLE_ELSEWHERE.search(given.get("style", "")):
            self.found.append(f"<{tag} style>")
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.forbids = "default-src 'self'" in given.get("content", "")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "style" and _STYLE_ELSEWHERE.search(data):
            self.found.append("<style>")
