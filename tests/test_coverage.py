"""What is covered, what is missing and by what, on small folders and on the project's own rulesets."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from protection_rules.analysis.branches import settled
from protection_rules.analysis.coverage import Coverage, coverage
from protection_rules.analysis.coverage_page import coverage_page
from protection_rules.analysis.scenarios import ScenarioError
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.logic.lowering import certainly, possibly
from protection_rules.matchers.lowered_truth import holding
from protection_rules.rulesets.load import load_rules
from tests.books import rule, write_book
from tests.generate import Generator

FEATURES = Path(__file__).parent.parent / "features"

HOURS = "risk.hours_since_sexual_violence"
DANGER = "{risk.immediate_danger: yes}"
CASE_RULE = rule("T-01", DANGER, if_unknown="precaution")
ENGLISH = """
Feature: Danger
  Scenario: Danger now
    Given immediate danger: yes
    When advice is asked for
    Then T-01 applies as routine
  Scenario: No danger
    Given immediate danger: no
    When advice is asked for
    Then T-01 does not apply
  Scenario: Nobody knows
    Given nothing is known
    When advice is asked for
    Then T-01 applies as routine as a precaution
"""
ARABIC = """# language: ar
خاصية: الخطر
  سيناريو: خطر الآن
    بفرض خطر داهم: نعم
    متى طُلبت المشورة
    اذاً تنطبق القاعدة T-01 اعتيادياً
  سيناريو: لا خطر
    بفرض خطر داهم: لا
    متى طُلبت المشورة
    اذاً لا تنطبق القاعدة T-01
  سيناريو: لا أحد يعلم
    بفرض لا شيء معلوم
    متى طُلبت المشورة
    اذاً تنطبق القاعدة T-01 اعتيادياً احتياطاً
