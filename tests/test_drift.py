"""A newer text of the guidance against the register: invented paragraphs, and the entry itself where it is at hand."""

from __future__ import annotations

import json
import random
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from rich.cells import cell_len

from protection_rules import Engine
from protection_rules.analysis.drift import Drift, compare
from protection_rules.analysis.drift_page import drift_page
from protection_rules.analysis.fingerprints import (
    Fingerprint,
    fingerprints_of,
    fingerprints_text,
    lines_of,
    read_fingerprints,
)
from protection_rules.errors import ProtectionRulesError
from protection_rules.facts.text import LANGUAGES
from protection_rules.rulesets.content import FINGERPRINTS, shipped_rulesets
from protection_rules.rulesets.diagnostics import RulesetError
from protection_rules.rulesets.load import read_rules
from protection_rules.rulesets.model import RuleBook

ENTRY = Path(__file__).resolve().parents[2] / "shared" / "source"
ENTRY_IS_HERE = pytest.mark.skipif(
    not ENTRY.is_dir(), reason=f"the entry is kept outside the project, in {ENTRY}"
)

HEADING = "ترتيبات المكتبة"
OPENING = "تفتح المكتبة أبوابها كل صباح، وتغلقها عند المغيب، ولا تغلقها في أيام الأمطار مهما قلّ عدد الزائرين."
BORROWING = (
    "يستعير القارئ «3 كتب» في المرة الواحدة. وله أن يحتفظ بها 21 يوماً؛ فإن لم يُعدها في موعدها ذُكّر بالموعد "
    "مرتين قبل أن يُطلب منه ردّها إلى أقرب فرع يصل إليه."
)
QUIET = "يحافظ الزائرون على الهدوء في قاعة القراءة الكبرى."
REPAIR = (
    "يُرسل كل كتاب تمزّقت أوراقه أو انفكّ غلافه إلى ورشة التجليد في الطابق الأسفل، ولا يعاد إلى الرف إلا بعد أن "
    "يراه أمين المخزن. وتُكتب على بطاقته سنة ترميمه واسم من رمّمه."
)
SECOND_HEADING = "Garden of the library"
GARDEN = "تُسقى أشجار الحديقة مرتين في الأسبوع، وتُقلّم أغصان الليمون قبل أن يبدأ فصل الشتاء بشهر كامل."
LINK = "دليل Dewey للتصنيف"

PARAGRAPHS = [HEADING, OPENING, BORROWING, QUIET, REPAIR, SECOND_HEADING, GARDEN, LINK]
OLD = "\n\n".join(PARAGRAPHS) + "\n"
LINES = {paragraph: 2 * index + 1 for index, paragraph in enumerate(PARAGRAPHS)}
REGISTER = {
    # entry: its paragraph, the rules that rest on it
    "KP1": (OPENING, ("C-ACC-02", "C-ACC-01")),
    "KP2": (BORROWING, ("C-ACC-01",)),
    "KP3b": (BORROWING, ()),
    "KP3": (QUIET, ("C-ACC-03",)),
    "RISK1": (REPAIR, ("C-ACC-03", "C-ACC-04")),
    "ST1.1": (GARDEN, ("C-ACC-05",)),
    "LINK1": (LINK, ()),
}
OTHER_SECTION = "RISK1"
NEW_PARAGRAPH = "يُقام في آخر كل شهر لقاء يحكي فيه الكبار للصغار حكايات سمعوها من أجدادهم في القرى البعيدة."


@pytest.fixture(scope="module")
def book(engine: Engine) -> RuleBook:
    """The book of the package with a register of the invented text."""
    entries = {
        name: replace(engine.book.guidance[name], line=LINES[paragraph])
        for name, (paragraph, _) in REGISTER.items()
    }
    rulesets = tuple(
        replace(
            ruleset,
            rules=tuple(
                replace(
                    rule,
                    grounds=replace(
                        rule.grounds,
                        guidance=tuple(name for name, (_, rules) in REGISTER.items() if rule.id in rules),
                    ),
                )
                for rule in ruleset.rules
            ),
        )
        for ruleset in engine.book.rulesets
    )
    return replace(engine.book, guidance=MappingProxyType(entries), rulesets=rulesets)


@pytest.fixture(scope="module")
def known() -> tuple[Fingerprint, ...]:
    return fingerprints_of(OLD)


