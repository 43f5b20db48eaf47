"""The workbook: rulesets out to a spreadsheet and back, for people who do not program."""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from ruamel.yaml import YAML
from typer.testing import CliRunner

from protection_rules.advice.phrases import phrase
from protection_rules.authoring.workbook import archive
from protection_rules.authoring.workbook.contents import Sheet, cells_of, original_of, shown
from protection_rules.authoring.workbook.exchange import edit_rulesets, export_workbook, import_workbook
from protection_rules.authoring.workbook.faults import WorkbookError, WorkbookRefused
from protection_rules.authoring.workbook.layout import FIRST_ROW, KEY_ROW, references, tables
from protection_rules.authoring.workbook.read import read_tables
from protection_rules.authoring.workbook.source import read_source, source_at
from protection_rules.authoring.workbook.write import workbook_bytes
from protection_rules.cli import DONE, FAULTS, WRONG_CALL, app
from protection_rules.documents import (
    Document,
    DocumentError,
    Mapping,
    Scalar,
    Sequence,
    plain,
    read_document,
)
from protection_rules.facts.fact import Fact
from protection_rules.facts.text import LANGUAGES, Text
from protection_rules.facts.vocabulary import local_fact
from protection_rules.limits import LARGEST_UNPACKED, LARGEST_WORKBOOK, MOST_PARTS, MOST_ROWS
from protection_rules.rulesets.content import CHANGES, VERSIONS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.terminology import read_terminology
from protection_rules.rulesets.texts import check_texts
from tests.broken_cases import broken_cases, sound_copy
from tests.test_readme import ROOT, commands, matches
from tests.workbooks import (
    cell_of,
    edit_book,
    edit_rows,
    files_of,
    letter,
    tables_of,
    with_part,
    written_anew,
)
from tests.workbooks import given as given_back

SHIPPED: Final = shipped_rulesets()
LAYOUT: Final = Path(archive.__file__).with_name("layout.yaml")
SOFFICE: Final = shutil.which("soffice")
DOOR: Final = "At the door"
"""The sheet of the ruleset in the small sound folder."""


def call(*words: str) -> tuple[int, str, str]:
    """One call of the command line: exit code, standard output, standard error."""
    done = CliRunner().invoke(app, words)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def carried_over() -> dict[str, bytes]:
    """The rulesets of the package, without what tells of their own versions."""
    files = contents(SHIPPED)
    return {name: data for name, data in files.items() if name not in {VERSIONS, CHANGES}}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def shipped_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rulesets of the package as a workbook; not to be changed."""
    book = tmp_path_factory.mktemp("shipped") / "rules.xlsx"
    assert call("workbook", "export", "-o", str(book))[0] == DONE
    return book


@pytest.fixture(scope="module")
def shipped_tables() -> tuple[Sheet, ...]:
    return tables_of(None)


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sound folder with its workbook beside it; not to be changed."""
    home = tmp_path_factory.mktemp("small")
    export_workbook(sound_copy(home / "rules"), home / "rules.xlsx")
    return home / "rules.xlsx"


@pytest.fixture
def book(small_book: Path, tmp_path: Path) -> Path:
    """The small workbook, to be changed; its folder is `rules` beside it."""
    shutil.copytree(small_book.parent / "rules", tmp_path / "rules")
    return Path(shutil.copy(small_book, tmp_path / "rules.xlsx"))


# there and back


def test_the_rulesets_of_the_package_come_back_byte_for_byte(shipped_book: Path, tmp_path: Path) -> None:
    code, said, told = call("workbook", "import", str(shipped_book), "-o", str(tmp_path / "back"))
    assert (code, said) == (DONE, "")
    assert told == f"{tmp_path / 'back'} written; nothing differs\n"
    assert contents(tmp_path / "back") == carried_over()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_they_come_back_byte_for_byte_after_libreoffice_saved_them(
    shipped_book: Path, tmp_path: Path
) -> None:
    saved = libreoffice(shipped_book, tmp_path / "saved")
    done = import_workbook(saved, tmp_path / "back")
    assert (done.changes, done.notes) == ((), ())
    assert contents(tmp_path / "back") == carried_over()


