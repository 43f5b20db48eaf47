"""Overlays: what an operation may add to the rules, what it may not, and when it is in force."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from protection_rules import Engine, RulesetError
from protection_rules.advice.model import Assessment
from protection_rules.rulesets import folder as folder_module
from protection_rules.rulesets.content import shipped_rulesets
from protection_rules.rulesets.floor import may_set_aside, support
from protection_rules.rulesets.load import check_rules, load_rules, read_rules
from protection_rules.rulesets.model import MODALITIES, TIERS, URGENCIES
from tests.books import rule, write_book
from tests.profiles import random_profiles
from tests.test_readme import BLOCK, ROOT, commands, matches, run
from tests.test_readme import folder as folder  # noqa: PLC0414  # a fixture

EXAMPLE = ROOT / "examples" / "overlay-maravel"
STATUSES = ("verify", "precaution", "applies")
BOOK = load_rules()
PLAIN = Engine(BOOK)
SAYS = {"en": "Because it is so here", "ar": "لأن الحال هنا كذلك"}
UNSAFE = {"profile": 1, "risk": {"safe_tonight": "no"}}


def write_overlay(folder: Path, *, rules: Iterable[dict[str, Any]] = (), **head: Any) -> Path:
    """An overlay with these amendments and dates in its head, and these rules in a ruleset of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Any] = {
        "overlay": folder.name,
        "version": "1.0.0",
        "title": {"en": "An overlay", "ar": "إضافة"},
        "purpose": {"en": "For tests.", "ar": "للاختبار."},
        "responsible": {"en": "head of office", "ar": "رئيس المكتب"},
    } | head
    files = {"overlay": written}
    listed = list(rules)
    if listed:
        files["own"] = {
            "ruleset": f"own-of-{folder.name}",
            "version": "1.0.0",
            "decision_point": "own",
            "title": {"en": "Our own", "ar": "قواعدنا"},
            "purpose": {"en": "For tests.", "ar": "للاختبار."},
            "tier": "routine",
            "rules": listed,
        }
    for name, data in files.items():
        text = json.dumps(data, ensure_ascii=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def amendment(name: str, **fields: Any) -> dict[str, Any]:
    return {"rule": name, "because": SAYS, **fields}


def codes(*overlays: Path, folder: Path | None = None) -> list[str]:
    return [fault.code for fault in read_rules(folder, overlays)[1]]


@pytest.fixture
def below(tmp_path: Path) -> Path:
    """A folder of three rules: one of the floor, what opposes it, and what keeps that away."""
    rules = [
        rule("X-01", "risk.safe_tonight: no", action="treat", tier="decision", floor="yes"),
        rule("X-02", "person.acute_distress: yes", action="treat", modality="must_not", tier="life"),
        rule("X-03", "person.acute_distress: yes", action="warn", tier="law", overrides=["X-02"]),
        rule("X-04", "risk.safe_tonight: no", action="talk", modality="may", urgency="routine"),
        rule("X-05", "person.age_group: adult_18_59", action="refer", modality="should", about="service"),
        rule("X-06", "risk.threat_sources: {includes: family}", action="one_file"),
        rule("X-07", "risk.safe_tonight: no", action="protect", modality="must_not", tier="routine"),
    ]
    folder = tmp_path / "below"
    folder.mkdir()
    return write_book(folder, rules)


# what an overlay may do


def test_without_an_overlay_an_assessment_says_nothing_of_overlays_or_dates() -> None:
    told = json.loads(PLAIN.evaluate(UNSAFE).to_json())

    assert "overlays" not in told
    assert "as_of" not in told
    assert all(set(each) == {"id", "version", "digest"} for each in told["rulesets"])


def test_the_result_names_the_overlay_and_the_rulesets_it_changed() -> None:
    book = load_rules(None, [EXAMPLE], date(2026, 7, 1))
    told = json.loads(Engine(book).evaluate(UNSAFE).to_json())

    (overlay,) = told["overlays"]
    assert (overlay["id"], overlay["version"]) == ("maravel", "1.0.0")
    assert overlay["digest"].startswith("sha256:")
    assert told["as_of"] == "2026-07-01"
    changed = {each["id"]: each["changed_by"] for each in told["rulesets"] if "changed_by" in each}
    assert changed == {
        key: ["maravel"] for key in ("operation-readiness", "safe-accommodation", "safe-referral")
    }
    before = {each.id: each.digest for each in BOOK.rulesets}
    differing = {each["id"] for each in told["rulesets"] if before.get(each["id"]) != each["digest"]}
    assert differing == {*changed, "river-crossing"}


def test_the_overlays_digest_changes_with_any_of_its_files(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "copy"))

    def digest() -> str:
        return load_rules(None, [copy], date(2026, 7, 1)).overlays[0].digest

    digests = {digest()}
    for path in sorted(copy.iterdir()):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("    en: ", "    en: Also ", 1).replace("  en: T", "  en: U", 1), "utf-8"
        )
        assert path.read_text(encoding="utf-8") != text, path.name
        digests.add(digest())
    assert len(digests) == 1 + len(list(copy.iterdir()))


