"""What decisions have in common, in numbers that show nobody, whoever reads them and whatever they compute."""

from __future__ import annotations

import itertools
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from protection_rules import DecisionRecord, RecordError, Summary, summarise
from protection_rules.advice.phrases import phrase
from protection_rules.advice.statistics import SMALLEST, summarise_lines
from protection_rules.advice.summary_page import summary_page
from protection_rules.cli import DONE, WRONG_CALL
from protection_rules.facts.text import LANGUAGES
from protection_rules.limits import LONGEST_RECORD, MOST_FAULTS
from protection_rules.rulesets.load import load_rules
from protection_rules.schemas import SCHEMAS
from tests.test_cli import call, run

MARK: Final = "Qzxmarkqzx"
PRESENT: Final = datetime(2026, 7, 1, tzinfo=UTC)
REASONS: Final = ("not_available_here", "person_decided_otherwise", "would_cause_harm")
RULESETS: Final = tuple(
    {"id": name, "version": "1.0.0", "digest": "sha256:" + digit * 64}
    for name, digit in (("safe-referral", "a"), ("safe-accommodation", "b"))
)


def mapping(decision: str, **changes: Any) -> dict[str, Any]:
    statuses = {"applies": 9, "precaution": 0, "verify": 0} | changes.pop("statuses", {})
    overrides = [{"reason": each, "rules": 1} for each in changes.pop("reasons", ())]
    return {
        "record": 1,
        "decision_id": decision,
        "hour": "2026-02-11T09:00:00Z",
        "rulesets": list(RULESETS),
        "engine": {"version": "0.1.0", "matchers": ["durable", "compiled"]},
        "statuses": statuses,
        "overrides": overrides,
    } | changes


@cache
def _record(decision: str, changes: str) -> DecisionRecord:
    return DecisionRecord.model_validate(mapping(decision, **json.loads(changes)))


def record(decision: str, **changes: Any) -> DecisionRecord:
    return _record(decision, json.dumps(changes))


def decisions(count: int, first: str = "d", **changes: Any) -> list[DecisionRecord]:
    return [record(f"{first}-{number}", **changes) for number in range(count)]


def departing(count: int, of: int, reason: str = REASONS[0]) -> list[DecisionRecord]:
    """Decisions, some of which depart from advice for a reason."""
    return decisions(count, "yes", reasons=[reason]) + decisions(of - count, "no")


def summary(records: Iterable[DecisionRecord], at: datetime = PRESENT) -> dict[str, Any]:
    return summarise(records, at=at).to_mapping()


# what is shown


