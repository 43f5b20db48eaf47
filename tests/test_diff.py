"""What is otherwise between two rule books: found for all profiles, shown by one, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from protection_rules import CaseProfile, Engine
from protection_rules.advice.model import Assessment
from protection_rules.analysis.difference.comparison import Difference, Finding, Open, compare
from protection_rules.analysis.difference.review import Review
from protection_rules.analysis.difference.ways import Standings
from protection_rules.analysis.difference.witnesses import Known, is_seen
from protection_rules.analysis.solver.inquiry import Inquiry
from protection_rules.analysis.solver.search import SolverDisagreement
from protection_rules.facts.text import Text
from protection_rules.facts.vocabulary import LIST_SECTIONS, NONE, NOT_ASKED, UNKNOWN, VOCABULARY
from protection_rules.logic.nodes import Always, Compare, Is, Not, Surely
from protection_rules.rulesets.load import load_rules
from protection_rules.rulesets.model import MODALITIES, URGENCIES, Rule, RuleBook
from tests.dense_books import Dense
from tests.generate import RandomRule, reference
from tests.invariant_breaks import altered, plain_rule, with_rules
from tests.profiles import random_profiles
from tests.rewritings import Rewriter
from tests.ruleset_edits import Edit, copied, copying, dropping, setting

BOOK: Final = load_rules()
STATUSES: Final = ("applies", "precaution", "verify")
STANDINGS: Final = ("not_recommended", "check_first", "possible", "preferred")


# an evaluation of its own: what two assessments of one profile differ in


def strength(one: Any) -> tuple[int, int, int]:
    return MODALITIES.index(one.modality), URGENCIES.index(one.urgency), STATUSES.index(one.status)


def advice(assessment: Assessment) -> dict[tuple[str, str, str], set[tuple[int, int, int]]]:
    """By action, subject and sense, how strongly, how soon and how surely it is advised; less is more."""
    found: dict[tuple[str, str, str], set[tuple[int, int, int]]] = {}
    for one in assessment.recommendations:
        sense = "not_to_do" if one.modality == "must_not" else "to_do"
        found.setdefault((one.action, one.subject, sense), set()).add(strength(one))
    return found


def lost(before: Assessment, after: Assessment) -> set[tuple[str, str, str]]:
    """The advice that is not given any more, or not as strongly, as soon and as surely."""
    old, new = advice(before), advice(after)
    return {
        topic
        for topic, pieces in old.items()
        for piece in pieces
        if not any(
            all(mine <= its for mine, its in zip(other, piece, strict=True)) for other in new.get(topic, ())
        )
    }


def raised(before: Assessment, after: Assessment) -> set[str]:
    """The options that stand higher."""
    old, new = (
        {one.subject: STANDINGS.index(one.standing) for one in each.options} for each in (before, after)
    )
    return {subject for subject, standing in old.items() if new[subject] > standing}


def topics_lost(before: Assessment, after: Assessment) -> set[str]:
    """What is lost from one to the other, as findings name it."""
    found = {
        f"advice.{action}.{subject.partition(':')[0]}.{sense}"
        for action, subject, sense in lost(before, after)
    }
    return found | {f"option.{subject.partition(':')[0]}" for subject in raised(before, after)}


def name(finding: Finding) -> str:
    """The id of a finding without its digest."""
    return finding.id.rpartition(".")[0]


def found_in(difference: Difference) -> dict[str, list[str]]:
    """Every finding by name, with the ways in which it is so."""
    return {name(finding): [way.kind for way in finding.ways] for finding in difference.findings}


def assert_shown(difference: Difference, old: Engine, new: Engine) -> int:
    """Every finding is shown by a profile that, read from its YAML, does so when it is evaluated."""
    count = 0
    for finding in difference.findings:
        for way in finding.ways:
            if way.shown is None:
                continue
            profile = CaseProfile.from_mapping(YAML(typ="safe").load(way.shown.before.to_yaml()))
            before, after = old.evaluate(profile), new.evaluate(profile)
            topic = finding.topic.name
            if topic.startswith("rule."):
                continue
            exposing = way.kind in {"exposes", "exposes_less"}
            # what exposes is lost when it is said less, and gained when it is said more
            less = (finding.side == "less") != exposing
            assert topic in (topics_lost(before, after) if less else topics_lost(after, before)), finding.id
            count += 1
    return count


# seeded faults in copies of the shipped rulesets


@dataclass(frozen=True)
class Seeded:
    """A fault, the rule it is in, how that rule relates to what it was, and what must be found."""

    ruleset: str
    edit: Edit
    rule: str
    relation: str
    found: dict[str, list[str]]


FAULTS: Final = {
    "a guard of a disclosure dropped": Seeded(
        "safe-referral",
        setting("C-REF-14", when={"service.referral_sent": "yes"}),
        "C-REF-14",
        "wider",
        {"less.advice.follow_up.service.to_do": ["exposes"]},
    ),
    "a guard of a prohibition narrowed": Seeded(
        "data-handling",
        setting(
            "C-DAT-05",
            when={"data_flow.recipient": "public", "data_flow.consent": {"not_known_to_be": "yes"}},
        ),
        "C-DAT-05",
        "narrower",
        {"less.advice.share_item.data_flow.not_to_do": ["gone", "silent"]},
    ),
    "a precaution made silent": Seeded(
        "mandatory-reporting",
        setting("C-MR-01", if_unknown="silent"),
        "C-MR-01",
        "narrower",
        {"less.advice.explain_reporting_limits.case.to_do": ["silent"]},
    ),
    "a precaution made to find out first": Seeded(
        "safe-accommodation",
        setting("C-ACC-01", if_unknown="verify"),
        "C-ACC-01",
        "narrower",
        {"less.advice.offer_safe_place.case.to_do": ["less_sure"]},
    ),
    "finding out first made silent": Seeded(
        "safe-accommodation",
        setting("C-ACC-02", if_unknown="silent"),
        "C-ACC-02",
        "narrower",
        {"less.advice.place_in_option.accommodation.not_to_do": ["silent"]},
    ),
    "a rule of the floor dropped": Seeded(
        "safe-accommodation",
        dropping("C-ACC-02"),
        "C-ACC-02",
        "removed",
        {
            "less.advice.place_in_option.accommodation.not_to_do": ["gone", "silent"],
            "less.option.accommodation": ["lifted", "released"],
        },
    ),
    "a rule no longer of the floor": Seeded(
        "safe-accommodation",
        setting("C-ACC-01", floor="no"),
        "C-ACC-01",
        "equivalent",
        {"less.rule.C-ACC-01.floor": ["unmarked"]},
    ),
    "a rule of the floor weakened": Seeded(
        "mandatory-reporting",
        setting("C-MR-01", urgency="within_72h"),
        "C-MR-01",
        "equivalent",
        {"less.advice.explain_reporting_limits.case.to_do": ["later"]},
    ),
    "a must turned should": Seeded(
        "safe-accommodation",
        setting("C-ACC-01", modality="should"),
        "C-ACC-01",
        "equivalent",
        {"less.advice.offer_safe_place.case.to_do": ["weaker"]},
    ),
    "two rules made to contradict": Seeded(
        "safe-accommodation",
        copying("C-ACC-01", "C-ACC-90", modality="must_not", floor="no"),
        "C-ACC-90",
        "added",
        {
            "less.advice.offer_safe_place.case.to_do": ["gone", "silent"],
            "less.advice.offer_safe_place.case.not_to_do": ["exposes"],
            "more.advice.offer_safe_place.case.not_to_do": ["new", "asks"],
        },
    ),
    "an exception added": Seeded(
        "safe-accommodation",
        setting("C-ACC-03", overrides=["C-ACC-02"]),
        "C-ACC-03",
        "equivalent",
        {
            "less.advice.place_in_option.accommodation.not_to_do": ["gone", "silent"],
            "less.option.accommodation": ["lifted"],
        },
    ),
    "a value changed": Seeded(
        "safe-referral",
        setting("C-REF-03", when={"service.days_since_verified": {"more_than": 120}}),
        "C-REF-03",
        "narrower",
        {"less.advice.recheck_provider.service.to_do": ["gone"]},
    ),
    "another value altogether": Seeded(
        "safe-referral",
        setting("C-REF-05", when={"service.travel_safe": "yes"}),
        "C-REF-05",
        "incomparable",
        {
            "less.advice.arrange_safe_travel.service.to_do": ["gone"],
            "more.advice.arrange_safe_travel.service.to_do": ["new"],
        },
    ),
    "another action": Seeded(
        "safe-referral",
        setting("C-REF-05", action="recheck_provider"),
        "C-REF-05",
        "equivalent",
        {"less.advice.arrange_safe_travel.service.to_do": ["gone", "silent"]},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found_and_shown_by_a_profile(fault: str, tmp_path: Path) -> None:
    seeded = FAULTS[fault]
    folder = copied(tmp_path / "new", (seeded.ruleset, seeded.edit))
    difference = compare(BOOK, load_rules(folder))
    (told,) = difference.rules
    assert (told.rule, told.relation) == (seeded.rule, seeded.relation)
    assert difference.is_decided
    assert not Review.of(difference).passes
    found = found_in(difference)
    for finding, kinds in seeded.found.items():
        assert set(kinds) <= set(found[finding]), found
    shown = assert_shown(difference, Engine(BOOK), Engine.load(folder))
    assert shown or seeded.relation == "equivalent"


def outcome(rule: Rule, profile: Any) -> set[tuple[str, bool]]:
    """Whom the rule speaks of and whether for certain, by the reference evaluation of its condition alone."""
    alone = RandomRule(rule.id, rule.about, rule.condition, rule.not_asked_is_unknown)
    matches = reference([alone], CaseProfile.from_mapping(profile).case)
    return {(match.subject, match.certain) for match in matches}


@pytest.mark.parametrize(
    ("rule", "when"),
    [
        # other rules see to it that nobody hears of this one
        ("C-REF-04", Is("service.staff_trained", frozenset({"yes"}))),
        ("C-ACC-01", Is("risk.safe_tonight", frozenset({"no"}))),
    ],
)
def test_what_shows_another_condition_does_so_in_the_reference_evaluation(rule: str, when: Is) -> None:
    new = altered(BOOK, rule, lambda old: replace(old, when=when))
    (before,) = [each for each in BOOK.rules if each.id == rule]
    (after,) = [each for each in new.rules if each.id == rule]
    difference = compare(BOOK, new)
    (told,) = difference.rules
    shown = [way.shown for finding in difference.findings for way in finding.ways if way.shown is not None]
    assert told.shown
    for each in (*shown, *(each for _, each in told.shown)):
        assert outcome(before, each.before.profile) != outcome(after, each.before.profile)


# what makes no difference


def test_the_same_folder_is_the_same(tmp_path: Path) -> None:
    difference = compare(BOOK, load_rules(copied(tmp_path / "copy", ("safe-referral", lambda _: None))))
    assert (difference.rules, difference.parts, difference.findings) == ((), (), ())
    assert Review.of(difference).summary.en.startswith("The same advice for every profile.")


@settings(max_examples=16)
@given(st.integers(min_value=0, max_value=2**32))
def test_rules_in_another_order_and_conditions_written_otherwise_are_the_same(seed: int) -> None:
    difference = compare(BOOK, Rewriter(Random(seed)).book(BOOK))
    assert difference.findings == ()
    assert all(each.is_equivalent and each.rewritten for each in difference.rules)
    assert Review.of(difference).passes


@settings(max_examples=12)
@given(st.integers(min_value=0, max_value=2**32))
def test_random_rules_that_meet_are_the_same_when_written_otherwise(seed: int) -> None:
    random = Random(seed)
    old = Dense(random.randrange(1000)).book()
    difference = compare(old, Rewriter(random).book(old))
    assert difference.findings == ()
    assert all(each.is_equivalent for each in difference.rules)


def test_a_set_in_another_order_and_a_comment_are_no_difference_at_all(tmp_path: Path) -> None:
    def turned(data: dict[str, Any]) -> None:
        data["rules"].reverse()
        for rule in data["rules"]:
            rule["when"] = _turned(rule["when"])

    folder = copied(tmp_path / "new", ("data-handling", turned), ("mandatory-reporting", turned))
    path = folder / "diverse-needs.yaml"
    path.write_text("# another comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    difference = compare(BOOK, load_rules(folder))
    assert difference.findings == ()
    assert all(each.is_equivalent for each in difference.rules)


def _turned(when: Any) -> Any:
    if isinstance(when, dict):
        return {key: _turned(value) for key, value in reversed(when.items())}
    return [_turned(each) for each in reversed(when)] if isinstance(when, list) else when


def test_other_words_are_told_as_words_only(tmp_path: Path) -> None:
    words = {"en": "Offer a place for tonight", "ar": "اعرض مكاناً لهذه الليلة"}
    folder = copied(tmp_path / "new", ("safe-accommodation", setting("C-ACC-01", summary=words)))
    difference = compare(BOOK, load_rules(folder))
    (told,) = difference.rules
    assert told.words_only
    assert [change.field for change in told.changes] == ["summary"]
    assert Review.of(difference).passes


def test_another_name_for_a_rule_is_the_same_advice() -> None:
    renamed = altered(BOOK, "C-ACC-01", lambda rule: replace(rule, id="C-ACC-99"))
    difference = compare(BOOK, renamed)
    assert [(one.rule, one.relation) for one in difference.rules] == [
        ("C-ACC-01", "removed"),
        ("C-ACC-99", "added"),
    ]
    assert difference.findings == ()


# what is more protective, and what is both


def test_what_is_raised_is_more_protective_and_passes() -> None:
    raised = altered(
        BOOK, "C-REF-05", lambda rule: replace(rule, urgency="immediate", if_unknown="precaution")
    )
    difference = compare(BOOK, raised)
    assert found_in(difference)["more.advice.arrange_safe_travel.service.to_do"] == ["surer", "sooner"]
    assert difference.on("less") == ()
    assert Review.of(difference).passes


def test_help_that_lets_somebody_learn_something_is_both_when_it_comes_and_when_it_goes() -> None:
    without = with_rules(BOOK, [rule for rule in BOOK.rules if rule.id != "C-REF-14"])
    gone, come = found_in(compare(BOOK, without)), found_in(compare(without, BOOK))
    topic = "advice.follow_up.service.to_do"
    assert (gone[f"less.{topic}"], gone[f"more.{topic}"]) == (["gone"], ["exposes_less"])
    assert (come[f"less.{topic}"], come[f"more.{topic}"]) == (["exposes"], ["new"])


def test_a_rule_that_may_be_shown_to_more_people_is_less_protective() -> None:
    (rule, *_) = [each for each in BOOK.rules if each.reveals]
    shown = altered(BOOK, rule.id, lambda each: replace(each, reveals=False))
    (finding,) = compare(BOOK, shown).findings
    assert (name(finding), [way.kind for way in finding.ways]) == (
        f"less.rule.{rule.id}.reveals",
        ["unmarked"],
    )
    (way,) = finding.ways
    assert way.shown is not None
    assert rule.id in {one.rule for one in Engine(shown).evaluate(way.shown.before.profile).recommendations}


def test_an_option_that_was_ruled_out_and_stands_higher_is_told_apart() -> None:
    refer = next(action.id for action in BOOK.actions.values() if action.standing == "for")
    against = plain_rule(
        BOOK,
        Is("service.reports_to_police", frozenset({"yes"})),
        id="X-TEST-01",
        about="service",
        modality="must_not",
        action=refer,
        if_unknown="verify",
    )
    old = with_rules(BOOK, [against])
    for changed, kinds in (
        (replace(against, if_unknown="silent"), []),
        (replace(against, when=Not(Always())), ["lifted", "released"]),
        (replace(against, when=Surely(against.when)), ["released"]),
    ):
        found = found_in(compare(old, with_rules(BOOK, [changed])))
        assert found.get("less.option.service", []) == kinds


# everything that differs is found


def mutated(dense: Dense, random: Random) -> tuple[RuleBook, RuleBook]:
    """A random rule book, and the same with a few rules otherwise."""
    old = new = dense.book()
    for rule in random.sample(old.rules, 3):
        change = random.choice(
            [
                {"when": dense.condition(rule.about)},
                {"modality": random.choice(MODALITIES)},
                {"if_unknown": random.choice(["precaution", "verify", "silent"])},
                {"urgency": random.choice(URGENCIES)},
                {"overrides": (random.choice(old.rules).id,)},
                {"tier": random.choice(["life", "routine"])},
                {"action": random.choice(dense.actions)},
            ]
        )
        new = altered(new, rule.id, lambda each, change=change: replace(each, **change))
    return old, new


@pytest.mark.parametrize("block", range(3))
def test_what_random_profiles_lose_is_found_and_what_is_found_is_lost(block: int) -> None:
    kinds: set[str] = set()
    for seed in range(4 * block, 4 * block + 4):
        old, new = mutated(Dense(seed), Random(seed))
        difference = compare(old, new)
        found = found_in(difference)
        kinds |= {kind for each in found.values() for kind in each}
        before, after = Engine(old), Engine(new)
        assert_shown(difference, before, after)
        for profile in random_profiles(30, seed, known=0.7):
            was = before.evaluate(profile, cross_check=False)
            is_ = after.evaluate(profile, cross_check=False)
            assert {f"less.{topic}" for topic in topics_lost(was, is_)} <= found.keys()
            assert {f"more.{topic}" for topic in topics_lost(is_, was)} <= found.keys()
    assert {"gone", "new"} <= kinds


# which profiles


def meets(known: Known, profile: CaseProfile) -> bool:
    """Whether a profile has one of the things that suffice."""
    case = profile.case
    items = case.items.get(known.section) if known.section in LIST_SECTIONS else None
    if known.fact is None:
        if known.section == "operation":
            there = case.has_operation
        elif known.item is None:
            there = items is not None
        else:
            there = len(items or ()) > known.item
        return there != known.absent
    if known.item is not None:
        if len(items or ()) <= known.item:
            return False
        value = (items or ())[known.item].facts[known.fact]
    else:
        value = case.facts[known.fact]
    cells = value if isinstance(value, frozenset) else {value}
    meeting = any(
        (low <= cell <= high if isinstance(cell, int) else False)
        if isinstance(wanted, tuple) and (low := wanted[0], high := wanted[1])
        else cell == wanted
        for cell in cells
        for wanted in known.values
    )
    return meeting != known.absent


def forced(profile: dict[str, Any], known: tuple[Known, ...], random: Random) -> dict[str, Any]:
    """The profile with what suffices, and all else as it was; items are called as those of a space."""
    made: dict[str, Any] = {
        name: [{key: value for key, value in item.items() if key != "id"} for item in section]
        if isinstance(section, list)
        else section
        for name, section in profile.items()
    }
    for each in known:
        if each.item is not None and not each.absent:
            listed = made.setdefault(each.section, [])
            listed += [{} for _ in range(each.item + 1 - len(listed))]
        if each.fact is None:
            if each.section == "operation":
                made.pop("operation", None) if each.absent else made.setdefault("operation", {})
            elif each.item is not None and each.absent:
                made[each.section] = made.get(each.section, [])[: each.item]
            elif each.absent:
                made.pop(each.section, None)
            else:
                made.setdefault(each.section, [])
    members: dict[tuple[str, int | None], list[Known]] = {}
    for each in known:
        if each.fact is None:
            continue
        entry = VOCABULARY[each.fact]
        if each.item is not None:
            listed = made.setdefault(each.section, [])
            listed += [{} for _ in range(each.item + 1 - len(listed))]
        facts = made.setdefault(each.section, {}) if each.item is None else made[each.section][each.item]
        if entry.kind == "choices":
            members.setdefault((each.fact, each.item), []).append(each)
        else:
            value = random.choice(each.values)
            facts[entry.name] = random.randint(*value) if isinstance(value, tuple) else value
    for (fact, item), wanted in members.items():
        entry = VOCABULARY[fact]
        facts = made[entry.section] if item is None else made[entry.section][item]
        there = {value for each in wanted if not each.absent for value in each.values}
        gone = {value for each in wanted if each.absent for value in each.values}
        others = [code for code in entry.codes if code not in gone and random.random() < 0.2]
        markers = there & {UNKNOWN, NOT_ASKED}
        facts[entry.name] = sorted(markers or there | set(others)) or [NONE]
        if markers == {UNKNOWN}:
            facts[entry.name] = UNKNOWN
    return made


EVERYWHERE: Final = {
    "C-ACC-01": {"urgency": "routine"},
    "C-ACC-02": {"if_unknown": "silent"},
    "C-REF-03": {"when": Compare("service.days_since_verified", "more_than", 20)},
    "C-MR-01": {"modality": "may"},
    "C-DAT-05": {"when": Is("data_flow.recipient", frozenset({"public"}))},
    "C-REF-13": {"overrides": ()},
}


@pytest.mark.parametrize("rule", EVERYWHERE)
def test_every_profile_that_has_what_suffices_shows_the_difference(rule: str) -> None:
    new = altered(BOOK, rule, lambda each: replace(each, **EVERYWHERE[rule]))
    before, after, random = Engine(BOOK), Engine(new), Random(7)
    tried = 0
    for finding in compare(BOOK, new).findings:
        for way in finding.ways:
            if way.shown is None or way.shown.everywhere is None:
                continue
            for profile in random_profiles(8, tried, most_items=6):
                checked = CaseProfile.from_mapping(forced(profile, way.shown.everywhere, random))
                assert all(meets(known, checked) for known in way.shown.everywhere)
                seen = [engine.evaluate(checked, cross_check=False) for engine in (before, after)]
                assert is_seen(finding.topic, way.kind, *seen), (finding.id, way.kind)
                tried += 1
    assert tried >= 8


def test_nothing_is_claimed_where_the_evaluation_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    new = altered(BOOK, "C-ACC-01", lambda rule: replace(rule, modality="should"))
    replayed = Inquiry.replayed

    def as_before(self: Inquiry, profile: Any) -> Any:
        return replayed(self if self.book is BOOK else Inquiry(BOOK, self.space), profile)

    monkeypatch.setattr(Inquiry, "replayed", as_before)
    with pytest.raises(SolverDisagreement, match=r"advice\.offer_safe_place\.case\.to_do"):
        compare(BOOK, new)


# ids


def ids(new: RuleBook, old: RuleBook = BOOK) -> dict[str, str]:
    return {name(finding): finding.id for finding in compare(old, new).findings}


def test_an_id_is_the_same_beside_other_changes_and_another_once_the_difference_is() -> None:
    def otherwise(rule: Rule) -> Rule:
        return replace(rule, modality="should")

    topic = "less.advice.offer_safe_place.case.to_do"
    once = ids(altered(BOOK, "C-ACC-01", otherwise))[topic]
    reworded = altered(
        BOOK,
        "C-ACC-01",
        lambda rule: replace(rule, modality="should", when=Not(Not(rule.when)), reviewers=("case_worker",)),
    )
    beside = altered(altered(BOOK, "C-ACC-01", otherwise), "C-REF-05", otherwise)
    again = altered(BOOK, "C-ACC-01", lambda rule: replace(rule, modality="may"))
    wider = altered(BOOK, "C-ACC-01", lambda rule: replace(rule, modality="should", urgency="routine"))
    assert ids(reworded)[topic] == once
    assert ids(beside)[topic] == once
    assert len({once, ids(again)[topic], ids(wider)[topic]}) == 3


def test_an_id_changes_when_a_rule_that_bears_on_the_advice_does() -> None:
    def silent(rule: Rule) -> Rule:
        return replace(rule, if_unknown="silent")

    once = altered(BOOK, "C-ACC-02", silent)
    other = altered(once, "C-ACC-04", lambda rule: replace(rule, urgency="routine"))
    topic = "less.advice.place_in_option.accommodation.not_to_do"
    assert ids(once)[topic] != ids(other)[topic]


# what is not compared for profiles


def test_what_else_changed_is_named() -> None:
    label = Text("another name", "اسم آخر")
    action = replace(BOOK.actions["offer_safe_place"], label=label)
    audience = next(iter(BOOK.audiences.values()))
    new = replace(
        BOOK,
        actions={**BOOK.actions, "offer_safe_place": action},
        audiences={**BOOK.audiences, audience.id: replace(audience, title=label)},
        exclusions=(),
    )
    difference = compare(BOOK, new)
    assert difference.findings == ()
    told = {part.part: (part.removed, part.changed) for part in difference.parts}
    assert told["actions"] == ((), ("offer_safe_place",))
    assert told["audiences"] == ((), (audience.id,))
    assert len(told["exclusions"][0]) == len(BOOK.exclusions)


def test_an_action_that_bears_otherwise_on_options_is_found_where_it_is_heard() -> None:
    refer = BOOK.actions["refer_to_service"]
    new = replace(BOOK, actions={**BOOK.actions, refer.id: replace(refer, standing="none")})
    found = found_in(compare(BOOK, new))
    assert "lifted" in found["less.option.service"]
    assert "not_favoured" in found["more.option.service"]


def test_rules_about_another_subject_are_not_compared_but_their_advice_is() -> None:
    new = altered(BOOK, "C-REF-05", lambda rule: replace(rule, about="case", when=Always()))
    difference = compare(BOOK, new)
    (told,) = difference.rules
    assert told.relation == "not_compared"
    found = found_in(difference)
    assert "gone" in found["less.advice.arrange_safe_travel.service.to_do"]
    assert "new" in found["more.advice.arrange_safe_travel.case.to_do"]


def test_what_is_not_decided_does_not_pass() -> None:
    difference = replace(compare(BOOK, BOOK), not_decided=(Open("less", Standings("service"), "lifted"),))
    assert not Review.of(difference).passes
    assert "Not decided: 1" in Review.of(difference).summary.en