def test_advice_is_raised_reworded_and_widened_as_the_amendment_says(below: Path, tmp_path: Path) -> None:
    words = {"en": "Talk at once", "ar": "تحدّث فوراً"}
    more = {"en": "The room is upstairs.", "ar": "الغرفة في الطابق العلوي."}
    changes = amendment(
        "X-04",
        modality="must",
        urgency="immediate",
        summary=words,
        adds=more,
        also_when={"person.acute_distress": "yes"},
    )
    engine = Engine.load(below, [write_overlay(tmp_path / "more", amend=[changes])])

    (advice,) = (
        each
        for each in engine.evaluate({"profile": 1, "person": {"acute_distress": "yes"}}).recommendations
        if each.rule == "X-04"
    )
    assert (advice.modality, advice.urgency, advice.status) == ("must", "immediate", "applies")
    assert (advice.summary.en, advice.summary.ar) == (words["en"], words["ar"])
    assert advice.detail.en == f"How to do 4. {more['en']}"
    assert advice.detail.ar == f"كيف يُفعل 4. {more['ar']}"


def test_a_rule_of_the_floor_is_raised_and_has_more_to_say_and_keeps_its_words(
    below: Path, tmp_path: Path
) -> None:
    more = {"en": "The ward is open.", "ar": "الجناح مفتوح."}
    changes = amendment("X-01", urgency="immediate", if_unknown="precaution", adds=more)
    engine = Engine.load(below, [write_overlay(tmp_path / "more", amend=[changes])])

    (advice,) = (each for each in engine.evaluate({"profile": 1}).recommendations if each.rule == "X-01")
    assert (advice.status, advice.urgency) == ("precaution", "immediate")
    assert advice.summary.en == "Find out 1"
    assert advice.detail.en == "How to find out 1. The ward is open."


def test_what_an_overlay_adds_to_the_shared_files_can_be_used_by_its_rules() -> None:
    book = load_rules(None, [EXAMPLE], date(2026, 7, 1))
    own = {each.id: each for each in book.rules if each.id.startswith("MAR-")}

    assert {name: each.ruleset for name, each in own.items()} == {
        "MAR-01": "river-crossing",
        "MAR-02": "safe-accommodation",
    }
    assert {"offer_boat_place"} == set(book.actions) - set(BOOK.actions)
    assert {"unsafe_way"} == set(book.terms) - set(BOOK.terms)
    assert {"S-MARAVEL-BOATS"} == set(book.standards) - set(BOOK.standards)
    assert set(BOOK.audiences) == set(book.audiences)


def test_a_second_overlay_lies_on_the_first(below: Path, tmp_path: Path) -> None:
    first = write_overlay(tmp_path / "first", amend=[amendment("X-04", modality="should")])
    second = write_overlay(tmp_path / "second", amend=[amendment("X-04", modality="must")])

    book = load_rules(below, [first, second])
    assert next(each for each in book.rules if each.id == "X-04").modality == "must"
    assert book.rulesets[0].changed_by == ("first", "second")
    assert codes(second, first, folder=below) == ["not-raised"]