def libreoffice(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    form = "xlsx:Calc MS Excel 2007 XML"
    command = [str(SOFFICE), home, "--headless", "--convert-to", form, "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / book.name


@pytest.mark.parametrize(
    "manner", ["as it is", "Windows", "marked", "unended", "flow", "by a program", "JSON"]
)
def test_a_folder_comes_back_byte_for_byte_however_it_is_written(
    shipped_tables: tuple[Sheet, ...], manner: str
) -> None:
    sheets = written_anew(
        shipped_tables, None, lambda original: MANNERS[manner](original.data, original.plain)
    )
    files, found = files_of(sheets, [given_back(sheet) for sheet in sheets])
    for sheet in sheets:
        assert files[sheet.original.name].encode() == sheet.original.data
    assert (found.changes, found.notes, found.faults) == ([], [], {})


def by_a_program(data: Any, **how: Any) -> bytes:
    yaml = YAML()
    yaml.default_flow_style = how.get("flow", False)
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue().encode()


MANNERS: Final[dict[str, Callable[[bytes, Any], bytes]]] = {
    "as it is": lambda data, _: data,
    "Windows": lambda data, _: data.replace(b"\n", b"\r\n"),
    "marked": lambda data, _: b"\xef\xbb\xbf" + data,
    "unended": lambda data, _: data.rstrip(b"\n"),
    "flow": lambda _, plain_data: by_a_program(plain_data, flow=True),
    "by a program": lambda _, plain_data: by_a_program(plain_data),
    "JSON": lambda _, plain_data: json.dumps(plain_data, indent=1).encode(),
}


# where edits land

BY_HAND: Final = """\
# yaml-language-server: $schema=../schemas/ruleset.schema.json
ruleset: at-the-door   # the decision
version: 1.0.0
decision_point: safe_accommodation
title: {en: At the door, ar: عند الباب}
purpose:
  en: >-
    What to do first
    when somebody arrives
  ar: 'ما يُفعل أولاً عند وصول شخص'
tier: arrangement

# two rules
rules:
  # whoever has no bed
  - id: DOOR-01  # the first
    when:  # tonight
      # as the person says
      risk.safe_tonight: no  # said so
    if_unknown:   precaution
    modality: must
    action: offer_bed
    urgency: immediate  # tonight
    # above all else
    tier: life
    reviewers: [supervisor]
    grounds: {basis: guidance, guidance: [ST1]}
    summary:
      en: Offer a bed for tonight  # short
      ar: "اعرض سريراً لهذه الليلة"
    detail: {en: Stay until they know where they sleep, ar: ابقَ حتى يعرف الشخص أين ينام}

  # whoever asks for a service
  # (the service is asked first)
  - id: DOOR-02
    about: service
    when:
      all:
        - child: no
        - trusted_service: yes
    unless:
      consent.referral: no
    if_unknown: verify
    modality: should
    action: refer
    urgency: within_72h
    overrides:
      - DOOR-01  # where both hold
    reviewers: [supervisor, health]
    grounds:
      basis: guidance_and_elaboration
      guidance: [ST1]
      standards: [S-CARE]
    summary: {en: Offer this service within 72 hours, ar: اعرض هذه الخدمة خلال 72 ساعة}
    detail: {en: The person decides, ar: القرار للشخص}
    when_unknown:
      summary: {en: Ask the service first, ar: اسأل الخدمة أولاً}
      detail: {en: Ask without naming anyone, ar: اسأل دون ذكر أي اسم}

# nothing more
"""

LONG: Final = " ".join(["Stay near until they know where they sleep, and ask nothing that can wait."] * 3)

EDITS: Final = {
    "a number in a condition": (
        ("DOOR-02", "unless", "consent.referral: yes"),
        ("consent.referral: no", "consent.referral: yes"),
    ),
    "a condition of one line, whose comments stay": (
        ("DOOR-01", "when", "risk.safe_tonight: unknown"),
        ("risk.safe_tonight: no  # said so", "risk.safe_tonight: unknown  # said so"),
    ),
    "a condition of several lines": (
        (
            "DOOR-01",
            "when",
            "risk.safe_tonight: no\nany:\n  - child: yes\n  - person.pregnancy_possible: yes",
        ),
        (
            "risk.safe_tonight: no  # said so",
            "risk.safe_tonight: no\n      any:\n        - child: yes\n        - person.pregnancy_possible: yes  # said so",
        ),
    ),
    "a condition that holds always": (
        ("DOOR-02", "unless", "always"),
        ("unless:\n      consent.referral: no", "unless: always"),
    ),
    "a condition in braces": (
        ("DOOR-02", "unless", "{consent.referral: yes}"),
        ("unless:\n      consent.referral: no", "unless: {consent.referral: yes}"),
    ),
    "a condition with a comment": (
        ("DOOR-02", "unless", "# as said\nconsent.referral: no"),
        ("consent.referral: no", "# as said\n      consent.referral: no"),
    ),
    "a condition that is taken out": (
        ("DOOR-02", "unless", ""),
        ("    unless:\n      consent.referral: no\n", ""),
    ),
    "a condition that is new": (
        ("DOOR-01", "unless", "child: yes\nrisk.safe_tonight: unknown"),
        (
            "risk.safe_tonight: no  # said so\n",
            "risk.safe_tonight: no  # said so\n    unless:\n      child: yes\n      risk.safe_tonight: unknown\n",
        ),
    ),
    "a value of a list": (("DOOR-01", "urgency", "routine"), ("immediate  # tonight", "routine  # tonight")),
    "a value, where spaces stand before it": (
        ("DOOR-01", "if_unknown", "silent"),
        ("   precaution", "   silent"),
    ),
    "a value that is taken out": (("DOOR-01", "tier", ""), ("    tier: life\n", "")),
    "a value that is new": (
        ("DOOR-02", "tier", "law"),
        ("    urgency: within_72h\n", "    urgency: within_72h\n    tier: law\n"),
    ),
    "a name": (("DOOR-01", "id", "DOOR-11"), ("DOOR-01  # the first", "DOOR-11  # the first")),
    "names": (("DOOR-02", "reviewers", "health"), ("[supervisor, health]", "[health]")),
    "names between other marks": (
        ("DOOR-01", "reviewers", "health ،supervisor\nx"),
        ("reviewers: [supervisor]", "reviewers: [health, supervisor, x]"),
    ),
    "names that stood in lines": (
        ("DOOR-02", "overrides", "DOOR-01, DOOR-03"),
        (
            "overrides:\n      - DOOR-01  # where both hold",
            "overrides: [DOOR-01, DOOR-03]  # where both hold",
        ),
    ),
    "names inside braces": (
        ("DOOR-01", "grounds.guidance", "ST1, ST2"),
        ("guidance: [ST1]}", "guidance: [ST1, ST2]}"),
    ),
    "names that every rule has, all taken out": (
        ("DOOR-02", "grounds.guidance", ""),
        ("      guidance: [ST1]\n", "      guidance: []\n"),
    ),
    "names that are new inside braces": (
        ("DOOR-01", "grounds.standards", "S-CARE"),
        ("guidance: [ST1]}", "guidance: [ST1], standards: [S-CARE]}"),
    ),
    "names that are taken out": (
        ("DOOR-02", "grounds.standards", ""),
        ("      standards: [S-CARE]\n", ""),
    ),
    "a text": (
        ("DOOR-01", "summary.en", "Offer a room for tonight"),
        ("Offer a bed for tonight  # short", "Offer a room for tonight  # short"),
    ),
    "a text in quotation marks": (
        ("DOOR-01", "summary.ar", "اعرض غرفة لهذه الليلة"),
        ("اعرض سريراً", "اعرض غرفة"),
    ),
    "a text that needs quotation marks": (
        ("DOOR-01", "summary.en", "Tonight: a bed"),
        ("Offer a bed for tonight  # short", '"Tonight: a bed"  # short'),
    ),
    "a text inside braces": (
        ("DOOR-02", "detail.en", "They decide, and you wait"),
        ("en: The person decides,", 'en: "They decide, and you wait",'),
    ),
    "a text that no longer fits in its line": (
        ("DOOR-01", "summary.en", LONG),
        (
            "en: Offer a bed for tonight  # short\n",
            (
                "en: >-  # short\n"
                "        Stay near until they know where they sleep, and ask nothing that can wait. Stay near until they know where\n"
                "        they sleep, and ask nothing that can wait. Stay near until they know where they sleep, and ask nothing that\n"
                "        can wait.\n"
            ),
        ),
    ),
    "texts that are new": (
        ("DOOR-02", "grounds.part.en", "The hours"),
        ("      standards: [S-CARE]\n", "      standards: [S-CARE]\n      part:\n        en: The hours\n"),
    ),
}


@pytest.fixture(scope="module", params=["\n", "\r\n"], ids=["", "Windows"])
def by_hand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, ...]:
    """A ruleset full of comments, in several manners of writing, as tables."""
    folder = sound_copy(tmp_path_factory.mktemp("by-hand") / "rules")
    (folder / "at-the-door.yaml").write_text(BY_HAND, encoding="utf-8", newline=request.param)
    return tables_of(folder)


def in_rule(name: str, key: str, text: str) -> Callable[[list[dict[str, Any]]], None]:
    def change(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["id"] == name)[key] = text

    return change


def door(files: dict[str, str]) -> str:
    """The ruleset written by hand, with the line breaks of Unix."""
    return files["at-the-door.yaml"].replace("\r\n", "\n")


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=list(EDITS))
def test_an_edit_changes_its_place_and_not_a_letter_elsewhere(
    by_hand: tuple[Sheet, ...], edit: tuple[str, str, str], expected: tuple[str, str]
) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, in_rule(*edit)))
    assert BY_HAND.count(expected[0]) == 1
    assert door(files) == BY_HAND.replace(*expected)
    assert len(found.changes) == 1
    assert found.faults == {}
    windows = "\r\n" in by_hand[0].original.text
    assert files["at-the-door.yaml"].count("\r\n") == (door(files).count("\n") if windows else 0)


def test_what_stands_above_a_table_is_edited_too(by_hand: tuple[Sheet, ...]) -> None:
    above = {"version": "1.1.0", "purpose.ar": "ما يُفعل أولاً", "title.en": "By the door", "tier": "law"}
    tables_given = [given_back(sheet, None, above if sheet.title == DOOR else None) for sheet in by_hand]
    files, found = files_of(by_hand, tables_given)
    wanted = BY_HAND.replace("version: 1.0.0", "version: 1.1.0").replace("en: At the door", "en: By the door")
    wanted = wanted.replace("ar: 'ما يُفعل أولاً عند وصول شخص'", 'ar: "ما يُفعل أولاً"')
    assert door(files) == wanted.replace("tier: arrangement", "tier: law")
    assert [change.en for change in found.changes] == [
        "sheet `At the door`: what stands above the table changes (C2, H2, F1, F3)"
    ]


# rows


def test_a_row_that_is_gone_takes_its_rule_and_the_comments_above_it(by_hand: tuple[Sheet, ...]) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, lambda rows: rows.pop(1)))
    start, end = BY_HAND.index("\n  # whoever asks"), BY_HAND.index("\n# nothing more")
    assert door(files) == BY_HAND[:start] + BY_HAND[end:]
    assert [change.en for change in found.changes] == ["sheet `At the door`: DOOR-02 is removed"]


def test_a_row_whose_cells_were_emptied_is_gone(by_hand: tuple[Sheet, ...]) -> None:
    def empty(rows: list[dict[str, Any]]) -> None:
        rows[0] = {"#": "1", "words.en": rows[0]["words.en"]}

    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, empty))
    # the comment above the first rule may be about all of them
    start, end = BY_HAND.index("  - id: DOOR-01"), BY_HAND.index("  # whoever asks")
    assert door(files) == BY_HAND[:start] + BY_HAND[end:]
    assert [change.ar for change in found.changes] == ["الورقة «At the door»: يُحذف DOOR-01"]


