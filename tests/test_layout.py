"""`fmt`: one layout for every file, whatever an editor or a program made of it, and nothing lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from typer.testing import CliRunner

from protection_rules.authoring.layout import LayoutError, laid_out
from protection_rules.cli import DONE, FAULTS, WRONG_CALL, app
from protection_rules.documents import DocumentError, plain, read_document

ROOT: Final = Path(__file__).parent.parent


def call(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["fmt", *words])
    return done.exit_code, done.stderr


CASES: Final = {
    "lists and mappings stand in their columns": (
        "a:\n    b: 1\nc:\n- d\n-   e: 1\n    f: 2\n",
        "a:\n  b: 1\nc:\n  - d\n  - e: 1\n    f: 2\n",
    ),
    "a long text is wrapped": (
        f"a: {'word ' * 30}end\n",
        f"a: >-\n  {'word ' * 22}word\n  {'word ' * 7}end\n",
    ),
    "a text in short lines is wrapped anew": ("a: >-\n  one\n  two\n  three\n", "a: >-\n  one two three\n"),
    "a text with paragraphs stays": ("a: |\n  one\n\n  two\n", "a: |\n  one\n\n  two\n"),
    "a long list in brackets gets a line for each": (
        f"a: [{', '.join(['some_name'] * 12)}]\n",
        "a:\n" + "  - some_name\n" * 12,
    ),
    "a list in brackets over several lines that fits one is put there": ("a: [b,\n  c]\n", "a: [b, c]\n"),
    "braces stay": ("a: [{b: yes}, {c: no}]\n", "a: [{b: yes}, {c: no}]\n"),
    "quotation marks stay": ("a: 'b'\nc: \"d\"\n", "a: 'b'\nc: \"d\"\n"),
    "comments stay": (
        "# above\na: # beside\n    # within\n    b: 1 # after\n\n\n# below\n",
        "# above\na: # beside\n    # within\n  b: 1   # after\n\n\n# below\n",
    ),
    "lines may end as on other systems": ("a: 1\r\nb:\r\n    c: 2\r\n", "a: 1\nb:\n  c: 2\n"),
    "Arabic is wrapped like any text": (
        f"a: {'كلمة ' * 30}نهاية\n",
        f"a: >-\n  {'كلمة ' * 22}كلمة\n  {'كلمة ' * 7}نهاية\n",
    ),
}


@pytest.mark.parametrize(("given_text", "wanted"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_text(given_text: str, wanted: str) -> None:
    assert laid_out(given_text) == wanted
    assert laid_out(wanted) == wanted


def test_a_list_in_brackets_with_a_comment_inside_is_left_to_people() -> None:
    with pytest.raises(LayoutError):
        laid_out("a: [b, # why\n  c]\n")


@pytest.mark.parametrize("name", ["terms", "safe-referral", "audiences"])
@pytest.mark.parametrize(("step", "dash", "width"), [(4, 2, 80), (2, 0, 60), (6, 3, 200)])
def test_what_a_program_wrote_otherwise_is_as_it_was_with_every_comment(
    name: str, step: int, dash: int, width: int
) -> None:
    text = (ROOT / "rulesets" / f"{name}.yaml").read_text(encoding="utf-8")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = width
    yaml.indent(mapping=step, sequence=step + dash, offset=dash)
    written = io.StringIO()
    yaml.dump(yaml.load(text), written)
    assert written.getvalue() != text
    assert laid_out(written.getvalue()) == text


def dumped(data: Any, width: int) -> str:
    yaml = YAML()
    yaml.width = width
    written = io.StringIO()
    yaml.dump(data, written)
    return written.getvalue()


WORDS: Final = st.text("ab :#-'\"[]{}?!&*|>%@`\\\nكل،؟  ", max_size=40)
VALUES: Final = st.recursive(
    WORDS | st.integers(-5, 5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abك", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(
    data=st.dictionaries(st.text("abcد", min_size=1, max_size=5), VALUES, min_size=1, max_size=4),
    width=st.integers(20, 200),
)
def test_any_data_is_laid_out_or_left_and_never_changed(data: dict[str, Any], width: int) -> None:
    text = dumped(data, width)
    try:
        before = plain(read_document(text, ""))
        new = laid_out(text)
    except (DocumentError, LayoutError):
        return
    assert plain(read_document(new, "")) == before
    assert laid_out(new) == new


def test_a_folder_is_laid_out_and_told_of(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("a:\n    b: 1\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "one.yaml").chmod(0o640)
    one = tmp_path / "one.yaml"
    assert call(str(tmp_path), "--check") == (
        FAULTS,
        f"{one}: laid out otherwise; `protection-rules fmt` mends it\n",
    )
    assert one.read_text() == "a:\n    b: 1\n"
    assert call(str(tmp_path)) == (DONE, f"{one}: laid out anew\n")
    assert one.read_text() == "a:\n  b: 1\n"
    assert one.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.yaml", "two.yaml"]
    assert call(str(tmp_path), "--check") == (DONE, "nothing to do; files read: 2\n")
    assert call(str(tmp_path), "--lang", "ar") == (DONE, "لا شيء يُفعل؛ الملفات المقروءة: 2\n")


FACTS: Final = """\
# The facts of this office alone.
facts:
  # by order of the town
  - fact: curfew   # since May
    kind: choice
    label: {en: curfew in town, ar: حظر التجوّل في المدينة}
    question:
      en: "Check: is there a curfew in town, and at which hours?"
      ar: "تحقّق: هل يُفرض حظر تجوّل في المدينة، وفي أي ساعات؟"
    supplied_by: office
    asked: openly
    sensitivity: ordinary
    values:
      - value: no_curfew
        label: {en: no curfew, ar: لا حظر تجوّل}
      # from eight to five
      - value: nights
        label:
          en: at night
          ar: ليلاً
