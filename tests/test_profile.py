"""The case profile: how it is read, what is refused and how that is said, and that it never shows a value."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import re
import traceback
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from rich.pretty import pretty_repr
from ruamel.yaml import YAML

from protection_rules import CaseProfile, ProfileError
from protection_rules.documents import plain, read_document
from protection_rules.facts.accommodation import Accommodation
from protection_rules.facts.conversation import Disclosure
from protection_rules.facts.data_flow import DataFlow
from protection_rules.facts.operation import Operation
from protection_rules.facts.person import Person
from protection_rules.facts.risk import Risk
from protection_rules.facts.service import Service
from protection_rules.facts.text import LANGUAGES, Language, Text
from protection_rules.facts.vocabulary import (
    COMMON_VALUES,
    LIST_SECTIONS,
    NO_RECORD,
    NONE,
    NOT_ASKED,
    SECTIONS,
    UNKNOWN,
    VOCABULARY,
    FactEntry,
    SectionEntry,
)
from protection_rules.limits import MOST_ITEMS

POLICY = Path(__file__).resolve().parents[2] / "shared" / "policy" / "vocabulary.yaml"
MARK = "MARK"
"""What must never be seen outside a profile."""

GATE = """\
profile: 1
consent: {referral: unknown, recording: no}
person: {age_group: adult_18_59}
risk:
  safe_tonight: no
  threat_sources: [family, partner]
  hours_since_sexual_violence: 30
accommodation:
  - {id: hall, type: collective_shelter, private_lockable: no}
  - {type: host_person}
