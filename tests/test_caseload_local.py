"""Caseloads with facts of an operation's own: every row says what evaluating it says."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import strategies as st

from protection_rules import Engine
from protection_rules.caseload import (
    CaseloadError,
    Partitions,
    Screener,
    counts_summary,
    written_out,
)
from protection_rules.caseload.command import screen_file
from protection_rules.caseload.impact import impact, known_to_either
from protection_rules.caseload.runs import Run
from protection_rules.caseload.summary import summary, summary_text
from protection_rules.cli import DONE, FAULTS, WRONG_CALL
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY, FactEntry
from protection_rules.logic.nodes import Always, Compare, Condition, Includes, Is, Not
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests.books import rule, write_book
from tests.caseloads import Line, flat, lines_by_row, lines_of, nested, pointed_at, without_lists
from tests.invariant_breaks import altered
from tests.local_books import (
    CLOSED_ROADS,
    CURFEW,
    HOURS_TO_BORDER,
    NIGHT_GUARD,
    OF_EVERY_KIND,
    fact,
    local_book,
    named,
)
from tests.profiles import random_profile, random_profiles
from tests.test_cli import call
from tests.test_overlays import write_overlay

BOOKS = 4
ALL_SECTIONS = OF_EVERY_KIND.sections
Profiles = list[dict[str, Any]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[RuleBook]:
    folder = tmp_path_factory.mktemp("local")
    return [local_book(folder / str(seed), seed) for seed in range(BOOKS)]


@pytest.fixture(scope="module")
def screeners(books: list[RuleBook]) -> list[Screener]:
    return [Screener(book) for book in books]


@pytest.fixture(scope="module")
def engines(books: list[RuleBook]) -> list[Engine]:
    return [Engine(book) for book in books]


def expected(engine: Engine, profiles: Profiles) -> list[Counter[Line]]:
    return [Counter(lines_of(engine.evaluate(profile, cross_check=False))) for profile in profiles]


def found(lines: pa.Table) -> list[Counter[Line]]:
    return [Counter(some) for _, some in sorted(lines_by_row(written_out(lines)).items())]


def as_structures(profiles: Profiles) -> pl.DataFrame:
    return nested(profiles, ALL_SECTIONS)


def as_structures_that_point(profiles: Profiles) -> pl.DataFrame:
    return pointed_at(nested(profiles, ALL_SECTIONS), ALL_SECTIONS)


def with_local_columns(profiles: Profiles) -> pl.DataFrame:
    """Structures of the guidance's sections, and a column of text for each local fact."""
    local = [name for name in flat([], ALL_SECTIONS).columns if name.startswith("local.")]
    return nested(profiles).hstack(flat(profiles, ALL_SECTIONS).select(local))


@hypothesis.given(
    random=st.randoms(use_true_random=False),
    known=st.sampled_from([0.3, 0.6, 0.9]),
    number=st.integers(0, BOOKS - 1),
    written=st.sampled_from([as_structures, as_structures_that_point, with_local_columns]),
)
@hypothesis.settings(max_examples=40)
def test_whatever_the_local_facts_every_row_says_what_evaluating_it_says(
    engines: list[Engine],
    screeners: list[Screener],
    random: Random,
    known: float,
    number: int,
    written: Callable[[Profiles], pl.DataFrame],
) -> None:
    profiles = [random_profile(random, known, 2, OF_EVERY_KIND) for _ in range(3)]
    screened = screeners[number].screen(written(profiles))
    assert screened.faults.num_rows == 0
    assert found(screened.lines()) == expected(engines[number], profiles)


def test_the_rules_of_these_tests_read_local_facts_of_every_kind(engines: list[Engine]) -> None:
    read = {entry.path for engine in engines for entry in engine.requirements()}
    assert {path for path in OF_EVERY_KIND if path.startswith("local.")} <= read
    profiles = list(random_profiles(40, 3, 0.7, 2, OF_EVERY_KIND))
    said = Counter(line[3] for engine in engines for lines in expected(engine, profiles) for line in lines)
    assert min(said[status] for status in ("applies", "precaution", "verify")) >= 5


