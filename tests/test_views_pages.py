"""What each audience is shown as text, as Markdown and as HTML, and from the command line."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import pickle
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from rich.cells import cell_len
from typer.testing import CliRunner

from protection_rules import Assessment, CaseProfile, Engine
from protection_rules.advice.html_page import html_lines, html_page
from protection_rules.advice.markdown_page import markdown_lines
from protection_rules.advice.model import Words
from protection_rules.advice.phrases import phrase
from protection_rules.advice.text_page import text_lines, text_page
from protection_rules.advice.view import View
from protection_rules.cli import DONE, WRONG_CALL, app
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import SECTIONS
from protection_rules.rulesets.load import load_rules
from protection_rules.schemas import schema_text
from tests.books import rule, small_engine, write_book
from tests.profiles import random_profiles

BOOK: Final = load_rules()
IN_LINES: Final = [audience.id for audience in BOOK.audiences.values() if audience.form == "lines"]
IN_ADVICE: Final = [audience.id for audience in BOOK.audiences.values() if audience.form == "advice"]
FORMS: Final[dict[str, Callable[[View, Language], str]]] = {
    "text": View.to_text,
    "markdown": View.to_markdown,
    "html": View.to_html,
}
RULE_ID: Final = re.compile(r"\b(?:C-[A-Z]+|O)-\d+\b")
DECISION: Final = "DECISION-77"

languages = pytest.mark.parametrize("language", LANGUAGES)
forms = pytest.mark.parametrize("form", FORMS)


def spoken(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.ar


def dense(words: str) -> str:
    return "".join(words.split())


@cache
def assessed() -> tuple[Assessment, ...]:
    engine = Engine.load()
    long = {
        "profile": 1,
        "accommodation": [{"id": letter * 39 + digit} for letter in "مx漢" for digit in "12"],
    }
    profiles = [{"profile": 1}, {"profile": 1, "operation": {}}, long, *random_profiles(25, seed=7)]
    return tuple(engine.evaluate(given, cross_check=False, decision_id=DECISION) for given in profiles)


def views(name: str) -> list[View]:
    """Everything that an audience is shown of these cases, each listed service addressed as well."""
    shown = [assessment.for_audience(name) for assessment in assessed()]
    if BOOK.audiences[name].addressed:
        shown += [
            assessment.for_audience(name, subject=option.subject)
            for assessment in assessed()
            for option in assessment.options
            if option.subject.startswith("service:")
        ]
    return shown


@dataclass
class Html(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, and its texts."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    style: str = ""
    within: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, written: str) -> Html:
        page = cls()
        HTMLParser.__init__(page, convert_charrefs=True)
        page.feed(written)
        page.close()
        assert page.within == [], "every element is closed"
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.within and self.within[-1] == "style":
            self.style += data
        elif data.strip():
            self.texts.append(" ".join(data.split()))

    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def attributes(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for element, attributes in self.elements if element == name]

    def meta(self, name: str) -> str | None:
        return next(
            each["content"]
            for each in self.attributes("meta")
            if name in (each.get("name"), each.get("http-equiv"))
        )


def rendered(markdown: str) -> Html:
    """What a reader of Markdown sees, its HTML included."""
    return Html.of(MarkdownIt().render(markdown))


# lines, and nothing else


@languages
@pytest.mark.parametrize("name", IN_LINES)
def test_the_text_is_the_title_and_the_lines_in_80_columns(name: str, language: Language) -> None:
    for view in views(name):
        assert view.title is not None
        written = view.to_text(language)
        title, empty, *lines = written.split("\n")
        assert (title, empty) == (spoken(view.title, language), "")
        assert dense("".join(lines)) == dense("".join(f"-{spoken(line, language)}" for line in view.lines))
        assert sum(line.startswith("- ") for line in lines) == len(view.lines)
        assert [line for line in written.split("\n") if cell_len(line) > 80] == []


@languages
@pytest.mark.parametrize("name", IN_LINES)
def test_the_markdown_is_the_title_and_the_lines(name: str, language: Language) -> None:
    for view in views(name):
        assert view.title is not None
        shown = rendered(view.to_markdown(language))
        assert shown.texts == [spoken(view.title, language), *(spoken(line, language) for line in view.lines)]
        assert shown.names() <= {"div", "h1", "ul", "li"}
        assert view.to_markdown(language).startswith('<div dir="rtl" lang="ar">') == (language == "ar")


@languages
@pytest.mark.parametrize("name", IN_LINES)
def test_the_html_is_the_title_and_the_lines(name: str, language: Language) -> None:
    note = [] if name == "paper" else [phrase("page.not_for_paper").in_language(language)]
    for view in views(name):
        assert view.title is not None
        title, lines = spoken(view.title, language), [spoken(line, language) for line in view.lines]
        shown = Html.of(view.to_html(language))
        assert shown.texts == [title, title, *lines, *note]
        within = {"html", "head", "meta", "title", "style", "body", "main", "h1", "ul", "li"}
        assert shown.names() == within | ({"p"} if note else set())


@forms
@pytest.mark.parametrize("name", IN_LINES)
def test_lines_name_no_rule_no_decision_no_item_no_section_and_no_audience(name: str, form: str) -> None:
    items = {option.subject.partition(":")[2] for assessment in assessed() for option in assessment.options}
    codes = {section for section in SECTIONS if "_" in section}
    assert len(items) > 20
    for view, language in itertools.product(views(name), LANGUAGES):
        written = FORMS[form](view, language)
        words = set(re.findall(r"[\w-]+", written.partition("<body>")[2] or written))
        assert words.isdisjoint(items | codes | {DECISION, "audiences", "rulesets", "yaml", "json"})
        assert not RULE_ID.search(written)


def test_a_view_without_a_line_is_its_title_alone_and_says_nothing_is_missing() -> None:
    title = Words(en="Visit note", ar="ورقة زيارة")
    assert text_lines(title, [], "en") == ["Visit note", ""]
    assert rendered(markdown_lines(title, [], "ar")).texts == ["ورقة زيارة"]
    assert Html.of(html_lines(title, [], "ar", for_paper=True)).texts == ["ورقة زيارة", "ورقة زيارة"]


# the advice


@languages
@pytest.mark.parametrize("name", IN_ADVICE)
def test_the_html_of_advice_has_all_that_the_audience_is_shown(name: str, language: Language) -> None:
    for view in views(name):
        advice = view.assessment
        assert advice is not None
        text = " ".join(Html.of(view.to_html(language)).texts)
        for one in advice.recommendations:
            assert spoken(one.summary, language) in text
            assert spoken(one.detail, language) in text
            assert one.rule in text
            assert all(dense(spoken(because.text, language)) in dense(text) for because in one.because)
            assert all(spoken(contact, language) in text for contact in one.escalation)
        for question in advice.questions:
            assert spoken(question.text, language) in text
        for told in (*advice.set_aside, *advice.undecided):
            assert told.rule in text
        for lost in advice.set_aside:
            assert spoken(lost.reason, language) in text
        for conflict in advice.conflicts:
            assert spoken(conflict.text, language) in text
        for option in advice.options:
            assert phrase(f"standing.{option.standing}").in_language(language) in text


@pytest.mark.parametrize("name", IN_ADVICE)
def test_every_id_in_the_html_is_isolated_from_the_direction_around_it(name: str) -> None:
    for view, language in itertools.product(views(name), LANGUAGES):
        advice = view.assessment
        assert advice is not None
        ids = {option.subject.partition(":")[2] for option in advice.options}
        ids |= {one.rule for one in advice.recommendations}
        bare = re.sub(r"<bdi>[^<>]*</bdi>", "", view.to_html(language).partition("<body>")[2])
        words = set(re.findall(r"[\w-]+", bare))
        assert not {each for each in ids if len(each) > 3} & words


@forms
def test_no_invisible_character_is_on_a_page(form: str) -> None:
    for name in BOOK.audiences:
        for view, language in itertools.product(views(name)[:12], LANGUAGES):
            written = FORMS[form](view, language)
            hidden = {sign for sign in written if unicodedata.category(sign) in {"Cc", "Cf"}} - {"\n"}
            assert hidden == set()


@pytest.mark.parametrize("name", IN_ADVICE)
def test_both_languages_name_the_same_rules_in_the_same_order(name: str) -> None:
    for view in views(name):
        english, arabic = (RULE_ID.findall(view.to_html(language)) for language in LANGUAGES)
        assert english == arabic


def test_first_come_at_most_seven_things_to_do_then_four_not_to_do_then_two_questions() -> None:
    for view, language in itertools.product(views("case_worker"), LANGUAGES):
        found = re.finditer(
            r'<section aria-labelledby="(\w+)".*?</section>', view.to_html(language), re.DOTALL
        )
        parts = {part[1]: part[0] for part in found}
        wanted = [part for part in ("now", "must_not", "find_out") if part in parts]
        assert list(parts)[: len(wanted)] == wanted
        assert parts.get("now", "").count("<details>") <= 7
        assert parts.get("must_not", "").count("<details>") <= 4
        assert parts.get("find_out", "").count("<li>") <= 2
        assert view.assessment is not None
        if any(one.urgency == "immediate" for one in view.assessment.recommendations):
            assert wanted


def test_what_was_set_aside_is_open_for_the_supervisor_and_folded_for_the_case_worker(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="treat", modality="must_not", tier="life"),
        rule("X-02", "always", action="treat"),
    )
    whole = engine.evaluate({"profile": 1})
    heading = "Set aside</h2>\n"
    assert f"{heading}<details open>" in whole.for_audience("supervisor").to_html()
    assert f"{heading}<details>" in html_page(whole, engine.book)
    assert heading not in whole.for_audience("case_worker").to_html()


# a page that is safe to open


@languages
@pytest.mark.parametrize("name", BOOK.audiences)
def test_the_html_loads_nothing_runs_nothing_and_is_kept_nowhere(name: str, language: Language) -> None:
    for view in views(name)[:15]:
        written = view.to_html(language)
        page = Html.of(written)
        assert written.startswith("<!doctype html>\n")
        assert page.names().isdisjoint({"script", "link", "img", "iframe", "a", "form", "object", "base"})
        given = set(itertools.chain.from_iterable(attributes for _, attributes in page.elements))
        assert given <= {"lang", "dir", "translate", "charset", "http-equiv", "content", "name", "class", "id", "aria-labelledby", "open"}  # fmt: skip
        assert "://" not in written
        assert "url(" not in page.style
        assert "@import" not in page.style
        digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
        assert page.meta("Content-Security-Policy") == (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )
        assert page.meta("referrer") == "no-referrer"
        assert page.meta("Cache-Control") == "no-store"
        assert "noindex" in str(page.meta("robots"))
        assert "<!--" not in written


@languages
@pytest.mark.parametrize("name", BOOK.audiences)
def test_the_html_has_its_language_its_direction_a_neutral_title_and_headings_in_order(
    name: str, language: Language
) -> None:
    for view in views(name)[:15]:
        page = Html.of(view.to_html(language))
        (root,) = page.attributes("html")
        assert root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr", "translate": "no"}
        neutral = {phrase(f"page.{title}").in_language(language) for title in ("title", "title_office")}
        assert page.texts[0] in (neutral if view.title is None else {spoken(view.title, language)})
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert len(page.attributes("main")) == 1
        marked = [each["id"] for each in page.attributes("h2")]
        assert [each["aria-labelledby"] for each in page.attributes("section")] == marked
        assert len(marked) == len(set(marked))


@pytest.mark.parametrize("name", BOOK.audiences)
def test_only_the_paper_view_is_for_printing(name: str) -> None:
    for language in LANGUAGES:
        page = Html.of(views(name)[3].to_html(language))
        note = phrase("page.not_for_paper").in_language(language)
        hides = re.search(r"@media print \{.*?body > \* \{\s*display: none;", page.style, re.DOTALL)
        assert (note in page.texts, bool(hides)) == ((False, False) if name == "paper" else (True, True))


HOSTILE: Final = "<script>alert()</script> <img src=x onerror=a()> [it's](x:y) `code` &lt;"
HOSTILE_AR: Final = "<b>مشورة</b> & «هنا» [نص](#مكان) `رمز` **غليظ** <!-- --> ![]()"


def hostile_engine(folder: Path) -> Engine:
    """A rule book of which every text tries to be something else than text."""
    both = {"en": HOSTILE, "ar": HOSTILE_AR}
    write_book(folder, [rule("X-01", "always", about="service", summary=dict(both), detail=dict(both))])
    line = json.dumps({"id": "one", "text": both}, ensure_ascii=False)
    title = json.dumps(both, ensure_ascii=False)
    folder.joinpath("audiences.yaml").write_text(
        AUDIENCES.format(title=title, line=line, subjects="[case, accommodation, service, data_flow]"),
        encoding="utf-8",
    )
    return Engine.load(folder)


AUDIENCES: Final = """
audiences:
  - id: case_worker
    label: {{en: case worker, ar: عامل الحالة}}
    form: advice
    subjects: {subjects}
    sensitivities: [ordinary, confidential, highly_sensitive]
    reveals: yes
    reasons: yes
    rules: yes
    set_aside: no
  - id: outsider
    label: {{en: outsider, ar: غريب}}
    form: lines
    subjects: [case]
    sensitivities: [ordinary]
    reveals: no
    reasons: no
    rules: no
    set_aside: no
    title: {title}
    lines:
      - {line}
