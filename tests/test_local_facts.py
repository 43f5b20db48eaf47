"""Facts that an operation declares for itself are facts like any other, from the profile to the advice."""

from __future__ import annotations

import json
import logging
import pickle
from pathlib import Path
from typing import Any

import pytest

from protection_rules import CaseLogFilter, CaseProfile, Engine, ProfileError
from protection_rules.cli import DONE, WRONG_CALL
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.rulesets.load import check_rules
from protection_rules.schemas import schema_text
from tests.books import rule, write_book
from tests.local_facts import FACTS, RULES, write_local_overlay
from tests.profiles import random_profiles
from tests.test_cli import call

BELOW = [
    rule("X-01", "risk.safe_tonight: no", action="protect", if_unknown="precaution"),
    rule("X-02", "service.type: shelter", action="refer", about="service"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("below"), BELOW)


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_local_overlay(tmp_path_factory.mktemp("overlays") / "river")


@pytest.fixture(scope="module")
def engine(folder: Path, overlay: Path) -> Engine:
    return Engine.load(folder, [overlay])


def given(**facts: Any) -> dict[str, Any]:
    return {"profile": 1, "local": facts}


def standing(engine: Engine, profile: dict[str, Any]) -> dict[str, str]:
    found = engine.evaluate(profile).recommendations
    return {f"{one.rule} {one.subject}": one.status for one in found if one.rule.startswith("LOC")}


# advice


def test_a_rule_speaks_where_a_local_fact_says_so(engine: Engine) -> None:
    known = {"curfew": "lifted", "hours_on_the_way": 3, "vow_made": "no", "sought_by": ["none"]}

    assert standing(engine, given(**known)) == {}
    assert standing(engine, given(**known | {"curfew": "by_night"})) == {"LOC-01 case": "applies"}
    assert standing(engine, given(**known | {"hours_on_the_way": 25})) == {"LOC-03 case": "applies"}
    room = {"accommodation": [{"id": "room", "type": "host_person"}]}
    sought = given(**known | {"sought_by": ["smugglers"]}) | room
    assert standing(engine, sought) == {"LOC-02 accommodation:room": "applies"}


def test_a_local_fact_that_is_not_given_is_unknown_and_not_no(engine: Engine) -> None:
    room = {"accommodation": [{"id": "room", "type": "host_person"}]}

    assert standing(engine, {"profile": 1} | room) == {
        "LOC-01 case": "verify",
        "LOC-02 accommodation:room": "precaution",
        "LOC-03 case": "verify",
        "LOC-04 case": "verify",
    }


def test_a_local_fact_is_asked_of_whom_it_says_in_its_own_words_and_not_where_it_must_not(
    engine: Engine,
) -> None:
    questions = {one.fact: one for one in engine.evaluate({"profile": 1}).questions}

    assert questions["local.curfew"].ask == "office"
    assert questions["local.curfew"].text.ar == "هل من حظر تجول؟"
    assert questions["local.boat_runs"].ask == "observe"
    assert "local.vow_made" not in questions


def test_the_reasons_name_local_facts_in_both_languages(engine: Engine) -> None:
    found = {
        one.rule: one
        for one in engine.evaluate(given(curfew="by_night", hours_on_the_way=30)).recommendations
    }

    assert [reason.text.en for reason in found["LOC-01"].because] == ["Curfew in town: by night"]
    assert [reason.text.ar for reason in found["LOC-01"].because] == ["حظر التجول في المدينة: ليلاً"]
    assert [reason.text.en for reason in found["LOC-03"].because] == ["Hours on the way: 30"]


def test_matchers_and_reference_agree_on_random_profiles_with_local_facts(engine: Engine) -> None:
    seen = set()
    for profile in random_profiles(300, seed=5, vocabulary=engine.vocabulary):
        assessment = engine.evaluate(profile)
        seen |= {(one.rule, one.status) for one in assessment.recommendations}
        again = CaseProfile.from_mapping(profile, engine.vocabulary)
        assert engine.evaluate(again) == assessment
        written = CaseProfile.from_mapping(again.to_mapping(), engine.vocabulary)
        assert engine.evaluate(written) == assessment
    assert {rule for rule, _ in seen} >= {each["id"] for each in RULES}


def test_an_open_case_follows_local_facts(engine: Engine) -> None:
    profiles = list(random_profiles(12, seed=6, vocabulary=engine.vocabulary))
    with engine.open({"profile": 1}) as case:
        for profile in profiles:
            update = {name: facts for name, facts in profile.items() if name != "profile"}
            case.update(update)
            assert case.assessment == engine.evaluate(case.profile)
        change = case.update({"local": {"curfew": "all_day", "hours_on_the_way": "unknown"}})
        told = {fact.fact: fact.text.en for fact in change.updated}
        assert set(told) <= {"local.curfew", "local.hours_on_the_way"}
        case.update({"local": "unknown"})
        assert case.assessment == engine.evaluate(case.profile)
        assert "local" not in case.profile.to_mapping()
        question = next(one for one in case.questions if one.fact == "local.curfew")
        case.answer(question, "lifted")
        assert case.profile.to_mapping()["local"] == {"curfew": "lifted"}
        blob = case.to_bytes(b"k" * 32)
    with engine.reopen(blob, b"k" * 32) as case:
        assert case.profile.to_mapping()["local"] == {"curfew": "lifted"}


def test_an_assessment_with_local_facts_is_shown_to_each_audience_and_goes_to_another_process(
    engine: Engine,
) -> None:
    assessment = engine.evaluate(given(curfew="by_night"))
    copy = pickle.loads(pickle.dumps(assessment))

    for audience in engine.book.audiences:
        assert copy.for_audience(audience).to_json() == assessment.for_audience(audience).to_json()


def test_local_facts_above_a_clearance_show_in_no_line(engine: Engine) -> None:
    assert engine.vocabulary["local.sought_by"].attributes.sensitivity == "highly_sensitive"
    for_partner = engine.evaluate(given(sought_by=["smugglers"])).for_audience("referral_partner")
    unknown = engine.evaluate({"profile": 1}).for_audience("referral_partner")

    assert for_partner.to_json() == unknown.to_json()


# profiles


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"curfew": "SEEN"}, "local.curfew: expected one of lifted, by_night, all_day, unknown"),
        (
            {"hours_on_the_way": 97},
            "local.hours_on_the_way: expected a whole number from 0 to 96, or unknown",
        ),
        (
            {"SEEN": "yes"},
            "local: field 1 is not in the vocabulary; `facts.yaml` of the overlays has the names",
        ),
        ({"curfews": "SEEN"}, "local: field 1 is not in the vocabulary; did you mean `curfew`?"),
        (
            {"sought_by": ["SEEN"]},
            (
                "local.sought_by: expected a list such as [clan_elders], each once, out of clan_elders,"
                " river_guards, smugglers; or [none] or [not_asked] alone; or unknown"
            ),
        ),
    ],
)
def test_a_fault_of_a_local_fact_says_what_is_expected_and_nothing_that_was_given(
    engine: Engine, facts: dict[str, Any], said: str
) -> None:
    for read in (engine.evaluate, lambda data: CaseProfile.from_mapping(data, engine.vocabulary)):
        with pytest.raises(ProfileError) as refused:
            read(given(**facts))
        assert str(refused.value) == said


