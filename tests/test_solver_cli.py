"""`verify` as its users meet it: what it prints, how it ends, and what it needs."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any, Final

import pytest

from protection_rules import CaseProfile, Engine
from protection_rules.cli import DONE, FAULTS, WRONG_CALL
from tests.books import rule, write_book
from tests.test_cli import call, run

PROTECT: Final = rule("C-TST-01", "risk.safe_tonight: no", if_unknown="precaution")
INVARIANTS: Final = """\
directions:
  - {fact: risk.safe_tonight, safe: [yes], unsafe: [no]}
without_direction: []
invariants:
  - id: I-01
    title: {en: Somebody who is not safe is protected, ar: من ليس آمناً تُتّخذ حمايته}
    statement: {en: Whoever is not known to be safe is protected., ar: من لا يُعلم أنه آمن تُتّخذ حمايته.}
    checks:
      - required:
          when: {risk.safe_tonight: {not_known_to_be: yes}}
          advice: {actions: [protect], modality: [must], status: [applies, precaution]}
      - never_say: {in: [rules], en: [perhaps], ar: [ربما]}
"""


def folder(path: Path, *rules: dict[str, Any], invariants: str | None = INVARIANTS) -> str:
    write_book(path, rules)
    if invariants is not None:
        (path / "invariants.yaml").write_text(invariants, encoding="utf-8")
    return str(path)


def test_all_that_holds_is_counted_and_ends_well(tmp_path: Path) -> None:
    code, out, err = call("verify", folder(tmp_path, PROTECT))
    assert (code, err) == (DONE, "")
    assert "proven for every profile: 1" in out
    assert "about texts and rules, held as they stand: 1" in out
    assert "DOES NOT HOLD" not in out


def test_what_does_not_hold_is_shown_with_a_profile_and_a_scenario(tmp_path: Path) -> None:
    broken = PROTECT | {"if_unknown": "verify"}
    code, out, _ = call("verify", folder(tmp_path, broken))
    assert code == FAULTS
    assert "I-01, check 1: Somebody who is not safe is protected" in out
    assert "   profile: 1\n\n" in out
    assert "     Given nothing is known\n     When advice is asked for\n" in out
    assert "     Then C-TST-01 says to find out first, as routine\n" in out


def test_the_page_is_in_arabic_too(tmp_path: Path) -> None:
    code, out, _ = call("verify", folder(tmp_path, PROTECT | {"if_unknown": "verify"}), "--lang", "ar")
    assert code == FAULTS
    assert "ما لا يصحّ:" in out
    assert "من لا يُعلم أنه آمن تُتّخذ حمايته." in out
    assert "بفرض لا شيء معلوم" in out
    assert "اذاً تطلب القاعدة C-TST-01 التحقّق أولاً اعتيادياً" in out


def test_as_json_it_is_one_document_whose_profile_can_be_evaluated(tmp_path: Path) -> None:
    broken = folder(tmp_path, PROTECT | {"if_unknown": "silent"})
    code, out, err = call("verify", broken, "--format", "json")
    assert (code, err) == (FAULTS, "")
    data = json.loads(out)
    assert data["holds"] is False
    refuted, checked = data["checks"]
    assert (refuted["kind"], refuted["verdict"]) == ("required", "refuted")
    assert (checked["kind"], checked["verdict"]) == ("never_say", "checked")
    assessment = Engine.load(broken).evaluate(CaseProfile.from_mapping(refuted["broken"]["profile"]))
    assert [one.rule for one in assessment.undecided] == ["C-TST-01"]
    assert (
        refuted["broken"]["scenario"]["ar"]
        .splitlines()[-1]
        .endswith("تبقى القاعدة C-TST-01 بلا بتّ ولا تقول شيئاً")
    )
    silent = [finding for finding in data["findings"] if finding["kind"] == "unknown_weakens"]
    assert [(finding["about"], finding["level"]) for finding in silent] == [(["C-TST-01"], "worth_a_look")]


def test_what_is_worth_a_look_alone_is_no_fault(tmp_path: Path) -> None:
    quiet = folder(tmp_path, PROTECT | {"if_unknown": "silent"}, invariants=None)
    code, out, _ = call("verify", quiet)
    assert code == DONE
    assert "0 checks" in out


def test_a_fault_of_the_rules_is_one_without_invariants_too(tmp_path: Path) -> None:
    against = rule("C-TST-02", "risk.safe_tonight: no", modality="must_not")
    code, out, _ = call("verify", folder(tmp_path, PROTECT, against, invariants=None))
    assert code == FAULTS
    assert "C-TST-01 and C-TST-02 demand and forbid the same" in " ".join(out.split())
    assert "     safe_tonight: no\n" in out


def test_with_all_every_check_is_named(tmp_path: Path) -> None:
    sound = folder(tmp_path, PROTECT)
    assert "I-01, check 2" not in call("verify", sound)[1]
    shown = " ".join(call("verify", sound, "--all")[1].split())
    assert "I-01, check 1: Somebody who is not safe is protected: proven for every profile" in shown
    assert "I-01, check 2: Somebody who is not safe is protected: holds for the texts and rules" in shown


def test_a_check_of_texts_that_does_not_hold_names_the_texts(tmp_path: Path) -> None:
    vague = {"en": "Perhaps wait", "ar": "ربما تنتظر"}
    code, out, _ = call("verify", folder(tmp_path, PROTECT | {"summary": vague}))
    assert code == FAULTS
    assert "Broken by: C-TST-01 summary" in out


def test_a_folder_with_faults_is_a_wrong_call(tmp_path: Path) -> None:
    code, out, err = call("verify", folder(tmp_path, PROTECT | {"action": "nothing_known"}))
    assert (code, out) == (WRONG_CALL, "")
    assert "error[unknown-action]" in err


@pytest.mark.parametrize(("lang", "words"), [("en", "which is not installed"), ("ar", "غير مثبَّت")])
def test_without_the_solver_it_says_what_to_install(
    lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    code, out, err = call("verify", folder(tmp_path, PROTECT), "--lang", lang)
    assert (code, out) == (WRONG_CALL, "")
    assert words in err
    assert "protection-rules[verify]" in err


def test_the_same_folder_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    lifted = rule(
        "C-TST-02", "person.age_group: [child_5_11, adolescent_12_17]", modality="must_not", tier="life"
    )
    broken = folder(tmp_path, PROTECT, lifted)
    pages = {run("verify", broken, "--format", "json", PYTHONHASHSEED=str(seed)).stdout for seed in range(3)}
    assert len(pages) == 1
    assert b'"refuted"' in pages.pop()
