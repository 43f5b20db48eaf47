"""The handbook: what stands on its pages, and how it is written."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from protection_rules import RulesetError
from protection_rules.advice.phrases import phrase, sentence_case
from protection_rules.analysis.coverage import coverage
from protection_rules.authoring.handbook.build import build_handbook, handbook_files
from protection_rules.authoring.handbook.folder import FILES, HandbookRefused
from protection_rules.authoring.handbook.material import read_material
from protection_rules.authoring.handbook.words import all_words, words
from protection_rules.cli import DONE, WRONG_CALL, app
from protection_rules.facts.fact import Fact
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import VOCABULARY, FactKind, local_fact
from protection_rules.logic.nodes import Is
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.invariants import load_invariants
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from protection_rules.rulesets.terminology import read_terminology
from tests.books import rule, write_book
from tests.handbooks import Page, read_site
from tests.test_readme import BLOCK, commands, run
from tests.test_readme import folder as folder_of_a_user

__all__ = ["folder_of_a_user"]

PROJECT: Final = Path(__file__).resolve().parent.parent
BOOK: Final = load_rules()
RULES: Final = {rule.id: rule for rule in BOOK.rules}
ATTACK: Final = "</script><script>document.title='taken'</script><img src=x onerror=alert()> & \"'"
ELSEWHERE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/)", re.IGNORECASE)

languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of the package with its scenarios."""
    folder = tmp_path_factory.mktemp("handbook") / "site"
    build_handbook(BOOK, folder, features=PROJECT / "features")
    return folder


@pytest.fixture(scope="session")
def site(folder: Path) -> dict[str, Page]:
    return read_site(folder)


def small(folder: Path, *rules: dict[str, Any]) -> dict[str, str]:
    """The handbook of a small folder of rules."""
    home = write_book(folder, rules)
    return handbook_files(read_material(load_rules(home), home))


def search_entries(files: Mapping[str, str], language: Language) -> list[list[str]]:
    """What the search of a handbook looks through."""
    index = files[f"{language}/search-index.js"]
    entries: list[list[str]] = json.loads(index.partition(" = ")[2].rstrip(";\n"))
    return entries


# what there is


@languages
def test_every_rule_fact_and_guidance_entry_has_its_page(site: dict[str, Page], language: Language) -> None:
    for each in BOOK.rules:
        page = site[f"{language}/rule/{each.id}.html"]
        assert page.one("h1").text == each.words.summary.in_language(language)
        assert each.words.detail.in_language(language) in page.text
    for fact in VOCABULARY.values():
        page = site[f"{language}/fact/{fact.path}.html"]
        assert page.one("h1").text == sentence_case(fact.attributes.label).in_language(language)
        assert fact.attributes.question.in_language(language) in page.text
    for entry in BOOK.guidance.values():
        page = site[f"{language}/entry/{entry.id}.html"]
        assert entry.id in page.one("h1").text
        assert entry.summary.in_language(language) in page.text
    for ruleset in BOOK.rulesets:
        assert site[f"{language}/decision/{ruleset.id}.html"].one("h1").text == ruleset.title.in_language(
            language
        )


def test_both_languages_have_the_same_pages_and_each_leads_to_the_other(site: dict[str, Page]) -> None:
    english, arabic = (
        {name.partition("/")[2] for name in site if name.startswith(f"{language}/")} for language in LANGUAGES
    )
    assert english == arabic
    assert len(english) * 2 + 1 == len(site)
    for name, page in site.items():
        language, _, rest = name.partition("/")
        if not rest:
            continue
        other = "ar" if language == "en" else "en"
        assert page.one("html").attributes == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        (switch,) = (each for each in page.all("a") if "hreflang" in each.attributes)
        assert switch.attributes["hreflang"] == switch.attributes["lang"] == other
        way = posixpath.normpath(posixpath.join(posixpath.dirname(name), switch.attributes["href"]))
        assert way == f"{other}/{rest}"


def test_the_first_page_lets_choose_the_language(site: dict[str, Page]) -> None:
    assert [each.attributes["href"] for each in site["index.html"].all("a")] == [
        "en/index.html",
        "ar/index.html",
    ]


def test_every_link_leads_to_a_page_that_is_there_and_to_a_part_of_it(
    site: dict[str, Page], folder: Path
) -> None:
    for name, page in site.items():
        assert len(set(page.ids)) == len(page.ids), name
        for link in page.links:
            assert not ELSEWHERE.match(link), link
            target, _, part = link.partition("#")
            way = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert (folder / way).is_file(), (name, link)
            assert not part or part in site[way].ids, (name, link)


