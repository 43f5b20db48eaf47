"""From truth to advice: outcomes, precedence, options, questions and explanations, on small rule books."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from protection_rules import Assessment, Engine
from protection_rules.advice.model import Recommendation
from protection_rules.facts.vocabulary import LIST_SECTIONS, NOT_ASKED, SECTIONS, UNKNOWN, VOCABULARY
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES
from tests.books import EXCLUSION, rule, small_engine
from tests.profiles import known_value, random_profiles

SAFE = "risk.safe_tonight"
DANGER = "risk.immediate_danger"


def profile(**sections: Any) -> dict[str, Any]:
    return {"profile": 1} | sections


NOTHING_KNOWN: Final = profile()
NOT_SAFE: Final = profile(risk={"safe_tonight": "no"})
SAFE_TONIGHT: Final = profile(risk={"safe_tonight": "yes"})


def advised(assessment: Assessment) -> dict[str, str]:
    """Every rule with advice (and its item, if it is about one) with its status."""
    return {named(one.rule, one.subject): one.status for one in assessment.recommendations}


def set_aside(assessment: Assessment) -> dict[str, str]:
    """What was set aside, by what."""
    return {named(one.rule, one.subject): one.by for one in assessment.set_aside}


def named(name: str, subject: str) -> str:
    item = subject.partition(":")[2]
    return f"{name} {item}" if item else name


def only(assessment: Assessment) -> Recommendation:
    (one,) = assessment.recommendations
    return one


# outcomes


@pytest.mark.parametrize(
    ("if_unknown", "given", "status", "undecided"),
    [
        ("precaution", NOT_SAFE, "applies", []),
        ("verify", NOT_SAFE, "applies", []),
        ("silent", NOT_SAFE, "applies", []),
        ("precaution", SAFE_TONIGHT, None, []),
        ("verify", SAFE_TONIGHT, None, []),
        ("silent", SAFE_TONIGHT, None, []),
        ("precaution", NOTHING_KNOWN, "precaution", []),
        ("verify", NOTHING_KNOWN, "verify", []),
        ("silent", NOTHING_KNOWN, None, ["X-01"]),
    ],
)
def test_what_a_rule_comes_to_where_its_condition_is_true_false_or_undetermined(
    tmp_path: Path, if_unknown: str, given: dict[str, Any], status: str | None, undecided: list[str]
) -> None:
    assessment = small_engine(tmp_path, rule("X-01", f"{SAFE}: no", if_unknown=if_unknown)).evaluate(given)
    assert advised(assessment) == ({"X-01": status} if status else {})
    assert [one.rule for one in assessment.undecided] == undecided


@pytest.mark.parametrize(
    ("given", "summary_en", "summary_ar", "detail_en", "unknowns"),
    [
        (NOT_SAFE, "Advice 1", "مشورة 1", "How to do 1.", ()),
        (NOTHING_KNOWN, "Find out 1", "تحقّق 1", "How to find out 1.", (SAFE,)),
    ],
)
def test_the_words_are_those_for_what_is_known_and_the_unknown_is_named(
    tmp_path: Path,
    given: dict[str, Any],
    summary_en: str,
    summary_ar: str,
    detail_en: str,
    unknowns: tuple[str, ...],
) -> None:
    for if_unknown in ("precaution", "verify"):
        one = only(small_engine(tmp_path, rule("X-01", f"{SAFE}: no", if_unknown=if_unknown)).evaluate(given))
        assert (one.summary.en, one.summary.ar, one.detail.en) == (summary_en, summary_ar, detail_en)
        assert one.unknowns == unknowns


def test_a_precaution_without_words_of_its_own_says_what_the_rule_says(tmp_path: Path) -> None:
    spoken = rule("X-01", f"{SAFE}: no", if_unknown="precaution")
    del spoken["when_unknown"]
    assert only(small_engine(tmp_path, spoken).evaluate(NOTHING_KNOWN)).summary.en == "Advice 1"


@pytest.mark.parametrize(
    ("when", "given", "reasons"),
    [
        (f"{SAFE}: no", NOT_SAFE, [("A safe place tonight: no", "مكان آمن هذه الليلة: لا", "true")]),
        (f"{SAFE}: no", NOTHING_KNOWN, [("A safe place tonight: not known", "مكان آمن هذه الليلة: غير معلوم", "undetermined")]),
        (f"any: [{{{SAFE}: no}}, {{{DANGER}: yes}}]", NOT_SAFE, [("A safe place tonight: no", "مكان آمن هذه الليلة: لا", "true")]),
        (f"{SAFE}: {{not: yes}}", NOT_SAFE, [("A safe place tonight: no", "مكان آمن هذه الليلة: لا", "false")]),
        (
            "risk.incident_types: {includes_any: [threats, blackmail]}",
            profile(risk={"incident_types": ["detention", "blackmail", "threats"]}),
            [("the person told of: threats, blackmail", "نوع الحادث الذي رواه الشخص: تهديدات، ابتزاز", "true")],
        ),
        ("risk.hours_since_sexual_violence: {at_most: 72}", profile(risk={"hours_since_sexual_violence": 40}), [("hours since sexual violence: 40", ": 40", "true")]),
        (
            "some: {service: {service.reports_to_police: yes}}",
            profile(service=[{"id": "one", "reports_to_police": "no"}, {"id": "two", "reports_to_police": "yes"}]),
            [("(two): yes", "(two): نعم", "true")],
        ),
        ("none: {service: {service.type: legal}}", profile(service=[]), [("Services: none listed", "الخدمات: لا شيء في القائمة", "true")]),
        ("some: {service: {service.type: legal}}", NOTHING_KNOWN, [("Services: not known", "الخدمات: غير معلومة", "undetermined")]),
        ("always", NOTHING_KNOWN, []),
    ],
)  # fmt: skip
def test_advice_gives_the_facts_that_made_it_so_in_both_languages(
    tmp_path: Path, when: str, given: dict[str, Any], reasons: list[tuple[str, str, str]]
) -> None:
    one = only(small_engine(tmp_path, rule("X-01", when, if_unknown="precaution")).evaluate(given))
    assert len(one.because) == len(reasons)
    for because, (english, arabic, truth) in zip(one.because, reasons, strict=True):
        assert because.text.en.endswith(english)
        assert because.text.ar.endswith(arabic)
        assert because.truth == truth


def test_the_unknowns_of_advice_are_those_that_could_still_decide(tmp_path: Path) -> None:
    when = f"all: [{{{SAFE}: no}}, any: {{{DANGER}: yes, person.age_group: child_5_11}}]"
    engine = small_engine(tmp_path, rule("X-01", when, if_unknown="precaution"))
    assert only(engine.evaluate(profile(risk={"immediate_danger": "yes"}))).unknowns == (SAFE,)
    assert only(engine.evaluate(NOT_SAFE)).unknowns == (DANGER, "person.age_group")
    assert only(engine.evaluate(profile(risk={"safe_tonight": "no", "immediate_danger": "no"}))).unknowns == (
        "person.age_group",
    )


def test_unless_lifts_a_rule_and_its_unknown_leaves_it_undetermined(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, rule("X-01", f"{SAFE}: no", unless=f"{DANGER}: no", if_unknown="verify"))
    expected = {"yes": {"X-01": "applies"}, "no": {}, "unknown": {"X-01": "verify"}}
    for danger, advice in expected.items():
        assert (
            advised(engine.evaluate(profile(risk={"safe_tonight": "no", "immediate_danger": danger})))
            == advice
        )


def test_a_rule_about_a_list_is_evaluated_for_each_item_and_not_at_all_for_no_list(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, rule("X-01", "service.type: legal", about="service", if_unknown="verify"))
    given = profile(service=[{"id": "one", "type": "legal"}, {"id": "two"}, {"id": "three", "type": "mhpss"}])
    assert advised(engine.evaluate(given)) == {"X-01 one": "applies", "X-01 two": "verify"}
    assert advised(engine.evaluate(profile(service=[]))) == {}
    assert advised(engine.evaluate(NOTHING_KNOWN)) == {}


def test_items_without_an_id_are_pointed_to_by_their_place(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        *(rule(f"X-0{number}", "always", about=section) for number, section in enumerate(LIST_SECTIONS)),
    )
    found = engine.evaluate(profile(accommodation=[{}, {}], service=[{}], data_flow=[{}]))
    assert {one.subject for one in found.recommendations} == {
        "accommodation:a1", "accommodation:a2", "service:s1", "data_flow:d1",
    }  # fmt: skip


def test_a_rule_about_the_office_needs_the_office_described_and_other_rules_read_it_as_unknown(
    tmp_path: Path,
) -> None:
    law = "operation.criminalisation_context: yes"
    engine = small_engine(
        tmp_path,
        rule("X-01", law, about="operation", if_unknown="precaution"),
        rule("X-02", law, if_unknown="precaution"),
    )
    assert advised(engine.evaluate(NOTHING_KNOWN)) == {"X-02": "precaution"}
    assert advised(engine.evaluate(profile(operation={}))) == {"X-01": "precaution", "X-02": "precaution"}
    told = engine.evaluate(profile(operation={"criminalisation_context": "yes"}))
    assert {(one.rule, one.subject) for one in told.recommendations} == {
        ("X-01", "operation"),
        ("X-02", "case"),
    }


def test_a_set_not_asked_is_a_precaution_and_nothing_to_any_other_rule(tmp_path: Path) -> None:
    threats = "risk.incident_types: {includes: threats}"
    engine = small_engine(
        tmp_path,
        rule("X-01", threats, if_unknown="precaution"),
        rule("X-02", threats, if_unknown="verify"),
        rule("X-03", threats, if_unknown="silent"),
    )
    found = engine.evaluate(profile(risk={"incident_types": ["not_asked"]}))
    assert advised(found) == {"X-01": "precaution"}
    assert (found.questions, found.undecided) == ((), ())


# precedence


@pytest.mark.parametrize(("prohibiting", "advising"), list(itertools.product(TIERS, TIERS)))
def test_the_higher_tier_wins_and_inside_a_tier_what_must_not_be_done(
    tmp_path: Path, prohibiting: str, advising: str
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="must_not", tier=prohibiting),
        rule("X-02", "always", action="refer", modality="must", tier=advising),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    prohibition_wins = TIERS.index(prohibiting) <= TIERS.index(advising)
    winner, loser = ("X-01", "X-02") if prohibition_wins else ("X-02", "X-01")
    assert advised(found) == {winner: "applies"}
    assert set_aside(found) == {loser: winner}


@pytest.mark.parametrize("modality", ["must", "should", "may"])
@pytest.mark.parametrize("tier", TIERS)
def test_inside_a_tier_must_not_sets_every_other_modality_aside(
    tmp_path: Path, tier: str, modality: str
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality=modality, tier=tier),
        rule("X-02", "always", action="refer", modality="must_not", tier=tier),
    )
    assert set_aside(engine.evaluate(NOTHING_KNOWN)) == {"X-01": "X-02"}


@pytest.mark.parametrize(
    ("one", "other"), [("must", "should"), ("must", "may"), ("should", "may"), ("must_not", "must_not")]
)
def test_advice_to_the_same_end_sets_nothing_aside(tmp_path: Path, one: str, other: str) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality=one, tier="life"),
        rule("X-02", "always", action="refer", modality=other),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    assert (set(advised(found)), set_aside(found)) == ({"X-01", "X-02"}, {})


def test_what_must_not_be_done_says_nothing_against_another_action_or_another_item(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule(
            "X-01", "service.type: legal", about="service", action="refer", modality="must_not", tier="life"
        ),
        rule("X-02", "always", about="service", action="refer", modality="should"),
        rule("X-03", "always", about="service", action="treat", modality="should"),
    )
    found = engine.evaluate(profile(service=[{"id": "one", "type": "legal"}, {"id": "two", "type": "mhpss"}]))
    assert set_aside(found) == {"X-02 one": "X-01"}
    assert set(advised(found)) == {"X-01 one", "X-02 two", "X-03 one", "X-03 two"}


def test_what_must_not_be_done_in_the_case_is_not_done_for_any_listed_item(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="must_not", tier="life"),
        rule("X-02", "always", about="service", action="refer", modality="must"),
        rule("X-03", "always", about="operation", action="refer", modality="must"),
    )
    found = engine.evaluate(profile(service=[{"id": "one"}, {"id": "two"}], operation={}))
    assert set_aside(found) == {"X-02 one": "X-01", "X-02 two": "X-01"}
    assert set(advised(found)) == {"X-01", "X-03"}


def test_what_is_said_against_one_item_leaves_advice_about_the_case_alone(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", about="service", action="refer", modality="must_not", tier="life"),
        rule("X-02", "always", action="refer", modality="must"),
    )
    found = engine.evaluate(profile(service=[{"id": "one"}]))
    assert (set(advised(found)), set_aside(found)) == ({"X-01 one", "X-02"}, {})


def test_what_must_be_done_in_the_case_does_not_lift_what_is_said_against_one_item(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="must", tier="life"),
        rule("X-02", "always", about="service", action="refer", modality="must_not"),
    )
    found = engine.evaluate(profile(service=[{"id": "one"}]))
    assert (set(advised(found)), set_aside(found)) == ({"X-01", "X-02 one"}, {})


def test_a_precaution_sets_advice_aside_and_advice_to_find_out_does_not(tmp_path: Path) -> None:
    for if_unknown, aside in (("precaution", {"X-02": "X-01"}), ("verify", {}), ("silent", {})):
        engine = small_engine(
            tmp_path,
            rule(
                "X-01", f"{SAFE}: no", action="refer", modality="must_not", tier="life", if_unknown=if_unknown
            ),
            rule("X-02", "always", action="refer"),
        )
        assert set_aside(engine.evaluate(NOTHING_KNOWN)) == aside


def test_advice_to_find_out_is_itself_set_aside_by_what_is_known(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="must_not"),
        rule("X-02", f"{SAFE}: no", action="refer", if_unknown="verify"),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    assert set_aside(found) == {"X-02": "X-01"}
    assert found.questions == ()


@pytest.mark.parametrize(
    ("tiers", "overrides", "reason_en", "reason_ar"),
    [
        (("life", "routine"), [], "“Advice 1” ... saving life ... routine work", "«مشورة 1» ... إنقاذ الحياة ... العمل الاعتيادي"),
        (("law", "law"), [], "“Advice 1” ... must not be done comes first", "«مشورة 1» ... ما لا يجوز فعله"),
        (("routine", "life"), ["X-02"], "“Advice 1” ... this very situation", "«مشورة 1» ... هذا الوضع بعينه"),
    ],
)  # fmt: skip
def test_what_is_set_aside_stays_in_the_result_with_what_it_gave_way_to_and_why(
    tmp_path: Path, tiers: tuple[str, str], overrides: list[str], reason_en: str, reason_ar: str
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="must_not", tier=tiers[0], overrides=overrides),
        rule("X-02", "always", action="refer", tier=tiers[1]),
    )
    (lost,) = engine.evaluate(NOTHING_KNOWN).set_aside
    assert (lost.rule, lost.subject, lost.action, lost.by) == ("X-02", "case", "refer", "X-01")
    for said, expected in ((lost.reason.en, reason_en), (lost.reason.ar, reason_ar)):
        places = [said.find(part) for part in expected.split(" ... ")]
        assert places == sorted(places)
        assert min(places) >= 0


# exceptions


def test_a_rule_overrides_the_rules_it_names_whatever_their_action_and_tier(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", f"{SAFE}: no", overrides=["X-02", "X-03"]),
        rule("X-02", "always", action="refer", modality="must_not", tier="life"),
        rule("X-03", "always", action="treat"),
    )
    assert set_aside(engine.evaluate(NOT_SAFE)) == {"X-02": "X-01", "X-03": "X-01"}
    assert set_aside(engine.evaluate(SAFE_TONIGHT)) == {}


@pytest.mark.parametrize("if_unknown", ["precaution", "verify", "silent"])
def test_a_rule_that_does_not_apply_for_certain_overrides_nothing(tmp_path: Path, if_unknown: str) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", f"{SAFE}: no", overrides=["X-02"], if_unknown=if_unknown),
        rule("X-02", "always", action="treat"),
    )
    assert set_aside(engine.evaluate(NOTHING_KNOWN)) == {}


def test_an_overridden_rule_overrides_nothing(tmp_path: Path) -> None:
    chain = [rule(f"X-0{number}", "always", overrides=[f"X-0{number + 1}"]) for number in range(1, 5)]
    engine = small_engine(tmp_path, *chain, rule("X-05", "always"))
    found = engine.evaluate(NOTHING_KNOWN)
    assert set_aside(found) == {"X-02": "X-01", "X-04": "X-03"}
    assert set(advised(found)) == {"X-01", "X-03", "X-05"}


def test_a_rule_that_a_stronger_one_sets_aside_overrides_nothing(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", overrides=["X-02"]),
        rule("X-02", "always", action="treat"),
        rule("X-03", "always", action="refer", modality="must_not", tier="life"),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    assert set_aside(found) == {"X-01": "X-03"}
    assert set(advised(found)) == {"X-02", "X-03"}


def test_an_exception_stands_against_the_stronger_rule_that_it_names(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="should", overrides=["X-02"]),
        rule("X-02", "always", action="refer", modality="must_not", tier="life"),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    assert (set(advised(found)), set_aside(found)) == ({"X-01"}, {"X-02": "X-01"})


def test_an_override_about_the_case_covers_every_item_and_one_about_an_item_that_item_alone(
    tmp_path: Path,
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", f"{SAFE}: no", overrides=["X-03"]),
        rule("X-02", "service.type: legal", about="service", overrides=["X-03", "X-04"]),
        rule("X-03", "always", about="service"),
        rule("X-04", "always"),
    )
    services = [{"id": "one", "type": "legal"}, {"id": "two", "type": "mhpss"}]
    assert set_aside(engine.evaluate(profile(service=services))) == {"X-03 one": "X-02"}
    found = set_aside(engine.evaluate(NOT_SAFE | {"service": services}))
    assert set(found) == {"X-03 one", "X-03 two"}
    assert found["X-03 two"] == "X-01"


def test_rules_that_speak_against_one_another_in_a_circle_all_stay(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="refer", modality="should", overrides=["X-02"]),
        rule("X-02", "always", action="treat", modality="must_not", overrides=["X-04"]),
        rule("X-04", "always", action="refer", modality="must_not", tier="life"),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    assert (set(advised(found)), set_aside(found)) == ({"X-01", "X-02", "X-04"}, {})


def test_nothing_is_set_aside_by_what_is_itself_set_aside(engine: Engine) -> None:
    seen = 0
    for given in random_profiles(150, seed=31):
        found = engine.evaluate(given, cross_check=False)
        standing = {one.rule for one in found.recommendations}
        advice = {(one.rule, one.subject) for one in found.recommendations}
        for lost in found.set_aside:
            assert lost.by in standing
            assert (lost.rule, lost.subject) not in advice
            seen += 1
    assert seen > 20


# conflicts


@pytest.mark.parametrize("tier", TIERS)
def test_two_duties_of_one_tier_that_exclude_each_other_both_stay_with_what_each_costs(
    tmp_path: Path, tier: str
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="two_files", tier=tier),
        rule("X-02", "always", action="one_file", tier=tier),
    )
    found = engine.evaluate(NOTHING_KNOWN)
    (conflict,) = found.conflicts
    assert set(conflict.rules) == {"X-01", "X-02"} == set(advised(found))
    assert conflict.text.en.startswith(EXCLUSION["text"]["en"])
    assert conflict.text.ar.startswith(EXCLUSION["text"]["ar"])
    assert "supervisor" in conflict.text.en
    assert "المشرف" in conflict.text.ar


@pytest.mark.parametrize(
    ("one", "other", "conflicts"),
    [
        ({"tier": "life"}, {"tier": "law"}, 0),
        ({"when": f"{SAFE}: no", "if_unknown": "precaution"}, {}, 1),
        ({"when": f"{SAFE}: no", "if_unknown": "verify"}, {}, 0),
        ({"when": f"{SAFE}: no", "if_unknown": "silent"}, {}, 0),
        ({"about": "data_flow"}, {"about": "data_flow"}, 2),
        ({"about": "data_flow"}, {}, 2),
        ({"about": "service"}, {"about": "data_flow"}, 0),
    ],
)
def test_a_conflict_needs_one_tier_one_subject_and_two_duties_that_are_not_to_be_found_out_first(
    tmp_path: Path, one: dict[str, Any], other: dict[str, Any], conflicts: int
) -> None:
    rules = [
        rule(f"X-0{number}", fields.pop("when", "always"), action=action, **fields)
        for number, (action, fields) in enumerate(
            (("one_file", dict(one)), ("two_files", dict(other))), start=1
        )
    ]
    given = profile(data_flow=[{"id": "one"}, {"id": "two"}], service=[{"id": "one"}])
    assert len(small_engine(tmp_path, *rules).evaluate(given).conflicts) == conflicts


def test_a_conflict_about_the_case_and_an_item_is_the_items(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "always", action="two_files"),
        rule("X-02", "always", action="one_file", about="data_flow"),
    )
    (conflict,) = engine.evaluate(profile(data_flow=[{"id": "note"}])).conflicts
    assert conflict.subject == "data_flow:note"


# options


def standing(
    tmp_path: Path, *rules: dict[str, Any], item: dict[str, Any] | None = None, section: str = "service"
) -> tuple[str, tuple[str, ...]]:
    """The standing of one listed item, and the rules it rests on."""
    given = profile(**{section: [{"id": "one"} | (item or {})]}, risk={"immediate_danger": "yes"})
    (option,) = small_engine(tmp_path, *rules).evaluate(given).options
    assert option.subject == f"{section}:one"
    return option.standing, option.because


ABOUT = {"about": "service"}
UNKNOWN_HERE = "service.reports_to_police: yes"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action": "refer", "modality": "should"}, "preferred"),
        ({"action": "refer", "modality": "must"}, "preferred"),
        ({"action": "refer", "modality": "may"}, "possible"),
        ({"action": "treat", "modality": "should"}, "possible"),
        ({"action": "refer", "modality": "must_not"}, "not_recommended"),
        ({"action": "rule_out", "modality": "must"}, "not_recommended"),
        ({"action": "rank_lower", "modality": "should"}, "possible"),
        ({"when": UNKNOWN_HERE, "action": "refer", "modality": "must_not", "if_unknown": "precaution"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "refer", "modality": "must_not", "if_unknown": "verify"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "refer", "modality": "must_not", "if_unknown": "silent"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "rank_lower", "modality": "should", "if_unknown": "silent"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "treat", "modality": "should", "if_unknown": "verify"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "treat", "modality": "should", "if_unknown": "silent"}, "possible"),
        ({"when": UNKNOWN_HERE, "action": "refer", "modality": "should", "if_unknown": "silent"}, "possible"),
    ],
)  # fmt: skip
def test_where_an_option_stands_after_one_piece_of_advice(
    tmp_path: Path, fields: dict[str, Any], expected: str
) -> None:
    when = fields.get("when", "always")
    rest = {key: value for key, value in fields.items() if key != "when"}
    found, because = standing(tmp_path, rule("X-01", when, **ABOUT, **rest))
    assert found == expected
    assert because == (() if found == "possible" and rest["action"] != "rank_lower" else ("X-01",))


FAVOURED = rule("X-09", "always", about="service", action="refer", modality="should", tier="life")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action": "rule_out"}, "not_recommended"),
        ({"action": "rank_lower"}, "possible"),
        ({"action": "treat", "modality": "must_not"}, "possible"),
        ({"action": "treat"}, "preferred"),
        ({"when": UNKNOWN_HERE, "action": "treat", "if_unknown": "verify"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "rank_lower", "if_unknown": "precaution"}, "check_first"),
        ({"when": UNKNOWN_HERE, "action": "rank_lower", "if_unknown": "silent"}, "check_first"),
    ],
)
def test_an_option_is_preferred_only_with_nothing_against_it(
    tmp_path: Path, fields: dict[str, Any], expected: str
) -> None:
    when = fields.get("when", "always")
    rest = {key: value for key, value in fields.items() if key != "when"}
    assert standing(tmp_path, FAVOURED, rule("X-01", when, **ABOUT, **rest))[0] == expected


def test_an_option_without_advice_about_it_is_possible(tmp_path: Path) -> None:
    assert standing(tmp_path, rule("X-01", "always")) == ("possible", ())


def test_an_option_whose_only_support_is_set_aside_is_not_preferred(tmp_path: Path) -> None:
    favouring = rule("X-02", "always", action="refer", modality="should", about="service")
    assert standing(tmp_path, favouring)[0] == "preferred"
    assert (
        standing(tmp_path, rule("X-01", "always", action="refer", modality="must_not"), favouring)[0]
        == "possible"
    )


@pytest.mark.parametrize(
    ("section", "expected"), [("accommodation", "check_first"), ("service", "preferred")]
)
def test_advice_that_holds_back_keeps_every_place_from_being_more_than_one_to_check(
    tmp_path: Path, section: str, expected: str
) -> None:
    favouring = rule("X-02", "always", action="refer", modality="should", about=section)
    holding = rule("X-01", f"{DANGER}: yes", action="hold_back")
    assert standing(tmp_path, holding, favouring, section=section)[0] == expected


AVOIDING = rule("X-01", f"{DANGER}: yes", action="avoid", modality="must_not", tier="law")
REFERRING = rule("X-02", "always", action="refer", modality="should", about="service")


@pytest.mark.parametrize(
    ("kind", "danger", "expected", "gone"),
    [
        ("police", "yes", "not_recommended", True),
        ("legal", "yes", "preferred", False),
        ("unknown", "yes", "check_first", False),
        ("police", "no", "preferred", False),
        ("police", "unknown", "check_first", False),
    ],
)
def test_advice_about_the_case_bars_what_is_advised_for_the_items_it_means(
    tmp_path: Path, kind: str, danger: str, expected: str, gone: bool
) -> None:
    given = profile(service=[{"id": "s1", "type": kind}], risk={DANGER.partition(".")[2]: danger})
    found = small_engine(tmp_path, AVOIDING, REFERRING).evaluate(given)
    assert found.options[0].standing == expected
    assert [(lost.rule, lost.by) for lost in found.set_aside] == ([("X-02", "X-01")] if gone else [])


def test_what_is_barred_stays_where_it_is_of_a_higher_tier(tmp_path: Path) -> None:
    given = profile(service=[{"id": "s1", "type": "police"}], risk={DANGER.partition(".")[2]: "yes"})
    found = small_engine(tmp_path, AVOIDING, REFERRING | {"tier": "life"}).evaluate(given)
    assert found.set_aside == ()


def test_advice_to_do_what_is_barred_only_when_advised_against_bars_nothing(tmp_path: Path) -> None:
    given = profile(service=[{"id": "s1", "type": "police"}], risk={DANGER.partition(".")[2]: "yes"})
    found = small_engine(tmp_path, AVOIDING | {"modality": "must"}, REFERRING).evaluate(given)
    assert (found.set_aside, found.options[0].standing) == ((), "preferred")


def test_an_option_with_advice_that_is_shown_last_comes_after_all_that_may_be_chosen(tmp_path: Path) -> None:
    warning = rule("X-01", "service.reports_to_police: yes", action="warn", about="service")
    against = rule("X-02", "service.staff_trained: no", action="rule_out", about="service")
    checking = rule(
        "X-03", "service.travel_safe: no", action="rank_lower", about="service", if_unknown="verify"
    )
    plain = {"staff_trained": "yes", "travel_safe": "yes", "reports_to_police": "no"}
    given = profile(
        service=[
            plain | {"id": "bad", "staff_trained": "no"},
            plain | {"id": "reports", "reports_to_police": "yes"},
            plain | {"id": "open", "travel_safe": "unknown"},
            plain | {"id": "good"},
        ]
    )
    found = small_engine(tmp_path, warning, against, checking).evaluate(given)
    assert [(option.subject, option.standing) for option in found.options] == [
        ("service:good", "possible"),
        ("service:open", "check_first"),
        ("service:reports", "possible"),
        ("service:bad", "not_recommended"),
    ]


def test_every_place_and_service_has_a_standing_those_alike_as_listed_and_information_has_none(
    tmp_path: Path,
) -> None:
    engine = small_engine(tmp_path, rule("X-01", "always"))
    found = engine.evaluate(
        profile(service=[{"id": "z"}, {"id": "a"}], accommodation=[{"id": "m"}], data_flow=[{"id": "n"}])
    )
    assert [option.subject for option in found.options] == ["accommodation:m", "service:z", "service:a"]


GOOD_PLACE = {
    "private_lockable": "yes", "sanitation_safe": "yes", "threat_source_present": "no", "respects_stated_gender": "yes",
    "keeps_unit_together": "yes", "staff_trained": "yes", "marks_group": "no", "list_shared_with_authorities": "no",
    "accessible": "yes", "child_appropriate": "yes", "location_confidential": "yes", "person_choice": "accepts",
    "type": "rented_room",
}  # fmt: skip
GOOD_SERVICE = {
    "nondiscrimination_verified": "yes", "staff_trained": "yes", "referral_consent": "yes", "reports_to_police": "no",
    "report_scope": "none", "barriers": ["none"], "days_since_verified": 3, "type": "legal", "pep_available": "yes",
    "ec_available": "yes",
}  # fmt: skip
QUIET_CASE = profile(
    consent={"referral": "yes", "recording": "yes", "sharing": "yes", "declined_services": ["none"]},
    person={"age_group": "adult_18_59", "dependants_with_person": "no", "disability_support_needed": "no"},
    risk={
        "safe_tonight": "yes",
        "immediate_danger": "no",
        "perpetrator_has_access": "no",
        "threat_sources": ["none"],
    },
    operation={"criminalisation_context": "no"},
)
RISEN_BY: Final = {("possible", "preferred"), ("check_first", "possible"), ("check_first", "preferred"),
                   ("not_recommended", "possible"), ("not_recommended", "preferred")}  # fmt: skip


def test_not_knowing_something_about_an_option_never_raises_it(engine: Engine) -> None:
    """What is not recommended may become one to check first, and that is all that can change for the better."""
    random = Random(7)
    met = set()
    for _ in range(40):
        items = {section: [varied(random, section, good) for good in (GOOD_PLACE, GOOD_SERVICE)[index : index + 1] * 2]
                 for index, section in enumerate(("accommodation", "service"))}  # fmt: skip
        given = QUIET_CASE | items
        before = engine.evaluate(given, cross_check=False).options
        met |= {option.standing for option in before}
        section = random.choice(("accommodation", "service"))
        for position, item in enumerate(items[section]):
            for name in item.keys() & SECTIONS[section].facts.keys():
                if VOCABULARY[f"{section}.{name}"].kind == "recorded":
                    continue
                forgotten = [*items[section]]
                forgotten[position] = item | {name: UNKNOWN}
                after = engine.evaluate(given | {section: forgotten}, cross_check=False).options
                for one, other in zip(before, after, strict=True):
                    assert (one.standing, other.standing) not in RISEN_BY, (name, one.because)
    assert met == {"preferred", "possible", "check_first", "not_recommended"}


def varied(random: Random, section: str, good: dict[str, Any]) -> dict[str, Any]:
    """A good place or service with up to three of its facts otherwise."""
    facts = SECTIONS[section].facts
    item = {name: value for name, value in good.items() if name in facts}
    for name in random.sample(sorted(facts), random.randint(0, 3)):
        item[name] = known_value(random, facts[name])
    return item


# questions


def asked(assessment: Assessment) -> list[str]:
    return [question.fact for question in assessment.questions]


def test_what_could_change_advice_is_asked_in_both_languages_and_from_whom_it_comes(tmp_path: Path) -> None:
    (question,) = (
        small_engine(tmp_path, rule("X-01", f"{SAFE}: no", if_unknown="verify"))
        .evaluate(NOTHING_KNOWN)
        .questions
    )
    attributes = VOCABULARY[SAFE].attributes
    assert (question.fact, question.subject, question.ask) == (SAFE, "case", "self")
    assert (question.text.en, question.text.ar) == (attributes.question.en, attributes.question.ar)
    assert question.could_change == ("X-01",)


@pytest.mark.parametrize("if_unknown", ["precaution", "verify", "silent"])
@pytest.mark.parametrize("asked_how", ["noted", "never"])
def test_nobody_is_asked_what_is_only_noted_or_never_asked(
    tmp_path: Path, asked_how: str, if_unknown: str
) -> None:
    facts = [
        fact for fact in VOCABULARY.values() if fact.attributes.asked == asked_how and fact.kind != "recorded"
    ]
    assert facts
    rules = [rule(f"X-{number:02}", f"{fact.path}: {{not: [{UNKNOWN}]}}" if fact.kind != "number" else f"{fact.path}: {{at_most: 72}}", if_unknown=if_unknown)
             for number, fact in enumerate(facts)]  # fmt: skip
    for changed, fact in zip(rules, facts, strict=True):
        if fact.kind == "choices":
            changed["when"] = {fact.path: {"includes": fact.codes[0]}}
        elif fact.kind != "number":
            changed["when"] = {fact.path: fact.codes[0]}
    found = small_engine(tmp_path, *rules).evaluate(NOTHING_KNOWN)
    assert len(found.recommendations) + len(found.undecided) == len(facts)
    assert found.questions == ()


def test_no_question_is_asked_of_any_profile_that_the_vocabulary_forbids(engine: Engine) -> None:
    for given in random_profiles(120, seed=12):
        for question in engine.evaluate(given, cross_check=False).questions:
            assert question.fact in SECTIONS or VOCABULARY[question.fact].attributes.may_be_asked


def test_a_silent_rule_raises_no_question_and_is_kept_among_the_undecided_with_what_it_lacks(
    tmp_path: Path,
) -> None:
    found = small_engine(tmp_path, rule("X-01", f"{SAFE}: no")).evaluate(NOTHING_KNOWN)
    assert found.questions == ()
    (undecided,) = found.undecided
    assert (undecided.rule, undecided.subject, undecided.unknowns) == ("X-01", "case", (SAFE,))


def test_what_was_deliberately_not_asked_is_not_asked_now(tmp_path: Path) -> None:
    when = "any: [{risk.threat_sources: {includes: family}}, {risk.safe_tonight: no}]"
    engine = small_engine(tmp_path, rule("X-01", when, if_unknown="precaution"))
    assert asked(engine.evaluate(NOTHING_KNOWN)) == [SAFE, "risk.threat_sources"]
    assert asked(engine.evaluate(profile(risk={"threat_sources": [NOT_ASKED]}))) == [SAFE]


def test_what_can_change_nothing_is_not_asked(tmp_path: Path) -> None:
    when = f"any: [{{{SAFE}: no, {DANGER}: yes}}, {{person.age_group: child_5_11}}]"
    engine = small_engine(tmp_path, rule("X-01", when, if_unknown="verify"))
    assert set(asked(engine.evaluate(SAFE_TONIGHT))) == {"person.age_group"}
    assert set(asked(engine.evaluate(NOT_SAFE))) == {DANGER, "person.age_group"}


def test_a_fact_of_an_item_is_asked_for_that_item_and_an_unknown_list_is_asked_for_as_such(
    tmp_path: Path,
) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", "service.reports_to_police: yes", about="service", if_unknown="verify"),
        rule("X-02", "some: {accommodation: {accommodation.accessible: no}}", if_unknown="verify"),
    )
    found = engine.evaluate(profile(service=[{"id": "one"}, {"id": "two", "reports_to_police": "no"}]))
    assert [(one.fact, one.subject, one.ask) for one in found.questions] == [
        ("service.reports_to_police", "service:one", "provider"),
        ("accommodation", "case", "staff"),
    ]
    assert found.questions[1].text.en == SECTIONS["accommodation"].question.en
    assert asked(engine.evaluate(profile(service=[], accommodation=[]))) == []


def test_questions_come_by_the_advice_at_stake_and_then_the_least_intrusive_first(tmp_path: Path) -> None:
    office, staff, person, seen = (
        "operation.focal_point",
        "record.shared_with_family",
        SAFE,
        "conversation.private",
    )
    engine = small_engine(
        tmp_path,
        rule(
            "X-01",
            f"any: {{{person}: no, {staff}: yes, {office}: no, {seen}: no}}",
            if_unknown="verify",
            urgency="within_72h",
        ),
        rule("X-02", f"{DANGER}: yes", if_unknown="verify", urgency="immediate"),
        rule("X-03", "person.age_group: child_5_11", if_unknown="verify"),
    )
    assert asked(engine.evaluate(NOTHING_KNOWN)) == [DANGER, seen, office, staff, person, "person.age_group"]


def test_a_question_names_every_rule_it_could_change_in_their_order(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        rule("X-01", f"{SAFE}: no", if_unknown="verify"),
        rule("X-02", f"{SAFE}: no", if_unknown="precaution", urgency="immediate"),
        rule("X-03", f"{SAFE}: no"),
    )
    (question,) = engine.evaluate(NOTHING_KNOWN).questions
    assert question.could_change == ("X-02", "X-01")


def test_where_the_minimum_plan_applies_only_what_changes_immediate_advice_is_asked(tmp_path: Path) -> None:
    later = rule("X-01", f"{SAFE}: no", if_unknown="verify", urgency="within_72h")
    now = rule("X-02", f"{DANGER}: yes", if_unknown="verify", urgency="immediate")
    plan = rule("X-03", "person.acute_distress: yes", limits_questions="yes")
    engine = small_engine(tmp_path, later, now, plan)
    assert asked(engine.evaluate(NOTHING_KNOWN)) == [DANGER, SAFE]
    assert asked(engine.evaluate(profile(person={"acute_distress": "yes"}))) == [DANGER]
    overruled = rule("X-04", "always", overrides=["X-03"])
    engine = small_engine(tmp_path, later, now, plan, overruled)
    assert asked(engine.evaluate(profile(person={"acute_distress": "yes"}))) == [DANGER, SAFE]


def test_advice_that_is_set_aside_raises_no_question(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path, rule("X-01", "always", overrides=["X-02"]), rule("X-02", f"{SAFE}: no", if_unknown="verify")
    )
    assert asked(engine.evaluate(NOTHING_KNOWN)) == []


# explanations


@pytest.mark.parametrize(
    ("fields", "given", "outcome", "words"),
    [
        ({}, NOT_SAFE, "applies", "It applies."),
        ({"if_unknown": "precaution"}, NOTHING_KNOWN, "precaution", "Not everything is known, so it applies as a precaution."),
        ({"if_unknown": "verify"}, NOTHING_KNOWN, "verify", "Not everything is known, so the advice is to find out first."),
        ({"if_unknown": "silent"}, NOTHING_KNOWN, "undecided", "Not everything is known; until it is, the rule says nothing and asks nothing."),
        ({}, SAFE_TONIGHT, "does_not_apply", "It does not apply."),
        ({"modality": "must_not", "action": "treat"}, NOT_SAFE, "set_aside", "It holds, but is set aside. Gives way to “Advice 2”"),
        ({"about": "service"}, NOT_SAFE | {"service": []}, "no_items", "Nothing is listed that it could be about."),
        ({"about": "service"}, NOT_SAFE, "no_items", "Nothing is listed that it could be about."),
        ({"about": "operation"}, NOT_SAFE, "no_operation", "The profile does not describe the office."),
    ],
)  # fmt: skip
def test_why_not_explains_every_outcome(
    tmp_path: Path, fields: dict[str, Any], given: dict[str, Any], outcome: str, words: str
) -> None:
    engine = small_engine(
        tmp_path, rule("X-01", f"{SAFE}: no", **fields), rule("X-02", "always", action="treat", tier="life")
    )
    (answer,) = engine.why_not("X-01", given)
    assert (answer.rule, answer.outcome) == ("X-01", outcome)
    assert answer.text.en.startswith(words)
    assert answer.text.ar
    assert [because.fact for because in answer.because] == ([] if outcome.startswith("no_") else [SAFE])


def test_why_not_answers_for_every_item(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, rule("X-01", "service.type: legal", about="service", if_unknown="verify"))
    given = profile(service=[{"id": "one", "type": "legal"}, {"id": "two"}, {"id": "three", "type": "mhpss"}])
    assert [(answer.subject, answer.outcome) for answer in engine.why_not("X-01", given)] == [
        ("service:one", "applies"), ("service:two", "verify"), ("service:three", "does_not_apply"),
    ]  # fmt: skip


def test_why_not_refuses_a_rule_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(KeyError):
        engine.why_not("C-ACC-99", NOTHING_KNOWN)


def test_why_not_agrees_with_the_assessment_for_every_rule(engine: Engine) -> None:
    for given in random_profiles(1, seed=3):
        found = engine.evaluate(given)
        advice = {(one.rule, one.subject): one.status for one in found.recommendations}
        lost = {(one.rule, one.subject) for one in found.set_aside}
        silent = {(one.rule, one.subject) for one in found.undecided}
        for each in engine.book.rules:
            for answer in engine.why_not(each.id, given):
                key = (answer.rule, answer.subject)
                assert (answer.outcome == "set_aside") == (key in lost)
                assert (answer.outcome == "undecided") == (key in silent)
                assert answer.outcome == advice.get(key, answer.outcome)
                assert (key in advice) == (answer.outcome in {"applies", "precaution", "verify"})


def test_requirements_are_the_facts_that_rulesets_read_in_the_vocabularys_order(
    tmp_path: Path, engine: Engine
) -> None:
    term = {
        "id": "a_child",
        "label": {"en": "a child", "ar": "طفل"},
        "when": {"person.age_group": "child_5_11"},
    }
    small = small_engine(
        tmp_path,
        rule("X-01", f"{{{SAFE}: no, a_child: yes}}"),
        rule("X-02", "always", unless="service.type: {in: consent.declined_services}", about="service"),
        terms=[term],
    )
    read = [fact.path for fact in small.requirements()]
    assert read == [
        path
        for path in VOCABULARY
        if path in {SAFE, "person.age_group", "service.type", "consent.declined_services"}
    ]
    assert small.requirements(["small-book"]) == small.requirements()
    assert small.requirements([]) == ()
    with pytest.raises(KeyError):
        small.requirements(["another-book"])
    one, other = engine.requirements(["safe-referral"]), engine.requirements(["safe-accommodation"])
    both = {fact.path for fact in engine.requirements(["safe-referral", "safe-accommodation"])}
    assert {fact.path for fact in one} | {fact.path for fact in other} == both


# the result as a whole


def test_recommendations_are_ordered_by_urgency_tier_modality_rule_and_subject(engine: Engine) -> None:
    for given in random_profiles(60, seed=4):
        ranks = [
            (
                URGENCIES.index(one.urgency),
                TIERS.index(one.tier),
                MODALITIES.index(one.modality),
                one.rule,
                one.subject,
            )
            for one in engine.evaluate(given, cross_check=False).recommendations
        ]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("urgency", "modality", "indicator"),
    [
        ("immediate", "must", "critical"), ("immediate", "must_not", "critical"), ("immediate", "should", "warning"), ("immediate", "may", "warning"),
        ("within_72h", "must", "warning"), ("within_72h", "must_not", "warning"), ("within_72h", "should", "warning"), ("within_72h", "may", "warning"),
        ("routine", "must", "info"), ("routine", "must_not", "info"), ("routine", "should", "info"), ("routine", "may", "info"),
    ],
)  # fmt: skip
def test_the_indicator_follows_urgency_and_modality(
    tmp_path: Path, urgency: str, modality: str, indicator: str
) -> None:
    engine = small_engine(tmp_path, rule("X-01", "always", urgency=urgency, modality=modality))
    assert only(engine.evaluate(NOTHING_KNOWN)).indicator == indicator


@pytest.mark.parametrize("given", ["a", "2025-11-22T10:00", "case.7_b-2", "x" * 64])
def test_the_hosts_own_decision_id_stands_in_the_assessment(tmp_path: Path, given: str) -> None:
    engine = small_engine(tmp_path, rule("X-01", "always"))
    assert engine.evaluate(NOTHING_KNOWN, decision_id=given).decision_id == given
    assert engine.evaluate(NOTHING_KNOWN).decision_id == "not-assigned"


@pytest.mark.parametrize("given", ["", "-a", ".a", "a b", "a\n", "رقم", "x" * 65, "a/b", "a@b"])
def test_a_decision_id_of_another_form_is_refused_without_being_repeated(tmp_path: Path, given: str) -> None:
    engine = small_engine(tmp_path, rule("X-01", "always"))
    with pytest.raises(ValueError, match="1 to 64") as caught:
        engine.evaluate(NOTHING_KNOWN, decision_id=given)
    assert len(given) < 2 or given not in str(caught.value)


def test_advice_says_what_it_rests_on_who_reviews_it_and_why_it_may_be_departed_from(engine: Engine) -> None:
    found = engine.evaluate(NOT_SAFE)
    assert {ruleset.id for ruleset in found.rulesets} == {each.id for each in engine.book.rulesets}
    for one in found.recommendations:
        assert one.grounds.guidance or one.grounds.standards
        assert one.grounds.standards or one.grounds.basis == "guidance"
        assert {*one.grounds.guidance} <= engine.book.guidance.keys()
        assert one.reviewers
        assert {*one.reviewers} <= engine.book.reviewers.keys()
        assert one.override_reasons


def test_a_disclosing_action_is_never_advised_as_a_precaution(engine: Engine) -> None:
    for given in random_profiles(60, seed=5):
        for one in engine.evaluate(given, cross_check=False).recommendations:
            assert not (
                one.polarity == "disclosing" and one.status == "precaution" and one.modality != "must_not"
            )