def test_the_floor_of_one_overlay_binds_the_next(below: Path, tmp_path: Path) -> None:
    own = rule("Y-01", "always", action="two_files", tier="law", floor="yes")
    against = rule("Z-01", "always", action="two_files", tier="life", modality="must_not")
    first = write_overlay(tmp_path / "first", rules=[own])
    second = write_overlay(tmp_path / "second", rules=[against])

    assert codes(first, second, folder=below) == ["weakens-floor"]
    assert codes(first, folder=below) == codes(second, folder=below) == []


# what an overlay may not do


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"modality": "should"}, "not-raised"),
        ({"modality": "must_not"}, "not-raised"),
        ({"detail": SAYS}, "weakens-floor"),
        ({"when_unknown": {"summary": SAYS}}, "weakens-floor"),
        ({}, "missing-field"),
        ({"unless": "always"}, "unknown-field"),
        ({"when": "always"}, "unknown-field"),
        ({"overrides": []}, "unknown-field"),
        ({"tier": "routine"}, "unknown-field"),
        ({"floor": "no"}, "unknown-field"),
        ({"until": "2026-01-01"}, "unknown-field"),
        ({"adds": {"en": "x" * 1200, "ar": "ص" * 1200}}, "too-long"),
        ({"also_when": {"risk.no_such_fact": "yes"}}, "unknown-fact"),
    ],
)
def test_a_rule_of_the_floor_cannot_be_changed_otherwise(
    fields: dict[str, Any], code: str, below: Path, tmp_path: Path
) -> None:
    overlay = write_overlay(tmp_path / "more", amend=[amendment("X-01", **fields)])

    assert code in codes(overlay, folder=below)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"action": "treat", "modality": "must_not", "tier": "decision"}, True),
        ({"action": "treat", "modality": "must_not", "tier": "life"}, True),
        ({"action": "treat", "modality": "must_not", "tier": "confidentiality"}, False),
        ({"action": "treat", "modality": "must_not", "tier": "life", "about": "service"}, False),
        ({"action": "treat", "modality": "must", "tier": "life"}, False),
        ({"action": "talk", "overrides": ["X-01"]}, True),
        # what keeps the opponent of the floor away is needed too
        ({"action": "talk", "overrides": ["X-03"]}, True),
        ({"action": "warn", "modality": "must_not", "tier": "law"}, True),
        ({"action": "talk", "overrides": ["X-02"]}, False),
        ({"action": "talk", "overrides": ["X-04"]}, False),
    ],
)
def test_a_rule_of_an_overlay_that_could_set_aside_what_the_floor_needs_is_refused(
    fields: dict[str, Any], refused: bool, below: Path, tmp_path: Path
) -> None:
    overlay = write_overlay(tmp_path / "more", rules=[rule("Y-01", "always", **fields)])

    assert codes(overlay, folder=below) == (["weakens-floor"] if refused else [])


def test_a_rule_that_bars_what_the_floor_advises_for_listed_items_is_refused(tmp_path: Path) -> None:
    floor = rule("X-01", "always", action="refer", about="accommodation", tier="decision", floor="yes")
    folder = tmp_path / "below"
    folder.mkdir()
    write_book(folder, [floor])

    def with_tier(tier: str) -> Path:
        return write_overlay(tmp_path / tier, rules=[rule("Y-01", "always", action="hold_back", tier=tier)])

    assert codes(with_tier("life"), folder=folder) == ["weakens-floor"]
    assert codes(with_tier("law"), folder=folder) == []


def test_a_rule_of_ours_that_may_set_aside_the_floor_is_not_widened(below: Path, tmp_path: Path) -> None:
    wider = amendment("X-02", also_when={"person.age_group": "adult_18_59"})

    assert codes(write_overlay(tmp_path / "more", amend=[wider]), folder=below) == ["weakens-floor"]
    raised = amendment("X-02", urgency="immediate")
    assert codes(write_overlay(tmp_path / "other", amend=[raised]), folder=below) == []


def test_a_disclosing_action_is_not_advised_as_a_precaution(below: Path, tmp_path: Path) -> None:
    overlay = write_overlay(tmp_path / "more", amend=[amendment("X-05", if_unknown="precaution")])

    (fault,) = read_rules(below, [overlay])[1]
    assert fault.code == "disclosing-precaution"
    assert Path(fault.file).parent == overlay