def test_numbers_are_rounded_down_to_a_multiple_of_the_threshold() -> None:
    records = departing(25, of=50) + decisions(14, "other", statuses={"precaution": 3})
    assert summary(records) == {
        "summary": 1,
        "step": 11,
        "groups": [
            {
                "quarter": "2026-Q1",
                "rulesets": sorted(RULESETS, key=lambda each: each["id"]),
                "at_least": 55,
                "statuses": [{"status": "precaution", "at_least": 11}],
                "overrides": [{"reason": "not_available_here", "at_least": 22}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("count", "shown"), [(0, []), (10, []), (11, [11]), (21, [11]), (22, [22]), (32, [22])]
)
def test_fewer_than_eleven_decisions_are_not_shown(count: int, shown: list[int]) -> None:
    assert [each["at_least"] for each in summary(decisions(count))["groups"]] == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(0, []), (1, []), (10, []), (11, [11]), (33, [33]), (34, []), (43, []), (44, [])]
)
def test_what_fewer_than_eleven_have_or_lack_is_not_shown(count: int, shown: list[int]) -> None:
    (group,) = summary(departing(count, of=44))["groups"]
    assert [each["at_least"] for each in group["overrides"]] == shown


def test_never_seldom_and_nearly_always_look_the_same() -> None:
    seen = {summarise(departing(count, of=33), at=PRESENT).to_json() for count in (0, 1, 10, 23, 32, 33)}
    assert len(seen) == 1
    assert REASONS[0] not in seen.pop()


def test_a_group_that_is_too_small_looks_as_if_it_did_not_exist() -> None:
    large = decisions(20)
    small = decisions(10, "small", hour="2026-05-01T00:00:00Z", reasons=REASONS)
    assert summary(large + small) == summary(large)
    assert summary(small) == summary([]) == {"summary": 1, "step": 11, "groups": []}


def test_a_decision_counts_once_for_a_reason_and_once_for_each_of_its_reasons() -> None:
    twice = {"overrides": [{"reason": REASONS[0], "rules": 5}, {"reason": REASONS[1], "rules": 2}]}
    (group,) = summary(decisions(12, "both", **twice) + decisions(12))["groups"]
    assert group["overrides"] == [{"reason": each, "at_least": 11} for each in REASONS[:2]]


def test_rules_that_apply_are_not_counted_since_some_apply_to_everyone() -> None:
    (group,) = summary(decisions(22) + decisions(22, "none", statuses={"applies": 0}))["groups"]
    assert group["statuses"] == []


# which decisions go together


@pytest.mark.parametrize(
    ("hour", "quarter"),
    [
        ("2026-01-01T00:00:00Z", "2026-Q1"), ("2026-03-31T23:00:00Z", "2026-Q1"), ("2026-04-01T00:00:00Z", "2026-Q2"),
        ("2026-06-30T23:00:00Z", "2026-Q2"), ("2025-09-30T23:00:00Z", "2025-Q3"), ("2025-12-31T23:00:00Z", "2025-Q4"),
    ],
)  # fmt: skip
def test_decisions_are_counted_by_quarters_of_the_year(hour: str, quarter: str) -> None:
    (group,) = summary(decisions(11, hour=hour))["groups"]
    assert group["quarter"] == quarter


@pytest.mark.parametrize(
    ("at", "quarters"),
    [
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), []),
        (datetime(2026, 4, 1, tzinfo=UTC), ["2026-Q1"]),
        (datetime.fromisoformat("2026-04-01T02:59:00+03:00"), []),
        (datetime(2026, 6, 30, tzinfo=UTC), ["2026-Q1"]),
        (datetime(2026, 7, 1, tzinfo=UTC), ["2026-Q1", "2026-Q2"]),
    ],
)
def test_a_quarter_that_is_not_over_is_left_out(at: datetime, quarters: list[str]) -> None:
    records = decisions(11) + decisions(11, "late", hour="2026-05-01T00:00:00Z")
    assert [each["quarter"] for each in summary(records, at)["groups"]] == quarters


def test_decisions_under_other_rulesets_are_counted_apart_and_never_added_up() -> None:
    newer = [RULESETS[0] | {"version": "1.1.0"}, RULESETS[1]]
    changed = [RULESETS[0] | {"digest": "sha256:" + "c" * 64}, RULESETS[1]]
    records = decisions(22) + decisions(11, "n", rulesets=newer) + decisions(11, "c", rulesets=changed)
    groups = summary(records)["groups"]
    assert [each["at_least"] for each in groups] == [22, 11, 11]
    assert [each["rulesets"][1] for each in groups] == [RULESETS[0], changed[0], newer[0]]
    assert groups == [
        *summary(decisions(22))["groups"],
        *summary(records[33:])["groups"],
        *summary(records[22:33])["groups"],
    ]


def test_the_order_of_records_and_of_their_rulesets_means_nothing() -> None:
    records = departing(17, of=40) + decisions(
        15, "late", hour="2026-05-01T00:00:00Z", statuses={"verify": 1}
    )
    records += decisions(5, "turned", rulesets=list(RULESETS[::-1]), reasons=[REASONS[0]])
    records += decisions(
        12, "changed", rulesets=[RULESETS[0] | {"digest": "sha256:" + "c" * 64}, RULESETS[1]]
    )
    expected = summarise(records, at=PRESENT).to_json()
    for seed in range(5):
        assert summarise(Random(seed).sample(records, len(records)), at=PRESENT).to_json() == expected


