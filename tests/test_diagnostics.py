"""The codes of faults: each has a page with a sample that has the fault and one that has not.

The samples stand in the folder `code_samples`: what a page says to prefer is part of it as it is.
"""

from __future__ import annotations

import ast
import re
import shutil
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from protection_rules.authoring.code_pages import PAGES, with_codes
from protection_rules.documents import DocumentError, read_document
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.limits import DEEPEST_NESTING, LARGEST_DOCUMENT, MOST_VALUES
from protection_rules.rulesets.codes import CODES, NOTHING, code_page, message, messages, shared_words
from tests.broken_cases import BrokenCase, broken_cases, faults

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path(__file__).parent / "code_samples"
SOURCE = ROOT / "src" / "protection_rules"

languages = pytest.mark.parametrize("language", LANGUAGES)


# samples


def test_the_folder_of_the_samples_is_sound():
    assert [str(fault) for fault in faults(SAMPLES)] == []


@pytest.mark.parametrize("code", CODES)
def test_what_a_page_says_to_avoid_has_that_fault_and_no_other(code: str, tmp_path: Path):
    folder = Path(shutil.copytree(SAMPLES, tmp_path / "rules"))

    changed = avoided(code, folder)

    found = faults(folder)
    assert {fault.code for fault in found} == {code}
    places = {Path(fault.file).relative_to(folder).as_posix() for fault in found}
    assert places & (changed | ABOUT_ANOTHER_FILE.get(code, set()))
    assert all(fault.line >= 1 and fault.column >= 1 for fault in found)


ABOUT_ANOTHER_FILE = {
    "broken-invariant": {"invariants.yaml"},
    "unversioned-change": {"versions.yaml"},
}
"""Codes whose fault is told where something else says how it should be."""


@pytest.mark.parametrize("code", CODES)
def test_what_a_page_says_to_prefer_stands_in_the_sound_folder(code: str):
    sample = code_page(code).sample
    if sample.file is None:
        assert all((SAMPLES / name).is_file() for name in sample.prefer.split())
        return
    assert written_there(sample.prefer, SAMPLES / sample.file)


def avoided(code: str, folder: Path) -> set[str]:
    """Change a folder from what the page prefers to what it says to avoid; the files that changed."""
    sample = code_page(code).sample
    if sample.file is not None:
        path = folder / sample.file
        prefer = written_there(sample.prefer, path)
        indent = prefer[: len(prefer) - len(prefer.lstrip())]
        avoid = textwrap.indent(sample.avoid, indent)
        path.write_text(path.read_text(encoding="utf-8").replace(prefer, avoid), encoding="utf-8")
        return {sample.file}
    prefer, avoid = sample.prefer.split(), sample.avoid.split()
    gone, instead = sorted({*prefer} - {*avoid}), sorted({*avoid} - {*prefer})
    for old, new in zip(gone, instead, strict=False):
        (folder / old).rename(folder / new)
    for name in gone[len(instead) :]:
        (folder / name).unlink()
    return {*gone, *instead}


def written_there(sample: str, path: Path) -> str:
    """The lines of a sample as they stand in a file, once, however far they are indented there."""
    text = path.read_text(encoding="utf-8")
    depths = (textwrap.indent(sample, " " * depth) for depth in range(0, 12, 2))
    found = [lines for lines in depths if f"\n{lines}\n" in f"\n{text}"]
    assert len(found) == 1, f"{path.name} does not have, once: {sample}"
    assert text.count(found[0]) == 1, f"{path.name} has more than once: {sample}"
    return found[0]


# codes and messages in the source


def test_every_code_in_the_source_has_a_page_and_every_page_a_code_in_the_source():
    assert {code for code, _ in told_in_the_source()} == set(CODES)


def test_every_message_in_the_source_is_written_and_every_written_one_is_told():
    written = {(code, name) for code in CODES for name in messages(code)}

    assert told_in_the_source() == written


