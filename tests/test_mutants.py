"""Rules changed one thing at a time: which changes there are, and whether scenarios notice them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len

from protection_rules.analysis.mutants.mutants import Mutant, mutants, sampled
from protection_rules.analysis.mutants.page import mutation_page
from protection_rules.analysis.mutants.proposal import proposal
from protection_rules.analysis.mutants.report import Judged, Mutation, Score, mutate, owned
from protection_rules.analysis.mutants.words import change_in_words
from protection_rules.analysis.scenarios import ScenarioError, read_played
from protection_rules.cli import DONE, FAULTS, WRONG_CALL
from protection_rules.facts.text import LANGUAGES, Language
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests.books import rule, write_book
from tests.test_cli import call
from tests.test_overlays import write_overlay

FEATURES: Final = Path(__file__).parent.parent / "features"
SAMPLE: Final = 500
"""How many changes to the rules that ship the suite tries; `make mutants` tries all."""

DANGER: Final = "{risk.immediate_danger: yes}"
HEADS: Final = {"en": "Feature: F", "ar": "# language: ar\nخاصية: ف"}


def a_book(folder: Path, *rules: dict[str, Any], **more: Any) -> RuleBook:
    return load_rules(write_book(folder, rules, **more))


def changes(folder: Path, when: str, **fields: Any) -> set[str]:
    """The changes to the condition of the one rule of a book, without the rule's name."""
    book = a_book(folder, rule("T-01", when, **fields))
    return {
        mutant.id.removeprefix("T-01 ")
        for mutant in owned(mutants(book), None, "T-01")
        if mutant.part is not None
    }


def tried(folder: Path, book: RuleBook, *features: str, language: Language = "en", **of: str) -> Mutation:
    """What becomes of the mutants of a book on these scenarios."""
    scenarios = folder / "features"
    scenarios.mkdir(exist_ok=True)
    text = "\n".join([HEADS[language], *features])
    (scenarios / f"{language}.feature").write_text(text, encoding="utf-8")
    chosen = owned(mutants(book, folder), of.get("ruleset"), of.get("rule"))
    return mutate(book, scenarios, chosen)


def fates(mutation: Mutation) -> dict[str, str]:
    return {each.mutant.id: each.fate for each in mutation.judged}


def scenario(title: str, given: str, *thens: str) -> str:
    steps = [f"    Given {given}", "    When advice is asked for", *(f"    Then {then}" for then in thens)]
    return "\n".join([f"  Scenario: {title}", *steps])


# which changes there are


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (DANGER, {"when turned_round"}),
        ("always", set()),
        (
            "{all: [{risk.immediate_danger: yes}, {risk.safe_tonight: no}]}",
            {
                "when any_for_all",
                "when.0 part_dropped",
                "when.1 part_dropped",
                "when.0 turned_round",
                "when.1 turned_round",
            },
        ),
        (
            "{any: [{risk.immediate_danger: yes}, {risk.safe_tonight: no}]}",
            {
                "when all_for_any",
                "when.0 part_dropped",
                "when.1 part_dropped",
                "when.0 turned_round",
                "when.1 turned_round",
            },
        ),
        (
            "{person.age_group: [infant_0_4, child_5_11, unknown]}",
            {
                "when turned_round",
                "when value_dropped infant_0_4",
                "when value_dropped child_5_11",
                "when value_dropped unknown",
                "when value_added adolescent_12_17",
            },
        ),
        (
            "{service.type: police}",
            {"when turned_round", "when value_replaced education", "when value_added education"},
        ),
        (
            "{risk.threat_sources: {includes_any: [family, unknown_source]}}",
            {
                "when turned_round",
                "when value_dropped family",
                "when value_dropped unknown_source",
                "when value_added partner",
            },
        ),
        (
            "{risk.hours_since_sexual_violence: {at_most: 72}}",
            {"when turned_round", "when bound_changed 71", "when bound_changed 73"},
        ),
        (
            "{risk.safe_tonight: {not_known_to_be: yes}}",
            {"when turned_round", "when unknown_weakened", "when value_replaced no"},
        ),
        (
            "{at_least: {count: 2, of: [{risk.immediate_danger: yes}, {risk.safe_tonight: no}, {consent.referral: no}]}}",
            {
                "when count_changed 1",
                "when count_changed 3",
                *(f"when.{part} part_dropped" for part in range(3)),
                *(f"when.{part} turned_round" for part in range(3)),
            },
        ),
        (
            "{some: {service: {service.reports_to_police: yes}}}",
            {"when turned_round", "when every_for_some", "when.0 turned_round"},
        ),
        (
            "{every: {service: {service.reports_to_police: yes}}}",
            {"when turned_round", "when some_for_every", "when.0 turned_round"},
        ),
    ],
)
def test_a_condition_is_changed_where_people_could_get_it_wrong(tmp_path, when, expected):
    about = {"about": "service"} if when.startswith("{service.") else {}
    assert changes(tmp_path, when, **about) == expected


