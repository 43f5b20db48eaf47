"""Beginning a rule, a ruleset, an overlay: what is asked, and what stands in the files then."""

from __future__ import annotations

import importlib.util
import shutil
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from protection_rules.analysis.coverage import coverage
from protection_rules.cli import DONE, FAULTS, WRONG_CALL, app
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.versions import check_versions

ROOT: Final = Path(__file__).parent.parent
RULE: Final = [
    "",  # the next id
    "service",
    "service.type: clinic",
    "service.tpye: legal",
    "journey",
    "service.type: legal",
    "service.travel_safe: no",
    "",
    "must",
    "",  # find out first
    "travel",
    "arrange_safe_travel",
    "immediate",
    "protection_supervisor, security",
    "",  # elaboration
    "ST1.7",
    "S-GBVCM",
    "Go with the person to counsel",
    "رافق الشخص إلى المستشار القانوني",
    "Agree on the way and the hour with the person; nobody waits alone.",
    "اتفق مع الشخص على الطريق والساعة؛ ولا ينتظر أحد وحده.",
    "Ask the person if the way to counsel is safe",
    "اسأل الشخص هل الطريق إلى المستشار القانوني آمن",
    "Ask in private; plan as if it were not.",
    "اسأل على انفراد؛ وخطّط كما لو لم يكن آمناً.",
]
CHANGE: Final = ["Case workers.", "عمال الحالة.", "A decision of the office.", "قرار المكتب."]
HEAD: Final = ["The way there", "الطريق إليها", "Helps on the way.", "تعين في الطريق."]
MARK: Final = "# yaml-language-server: $schema=schemas/{}.schema.json\n"
needs_a_solver = pytest.mark.skipif(importlib.util.find_spec("z3") is None, reason="needs the solver")


def call(answers: list[str], *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["new", *words], input="\n".join(answers) + "\n")
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rulesets", tmp_path / "mine"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_a_solver
def test_a_rule_is_added_with_its_scenarios_its_version_and_a_word_on_the_change(
    rules: Path, tmp_path: Path
) -> None:
    before = contents(rules)
    features = Path(shutil.copytree(ROOT / "features", tmp_path / "features"))
    code, out, told = call(["safe-referral", *RULE, *CHANGE], "rule", str(rules), "--features", str(features))
    assert (code, out) == (DONE, "")
    assert "did you mean `service.type`?" in told
    assert "  service.type: legal: legal counsel\n" in told
    assert "  service.travel_safe: safe journey to this provider\n" in told
    assert "  arrange_safe_travel: " in told
    book = load_rules(rules)
    (added,) = (each for each in book.rules if each.id == "C-REF-17")
    assert added.words.summary.ar == "رافق الشخص إلى المستشار القانوني"
    assert check_rules(rules) == []
    assert check_versions(book, rules) == []
    changed = {name for name, content in contents(rules).items() if before.get(name) != content}
    assert changed == {"safe-referral.yaml", "changes.yaml", "versions.yaml"}
    assert [each.version for each in book.rulesets if each.id == "safe-referral"] == ["1.1.0"]
    assert (
        before["safe-referral.yaml"].replace(b"version: 1.0.0", b"version: 1.1.0")
        in contents(rules)["safe-referral.yaml"]
    )
    shown = coverage(book, features).to_mapping()
    missing = {
        each["measure"]: each["missing"] for each in shown["measures"] if "C-REF-17" in str(each["missing"])
    }
    assert missing.keys() == {"does_not_apply"}
    assert shown["strays"] == []


WRONG_TEXTS: Final = {
    "رافق الشخص": "English text has Arabic letters",
    "Go, it is too late": "too late",
    "w" * 141: "> at most 140 characters",
}
"""English texts that no rule can have, and what is said of them."""


def test_a_text_that_cannot_be_is_asked_for_again_at_once(rules: Path) -> None:
    answers = list(RULE)
    at = answers.index("Go with the person to counsel")
    answers[at:at] = [*WRONG_TEXTS, "Go within 3 hours", "اذهب خلال ساعتين", ""]
    code, _, told = call(["safe-referral", *answers, *CHANGE], "rule", str(rules))
    assert code == DONE, told
    for said in (*WRONG_TEXTS.values(), "the two languages do not name the same numbers"):
        assert told.count(said) == 1


def test_no_line_that_is_asked_is_wider_than_a_narrow_terminal(rules: Path) -> None:
    for language in ("en", "ar"):
        _, _, told = call(["safe-referral", *RULE, *CHANGE], "rule", str(rules), "--lang", language)
        asked = told.partition(str(rules))[0].splitlines()
        assert max(map(cell_len, asked)) <= 80