def test_every_shared_piece_of_a_message_is_used():
    constants = {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    built = {name for name in shared_words() if name.startswith(("between.", "type."))}

    assert set(shared_words()) - built <= constants


@cache
def told_in_the_source() -> set[tuple[str, str]]:
    """Every code with the name of a message that is told under it, read off the calls that note faults."""
    return {
        (code, name)
        for path in SOURCE.rglob("*.py")
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for call, function in calls(tree)
        for arguments in [call.args[1:3] if is_finding(call) else call.args[:2]]
        for code, name in pairs(arguments, tree, function)
    }


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.FunctionDef]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (is_finding(node) or is_message(node)):
                    yield node, function


def is_finding(call: ast.Call) -> bool:
    """Whether a call is `findings.add(...)`, of whatever findings."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="add"):
            return name.lstrip("_") == "findings"
    return False


def is_message(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Name)
        and call.func.id == "message"
        and isinstance(call.args[0], ast.Constant)
    )


def pairs(arguments: list[ast.expr], tree: ast.Module, function: ast.FunctionDef) -> set[tuple[str, str]]:
    code, name = arguments
    if isinstance(name, ast.Attribute):
        return {("too-large" if bound else "unreadable", each) for each, bound in document_faults()}
    found = {(one, other) for one in values(code, tree, function) for other in values(name, tree, function)}
    assert found, f"line {code.lineno}: {ast.unparse(code)}, {ast.unparse(name)}"
    return found


def document_faults() -> set[tuple[str, bool]]:
    """The names under which a document is refused, and whether that is for its size."""
    tree = ast.parse((SOURCE / "documents.py").read_text(encoding="utf-8"))
    found = {("forbidden_character", False)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="DocumentError" | "_beyond" as raised),
                args=[_, ast.Constant(value=str(name)), *_],
            ):
                found.add((name, raised == "_beyond"))
    return found


def values(node: ast.expr, tree: ast.Module, function: ast.FunctionDef) -> set[str]:
    """The texts that an expression can be: literals, and names that stand for them near by."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=one, orelse=other):
            return values(one, tree, function) | values(other, tree, function)
        case ast.Subscript(value=ast.Name(id=name)):
            return {
                each
                for statement in tree.body
                for target, value in assigned(statement)
                if target == name and isinstance(value, ast.Dict)
                for entry in value.values
                for each in values(entry, tree, function)
            }
        case ast.Name(id=name):
            found: set[str] = set()
            for statement in ast.walk(function):
                for target, value in assigned(statement):
                    if target == name:
                        found |= values(value, tree, function)
                match statement:
                    case ast.For(
                        target=ast.Tuple(elts=[ast.Name(id=key), *_]),
                        iter=ast.Call(func=ast.Attribute(value=ast.Name(id=mapping), attr="items")),
                    ) if key == name:
                        for inner in ast.walk(function):
                            for target, value in assigned(inner):
                                if target == mapping and isinstance(value, ast.Dict):
                                    found |= {
                                        each.value for each in value.keys if isinstance(each, ast.Constant)
                                    }
            parameters = [each.arg for each in function.args.args]
            if name in parameters:
                found |= given(function, parameters.index(name), tree)
            return found
    return set()


