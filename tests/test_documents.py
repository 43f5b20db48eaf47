"""YAML 1.2 and JSON: what is read, where it stands, and what is refused."""

from __future__ import annotations

import io
import json
import pickle
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from protection_rules import ProtectionRulesError
from protection_rules.documents import (
    DEEPEST_NESTING,
    LARGEST_DOCUMENT,
    Document,
    DocumentError,
    Entry,
    Mapping,
    Placed,
    Plain,
    Scalar,
    Sequence,
    Span,
    plain,
    read_document,
    read_own,
)
from protection_rules.facts.errors import ProfileError
from protection_rules.facts.profile import CaseProfile

UNREADABLE = "not readable as YAML 1.2 or JSON"


OWN_FILES = sorted((Path(__file__).parent.parent / "src").rglob("*.yaml"))


def read(text: str) -> Plain:
    return plain(read_document(text, "notes.yaml"))


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        read_document(text, "notes.yaml")
    return raised.value


# values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("n", "n"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("Null", None),
        ("~", None),
        ("", None),
        ("none", "none"),
        ("0", 0),
        ("72", 72),
        ("+72", 72),
        ("-1", -1),
        ("-0", 0),
        ("010", 10),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.0.0", "1.0.0"),
        ("2025-01-27", "2025-01-27"),
        ("999999999999999999", 999999999999999999),
        ("1000000000000000000", 1e18),
        ("٧٢", "٧٢"),
        ("infant_0_4", "infant_0_4"),
        ("مأوى جماعي", "مأوى جماعي"),
        ("'yes'", "yes"),
        ('"no"', "no"),
        ('"true"', "true"),
        ("'72'", "72"),
        ('"null"', "null"),
        ('""', ""),
        ("'it''s'", "it's"),
        (r'"\u0645\t"', "م\t"),
        ("|\n  yes\n", "yes\n"),
        ("|-\n  72", "72"),
        (">-\n  one\n  line", "one line"),
        ("! yes", "yes"),
        ("[]", []),
        ("{}", {}),
        ("[yes, 1, null, true]", ["yes", 1, None, True]),
        ("[a, [b, {c: d}]]", ["a", ["b", {"c": "d"}]]),
        ("yes # not a comment in the value", "yes"),
    ],
)
def test_a_value_is_read_by_the_core_schema_of_yaml_1_2_with_yes_and_no_as_text(written: str, value: Plain):
    found = read(f"answer: {written}")

    assert found == {"answer": value}
    assert type(found["answer"]) is type(value)


def test_a_directive_for_another_version_does_not_bring_back_yes_as_true():
    assert read("%YAML 1.1\n---\nanswer: yes") == {"answer": "yes"}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("yes", "yes"),
        ("72", "72"),
        ("true", "true"),
        ("~", "~"),
        ('"a b"', "a b"),
        ("<<", "<<"),
        ("1.0", "1.0"),
    ],
)
def test_a_key_is_always_text(key: str, name: str):
    assert read(f"{key}: x") == {name: "x"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("yes", "yes"),
        ("---\n", None),
        ("- a\n- b", ["a", "b"]),
        ("a: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ('{\n\t"tabs": "are fine in JSON"\n}', {"tabs": "are fine in JSON"}),
        (
            '{"a": [1, -2.5, true, false, null, "\\u0645"], "b": {}}',
            {"a": [1, -2.5, True, False, None, "م"], "b": {}},
        ),
    ],
)
def test_a_document_may_be(text: str, data: Plain):
    assert read(text) == data


# places