def test_a_rule_is_left_out_weakened_while_facts_are_unknown_and_meant_otherwise(tmp_path):
    written = rule(
        "T-01",
        DANGER,
        if_unknown="precaution",
        urgency="within_72h",
        modality="should",
        unless="{risk.safe_tonight: yes}",
    )
    book = a_book(tmp_path, written, rule("T-02", DANGER, overrides=["T-01"]))
    names = {
        mutant.id for mutant in mutants(book) if mutant.part is None or mutant.operator == "exception_dropped"
    }
    assert {name for name in names if name.startswith("T-01")} == {
        "T-01 rule_dropped",
        "T-01 unknown_policy verify",
        "T-01 unknown_policy silent",
        "T-01 modality must",
        "T-01 modality may",
        "T-01 urgency immediate",
        "T-01 urgency routine",
        "T-01 exception_dropped",
    }
    assert "T-02 override_dropped T-01" in names


def test_what_rulesets_share_is_changed_too(tmp_path):
    names = {mutant.id for mutant in mutants(a_book(tmp_path, rule("T-01", DANGER)))}
    assert {
        "refer standing none",
        "rule_out standing against",
        "hold_back bar_dropped",
        "avoid bar_dropped",
        "avoid bar_standing holds_back",
        "avoid bars.0 turned_round",
        "one_file two_files exclusion_dropped",
    } <= names


def test_a_term_is_changed_where_it_is_defined_for_every_rule_that_uses_it(tmp_path):
    term = {"id": "unsafe", "label": {"en": "not safe", "ar": "غير آمن"}, "when": {"risk.safe_tonight": "no"}}
    book = a_book(tmp_path, rule("T-01", "{unsafe: yes}"), rule("T-02", "{not: {unsafe: yes}}"), terms=[term])
    (change,) = owned(mutants(book), "terms", None)
    assert (change.id, set(change.rules)) == ("unsafe when turned_round", {"T-01", "T-02"})
    # in a rule, the term is one comparison
    assert {mutant.id for mutant in owned(mutants(book), None, "T-01") if mutant.part} == {
        "T-01 when turned_round"
    }


def test_no_change_is_tried_twice_and_none_that_changes_nothing(tmp_path):
    # of two answers, the other one is the opposite
    book = a_book(tmp_path, rule("T-01", "{not: {risk.safe_tonight: no}}"))
    names = [mutant.id for mutant in owned(mutants(book), None, "T-01") if mutant.part]
    assert names == ["T-01 when turned_round"]


def test_every_change_has_its_place_and_its_words_in_both_languages():
    shipped = load_rules()
    every = list(mutants(shipped))
    assert len({mutant.id for mutant in every}) == len(every)
    for mutant in every:
        words = change_in_words(mutant, shipped)
        assert words.en.endswith("."), mutant.id
        assert words.ar.endswith("."), mutant.id
        assert "{" not in words.en + words.ar, mutant.id
        assert mutant.place.line > 1, mutant.id
        assert Path(mutant.place.file).stem == mutant.owner, mutant.id


def test_a_sample_is_always_the_same_and_a_new_change_leaves_the_others_in_it():
    every = tuple(mutants(load_rules()))
    chosen = sampled(every, 50)
    assert chosen == sampled(reversed(every), 50)[::-1]
    fewer = tuple(mutant for mutant in every if mutant not in chosen[:1])
    assert {each.id for each in chosen[1:]} <= {each.id for each in sampled(fewer, 50)}


# what becomes of them


WHEN_DANGER: Final = scenario("Danger", "immediate danger: yes", "T-01 applies as routine")
NO_DANGER: Final = scenario("No danger", "immediate danger: no", "T-01 does not apply")


def test_a_change_is_noticed_by_a_scenario_that_fails_on_it(tmp_path):
    found = tried(tmp_path, a_book(tmp_path, rule("T-01", DANGER)), WHEN_DANGER, rule="T-01")
    assert fates(found)["T-01 rule_dropped"] == "killed"
    assert fates(found)["T-01 urgency within_72h"] == "killed"
    (dropped,) = (each for each in found.judged if each.mutant.operator == "rule_dropped")
    assert dropped.killer is not None
    assert dropped.killer.name == "Danger"


