"""The handbook as a browser shows, searches and prints it; skipped without Chromium and playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from protection_rules.authoring.handbook.build import build_handbook
from protection_rules.authoring.handbook.words import words
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.rulesets.load import load_rules
from tests.books import rule, write_book

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM: Final = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

PROJECT: Final = Path(__file__).resolve().parent.parent
KINDS: Final = (
    "index",
    "decision/access-and-registration",
    "rule/C-DIV-13",
    "facts",
    "fact/risk.threat_sources",
    "guidance",
    "entry/KP1",
    "actions",
    "conditions",
    "standards",
    "promises",
    "glossary",
    "avoided",
    "changes",
    "search",
)
"""One page of each kind."""
UNLIKE: Final = ("index", "rule/C-DIV-13", "fact/risk.threat_sources", "glossary", "search")
"""Between them they have all that looks otherwise on a phone or in the dark."""
PHONE: Final = {"width": 360, "height": 740}
DESK: Final = {"width": 1280, "height": 800}
RULES_OF_WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        # inside a container, there is no sandbox to be had
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook") / "site"
    build_handbook(load_rules(), folder, features=PROJECT / "features")
    return folder


def opened(browser: Browser, path: Path, **more: Any) -> Page:
    page = browser.new_page(**{"viewport": DESK, **more})
    page.goto(path.as_uri())
    return page


@languages
def test_pages_ask_for_nothing_elsewhere_fit_a_phone_and_run_from_their_side(
    language: Language, browser: Browser, site: Path
) -> None:
    page = browser.new_page(viewport=PHONE)
    complaints: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    for name in KINDS:
        page.goto((site / language / f"{name}.html").as_uri())
        assert complaints == [], name
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style is in force"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        heading = page.evaluate(
            """() => {
                const heading = document.querySelector('h1'), range = document.createRange()
                range.selectNodeContents(heading)
                const text = range.getClientRects()[0], box = heading.getBoundingClientRect()
                return text.left - box.left > box.right - text.right ? 'right' : 'left'
            }"""
        )
        assert heading == ("right" if language == "ar" else "left"), name
    assert all(url.startswith(site.as_uri()) for url in asked)
    page.close()


@pytest.mark.parametrize(
    ("size", "scheme", "names"), [(DESK, "light", KINDS), (PHONE, "dark", UNLIKE)], ids=["desk", "phone"]
)
@languages
def test_pages_are_accessible(
    language: Language,
    size: dict[str, int],
    scheme: str,
    names: tuple[str, ...],
    browser: Browser,
    site: Path,
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport=size, color_scheme=scheme)
    for name in names:
        page.goto((site / language / f"{name}.html").as_uri())
        if name == "search":
            page.fill("#sought", "1")
        found = axe.run(
            page, options={"runOnly": {"type": "tag", "values": RULES_OF_WCAG}, "resultTypes": ["violations"]}
        )
        assert found.response["passes"], "axe looked at the page"
        said = [(name, each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]
        assert said == []
    page.close()


@pytest.mark.parametrize(
    ("language", "sought", "rule"),
    [
        ("en", "offering safe places tonight", "C-ACC-01"),
        ("en", "SHELTERS locks", "C-ACC-03"),
        ("en", "c-acc-02", "C-ACC-02"),
        ("en", "refer poli", "C-REF-05"),
        ("ar", "اعرض مكانًا آمنًا", "C-ACC-01"),
        ("ar", "والمَأوى الجَماعيّ يقفل", "C-ACC-03"),
        ("ar", "ومصدر تهديدٍ بالمكان هذا", "C-ACC-02"),
        ("ar", "C-ACC-02", "C-ACC-02"),
    ],
)
def test_search_finds_a_rule_by_other_forms_of_its_words(
    language: Language, sought: str, rule: str, browser: Browser, site: Path
) -> None:
    page = opened(browser, site / language / "search.html")
    page.get_by_role("searchbox").press_sequentially(sought)
    link = page.locator(f"#results li:has(bdi:text-is('{rule}')) a")
    assert link.count() == 1, page.inner_text("#results")
    said = words("search.found", count=page.locator("#results li").count())
    assert page.get_by_role("status").inner_text() == said.in_language(language)
    assert "?" not in page.url, "what is sought stands in no address"
    link.click()
    assert page.url == (site / language / "rule" / f"{rule}.html").as_uri()
    page.close()


@languages
def test_search_says_when_nothing_is_found_and_nothing_while_nothing_is_sought(
    language: Language, browser: Browser, site: Path
) -> None:
    page = opened(browser, site / language / "search.html")
    for sought, said in (("qqqqqqq", words("search.none").in_language(language)), ("", ""), (" ، ", "")):
        page.fill("#sought", sought)
        assert page.get_by_role("status").inner_text() == said
        assert page.locator("#results li").count() == 0
    page.close()


@languages
def test_without_scripts_everything_but_the_search_is_there(
    language: Language, browser: Browser, site: Path
) -> None:
    page = opened(browser, site / language / "search.html", java_script_enabled=False)
    assert not page.locator("#sought").is_visible()
    assert words("search.no_script").in_language(language) in page.inner_text("main")
    page.get_by_role("main").get_by_role(
        "link", name=words("facts.title").in_language(language), exact=True
    ).click()
    assert page.url == (site / language / "facts.html").as_uri()
    page.get_by_role(
        "link", name=words("language.en" if language == "ar" else "language.ar").en, exact=True
    ).click()
    other = "en" if language == "ar" else "ar"
    assert page.url == (site / other / "facts.html").as_uri()
    page.close()


@languages
def test_the_keyboard_reaches_the_content_first_and_is_seen(
    language: Language, browser: Browser, site: Path
) -> None:
    page = opened(browser, site / language / "rule" / "C-ACC-01.html")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0, "the link is seen once it has the focus"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


@languages
def test_printed_a_page_has_its_advice_its_care_and_no_navigation(
    language: Language, browser: Browser, site: Path
) -> None:
    for name, cares in (("C-DIV-13", True), ("C-ACC-02", False)):
        page = opened(browser, site / language / "rule" / f"{name}.html")
        page.emulate_media(media="print", color_scheme="dark")
        shown = " ".join(page.inner_text("body").split())
        assert (words("reveals").in_language(language) in shown) == cares
        assert load_rules_once()[name].words.detail.in_language(language) in shown
        assert not page.get_by_role("navigation").count()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.close()


def load_rules_once() -> Any:
    return {each.id: each for each in load_rules().rules}


def test_a_text_of_a_ruleset_runs_nothing(tmp_path: Path, browser: Browser) -> None:
    attack = "<img src=x onerror=document.title='taken'></script><script>document.title='taken'</script>"
    home = tmp_path / "rules"
    home.mkdir()
    told = {"en": f"One {attack}"[:70], "ar": "واحد"}
    how = {"en": f"Do it {attack}", "ar": "افعل"}
    write_book(home, [rule("X-01", "always", summary=told, detail=how)])
    build_handbook(load_rules(home), tmp_path / "site", home)
    page = opened(browser, tmp_path / "site" / "en" / "rule" / "X-01.html")
    assert attack in " ".join(page.inner_text("main").split())
    assert page.title().startswith("One <img")
    page.goto((tmp_path / "site" / "en" / "search.html").as_uri())
    page.fill("#sought", "taken")
    assert told["en"] in page.inner_text("#results")
    assert page.title() == "Search · Handbook"
    page.close()