def laid_out(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def with_instead(paragraph: str, *others: str) -> str:
    """The old text with other paragraphs in the place of one."""
    index = PARAGRAPHS.index(paragraph)
    return laid_out([*PARAGRAPHS[:index], *others, *PARAGRAPHS[index + 1 :]])


def rules_of(drift: Drift) -> dict[str, tuple[str, ...]]:
    return {affected.entry: affected.rules for affected in drift.affected}


# The same words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OLD, id="the text itself"),
        pytest.param("\ufeff" + OLD.replace("\n", "\r\n"), id="byte order mark and line ends of Windows"),
        pytest.param(
            "\n".join(f"\t   {paragraph}  " for paragraph in PARAGRAPHS), id="indented, no empty lines"
        ),
        pytest.param("\n\n\n\n".join(PARAGRAPHS), id="more empty lines"),
        pytest.param("\n\n".join(f"• {paragraph}" for paragraph in PARAGRAPHS), id="bullets"),
        pytest.param(
            "\n".join(f"{n}\n{paragraph}" for n, paragraph in enumerate(PARAGRAPHS, 9)),
            id="numbers on their own lines",
        ),
        pytest.param("\n\n".join(f"- {paragraph}" for paragraph in PARAGRAPHS), id="dashes"),
        pytest.param(
            "\n".join(f"{n}. {paragraph}" for n, paragraph in enumerate(PARAGRAPHS, 1)), id="a numbered list"
        ),
        pytest.param(
            "\n\n".join(textwrap.fill(paragraph, 40) for paragraph in PARAGRAPHS), id="wrapped lines"
        ),
        pytest.param(
            "\n".join(textwrap.fill(paragraph, 25) for paragraph in PARAGRAPHS), id="wrapped, no empty lines"
        ),
        pytest.param(
            "\n\n".join("\n".join(textwrap.wrap(one, 40)) for one in PARAGRAPHS).replace("\n", "\n\n"),
            id="double spaced",
        ),
        pytest.param(" ".join(PARAGRAPHS), id="all in one line"),
        pytest.param(textwrap.fill(" ".join(PARAGRAPHS), 60), id="all in one paragraph"),
        pytest.param(OLD.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), id="Arabic digits"),
        pytest.param(OLD.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), id="Persian digits"),
        pytest.param(OLD.replace("«", "“").replace("»", "”"), id="other quotation marks"),
        pytest.param(OLD.replace("،", ",").replace("؛", ";").replace(",", " ,"), id="other punctuation"),
        pytest.param(OLD.replace(".", ""), id="no full stops"),
        pytest.param(re.sub("[\u064b-\u0652]", "", OLD), id="no diacritics"),
        pytest.param(OLD.replace("كتاب", "كـــتاب"), id="stretched letters"),
        pytest.param(OLD.replace(" ", "\u00a0"), id="fixed spaces"),
        pytest.param("\u200f" + OLD.replace("ال", "\u200dال"), id="hidden characters"),
        pytest.param(unicodedata.normalize("NFD", OLD), id="characters taken apart"),
        pytest.param(OLD.replace("لا", "\ufefb"), id="shapes of letters from a printed page"),
        pytest.param(OLD.upper(), id="capitals"),
        pytest.param(OLD.replace("ك", "ک").replace("ي", "ی"), id="letters of a Persian keyboard"),
    ],
)
def test_another_copy_of_the_same_text_is_no_drift(text: str, book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, text)

    assert not drift.has_changes
    assert drift.recognised
    assert drift.unchanged == drift.paragraphs == len(PARAGRAPHS)
    assert drift.affected == ()
    assert drift.rules == ()


def test_paragraphs_that_change_places_are_no_drift(book: RuleBook, known: tuple[Fingerprint, ...]):
    swapped = [HEADING, REPAIR, BORROWING, QUIET, OPENING, SECOND_HEADING, GARDEN, LINK]

    drift = compare(book, known, laid_out(swapped))

    assert not drift.has_changes
    assert dict(drift.new_lines) == {"KP1": 9, "RISK1": 3}


def test_a_paragraph_divided_in_two_is_told_but_is_no_drift(book: RuleBook, known: tuple[Fingerprint, ...]):
    first, _, second = REPAIR.partition(". ")

    drift = compare(book, known, with_instead(REPAIR, f"{first}.", second))

    assert not drift.has_changes
    assert [(one.line, one.new_line, one.entries) for one in drift.regrouped] == [(9, 9, ("RISK1",))]
    assert drift.unchanged == len(PARAGRAPHS)