# the end
"""


def test_the_facts_of_an_overlay_are_laid_out_with_every_comment(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(FACTS, encoding="utf-8")
    assert call(str(tmp_path), "--check") == (DONE, "nothing to do; files read: 1\n")
    facts.write_text(FACTS.replace("\n  ", "\n"), encoding="utf-8")
    assert call(str(tmp_path), "--check")[0] == FAULTS
    assert call(str(tmp_path)) == (DONE, f"{facts}: laid out anew\n")
    after = facts.read_text(encoding="utf-8")
    assert [line.split() for line in after.splitlines()] == [line.split() for line in FACTS.splitlines()]
    said = [line for line in after.splitlines() if not line.lstrip().startswith("#")]
    assert said[1:4] == ["  - fact: curfew # since May", "    kind: choice", FACTS.splitlines()[5]]
    assert call(str(tmp_path), "--check")[0] == DONE


def test_a_file_that_is_not_read_is_named_and_the_others_are_laid_out(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "sound.yaml").write_text("a:\n    b: 1\n", encoding="utf-8")
    code, told = call(str(tmp_path))
    assert code == FAULTS
    assert f"{tmp_path / 'broken.yaml'}:2:1: error: " in told
    assert (tmp_path / "sound.yaml").read_text() == "a:\n  b: 1\n"
    assert (tmp_path / "broken.yaml").read_text() == "a: [\n"


NO_FOLDER: Final = "no folder with .yaml files; name a folder of rulesets\n"


def test_a_folder_without_files_is_a_wrong_call(tmp_path: Path) -> None:
    assert call(str(tmp_path)) == (WRONG_CALL, NO_FOLDER)
    assert call(str(tmp_path / "nowhere")) == (WRONG_CALL, NO_FOLDER)
    (tmp_path / "file.yaml").write_text("a:\n    b: 1\n")
    assert call(str(tmp_path / "file.yaml")) == (WRONG_CALL, NO_FOLDER)
