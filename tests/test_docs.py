"""The living documentation: what docs/living writes; the site itself where the extra `docs` is installed."""

from __future__ import annotations

import html
import importlib.util
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docs.living.__main__ import PROJECT, gather
from docs.living.material import Material
from docs.living.pages import navigation, pages
from docs.living.scenarios import Feature, Scenario, counts, read_features, read_results
from docs.living.site import build_site, loaded_from_elsewhere, start_page, write_source
from docs.living.words import escaped, group, isolated
from docs.living.writer import Writer
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from protection_rules.facts.text import LANGUAGES, Language

FAILED, CUT_SHORT, LEFT_OUT = 3, 5, 7
"""Numbers of the scenarios of safe-referral that did not go well."""

languages = pytest.mark.parametrize("language", LANGUAGES)


def reported(feature: Feature, scenario: Scenario) -> dict[str, Any]:
    """A scenario as pytest-bdd reports it."""
    steps = [{"name": step.text, "result": {"status": "passed"}} for step in scenario.steps]
    if feature.topic == "safe-referral" and scenario.number == FAILED:
        # what comes after a step that failed is reported as failed too
        steps[-2]["result"] = steps[-1]["result"] = {"status": "failed"}
    if feature.topic == "safe-referral" and scenario.number == CUT_SHORT:
        # a step without a definition: only the steps before it are reported
        steps.pop()
    return {"name": scenario.name, "steps": steps}


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    report = [
        {
            "uri": f"{feature.language}/{feature.topic}.feature",
            "elements": [
                reported(feature, scenario)
                for scenario in feature.scenarios
                if (feature.topic, scenario.number) != ("safe-referral", LEFT_OUT)
            ],
        }
        for feature in read_features(PROJECT / "features", {})
    ]
    path = tmp_path_factory.mktemp("docs") / "results.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    return gather(path)


@pytest.fixture(scope="module")
def written(material: Material) -> dict[Language, dict[str, str]]:
    return {language: pages(material, language) for language in LANGUAGES}


@languages
def test_every_ruleset_and_rule_is_on_its_page(material, written, language):
    assert material.book.rulesets
    for ruleset in material.book.rulesets:
        page = written[language][ruleset.id]
        assert page.startswith(f"# {escaped(ruleset.title.in_language(language))} {{#top}}\n")
        assert escaped(ruleset.purpose.in_language(language)) in page
        for rule in ruleset.rules:
            summary = escaped(rule.words.summary.in_language(language))
            assert page.count(f"\n### {isolated(rule.id)} {summary} {{#{rule.id}}}\n") == 1
            for name in rule.reviewers:
                assert material.book.reviewers[name].label.in_language(language) in page


@languages
def test_every_entry_of_the_guidance_a_rule_rests_on_is_on_its_page_with_place_and_summary(
    material, written, language
):
    for rule in material.book.rules:
        page = written[language][rule.ruleset]
        for name in rule.grounds.guidance:
            entry = material.book.guidance[name]
            assert f'<span id="{name}">' in page
            assert escaped(entry.place.in_language(language)) in page
            assert escaped(entry.summary.in_language(language)) in page
        for name in rule.grounds.standards:
            assert f"(standards.md#{name})" in page
            assert f"{{#{name}}}" in written[language]["standards"]


@languages
def test_every_scenario_of_the_features_stands_once_on_its_page_with_its_steps(written, language):
    writer_free = re.compile(r"</?bdi>|\[|\]\([^)]*\)")
    for path in (PROJECT / "features" / language).glob("*.feature"):
        page = writer_free.sub("", written[language][path.stem])
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        names = [
            re.split(r":\s*", line, maxsplit=1)[1] for line in lines if re.match(r"(Scenario|سيناريو):", line)
        ]
        assert names
        assert page.count("<details ") == len(names)
        for name in names:
            assert f"</span> {escaped(name)}</summary>" in page
        for line in lines:
            keyword, _, text = line.partition(" ")
            if keyword in ("Given", "When", "Then", "And", "But", "بفرض", "متى", "اذاً", "و", "لكن"):
                assert f"- **{keyword}** {escaped(text)}" in page