def test_two_paragraphs_joined_in_one_are_told_but_are_no_drift(
    book: RuleBook, known: tuple[Fingerprint, ...]
):
    drift = compare(book, known, laid_out([HEADING, f"{OPENING} {BORROWING}", *PARAGRAPHS[3:]]))

    assert not drift.has_changes
    assert [one.entries for one in drift.regrouped] == [("KP1",), ("KP2", "KP3b")]


def test_a_list_may_be_numbered_otherwise(book: RuleBook):
    old = laid_out([f"{n}) {paragraph}" for n, paragraph in enumerate(PARAGRAPHS, 1)])
    new = laid_out([f"{n}. 1) {paragraph}" for n, paragraph in enumerate(PARAGRAPHS, 5)])

    drift = compare(book, fingerprints_of(old), new)

    assert not drift.has_changes
    assert drift.regrouped == ()


def test_a_line_of_its_own_is_the_better_place(book: RuleBook, known: tuple[Fingerprint, ...]):
    quoted = f"يقول الإعلان المعلّق عند الباب الخارجي: {GARDEN}"

    drift = compare(book, known, laid_out([HEADING, quoted, *PARAGRAPHS[1:]]))

    assert drift.unchanged == len(PARAGRAPHS)
    assert [one.line for one in drift.added] == [3]


# Other words


@pytest.mark.parametrize(
    "paragraph",
    [OPENING, BORROWING, QUIET, REPAIR, GARDEN, LINK],
    ids=["opening", "borrowing", "quiet", "repair", "garden", "link"],
)
def test_one_other_word_changes_just_the_entries_of_its_paragraph(
    paragraph: str, book: RuleBook, known: tuple[Fingerprint, ...]
):
    entries = tuple(name for name, (of, _) in REGISTER.items() if of == paragraph)
    for place in range(len(paragraph.split())):
        words = paragraph.split()
        words[place] = "سحابة"

        drift = compare(book, known, with_instead(paragraph, " ".join(words)))

        assert [(one.line, one.new_line, one.entries) for one in drift.changed] == [
            (LINES[paragraph], LINES[paragraph], entries)
        ]
        assert rules_of(drift) == {name: tuple(sorted(REGISTER[name][1])) for name in entries}
        assert drift.has_changes
        assert drift.unchanged == len(PARAGRAPHS) - 1
        assert (drift.dropped, drift.added, drift.unplaced) == ((), (), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ولا تغلقها", "وتغلقها"),
        ("21 يوماً", "12 يوماً"),
        ("21 يوماً", "٢٢ يوماً"),
        ("يستعير", "لا يستعير"),
        ("تُسقى أشجار", "أشجار"),
        ("شهر كامل.", "شهر كامل أو أكثر."),
        ("مرتين قبل", "قبل مرتين"),
        ("كامل.", "كامل 30."),
    ],
)
def test_a_small_change_that_turns_the_meaning_is_told(
    old: str, new: str, book: RuleBook, known: tuple[Fingerprint, ...]
):
    assert OLD.count(old) == 1

    drift = compare(book, known, OLD.replace(old, new))

    assert [one.closeness for one in drift.changed] == ["lightly"]
    assert drift.unchanged == len(PARAGRAPHS) - 1


def test_a_paragraph_with_half_of_its_words_is_strongly_changed(
    book: RuleBook, known: tuple[Fingerprint, ...]
):
    other = "يُرسل كل كتاب تمزّقت أوراقه إلى مدينة مجاورة فيها مطبعة، ولا يعاد إلى الرف إلا بعد أن يراه صاحبها القديم."

    drift = compare(book, known, with_instead(REPAIR, other))

    assert [(one.line, one.closeness) for one in drift.changed] == [(LINES[REPAIR], "strongly")]
    assert rules_of(drift) == {"RISK1": ("C-ACC-03", "C-ACC-04")}


def test_a_paragraph_that_moved_and_changed_is_known_again(book: RuleBook, known: tuple[Fingerprint, ...]):
    moved = [
        HEADING,
        OPENING,
        BORROWING,
        QUIET,
        SECOND_HEADING,
        GARDEN,
        LINK,
        REPAIR.replace("الأسفل", "الأعلى"),
    ]

    drift = compare(book, known, laid_out(moved))

    assert [(one.line, one.new_line, one.closeness) for one in drift.changed] == [(9, 15, "lightly")]
    assert (drift.dropped, drift.added) == ((), ())