# attackers: whoever knows how it is done, computes every set of decisions that could be behind a summary


def number_behind(count: int, of: int) -> str:
    return summarise(departing(count, of), at=PRESENT).to_json()


MOST: Final = 5 * SMALLEST
"""Groups of fewer decisions are tried out, every one of them."""
LAST: Final = MOST - SMALLEST
"""From here on, some of the sets that could be behind a summary are larger than those tried out."""


@pytest.fixture(scope="module")
def seen() -> dict[tuple[int, int], str]:
    """What is seen of every group: its number of decisions, and of those among them that have something."""
    return {(of, count): number_behind(count, of) for of in range(MOST) for count in range(of + 1)}


def narrowest(
    possible: Iterable[tuple[tuple[str, ...], tuple[int, ...], int]],
) -> int:
    """To how few values an attacker narrows a number, at best.

    For each thing seen: the numbers that are behind it, and how many decisions there are.
    """
    behind: dict[tuple[str, ...], list[set[int]]] = defaultdict(list)
    complete: dict[tuple[str, ...], bool] = defaultdict(lambda: True)
    for shown, numbers, largest in possible:
        if not behind[shown]:
            behind[shown] = [set() for _ in numbers]
        for values, number in zip(behind[shown], numbers, strict=True):
            values.add(number)
        complete[shown] &= largest < LAST
    return min(len(values) for shown, sets in behind.items() if complete[shown] for values in sets)


def test_the_attacker_narrows_down_what_is_not_protected() -> None:
    exact = (((str((of, count)),), (of, count), of) for of in range(30) for count in range(of + 1))
    assert narrowest(exact) == 1
    hidden = (
        ((str(of), str(count if count >= SMALLEST else None)), (of, count), of)
        for of in range(30)
        for count in range(of + 1)
    )
    assert narrowest(hidden) == 1


def test_nobody_narrows_a_number_of_one_summary_to_fewer_than_eleven(
    seen: dict[tuple[int, int], str],
) -> None:
    assert (
        narrowest(((shown,), (of, count, of - count), of) for (of, count), shown in seen.items()) == SMALLEST
    )