@languages
def test_a_failed_scenario_is_marked_unfolded_and_listed_on_the_index(material, written, language):
    writer = Writer(material, language)
    page = written[language]["safe-referral"]
    block = page[page.index(f'<details class="scenario failed" id="scenario-{FAILED}"') :]
    block = block[: block.index("</details>")]
    assert " open>" in block.splitlines()[0]
    steps = [line for line in block.splitlines() if line.startswith("- ")]
    assert [writer.say("step.failed") in step for step in steps] == [False] * (len(steps) - 2) + [True, False]
    assert [writer.say("step.not_run") in step for step in steps] == [False] * (len(steps) - 1) + [True]
    assert page.count('class="scenario failed"') == 1
    for shown in (page, written[language]["index"]):
        assert writer.say("topic.failed") in shown
        assert f"](safe-referral.md#scenario-{FAILED})" in shown
        assert f"](safe-referral.md#scenario-{CUT_SHORT})" in shown
        assert f"](safe-referral.md#scenario-{LEFT_OUT})" in shown
        assert shown.index("{: .status .failed }") < shown.index("{: .status .passed }")


@languages
def test_a_scenario_of_which_not_every_step_was_reported_does_not_count_as_passed(material, language):
    scenarios = {scenario.number: scenario for scenario in material.scenarios("safe-referral", language)}
    assert scenarios[CUT_SHORT].result == scenarios[LEFT_OUT].result == "not_run"
    assert scenarios[FAILED].result == "failed"


@languages
def test_counts_are_exact(material, written, language):
    total = len(material.places(language))
    assert total > 600
    found = material.counts(language)
    assert (found.passed, found.failed, found.not_run) == (total - 3, 1, 2)
    writer = Writer(material, language)
    index = written[language]["index"]
    rows = [line for line in index.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(material.topics) + 1
    said = {
        topic: writer.say("cell.passed", **passed(material, topic, language)) for topic in material.topics
    }
    for topic, row in zip(material.topics, rows[2:], strict=False):
        assert f"({topic}.md)" in row
        assert f"| {said[topic]} |" in row
        assert ("✗ 1" in row, "○ 2" in row) == ((topic == "safe-referral",) * 2)
    assert writer.say("cell.passed", count=total - 3, total=total) in rows[-1]
    assert writer.say("counts.failed", count=1, total=total) in index
    assert writer.say("counts.not_run", count=2, total=total) in index
    assert "%" not in index
    assert writer.say("counts.failed", count=1, total=total) in start_page(material)


def passed(material: Material, topic: str, language: Language) -> dict[str, int]:
    found = counts(material.scenarios(topic, language))
    return {"count": found.passed, "total": found.total}


def test_the_index_tells_how_the_other_language_came_out(material):
    unrun = [feature for feature in read_features(PROJECT / "features", {}) if feature.language == "ar"]
    english = [feature for feature in material.features if feature.language == "en"]
    half = replace(material, features=(*english, *unrun))
    total = len(half.places("ar"))
    assert f"In Arabic: {total} of {total} scenarios were not run" in pages(half, "en")["index"]


@languages
def test_navigation_leads_to_every_page(material, written, language):
    titles = navigation(material, language)
    assert list(titles) == list(written[language])
    assert len(set(titles.values())) == len(titles)


@languages
def test_pages_link_to_nothing_outside_and_inside_to_what_is_there(written, language):
    there = {
        (name, anchor)
        for name, page in written[language].items()
        for anchor in re.findall(r'\{#([^}]+)\}$|\bid="([^"]+)"', page, re.MULTILINE)
        for anchor in anchor
        if anchor
    }
    for name, page in written[language].items():
        assert "//" not in page
        for target, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", page):
            page_name = target.removesuffix(".md") or name
            assert page_name in written[language]
            assert not anchor or (page_name, anchor) in there


def test_arabic_pages_hold_no_english_but_names(material, written):
    not_said = re.compile(r"<bdi>.*?</bdi>|<[^>]*>|\]\([^)]*\)|\{[#:][^}]*\}$", re.MULTILINE)
    for page in written["ar"].values():
        assert re.findall(r"[A-Za-z]{2,}", not_said.sub("", page)) == []
        for label in re.findall(r'(?:title|aria-label)="([^"]*)"', page):
            assert not re.search(r"[A-Za-z]", label)
    assert not any(re.search(r"[A-Za-z]", title) for title in navigation(material, "ar").values())


def test_words_of_the_pages_have_the_same_places_in_both_languages():
    for name, text in group("").items():
        assert re.findall(r"\{\w+\}", text.en) == re.findall(r"\{\w+\}", text.ar), name
        assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text.ar)), name