def test_a_paragraph_divided_with_other_words_is_changed_as_one(
    book: RuleBook, known: tuple[Fingerprint, ...]
):
    first, _, second = REPAIR.partition("، ولا يعاد")

    drift = compare(book, known, with_instead(REPAIR, f"{first}.", f"لن يعاد{second}"))

    assert [(one.line, one.new_line, one.entries) for one in drift.changed] == [(9, 9, ("RISK1",))]
    assert (drift.dropped, drift.added) == ((), ())


def test_paragraphs_joined_with_other_words_are_both_changed(book: RuleBook, known: tuple[Fingerprint, ...]):
    joined = f"{OPENING.removesuffix('الزائرين.')} الناس. {BORROWING.removesuffix('يصل إليه.')} يبلغه."

    drift = compare(book, known, laid_out([HEADING, joined, *PARAGRAPHS[3:]]))

    assert [(one.line, one.new_line) for one in drift.changed] == [(3, 3), (5, 3)]
    assert (drift.dropped, drift.added) == ((), ())


@pytest.mark.parametrize("sentence", ["{old} وتُضاء المصابيح باكراً.", "تُضاء المصابيح باكراً. {old}"])
def test_a_sentence_added_to_a_paragraph_changes_it(
    sentence: str, book: RuleBook, known: tuple[Fingerprint, ...]
):
    drift = compare(book, known, with_instead(OPENING, sentence.format(old=OPENING)))

    assert [(one.line, one.new_line, one.entries) for one in drift.changed] == [(3, 3, ("KP1",))]
    assert drift.added == ()


def test_a_change_is_found_in_another_layout(book: RuleBook, known: tuple[Fingerprint, ...]):
    changed = [paragraph.replace("الأسفل", "الأعلى") for paragraph in PARAGRAPHS]

    for text in (
        "\n\n".join(textwrap.fill(paragraph, 30) for paragraph in changed),
        "\n".join(textwrap.fill(paragraph, 30) for paragraph in changed),
        " ".join(changed),
    ):
        drift = compare(book, known, text)

        assert [(one.line, one.closeness) for one in drift.changed] == [(LINES[REPAIR], "lightly")]
        assert (drift.dropped, drift.added) == ((), ())


@pytest.mark.parametrize("width", [25, 50])
def test_one_other_word_in_wrapped_lines_changes_the_whole_paragraph(
    width: int, book: RuleBook, known: tuple[Fingerprint, ...]
):
    for place in range(len(REPAIR.split())):
        words = REPAIR.split()
        words[place] = "سحابة"
        text = with_instead(REPAIR, textwrap.fill(" ".join(words), width))

        drift = compare(book, known, text)

        assert [(one.line, one.new_line) for one in drift.changed] == [(9, 9)]
        assert (drift.dropped, drift.added) == ((), ())


def test_a_paragraph_with_much_that_is_new_is_strongly_changed(
    book: RuleBook, known: tuple[Fingerprint, ...]
):
    drift = compare(book, known, with_instead(QUIET, f"{QUIET} {NEW_PARAGRAPH}"))

    assert [(one.line, one.closeness) for one in drift.changed] == [(LINES[QUIET], "strongly")]
    assert drift.added == ()


def test_a_sentence_between_two_paragraphs_of_one_line_is_new(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(
        book, known, laid_out([HEADING, f"{OPENING} {NEW_PARAGRAPH} {BORROWING}", *PARAGRAPHS[3:]])
    )

    assert [(one.line, one.after, one.before) for one in drift.added] == [(3, ("KP1",), ("KP2", "KP3b"))]
    assert drift.changed == ()


def test_two_paragraphs_much_alike_each_find_their_own(book: RuleBook):
    same = "يحضر المشرف إلى القاعة قبل موعد الافتتاح بساعة ليرى أن كل شيء في مكانه"
    old = [HEADING, f"{same} ويفتح النوافذ الشرقية كلها", f"{same} ويوقد المدفأة إن اشتدّ برد", REPAIR]
    new = [
        HEADING,
        f"{same} ويفتح النوافذ الغربية كلها",
        f"{same[:-16]} ثم ينادي حارساً قريباً لمعونته",
        REPAIR,
    ]

    drift = compare(book, fingerprints_of(laid_out(old)), laid_out(new))

    assert [(one.line, one.new_line) for one in drift.changed] == [(3, 3), (5, 5)]
    assert (drift.dropped, drift.added) == ((), ())


# Dropped and added


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=[f"line {line}" for line in LINES.values()])
def test_a_paragraph_that_is_gone_is_dropped_with_its_entries(
    paragraph: str, book: RuleBook, known: tuple[Fingerprint, ...]
):
    entries = tuple(name for name, (of, _) in REGISTER.items() if of == paragraph)

    drift = compare(book, known, with_instead(paragraph))

    assert [(one.line, one.entries) for one in drift.dropped] == [(LINES[paragraph], entries)]
    assert rules_of(drift) == {name: tuple(sorted(REGISTER[name][1])) for name in entries}
    assert (drift.changed, drift.added) == ((), ())
    assert drift.has_changes


