"""Rulesets: what the checker finds, how it says it, and what a digest stands for.

Each fault has a case in `broken_rulesets/`, in the file named for its code.
"""

from __future__ import annotations

import pickle
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protection_rules import Engine, ProtectionRulesError, RulesetError
from protection_rules.documents import Span
from protection_rules.facts.text import LANGUAGES
from protection_rules.rulesets.codes import CODES, code_page
from protection_rules.rulesets.content import COMPANIONS, FINGERPRINTS, shipped_rulesets
from protection_rules.rulesets.diagnostics import Findings
from protection_rules.rulesets.load import check_rules, load_rules, read_rules
from protection_rules.rulesets.shared_files import SHARED
from tests.broken_cases import CASES, SOUND, BrokenCase, broken_cases, check, faults, replaced, sound_copy

BROKEN = broken_cases()
SHIPPED = shipped_rulesets()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound folder: one ruleset of two rules, with the four shared files."""
    return sound_copy(tmp_path / "rules")


# every fault


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case.code}: {case.name}" for case in BROKEN])
def test_the_checker_tells_each_fault_with_its_place_and_a_hint(case: BrokenCase, tmp_path: Path):
    assert check(case.lay_out(tmp_path / "rules")) == case.says


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case.code}: {case.name}" for case in BROKEN])
def test_one_fault_has_one_code(case: BrokenCase, tmp_path: Path):
    found = faults(case.lay_out(tmp_path / "rules"))

    assert {diagnostic.code for diagnostic in found} == {case.code}


def test_every_code_has_a_case_and_every_case_has_a_documented_code():
    assert {path.stem for path in CASES.glob("*.yaml")} == set(CODES)
    assert {case.code for case in BROKEN} == set(CODES)


def test_no_two_cases_have_the_same_name():
    names = [case.name for case in BROKEN]

    assert len(names) == len(set(names))


def test_a_code_that_is_not_documented_cannot_be_told():
    with pytest.raises(KeyError):
        Findings().add(Span("a", 1, 1), "weather", "rain")


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_words_joined_by_hyphens_and_means_one_sentence(code: str):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    meaning = code_page(code).meaning.en
    assert re.fullmatch(r"an? .+|the .+|rules .+|terms .+|facts? .+", meaning)
    assert not meaning.endswith(".")


# how it is said


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case.code}: {case.name}" for case in BROKEN])
def test_a_message_is_one_plain_sentence_without_full_stop(case: BrokenCase, tmp_path: Path):
    for diagnostic in faults(case.lay_out(tmp_path / "rules")):
        message = re.sub(r"`[^`]*`", "", diagnostic.message.en)

        assert not re.match(r"(?!English|Arabic|I-[0-9])[A-Z]", message)
        for language in LANGUAGES:
            for text in (diagnostic.message, diagnostic.hint):
                assert not text.in_language(language).endswith(".")
                assert text.in_language(language).isprintable()
        assert not re.search(r"\b(str|int|float|dict|bool|NoneType|None|Scalar|Mapping|Sequence)\b", message)


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case.code}: {case.name}" for case in BROKEN])
def test_the_place_is_inside_the_file(case: BrokenCase, tmp_path: Path):
    for diagnostic in faults(case.lay_out(tmp_path / "rules")):
        path = Path(diagnostic.file)
        lines = path.read_bytes().decode("utf-8", "replace").split("\n") if path.is_file() else [""]

        assert 1 <= diagnostic.line <= len(lines)
        assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1


def test_a_fault_opens_on_a_click(folder: Path):
    replaced(folder / "at-the-door.yaml", "urgency: immediate", "urgency: immediat")

    (fault,) = check_rules(folder)

    assert str(fault) == (
        f"{folder}/at-the-door.yaml:14:14: error[unknown-value]: `immediat` is not a value of `urgency`\n"
        "  hint: did you mean `immediate`?"
    )


def test_a_fault_without_a_hint_is_one_line(folder: Path):
    replaced(folder / "at-the-door.yaml", "version: 1.0.0\n", "")

    (fault,) = check_rules(folder)

    assert str(fault) == (
        f"{folder}/at-the-door.yaml:1:1: error[missing-field]: `version` is missing from the file"
    )


@pytest.mark.parametrize(
    ("what", "file", "correct", "misspelt", "hint"),
    [
        ("a field", "at-the-door.yaml", "    unless:", "    unles:", "unless"),
        ("a value", "at-the-door.yaml", "modality: should", "modality: shuld", "should"),
        ("an action", "at-the-door.yaml", "action: refer\n", "action: reffer\n", "refer"),
        ("a term", "at-the-door.yaml", "trusted_service: yes", "trusted_servise: yes", "trusted_service"),
        ("a guidance id", "at-the-door.yaml", "guidance: [ST1]}", "guidance: [ST2]}", "ST1"),
        ("a fact", "at-the-door.yaml", "risk.safe_tonight", "risk.save_tonight", "risk.safe_tonight"),
        ("a value of a fact", "terms.yaml", "infant_0_4", "infant_0_5", "infant_0_4"),
        ("a comparison", "at-the-door.yaml", "consent.referral: no", "consent.referral: {nt: yes}", "not"),
        ("a list section", "at-the-door.yaml", "risk.safe_tonight: no", "some: {servce: always}", "service"),
        ("a reviewer", "at-the-door.yaml", "[supervisor]", "[superviser]", "supervisor"),
        (
            "an override reason",
            "at-the-door.yaml",
            "[person_decided",
            "[persn_decided",
            "person_decided_otherwise",
        ),
        ("a standard", "at-the-door.yaml", "[S-CARE]", "[S-CURE]", "S-CARE"),
        ("a rule", "at-the-door.yaml", "overrides: [DOOR-01]", "overrides: [DOR-01]", "DOOR-01"),
        (
            "a kind of action",
            "actions.yaml",
            "kind: safety\n    polarity: prot",
            "kind: safty\n    polarity: prot",
            "safety",
        ),
        ("an action of an exclusion", "actions.yaml", "[offer_bed, refer]", "[ofer_bed, refer]", "offer_bed"),
        (
            "a fact of the register",
            "guidance.yaml",
            "[risk.safe_tonight]",
            "[risk.safe_tonite]",
            "risk.safe_tonight",
        ),
    ],
)
def test_a_misspelt_name_gets_the_right_one_as_a_hint(
    what: str, file: str, correct: str, misspelt: str, hint: str, folder: Path
):
    replaced(folder / file, correct, misspelt)

    (fault,) = check_rules(folder)

    assert fault.hint.en == f"did you mean `{hint}`?", what


def test_a_name_that_nothing_resembles_gets_the_list_or_no_hint_but_never_a_wrong_one(folder: Path):
    replaced(folder / "at-the-door.yaml", "[supervisor]", "[zzz]")
    replaced(folder / "at-the-door.yaml", "risk.safe_tonight", "weather.rain")

    fact, reviewer = sorted(check_rules(folder), key=lambda fault: fault.code)

    assert (fact.code, fact.hint.en) == ("unknown-fact", "")
    assert (reviewer.code, reviewer.hint.en) == ("unknown-reviewer", "one of supervisor, health")


def test_a_right_to_left_mark_in_a_name_is_written_as_its_code(folder: Path):
    replaced(folder / "at-the-door.yaml", "action: refer\n", 'action: "\\u202erefer"\n')

    (fault,) = check_rules(folder)

    assert "the action `<U+202E>refer`" in fault.message.en


# all of them at once


def test_all_faults_of_a_folder_are_told_at_once_by_file_and_place(folder: Path):
    replaced(folder / "at-the-door.yaml", "risk.safe_tonight", "risk.safe_tonigth")
    replaced(folder / "at-the-door.yaml", "[supervisor, health]", "[supervisor, helth]")
    replaced(folder / "at-the-door.yaml", "en: Offer a bed for tonight", "en: Offer 1 bed for tonight")
    replaced(folder / "actions.yaml", "polarity: protective", "polarity: protect")
    replaced(folder / "terms.yaml", "child_5_11", "child_5_12")
    (folder / "night.yaml").write_text("ruleset: [night\n", encoding="utf-8")

    assert check(folder) == (
        "actions.yaml:15:15: error[unknown-value]: `protect` is not a value of `polarity`\n"
        "  hint: did you mean `protective`?\n"
        "at-the-door.yaml:10:7: error[unknown-fact]: `risk.safe_tonigth` is not a fact of the vocabulary\n"
        "  hint: did you mean `risk.safe_tonight`?\n"
        "at-the-door.yaml:18:48: error[numbers-differ]: the two languages do not name the same numbers\n"
        "night.yaml:2:1: error[unreadable]: not readable as YAML 1.2 or JSON\n"
        "  hint: look for a missing space after a colon, an unclosed bracket or quote, or a tab\n"
        "terms.yaml:5:38: error[unknown-code]: `child_5_12` is no value of `person.age_group`\n"
        "  hint: did you mean `child_5_11`?"
    )


def test_several_faults_of_one_rule_are_all_told(folder: Path):
    replaced(
        folder / "at-the-door.yaml", "risk.safe_tonight: no", "any: [risk.a: no, risk.b: no, child: maybe]"
    )
    replaced(folder / "at-the-door.yaml", "action: offer_bed", "action: ofer_bed")
    replaced(folder / "at-the-door.yaml", "guidance: [ST1]}", "guidance: [ST8, ST9]}")

    assert [fault.code for fault in check_rules(folder)] == [
        "unknown-fact",
        "unknown-fact",
        "unknown-value",
        "unknown-action",
        "unknown-guidance",
        "unknown-guidance",
    ]


@pytest.mark.parametrize(
    ("file", "correct", "faulty", "code"),
    [
        ("terms.yaml", "label: {en: a child, ar: طفل}", "label: {en: a child}", "missing-language"),
        ("actions.yaml", "standing: for", "standng: for", "unknown-field"),
        ("guidance.yaml", "    line: 1\n", "", "missing-field"),
        ("standards.yaml", "id: S-CARE", "id: care", "wrong-form"),
        ("terms.yaml", "  - id: child\n", "  - id: child: x\n", "unreadable"),
        ("actions.yaml", "kinds:\n", "kinds: [\n", "unreadable"),
    ],
)
def test_a_faulty_shared_file_is_told_once_and_not_again_for_each_rule_that_uses_it(
    file: str, correct: str, faulty: str, code: str, folder: Path
):
    replaced(folder / file, correct, faulty)

    assert [(Path(fault.file).name, fault.code) for fault in check_rules(folder)] == [(file, code)]


def test_a_faulty_term_is_told_once_and_not_again_for_each_rule_that_uses_it(folder: Path):
    replaced(folder / "terms.yaml", "service.staff_trained: yes", "service.staff_trained: maybe")

    assert [fault.code for fault in check_rules(folder)] == ["unknown-code"]


def test_a_rule_may_override_one_whose_ruleset_has_a_fault(folder: Path):
    night = (folder / "at-the-door.yaml").read_text(encoding="utf-8")
    night = night.replace("at-the-door", "night").replace("DOOR", "NIGHT").replace("[NIGHT-01]", "[DOOR-01]")
    (folder / "night.yaml").write_text(night, encoding="utf-8")
    assert check_rules(folder) == []

    replaced(folder / "at-the-door.yaml", "tier: arrangement", "teir: arrangement")

    assert [fault.code for fault in check_rules(folder)] == ["missing-field", "unknown-field"]


def test_terms_in_a_long_row_are_refused_before_reading_them_runs_out_of_depth(folder: Path):
    row = "".join(
        f"  - id: step_{step}\n    label: {{en: a step, ar: خطوة}}\n    when:\n      step_{step + 1}: yes\n"
        for step in range(400)
    )
    last = "  - id: step_400\n    label: {en: a step, ar: خطوة}\n    when: always\n"
    terms = folder / "terms.yaml"
    terms.write_text(terms.read_text(encoding="utf-8") + row + last, encoding="utf-8")

    fault = check_rules(folder)[0]

    assert fault.code == "too-large"
    assert fault.message.en == "term `step_2` uses terms that use terms, more than 20 deep"
    assert fault.hint.en == "write out one of the conditions"


# what is no fault


def test_the_sound_folder_has_no_fault():
    assert check_rules(SOUND) == []


def test_the_shipped_rulesets_have_no_fault():
    assert [str(fault) for fault in check_rules()] == []


@pytest.mark.parametrize(
    ("what", "correct", "otherwise"),
    [
        ("a text in Arabic digits", "خلال 72 ساعة", "خلال ٧٢ ساعة"),
        (
            "a text over several lines",
            "en: Offer a bed for tonight,",
            'en: "Offer a bed\n      for tonight",',
        ),
        ("one Latin letter in Arabic", "ar: القرار للشخص", "ar: القرار للشخص (A)"),
        ("an answer that may be unknown", "risk.safe_tonight: no", "risk.safe_tonight: [no, unknown]"),
        ("an empty set", "risk.safe_tonight: no", "risk.threat_sources: none"),
        ("a condition that always holds", "    when:\n      risk.safe_tonight: no", "    when: always"),
        ("a value that is in a set", "consent.referral: no", "service.type: {in: consent.declined_services}"),
        ("a smallest number", "risk.safe_tonight: no", "risk.hours_since_sexual_violence: {at_least: 0}"),
        ("a largest number", "risk.safe_tonight: no", "risk.hours_since_sexual_violence: {at_most: 8760}"),
        (
            "a count of all parts",
            "risk.safe_tonight: no",
            "at_least: {count: 1, of: [risk.safe_tonight: no]}",
        ),
        ("another item of the same list", "consent.referral: no", "some: {service: {service.type: legal}}"),
    ],
)
def test_it_is_no_fault_to_write(what: str, correct: str, otherwise: str, folder: Path):
    replaced(folder / "at-the-door.yaml", correct, otherwise)

    assert check(folder) == "", what


def test_a_line_break_that_a_folded_text_leaves_at_its_end_is_no_fault(folder: Path):
    replaced(
        folder / "at-the-door.yaml",
        "title: {en: At the door, ar: عند الباب}",
        "title:\n  en: >\n    At the door\n  ar: |\n    عند الباب",
    )

    assert check(folder) == ""
    assert load_rules(folder).rulesets[0].title.en == "At the door"


def test_a_folder_without_shared_files_uses_the_shipped_ones(tmp_path: Path):
    shutil.copy(SHIPPED / "safe-accommodation.yaml", tmp_path)

    book = load_rules(tmp_path)

    assert [ruleset.id for ruleset in book.rulesets] == ["safe-accommodation"]
    assert book.actions == load_rules().actions


@pytest.mark.parametrize("name", [FINGERPRINTS, "notes.txt", "at-the-door.yaml.orig", "draft.md"])
def test_a_file_that_is_no_ruleset_is_not_read_as_one(name: str, folder: Path):
    (folder / name).write_text("[", encoding="utf-8")

    assert check(folder) == ""


# loading


def test_loading_a_folder_with_faults_raises_all_of_them(folder: Path):
    replaced(folder / "at-the-door.yaml", "action: offer_bed", "action: ofer_bed")
    replaced(folder / "at-the-door.yaml", "modality: should", "modality: shuld")

    with pytest.raises(RulesetError) as raised:
        Engine.load(folder)

    error = raised.value
    assert isinstance(error, ProtectionRulesError)
    assert list(error.diagnostics) == check_rules(folder)
    assert str(error) == "\n".join(str(fault) for fault in check_rules(folder))
    assert error.__context__ is None


def test_a_ruleset_error_reaches_another_process_whole(folder: Path):
    replaced(folder / "at-the-door.yaml", "action: offer_bed", "action: ofer_bed")
    with pytest.raises(RulesetError) as raised:
        load_rules(folder)

    again = pickle.loads(pickle.dumps(raised.value))

    assert again.diagnostics == raised.value.diagnostics
    assert str(again) == str(raised.value)


def test_loading_is_the_same_whatever_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here, faults_here = load_rules(), check_rules(CASES)
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "terms.yaml").write_text("[", encoding="utf-8")

    monkeypatch.chdir(tmp_path)

    assert load_rules() == here
    assert check_rules(CASES) == faults_here


def test_a_folder_is_read_the_same_by_its_relative_and_its_full_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(folder.parent)

    assert load_rules(folder.name) == load_rules(folder) == load_rules(f"{folder}/../{folder.name}")


def test_rulesets_come_in_the_order_of_their_file_names(folder: Path):
    text = (folder / "at-the-door.yaml").read_text(encoding="utf-8").replace("[DOOR-01]", "[]")
    for name in ("z", "b", "a-first"):
        renamed = text.replace("at-the-door", f"rules-{name}").replace("DOOR", name.upper())
        (folder / f"{name}.yaml").write_text(renamed, encoding="utf-8")

    assert [ruleset.id for ruleset in load_rules(folder).rulesets] == [
        "rules-a-first",
        "at-the-door",
        "rules-b",
        "rules-z",
    ]


def test_a_rule_without_a_tier_has_that_of_its_ruleset_and_one_without_reasons_may_be_departed_from_for_any(
    folder: Path,
):
    first, second = load_rules(folder).rules

    assert (first.tier, second.tier) == ("life", "arrangement")
    assert first.override_reasons == second.override_reasons == ("person_decided_otherwise",)


# digests


def digest(folder: Path) -> str:
    return load_rules(folder).rulesets[0].digest


def test_a_digest_names_its_method(folder: Path):
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest(folder))


@pytest.mark.parametrize(
    ("what", "file", "before", "after"),
    [
        ("a condition", "at-the-door.yaml", "risk.safe_tonight: no", "risk.safe_tonight: unknown"),
        ("an exception", "at-the-door.yaml", "consent.referral: no", "consent.referral: unknown"),
        (
            "the order of two parts",
            "at-the-door.yaml",
            "        - child: no\n        - trusted_service: yes",
            "        - trusted_service: yes\n        - child: no",
        ),
        ("an English text", "at-the-door.yaml", "en: Offer a bed for tonight", "en: Offer a bed tonight"),
        ("an Arabic text", "at-the-door.yaml", "ar: اعرض سريراً لهذه الليلة", "ar: اعرض سريراً الليلة"),
        ("an urgency", "at-the-door.yaml", "urgency: immediate", "urgency: routine"),
        (
            "a ground",
            "at-the-door.yaml",
            ", standards: [S-CARE]}",
            ", standards: [S-CARE], part: {en: all, ar: كله}}",
        ),
        ("a version", "at-the-door.yaml", "version: 1.0.0", "version: 1.0.1"),
        ("a term", "terms.yaml", "[infant_0_4, child_5_11, adolescent_12_17]", "[infant_0_4, child_5_11]"),
        ("the label of a term", "terms.yaml", "en: a child", "en: a minor"),
        ("the polarity of an action", "actions.yaml", "polarity: protective", "polarity: neutral"),
        ("the label of a reviewer", "actions.yaml", "en: health officer", "en: nurse"),
        (
            "a statement of the guidance",
            "guidance.yaml",
            "en: Nobody sleeps outside",
            "en: Nobody sleeps alone",
        ),
        ("a standard", "standards.yaml", "en: Its title", "en: Its text"),
    ],
)
def test_a_digest_changes_with(what: str, file: str, before: str, after: str, folder: Path):
    original = digest(folder)

    replaced(folder / file, before, after)

    assert digest(folder) != original, what


@pytest.mark.parametrize(
    ("what", "file", "before", "after"),
    [
        ("a comment", "at-the-door.yaml", "rules:\n", "rules:  # in the order of the evening\n"),
        ("a comment in a shared file", "terms.yaml", "terms:\n", "# our terms\nterms:\n"),
        ("an empty line", "at-the-door.yaml", "rules:\n", "\nrules:\n\n"),
        (
            "the order of fields",
            "at-the-door.yaml",
            "    urgency: immediate\n    tier: life\n",
            "    tier: life\n    urgency: immediate\n",
        ),
        (
            "the order of languages",
            "at-the-door.yaml",
            "{en: At the door, ar: عند الباب}",
            "{ar: عند الباب, en: At the door}",
        ),
        ("quotes", "at-the-door.yaml", "action: offer_bed", 'action: "offer_bed"'),
        (
            "brackets",
            "at-the-door.yaml",
            "    reviewers: [supervisor]\n",
            "    reviewers:\n      - supervisor\n",
        ),
        (
            "the order of fields in a shared file",
            "actions.yaml",
            "    standing: for\n    label: {en: offer a bed, ar: عرض سرير}\n",
            "    label: {en: offer a bed, ar: عرض سرير}\n    standing: for\n",
        ),
    ],
)
def test_a_digest_stays_with(what: str, file: str, before: str, after: str, folder: Path):
    original = digest(folder)

    replaced(folder / file, before, after)

    assert digest(folder) == original, what


def test_a_digest_stays_when_the_folder_or_its_files_get_other_names(folder: Path):
    original = digest(folder)
    (folder / "at-the-door.yaml").rename(folder / "evening.yaml")

    assert digest(folder.rename(folder.parent / "elsewhere")) == original


def test_line_ends_of_another_system_change_nothing(folder: Path):
    original = digest(folder)
    for path in folder.glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert check(folder) == ""
    assert digest(folder) == original


def test_a_byte_order_mark_changes_nothing(folder: Path):
    original = digest(folder)
    path = folder / "at-the-door.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert check(folder) == ""
    assert digest(folder) == original


def test_a_ruleset_keeps_its_digest_when_another_one_changes(folder: Path):
    other = (folder / "at-the-door.yaml").read_text(encoding="utf-8")
    other = other.replace("at-the-door", "night").replace("DOOR", "NIGHT")
    (folder / "night.yaml").write_text(other, encoding="utf-8")
    door, night = (ruleset.digest for ruleset in load_rules(folder).rulesets)

    replaced(folder / "night.yaml", "urgency: immediate", "urgency: routine")

    changed = [ruleset.digest for ruleset in load_rules(folder).rulesets]
    assert changed[0] == door
    assert changed[1] != night


# whatever an author's hand does

TOKENS = (
    "yes", "no", "null", "true", "[]", "{}", "72", "-1", "1.5", "1e999", "all", "any", "not", "some", "service",
    "unknown", "none", "at_least", "includes", "in", "always", "{in: risk.threat_sources}", "[a, [b]]", "{a: {b: c}}",
    "- x", ":", "'", '"', "|", "&x", "*x", "!x", "#", "\u200f", "٧٢", "9" * 5000, "DOOR-01", "risk.safe_tonight",
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """The text after one to three slips: a line lost, doubled or moved, a word replaced, another indentation."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(
            st.sampled_from(["delete", "double", "move", "indent", "outdent", "value", "key", "word", "cut"])
        ):
            case "delete":
                lines[at : at + 1] = [] if len(lines) > 1 else [""]
            case "double":
                lines.insert(at, line)
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "indent":
                lines[at] = " " * draw(st.integers(1, 4)) + line
            case "outdent":
                lines[at] = line[draw(st.integers(1, 4)) :]
            case "value":
                lines[at] = f"{line.partition(':')[0]}: {draw(st.sampled_from(TOKENS))}"
            case "key":
                key, colon, value = line.partition(":")
                indent = len(key) - len(key.lstrip(" -"))
                lines[at] = f"{key[:indent]}{draw(st.sampled_from(TOKENS))}{colon}{value}"
            case "word":
                words = line.split(" ")
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(TOKENS))
                lines[at] = " ".join(words)
            case "cut":
                lines[at] = line[: draw(st.integers(0, len(line)))]
    return "\n".join(lines)