def test_how_strongly_advice_is_meant_is_noticed_only_where_a_step_says_it(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER))
    assert fates(tried(tmp_path, book, WHEN_DANGER, rule="T-01"))["T-01 modality should"] == "survived"
    said = scenario("Danger", "immediate danger: yes", "T-01 says what must be done")
    assert fates(tried(tmp_path, book, said, rule="T-01"))["T-01 modality should"] == "killed"


def test_a_branch_that_no_scenario_shows_leaves_a_survivor_with_the_smallest_profile(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER, if_unknown="verify"))
    found = tried(tmp_path, book, WHEN_DANGER, NO_DANGER, rule="T-01")
    (survivor,) = (each for each in found.survivors if each.mutant.operator == "unknown_policy")
    assert survivor.difference is not None
    assert survivor.difference.witness is not None
    assert survivor.difference.witness.profile == {"profile": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_proposed_scenario_would_notice_the_change_it_is_proposed_for(tmp_path, language):
    book = a_book(
        tmp_path,
        rule("T-01", "{all: [{risk.immediate_danger: yes}, {risk.safe_tonight: no}]}", if_unknown="verify"),
        rule("T-02", "{service.reports_to_police: no}", about="service", action="refer", modality="should"),
        rule("T-03", DANGER, action="one_file"),
        rule("T-04", DANGER, action="two_files"),
    )
    nothing = {"en": scenario("Nothing", "nothing is known", "T-01 says to find out first, as routine")}
    nothing["ar"] = (
        "  سيناريو: لا شيء\n    بفرض لا شيء معلوم\n    متى طُلبت المشورة\n    اذاً تطلب القاعدة T-01 التحقّق أولاً اعتيادياً"
    )
    found = tried(tmp_path, book, nothing[language], language=language)
    assert len(found.survivors) > 15
    for survivor in found.survivors:
        assert survivor.difference is not None
        lines = proposal(survivor.mutant, survivor.difference, book, language)
        again = tmp_path / "again"
        again.mkdir(exist_ok=True)
        text = "\n".join([HEADS[language], *(f"  {line}" for line in lines)])
        (again / "again.feature").write_text(text, encoding="utf-8")
        (judged,) = mutate(book, again, [survivor.mutant]).judged
        assert judged.fate == "killed", survivor.mutant.id


def equivalent(folder: Path, book: RuleBook, **of: str) -> set[str]:
    found = tried(
        folder, book, scenario("Nothing", "nothing is known", "nobody is asked about age group"), **of
    )
    return {each.mutant.id for each in found.judged if each.fate == "equivalent"}


def test_what_a_rule_does_with_unknowns_has_no_effect_where_nothing_is_ever_undetermined(tmp_path):
    book = a_book(
        tmp_path, rule("T-01", "{risk.safe_tonight: {not_known_to_be: yes}}", if_unknown="precaution")
    )
    assert equivalent(tmp_path, book, rule="T-01") == {
        "T-01 unknown_policy verify",
        "T-01 unknown_policy silent",
    }


def test_a_part_that_another_part_implies_has_no_effect(tmp_path):
    late = "{risk.hours_since_sexual_violence: {more_than: 72}}"
    later = "{risk.hours_since_sexual_violence: {more_than: 120}}"
    book = a_book(tmp_path, rule("T-01", f"{{all: [{late}, {later}]}}"))
    assert {"T-01 when.0 part_dropped", "T-01 when.0 bound_changed 71"} <= equivalent(
        tmp_path, book, rule="T-01"
    )


def test_an_exception_has_no_effect_where_the_rank_decides_anyway(tmp_path):
    stronger = rule("T-01", DANGER, action="refer", modality="must_not", overrides=["T-02"])
    weaker = rule("T-02", DANGER, action="refer", modality="should")
    assert "T-01 override_dropped T-02" in equivalent(
        tmp_path, a_book(tmp_path, stronger, weaker), rule="T-01"
    )


def test_an_exception_that_alone_decides_has_an_effect(tmp_path):
    book = a_book(
        tmp_path,
        rule("T-01", DANGER, overrides=["T-02"]),
        rule("T-02", DANGER, action="treat", modality="should"),
    )
    found = tried(tmp_path, book, WHEN_DANGER)
    (survivor,) = (each for each in found.survivors if each.mutant.operator == "override_dropped")
    assert survivor.difference is not None
    lines = proposal(survivor.mutant, survivor.difference, book, "en")
    assert lines[-1] == "  Then T-02 is set aside by T-01"


def test_what_no_rule_uses_has_no_effect(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER))
    of_actions = {mutant.id for mutant in owned(mutants(book), "actions", None)}
    assert equivalent(tmp_path, book, ruleset="actions") == of_actions