def test_nothing_is_loaded_but_the_style_and_the_search(site: dict[str, Page], folder: Path) -> None:
    for name, page in site.items():
        policy = next(
            each.attributes["content"]
            for each in page.all("meta")
            if each.attributes.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'; style-src 'self' file:; ")
        searches = name.endswith("/search.html")
        assert ("script-src 'self' file:;" in policy) == searches
        assert "unsafe" not in policy
        assert page.loaded == (["search-index.js", "../search.js"] if searches else [])
        assert [each.attributes["rel"] for each in page.all("link")] == ["stylesheet"]
        assert not page.all("iframe", "object", "embed", "img", "style", "form")
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("handbook.css", "search.js"))
    assert not re.search(r"url\(|@import|//", style)
    assert not re.search(r"fetch|XMLHttp|import|innerHTML|eval|https?:", script)


def test_pages_are_built_so_that_they_can_be_heard(site: dict[str, Page]) -> None:
    for name, page in site.items():
        levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        levels = [level for level in levels if level]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), name
        tables = page.all("table")
        assert len(page.all("caption")) == len(tables)
        assert all(each.attributes.get("scope") in {"col", "row"} for each in page.all("th"))
        if name != "index.html":
            first = page.all("a")[0]
            assert first.attributes == {"class": "skip", "href": "#content"}


def test_arabic_pages_hold_no_english_but_names(site: dict[str, Page]) -> None:
    for name, page in site.items():
        if not name.startswith("ar/"):
            continue
        for said, inside in page.spoken:
            named = any(each.attributes.get("lang") == "en" or each.tag == "title" for each in inside)
            assert named or not re.search(r"[A-Za-z]{2,}", said.replace("doctype html", "")), (name, said)
        for element in page.elements:
            for attribute in ("aria-label", "data-label", "title", "placeholder"):
                assert not re.search(r"[A-Za-z]", element.attributes.get(attribute, "")), name


# decision points and rules


@languages
def test_the_decision_table_says_of_each_rule_when_what_how_strongly_and_what_unknown_does(
    site: dict[str, Page], language: Language
) -> None:
    page = site[f"{language}/decision/safe-accommodation.html"]
    row = page.by_id("C-ACC-02").text
    said = RULES["C-ACC-02"]
    assert said.when_unknown is not None
    for expected in (
        phrase("modality.must_not"),
        phrase("urgency.immediate"),
        phrase("if_unknown.verify"),
        said.words.summary,
        said.when_unknown.summary,
    ):
        assert expected.in_language(language) in row
    condition = {"en": "Threat source at this place: yes", "ar": "وجود مصدر التهديد في هذا المكان: نعم"}
    assert condition[language] in row
    listed = [each.attributes["id"] for each in page.all("tr") if "id" in each.attributes]
    assert listed == [each.id for each in BOOK.rules if each.ruleset == "safe-accommodation"]


@languages
def test_a_rule_tells_on_what_it_rests_and_how_it_stands_to_others(
    site: dict[str, Page], language: Language
) -> None:
    for each in BOOK.rules:
        page = site[f"{language}/rule/{each.id}.html"]
        why = next(part for part in page.all("section") if part.attributes["aria-labelledby"] == "why")
        for name in each.grounds.guidance:
            assert BOOK.guidance[name].summary.in_language(language) in why.text
            assert BOOK.guidance[name].place.in_language(language) in why.text
            assert f"../entry/{name}.html" in page.links
        for name in each.grounds.standards:
            assert f"../standards.html#standard-{name}" in page.links
        related = {*each.overrides, *(other.id for other in BOOK.rules if each.id in other.overrides)}
        assert {f"{name}.html" for name in related} <= set(page.links)
    standing = site[f"{language}/rule/C-REG-01.html"].text
    assert words("rule.history").in_language(language) in standing
    assert words("changes.version", version="1.0.0").in_language(language) in standing


def test_an_exception_and_what_it_excepts_name_each_other(site: dict[str, Page]) -> None:
    narrow = next(each for each in BOOK.rules if each.overrides)
    wide = RULES[narrow.overrides[0]]
    page, other = (site[f"en/rule/{each.id}.html"].text for each in (narrow, wide))
    assert re.search(rf"An exception to ?{wide.id} {re.escape(wide.words.summary.en)}", page)
    assert re.search(rf"Exceptions to it ?.*{narrow.id} {re.escape(narrow.words.summary.en)}", other)


