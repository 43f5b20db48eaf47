"""Terminology: words found whatever their form, texts held against them, and what the project itself says."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection_rules.advice.phrases import every_phrase
from protection_rules.analysis.invariant_texts import Words, _texts
from protection_rules.documents import Entry, Mapping, Scalar, Span, plain, read_document
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.rulesets.content import TERMINOLOGY as FILE
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.terminology import Terminology, read_terminology
from protection_rules.rulesets.texts import check_texts
from protection_rules.rulesets.word_forms import longest, occurrences, plain_letters
from tests.broken_cases import check, sound_copy

ROOT: Final = Path(__file__).parent.parent
CASES: Final[dict[str, Any]] = plain(  # type: ignore[assignment]
    read_document((Path(__file__).parent / "terminology_cases.yaml").read_text(encoding="utf-8"), "cases")
)
TERMINOLOGY: Final = read_terminology(shipped_rulesets(), Findings())
WORDS: Final = {
    language: [word for entry in TERMINOLOGY.avoided for word in entry.words[language]]
    for language in LANGUAGES
}


def written_in(text: str, *words: str) -> list[str]:
    """What is found of these words in a text, as it stands there."""
    return [one.written for one in longest(occurrences(words, [text]))]


def unfit(
    text: str, language: Language, terminology: Terminology = TERMINOLOGY, *, advice: bool
) -> list[str]:
    return [found.written for found, _ in terminology.unfit([text], language, advice=advice)]


def cases(kind: str) -> Iterator[Any]:
    for language, texts in CASES[kind].items():
        for text in texts:
            yield pytest.param(
                language, text, id=f"{kind}: {text if isinstance(text, str) else text['word']}"
            )


# forms of words


@pytest.mark.parametrize(
    ("word", "text"), [(case["word"], text) for case in CASES["forms"] for text in case["found"]]
)
def test_a_word_is_found_in_each_of_its_forms(word: str, text: str):
    assert len(written_in(text, word)) == 1


@pytest.mark.parametrize(
    ("word", "text"), [(case["word"], text) for case in CASES["forms"] for text in case["not_found"]]
)
def test_a_word_is_not_found_where_letters_are_only_like_it(word: str, text: str):
    assert written_in(text, word) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_package_is_found_as_it_is_written(language: Language):
    frame = {"en": "They say {}, at night.", "ar": "يقولون {}، ليلاً."}[language]
    missed = [word for word in WORDS[language] if not written_in(frame.format(word), word)]
    assert missed == []


MARKS: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640"
SHORTEST_INFLECTED: Final = 3
CONJUNCTIONS: Final = ("", "و", "ف")
JOINED: Final = ("", "ال", "بال", "كال", "لل", "ب", "ك", "ل")
ENDINGS: Final = ("", "ان", "ين", "ون", "ات", "ي", "ها", "هم", "ا")
FEMININE_ENDINGS: Final = ("ة", "ه", "ات", "تان", "تين", "تها", "تهم")


@st.composite
def arabic_forms(draw: st.DrawFn) -> tuple[str, str]:
    """A word of the package without article, and a text with one of its forms, sprinkled with marks."""
    plain_words = [word for word in WORDS["ar"] if not re.search(r"\bال", word)]
    word = draw(st.sampled_from(plain_words))
    first, *others = word.split()
    before = draw(st.sampled_from(CONJUNCTIONS)) + draw(st.sampled_from(JOINED))
    *middle, last = [before + first, *others]
    endings = FEMININE_ENDINGS if last.endswith("ة") else ENDINGS
    last = last.removesuffix("ة") + draw(st.sampled_from(endings))
    marked = "".join(letter + draw(st.text(MARKS, max_size=2)) for letter in " ".join([*middle, last]))
    for letter, variants in {"ا": "اأإآٱ", "ي": "يى"}.items():
        marked = marked.replace(letter, draw(st.sampled_from(variants)))
    return word, f"قيل {marked}، ليلاً"


@given(arabic_forms())
def test_an_arabic_word_is_found_whatever_is_written_together_with_it(form: tuple[str, str]):
    word, text = form
    assert written_in(text, word), text


@st.composite
def english_forms(draw: st.DrawFn) -> tuple[str, str]:
    """A word of the package, and a text with it in another case, number and spacing."""
    word = draw(st.sampled_from(WORDS["en"]))
    spaced = word.replace("-", draw(st.sampled_from(["-", " ", "", "\u2011", "\u2013"])))
    spaced = spaced.replace(" ", draw(st.sampled_from([" ", "  ", "-", "\u00a0"])))
    ending = draw(st.sampled_from(["", "'s", "’s", "s"]))
    if ending == "s" and (word[-1] in "sy" or len(re.split("[ -]", word)[-1]) < SHORTEST_INFLECTED):
        ending = ""
    return word, f"Say «{getattr(spaced, draw(st.sampled_from(['upper', 'lower', 'title'])))()}{ending}»"


@given(english_forms())
def test_an_english_word_is_found_in_any_case_number_and_spacing(form: tuple[str, str]):
    word, text = form
    assert written_in(text, word), text


@given(st.sampled_from(WORDS["ar"]), st.sampled_from("جحخدذرزشصضطظعغقمنه"), st.text(MARKS, max_size=2))
def test_an_arabic_word_is_not_found_inside_another(word: str, letter: str, marks: str):
    assert written_in(f"قيل {letter}{marks}{word}{marks} ليلاً", word) == []
    assert written_in(f"قيل {word}{marks}{letter}{letter}ق ليلاً", word) == []


@given(st.sampled_from(WORDS["en"]), st.sampled_from("bcfhjkmnpqruvwxz"))
def test_an_english_word_is_not_found_inside_another(word: str, letter: str):
    assert written_in(f"say {letter}{word} at night", word) == []
    assert written_in(f"say {word}{letter}{letter} at night", word) == []


@given(st.lists(st.text(st.sampled_from("شاذ ضحيةَّـ victim-é,.\n\u200bﻻ"), max_size=30), max_size=4))
def test_what_is_found_stands_at_its_place_in_the_text(texts: list[str]):
    for one in occurrences(["شاذ", "ضحية", "victim"], texts):
        assert texts[one.text][one.start : one.end].strip() == one.written
        assert plain_letters(one.expression).rstrip("ةe") in plain_letters(one.written)


@given(st.text())
def test_letters_in_one_form_are_those_of_each_character(text: str):
    # places in a text are counted by this
    assert plain_letters(text) == "".join(plain_letters(character) for character in text)
    assert not any(unicodedata.category(c) == "Mn" and "\u0610" <= c <= "\u0670" for c in plain_letters(text))


def test_of_a_phrase_and_a_word_inside_it_the_phrase_alone_is_told():
    assert written_in("All homosexual persons wait", "homosexual", "homosexual person") == [
        "homosexual persons"
    ]


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    assert occurrences(["too late"], ["It is too", "late"]) == []


def test_each_text_keeps_its_own_findings():
    found = occurrences(["victim", "ضحية"], ["no", "a victim, a victim", "للضحية"])
    assert [(one.text, one.written) for one in found] == [(1, "victim"), (1, "victim"), (2, "للضحية")]


# the terminology of the package


@pytest.mark.parametrize(("language", "case"), [*cases("never")])
def test_what_nobody_is_called_is_found_in_advice_and_elsewhere(language: Language, case: dict[str, str]):
    assert unfit(case["text"], language, advice=True) == [case["word"]]
    assert unfit(case["text"], language, advice=False) == [case["word"]]


@pytest.mark.parametrize(("language", "case"), [*cases("never_advised")])
def test_what_advice_never_says_may_stand_where_the_guidance_speaks(language: Language, case: dict[str, str]):
    assert unfit(case["text"], language, advice=True) == [case["word"]]
    assert unfit(case["text"], language, advice=False) == []


@pytest.mark.parametrize(("language", "text"), [*cases("sound")])
def test_other_words_are_left_alone(language: Language, text: str):
    assert unfit(text, language, advice=True) == []


def test_what_is_to_be_said_is_never_what_is_not_to_be_said():
    assert [one.id for one in TERMINOLOGY.concepts if not TERMINOLOGY.fits(one.term, advice=False)] == []


@pytest.mark.parametrize(
    "term",
    ["مجتمع الميم الموسّع", "العابرون/ات", "متداخلو/ات الجنس", "ناجٍ أو ناجية", "survivor", "LGBTIQ+ people"],
)
def test_the_terms_of_the_field_are_among_those_to_use(term: str):
    assert term in {text for one in TERMINOLOGY.concepts for text in (one.term.en, one.term.ar)}


def test_no_word_stands_twice():
    for language in LANGUAGES:
        assert [word for word, count in Counter(WORDS[language]).items() if count > 1] == []


@pytest.mark.parametrize("name", ["at-the-door.yaml", "actions.yaml", "terms.yaml"])
def test_a_hint_never_leads_to_the_next_fault(name: str, tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for entry in TERMINOLOGY.avoided:
        word = entry.words["en"][0]
        path.write_text(re.sub(r"(?<=\{en: )[^,]*(?=,)", f"about {word}", text, count=1), encoding="utf-8")
        hints = [fault.hint.en for fault in check_rules(folder) if fault.code == "forbidden-word"]
        assert len(hints) == 1, word
        for said in re.findall(r"`([^`]*)`", hints[0]):
            assert not unfit(said, "en", advice=True) + unfit(said, "ar", advice=True)


# a folder of one's own


def test_a_folder_cannot_take_words_away(tmp_path: Path):
    own = tmp_path / FILE
    package = TERMINOLOGY.avoided

    assert read_terminology(tmp_path, Findings()).avoided == package
    own.write_text("{use: [], never: [], never_in_advice: []}", encoding="utf-8")
    assert read_terminology(tmp_path, Findings()).avoided == package
    own.write_text("[", encoding="utf-8")
    assert read_terminology(tmp_path, Findings()).avoided == package


@pytest.mark.parametrize("word", ["victim", "the victim decides"])
def test_a_folder_cannot_let_a_word_of_the_package_stand(word: str, tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    (folder / FILE).write_text(
        "use: []\nnever:\n"
        f"  - words: {{en: [{word}], ar: []}}\n"
        "    unless: {en: [the victim decides], ar: []}\n"
        "    reason: {en: not here, ar: ليس هنا}\n"
        "never_in_advice: []\n",
        encoding="utf-8",
    )
    own = read_terminology(folder, Findings())

    assert unfit("The victim decides", "en", own, advice=False) == ["victim"]


def test_a_copy_of_the_package_tells_each_word_once(tmp_path: Path):
    folder = Path(shutil.copytree(shipped_rulesets(), tmp_path / "rules"))
    assert check(folder) == ""

    path = folder / "safe-referral.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?<=\n  en: )[^\n]*", "For every victim", text, count=1), encoding="utf-8")

    assert [fault.code for fault in check_rules(folder)] == ["forbidden-word"]


def test_terminology_changes_no_digest(tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    before = load_rules(folder).rulesets[0].digest
    shutil.copy(shipped_rulesets() / FILE, folder)

    assert load_rules(folder).rulesets[0].digest == before


# what the project itself says


def sentences() -> list[Words]:
    """Labels and questions of facts, and the library's own sentences."""
    return [words for words in _texts(load_rules()) if words.place in {"facts", "questions", "phrases"}]


