"""Beginning a rule, a ruleset, an overlay: what is asked, and what stands in the files then."""

from __future__ import annotations

import importlib.util
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from protection_rules.analysis.coverage import coverage
from protection_rules.authoring.layout import laid_out
from protection_rules.authoring.scaffold.files import with_entry
from protection_rules.cli import DONE, FAULTS, WRONG_CALL, app
from protection_rules.documents import plain, read_document
from protection_rules.facts.profile import CaseProfile
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.local_facts import MOST_FACTS
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


FACTS: Final[dict[str, list[str]]] = {
    "answer": [],
    "choice": [
        "none",
        "no_curfew",
        "not known",
        "no curfew",
        "لا حظر تجوّل",
        "nights",
        "at night",
        "ليلاً",
        "",
    ],
    "choices": [
        "ferry",
        "the ferry, or a boat",
        "العبّارة، أو قارب",
        "bridge",
        "the bridge: on foot",
        "الجسر: سيراً",
        "",
    ],
    "number": ["1", "24"],
}
"""The answers that only facts of a kind are asked for, by the kind."""
GIVEN: Final = {
    "answer": ("local: {crossing: yes}", "local.crossing: yes"),
    "choice": ("local: {crossing: no_curfew}", "local.crossing: no_curfew"),
    "choices": ("local: {crossing: [ferry]}", "local.crossing: {includes: ferry}"),
    "number": ("local: {crossing: 24}", "local.crossing: {at_least: 24}"),
}
"""How profiles give the facts, and conditions read them."""


def of_fact(kind: str, name: str = "crossing") -> list[str]:
    """The answers for a fact of a kind."""
    asked = ["Check: how is the river crossed?", "تحقّق: كيف يُعبر النهر؟"]
    labels = [name.replace("_", " "), "عبور النهر"]
    return [name, kind, *labels, *asked, "office", "openly", "ordinary", *FACTS[kind]]


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """An overlay with a ruleset of its own."""
    return Path(shutil.copytree(ROOT / "examples" / "overlay-new-law", tmp_path / "law"))


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_of_every_kind_begins_the_file_of_facts_and_is_known_from_then_on(
    kind: str, law: Path
) -> None:
    before = contents(law)
    code, out, told = call(of_fact(kind), "fact", str(law))
    assert (code, out) == (DONE, ""), told
    changed = {name for name, content in contents(law).items() if before.get(name) != content}
    assert changed == {"facts.yaml", "overlay.yaml"}
    assert "\nversion: 1.1.0\n" in (law / "overlay.yaml").read_text(encoding="utf-8")
    written = (law / "facts.yaml").read_text(encoding="utf-8")
    mark = "# yaml-language-server: $schema=../../schemas/facts.schema.json\nfacts:\n  - fact: crossing\n"
    assert written.startswith(mark)
    assert laid_out(written) == written
    assert check_rules(None, [law], date(2026, 12, 2)) == []
    vocabulary = load_rules(None, [law], date(2026, 12, 2)).vocabulary
    fact = vocabulary["local.crossing"]
    assert fact.kind == kind
    assert fact.attributes.question.ar == "تحقّق: كيف يُعبر النهر؟"
    in_profiles, in_conditions = GIVEN[kind]
    assert f"a profile gives it so: {in_profiles}\n" in told
    assert f"a condition reads it so: {in_conditions}\n" in told
    assert told.endswith(f"  protection-rules new rule {law}\n")
    profile = plain(read_document(f"profile: 1\n{in_profiles}\n", ""))
    assert (
        CaseProfile.from_mapping(profile, vocabulary).case_of(vocabulary).facts["local.crossing"] != "unknown"
    )


def test_a_second_fact_comes_after_the_first_and_every_comment_stays(law: Path) -> None:
    by_hand = (
        "# of the river\nfacts:\n- fact: river_high   # since May\n  kind: answer\n"
        "  label: {en: high water, ar: ارتفاع الماء}\n"
        '  question: {en: "Is the river high?", ar: "هل النهر مرتفع؟"}\n'
        "  supplied_by: office\n  asked: openly\n  sensitivity: ordinary\n# the end\n"
    )
    (law / "facts.yaml").write_text(by_hand, encoding="utf-8")
    code, _, told = call(["river_high", *of_fact("number")], "fact", str(law))
    assert code == DONE, told
    assert "> that name is taken\n" in told
    written = (law / "facts.yaml").read_text(encoding="utf-8")
    assert laid_out(written) == written
    assert written.startswith("# of the river\nfacts:\n  - fact: river_high # since May\n    kind: answer\n")
    assert written.index("# the end\n") < written.index("- fact: crossing\n")
    assert list(load_rules(None, [law]).vocabulary.local) == ["river_high", "crossing"]


WRONG_ANSWERS: Final = {
    "Crossing": "small letters, digits and underscores",
    "crossing": "",
    "maybe": "that is none of the choices",
    "number": "",
    "legal counsel, " * 9: "at most 90 characters",
    "Age Group": "something else is called that",
    "العبور": "English text has Arabic letters",
    "hours to cross": "",
    "hours": "Arabic text has no Arabic letters",
    "ساعات العبور": "",
    "How many hours?": "",
    "كم ساعة؟": "",
    "office": "",
    "openly": "",
    "ordinary": "",
    "-1": "a whole number from 0 to 999999",
    "6": "",
    "5": "a whole number from 7 to 1000000",
    "twelve": "a whole number from 7 to 1000000",
    "12": "",
}
"""Answers for a number, some of which cannot be, with what is said of those."""