@languages
def test_a_rule_is_shown_with_the_scenarios_that_show_it(site: dict[str, Page], language: Language) -> None:
    found = coverage(BOOK, PROJECT / "features")
    for each in found.rules:
        named = {part.text for part in site[f"{language}/rule/{each.rule}.html"].all("h4")}
        shown = [
            scenario for part in (*each.branches, *each.further) for scenario in part.in_language(language)
        ]
        assert named == {" ".join(scenario.name.split()) for scenario in shown}
    steps = site[f"{language}/rule/C-ACC-01.html"].text
    expected = {
        "en": "Given a safe place tonight: no When advice is asked for Then C-ACC-01 applies at once",
        "ar": "بفرض مكان آمن هذه الليلة: لا متى طُلبت المشورة إذاً تنطبق القاعدة C-ACC-01 فوراً",
    }
    assert expected[language] in steps


@languages
def test_pages_with_words_of_revealing_rules_ask_for_care_with_paper(
    site: dict[str, Page], language: Language
) -> None:
    care = words("reveals").in_language(language)
    revealing = [each.words.summary.in_language(language) for each in BOOK.rules if each.reveals]
    assert revealing
    for name, page in site.items():
        if name.startswith(f"{language}/"):
            assert (care in page.text) == any(summary in page.text for summary in revealing), name


def test_without_scenarios_every_page_is_there_and_none_speaks_of_them(site: dict[str, Page]) -> None:
    files = handbook_files(read_material(BOOK))
    assert {name for name in files if name.endswith(".html")} == set(site)
    assert words("rule.scenarios").en not in Page(files["en/rule/C-ACC-01.html"]).text


def test_what_scenarios_of_one_language_do_not_show_is_said(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "features" / "en", tmp_path / "en")
    page = Page(handbook_files(read_material(BOOK, features=tmp_path))["ar/rule/C-ACC-01.html"])
    assert words("rule.no_scenario").ar in page.text


# facts, guidance, words


@languages
def test_a_fact_says_who_can_tell_how_to_ask_and_which_rules_read_it(
    site: dict[str, Page], language: Language
) -> None:
    page = site[f"{language}/fact/risk.hours_since_sexual_violence.html"]
    for name in ("supplied.self", "asked.noted", "sensitivity.highly_sensitive", "fact.reminder"):
        assert words(name).in_language(language).casefold() in page.text.casefold()
    reading = {each.id for each in BOOK.rules if "hours_since_sexual_violence" in repr(each.condition)}
    assert {f"../rule/{name}.html" for name in reading} <= set(page.links)
    asked = site[f"{language}/fact/risk.safe_tonight.html"].text
    assert words("fact.question").in_language(language) in asked
    for code in ("yes", "no", "unknown"):
        assert VOCABULARY["risk.safe_tonight"].value_label(code).in_language(language) in asked


@languages
def test_a_guidance_entry_has_the_rules_that_rest_on_it_or_the_reason_why_none_does(
    site: dict[str, Page], language: Language
) -> None:
    for entry in BOOK.guidance.values():
        page = site[f"{language}/entry/{entry.id}.html"]
        citing = [each.id for each in BOOK.rules if entry.id in each.grounds.guidance]
        assert [link[8:-5] for link in page.links if link.startswith("../rule/")] == citing
        if entry.no_rule is not None:
            assert entry.no_rule.in_language(language) in page.text


@languages
def test_the_glossary_keeps_words_to_use_and_words_never_to_use_apart(
    site: dict[str, Page], language: Language
) -> None:
    terminology = read_terminology(shipped_rulesets(), Findings())
    use, never = (site[f"{language}/{name}.html"].text for name in ("glossary", "avoided"))
    for concept in terminology.concepts:
        assert concept.term.in_language(language) in use
        assert concept.note.in_language(language) in use
    for avoided in terminology.avoided:
        reason = sentence_case(avoided.reason).in_language(language)
        assert reason in never
        assert reason not in use
        assert all(word in never for word in avoided.words[language])


@languages
def test_what_always_holds_is_stated_with_what_is_left_to_people(
    site: dict[str, Page], language: Language
) -> None:
    page = site[f"{language}/promises.html"]
    invariants = load_invariants(BOOK).invariants
    assert [each.attributes["id"] for each in page.all("section")] == [
        f"promise-{each.id}" for each in invariants
    ]
    for each in invariants:
        assert each.statement.in_language(language) in page.text
        assert each.left_to_people is None or each.left_to_people.in_language(language) in page.text


