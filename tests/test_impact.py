"""`impact`: in how many cases of a caseload a change of the rules means less, or more, and who is not seen."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from protection_rules import Engine
from protection_rules.advice.statistics import SMALLEST
from protection_rules.analysis.difference.comparison import compare
from protection_rules.caseload import Screener
from protection_rules.caseload.impact import Impact, impact
from protection_rules.cli import DONE, FAULTS, WRONG_CALL
from protection_rules.logic.nodes import Always, Is, Not
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import RuleBook
from tests.books import rule, write_book
from tests.caseloads import nested
from tests.invariant_breaks import altered
from tests.profiles import random_profiles
from tests.test_cli import call
from tests.test_diff import lost, raised

BOOK: Final = load_rules()
PROTECT: Final = rule("C-TST-01", "risk.safe_tonight: no", urgency="immediate")
UNSAFE: Final = {"profile": 1, "risk": {"safe_tonight": "no"}}
SAFE: Final = {"profile": 1, "risk": {"safe_tonight": "yes"}}


def caseload(path: Path, profiles: list[dict[str, Any]]) -> Path:
    nested(profiles).write_parquet(path)
    return path


def without_revealing(book: RuleBook) -> RuleBook:
    rulesets = [
        replace(ruleset, rules=tuple(each for each in ruleset.rules if not each.reveals))
        for ruleset in book.rulesets
    ]
    return replace(book, rulesets=tuple(rulesets))


def counted(old: RuleBook, new: RuleBook, path: Path) -> Impact:
    return impact(Screener(old), Screener(new), (old, new), path)


def one_by_one(old: RuleBook, new: RuleBook, profiles: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """The same, case by case, from assessments."""
    engines = [Engine(without_revealing(book)) for book in (old, new)]
    found: Counter[tuple[str, str]] = Counter()
    for profile in profiles:
        before, after = (engine.evaluate(profile, cross_check=False) for engine in engines)
        told: set[tuple[str, str]] = set()
        for side, one, other in (("less", before, after), ("more", after, before)):
            for action, subject, sense in lost(one, other):
                topic = f"advice.{action}.{subject.partition(':')[0]}.{sense}"
                told.add((side, topic))
                polarity = {book.actions[action].polarity for book in (old, new)}
                if ("protective" if sense == "not_to_do" else "disclosing") in polarity:
                    told.add(("more" if side == "less" else "less", topic))
            told |= {(side, f"option.{each.partition(':')[0]}") for each in raised(one, other)}
        found.update(told)
    return found


def test_cases_are_counted_as_one_by_one(tmp_path: Path) -> None:
    profiles = list(random_profiles(60, seed=5, known=0.8))
    path = caseload(tmp_path / "cases.parquet", profiles)
    new = BOOK
    for name, change in (
        ("C-ACC-01", {"urgency": "routine"}),
        ("C-ACC-02", {"when": Not(Always())}),
        ("C-REF-05", {"modality": "should"}),
        ("C-DAT-05", {"if_unknown": "silent"}),
        ("C-REF-14", {"when": Is("service.type", frozenset({"legal", "shelter"}))}),
    ):
        new = altered(new, name, lambda each, change=change: replace(each, **change))
    found = counted(BOOK, new, path)
    assert dict(found.cases) == dict(one_by_one(BOOK, new, profiles))
    assert found.screened == 60
    assert {
        ("less", "option.accommodation"),
        ("more", "advice.follow_up.service.to_do"),
    } <= found.cases.keys()


def test_what_is_counted_is_what_is_found_for_all_profiles(tmp_path: Path) -> None:
    path = caseload(tmp_path / "cases.parquet", list(random_profiles(40, seed=9, known=0.8)))
    random = Random(3)
    for _ in range(3):
        rule = random.choice(BOOK.rules)
        new = altered(BOOK, rule.id, lambda each: replace(each, if_unknown="silent", urgency="routine"))
        topics = {(finding.side, finding.topic.name) for finding in compare(BOOK, new).findings}
        assert set(counted(BOOK, new, path).cases) <= topics


# the command


def books(tmp_path: Path) -> tuple[str, str]:
    folders = []
    for name, change in (("old", {}), ("new", {"modality": "should"})):
        (tmp_path / name).mkdir()
        folders.append(str(write_book(tmp_path / name, [PROTECT | change])))
    return folders[0], folders[1]


def of(unsafe: int, safe: int) -> list[dict[str, Any]]:
    return [UNSAFE] * unsafe + [SAFE] * safe


def test_the_number_of_cases_stands_beside_what_was_found(tmp_path: Path) -> None:
    path = caseload(tmp_path / "cases.parquet", of(25, 30))
    code, out, err = call("impact", *books(tmp_path), str(path))
    assert (code, err) == (DONE, "")
    shown = " ".join(out.split())
    assert (
        "Advice to protect. About: the case. It binds less than before. less.advice.protect.case.to_do."
        in shown
    )
    assert "Cases: 22 to 32." in shown
    arabic = call("impact", *books_again(tmp_path), str(path), "--lang", "ar")[1]
    assert "عدد الحالات: من 22 إلى 32." in arabic


def books_again(tmp_path: Path) -> tuple[str, str]:
    return str(tmp_path / "old"), str(tmp_path / "new")


@pytest.mark.parametrize(
    ("unsafe", "safe", "least"),
    [
        (0, 40, None),
        (SMALLEST - 1, 40, None),
        (SMALLEST, 40, 11),
        (40, SMALLEST - 1, None),
        (44, 2 * SMALLEST, 44),
        (40, 0, None),
        (5, 4, None),
    ],
)
def test_few_cases_and_few_others_are_not_shown(
    unsafe: int, safe: int, least: int | None, tmp_path: Path
) -> None:
    path = caseload(tmp_path / "cases.parquet", of(unsafe, safe))
    code, out, _ = call("impact", *books(tmp_path), str(path), "--format", "json")
    assert code == DONE
    data = json.loads(out)
    assert [each["cases_at_least"] for each in data["findings"]] == [least]
    assert data["cases_at_least"] == (unsafe + safe) // SMALLEST * SMALLEST


def test_what_is_not_shown_looks_the_same_whether_none_or_a_few_are_there(tmp_path: Path) -> None:
    folders = books(tmp_path)
    pages = {
        call("impact", *folders, str(caseload(tmp_path / f"{unsafe}.parquet", of(unsafe, 33 - unsafe))))[1]
        for unsafe in (0, 1, 5, 10)
    }
    assert len(pages) == 1
    assert "Cases: not shown." in pages.pop()


def test_rules_whose_appearing_discloses_something_are_left_out(tmp_path: Path) -> None:
    path = caseload(tmp_path / "cases.parquet", of(30, 30))
    folders = []
    for name, change in (("old", {}), ("new", {"modality": "should"})):
        (tmp_path / name).mkdir()
        folders.append(str(write_book(tmp_path / name, [PROTECT | {"reveals": "yes"} | change])))
    data = json.loads(call("impact", *folders, str(path), "--format", "json")[1])
    assert [each["cases_at_least"] for each in data["findings"]] == [None]


def test_the_same_rules_have_no_impact(tmp_path: Path) -> None:
    path = caseload(tmp_path / "cases.parquet", of(20, 20))
    old, _ = books(tmp_path)
    code, out, _ = call("impact", old, old, str(path))
    assert code == DONE
    assert "The same advice for every profile." in out


def test_rows_with_faults_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [json.dumps(profile) for profile in of(24, 24)] + [
        '{"profile": 1, "risk": {"safe_tonight": "qzx"}}'
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    code, out, err = call("impact", *books(tmp_path), str(path))
    assert code == FAULTS
    assert "Cases: 22 to 32." in out
    assert "not screened: 1 of 49" in err
    assert "qzx" not in out + err


def test_a_file_that_is_no_caseload_is_a_wrong_call(tmp_path: Path) -> None:
    code, out, err = call("impact", *books(tmp_path), str(tmp_path / "cases.txt"))
    assert (code, out) == (WRONG_CALL, "")
    assert err


@pytest.mark.parametrize(("lang", "words"), [("en", "not all installed"), ("ar", "ليست كلها مثبَّتة")])
def test_without_what_it_needs_it_says_what_to_install(
    lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    code, out, err = call("impact", *books(tmp_path), "cases.parquet", "--lang", lang)
    assert (code, out) == (WRONG_CALL, "")
    assert words in err
