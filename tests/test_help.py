"""Help and the words of a wrong call, in English and in Arabic."""

from __future__ import annotations

import inspect
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, Final

import pytest
import typer
from rich.cells import cell_len
from typer.main import get_command

from protection_rules.advice.layout import WIDTH
from protection_rules.cli import DONE, WRONG_CALL, app
from protection_rules.cli.help_texts import (
    PROGRAM,
    command_help,
    help_texts,
    more_help,
    parameter_help,
    parameter_name,
)
from protection_rules.cli.language import after_language, asked_language
from protection_rules.cli.wrong_calls import wrong_call
from protection_rules.facts.text import LANGUAGES, Language
from tests.test_cli import ENVIRONMENT, PROFILE, ROOT, run
from tests.test_cli import call as called

TREE: Final[Any] = get_command(app)


def every_command(command: Any = TREE, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command and group of commands, with the words that call it."""
    yield " ".join(words), command
    for name, each in getattr(command, "commands", {}).items():
        yield from every_command(each, (*words, name))


COMMANDS: Final = dict(every_command())
GROUPS: Final = [name for name, command in COMMANDS.items() if hasattr(command, "commands")]
TEXTS: Final = {
    f"{part} {name}": text for part, texts in help_texts().items() for name, text in texts.items()
}
commands = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or PROGRAM)
texts = pytest.mark.parametrize("name", TEXTS)
languages = pytest.mark.parametrize("language", LANGUAGES)


def parameters(command: str) -> list[tuple[str, Any]]:
    """What a command takes, by the name under which it is explained."""
    context = COMMANDS[command].make_context(command or PROGRAM, [], resilient_parsing=True)
    return [
        (each.name if each.param_type_name == "argument" else each.opts[0], each)
        for each in COMMANDS[command].get_params(context)
    ]


def call(*words: str) -> tuple[object, str, str]:
    """One call that reads nothing, of commands that are made once: exit code, output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stopped:
        TREE.main([*words], prog_name=PROGRAM)
    return stopped.value.code, out.getvalue(), err.getvalue()


def flat(page: str) -> str:
    return " ".join(page.split())


# what is said


def test_every_command_argument_and_option_is_explained_and_nothing_else_is() -> None:
    found = help_texts()
    assert {command or PROGRAM for command in COMMANDS} == found["commands"].keys()
    assert found["more"].keys() <= found["commands"].keys()
    named = {parameter_name(command, name) for command in COMMANDS for name, _ in parameters(command)}
    assert named == found["parameters"].keys()


@commands
def test_what_the_code_says_of_a_command_is_what_its_help_says(command: str) -> None:
    if command not in GROUPS:
        said = inspect.cleandoc(COMMANDS[command].callback.__doc__).split("\n\n")
        more = more_help(command)
        assert [flat(one) for one in said] == [command_help(command).en, *([more.en] if more else [])]


TYPED: Final = re.compile(
    r"`[^`]+`|--[a-z-]+|[a-z-]+\.yaml|\{[a-z]+\}|\b(?:YAML|JSON|UTF-8|C-ACC-01|RISK5|Ctrl-C)(?![A-Za-z])"
)
"""Names that stand as they are in either language."""


@texts
def test_what_help_says_is_arabic_in_arabic(name: str) -> None:
    english, arabic = TEXTS[name].en, TEXTS[name].ar
    formats = re.findall(r"\.(parquet|csv|jsonl|md|html|xlsx)\b", english)
    rest = TYPED.sub(" ", arabic)
    for each in formats:
        rest = re.sub(rf"\b{each}\b", " ", rest)
    assert re.search("[A-Za-z]", rest) is None
    if re.search("[a-z]", TYPED.sub(" ", english)):
        assert re.search("[\u0621-\u064a]", arabic)
    assert not re.search("[,;?\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u0660-\u0669]", rest)


@texts
def test_what_help_says_has_the_same_numbers_and_endings_in_both_languages(name: str) -> None:
    english, arabic = TEXTS[name].en, TEXTS[name].ar
    numbers = [sorted(re.findall(r"\d+", text)) for text in (english, arabic)]
    assert numbers[0] == numbers[1]
    if name.partition(" ")[0] != "words":
        assert english.endswith(".")
        assert arabic.endswith(".")


def test_words_with_places_to_fill_have_the_same_in_both_languages() -> None:
    for name, text in help_texts()["words"].items():
        english, arabic = (set(re.findall(r"\{[a-z]+\}", words)) for words in (text.en, text.ar))
        assert english - arabic <= ({"{arguments}"} if name == "usage.group" else set())
        assert arabic <= english


# pages


@commands
@languages
def test_help_is_in_the_language_asked_for_wherever_it_is_asked_for(command: str, language: Language) -> None:
    words = command.split()
    page = call(*words, "--help", "--lang", language)
    assert (page[0], page[2]) == (DONE, "")
    for other in (
        (*words, "--lang", language, "--help"),
        (*words, "--help", f"--lang={language}"),
        ("--lang", language, *words, "--help"),
    ):
        assert call(*other) == page
    if language == "en":
        assert call(*words, "--help") == page


@commands
@languages
def test_a_page_says_what_its_command_is_for_and_everything_it_takes(
    command: str, language: Language
) -> None:
    page = call(*command.split(), "--help", "--lang", language)[1]
    said = [command_help(command), *filter(None, [more_help(command)])]
    for name, parameter in parameters(command):
        said.append(parameter_help(command, name))
        for typed in [parameter.name] if parameter.param_type_name == "argument" else parameter.opts:
            assert re.search(rf"^  (?:-\w, )?{typed}\b", page, re.MULTILINE)
    for name in getattr(COMMANDS[command], "commands", ()):
        said.append(command_help(f"{command} {name}".strip()))
        assert re.search(rf"^  {name}\b", page, re.MULTILINE)
    assert [text for text in said if text.in_language(language) not in flat(page)] == []
    assert max(map(cell_len, page.splitlines())) <= WIDTH


@commands
def test_each_page_says_in_the_other_language_how_to_have_it_there(command: str) -> None:
    words = command.split()
    for language, other, said in (("en", "ar", "بالعربية"), ("ar", "en", "In English")):
        last = call(*words, "--help", "--lang", language)[1].splitlines()[-1]
        again = " ".join([PROGRAM, *words, "--help", "--lang", other])
        assert last == f"{said}: {again}"
        assert call(*again.split()[1:])[1] == call(*words, "--lang", other, "--help")[1]
    assert "--lang ar" in flat(call(*words, "--help")[1]).partition("Options:")[2]


@commands
def test_a_line_of_an_arabic_page_begins_with_arabic_or_is_what_is_typed(command: str) -> None:
    *page, _ = call(*command.split(), "--help", "--lang", "ar")[1].splitlines()
    for line in page:
        first = re.search(r"[^\W\d]", line)
        if first is not None and first.group().isascii():
            assert len(line) - len(line.lstrip()) < 6
            assert len(re.findall("[\u0621-\u064a]+", line)) <= 1


def test_what_an_option_takes_is_shown_with_its_choices_and_what_it_is_without_it() -> None:
    english, arabic = (flat(call("coverage", "--help", "--lang", language)[1]) for language in LANGUAGES)
    for shown in ("--lang <en|ar>", "--rulesets <path>", "--fail-under <number>", "[default: 0; 0 to 100]"):
        assert shown in english
    for shown in (
        "--lang <en|ar>",
        "--rulesets <مسار>",
        "--fail-under <عدد>",
        "القيمة الافتراضية: 0 من 0 إلى 100",
    ):
        assert shown in arabic
    assert "--sample <number> Try so many changes, always the same ones. [1 or more]" in flat(
        call("mutate", "--help")[1]
    )
    assert "Usage: protection-rules fmt [OPTIONS] {folders}..." in call("fmt", "--help")[1]
    assert (
        "  protection-rules diff {old} [new] [خيارات]"
        in call("diff", "--help", "--lang", "ar")[1].splitlines()
    )


# the language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ([], "en"), (["--lang", "ar"], "ar"), (["--lang=ar"], "ar"), (["evaluate", "-", "--lang", "ar"], "ar"),
        (["evaluate", "--lang"], "en"), (["--lang", "fr"], "en"), (["--lang", "ar", "x", "--lang", "en"], "en"),
        (["--lang=en", "x", "--lang", "ar"], "ar"), (["ar"], "en"), (["--lang", "ar", "x", "--lang=fr"], "ar"),
    ],
)  # fmt: skip
def test_the_last_language_of_a_call_counts(words: list[str], language: Language) -> None:
    assert asked_language(words) == language