def test_json_lines_csv_and_parquet_give_the_same(
    books: list[RuleBook], engines: list[Engine], tmp_path: Path
) -> None:
    # a CSV file has no lists, and cannot tell an office without facts from none
    given = [
        {name: value for name, value in without_lists(profile).items() if name != "operation"}
        for profile in random_profiles(60, 5, 0.7, 2, OF_EVERY_KIND)
    ]
    flat(given, ALL_SECTIONS).write_csv(tmp_path / "a.csv")
    nested(given, ALL_SECTIONS).write_parquet(tmp_path / "b.parquet")
    rows = [profile | {"case": f"case-{number}"} for number, profile in enumerate(given)]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for name in ("a.csv", "b.parquet", "c.jsonl"):
        assert found(screened_file(books[0], tmp_path / name)) == expected(engines[0], given)


def screened_file(book: RuleBook, path: Path, **options: Any) -> pa.Table:
    result = path.with_suffix(f"{path.suffix}.parquet")
    plain = {"lists": {}, "faults": None, "summarised": None, "form": "lines", "resume": False}
    screen_file(book, path, result, **plain | options, language="en")
    return pq.read_table(result)


def test_an_interrupted_screening_is_not_taken_up_under_other_local_facts(
    books: list[RuleBook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case,local.curfew\nc-1,nights\nc-2,all_day\n", encoding="utf-8")

    def cut_off(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Run, "_join", cut_off)
        with pytest.raises(SystemExit):
            screened_file(books[0], path)
    # an overlay that is not in force yet declares facts too, so that this is not seen in the rules
    nights_only = fact("curfew", "choice", ("none_in_force", "nights"))
    other = OF_EVERY_KIND.with_local({**OF_EVERY_KIND.local, "curfew": nights_only})
    with pytest.raises(CaseloadError, match="of other rulesets, another input"):
        screened_file(replace(books[0], vocabulary=other), path, resume=True)
    assert len(found(screened_file(books[0], path, resume=True))) == 2


# faults


CELLS = [
    ("night_guard", "maybe", "expected one of yes, no, unknown"),
    ("curfew", "qzx", "expected one of none_in_force, nights, all_day, unknown"),
    ("closed_roads", "north qzx", "expected a list such as [north], each once, out of north, coast, bridge; or [none] alone"),
    ("closed_roads", "not_asked", "expected a list such as [north], each once, out of north, coast, bridge; or [none] alone"),
    ("feared_posts", "none north", "expected a list such as [north], each once, out of north, coast; or [none] or [not_asked] alone"),
    ("hours_to_border", "49", "expected a whole number from 0 to 48, or unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cell", "expects"), CELLS)
def test_a_cell_that_is_no_value_of_a_local_fact_is_a_fault_of_its_row(
    screeners: list[Screener], name: str, cell: str, expects: str
) -> None:
    columns = {"case": ["c-1", "c-2"], f"local.{name}": [cell, None]}
    screened = screeners[0].screen(pl.DataFrame(columns))
    (fault,) = screened.faults.to_pylist()
    assert (fault["row"], fault["place"]) == (1, f"local.{name}")
    assert fault["en"].startswith(expects)
    assert fault["ar"] != fault["en"]
    assert "qzx" not in str(fault)
    assert [line["row"] for line in screened.lines().to_pylist() if line["outcome"] == "not_screened"] == [1]


JSON_FAULTS = [
    ("a value", {"curfew": "qzx"}, "local.curfew", "expected one of none_in_force, nights, all_day, unknown"),
    ("a fact nobody declared", {"qzx": "yes"}, "local", "field 1 is not in the vocabulary"),
    ("a misspelt fact", {"curfeww": "qzx"}, "local", "did you mean `curfew`?"),
    ("a truth value", {"night_guard": True}, "local.night_guard", 'write "yes" or "no" as text'),
    ("nothing", None, "local", "expected facts as `name: value`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "place", "expects"), [f[1:] for f in JSON_FAULTS], ids=[f[0] for f in JSON_FAULTS]
)
def test_local_facts_of_a_line_of_json_are_checked_like_those_of_a_profile(
    books: list[RuleBook], given: Any, place: str, expects: str, tmp_path: Path
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"profile": 1, "local": given}) + '\n{"profile": 1}\n', encoding="utf-8")
    result = screened_file(books[0], path, faults=tmp_path / "faults.csv")
    (fault,) = pl.read_csv(tmp_path / "faults.csv").to_dicts()
    assert (fault["row"], fault["place"]) == (1, place)
    assert expects in fault["expected"]
    assert "qzx" not in str(fault) + str(result.to_pylist())


COLUMNS = [
    ("a fact nobody declared", {"local.qzx_colour": ["blue"]}, "column 2 is not in the vocabulary"),
    ("a misspelt column", {"local.curfeww": ["nights"]}, "did you mean local.curfew?"),
    ("a misspelt field", {"local": [{"curfeww": "nights"}]}, "did you mean curfew?"),
    ("truth values", {"local.night_guard": [True]}, "local.night_guard: expected a column of text, such as yes"),
    ("text for the section", {"local": ["qzx"]}, "local: expected a column of structures, or one column for each fact"),
    ("a fact twice", {"local": [{"curfew": "nights"}], "local.curfew": ["nights"]}, "local.curfew: given in two columns"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "message"), [c[1:] for c in COLUMNS], ids=[c[0] for c in COLUMNS])
def test_columns_that_are_no_local_facts_are_refused_without_their_names_or_values(
    screeners: list[Screener], columns: dict[str, list[Any]], message: str
) -> None:
    with pytest.raises(CaseloadError) as caught:
        screeners[0].screen(pl.DataFrame({"case": ["c-1"]} | columns))
    assert message in str(caught.value)
    assert not any(word in str(caught.value) for word in ("qzx", "blue", "curfeww"))


@pytest.mark.parametrize("columns", [{"local": [{"curfew": "nights"}]}, {"local.curfew": ["nights"]}])
def test_rules_without_local_facts_say_that_they_know_none(
    engine: Engine, columns: dict[str, list[Any]]
) -> None:
    with pytest.raises(CaseloadError) as caught:
        Screener(engine.book).screen(pl.DataFrame({"case": ["c-1"]} | columns))
    (told,) = caught.value.faults
    assert told.en == (
        "column 2: the rules in use know no facts of an operation's own; use them with the overlay that"
        " declares these"
    )
    assert told.ar.startswith("العمود رقم 2: القواعد المستعملة لا تعرف حقائق خاصة بعملية بعينها")


def test_rules_without_local_facts_say_so_of_a_line_of_json(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"profile": 1, "local": {"curfew": "qzx"}}\n', encoding="utf-8")
    screened_file(engine.book, path, faults=tmp_path / "faults.csv")
    (fault,) = pl.read_csv(tmp_path / "faults.csv").to_dicts()
    assert fault["place"] == "local"
    assert "know no facts of an operation's own" in fault["expected"]


# elsewhere, and summed up


def test_partitions_in_other_processes_know_local_facts_too(
    books: list[RuleBook], engines: list[Engine]
) -> None:
    profiles = list(random_profiles(30, 8, 0.7, 2, OF_EVERY_KIND))
    cases = nested(profiles, ALL_SECTIONS).to_arrow()
    screener = Screener(books[1])
    screener.check(cases.schema)
    partitions: Partitions = pickle.loads(pickle.dumps(Partitions(screener)))
    assert found(partitions.screen_table(cases)) == expected(engines[1], profiles)
    wrong = pa.table({"case": ["c-1"], "local.curfew": ["qzx"]})
    faults: Partitions = pickle.loads(pickle.dumps(Partitions(screener, "faults")))
    assert [fault["place"] for fault in faults.screen_table(wrong).to_pylist()] == ["local.curfew"]
    counts = pickle.loads(pickle.dumps(Partitions(screener, "counts"))).screen_table(cases)
    whole = summary(screener.without_revealing().screen(cases).counts(), books[1])
    assert counts_summary(counts, books[1], ".md", "en") == summary_text(whole, ".md", "en")


# two rule books with facts of their own


def reading(folder: Path, when: Condition, *facts: FactEntry, modality: str = "must") -> RuleBook:
    """A rule book that knows these facts, with one rule that reads them."""
    folder.mkdir()
    protect = rule("C-TST-01", "risk.safe_tonight: no", modality=modality, if_unknown="silent")
    book = altered(
        load_rules(write_book(folder, [protect])), "C-TST-01", lambda each: replace(each, when=when)
    )
    return replace(book, vocabulary=VOCABULARY.with_local(named(*facts)))


def counted(old: RuleBook, new: RuleBook, path: Path) -> tuple[dict[Any, int], int, int]:
    """What is less and more in how many cases; how many were screened, and how many there are."""
    told = impact(Screener(old), Screener(new), (old, new), path)
    return dict(told.cases), told.screened, told.rows


TOPIC = "advice.protect.case.to_do"


def written(path: Path, form: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Cases with local facts, as columns, as structures, or in lines of JSON."""
    file = path / f"cases.{'parquet' if form == 'structures' else form}"
    given = list(rows)
    match form:
        case "csv":
            names = [*dict.fromkeys(name for row in given for name in row)]
            lines = [",".join(str(row.get(name, "")) for name in names) for row in given]
            file.write_text("\n".join([",".join(f"local.{n}" for n in names), *lines]), encoding="utf-8")
        case "structures":
            pl.DataFrame({"local": given}).write_parquet(file)
        case _:
            lines = [json.dumps({"profile": 1, "local": row}) for row in given]
            file.write_text("\n".join(lines), encoding="utf-8")
    return file


FORMS = ("csv", "structures", "jsonl")


@pytest.mark.parametrize("form", FORMS)
def test_each_book_is_given_the_local_facts_that_it_knows(form: str, tmp_path: Path) -> None:
    nights = Is("local.curfew", frozenset({"nights"}))
    guarded = Is("local.night_guard", frozenset({"no"}))
    old = reading(tmp_path / "old", nights, CURFEW)
    new = reading(tmp_path / "new", guarded, NIGHT_GUARD, HOURS_TO_BORDER)
    rows = [
        {"curfew": "nights", "night_guard": "no"},
        {"curfew": "nights", "night_guard": "yes"},
        {"curfew": "all_day", "night_guard": "no"},
        {"curfew": "nights", "night_guard": "yes"},
        {"curfew": "all_day", "night_guard": "yes"},
    ]
    path = written(tmp_path, form, rows)
    wanted = {("less", TOPIC): 2, ("more", TOPIC): 1}
    assert counted(old, new, path) == (wanted, 5, 5)
    assert counted(new, old, path) == ({("less", TOPIC): 1, ("more", TOPIC): 2}, 5, 5)
    plain = replace(reading(tmp_path / "plain", Not(Always())), vocabulary=VOCABULARY)
    path = written(tmp_path, form, [{"night_guard": "no"}, {"night_guard": "yes"}])
    assert counted(plain, new, path) == ({("more", TOPIC): 1}, 2, 2)
    assert counted(new, plain, path) == ({("less", TOPIC): 1}, 2, 2)


@pytest.mark.parametrize("form", FORMS)
def test_a_value_that_one_book_does_not_know_is_not_given_to_it(form: str, tmp_path: Path) -> None:
    narrow = fact("curfew", "choice", ("none_in_force", "nights"))
    roads = fact("closed_roads", "choices", ("north", "coast"))
    near = fact("hours_to_border", "number", maximum=12)
    cases = (
        ("choice", narrow, CURFEW, Is("local.curfew", frozenset({"nights", "all_day"})), ["nights", "all_day", "none_in_force"]),
        ("number", near, HOURS_TO_BORDER, Compare("local.hours_to_border", "at_least", 10), [11, 40, 3]),
        ("choices", roads, CLOSED_ROADS, Includes("local.closed_roads", frozenset({"north"})), [["north"], ["north", "bridge"], ["coast"]]),
    )  # fmt: skip
    for name, before, after, when, values in cases:
        folder = tmp_path / name
        folder.mkdir()
        old = reading(folder / "old", when, before)
        new = reading(folder / "new", when, after)
        cells = [" ".join(v) if form == "csv" and isinstance(v, list) else v for v in values]
        path = written(folder, form, [{before.name: cell} for cell in cells])
        # of the three, the first is known to both, and the second to the new one alone
        assert counted(old, new, path) == ({("more", TOPIC): 1}, 3, 3), name
        assert counted(new, old, path) == ({("less", TOPIC): 1}, 3, 3), name


@pytest.mark.parametrize("form", FORMS)
def test_facts_of_one_name_and_two_kinds_are_those_of_the_new_book(form: str, tmp_path: Path) -> None:
    yes = Is("local.curfew", frozenset({"yes"}))
    old = reading(tmp_path / "old", yes, fact("curfew", "answer"))
    new = reading(tmp_path / "new", Is("local.curfew", frozenset({"nights"})), CURFEW)
    path = written(tmp_path, form, [{"curfew": "nights"}, {"curfew": "all_day"}, {"curfew": "yes"}])
    assert counted(old, new, path) == ({("more", TOPIC): 1}, 2, 3)
    assert counted(new, old, path) == ({("more", TOPIC): 1}, 1, 3)


@pytest.mark.parametrize("form", FORMS)
def test_what_neither_book_knows_is_a_fault(form: str, tmp_path: Path) -> None:
    nights = Is("local.curfew", frozenset({"nights"}))
    old, new = (reading(tmp_path / name, nights, CURFEW) for name in ("old", "new"))
    wrong = written(tmp_path, form, [{"curfew": "nights"}, {"curfew": "qzx"}])
    assert counted(old, new, wrong) == ({}, 1, 2)
    strange = written(tmp_path, form, [{"curfew": "nights", "qzx": "yes"}])
    if form == "jsonl":
        assert counted(old, new, strange) == ({}, 0, 1)
        return
    with pytest.raises(CaseloadError, match=r"column [12] is not in the vocabulary") as caught:
        counted(old, new, strange)
    assert "qzx" not in str(caught.value)


def test_sets_of_more_values_than_a_column_can_tell_apart_are_those_of_the_new_book(tmp_path: Path) -> None:
    sets = [fact("roads", "choices", tuple(f"{side}_{each}" for each in range(40))) for side in ("a", "b")]
    old, new = (
        reading(tmp_path / each.codes[0], Includes("local.roads", frozenset(each.codes[:1])), each)
        for each in sets
    )
    path = written(tmp_path, "jsonl", [{"roads": ["a_0"]}, {"roads": ["b_0"]}, {"roads": ["b_1", "b_39"]}])
    assert counted(old, new, path) == ({("more", TOPIC): 1}, 2, 3)


def test_what_two_books_know_together_leaves_the_facts_of_the_guidance_as_they_are() -> None:
    one, other = (VOCABULARY.with_local(named(each)) for each in (CURFEW, NIGHT_GUARD))
    assert known_to_either(one, one) == one
    assert known_to_either(VOCABULARY, VOCABULARY) == VOCABULARY
    assert list(known_to_either(one, other).local) == ["curfew", "night_guard"]
    assert [*known_to_either(one, other).sections][:-1] == [*SECTIONS]


# overlays, from the command line


def overlay(folder: Path, *facts: Mapping[str, Any], when: str) -> Path:
    """An overlay that declares these facts, with one rule that reads them."""
    own = rule("TST-OWN-01", when, action="treat", if_unknown="silent")
    write_overlay(folder, rules=[own])
    question = {"en": "Is it so?", "ar": "أهذا صحيح؟"}
    how = {"question": question, "supplied_by": "office", "asked": "openly", "sensitivity": "ordinary"}
    declared = {
        "facts": [
            {**each, **how, "label": {"en": f"a fact {letter}", "ar": f"حقيقة {letter}"}}
            for each, letter in zip(facts, "123456", strict=False)
        ]
    }
    (folder / "facts.yaml").write_text(json.dumps(declared, ensure_ascii=False), encoding="utf-8")
    return folder


def valued(*values: str) -> dict[str, Any]:
    return {
        "values": [
            {"value": value, "label": {"en": value, "ar": f"قيمة {letter}"}}
            for value, letter in zip(values, "أبتثجح", strict=False)
        ]
    }


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    return write_book(tmp_path / "rules", [rule("TST-BASE-01", "risk.safe_tonight: no")])


def test_a_caseload_is_screened_with_the_facts_that_an_overlay_declares(rules: Path, tmp_path: Path) -> None:
    curfew = {"fact": "curfew", "kind": "choice"} | valued("none_in_force", "nights")
    hours = {"fact": "hours_to_border", "kind": "number", "minimum": 0, "maximum": 48}
    laid = overlay(tmp_path / "laid", curfew, hours, when="{local.curfew: nights, local.hours_to_border: {at_most: 6}}")  # fmt: skip
    cases, result = tmp_path / "cases.csv", tmp_path / "result.parquet"
    cases.write_text(
        "case,local.curfew,local.hours_to_border\nc-1,nights,6\nc-2,nights,7\nc-3,,6\nc-4,none_in_force,2\nc-5,qzx,1\n",
        encoding="utf-8",
    )
    words = ["screen", str(cases), "-o", str(result), "--rulesets", str(rules)]
    assert call(*words, "--overlay", str(laid), "--faults", str(tmp_path / "faults.csv"))[0] == FAULTS
    told = [line["case"] for line in pq.read_table(result).to_pylist() if line["rule"] == "TST-OWN-01" and line["kind"] == "advice"]  # fmt: skip
    assert told == ["c-1"]
    assert "5,local.curfew," in (tmp_path / "faults.csv").read_text(encoding="utf-8")
    code, _, said = call(*words)
    assert (code, "qzx" in said) == (WRONG_CALL, False)
    assert said.count("know no facts of an operation's own") == 2
    partitions: Partitions = pickle.loads(
        pickle.dumps(Partitions(Screener(Engine.load(rules, overlays=[laid]).book)))
    )
    given = pl.DataFrame(
        {"case": ["c-1", "c-2"], "local": [{"curfew": "nights", "hours_to_border": 6}, None]}
    )
    lines = partitions.screen_table(given.to_arrow()).to_pylist()
    assert [line["case"] for line in lines if line["rule"] == "TST-OWN-01" and line["kind"] == "advice"] == ["c-1"]  # fmt: skip


def test_the_impact_of_an_overlay_with_facts_of_its_own_is_counted(rules: Path, tmp_path: Path) -> None:
    curfew = {"fact": "curfew", "kind": "choice"} | valued("none_in_force", "nights")
    guard = {"fact": "night_guard", "kind": "answer"}
    old = overlay(tmp_path / "old", curfew, when="{local.curfew: nights}")
    new = overlay(tmp_path / "new", guard, when="{local.night_guard: no}")
    rows = [{"curfew": "nights", "night_guard": "yes"}] * 25
    rows += [{"curfew": "none_in_force", "night_guard": "no"}] * 35
    rows += [{"curfew": "none_in_force", "night_guard": "yes"}] * 40
    path = written(tmp_path, "csv", rows)
    laid = ["--old-overlay", str(old), "--overlay", str(new)]
    code, out, said = call("impact", str(rules), str(rules), str(path), *laid, "--format", "json")
    assert (code, said) == (DONE, "")
    shown = {each["id"].rpartition(".")[0]: each["cases_at_least"] for each in json.loads(out)["findings"]}
    assert shown == {"less.advice.treat.case.to_do": 22, "more.advice.treat.case.to_do": 33}
