"""Opening a ruleset in an editor, with nothing but the schemas: what is offered, explained, underlined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from protection_rules.cli import DONE, WRONG_CALL, app
from protection_rules.documents import plain, read_document
from protection_rules.rulesets.editor import _ends, editor_words
from protection_rules.rulesets.load import load_rules
from protection_rules.schemas import EDITED, SCHEMAS, schema_text
from tests.language_server import LanguageServer, server_command

ROOT: Final = Path(__file__).parent.parent
RULESETS: Final = ROOT / "rulesets"
FILES: Final = sorted(RULESETS.glob("*.yaml"))
BOOK: Final = load_rules()
OVERLAY: Final = ROOT / "examples" / "overlay-maravel"

HEAD: Final = """\
# yaml-language-server: $schema=../schemas/ruleset.schema.json
ruleset: at-the-gate
version: 1.0.0
decision_point: referral_safety
tier: arrangement
title: {en: At the gate, ar: عند البوابة}
purpose: {en: Helps at the gate., ar: تساعد عند البوابة.}
rules:
"""
RULE: Final = """\
  - id: GATE-01
    when:
      risk.safe_tonight: no
    if_unknown: verify
    modality: should
    action: offer_safe_place
    urgency: immediate
    reviewers: [protection_supervisor]
    grounds:
      basis: guidance
      guidance: [RISK5]
    summary: {en: Offer a place, ar: اعرض مكاناً}
    detail: {en: Offer a place., ar: اعرض مكاناً.}