def test_a_heading_that_is_gone_is_not_found_inside_a_sentence(book: RuleBook):
    for heading in ("الحديقة", "أشجار الحديقة"):
        old = laid_out([OPENING, BORROWING, heading, GARDEN, LINK])

        drift = compare(
            book, fingerprints_of(old), laid_out([OPENING, BORROWING, GARDEN.replace("كامل", "تام"), LINK])
        )

        assert [(one.line, one.closeness) for one in drift.changed] == [(7, "lightly")]
        assert [one.line for one in drift.dropped] == [5]
        assert drift.added == ()


def test_a_new_paragraph_is_told_with_its_neighbours(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, with_instead(BORROWING, BORROWING, NEW_PARAGRAPH))

    (added,) = drift.added
    assert (added.line, added.last_line) == (7, 7)
    assert (added.after, added.before) == (("KP2", "KP3b"), ("KP3",))
    assert added.section == book.guidance["KP2"].section
    assert (drift.changed, drift.dropped, drift.affected) == ((), (), ())
    assert drift.has_changes


def test_what_is_new_under_a_heading_belongs_to_what_follows(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, with_instead(SECOND_HEADING, SECOND_HEADING, NEW_PARAGRAPH))

    (added,) = drift.added
    assert (added.after, added.before) == (("RISK1",), ("ST1.1",))
    assert added.section == book.guidance["ST1.1"].section


def test_new_lines_that_follow_one_another_are_told_together(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, f"{OLD}\n{textwrap.fill(NEW_PARAGRAPH, 30)}\n")

    (added,) = drift.added
    assert added.line == 17
    assert added.last_line == 17 + len(textwrap.wrap(NEW_PARAGRAPH, 30)) - 1
    assert (added.after, added.before) == (("LINK1",), ())


def test_one_paragraph_in_the_place_of_another_is_dropped_and_added(
    book: RuleBook, known: tuple[Fingerprint, ...]
):
    drift = compare(book, known, with_instead(REPAIR, NEW_PARAGRAPH))

    assert [one.entries for one in drift.dropped] == [("RISK1",)]
    assert [one.line for one in drift.added] == [9]
    assert drift.changed == ()


def test_a_paragraph_that_stands_twice_is_new_the_second_time(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, laid_out([*PARAGRAPHS, GARDEN]))

    assert [one.line for one in drift.added] == [17]
    assert drift.unchanged == len(PARAGRAPHS)


def test_a_paragraph_that_stood_twice_and_stands_once_is_dropped(book: RuleBook):
    drift = compare(book, fingerprints_of(laid_out([*PARAGRAPHS, GARDEN])), OLD)

    assert [one.line for one in drift.dropped] == [17]


# Another text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n\t\n",
        "* * *\n-----\n",
        "An English text about the opening hours of another library.\n" * 20,
        laid_out([NEW_PARAGRAPH, HEADING, NEW_PARAGRAPH]),
        " ".join(random.Random(3).sample(OLD.split(), len(OLD.split()))),
        f"{OLD}\n" * 12,
    ],
    ids=[
        "empty",
        "blank",
        "no words",
        "English",
        "a shared heading",
        "the same words shuffled",
        "much longer",
    ],
)
def test_another_text_is_said_not_to_be_the_entry(text: str, book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, text)

    assert not drift.recognised
    assert drift.has_changes
    assert (drift.changed, drift.dropped, drift.added, drift.affected) == ((), (), (), ())
    for language in LANGUAGES:
        assert len(drift_page(drift, language)) <= 4