def test_everything_has_its_place_counted_from_one():
    document = read_document(
        "# first\nrisk:\n  safe_tonight: no\n  sources: [family, unknown]\n", "case.yaml"
    )

    def span(line: int, column: int) -> Span:
        return Span("case.yaml", line, column)

    assert document == Mapping(
        (
            Entry(
                "risk",
                span(2, 1),
                Mapping(
                    (
                        Entry("safe_tonight", span(3, 3), Scalar("no", span(3, 17))),
                        Entry(
                            "sources",
                            span(4, 3),
                            Sequence(
                                (Scalar("family", span(4, 13)), Scalar("unknown", span(4, 21))), span(4, 12)
                            ),
                        ),
                    ),
                    span(3, 3),
                ),
            ),
        ),
        span(2, 1),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("مفتاح: قيمة", (1, 8)),
        ("مفتاح: 'قيمة'", (1, 8)),
        ("{مفتاح: [قيمة]}", (1, 9)),
        ("😀: x", (1, 4)),
        ("\ufeffa: x", (1, 4)),
        ("a:\n  x", (2, 3)),
        ("a: |\n  x\n", (1, 4)),
        ("a:\r\n  x\r\n", (2, 3)),
        ("\n\n\na: x", (4, 4)),
    ],
)
def test_a_place_counts_letters_of_every_script_as_one(text: str, place: tuple[int, int]):
    document = read_document(text, "case.yaml")
    assert isinstance(document, Mapping)

    span = document.entries[0].value.span

    assert (span.line, span.column) == place


def test_a_place_reads_as_file_line_and_column():
    assert str(Span("rules/terms.yaml", 3, 5)) == "rules/terms.yaml:3:5"


def test_a_key_gives_its_value_and_a_missing_key_gives_none():
    document = read_document("a: 1", "notes.yaml")
    assert isinstance(document, Mapping)

    assert document.get("a") == Scalar(1, Span("notes.yaml", 1, 4))
    assert document.get("b") is None


# refusals


@pytest.mark.parametrize(
    ("what", "text", "told"),
    [
        ("nothing at all", "", "1:1: file is empty"),
        ("only a comment", "# later\n", "1:1: file is empty"),
        ("a key twice", "a: 1\nb: 2\na: 3", "3:1: key stands twice, first in line 1; keep one of them"),
        ("a key twice in brackets", "{a: 1, 'a': 2}", "1:8: key stands twice, first in line 1; keep one of them"),
        ("a key twice, deep inside", "x:\n  - {a: 1}\n  - a: 1\n    a: 1", "4:5: key stands twice, first in line 3; keep one of them"),
        ("an anchor", "a: &x 1", "1:4: anchor is not allowed; write the value out where it is used"),
        ("an anchor on a list", "a: &x [1]", "1:4: anchor is not allowed; write the value out where it is used"),
        ("an anchor on a key", "&x a: 1", "1:1: anchor or tag is not allowed"),
        ("an alias", "a: *x", "1:4: alias is not allowed; write the value out"),
        ("an alias in a list", "- a\n- *x", "2:3: alias is not allowed; write the value out"),
        ("an alias as a key", "*x : 1", "1:1: key is not plain text; write a name before the colon"),
        ("a tag", "a: !secret 1", "1:4: tag is not allowed; remove the exclamation mark or quote the text"),
        ("a tag of the standard", "a: !!str 1", "1:4: tag is not allowed; remove the exclamation mark or quote the text"),
        ("a tag of Python", "a: !!python/object/apply:os.system [ls]", "1:4: tag is not allowed; remove the exclamation mark or quote the text"),
        ("a tag on the whole", "!!map {a: 1}", "1:1: tag is not allowed; remove the exclamation mark or quote the text"),
        ("a tag on a key", "!!str a: 1", "1:1: anchor or tag is not allowed"),
        ("a list as a key", "[a]: 1", "1:1: key is not plain text; write a name before the colon"),
        ("a mapping as a key", "? {a: 1}\n: 1", "1:3: key is not plain text; write a name before the colon"),
        ("a second document", "a: 1\n---\nb: 2", "2:1: second document in one file; keep one"),
    ],
)  # fmt: skip
def test_it_is_refused_to_write(what: str, text: str, told: str):
    assert str(refusal(text)) == f"notes.yaml:{told}", what