@pytest.mark.parametrize(
    "words", [["check", "x"], ["--lang", "ar", "check", "x"], ["--lang=ar", "check", "x"]], ids=" ".join
)
def test_only_the_module_of_the_command_is_needed_wherever_the_language_stands(words: list[str]) -> None:
    assert after_language(words) == ["check", "x"]
    for nothing in ([], ["--lang"], ["--lang", "ar"], ["--lang=ar"]):
        assert after_language(nothing) == []


def test_the_language_may_stand_before_the_command() -> None:
    after = called("evaluate", "-", "--lang", "ar", stdin=PROFILE.encode())
    assert after[0] == DONE
    assert called("--lang", "ar", "evaluate", "-", stdin=PROFILE.encode()) == after
    assert called("--lang", "en", "evaluate", "-", "--lang", "ar", stdin=PROFILE.encode()) == after
    done = run("--lang=ar", "guidance", "compare", "nowhere")
    assert done.stderr == run("guidance", "compare", "nowhere", "--lang", "ar").stderr
    assert "تعذّرت" in done.stderr.decode()


@languages
def test_a_call_of_nothing_is_shown_the_help_as_a_wrong_call(language: Language) -> None:
    shown = call("--help", "--lang", language)[1]
    assert call("--lang", language) == (WRONG_CALL, "", shown)
    assert call("--") == call() == (WRONG_CALL, "", call("--help")[1])