def test_the_first_part_of_the_entry_is_still_the_entry(book: RuleBook, known: tuple[Fingerprint, ...]):
    drift = compare(book, known, laid_out(PARAGRAPHS[:4]))

    assert drift.recognised
    assert [one.line for one in drift.dropped] == [9, 11, 13, 15]


def test_an_entry_without_a_paragraph_is_told(book: RuleBook, known: tuple[Fingerprint, ...]):
    entries = {**book.guidance, "KP3": replace(book.guidance["KP3"], line=8)}

    drift = compare(replace(book, guidance=MappingProxyType(entries)), known, OLD)

    assert drift.unplaced == ("KP3",)
    assert drift.has_changes
    assert any("KP3" in line for line in drift_page(drift))


# The page and the data


@pytest.fixture(scope="module")
def mixed(book: RuleBook, known: tuple[Fingerprint, ...]) -> Drift:
    """Changed lightly and strongly, dropped, added, divided."""
    first, _, second = BORROWING.partition(". ")
    garden = "تُسقى أشجار الحديقة مرتين في العام، وتُقلّم أغصان الزيتون قبل أن تبدأ مواسم القطاف بأيام."
    new = [
        HEADING,
        OPENING.replace("صباح", "مساء"),
        first,
        second,
        NEW_PARAGRAPH,
        REPAIR,
        SECOND_HEADING,
        garden,
        LINK,
    ]
    return compare(book, known, laid_out(new))


def told(drift: Drift) -> Iterator[str]:
    yield from (line for language in LANGUAGES for line in drift_page(drift, language))
    yield json.dumps(drift.to_mapping(), ensure_ascii=False)
    yield repr(drift)


def test_pages_fit_a_narrow_terminal(mixed: Drift):
    for language in LANGUAGES:
        page = drift_page(mixed, language)
        assert max(cell_len(line) for line in page) <= 80
        assert not any("{" in line or "\n" in line for line in page)


def test_the_page_names_lines_entries_and_rules(mixed: Drift):
    assert [(one.line, one.closeness) for one in mixed.changed] == [(3, "lightly"), (13, "strongly")]
    assert [one.entries for one in mixed.dropped] == [("KP3",)]
    assert mixed.rules == ("C-ACC-01", "C-ACC-02", "C-ACC-03", "C-ACC-05")
    for language in LANGUAGES:
        page = "\n".join(drift_page(mixed, language))
        for name in ("KP1", "KP3", "ST1.1", *mixed.rules):
            assert name in page
        assert "RISK1" in page  # what is new stands before it
        assert "C-ACC-04" not in page


def test_nothing_that_is_told_repeats_the_text(mixed: Drift):
    words = {word for text in (OLD, NEW_PARAGRAPH) for word in re.findall(r"\w{5,}", text)}
    said = " ".join(told(mixed))
    ours = " ".join(drift_page(mixed, "ar"))

    shared = {word for word in words if re.search(rf"\b{word}\b", said)}

    assert not shared & {"المكتبة", "الحديقة", "التجليد", "يستعير", "الليمون", "Dewey", "Garden", "أجدادهم"}
    assert not any(one in ours for one in PARAGRAPHS)


def test_the_data_can_be_written_as_json(mixed: Drift):
    data = json.loads(json.dumps(mixed.to_mapping()))

    assert data["drift"] == 1
    assert data["has_changes"] is True
    assert data["rules"] == list(mixed.rules)
    assert data["changed"][0] == {"line": 3, "new_line": 3, "closeness": "lightly", "entries": ["KP1"]}
    assert [one["entry"] for one in data["affected"]] == ["KP1", "KP3", "ST1.1"]
    assert set(data["added"][0]["section"]) == {"en", "ar"}


def test_an_unchanged_text_makes_a_short_page(book: RuleBook, known: tuple[Fingerprint, ...]):
    for language in LANGUAGES:
        assert len(drift_page(compare(book, known, OLD), language)) == 3


# Files


def test_fingerprints_are_read_as_they_were_written(tmp_path: Path, known: tuple[Fingerprint, ...]):
    (tmp_path / FINGERPRINTS).write_text(fingerprints_text(OLD), encoding="utf-8")

    assert read_fingerprints(tmp_path) == known


def test_the_file_holds_no_words_and_is_small():
    written = fingerprints_text(OLD)

    assert written.isascii()
    assert "Dewey" not in written
    assert "Garden" not in written
    assert max(len(line) for line in written.splitlines()) <= 200


def test_a_text_without_words_has_no_fingerprints():
    with pytest.raises(ProtectionRulesError, match="no words"):
        fingerprints_text("\n * \n")


