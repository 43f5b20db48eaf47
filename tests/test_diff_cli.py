"""`diff` as its users meet it: what it prints, what is signed off, how it ends; and `verify` with overlays."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from markdown_it import MarkdownIt

from protection_rules import CaseProfile, Engine
from protection_rules.analysis.difference.comparison import compare
from protection_rules.analysis.difference.floor import floor_page, floor_proof
from protection_rules.analysis.difference.markdown import difference_markdown
from protection_rules.analysis.difference.review import Review
from protection_rules.analysis.difference.ways import Kind
from protection_rules.cli import DONE, FAULTS, WRONG_CALL
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.rulesets.acceptances import read_acceptances
from protection_rules.rulesets.load import load_rules
from tests.books import rule, write_book
from tests.invariant_breaks import altered, with_rules
from tests.test_cli import call, run
from tests.test_overlays import EXAMPLE, write_overlay
from tests.test_readme import BLOCK, ROOT, commands, matches
from tests.test_readme import folder as new_folder  # noqa: F401  # a fixture
from tests.test_readme import run as run_as_shown

PROTECT: Final = rule("C-TST-01", "risk.safe_tonight: no", if_unknown="precaution", urgency="immediate")
HARMED: Final = rule("C-TST-02", "risk.immediate_danger: yes", action="talk", if_unknown="verify")
TOPIC: Final = "less.advice.protect.case.to_do"


@pytest.fixture
def old(tmp_path: Path) -> str:
    return folder(tmp_path / "old", PROTECT, HARMED)


def folder(path: Path, *rules: dict[str, Any]) -> str:
    path.mkdir()
    return str(write_book(path, rules))


def finding_in(out: str) -> str:
    """The only id of the topic on a page."""
    (found,) = set(re.findall(rf"{re.escape(TOPIC)}\.[0-9a-f]{{12}}", out))
    return found


def accepting(path: Path, *entries: dict[str, str]) -> str:
    path.write_text(json.dumps({"accepted": list(entries)}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def signed(finding: str, **fields: str) -> dict[str, str]:
    reason = "The office has no place to offer before morning."
    return {"finding": finding, "name": "Head of office", "date": "2026-11-20", "reason": reason} | fields


# what it prints


def test_the_same_rules_are_the_same_for_every_profile(old: str) -> None:
    code, out, err = call("diff", old, old)
    assert (code, err) == (DONE, "")
    assert "The same advice for every profile." in out
    assert "LESS PROTECTIVE" not in out


def test_what_is_less_protective_is_shown_with_a_profile_that_can_be_evaluated(
    old: str, tmp_path: Path
) -> None:
    new = folder(tmp_path / "new", PROTECT | {"if_unknown": "silent"}, HARMED)
    code, out, err = call("diff", old, new)
    assert code == FAULTS
    assert "less protective and not signed off" in err
    shown = " ".join(out.split())
    assert "Advice to protect. About: the case." in shown
    assert "While facts are not known, nothing is said any more." in shown
    assert "Before: C-TST-01, must, at once, as a precaution." in shown
    assert "Now: C-TST-01 is not decided and says nothing." in shown
    assert "So it is in every profile in which: - a safe place tonight: not known" in shown
    assert "C-TST-01: narrower" in shown
    assert "Less protective: 1, of which signed off: 0. More protective: 0. Rules that differ: 1" in shown


def test_the_page_is_in_arabic_too_with_scenarios_where_they_are_asked_for(old: str, tmp_path: Path) -> None:
    new = folder(tmp_path / "new", PROTECT | {"modality": "should"}, HARMED)
    code, out, _ = call("diff", old, new, "--lang", "ar", "--all")
    assert code == FAULTS
    shown = " ".join(out.split())
    assert "ما صار أقل حماية:" in out
    assert "صارت أقل إلزاماً من قبل." in shown
    assert "من قبل: القاعدة C-TST-01، واجب، فوراً، احتياطاً." in shown
    assert "بفرض لا شيء معلوم" in shown
    assert "اذاً تنطبق القاعدة C-TST-01 فوراً احتياطاً" in shown


def test_of_a_rule_that_is_gone_the_scenario_is_of_what_came_before(old: str, tmp_path: Path) -> None:
    _, out, _ = call("diff", old, folder(tmp_path / "new", HARMED), "--all")
    shown = " ".join(out.split())
    assert "Now: there is no rule C-TST-01." in shown
    assert "As a scenario of what came of it before:" in shown
    assert "Then C-TST-01 applies at once as a precaution" in shown


def test_as_json_it_is_one_document_whose_profiles_differ_under_both_books(old: str, tmp_path: Path) -> None:
    new = folder(tmp_path / "new", PROTECT | {"urgency": "routine"}, HARMED | {"if_unknown": "precaution"})
    code, out, _ = call("diff", old, new, "--format", "json")
    assert code == FAULTS
    data = json.loads(out)
    assert data["passes"] is False
    assert {name: set(words) for name, words in data.items() if name == "summary"} == {
        "summary": {"en", "ar"}
    }
    (less,), (more,) = data["less_protective"], data["more_protective"]
    assert [way["kind"] for way in less["ways"]] == ["later"]
    assert [way["kind"] for way in more["ways"]] == ["surer"]
    profile = CaseProfile.from_mapping(less["ways"][0]["profile"])
    urgencies = [
        {one.rule: one.urgency for one in Engine.load(book).evaluate(profile).recommendations}["C-TST-01"]
        for book in (old, new)
    ]
    assert urgencies == ["immediate", "routine"]
    (changed, widened) = data["rules"]
    assert changed["changes"] == [{"field": "urgency", "before": "immediate", "after": "routine"}]
    assert (widened["relation"], [each["way"] for each in widened["shown"]]) == ("wider", ["wider"])


def test_markdown_has_one_line_in_both_languages_tables_and_folded_profiles(old: str, tmp_path: Path) -> None:
    new = folder(tmp_path / "new", PROTECT | {"urgency": "routine"}, HARMED)
    code, out, _ = call("diff", old, new, "--format", "markdown")
    assert code == FAULTS
    assert "**Less protective: 1" in out
    assert '<p dir="rtl" lang="ar">ما صار أقل حماية: 1' in out
    assert out.count("<details>") == out.count("</details>") == 1
    assert "```yaml\nprofile: 1\n" in out
    assert "```gherkin\n# Before: C-TST-01, must, at once" in out
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(out)
    assert rendered.count("<table>") == 2
    assert "<th>signed off</th>" in rendered
    arabic = call("diff", old, new, "--format", "markdown", "--lang", "ar")[1]
    assert arabic.startswith('<div dir="rtl" lang="ar">')


def test_words_of_a_ruleset_mean_themselves_in_markdown() -> None:
    book = load_rules()
    label = Text("offer | <b>x</b> `y` [z](q)", "عرض | <b>س</b>")
    action = replace(book.actions["offer_safe_place"], label=label)
    new = replace(
        altered(book, "C-ACC-01", lambda each: replace(each, modality="should")),
        actions={**book.actions, "offer_safe_place": action},
    )
    page = difference_markdown(Review.of(compare(book, new)))
    row = next(line for line in page.splitlines() if line.startswith("| Advice to"))
    assert r"offer \| &lt;b&gt;x&lt;/b&gt; \`y\` \[z\](q)" in row


def test_the_same_folders_give_the_same_bytes_in_every_process(old: str, tmp_path: Path) -> None:
    widely = "any: [{risk.safe_tonight: no}, {person.age_group: [child_5_11, adolescent_12_17]}]"
    new = folder(tmp_path / "new", PROTECT | {"modality": "should"}, rule("C-TST-02", widely, action="refer"))
    pages = {run("diff", old, new, "--format", "json", PYTHONHASHSEED=str(seed)).stdout for seed in range(3)}
    assert len(pages) == 1
    assert b'"less_protective": [\n' in pages.pop()


# signing off


def test_what_is_signed_off_passes_and_says_by_whom_and_why(old: str, tmp_path: Path) -> None:
    new = folder(tmp_path / "new", PROTECT | {"modality": "should"}, HARMED)
    finding = finding_in(call("diff", old, new)[1])
    accept = accepting(tmp_path / "accepted.yaml", signed(finding))
    code, out, err = call("diff", old, new, "--accept", accept)
    assert (code, err) == (DONE, "")
    assert "of which signed off: 1" in " ".join(out.split())
    assert "Signed off by Head of office, 2026-11-20: The office has no place" in " ".join(out.split())
    data = json.loads(call("diff", old, new, "--accept", accept, "--format", "json")[1])
    assert data["less_protective"][0]["signed_off"]["name"] == "Head of office"
    assert "Signed off by" in call("diff", old, new, "--accept", accept, "--format", "markdown")[1]


def test_a_sign_off_lapses_when_the_difference_is_another(old: str, tmp_path: Path) -> None:
    once = folder(tmp_path / "once", PROTECT | {"modality": "should"}, HARMED)
    again = folder(tmp_path / "again", PROTECT | {"modality": "may"}, HARMED)
    finding = finding_in(call("diff", old, once)[1])
    accept = accepting(tmp_path / "accepted.yaml", signed(finding))
    code, out, err = call("diff", old, again, "--accept", accept)
    assert code == FAULTS
    assert f"the sign-off of `{finding}` has lapsed" in err
    assert f"it is now `{finding_in(out)}`" in err
    assert "accepted.yaml:1:15" in err


def test_a_sign_off_of_nothing_that_is_there_is_told_and_stops_nothing(old: str, tmp_path: Path) -> None:
    accept = accepting(tmp_path / "accepted.yaml", signed(f"{TOPIC}.{'0' * 12}"))
    code, _, err = call("diff", old, old, "--accept", accept, "--lang", "ar")
    assert code == DONE
    assert f"لا يوجد ما أُجيز باسم `{TOPIC}.{'0' * 12}`" in err


FINDING: Final = f"{TOPIC}.{'0' * 12}"
FAULTY: Final = {
    "no list": ({}, "missing-field"),
    "a list that is none": ({"accepted": "everything"}, "wrong-form"),
    "no reason": ({"accepted": [{"finding": FINDING, "name": "x", "date": "2026-11-20"}]}, "missing-field"),
    "another field": ({"accepted": [signed(FINDING, until="2027-01-01")]}, "unknown-field"),
    "no finding": ({"accepted": [signed("everything")]}, "wrong-form"),
    "no day of the calendar": ({"accepted": [signed(FINDING, date="2026-02-30")]}, "wrong-dates"),
    "signed off twice": ({"accepted": [signed(FINDING), signed(FINDING)]}, "duplicate-id"),
    "an empty reason": ({"accepted": [signed(FINDING, reason=" ")]}, "wrong-form"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_file_of_sign_offs_is_a_wrong_call_with_its_place(
    fault: str, old: str, tmp_path: Path
) -> None:
    data, expected = FAULTY[fault]
    path = tmp_path / "accepted.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    code, out, err = call("diff", old, old, "--accept", str(path))
    assert (code, out) == (WRONG_CALL, "")
    assert "accepted.yaml:1:" in err
    assert f"error[{expected}]" in err
    assert read_acceptances(path)[0] == ()


def test_of_a_profile_that_is_given_for_sign_offs_nothing_is_repeated(old: str, tmp_path: Path) -> None:
    path = tmp_path / "given.yaml"
    path.write_text("profile: 1\nrisk: {safe_tonight: no}\n", encoding="utf-8")
    code, out, err = call("diff", old, old, "--accept", str(path))
    assert (code, out) == (WRONG_CALL, "")
    assert "`accepted`" in err
    assert "safe_tonight" not in err
    assert "profile" not in err.replace(str(path), "")


def test_a_file_of_sign_offs_that_is_not_there_is_a_wrong_call(old: str, tmp_path: Path) -> None:
    code, _, err = call("diff", old, old, "--accept", str(tmp_path / "nothing.yaml"))
    assert code == WRONG_CALL
    assert "error[missing-file]" in err


# what is compared


def test_a_folder_is_compared_with_itself_under_an_overlay(old: str, tmp_path: Path) -> None:
    because = {"en": "Because it is so here", "ar": "لأن الحال هنا كذلك"}
    amend = [{"rule": "C-TST-02", "urgency": "immediate", "because": because}]
    overlay = str(write_overlay(tmp_path / "here", amend=amend))
    code, out, _ = call("diff", old, "--overlay", overlay, "--format", "json")
    assert code == DONE
    data = json.loads(out)
    assert [way["kind"] for each in data["more_protective"] for way in each["ways"]] == ["sooner"]
    code, out, _ = call("diff", old, old, "--old-overlay", overlay, "--format", "json")
    assert code == FAULTS
    assert [way["kind"] for each in json.loads(out)["less_protective"] for way in each["ways"]] == ["later"]


def test_what_begins_on_a_day_is_found_between_two_days(tmp_path: Path) -> None:
    later = rule("C-TST-03", "always", action="treat") | {"from": "2026-07-01"}
    book = folder(tmp_path / "dated", PROTECT, later)
    code, out, _ = call(
        "diff", book, "--old-as-of", "2026-06-30", "--as-of", "2026-07-01", "--format", "json"
    )
    assert code == DONE
    data = json.loads(out)
    assert [(each["rule"], each["relation"]) for each in data["rules"]] == [("C-TST-03", "added")]
    assert [each["action"] for each in data["more_protective"]] == ["treat"]
    assert call("diff", book, book, "--as-of", "2026-07-01")[0] == DONE


def test_the_rulesets_of_the_package_are_named_by_a_hyphen() -> None:
    code, out, _ = call("diff", "-", "-")
    assert code == DONE
    assert "The same advice for every profile." in out


@pytest.mark.parametrize(("lang", "words"), [("en", "nothing to compare"), ("ar", "لا شيء يُقابَل")])
def test_one_folder_alone_is_nothing_to_compare(lang: str, words: str, old: str) -> None:
    code, out, err = call("diff", old, "--lang", lang)
    assert (code, out) == (WRONG_CALL, "")
    assert words in err


def test_a_folder_with_faults_is_a_wrong_call(old: str, tmp_path: Path) -> None:
    code, out, err = call("diff", old, folder(tmp_path / "new", PROTECT | {"action": "nothing_known"}))
    assert (code, out) == (WRONG_CALL, "")
    assert "error[unknown-action]" in err


@pytest.mark.parametrize(("lang", "words"), [("en", "which is not installed"), ("ar", "غير مثبَّت")])
def test_without_the_solver_it_says_what_to_install(
    lang: str, words: str, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    code, out, err = call("diff", old, old, "--lang", lang)
    assert (code, out) == (WRONG_CALL, "")
    assert words in err


# the floor under overlays


def test_verify_proves_that_overlays_weaken_no_rule_of_the_floor() -> None:
    words = ("verify", "--overlay", str(EXAMPLE), "--as-of", "2026-07-01")
    code, out, _ = call(*words)
    floor = sum(each.floor for each in load_rules().rules)
    assert code == DONE
    assert f"rules of the floor that the overlays do not weaken for any profile: {floor}" in " ".join(
        out.split()
    )


def test_verify_of_an_overlay_is_data_too(tmp_path: Path) -> None:
    book = folder(tmp_path / "book", PROTECT | {"floor": "yes"}, HARMED)
    overlay = str(write_overlay(tmp_path / "here", rules=[rule("MAR-01", "always", action="treat")]))
    code, out, _ = call("verify", book, "--overlay", overlay, "--format", "json")
    data = json.loads(out)
    assert data["floor"] == {"holds": True, "standing": ["C-TST-01"], "weakened": [], "not_decided": []}
    assert data["rules"] == 3
    assert code == (DONE if data["holds"] else FAULTS)


WEAKER: Final = {
    "it says less": {"if_unknown": "silent"},
    "it says it later": {"urgency": "routine"},
    "it says it less strongly": {"modality": "should"},
}


@pytest.mark.parametrize("way", WEAKER)
def test_a_rule_of_the_floor_that_is_weakened_is_found_and_shown(way: str) -> None:
    book = load_rules()
    weaker = altered(book, "C-ACC-01", lambda each: replace(each, **WEAKER[way]))
    proof = floor_proof(book, weaker)
    assert not proof.holds
    (found,) = proof.weakened
    assert found.rule == "C-ACC-01"
    assert found.before.tells_of("C-ACC-01")
    assert len(proof.standing) == sum(each.floor for each in book.rules) - 1
    for language in LANGUAGES:
        page = "\n".join(floor_page(proof, language))
        assert "C-ACC-01" in page
        assert "profile: 1" in page


def test_a_rule_of_the_floor_that_another_sets_aside_is_found_though_it_is_as_it_was() -> None:
    book = load_rules()
    (offer,) = [each for each in book.rules if each.id == "C-ACC-01"]
    against = replace(offer, id="X-TEST-01", modality="must_not", floor=False)
    proof = floor_proof(book, with_rules(book, [*book.rules, against]))
    assert [each.rule for each in proof.weakened] == ["C-ACC-01"]


# the page


@pytest.mark.parametrize("name", ["diff.md", "diff.ar.md"])
def test_every_command_of_the_page_says_what_it_shows(name: str, request: pytest.FixtureRequest) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    here = request.getfixturevalue("new_folder")
    blocks = [text for language, text in BLOCK.findall(page) if language == "console"]
    assert len(blocks) == 2
    for block in blocks:
        for command, shown in commands(block):
            said = run_as_shown(command, here).splitlines()
            assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


def test_the_page_tells_of_every_way_and_shows_a_sound_file_of_sign_offs(tmp_path: Path) -> None:
    kinds = {kind for part in get_args(Kind) for kind in get_args(part) or (part,)}
    for name in ("diff.md", "diff.ar.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert {kind for kind in kinds if f"`{kind}`" not in page} == set()
        (written,) = [text for language, text in BLOCK.findall(page) if language == "yaml"]
        path = tmp_path / name
        path.write_text(written, encoding="utf-8")
        (acceptance,), faults = read_acceptances(path)
        assert faults == []
        assert acceptance.reason
