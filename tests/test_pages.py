"""What a tired person at a gate sees: the first screen, what stands below it, and the Markdown page."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len

from protection_rules import Assessment, Engine
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.model import Words
from protection_rules.advice.page import MOST_NOW, page
from protection_rules.advice.phrases import phrase
from protection_rules.advice.rule_page import rule_page
from protection_rules.advice.text_page import FIRST_SCREEN, TextPage, text_page
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, VOCABULARY
from protection_rules.limits import MOST_ITEMS
from protection_rules.logic.nodes import facts_read
from tests.books import rule, small_engine
from tests.profiles import random_profiles

PROFILES: Final = 200
WIDEST: Final = 80
ID: Final = re.compile(r"\b[A-Z]+\d?(?:[.-]?[A-Z0-9]+)*[a-z]?\b")
"""Ids of rules, guidance entries and standards: C-ACC-01, ST2.4c, S-WHO-CMR."""
RULE: Final = re.compile(r"\b(?:C-[A-Z]+|O)-\d\d\b")
OPTION: Final = re.compile(r"--[a-z]+(?: office)?")


def spoken(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.ar


def say(name: str, language: Language) -> str:
    return phrase(name).in_language(language)


def flowing(lines: tuple[str, ...]) -> str:
    """The lines as running text, so that a wrapped sentence is one again."""
    return " ".join(" ".join(lines).split())


def dense(*words: str) -> str:
    """The words without any space, so that a broken long name is one again."""
    return "".join("".join(words).split())


@cache
def assessed() -> tuple[tuple[dict[str, Any], Assessment], ...]:
    engine = the_engine()
    crowded = {"profile": 1, "accommodation": [{} for _ in range(MOST_ITEMS)]}
    long_names = [{"profile": 1, **{section: [{"id": letter * 39 + digit} for digit in "123456"] for section in LIST_SECTIONS}}
                  for letter in "مx漢"]  # fmt: skip
    profiles = [{"profile": 1}, crowded, *long_names, *random_profiles(PROFILES, seed=80)]
    return tuple((given, engine.evaluate(given, cross_check=False)) for given in profiles)


@cache
def the_engine() -> Engine:
    return Engine.load()


@cache
def pages(**wanted: bool) -> tuple[tuple[Assessment, Language, TextPage], ...]:
    book = the_engine().book
    return tuple(
        (assessment, language, text_page(assessment, book, language, **wanted))
        for _, assessment in assessed()
        for language in LANGUAGES
    )


@cache
def markdown_pages() -> tuple[tuple[Assessment, Language, str], ...]:
    book = the_engine().book
    return tuple(
        (assessment, language, markdown_page(assessment, book, language))
        for _, assessment in assessed()
        for language in LANGUAGES
    )


WAYS: Final = pytest.mark.parametrize(
    "wanted", [{}, {"why": True}, {"everything": True}], ids=["plain", "why", "all"]
)


@WAYS
def test_the_first_screen_has_at_most_24_lines_and_no_line_is_wider_than_80_columns(
    wanted: dict[str, bool],
) -> None:
    for _, _, shown in pages(**wanted):
        assert len(shown.first_screen) <= FIRST_SCREEN == 24
        assert [line for line in (*shown.first_screen, *shown.below) if cell_len(line) > WIDEST] == []


def test_the_first_screen_says_first_what_it_is_and_last_that_people_decide() -> None:
    for _, language, shown in pages():
        assert shown.first_screen[0] == say("page.title", language)
        assert shown.first_screen[-1] == say("page.decides", language)


def test_at_most_seven_things_are_to_be_done_now_and_they_are_numbered() -> None:
    for _, _, shown in pages():
        numbers = [int(match[1]) for line in shown.first_screen if (match := re.match(r" ?(\d+) ", line))]
        assert len(numbers) <= MOST_NOW == 7
        assert numbers == list(range(1, len(numbers) + 1))


def test_there_is_something_to_do_now_or_not_to_do_on_the_first_screen_wherever_anything_is_immediate() -> (
    None
):
    for assessment, _, shown in pages():
        immediate = [
            one
            for one in assessment.recommendations
            if one.urgency == "immediate" and one.subject != "operation"
        ]
        advice = [line for line in shown.first_screen if re.match(r" ?[\d-]", line)]
        assert bool(immediate) == bool(advice)
        do_now = [one for one in immediate if one.modality != "must_not" or one.status == "verify"]
        assert bool(do_now) == any(re.match(r" ?\d", line) for line in shown.first_screen)


def test_what_is_done_now_stands_in_the_order_of_doing_it() -> None:
    kinds = list(the_engine().book.kinds)
    assert kinds[:3] == ["setting", "safety", "care"]
    for assessment, language, shown in pages():
        kind_of = {spoken(one.summary, language): one.kind for one in assessment.recommendations}
        text = "\n".join(shown.first_screen)
        done = [kind_of[summary] for summary in numbered(text, kind_of)]
        assert done == sorted(done, key=kinds.index)


def numbered(text: str, known: dict[str, str]) -> list[str]:
    """The summaries of the numbered lines, in their order."""
    entries = re.split(r"\n(?=\s?\d+ [ ?؟] )", text)[1:]
    found = []
    for entry in entries:
        words = (
            " ".join(re.split(r"\n(?=\S| [-?؟] )", entry)[0].split()[1:])
            .removeprefix("? ")
            .removeprefix("؟ ")
        )
        found.append(max((summary for summary in known if words.startswith(summary)), key=len))
    return found


def test_setting_comes_before_safety_and_safety_before_care(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="treat", urgency="immediate", tier="life"),
        rule("X-02", "always", action="protect", urgency="immediate", tier="decision"),
        rule("X-03", "always", action="talk", urgency="immediate"),
    )
    assessment = engine.evaluate({"profile": 1})
    for language in LANGUAGES:
        for written in (
            "\n".join(text_page(assessment, engine.book, language).first_screen),
            markdown_page(assessment, engine.book, language),
        ):
            order = [
                written.index(spoken(one.summary, language))
                for one in sorted(assessment.recommendations, key=lambda one: one.rule)
            ]
            assert order == sorted(order, reverse=True)


def test_the_same_advice_about_several_items_is_one_line() -> None:
    for assessment, language, shown in pages():
        everything = (*shown.first_screen, *shown.below)
        repeated = {}
        for one in assessment.recommendations:
            repeated.setdefault((one.rule, one.status, one.subject.partition(":")[0]), []).append(one)
        text = flowing(everything)
        for group in repeated.values():
            if len(group) > 1:
                summary = spoken(group[0].summary, language)
                again = sum(
                    1 for others in repeated.values() if spoken(others[0].summary, language) == summary
                )
                on_first = flowing(shown.first_screen).count(f" {summary} (")
                below = flowing(shown.below).count(f" {summary} (")
                assert on_first <= again
                assert below <= again
                assert text.count(f" {summary} (") >= 1


def test_nothing_is_lost_between_the_first_screen_and_what_stands_below() -> None:
    for assessment, language, shown in pages():
        text = flowing((*shown.first_screen, *shown.below))
        for one in assessment.recommendations:
            if one.subject != "operation":
                assert spoken(one.summary, language) in text
        for question in assessment.questions:
            assert spoken(question.text, language) in text
        for conflict in assessment.conflicts:
            assert spoken(conflict.text, language) in text


def test_every_item_is_named_with_the_advice_about_it() -> None:
    for assessment, language, shown in pages():
        text = dense(*shown.first_screen, *shown.below)
        separator = say("value_separator", language)
        parts = page(assessment)
        for line in itertools.chain(parts.now, parts.must_not, *parts.later.values()):
            if line.items:
                assert (
                    dense(spoken(line.first.summary, language), "(", separator.join(line.items), ")") in text
                )


def test_with_everything_the_how_the_grounds_the_office_and_what_was_set_aside_stand_below() -> None:
    for assessment, language, shown in pages(everything=True):
        text = dense(*shown.below)
        for one in assessment.recommendations:
            assert dense(spoken(one.summary, language)) in text
            assert dense(spoken(one.detail, language)) in text
            assert one.rule in text
            for because in one.because:
                assert dense(spoken(because.text, language)) in text
        for lost in assessment.set_aside:
            assert f"{lost.rule}:" in text
            assert dense(spoken(lost.reason, language)) in text
        for undecided in assessment.undecided:
            assert undecided.rule in text


def test_without_everything_the_office_is_only_said_to_have_advice() -> None:
    for assessment, language, shown in pages(why=True):
        office = [one for one in assessment.recommendations if one.subject == "operation"]
        text = flowing(shown.below)
        assert bool(office) == (flowing((say("page.office_notice", language),)) in text)
        for one in office:
            assert f"{say('page.rule', language).replace('{rule}', one.rule)} " not in text


@WAYS
def test_no_invisible_character_and_no_colour_code_is_on_a_page(wanted: dict[str, bool]) -> None:
    for written in [
        *(str(shown) for _, _, shown in pages(**wanted)),
        *(written for _, _, written in markdown_pages()),
    ]:
        hidden = {character for character in written if unicodedata.category(character) in {"Cc", "Cf"}} - {
            "\n"
        }
        assert hidden == set()


@WAYS
def test_the_arabic_page_has_no_latin_words_but_ids_and_options(wanted: dict[str, bool]) -> None:
    for (given, _), (_, language, shown) in zip(
        ((each for each in assessed() for _ in LANGUAGES)), pages(**wanted), strict=True
    ):
        if language == "ar":
            assert latin_left(str(shown), given) == []


def test_the_arabic_markdown_page_has_no_latin_words_but_ids() -> None:
    given_in_both = [given for given, _ in assessed() for _ in LANGUAGES]
    for given, (_, language, written) in zip(given_in_both, markdown_pages(), strict=True):
        if language == "en":
            continue
        assert written.startswith('<div dir="rtl" lang="ar">\n')
        assert written.endswith("\n</div>")
        inside = written.removeprefix('<div dir="rtl" lang="ar">').removesuffix("</div>")
        assert latin_left(re.sub(r"</?bdi>", "", inside).replace("\\", ""), given) == []


def latin_left(written: str, given: dict[str, Any]) -> list[str]:
    """Latin letters apart from the caller's ids, ids of the rule book, and options of the command line."""
    return re.findall(r"[A-Za-z]+", ID.sub("", OPTION.sub("", without_items(written, given))))