@needs_a_solver
def test_without_a_folder_for_them_the_scenarios_are_printed_in_both_languages(rules: Path) -> None:
    code, out, _ = call(["safe-referral", *RULE, *CHANGE], "rule", str(rules))
    assert code == DONE
    assert out.count("  Scenario: ") == out.count("  سيناريو: ") == 2
    assert '    Then C-REF-17 applies at once for "service-1"' in out
    assert "    اذاً تطلب القاعدة C-REF-17 التحقّق أولاً فوراً في شأن «الخدمة-1»" in out


def test_what_had_changed_before_without_a_new_version_is_told_and_not_recorded(rules: Path) -> None:
    terse = (rules / "safe-accommodation.yaml").read_text(encoding="utf-8")
    changed = terse.replace("urgency: immediate", "urgency: within_72h", 1)
    (rules / "safe-accommodation.yaml").write_text(changed, encoding="utf-8")
    versions = (rules / "versions.yaml").read_bytes()
    code, _, told = call(["safe-referral", *RULE, *CHANGE], "rule", str(rules))
    assert code == DONE
    assert "without a new version: safe-accommodation" in told
    assert (rules / "versions.yaml").read_bytes() == versions


def test_nothing_is_written_while_there_would_be_a_fault_and_the_answers_are_given_back(rules: Path) -> None:
    before = contents(rules)
    answers = list(RULE)
    answers[answers.index("arrange_safe_travel")] = "refer_to_service"
    answers[answers.index("must") + 1] = "precaution"
    code, out, told = call(["safe-referral", *answers, *CHANGE], "rule", str(rules))
    assert code == FAULTS
    assert f"{rules / 'safe-referral.yaml'}:" in out
    assert "error[disclosing-precaution]" in out
    assert "      en: Go with the person to counsel" in out
    assert "nothing was written" in told
    assert contents(rules) == before


def test_nothing_is_written_where_the_answers_end_too_early(rules: Path) -> None:
    before = contents(rules)
    for count in range(1, len(RULE), 5):
        code, _, told = call(["safe-referral", *RULE[:count]], "rule", str(rules), "--lang", "ar")
        assert code == WRONG_CALL
        assert told.endswith("انتهت الأجوبة قبل الأسئلة؛ ولم يُكتب شيء\n")
    assert contents(rules) == before


def test_an_overlay_is_begun_and_gets_a_ruleset(tmp_path: Path) -> None:
    folder = tmp_path / "our-country"
    code, _, told = call(["our-country", *HEAD, "head of office", "رئيس المكتب"], "overlay", str(folder))
    assert (code, sorted(contents(folder))) == (DONE, ["overlay.yaml"])
    assert f"protection-rules new ruleset {folder}" in told
    rule = ["OUR-01", *RULE[1:]]
    code, _, told = call(
        ["Our-Country", "on-the-way", "referral_safety", *HEAD, "", *rule], "ruleset", str(folder)
    )
    assert (code, sorted(contents(folder))) == (DONE, ["on-the-way.yaml", "overlay.yaml"]), told
    assert check_rules(None, [folder], date(2026, 1, 1)) == []
    assert "OUR-01" in {each.id for each in load_rules(None, [folder]).rules}
    assert (folder / "on-the-way.yaml").read_text(encoding="utf-8").startswith(MARK.format("ruleset"))
    assert (folder / "overlay.yaml").read_text(encoding="utf-8").startswith(MARK.format("overlay"))
    assert call([], "overlay", str(folder))[0] == WRONG_CALL


@needs_a_solver
def test_the_first_rule_of_a_ruleset_has_two_scenarios_too(rules: Path, tmp_path: Path) -> None:
    features = tmp_path / "features"
    answers = ["on-the-way", "referral_safety", *HEAD, "", "WAY-01", *RULE[1:], *CHANGE]
    code, out, told = call(answers, "ruleset", str(rules), "--features", str(features))
    assert (code, out) == (DONE, ""), told
    begun = (rules / "on-the-way.yaml").read_text(encoding="utf-8")
    assert begun.startswith("# yaml-language-server: $schema=../schemas/ruleset.schema.json\n")
    for language, title in (("en", "Feature: The way there\n"), ("ar", "خاصية: الطريق إليها\n")):
        feature = (features / language / "on-the-way.feature").read_text(encoding="utf-8")
        assert title in feature
        assert feature.count("WAY-01 applies") + feature.count("تنطبق القاعدة WAY-01") == 1


def test_a_rule_is_added_to_an_overlay_with_a_version_of_the_overlay(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "overlay-new-law", tmp_path / "law"))
    answers = ["reporting-clinics", *RULE]
    code, _, told = call(answers, "rule", str(folder))
    assert code == DONE, told
    assert "LAW-02" in {each.id for each in load_rules(None, [folder], date(2026, 12, 2)).rules}
    assert "\nversion: 1.1.0\n" in (folder / "overlay.yaml").read_text(encoding="utf-8")


def test_a_folder_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    assert call([], "rule", str(tmp_path / "nowhere"))[0] == WRONG_CALL
    assert call([], "rule", str(tmp_path), "--lang", "ar")[0] == WRONG_CALL