"""


@languages
@pytest.mark.parametrize("name", ["case_worker", "outsider"])
def test_a_text_of_a_ruleset_is_a_text_whatever_is_in_it(
    tmp_path: Path, name: str, language: Language
) -> None:
    assessment = hostile_engine(tmp_path).evaluate({"profile": 1, "service": [{"id": "clinic"}]})
    view = assessment.for_audience(name, language)
    told = HOSTILE if language == "en" else HOSTILE_AR
    for page in (Html.of(view.to_html()), rendered(view.to_markdown())):
        assert told in " ".join(page.texts)
        assert page.names().isdisjoint({"script", "img", "b", "a", "code"})
        assert not any(attribute.startswith("on") for _, given in page.elements for attribute in given)
    assert dense(told) in dense(view.to_text())


@languages
def test_a_line_is_neither_filled_in_nor_begins_a_list_or_a_heading(language: Language) -> None:
    told = ["{{ 7 * 7 }} {% raw %} {title}", "- - 1. # one", "1. one", "one\n\n# two"]
    lines = [Words(en=line, ar=line) for line in told]
    flat = [" ".join(line.split()) for line in told]
    assert Html.of(html_lines(lines[0], lines, language, for_paper=True)).texts == [told[0], told[0], *flat]
    markdown = rendered(markdown_lines(lines[0], lines, language))
    assert markdown.texts == [told[0], *flat]
    assert [name for name, _ in markdown.elements if name != "div"] == ["h1", "ul", "li", "li", "li", "li"]


# how it is asked for


@forms
def test_a_page_is_in_the_language_given_or_asked_for_or_in_english(form: str) -> None:
    assessment = assessed()[3]
    write = FORMS[form]
    for name in BOOK.audiences:
        plain, arabic = assessment.for_audience(name), assessment.for_audience(name, "ar")
        assert write(plain, "ar") == getattr(arabic, f"to_{form}")()
        assert write(arabic, "en") == getattr(plain, f"to_{form}")() != write(plain, "ar")


@forms
@pytest.mark.parametrize("name", ["supervisor", "person"])
def test_a_language_that_there_is_not_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="lang takes en or ar"):
        FORMS[form](assessed()[3].for_audience(name), "fr")  # type: ignore[arg-type]


@forms
def test_a_view_read_back_from_json_has_its_lines_but_no_page_of_advice(form: str) -> None:
    lines = assessed()[3].for_audience("paper", "ar")
    assert FORMS[form](View.model_validate_json(lines.to_json()), "ar") == FORMS[form](lines, "ar")
    advice = View.model_validate_json(assessed()[3].for_audience("supervisor").to_json())
    with pytest.raises(ValueError, match="evaluate the profile again to have its pages"):
        FORMS[form](advice, "en")


@forms
@pytest.mark.parametrize("name", BOOK.audiences)
def test_the_pages_are_the_same_in_another_process(name: str, form: str) -> None:
    assessment = assessed()[5]
    view = assessment.for_audience(name)
    for sent in (pickle.loads(pickle.dumps(assessment)).for_audience(name), pickle.loads(pickle.dumps(view))):
        assert FORMS[form](sent, "ar") == FORMS[form](view, "ar")


# the command line


PROFILE: Final = """
profile: 1
consent: {referral: yes, declined_services: [none]}
risk: {safe_tonight: no, injuries_need_care: yes}
accommodation: [{id: hall, threat_source_present: yes}]
service: [{id: clinic, type: health_general, referral_consent: yes}]
operation: {}
"""


@pytest.fixture
def call(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """One call of `evaluate`: exit code, standard output, standard error."""
    monkeypatch.setattr(Engine, "load", lambda *_: engine)

    def called(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["evaluate", "-", *words], input=PROFILE)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.stdout, done.stderr

    return called


def assessment_of(engine: Engine) -> Assessment:
    return engine.evaluate(CaseProfile.from_text(PROFILE))


@languages
@pytest.mark.parametrize("name", IN_LINES)
def test_the_command_line_prints_the_lines_in_every_form(
    name: str, language: Language, engine: Engine, call: Callable[..., tuple[int, str, str]]
) -> None:
    view = assessment_of(engine).for_audience(name)
    for form, write in FORMS.items():
        expected = (DONE, write(view, language) + "\n", "")
        assert call("--audience", name, "--format", form, "--lang", language) == expected
    assert call("--audience", name, "--lang", language) == (DONE, view.to_text(language) + "\n", "")
    in_json = call("--audience", name, "--format", "json", "--lang", language)
    assert in_json == (DONE, view.to_json() + "\n", "")


@languages
@pytest.mark.parametrize("name", IN_ADVICE)
def test_the_command_line_prints_the_advice_in_every_form(
    name: str, language: Language, engine: Engine, call: Callable[..., tuple[int, str, str]]
) -> None:
    view = assessment_of(engine).for_audience(name)
    assert view.assessment is not None
    shown = assessment_of(engine) if name == "case_worker" else view.assessment
    code, out, err = call("--audience", name, "--format", "json", "--lang", language)
    assert (code, out, err) == (DONE, shown.to_json() + "\n", "")
    open_for = name != "case_worker"
    pages = {
        ("--format", "html"): html_page(shown, engine.book, language, set_aside=open_for),
        ("--all",): str(text_page(shown, engine.book, language, everything=True)),
        (): str(text_page(shown, engine.book, language, set_aside=open_for)),
    }
    for words, expected in pages.items():
        assert call("--audience", name, "--lang", language, *words) == (DONE, expected + "\n", "")


def test_the_supervisor_sees_what_was_set_aside_without_asking_for_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="treat", modality="must_not", tier="life"),
        rule("X-02", "always", action="treat"),
    )
    monkeypatch.setattr(Engine, "load", lambda *_: engine)
    for name, words, seen in (
        ("supervisor", [], True),
        ("case_worker", [], False),
        ("case_worker", ["--all"], True),
    ):
        done = CliRunner().invoke(app, ["evaluate", "-", "--audience", name, *words], input="profile: 1\n")
        assert ("SET ASIDE" in done.stdout, "X-02:" in done.stdout) == (seen, seen)


@languages
def test_reasons_and_everything_add_nothing_to_lines_and_this_is_said(
    language: Language, call: Callable[..., tuple[int, str, str]]
) -> None:
    for word in ("--why", "--all"):
        plain = call("--audience", "person", "--lang", language)
        code, out, err = call("--audience", "person", "--lang", language, word)
        assert (code, out) == plain[:2]
        assert err == phrase("page.lines_alone").in_language(language) + "\n"


@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_a_referral_partner_is_told_what_a_listed_service_needs(
    form: str, call: Callable[..., tuple[int, str, str]]
) -> None:
    words = ("--audience", "referral_partner", "--format", form)
    code, out, err = call(*words, "--subject", "service:clinic")
    assert (code, err) == (DONE, "")
    assert "See the person as soon as they arrive." in out
    assert "See the person as soon as they arrive." not in call(*words)[1]
    assert "clinic" not in out


@languages
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("--audience", "referral_partner", "--subject", "service:telling"), "error.no_such_subject"),
        (("--audience", "referral_partner", "--subject", "telling"), "error.no_such_subject"),
        (("--audience", "referral_partner", "--subject", ""), "error.no_such_subject"),
        (("--audience", "person", "--subject", "service:telling"), "error.takes_no_subject"),
        (("--audience", "office", "--subject", "service:clinic"), "error.takes_no_subject"),
        (("--subject", "service:clinic"), "error.takes_no_subject"),
    ],
)
def test_a_subject_that_does_not_fit_is_refused_and_not_repeated(
    words: tuple[str, ...], name: str, language: Language, call: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = call(*words, "--lang", language)
    assert (code, out) == (WRONG_CALL, "")
    assert err == phrase(name).in_language(language) + "\n"
    assert "telling" not in err
    assert "clinic" not in err


@languages
def test_an_audience_that_is_not_there_is_answered_with_those_that_are(
    language: Language, call: Callable[..., tuple[int, str, str]]
) -> None:
    for name in ("neighbour", "", "Case_Worker"):
        code, out, err = call("--audience", name, "--lang", language)
        assert (code, out) == (WRONG_CALL, "")
        assert all(each in err for each in BOOK.audiences)
        assert "neighbour" not in err
        assert len(err.splitlines()) == 1


def test_the_audiences_are_those_of_the_rulesets_in_use(tmp_path: Path) -> None:
    folder = write_book(tmp_path, [rule("X-01", "always", about="operation"), rule("X-02", "always")])
    audiences = AUDIENCES.format(
        title="{en: Outside, ar: في الخارج}",
        line="{id: one, text: {en: Come in, ar: تفضلوا}}",
        subjects="[operation]",
    )
    folder.joinpath("audiences.yaml").write_text(audiences, encoding="utf-8")

    def called(*words: str) -> tuple[int, str]:
        given = ["evaluate", "-", "--rulesets", str(folder), *words]
        done = CliRunner().invoke(app, given, input="profile: 1\nservice: [{id: clinic}]\noperation: {}\n")
        return done.exit_code, done.stdout

    assert called("--audience", "outsider") == (DONE, "Outside\n\n- Come in\n")
    assert called("--audience", "person") == (WRONG_CALL, "")
    code, out = called("--format", "json")
    assert {one["rule"] for one in json.loads(out)["recommendations"]} == {"X-01"}, "of the operation alone"
    assert (code, "clinic" in out) == (DONE, False)


def test_the_schema_describes_every_view() -> None:
    validator = Draft202012Validator(json.loads(schema_text("view")))
    for name in BOOK.audiences:
        for view in views(name):
            validator.validate(view.to_mapping())
