"""The pages of one language as Markdown: an index, a page for each decision point, the standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docs.living.material import Material
from docs.living.scenarios import Counts, Result, counts
from docs.living.topic import topic_page, topic_title
from docs.living.words import escaped, isolated
from docs.living.writer import MARKS, STANDARDS, Writer

from protection_rules import __version__
from protection_rules.facts.text import LANGUAGES, Language

INDEX: Final = "index"


def pages(material: Material, language: Language) -> dict[str, str]:
    """Every page as Markdown, by its name without ending."""
    writer = Writer(material, language)
    written = {INDEX: _index(writer)}
    written |= {topic: topic_page(writer, topic) for topic in material.topics}
    written[STANDARDS] = _standards(writer)
    return {name: "\n".join(lines) for name, lines in written.items()}


def navigation(material: Material, language: Language) -> dict[str, str]:
    """The title of each page in the navigation, by its name without ending, in order."""
    writer = Writer(material, language)
    titles = {INDEX: writer.say("index.nav")}
    titles |= {topic: topic_title(writer, topic) for topic in material.topics}
    titles[STANDARDS] = writer.say("standards.title")
    return titles


def _index(writer: Writer) -> Iterator[str]:
    material, language = writer.material, writer.language
    yield from writer.heading(1, writer.say("index.title"), "top")
    yield from writer.status_paragraphs(material.counts(language))
    for other in LANGUAGES:
        if other != language:
            name = writer.say(f"language.{other}")
            said = writer.status_line(material.counts(other))
            yield writer.say("index.other_language", language=name, counts=said)
            yield ""
    yield writer.say("index.lead")
    yield ""
    date = isolated(material.guidance_date)
    title = escaped(material.guidance_title.in_language(language))
    yield writer.say("index.guidance", title=title, date=date)
    run = isolated(f"{material.run:%Y-%m-%d %H:%M}")
    yield writer.say("index.run", date=run, version=isolated(__version__))
    yield ""
    results: tuple[Result, ...] = ("failed", "not_run")
    for result in results:
        places = [place for place in material.places(language) if place.scenario.result == result]
        if places:
            yield from writer.heading(2, writer.say(f"topic.{result}"), result)
            yield from (f"- {writer.scenario(place)}" for place in places)
            yield ""
    yield from writer.heading(2, writer.say("index.topics"), "topics")
    yield from _table(writer)


def _table(writer: Writer) -> Iterator[str]:
    material, language = writer.material, writer.language
    columns = ("topic", "failed", "not_run", "passed", "rules")
    yield f"| {' | '.join(writer.say(f'column.{column}') for column in columns)} |"
    yield f"| --- |{' ---: |' * (len(columns) - 1)}"
    for topic in material.topics:
        ruleset = material.rulesets.get(topic)
        link = f"[{topic_title(writer, topic)}]({topic}.md)"
        number = len(ruleset.rules) if ruleset is not None else 0
        yield _row(writer, link, number, counts(material.scenarios(topic, language)))
    total = f"**{writer.say('row.total')}**"
    yield _row(writer, total, len(material.rules), material.counts(language))
    yield ""


def _row(writer: Writer, name: str, rules: int, found: Counts) -> str:
    passed = writer.say("cell.passed", count=found.passed, total=found.total)
    failed, not_run = _cell("failed", found.failed), _cell("not_run", found.not_run)
    return f"| {name} | {failed} | {not_run} | {passed} | {rules} |"


def _cell(result: Result, number: int) -> str:
    return f'<strong class="mark {result}">{MARKS[result]} {number}</strong>' if number else "0"


def _standards(writer: Writer) -> Iterator[str]:
    yield from writer.heading(1, writer.say("standards.title"), "top")
    yield writer.say("standards.lead")
    yield ""
    for standard in writer.material.book.standards.values():
        yield from writer.heading(2, isolated(standard.id), standard.id)
        yield writer.text(standard.title)
        yield ""
        said = [("verified", writer.text(standard.verified))]
        if standard.not_verified is not None:
            said.append(("not_verified", writer.text(standard.not_verified)))
        resting = [rule.id for rule in writer.material.book.rules if standard.id in rule.grounds.standards]
        rules = writer.listed(writer.rule(name) for name in resting)
        said.append(("rules", rules or writer.say("standards.none")))
        for name, words in said:
            yield writer.say(f"standards.{name}")
            yield f":   {words}"
            yield ""