def nested() -> Iterator[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    """Every group, every group that has it inside, and what the second has more."""
    for of in range(MOST):
        for of_more in range(MOST - of):
            for count in range(of + 1):
                for more in range(of_more + 1):
                    yield (of, count), (of + of_more, count + more), (of_more, more)


def test_nobody_narrows_a_number_to_fewer_than_ten_by_a_second_summary_with_more_decisions(
    seen: dict[tuple[int, int], str],
) -> None:
    def pairs() -> Iterator[tuple[tuple[str, ...], tuple[int, ...], int]]:
        for part, whole, more in nested():
            numbers = [number for of, count in (part, whole, more) for number in (of, count, of - count)]
            yield (seen[part], seen[whole]), tuple(numbers), whole[0]

    assert narrowest(pairs()) == SMALLEST - 1


def test_nobody_narrows_a_number_to_fewer_than_ten_by_summaries_of_two_parts_and_of_the_whole(
    seen: dict[tuple[int, int], str],
) -> None:
    def parts() -> Iterator[tuple[tuple[str, ...], tuple[int, ...], int]]:
        for part, whole, more in nested():
            numbers = [number for of, count in (part, whole, more) for number in (of, count, of - count)]
            yield (seen[part], seen[whole], seen[more]), tuple(numbers), whole[0]

    assert narrowest(parts()) == SMALLEST - 1


def test_one_reason_says_nothing_about_another_nor_about_statuses() -> None:
    """With everything else known, what is behind one number is what is behind it alone."""
    of = 3 * SMALLEST
    for first, second, third in itertools.product((0, 10, 11, 17, 22, 23, 33), repeat=3):
        holding = [
            {"reasons": [*REASONS[: number < first], *REASONS[1 : 1 + (number >= of - second)]]}
            | {"statuses": {"verify": int(5 <= number < 5 + third or number < third - of + 5)}}
            for number in range(of)
        ]
        (group,) = summary(record(f"d-{n}", **each) for n, each in enumerate(holding))["groups"]
        alone = {
            "overrides": [
                {"reason": reason, "at_least": count - count % SMALLEST}
                for reason, count in zip(REASONS, (first, second), strict=False)
                if SMALLEST <= count <= of - SMALLEST
            ],
            "statuses": [
                {"status": "verify", "at_least": third - third % SMALLEST}
                for _ in range(SMALLEST <= third <= of - SMALLEST)
            ],
        }
        assert {name: group[name] for name in alone} == alone


KINDS: Final = st.fixed_dictionaries(
    {
        "hour": st.sampled_from(["2026-02-11T09:00:00Z", "2026-05-11T09:00:00Z", "2026-08-11T09:00:00Z"]),
        "rulesets": st.sampled_from([list(RULESETS), list(RULESETS[:1])]),
        "reasons": st.lists(st.sampled_from(REASONS), unique=True).map(sorted),
        "statuses": st.fixed_dictionaries({name: st.integers(0, 2) for name in ("precaution", "verify")}),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(1, 40)), max_size=8))
def test_every_number_shown_is_of_its_own_group_alone_and_safe(
    kinds: list[tuple[dict[str, Any], int]],
) -> None:
    records = [
        record(f"d-{position}-{number}", **kind)
        for position, (kind, count) in enumerate(kinds)
        for number in range(count)
    ]
    found = summary(records)
    groups: dict[tuple[str, int], list[DecisionRecord]] = defaultdict(list)
    for each in records:
        groups[each.hour, len(each.rulesets)].append(each)
    over = {key: each for key, each in groups.items() if key[0] < "2026-07" and len(each) >= SMALLEST}
    assert len(found["groups"]) == len(over)
    for shown in found["groups"]:
        month = {"2026-Q1": "2026-02-11T09:00:00Z", "2026-Q2": "2026-05-11T09:00:00Z"}[shown["quarter"]]
        inside = over[month, len(shown["rulesets"])]
        assert shown["at_least"] == len(inside) - len(inside) % SMALLEST
        counts = Counter(one.reason for each in inside for one in each.overrides)
        counts += Counter(
            name
            for each in inside
            for name, rules in each.statuses.model_dump().items()
            if rules and name != "applies"
        )
        told = {
            one.get("reason") or one["status"]: one["at_least"]
            for one in shown["overrides"] + shown["statuses"]
        }
        assert told == {
            name: count - count % SMALLEST
            for name, count in counts.items()
            if SMALLEST <= count <= len(inside) - SMALLEST
        }


def test_nothing_shown_is_the_sum_of_other_things_shown() -> None:
    def numbers(value: Any) -> list[str]:
        match value:
            case dict():
                return [name for key, one in value.items() for name in [key, *numbers(one)]]
            case list():
                return [name for one in value for name in numbers(one)]
            case _:
                return []

    newer = [RULESETS[0] | {"version": "1.1.0"}]
    records = departing(20, of=40) + decisions(
        20, "n", rulesets=newer, statuses={"verify": 1, "precaution": 1}
    )
    found = summary(records)
    assert found.keys() == {"summary", "step", "groups"}
    assert set(numbers(found)) == {
        "summary", "step", "groups", "quarter", "rulesets", "id", "version", "digest", "at_least",
        "statuses", "status", "overrides", "reason",
    } - {"status"}  # fmt: skip


# its form