def test_an_exclusion_between_advice_that_can_meet_has_an_effect(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER, action="one_file"), rule("T-02", DANGER, action="two_files"))
    met = scenario("Two files", "immediate danger: yes", "T-01 and T-02 meet as a conflict")
    name = "one_file two_files exclusion_dropped"
    assert fates(tried(tmp_path, book, WHEN_DANGER))[name] == "survived"
    assert fates(tried(tmp_path, book, met))[name] == "killed"


def test_a_bar_is_noticed_by_where_the_option_stands(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER, action="avoid", modality="must_not"))
    station = '    And a service called "station"\n    And for "station", type of service: police'
    shown = scenario("Police", f"immediate danger: yes\n{station}", '"station" is not recommended')
    found = fates(tried(tmp_path, book, shown, ruleset="actions"))
    assert found["avoid bar_dropped"] == found["avoid bar_standing holds_back"] == "killed"
    assert found["avoid bars.0 value_added education"] == "survived"


# what cannot tell anything


def test_scenarios_that_fail_already_are_told_and_nothing_is_concluded(tmp_path):
    wrong = scenario("Danger", "immediate danger: no", "T-01 applies as routine")
    with pytest.raises(ScenarioError) as caught:
        tried(tmp_path, a_book(tmp_path, rule("T-01", DANGER)), WHEN_DANGER, wrong)
    (fault,) = caught.value.faults
    assert fault.en.startswith(f"{tmp_path}/features/en.feature:6: this scenario fails as the rules are")


@pytest.mark.parametrize(
    "step",
    [
        "T-01 applies soon",
        '"hall" is preferred',
        "nobody is asked about the weather",
        "it is worth asking the weather about immediate danger",
    ],
)
def test_a_step_that_is_not_read_is_told_with_its_place(tmp_path, step):
    with pytest.raises(ScenarioError) as caught:
        tried(tmp_path, a_book(tmp_path, rule("T-01", DANGER)), scenario("S", "nothing is known", step))
    assert str(caught.value) == f"{tmp_path}/features/en.feature:5:5: not a step that is read"


@pytest.mark.parametrize(
    "given",
    [
        "immediate danger: perhaps",
        "immediate danger",
        'for "hall", type of place: host',
        "type of place: host",
    ],
)
def test_a_fact_that_is_not_read_is_told_with_its_place(tmp_path, given):
    with pytest.raises(ScenarioError) as caught:
        tried(tmp_path, a_book(tmp_path, rule("T-01", DANGER)), scenario("S", given, "T-01 does not apply"))
    assert str(caught.value) == f"{tmp_path}/features/en.feature:3:5: not a step that is read"


def test_a_scenario_told_in_two_languages_is_played_once(tmp_path):
    (tmp_path / "en.feature").write_text(f"{HEADS['en']}\n{WHEN_DANGER}", encoding="utf-8")
    arabic = (
        "  سيناريو: خطر\n    بفرض خطر داهم: نعم\n    متى طُلبت المشورة\n    اذاً تنطبق القاعدة T-01 اعتيادياً"
    )
    (tmp_path / "ar.feature").write_text(f"{HEADS['ar']}\n{arabic}", encoding="utf-8")
    (played,) = read_played(tmp_path, VOCABULARY)
    assert played.scenario.language == "en"


def test_the_scenarios_of_the_project_say_the_same_in_both_languages():
    assert {played.scenario.language for played in read_played(FEATURES, VOCABULARY)} == {"en"}


# what is said of it


def test_a_score_is_never_rounded_up():
    assert Score("", killed=1999, equivalent=5, survived=1).percent == 99.9
    assert Score("", killed=0, equivalent=3, survived=0).percent == 100


def test_the_page_shows_each_survivor_with_its_place_its_words_and_a_scenario(tmp_path):
    book = a_book(tmp_path, rule("T-01", DANGER))
    page = "\n".join(mutation_page(tried(tmp_path, book, WHEN_DANGER, rule="T-01")))
    assert "A small book" in page
    assert f"{tmp_path}/small-book.yaml:" in page
    assert "   T-01: How strongly: “should” instead of “must”." in page
    assert (
        "     Given immediate danger: yes\n     When advice is asked for\n     Then T-01 says what must be done"
        in page
    )