service: []
operation: {}
"""


def faults_of(text: str) -> list[str]:
    """The faults of a profile file, one a line, as its author reads them."""
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_text(text)
    return raised.value.report().split("\n")


def refused(*arguments: Any, **sections: Any) -> ProfileError:
    """The error of a mapping, or of keyword arguments."""
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_mapping(*arguments) if arguments else CaseProfile(**sections)
    return raised.value


# reading


def test_a_profile_reads_the_same_from_yaml_json_a_mapping_bytes_a_file_and_keywords(tmp_path: Path):
    profile = CaseProfile.from_text(GATE)
    data = plain(read_document(GATE, "gate"))
    assert isinstance(data, dict)
    (tmp_path / "gate.yaml").write_text(GATE, encoding="utf-8")
    (tmp_path / "gate.json").write_text(json.dumps(data, indent=1), encoding="utf-8")

    assert CaseProfile.from_text(json.dumps(data)) == profile
    assert CaseProfile.from_mapping(data) == profile
    assert CaseProfile.from_bytes(GATE.encode()) == profile
    assert CaseProfile.from_file(tmp_path / "gate.yaml") == profile
    assert CaseProfile.from_file(str(tmp_path / "gate.json")) == profile
    assert CaseProfile(**data) == profile


def test_a_byte_order_mark_and_the_line_ends_of_another_system_change_nothing(tmp_path: Path):
    written = b"\xef\xbb\xbf" + GATE.replace("\n", "\r\n").encode()
    (tmp_path / "gate.yaml").write_bytes(written)

    assert CaseProfile.from_bytes(written) == CaseProfile.from_text(GATE)
    assert CaseProfile.from_file(tmp_path / "gate.yaml") == CaseProfile.from_text(GATE)


def test_yes_and_no_need_no_quotes():
    profile = CaseProfile.from_text("profile: 1\nrisk: {safe_tonight: no, immediate_danger: yes}")

    assert (profile.risk.safe_tonight, profile.risk.immediate_danger) == ("no", "yes")


def test_a_profile_is_built_from_plain_facts_or_from_section_models():
    plainly = CaseProfile(
        risk={"safe_tonight": "no", "threat_sources": ["family"]}, accommodation=[{"type": "safe_house"}]
    )
    modelled = CaseProfile(
        risk=Risk(safe_tonight="no", threat_sources=frozenset({"family"})),
        accommodation=(Accommodation(type="safe_house"),),
    )

    assert plainly == modelled
    assert plainly.to_mapping() == modelled.to_mapping()


@pytest.mark.parametrize(
    "sources",
    [["family", "partner"], ("partner", "family"), {"family", "partner"}, frozenset({"family", "partner"})],
)
def test_a_set_may_come_in_any_collection(sources: Any):
    profile = CaseProfile(risk={"threat_sources": sources})

    assert profile.risk.threat_sources == frozenset({"family", "partner"})


def test_a_profile_compares_by_what_it_holds_and_can_be_copied_hashed_and_sent_to_another_process():
    profile, same = CaseProfile.from_text(GATE), CaseProfile.from_text(GATE)

    assert profile == same == copy.deepcopy(profile) == pickle.loads(pickle.dumps(profile))
    assert hash(profile) == hash(same)
    assert profile != CaseProfile.from_text(GATE.replace("30", "31"))


def test_a_profile_reads_and_writes_as_the_model_it_is():
    written = CaseProfile.from_text(GATE).to_mapping()

    assert CaseProfile.model_validate(written) == CaseProfile.from_mapping(written)
    assert CaseProfile.model_validate_json(json.dumps(written)) == CaseProfile.from_mapping(written)


# what is not given


@pytest.mark.parametrize("fact", VOCABULARY.values(), ids=lambda fact: fact.path)
def test_a_fact_that_is_not_given_is_unknown_and_one_only_ever_recorded_has_no_record(fact: FactEntry):
    section = SECTIONS[fact.section]
    case = CaseProfile(**({fact.section: [{}]} if section.many else {})).case
    items = case.items.get(fact.section)
    facts = items[0].facts if items else case.facts

    expected = {"choices": frozenset({UNKNOWN}), "recorded": NO_RECORD}.get(fact.kind, UNKNOWN)
    assert facts[fact.path] == expected


def test_every_fact_stands_in_the_case_under_its_path():
    case = CaseProfile(**{name: [{}] for name in LIST_SECTIONS}).case

    listed = {path for items in case.items.values() for path in items[0].facts}
    assert set(case.facts) | listed == set(VOCABULARY)


@pytest.mark.parametrize("section", LIST_SECTIONS)
def test_a_list_that_is_absent_is_unknown_and_an_empty_one_is_known_to_be_empty(section: str):
    absent, empty = CaseProfile(), CaseProfile(**{section: []})

    assert getattr(absent, section) is None
    assert absent.case.items[section] is None
    assert getattr(empty, section) == ()
    assert empty.case.items[section] == ()
    assert absent != empty
    assert section not in absent.to_mapping()
    assert empty.to_mapping()[section] == []


def test_none_stands_for_a_section_that_is_not_given_in_python_only():
    assert CaseProfile(risk=None, accommodation=None, operation=None) == CaseProfile()
    assert faults_of("profile: 1\nrisk:\naccommodation:\n") == [
        "line 2: risk: expected facts as `name: value`",
        "line 3: accommodation: expected a list of items, each beginning with a hyphen",
    ]


def test_the_office_is_described_only_where_its_section_is_given_even_if_empty():
    assert not CaseProfile().case.has_operation
    assert CaseProfile(operation={}).case.has_operation
    assert CaseProfile(operation={}).to_mapping() == {"profile": 1, "operation": {}}
    assert CaseProfile().case.facts["operation.focal_point"] == UNKNOWN


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("[none]", frozenset()),
        ("[not_asked]", frozenset({NOT_ASKED})),
        ("unknown", frozenset({UNKNOWN})),
        ("[family]", frozenset({"family"})),
        ("[partner, family]", frozenset({"family", "partner"})),
    ],
)
def test_a_set_says_whether_it_is_empty_not_asked_unknown_or_which_values_it_has(
    written: str, held: frozenset[str]
):
    profile = CaseProfile.from_text(f"profile: 1\nrisk: {{threat_sources: {written}}}")

    assert profile.risk.threat_sources == held
    assert CaseProfile.from_mapping(profile.to_mapping()) == profile


def test_items_without_an_id_are_named_by_their_position():
    profile = CaseProfile(
        accommodation=[{}, {"id": "hall"}, {}],
        service=[{}, {}],
        data_flow=[{}],
    )
    items = profile.case.items

    assert [item.id for item in items["accommodation"] or ()] == ["a1", "hall", "a3"]
    assert [item.id for item in items["service"] or ()] == ["s1", "s2"]
    assert [item.id for item in items["data_flow"] or ()] == ["d1"]


@pytest.mark.parametrize("name", ["a", "A-1", "room_3", "غرفة_٣", "é", "1", "x" * 40])
def test_an_id_is_a_short_name_in_any_script(name: str):
    assert CaseProfile(service=[{"id": name}]).to_mapping()["service"] == [{"id": name}]


# writing


def test_only_what_was_given_is_written_in_the_order_of_the_vocabulary():
    profile = CaseProfile.from_text(GATE)

    assert profile.to_mapping() == {
        "profile": 1,
        "consent": {"referral": "unknown", "recording": "no"},
        "person": {"age_group": "adult_18_59"},
        "risk": {
            "safe_tonight": "no",
            "threat_sources": ["family", "partner"],
            "hours_since_sexual_violence": 30,
        },
        "accommodation": [
            {"id": "hall", "type": "collective_shelter", "private_lockable": "no"},
            {"id": "a2", "type": "host_person"},
        ],
        "service": [],
        "operation": {},
    }
    assert list(profile.to_mapping()) == [
        "profile",
        "consent",
        "person",
        "risk",
        "accommodation",
        "service",
        "operation",
    ]


def given_values(fact: FactEntry) -> st.SearchStrategy[Any]:
    """Everything that a profile file may say of one fact."""
    match fact.kind:
        case "number":
            return st.just(UNKNOWN) | st.integers(fact.attributes.minimum, fact.attributes.maximum)
        case "choices":
            alone = [[marker] for marker in (NONE, NOT_ASKED) if marker in fact.markers]
            several = st.lists(st.sampled_from(fact.codes), min_size=1, unique=True)
            return st.just(UNKNOWN) | st.sampled_from(alone) | several
        case _:
            return st.sampled_from((*fact.codes, *fact.markers))


def sections_given(section: SectionEntry) -> st.SearchStrategy[Any]:
    facts = {name: given_values(fact) for name, fact in section.facts.items()}
    if not section.many:
        return st.fixed_dictionaries({}, optional=facts)
    named = {"id": st.from_regex(r"\A[^\W_][\w-]{0,9}\Z")}
    return st.lists(st.fixed_dictionaries({}, optional=named | facts), max_size=3).filter(
        has_own_ids(section)
    )


def has_own_ids(section: SectionEntry) -> Any:
    def own(items: list[dict[str, Any]]) -> bool:
        names = [item.get("id", f"{section.default_id}{n}") for n, item in enumerate(items, start=1)]
        return len(set(names)) == len(names)

    return own


PROFILES = st.fixed_dictionaries(
    {"profile": st.just(1)}, optional={name: sections_given(section) for name, section in SECTIONS.items()}
)


@settings(max_examples=120, deadline=None)
@given(data=PROFILES)
def test_any_valid_profile_comes_back_whole_from_what_it_writes(data: dict[str, Any]):
    profile = CaseProfile.from_mapping(data)
    written = profile.to_mapping()

    again = CaseProfile.from_mapping(written)

    assert again.case == profile.case
    assert again.to_mapping() == written
    assert CaseProfile.from_text(json.dumps(written, ensure_ascii=False)) == again
    assert written.keys() == data.keys()
    for name, facts in data.items():
        if isinstance(facts, dict):
            assert written[name].keys() == facts.keys()


@settings(max_examples=40, deadline=None)
@given(data=PROFILES)
def test_any_valid_profile_may_be_written_as_yaml_by_another_program(data: dict[str, Any]):
    yaml, stream = YAML(typ="safe", pure=True), io.StringIO()
    yaml.representer.ignore_aliases = lambda *_: True
    yaml.dump(data, stream)

    assert CaseProfile.from_text(stream.getvalue()) == CaseProfile.from_mapping(data)


@settings(max_examples=60, deadline=None)
@given(data=PROFILES)
def test_the_printed_form_of_any_profile_tells_counts_only(data: dict[str, Any]):
    profile = CaseProfile.from_mapping(data)
    given_sections = len(data) - 1

    assert repr(profile) == str(profile) == f"{profile}" == f"<CaseProfile: {given_sections} sections given>"
    for shown in printed(profile):
        assert re.sub(r"<\w+: \d+ facts(?: given|, \d+ items)?>|None", "", shown).strip("(), ") == ""


def printed(profile: CaseProfile) -> Iterator[str]:
    """Every way in which a profile or a part of it may be printed."""
    for section in SECTIONS:
        part = getattr(profile, section)
        if part is not None:
            yield repr(part)
            yield str(part)
    yield repr(profile.case)
    for items in profile.case.items.values():
        yield repr(items)


# what is refused

ANSWERS = "expected one of yes, no, unknown"
SOURCES = (
    "expected a list such as [family], each once, out of family, partner, community, host_community, authority, "
    "armed_actor, staff_or_partner, housemates, unknown_source; or [none] or [not_asked] alone; or unknown"
)
PLACES = (
    "expected one of current_place, collective_shelter, single_sex_shelter, family_shelter, specialised_shelter, "
    "safe_house, rented_room, cash_for_rent, host_person, short_stay_hotel, unknown"
)
BARRIERS = (
    "expected a list such as [fee], each once, out of fee, id_required, family_consent, distance, language, "
    "physical_access, opening_hours; or [none] alone; or unknown"
)
ID = "expected a short name of 1 to 40 letters, digits, hyphens or underscores"
SCHEMA = "`protection-rules schema profile` lists the names"


@pytest.mark.parametrize(
    ("what", "profile", "told"),
    [
        ("an answer out of its list", "risk: {safe_tonight: perhaps}", f"risk.safe_tonight: {ANSWERS}"),
        ("an answer with a capital letter", "risk: {safe_tonight: No}", f"risk.safe_tonight: {ANSWERS}"),
        ("true for an answer", "risk: {safe_tonight: true}", f'risk.safe_tonight: {ANSWERS}; write "yes" or "no" as text, not true or false'),
        ("false for an answer", "risk: {safe_tonight: false}", f'risk.safe_tonight: {ANSWERS}; write "yes" or "no" as text, not true or false'),
        ("a number for an answer", "risk: {safe_tonight: 0}", f"risk.safe_tonight: {ANSWERS}"),
        ("nothing for an answer", "risk: {safe_tonight: }", f"risk.safe_tonight: {ANSWERS}"),
        ("a list for an answer", "risk: {safe_tonight: [no]}", f"risk.safe_tonight: {ANSWERS}"),
        ("fields for an answer", "risk: {safe_tonight: {MARK: MARK}}", f"risk.safe_tonight: {ANSWERS}"),
        ("not_asked for an answer", "risk: {safe_tonight: not_asked}", f"risk.safe_tonight: {ANSWERS}"),
        ("unknown for a fact only ever recorded", "disclosure: {self_disclosed: unknown}", "disclosure.self_disclosed: expected one of yes, no_record"),
        ("no for a fact only ever recorded", "disclosure: {self_disclosed: no}", "disclosure.self_disclosed: expected one of yes, no_record"),
        ("true for a fact only ever recorded", "disclosure: {self_disclosed: true}", 'disclosure.self_disclosed: expected one of yes, no_record; write "yes" or "no" as text, not true or false'),
        ("a choice out of its list", "person: {age_group: 25}", "person.age_group: expected one of infant_0_4, child_5_11, adolescent_12_17, adult_18_59, older_60_plus, unknown"),
        ("true for a choice", "service: [{operator: true}]", "service[0].operator: expected one of national, un, ngo, private, unknown"),
        ("a word for a number", "risk: {hours_since_sexual_violence: few}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a number below its range", "risk: {hours_since_sexual_violence: -1}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a number above its range", "risk: {hours_since_sexual_violence: 8761}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a part of a number", "risk: {hours_since_sexual_violence: 1.5}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a whole number with a decimal point", "risk: {hours_since_sexual_violence: 72.0}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a number in quotes", 'risk: {hours_since_sexual_violence: "30"}', "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("true for a number", "risk: {hours_since_sexual_violence: true}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("a number larger than computers like", "risk: {hours_since_sexual_violence: 1e999}", "risk.hours_since_sexual_violence: expected a whole number from 0 to 8760, or unknown"),
        ("one word for a set", "risk: {threat_sources: family}", f"risk.threat_sources: {SOURCES}"),
        ("an empty set", "risk: {threat_sources: []}", f"risk.threat_sources: {SOURCES}"),
        ("a set with a value out of its list", "risk: {threat_sources: [family, MARK]}", f"risk.threat_sources: {SOURCES}"),
        ("a set with a value twice", "risk: {threat_sources: [family, family]}", f"risk.threat_sources: {SOURCES}"),
        ("a set that is empty and is not", "risk: {threat_sources: [none, family]}", f"risk.threat_sources: {SOURCES}"),
        ("a set not asked and yet with a value", "risk: {threat_sources: [family, not_asked]}", f"risk.threat_sources: {SOURCES}"),
        ("a set with two marks", "risk: {threat_sources: [none, not_asked]}", f"risk.threat_sources: {SOURCES}"),
        ("unknown inside a set", "risk: {threat_sources: [unknown]}", f"risk.threat_sources: {SOURCES}"),
        ("a list in a set", "risk: {threat_sources: [[family]]}", f"risk.threat_sources: {SOURCES}"),
        ("not_asked where a set is always asked", "service: [{barriers: [not_asked]}]", f"service[0].barriers: {BARRIERS}"),
        ("a field that is misspelt", "risk: {safe_tonite: no}", "risk: field 1 is not in the vocabulary; did you mean `safe_tonight`?"),
        ("a field that nothing resembles", "risk: {safe_tonight: no, MARK: x}", f"risk: field 2 is not in the vocabulary; {SCHEMA}"),
        ("a field of another section", "person: {safe_tonight: no}", f"person: field 1 is not in the vocabulary; {SCHEMA}"),
        ("a field of an item that is misspelt", "accommodation: [{}, {typ: safe_house}]", "accommodation[1]: field 1 is not in the vocabulary; did you mean `type`?"),
        ("a section that is misspelt", "acommodation: []", "profile: section 2 is not part of a profile; did you mean `accommodation`?"),
        ("a section that nothing resembles", "MARK: {}", f"profile: section 2 is not part of a profile; {SCHEMA}"),
        ("a section that is one word", "risk: MARK", "risk: expected facts as `name: value`"),
        ("a section that is a list", "risk: [safe_tonight]", "risk: expected facts as `name: value`"),
        ("a list that is one item", "accommodation: {type: safe_house}", "accommodation: expected a list of items, each beginning with a hyphen"),
        ("a list that is one word", "service: MARK", "service: expected a list of items, each beginning with a hyphen"),
        ("an item that is one word", "service: [legal]", "service[0]: expected facts as `name: value`"),
        ("an item that is nothing", "service: [null]", "service[0]: expected facts as `name: value`"),
        ("more items than a list may have", f"service: [{'{}, ' * (MOST_ITEMS + 1)}]", f"service: expected at most {MOST_ITEMS} items"),
        ("an id with a space", "service: [{id: MARK MARK}]", f"service[0].id: {ID}"),
        ("an id with a full stop", "service: [{id: a.b}]", f"service[0].id: {ID}"),
        ("an id that begins with a hyphen", "service: [{id: -a}]", f"service[0].id: {ID}"),
        ("an id that is empty", 'service: [{id: ""}]', f"service[0].id: {ID}"),
        ("an id of 41 letters", f"service: [{{id: {'a' * 41}}}]", f"service[0].id: {ID}"),
        ("an id that ends in a line break", 'service: [{id: "MARK\\n"}]', f"service[0].id: {ID}"),
        ("an id that is a number", "service: [{id: 7}]", f"service[0].id: {ID}"),
        ("an id that stands twice", "service: [{id: x}, {id: y}, {id: x}]", "service[2].id: expected an id that no other item of the list has"),
        ("an id like the default of another item", "service: [{id: s2}, {}]", "service[1].id: expected an id that no other item of the list has"),
    ],
)  # fmt: skip
def test_it_is_refused_to_say(what: str, profile: str, told: str):
    assert faults_of(f"profile: 1\n{profile}\n") == [f"line 2: {told}"], what


@pytest.mark.parametrize(
    ("what", "text", "told"),
    [
        ("no version", "risk: {}", "line 1: profile: missing; begin the file with `profile: 1`"),
        ("another version", "profile: 2", "line 1: profile: expected 1, the version of the format"),
        ("a version in quotes", "profile: '1'", "line 1: profile: expected 1, the version of the format"),
        ("true for the version", "profile: true", "line 1: profile: expected 1, the version of the format"),
        ("a list", "- profile: 1", "profile: expected sections of facts, by name"),
        ("one word", "MARK", "profile: expected sections of facts, by name"),
        ("nothing", "", "line 1: profile: file is empty"),
        ("a field twice", "profile: 1\nrisk:\n  safe_tonight: no\n  safe_tonight: yes", "line 4: profile: key stands twice, first in line 3; keep one of them"),
        ("a reference", "profile: 1\nrisk: *MARK", "line 2: profile: alias is not allowed; write the value out"),
        ("a bracket without its end", "profile: 1\nrisk: {safe_tonight: MARK\n", "line 3: profile: not readable as YAML 1.2 or JSON; look for a missing space after a colon, an unclosed bracket or quote, or a tab"),
    ],
)  # fmt: skip
def test_a_file_is_refused_that_holds(what: str, text: str, told: str):
    assert faults_of(text) == [told], what


@pytest.mark.parametrize("path", ["no-such-file-MARK.yaml", ".", "MARK\0"])
def test_a_file_that_cannot_be_read_is_refused_without_its_name(path: str, tmp_path: Path):
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_file(tmp_path / path)

    assert str(raised.value) == "profile: file cannot be read; check its name and your right to read it"
    assert_silent(raised.value)


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    assert faults_of(
        """\