def test_a_summary_is_as_its_schema_says() -> None:
    found = summarise(departing(15, of=40) + decisions(12, "v", statuses={"verify": 2}), at=PRESENT)
    Draft202012Validator(SCHEMAS["summary"]()).validate(json.loads(found.to_json()))
    assert json.loads(found.to_json()) == found.to_mapping()
    assert Summary.model_validate(found.to_mapping()) == found
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(found) == "<Summary>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_number_with_its_words_and_what_to_do(language: Any) -> None:
    records = departing(23, of=60) + decisions(12, "v", statuses={"verify": 2}, reasons=["own_reason"])
    records += decisions(30, "late", hour="2025-11-01T00:00:00Z")
    book = load_rules(None)
    page = summary_page(summarise(records, at=PRESENT), book, language)
    label = book.override_reasons[REASONS[0]].label.in_language(language)
    wanted = {
        "en": [
            "Decisions of October to December 2025", "   Decisions: 22 to 32", "Decisions of January to March 2026",
            "   Decisions: 66 to 76", "   With something to find out first: 11 to 21", f"      {label}: 22 to 32",
            "      own_reason: 11 to 21",
        ],
        "ar": [
            "قرارات تشرين الأول/أكتوبر إلى كانون الأول/ديسمبر 2025", "   عدد القرارات: من 22 إلى 32",
            "قرارات كانون الثاني/يناير إلى آذار/مارس 2026", "   عدد القرارات: من 66 إلى 76",
            "   ما فيه أمر يُتحقَّق منه أولاً: من 11 إلى 21", f"      {label}: من 22 إلى 32", "      own_reason: من 11 إلى 21",
        ],
    }[language]  # fmt: skip
    assert [line for line in page if line in wanted] == wanted
    assert page[-1] == phrase("summary.release").in_language(language)


# what is refused


def refused(call: Callable[[], object]) -> RecordError:
    with pytest.raises(RecordError) as caught:
        call()
    shown = (str(caught.value), repr(caught.value), repr(vars(caught.value)), caught.value.report("ar"))
    assert not [text for text in shown if MARK in text]
    assert caught.value.__context__ is None
    return caught.value


def test_a_decision_that_is_there_twice_is_refused_whatever_its_record_says() -> None:
    other = record("d-0", reasons=[REASONS[0]], hour="2026-05-01T00:00:00Z")
    error = refused(lambda: summarise([*decisions(12), other], at=PRESENT))
    assert str(error) == "line 13: decision_id: same decision as in line 1"


@pytest.mark.parametrize("wrong", [None, MARK, {"decision_id": MARK}, 7])
def test_something_else_than_a_record_is_refused_by_its_position(wrong: Any) -> None:
    error = refused(lambda: summarise([*decisions(3), wrong], at=PRESENT))
    assert str(error) == "line 4: record: not of the form of a record"


@pytest.mark.parametrize("at", [datetime.fromisoformat("2026-07-01T00:00:00"), 0, MARK])
def test_the_present_needs_its_time_zone(at: Any) -> None:
    error = refused(lambda: summarise([], at=at))
    assert str(error) == "at: expected a date and time with its time zone"


def lines(*texts: str | bytes) -> bytes:
    return b"".join((text if isinstance(text, bytes) else text.encode()) + b"\n" for text in texts)


def test_a_file_of_records_is_summarised_like_the_records() -> None:
    records = departing(15, of=40)
    text = lines(*(each.to_json() for each in records))
    expected = summarise(records, at=PRESENT)
    for data in (text, text.removesuffix(b"\n"), text.replace(b"\n", b"\r\n"), text.replace(b",", b", ")):
        assert summarise_lines(data, at=PRESENT) == expected
    assert summarise_lines(b"", at=PRESENT) == summarise([], at=PRESENT)


