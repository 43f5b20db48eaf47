"""invariants.yaml: what its checks on words and rules catch, and what the reader says of its faults."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from protection_rules import RulesetError
from protection_rules.analysis import invariant_texts
from protection_rules.analysis.invariant_texts import Violation, book_violations, says
from protection_rules.analysis.invariants import InvariantChecker
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY, Vocabulary
from protection_rules.logic.nodes import Always, Term
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.invariant_model import (
    ANYTHING,
    AlikeInBothLanguages,
    Invariants,
    MustSay,
    NeverAsked,
    NeverSay,
    RulesHave,
)
from protection_rules.rulesets.invariants import NO_INVARIANTS, load_invariants, read_invariants
from protection_rules.rulesets.load import check_rules, load_rules
from protection_rules.rulesets.model import RuleBook, Words
from tests.broken_cases import sound_copy
from tests.invariant_breaks import NOTHING, Numbered, checks_of, lacking, meant, only, plain_rule, with_rules

BOOK: Final = load_rules()
INVARIANTS: Final = load_invariants(BOOK)
WRITTEN: Final = (shipped_rulesets() / "invariants.yaml").read_text(encoding="utf-8")


def found(book: RuleBook, invariants: Invariants) -> list[str]:
    return [
        violation.subject
        for violation in book_violations(replace(book, vocabulary=Vocabulary(())), invariants)
    ]


def example(expression: str, ending: str) -> str:
    """A text in which the expression stands among other words."""
    return expression.replace("*", ending)


# words


@pytest.mark.parametrize("one", checks_of(INVARIANTS, NeverSay), ids=str)
def test_every_expression_is_caught_in_either_language(one: Numbered) -> None:
    rule = meant(BOOK, one.check.where, Always(), "case")
    single = only(one.invariant, replace(one.check, places=("rules",)))
    texts = [Text(f"Tell them {example(words, 'xy')}, please", "مشورة") for words in one.check.en]
    texts += [Text("Advice", f"قل {example(words, 'ات')}، رجاءً") for words in one.check.ar]
    assert found(with_rules(BOOK, [replace(rule, words=Words(NOTHING, NOTHING))]), single) == []
    for text in texts:
        book = with_rules(BOOK, [replace(rule, words=Words(NOTHING, text))])
        assert found(book, single) == [f"{rule.id} detail"], text


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("rules", "X-TEST-01 summary"),
        ("actions", "offer_safe_place"),
        ("terms", "child"),
        ("facts", "risk.safe_tonight"),
        ("questions", "risk.safe_tonight"),
        ("phrases", "always"),
    ],
)
def test_every_place_is_looked_at(place: Any, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Text("Advice: word", "مشورة")
    action, term, fact = (
        BOOK.actions["offer_safe_place"],
        BOOK.terms["child"],
        VOCABULARY["risk.safe_tonight"],
    )
    book = replace(
        with_rules(BOOK, [replace(plain_rule(BOOK, Always()), words=Words(bad, NOTHING))]),
        actions={**BOOK.actions, action.id: replace(action, label=bad)},
        terms={"child": Term("child", bad, term.part)},
    )
    attributes = replace(fact.attributes, label=bad, question=bad)
    monkeypatch.setattr(invariant_texts, "every_phrase", lambda: {"always": bad})
    check = NeverSay((place,), ANYTHING, ("word",), ("كلمة",))
    section = replace(SECTIONS["risk"], facts={fact.name: replace(fact, attributes=attributes)})
    book = replace(book, vocabulary=Vocabulary([section]))
    violations = book_violations(book, only(INVARIANTS.invariants[0], check))
    assert violations == [Violation("I-01", 1, where)]


@pytest.mark.parametrize(
    ("text", "expression", "there"),
    [
        ("It is Too  Late.", "too late", True),
        ("It is too, late", "too late", False),
        ("sterilisation", "sterilis*", True),
        ("unsterilised", "sterilis*", False),
        ("gaya", "gay", False),
        ("فاتَ الأوانُ", "فات الأوان", True),
        ("وفات الأوان", "فات الأوان", True),
        ("للعابرين", "العابرين", False),
        ("والهرمونات", "هرمون*", True),
        ("بالهرمون", "هرمون*", True),
        ("الأوانُ لم يفت", "فات الأوان", False),
        ("إثباتٌ", "اثبات", True),
    ],
)
def test_what_counts_as_an_expression(text: str, expression: str, there: bool) -> None:
    assert says(text, (expression,)) is there


@pytest.mark.parametrize("one", checks_of(INVARIANTS, MustSay), ids=str)
def test_an_expression_that_lacks_in_one_language_is_caught(one: Numbered) -> None:
    rule = meant(BOOK, one.check.where, Always(), "case")
    said, unsaid = Text(example(one.check.en[0], ""), example(one.check.ar[0], "")), Text("Advice", "مشورة")
    sound = replace(rule, words=Words(said, said), when_unknown=Words(said, said))
    assert found(with_rules(BOOK, [sound]), one.alone) == []
    for wrong in (replace(said, en=unsaid.en), replace(said, ar=unsaid.ar)):
        broken = replace(rule, words=Words(wrong, wrong), when_unknown=Words(wrong, wrong))
        assert found(with_rules(BOOK, [broken]), one.alone) == [
            f"{rule.id} {part}" for part in one.check.parts
        ]


@pytest.mark.parametrize("one", checks_of(INVARIANTS, MustSay), ids=str)
def test_what_must_be_said_is_said_by_a_rule(one: Numbered) -> None:
    assert any(one.check.where.picks(rule, BOOK.actions[rule.action]) for rule in BOOK.rules)


@pytest.mark.parametrize("one", checks_of(INVARIANTS, AlikeInBothLanguages), ids=str)
def test_a_difference_between_the_languages_is_caught(one: Numbered) -> None:
    for text in (Text("In 72 hours", "خلال 48 ساعة"), Text("In 72 hours", "خلال ساعات"), Text("", "مشورة")):
        book = with_rules(BOOK, [replace(plain_rule(BOOK, Always()), words=Words(text, NOTHING))])
        assert "X-TEST-01 summary" in found(book, one.alone)
    same = Text("In 72 hours", "خلال ٧٢ ساعة")
    book = with_rules(BOOK, [replace(plain_rule(BOOK, Always()), words=Words(same, NOTHING))])
    assert "X-TEST-01 summary" not in found(book, one.alone)


# rules and questions


@pytest.mark.parametrize("one", checks_of(INVARIANTS, RulesHave), ids=str)
def test_a_rule_that_lacks_an_attribute_is_caught(one: Numbered) -> None:
    books = lacking(BOOK, one.check)
    assert books
    for book in books:
        assert found(book, one.alone) == [book.rules[0].id]


@pytest.mark.parametrize("one", checks_of(INVARIANTS, RulesHave), ids=str)
def test_rules_that_must_have_an_attribute_are_there(one: Numbered) -> None:
    assert any(one.check.where.picks(rule, BOOK.actions[rule.action]) for rule in BOOK.rules)


@pytest.mark.parametrize("one", checks_of(INVARIANTS, NeverAsked), ids=str)
def test_a_question_that_is_never_asked_is_caught(one: Numbered) -> None:
    single = one.alone
    checker = InvariantChecker(BOOK, single)
    seen = checker.look(CaseProfile.from_mapping({"profile": 1}).case)
    assert checker.violations(seen) == []
    for path in one.check.facts:
        fact = VOCABULARY[path]
        asked = replace(fact, attributes=replace(fact.attributes, asked="openly"))
        sections = [
            replace(section, facts={**section.facts, fact.name: asked})
            if section.name == fact.section
            else section
            for section in SECTIONS.values()
        ]
        book = replace(BOOK, vocabulary=Vocabulary(sections))
        assert book_violations(book, single) == [Violation(one.invariant.id, 1, path)]
        asking = replace(seen, output=replace(seen.output, questions=(path,)))
        assert checker.violations(asking) == [Violation(one.invariant.id, 1, path)]


def test_a_violation_says_which_check_is_broken_and_where() -> None:
    assert str(Violation("I-05", 1, "case", ("C-REF-04",))) == "I-05, check 1: case (C-REF-04)"
    changed = Violation("I-15", 1, "service:clinic", (), ("service.travel_safe", "service:clinic"))
    assert str(changed) == "I-15, check 1: service:clinic, service.travel_safe of service:clinic changed"


# faults of the file

FAULTS: Final = [
    ("a kind of check that is not there", "      - forbidden:", "      - prevented:", "unknown-field"),
    ("an action", "actions: [probe_identity], modality: [must_not]", "actions: [probe_idenity], modality: [must_not]", "unknown-action"),
    ("a kind of action", "kinds: [care], modality: [must_not]", "kinds: [cure], modality: [must_not]", "unknown-kind"),
    ("a rule", "exempt: [C-REF-12, C-REG-06]", "exempt: [C-REF-12, C-REG-66]", "unknown-rule"),
    ("a rule of a selector", "rules: [C-REF-12,", "rules: [C-REF-99,", "unknown-rule"),
    ("a reviewer", "reviewers: [health]", "reviewers: [doctor]", "unknown-reviewer"),
    ("an override reason", "[person_decided_otherwise]", "[person_decided]", "unknown-override-reason"),
    ("a fact of a condition", "when: {disclosure.self_disclosed: no_record}", "when: {disclosure.self_discloses: no_record}", "unknown-fact"),
    ("a fact of a direction", "- {fact: risk.safe_tonight,", "- {fact: risk.safe_tonite,", "unknown-value"),
    ("a value of a direction", "fact: risk.safe_tonight, safe: [yes]", "fact: risk.safe_tonight, safe: [maybe]", "unknown-code"),
    ("a number of a direction", "safe: [1000000]", "safe: [1000001]", "unknown-code"),
    ("one code of a set", "fact: risk.threat_sources, safe: [none]", "fact: risk.threat_sources, safe: [family]", "unknown-code"),
    ("a fact with two directions", "fact: risk.safe_tonight,", "fact: risk.immediate_danger,", "duplicate-id"),
    ("an invariant twice", "- id: I-02", "- id: I-01", "duplicate-id"),
    ("a term", "when: {no_sure_safety_tonight: yes}", "when: {no_sure_safety: yes}", "unknown-term"),
    ("an item that is not at hand", "          about: service\n          when: {service.referral_consent:", "          when: {service.referral_consent:", "wrong-place"),
    ("a term about an item that is not at hand", "          about: accommodation\n          when: {surely: {parts_two", "          when: {surely: {parts_two", "wrong-place"),
    ("a fact of another section", "same: service.type", "same: accommodation.type", "wrong-place"),
    ("a condition that can be undetermined", "when: {possibly: {child: yes}}", "when: {child: yes}", "wrong-form"),
    ("a standing", "standings: [preferred]", "standings: [prefered]", "unknown-value"),
    ("a check without its condition", "          when: {sexual_violence_told: yes}\n", "", "missing-field"),
    ("a statement in one language", "      en: No output depends on nationality", "      fr: No output depends on nationality", "missing-language"),
    ("no YAML", "invariants:\n  - id: I-01", "invariants:\n  - id: I-01: x", "unreadable"),
]  # fmt: skip


def with_fault(folder: Path, old: str, new: str) -> Path:
    assert old in WRITTEN
    folder.mkdir()
    (folder / "invariants.yaml").write_text(WRITTEN.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("old", "new", "code"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_each_fault_is_told_with_its_place(old: str, new: str, code: str, tmp_path: Path) -> None:
    invariants, diagnostics = read_invariants(BOOK, with_fault(tmp_path / "own", old, new))
    assert invariants is None
    assert code in {diagnostic.code for diagnostic in diagnostics}
    line = WRITTEN[: WRITTEN.index(old)].count("\n") + 1
    near = [diagnostic for diagnostic in diagnostics if diagnostic.code == code]
    assert all(abs(diagnostic.line - line) <= 12 or code == "duplicate-id" for diagnostic in near)
    with pytest.raises(RulesetError, match=re.escape(f"error[{code}]")):
        load_invariants(BOOK, tmp_path / "own")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "invariants.yaml").write_bytes(b"\xff")
    assert [diagnostic.code for diagnostic in read_invariants(BOOK, tmp_path)[1]] == ["unreadable"]
    (tmp_path / "invariants.yaml").unlink()
    (tmp_path / "invariants.yaml").mkdir()
    assert [diagnostic.code for diagnostic in read_invariants(BOOK, tmp_path)[1]] == ["missing-file"]


def test_a_folder_without_the_file_has_no_invariants(tmp_path: Path) -> None:
    assert read_invariants(BOOK, tmp_path) == (NO_INVARIANTS, [])


def test_the_check_of_a_folder_reads_its_invariants(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path / "rules")
    assert check_rules(folder) == []
    (folder / "invariants.yaml").write_text("directions: []\n", encoding="utf-8")
    assert {diagnostic.code for diagnostic in check_rules(folder)} == {"missing-field"}
    assert check_rules() == []