def test_no_fact_no_question_and_no_sentence_of_the_library_has_a_word_never_to_say():
    found = sentences()
    assert {words.place for words in found} == {"facts", "questions", "phrases"}
    assert [words.where for words in found if not TERMINOLOGY.fits(words.text, advice=True)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_scenario_has_a_word_never_to_say(language: Language):
    paths = sorted((ROOT / "features" / language).glob("*.feature"))
    assert paths
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = TERMINOLOGY.unfit(lines, language, advice=True)
        assert [f"{path.name}:{one.text + 1}: {one.written}" for one, _ in found] == []


def test_labels_and_questions_are_complete_in_both_languages():
    findings = Findings()
    for words in sentences():
        if words.place != "phrases":
            check_texts(as_document(words.text, words.where), findings)
    assert [str(fault) for fault in findings.sorted()] == []


def test_a_sentence_of_the_library_has_the_same_places_to_fill_in_both_languages():
    places = {
        name: [Counter(re.findall(r"\{[^{}]*\}", words)) for words in (text.en, text.ar)]
        for name, text in every_phrase().items()
    }
    assert [name for name, (english, arabic) in places.items() if english != arabic] == []
    assert any(english for english, _ in places.values())


def as_document(text: Text, where: str) -> Mapping:
    span = Span(where, 1, 1)
    entries = (Entry(language, span, Scalar(text.in_language(language), span)) for language in LANGUAGES)
    return Mapping(tuple(entries), span)