def test_what_cannot_be_is_said_and_asked_for_again(law: Path) -> None:
    code, _, told = call(list(WRONG_ANSWERS), "fact", str(law))
    assert code == DONE, told
    for said in filter(None, WRONG_ANSWERS.values()):
        assert f"> {said}" in told
    fact = load_rules(None, [law]).vocabulary["local.crossing"]
    assert (fact.attributes.minimum, fact.attributes.maximum) == (6, 12)
    assert max(map(cell_len, told.partition(str(law))[0].splitlines())) <= 80


def test_facts_are_asked_for_in_arabic(law: Path) -> None:
    code, _, told = call(of_fact("choice"), "fact", str(law), "--lang", "ar")
    assert code == DONE
    assert "  choice: إحدى قيمها\n" in told
    assert "يذكرها ملف الحالة هكذا: local: {crossing: no_curfew}\n" in told
    assert max(map(cell_len, told.partition(str(law))[0].splitlines())) <= 80


def test_an_overlay_without_rules_is_told_how_to_begin_a_ruleset_that_reads_the_fact(tmp_path: Path) -> None:
    folder = tmp_path / "our-country"
    call(["our-country", *HEAD, "head of office", "رئيس المكتب"], "overlay", str(folder))
    code, _, told = call(of_fact("answer"), "fact", str(folder))
    assert code == DONE, told
    assert (folder / "facts.yaml").read_text(encoding="utf-8").startswith(MARK.format("facts"))
    assert told.endswith(f"  protection-rules new ruleset {folder}\n")


def test_a_folder_of_rulesets_has_no_facts_of_its_own(rules: Path) -> None:
    before = contents(rules)
    code, out, told = call(of_fact("answer"), "fact", str(rules))
    assert (code, out) == (WRONG_CALL, "")
    assert told == "this is no overlay, and facts belong in one; `new overlay` begins one\n"
    _, _, told = call(of_fact("answer"), "fact", str(rules), "--lang", "ar")
    assert "new overlay" in told
    assert contents(rules) == before


def test_no_fact_is_written_where_the_answers_end_too_early(law: Path) -> None:
    before = contents(law)
    answers = of_fact("choice")
    for count in range(len(answers)):
        assert call(answers[:count], "fact", str(law))[0] == WRONG_CALL
    assert contents(law) == before


def fact_of(name: str, number: int = 1) -> dict[str, Any]:
    """A fact of the kind that needs least, as it stands in its file."""
    return {
        "fact": name,
        "kind": "answer",
        "label": {"en": f"crossing {number}", "ar": f"العبور {number}"},
        "question": {"en": "Check the river.", "ar": "تحقّق من النهر."},
        "supplied_by": "office",
        "asked": "openly",
        "sensitivity": "ordinary",
    }


def test_as_many_facts_as_an_overlay_may_have_are_written_and_no_more(law: Path) -> None:
    written = "facts:\n"
    for number in range(MOST_FACTS):
        written = with_entry(written, fact_of(f"crossing_{number}", number))
    (law / "facts.yaml").write_text(written, encoding="utf-8")
    before = contents(law)
    for lang, said in (("en", "this overlay has 60 facts"), ("ar", "في هذه الإضافة 60 حقيقة")):
        # it is told before anything is asked
        code, out, told = call([], "fact", str(law), "--lang", lang)
        assert code == WRONG_CALL
        assert out == ""
        assert told.startswith(said)
    assert contents(law) == before


def test_a_file_of_another_form_is_left_as_it_is_and_the_answers_are_given_back(law: Path) -> None:
    in_braces = json.dumps({"facts": [fact_of("river_high")]}, ensure_ascii=False)
    (law / "facts.yaml").write_text(in_braces, encoding="utf-8")
    before = contents(law)
    code, out, told = call(of_fact("answer", "ferry"), "fact", str(law))
    assert code == WRONG_CALL
    assert out.startswith("  - fact: ferry\n")
    assert "does not end in a list with hyphens" in told
    assert contents(law) == before


def test_it_is_said_first_that_nobody_is_to_be_described(law: Path) -> None:
    _, _, told = call([], "fact", str(law))
    assert told.startswith("Declare nothing that says who somebody is")


@needs_a_solver
@pytest.mark.parametrize("kind", FACTS)
def test_a_rule_that_reads_a_fact_of_the_overlay_has_scenarios_that_are_read(
    kind: str, law: Path, tmp_path: Path
) -> None:
    call(of_fact(kind), "fact", str(law))
    features = tmp_path / "features"
    rule = [
        "",
        "",
        "crossing",
        "local.crosing: yes",
        GIVEN[kind][1],
        *RULE[RULE.index("service.travel_safe: no") + 1 :],
    ]
    code, out, told = call(["reporting-clinics", *rule], "rule", str(law), "--features", str(features))
    assert (code, out) == (DONE, ""), told
    assert "\nFacts of this operation\n  local.crossing: crossing\n" in told
    assert told.count("  local.crossing: crossing\n") == 2
    assert "did you mean `local.crossing`?" in told
    book = load_rules(None, [law], date(2026, 12, 2))
    shown = coverage(book, features).to_mapping()
    assert shown["strays"] == []
    missing = {each["measure"] for each in shown["measures"] if "LAW-02" in str(each["missing"])}
    assert missing == {"does_not_apply"}