FAULTY: Final = lines(
    json.dumps(mapping("d-1")),
    json.dumps(mapping(f"{MARK} 1")),
    json.dumps(mapping("d-3") | {MARK: "no", "hour": MARK}),
    f'{{"record": {MARK}',
    "",
    json.dumps(mapping("d-1", reasons=[MARK])),
    json.dumps(mapping("d-1")),
    b"\xff" + MARK.encode(),
    json.dumps({"record": 1}),
    json.dumps([MARK]),
    " " * (LONGEST_RECORD + 1),
)
TOLD: Final = """\
line 2: decision_id: not of the form of a record
line 3: hour: not of the form of a record
line 3: record: has a field that no record has
line 4: record: not readable as JSON
line 5: record: not readable as JSON
line 6: overrides[0].reason: not of the form of a record
line 7: decision_id: same decision as in line 1
line 8: record: not readable as JSON
line 9: decision_id: missing
line 9: hour: missing
line 9: rulesets: missing
line 9: engine: missing
line 9: statuses: missing
line 9: overrides: missing
line 10: record: not of the form of a record
line 11: record: longer than 1000000 bytes"""


def test_every_fault_of_a_file_is_told_by_its_line_and_never_by_its_value() -> None:
    error = refused(lambda: summarise_lines(FAULTY, at=PRESENT))
    assert str(error) == TOLD
    arabic = error.report("ar").splitlines()
    assert [line.split()[1].rstrip(":") for line in arabic] == [
        line.split()[1].rstrip(":") for line in TOLD.splitlines()
    ]
    assert all(line.startswith("السطر ") for line in arabic)


def test_a_file_with_faults_without_end_is_told_with_an_end() -> None:
    error = refused(lambda: summarise_lines(b"\n" * (3 * MOST_FAULTS), at=PRESENT))
    assert len(error.faults) == MOST_FAULTS


# the command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{MARK}.jsonl"
    records = [*departing(15, of=40), *decisions(20, "open", hour="9999-12-31T00:00:00Z")]
    path.write_bytes(lines(*(each.to_json() for each in records)))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_the_page(file: Path, language: Any) -> None:
    expected = summary_page(summarise(departing(15, of=40), at=PRESENT), load_rules(None), language)
    for words, stdin in (([str(file)], b""), (["-"], file.read_bytes())):
        code, out, err = call("summarise", *words, "--lang", language, stdin=stdin)
        assert (code, err) == (DONE, "")
        assert out == "\n".join(expected) + "\n"


def test_the_command_prints_json_and_nothing_else(file: Path) -> None:
    done = run("summarise", str(file), "--format", "json")
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert json.loads(done.stdout) == summary(departing(15, of=40))


def test_the_command_says_when_there_is_nothing_to_show() -> None:
    code, out, err = call("summarise", "-", stdin=lines(*(each.to_json() for each in decisions(10))))
    assert (code, err) == (DONE, "")
    assert out == "No quarter that is over has 11 decisions under the same rulesets.\n"


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_tells_faults_by_line_and_nothing_else(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"{MARK}.jsonl"
    path.write_bytes(FAULTY)
    for words, stdin in (([str(path)], b""), (["-"], FAULTY)):
        done = run("summarise", *words, "--format", form, stdin=stdin)
        assert (done.returncode, done.stdout) == (WRONG_CALL, b"")
        assert done.stderr.decode() == TOLD + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_read_is_told_without_its_name(tmp_path: Path, language: Any) -> None:
    for path in (tmp_path / MARK, tmp_path):
        code, out, err = call("summarise", str(path), "--lang", language)
        assert (code, out) == (WRONG_CALL, "")
        assert err == phrase("record.no_file").in_language(language) + "\n"


def test_without_a_present_every_quarter_is_taken_to_be_complete() -> None:
    records = departing(15, of=40)
    assert summarise(records) == summarise(records, at=PRESENT)
    early = datetime.fromisoformat(records[0].hour)
    assert summarise(records, at=early).groups == ()
    assert summarise(records).groups