def without_items(written: str, given: dict[str, Any]) -> str:
    """The page without the caller's ids; those too long for a line are broken, so they go by their words."""
    items = {item.get("id") or f"{section.default_id}{place}" for section in SECTIONS.values() if section.many
             for place, item in enumerate(given.get(section.name, ()), start=1)}  # fmt: skip
    return (
        re.sub("|".join(map(re.escape, sorted(items, key=len, reverse=True))), "", written)
        if items
        else written
    )


def test_the_english_page_has_no_arabic_letters_but_the_callers_ids() -> None:
    for (given, _), (_, language, shown) in zip(
        ((each for each in assessed() for _ in LANGUAGES)), pages(everything=True), strict=True
    ):
        if language == "en":
            assert not re.search(r"[\u0600-\u06ff]", without_items(str(shown), given))


def test_both_languages_name_the_same_rules_in_the_same_order() -> None:
    written = [(language, str(shown)) for _, language, shown in pages(everything=True)]
    written += [(language, shown) for _, language, shown in markdown_pages()]
    named = {
        language: [RULE.findall(text) for spoken_in, text in written if spoken_in == language]
        for language in LANGUAGES
    }
    assert len(named["en"]) > 400
    assert named["en"] == named["ar"]


def test_a_case_for_which_there_is_no_advice_is_told_so(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, rule("X-01", "risk.safe_tonight: no"))
    assessment = engine.evaluate({"profile": 1, "risk": {"safe_tonight": "yes"}})
    for language in LANGUAGES:
        assert say("page.nothing", language) in text_page(assessment, engine.book, language).first_screen
        assert say("page.nothing", language) in markdown_page(assessment, engine.book, language)


