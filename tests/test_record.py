"""What is kept of a decision: codes and counts, nothing else, and nothing of what may not be known."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from rich.pretty import pretty_repr

from protection_rules import Assessment, DecisionRecord, Engine, Override, RecordError, __version__
from protection_rules.facts.text import LANGUAGES
from protection_rules.limits import MOST_RULES
from protection_rules.schemas import SCHEMAS
from tests.books import rule, small_engine
from tests.profiles import random_profiles

AT: Final = datetime(2026, 3, 1, 22, 41, 7, 5, tzinfo=UTC)
PROFILE: Final = {
    "profile": 1,
    "risk": {"safe_tonight": "no", "outing_threat": "yes", "incident_types": ["blackmail"]},
    "accommodation": [{"id": "blue-door", "type": "collective_shelter", "threat_source_present": "yes"}],
    "service": [{"id": "green-door", "type": "police"}],
}
DEPARTED: Final = Override("C-ACC-01", "case", "person_decided_otherwise")
MARK: Final = "Qzxmarkqzx"


@pytest.fixture(scope="module")
def assessment(engine: Engine) -> Assessment:
    return engine.evaluate(PROFILE, decision_id="d-1")


@pytest.fixture(scope="module")
def assessments(engine: Engine) -> list[Assessment]:
    """Of many profiles, some of which rules that reveal something speak."""
    profiles = [PROFILE, {"profile": 1}, *random_profiles(40, seed=11)]
    found = [engine.evaluate(given, decision_id="d-1", cross_check=False) for given in profiles]
    assert sum(any(one.reveals for one in each.recommendations) for each in found) > 10
    return found


def departures(assessment: Assessment, every: int = 3) -> list[Override]:
    return [
        Override(one.rule, one.subject, one.override_reasons[position % len(one.override_reasons)])
        for position, one in enumerate(assessment.recommendations)
        if position % every == 0
    ]


def told(error: RecordError) -> list[tuple[str, str]]:
    return [(fault.place, fault.message.en) for fault in error.faults]


def refused(assessment: Assessment, **given: Any) -> RecordError:
    with pytest.raises(RecordError) as caught:
        assessment.record(**({"at": AT} | given))
    return caught.value


# what is in it


def strings(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for one in value.values() for text in strings(one)]
        case list():
            return [text for one in value for text in strings(one)]
        case str():
            return [value]
        case _:
            return []


def test_a_record_has_codes_counts_and_an_hour_and_nothing_else(
    engine: Engine, assessments: list[Assessment]
) -> None:
    rulesets = {part for each in engine.book.rulesets for part in (each.id, each.version, each.digest)}
    allowed = {"d-1", "2026-03-01T22:00:00Z", __version__, "durable", "compiled", *rulesets}
    for each in assessments:
        mapping = each.record(at=AT, overrides=departures(each)).to_mapping()
        assert mapping.keys() == {
            "record", "decision_id", "hour", "rulesets", "engine", "statuses", "overrides",
        }  # fmt: skip
        assert {
            text for text in strings(mapping) if text not in allowed
        } <= engine.book.override_reasons.keys()
        assert mapping["statuses"].keys() == {"applies", "precaution", "verify"}


def test_a_record_of_a_known_case_says_what_it_should(engine: Engine) -> None:
    given = engine.evaluate(PROFILE, decision_id="d-7")
    record = given.record(at=AT, overrides=[DEPARTED])
    mapping = record.to_mapping()
    assert (mapping["decision_id"], mapping["hour"], mapping["record"]) == ("d-7", "2026-03-01T22:00:00Z", 1)
    assert mapping["engine"] == {"version": __version__, "matchers": ["durable", "compiled"]}
    assert mapping["rulesets"] == [
        {"id": each.id, "version": each.version, "digest": each.digest} for each in engine.book.rulesets
    ]
    assert mapping["overrides"] == [{"reason": "person_decided_otherwise", "rules": 1}]
    advising = {(one.rule, one.status) for one in given.recommendations if not one.reveals}
    assert mapping["statuses"] == {
        status: sum(each == status for _, each in advising) for status in ("applies", "precaution", "verify")
    }
    assert mapping["statuses"]["applies"] > 5


def test_rule_ids_are_there_only_when_asked_for_and_agree_with_the_counts(
    assessments: list[Assessment],
) -> None:
    for each in assessments:
        without, record = (
            each.record(at=AT, overrides=departures(each), rules=asked) for asked in (False, True)
        )
        assert without.rules is None
        assert "C-" not in without.to_json()
        assert record.to_mapping() | {"rules": []} == without.to_mapping() | {"rules": []}
        assert record.rules is not None
        listed = [one.rule for one in record.rules]
        assert listed == sorted({one.rule for one in each.recommendations if not one.reveals})
        statuses = Counter(status for one in record.rules for status in one.statuses)
        assert record.statuses.model_dump() == {name: statuses[name] for name in record.statuses.model_dump()}
        reasons = Counter(reason for one in record.rules for reason in one.overrides)
        assert {one.reason: one.rules for one in record.overrides} == reasons


def test_the_same_departure_from_one_rule_for_several_places_counts_once(engine: Engine) -> None:
    places = [{"id": name, "threat_source_present": "yes"} for name in ("hall", "room")]
    given = engine.evaluate({"profile": 1, "accommodation": places}, decision_id="d-1")
    about = [one for one in given.recommendations if one.rule == "C-ACC-02"]
    assert len(about) == 2
    departed = [Override(one.rule, one.subject, "not_available_here") for one in about]
    record = given.record(at=AT, overrides=departed)
    assert [(one.reason, one.rules) for one in record.overrides] == [("not_available_here", 1)]


def test_a_record_does_not_tell_how_many_places_or_services_were_listed(engine: Engine) -> None:
    def recorded(count: int) -> str:
        items = {
            name: [
                item | {"id": f"{item['id']}-{number}"} for item in PROFILE[name] for number in range(count)
            ]
            for name in ("accommodation", "service")
        }
        return engine.evaluate(PROFILE | items, decision_id="d-1").record(at=AT, rules=True).to_json()

    assert recorded(1) == recorded(2) == recorded(5)


# what may not be known


def without_revealing_rules(engine: Engine) -> Engine:
    """The same rulesets, by id, version and digest, in which no rule is marked as revealing something."""
    rulesets = tuple(
        replace(each, rules=tuple(one for one in each.rules if not one.reveals))
        for each in engine.book.rulesets
    )
    return Engine(replace(engine.book, rulesets=rulesets))


@pytest.mark.parametrize("rules", [False, True])
def test_a_record_is_the_same_bytes_as_if_rules_that_reveal_something_did_not_exist(
    engine: Engine, assessments: list[Assessment], rules: bool
) -> None:
    silent = without_revealing_rules(engine)
    profiles = [PROFILE, {"profile": 1}, *random_profiles(40, seed=11)]
    for given, with_them in zip(profiles, assessments, strict=True):
        without = silent.evaluate(given, decision_id="d-1", cross_check=False)
        overrides = departures(with_them, every=1)
        advised = {(one.rule, one.subject) for one in without.recommendations}
        fewer = [each for each in overrides if (each.rule, each.subject) in advised]
        assert with_them.record(at=AT, overrides=overrides, rules=rules).to_json() == (
            without.record(at=AT, overrides=fewer, rules=rules).to_json()
        )


def test_what_a_revealing_rule_sets_aside_stands_in_the_record_all_the_same(tmp_path: Path) -> None:
    plain = rule("X-01", "always")
    revealing = rule("X-02", "risk.safe_tonight: no", reveals="yes", overrides=["X-01"])
    third = rule("X-03", "always", overrides=["X-04"])
    fourth = rule("X-04", "always")
    engine = small_engine(tmp_path, plain, revealing, third, fourth)
    records = []
    for safe in ("no", "yes"):
        given = engine.evaluate({"profile": 1, "risk": {"safe_tonight": safe}}, decision_id="d-1")
        assert [one.rule for one in given.set_aside] == (["X-01", "X-04"] if safe == "no" else ["X-04"])
        departed = [Override("X-02", "case", "person_decided")] if safe == "no" else []
        records.append(given.record(at=AT, overrides=departed, rules=True))
    assert records[0].to_json() == records[1].to_json()
    assert [one.rule for one in records[0].rules or ()] == ["X-01", "X-03"]


def test_a_departure_from_revealing_advice_is_checked_like_any_other(assessment: Assessment) -> None:
    revealing = next(one for one in assessment.recommendations if one.reveals)
    wrong = Override(revealing.rule, revealing.subject, "no_such_reason")
    (fault,) = refused(assessment, overrides=[wrong]).faults
    assert fault.place == "overrides[0].reason"
    right = Override(revealing.rule, revealing.subject, revealing.override_reasons[0])
    assert assessment.record(at=AT, overrides=[right]) == assessment.record(at=AT)


# when, and which


@pytest.mark.parametrize(
    ("at", "hour"),
    [
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (datetime(2026, 1, 1, 0, 59, 59, 999_999, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=3))), "2025-12-31T22:00:00Z"),
        (
            datetime(2026, 1, 1, 1, 10, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "2025-12-31T19:00:00Z",
        ),
    ],
)
def test_the_time_is_kept_to_the_hour_and_in_utc(assessment: Assessment, at: datetime, hour: str) -> None:
    assert assessment.record(at=at).hour == hour


class Telling(tzinfo):
    def utcoffset(self, _: datetime | None) -> timedelta:
        raise ValueError(MARK)


@pytest.mark.parametrize(
    "at",
    [
        datetime.fromisoformat("2026-01-01T00:00:00"),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-3))),
        datetime(2026, 1, 1, tzinfo=Telling()),
        MARK,
        0,
    ],
)
def test_a_time_without_its_zone_is_refused(assessment: Assessment, at: Any) -> None:
    error = refused(assessment, at=at)
    assert told(error) == [("at", "expected a date and time with its time zone")]
    assert_silent(error)


def test_a_record_takes_the_decision_id_of_the_assessment_or_one_that_is_given(engine: Engine) -> None:
    named, nameless = (engine.evaluate({"profile": 1}, **given) for given in ({"decision_id": "d-1"}, {}))
    assert named.record(at=AT).decision_id == "d-1"
    assert named.record(at=AT, decision_id="d-1").decision_id == "d-1"
    assert nameless.record(at=AT, decision_id="d-2").decision_id == "d-2"
    assert told(refused(nameless, decision_id="not-assigned")) == [
        ("decision_id", "missing; give the reference by which you know the decision")
    ]
    assert told(refused(named, decision_id="d-2")) == [("decision_id", "other than that of the assessment")]


@pytest.mark.parametrize("decision", ["", "-d", "d 1", "d\n", "d" * 65, f"{MARK}/1", "قرار", 7, ["d"]])
def test_a_decision_id_of_another_form_is_refused(engine: Engine, decision: Any) -> None:
    error = refused(engine.evaluate({"profile": 1}), decision_id=decision)
    assert told(error) == [
        ("decision_id", "expected 1 to 64 letters, digits, dots, colons, hyphens or underscores")
    ]
    assert_silent(error)


# departures that are refused


def assert_silent(error: BaseException) -> None:
    """Nothing that was given is in the error, nor behind it."""
    shown = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1")]
    shown += [error.report(language) for language in LANGUAGES] if isinstance(error, RecordError) else []
    assert not [text for text in shown if MARK in text or "door" in text]
    assert error.__cause__ is None
    assert error.__context__ is None


class Unlike(str):
    __slots__ = ()

    def __eq__(self, _: object) -> bool:
        raise ValueError(MARK)

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("override", "place", "message"),
    [
        (Override("C-ACC-99", "case", "not_available_here"), "overrides[1]", "the assessment has no advice"),
        (Override(MARK, "case", "not_available_here"), "overrides[1]", "the assessment has no advice"),
        (Override("C-ACC-02", "case", "not_available_here"), "overrides[1]", "the assessment has no advice"),
        (Override("C-ACC-02", f"accommodation:{MARK}", "not_available_here"), "overrides[1]", "the assessment has no advice"),
        (Override("C-ACC-02", "accommodation:blue-door", MARK), "overrides[1].reason", "expected one of person_decided_otherwise, "),
        (Override("C-ACC-02", "accommodation:blue-door", ""), "overrides[1].reason", "expected one of person_decided_otherwise, "),
        (Override("C-ACC-01", "case", "not_available_here"), "overrides[1]", "departs from the same advice as overrides[0]"),
        (DEPARTED, "overrides[1]", "departs from the same advice as overrides[0]"),
        (Override("C-ACC-01", "case", [MARK]), "overrides[1]", "expected an override with rule, subject and reason"),
        (Override(Unlike("C-ACC-01"), "case", "not_available_here"), "overrides[1]", "expected an override with rule"),
        (("C-ACC-01", "case", MARK), "overrides[1]", "expected an override with rule, subject and reason"),
        (None, "overrides[1]", "expected an override with rule, subject and reason"),
    ],
)  # fmt: skip
def test_a_departure_that_cannot_be_is_refused_by_its_position(
    assessment: Assessment, override: Any, place: str, message: str
) -> None:
    error = refused(assessment, overrides=[DEPARTED, override])
    ((found, said),) = told(error)
    assert found == place
    assert said.startswith(message)
    assert_silent(error)


def test_only_the_reasons_that_a_rule_allows_may_be_given(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, rule("X-01", "always", override_reasons=[]), rule("X-02", "always"))
    given = engine.evaluate({"profile": 1}, decision_id="d-1")
    departed = [Override("X-01", "case", "person_decided"), Override("X-02", "case", "person_decided")]
    assert told(refused(given, overrides=departed)) == [
        ("overrides[0].reason", "no reason may be given for departing from this advice")
    ]
    assert given.record(at=AT, overrides=departed[1:]).overrides[0].rules == 1


def test_a_record_of_which_nothing_is_said_has_the_present_hour_and_a_reference_of_its_own(
    engine: Engine,
) -> None:
    before = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    assessment = engine.evaluate(PROFILE)
    first, second = assessment.record(), assessment.record()
    assert first.decision_id != second.decision_id
    assert before <= datetime.fromisoformat(first.hour) <= datetime.now(UTC)
    assert first.to_mapping() | {"decision_id": "", "hour": ""} == second.to_mapping() | {
        "decision_id": "",
        "hour": "",
    }


def test_every_fault_is_told_at_once_in_both_languages(engine: Engine) -> None:
    given = engine.evaluate(PROFILE)
    error = refused(given, at=0, decision_id=MARK + " ", overrides=[None, DEPARTED, DEPARTED])
    places = ["decision_id", "at", "overrides[0]", "overrides[2]"]
    assert [fault.place for fault in error.faults] == places
    for language in LANGUAGES:
        assert [line.partition(":")[0] for line in error.report(language).splitlines()] == places
    assert error.report("ar") != error.report("en") == str(error)
    assert_silent(error)


def test_departures_may_come_from_anything_that_gives_them_one_by_one(assessment: Assessment) -> None:
    once: Iterable[Override] = (each for each in (DEPARTED,))
    assert assessment.record(at=AT, overrides=once) == assessment.record(at=AT, overrides=[DEPARTED])


# where it comes from


def test_an_assessment_that_was_stored_gives_the_same_record(assessment: Assessment) -> None:
    expected = assessment.record(at=AT, rules=True)
    for other in (pickle.loads(pickle.dumps(assessment)), copy.deepcopy(assessment)):
        assert other.record(at=AT, rules=True) == expected


def test_an_assessment_read_back_from_json_gives_none_since_it_cannot_tell_what_must_stay_out(
    assessment: Assessment,
) -> None:
    read = Assessment.model_validate(json.loads(assessment.to_json()))
    assert [place for place, _ in told(refused(read))] == ["assessment"]


def test_an_assessment_shows_nothing_of_what_its_record_is_made_from(assessment: Assessment) -> None:
    assert "recordable" not in assessment.to_json()
    assert "recordable" not in json.dumps(SCHEMAS["assessment"]())


# its form


def test_a_record_is_one_line_of_ascii_and_the_same_bytes_each_time(assessments: list[Assessment]) -> None:
    for each in assessments:
        overrides = departures(each)
        text = each.record(at=AT, overrides=overrides, rules=True).to_json()
        assert text.isascii()
        assert text.isprintable()
        assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
        assert text == each.record(at=AT, overrides=overrides[::-1], rules=True).to_json()


def test_a_record_is_as_its_schema_says_and_read_back_is_the_same(assessments: list[Assessment]) -> None:
    validator = Draft202012Validator(SCHEMAS["record"]())
    for each in assessments:
        for rules in (False, True):
            record = each.record(at=AT, overrides=departures(each), rules=rules)
            validator.validate(json.loads(record.to_json()))
            assert DecisionRecord.from_json(record.to_json()) == record
            assert DecisionRecord.from_json(record.to_json().encode()) == record
            assert DecisionRecord.model_validate_json(record.to_json()) == record
            assert DecisionRecord.model_validate(record.to_mapping()) == record


FORM, MISSING, UNKNOWN = "not of the form of a record", "missing", "has a field that no record has"
LONG_RULE: Final = {"rule": f"C-{MARK}-01", "statuses": ["applies"], "overrides": []}
CHANGES: Final[dict[str, tuple[dict[str, Any], list[tuple[str, str]]]]] = {
    "another version": ({"record": 2}, [("record", FORM)]),
    "an id with a name in it": ({"decision_id": f"{MARK} 1"}, [("decision_id", FORM)]),
    "minutes": ({"hour": "2026-03-01T22:41:00Z"}, [("hour", FORM)]),
    "no time zone": ({"hour": "2026-03-01T22:00:00"}, [("hour", FORM)]),
    "a month that there is not": ({"hour": "2026-13-01T22:00:00Z"}, [("hour", FORM)]),
    "a text as hour": ({"hour": MARK}, [("hour", FORM)]),
    "an input": ({MARK: "no"}, [("record", UNKNOWN)]),
    "a negative count": ({"statuses": {"applies": -1, "precaution": 0, "verify": 0}}, [("statuses.applies", FORM)]),
    "a count in words": ({"statuses": {"applies": "1", "precaution": 0, "verify": 0}}, [("statuses.applies", FORM)]),
    "a truth as count": ({"statuses": {"applies": True, "precaution": 0, "verify": 0}}, [("statuses.applies", FORM)]),
    "a count beyond all rules": ({"statuses": {"applies": MOST_RULES + 1, "precaution": 0, "verify": 0}}, [("statuses.applies", FORM)]),
    "another status": ({"statuses": {"applies": 1, "precaution": 0, "verify": 0, MARK: 1}}, [("statuses", UNKNOWN)]),
    "a missing status": ({"statuses": {"applies": 1, "precaution": 0}}, [("statuses.verify", MISSING)]),
    "a reason in words": ({"overrides": [{"reason": f"{MARK} said so", "rules": 1}]}, [("overrides[0].reason", FORM)]),
    "a note on a reason": ({"overrides": [{"reason": "ab", "rules": 1, "note": MARK}]}, [("overrides[0]", UNKNOWN)]),
    "reasons as text": ({"overrides": MARK}, [("overrides", FORM)]),
    "a ruleset's name in words": ({"rulesets": [{"id": MARK, "version": "1.0.0", "digest": "sha256:" + "0" * 64}]}, [("rulesets[0].id", FORM)]),
    "another digest": ({"rulesets": [{"id": "small-book", "version": "1.0.0", "digest": MARK}]}, [("rulesets[0].digest", FORM)]),
    "an engine of another kind": ({"engine": {"version": MARK, "matchers": [f"{MARK}!"]}}, [("engine.version", FORM), ("engine.matchers[0]", FORM)]),
    "a rule's name in words": ({"rules": [LONG_RULE]}, [("rules[0].rule", FORM)]),
    "no rules, but counts": ({"rules": []}, [("rules", "other rules than those counted")]),
    "other rules than those counted": ({"rules": [{"rule": "C-ACC-01", "statuses": ["verify"], "overrides": []}]}, [("rules", "other rules than those counted")]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_of_another_form_is_refused_by_place_and_never_by_value(
    assessment: Assessment, change: str
) -> None:
    changed, expected = CHANGES[change]
    mapping = assessment.record(at=AT).to_mapping() | changed
    for read in (
        DecisionRecord.model_validate,
        lambda given: DecisionRecord.from_json(json.dumps(given)),
        lambda given: DecisionRecord.model_validate_json(json.dumps(given).encode()),
        lambda given: DecisionRecord(**given),
    ):
        with pytest.raises(RecordError) as caught:
            read(mapping)
        assert told(caught.value) == expected
        assert_silent(caught.value)
    forbidden = change not in {"no rules, but counts", "other rules than those counted"}
    assert bool(list(Draft202012Validator(SCHEMAS["record"]()).iter_errors(mapping))) == forbidden


@pytest.mark.parametrize(
    "text",
    ["", MARK, "{", "null", "[1, 2", "[" * 100_000, f'{{"record": 1, "record": 1, "{MARK}": 1}}', "9" * 9_999, b"\xff" + MARK.encode(), f'"{MARK}"', 5],
    ids=["nothing", "a word", "half", "null", "half a list", "depth", "a key twice", "a number", "not UTF-8", "a text", "a whole number"],
)  # fmt: skip
def test_what_is_no_record_at_all_is_refused(text: Any) -> None:
    with pytest.raises(RecordError) as caught:
        DecisionRecord.from_json(text)
    ((place, message),) = told(caught.value)
    assert place == "record"
    assert message in {"not readable as JSON", FORM}
    assert_silent(caught.value)


class Loud(dict[str, Any]):
    def __iter__(self) -> Any:
        raise ValueError(MARK)

    items = keys = __getitem__ = get = __iter__  # type: ignore[assignment]


@pytest.mark.parametrize("given", [Loud(), MARK, None, [MARK], object()])
def test_something_else_than_plain_data_is_refused_in_silence(given: Any) -> None:
    with pytest.raises(RecordError) as caught:
        DecisionRecord.model_validate(given)
    assert_silent(caught.value)


def test_an_error_can_be_stored_and_read_again(assessment: Assessment) -> None:
    error = refused(assessment, at=0)
    again = pickle.loads(pickle.dumps(error))
    assert again.faults == error.faults
    assert str(again) == str(error)


def test_records_and_departures_do_not_show_what_they_hold(assessment: Assessment) -> None:
    record = assessment.record(at=AT, overrides=[DEPARTED], rules=True)
    parts = [*(record.rules or ()), *record.overrides, *record.rulesets, record.statuses, record.engine]
    for value in (record, DEPARTED, *parts):
        for shown in (
            repr(value), str(value), f"{[value]}", f"{value!s:.99}", pprint.pformat(value), pretty_repr(value),
        ):  # fmt: skip
            assert not [
                word for word in ("C-ACC", "case", "person", "d-1", "2026", "applies") if word in shown
            ]
    assert repr(record) == "<DecisionRecord>"
    assert repr(DEPARTED) == "<Override>"