def test_advice_against_protection_is_not_given_sooner(below: Path, tmp_path: Path) -> None:
    overlay = write_overlay(tmp_path / "more", amend=[amendment("X-07", if_unknown="verify")])

    assert codes(overlay, folder=below) == ["not-raised"]


def test_a_rule_that_reads_what_may_be_not_asked_takes_no_new_precautions(
    below: Path, tmp_path: Path
) -> None:
    tightened = amendment("X-06", if_unknown="precaution")

    assert codes(write_overlay(tmp_path / "more", amend=[tightened]), folder=below) == ["not-raised"]
    finding_out = amendment("X-06", if_unknown="verify")
    assert codes(write_overlay(tmp_path / "other", amend=[finding_out]), folder=below) == []


@pytest.mark.parametrize("name", ["invariants.yaml", "terminology.yaml", "versions.yaml"])
def test_a_file_that_only_a_folder_of_rulesets_has_is_not_read_in_silence(name: str, tmp_path: Path) -> None:
    overlay = write_overlay(tmp_path / "more")
    shutil.copy(shipped_rulesets() / name, overlay)

    assert codes(overlay) == ["unread-file"]


def test_what_is_there_cannot_be_written_anew(tmp_path: Path) -> None:
    overlay = write_overlay(tmp_path / "more")
    for name in ("terms", "actions", "standards", "guidance", "audiences"):
        shutil.copy(shipped_rulesets() / f"{name}.yaml", overlay)
    shutil.copy(shipped_rulesets() / "safe-referral.yaml", overlay)

    assert set(codes(overlay)) == {"duplicate-id"}


def test_a_rule_that_would_show_an_audience_more_than_its_clearance_is_refused(tmp_path: Path) -> None:
    cleared = next(
        each for each in BOOK.audiences.values() if each.form == "advice" and len(each.sensitivities) < 3
    )
    about = min(cleared.subjects)
    grounds = {"basis": "guidance", "guidance": ["ST1.6"]}
    own = rule(
        "Y-01",
        "risk.outing_threat: yes",
        about=about,
        action=BOOK.rules[0].action,
        override_reasons=[next(iter(BOOK.override_reasons))],
        grounds=grounds,
    )

    assert set(codes(write_overlay(tmp_path / "open", rules=[own]))) == {"above-clearance"}
    assert codes(write_overlay(tmp_path / "closed", rules=[own | {"reveals": "yes"}])) == []


def test_an_overlay_without_its_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesetError, match="missing-file"):
        Engine.load(None, [tmp_path])


# when it is in force


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_an_overlay_is_in_force_from_its_first_day_to_its_last(
    day: str, in_force: bool, below: Path, tmp_path: Path
) -> None:
    dates = {"from": "2026-03-01", "until": "2026-03-31"}
    overlay = write_overlay(tmp_path / "march", rules=[rule("Y-01", "always", action="talk")], **dates)

    told = Engine.load(below, [overlay], date.fromisoformat(day)).evaluate(UNSAFE)
    assert [each.id for each in told.overlays or ()] == (["march"] if in_force else [])
    assert ("Y-01" in {each.rule for each in told.recommendations}) == in_force
    assert told.as_of == date.fromisoformat(day)


def test_a_rule_is_in_force_from_its_first_day_to_its_last_and_the_result_names_it_otherwise(
    tmp_path: Path,
) -> None:
    dated = rule("X-01", "always") | {"from": "2026-03-01", "until": "2026-03-31"}
    folder = write_book(tmp_path, [dated, rule("X-02", "always", action="talk")])

    def found(day: str) -> tuple[set[str], tuple[str, ...] | None]:
        told = Engine.load(folder, as_of=date.fromisoformat(day)).evaluate({"profile": 1})
        return {each.rule for each in told.recommendations}, told.rulesets[0].not_in_force

    assert found("2026-03-01") == found("2026-03-31") == ({"X-01", "X-02"}, None)
    assert found("2026-02-28") == found("2026-04-01") == ({"X-02"}, ("X-01",))