@pytest.mark.parametrize(
    ("what", "text", "line", "column"),
    [
        ("a bracket without its end", "a: [1, 2", 2, 1),
        ("a quote without its end", 'a: "x\nb: 1\n', 3, 1),
        ("a tab before a field", "a:\n\tb: 1", 2, 1),
        ("a colon too many", "a: b: c", 1, 5),
        ("a field further left than its list", "- a\nb: 1", 2, 1),
        ("a number sign in brackets", "[a, }", 1, 5),
        ("text after the end", "a: 1\n...\nb: 2", 3, 1),
        ("two directives", "%YAML 1.2\n%YAML 1.2\n---\na", 2, 1),
        ("half a letter", 'a: 1\nb: "\\ud83d"', 2, 7),
    ],
)
def test_text_that_is_no_yaml_is_refused_with_its_place(what: str, text: str, line: int, column: int):
    error = refusal(text)

    assert (error.message, error.span) == (UNREADABLE, Span("notes.yaml", line, column)), what
    assert error.hint == "look for a missing space after a colon, an unclosed bracket or quote, or a tab"


@pytest.mark.parametrize(
    ("what", "text", "line", "column"),
    [
        ("a control character", "a: 1\nb: x\x00y", 2, 5),
        ("a control character after Arabic", "a: 1\nb: باب\x07", 2, 7),
        ("half of a letter of two halves", "a: 1\nb: \ud800", 2, 4),
    ],
    ids=["a control character", "a control character after Arabic", "half of a letter of two halves"],
)
def test_a_character_that_no_file_may_have_is_refused_with_its_place(
    what: str, text: str, line: int, column: int
):
    assert refusal(text).span == Span("notes.yaml", line, column), what


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe", "\ud800"])
def test_a_character_that_no_file_may_have_is_refused(character: str):
    error = refusal(f"a: {character}")

    assert (error.message, error.hint) == (
        "character that no file may have",
        "delete it, or write the line anew",
    )


@pytest.mark.parametrize(
    ("opened", "closed"),
    [("[", "]"), ("{a: ", "}"), ("- ", "")],
    ids=["lists", "fields", "hyphens"],
)
def test_nesting_is_read_down_to_its_bound_and_refused_below(opened: str, closed: str):
    deepest = opened * DEEPEST_NESTING + "x" + closed * DEEPEST_NESTING
    assert read(deepest)

    error = refusal(opened + deepest + closed)

    assert error.message == f"nested deeper than {DEEPEST_NESTING} levels"
    assert error.hint == "write it with fewer levels"
    assert error.span == Span("notes.yaml", 1, DEEPEST_NESTING * len(opened) + 1)


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "[{a: ["])
def test_nesting_without_end_is_refused_as_soon_as_it_is_too_deep(opened: str):
    assert refusal(opened * 100_000).message == f"nested deeper than {DEEPEST_NESTING} levels"


def test_a_document_is_read_up_to_its_largest_size_and_refused_above():
    largest = "a: " + "x" * (LARGEST_DOCUMENT - 3)
    assert read(largest) == {"a": largest[3:]}

    assert str(refusal(largest + "x")) == (
        f"notes.yaml:1:1: file is larger than {LARGEST_DOCUMENT} characters;"
        " leave something out, or write several files"
    )


def test_aliases_that_grow_without_end_are_refused_before_they_grow():
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    tracemalloc.start()

    error = refusal("l0: &l0 x\n" + levels)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.span == Span("notes.yaml", 1, 5)
    assert peak < 2_000_000


@pytest.mark.parametrize("data", [b"a: \xff", b"\xff\xfea\x00", b"\xd9", "profile: 1".encode("utf-16")])
def test_bytes_that_are_not_utf_8_are_refused(data: bytes):
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_bytes(data)

    assert str(raised.value) == "profile: not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize(
    "text",
    ["", "MARK: 1\nMARK: 2", "MARK: &MARK x", "MARK: !MARK x", "MARK: [MARK", "\x00MARK", "MARK: \ud800"],
)
def test_a_refusal_never_repeats_what_stands_in_the_file(text: str):
    error = refusal(text)

    assert "MARK" not in str(error)
    assert "MARK" not in repr(error)
    assert "MARK" not in repr(vars(error))
    assert error.__context__ is None
    assert error.__cause__ is None


def test_a_refusal_is_an_error_of_the_library():
    assert isinstance(refusal(""), ProtectionRulesError)


def test_a_refusal_reaches_another_process_whole():
    error = refusal("a: *x")

    again = pickle.loads(pickle.dumps(error))

    assert (str(again), again.span, again.hint) == (str(error), error.span, error.hint)