def test_the_first_page_names_no_group(site: dict[str, Page]) -> None:
    terminology = read_terminology(shipped_rulesets(), Findings())
    named = ("lgbtiq_people", "gay_people", "bisexual_people", "trans_people", "intersex_people")
    terms = [concept.term for concept in terminology.concepts if concept.id in named]
    assert len(terms) == len(named)
    for language in LANGUAGES:
        page = site[f"{language}/index.html"].text
        assert not any(term.in_language(language) in page for term in terms)


def test_the_words_of_the_pages_are_fit_and_the_same_in_both_languages() -> None:
    terminology = read_terminology(shipped_rulesets(), Findings())
    for name, text in all_words().items():
        assert terminology.fits(text, advice=True), name
        assert sorted(re.findall(r"\{\w+\}", text.en)) == sorted(re.findall(r"\{\w+\}", text.ar)), name
        if not name.startswith("language."):
            assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text.ar)), name
            assert not re.search(r"[\u0600-\u06ff]", text.en), name


# overlays, days, other folders


def test_an_overlay_tells_what_it_changed_and_why() -> None:
    overlaid = load_rules(None, [PROJECT / "examples" / "overlay-maravel"], date(2026, 7, 1))
    (overlay,) = overlaid.overlays
    files = handbook_files(read_material(overlaid))
    amended, added = next(iter(overlay.amended)), overlay.added[0]
    assert overlay.amended[amended].en in Page(files[f"en/rule/{amended}.html"]).text
    assert f"Added by the overlay “{overlay.title.en}”" in Page(files[f"en/rule/{added}.html"]).text
    assert overlay.responsible.en in Page(files["en/index.html"]).text
    assert "2026-07-01" in Page(files["en/index.html"]).text


def with_local_facts(folder: Path) -> RuleBook:
    """A small book with a fact of every kind of its operation's own, and a rule that reads one of them."""
    values = {
        "no_curfew": Text("no curfew", "لا حظر تجوّل"),
        "nights": Text("at night", "ليلاً"),
    }
    kinds: dict[FactKind, Mapping[str, Text]] = {
        "answer": {},
        "choice": values,
        "choices": values,
        "number": {},
    }
    facts = {
        kind: local_fact(
            kind,
            kind,
            Fact(
                label=Text(f"curfew known as {kind}", f"حظر التجوّل {number}"),
                question=Text("Check: is there a curfew?", "تحقّق: هل يوجد حظر تجوّل؟"),
                supplied_by="office",
                asked="openly",
                sensitivity="ordinary",
                values=labels,
                maximum=24,
            ),
        )
        for number, (kind, labels) in enumerate(kinds.items())
    }
    book = load_rules(write_book(folder, [rule("X-01", "always")]))
    (ruleset,) = book.rulesets
    (one,) = ruleset.rules
    reading = replace(one, when=Is("local.choice", frozenset({"nights"})))
    return replace(
        book,
        rulesets=(replace(ruleset, rules=(reading,)),),
        vocabulary=book.vocabulary.with_local(facts),
    )


@languages
def test_facts_of_an_operations_own_have_pages_that_say_so_and_are_found(
    tmp_path: Path, language: Language
) -> None:
    book = with_local_facts(tmp_path)
    files = handbook_files(read_material(book, tmp_path))
    own = words("fact.own").in_language(language)
    sort = words("sort.own_fact").in_language(language)
    listed = Page(files[f"{language}/facts.html"])
    assert own in listed.text
    assert book.vocabulary.sections["local"].label.in_language(language) in listed.by_id("local").text
    index = {entry[1]: entry for entry in search_entries(files, language)}
    for fact in book.vocabulary.local.values():
        page = Page(files[f"{language}/fact/{fact.path}.html"])
        assert page.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
        assert own in page.text
        assert sort in page.text
        assert fact.attributes.question.in_language(language) in page.text
        assert f"fact/{fact.path}.html" in listed.links
        assert f"fact/{fact.path}.html" in Page(files[f"{language}/index.html"]).links
        assert index[fact.path][0] == sort
    assert "../rule/X-01.html" in Page(files[f"{language}/fact/local.choice.html"]).links
    assert "ليلاً" in Page(files["ar/fact/local.choice.html"]).text
    read_by = Page(files[f"{language}/rule/X-01.html"])
    assert "../fact/local.choice.html" in read_by.links
    assert sort in read_by.text