def test_a_profile_with_local_facts_is_refused_by_rules_that_do_not_know_them(
    folder: Path, engine: Engine
) -> None:
    said = (
        "local: the rules in use know no facts of an operation's own;"
        " use them with the overlay that declares these"
    )
    plain = Engine.load(folder)
    profile = CaseProfile.from_mapping(given(curfew="lifted"), engine.vocabulary)

    for refused in (
        lambda: CaseProfile.from_mapping(given(curfew="lifted")),
        lambda: CaseProfile(local={"curfew": "lifted"}),
        lambda: plain.evaluate(given(curfew="lifted")),
        lambda: plain.evaluate(profile),
        lambda: plain.open(profile),
        lambda: plain.why_not("X-01", profile),
    ):
        with pytest.raises(ProfileError) as error:
            refused()
        assert str(error.value) == said


def test_a_profile_without_local_facts_is_for_any_rules(folder: Path, engine: Engine) -> None:
    profile = CaseProfile.from_mapping({"profile": 1, "risk": {"safe_tonight": "no"}})

    assert engine.evaluate(profile) == engine.evaluate(profile.to_mapping())
    assert Engine.load(folder).evaluate(profile).recommendations


def test_a_profile_shows_no_local_fact_when_printed(engine: Engine) -> None:
    profile = CaseProfile.from_mapping(given(curfew="by_night", sought_by=["smugglers"]), engine.vocabulary)

    for shown in (
        repr(profile),
        str(profile),
        repr(profile.local),
        f"{profile.local}",
        repr(engine.vocabulary),
    ):
        assert "smugglers" not in shown
        assert "by_night" not in shown


def test_the_schema_of_a_profile_has_the_local_facts_of_the_rule_book(engine: Engine) -> None:
    local = json.loads(schema_text("profile", engine.book))["properties"]["local"]["properties"]

    assert list(local) == [fact["fact"] for fact in FACTS]
    assert "local" not in json.loads(schema_text("profile"))["properties"]