"""


def entry(name: str, **more: Any) -> dict[str, Any]:
    words = {"en": "Some words", "ar": "بعض الكلمات"}
    plain = {"section": words, "place": words, "line": 1, "kind": "duty", "level": "case", "decidable": "yes"}
    return {"id": name, **plain, "decision_points": [], "facts": [], "summary": words, **more}


REASON = {"no_rule": {"en": "People judge this.", "ar": "هذا أمر يقدّره البشر."}}


def measured(
    folder: Path,
    *rules: dict[str, Any],
    features: tuple[str, ...] | None = (ENGLISH, ARABIC),
    entries: tuple[dict[str, Any], ...] = (entry("ST1.6"),),
) -> Coverage:
    """The coverage of a folder of these rules, by these feature files."""
    write_book(folder, rules or (CASE_RULE,))
    source = {"title": {"en": "A handbook", "ar": "دليل"}, "date": "2025-01-27", "language": "ar"}
    register = json.dumps({"source": source, "entries": list(entries)}, ensure_ascii=False)
    (folder / "guidance.yaml").write_text(register, encoding="utf-8")
    if features is None:
        return coverage(load_rules(folder))
    (folder / "features").mkdir()
    for number, feature in enumerate(features):
        (folder / "features" / f"{number}.feature").write_text(feature, encoding="utf-8")
    return coverage(load_rules(folder), folder / "features")


def missing(found: Coverage) -> dict[str, tuple[str, ...]]:
    """What is missing, by measure and language."""
    return {
        " ".join(filter(None, (measure.name, measure.language))): measure.missing
        for measure in found.measures
        if measure.missing
    }


def page(found: Coverage, language: str = "en", **how: bool) -> str:
    return "\n".join(coverage_page(found, language, **how))


# guidance


def test_every_entry_has_its_rules_or_its_reason(tmp_path):
    found = measured(tmp_path, entries=(entry("ST1.6"), entry("KP1", **REASON)))
    assert [(each.entry.id, each.rules) for each in found.guidance] == [("ST1.6", ("T-01",)), ("KP1", ())]
    assert found.complete
    assert "KP1: no rule. People judge this." in page(found, details=True)
    assert "KP1: بلا قاعدة. هذا أمر يقدّره البشر." in page(found, "ar", details=True)


def test_an_entry_with_neither_rule_nor_reason_is_missing(tmp_path):
    found = measured(tmp_path, entries=(entry("ST1.6"), entry("KP1"), entry("KP2", decidable="no")))
    assert missing(found) == {"guidance": ("KP1", "KP2"), "decidable": ("KP1",)}
    assert "neither a rule nor a reason (2):\n      KP1, KP2" in page(found)


def test_a_reason_why_no_rule_rests_on_an_entry_is_wrong_where_one_does(tmp_path):
    found = measured(tmp_path, entries=(entry("ST1.6", **REASON),))
    assert missing(found) == {"guidance": ("ST1.6",), "decidable": ("ST1.6",)}
    assert "although one does (1):\n      ST1.6" in page(found)


def test_without_scenarios_only_the_guidance_is_measured(tmp_path):
    found = measured(tmp_path, features=None)
    assert [measure.name for measure in found.measures] == ["guidance", "decidable"]
    assert "No scenarios were read" in page(found)
    assert "Nothing of the guidance is missing." in page(found)
    assert set(found.to_mapping()) == {"coverage", "complete", "measures", "guidance"}


# rules


def test_a_rule_shown_on_every_branch_in_both_languages_is_covered(tmp_path):
    found = measured(tmp_path)
    assert found.complete
    assert found.strays == ()
    assert "Nothing is missing." in page(found)
    assert "applies (English 1, Arabic 1):\n         - Danger now" in page(found, details=True)
    assert "- لا أحد يعلم" in page(found, "ar", details=True)


def test_a_rule_that_no_scenario_shows_is_missing_on_every_branch(tmp_path):
    found = measured(tmp_path, CASE_RULE, rule("T-02", DANGER))
    assert missing(found) == {
        f"{branch} {language}": ("T-02",)
        for branch in ("applies", "does_not_apply", "unknown")
        for language in ("en", "ar")
    }
    assert "Rules that no scenario shows applying, English (1):\n      T-02" in page(found)


def test_a_language_without_scenarios_is_missing_by_itself(tmp_path):
    found = measured(tmp_path, features=(ENGLISH,))
    assert missing(found) == {
        f"{branch} ar": ("T-01",) for branch in ("applies", "does_not_apply", "unknown")
    }
    assert "while facts are not known, Arabic (1):\n      T-01" in page(found)


@pytest.mark.parametrize(
    ("if_unknown", "step", "counts"),
    [
        ("precaution", "T-01 applies as routine as a precaution", True),
        ("precaution", "T-01 says to find out first, as routine", False),
        ("verify", "T-01 says to find out first, as routine", True),
        ("verify", "T-01 stays undecided and says nothing", False),
        ("silent", "T-01 stays undecided and says nothing", True),
        ("silent", "T-01 applies as routine as a precaution", False),
    ],
)
def test_the_branch_of_what_is_not_known_is_the_one_that_the_rule_names(tmp_path, if_unknown, step, counts):
    feature = ENGLISH.replace("T-01 applies as routine as a precaution", step)
    found = measured(tmp_path, rule("T-01", DANGER, if_unknown=if_unknown), features=(feature,))
    assert ("unknown en" not in missing(found)) is counts
    assert [stray.text for stray in found.strays] == ([] if counts else [step])


@pytest.mark.parametrize(
    ("when", "branches"),
    [
        ("always", ["applies"]),
        ("{person.age_group: {is_unknown: yes}}", ["applies", "does_not_apply"]),
        ("{risk.safe_tonight: {not_known_to_be: yes}}", ["applies", "does_not_apply"]),
        ("{risk.safe_tonight: [no, unknown]}", ["applies", "does_not_apply"]),
        ("{surely: {risk.safe_tonight: no}}", ["applies", "does_not_apply"]),
        (
            "{any: [{risk.safe_tonight: no}, {risk.safe_tonight: {is_unknown: yes}}]}",
            ["applies", "does_not_apply"],
        ),
        (
            f"{{any: [{{{HOURS}: {{at_most: 72}}}}, {{{HOURS}: {{is_unknown: yes}}}}]}}",
            ["applies", "does_not_apply"],
        ),
        (DANGER, ["applies", "does_not_apply", "unknown"]),
    ],
)
def test_a_branch_that_a_rule_cannot_come_to_is_not_asked_for(tmp_path, when, branches):
    found = measured(tmp_path, rule("T-01", when, if_unknown="precaution"))
    assert [shown.name for shown in found.rules[0].branches] == branches
    assert page(found, details=True).count("cannot happen") == 3 - len(branches)


def test_the_form_in_which_branches_are_read_means_the_same():
    for seed in range(60):
        generator = Generator(seed)
        conditions = [generator.condition(3, ()) for _ in range(5)]
        for case in (generator.case() for _ in range(20)):
            for condition in conditions:
                for reading in (certainly, possibly):
                    lowered = reading(condition, VOCABULARY, not_asked_is_unknown=bool(seed % 2))
                    assert holding(settled(lowered, VOCABULARY))(case, {}) == holding(lowered)(case, {}), (
                        seed,
                        condition,
                    )


def test_a_rule_set_aside_is_not_shown_applying(tmp_path):
    feature = ENGLISH.replace("Then T-01 applies as routine\n", "Then T-01 is set aside by T-02\n")
    found = measured(tmp_path, CASE_RULE, rule("T-02", DANGER), features=(feature,))
    assert missing(found)["applies en"] == ("T-01", "T-02")
    shown = {each.rule: [further.name for further in each.further] for each in found.rules}
    assert shown == {"T-01": ["set_aside"], "T-02": ["prevails"]}
    assert "is set aside (English 1, Arabic 0):\n         - Danger now" in page(found, details=True)


def test_backgrounds_and_outlines_count_where_they_are_written_out(tmp_path):
    feature = """
