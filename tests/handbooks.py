"""Handbooks as the tests read them: every page with what it says, where it leads and what it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "input", "img", "hr"}
LOADING = ("src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "style")


@dataclass
class Element:
    """An element with its words, and with those of the elements in it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class Page(HTMLParser):
    """One page, taken apart."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.spoken: list[tuple[str, tuple[Element, ...]]] = []
        self.feed(written)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, "elements are closed as they were opened"

    def handle_data(self, data: str) -> None:
        self.spoken.append((data, tuple(self.open)))
        for element in self.open:
            element.words.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        (element,) = self.all(tag)
        return element

    def by_id(self, name: str) -> Element:
        (element,) = (each for each in self.elements if each.attributes.get("id") == name)
        return element

    @cached_property
    def text(self) -> str:
        return self.one("main").text

    @cached_property
    def ids(self) -> list[str]:
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]

    @cached_property
    def links(self) -> list[str]:
        return [each.attributes["href"] for each in self.all("a", "link")]

    @cached_property
    def loaded(self) -> list[str]:
        return [
            each.attributes[name] for each in self.elements for name in LOADING if name in each.attributes
        ]


def read_site(folder: Path) -> dict[str, Page]:
    """Every page of a handbook by its place in the folder."""
    return {
        path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