def test_the_page_is_in_arabic_too_and_fits_80_columns(tmp_path):
    found = tried(tmp_path, a_book(tmp_path, rule("T-01", DANGER)), WHEN_DANGER)
    page = mutation_page(found, "ar")
    assert "القوة: «مستحسن» بدلاً من «واجب»." in "\n".join(page)
    assert "     اذاً تقول القاعدة T-01 ما يجب فعله" in page
    lines = [line for line in "\n".join(page).split("\n") if not line.startswith(str(tmp_path))]
    assert max(cell_len(line) for line in lines) <= 80


def feature_folder(path: Path, *scenarios: str) -> str:
    (path / "features").mkdir()
    text = "\n".join([HEADS["en"], *scenarios])
    (path / "features" / "f.feature").write_text(text, encoding="utf-8")
    return str(path / "features")


def test_the_command_ends_with_1_where_something_survives(tmp_path):
    folder = write_book(tmp_path, [rule("T-01", DANGER)])
    features = feature_folder(tmp_path, WHEN_DANGER)
    words = ["mutate", str(folder), "--features", features, "--rule", "T-01"]
    code, out, err = call(*words, "--format", "json")
    data = json.loads(out)
    assert (code, err, data["complete"]) == (FAULTS, "", False)
    assert {each["mutant"] for each in data["survivors"]} >= {"T-01 modality should"}
    assert all(set(each["scenario"]) == set(LANGUAGES) for each in data["survivors"])
    assert call(*words, "--fail-under", "10")[0] == DONE
    assert len(json.loads(call(*words, "--sample", "2", "--format", "json")[1])["score"]) == 2


def test_the_command_ends_with_0_where_everything_is_noticed(tmp_path):
    folder = write_book(tmp_path, [rule("T-01", "always")])
    features = feature_folder(
        tmp_path,
        scenario("Always", "nothing is known", "T-01 applies as routine", "T-01 says what must be done"),
    )
    code, out, _ = call("mutate", str(folder), "--features", features)
    assert code == DONE
    assert "Every change that alters advice makes a scenario fail." in out


def test_the_rules_of_an_overlay_are_changed_and_played_with_the_scenarios_about_them(tmp_path):
    folder = write_book(tmp_path, [rule("T-01", DANGER)])
    overlay = write_overlay(tmp_path / "ours", rules=[rule("O-01", "{risk.immediate_danger: no}")])
    words = ["mutate", str(folder), "--overlay", str(overlay), "--ruleset", "own-of-ours", "--format", "json"]
    danger = scenario("Danger", "immediate danger: yes", "O-01 does not apply")
    told = json.loads(call(*words, "--features", feature_folder(tmp_path, danger))[1])
    assert told["score"].keys() == {"together", "own-of-ours"}
    assert "O-01 when turned_round" not in {each["mutant"] for each in told["survivors"]}
    assert "O-01 rule_dropped" in {each["mutant"] for each in told["survivors"]}


@pytest.mark.parametrize("words", [("--rule", "T-09"), ("--ruleset", "nothing")])
def test_a_name_that_is_not_there_is_a_wrong_call(tmp_path, words):
    folder = write_book(tmp_path, [rule("T-01", DANGER)])
    code, out, err = call("mutate", str(folder), *words)
    assert (code, out) == (WRONG_CALL, "")
    assert f"`{words[1]}`" in err


def test_scenarios_that_cannot_be_read_are_a_wrong_call(tmp_path):
    folder = write_book(tmp_path, [rule("T-01", DANGER)])
    code, _, err = call("mutate", str(folder), "--features", str(tmp_path / "nowhere"))
    assert code == WRONG_CALL
    assert "there are no feature files here" in err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_solver_the_command_says_how_to_install_it(monkeypatch, lang):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "z3" else object())
    code, _, err = call("mutate", "--lang", lang)
    assert code == WRONG_CALL
    assert "protection-rules[verify]" in err


# the rules that ship


def test_the_scenarios_of_the_project_notice_every_change_of_the_sample():
    book = load_rules()
    found = mutate(book, FEATURES, sampled(mutants(book), SAMPLE))
    assert [name(each) for each in found.survivors] == []
    assert found.together.killed > SAMPLE * 0.9


def name(judged: Judged) -> str:
    mutant: Mutant = judged.mutant
    return f"{mutant.place}: {mutant.id}"