def test_a_folder_without_a_register_uses_the_shipped_fingerprints(tmp_path: Path):
    assert read_fingerprints(tmp_path) == read_fingerprints()


def test_a_register_of_its_own_needs_fingerprints_of_its_own(tmp_path: Path):
    (tmp_path / "guidance.yaml").touch()

    with pytest.raises(RulesetError) as raised:
        read_fingerprints(tmp_path)

    assert [fault.code for fault in raised.value.diagnostics] == ["missing-file"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("method: 1", "method: 2", "unknown-value"),
        ("method: 1\n", "", "missing-field"),
        ("words: 2", "words: 0", "wrong-form"),
        ('hash: "', 'hash: "0', "wrong-form"),
        ('sketch: "', 'sketch: "0', "wrong-form"),
        ("method: 1", "method: [", "unreadable"),
    ],
)
def test_a_faulty_file_is_told_with_its_place(old: str, new: str, code: str, tmp_path: Path):
    (tmp_path / FINGERPRINTS).write_text(fingerprints_text(HEADING).replace(old, new), encoding="utf-8")

    with pytest.raises(RulesetError) as raised:
        read_fingerprints(tmp_path)

    assert {fault.code for fault in raised.value.diagnostics} == {code}


def test_fingerprints_are_not_read_as_a_ruleset(tmp_path: Path):
    for path in shipped_rulesets().glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / FINGERPRINTS).write_text("[", encoding="utf-8")

    book, faults = read_rules(tmp_path)

    assert faults == []
    assert book is not None


# The register and the entry itself


def test_every_entry_of_the_register_has_a_paragraph(engine: Engine):
    lines = [fingerprint.line for fingerprint in read_fingerprints()]

    assert {entry.line for entry in engine.book.guidance.values()} <= set(lines)
    assert lines == sorted(set(lines))


@pytest.fixture(scope="module")
def entry() -> str:
    return next(ENTRY.glob("*.txt")).read_text(encoding="utf-8")


@ENTRY_IS_HERE
def test_the_shipped_fingerprints_are_those_of_the_entry(entry: str, engine: Engine):
    assert (shipped_rulesets() / FINGERPRINTS).read_text(encoding="utf-8") == fingerprints_text(entry)

    drift = compare(engine.book, read_fingerprints(), entry)

    assert not drift.has_changes
    assert drift.unchanged == drift.paragraphs
    assert (drift.regrouped, drift.new_lines) == ((), ())


@ENTRY_IS_HERE
def test_each_paragraph_of_the_entry_is_known_again_with_one_other_word(entry: str, engine: Engine):
    fingerprints, chance = read_fingerprints(), random.Random(11)
    for line in lines_of(entry):
        lines = entry.split("\n")
        words = lines[line.number - 1].split()
        words[chance.randrange(len(words))] = "سحابة"
        lines[line.number - 1] = " ".join(words)
        entries = tuple(one.id for one in engine.book.guidance.values() if one.line == line.number)

        drift = compare(engine.book, fingerprints, "\n".join(lines))

        assert drift.unchanged == drift.paragraphs - 1
        affected = {
            name: tuple(rule.id for rule in engine.book.rules if name in rule.grounds.guidance)
            for name in entries
        }
        assert rules_of(drift) == {name: tuple(sorted(rules)) for name, rules in affected.items()}
        if len(words) > 1:
            assert [(one.line, one.new_line, one.entries) for one in drift.changed] == [
                (line.number, line.number, entries)
            ]
            assert (drift.dropped, drift.added) == ((), ())


@ENTRY_IS_HERE
def test_the_entry_is_known_again_in_another_layout(entry: str, engine: Engine):
    paragraphs = [line.strip() for line in entry.splitlines() if line.strip()]
    for text in (
        "\n".join(paragraphs),
        "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in paragraphs),
        "\n".join(textwrap.fill(paragraph, 30) for paragraph in paragraphs),
        " ".join(paragraphs),
        "\n\n".join(reversed(paragraphs)),
    ):
        assert not compare(engine.book, read_fingerprints(), text).has_changes


@ENTRY_IS_HERE
def test_our_own_words_are_not_taken_for_the_entry(engine: Engine):
    summaries = laid_out([one.summary.ar for one in engine.book.guidance.values()])

    assert not compare(engine.book, read_fingerprints(), summaries).recognised