@languages
def test_only_facts_of_an_operations_own_are_called_so(site: dict[str, Page], language: Language) -> None:
    for name, page in site.items():
        if name.startswith(f"{language}/"):
            assert words("fact.own").in_language(language) not in page.text, name


def test_a_rule_that_is_not_in_force_is_named_without_a_page(tmp_path: Path) -> None:
    rules = [rule("X-01", "always"), rule("X-02", "always", until="2020-01-01", overrides=[])]
    files = small(tmp_path, *rules)
    assert "en/rule/X-02.html" not in files
    assert "Not in force on this day: X-02." in Page(files["en/decision/small-book.html"]).text


def test_a_folder_without_a_history_has_none(tmp_path: Path) -> None:
    files = small(tmp_path, rule("X-01", "always"))
    assert "No changes are recorded for its ruleset." in Page(files["en/rule/X-01.html"]).text
    assert "small-book" not in Page(files["en/changes.html"]).text
    assert "1.0.0 in this handbook" in Page(files["en/changes.html"]).text


def test_a_history_with_a_fault_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    home = write_book(tmp_path, [rule("X-01", "always")])
    (home / "changes.yaml").write_text("changes: 1\n")
    with pytest.raises(RulesetError, match=r"changes\.yaml"):
        build_handbook(load_rules(home), tmp_path / "site", home)
    assert not (tmp_path / "site").exists()


def test_entries_whose_names_differ_in_small_and_capital_letters_have_files_of_their_own() -> None:
    entry = BOOK.guidance["KP1b"]
    guidance = {**BOOK.guidance, "KP1B": replace(entry, id="KP1B", summary=words("search.none"))}
    files = handbook_files(read_material(replace(BOOK, guidance=guidance)))
    assert len({name.casefold() for name in files}) == len(files)
    page = next(page for name, page in files.items() if name.startswith("en/entry/") and "entry KP1B" in page)
    assert words("search.none").en in page


def test_a_text_of_a_ruleset_is_a_text(tmp_path: Path) -> None:
    told = {"en": f"One {ATTACK}"[:70], "ar": "واحد"}
    how = {"en": f"Do it {ATTACK}", "ar": "افعل"}
    files = small(tmp_path, rule("X-01", "always", summary=told, detail=how))
    for name, written in files.items():
        if name.endswith(".html"):
            page = Page(written)
            assert [each.attributes["src"] for each in page.all("script")] == (
                ["search-index.js", "../search.js"] if name.endswith("search.html") else []
            )
            assert not page.all("img")
    assert f"Do it {' '.join(ATTACK.split())}" in Page(files["en/rule/X-01.html"]).text
    assert "<" not in files["en/search-index.js"]
    assert any(how["en"] in text for *_, text in search_entries(files, "en"))


# writing