# wrong calls

WRONG: Final = [
    (["weather"], "No such command.", "لا يوجد أمر بهذا الاسم."),
    (["evalute"], "No such command. Did you mean this? evaluate", "لا يوجد أمر بهذا الاسم. أتقصد ما يلي؟ evaluate"),
    (["new", "rul"], "No such command. Did you mean this? rule", "لا يوجد أمر بهذا الاسم. أتقصد ما يلي؟ rule"),
    (["new"], "Missing command.", "لم يُذكر أي أمر."),
    (["evaluate"], "Missing from the call: profile <text>", "ينقص الأمرَ ما يلي: profile <نص>"),
    (["handbook"], "Missing from the call: -o, --output <path>", "ينقص الأمرَ ما يلي: -o, --output <مسار>"),
    (["evaluate", "a", "b"], "Too many arguments.", "أُعطي الأمر أكثر مما يأخذه."),
    (["evaluate", "-", "--colour"], "No such option.", "لا يوجد خيار بهذا الاسم."),
    (["--colour"], "No such option.", "لا يوجد خيار بهذا الاسم."),
    (["evaluate", "-", "-x"], "No such option.", "لا يوجد خيار بهذا الاسم."),
    (["evaluate", "-", "--forma", "x"], "No such option. Did you mean this? --format <text", "لا يوجد خيار بهذا الاسم. أتقصد ما يلي؟ --format <text"),
    (["evaluate", "-", "--format", "pdf"], "Invalid value for: --format <text|json|markdown|html>", "القيمة المعطاة لا تصلح لما يلي: --format <text|json|markdown|html>"),
    (["evaluate", "-", "--as-of", "2026-13-01"], "Invalid value for: --as-of <2026-03-31>", "القيمة المعطاة لا تصلح لما يلي: --as-of <2026-03-31>"),
    (["screen", "a", "-o", "b", "--part", "0"], "Invalid value for: --part <number>", "القيمة المعطاة لا تصلح لما يلي: --part <عدد>"),
    (["screen", "a", "-o", "b", "--part", "x"], "[default: 131072; 1 to 262144]", "القيمة الافتراضية: 131072 من 1 إلى 262144"),
    (["evaluate", "-", "--why=no"], "No value is taken by: --why", "لا تُعطى قيمة لما يلي: --why"),
    (["evaluate", "-", "--subject"], "Missing value for: --subject <text>", "تنقص القيمة لما يلي: --subject <نص>"),
    (["screen", "-o"], "Missing value for: -o, --output <path>", "تنقص القيمة لما يلي: -o, --output <مسار>"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "english", "arabic"), WRONG, ids=[" ".join(words) for words, *_ in WRONG])
