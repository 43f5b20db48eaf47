"""The scenarios of features/, in English and in Arabic, on steps that speak the vocabulary's labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from protection_rules import Assessment, Engine
from protection_rules.advice.phrases import phrase
from protection_rules.facts.text import Language
from protection_rules.facts.vocabulary import LIST_SECTIONS, SECTIONS, VOCABULARY, FactEntry

scenarios("en", "ar")

RULE = r"(?P<rule>[A-Z]+(?:-[A-Z]+)*-\d+)"
LISTS = {
    "place to stay": "accommodation",
    "service": "service",
    "item of information": "data_flow",
    "مكان إقامة": "accommodation",
    "خدمة": "service",
    "معلومة": "data_flow",
}
EMPTY = {
    "places to stay": "accommodation",
    "services": "service",
    "items of information": "data_flow",
    "أماكن إقامة": "accommodation",
    "خدمات": "service",
    "معلومات": "data_flow",
}
URGENCIES = {
    "at once": "immediate",
    "within 72 hours": "within_72h",
    "as routine": "routine",
    "فوراً": "immediate",
    "خلال 72 ساعة": "within_72h",
    "اعتيادياً": "routine",
}
STANDINGS = {
    "preferred": "preferred",
    "possible": "possible",
    "to be checked first": "check_first",
    "not recommended": "not_recommended",
    "مفضَّل": "preferred",
    "ممكن": "possible",
    "يُتحقَّق منه أولاً": "check_first",
    "لا يُنصح به": "not_recommended",
}
SOURCES = {
    "the person": "self",
    "the provider": "provider",
    "staff": "staff",
    "the office": "office",
    "الشخص": "self",
    "مقدّم الخدمة": "provider",
    "الموظفين": "staff",
    "المكتب": "office",
}
URGENCY_EN = r"(?P<urgency>at once|within 72 hours|as routine)"
URGENCY_AR = r"(?P<urgency>فوراً|خلال 72 ساعة|اعتيادياً)"
FOR_EN = r'(?:,? for "(?P<item>[^"]+)")?'
FOR_AR = r"(?:،? في شأن «(?P<item>[^»]+)»)?"


@dataclass
class Scene:
    """The profile that the steps build, and what came of it."""

    profile: dict[str, Any] = field(default_factory=lambda: {"profile": 1})
    assessment: Assessment | None = None

    def item(self, identifier: str) -> tuple[str, dict[str, Any]]:
        for section in LIST_SECTIONS:
            for item in self.profile.get(section, ()):
                if item["id"] == identifier:
                    return section, item
        raise AssertionError(f"no item called {identifier}")

    def subject(self, rule: str, item: str | None) -> str:
        if item is not None:
            return f"{self.item(item)[0]}:{item}"
        return "operation" if rule.startswith("O-") else "case"

    def found(self, kind: str, rule: str, item: str | None) -> list[Any]:
        assert self.assessment is not None, "advice was not asked for"
        subject = self.subject(rule, item)
        every = getattr(self.assessment, kind)
        return [one for one in every if one.rule == rule and (item is None or one.subject == subject)]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def labelled(label: str, language: Language) -> FactEntry:
    for fact in VOCABULARY.values():
        if fact.attributes.label.in_language(language) == label:
            return fact
    raise AssertionError(f"no fact is called {label!r}")


def parsed(fact: FactEntry, words: str, language: Language) -> Any:
    labels = {fact.value_label(code).in_language(language): code for code in (*fact.codes, *fact.markers)}
    if fact.kind == "number" and words.isdecimal():
        return int(words)
    if fact.kind == "choices" and labels.get(words) != "unknown":
        return [labels[word] for word in words.split(phrase("value_separator").in_language(language))]
    return labels[words]


def set_fact(scene: Scene, language: Language, label: str, words: str, item: str | None = None) -> None:
    fact = labelled(label, language)
    value = parsed(fact, words, language)
    if item is not None:
        section, facts = scene.item(item)
        assert section == fact.section, f"{label} is not a fact of {section}"
        facts[fact.name] = value
    else:
        assert not SECTIONS[fact.section].many, f"say which item: {label}"
        scene.profile.setdefault(fact.section, {})[fact.name] = value


# Given


@given(parsers.re(r'a (?P<kind>place to stay|service|item of information) called "(?P<name>[^"]+)"'))
@given(parsers.re(r'an (?P<kind>item of information) called "(?P<name>[^"]+)"'))
@given(parsers.re(r"(?P<kind>مكان إقامة|خدمة|معلومة) باسم «(?P<name>[^»]+)»"))
def _listed(scene: Scene, kind: str, name: str) -> None:
    scene.profile.setdefault(LISTS[kind], []).append({"id": name})


@given(parsers.re(r"no (?P<kind>places to stay|services|items of information) at all"))
@given(parsers.re(r"لا (?P<kind>أماكن إقامة|خدمات|معلومات) على الإطلاق"))
def _empty(scene: Scene, kind: str) -> None:
    scene.profile[EMPTY[kind]] = []


@given("nothing is known")
@given("لا شيء معلوم")
def _nothing(scene: Scene) -> None:
    assert scene.profile == {"profile": 1}


@given("the office is described")
@given("وصفٌ للمكتب")
def _office(scene: Scene) -> None:
    scene.profile.setdefault("operation", {})


@given(parsers.re(r'(?:for "(?P<item>[^"]+)", )?(?P<label>[^:"«]*[a-z][^:"«]*) is not known'))
def _unknown_en(scene: Scene, label: str, item: str | None) -> None:
    set_fact(scene, "en", label, "not known", item)


@given(parsers.re(r"(?:عن «(?P<item>[^»]+)»، )?لا يُعلم: (?P<label>[^:]+)"))
def _unknown_ar(scene: Scene, label: str, item: str | None) -> None:
    set_fact(scene, "ar", label, "غير معلوم", item)


@given(parsers.re(r'(?:for "(?P<item>[^"]+)", )?(?P<label>[^:"«]*[a-z][^:"«]*): (?P<words>.+)'))
def _fact_en(scene: Scene, label: str, words: str, item: str | None) -> None:
    set_fact(scene, "en", label, words, item)


@given(parsers.re(r"(?:عن «(?P<item>[^»]+)»، )?(?!لا يُعلم: )(?P<label>[^:a-z«]+): (?P<words>.+)"))
def _fact_ar(scene: Scene, label: str, words: str, item: str | None) -> None:
    set_fact(scene, "ar", label, words, item)


# When


@when("advice is asked for")
@when("طُلبت المشورة")
def _evaluate(scene: Scene, engine: Engine) -> None:
    scene.assessment = engine.evaluate(scene.profile)


# Then


def recommended(scene: Scene, rule: str, item: str | None, status: str, urgency: str) -> None:
    found = scene.found("recommendations", rule, item)
    assert found, f"{rule} is not among the advice"
    for one in found:
        assert (one.status, one.urgency) == (status, URGENCIES[urgency])


@then(parsers.re(rf"{RULE} applies {URGENCY_EN}(?P<precaution> as a precaution)?{FOR_EN}"))
@then(parsers.re(rf"تنطبق القاعدة {RULE} {URGENCY_AR}(?P<precaution> احتياطاً)?{FOR_AR}"))
def _applies(scene: Scene, rule: str, urgency: str, precaution: str | None, item: str | None) -> None:
    recommended(scene, rule, item, "precaution" if precaution else "applies", urgency)


@then(parsers.re(rf"{RULE} says to find out first, {URGENCY_EN}{FOR_EN}"))
@then(parsers.re(rf"تطلب القاعدة {RULE} التحقّق أولاً {URGENCY_AR}{FOR_AR}"))
def _verify(scene: Scene, rule: str, urgency: str, item: str | None) -> None:
    recommended(scene, rule, item, "verify", urgency)


@then(parsers.re(rf"{RULE} does not apply{FOR_EN}"))
@then(parsers.re(rf"لا تنطبق القاعدة {RULE}{FOR_AR}"))
def _silent(scene: Scene, rule: str, item: str | None) -> None:
    for kind in ("recommendations", "set_aside", "undecided"):
        assert not scene.found(kind, rule, item), f"{rule} is among the {kind}"


@then(parsers.re(rf"{RULE} stays undecided and says nothing{FOR_EN}"))
@then(parsers.re(rf"تبقى القاعدة {RULE} بلا بتّ ولا تقول شيئاً{FOR_AR}"))
def _undecided(scene: Scene, rule: str, item: str | None) -> None:
    assert not scene.found("recommendations", rule, item)
    assert scene.found("undecided", rule, item), f"{rule} is decided"


@then(parsers.re(rf"{RULE} is set aside by (?P<winner>[A-Z]+(?:-[A-Z]+)*-\d+){FOR_EN}"))
@then(parsers.re(rf"تُنحّى القاعدة {RULE} أمام القاعدة (?P<winner>[A-Z]+(?:-[A-Z]+)*-\d+){FOR_AR}"))
def _set_aside(scene: Scene, rule: str, winner: str, item: str | None) -> None:
    assert not scene.found("recommendations", rule, item)
    lost = scene.found("set_aside", rule, item)
    assert lost, f"{rule} is not set aside"
    assert all(one.by == winner for one in lost), f"{rule} is set aside by {lost[0].by}"


@then(parsers.re(rf"{RULE} and (?P<other>[A-Z]+(?:-[A-Z]+)*-\d+) meet as a conflict"))
@then(parsers.re(rf"تتعارض القاعدتان {RULE} و(?P<other>[A-Z]+(?:-[A-Z]+)*-\d+)"))
def _conflict(scene: Scene, rule: str, other: str) -> None:
    assert scene.assessment is not None
    assert {rule, other} in [set(conflict.rules) for conflict in scene.assessment.conflicts]


@then(
    parsers.re(r'"(?P<item>[^"]+)" is (?P<standing>preferred|possible|to be checked first|not recommended)')
)
@then(parsers.re(r"«(?P<item>[^»]+)» (?P<standing>مفضَّل|ممكن|يُتحقَّق منه أولاً|لا يُنصح به)"))
def _standing(scene: Scene, item: str, standing: str) -> None:
    assert scene.assessment is not None
    subject = scene.subject("", item)
    assert [o.standing for o in scene.assessment.options if o.subject == subject] == [STANDINGS[standing]]


def asked_about(scene: Scene, label: str, language: Language, item: str | None) -> list[str]:
    assert scene.assessment is not None
    fact = labelled(label, language)
    subject = scene.subject("", item)
    return [
        question.ask
        for question in scene.assessment.questions
        if question.fact == fact.path and (item is None or question.subject == subject)
    ]


@then(
    parsers.re(
        r"it is worth asking (?P<source>the person|the provider|staff|the office) about (?P<label>[^\"]+?)"
        + FOR_EN
    )
)
def _asked_en(scene: Scene, source: str, label: str, item: str | None) -> None:
    assert SOURCES[source] in asked_about(scene, label, "en", item)


@then(parsers.re(r"يحسن سؤال (?P<source>الشخص|مقدّم الخدمة|الموظفين|المكتب) عن: (?P<label>[^:]+?)" + FOR_AR))
def _asked_ar(scene: Scene, source: str, label: str, item: str | None) -> None:
    assert SOURCES[source] in asked_about(scene, label, "ar", item)


@then(parsers.re(r"it is worth looking for (?P<label>[^\"]+?)" + FOR_EN))
def _observed_en(scene: Scene, label: str, item: str | None) -> None:
    assert "observe" in asked_about(scene, label, "en", item)


@then(parsers.re(r"يحسن النظر في: (?P<label>[^:]+?)" + FOR_AR))
def _observed_ar(scene: Scene, label: str, item: str | None) -> None:
    assert "observe" in asked_about(scene, label, "ar", item)


@then(parsers.re(r"nobody is asked about (?P<label>[^\"]+)"))
def _not_asked_en(scene: Scene, label: str) -> None:
    assert asked_about(scene, label, "en", None) == []


@then(parsers.re(r"لا يُسأل أحد عن: (?P<label>[^:]+)"))
def _not_asked_ar(scene: Scene, label: str) -> None:
    assert asked_about(scene, label, "ar", None) == []