def test_the_same_rules_give_the_same_files_from_any_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PROJECT / "features", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    assert build_handbook(BOOK, Path("again"), features=Path("scenarios")) == len(
        list(folder.rglob("*.html"))
    )
    assert contents(tmp_path / "again") == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def written(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder of rules and a handbook made of it."""
    home = tmp_path / "rules"
    home.mkdir()
    write_book(home, [rule("X-01", "always"), rule("X-02", "always")])
    build_handbook(load_rules(home), tmp_path / "site", home)
    yield home, tmp_path / "site"
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert left == [], "nothing is left beside it"


def test_an_earlier_handbook_is_replaced_whole(written: tuple[Path, Path]) -> None:
    home, site = written
    assert (site / "en" / "rule" / "X-02.html").is_file()
    write_book(home, [rule("X-01", "always")])
    build_handbook(load_rules(home), site, home)
    assert (site / "en" / "rule" / "X-01.html").is_file()
    assert not (site / "en" / "rule" / "X-02.html").exists()


def test_a_folder_that_is_empty_is_taken(written: tuple[Path, Path], tmp_path: Path) -> None:
    home, site = written
    (tmp_path / "empty").mkdir()
    build_handbook(load_rules(home), tmp_path / "empty", home)
    assert contents(tmp_path / "empty") == contents(site)


@pytest.mark.parametrize(
    ("strange", "reason"),
    [("notes.txt", "also holds notes.txt"), ("en/rule/mine.html", "also holds en/rule/mine.html")],
)
def test_a_handbook_beside_other_files_is_not_replaced(
    written: tuple[Path, Path], strange: str, reason: str
) -> None:
    home, site = written
    (site / strange).write_text("kept")
    before = contents(site)
    with pytest.raises(HandbookRefused, match=reason):
        build_handbook(load_rules(home), site, home)
    assert contents(site) == before


def test_a_folder_of_something_else_is_refused(written: tuple[Path, Path], tmp_path: Path) -> None:
    home, _ = written
    before = contents(home)
    with pytest.raises(HandbookRefused, match="something else than a handbook"):
        build_handbook(load_rules(home), home, home)
    (home / FILES).write_text("some list\nactions.yaml\n")
    with pytest.raises(HandbookRefused, match="something else than a handbook"):
        build_handbook(load_rules(home), home, home)
    assert contents(home) == before | {FILES: b"some list\nactions.yaml\n"}
    (tmp_path / "file").write_text("kept")
    with pytest.raises(HandbookRefused, match="a file of this name"):
        build_handbook(load_rules(home), tmp_path / "file", home)
    with pytest.raises(HandbookRefused, match="cannot be written"):
        build_handbook(load_rules(home), tmp_path / "file" / "below", home)


def test_where_writing_fails_the_earlier_handbook_stays(
    written: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, site = written
    before = contents(site)
    rename = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if target == site and not path.name.endswith("-old"):
            raise OSError("full")
        return rename(path, target)

    write_book(home, [rule("X-03", "always")])
    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(HandbookRefused, match="cannot be written"):
        build_handbook(load_rules(home), site, home)
    assert contents(site) == before


# the command


def called(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["handbook", *given])
    assert done.stdout == ""
    return done.exit_code, done.stderr


@languages
def test_the_command_writes_the_handbook_and_says_where_to_begin(tmp_path: Path, language: Language) -> None:
    home = tmp_path / "rules"
    home.mkdir()
    write_book(home, [rule("X-01", "always")])
    site = tmp_path / "site"
    code, said = called("-o", str(site), "--rulesets", str(home), "--lang", language)
    assert code == DONE
    pages = len(list(site.rglob("*.html")))
    assert (
        said
        == f"{phrase('handbook.written', count=pages, start=str(site / 'index.html')).in_language(language)}\n"
    )


def test_a_call_that_cannot_be_answered_ends_with_2_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("kept")
    faulty = write_book(tmp_path, [rule("X-01", "always", action="dance")])
    site = str(tmp_path / "site")
    history = tmp_path / "history"
    history.mkdir()
    write_book(history, [rule("X-01", "always")])
    (history / "changes.yaml").write_text("changes: 1\n")
    for given, said in (
        (("-o", site, "--rulesets", str(history), "--lang", "ar"), "changes.yaml:1:10: خلل"),
        (("-o", str(tmp_path / "taken")), "something else than a handbook"),
        (("-o", str(tmp_path / "taken"), "--lang", "ar"), "في المجلد شيء غير الدليل"),
        (("-o", site, "--rulesets", str(faulty)), "unknown-action"),
        (("-o", site, "--features", str(tmp_path / "taken")), "no feature files"),
    ):
        code, told = called(*given)
        assert code == WRONG_CALL
        assert said in told
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["notes.txt"]
    assert not Path(site).exists()


def shown_commands(name: str) -> list[tuple[str, list[str]]]:
    page = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    return [each for kind, block in BLOCK.findall(page) if kind == "console" for each in commands(block)]


def test_every_command_of_the_page_says_what_it_shows_and_takes_overlays(folder_of_a_user: Path) -> None:
    shown = shown_commands("handbook.md")
    for command, said in shown:
        assert run(command, folder_of_a_user).splitlines() == said
    assert "--overlay" in shown[-1][0]
    assert (folder_of_a_user / "handbook" / "ar" / "rule" / "MAR-01.html").is_file()


def test_the_page_in_arabic_shows_the_same_commands_and_numbers() -> None:
    english, arabic = (shown_commands(name) for name in ("handbook.md", "handbook.ar.md"))
    assert [command for command, _ in arabic] == [f"{command} --lang ar" for command, _ in english]
    for (_, said), (_, told) in zip(english, arabic, strict=True):
        count, _, rest = said[0].partition(" ")
        start = rest.rpartition(" ")[2]
        assert told == [phrase("handbook.written", count=count, start=start).ar]
