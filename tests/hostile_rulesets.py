"""Ruleset folders that try to exhaust, to mislead or to reach elsewhere, each with what is said of it.

`python -m tests.hostile_rulesets refused` checks them all and writes what became of each, a JSON
object a line; `accepted` evaluates those at the edge of what is accepted with the fullest profile.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from protection_rules import Engine, RulesetError
from protection_rules.advice.markdown_page import markdown_page
from protection_rules.advice.text_page import text_page
from protection_rules.analysis.fingerprints import read_fingerprints
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY
from protection_rules.limits import (
    LARGEST_FILE,
    LARGEST_FOLDER,
    MOST_EXPRESSIONS,
    MOST_FAULTS,
    MOST_FILES,
    MOST_ITEMS,
    MOST_RULES,
)
from protection_rules.rulesets.content import CHANGES, COMPANIONS, FINGERPRINTS, VERSIONS
from protection_rules.rulesets.diagnostics import Diagnostic
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.overlays import HEAD
from protection_rules.rulesets.shared_files import SHARED
from protection_rules.rulesets.versions import check_versions
from tests.broken_cases import sound_copy
from tests.profiles import random_facts

RULESET: Final = "at-the-door.yaml"
OVERLAY: Final = f"overlay/{HEAD}"
FILES: Final = (RULESET, *SHARED, *COMPANIONS, OVERLAY)
"""Every file that a folder may have, and the head of an overlay on it."""

NO_YAML: Final = "error[unreadable]: not readable as YAML 1.2 or JSON"
TOO_DEEP: Final = "error[too-large]: nested deeper than 60 levels"
TOO_MANY: Final = "error[too-large]: file has more than 100000 values"
TOO_MANY_PARTS: Final = "error[too-large]: condition has more than 1000 parts"
TOO_MANY_LEVELS: Final = "error[too-large]: condition has more than 60 levels"
TOO_MUCH_WORK: Final = "steps where every list is full"
NOT_READ: Final = "error[missing-file]: file or folder cannot be read"
MORE: Final = "error[too-large]: there may be more faults"

Spoil = Callable[[Path], None]


# any file


def write(text: str | bytes) -> Callable[[Path], None]:
    return lambda path: _written(path, text)


def _written(path: Path, text: str | bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


def _pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def _link(target: str | None) -> Callable[[Path], None]:
    def link(path: Path) -> None:
        path.unlink(missing_ok=True)
        path.symlink_to(path if target is None else target)

    return link


def _sparse(path: Path) -> None:
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 2)


BOMB: Final = "l0: &l0 [x]\n" + "".join(
    f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

ANY_FILE: Final[dict[str, tuple[Callable[[Path], None], str]]] = {
    "a bomb of aliases": (write(BOMB), "error[unreadable]: anchor is not allowed"),
    "a merge key": (write("<<: *x"), "error[unreadable]: alias is not allowed"),
    "a tag of Python": (write("a: !!python/object/apply:os.system [ls]"), "error[unreadable]: tag is not allowed"),
    "directives for tags": (write("".join(f"%TAG !a{n}! tag:x{n}\n" for n in range(50_000)) + "---\na"), "tag is not allowed"),
    "two documents": (write("a: 1\n---\nb: 1"), "error[unreadable]: second document in one file"),
    "lists without end": (write("[" * 1_000_000), TOO_DEEP),
    "hyphens without end": (write("- " * 1_000_000), TOO_DEEP),
    "a list of very many": (write("[" + "1," * 100_001 + "]"), TOO_MANY),
    "a key of a million letters": (write("? " + "a" * 1_000_000 + "\n: 1"), "error[unknown-field]"),
    "a number of a million digits": (write("9" * 1_000_000), "error[wrong-form]: expected fields"),
    "a flood of faults": (write("".join(f"k{n}: 1\n" for n in range(2 * MOST_FAULTS))), MORE),
    "a NUL": (write("a: \0"), "error[unreadable]: character that no file may have"),
    "an escaped control character": (write('a: "\\e[31m"'), "error[unreadable]: character that no file may have"),
    "half a letter": (write("a: \ud800"), "error[unreadable]: file is not UTF-8 text"),
    "bytes that are not UTF-8": (write(b"a: \xff"), "error[unreadable]: file is not UTF-8 text"),
    "UTF-16": (write("a: 1".encode("utf-16")), "error[unreadable]: file is not UTF-8 text"),
    "UTF-32": (write("a: 1".encode("utf-32")), "error[unreadable]: file is not UTF-8 text"),
    "a key twice": (write("a: 1\na: 2"), "error[unreadable]: key stands twice"),
    "a mapping as a key": (write("? {a: 1}\n: 1"), "error[unreadable]: key is not plain text"),
    "nothing": (write(""), "error[unreadable]: file is empty"),
    "a pipe": (_pipe, NOT_READ),
    "a folder": (_folder, NOT_READ),
    "a link to itself": (_link(None), NOT_READ),
    "a link to nothing": (_link("nowhere"), NOT_READ),
    "a link out of the folder": (_link("/etc/passwd"), "error[unreadable]: link leads out of the folder"),
    "a link to a device": (_link("/dev/zero"), "error[unreadable]: link leads out of the folder"),
    "a link by way of the folder above": (_link("../../../../../../../etc/passwd"), "error[unreadable]: link leads out of the folder"),
}  # fmt: skip


# rules and terms


def rule(name: str, when: str = "always", about: str = "case", more: str = "", modality: str = "must") -> str:
    return f"""  - id: {name}
    about: {about}
    when: {when}
    if_unknown: precaution
    modality: {modality}
    action: offer_bed
    urgency: immediate
    tier: life
    reviewers: [supervisor]
    grounds: {{basis: guidance, guidance: [ST1]}}
    summary: {{en: Offer a bed for tonight, ar: اعرض سريراً لهذه الليلة}}
    detail: {{en: Stay until they know, ar: ابقَ حتى يعرف}}
{more}"""


def name(number: int) -> str:
    return f"A{number // 900}-{100 + number % 900}"


def rules(*written: str) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / RULESET
        head, _, _ = path.read_text(encoding="utf-8").partition("rules:\n")
        path.write_text(f"{head}rules:\n{''.join(written)}", encoding="utf-8")

    return spoil


def terms(whens: list[str], use: str | None = None) -> Spoil:
    """Terms t0, t1, ... with these conditions, and a rule that uses one of them."""

    def spoil(folder: Path) -> None:
        path = folder / "terms.yaml"
        written = "".join(
            f"  - {{id: t{number}, label: {{en: a term, ar: مصطلح}}, when: {when}}}\n"
            for number, when in enumerate(whens)
        )
        path.write_text(path.read_text(encoding="utf-8") + written, encoding="utf-8")
        if use is not None:
            rules(rule("A-01", f"{{{use}: yes}}"))(folder)

    return spoil


def doubled(levels: int) -> list[str]:
    return [
        "{risk.safe_tonight: no}",
        *(f"{{all: [{{t{n}: yes}}, {{t{n}: yes}}]}}" for n in range(levels - 1)),
    ]


def nested(opened: str, times: int, closed: str = "}", inner: str = "{risk.safe_tonight: no}") -> str:
    return opened * times + inner + closed * times


def listed(connective: str, parts: list[str]) -> str:
    return f"{{{connective}: [{', '.join(parts)}]}}"


def replace(file: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def add(file: str, text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / file
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return spoil


def words(text: str) -> Spoil:
    return replace(RULESET, "Stay until they know where they sleep", json.dumps(text))


def terminology(*words: str) -> Spoil:
    avoided = f"never:\n  - words: {{en: {json.dumps(words)}, ar: [كلمة]}}\n    reason: {{en: x is bad, ar: لا تصلح}}\n"
    return add("terminology.yaml", f"use: []\n{avoided}never_in_advice: []\n")


def never_said(number: int) -> Spoil:
    """An invariant with so many words that no text may have."""
    words = json.dumps([f"word{each}" for each in range(number)])
    text = "{en: No word, ar: لا كلمة}"
    check = f"{{never_say: {{in: [rules], en: {words}, ar: [كلمة]}}}}"
    invariant = f"{{id: I-01, title: {text}, statement: {text}, checks: [{check}]}}"
    return add("invariants.yaml", f"directions: []\nwithout_direction: []\ninvariants: [{invariant}]\n")


def both(*spoils: Spoil) -> Spoil:
    def spoil(folder: Path) -> None:
        for each in spoils:
            each(folder)

    return spoil


def _many_files(number: int) -> Spoil:
    def spoil(folder: Path) -> None:
        for each in range(number):
            (folder / f"f{each}.yaml").touch()

    return spoil


def _large_files(folder: Path) -> None:
    for each in range(1 + LARGEST_FOLDER // LARGEST_FILE * 2 + 1):
        _sparse(folder / f"f{each}.yaml")


def _odd_names(folder: Path) -> None:
    (folder / "a\x1b[31m\nb.yaml").write_text("{", encoding="utf-8")
    os.close(os.open(bytes(folder) + b"/\xff\xfe.yaml", os.O_CREAT | os.O_WRONLY))


def _text_of_many_victims(folder: Path) -> None:
    both(
        terminology("a - - - - - - - b"),
        replace(RULESET, "Stay until they know where they sleep", "a" + " -" * 500 + " c b"),
    )(folder)


REFUSED: Final[dict[str, tuple[Spoil, str]]] = {
    "terms that double forty times": (terms(doubled(40), "t39"), TOO_MANY_PARTS),
    "terms that double and that nobody uses": (terms(doubled(15)), TOO_MANY_PARTS),
    "terms in a long row": (terms([*(f"{{not: {{t{n + 1}: yes}}}}" for n in range(3000)), "always"]), "uses terms that use terms, more than 20 deep"),
    "terms in a long row, the last first": (terms(["always", *(f"{{not: {{t{n}: yes}}}}" for n in range(3000))]), "uses terms that use terms, more than 20 deep"),
    "deep terms inside deep terms": (terms(["always", *(nested("{not: ", 50, inner=f"{{t{n}: yes}}") for n in range(15))], "t15"), TOO_MANY_LEVELS),
    "deep terms inside deep terms, the last first": (terms([*(nested("{not: ", 50, inner=f"{{t{n + 1}: yes}}") for n in range(15)), "always"], "t0"), TOO_MANY_LEVELS),
    "a circle of two thousand terms": (terms([f"{{t{(n + 1) % 2000}: yes}}" for n in range(2000)]), "error[term-cycle]: terms use one another in a circle: t0 > t1"),
    "a circle of deep terms": (terms([nested("{not: ", 50, inner=f"{{t{(n + 1) % 19}: yes}}") for n in range(19)]), "error[term-cycle]"),
    "a condition of ten thousand comparisons": (rules(rule("A-01", listed("all", ["{risk.safe_tonight: no}"] * 10_000))), TOO_MANY_PARTS),
    "a condition of a hundred thousand comparisons": (rules(rule("A-01", listed("any", ["{risk.safe_tonight: no}"] * 100_000))), TOO_MANY),
    "items inside items inside items": (rules(rule("A-01", nested("{some: {service: ", 9, "}}", "{service.staff_trained: yes}"))), TOO_MUCH_WORK),
    "items inside items for each item": (rules(rule("A-01", nested("{some: {accommodation: ", 2, "}}", "{accommodation.accessible: no}"), "service")), TOO_MUCH_WORK),
    "rules that are too much work together": (rules(*(rule(name(n), "{service.staff_trained: no}", "service") for n in range(900))), TOO_MUCH_WORK),
    "rules that disagree too often": (
        rules(*(rule(name(n), "{service.staff_trained: no}", "service", modality=("must", "must_not")[n % 2]) for n in range(200))),
        TOO_MUCH_WORK,
    ),
    "too many rules": (rules(*(rule(name(n)) for n in range(MOST_RULES + 1))), f"error[too-large]: folder has more than {MOST_RULES} rules"),
    "five thousand rules": (rules(*(rule(name(n)) for n in range(5000))), TOO_MANY),
    "a circle of two thousand overrides": (
        rules(*(rule(name(n), more=f"    overrides: [{name((n + 1) % 2000)}]\n") for n in range(2000))),
        "error[override-cycle]: rules override one another in a circle: A0-100 > A0-101",
    ),
    "rules that all override one another": (
        rules(*(rule(name(n), more=f"    overrides: [{', '.join(name(m) for m in range(250) if m != n)}]\n") for n in range(250))),
        MORE,
    ),
    "rules that override rules that are not there": (
        rules(*(rule(name(n), more=f"    overrides: [{name(n).replace('A', 'B')}]\n") for n in range(1000))),
        MORE,
    ),
    "terms that are not there": (rules(rule("A-01", f"{{{', '.join(f'u_{n}: yes' for n in range(20_000))}}}")), MORE),
    "facts that are not there": (rules(rule("A-01", f"{{{', '.join(f'risk.u_{n}: yes' for n in range(20_000))}}}")), MORE),
    "fields that are not there": (rules(rule("A-01", more="".join(f"    k{n}: 1\n" for n in range(50_000)))), MORE),
    "values that are not there": (rules(rule("A-01", f"{{risk.safe_tonight: [{', '.join(f'n{n}' for n in range(50_000))}]}}")), MORE),
    "grounds that cannot be put in order": (replace(RULESET, "guidance: [ST1]", f"guidance: [{', '.join(f'{{a: {n}}}' for n in range(20_000))}]"), MORE),
    "grounds of every kind": (replace(RULESET, "guidance: [ST1]", f"guidance: [{', '.join(f'{n}, x{n}' for n in range(20_000))}]"), MORE),
    "the same rule again and again": (rules(*(rule("A-01") for _ in range(2000))), MORE),
    "an id without end": (rules(rule("A" + "-A" * 1_000_000 + "-01")), "error[wrong-form]: `A-A-A"),
    "an id of capitals without end": (rules(rule("A" * 2_000_000)), "error[wrong-form]: `AAAAA"),
    "a version without end": (replace(RULESET, "1.0.0", "9" * 1_000_000 + ".0.0"), "error[wrong-form]: `99999"),
    "a version in other digits": (replace(RULESET, "1.0.0", '"١.٠.٠"'), "error[wrong-form]"),
    "a line that is a power": (replace("guidance.yaml", "line: 1", "line: 1e400"), "error[wrong-form]: expected a whole number"),
    "a line that is a fraction": (replace("guidance.yaml", "line: 1", "line: 1.0"), "error[wrong-form]: expected a whole number"),
    "a date that is a link of the terminal": (replace("guidance.yaml", "2025-01-27", r"\e]8;;http://e\a"), "error[unreadable]: character that no file may have"),
    "a date that is a script": (replace("guidance.yaml", "2025-01-27", "<script>"), "error[wrong-form]: `<script>` has not the form"),
    "a count beyond all": (rules(rule("A-01", "{at_least: {count: 999999999999999999, of: [always]}}")), "error[wrong-form]: `count` is not between"),
    "a text of a million letters": (words("x" * 1_000_000), "error[too-long]: text has 1000000 characters"),
    "a text of a million numbers": (words("a " + "9 " * 500_000), "error[too-long]"),
    "a text of many marks of direction": (words("a" + "\u202e" * 100_000), "error[hidden-character]"),
    "a text that clears the screen": (words("a\x1b[2J"), "error[unreadable]: character that no file may have"),
    "a text with one character that begins a command": (words("a\x9b2J"), "error[unreadable]: character that no file may have"),
    "a text with a bell": (words("a\x07"), "error[unreadable]: character that no file may have"),
    "a text that goes back to the beginning of its line": (words("a\rb"), "error[hidden-character]"),
    "a text that turns direction round": (words("a\u202eb"), "error[hidden-character]"),
    "a text with a line separator": (words("a\u2028b"), "error[hidden-character]"),
    "a text with a tag of a language": (words("a\U000e0041b"), "error[hidden-character]"),
    "a text with a character that is none": (words("a\U000e0fffb"), "error[hidden-character]"),
    "a text with a place to fill": (words("a {0.__class__}"), "error[place-to-fill]"),
    "words with separators that can be shared out in every way": (_text_of_many_victims, "error[forbidden-word]"),
    "more words never to say than texts are held against": (terminology(*(f"word{n}" for n in range(MOST_EXPRESSIONS))), "error[too-large]: file has more than"),
    "more words that an invariant forbids than texts are held against": (never_said(MOST_EXPRESSIONS), "error[too-large]: file has more than"),
    "a word never to say of a million letters": (terminology("x" * 1_000_000), "error[too-long]"),
    "a word that a text has a million times": (both(terminology("victim"), words("victim " * 100_000)), "error[too-long]"),
    "a hundred thousand files": (_many_files(20_000), f"error[too-large]: folder has more than {MOST_FILES} rulesets"),
    "files that are large together": (_large_files, f"error[too-large]: folder has more than {LARGEST_FOLDER} bytes"),
    "names that steer the terminal": (_odd_names, "/a<U+001B>[31m<U+000A>b.yaml:2:1: error[unreadable]"),
}  # fmt: skip


# what is accepted at the edge


def _sets(number: int) -> list[str]:
    return [
        f"{{{path}: {{includes_any: [{one}, {other}]}}}}"
        for path, fact in VOCABULARY.items()
        if fact.kind == "choices" and not SECTIONS[fact.section].many
        for one in fact.codes
        for other in fact.codes
        if one < other
    ][:number]


ACCEPTED: Final[dict[str, Spoil]] = {
    "as many levels as there may be": terms([nested("{not: ", 18), nested("{not: ", 18, inner="{t0: yes}")], "t1"),
    "every level a choice": rules(rule("A-01", nested("{all: [always, {any: [{risk.safe_tonight: no}, ", 13, "]}]}"))),
    "as many parts as there may be": rules(rule("A-01", listed("all", ["{any: [{risk.safe_tonight: no}, {consent.referral: yes}]}"] * 300))),
    "many conditions counted": rules(
        rule("A-01", f"{{at_least: {{count: 200, of: [{', '.join(['{risk.safe_tonight: no}', '{consent.referral: yes}'] * 200)}]}}}}")
    ),
    "more sets compared than a fact of the engine has properties": rules(*(rule(name(n), when) for n, when in enumerate(_sets(300)))),
    "items inside items": rules(rule("A-01", nested("{some: {service: ", 1, "}}", "{some: {accommodation: {accommodation.accessible: no}}}"))),
    "rules that override one another in a long row": rules(
        *(rule(name(n), more=f"    overrides: [{name(n - 1)}]\n" if n else "") for n in range(500))
    ),
    "duties and bans of one action": rules(*(rule(name(n), modality=("must", "must_not")[n % 2]) for n in range(300))),
}  # fmt: skip


def full_profile(known: float) -> dict[str, Any]:
    random = Random(3)
    return {"profile": 1} | {
        section.name: [{"id": f"i{n}"} | random_facts(random, section, known) for n in range(MOST_ITEMS)]
        if section.many
        else random_facts(random, section, known)
        for section in SECTIONS.values()
    }


def _refused() -> Iterator[tuple[str, Spoil, Callable[[Path], list[str]]]]:
    for title, (spoil, _) in REFUSED.items():
        yield title, spoil, _told
    for file, (title, (spoil_file, _)) in itertools.product(FILES, ANY_FILE.items()):
        yield f"{file}: {title}", partial(_spoil_file, spoil_file, file), partial(_told, file=file)


def _spoil_file(spoil: Callable[[Path], None], file: str, folder: Path) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    spoil(folder / file)


def _told(folder: Path, file: str = RULESET) -> list[str]:
    return [str(fault) for fault in faults_of(folder, file)]


def faults_of(folder: Path, file: str = RULESET) -> list[Diagnostic]:
    """What is said of a folder by whatever reads one of its files."""
    if file == FINGERPRINTS:
        try:
            read_fingerprints(folder)
        except RulesetError as error:
            return list(error.diagnostics)
        return []
    if file in {VERSIONS, CHANGES}:
        return check_versions(load_rules(folder), folder)
    return check_rules(folder, overlays_of(folder, file))


def overlays_of(folder: Path, file: str) -> list[Path]:
    """The overlay that a file belongs to, if it does."""
    return [(folder / file).parent] if file == OVERLAY else []


def _evaluated(folder: Path) -> str:
    """What became of evaluating a folder; both matchers are compared inside."""
    engine = Engine.load(folder)
    for known in (0.0, 0.6):
        assessment = engine.evaluate(full_profile(known))
        for page in (
            text_page(assessment, engine.book, everything=True),
            markdown_page(assessment, engine.book, "ar"),
        ):
            assert str(page)
        engine.why_not(engine.book.rules[0].id, full_profile(known))
    return "evaluated"


def main() -> None:
    found: Iterator[tuple[str, Callable[[Path], Any], Callable[[Path], Any]]] = (
        ((title, spoil, _evaluated) for title, spoil in ACCEPTED.items())
        if sys.argv[1] == "accepted"
        else _refused()
    )
    for title, spoil, what in found:
        with tempfile.TemporaryDirectory() as given:
            folder = sound_copy(Path(given).resolve() / "rules")
            spoil(folder)
            told = what(folder)
        sys.stdout.write(json.dumps({"name": title, "told": told}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
