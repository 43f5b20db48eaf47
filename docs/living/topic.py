"""The page of one decision point: the guidance it rests on, its rules, its scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docs.living.material import Place
from docs.living.scenarios import Result, Scenario, Step, counts
from docs.living.words import escaped, isolated
from docs.living.writer import STANDARDS, Writer

from protection_rules.advice.explain import in_words
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS
from protection_rules.rulesets.model import Rule, Ruleset


def topic_title(writer: Writer, topic: str) -> str:
    """The title of the ruleset, or of the feature where there is none."""
    ruleset = writer.material.rulesets.get(topic)
    if ruleset is not None:
        return escaped(ruleset.title.in_language(writer.language))
    feature = writer.material.feature(topic, writer.language)
    return escaped(feature.title if feature is not None else topic)


def topic_page(writer: Writer, topic: str) -> Iterator[str]:
    """The page, line by line."""
    material, language = writer.material, writer.language
    ruleset, feature = material.rulesets.get(topic), material.feature(topic, language)
    places = [Place(topic, scenario) for scenario in material.scenarios(topic, language)]
    yield from writer.heading(1, topic_title(writer, topic), "top")
    yield from writer.status_paragraphs(counts(place.scenario for place in places))
    if ruleset is not None:
        yield from _paragraph(writer.text(ruleset.purpose))
    if feature is not None:
        yield from _paragraph(writer.linked(feature.description))
    if ruleset is not None:
        version = writer.say("topic.version", name=isolated(ruleset.id), version=isolated(ruleset.version))
        yield from _paragraph(version)
    results: tuple[Result, ...] = ("failed", "not_run")
    for result in results:
        found = [place for place in places if place.scenario.result == result]
        if found:
            yield from writer.heading(2, writer.say(f"topic.{result}"), result)
            yield from (f"- {writer.scenario(place)}" for place in found)
            yield ""
    if ruleset is not None:
        yield from writer.heading(2, writer.say("topic.guidance"), "guidance")
        yield from _guidance(writer, ruleset)
        yield from writer.heading(2, writer.say("topic.rules"), "rules")
        for rule in ruleset.rules:
            yield from _rule(writer, rule, places)
    further = [place for place in places if material.main_rule(place) is None]
    if further:
        title = "topic.scenarios" if ruleset is None else "topic.further"
        yield from writer.heading(2, writer.say(title), "further")
        for place in further:
            yield from _scenario(writer, place.scenario)


def _paragraph(text: str) -> Iterator[str]:
    yield text
    yield ""


def _definition(term: str, lines: Iterable[str]) -> Iterator[str]:
    """A term with what is said under it, as paragraphs or lists."""
    yield term
    for number, line in enumerate(lines):
        yield f":   {line}" if number == 0 else f"    {line}".rstrip()
    yield ""


def _guidance(writer: Writer, ruleset: Ruleset) -> Iterator[str]:
    book = writer.material.book
    named = {name for rule in ruleset.rules for name in rule.grounds.guidance}
    for name in (name for name in book.guidance if name in named):
        entry = book.guidance[name]
        resting = [rule.id for rule in ruleset.rules if name in rule.grounds.guidance]
        rules = writer.listed(writer.rule(rule) for rule in resting)
        yield from _definition(
            f'<span id="{escaped(name)}">{isolated(name)}</span> {writer.text(entry.place)}',
            [writer.text(entry.summary), "", writer.say("guidance.rules", rules=rules)],
        )


def _rule(writer: Writer, rule: Rule, places: Iterable[Place]) -> Iterator[str]:
    language = writer.language
    summary = escaped(rule.words.summary.in_language(language))
    yield from writer.heading(3, f"{isolated(rule.id)} {summary}", rule.id)
    if rule.about in LIST_SECTIONS:
        yield from _paragraph(f"*{writer.phrase('page.about_each', section=SECTIONS[rule.about].label)}*")
    elif rule.about == "operation":
        yield from _paragraph(f"*{writer.phrase('page.about_operation')}*")
    yield from _paragraph(writer.text(rule.words.detail))
    yield from _definition(writer.phrase("page.when"), _condition(writer, rule))
    yield from _definition(writer.phrase("page.if_unknown"), _if_unknown(writer, rule))
    degrees = (f"modality.{rule.modality}", f"urgency.{rule.urgency}", f"tier.{rule.tier}")
    yield from _definition(
        writer.phrase("page.rank"), [writer.listed(writer.phrase(degree) for degree in degrees)]
    )
    if rule.overrides:
        yield from _definition(
            writer.say("rule.overrides"), [writer.listed(writer.rule(name) for name in rule.overrides)]
        )
    reviewers = [writer.text(writer.material.book.reviewers[name].label) for name in rule.reviewers]
    yield from _definition(writer.phrase("page.reviewers"), [writer.listed(reviewers)])
    yield from _definition(writer.phrase("page.rests_on"), _grounds(writer, rule))
    own = [place for place in places if writer.material.main_rule(place) == rule.id]
    yield from _definition(writer.say("rule.scenarios"), _came_out(writer, own))
    for place in own:
        yield from _scenario(writer, place.scenario)
    also = [place for place in writer.material.naming(rule.id, language) if place not in own]
    if also:
        yield from _paragraph(writer.say("rule.also"))
        yield from (f"- {writer.scenario(place)}" for place in also)
        yield ""


def _came_out(writer: Writer, places: list[Place]) -> Iterator[str]:
    if places:
        yield writer.status_line(counts(place.scenario for place in places))
    else:
        yield writer.say("rule.no_scenario")


def _condition(writer: Writer, rule: Rule) -> Iterator[str]:
    for line in in_words(rule.when, writer.material.book.vocabulary):
        yield f"{'    ' * line.depth}- {writer.text(line.text)}"
    if rule.unless is not None:
        yield f"- {writer.phrase('condition.unless')}"
        for line in in_words(rule.unless, writer.material.book.vocabulary, 1):
            yield f"{'    ' * line.depth}- {writer.text(line.text)}"


def _if_unknown(writer: Writer, rule: Rule) -> Iterator[str]:
    yield writer.phrase(f"if_unknown.{rule.if_unknown}")
    if rule.when_unknown is not None:
        yield ""
        yield f"**{writer.text(rule.when_unknown.summary)}**"
        yield ""
        yield writer.text(rule.when_unknown.detail)


def _grounds(writer: Writer, rule: Rule) -> Iterator[str]:
    grounds, book = rule.grounds, writer.material.book
    yield writer.phrase(f"basis.{grounds.basis}")
    yield ""
    if grounds.part is not None:
        yield from _paragraph(writer.text(grounds.part))
    for name in grounds.guidance:
        yield f"- [{isolated(name)}](#{name}) {writer.text(book.guidance[name].place)}"
    for name in grounds.standards:
        yield f"- [{isolated(name)}]({STANDARDS}.md#{name}) {writer.text(book.standards[name].title)}"


def _scenario(writer: Writer, scenario: Scenario) -> Iterator[str]:
    """A scenario to be unfolded; one that failed is unfolded already."""
    result = scenario.result
    opened = " open" if result == "failed" else ""
    yield f'<details class="scenario {result}" id="scenario-{scenario.number}" markdown="1"{opened}>'
    yield f"<summary>{writer.mark(result)} {writer.unlinked(scenario.name)}</summary>"
    yield ""
    for step in scenario.steps:
        yield f"- {_step(writer, step, result)}"
    yield ""
    yield "</details>"
    yield ""


def _step(writer: Writer, step: Step, result: Result) -> str:
    words = f"**{escaped(step.keyword)}** {writer.linked(step.text)}"
    if result != "failed" or step.result == "passed":
        return words
    return f'{words} <strong class="mark {step.result}">({writer.say(f"step.{step.result}")})</strong>'
