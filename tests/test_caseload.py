"""Screening a caseload says of every case what evaluating it alone says."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import strategies as st

from protection_rules import CaseProfile, ContainedError, Engine
from protection_rules.caseload import CaseloadError, Screener, written_out
from protection_rules.caseload import screener as screener_module
from protection_rules.facts.vocabulary import SECTIONS
from tests.books import rule, write_book
from tests.caseloads import (
    Line,
    flat,
    item_table,
    lines_by_row,
    lines_of,
    nested,
    pointed_at,
    without_lists,
)
from tests.profiles import random_item, random_profile, random_profiles

PROFILES = 120
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def screener(engine: Engine) -> Screener:
    return Screener(engine.book)


def expected(engine: Engine, profiles: list[dict[str, Any]]) -> list[list[Line]]:
    return [lines_of(engine.evaluate(profile, cross_check=False)) for profile in profiles]


def assert_same(found: dict[int, list[Line]], wanted: list[list[Line]]) -> None:
    assert len(found) == len(wanted)
    for row, lines in enumerate(wanted, start=1):
        assert Counter(found[row]) == Counter(lines), row
        options = [line for line in lines if line[0] == "option"]
        assert [line for line in found[row] if line[0] == "option"] == options
        # of one rule, the items for which it applies come first; assessments order them by their ids
        rules = [line[4] for line in lines if line[0] == "advice"]
        assert [line[4] for line in found[row] if line[0] == "advice"] == rules


@pytest.fixture(scope="module")
def profiles() -> list[dict[str, Any]]:
    return list(random_profiles(PROFILES, seed=31))


@pytest.fixture(scope="module")
def wanted(engine: Engine, profiles: list[dict[str, Any]]) -> list[list[Line]]:
    return expected(engine, profiles)


def test_every_line_is_that_of_the_case_evaluated_alone(
    screener: Screener, profiles: list[dict[str, Any]], wanted: list[list[Line]]
) -> None:
    screened = screener.screen(nested(profiles))
    assert (screened.cases, screened.screened, screened.faults.num_rows) == (PROFILES, PROFILES, 0)
    assert_same(lines_by_row(screened.lines()), wanted)


@hypothesis.given(
    random=st.randoms(use_true_random=False),
    known=st.sampled_from([0.05, 0.3, 0.6, 0.9]),
    most_items=st.integers(0, 5),
    written=st.sampled_from([nested, lambda profiles: pointed_at(nested(profiles))]),
    cases_at_once=st.integers(1, 4),
)
@hypothesis.settings(max_examples=25)
def test_whatever_the_cases_every_row_says_what_evaluating_it_says(
    engine: Engine,
    screener: Screener,
    random: Random,
    known: float,
    most_items: int,
    written: Callable[[list[dict[str, Any]]], pl.DataFrame],
    cases_at_once: int,
) -> None:
    profiles = [random_profile(random, known, most_items) for _ in range(3)]
    parts = [part.lines() for part in screener.stream(written(profiles), cases_at_once)]
    assert_same(lines_by_row(written_out(pa.concat_tables(parts))), expected(engine, profiles))


def test_random_cases_show_every_kind_of_line(wanted: list[list[Line]]) -> None:
    seen = {(line[0], line[3]) for lines in wanted for line in lines}
    assert {kind for kind, _ in seen} >= {"case", "advice", "option", "set_aside", "undecided"}
    assert {outcome for _, outcome in seen} >= {"applies", "precaution", "verify"}
    assert {outcome for _, outcome in seen} >= {"possible", "check_first", "not_recommended"}


def test_cases_made_by_hand_give_the_same_too(engine: Engine, screener: Screener) -> None:
    files = [*ROOT.glob("tests/acceptance/A??.yaml"), *ROOT.glob("examples/*.*")]
    profiles = [CaseProfile.from_file(path).to_mapping() for path in sorted(files)]
    wanted = expected(engine, profiles)
    assert_same(lines_by_row(screener.screen(nested(profiles)).lines()), wanted)
    assert "not_recommended" in {line[3] for lines in wanted for line in lines}


def test_codes_that_are_pointed_at_give_the_same_as_codes_written_out(
    screener: Screener, profiles: list[dict[str, Any]]
) -> None:
    cases = nested(profiles)
    found = screener.screen(pointed_at(cases)).lines()
    assert written_out(found).equals(written_out(screener.screen(cases).lines()))


def test_a_cell_that_points_at_no_word_is_one_without_a_value(screener: Screener) -> None:
    words = pa.array(["yes", None, "no", "maybe"])
    cases = pa.table(
        {"risk.safe_tonight": pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2, 3], pa.int8()), words)}
    )
    found, written = screener.screen(cases), screener.screen(written_out(cases))
    assert [fault["row"] for fault in found.faults.to_pylist()] == [5]
    assert found.faults.equals(written.faults)
    assert written_out(found.lines()).equals(written_out(written.lines()))


def test_a_reader_a_record_batch_and_a_data_frame_give_the_same(screener: Screener) -> None:
    cases = nested(random_profiles(9, seed=8))
    table = cases.to_arrow()
    lines = written_out(screener.screen(cases).lines())
    assert written_out(screener.screen(table).lines()).equals(lines)
    assert written_out(screener.screen(table.to_reader(2)).lines()).equals(lines)
    assert written_out(screener.screen(table.combine_chunks().to_batches()[0]).lines()).equals(lines)


def test_columns_of_text_give_the_same_as_structures(engine: Engine, screener: Screener) -> None:
    given = [without_lists(profile) for profile in random_profiles(100, seed=5)]
    for profile in given:
        # in columns an office without any fact cannot be told from no office
        if not any(True for _ in profile.get("operation", ())):
            profile.pop("operation", None)
    assert_same(lines_by_row(screener.screen(flat(given)).lines()), expected(engine, given))


def test_numbers_and_sets_may_come_as_other_types(screener: Screener) -> None:
    profiles = [
        {"risk": {"hours_since_sexual_violence": 40, "incident_types": ["sexual_violence"]}},
        {"risk": {"incident_types": ["none"]}},
    ]
    texts = flat(profiles)
    hours = pl.Series("risk.hours_since_sexual_violence", [40.0, float("nan")])
    kinds = pl.Series("risk.incident_types", [["sexual_violence"], ["none"]])
    given = texts.with_columns(hours, kinds, pl.Series("case", [7, 8]))
    found = screener.screen(given)
    assert found.faults.num_rows == 0
    assert_same(lines_by_row(found.lines()), list(lines_by_row(screener.screen(texts).lines()).values()))
    assert set(found.lines()["case"].to_pylist()) == {7, 8}


def test_lists_in_tables_of_their_own_give_the_same_as_lists_in_columns(engine: Engine) -> None:
    given = [profile for profile in random_profiles(300, seed=14) if "operation" not in profile]
    lists = {
        name: {f"case-{number}": p[name] for number, p in enumerate(given) if p.get(name)}
        for name in SECTIONS
        if SECTIONS[name].many
    }
    shuffled = {
        name: dict(Random(3).sample(list(found.items()), len(found))) for name, found in lists.items()
    }
    words = {
        name: ["none" if profile.get(name) == [] else None for profile in given]
        for name in ("service", "data_flow")
    }
    for profile in given:
        if profile.get("accommodation") == []:
            del profile["accommodation"]  # without a word about it, a list without items is not known
    beside = {name: item_table(name, found) for name, found in shuffled.items()}
    found = Screener(engine.book, beside).screen(
        flat(given).with_columns(**{n: pl.Series(w) for n, w in words.items()})
    )
    assert found.faults.num_rows == 0
    assert_same(lines_by_row(found.lines()), expected(engine, given))


def test_one_directory_of_services_is_there_for_every_case(engine: Engine) -> None:
    random = Random(17)
    directory = [random_item(random, SECTIONS["service"], 0.7, number) for number in range(12)]
    given = [p | {"service": directory} for p in random_profiles(30, seed=15)]
    table = item_table("service", {"": directory}).drop("case")
    cases = nested(given).drop("service")
    found = Screener(engine.book, {"service": table}).screen(cases)
    assert_same(lines_by_row(found.lines()), expected(engine, given))


def test_a_batch_gives_the_same_whatever_its_size(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = nested(random_profiles(60, seed=2))
    whole = written_out(screener.screen(cases).lines())
    parts = list(screener.stream(cases, cases_at_once=7))
    assert [part.cases for part in parts] == [7] * 8 + [4]
    assert written_out(pa.concat_tables(part.lines() for part in parts)).equals(whole)
    monkeypatch.setattr(screener_module, "ROWS_AT_ONCE", 20)
    assert written_out(screener.screen(cases).lines()).equals(whole)


def test_random_rules_that_override_outrank_and_bar_one_another_are_set_aside_alike(tmp_path: Path) -> None:
    seen: Counter[str | None] = Counter()
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        random = Random(seed)
        engine = Engine.load(write_book(folder, [random_rule(random, number) for number in range(24)]))
        given = [random_profile(random, 0.5, most_items=3) for _ in range(30)]
        wanted = expected(engine, given)
        assert_same(lines_by_row(Screener(engine.book).screen(nested(given)).lines()), wanted)
        seen.update(word for lines in wanted for line in lines for word in (line[0], line[3]))
    assert min(seen[kind] for kind in ("advice", "set_aside", "conflict", "undecided")) > 5
    assert seen["preferred"] > 0


FACTS = {
    "case": [
        "risk.safe_tonight: no",
        "risk.immediate_danger: yes",
        "disclosure.fears_family_knowing: {not: no}",
    ],
    "accommodation": ["accommodation.private_lockable: no", "accommodation.respects_stated_gender: yes"],
    "service": ["service.type: police", "service.reports_to_police: {not_known_to_be: no}"],
    "operation": ["operation.criminalisation_context: yes"],
}


def random_rule(random: Random, number: int) -> dict[str, Any]:
    about = random.choice(["case", "case", "accommodation", "service", "operation"])
    action = random.choice(
        ["protect", "refer", "refer", "hold_back", "avoid", "warn", "one_file", "two_files", "rule_out"]
    )
    modality = random.choice(["must", "must_not", "should", "may"])
    discloses = action in {"refer", "avoid"} and modality != "must_not"
    unknown = random.choice(["verify", "silent"] if discloses else ["precaution", "verify", "silent"])
    facts = FACTS["case"] if about == "operation" else [*FACTS["case"], *FACTS[about]] * 2
    # an override names an earlier rule, so that none goes in a circle; together with ranks some still do
    overrides = random.sample(range(1, number + 1), min(number, random.choice([0, 0, 1, 3])))
    return rule(
        f"C-TST-{number + 1:02}",
        random.choice(facts),
        about=about,
        action=action,
        modality=modality,
        if_unknown=unknown,
        urgency=random.choice(["immediate", "within_72h", "routine"]),
        tier=random.choice(["life", "decision", "law", "routine"]),
        overrides=[f"C-TST-{each:02}" for each in overrides],
    )


# rows and columns that are not as they should be

FAULTS = [
    ("answer", {"risk.safe_tonight": "maybe"}, "risk.safe_tonight", "expected one of yes, no, unknown"),
    ("capital letter", {"risk.safe_tonight": "Yes"}, "risk.safe_tonight", "expected one of yes, no, unknown"),
    ("empty text", {"risk.safe_tonight": ""}, "risk.safe_tonight", "expected one of yes, no, unknown"),
    ("number out of range", {"risk.hours_since_sexual_violence": "999999"}, "risk.hours_since_sexual_violence", "expected a whole number from 0 to 8760, or unknown"),
    ("number in words", {"risk.hours_since_sexual_violence": "two"}, "risk.hours_since_sexual_violence", "expected a whole number from 0 to 8760, or unknown"),
    ("number with a sign", {"risk.hours_since_sexual_violence": "-1"}, "risk.hours_since_sexual_violence", "expected a whole number from 0 to 8760, or unknown"),
    ("member of a set", {"risk.threat_sources": "family nobody"}, "risk.threat_sources", "expected a list such as"),
    ("member twice", {"risk.threat_sources": "family family"}, "risk.threat_sources", "expected a list such as"),
    ("marker with a member", {"risk.threat_sources": "none family"}, "risk.threat_sources", "expected a list such as"),
    ("no member", {"risk.threat_sources": " "}, "risk.threat_sources", "expected a list such as"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "place", "expects"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_row_with_a_fault_is_not_screened_and_said_to_be(
    screener: Screener, cells: dict[str, str], place: str, expects: str
) -> None:
    cases = flat([{}, {}, {"risk": {"safe_tonight": "no"}}])
    columns = [
        pl.when(pl.col("case") == "case-1").then(pl.lit(cell)).otherwise(pl.col(name)).alias(name)
        for name, cell in cells.items()
    ]
    found = screener.screen(cases.with_columns(columns))
    (fault,) = found.faults.to_pylist()
    assert (fault["row"], fault["place"]) == (2, place)
    assert fault["en"].startswith(expects)
    assert fault["ar"] != fault["en"]
    assert (found.cases, found.screened) == (3, 2)
    lines = lines_by_row(found.lines())
    assert lines[2] == [("case", "case", None, "not_screened", None, None)]
    sound = lines_by_row(screener.screen(cases).lines())
    assert (lines[1], lines[3]) == (sound[1], sound[3])


def test_the_same_faults_are_found_whatever_the_form_of_the_columns(screener: Screener) -> None:
    given = nested([{}, {"risk": {"threat_sources": ["family"]}}])
    wrong = given.with_columns(
        pl.struct(
            pl.col("risk").struct.field("safe_tonight").fill_null("maybe"),
            pl.col("risk").struct.field("threat_sources").list.concat(pl.lit("nobody")),
            pl.lit(-5).alias("hours_since_sexual_violence"),
        ).alias("risk")
    )
    places = [(1, "risk.safe_tonight"), (1, "risk.hours_since_sexual_violence")]
    places += [(2, "risk.safe_tonight"), (2, "risk.threat_sources"), (2, "risk.hours_since_sexual_violence")]
    for cases in (
        wrong,
        wrong.with_columns(pl.col("risk").struct.with_fields(pl.field("safe_tonight").cast(pl.Categorical))),
    ):
        found = screener.screen(cases)
        assert sorted((fault["row"], fault["place"]) for fault in found.faults.to_pylist()) == sorted(places)


def test_a_fault_of_an_item_names_its_place_in_the_list(screener: Screener) -> None:
    services: list[list[dict[str, str]]] = [
        [{"type": "police"}, {"type": "hairdresser"}],
        [{"id": "a b"}, {"id": "s1"}],
        [{"id": "clinic"}, {"id": "x"}, {"id": "clinic"}],
        [{"id": "s2"}, {}],
        [{"type": "police"}] * 201,
        [{"id": "clinic"}, {"id": "مركز"}],
    ]
    items = [[{"id": item.get("id"), "type": item.get("type")} for item in each] for each in services]
    kind = pl.List(pl.Struct({"id": pl.String, "type": pl.String}))
    found = screener.screen(pl.DataFrame({"service": items}, schema={"service": kind}))
    places = [(fault["row"], fault["place"]) for fault in found.faults.to_pylist()]
    assert places == [(1, "service[1].type"), (2, "service[0].id"), (3, "service[2].id"), (4, "service[1].id"), (5, "service")]  # fmt: skip
    assert [row for row, lines in lines_by_row(found.lines()).items() if len(lines) > 1] == [6]


def test_no_fault_repeats_what_stands_in_the_cell(screener: Screener) -> None:
    cases = flat([{}]).with_columns(pl.lit("qzx-secret").alias("risk.safe_tonight"))
    found = screener.screen(cases)
    assert found.faults.num_rows == 1
    assert "qzx" not in str(found.faults.to_pylist()) + str(found.lines().to_pylist()) + repr(found)


COLUMNS = [
    ("unknown", {"risk.favourite_colour": ["blue"]}, "column 2 is not in the vocabulary"),
    ("misspelt", {"risk.safe_tonite": ["no"]}, "did you mean risk.safe_tonight?"),
    ("truth values", {"risk.safe_tonight": [True]}, "risk.safe_tonight: expected a column of text"),
    ("numbers for codes", {"risk.safe_tonight": [1]}, "risk.safe_tonight: expected a column of text"),
    (
        "lists for a choice",
        {"person.age_group": [["adult_18_59"]]},
        "person.age_group: expected a column of text",
    ),
    (
        "dates for a number",
        {"risk.hours_since_sexual_violence": [None, True]},
        "expected a column of whole numbers",
    ),
    ("text for a section", {"person": ["adult_18_59"]}, "person: expected a column of structures"),
    ("a list without fields", {"service": [["police"]]}, "service: expected a column of lists of structures"),
    ("a field nobody knows", {"service": [[{"colour": "blue"}]]}, "column 2 is not in the vocabulary"),
    ("a fact twice", {"risk": [{"safe_tonight": "no"}], "risk.safe_tonight": ["no"]}, "given in two columns"),
]


@pytest.mark.parametrize(("columns", "message"), [c[1:] for c in COLUMNS], ids=[c[0] for c in COLUMNS])
def test_columns_that_are_no_facts_are_refused_without_their_names_or_values(
    screener: Screener, columns: dict[str, list[Any]], message: str
) -> None:
    size = len(next(iter(columns.values())))
    with pytest.raises(CaseloadError, match=message.replace("?", r"\?")) as caught:
        screener.screen(pl.DataFrame({"case": list(range(size))} | columns))
    assert not any(word in str(caught.value) for word in ("colour", "blue", "tonite"))
    assert all(fault.ar for fault in caught.value.faults)
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_every_fault_of_the_columns_is_told_at_once(screener: Screener) -> None:
    with pytest.raises(CaseloadError) as caught:
        screener.screen(pl.DataFrame({"x": [1], "risk.safe_tonight": [True], "person": ["y"]}))
    assert len(caught.value.faults) == 3


def test_a_list_given_twice_or_without_owners_is_refused(engine: Engine) -> None:
    table = item_table("service", {"case-0": [{"type": "police"}]})
    with pytest.raises(CaseloadError, match="service: listed in the caseload and in a table beside it"):
        Screener(engine.book, {"service": table}).screen(nested([{}]))
    with pytest.raises(CaseloadError, match="expected a column case"):
        Screener(engine.book, {"service": table}).screen(flat([{}]).drop("case"))
    with pytest.raises(CaseloadError, match="expected the case of every item"):
        Screener(engine.book, {"service": table.with_columns(case=pl.lit(None, dtype=pl.String))})
    with pytest.raises(CaseloadError, match=r"service\[0\]\.type: expected one of"):
        Screener(engine.book, {"service": pl.DataFrame({"type": ["hairdresser"]})})


def test_a_list_said_to_be_empty_that_has_items_is_a_fault(engine: Engine) -> None:
    table = item_table("service", {"case-0": [{"type": "police"}], "case-1": [{"type": "police"}]})
    cases = pl.DataFrame({"case": ["case-0", "case-1", "case-2"], "service": ["none", None, "some"]})
    found = Screener(engine.book, {"service": table}).screen(cases)
    assert [(fault["row"], fault["place"]) for fault in found.faults.to_pylist()] == [
        (1, "service"),
        (3, "service"),
    ]


# forms of the result


def test_a_result_for_each_case_has_the_same_lines(screener: Screener) -> None:
    found = screener.screen(nested(random_profiles(25, seed=3)))
    wrong = flat([{}]).with_columns(pl.lit("maybe").alias("risk.safe_tonight"))
    for screened in (found, screener.screen(wrong), screener.screen(nested([]))):
        lines, by_case = screened.lines().to_pylist(), screened.per_case().to_pylist()
        heads = [line for line in lines if line["kind"] == "case"]
        assert [(row["row"], row["case"]) for row in by_case] == [
            (line["row"], line["case"]) for line in heads
        ]
        assert [row["screened"] for row in by_case] == [line["outcome"] == "screened" for line in heads]
        kept = [line for row in by_case for line in row["lines"]]
        before = {"row", "case"}
        assert kept == [
            {name: cell for name, cell in line.items() if name not in before}
            for line in lines
            if line["kind"] != "case"
        ]


def test_sheets_have_a_column_for_each_rule(engine: Engine) -> None:
    profiles = [p for p in random_profiles(60, seed=6) if "service" in p]
    directory = [{"id": "clinic", "type": "health_post_rape"}, {"id": "post", "type": "police"}]
    cases = nested([p | {"service": directory} for p in profiles])
    screened = Screener(engine.book).screen(
        cases.with_columns(
            pl.when(pl.col("case") == "case-3").then(pl.struct(safe_tonight=pl.lit("maybe"))).alias("risk")
        )
    )
    shared = Screener(engine.book, {"service": pl.DataFrame(directory)}).screen(cases.drop("service"))
    sheets = screened.sheets()
    assert set(sheets) == {"cases", "accommodation", "service", "data_flow"}
    wanted = said_by_row(screened.lines().to_pylist())
    assert said_in(sheets) == wanted
    assert said_in(shared.sheets()) == said_by_row(shared.lines().to_pylist())
    assert [row["screened"] for row in sheets["cases"].to_pylist()] == [
        row != 4 for row in range(1, screened.cases + 1)
    ]


def said_by_row(lines: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """What is said of which subject in which row."""
    return Counter(
        (line["row"], line["about"], line["item"], line["rule"], line["outcome"] or line["kind"])
        for line in lines
        if line["kind"] not in {"case", "conflict"}
    )


def said_in(sheets: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    said: Counter[tuple[Any, ...]] = Counter()
    for sheet, table in sheets.items():
        for row in table.to_pylist():
            for column, word in row.items():
                if word is None or column in {"row", "case", "id", "screened"}:
                    continue
                name, _, subject = column.partition(" ")
                about, _, item = subject.partition(":")
                if sheet != "cases":
                    about, item = sheet, row["id"]
                elif not about:
                    about = "operation" if name.startswith("O-") else "case"
                said[row["row"], about, item or None, None if name == "standing" else name, word] += 1
    return said


def test_counts_are_of_cases_and_not_of_items(screener: Screener) -> None:
    found = screener.screen(nested(random_profiles(80, seed=9)))
    counts = found.counts()
    seen = {
        (line["row"], line["kind"], line["about"], line["outcome"], line["rule"], line["other"])
        for line in found.lines().to_pylist()
    }
    assert counts.screened == 80
    by_line = Counter(dict(Counter(said[1:] for said in seen)))
    assert Counter({tuple(said): n for said, n in counts.cases.items() if said.kind != "urgency"}) == by_line


def test_a_screener_and_its_results_can_be_handed_to_another_process(engine: Engine) -> None:
    table = item_table("data_flow", {"case-0": [{"recipient": "donor_report"}]})
    screener = Screener(engine.book, {"data_flow": table})
    cases = flat(random_profiles(20, seed=4))
    there = pickle.loads(pickle.dumps(screener))
    lines = screener.screen(cases).lines()
    assert there.screen(cases).lines().equals(lines)
    assert pickle.loads(pickle.dumps(screener.screen(cases))).lines().equals(lines)
    batch = cases.to_arrow().combine_chunks().to_batches()[0]
    assert there.screen_batch(batch, first_row=1).lines().equals(lines)


def test_nothing_says_anything_of_the_cases_when_printed(screener: Screener) -> None:
    found = screener.screen(nested(random_profiles(3, seed=1)))
    assert repr(found) == "<Screened: 3 of 3 cases>"
    assert repr(found.found[0]) == "<Found: 3 cases>"
    assert repr(found.counts()) == "<Counts: 3 cases>"
    assert repr(screener).startswith("<Screener: ")


def test_what_fails_inside_leaves_nothing_of_a_case_in_the_error(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise pl.exceptions.ComputeError("conversion failed for value qzx-secret")

    monkeypatch.setattr(screener_module, "find", fail)
    with pytest.raises(ContainedError) as caught:
        screener.screen(nested([{}]))
    assert "qzx" not in repr(caught.value) + str(caught.value)