NEW_RULE: Final = {
    "id": "DOOR-03",
    "when": "any:\n  - child: yes\n  - risk.safe_tonight: no",
    "if_unknown": "precaution",
    "modality": "must",
    "action": "offer_bed",
    "urgency": "immediate",
    "reviewers": "supervisor, health",
    "grounds.basis": "guidance",
    "grounds.guidance": "ST1",
    "summary.en": "Offer a room: tonight",
    "summary.ar": "اعرض غرفة هذه الليلة",
    "detail.en": "Stay near.",
    "detail.ar": "ابقَ قريباً.",
}
NEW_LINES: Final = """\
  - id: DOOR-03
    when:
      any:
        - child: yes
        - risk.safe_tonight: no
    if_unknown: precaution
    modality: must
    action: offer_bed
    urgency: immediate
    reviewers: [supervisor, health]
    grounds:
      basis: guidance
      guidance: [ST1]
    summary:
      en: "Offer a room: tonight"
      ar: اعرض غرفة هذه الليلة
    detail:
      en: Stay near.
      ar: ابقَ قريباً.
"""


@pytest.mark.parametrize(
    ("place", "before"),
    [(0, "  - id: DOOR-01"), (1, "  # whoever asks"), (2, "\n# nothing more")],
    ids=["first", "between", "last"],
)
def test_a_new_row_is_a_new_rule_after_the_rule_above_it(
    by_hand: tuple[Sheet, ...], place: int, before: str
) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, lambda rows: rows.insert(place, {**NEW_RULE})))
    start = BY_HAND.index(before)
    new = f"\n{NEW_LINES}" if place == 2 else f"{NEW_LINES}\n"
    assert door(files) == BY_HAND[:start] + new + BY_HAND[start:]
    row = FIRST_ROW + place
    assert [change.en for change in found.changes] == [f"sheet `At the door`: DOOR-03 is new (row {row})"]
    assert found.faults == {}


@pytest.mark.parametrize("above", [False, True], ids=["below it", "above it"])
def test_of_a_row_and_its_copy_the_one_with_another_id_is_new(
    by_hand: tuple[Sheet, ...], above: bool
) -> None:
    def copy(rows: list[dict[str, Any]]) -> None:
        rows.insert(1, dict(rows[0]))
        rows[0 if above else 1]["id"] = "DOOR-03"

    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, copy))
    lines = door(files).splitlines()
    ids = ["  - id: DOOR-01  # the first", "  - id: DOOR-03"]
    assert [line for line in lines if "- id:" in line] == [*(ids[::-1] if above else ids), "  - id: DOOR-02"]
    kept = [line for line in lines if line in BY_HAND.splitlines()]
    assert set(kept) == set(BY_HAND.splitlines())
    assert len(found.changes) == 1


def test_a_row_that_lost_its_number_is_known_by_its_id(by_hand: tuple[Sheet, ...]) -> None:
    tables_given = edit_rows(by_hand, DOOR, lambda rows: [row.pop("#") for row in rows])
    files, found = files_of(by_hand, tables_given)
    assert door(files) == BY_HAND
    assert found.changes == []


def test_sorting_the_rows_of_a_ruleset_changes_nothing(by_hand: tuple[Sheet, ...]) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, list.reverse))
    assert door(files) == BY_HAND
    assert found.changes == []


def test_the_order_of_reviewers_is_that_of_their_rows(by_hand: tuple[Sheet, ...]) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, "Reviewers", list.reverse))
    text = files["actions.yaml"]
    assert text.index("- id: health") < text.index("- id: supervisor") < text.index("override_reasons")
    was = next(sheet.original.text for sheet in by_hand if sheet.title == "Reviewers")
    assert sorted(text.splitlines()) == sorted(was.splitlines())
    assert [change.en for change in found.changes] == ["sheet `Reviewers`: the order changes"]


def test_generated_words_that_were_typed_over_are_told_and_not_read(by_hand: tuple[Sheet, ...]) -> None:
    files, found = files_of(by_hand, edit_rows(by_hand, DOOR, in_rule("DOOR-02", "words.ar", "كلام آخر")))
    assert door(files) == BY_HAND
    assert found.changes == []
    assert [note.en for note in found.notes] == [
        "sheet `At the door`: what was typed into generated cells is not read (G8)"
    ]


# edits of any cells

WORDS: Final = [
    *(
        "one word",
        "Tonight: a bed",
        "- hyphen",
        "# sign",
        "[bracket",
        "{brace}",
        "a, b",
        "'quoted'",
        '"quoted"',
    ),
    *(
        "yes",
        "null",
        "12",
        "~",
        "1e3",
        "=1+1",
        "+1",
        "@name",
        "&name",
        "*name",
        "!tag",
        "%sign",
        "`tick",
        "|",
    ),
    *(
        "؟ لماذا",
        "نص: فيه نقطتان",
        "a #b",
        "a: ",
        "\\back",
        "---",
        "...",
        "? q",
        ": c",
        "new\nline",
        "tab\there",
    ),
    *(
        "long text " * 30,
        "طويل جداً " * 40,
        "x" * 140,
        "😀",
        "\u00a0",
        "é\u2028é",
        "two  spaces",
        " lead",
        "end ",
    ),
]
CONDITIONS: Final = [
    *(
        "always",
        "child: yes",
        "child: yes\nrisk.safe_tonight: {not: yes}",
        "{child: yes}",
        "child: yes  # why",
    ),
    *(
        "any:\n  - child: yes\n  - not:\n      child: yes",
        "# why\nchild: yes",
        "---\nchild: yes",
        "- child: yes",
    ),
    *(
        "'always'",
        "any: [child: yes,\n  child: no]",
        "a: >-\n  folded\n  text",
        "child:\n\n  yes",
        "  child: yes",
    ),
]
NAMES: Final = ["", "A-1", "b_c, yes", "12، A-1", "yes\nno\nb_c"]
Edit = tuple[int, int, str, str]
"""A table, a row (-1 stands for what is above the table), a key and a text."""
PLACES: Final = st.tuples(
    *[st.integers(0, 9999)] * 4, st.sampled_from(WORDS) | st.text("aب:#,'\"-[]{}? \n\\0")
)
"""Numbers that choose a table, a row, a column and a value, and a text."""


def edit_at(sheets: tuple[Sheet, ...], place: tuple[int, int, int, int, str]) -> Edit:
    """Something else in a cell."""
    table = place[0] % len(sheets)
    headings = [each.field for each in sheets[table].table.headings]
    columns = [each.field for each in sheets[table].table.columns if each.field.is_read]
    row = place[1] % (len(sheets[table].rows) + bool(headings)) - bool(headings)
    fields = headings if row < 0 else columns
    field = fields[place[2] % len(fields)]
    match field.kind:
        case "condition" | "bars":
            text = CONDITIONS[place[3] % len(CONDITIONS)]
        case "choice":
            text = [*field.values, "other", ""][place[3] % (len(field.values) + 2)]
        case "names":
            text = NAMES[place[3] % len(NAMES)]
        case _:
            text = place[4]
    return table, row, field.key, "" if text.isspace() else text