# whatever a file holds

SIGNS = st.sampled_from([*"ab01 -:,[]{}#&*!|>'\"%@`?~.\n\t\\<=", "\n  ", ": ", "- ", "yes", "---\n", "...\n"])
ODD = st.sampled_from(
    ["م", "\u200f", "\ufeff", "\x00", "\x85", "\u2028", "\ud800", "😀", "%YAML 1.2\n", "!!str ", "\\ud800"]
)
YAML_LIKE = st.lists(SIGNS | ODD, max_size=40).map("".join)


@settings(max_examples=1500, deadline=None)
@given(text=YAML_LIKE | st.text(st.characters(), max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text: str):
    found = document_or_refusal(text)

    if isinstance(found, DocumentError):
        assert found.span.file == "notes.yaml"
        assert found.span.line >= 1
        assert found.span.column >= 1
        assert found.message
        assert found.__context__ is None
    else:
        assert_bounded(found, len(text))


def document_or_refusal(text: str) -> Document | DocumentError:
    try:
        return read_document(text, "notes.yaml")
    except DocumentError as error:
        return error


def assert_bounded(document: Document, characters: int) -> None:
    """The tree is no larger than the text it was read from, and holds only what YAML 1.2 has."""
    nodes, pending = 0, [(document, 0)]
    while pending:
        node, depth = pending.pop()
        nodes += 1
        assert depth <= DEEPEST_NESTING
        match node:
            case Scalar(value=value):
                assert value is None or type(value) in {str, int, float, bool}
            case Sequence(items=items):
                pending += [(item, depth + 1) for item in items]
            case Mapping(entries=entries):
                assert len({entry.key for entry in entries}) == len(entries)
                pending += [(entry.value, depth + 1) for entry in entries]
    assert nodes <= characters + 1


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(data=DATA)
def test_json_is_read_as_json_reads_it(data: Any):
    text = json.dumps(data, ensure_ascii=False)

    assert read(text) == data
    assert read(json.dumps(data, ensure_ascii=False, indent=2)) == json.loads(text)


@settings(max_examples=200, deadline=None)
@given(data=DATA)
def test_yaml_is_read_as_another_reader_of_yaml_1_2_reads_it(data: Any):
    yaml, stream = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style = False
    yaml.dump(data, stream)

    assert read(stream.getvalue()) == data


# the package's own


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_a_file_of_words_of_the_package_is_sound_and_says_the_same_read_either_way(path: Path) -> None:
    assert read_own(path) == plain(read_document(path.read_text(encoding="utf-8"), path.name))


def test_the_words_of_the_package_are_found() -> None:
    names = {path.name for path in OWN_FILES}
    assert {"phrases.yaml", "phrases_of_commands.yaml", "words.yaml", "editor.yaml"} <= names


def test_no_phrase_of_a_command_has_the_name_of_one_of_all() -> None:
    of_all, of_commands = (
        read_own(path) for path in OWN_FILES if path.name in {"phrases.yaml", "phrases_of_commands.yaml"}
    )
    assert of_all
    assert of_commands
    assert of_all.keys().isdisjoint(of_commands)


def test_a_file_of_the_package_is_read_by_yaml_1_2_too(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("a: yes\nb: [no, 1, 2.5, true, ~, '1']\nc:\nd: {on: 010}\n", encoding="utf-8")
    assert read_own(path) == {"a": "yes", "b": ["no", 1, 2.5, True, None, "1"], "c": None, "d": {"on": 10}}


def test_what_is_wanted_of_a_file_of_the_package_keeps_its_places(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    text = "rules:\n  - id: a\n    when: {b.c: [yes, no]}\n    words: {en: d}\n  - id: e\n"
    path.write_text(text, encoding="utf-8")
    first, second = read_own(path, frozenset({"when", "unless"}))["rules"]
    assert (first, second) == ({"id": "a", "words": {"en": "d"}}, {"id": "e"})
    listed = read_document(text, str(path)).get("rules")
    assert first.document.get("when") == listed.items[0].get("when")
    assert first.document.span == listed.items[0].span
    assert [entry.key for entry in first.document.entries] == ["when"]
    assert not isinstance(second, Placed)
