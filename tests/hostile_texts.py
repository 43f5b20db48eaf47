"""Profiles as text that try to exhaust, to mislead or to run something, each with what is said of it.

`python -m tests.hostile_texts` reads them all and writes what became of each, a JSON object a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Final

from protection_rules import CaseProfile, ProfileError
from protection_rules.limits import LARGEST_DOCUMENT

MARK: Final = "Qzxmarkqzx"
MANY: Final = LARGEST_DOCUMENT // 5
"""Of something short, as many as a file can hold."""

READ: Final = "read"
NO_YAML: Final = "not readable as YAML 1.2 or JSON"
TOO_DEEP: Final = "nested deeper than 60 levels"
TOO_MANY: Final = "more than 100000 values"
NO_NUMBER: Final = "expected a whole number from 0 to 8760, or unknown"
NO_ID: Final = "expected a short name"

Attack = tuple[Callable[[], str], str]


def risk(value: str) -> str:
    return f"profile: 1\nrisk: {{safe_tonight: {value}}}"


def hours(value: str) -> str:
    return f"profile: 1\nrisk: {{hours_since_sexual_violence: {value}}}"


def types(values: str) -> str:
    return f"profile: 1\nrisk: {{incident_types: [{values}]}}"


def service(written: str) -> str:
    return f'{{"profile": 1, "service": [{{"id": "{written}"}}]}}'


def bomb(levels: int) -> str:
    return "l0: &l0 [x]\n" + "".join(
        f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, levels)
    )


ATTACKS: Final[dict[str, Attack]] = {
    # aliases, tags, documents
    "a bomb of aliases": (lambda: bomb(12), "anchor is not allowed"),
    "an alias": (lambda: risk("*x"), "alias is not allowed"),
    "an alias to itself": (lambda: "profile: &x [*x]", "anchor is not allowed"),
    "an alias as a key": (lambda: "*x : 1", "key is not plain text"),
    "a merge key": (lambda: "profile: 1\nrisk: {<<: {safe_tonight: no}}", "risk: field 1 is not in the vocabulary"),
    "a merge key with an alias": (lambda: "profile: 1\nrisk: {<<: *x}", "alias is not allowed"),
    "many anchors": (lambda: "&a " * MANY, "anchor is not allowed"),
    "many aliases": (lambda: "[" + "*a," * MANY, "alias is not allowed"),
    "a tag that makes Python call a command": (lambda: "profile: !!python/object/apply:os.system [ls]", "tag is not allowed"),
    "a tag that makes Python import a module": (lambda: "profile: !!python/name:os.system", "tag is not allowed"),
    "a tag as bytes": (lambda: risk("!!binary aGk="), "tag is not allowed"),
    "a tag of many escapes": (lambda: f"profile: !<{'%41' * (MANY // 2)}>", "tag is not allowed"),
    "a directive for tags": (lambda: "%TAG ! tag:yaml.org,2002:python/\n---\nprofile: 1", "tag is not allowed"),
    "many directives for tags": (
        lambda: "".join(f"%TAG !a{n}! tag:x{n}\n" for n in range(100_000)) + "---\nprofile: 1",
        "tag is not allowed",
    ),
    "directives for tags after the document": (
        lambda: "profile: 1\n...\n" + "".join(f"%TAG !a{n}! tag:x{n}\n" for n in range(100_000)) + "---\n",
        "tag is not allowed",
    ),
    "directives nobody knows": (lambda: "%FOO bar\n" * (MANY // 2) + "---\nprofile: 1", NO_YAML),
    "a long directive": (lambda: "%" + "F" * (4 * MANY), NO_YAML),
    "another version of YAML": (lambda: "%YAML 9.9\n---\nprofile: 1", NO_YAML),
    "a version of many digits": (lambda: f"%YAML 1.{'9' * MANY}\n---\nprofile: 1", NO_YAML),
    "two documents": (lambda: "profile: 1\n---\nprofile: 1", "second document in one file"),
    "many documents": (lambda: "---\n" * MANY, "second document in one file"),
    "many ends of documents": (lambda: "...\n" * MANY, NO_YAML),
    # depth
    "lists without end": (lambda: "[" * 4 * MANY, TOO_DEEP),
    "fields in braces without end": (lambda: "{a: " * MANY, TOO_DEEP),
    "fields by indentation without end": (lambda: "\n".join(" " * n + "a:" for n in range(2500)), TOO_DEEP),
    "hyphens without end": (lambda: "- " * (2 * MANY), TOO_DEEP),
    "question marks without end": (lambda: "? " * (2 * MANY), "key is not plain text"),
    # number
    "a list of very many": (lambda: "profile: 1\nservice: [" + "1," * MANY + "]", TOO_MANY),
    "a list of many items": (lambda: "profile: 1\nservice:\n" + "- {a: 1}\n" * 40_000, "service: expected at most 200 items"),
    "many sections": (lambda: "profile: 1\n" + "".join(f"k{n}: 1\n" for n in range(90_000)), "section 2 is not part of a profile"),
    "many fields": (lambda: "profile: 1\nrisk:\n" + "".join(f"  k{n}: 1\n" for n in range(90_000)), "field 1 is not in the vocabulary"),
    "many codes": (lambda: types("abc," * 90_000), "risk.incident_types: expected a list"),
    "many codes that differ": (lambda: types(",".join(f"c{n}" for n in range(90_000))), "risk.incident_types: expected a list"),
    "many codes that cannot be put in order": (lambda: types(",".join(f"{{a: {n}}}" for n in range(40_000))), "risk.incident_types: expected a list"),
    "the same code again and again": (lambda: types("threats," * 90_000), "risk.incident_types: expected a list"),
    "many items with the same id": (lambda: "profile: 1\nservice: [" + "{id: x}," * 30_000 + "]", "service: expected at most 200 items"),
    # length
    "a very long value": (lambda: risk("x" * (4 * MANY)), "risk.safe_tonight: expected one of yes, no, unknown"),
    "a very long key": (lambda: "profile: 1\nrisk:\n  ? " + "a" * (4 * MANY) + "\n  : 1", "risk: field 1 is not in the vocabulary"),
    "a very long key on one line": (lambda: "a" * (4 * MANY) + ": 1", NO_YAML),
    "a very long id": (lambda: service("x" * (4 * MANY)), NO_ID),
    "a very long comment": (lambda: "#" + "x" * (4 * MANY) + "\nprofile: 1", READ),
    "many empty lines": (lambda: "\n" * (4 * MANY) + "profile: 1", READ),
    "many spaces": (lambda: " " * (4 * MANY) + "profile: 1", READ),
    "a text of many lines": (lambda: "profile: >\n" + " a\n" * MANY, "expected 1, the version of the format"),
    "a text of many escapes": (lambda: f'profile: "{chr(92)}x41{(chr(92) + "x41") * (MANY // 2)}"', "expected 1, the version of the format"),
    "a quote without its end": (lambda: 'profile: "' + "a" * (4 * MANY), NO_YAML),
    "quotes in a row": (lambda: "profile: '" + "''" * (2 * MANY) + "'", "expected 1, the version of the format"),
    "colons in a row": (lambda: ":" * (4 * MANY), NO_YAML),
    "commas in a row": (lambda: "[" + "," * (4 * MANY), NO_YAML),
    "exclamation marks in a row": (lambda: "!" * (4 * MANY), "tag is not allowed"),
    "bars in a row": (lambda: "|" * (4 * MANY), NO_YAML),
    "keys without colons": (lambda: "[" + "a:" * (2 * MANY), NO_YAML),
    "more than a file may have": (lambda: "#" * (LARGEST_DOCUMENT + 1), "file is larger than 4000000 characters"),
    # numbers
    "a number of a million digits": (lambda: hours("9" * 1_000_000), NO_NUMBER),
    "a number of eighteen digits": (lambda: hours("9" * 18), NO_NUMBER),
    "a negative number of a million digits": (lambda: hours("-" + "9" * 1_000_000), NO_NUMBER),
    "a fraction of a million digits": (lambda: hours("0." + "9" * 1_000_000), NO_NUMBER),
    "a power beyond all": (lambda: hours("1e999999999"), NO_NUMBER),
    "a power below all": (lambda: hours("1e-999999999"), NO_NUMBER),
    "infinity": (lambda: hours(".inf"), NO_NUMBER),
    "no number": (lambda: hours(".nan"), NO_NUMBER),
    "infinity as JSON of Python has it": (lambda: hours("Infinity"), NO_NUMBER),
    "hexadecimal": (lambda: hours("0x1F"), NO_NUMBER),
    "underscores": (lambda: hours("1_0"), NO_NUMBER),
    # characters
    "a NUL": (lambda: risk("n\x00o"), "character that no file may have"),
    "an escaped NUL": (lambda: service(r"a\u0000"), "character that no file may have"),
    "an escape of the terminal": (lambda: service("a\x1b[31m"), "character that no file may have"),
    "an escaped escape of the terminal": (lambda: service(r"a\u001b[31m"), "character that no file may have"),
    "an escape of the terminal in one character": (lambda: service(r"a\u009b31m"), "character that no file may have"),
    "a bell": (lambda: service(r"a\u0007"), "character that no file may have"),
    "an escaped carriage return": (lambda: service(r"a\r"), NO_ID),
    "half a letter": (lambda: service("a\ud800"), "character that no file may have"),
    "half a letter escaped": (lambda: service(r"a\ud800"), NO_YAML),
    "halves in the wrong order": (lambda: service(r"a\ude00\ud83d"), NO_YAML),
    "two halves and one": (lambda: service(r"a\ud83d\ude00\ud83d"), NO_YAML),
    "a half behind an escaped backslash": (lambda: service(r"a\\ud83d\ude00"), "half of a character is escaped"),
    "a letter beyond the last": (lambda: service(r"a\U00110000"), NO_YAML),
    "an override of direction": (lambda: service("a\u202eb"), NO_ID),
    "a mark of direction": (lambda: service("a\u200fb"), NO_ID),
    "a line separator": (lambda: service("a\u2028b"), NO_ID),
    "an id that ends its line": (lambda: service("a\\n"), NO_ID),
    # keys
    "a key twice": (lambda: "profile: 1\nrisk: {}\nrisk: {}", "key stands twice, first in line 2"),
    "a key twice, once escaped": (lambda: '{"profile": 1, "risk": {}, "r\\u0069sk": {}}', "key stands twice, first in line 1"),
    "a mapping as a key": (lambda: "profile: 1\n? {a: 1}\n: 1", "key is not plain text"),
    "a list as a key": (lambda: "[a]: 1", "key is not plain text"),
    "no key": (lambda: "profile: 1\n: x", NO_YAML),
    # what is meant for somebody else
    "a place to fill": (lambda: service("{0.__class__}"), NO_ID),
    "a formula": (lambda: service("=cmd|' /C calc'!A0"), NO_ID),
    "a script": (lambda: service("<script>alert(1)</script>"), NO_ID),
    "a path": (lambda: service("../../etc/passwd"), NO_ID),
}  # fmt: skip


def main() -> None:
    for name, (written, _) in ATTACKS.items():
        text = written()
        try:
            CaseProfile.from_text(text)
        except ProfileError as error:
            told = {
                "error": str(error)[:400],
                "ar": error.report("ar")[:400],
                "length": len(str(error)),
                "faults": len(error.faults),
            }
        else:
            told = {"error": READ}
        sys.stdout.write(json.dumps({"name": name} | told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