@example("&lt;b&gt; &amp; &#35;")
@given(
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
        | st.sampled_from("\\`*_[]<>#|&~1.-")
    )
)
def test_escaped_text_means_itself(text):
    flat = " ".join(text.split())
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escaped(text))
    assert html.unescape(rendered) == (f"<p>{flat}</p>\n" if flat else "")


def test_what_a_site_would_load_from_elsewhere_is_found(tmp_path):
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'self'">"""
    (tmp_path / "sound.html").write_text(f'{policy}<a href="https://x.example">x</a><img src="a.png">')
    assert list(loaded_from_elsewhere(tmp_path)) == []
    for number, fault in enumerate(
        (
            '<script src="https://x.example/a.js"></script>',
            '<link rel="stylesheet" href="//x.example/a.css">',
            '<img srcset="http://x.example/a.png 2x">',
            '<p style="background: url(https://x.example/a.png)">',
            "<style>@import 'https://x.example/a.css';</style>",
        )
    ):
        (tmp_path / f"{number}.html").write_text(policy + fault)
        assert len(list(loaded_from_elsewhere(tmp_path))) == number + 1
    (tmp_path / "open.html").write_text("<p>without a policy</p>")
    (tmp_path / "a.css").write_text("@font-face { src: url('https://x.example/a.woff2') }")
    assert len(list(loaded_from_elsewhere(tmp_path))) == 7


def test_a_report_that_says_both_counts_as_failed(tmp_path):
    steps = [{"name": "nothing is known", "result": {"status": status}} for status in ("passed", "failed")]
    elements = [{"name": "twice", "steps": [step]} for step in (*steps, steps[0])]
    path = tmp_path / "results.json"
    path.write_text(json.dumps([{"uri": "en/x.feature", "elements": elements}]))
    assert read_results(path) == {("en/x.feature", "twice", ("nothing is known",)): ("failed",)}


def test_a_feature_without_a_ruleset_has_a_page_of_its_own(tmp_path, material):
    (tmp_path / "en").mkdir()
    feature = "Feature: Anything\n  Scenario: Something\n    Given nothing is known\n"
    (tmp_path / "en" / "anything.feature").write_text(feature, encoding="utf-8")
    alone = replace(material, features=read_features(tmp_path, {}))
    assert "</span> Something</summary>" in pages(alone, "en")["anything"]


@languages
def test_the_source_of_a_site_asks_for_no_fonts_from_elsewhere(tmp_path, material, language):
    config = json.loads(write_source(material, language, tmp_path / language).read_text(encoding="utf-8"))
    assert config["theme"]["font"] is False
    assert config["theme"]["language"] == language
    assert "//" not in json.dumps(config).replace(json.dumps(config["theme"]["custom_dir"]), "")


@pytest.mark.skipif(importlib.util.find_spec("zensical") is None, reason="the extra `docs` is not installed")
def test_the_site_is_whole_and_loads_nothing_from_elsewhere(tmp_path: Path, material: Material) -> None:
    site = tmp_path / "site"
    assert build_site(material, tmp_path / "work", site) == []
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        for name in pages(material, language):
            page = (site / language / f"{name}.html").read_text(encoding="utf-8")
            assert f'<html lang="{language}"' in page
            assert f'<body dir="{direction}"' in page
            other = next(each for each in LANGUAGES if each != language)
            assert f'href="../{other}/{name}.html"' in page
            for target, anchor in re.findall(r'<a [^>]*href="([^"#]*)#?([^"]*)"', page):
                linked = site / language / (target or f"{name}.html")
                assert linked.exists(), target
                assert not anchor or f'id="{anchor}"' in linked.read_text(encoding="utf-8"), anchor
        assert "✗" in (site / language / "index.html").read_text(encoding="utf-8")
