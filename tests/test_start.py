"""Starting is quick because it leaves out what is not needed; nothing comes out otherwise for that."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import protection_rules
from protection_rules import RulesetError
from protection_rules.facts.faults import _validator, profile_faults
from protection_rules.facts.soundness import plainly_sound
from protection_rules.rulesets import load, sound
from protection_rules.rulesets.content import shipped_rulesets
from tests.local_books import OF_EVERY_KIND
from tests.profiles import random_profiles

NEVER_A_VALUE = [1, True, 0, -1, 10**9, 1.0, None, [], {}, "", "é", "x" * 50, ["yes", "yes"], [1], [["none"]]]
MARKERS = ["unknown", "none", "not_asked", "no_record", "yes", ["none"], ["unknown"], ["not_asked"]]
PROFILES = [
    profile
    for known in (0.05, 0.5, 0.95)
    for profile in random_profiles(40, 4, known, most_items=3, vocabulary=OF_EVERY_KIND)
]


def test_the_rulesets_of_the_package_are_recorded_as_found_sound() -> None:
    assert sound.found_sound(), "run `make versions` after a change of the rulesets"
    assert load.check_rules() == []


def test_rulesets_that_were_found_sound_are_the_same_book_as_when_they_are_checked() -> None:
    checked, faults = load.read_rules()
    assert faults == []
    quick = load.load_rules()
    assert quick == checked
    # also where everything stands in the files
    assert repr(quick) == repr(checked)


def test_rulesets_of_the_package_that_differ_by_one_letter_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(shipped_rulesets(), tmp_path / "rulesets"))
    for module in (load, sound):
        monkeypatch.setattr(module, "shipped_rulesets", lambda: folder)
    assert sound.found_sound()
    changed = folder / "safe-referral.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("modality: must\n", "modality: mast\n", 1))
    assert not sound.found_sound()
    with pytest.raises(RulesetError, match="safe-referral"):
        load.load_rules()


def test_rulesets_without_a_record_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "RECORD", tmp_path / "missing")
    assert not sound.found_sound()
    sound.note_sound()
    assert sound.found_sound()


def test_evaluating_a_profile_without_faults_imports_no_schemas_and_no_terminal() -> None:
    program = (
        "import sys\n"
        "from protection_rules import CaseProfile, Engine\n"
        "Engine.load().evaluate({'profile': 1, 'risk': {'safe_tonight': 'no'}})\n"
        "print(sorted({'jsonschema', 'rich', 'typer', 'jinja2'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_has_a_home_and_nothing_else_has() -> None:
    names = [name for names in protection_rules._HOMES.values() for name in names]
    assert sorted([*names, "__version__"]) == sorted(protection_rules.__all__)
    for name in protection_rules.__all__:
        assert getattr(protection_rules, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = protection_rules.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("profile", PROFILES[::10])
def test_a_profile_in_codes_of_the_vocabulary_is_plainly_sound(profile: dict[str, Any]) -> None:
    assert plainly_sound(profile, OF_EVERY_KIND)


@given(st.data())
def test_what_is_plainly_sound_has_no_fault_by_the_schema(data: st.DataObject) -> None:
    profile = copy.deepcopy(data.draw(st.sampled_from(PROFILES)))
    section = data.draw(st.sampled_from(sorted(profile)))
    inner = profile[section]
    if isinstance(inner, list) and inner:
        inner = data.draw(st.sampled_from([profile, *inner]))
    junk = data.draw(st.sampled_from([*NEVER_A_VALUE, *MARKERS]))
    if isinstance(inner, dict) and inner is not profile:
        inner[data.draw(st.sampled_from(sorted([*inner, "id", "elsewhere"])))] = junk
    else:
        profile[section] = junk
    by_schema = list(_validator(OF_EVERY_KIND).iter_errors(profile))
    if by_schema:
        assert not plainly_sound(profile, OF_EVERY_KIND)
        assert profile_faults(profile, vocabulary=OF_EVERY_KIND)
