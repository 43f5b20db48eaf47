"""Whatever is given as a profile ends in one clear error that holds nothing of it, without hanging and without growing."""

from __future__ import annotations

import enum
import json
import os
import signal
import subprocess
import sys
import traceback
from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest
from pydantic import BaseModel

from protection_rules import CaseProfile, ProfileError
from protection_rules.cli import FAULTS, INTERRUPTED, WRONG_CALL, main
from protection_rules.facts.profile import Risk, Service
from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.limits import LARGEST_FILE, LONGEST_CODE, MOST_FAULTS, MOST_ITEMS, MOST_VALUES
from tests.bounded import ENVIRONMENT, ROOT, run_bounded
from tests.hostile_texts import ATTACKS, MARK, READ

POSIX: Final = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
SAFE_TONIGHT: Final = "risk.safe_tonight: expected one of yes, no, unknown"
TYPES: Final = "risk.incident_types: expected a list"
HOURS: Final = "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"
TOO_MANY: Final = f"profile: has more than {MOST_VALUES} values; give coded facts only"
UNREADABLE: Final = "profile: cannot be read; give facts by name, as text, whole numbers and lists"


def refusal(read: Callable[[Any], object], given: Any) -> ProfileError:
    with pytest.raises(ProfileError) as raised:
        read(given)
    error = raised.value
    assert error.__context__ is None
    assert error.__cause__ is None
    assert len(error.faults) <= MOST_FAULTS + 1
    assert MARK not in "".join([str(error), repr(error), error.report("ar"), repr(error.faults)])
    assert MARK not in "".join(traceback.format_exception(error))
    return error


