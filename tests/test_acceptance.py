"""Whole cases: a profile, and what must and must not be advised for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.documents import plain, read_document

CASES = Path(__file__).parent / "acceptance"
NAMES = sorted(path.name.removesuffix(".expect.yaml") for path in CASES.glob("*.expect.yaml"))


def read(path: Path) -> Any:
    return plain(read_document(path.read_text(encoding="utf-8"), path.name))


def test_there_are_cases() -> None:
    assert len(NAMES) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, engine: Engine) -> None:
    assessment = engine.evaluate(CaseProfile.from_file(CASES / f"{name}.yaml"))
    expected = read(CASES / f"{name}.expect.yaml")
    advice = {(one.rule, one.subject): one for one in assessment.recommendations}
    missing = [
        wanted
        for wanted in expected["must_appear"]
        if (one := advice.get((wanted["rule"], wanted["subject"]))) is None
        or one.status not in wanted["outcome"]
        or one.urgency != wanted.get("urgency", one.urgency)
    ]
    unwanted = [
        (rule, subject)
        for wrong in expected["must_not_appear"]
        for (rule, subject), one in advice.items()
        if rule == wrong["rule"]
        and subject == wrong.get("subject", subject)
        and one.status == wrong.get("outcome", one.status)
    ]
    standings = {option.subject: option.standing for option in assessment.options}
    wrong_standings = {
        subject: standings.get(subject)
        for subject, standing in expected.get("options", {}).items()
        if standings.get(subject) != standing
    }
    asked = {question.fact for question in assessment.questions}
    wrongly_asked = asked.intersection(expected.get("never_asked", ()))
    assert (missing, unwanted, wrong_standings, wrongly_asked) == ([], [], {}, set())