"""


# the schemas themselves


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_that_ships_names_a_schema_that_it_fits(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.splitlines()[0]
    mark = "# yaml-language-server: $schema="
    assert head.startswith(mark)
    schema = json.loads((path.parent / head.removeprefix(mark)).read_text(encoding="utf-8"))
    data = json.loads(json.dumps(plain(read_document(text, path.name))))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


def fields(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for key, each in schema.get("properties", {}).items():
        if "." not in key:
            yield (*path, key), each
            yield from fields(each, (*path, key))
    for part in (schema.get("items"), *schema.get("anyOf", ())):
        if part is not None:
            yield from fields(part, path)


def every_field(name: str, schema: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    yield from fields(schema, (name,))
    for key, each in schema.get("$defs", {}).items():
        yield from fields(each, (key,))


@pytest.mark.parametrize("name", sorted(EDITED))
def test_every_field_is_explained_in_both_languages(name: str) -> None:
    for path, field in every_field(name, json.loads(schema_text(name, BOOK))):
        if path[-1] in BOOK.terms:
            continue
        english, arabic = field["description"].split("\n\n")
        assert english.isascii(), path
        assert arabic.strip()
        assert not any(letter.isascii() and letter.isalpha() for letter in arabic.replace("C-ACC-04", "")), (
            path
        )


@pytest.mark.parametrize("name", sorted(EDITED))
def test_every_value_of_a_closed_list_is_explained(name: str) -> None:
    def lists(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if "enum" in schema:
                yield schema
            for each in schema.values():
                yield from lists(each)
        elif isinstance(schema, list):
            for each in schema:
                yield from lists(each)

    for each in lists(json.loads(schema_text(name, BOOK))):
        # the facts themselves are explained where they are compared
        if not all("." in str(value) for value in each["enum"]):
            assert len(each["enumDescriptions"]) == len(each["enum"])
            assert all(" | " in text for text in each["enumDescriptions"])


def test_no_explanation_is_of_a_field_that_is_not_there() -> None:
    words = editor_words()
    paths = [path for name in EDITED for path, _ in every_field(name, SCHEMAS[name]())]
    for known in (words.fields, words.names, words.values):
        used = {next((end for end in _ends(path) if end in known), None) for path in paths}
        assert known.keys() - used <= {"yes_no"}


def test_the_schemas_of_a_folder_know_the_names_of_an_overlay(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["schema", "--all", "-o", str(tmp_path / "schemas"), "--overlay", str(OVERLAY)]
    )
    assert (done.exit_code, done.stderr) == (DONE, f"schemas written to {tmp_path / 'schemas'}\n")
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {
        f"{name}.schema.json" for name in SCHEMAS
    }
    schema = json.loads((tmp_path / "schemas" / "ruleset.schema.json").read_text(encoding="utf-8"))
    data = json.loads(
        json.dumps(plain(read_document((OVERLAY / "river-crossing.yaml").read_text("utf-8"), "x")))
    )
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    base = json.loads(schema_text("ruleset", BOOK))
    told = [error.message for error in Draft202012Validator(base).iter_errors(data)]
    assert any("offer_boat_place" in message for message in told)


def test_schema_wants_one_name_or_all_with_a_folder(tmp_path: Path) -> None:
    for words in (
        (),
        ("--all",),
        ("ruleset", "--all"),
        ("ruleset", "-o", "x"),
        ("ruleset", "--all", "-o", "x"),
    ):
        assert CliRunner().invoke(app, ["schema", *words]).exit_code == WRONG_CALL
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(app, ["schema", "--all", "-o", str(tmp_path / "file"), "--lang", "ar"])
    assert (done.exit_code, done.stderr) == (WRONG_CALL, "تعذّرت الكتابة في المجلد\n")


# in an editor

COMMAND: Final = server_command()
in_an_editor = pytest.mark.skipif(
    COMMAND is None, reason="needs the YAML language server: make editor installs it"
)


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    assert COMMAND is not None
    with LanguageServer(COMMAND) as server:
        yield server


NEW: Final = RULESETS / "at-the-gate.yaml"


@in_an_editor
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_underlined_in_the_files_that_ship(editor: LanguageServer, path: Path) -> None:
    assert editor.faults(path, path.read_text(encoding="utf-8")) == []


@in_an_editor
def test_nothing_is_underlined_in_a_sound_rule(editor: LanguageServer) -> None:
    assert editor.faults(NEW, HEAD + RULE) == []


@in_an_editor
@pytest.mark.parametrize(
    ("typed", "after", "offered"),
    [
        ("  - id: GATE-01\n    mod", "    mod", {"modality": "درجة إلزام الإجراء"}),
        ("  - id: GATE-01\n    modality: ", "modality: ", {"must": "يجب فعله", "must_not": "لا يجوز فعله"}),
        ("  - id: GATE-01\n    action: ", "action: ", {"offer_safe_place": "عرض مكان آمن لهذه الليلة"}),
        ("  - id: GATE-01\n    reviewers:\n      - ", "      - ", {"health": "مسؤول الصحة"}),
        ("  - id: GATE-01\n    grounds:\n      guidance:\n        - ", "        - ", {"RISK5": " | "}),
        ("  - id: GATE-01\n    grounds:\n      standards: [", "standards: [", {"S-WHO-CMR": " | "}),
        ("  - id: GATE-01\n    when:\n      ", "when:\n      ", {"risk.safe_tonight": "؟", "child": "", "any": "الأقل"}),
        ("  - id: GATE-01\n    when:\n      any:\n        - ", "        - ", {"service.type": "؟"}),
        (
            "  - id: GATE-01\n    when:\n      person.age_group: ",
            "age_group: ",
            {"adult_18_59": "بالغ", "unknown": "غير معلوم"},
        ),
        ("  - id: GATE-01\n    when:\n      accommodation.type: ", "type: ", {"collective_shelter": "مأوى"}),
        ("  - id: GATE-01\n    overrides:\n      - ", "      - ", {"C-ACC-04": " | "}),
    ],
)  # fmt: skip
def test_what_can_stand_at_a_place_is_offered_and_explained(
    editor: LanguageServer, typed: str, after: str, offered: dict[str, str]
) -> None:
    found = editor.completions(NEW, HEAD + typed, after=after)
    assert offered.keys() <= found.keys()
    assert all(arabic in found[name] for name, arabic in offered.items())


@in_an_editor
@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("if_unknown", ("What to do where facts are not known.", "ما يُفعل حيث لا تُعلم الحقائق.")),
        ("if_unknown: verify", ("the advice is to find out first", "المشورة هي التحقّق أولاً")),
        ("action: offer_safe", ("offer a safe place for tonight", "عرض مكان آمن لهذه الليلة")),
        ("risk.safe_tonight", ("?", "؟")),
        (
            "guidance: [RISK5",
            (BOOK.guidance["RISK5"].summary.en[:30], BOOK.guidance["RISK5"].summary.ar[:30]),
        ),
        ("reviewers: [protection_supervisor", ("protection supervisor", "مشرف الحماية")),
        ("basis: guid", ("the guidance says it", "يرد في التوجيهات")),
    ],
)
def test_what_is_pointed_at_is_explained_in_both_languages(
    editor: LanguageServer, at: str, told: tuple[str, str]
) -> None:
    found = editor.hover(NEW, HEAD + RULE, at=at)
    assert all(part in found for part in told)


@in_an_editor
@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("modality: should", "modality: shuold", '"should"'),
        ("action: offer_safe_place", "action: offer_safe_palce", '"offer_safe_place"'),
        ("urgency: immediate", "urgent: immediate", "urgent is not allowed"),
        ("risk.safe_tonight: no", "risk.safe_tonihgt: no", "risk.safe_tonihgt is not allowed"),
        ("risk.safe_tonight: no", "risk.safe_tonight: never", '"unknown"'),
        ("risk.safe_tonight: no", "chidl: yes", "chidl is not allowed"),
        ("guidance: [RISK5]", "guidance: [RISK55]", '"RISK5"'),
        ("reviewers: [protection_supervisor]", "reviewers: [supervisor]", '"protection_supervisor"'),
        ("summary: {en: Offer a place, ar: اعرض مكاناً}", "summary: {en: Offer a place}", '"ar"'),
        ("Offer a place,", f"{'Offer a place ' * 12},", "140"),
    ],
)
def test_a_fault_is_underlined_where_it_is(editor: LanguageServer, right: str, wrong: str, why: str) -> None:
    text = HEAD + RULE.replace(right, wrong, 1)
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if wrong in each)
    found = editor.faults(NEW, text)
    assert (line, True) in [(where, why in message) for where, message in found]