def test_the_vocabulary_is_that_of_the_guidance_and_the_overlays(engine: Engine, folder: Path) -> None:
    assert list(engine.vocabulary) == [*VOCABULARY, *(f"local.{fact['fact']}" for fact in FACTS)]
    assert Engine.load(folder).vocabulary == VOCABULARY
    assert pickle.loads(pickle.dumps(engine.vocabulary)) == engine.vocabulary
    read = {entry.path for entry in engine.requirements(["rules-of-river"])}
    assert {f"local.{fact['fact']}" for fact in FACTS} <= read


# overlays on one another


def test_an_overlay_may_read_the_facts_of_one_below_it_and_declares_none_of_them_again(
    tmp_path: Path, folder: Path, overlay: Path
) -> None:
    above = write_local_overlay(
        tmp_path / "above",
        [rule("ABV-01", "local.curfew: all_day", action="treat")],
        facts={"facts": FACTS[:1]},
    )
    assert [fault.code for fault in check_rules(folder, [overlay, above])] == ["duplicate-id"]
    (above / "facts.yaml").unlink()
    engine = Engine.load(folder, [overlay, above])
    assert "ABV-01" in {one.rule for one in engine.evaluate(given(curfew="all_day")).recommendations}
    assert [fault.code for fault in check_rules(folder, [above])] == ["unknown-fact"]


def test_the_digest_of_a_ruleset_changes_with_the_facts_that_its_rules_read_whoever_declares_them(
    tmp_path: Path, folder: Path
) -> None:
    first = write_local_overlay(tmp_path / "first")
    reads = [rule("ABV-01", "local.curfew: all_day", action="treat")]
    second = write_local_overlay(tmp_path / "second", reads)
    (second / "facts.yaml").unlink()

    def digests() -> dict[str, str]:
        return {each.id: each.digest for each in Engine.load(folder, [first, second]).book.rulesets}

    before = digests()
    declared = (first / "facts.yaml").read_text(encoding="utf-8")
    (first / "facts.yaml").write_text(declared.replace('"maximum": 96', '"maximum": 97'), encoding="utf-8")
    after = digests()
    changed = {name for name, digest in after.items() if digest != before[name]}
    assert changed == {"rules-of-first", "rules-of-second"}


def test_the_facts_of_an_overlay_are_known_on_days_on_which_it_is_not_in_force(
    tmp_path: Path, folder: Path
) -> None:
    overlay = write_local_overlay(tmp_path / "past")
    head = json.loads((overlay / "overlay.yaml").read_text(encoding="utf-8"))
    (overlay / "overlay.yaml").write_text(json.dumps(head | {"until": "2020-12-31"}), encoding="utf-8")
    engine = Engine.load(folder, [overlay])

    assert engine.book.overlays == ()
    assert standing(engine, given(curfew="all_day")) == {}


def test_two_engines_of_one_process_have_each_their_own_facts(
    tmp_path: Path, folder: Path, engine: Engine
) -> None:
    other_facts = [FACTS[1] | {"values": FACTS[1]["values"][:2], "label": {"en": "other", "ar": "أخرى"}}]
    other = Engine.load(
        folder,
        [
            write_local_overlay(
                tmp_path / "other",
                [rule("LOC-01", "local.curfew: by_night", if_unknown="verify", action="talk")],
                facts={"facts": other_facts},
            )
        ],
    )

    (reason,) = next(
        one for one in other.evaluate(given(curfew="by_night")).recommendations if one.rule == "LOC-01"
    ).because
    assert reason.text.en == "Other: by night"
    with pytest.raises(ProfileError):
        other.evaluate(given(curfew="all_day"))
    assert standing(engine, given(curfew="all_day"))["LOC-01 case"] == "applies"


# what others see


@pytest.mark.usefixtures("engine")
def test_codes_and_paths_of_local_facts_stay_out_of_logs() -> None:
    record = logging.LogRecord(
        "tool", logging.INFO, "f", 1, "case: %s, %s", ("river_guards", "local.sought_by"), None
    )
    CaseLogFilter().filter(record)

    assert record.getMessage() == "case: [withheld], [withheld]"


def test_the_commands_take_profiles_with_local_facts(tmp_path: Path, folder: Path, overlay: Path) -> None:
    profile = tmp_path / "case.yaml"
    profile.write_text("profile: 1\nlocal: {curfew: by_night}\n", encoding="utf-8")
    rules = ["--rulesets", str(folder), "--overlay", str(overlay)]

    code, told, _ = call("explain", "LOC-01", str(profile), *rules, "--lang", "ar")
    assert code == DONE
    assert "حظر التجول في المدينة: ليلاً" in told
    code, _, refused = call("explain", "X-01", str(profile), "--rulesets", str(folder))
    assert code == WRONG_CALL
    assert refused.startswith("line 2: local: the rules in use know no facts")