def test_a_wrong_call_is_told_in_either_language(words: list[str], english: str, arabic: str) -> None:
    for language, said, heading, error, before in (
        ("en", english, "Usage: protection-rules", "Error", []),
        ("ar", arabic, "طريقة الاستعمال: protection-rules", "خطأ", ["--lang", "ar"]),
    ):
        code, out, err = call(*before, *words)
        assert (code, out) == (WRONG_CALL, "")
        assert flat(err).startswith(heading)
        assert f"{error}: " in err
        assert said in flat(err)
        assert max(map(cell_len, err.splitlines())) <= WIDTH
        command = next(name for name in (" ".join(words[:2]), words[0], "") if name in COMMANDS)
        again = " ".join([PROGRAM, *command.split(), "--help"])
        assert again in err
        assert call(*again.split()[1:])[0] == DONE
        if language == "ar":
            assert f"{again} --lang ar" in err


MARK: Final = "blue-door-7919"


@languages
@pytest.mark.parametrize(
    "words",
    [
        [MARK], [f"--{MARK}"], [f"-{MARK}"], ["new", MARK], ["evaluate", "-", MARK], ["evaluate", "-", f"--{MARK}"],
        ["evaluate", "-", f"--format={MARK}"], ["evaluate", "-", "--format", MARK], ["evaluate", "-", "--as-of", MARK],
        ["evaluate", "-", f"--why={MARK}"], ["evaluate", "-", f"-{MARK}"], ["screen", "-", "-o", "x", "--part", MARK],
        ["coverage", "--fail-under", MARK], ["schema", MARK], ["--lang", MARK], ["evaluate", "-", "--lang", MARK],
        ["mutate", "--sample", MARK], ["screen", MARK], ["workbook", "import", MARK], ["impact", MARK, MARK],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_repeats_nothing_of_what_was_typed(words: list[str], language: Language) -> None:
    for given in (
        ["--lang", language, *words],
        *([] if "--lang" in words else [[*words, "--lang", language]]),
    ):
        code, out, err = call(*given)
        assert (code, out) == (WRONG_CALL, "")
        assert err
        assert not any(part in err for part in MARK.split("-"))


@languages
def test_a_fault_of_a_kind_that_nobody_thought_of_is_told_without_its_words(language: Language) -> None:
    context = TREE.make_context(PROGRAM, ["--lang", language], resilient_parsing=True)
    told = "\n".join(wrong_call(typer.BadParameter(MARK, context)))
    assert told.endswith(help_texts()["words"]["wrong"].in_language(language))
    assert MARK not in told


# starting


def test_what_help_says_is_read_only_where_it_is_shown() -> None:
    program = (
        "import io, sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == 'open' else None)\n"
        "from protection_rules.cli import main\n"
        "for words in (['evaluate', '-'], ['--lang', 'ar', 'check', 'nowhere'], ['evaluate']):\n"
        f"    sys.stdin = io.TextIOWrapper(io.BytesIO({PROFILE.encode()!r}))\n"
        "    sys.argv[1:] = words\n"
        "    try:\n"
        "        main()\n"
        "    except SystemExit:\n"
        "        print('READ' if any(name.endswith('help.yaml') for name in opened) else 'LEFT')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, cwd=ROOT, check=True
    )
    assert re.findall("READ|LEFT", done.stdout) == ["LEFT", "LEFT", "READ"]