def test_without_a_day_the_day_of_loading_decides_once(
    below: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        now_is = date(2026, 3, 31)

        @classmethod
        def now(cls) -> Clock:
            return cls()

        def astimezone(self) -> Clock:
            return self

        def date(self) -> date:
            day = Clock.now_is
            Clock.now_is += timedelta(days=1)
            return day

    monkeypatch.setattr(folder_module, "datetime", Clock)
    overlay = write_overlay(tmp_path / "march", until="2026-03-31")
    engine = Engine.load(below, [overlay, write_overlay(tmp_path / "too", until="2026-03-31")])

    for _ in range(2):
        told = engine.evaluate({"profile": 1})
        assert told.as_of == date(2026, 3, 31)
        assert [each.id for each in told.overlays or ()] == ["march", "too"]


def test_without_dates_the_day_changes_nothing(below: Path, tmp_path: Path) -> None:
    overlay = write_overlay(tmp_path / "more", amend=[amendment("X-04", urgency="immediate")])

    days = [date(1990, 1, 1), None, date(2090, 1, 1)]
    assert len({Engine.load(below, [overlay], day).evaluate(UNSAFE).to_json() for day in days}) == 1


def test_faults_of_an_overlay_are_told_before_it_is_in_force(below: Path, tmp_path: Path) -> None:
    weak = [amendment("X-01", modality="may")]
    overlay = write_overlay(tmp_path / "later", amend=weak, **{"from": "2031-01-01"})

    (fault,) = check_rules(below, [overlay], date(2030, 1, 1))
    assert fault.code == "not-raised"


# the floor holds


def test_the_floor_is_what_must_not_be_done_and_what_must_be_done_in_the_first_three_tiers() -> None:
    strong = ("life", "decision", "confidentiality")
    for each in BOOK.rules:
        meant = each.modality == "must_not" or (each.modality == "must" and each.tier in strong)
        assert each.floor == meant, each.id


def own_rule(choose: random.Random, number: int) -> dict[str, Any]:
    """A random rule of an overlay, made to get in the way of ours."""
    ours = choose.choice(BOOK.rules)
    condition = choose.choice(["always", "risk.safe_tonight: no", "person.age_group: adult_18_59"])
    return rule(
        f"Y-{number:03}",
        condition,
        about=choose.choice([ours.about, "case"]),
        action=ours.action,
        modality=choose.choice(MODALITIES),
        tier=choose.choice(TIERS),
        urgency=choose.choice(URGENCIES),
        if_unknown=choose.choice(["silent", "verify"]),
        overrides=[choose.choice(BOOK.rules).id] if choose.random() < 0.3 else [],
        reveals="yes",
        override_reasons=[next(iter(BOOK.override_reasons))],
    )


def own_amendment(choose: random.Random, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"urgency": "immediate"}
    if choose.random() < 0.5:
        fields["if_unknown"] = choose.choice(["verify", "precaution"])
        ours = next(each for each in BOOK.rules if each.id == name)
        if ours.when_unknown is None:
            fields["when_unknown"] = {"summary": SAYS, "detail": SAYS}
    if choose.random() < 0.5:
        fields["also_when"] = choose.choice(
            [{"person.acute_distress": "yes"}, {"not": {"risk.safe_tonight": "yes"}}]
        )
    if choose.random() < 0.5:
        fields["modality"] = "must"
    return amendment(name, **fields)


def accepted(folder: Path, seed: int) -> tuple[Path, int]:
    """A random overlay without what the loader refuses, and how much that was."""
    choose = random.Random(seed)
    rules = {each["id"]: each for each in (own_rule(choose, number) for number in range(60))}
    names = [each.id for each in choose.sample(BOOK.rules, 40)]
    amendments = {name: own_amendment(choose, name) for name in names}
    refused = 0
    while faults := read_rules(None, [_laid(folder, rules, amendments)])[1]:
        named = {
            name for fault in faults for name in (*rules, *amendments) if f"rule `{name}`" in fault.message.en
        }
        assert named, faults
        refused += len(named)
        rules = {name: each for name, each in rules.items() if name not in named}
        amendments = {name: each for name, each in amendments.items() if name not in named}
    assert len(rules) > 5
    assert len(amendments) > 3
    return folder, refused


def _laid(folder: Path, rules: dict[str, Any], amendments: dict[str, Any]) -> Path:
    return write_overlay(folder, rules=rules.values(), amend=list(amendments.values()))


def lost(before: Assessment, after: Assessment) -> list[str]:
    """Floor advice that is gone, or weaker than it was."""
    floor = {each.id for each in BOOK.rules if each.floor}
    now = {(each.rule, each.subject): each for each in after.recommendations}
    gone: list[str] = []
    for each in before.recommendations:
        if each.rule not in floor:
            continue
        found = now.get((each.rule, each.subject))
        if found is None or (
            STATUSES.index(found.status) < STATUSES.index(each.status)
            or URGENCIES.index(found.urgency) > URGENCIES.index(each.urgency)
            or MODALITIES.index(found.modality) > MODALITIES.index(each.modality)
        ):
            gone.append(each.rule)
    return gone


@pytest.mark.parametrize("seed", range(4))
def test_an_accepted_overlay_never_loses_or_weakens_advice_of_the_floor(seed: int, tmp_path: Path) -> None:
    overlay, refused = accepted(tmp_path / "random", seed)
    engine = Engine.load(None, [overlay])

    assert refused > 0
    for profile in random_profiles(20, seed):
        before = PLAIN.evaluate(profile, cross_check=False)
        after = engine.evaluate(profile, cross_check=False)
        assert lost(before, after) == []


def test_what_the_loader_refuses_would_lose_advice_of_the_floor(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for path in shipped_rulesets().glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("    floor: yes\n", "")
        (bare / path.name).write_text(text, encoding="utf-8")
    choose = random.Random(7)
    rules = [own_rule(choose, number) | {"overrides": []} for number in range(60)]
    overlay = write_overlay(tmp_path / "random", rules=rules)

    assert set(codes(overlay)) == {"weakens-floor"}
    engine = Engine.load(bare, [overlay])
    profiles = list(random_profiles(20, 7))
    assert any(
        lost(PLAIN.evaluate(each, cross_check=False), engine.evaluate(each, cross_check=False))
        for each in profiles
    )


def test_whatever_sets_advice_aside_is_known_to_be_able_to(tmp_path: Path) -> None:
    choose = random.Random(11)
    overlay = write_overlay(tmp_path / "random", rules=[own_rule(choose, number) for number in range(60)])
    bare = tmp_path / "bare"
    bare.mkdir()
    for path in shipped_rulesets().glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("    floor: yes\n", "")
        (bare / path.name).write_text(text, encoding="utf-8")
    engine = Engine.load(bare, [overlay])
    rules = {each.id: each for each in engine.book.rules}
    pairs = {
        (one.by, one.rule)
        for profile in random_profiles(60, 11)
        for one in engine.evaluate(profile, cross_check=False).set_aside
    }

    assert len(pairs) > 30
    assert [
        pair for pair in pairs if not may_set_aside(*map(rules.__getitem__, pair), engine.book.actions)
    ] == []


def test_what_keeps_the_opponents_of_the_floor_away_belongs_to_it(below: Path) -> None:
    book = load_rules(below)

    assert support(book.rules, book.actions) == {"X-01": "X-01", "X-03": "X-01"}


# the pages


@pytest.mark.parametrize("name", ["overlays.md", "overlays.ar.md"])
def test_every_command_of_the_page_says_what_it_shows(name: str, folder: Path) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    blocks = [text for language, text in BLOCK.findall(page) if language == "console"]
    assert blocks
    for block in blocks:
        for command, shown in commands(block):
            said = run(command, folder).splitlines()
            assert matches(shown, said), f"{command} said:\n" + "\n".join(said)


def test_both_pages_show_the_same_steps() -> None:
    def steps(name: str) -> list[str]:
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        blocks = [block for language, block in BLOCK.findall(page) if language == "console"]
        done = [command for block in blocks for command, _ in commands(block)]
        return [command.replace(" --lang ar", "").replace("مارافيل", "Maravel") for command in done]

    assert steps("overlays.ar.md") == steps("overlays.md")