@pytest.mark.parametrize("manner", ["as it is", "flow", "by a program"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(places=st.lists(PLACES, min_size=1, max_size=4))
def test_edits_of_any_cells_land_exactly_there(
    manner: str, places: list[tuple[int, int, int, int, str]]
) -> None:
    sheets = manners(manner)
    made = list({edit[:3]: edit for edit in (edit_at(sheets, place) for place in places)}.values())
    tables_given = []
    for number, sheet in enumerate(sheets):
        rows = [dict(row) for row in sheet.rows]
        headings = {key: text for table, row, key, text in made if table == number and row < 0}
        for table, row, key, text in made:
            if table == number and row >= 0:
                rows[row][key] = text
        tables_given.append(given_back(sheet, rows, headings))
    files, _ = files_of(sheets, tables_given)
    for sheet in {sheet.original.name: sheet for sheet in sheets}.values():
        mine = [edit for edit in made if sheets[edit[0]].original.name == sheet.original.name]
        now, was = files[sheet.original.name], sheet.original.text
        if not mine:
            assert now == was
            continue
        paths = [path_of(sheets, edit) for edit in mine]
        # a comment on the last line of an edited cell stands after the value and is no part of it
        assert re.sub(" *# why", "", elsewhere(now, was, paths)) == elsewhere(was, now, paths)
        for edit, path in zip(mine, paths, strict=True):
            if path[-1] in LANGUAGES:
                assert value_at(now, path) == (edit[3] or None)


def path_of(sheets: tuple[Sheet, ...], edit: Edit) -> tuple[str | int, ...]:
    table, row, key, _ = edit
    return (*(() if row < 0 else (sheets[table].table.list, row)), *key.split("."))


def value_at(text: str, path: tuple[str | int, ...]) -> Any:
    value: Any = plain(read_document(text, ""))
    for step in path:
        value = value[step] if isinstance(step, int) else value.get(step, {})
    return value or None


def elsewhere(text: str, other: str, paths: list[tuple[str | int, ...]]) -> str:
    """A file without what stands at some paths; where the other lacks such a path, without all of its entry."""
    source, there = read_source(text), read_source(other)
    spans: set[tuple[int, int]] = set()
    whole = True
    for path in paths:
        missing = (
            n for n in range(1, len(path)) for each in (source, there) if source_at(each, *path[:n]) is None
        )
        depth = next(missing, len(path))
        owner = source_at(source, *path[: depth - 1])
        entry = next((each for each in owner.entries if each.key == path[depth - 1]), None)
        if entry is None:
            whole = False
        elif source_at(there, *path[:depth]) is not None:
            spans.add((entry.end, entry.value.end))
        else:
            spans.add((entry.start, entry.value.end))
            whole = False
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    # where entries come and go, their commas and lines do too
    return text if whole else re.sub(r"[\s,]", "", text)


@functools.cache
def manners(manner: str) -> tuple[Sheet, ...]:
    """The shipped rulesets as tables over files that are written in another way."""
    return written_anew(
        tables_of(None), None, lambda original: MANNERS[manner](original.data, original.plain)
    )


# through files, as people do it


def test_what_was_edited_in_a_workbook_is_in_the_new_folder_and_told(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        rules = workbook[DOOR]
        cell_of(rules, "unless", "DOOR-02").value = "consent.referral: yes"
        cell_of(rules, "summary.en", "DOOR-01").value = "Offer a room for tonight"
        cell_of(workbook["Reviewers"], "label.ar", "health").value = "موظف الصحة"

    edit_book(book, edit)
    rules, back = tmp_path / "rules", tmp_path / "back"
    was = contents(rules)
    code, said, told = call("workbook", "import", str(book), "-o", str(back), "--onto", str(rules))
    assert (code, told) == (DONE, f"{back} written; files that differ: 2\n")
    assert said.splitlines() == [
        "sheet `At the door`: DOOR-01 changes (K7)",
        "sheet `At the door`: DOOR-02 changes (E8)",
        "sheet `Reviewers`: health changes (D8)",
    ]
    edited = was["at-the-door.yaml"].replace(b"consent.referral: no", b"consent.referral: yes")
    wanted = {
        "at-the-door.yaml": edited.replace(b"Offer a bed", b"Offer a room"),
        "actions.yaml": was["actions.yaml"].replace("مسؤول الصحة".encode(), "موظف الصحة".encode()),
    }
    assert contents(back) == was | wanted
    assert contents(rules) == was
    assert check_rules(back) == []


def test_a_folder_is_changed_in_place_where_it_is_the_one_that_was_exported(
    book: Path, tmp_path: Path
) -> None:
    edit_book(book, lambda workbook: write(workbook, DOOR, "urgency", "DOOR-01", "routine"))
    rules = tmp_path / "rules"
    (rules / "notes.txt").write_text("kept")
    was = contents(rules)
    code, said, _ = call(
        "workbook", "import", str(book), "-o", str(rules), "--onto", str(rules), "--lang", "ar"
    )
    assert (code, said) == (DONE, "الورقة «At the door»: يتغيّر DOOR-01 (J7)\n")
    now = was["at-the-door.yaml"].replace(b"urgency: immediate", b"urgency: routine")
    assert contents(rules) == was | {"at-the-door.yaml": now}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rules", "rules.xlsx"]


def write(workbook: Any, sheet: str, key: str, name: str, value: Any) -> None:
    cell_of(workbook[sheet], key, name).value = value


def test_numbers_and_dates_of_a_spreadsheet_are_taken_where_they_can_be_meant(
    book: Path, tmp_path: Path
) -> None:
    def edit(workbook: Any) -> None:
        write(workbook, DOOR, "until", "DOOR-01", date(2031, 1, 27))
        workbook[DOOR]["F1"].value = 2

    edit_book(book, edit)
    found = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules")
    text = found.files["at-the-door.yaml"].decode()
    assert "    until: 2031-01-27\n" in text
    # a version is 2.0.0, which the check says
    assert [fault.in_language("en") for fault in found.faults] == [
        (
            "sheet `At the door`, cell F1: error[wrong-form]: `2` has not the form of `version`\n"
            "  hint: a version is like 1.0.0"
        )
    ]


# faults, by sheet and cell

ELSEWHERE: Final = {"override-cycle", "term-cycle", "unknown-term", "duplicate-id"}
"""Faults that may be told of another row than the one that was edited."""


def test_every_fault_that_cells_can_have_is_told_by_its_cell(tmp_path: Path) -> None:
    sheets = tables_of(sound_copy(tmp_path / "rules"))
    expected: set[str] = set()
    told: set[str] = set()
    for number, case in enumerate(broken_cases()):
        if case.code in told or not {change["in"] for change in case.changes} <= set(SHOWN):
            continue
        broken = given_as_broken(sheets, case.lay_out(tmp_path / str(number)))
        if broken is None:
            continue
        expected.add(case.code)
        tables_given, changed = broken
        faults = edit_rulesets(tables_given, tmp_path / "rules").faults
        mine = [fault for fault in faults if f"error[{case.code}]" in fault.message.en]
        if mine and (case.code in ELSEWHERE or any(row_of(fault.place.en) in changed for fault in mine)):
            told.add(case.code)
            for fault in faults:
                assert re.match(r"sheet `[^`]+`(, cell [A-Z]+[0-9]+)?: ", fault.in_language("en"))
                assert re.match(r"الورقة «[^»]+»(، الخلية [A-Z]+[0-9]+)?: خلل", fault.in_language("ar"))
    # a field that is misspelt is no column
    assert expected - told <= {"unknown-field"}
    assert len(told) > 25


SHOWN: Final = ("at-the-door.yaml", "actions.yaml", "terms.yaml")
"""The files of the small folder that a workbook shows."""


def row_of(place: str) -> tuple[str, str]:
    """The sheet and the row of a place."""
    found = re.fullmatch(r"sheet `([^`]+)`(?:, cell [A-Z]+([0-9]+))?", place)
    return (found[1], found[2] or "") if found else ("", "")


def given_as_broken(sheets: tuple[Sheet, ...], folder: Path) -> tuple[list[Any], set[tuple[str, str]]] | None:
    """The tables as somebody gives them back who wrote the faults of a folder into cells, and which rows."""
    made: list[Any] = []
    changed: set[tuple[str, str]] = set()
    for sheet in sheets:
        try:
            broken = original_of(sheet.original.name, (folder / sheet.original.name).read_bytes())
            rows = cells_of(sheet.table, broken)
            headings = {each.field.key: shown(each.field, broken.plain) for each in sheet.table.headings}
        except (DocumentError, OSError, ValueError, TypeError, AttributeError):
            return None
        for index, row in enumerate(rows):
            was = sheet.rows[index] if index < len(sheet.rows) else {}
            row["#"] = was.get("#", "")
            if any(was.get(key, "") != text for key, text in row.items()):
                changed.add((sheet.title, str(FIRST_ROW + index)))
        cells = {each.field.key: each.cell for each in sheet.table.headings}
        changed |= {
            (sheet.title, re.sub("[A-Z]", "", cells[key]))
            for key, text in headings.items()
            if text != sheet.headings[key]
        }
        made.append(given_back(sheet, rows, headings))
    return (made, changed) if changed else None


def test_what_cells_hold_that_is_no_text_is_told_by_sheet_and_cell(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        rules = workbook[DOOR]
        for key, name, value in (
            ("summary.en", "DOOR-01", '=HYPERLINK("http://x.example","Offer a bed")'),
            ("detail.en", "DOOR-01", "=cmd|' /C calc'!A0"),
            ("reveals", "DOOR-01", True),
            ("detail.ar", "DOOR-02", date(2030, 1, 2)),
            ("when", "DOOR-01", "risk.safe_tonight: no\nany: [child: yes"),
            ("unless", "DOOR-02", "child: yes\nchild: no"),
            ("modality", "DOOR-02", "mst"),
            ("#", "DOOR-02", "x"),
        ):
            cell_of(rules, key, name).value = value
        error = cell_of(rules, "tier", "DOOR-02")
        error.value, error.data_type = "#REF!", "e"
        cell_of(workbook["Terms"], "when", "child").value = "person.age: {at_most: 17}"
        cell_of(workbook["Actions"], "kind", "refer").value = "saftey"
        cell_of(rules, "summary.ar", "DOOR-01").value = None
        rules.cell(FIRST_ROW + 2, 3).value = "service"

    edit_book(book, edit)
    was = contents(tmp_path / "rules")
    words = ("workbook", "import", str(book), "-o", str(tmp_path / "back"), "--onto", str(tmp_path / "rules"))
    code, said, told = call(*words)
    assert (code, told) == (FAULTS, f"faults found: {said.count('sheet `')}; nothing was written\n")
    assert not (tmp_path / "back").exists()
    assert contents(tmp_path / "rules") == was
    lines = said.splitlines()
    at = "sheet `At the door`, cell"
    text = "  hint: format the cell as text, and write what it is to say"
    for place, what, hint in (
        (f"{at} K7", "a formula is not taken", text),
        (f"{at} M7", "a formula is not taken", text),
        (f"{at} W7", "TRUE and FALSE are not taken", text),
        (f"{at} N8", "a date is not taken", text),
        (f"{at} T8", "the cell shows an error of the spreadsheet program", text),
        (f"{at} D7", "line 2 of the cell cannot be read: not readable as YAML 1.2 or JSON", None),
        (f"{at} E8", "line 2 of the cell cannot be read: key stands twice, first in line 1", None),
        (f"{at} A8", "expected a number from 1 to 2 as it was exported, or nothing for a new row", None),
        (
            f"{at} H8",
            "error[unknown-value]: `mst` is not a value of `modality`",
            "  hint: did you mean `must`?",
        ),
        (f"{at} B9", "error[missing-field]: `id` is missing from an entry of `rules`", None),
        (f"{at} D9", "error[missing-field]: `when` is missing from an entry of `rules`", None),
        ("sheet `Terms`, cell D7", "error[unknown-fact]: `person.age` is not a fact of the vocabulary", None),
        (
            "sheet `Actions`, cell C8",
            "error[unknown-kind]: action `refer` is of the kind `saftey`, which is not there",
            "  hint: did you mean `safety`?",
        ),
        (f"{at} L7", "error[missing-language]: `summary` has no Arabic text (`ar`)", None),
    ):
        assert f"{place}: {what}" in lines
        if hint is not None:
            assert lines[lines.index(f"{place}: {what}") + 1] == hint
    code, said, told = call(*words, "--lang", "ar")
    assert code == FAULTS
    lines = said.splitlines()
    assert "الورقة «At the door»، الخلية K7: لا تُقبل المعادلات" in lines
    assert "  للإصلاح: نسّق الخلية نصاً، واكتب ما يجب أن تقوله" in lines
    why = "تعذّرت القراءة بصيغة «YAML 1.2» أو «JSON»"
    assert f"الورقة «At the door»، الخلية D7: تعذّرت قراءة السطر 2 من الخلية ({why})" in lines
    assert (
        "الورقة «At the door»، الخلية H8: خلل[unknown-value]: القيمة «mst» ليست من قيم «modality»"
    ) in lines
    assert told.startswith("عدد مواطن الخلل: ")


def test_a_fault_that_names_another_place_names_its_cell(book: Path, tmp_path: Path) -> None:
    edit_book(book, lambda workbook: write(workbook, DOOR, "id", "DOOR-02", "DOOR-01"))
    with pytest.raises(WorkbookError) as refusal:
        import_workbook(book, tmp_path / "back", tmp_path / "rules")
    (fault,) = [each for each in refusal.value.faults if "stands twice" in each.message.en]
    assert fault.in_language("en") == (
        "sheet `At the door`, cell B8: error[duplicate-id]: "
        "rule `DOOR-01` stands twice, first at sheet `At the door`, cell B7"
    )


def test_what_breaks_an_invariant_is_told_by_the_cell_of_its_rule(shipped_book: Path, tmp_path: Path) -> None:
    book = edit_book(
        shipped_book,
        lambda workbook: write(
            workbook, "Safe referral", "detail.en", "C-REF-04", "Ask for proof of nothing."
        ),
        tmp_path / "edited.xlsx",
    )
    code, said, told = call("workbook", "import", str(book), "-o", str(tmp_path / "back"))
    assert (code, told) == (FAULTS, "faults found: 1; nothing was written\n")
    assert said.startswith("sheet `Safe referral`, cell B10: error[broken-invariant]: ")
    assert "C-REF-04 detail" in said
    assert not (tmp_path / "back").exists()


def test_faults_are_told_in_the_order_of_the_sheets_and_rows(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        write(workbook, "Actions", "kind", "refer", "x")
        write(workbook, DOOR, "urgency", "DOOR-02", "x")
        write(workbook, DOOR, "override_reasons", "DOOR-01", "x")
        write(workbook, DOOR, "modality", "DOOR-01", "x")

    edit_book(book, edit)
    faults = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules").faults
    assert [fault.place.en.split("cell ")[1] for fault in faults][:3] == ["H7", "AB7", "J8"]


def test_a_missing_or_doubled_column_is_told(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook[DOOR].cell(KEY_ROW, 10).value = "action"
        workbook["Terms"].delete_cols(4)

    edit_book(book, edit)
    faults = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules").faults
    assert [fault.in_language("en") for fault in faults] == [
        "sheet `At the door`, cell A6: column `urgency` is missing",
        "sheet `At the door`, cell J6: column `action` stands twice",
        "sheet `Terms`, cell A6: column `when` is missing",
    ]


def test_columns_may_be_moved_and_others_added(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook[DOOR].cell(FIRST_ROW, 50).value = "a note of mine"
        workbook["Terms"].move_range("B6:C8", cols=10)

    edit_book(book, edit)
    done = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules")
    assert (done.files, done.faults) == ({}, ())


def test_what_stands_above_a_table_is_not_read_where_it_was_moved(book: Path, tmp_path: Path) -> None:
    edit_book(book, lambda workbook: workbook[DOOR].insert_cols(5))
    done = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules")
    assert done.files == {}
    assert [fault.in_language("en") for fault in done.faults] == [
        (
            "sheet `At the door`, cell E1: "
            "the label “Version” is not where it was; what stands above the table cannot be read"
        )
    ]


# what is refused


def in_both_languages(book: Path, folder: Path) -> tuple[str, str]:
    """Why a workbook is refused; nothing is printed beside it and nothing written."""
    said: list[str] = []
    for language in LANGUAGES:
        code, out, told = call(
            *("workbook", "import", str(book), "-o", str(folder / "back"), "--onto", str(folder / "rules")),
            *("--lang", language),
        )
        assert (code, out) == (WRONG_CALL, "")
        assert not (folder / "back").exists()
        said.append(told.removesuffix("\n"))
    return said[0], said[1]


SHEET: Final = "xl/worksheets/sheet3.xml"
"""The part of the first table."""
ENTITIES: Final = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE: Final = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def after_declaration(words: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        start = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
        return data[:start] + words + data[start:]

    return change


def relation(kind: str, target: str) -> Callable[[bytes], bytes]:
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    new = f'<Relationship Id="x" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    return lambda data: (data or empty).replace(b"</Relationships>", new.encode())


HOSTILE: Final[dict[str, tuple[str, Callable[[bytes], bytes], str]]] = {
    "entities": (SHEET, after_declaration(ENTITIES), "definitions"),
    "an entity from a file": (SHEET, after_declaration(OUTSIDE), "definitions"),
    "an entity among the texts": ("xl/sharedStrings.xml", after_declaration(OUTSIDE), "definitions"),
    "an entity in a part nobody reads": ("docProps/app.xml", after_declaration(ENTITIES), "definitions"),
    "an entity in UTF-16": (
        SHEET,
        lambda data: after_declaration(ENTITIES)(data).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "no_workbook",
    ),
    "an encoding that hides": (
        SHEET,
        lambda _: b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE x>".encode("cp037"),
        "no_workbook",
    ),
    "macros": ("xl/vbaProject.bin", lambda _: b"x", "macros"),
    "the type of a workbook with macros": (
        "[Content_Types].xml",
        lambda data: data.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
        "macros",
    ),
    "old macros": ("xl/macrosheets/sheet1.xml", lambda _: b"<x/>", "macros"),
    "controls": ("xl/activeX/activeX1.bin", lambda _: b"x", "macros"),
    "links to other workbooks": ("xl/externalLinks/externalLink1.xml", lambda _: b"<x/>", "loads"),
    "dynamic data exchange": ("xl/externalLinks/externalLink2.xml", lambda _: b"<ddeLink/>", "loads"),
    "another file inside": ("xl/embeddings/oleObject1.bin", lambda _: b"x", "loads"),
    "connections": ("xl/connections.xml", lambda _: b"<x/>", "loads"),
    "a template from elsewhere": ("_rels/.rels", relation("attachedTemplate", "http://x.example/t"), "loads"),
    "a picture from elsewhere": (
        "xl/worksheets/_rels/sheet3.xml.rels",
        relation("image", "http://x.example/pixel.png"),
        "loads",
    ),
    "relations that are no XML": ("_rels/.rels", lambda _: b"<x", "no_workbook"),
    "a sheet that is no XML": (SHEET, lambda _: b"<x", "no_workbook"),
    "a sheet without end of levels": (SHEET, lambda _: b"<a>" * 100_000, "no_workbook"),
    "a sheet with another root": (SHEET, lambda _: b"<a/>", "no_sheet"),
    "a row beyond all rows": (
        SHEET,
        lambda data: data.replace(b'<row r="8"', b'<row r="99999999999"'),
        "no_workbook",
    ),
    "a row that stands twice": (
        SHEET,
        lambda data: data.replace(b'<row r="8"', b'<row r="7"'),
        "no_workbook",
    ),
    "a cell without a column": (SHEET, lambda data: data.replace(b'r="B7"', b'r="7"'), "no_workbook"),
    "a cell beyond all columns": (SHEET, lambda data: data.replace(b'r="B7"', b'r="ZZZZZZ7"'), "no_workbook"),
    "a text that is not there": (
        SHEET,
        lambda data: re.sub(
            rb'(<c r="B7"[^>]*) t="inlineStr">.*?</c>', rb'\1 t="s"><v>99999999</v></c>', data
        ),
        "no_workbook",
    ),
    "a bomb": ("xl/media/image1.xml", lambda _: bytes(LARGEST_UNPACKED), "too_much_inside"),
    "no workbook inside": ("xl/workbook.xml", lambda _: b"", "no_workbook"),
}


@pytest.mark.parametrize(("part", "change", "reason"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_workbook_is_refused_in_both_languages(
    book: Path, tmp_path: Path, part: str, change: Callable[[bytes], bytes], reason: str
) -> None:
    with_part(book, part, change)
    english, arabic = in_both_languages(book, tmp_path)
    words = phrase(f"workbook.refused.{reason}", sheet=DOOR, most=LARGEST_UNPACKED // 1_000_000)
    assert (english, arabic) == (words.en, words.ar)


def test_files_that_are_no_workbook_are_refused(book: Path, tmp_path: Path) -> None:
    whole = book.read_bytes()
    files = {
        "not_there": None,
        "no_workbook": [
            b"",
            b"PK",
            b"rules",
            whole[:5000],
            whole[:-200],
            whole.replace(b"sheet3", b"sheet9"),
        ],
        "locked_or_old": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
        "too_large": [bytes(LARGEST_WORKBOOK + 1)],
    }
    most = LARGEST_WORKBOOK // 1_000_000
    for reason, contents_of in files.items():
        words = phrase(f"workbook.refused.{reason}", most=most)
        for data in contents_of or [None]:
            book.unlink(missing_ok=True)
            if data is not None:
                book.write_bytes(data)
            assert in_both_languages(book, tmp_path) == (words.en, words.ar)
    book.unlink()
    os.mkfifo(book)
    words = phrase("workbook.refused.not_there")
    assert in_both_languages(book, tmp_path) == (words.en, words.ar)


def test_an_archive_that_lies_about_its_sizes_or_has_too_many_parts_is_refused(
    book: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(book) as parts:
        sheet = parts.read(SHEET)
    whole = book.read_bytes()
    start = whole.rindex(SHEET.encode()) - 46
    lying = bytearray(whole)
    assert int.from_bytes(whole[start + 24 : start + 28], "little") == len(sheet)
    lying[start + 24 : start + 28] = (100).to_bytes(4, "little")
    book.write_bytes(lying)
    assert in_both_languages(book, tmp_path)[0] == phrase("workbook.refused.no_workbook").en
    with zipfile.ZipFile(book, "w") as parts:
        for number in range(MOST_PARTS + 1):
            parts.writestr(f"xl/{number}.txt", b"")
    most = LARGEST_UNPACKED // 1_000_000
    assert in_both_languages(book, tmp_path)[0] == phrase("workbook.refused.too_much_inside", most=most).en


def test_a_table_longer_than_any_ruleset_is_refused(book: Path, tmp_path: Path) -> None:
    edit_book(book, lambda workbook: workbook[DOOR].cell(MOST_ROWS + 1, 3, "x"))
    words = phrase("workbook.refused.too_many_rows", sheet=DOOR, most=MOST_ROWS)
    assert in_both_languages(book, tmp_path) == (words.en, words.ar)


def test_links_that_people_click_and_notes_they_write_are_no_matter(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook[DOOR]["K7"].hyperlink = "http://x.example/page"
        workbook[DOOR]["K8"].comment = Comment("Is this right?", "A colleague")
        workbook[DOOR]["C7"].fill = PatternFill("solid", fgColor="FFFF00")

    edit_book(book, edit)
    code, said, told = call(
        *("workbook", "import", str(book), "-o", str(tmp_path / "back"), "--onto", str(tmp_path / "rules"))
    )
    assert (code, said) == (DONE, "")
    assert told.endswith("nothing differs\n")


def test_a_workbook_is_applied_only_to_the_files_it_was_exported_from(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules" / "terms.yaml"
    path.write_bytes(path.read_bytes() + b"# one comment more\n")
    words = phrase("workbook.refused.other_version", file="terms.yaml")
    assert in_both_languages(book, tmp_path) == (words.en, words.ar)
    with pytest.raises(WorkbookRefused, match=re.escape("another version of at-the-door.yaml")):
        import_workbook(book, tmp_path / "back")


def test_a_sheet_that_is_gone_or_stands_twice_is_told(book: Path, tmp_path: Path) -> None:
    twice = edit_book(
        book, lambda workbook: workbook.copy_worksheet(workbook["Terms"]), tmp_path / "twice.xlsx"
    )
    words = phrase("workbook.refused.sheet_twice", sheet="Terms")
    assert in_both_languages(twice, tmp_path) == (words.en, words.ar)
    gone = edit_book(book, lambda workbook: workbook.remove(workbook["Terms"]), tmp_path / "gone.xlsx")
    words = phrase("workbook.refused.no_sheet", sheet="Terms")
    assert in_both_languages(gone, tmp_path) == (words.en, words.ar)


def test_a_renamed_sheet_is_known_and_told_by_its_new_name(book: Path, tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        write(workbook, DOOR, "modality", "DOOR-01", "x")
        workbook[DOOR].title = "Door"

    edit_book(book, edit)
    (fault,) = edit_rulesets(read_tables(archive.read_workbook(book)), tmp_path / "rules").faults
    assert fault.place.en == "sheet `Door`, cell H7"


def test_neither_a_workbook_nor_a_folder_is_written_over(book: Path, tmp_path: Path) -> None:
    was = book.read_bytes()
    code, said, told = call("workbook", "export", str(tmp_path / "rules"), "-o", str(book))
    assert (code, said, told) == (WRONG_CALL, "", f"{phrase('workbook.refused.exists').en}\n")
    assert book.read_bytes() == was
    back = tmp_path / "back"
    back.mkdir()
    (back / "mine.txt").write_text("mine")
    words = (
        "workbook",
        "import",
        str(book),
        "-o",
        str(back),
        "--onto",
        str(tmp_path / "rules"),
        "--lang",
        "ar",
    )
    assert call(*words) == (WRONG_CALL, "", f"{phrase('workbook.refused.not_empty').ar}\n")
    (back / "mine.txt").unlink()
    assert call(*words)[0] == DONE
    assert contents(back) == contents(tmp_path / "rules")


def test_a_folder_with_faults_is_not_exported(tmp_path: Path) -> None:
    rules = sound_copy(tmp_path / "rules")
    path = rules / "terms.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("staff_trained", "staff_traned"), encoding="utf-8"
    )
    code, said, told = call("workbook", "export", str(rules), "-o", str(tmp_path / "rules.xlsx"))
    assert (code, said) == (WRONG_CALL, "")
    assert f"{path}:10:7: error[unknown-fact]" in told
    assert not (tmp_path / "rules.xlsx").exists()
    assert call("workbook", "export", str(tmp_path / "nowhere"), "-o", str(tmp_path / "x"))[0] == WRONG_CALL


def test_a_shared_file_of_the_package_is_written_only_where_it_was_edited(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    shutil.copy(SHIPPED / "violence-prevention.yaml", rules)
    book = tmp_path / "rules.xlsx"
    export_workbook(rules, book)
    import_workbook(book, tmp_path / "same", rules)
    assert contents(tmp_path / "same") == contents(rules)
    edit_book(book, lambda workbook: write(workbook, "Terms", "label.en", "child", "a minor"))
    import_workbook(book, tmp_path / "other", rules)
    terms = (SHIPPED / "terms.yaml").read_bytes().replace(b"en: a child\n", b"en: a minor\n")
    assert contents(tmp_path / "other") == contents(rules) | {"terms.yaml": terms}


# how it looks


@pytest.fixture(scope="module")
def opened(shipped_book: Path) -> Any:
    return load_workbook(shipped_book)


def test_every_table_is_a_sheet_and_both_languages_say_how_it_is_used(
    opened: Any, shipped_tables: tuple[Sheet, ...]
) -> None:
    titles = [sheet.title for sheet in shipped_tables]
    others = [each.sheet.en for each in references().values()]
    assert opened.sheetnames == ["Read me", "اقرأني", *titles, *others]
    assert {path.stem for path in SHIPPED.glob("*.yaml")} >= {
        opened[title]["C1"].value for title in titles[: -len(tables()) + 1]
    }
    assert opened["اقرأني"].sheet_view.rightToLeft
    assert not opened["Read me"].sheet_view.rightToLeft
    linked = {
        cell.hyperlink.location for row in opened["اقرأني"].iter_rows() for cell in row if cell.hyperlink
    }
    assert linked == {f"'{title}'!A1" for title in [*titles, *others]}


def test_the_sheet_of_facts_has_those_of_the_rules_that_are_shown() -> None:
    asked = Fact(
        label=Text("curfew", "حظر التجوّل"),
        question=Text("Check: is there a curfew?", "تحقّق: هل يوجد حظر تجوّل؟"),
        supplied_by="office",
        asked="openly",
        sensitivity="ordinary",
        values={"nights": Text("at night", "ليلاً")},
    )
    rules = load_rules(None)
    own = replace(
        rules,
        vocabulary=rules.vocabulary.with_local({"curfew": local_fact("curfew", "choice", asked)}),
    )
    sheet = load_workbook(io.BytesIO(workbook_bytes((), own)))[references()["facts"].sheet.en]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row for row in rows if str(row[0]).startswith("local.")] == [
        [
            "local.curfew",
            "curfew",
            "حظر التجوّل",
            "one of these values",
            "إحدى هذه القيم",
            "nights",
            "at night",
            "ليلاً",
        ],
        ["local.curfew", None, None, None, None, "unknown", "not known", "غير معلوم"],
    ]
    assert {row[0] for row in rows} == set(own.vocabulary)


def test_the_layout_is_that_of_decision_support_logic(opened: Any) -> None:
    sheet = opened["Safe referral"]
    assert [sheet[cell].value.split("\n")[0] for cell in ("A1", "A2", "A3")] == [
        "Decision ID",
        "Business rule",
        "Trigger",
    ]
    bands = [cell.value.split(" · ")[0] for cell in sheet[4][1:] if cell.value]
    assert [band.split(" (")[0] for band in bands] == [
        *("Rule", "Inputs", "Output", "Action", "Guidance displayed to health worker"),
        *("What unknown does", "Annotations", "Reference(s)"),
    ]


def test_headers_stay_in_view_and_are_protected_while_rows_may_change(
    opened: Any, shipped_tables: tuple[Sheet, ...]
) -> None:
    for sheet in shipped_tables:
        worksheet = opened[sheet.title]
        assert worksheet.freeze_panes in {"C7", "B7"}
        allowed = worksheet.protection
        assert (allowed.sheet, allowed.insertRows, allowed.deleteRows) == (True, False, False)
        for row in range(1, FIRST_ROW):
            for cell in worksheet[row]:
                heading = any(each.at.startswith(cell.coordinate) for each in sheet.table.headings)
                if cell.value is not None:
                    assert cell.protection.locked != heading
        # a program deletes a row only where nothing in it is locked, to the last column
        assert not any(cell.protection.locked for cell in worksheet[FIRST_ROW])
        beyond = worksheet.column_dimensions[letter_after(sheet)]
        assert (beyond.min, beyond.max) == (len(sheet.table.columns) + 1, 16_384)
        assert not beyond.protection.locked


def letter_after(sheet: Sheet) -> str:
    return get_column_letter(len(sheet.table.columns) + 1)


def test_every_closed_column_has_a_list_and_generated_ones_refuse_what_is_typed(
    opened: Any, shipped_tables: tuple[Sheet, ...]
) -> None:
    lists = opened["Lists"]
    for sheet in shipped_tables:
        worksheet = opened[sheet.title]
        last = FIRST_ROW + len(sheet.rows) - 1
        for each in sheet.table.columns:
            cell = f"{letter(sheet.table, each.field.key)}{last + 1}"
            found = [one for one in worksheet.data_validations.dataValidation if cell in one.sqref]
            if each.field.values or each.field.source:
                (validation,) = found
                assert validation.type == "list"
                values = [one[0].value for one in lists[validation.formula1.split("!")[1].replace("$", "")]]
                assert values == list(each.field.values) if each.field.values else values
                assert validation.showErrorMessage == (each.field.kind != "names")
            elif each.field.kind == "words":
                (validation,) = found
                assert (validation.type, validation.formula1, validation.errorStyle) == (
                    "custom",
                    "FALSE",
                    None,
                )
                assert validation.showErrorMessage


def test_arabic_is_read_from_right_to_left_and_long_texts_are_wrapped(
    opened: Any, shipped_tables: tuple[Sheet, ...]
) -> None:
    for sheet in shipped_tables:
        worksheet = opened[sheet.title]
        for each in sheet.table.columns:
            for row in (FIRST_ROW, FIRST_ROW + len(sheet.rows) - 1):
                cell = worksheet[f"{letter(sheet.table, each.field.key)}{row}"]
                assert cell.alignment.readingOrder == (2 if each.field.language == "ar" else 1)
                assert cell.alignment.wrap_text
                assert cell.number_format == ("0" if each.field.kind == "number" else "@")
        for row in range(FIRST_ROW, FIRST_ROW + len(sheet.rows)):
            longest = max(len(str(cell.value or "")) for cell in worksheet[row])
            assert worksheet.row_dimensions[row].height > longest / 6


def test_no_text_becomes_a_formula_in_any_program(tmp_path: Path) -> None:
    texts = {
        ("summary.en", "DOOR-01"): ("Offer a bed for tonight", "=1+1 is not counted", "نص 1 و1"),
        ("summary.en", "DOOR-02"): ("Offer this service within 72 hours", "+1 more", "نص 1"),
        ("detail.en", "DOOR-01"): ("Stay until they know where they sleep", "-1 less", "نص 1"),
        ("detail.en", "DOOR-02"): ("The person decides", "@once", "نص"),
        ("when_unknown.summary.en", "DOOR-02"): ("Ask the service first", "=HYPERLINK(a) _x0041_", "نص 0041"),
        ("when_unknown.detail.en", "DOOR-02"): ("Ask without naming anyone", "'quoted'", "نص"),
    }
    rules = sound_copy(tmp_path / "rules")
    path = rules / "at-the-door.yaml"
    text = path.read_text(encoding="utf-8")
    for was, english, arabic in texts.values():
        text = re.sub(f"{{en: {was}, ar: [^}}]*}}", f"{{en: {json.dumps(english)}, ar: {arabic}}}", text)
    path.write_text(text, encoding="utf-8")
    book = tmp_path / "rules.xlsx"
    export_workbook(rules, book)
    with zipfile.ZipFile(book) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())
    workbook = load_workbook(book)
    for place, (_, english, _) in texts.items():
        cell = cell_of(workbook[DOOR], *place)
        assert cell.data_type == "s"
        assert cell.quotePrefix == english.startswith(("=", "+", "-", "@"))
    for number, saved in enumerate([book, *([libreoffice(book, tmp_path / "saved")] if SOFFICE else [])]):
        back = tmp_path / f"back-{number}"
        assert import_workbook(saved, back, rules).changes == ()
        assert contents(back) == contents(rules)
        assert english in contents(back)["at-the-door.yaml"].decode()


# what the documentation says

PART: Final = re.compile(r"^```console\n.*?^```$|^\| .*?(?=^[^|])", re.MULTILINE | re.DOTALL)
"""Commands with what they say, or a table."""
ROW: Final = re.compile(r"^\| (?!---)(.*) \|$", re.MULTILINE)


def steps(name: str) -> list[str]:
    """The commands and the tables of edits on a page of the documentation."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    found = [part[0] for part in PART.finditer(page)]
    return [part for part in found if part.startswith("```") or part.splitlines()[0].count("|") == 6]


def test_the_documentation_is_carried_out_step_by_step_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = list(zip(steps("workbook.md"), steps("workbook.ar.md"), strict=True))
    assert len(both) == 8
    folders = [tmp_path / language for language in LANGUAGES]
    workbook: Any = None
    for parts in both:
        if not parts[0].startswith("```"):
            tables_shown = [ROW.findall(part)[1:] for part in parts]
            assert [row.replace("(new)", "(جديد)") for row in tables_shown[0]] == tables_shown[1]
            workbook = workbook or load_workbook(folders[0] / "rules.xlsx")
            for row in tables_shown[0]:
                as_the_row_says(workbook, row)
            continue
        shown_there = [commands(part.removeprefix("```console\n").removesuffix("```")) for part in parts]
        assert [words for words, _ in shown_there[0]] == [
            words.replace(" --lang ar", "") for words, _ in shown_there[1]
        ]
        for folder, said_there in zip(folders, shown_there, strict=True):
            folder.mkdir(exist_ok=True)
            monkeypatch.chdir(folder)
            if workbook is not None:
                workbook.save("rules.xlsx")
            for words, expected in said_there:
                _, out, told = call(*shlex.split(words)[1:])
                said = out + told
                assert matches(expected, said.splitlines()), f"{words} said:\n{said}"


def test_the_documented_bounds_are_those_that_are_kept() -> None:
    bounds = (LARGEST_WORKBOOK // 1_000_000, LARGEST_UNPACKED // 1_000_000, MOST_PARTS, MOST_ROWS)
    for name in ("workbook.md", "workbook.ar.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        (said,) = re.findall(r"\((10 [^)]*)\)", page)
        assert [int(number) for number in re.findall(r"\d+", said.replace(",", ""))] == list(bounds)


def as_the_row_says(workbook: Any, row: str) -> None:
    """Edit a workbook as a row of the documentation says: sheet, row, column, instead of, write."""
    title, name, column, before, after = (cell.strip().strip("`") for cell in row.split("|"))
    sheet = workbook[title]
    if column == "id":
        name = after
        sheet.cell(1 + max(cell.row for cell in sheet["B"] if cell.value), 2).value = name
    cell = cell_of(sheet, column, name)
    assert before in (cell.value or "")
    cell.value = cell.value.replace(before, after) if before else after


# the layout itself


def test_every_field_of_an_entry_has_a_column() -> None:
    for table in tables():
        columns = {each.field.key for each in table.columns if each.field.is_read}
        assert columns == set(leaves(table.schema)), table.name
        for each in table.columns:
            kinds = {"choice": bool(each.field.values), "listed": True, "names": True}
            assert bool(each.field.values or each.field.source) == kinds.get(each.field.kind, False)


def leaves(schema: dict[str, Any], path: tuple[str, ...] = ()) -> list[str]:
    """The paths of all values that an entry can have."""
    if schema.get("type") != "object":
        return [".".join(path)]
    return [leaf for name, part in schema["properties"].items() for leaf in leaves(part, (*path, name))]


def test_the_words_of_the_workbook_are_fit_to_be_shown() -> None:
    findings = Findings()
    document = read_document(LAYOUT.read_text(encoding="utf-8"), LAYOUT.name)
    check_texts(without_code(document), findings)
    assert [str(each) for each in findings.sorted() if each.code != "stray-space"] == []
    assert not read_terminology(SHIPPED, Findings()).unfit(list(arabic_of(document)), "ar", advice=True)


def without_code(document: Document) -> Document:
    """The texts without what stands between backticks or braces, which is the same in both languages."""
    match document:
        case Scalar(value=str() as text, span=span):
            return Scalar(re.sub(r"`[^`]*`|\{\w+\}", "", text).strip(), span)
        case Sequence(items=items, span=span):
            return Sequence(tuple(without_code(item) for item in items), span)
        case Mapping(entries=entries, span=span):
            return Mapping(tuple(each._replace(value=without_code(each.value)) for each in entries), span)
        case _:
            return document


def arabic_of(document: Document) -> Iterator[str]:
    match document:
        case Mapping(entries=entries):
            for each in entries:
                if each.key == "ar" and isinstance(each.value, Scalar):
                    yield str(each.value.value)
                yield from arabic_of(each.value)
        case Sequence(items=items):
            for item in items:
                yield from arabic_of(item)
        case _:
            return