def test_options_and_conflicts_stand_below_in_words(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="one_file"),
        rule("X-02", "always", action="two_files"),
        rule("X-03", "service.type: legal", about="service", action="refer", modality="should"),
    )
    assessment = engine.evaluate({"profile": 1, "service": [{"id": "one", "type": "legal"}, {"id": "two"}]})
    english = flowing(text_page(assessment, engine.book, "en").below)
    assert "THE OPTIONS Services preferred: one possible: two" in english
    assert "TWO DUTIES CONFLICT One file or two files. Both duties stand." in english
    arabic = flowing(text_page(assessment, engine.book, "ar").below)
    assert "مفضَّل: one" in arabic
    assert "ملف واحد أو ملفان. الواجبان قائمان معاً." in arabic


# Markdown


def test_markdown_escapes_the_callers_ids_and_isolates_their_direction(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", about="service"),
        rule("X-02", "some: {service: {service.type: legal}}", if_unknown="verify"),
    )
    assessment = engine.evaluate({"profile": 1, "service": [{"id": "a_b_c"}, {"id": "مركز_1"}]})
    for language in LANGUAGES:
        written = markdown_page(assessment, engine.book, language)
        assert r"<bdi>a\_b\_c</bdi>" in written
        assert r"<bdi>مركز\_1</bdi>" in written
        assert "a_b_c" not in written
        assert "مركز_1" not in written