def assert_read_or_told(folder: Path) -> None:
    """Either a book and no faults, or faults that name their place and a documented code."""
    book, faults = read_rules(folder)

    assert (book is None) == bool(faults)
    for fault in faults or check_rules(folder):
        assert fault.code in CODES
        assert all(fault.message.in_language(language).isprintable() for language in LANGUAGES)
        assert all(fault.hint.in_language(language).isprintable() for language in LANGUAGES)
        assert min(fault.line, fault.column) >= 1


HAND = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SMALL_FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(SOUND.glob("*.yaml"))}
SHIPPED_FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}


@settings(HAND, max_examples=400)
@given(data=st.data())
def test_slips_in_a_small_ruleset_give_faults_or_rules_and_nothing_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
):
    folder = sound_copy(tmp_path_factory.getbasetemp() / "small")
    for name in sorted(data.draw(st.sets(st.sampled_from(list(SMALL_FILES)), min_size=1, max_size=2))):
        (folder / name).write_text(data.draw(mutations(SMALL_FILES[name]), label=name), encoding="utf-8")

    assert_read_or_told(folder)


@settings(HAND, max_examples=60)
@given(data=st.data())
def test_slips_in_a_shipped_ruleset_give_faults_or_rules_and_nothing_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
):
    folder = tmp_path_factory.getbasetemp() / "shipped"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    name = data.draw(st.sampled_from(list(SHIPPED_FILES)))
    if name in (*SHARED, *COMPANIONS):
        shutil.copy(SHIPPED / "violence-prevention.yaml", folder)
    (folder / name).write_text(data.draw(mutations(SHIPPED_FILES[name]), label=name), encoding="utf-8")

    assert_read_or_told(folder)