# text


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What became of each text, in a process with little memory and time."""
    done = run_bounded("-m", "tests.hostile_texts")
    found = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert (done.returncode, list(found)) == (0, list(ATTACKS)), done.stderr.decode()[-2000:]
    return found


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_text_ends_in_a_clear_error_or_is_read_as_it_stands(
    name: str, told: dict[str, dict[str, Any]]
):
    expected = ATTACKS[name][1]
    if expected == READ:
        assert told[name] == {"name": name, "error": READ}
        return
    assert expected in told[name]["error"]
    assert told[name]["faults"] <= MOST_FAULTS + 1
    assert told[name]["length"] < 200 * (MOST_FAULTS + 1)
    assert any("\u0621" <= letter <= "\u064a" for letter in told[name]["ar"])


def test_more_faults_than_anybody_reads_are_cut_short_and_it_is_said():
    text = "profile: 1\nrisk:\n" + "".join(f"  k{number}: 1\n" for number in range(MOST_FAULTS + 5))

    faults = refusal(CaseProfile.from_text, text).faults

    assert len(faults) == MOST_FAULTS + 1
    assert faults[0].sentence().startswith("line 3: risk: field 1 is not in the vocabulary")
    assert faults[-1].sentence() == "profile: there are more faults; mend these first"
    assert faults[-1].sentence("ar") == "profile: توجد أخطاء أخرى؛ أصلح هذه أولاً"


def test_as_many_faults_as_are_told_are_all_there_are():
    text = "profile: 1\nrisk:\n" + "".join(f"  k{number}: 1\n" for number in range(MOST_FAULTS))

    faults = refusal(CaseProfile.from_text, text).faults

    assert len(faults) == MOST_FAULTS
    assert "more" not in faults[-1].sentence()


def test_the_largest_profile_that_can_be_written_is_read():
    full: dict[str, Any] = {"profile": 1}
    for fact in VOCABULARY.values():
        value = list(fact.codes) if fact.kind == "choices" else fact.codes[0] if fact.codes else 1
        full.setdefault(fact.section, {})[fact.name] = value
    for section in ("accommodation", "service", "data_flow"):
        full[section] = [full[section] | {"id": "x" * 35 + f"{number:05}"} for number in range(MOST_ITEMS)]

    profile = CaseProfile.from_text(json.dumps(full))

    assert profile.to_mapping() == CaseProfile.from_mapping(full).to_mapping()
    assert len(profile.to_mapping()["service"]) == MOST_ITEMS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\ud83a\udd00", "\U0001e900"),
        (r"a\uD83A\uDD00b", "a\U0001e900b"),
        (r"\ud83a\udd00\ud83a\udd01", "\U0001e900\U0001e901"),
    ],
)
def test_a_letter_that_json_escapes_as_two_halves_is_that_letter(written: str, meant: str):
    profile = CaseProfile.from_text(f'{{"profile": 1, "service": [{{"id": "{written}"}}]}}')

    assert profile.to_mapping()["service"][0]["id"] == meant
    assert json.loads(f'"{written}"') == meant


def test_json_as_python_writes_it_reads_as_the_same_data_whatever_its_letters():
    data = {"profile": 1, "service": [{"id": "\U0001e900مركز"}]}

    assert CaseProfile.from_text(json.dumps(data)).to_mapping() == CaseProfile.from_mapping(data).to_mapping()


# data of a caller


class Touchy:
    """Tells of whoever compares, prints or hashes it."""

    def __init__(self) -> None:
        object.__setattr__(self, "touched", [])

    def _touch(self, *_: object) -> Any:
        self.touched.append(True)
        raise RuntimeError(MARK)

    __eq__ = __ne__ = __repr__ = __str__ = __format__ = __bool__ = __len__ = __iter__ = __getitem__ = _touch  # type: ignore[assignment]
    __int__ = __float__ = __index__ = __lt__ = __contains__ = __call__ = _touch
    __hash__ = _touch  # type: ignore[assignment]


class AlwaysEqual:
    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash("no")

    def __repr__(self) -> str:
        return MARK


class Liar:
    """Says of itself that it is of another class."""

    def __init__(self, of: type) -> None:
        self._of = of

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return self._of


class Unspeakable:
    @property
    def __class__(self) -> type:  # type: ignore[override]
        raise RuntimeError(MARK)


class Endless(Mapping[str, Any]):
    """A mapping that goes on and on; counts what was taken from it."""

    def __init__(self, value: Any = 1) -> None:
        self.taken = 0
        self._value = value

    def __getitem__(self, key: str) -> Any:
        return self._value

    def __iter__(self) -> Iterator[str]:
        while True:
            self.taken += 1
            yield f"k{self.taken}"

    def __len__(self) -> int:
        return 1


class EndlessList(list[Any]):
    def __init__(self, value: Any) -> None:
        super().__init__([value])
        self.taken = 0

    def __iter__(self) -> Iterator[Any]:
        while True:
            self.taken += 1
            yield self[0]


class Failing(dict[str, Any]):
    """A mapping whose items cannot be read."""

    def items(self) -> Any:
        raise RuntimeError(MARK)


class FailingLater(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise KeyError(MARK)

    def __iter__(self) -> Iterator[str]:
        return iter(["risk"])

    def __len__(self) -> int:
        return 1


class OddItems(dict[str, Any]):
    def items(self) -> Any:
        return [MARK]


class OwnText(str):
    """Text that raises when it is compared, printed or hashed."""

    __slots__ = ()

    def _fail(self, *_: object) -> Any:
        raise RuntimeError(MARK)

    __eq__ = __ne__ = __repr__ = __str__ = __len__ = __iter__ = __getitem__ = _fail  # type: ignore[assignment]

    def __hash__(self) -> int:
        return 1


class Word(enum.StrEnum):
    no = "no"
    safe_tonight = "safe_tonight"
    unknown_word = MARK


class HostModel(BaseModel):
    safe_tonight: str = MARK


def with_risk(**facts: Any) -> dict[str, Any]:
    return {"profile": 1, "risk": facts}


def circle() -> dict[str, Any]:
    whole: dict[str, Any] = {"profile": 1}
    whole["risk"] = whole
    return whole


def circle_of_lists() -> dict[str, Any]:
    listed: list[Any] = []
    listed.append(listed)
    return {"profile": 1, "service": listed, "risk": {"incident_types": listed}}


def deep(kind: type) -> Any:
    found: Any = kind()
    for _ in range(100_000):
        found = {"risk": found} if kind is dict else [found]
    return found


def shared() -> dict[str, Any]:
    """A few lists that name one another: a billion values to whoever follows them."""
    row = ["x"] * 1000
    block = [row] * 1000
    return {"profile": 1, "service": [block] * 1000}


DATA: Final[dict[str, tuple[Callable[[], Any], str]]] = {
    "a mapping without end": (Endless, TOO_MANY),
    "a section without end": (lambda: {"profile": 1, "risk": Endless()}, TOO_MANY),
    "an item without end": (lambda: {"profile": 1, "service": [Endless()]}, TOO_MANY),
    "sections without end within sections without end": (lambda: Endless(Endless()), TOO_MANY),
    "a list without end": (lambda: {"profile": 1, "service": EndlessList({})}, "service: expected at most 200 items"),
    "codes without end": (lambda: with_risk(incident_types=EndlessList("threats")), TYPES),
    "ten million items": (lambda: {"profile": 1, "service": [MARK] * 10**7}, "service: expected at most 200 items"),
    "ten million codes": (lambda: with_risk(incident_types=["threats"] * 10**7), TYPES),
    "a million codes in a set": (lambda: with_risk(incident_types=set(map(str, range(10**6)))), TYPES),
    "a million facts": (lambda: with_risk(**{f"k{number}": 1 for number in range(10**6)}), TOO_MANY),
    "a million sections": (lambda: dict.fromkeys(range(10**6), 1), TOO_MANY),
    "lists that are shared": (shared, TOO_MANY),
    "a long text that is shared": (lambda: {"profile": 1, "service": [MARK * 10**6] * 10_000}, "service: expected at most 200 items"),
    "a long name that is shared": (lambda: {"profile": 1, "service": [{MARK * 10**6: 1}] * 200}, "service[0]: field 1 is not in the vocabulary"),
    "a mapping that holds itself": (circle, "risk: field 1 is not in the vocabulary"),
    "lists that hold themselves": (circle_of_lists, "service[0]: expected facts as `name: value`"),
    "very deep sections": (lambda: deep(dict), "risk: field 1 is not in the vocabulary"),
    "very deep lists": (lambda: {"profile": 1, "service": deep(list)}, "service[0]: expected facts as `name: value`"),
    "a very deep value": (lambda: with_risk(safe_tonight=deep(list)), SAFE_TONIGHT),
    "items that cannot be read": (Failing, UNREADABLE),
    "a section that cannot be read": (lambda: {"profile": 1, "risk": Failing()}, UNREADABLE),
    "a value that cannot be read": (FailingLater, UNREADABLE),
    "items that are no pairs": (OddItems, UNREADABLE),
    "a value that equals all": (lambda: with_risk(safe_tonight=AlwaysEqual()), SAFE_TONIGHT),
    "a version that equals all": (lambda: {"profile": AlwaysEqual()}, "profile: expected 1, the version of the format"),
    "a number that equals all": (lambda: with_risk(hours_since_sexual_violence=AlwaysEqual()), HOURS),
    "a code that equals all": (lambda: with_risk(incident_types=[AlwaysEqual()]), TYPES),
    "an id that equals all": (lambda: {"profile": 1, "service": [{"id": AlwaysEqual()}]}, "service[0].id: expected a short name"),
    "a name that equals all": (lambda: with_risk() | {"risk": {AlwaysEqual(): "no"}}, "risk: field 1 is not in the vocabulary"),
    "what says it is a mapping": (lambda: Liar(dict), "profile: expected sections of facts, by name"),
    "a section that says it is a mapping": (lambda: {"profile": 1, "risk": Liar(dict)}, "risk: expected facts as `name: value`"),
    "a value that says it is text": (lambda: with_risk(safe_tonight=Liar(str)), SAFE_TONIGHT),
    "an id that says it is text": (lambda: {"profile": 1, "service": [{"id": Liar(str)}]}, "service[0].id: expected a short name"),
    "a list that says it is one": (lambda: {"profile": 1, "service": Liar(list)}, "service: expected a list of items"),
    "a section that says it is a section": (lambda: {"profile": 1, "risk": Liar(Risk)}, "risk: expected facts as `name: value`"),
    "what will not say what it is": (Unspeakable, "profile: expected sections of facts, by name"),
    "a value that will not say what it is": (lambda: with_risk(safe_tonight=Unspeakable()), SAFE_TONIGHT),
    "text of a class of its own": (lambda: with_risk(safe_tonight=OwnText(MARK)), SAFE_TONIGHT),
    "a name of a class of its own": (lambda: with_risk() | {"risk": {OwnText(MARK): "no"}}, "risk: field 1 is not in the vocabulary"),
    "a word of an enumeration": (lambda: with_risk(safe_tonight=Word.unknown_word), SAFE_TONIGHT),
    "a huge number": (lambda: with_risk(hours_since_sexual_violence=10**10**6), HOURS),
    "a huge negative number": (lambda: with_risk(hours_since_sexual_violence=-(10**10**6)), HOURS),
    "a huge number for a word": (lambda: with_risk(safe_tonight=10**10**6), SAFE_TONIGHT),
    "a huge number for an item": (lambda: {"profile": 1, "service": [10**10**6]}, "service[0]: expected facts as `name: value`"),
    "a huge version": (lambda: {"profile": 10**10**6}, "profile: expected 1, the version of the format"),
    "no number": (lambda: with_risk(hours_since_sexual_violence=float("nan")), HOURS),
    "a version that is no number": (lambda: {"profile": float("nan")}, "profile: expected 1, the version of the format"),
    "a complex number": (lambda: {"profile": 1j}, "profile: expected 1, the version of the format"),
    "a range for items": (lambda: {"profile": 1, "service": range(10**9)}, "service: expected a list of items"),
    "a generator for codes": (lambda: with_risk(incident_types=(code for code in ["threats"])), TYPES),
    "bytes for items": (lambda: {"profile": 1, "service": b"x" * 10**6}, "service: expected a list of items"),
    "a model of the host": (HostModel, "profile: expected sections of facts, by name"),
    "a model of the host for a section": (lambda: {"profile": 1, "risk": HostModel()}, "risk: expected facts as `name: value`"),
    "a section made without its check": (lambda: {"profile": 1, "risk": Risk.model_construct(safe_tonight=MARK)}, SAFE_TONIGHT),
    "a set of a section made without its check": (lambda: {"profile": 1, "risk": Risk.model_construct(incident_types=frozenset({MARK}))}, TYPES),
    "an item of another section": (lambda: {"profile": 1, "service": [Risk()]}, "service[0]: expected facts as `name: value`"),
    "a name twice": (lambda: {"profile": 1, "risk": {OwnText("safe_tonight"): "no", "safe_tonight": "yes"}}, "risk: field 2 is not in the vocabulary"),
}  # fmt: skip


@pytest.mark.parametrize("name", DATA)
def test_hostile_data_ends_in_one_clear_error(name: str):
    make, expected = DATA[name]

    assert expected in str(refusal(CaseProfile.from_mapping, make()))


def ways_to_touch() -> dict[str, Callable[[Touchy], Any]]:
    return {
        "a version": lambda value: {"profile": value},
        "a section": lambda value: {"profile": 1, "risk": value},
        "an answer": lambda value: with_risk(safe_tonight=value),
        "a number": lambda value: with_risk(hours_since_sexual_violence=value),
        "a code": lambda value: with_risk(incident_types=[value]),
        "two codes": lambda value: with_risk(incident_types=["threats", value, value]),
        "an item": lambda value: {"profile": 1, "service": [value]},
        "an id": lambda value: {"profile": 1, "service": [{"id": value}]},
        "two ids": lambda value: {"profile": 1, "service": [{"id": value}, {"id": value}]},
        "a set in a section made without its check": lambda value: {
            "profile": 1,
            "service": [Service.model_construct(id="x", type=value)],
        },
    }


@pytest.mark.parametrize("way", ways_to_touch())
@pytest.mark.parametrize(
    "read", [CaseProfile.from_mapping, CaseProfile.model_validate, lambda given: CaseProfile(**given)]
)
def test_no_value_is_compared_printed_or_hashed_before_it_is_known_to_be_plain(
    read: Callable[[Any], object], way: str
):
    value = Touchy()

    refusal(read, ways_to_touch()[way](value))

    assert value.touched == []


def test_no_more_is_taken_than_a_profile_may_have():
    whole, section, items, codes = Endless(), Endless(), EndlessList({}), EndlessList("threats")

    refusal(CaseProfile.from_mapping, whole)
    refusal(CaseProfile.from_mapping, {"profile": 1, "risk": section})
    refusal(CaseProfile.from_mapping, {"profile": 1, "service": items})
    refusal(CaseProfile.from_mapping, with_risk(incident_types=codes))

    assert max(whole.taken, section.taken) <= MOST_VALUES + 1
    assert (items.taken, codes.taken) == (MOST_ITEMS + 1, MOST_ITEMS + 1)


def test_no_list_of_codes_is_as_long_as_the_longest_that_is_looked_at():
    assert max(len(fact.codes) for fact in VOCABULARY.values()) < MOST_ITEMS
    assert max(len(word) for fact in VOCABULARY.values() for word in (fact.path, *fact.codes)) < LONGEST_CODE


@pytest.mark.parametrize(
    "given",
    [
        UserDict(with_risk(safe_tonight="no")),
        MappingProxyType({"profile": 1, "risk": MappingProxyType({"safe_tonight": "no"})}),
        with_risk(safe_tonight=OwnText("no")),
        with_risk(safe_tonight=Word.no),
        {"profile": 1, OwnText("risk"): {OwnText("safe_tonight"): "no"}},
        {"profile": 1, "risk": {Word.safe_tonight: "no"}},
        {"profile": 1, "risk": Risk(safe_tonight="no")},
    ],
    ids=["a class of its own", "a view", "text of a class of its own", "an enumeration", "names of a class of their own", "a name of an enumeration", "a section"],
)  # fmt: skip
def test_a_profile_of_other_classes_than_pythons_own_is_the_same_profile(given: Mapping[str, Any]):
    found = CaseProfile.from_mapping(given)

    assert found.to_mapping() == {"profile": 1, "risk": {"safe_tonight": "no"}}
    assert type(found.risk.safe_tonight) is str


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: Risk(incident_types=frozenset(map(str, range(10**5)))), "risk.incident_types: expected a frozenset"),
        (lambda: Risk.model_validate_json(json.dumps({"incident_types": ["x"] * 10**5})), "risk.incident_types: expected a frozenset"),
        (lambda: Risk(**{f"{MARK}{number}": 1 for number in range(10**5)}), "risk: expected facts by name"),
        (lambda: Risk(safe_tonight=Touchy()), SAFE_TONIGHT),
    ],
    ids=["many codes", "many codes in JSON", "many facts", "a touchy value"],
)  # fmt: skip
def test_a_section_on_its_own_refuses_the_same(make: Callable[[], object], place: str):
    error = refusal(lambda _: make(), None)

    assert place in str(error)
    assert len(error.faults) == 1


# files


@POSIX
@pytest.mark.parametrize("kind", ["folder", "pipe without writer", "link to itself", "device", "socket"])
def test_a_profile_that_is_no_file_is_refused_without_waiting(kind: str, tmp_path: Path):
    path = tmp_path / MARK
    match kind:
        case "folder":
            path.mkdir()
        case "pipe without writer":
            os.mkfifo(path)
        case "link to itself":
            path.symlink_to(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "socket":
            code = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
            subprocess.run([sys.executable, "-c", code, path.name], cwd=tmp_path, check=True)
    script = (
        "import sys; from protection_rules import *\n"
        "try: CaseProfile.from_file(sys.argv[1])\n"
        "except ProfileError as error: print(error)"
    )

    done = run_bounded("-c", script, str(path))

    assert done.returncode == 0, done.stderr.decode()[-500:]
    assert done.stdout.decode().strip() in {
        "profile: file cannot be read; check its name and your right to read it",
        "line 1: profile: file is empty",
    }


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs pipes that have a path")
def test_a_profile_may_come_through_a_pipe():
    script = "import sys; from protection_rules import *; print(CaseProfile.from_file(sys.argv[1]).risk.safe_tonight)"
    reading, writing = os.pipe()
    with (
        os.fdopen(reading),
        subprocess.Popen(
            [sys.executable, "-c", script, f"/dev/fd/{reading}"],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            pass_fds=[reading],
        ) as child,
    ):
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(b"profile: 1\nrisk: {safe_tonight: no}\n")
        out, _ = child.communicate(timeout=600)
    assert out == b"no\n"


def test_no_more_of_a_file_is_read_than_a_profile_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "growing.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE * 1000)
    real, taken = CaseProfile.from_bytes, []
    monkeypatch.setattr(
        CaseProfile, "from_bytes", lambda data, *rest: taken.append(len(data)) or real(data, *rest)
    )

    refusal(CaseProfile.from_file, path)

    assert taken == [LARGEST_FILE + 1]


# the command line


def call(*words: str, given: bytes = b"", cwd: Path = ROOT) -> tuple[int, str, str]:
    done = run_bounded("-m", "protection_rules", *words, given=given, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_flood_on_standard_input_is_cut_off_and_refused():
    code, out, err = call("evaluate", "-", given=b"x" * (2 * LARGEST_FILE))

    assert (code, out) == (WRONG_CALL, "")
    assert err == "line 1: profile: file is larger than 4000000 characters; give coded facts only\n"


@POSIX
@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_a_stream_that_the_caller_closed_is_no_traceback(closed: str):
    script = f'"$0" -m protection_rules evaluate - {closed}'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable], env=ENVIRONMENT, capture_output=True, check=False, input=b""
    )

    assert done.returncode == WRONG_CALL
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("character", ["\x1b[31m", "\x1b]8;;http://e\x07", "\x9b31m", "\n", "\r", "\x07"])
def test_a_word_that_could_steer_the_terminal_is_refused_and_not_repeated(
    character: str, language: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    for words in (
        ["evaluate", f"a{character}"],
        ["evaluate", "a", "b", f"c{character}"],
        [f"d{character}"],
        ["explain", f"--{character}"],
    ):
        monkeypatch.setattr(sys, "argv", ["protection-rules", *words, "--lang", language])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capfd.readouterr()
        assert (stopped.value.code, out) == (WRONG_CALL, "")
        assert (
            err
            == {
                "en": "a word of the call has a character that cannot be seen\n",
                "ar": "في الأمر محرف لا يُرى\n",
            }[language]
        )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_the_call_with_130_and_no_traceback():
    command = [sys.executable, "-m", "protection_rules", "evaluate", "-"]
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        # more than a pipe holds: once it is written, the call is reading
        child.stdin.write(f"# {MARK}\n".encode() * 100_000)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=600)

    assert (child.returncode, out) == (INTERRUPTED, b"")
    assert b"Traceback" not in err
    assert MARK.encode() not in err


@POSIX
def test_the_checker_tells_of_a_file_name_without_letting_it_steer_the_terminal(tmp_path: Path):
    (tmp_path / "a\x1b[31m\nb\u202ec.yaml").write_text("{", encoding="utf-8")

    code, out, err = call("check", str(tmp_path))

    assert code == FAULTS
    assert "a<U+001B>[31m<U+000A>b<U+202E>c.yaml:2:1: error[unreadable]" in out
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