profile: 2
consent: {referal: yes, recording: maybe}
rsk: {}
risk:
  safe_tonight: true
  MARK: 1
  MARK2: 2
  threat_sources:
    - family
    - MARK
accommodation:
  - type: MARK
  - id: MARK MARK
    type:
      - MARK
service: MARK
data_flow:
  - {id: x}
  - {id: x}
operation: [MARK]
"""
    ) == [
        "line 1: profile: expected 1, the version of the format",
        "line 2: consent: field 1 is not in the vocabulary; did you mean `referral`?",
        f"line 2: consent.recording: {ANSWERS}",
        "line 3: profile: section 3 is not part of a profile; did you mean `risk`?",
        f'line 5: risk.safe_tonight: {ANSWERS}; write "yes" or "no" as text, not true or false',
        f"line 6: risk: field 2 is not in the vocabulary; {SCHEMA}",
        f"line 7: risk: field 3 is not in the vocabulary; {SCHEMA}",
        f"line 8: risk.threat_sources: {SOURCES}",
        f"line 12: accommodation[0].type: {PLACES}",
        f"line 13: accommodation[1].id: {ID}",
        f"line 14: accommodation[1].type: {PLACES}",
        "line 16: service: expected a list of items, each beginning with a hyphen",
        "line 19: data_flow[1].id: expected an id that no other item of the list has",
        "line 20: operation: expected facts as `name: value`",
    ]


def test_without_a_file_all_faults_are_told_at_once_in_the_order_of_the_mapping():
    items = [{"accessible": "MARK"} if number in {2, 11} else {} for number in range(12)]
    fields = dict.fromkeys(list(SECTIONS["operation"].facts)[:12], "MARK")

    error = refused(
        {"service": {}, "accommodation": items, "operation": fields, "consent": {"x": 1}, "profile": 0}
    )

    assert [fault.place for fault in error.faults] == [
        "service",
        "accommodation[2].accessible",
        "accommodation[11].accessible",
        *(f"operation.{name}" for name in fields),
        "consent",
        "profile",
    ]
    assert {fault.line for fault in error.faults} == {None}


def test_a_fault_is_data_with_its_place_its_line_and_words_in_both_languages():
    error = refused({"profile": 1, "risk": {"safe_tonight": "MARK"}})

    (fault,) = error.faults
    assert (fault.place, fault.line) == ("risk.safe_tonight", None)
    assert fault.message == Text("expected one of yes, no, unknown", "المتوقَّع إحدى القيم: yes, no, unknown")


def test_the_report_is_in_english_or_in_arabic_line_by_line():
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_text("profile: 1\nrisk:\n  safe_tonight: true\n  MARK: 1\nservice: {}\n")

    assert raised.value.report("ar").split("\n") == [
        'السطر 3: risk.safe_tonight: المتوقَّع إحدى القيم: yes, no, unknown؛ اكتب "yes" أو "no" نصاً لا true أو false',
        "السطر 4: risk: الحقل رقم 2 ليس في قائمة الحقائق؛ يعرض الأمر `protection-rules schema profile` الأسماء المعروفة",
        "السطر 5: service: المتوقَّع قائمة عناصر يبدأ كل منها بشرطة",
    ]
    assert str(raised.value) == raised.value.report("en")


@pytest.mark.parametrize("data", [None, "MARK", ["MARK"], 7, CaseProfile, iter([])])
def test_what_is_no_mapping_is_no_profile(data: Any):
    error = refused(data)

    assert str(error) == "profile: expected sections of facts, by name"
    assert_silent(error)


def test_keys_that_are_no_text_are_refused_by_their_position():
    assert str(refused({"profile": 1, b"MARK": {}})).startswith("profile: section 2 is not part of a profile")
    assert str(refused({"profile": 1, "risk": {("MARK",): 1}})).startswith(
        "risk: field 1 is not in the vocabulary"
    )


def test_data_that_contains_itself_is_refused():
    sources: list[Any] = []
    sources.append(sources)

    assert (
        str(refused({"profile": 1, "risk": {"threat_sources": sources}})) == f"risk.threat_sources: {SOURCES}"
    )


@pytest.mark.parametrize("section", [Accommodation(type="safe_house"), Accommodation()])
def test_a_section_of_another_kind_is_refused(section: Accommodation):
    assert str(refused(risk=section)) == "risk: expected facts as `name: value`"
    assert str(refused(service=[section])) == "service[0]: expected facts as `name: value`"


# no value in any error


def traces(error: BaseException) -> Iterator[str]:
    """Everything of an error that may end up in a log, a report or another process."""
    yield str(error)
    yield repr(error)
    yield repr(error.args)
    yield repr(vars(error))
    yield "".join(traceback.format_exception_only(error))
    yield pickle.dumps(error).decode("latin-1")
    if isinstance(error, ProfileError):
        yield from (error.report(language) for language in LANGUAGES)
        yield from (fault.sentence(language) for fault in error.faults for language in LANGUAGES)
        yield repr(error.faults)


def assert_silent(error: BaseException, mark: str = MARK) -> None:
    for trace in traces(error):
        assert mark not in trace
    assert error.__context__ is None
    assert error.__cause__ is None
    assert not getattr(error, "__notes__", [])


FORMS: dict[str, Any] = {
    "a word": MARK,
    "a list": [MARK],
    "fields": {MARK: MARK},
    "a list of fields": [{MARK: [MARK]}],
    "bytes": MARK.encode(),
    "a set": {MARK},
}


@pytest.mark.parametrize("value", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_no_error_repeats_a_value_whatever_fact_it_was_given_for(section: SectionEntry, value: Any):
    facts = dict.fromkeys(section.facts, value)
    error = refused({"profile": 1, section.name: [facts | {"id": value}] if section.many else facts})

    assert {fault.place.rpartition(".")[2] for fault in error.faults} >= set(section.facts)
    assert_silent(error)


@pytest.mark.parametrize("value", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("section", SECTIONS)
def test_no_error_repeats_what_was_given_for_a_whole_section(section: str, value: Any):
    assert_silent(refused({"profile": value, section: value}))


@pytest.mark.parametrize("section", ["", *SECTIONS])
def test_no_error_repeats_an_unknown_name(section: str):
    facts = {MARK: 1, f"{MARK}2": MARK}
    if section:
        facts = {section: [facts] if SECTIONS[section].many else facts}

    assert_silent(refused({"profile": 1} | facts))
    assert_silent(refused(**facts))
    assert len(faults_of(json.dumps({"profile": 1} | facts))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "MARK",
        "MARK: [",
        "profile: 1\nMARK: 1\nMARK: 2",
        "profile: 1\nrisk: &MARK {}",
        "profile: 1\nrisk: !MARK {}",
        "MARK\x00",
    ],
)
def test_no_error_repeats_the_text_of_an_unreadable_profile(text: str):
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_text(text)
    assert_silent(raised.value)

    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_bytes(text.encode() + b"\xff")
    assert_silent(raised.value)


@pytest.mark.parametrize("value", [1234567, -1234567, 1234567.5, 72.0, float("nan"), float("inf"), 10**400])
def test_no_error_repeats_a_number(value: float):
    error = refused({"profile": 1, "risk": {"hours_since_sexual_violence": value}})

    assert_silent(error, "1234567")
    assert [fault.place for fault in error.faults] == ["risk.hours_since_sexual_violence"]


@settings(max_examples=150, deadline=None)
@given(
    data=PROFILES,
    fact=st.sampled_from(list(VOCABULARY.values())),
    value=st.text(st.characters(codec="utf-8"), max_size=5).map(lambda text: f"{MARK}{text}")
    | st.lists(st.just(MARK))
    | st.floats(allow_nan=True).filter(lambda number: not number.is_integer()),
)
def test_one_wrong_value_in_any_profile_gives_one_fault_at_its_place(
    data: dict[str, Any], fact: FactEntry, value: Any
):
    spoilt = copy.deepcopy(data)
    if SECTIONS[fact.section].many:
        items = spoilt.setdefault(fact.section, []) or [{}]
        items[-1][fact.name] = value
        spoilt[fact.section] = items
        place = f"{fact.section}[{len(items) - 1}].{fact.name}"
    else:
        spoilt.setdefault(fact.section, {})[fact.name] = value
        place = fact.path

    error = refused(spoilt)

    assert [fault.place for fault in error.faults] == [place]
    assert_silent(error)


# section models on their own

MODELS = [section.model for section in SECTIONS.values()]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Risk(safe_tonight=MARK), "risk.safe_tonight: expected one of yes, no, unknown"),
        (lambda: Risk(**{MARK: MARK}), "risk: field 1 is not in the vocabulary"),
        (lambda: Risk(hours_since_sexual_violence=MARK), "risk.hours_since_sexual_violence: expected a whole number, or unknown"),
        (lambda: DataFlow(group_size=1.0), "data_flow.group_size: expected a whole number, or unknown"),
        (lambda: Service(barriers=[MARK]), "service.barriers: expected a frozenset out of fee, id_required, family_consent, distance, language, physical_access, opening_hours, unknown"),
        (lambda: Service(barriers=frozenset({MARK})), "service.barriers: expected a frozenset out of fee, id_required, family_consent, distance, language, physical_access, opening_hours, unknown"),
        (lambda: Disclosure(self_disclosed="unknown"), "disclosure.self_disclosed: expected one of yes, no_record"),
        (lambda: Accommodation(id=7), "accommodation.id: expected text"),
        (lambda: Person(age_group=[MARK], **{MARK: 1}), "person.age_group: expected one of infant_0_4, child_5_11, adolescent_12_17, adult_18_59, older_60_plus, unknown\nperson: field 2 is not in the vocabulary"),
        (lambda: Operation.model_validate({"focal_point": MARK}), "operation.focal_point: expected one of yes, no, unknown"),
        (lambda: Operation.model_validate(MARK), "operation: expected facts by name"),
        (lambda: Operation.model_validate_json(f'{{"focal_point": "{MARK}"}}'), "operation.focal_point: expected one of yes, no, unknown"),
        (lambda: Operation.model_validate_json(f'{{"{MARK}'), "operation: not readable as JSON"),
        (lambda: Operation.model_validate_strings({"focal_point": MARK}), "operation.focal_point: expected one of yes, no, unknown"),
    ],
)  # fmt: skip
def test_a_section_made_on_its_own_tells_its_faults_like_a_profile(make: Any, told: str):
    with pytest.raises(ProfileError) as raised:
        make()

    assert str(raised.value) == told
    assert_silent(raised.value)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("value", FORMS.values(), ids=FORMS)
def test_no_section_made_on_its_own_lets_out_a_value(model: Any, value: Any):
    with pytest.raises(ProfileError) as raised:
        model(**dict.fromkeys(model.model_fields, value), **{MARK: value})

    assert_silent(raised.value)
    assert len(raised.value.faults) == len(model.model_fields) + 1 - (
        value == MARK and "id" in model.model_fields
    )


def test_a_section_comes_back_from_what_it_writes():
    risk = Risk(safe_tonight="no", threat_sources=frozenset({"family"}), hours_since_sexual_violence=3)

    assert Risk.model_validate(risk.model_dump()) == risk
    assert Risk.model_validate_json(risk.model_dump_json()) == risk


@pytest.mark.parametrize(
    "facts", [{"threat_sources": frozenset({"family", UNKNOWN})}, {"hours_since_sexual_violence": 8761}]
)
def test_what_a_section_alone_cannot_know_is_found_when_it_joins_a_profile(facts: dict[str, Any]):
    error = refused(risk=Risk(**facts))

    assert [fault.place for fault in error.faults] == [f"risk.{name}" for name in facts]


# printing and changing


def test_printing_tells_counts_only():
    profile = CaseProfile.from_text(GATE)

    assert repr(profile) == str(profile) == "<CaseProfile: 6 sections given>"
    assert repr(profile.risk) == str(profile.risk) == "<Risk: 3 facts given>"
    assert repr(profile.operation) == "<Operation: 0 facts given>"
    assert repr(profile.accommodation) == "(<Accommodation: 3 facts given>, <Accommodation: 1 facts given>)"
    assert repr(profile.case) == "<Case: 81 facts, 2 items>"
    assert repr(profile.case.items["accommodation"]) == "(<Item: 13 facts>, <Item: 13 facts>)"


def test_a_printer_that_looks_into_objects_sees_no_value_and_no_id():
    shown = pretty_repr(CaseProfile.from_text(GATE), expand_all=True)

    assert not re.search(
        r"\b(no|family|partner|30|adult_18_59|hall|collective_shelter|host_person|unknown)\b", shown
    )


def test_reading_a_profile_logs_and_prints_nothing(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    with caplog.at_level(logging.DEBUG):
        CaseProfile.from_text(GATE)
        faults_of("profile: 1\nrisk: {safe_tonight: MARK}")

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("part", ["risk", "accommodation", "operation"])
def test_a_section_cannot_be_changed_and_the_refusal_does_not_repeat_the_new_value(part: str):
    profile = CaseProfile.from_text(GATE)
    held = getattr(profile, part)
    section = held[0] if isinstance(held, tuple) else held
    before = profile.to_mapping()

    for name in (next(iter(SECTIONS[part].facts)), MARK):
        with pytest.raises(AttributeError, match="cannot be changed") as raised:
            setattr(section, name, MARK)
        assert_silent(raised.value)
        with pytest.raises(AttributeError, match="cannot be changed"):
            delattr(section, name)
    assert profile.to_mapping() == before


@pytest.mark.parametrize("name", ["risk", "profile", "accommodation", MARK])
def test_a_profile_cannot_be_changed_and_the_refusal_does_not_repeat_the_new_value(name: str):
    profile = CaseProfile.from_text(GATE)
    before = profile.to_mapping()

    with pytest.raises(AttributeError, match="cannot be changed") as raised:
        setattr(profile, name, MARK)
    assert_silent(raised.value)
    with pytest.raises(AttributeError, match="cannot be changed"):
        delattr(profile, name)
    assert profile.to_mapping() == before


def test_an_error_reaches_another_process_whole():
    with pytest.raises(ProfileError) as raised:
        CaseProfile.from_text("profile: 1\nrisk: {safe_tonight: MARK, MARK: 1}")

    again = pickle.loads(pickle.dumps(raised.value))

    assert again.faults == raised.value.faults
    assert str(again) == str(raised.value)
    assert copy.copy(raised.value).faults == raised.value.faults


# the interface of pydantic, for hosts that hold a profile in a model of their own


@pytest.mark.parametrize(
    "read",
    [
        lambda: CaseProfile.model_validate([MARK]),
        lambda: CaseProfile.model_validate(MARK),
        lambda: CaseProfile.model_validate_json(f'{{"{MARK}'),
        lambda: CaseProfile.model_validate_json(f'["{MARK}"]'),
        lambda: CaseProfile.model_validate_json(MARK.encode() + b"\xff"),
        lambda: CaseProfile.model_validate_json(bytearray(MARK.encode())),
        lambda: TypeAdapter(CaseProfile).validate_python({"profile": 1, MARK: MARK}),
        pytest.param(lambda: CaseProfile.model_validate_json(f"{MARK}\ud800")),
        pytest.param(lambda: CaseProfile.model_validate_strings(MARK)),
        pytest.param(lambda: TypeAdapter(CaseProfile).validate_python([MARK])),
        pytest.param(lambda: TypeAdapter(list[CaseProfile]).validate_python([MARK])),
    ],
)
def test_the_model_interface_does_not_repeat_its_input(read: Any):
    with pytest.raises(ProfileError) as raised:
        read()

    assert_silent(raised.value)


# the vocabulary


@pytest.fixture(scope="module")
def policy() -> dict[str, Any]:
    if not POLICY.is_file():
        pytest.skip("the content specification is not beside this checkout")
    data = plain(read_document(POLICY.read_text(encoding="utf-8"), POLICY.name))
    assert isinstance(data, dict)
    return data["sections"]


def as_specified(fact: FactEntry) -> dict[str, Any]:
    """One fact in the terms of the content specification."""
    described: dict[str, Any] = {
        "type": fact.kind,
        "supplied_by": fact.attributes.supplied_by,
        "sensitivity": fact.attributes.sensitivity,
    }
    match fact.kind:
        case "number":
            described |= {"minimum": fact.attributes.minimum, "maximum": fact.attributes.maximum}
        case "choice":
            described |= {"values": [*fact.codes]}
        case "choices":
            described |= {
                "values": [*fact.codes, *(marker for marker in (NONE, NOT_ASKED) if marker in fact.markers)]
            }
    return described


def specified(field: dict[str, Any], sections: dict[str, Any]) -> dict[str, Any]:
    """One field of the content specification, with the values that it takes over written out.

    `unknown` is left out: every choice and every set admits it, written there or not.
    """
    described = {key: value for key, value in field.items() if key not in {"asking", "values", "values_of"}}
    values = field.get("values", [])
    if "values_of" in field:
        section, name = field["values_of"].split(".")
        values = [*sections[section]["fields"][name]["values"], *values]
    return described | ({"values": [value for value in values if value != UNKNOWN]} if values else {})


def test_the_vocabulary_has_the_sections_of_the_content_specification(policy: dict[str, Any]):
    assert {name: section["many"] for name, section in policy.items()} == {
        name: section.many for name, section in SECTIONS.items()
    }
    assert list(policy) == list(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_vocabulary_is_that_of_the_content_specification(section: str, policy: dict[str, Any]):
    fields = policy[section]["fields"]

    assert list(SECTIONS[section].facts) == list(fields)
    assert {name: as_specified(fact) for name, fact in SECTIONS[section].facts.items()} == {
        name: specified(field, policy) for name, field in fields.items()
    }


def test_what_the_content_specification_never_asks_is_never_asked(policy: dict[str, Any]):
    never = {
        f"{name}.{field}"
        for name, section in policy.items()
        for field, described in section["fields"].items()
        if described.get("asking", "").startswith("NEVER")
    }

    assert never
    assert {path for path, fact in VOCABULARY.items() if fact.attributes.asked == "never"} == never


# words


def words_of(fact: FactEntry) -> Iterator[tuple[str, Text]]:
    yield "label", fact.attributes.label
    yield "question", fact.attributes.question
    for code in (*fact.codes, *fact.markers):
        yield code, fact.value_label(code)


def all_words() -> Iterator[tuple[str, Text]]:
    for section in SECTIONS.values():
        yield section.name, section.label
        if section.many:
            yield f"{section.name}, question", section.question
    for path, fact in VOCABULARY.items():
        yield from ((f"{path}, {what}", text) for what, text in words_of(fact))
    yield from COMMON_VALUES.items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_facts_and_no_two_sections_have_the_same_label(language: Language):
    for labels in (
        [fact.attributes.label.in_language(language) for fact in VOCABULARY.values()],
        [section.label.in_language(language) for section in SECTIONS.values()],
    ):
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", VOCABULARY.values(), ids=lambda fact: fact.path)
def test_no_two_values_of_a_fact_have_the_same_label(fact: FactEntry, language: Language):
    labels = [fact.value_label(code).in_language(language) for code in (*fact.codes, *fact.markers)]

    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("fact", VOCABULARY.values(), ids=lambda fact: fact.path)
def test_every_code_is_labelled_and_no_label_is_without_its_code(fact: FactEntry):
    labelled = set(fact.attributes.values)

    assert labelled == (set(fact.codes) if fact.kind in {"choice", "choices"} else set())
    assert all(
        fact.value_label(code).en and fact.value_label(code).ar for code in (*fact.codes, *fact.markers)
    )


@pytest.mark.parametrize("fact", VOCABULARY.values(), ids=lambda fact: fact.path)
def test_every_fact_says_how_to_find_it_out(fact: FactEntry):
    question = fact.attributes.question

    assert question.en.endswith((".", "?"))
    assert question.ar.endswith((".", "؟"))


def test_every_list_says_what_to_find_out_where_it_is_not_known():
    assert all(
        bool(section.question.en) == bool(section.question.ar) == section.many
        for section in SECTIONS.values()
    )


def test_arabic_words_have_arabic_letters_and_no_latin_ones_and_english_words_no_arabic_ones():
    for what, text in all_words():
        assert re.search(r"[\u0620-\u064a]", text.ar), what
        assert not re.search(r"[A-Za-z]", text.ar), what
        assert re.search(r"[A-Za-z]", text.en), what
        assert not re.search(r"[\u0600-\u06ff]", text.en), what


def test_no_word_has_a_character_that_cannot_be_seen_or_space_that_is_not_needed():
    for what, text in all_words():
        for words in (text.en, text.ar):
            assert not [
                character for character in words if unicodedata.category(character).startswith("C")
            ], what
            assert " ".join(words.split()) == words, what


@pytest.mark.parametrize(
    "path", ["orientation", "gender_identity", "name", "date_of_birth", "nationality", "notes", "case_number"]
)
def test_no_fact_holds_who_somebody_is(path: str):
    assert not [fact for fact in VOCABULARY.values() if path in {fact.name, *fact.codes}]
