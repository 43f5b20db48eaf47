"""The HTML pages as a browser shows and prints them; skipped without Chromium and playwright."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest

from protection_rules import Assessment, Engine
from protection_rules.advice.html_page import html_lines
from protection_rules.advice.model import Words
from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.rulesets.load import load_rules
from tests.books import rule, small_engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM: Final = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

AUDIENCES: Final = tuple(load_rules().audiences)
CASE: Final[dict[str, Any]] = {
    "profile": 1,
    "risk": {"safe_tonight": "no"},
    "accommodation": [{"id": "hall", "type": "collective_shelter"}, {"id": "بيت_1"}],
    "service": [{"id": "x" * 40, "type": "health_general"}],
    "operation": {},
}
PHONE: Final = {"width": 360, "height": 740}
DESK: Final = {"width": 1280, "height": 800}
RULES_OF_WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

languages = pytest.mark.parametrize("language", LANGUAGES)
audiences = pytest.mark.parametrize("audience", AUDIENCES)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        # inside a container, there is no sandbox to be had
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return Engine.load().evaluate(CASE, cross_check=False)


def opened(browser: Browser, written: str, size: dict[str, int] = DESK, **more: Any) -> Page:
    page = browser.new_page(viewport=size, **more)
    page.set_content(written)
    return page


def leaning(page: Page, selector: str) -> str:
    """The side at which a text begins."""
    return page.evaluate(
        """selector => {
            const element = document.querySelector(selector), range = document.createRange()
            range.selectNodeContents(element)
            const text = range.getClientRects()[0], box = element.getBoundingClientRect()
            return text.left - box.left > box.right - text.right ? 'right' : 'left'
        }""",
        selector,
    )


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")


def visible(page: Page) -> str:
    return " ".join(page.inner_text("body").split())


@languages
@audiences
def test_a_page_asks_for_nothing_and_the_browser_complains_of_nothing(
    audience: str, language: Language, browser: Browser, assessment: Assessment, tmp_path: Any
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    path = tmp_path / "page.html"
    path.write_text(assessment.for_audience(audience).to_html(language), encoding="utf-8")
    page.goto(path.as_uri())
    unfold(page)
    assert complaints == []
    assert asked == [path.as_uri()]
    styled = page.evaluate("getComputedStyle(document.body).margin")
    assert styled == "0px", "the page's own style is in force"
    page.close()


@languages
@audiences
def test_a_page_runs_from_the_side_of_its_language_and_fits_a_phone(
    audience: str, language: Language, browser: Browser, assessment: Assessment
) -> None:
    written = assessment.for_audience(audience).to_html(language)
    for size in (PHONE, DESK):
        page = opened(browser, written, size)
        side = "right" if language == "ar" else "left"
        first = "summary" if page.locator("summary").count() else "li"
        assert [leaning(page, "h1"), leaning(page, f"main {first}")] == [side, side]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], "nothing has to be scrolled sideways"
        page.close()


@languages
def test_what_to_do_what_not_and_what_to_find_out_are_on_the_first_screen(
    language: Language, browser: Browser, assessment: Assessment
) -> None:
    page = opened(browser, assessment.for_audience("case_worker").to_html(language))
    for part in ("now", "must_not", "find_out"):
        box = page.locator(f"section.{part}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= DESK["height"]
    assert page.locator("details[open]").count() == 0
    now = page.locator("section.now details").first
    now.locator("summary").focus()
    page.keyboard.press("Enter")
    assert now.locator("p").is_visible()
    page.close()


@languages
@audiences
def test_printed_a_page_is_a_neutral_note_unless_it_is_the_paper_view(
    audience: str, language: Language, browser: Browser, assessment: Assessment
) -> None:
    view = assessment.for_audience(audience)
    page = opened(browser, view.to_html(language))
    note = phrase("page.not_for_paper").in_language(language)
    assert note not in visible(page)
    page.emulate_media(media="print")
    if audience == "paper":
        assert view.title is not None
        lines = [getattr(line, language) for line in (view.title, *view.lines)]
        assert visible(page) == " ".join(lines)
    else:
        assert visible(page) == note
    page.close()


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@languages
def test_the_paper_view_with_every_line_it_can_have_is_one_small_sheet(
    language: Language, browser: Browser
) -> None:
    paper = load_rules().audiences["paper"]
    assert paper.title is not None
    title, *lines = (
        Words(en=text.en, ar=text.ar) for text in (paper.title, *(line.text for line in paper.lines))
    )
    page = opened(browser, html_lines(title, lines, language, for_paper=True))
    for form in ("A6", "A5", "A4"):
        assert pages_of(page.pdf(format=form)) == 1
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@languages
@audiences
def test_a_page_is_accessible(
    audience: str, language: Language, scheme: str, browser: Browser, assessment: Assessment
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(browser, assessment.for_audience(audience).to_html(language), color_scheme=scheme)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES_OF_WCAG}})
        assert found.response["passes"], "axe looked at the page"
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
        unfold(page)
    page.close()


def test_a_text_of_a_ruleset_runs_nothing(tmp_path: Any, browser: Browser) -> None:
    attack = "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>"
    told = {"en": f"One {attack}"[:70], "ar": "واحد"}
    how = {"en": f"Do it {attack}", "ar": "افعل"}
    engine = small_engine(tmp_path, rule("X-01", "always", summary=told, detail=how))
    page = opened(browser, engine.evaluate({"profile": 1}).for_audience("supervisor").to_html())
    page.locator("summary").first.click()
    assert attack in visible(page)
    assert page.title() == "Advice for this case"
    page.close()
