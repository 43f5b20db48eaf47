"""The hunt of the canary kit: marks and facts are found however they are written, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import pprint
import quopri
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Final, cast
from urllib.parse import quote

import pytest

from protection_rules import CaseProfile, ProfileError
from protection_rules.canaries.hunt import Hashes, Hunt
from protection_rules.canaries.marks import FORMS, Form, Planted, mark, marks_in, written_marks
from protection_rules.canaries.planted import Planting
from protection_rules.canaries.telling import Telling
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.schemas import schema_text
from tests.local_books import OF_EVERY_KIND

PLANTING: Final = Planting()
PLACE: Final = "risk.safe_tonight"


# what can be told from a mark or a fact


def wrapped(text: str) -> str:
    return f"│ {text[:5]} │\n│ {text[5:]}  │\n"


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<c>{text}</c>")
    return out.getvalue()


WRITTEN: Final[dict[str, Callable[[str], str | bytes]]] = {
    "plain": lambda text: f"case {text}.",
    "upper case": str.upper,
    "lower case": str.lower,
    "backwards": lambda text: text[::-1],
    "cut off": lambda text: f"{text[:30]}...",
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "composed": lambda text: unicodedata.normalize("NFKC", text),
    "without vowels": lambda text: "".join(one for one in text if not unicodedata.combining(one)),
    "UTF-8": lambda text: b"\xff\x00" + text.encode(),
    "UTF-16": lambda text: b"x" + text.encode("utf-16"),
    "UTF-16, other end first": lambda text: text.encode("utf-16-be"),
    "JSON": lambda text: json.dumps({"a": text}),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"a": text})),
    "ascii()": ascii,
    "repr of octets": lambda text: repr(text.encode()),
    "octal escapes": lambda text: "".join(f"\\{octet:03o}" for octet in text.encode()),
    "percent": quote,
    "percent twice": lambda text: quote(quote(text)),
    "HTML entities": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "HTML": lambda text: f"<td>{html.escape(text)}</td>",
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
    "UTF-8 read as Latin-1": lambda text: text.encode().decode("latin-1"),
    "lines in a frame": wrapped,
    "printed in pieces": lambda text: pprint.pformat({"a": f"{text} " * 40}, width=30),
    "hex": lambda text: f"x{text.encode().hex()}",
    "hex with spaces": lambda text: text.encode().hex(" "),
    "base32": lambda text: base64.b32encode(b"ab" + text.encode()),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, second place": lambda text: base64.b64encode(b"a" + text.encode()),
    "base64, third place": lambda text: base64.b64encode(b"ab" + text.encode()),
    "base64 for addresses": lambda text: "id_" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in lines": lambda text: base64.encodebytes(b"some words before " * 5 + text.encode()),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16")),
    "base64 of hex of JSON": lambda text: base64.b64encode(json.dumps([text]).encode().hex().encode()),
    "gzip": lambda text: gzip.compress(text.encode()),
    "base64 of gzip": lambda text: base64.b64encode(gzip.compress(text.encode())),
    "zip": zipped,
}
HASHES: Final = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")


@cache
def hunt() -> Hunt:
    """A hunt for every mark there is."""
    assert PLANTING.sound
    assert PLANTING.faulty
    assert PLANTING.broken
    marks = {mark(PLACE, form): Planted(PLACE, sound=False) for form in FORMS}
    return Hunt(Hashes(written_marks() | marks), Telling(VOCABULARY))


def places(shown: str | bytes, *, facts: bool = False) -> set[str]:
    return {find.place for find in hunt().finds(shown, facts=facts)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WRITTEN)
def test_a_mark_is_found_however_it_is_written(way: str, form: Form) -> None:
    shown = WRITTEN[way](mark(PLACE, form))
    assert places(shown) == {PLACE}
    assert places(WRITTEN[way]("nothing to see")) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", HASHES)
def test_the_hash_of_a_mark_is_found(name: str, form: Form) -> None:
    digest = hashlib.new(name, mark(PLACE, form).encode())
    octets = base64.b64encode(digest.digest()).decode()
    for shown in (
        digest.hexdigest(),
        f"case-{digest.hexdigest()[:12]}",
        f"{name}={octets}",
        f"{name}-{octets}",
    ):
        assert places(shown) == {PLACE}
    assert places(hashlib.new(name, b"nothing").hexdigest()) == set()


def test_a_hash_cut_to_eight_digits_is_found() -> None:
    for name in ("md5", "sha1", "sha256"):
        assert places(hashlib.new(name, mark(PLACE).encode()).hexdigest()[:8]) == {PLACE}


def test_no_two_places_share_a_mark_and_marks_stay_the_same() -> None:
    planted = written_marks()
    assert len({mark(path) for path in VOCABULARY}) == len(VOCABULARY)
    assert [*marks_in("nothing")] == []
    assert mark(PLACE) == "Qzxlxhdtq"
    assert planted[mark(PLACE)] == Planted(PLACE, sound=False)


FACTS: Final[dict[str, str]] = {
    "YAML": "  safe_tonight: no\n",
    "JSON": '{"safe_tonight": "no"}',
    "JSON in JSON": r"{\"safe_tonight\": \"no\"}",
    "Python": "{'safe_tonight': 'no'}",
    "a call": "Risk(safe_tonight='no', other=1)",
    "a pair": "('safe_tonight', 'no')",
    "a reason": '{"fact": "risk.safe_tonight", "value": "no"}',
    "HTML": "<td>safe_tonight</td> <td>no</td>",
    "the environment": "SAFE_TONIGHT=no",
    "English": "Because: A safe place tonight: no",
    "Arabic": f"{VOCABULARY[PLACE].attributes.label.ar}: لا",
}


@pytest.mark.parametrize("way", FACTS)
def test_a_fact_is_found_however_it_is_told(way: str) -> None:
    assert places(FACTS[way], facts=True) == {PLACE}
    assert places(base64.b64encode(f"{FACTS[way]}\n{FACTS[way]}".encode()), facts=True) == {PLACE}
    assert places(FACTS[way]) == set()


def test_a_value_that_speaks_for_itself_is_found_without_its_field() -> None:
    assert places("tags: conversion_practice", facts=True) == {"risk.incident_types"}


def test_what_a_field_can_be_tells_nothing() -> None:
    given = {"profile": 1} | {
        section.name: [dict.fromkeys(section.facts, 0)] if section.many else dict.fromkeys(section.facts, "?")
        for section in VOCABULARY.sections.values()
    }
    with pytest.raises(ProfileError) as caught:
        CaseProfile.from_mapping(given)
    for shown in (caught.value.report("en"), caught.value.report("ar"), schema_text("profile")):
        assert places(shown, facts=True) == set()


@pytest.fixture(params=[VOCABULARY, OF_EVERY_KIND], ids=["guidance", "with facts of an operation's own"])
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    """The facts that profiles give."""
    return cast("Vocabulary", request.param)


@pytest.fixture
def planting(vocabulary: Vocabulary) -> Planting:
    """The canaries for those facts."""
    return PLANTING if vocabulary is VOCABULARY else Planting(vocabulary)


def test_every_field_is_filled_and_every_value_has_its_turn(
    vocabulary: Vocabulary, planting: Planting
) -> None:
    given: dict[str, set[object]] = {path: set() for path in vocabulary}
    for canary in planting.sound:
        for section in vocabulary.sections.values():
            value = canary.mapping[section.name]
            for facts in value if section.many else [value]:
                assert facts.keys() - {"id"} == section.facts.keys()
                for name in section.facts:
                    several = facts[name] if isinstance(facts[name], list) else [facts[name]]
                    given[f"{section.name}.{name}"] |= set(several)
    for path, fact in vocabulary.items():
        assert given[path] >= set(fact.codes)
        assert len(given[path]) > 1 or len(fact.codes) == 1
    for canary in planting.sound:
        read = [CaseProfile.from_bytes(content, vocabulary).to_mapping() for content in canary.contents]
        assert read == [canary.profile.to_mapping()] * 3


def test_everything_in_a_sound_profile_is_found_in_it(vocabulary: Vocabulary, planting: Planting) -> None:
    sections = vocabulary.sections.values()
    listed = {f"{section.name}[{at}].id" for section in sections if section.many for at in (0, 1)}
    hunted = planting.hunt()
    for canary in planting.sound:
        for shown in (*canary.contents, repr(canary.mapping).encode(), base64.b64encode(canary.contents[1])):
            assert {find.place for find in hunted.finds(shown, facts=True)} == {*vocabulary} | listed


def test_every_field_of_a_faulty_profile_holds_its_mark(vocabulary: Vocabulary, planting: Planting) -> None:
    everywhere = [canary for canary in planting.faulty if canary.name.startswith("every field")]
    assert len(everywhere) == len(FORMS)
    for canary in everywhere:
        assert {*vocabulary} <= places(canary.contents[0])
    for canary in (*planting.faulty, *planting.broken):
        assert all(places(content) for content in canary.contents)
    for canary in planting.faulty:
        with pytest.raises(ProfileError) as caught:
            CaseProfile.from_mapping(canary.mapping, vocabulary)
        assert places(caught.value.report("en") + caught.value.report("ar"), facts=True) == set()


def test_a_fact_of_an_operations_own_is_found_in_the_words_of_the_pages() -> None:
    planting = Planting(OF_EVERY_KIND)
    shown = "curfew: nights"
    assert {find.place for find in planting.hunt().finds(shown, facts=True)} == {"local.curfew"}
    assert places(shown, facts=True) == set()
