"""How the pages say things in one language: words, marks, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docs.living.material import RULE_ID, Material, Place
from docs.living.scenarios import Counts, Result
from docs.living.words import escaped, isolated, words

from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language, Text

STANDARDS: Final = "standards"
MARKS: Final[Mapping[Result, str]] = {"passed": "✓", "failed": "✗", "not_run": "○"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes about the material in one language."""

    material: Material
    language: Language

    def say(self, name: str, /, **parts: str | int) -> str:
        """Words of the pages themselves."""
        return words(name, self.language, **parts)

    def phrase(self, name: str, **parts: Text) -> str:
        """Words of the library."""
        return escaped(phrase(name, **parts).in_language(self.language))

    def text(self, text: Text) -> str:
        """A text of the rulesets, escaped, with the rules it names as links."""
        return self.linked(text.in_language(self.language))

    def linked(self, text: str) -> str:
        """Words, escaped, with the rules they name as links."""
        return RULE_ID.sub(
            lambda found: self.rule(found[0]) if found[0] in self.material.rules else isolated(found[0]),
            escaped(text),
        )

    def unlinked(self, text: str) -> str:
        """Words, escaped, with the ids in them kept apart."""
        return RULE_ID.sub(lambda found: isolated(found[0]), escaped(text))

    def listed(self, parts: Iterable[str]) -> str:
        """Parts with the separator of the language."""
        return phrase("value_separator").in_language(self.language).join(parts)

    def rule(self, name: str) -> str:
        """A link to a rule."""
        return f"[{isolated(name)}]({self.material.rules[name].ruleset}.md#{name})"

    def scenario(self, place: Place) -> str:
        """A link to a scenario, with its mark."""
        link = f"{place.topic}.md#scenario-{place.scenario.number}"
        return f"{self.mark(place.scenario.result)} [{self.unlinked(place.scenario.name)}]({link})"

    def mark(self, result: Result) -> str:
        """The sign of a result, which also says it in words."""
        name = self.say(f"result.{result}")
        said = f'role="img" aria-label="{name}" title="{name}"'
        return f'<span class="mark {result}" {said}>{MARKS[result]}</span>'

    def status(self, counts: Counts) -> list[tuple[Result, str]]:
        """How scenarios came out, in words: what failed or was not run comes first."""
        numbers: dict[Result, int] = {"failed": counts.failed, "not_run": counts.not_run}
        shown: dict[Result, int] = {result: number for result, number in numbers.items() if number}
        shown["passed"] = counts.passed
        return [
            (result, self.say(f"counts.{result}", count=number, total=counts.total))
            for result, number in shown.items()
        ]

    def status_line(self, counts: Counts) -> str:
        """How scenarios came out, in one line."""
        separator = phrase("page.reason_separator").in_language(self.language)
        return separator.join(said for _, said in self.status(counts))

    def status_paragraphs(self, counts: Counts) -> Iterator[str]:
        """How scenarios came out, as paragraphs of their own."""
        for result, said in self.status(counts):
            yield f"{self.mark(result)} {said}\n{{: .status .{result} }}"
            yield ""

    def heading(self, level: int, title: str, anchor: str) -> Iterator[str]:
        """A heading that can be linked to; `title` is escaped already."""
        yield f"{'#' * level} {title} {{#{anchor}}}"
        yield ""