Feature: Places
  Background:
    Given a place to stay called "hall"
  Scenario Outline: A hall with somebody to fear
    Given for "hall", threat source at this place: <here>
    When advice is asked for
    Then T-01 <comes to>
    And "hall" is <standing>
    Examples:
      | here | comes to       | standing    |
      | yes  | does not apply | possible    |
      | no   | applies as routine for "hall" | preferred |
"""
    when = "{accommodation.threat_source_present: no}"
    about = rule("T-01", when, about="accommodation", action="refer", modality="should", if_unknown="silent")
    found = measured(tmp_path, about, features=(feature,))
    assert missing(found) == {
        "applies ar": ("T-01",),
        "does_not_apply ar": ("T-01",),
        "unknown en": ("T-01",),
        "unknown ar": ("T-01",),
        "standing ar": ("accommodation.preferred", "accommodation.possible"),
    }
    assert [scenario.line for scenario in found.rules[0].branches[0].scenarios] == [13]


# options


def test_a_standing_that_no_scenario_shows_is_missing_by_name(tmp_path):
    feature = """
Feature: Services
  Scenario: A clinic
    Given a service called "clinic"
    When advice is asked for
    Then "clinic" is to be checked first
"""
    reports = "{service.reports_to_police: yes}"
    about = rule(
        "T-01", reports, about="service", action="refer", modality="must_not", if_unknown="precaution"
    )
    found = measured(tmp_path, about, features=(feature,))
    assert missing(found)["standing en"] == ("service.possible", "service.not_recommended")
    assert "Standings that no scenario shows, English (2):" in page(found)
    assert "Services: possible, Services: not recommended" in page(found)
    assert "الخدمات: ممكن، الخدمات: يُتحقَّق منه أولاً، الخدمات: لا يُنصح به" in page(found, "ar")


def test_a_standing_of_an_item_that_is_not_listed_counts_for_nothing(tmp_path):
    about = rule(
        "T-01", "{service.reports_to_police: no}", about="service", action="refer", modality="should"
    )
    feature = 'Feature: Services\n  Scenario: A clinic\n    When advice is asked for\n    Then "clinic" is preferred\n'
    found = measured(tmp_path, about, features=(feature,))
    assert [stray.text for stray in found.strays] == ['"clinic" is preferred']


# never rounded up


def one_short(folder: Path, of: int) -> Coverage:
    explained = (entry(f"A{number}", **REASON) for number in range(of - 2))
    return measured(folder, features=None, entries=(entry("ST1.6"), *explained, entry("KP1")))


@pytest.mark.parametrize(("of", "percent"), [(1000, 99.9), (2000, 99.9), (3, 66.6)])
def test_a_share_is_rounded_down(tmp_path, of, percent):
    found = one_short(tmp_path, of)
    assert found.measures[0].percent == percent
    assert f"{of - 1:>10}{of:>10}{percent:>10}" in page(found)
    assert "100.0" not in page(found)
    assert not found.complete


def test_the_least_share_is_compared_exactly(tmp_path):
    found = one_short(tmp_path, 2000)
    assert found.meets(99.95)
    assert not found.meets(99.96)
    assert not found.meets(100)


def test_a_least_share_is_taken_as_it_is_written(tmp_path):
    assert one_short(tmp_path, 1000).meets(99.9)


def test_the_weakest_measure_decides(tmp_path):
    found = measured(tmp_path, features=(ENGLISH,))
    assert found.measures[0].percent == 100
    assert not found.meets(1)
    assert found.meets(0)


@pytest.mark.parametrize("share", [-1, 100.1, float("nan"), float("inf")])
def test_a_least_share_outside_0_to_100_is_refused(tmp_path, share):
    with pytest.raises(ValueError, match="0 to 100"):
        measured(tmp_path).meets(share)


# what counts for nothing


@pytest.mark.parametrize(
    "step",
    [
        "T-09 does not apply",
        "T-01 is set aside by T-09",
        "T-01 applies soon",
        "T-01 holds",
        '"hall" is preferred',
        "تنطبق القاعدة T-01 اعتيادياً",
    ],
)
def test_a_step_that_counts_for_nothing_is_told_with_its_place(tmp_path, step):
    feature = ENGLISH.replace("T-01 applies as routine\n", f"{step}\n")
    found = measured(tmp_path, features=(feature, ARABIC))
    assert missing(found) == {"applies en": ("T-01",)}
    assert [stray.text for stray in found.strays] == [step]
    assert found.to_mapping()["strays"] == [{"place": f"{tmp_path}/features/0.feature:6:5", "step": step}]
    assert "STEPS THAT COUNT FOR NOTHING" in page(found)


def test_what_is_given_or_asked_shows_nothing(tmp_path):
    feature = "Feature: F\n  Scenario: S\n    Given T-01 does not apply\n    When T-01 does not apply\n"
    found = measured(tmp_path, features=(feature,))
    assert "does_not_apply en" in missing(found)
    assert found.strays == ()


# what cannot be read


def test_every_fault_of_the_feature_files_is_told_at_once(tmp_path):
    broken = "Feature: F\n  Scenario: S\n    Given nothing is known\n    Wen advice is asked for\n"
    with pytest.raises(ScenarioError) as caught:
        measured(tmp_path, features=(broken, ENGLISH, broken))
    places = [f"{tmp_path}/features/{number}.feature:4:5" for number in (0, 2)]
    assert str(caught.value).splitlines() == [f"{place}: not readable as Gherkin" for place in places]
    assert caught.value.report("ar").splitlines() == [
        f"{place}: تعذّرت قراءته بصيغة Gherkin" for place in places
    ]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_file_in_an_unheard_of_language_is_told(tmp_path):
    with pytest.raises(ScenarioError, match=r"0\.feature:1:1: not readable as Gherkin"):
        measured(tmp_path, features=("# language: qqq\nFeature: F\n",))


def test_a_file_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / "latin.feature").write_bytes(b"Feature: caf\xe9")
    with pytest.raises(ScenarioError, match=r"latin\.feature:1:1: file cannot be read as UTF-8 text"):
        coverage(load_rules(), tmp_path)


@pytest.mark.parametrize("name", [".", "nowhere"])
def test_a_folder_without_feature_files_is_told(tmp_path, name):
    with pytest.raises(ScenarioError, match="no feature files"):
        coverage(load_rules(), tmp_path / name)


def test_without_the_gherkin_parser_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "gherkin.parser", None)
    with pytest.raises(ScenarioError, match=r"install protection-rules\[test\]"):
        measured(tmp_path)
    assert coverage(load_rules()).scenarios is None


# the project's own


@pytest.fixture(scope="module")
def own() -> Coverage:
    return coverage(load_rules(), FEATURES)


def test_every_entry_of_the_guidance_has_a_rule_or_a_reason(own):
    assert [each.entry.id for each in own.guidance if not each.covered] == []


def test_every_rule_branch_and_standing_is_shown_in_both_languages(own):
    assert missing(own) == {}
    assert own.meets(100)
    assert own.measures[-1].of == 8


def test_every_step_about_a_rule_or_an_option_counts(own):
    assert [str(stray.span) for stray in own.strays] == []


def test_nearly_every_scenario_shows_a_rule_or_an_option(own):
    """The others show what is worth asking."""
    branches = [shown for each in own.rules for shown in (*each.branches, *each.further)]
    standings = [shown for each in own.options for shown in each.standings]
    shown = {scenario for each in (*branches, *standings) for scenario in each.scenarios}
    assert len(shown) > len(own.scenarios) * 0.9


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_fits_80_columns_and_fills_every_place(own, language):
    lines = coverage_page(own, language, details=True)
    assert max(cell_len(line) for line in lines) <= 80
    assert not any("{" in line for line in lines)
    assert len(lines) > 1000


def test_the_mapping_is_plain_data_in_a_fixed_order(own):
    once = json.dumps(own.to_mapping(), ensure_ascii=False)
    assert once == json.dumps(coverage(load_rules(), FEATURES).to_mapping(), ensure_ascii=False)
    mapping = json.loads(once)
    assert mapping["complete"] is True
    entries = len(own.guidance)
    whole = {"measure": "guidance", "covered": entries, "of": entries, "percent": 100.0, "missing": []}
    assert mapping["measures"][0] == whole
    assert {each["rule"] for each in mapping["rules"]} == {rule.rule for rule in own.rules}
