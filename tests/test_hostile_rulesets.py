"""Whatever stands in a ruleset folder ends in diagnostics or in rules that can be evaluated, without hanging, growing or reaching elsewhere."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from markdown_it import MarkdownIt

from protection_rules import CaseProfile, Engine, RulesetError, limits
from protection_rules.advice.html_page import html_page
from protection_rules.advice.markdown_page import escaped, markdown_page
from protection_rules.advice.text_page import text_page
from protection_rules.analysis.fingerprints import read_fingerprints
from protection_rules.documents import Span
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.limits import LONGEST_MESSAGE, MOST_FAULTS, MOST_STEPS
from protection_rules.logic.openness import counted
from protection_rules.logic.truth import Truth
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import lower_rules
from protection_rules.matchers.shards import MOST_COMPARISONS
from protection_rules.rulesets.content import FINGERPRINTS
from protection_rules.rulesets.diagnostics import Findings, TooManyFaultsError
from protection_rules.rulesets.extent import _work
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.order import after_what_they_use
from protection_rules.rulesets.word_forms import occurrences
from tests import hostile_rulesets as hostile
from tests.bounded import ROOT, run_bounded
from tests.broken_cases import replaced, sound_copy

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")


def results(which: str) -> dict[str, Any]:
    """What became of every folder, in a process with little memory and time."""
    done = run_bounded("-m", "tests.hostile_rulesets", which)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return {one["name"]: one["told"] for one in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    return results("refused")


@pytest.fixture(scope="module")
def evaluated() -> dict[str, str]:
    return results("accepted")


def assert_told(faults: list[str], expected: str) -> None:
    assert any(expected in fault for fault in faults), faults[:3]
    assert len(faults) <= MOST_FAULTS + 1
    for fault in faults:
        message, _, hint = fault.partition("\n  hint: ")
        assert len(message) <= LONGEST_MESSAGE + 300
        assert (message + hint).isprintable()


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_hostile_folder_ends_in_diagnostics(name: str, told: dict[str, list[str]]):
    assert_told(told[name], hostile.REFUSED[name][1])


@pytest.mark.parametrize("file", hostile.FILES)
@pytest.mark.parametrize("name", hostile.ANY_FILE)
def test_whatever_stands_where_a_file_of_a_folder_should_ends_in_diagnostics(
    name: str, file: str, told: dict[str, list[str]]
):
    faults = told[f"{file}: {name}"]

    assert_told(faults, hostile.ANY_FILE[name][1])
    assert all(f"/{file}:" in fault for fault in faults if hostile.ANY_FILE[name][1] in fault)


@pytest.mark.parametrize("name", hostile.ACCEPTED)
def test_what_is_accepted_at_the_edge_evaluates_with_the_fullest_profile(
    name: str, evaluated: dict[str, str]
):
    assert evaluated[name] == "evaluated"


@pytest.mark.parametrize("given", ["link to itself", "missing", "file", "NUL", "very long", "a pipe"])
def test_a_folder_that_is_none_is_told(given: str, tmp_path: Path):
    path = tmp_path / "rules"
    match given:
        case "link to itself":
            path.symlink_to(path)
        case "file":
            path.write_text("", encoding="utf-8")
        case "NUL":
            path = tmp_path / "a\0b"
        case "very long":
            path = tmp_path / ("x" * 10_000)
        case "a pipe":
            os.mkfifo(path)

    faults = check_rules(path)

    assert [(fault.code, fault.message.en) for fault in faults] == [("missing-file", "folder cannot be read")]
    with pytest.raises(RulesetError):
        load_rules(path)


def test_links_that_stay_in_the_folder_are_followed(tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    (folder / "..data").mkdir()
    (folder / "terms.yaml").rename(folder / "..data" / "terms.yaml")
    (folder / "terms.yaml").symlink_to(Path("..data") / "terms.yaml")
    (tmp_path / "elsewhere").symlink_to(folder)

    assert check_rules(folder) == []
    assert check_rules(tmp_path / "elsewhere") == []


def test_a_shared_file_that_is_a_link_to_nothing_is_not_taken_from_the_package(tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    (folder / "standards.yaml").unlink()
    (folder / "standards.yaml").symlink_to("nowhere")

    assert [(Path(fault.file).name, fault.code) for fault in check_rules(folder)] == [
        ("standards.yaml", "missing-file")
    ]


def test_the_order_of_terms_changes_nothing(tmp_path: Path):
    whens = ["{risk.safe_tonight: no}", *(f"{{not: {{t{number}: yes}}}}" for number in range(12))]
    forwards, backwards = sound_copy(tmp_path / "one"), sound_copy(tmp_path / "two")
    hostile.terms(whens)(forwards)
    hostile.terms([re.sub(r"t(\d+)", lambda found: f"t{12 - int(found[1])}", when) for when in whens][::-1])(
        backwards
    )

    assert check_rules(forwards) == check_rules(backwards) == []
    sizes = {
        str(load_rules(folder).terms[name].part).count("Not(")
        for folder, name in ((forwards, "t12"), (backwards, "t0"))
    }
    assert sizes == {12}


# bounds by structure


def test_faults_are_noted_up_to_their_bound_and_it_is_said_that_there_are_more():
    findings = Findings()
    for line in range(MOST_FAULTS):
        findings.add(Span("a", line + 1, 1), "unreadable", "empty")
    with pytest.raises(TooManyFaultsError):
        findings.add(Span("a", 0, 1), "unreadable", "empty")

    found = findings.sorted()

    assert len(found) == MOST_FAULTS + 1
    assert str(found[-1]) == (
        f"a:{MOST_FAULTS}:1: error[too-large]: there may be more faults\n  hint: mend these first"
    )


def test_a_diagnostic_is_told_on_one_line_whatever_it_is_about():
    findings = Findings()
    place, owner = Span("a\n\x1b[2J\u202e", 1, 1), "x" * 10**6 + "\n"
    findings.add(place, "unknown-field", "field", Text("\x07", "\x07"), field="k" * 10**6, owner=owner)

    (fault,) = findings.sorted()

    assert str(fault).startswith("a<U+000A><U+001B>[2J<U+202E>:1:1: error[unknown-field]: `kkk")
    for language in LANGUAGES:
        assert fault.hint.in_language(language) == "<U+0007>"
        assert len(fault.message.in_language(language)) == LONGEST_MESSAGE
        assert "k" * 101 not in fault.message.in_language(language)


def test_names_are_put_in_order_with_as_many_steps_as_there_are_uses():
    asked = []

    class Uses(dict[str, list[str]]):
        def __getitem__(self, name: str) -> list[str]:
            asked.append(name)
            return super().__getitem__(name)

    number = 10_000
    circle = Uses({str(each): [str((each + 1) % number)] for each in range(number)})
    found: list[tuple[str, ...]] = []

    order = after_what_they_use(circle, found.append)

    assert len(asked) == number
    assert sorted(order) == sorted(circle)
    assert [(len(each), each[0], each[-1]) for each in found] == [(number + 1, "0", "0")]
    assert order.index("1") < order.index("0")


@pytest.mark.parametrize("parts", range(1, 5))
def test_what_a_count_can_come_to_is_what_trying_every_combination_gives(parts: int):
    reaches = [frozenset(some) for size in (1, 2, 3) for some in itertools.combinations(Truth, size)]
    for reached in itertools.combinations_with_replacement(reaches, parts):
        for count in range(1, parts + 1):
            tried = set()
            for truths in itertools.product(*reached):
                certain = sum(truth is Truth.TRUE for truth in truths)
                possible = sum(truth is not Truth.FALSE for truth in truths)
                tried.add(
                    Truth.TRUE
                    if certain >= count
                    else Truth.UNDETERMINED
                    if possible >= count
                    else Truth.FALSE
                )
            assert counted(count, list(reached)) == tried, (count, reached)


def test_a_fact_of_the_engine_has_only_the_properties_that_its_rules_compare(tmp_path: Path):
    # the engine refuses a fact with more than 255
    folder = sound_copy(tmp_path / "rules")
    hostile.ACCEPTED["more sets compared than a fact of the engine has properties"](folder)
    rules = lower_rules(load_rules(folder).rules, VOCABULARY)

    matcher = DurableMatcher(rules, VOCABULARY)

    assert len(matcher._properties.by_name) > 255
    assert max(len(shard.form.properties) for shard in matcher.shards) <= MOST_COMPARISONS
    for known in (0.0, 0.5, 1.0):
        given = CaseProfile.from_mapping(hostile.full_profile(known)).case
        assert matcher.match(given) == CompiledMatcher(rules).match(given)


def test_the_shipped_rules_are_far_from_the_bound_on_work():
    assert sum(steps for _, steps in _work(load_rules())) < MOST_STEPS / 3


def test_separators_in_words_never_to_say_are_looked_for_once_each():
    found = occurrences(["alpha - - - - - - - - beta"], ["alpha" + " -" * 2000 + " gamma beta"])

    assert found == []
    assert (
        occurrences(["alpha - beta"], ["alpha - beta, alpha-beta, alpha beta"])[0].written == "alpha - beta"
    )


# what texts can do to a reader's page

ENGLISH: Final = "Read <script>a</script> ![x](//e) [y](j:z) `c` *m* _n_ &lt; ~~s~~ | # %s \\ =b"
ARABIC: Final = "اقرأ <س> ![ب](//ع) [م](//ل) `ن` *و* _ز_ ~~ح~~ | # %s \\ =ب"


@pytest.fixture
def marked_up(tmp_path: Path) -> Engine:
    """Every text of the folder is one that would be markup."""
    folder = sound_copy(tmp_path / "rules")
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "guidance.yaml":
            text = text.replace("kind: duty", "kind: contact")
        text = re.sub(
            r"\{en: [^}]*\}",
            lambda _: f"{{en: {json.dumps(ENGLISH)}, ar: {json.dumps(ARABIC, ensure_ascii=False)}}}",
            text,
        )
        path.write_text(text, encoding="utf-8")
    replaced(folder / "at-the-door.yaml", "id: DOOR-02", "id: DOOR-02\n    reveals: yes")
    return Engine.load(folder)


PROFILES: Final[list[dict[str, Any]]] = [
    {"profile": 1, "risk": {"safe_tonight": "no"}, "person": {"age_group": "adult_18_59"}, "service": [{"id": "clinic", "staff_trained": "yes"}], "consent": {"referral": "yes"}},
    {"profile": 1, "service": [{"id": "clinic"}, {"id": "a_b"}]},
]  # fmt: skip


def tokens(markdown: str) -> Iterator[Any]:
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("profile", PROFILES, ids=["known", "unknown"])
def test_no_text_becomes_markup_in_markdown(profile: dict[str, Any], language: Language, marked_up: Engine):
    page = markdown_page(marked_up.evaluate(profile), marked_up.book, language)

    found = list(tokens(page))
    allowed = {'<div dir="rtl" lang="ar">', "</div>", "<bdi>", "</bdi>"}
    assert {token.content.strip() for token in found if token.type.startswith("html")} <= allowed
    assert not {"link_open", "image", "code_inline", "s_open", "table_open", "fence"} & {
        token.type for token in found
    }
    said = "".join(token.content for token in found if token.type in {"text", "text_special"})
    assert (ENGLISH if language == "en" else ARABIC) in said


BEGINNINGS: Final = (
    "- a",
    "+ a",
    "* a",
    "1. a",
    "2) a",
    "# a",
    "## a",
    "===",
    "---",
    "> a",
    "```a",
    ": a",
    "|a|",
    "<!-- a",
    "[a]: //e",
    "***",
)


@pytest.mark.parametrize("text", BEGINNINGS)
def test_a_text_that_begins_like_markup_is_still_a_text(text: str):
    found = list(tokens(f"- **one**\n  {escaped(text)}"))

    kinds = {token.type for token in found} - {"text", "text_special", "inline", "softbreak"}
    ends = {"bullet_list", "list_item", "paragraph", "strong"}
    assert kinds == {f"{kind}_{end}" for kind in ends for end in ("open", "close")}
    assert sum(token.type == "bullet_list_open" for token in found) == 1
    assert "".join(token.content for token in found if token.type in {"text", "text_special"}) == f"one{text}"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("profile", PROFILES, ids=["known", "unknown"])
def test_no_text_becomes_an_element_in_html(profile: dict[str, Any], language: Language, marked_up: Engine):
    page = html_page(marked_up.evaluate(profile), marked_up.book, language)

    assert "<script" not in page
    assert "<img" not in page
    assert "<س" not in page
    assert ("&lt;script&gt;" if language == "en" else "&lt;س&gt;") in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_stands_on_a_terminal_as_it_is(language: Language, marked_up: Engine):
    page = text_page(marked_up.evaluate(PROFILES[0]), marked_up.book, language, everything=True)

    assert all(line.isprintable() for line in str(page).split("\n"))
    assert ("%s" if language == "en" else "*و*") in str(page)


def test_the_fingerprints_of_a_folder_are_read_within_the_same_bounds(tmp_path: Path):
    folder = sound_copy(tmp_path / "rules")
    (folder / FINGERPRINTS).write_text("method: 1\nparagraphs:\n" + "  - {a: 1}\n" * 5000, encoding="utf-8")

    with pytest.raises(RulesetError) as raised:
        read_fingerprints(folder)

    assert len(raised.value.diagnostics) == MOST_FAULTS + 1


LIMITS: Final = {
    "characters of a file": limits.LARGEST_DOCUMENT,
    "levels of nesting in a file, and in a condition with its terms written out": limits.DEEPEST_NESTING,
    "values, lists and mappings in a file, and in a profile given as data": limits.MOST_VALUES,
    "items in one list of a profile": limits.MOST_ITEMS,
    "faults that are told at once": limits.MOST_FAULTS,
    "rulesets in a folder": limits.MOST_FILES,
    "bytes of the YAML files of a folder": limits.LARGEST_FOLDER,
    "rules in a folder": limits.MOST_RULES,
    "parts of a condition with its terms written out": limits.LARGEST_CONDITION,
    "terms that use one another in a row": limits.DEEPEST_TERMS,
    "steps of all rules of a folder together, where every list of a profile is full": limits.MOST_STEPS,
    "words and phrases in one `terminology.yaml`, and in `invariants.yaml`": limits.MOST_EXPRESSIONS,
    "invariants": limits.MOST_INVARIANTS,
    "checks of one invariant": limits.MOST_CHECKS,
    "audiences of a folder": limits.MOST_AUDIENCES,
    "lines of one audience": limits.MOST_LINES,
    "characters of an id, a name or a version": limits.LONGEST_ID,
}


def test_the_documented_limits_are_those_that_are_kept():
    text = (ROOT / "docs" / "rulesets.md").read_text(encoding="utf-8")
    table = text.partition("## Limits\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]

    assert {what: int(most.replace(",", "")) for what, most in rows} == LIMITS