def assigned(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=expressions)):
            for target, value in zip(targets, expressions, strict=True):
                yield ast.unparse(target), value
        case (
            ast.Assign(targets=[target], value=value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
        ):
            yield ast.unparse(target), value


def given(function: ast.FunctionDef, position: int, tree: ast.Module) -> set[str]:
    """The texts that a function of the same module is called with in one place."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name == function.name:
                place = position - 1
            case ast.Call(func=ast.Name(id=name)) if name == function.name:
                place = position
            case _:
                continue
        argument = node.args[place]
        if isinstance(argument, ast.Constant):
            found.add(str(argument.value))
    return found


# what is said, in both languages


def every_text() -> dict[str, Text]:
    texts = {f"words {name}": text for name, text in shared_words().items()}
    for code in CODES:
        page = code_page(code)
        texts |= {f"{code} meaning": page.meaning, f"{code} why": page.why}
        for name, one in messages(code).items():
            texts[f"{code} {name}"] = one.words
            if one.hint != NOTHING:
                texts[f"{code} {name} hint"] = one.hint
    return texts


TEXTS = every_text()
texts = pytest.mark.parametrize("name", TEXTS)
QUOTED = re.compile(r"«[^»]*»|\{[a-z_]+\}|\[|\]")


@texts
def test_a_text_about_faults_is_arabic_in_arabic(name: str):
    arabic = QUOTED.sub(" ", TEXTS[name].ar)

    if re.search("[a-z]", re.sub(r"`[^`]*`|\{[a-z_]+\}", "", TEXTS[name].en)):
        assert re.search("[\u0621-\u064a]", arabic)
    assert not re.search("[A-Za-z]", arabic)
    assert not re.search("[,;?\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u0660-\u0669]", arabic)


@texts
def test_a_text_about_faults_has_the_same_places_to_fill_in_both_languages(name: str):
    places = {
        language: set(re.findall(r"\{([a-z_]+)\}", TEXTS[name].in_language(language)))
        for language in LANGUAGES
    }
    if name == "forbidden-word word":
        # an author who reads English is told the Arabic reason too
        places["en"] -= {"arabic"}

    assert places["en"] == places["ar"]


@texts
def test_a_text_about_faults_names_the_same_numbers_in_both_languages(name: str):
    numbers = {
        language: sorted(re.findall(r"\d+", TEXTS[name].in_language(language))) for language in LANGUAGES
    }

    assert numbers["en"] == numbers["ar"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_means_one_phrase_and_has_its_reason_in_whole_sentences(code: str):
    page = code_page(code)

    for language in LANGUAGES:
        assert not page.meaning.in_language(language).endswith(".")
        *sentences, rest = re.split(r"\.(?: |$)", page.why.in_language(language))
        assert 1 <= len(sentences) <= 2
        assert rest == ""


BROKEN = broken_cases()


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case.code}: {case.name}" for case in BROKEN])
def test_every_fault_is_told_in_arabic_at_the_same_place_under_the_same_code(
    case: BrokenCase, tmp_path: Path
):
    for fault in faults(case.lay_out(tmp_path / "rules")):
        english, arabic = (fault.in_language(language).splitlines() for language in LANGUAGES)
        place = f"{fault.file}:{fault.line}:{fault.column}: "

        assert english[0].startswith(f"{place}error[{fault.code}]: ")
        assert arabic[0].startswith(f"{place}خلل[{fault.code}]: ")
        assert len(english) == len(arabic)
        for line in (fault.message.ar, *arabic[1:]):
            assert re.search("[\u0621-\u064a]", re.sub("«[^»]*»", "", line))
            assert "`" not in line
            assert "{" not in re.sub("«[^»]*»", "", line)


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: \x07",
        "%TAG ! tag:example.org,2000:\n---\na: b",
        "a: !!str b",
        "a: b\n---\na: c",
        "",
        '{"a": "\\ud83d\\ude00 \\ud83d"}',
        "a: *b",
        "a: &b c",
        "[a]: b",
        "&a b: c",
        "a: b\na: c",
        "[" * (DEEPEST_NESTING + 1) + "]" * (DEEPEST_NESTING + 1),
        f"[{'1,' * MOST_VALUES}]",
        " " * (LARGEST_DOCUMENT + 1),
    ],
    ids=lambda text: repr(text[:24]),
)
def test_why_a_document_cannot_be_read_is_said_in_the_same_words_of_a_ruleset(text: str):
    with pytest.raises(DocumentError) as raised:
        read_document(text, "notes.yaml")

    error = raised.value
    said = message("too-large" if error.too_large else "unreadable", error.name, number=error.number)
    assert (said.words.en, said.hint.en) == (error.message, error.hint)


# the pages


@languages
def test_the_page_of_each_language_is_what_the_codes_say(language: Language):
    written = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")

    assert with_codes(written, language) == written, "make diagnostics"
    assert re.findall(r"^### (\S+)$", written, re.MULTILINE) == list(CODES)