def test_markdown_has_every_recommendation_with_its_how_reasons_grounds_and_rule() -> None:
    for assessment, language, written in markdown_pages():
        for one in assessment.recommendations:
            assert f"**{spoken(one.summary, language)}**" in written
            assert spoken(one.detail, language) in written
            assert one.rule in written
        for question in assessment.questions:
            assert spoken(question.text, language) in written
        for lost in assessment.set_aside:
            assert spoken(lost.reason, language) in written


def test_markdown_has_one_title_and_its_headings_in_words() -> None:
    for _, language, written in markdown_pages():
        lines = written.splitlines()
        assert [line for line in lines if line.startswith("# ")] == [f"# {say('page.title', language)}"]
        headings = [line for line in lines if line.startswith("## ")]
        assert len(headings) == len(set(headings)) > 0
        assert not any(heading.endswith(":") or heading.isupper() for heading in headings)


# a rule in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rules_page_fits_80_columns_and_names_what_the_rule_rests_on(language: Language) -> None:
    book = the_engine().book
    for each in book.rules:
        lines = rule_page(each, book, language)
        assert [line for line in lines if cell_len(line) > WIDEST] == []
        text = flowing(tuple(lines))
        assert text.startswith(f"{each.id}: {each.words.summary.in_language(language)}")
        assert flowing((each.words.detail.in_language(language),)) in text
        for name in (*each.grounds.guidance, *each.grounds.standards):
            assert f"{name}: " in text
        if language == "ar":
            assert re.findall("[A-Za-z]+", ID.sub("", text)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rules_page_names_every_fact_that_its_condition_reads(language: Language) -> None:
    book = the_engine().book
    for each in book.rules:
        text = flowing(tuple(rule_page(each, book, language))).casefold()
        for fact in facts_read(each.condition):
            assert VOCABULARY[fact].attributes.label.in_language(language).casefold() in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rules_page_says_what_became_of_it_for_a_profile(language: Language) -> None:
    engine = the_engine()
    given = {"profile": 1, "accommodation": [{"id": "hall", "respects_stated_gender": "no"}, {"id": "room"}]}
    answers = engine.why_not("C-ACC-04", given)
    text = flowing(
        tuple(
            rule_page(
                next(each for each in engine.book.rules if each.id == "C-ACC-04"),
                engine.book,
                language,
                answers,
            )
        )
    )
    assert f"- hall: {say('why.applies', language)}" in text
    assert f"- room: {say('why.verify', language)}" in text
