"""Where two duties meet: each conflict of the catalogue, and the side that it says wins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from protection_rules import Assessment, Engine
from protection_rules.advice.model import Recommendation
from tests.profiles import random_profiles

FEATURES: Final = Path(__file__).parents[1] / "features"
CONFLICTS: Final = [f"K-{number:02}" for number in range(1, 23)]

Facts = dict[str, Any]
Said = dict[str, list[tuple[str, str]]]

# Someone of whom all that matters is known and nothing is pressing; a case below says what differs.
KNOWN: Final[dict[str, Facts]] = {
    "consent": {
        "referral": "yes",
        "recording": "yes",
        "sharing": "yes",
        "declined_services": ["none"],
        "withdrawn": ["none"],
    },
    "conversation": {
        "reporting_limits_explained": "yes",
        "safe_contact_method": "phone",
        "private": "yes",
        "interpreter_needed": "no",
        "communication_support": ["none"],
        "capacity_concern": "no",
        "preferred_name_recorded": "yes",
    },
    "disclosure": {"must_not_learn": ["none"], "fears_family_knowing": "no"},
    "person": {
        "age_group": "adult_18_59",
        "disability_support_needed": "no",
        "pregnancy_possible": "no",
        "ongoing_treatment_interrupted": ["none"],
        "acute_distress": "no",
        "suicide_risk_stated": "no",
        "document_mismatch": "no",
        "lacks_documents": "no",
        "registration_stage": "registered",
        "partner_unity_requested": "no",
        "dependants_with_person": "no",
        "basic_needs_unmet": ["none"],
    },
    "risk": {
        "immediate_danger": "no",
        "safe_tonight": "yes",
        "threat_sources": ["none"],
        "incident_types": ["none"],
        "injuries_need_care": "no",
        "confined_or_controlled": "no",
        "perpetrator_has_access": "no",
        "arrest_or_detention_risk": "no",
        "unsafe_places": ["none"],
    },
    "record": {
        "shared_with_family": "no",
        "access_restricted": "yes",
        "breach_suspected": "no",
        "visible_marker": "no",
        "concern_raised": "no",
    },
    "operation": {"criminalisation_context": "no"},
}
PLACE: Final[Facts] = {
    "type": "rented_room",
    "private_lockable": "yes",
    "sanitation_safe": "yes",
    "respects_stated_gender": "yes",
    "keeps_unit_together": "yes",
    "staff_trained": "yes",
    "location_confidential": "yes",
    "threat_source_present": "no",
    "accessible": "yes",
    "marks_group": "no",
    "list_shared_with_authorities": "no",
    "person_choice": "undecided",
    "child_appropriate": "yes",
}
SERVICE: Final[Facts] = {
    "type": "health_general",
    "reports_to_police": "no",
    "report_scope": "none",
    "staff_trained": "yes",
    "nondiscrimination_verified": "yes",
    "days_since_verified": 20,
    "confidential_entry": "yes",
    "barriers": ["none"],
    "travel_safe": "yes",
    "pep_available": "yes",
    "ec_available": "yes",
    "operator": "ngo",
    "referral_consent": "yes",
    "referral_sent": "no",
}
ITEM: Final[Facts] = {
    "recipient": "case_worker",
    "purpose_stated": "yes",
    "contains_sensitive": "yes",
    "minimised": "yes",
    "secure_channel": "yes",
    "basis": "consent",
    "consent": "yes",
    "initiated_by": "staff",
}


def case(**sections: Any) -> Facts:
    """The known case with these facts changed; listed items are given as they are."""
    changed = {name: sections.pop(name, {}) for name in KNOWN}
    return {"profile": 1} | {name: facts | changed[name] for name, facts in KNOWN.items()} | sections


def place(name: str, **facts: Any) -> Facts:
    return {"id": name} | PLACE | facts


def service(name: str, **facts: Any) -> Facts:
    return {"id": name} | SERVICE | facts


def item(name: str, **facts: Any) -> Facts:
    return {"id": name} | ITEM | facts


@dataclass(frozen=True, slots=True)
class Meeting:
    """Duties that meet in one case, and what is to come of them.

    A rule about a listed item is named with the item after it. `stands` is in the order of the advice;
    `set_aside`, `conflicts` and `standings` are all there are; `says` has words in both languages.
    """

    conflict: str
    title: str
    profile: Facts
    stands: dict[str, str]
    silent: tuple[str, ...] = ()
    set_aside: dict[str, str] = field(default_factory=dict)
    conflicts: tuple[tuple[str, str], ...] = ()
    standings: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    says: Said = field(default_factory=dict)


RAPE: Final = {"incident_types": ["sexual_violence"], "hours_since_sexual_violence": 10}
REPORTING_CLINIC: Final = {
    "type": "health_post_rape",
    "reports_to_police": "yes",
    "report_scope": "adult_gbv",
}
TWO: Final = {"partner_unity_requested": "yes", "feels_safe_with_partner": "yes"}
HOSTILE: Final = {"criminalisation_context": "yes"}

K_01: Final = [
    Meeting(
        "K-01",
        "the only clinic reports and the law punishes",
        case(
            risk=RAPE,
            operation=HOSTILE,
            service=[service("clinic", **REPORTING_CLINIC)],
            conversation={"reporting_limits_explained": "no"},
        ),
        stands={
            "C-MR-03": "applies",
            "C-MR-01": "applies",
            "C-MR-02 clinic": "applies",
            "C-MR-06": "applies",
            "C-MR-07 clinic": "applies",
        },
        set_aside={"C-REF-04 clinic": "C-MR-07"},
        standings={"clinic": "not_recommended"},
        says={
            "C-MR-03": [
                (
                    "set no condition of papers, status, age or report",
                    "ولا تشترط وثائق ولا صفة قانونية ولا سنّاً ولا بلاغاً",
                ),
                (
                    "the person decides whether, where and with whom",
                    "والشخص هو من يقرر هل يريدها وأين ومع من",
                ),
            ],
            "C-MR-02 clinic": [
                (
                    "The person decides and may still choose this care",
                    "القرار للشخص، وله أن يختار هذه الرعاية مع ذلك",
                )
            ],
            "C-MR-06": [
                ("an outreach or private clinician", "طبيب متنقل أو طبيب خاص"),
                ("Say what each costs in time and in exposure", "قل ما يكلّفه كل منها من وقت ومن انكشاف"),
            ],
            "C-MR-07 clinic": [
                (
                    "Care that saves life, once the person has chosen it, is never held up",
                    "أما الرعاية المنقذة للحياة متى اختارها الشخص فلا تُؤخَّر أبداً",
                )
            ],
        },
    ),
    Meeting(
        "K-01",
        "the only clinic reports and no law punishes",
        case(
            risk=RAPE, person={"pregnancy_possible": "yes"}, service=[service("clinic", **REPORTING_CLINIC)]
        ),
        stands={
            "C-MR-03": "applies",
            "C-MR-04": "applies",
            "C-MR-02 clinic": "applies",
            "C-MR-06": "applies",
        },
        silent=("C-MR-07 clinic",),
        standings={"clinic": "possible"},
    ),
    Meeting(
        "K-01",
        "another clinic does not report",
        case(
            risk=RAPE,
            operation=HOSTILE,
            service=[service("clinic", **REPORTING_CLINIC), service("nurse", type="health_post_rape")],
        ),
        stands={"C-MR-03": "applies", "C-MR-02 clinic": "applies"},
        silent=("C-MR-06", "C-MR-02 nurse"),
        set_aside={"C-REF-04 clinic": "C-MR-07"},
        standings={"clinic": "not_recommended", "nurse": "preferred"},
        says={
            "C-MR-02 clinic": [
                (
                    "Show first any provider of the same kind that does not report",
                    "اعرض أولاً أي مقدّم خدمة من النوع نفسه لا يبلّغ",
                )
            ]
        },
    ),
]
K_02: Final = [
    Meeting(
        "K-02",
        "the clinic has not answered",
        case(
            risk=RAPE,
            service=[service("clinic", type="health_post_rape", reports_to_police="unknown")],
        ),
        stands={"C-MR-03": "applies", "C-MR-02 clinic": "precaution", "C-MR-06": "precaution"},
        standings={"clinic": "check_first"},
        asked={"service.reports_to_police": "provider"},
        says={
            "C-MR-02 clinic": [
                (
                    "Nobody knows yet if they report: treat as reporting, and say so",
                    "لا يُعلم بعد هل تُبلّغ هذه الجهة: اعتبرها تُبلّغ وقل ذلك للشخص",
                ),
                (
                    "by telephone, in general terms and without describing anyone",
                    "بالهاتف عن قاعدته عموماً ومن دون وصف أحد",
                ),
                ("The question never holds up urgent care", "وهذا السؤال لا يؤخّر الرعاية العاجلة أبداً"),
            ],
            "C-MR-06": [
                (
                    "the care the person chooses does not wait for the answers",
                    "والرعاية التي يختارها الشخص لا تنتظر الأجوبة",
                )
            ],
        },
    ),
    Meeting(
        "K-02",
        "neither the clinic nor the law is known",
        case(
            risk=RAPE | {"hours_since_sexual_violence": "unknown"},
            operation={"criminalisation_context": "unknown"},
            service=[service("clinic", type="health_post_rape", reports_to_police="unknown")],
        ),
        stands={
            "C-MR-03": "applies",
            "C-MR-02 clinic": "precaution",
            "C-MR-06": "precaution",
            "C-MR-07 clinic": "precaution",
        },
        set_aside={"C-REF-04 clinic": "C-MR-07"},
        standings={"clinic": "check_first"},
        asked={"service.reports_to_police": "provider", "operation.criminalisation_context": "office"},
        says={
            "C-MR-07 clinic": [
                (
                    "Care that saves life, once the person has chosen it, goes ahead",
                    "أما الرعاية المنقذة للحياة متى اختارها الشخص فتمضي",
                )
            ]
        },
    ),
]
K_03: Final = [
    Meeting(
        "K-03",
        "one house would part the two and a room would not",
        case(
            person=TWO,
            risk={"safe_tonight": "no"},
            accommodation=[
                place("house", type="single_sex_shelter", keeps_unit_together="no"),
                place("room"),
            ],
        ),
        stands={
            "C-ACC-01": "applies",
            "C-ACC-05 house": "applies",
            "C-REG-07": "applies",
            "C-ACC-16 room": "applies",
        },
        silent=("C-ACC-05 room", "C-ACC-12"),
        set_aside={"C-ACC-16 house": "C-ACC-05"},
        standings={"house": "not_recommended", "room": "preferred"},
        says={
            "C-ACC-05 house": [
                (
                    "Look first for a private room, cash for rent or a host, then for two adjacent places",
                    "ابحث أولاً عن غرفة خاصة أو نقد لبدل الإيجار أو مضيف، ثم عن مكانين متجاورين",
                ),
                ("Do not part them unless both agree", "لا تفرّق بينهما ما لم يوافق الاثنان"),
            ]
        },
    ),
    Meeting(
        "K-03",
        "every place tonight would part the two",
        case(
            person=TWO,
            risk={"safe_tonight": "no"},
            accommodation=[
                place("house", type="single_sex_shelter", keeps_unit_together="no"),
                place("centre", type="family_shelter", keeps_unit_together="no"),
            ],
        ),
        stands={
            "C-ACC-01": "applies",
            "C-ACC-12": "applies",
            "C-ACC-05 centre": "applies",
            "C-ACC-05 house": "applies",
        },
        set_aside={"C-ACC-16 house": "C-ACC-05", "C-ACC-16 centre": "C-ACC-05"},
        standings={"house": "not_recommended", "centre": "not_recommended"},
        says={
            "C-ACC-05 house": [
                (
                    "If only separate places exist tonight, the two decide",
                    "إذا لم توجد هذه الليلة إلا أماكن متفرقة فالقرار لهما",
                ),
                (
                    "a dated plan to reunite is noted as “household of two adults”",
                    "وتُدوَّن خطة بتاريخ محدد لجمعهما بعبارة «أسرة معيشية من شخصين بالغين»",
                ),
            ]
        },
    ),
]
K_04: Final = [
    Meeting(
        "K-04",
        "one of the two does not feel safe",
        case(
            person=TWO | {"feels_safe_with_partner": "no"},
            accommodation=[place("house", keeps_unit_together="no")],
        ),
        stands={"C-ACC-06": "applies", "C-REG-07": "applies", "C-ACC-16 house": "applies"},
        silent=("C-ACC-05 house",),
        standings={"house": "preferred"},
        says={
            "C-ACC-06": [
                ("do not keep the two together because places are short", "ولا تُبقِهما معاً بحجة قلة الأماكن")
            ],
            "C-REG-07": [
                ("the safety of either comes before staying together", "وسلامة كل منهم مقدَّمة على بقائهم معاً")
            ],
        },
    ),
    Meeting(
        "K-04",
        "nobody knows whether each feels safe",
        case(
            person=TWO | {"feels_safe_with_partner": "unknown"},
            accommodation=[place("house", keeps_unit_together="no")],
        ),
        stands={"C-ACC-06": "verify", "C-ACC-05 house": "verify"},
        standings={"house": "check_first"},
        asked={"person.feels_safe_with_partner": "self"},
        says={
            "C-ACC-05 house": [
                (
                    "Ask each of the two alone and out of hearing",
                    "اسأل كلاً من الاثنين وحده وبعيداً عن الأسماع",
                ),
                (
                    "neither part them nor make them stay in one place",
                    "لا تفرّق بينهما ولا تُلزمهما بالبقاء معاً في مكان واحد",
                ),
            ],
            "C-ACC-06": [
                ("neither part the two nor bind them to one place", "لا تفرّق بينهما ولا تُلزمهما بمكان واحد"),
                (
                    "If today is not safe for that, wait for another day",
                    "إذا لم يكن ذلك آمناً اليوم فانتظر يوماً آخر",
                ),
            ],
        },
    ),
]
K_05: Final = [
    Meeting(
        "K-05",
        "sharing a room would draw attention and separate rooms would part the two",
        case(
            person=TWO,
            accommodation=[
                place("hotel", type="short_stay_hotel", marks_group="yes"),
                place("house", keeps_unit_together="no"),
            ],
        ),
        stands={"C-ACC-07 hotel": "applies", "C-ACC-05 house": "applies"},
        set_aside={"C-ACC-16 hotel": "C-ACC-07", "C-ACC-16 house": "C-ACC-05"},
        standings={"hotel": "possible", "house": "not_recommended"},
        says={
            "C-ACC-07 hotel": [
                (
                    "two who wish to share choose once both have heard it",
                    "ومن أرادا السكن معاً يختاران بعد أن يعلم به كل منهما",
                ),
                (
                    "Use neutral words in every note, such as “adults who asked to share”",
                    "استعمل كلمات محايدة في كل تدوين، مثل «بالغون طلبوا السكن معاً»",
                ),
            ],
            "C-ACC-05 house": [
                (
                    "tell both beforehand if sharing a room could draw attention",
                    "وأخبرهما سلفاً إن كان تقاسم الغرفة قد يلفت الأنظار",
                )
            ],
        },
    ),
    Meeting(
        "K-05",
        "one place would draw attention and part the two as well",
        case(
            person=TWO,
            accommodation=[place("house", marks_group="yes", keeps_unit_together="no", staff_trained="no")],
        ),
        stands={"C-ACC-07 house": "applies", "C-ACC-05 house": "applies"},
        standings={"house": "not_recommended"},
    ),
]
HARMED_CHILD: Final = {
    "age_group": "adolescent_12_17",
    "unaccompanied_or_separated": "no",
    "caregiver_safe_for_child": "no",
}
K_06: Final = [
    Meeting(
        "K-06",
        "a child is harmed and the clinic must report it",
        case(
            person=HARMED_CHILD,
            risk={"incident_types": ["physical_violence"], "threat_sources": ["family"]},
            service=[service("clinic", report_scope="child_abuse", staff_trained="no")],
            data_flow=[item("letter", recipient="family_member")],
        ),
        stands={
            "C-VIO-03": "applies",
            "C-ACC-09": "applies",
            "C-DIV-01": "applies",
            "C-DAT-04 letter": "applies",
            "C-DIV-02": "applies",
            "C-MR-08 clinic": "applies",
        },
        silent=("C-MR-09",),
        standings={"clinic": "possible"},
        says={
            "C-MR-08 clinic": [
                ("Tell the child first", "أخبر الطفل أولاً"),
                ("let the child help decide how and when", "ودعه يشارك في تقرير الكيفية والوقت"),
                (
                    "only the facts of harm that safety needs: nothing of private life",
                    "إلا وقائع الأذى التي تقتضيها السلامة: لا شيء عن حياته الخاصة",
                ),
                (
                    "If a report could cause worse harm, the child protection supervisor and counsel decide together",
                    "وإن كان البلاغ قد يسبب ضرراً أكبر، يقرر مشرف حماية الطفل والمستشار القانوني معاً",
                ),
                ("a case worker never decides alone", "ولا يقرر عامل الحالة وحده أبداً"),
                ("Care and safety do not wait", "الرعاية والسلامة لا تنتظران"),
            ]
        },
    ),
    Meeting(
        "K-06",
        "nobody knows whether the clinic must report harm to a child",
        case(
            person=HARMED_CHILD,
            risk={"incident_types": ["physical_violence"]},
            service=[service("clinic", report_scope="unknown")],
        ),
        stands={"C-DIV-01": "applies", "C-DIV-02": "applies", "C-MR-08 clinic": "verify"},
        set_aside={"C-REF-04 clinic": "C-MR-07"},
        standings={"clinic": "check_first"},
        says={
            "C-DIV-01": [
                (
                    "without naming the child until the child's best interests allow it",
                    "من دون ذكر اسم الطفل إلى أن تسمح مصالحه الفضلى بذلك",
                )
            ],
            "C-MR-08 clinic": [("Meanwhile go on with care and safety", "وفي الأثناء واصل الرعاية والسلامة")],
        },
    ),
]
K_07: Final = [
    Meeting(
        "K-07",
        "nobody knows whether the caregiver is safe",
        case(
            person=HARMED_CHILD | {"caregiver_safe_for_child": "unknown"},
            service=[service("clinic", barriers=["family_consent"])],
            disclosure={"fears_family_knowing": "yes"},
        ),
        stands={"C-DIV-02": "applies", "C-REF-06 clinic": "applies"},
        set_aside={"C-REF-04 clinic": "C-REF-06"},
        standings={"clinic": "not_recommended"},
        says={
            "C-DIV-02": [
                (
                    "until trained child protection staff know the caregiver to be safe and the child agrees",
                    "إلى أن يثبت لموظفي حماية الطفل المدرَّبين أن مقدّم الرعاية آمن وإلى أن يوافق الطفل",
                ),
                (
                    "arranges it through the best interests procedure or, with counsel, under local law",
                    "فترتّبها حماية الطفل عبر إجراء المصالح الفضلى، أو بموجب القانون المحلي مع المستشار القانوني",
                ),
                ("urgent care does not wait", "وتمضي الرعاية العاجلة من دون انتظار"),
            ],
            "C-REF-06 clinic": [
                (
                    "Do not ask relatives for permission or tell them anything",
                    "لا تطلب إذناً من الأقارب ولا تخبرهم بشيء",
                )
            ],
        },
    ),
    Meeting(
        "K-07",
        "the caregiver is a danger",
        case(person=HARMED_CHILD),
        stands={"C-ACC-09": "applies", "C-DIV-02": "applies"},
    ),
    Meeting(
        "K-07",
        "the caregiver is known to be safe, and a letter would still go to a relative",
        case(
            person=HARMED_CHILD | {"caregiver_safe_for_child": "yes"},
            data_flow=[item("letter", recipient="family_member")],
        ),
        stands={"C-DAT-04 letter": "applies"},
        silent=("C-DIV-02", "C-ACC-09"),
        says={
            "C-DAT-04 letter": [
                ("This holds for adults and children alike", "يسري هذا على البالغين والأطفال على السواء")
            ]
        },
    ),
]
K_08: Final = [
    Meeting(
        "K-08",
        "relatives share the file and the person wants nothing written",
        case(
            consent={"recording": "no"},
            record={"shared_with_family": "yes"},
            disclosure={"fears_family_knowing": "yes", "must_not_learn": ["family"]},
            data_flow=[item("note")],
        ),
        stands={
            "C-DAT-01 note": "applies",
            "C-DAT-16": "applies",
            "C-DAT-02 note": "applies",
            "C-REG-08": "applies",
        },
        conflicts=(("C-DAT-02", "C-DAT-16"),),
        says={
            "C-DAT-01 note": [
                (
                    "Record what is needed in neutral words, such as “needs a lockable single room”",
                    "دوّن ما يلزم بكلمات محايدة، مثل «يحتاج إلى غرفة فردية يمكن إقفالها»",
                )
            ],
            "C-DAT-02 note": [
                ("Before the first sensitive word is typed", "قبل كتابة أول كلمة حسّاسة"),
                (
                    "until then a neutral note of the need is enough to help",
                    "وإلى ذلك الحين تكفي للمساعدة مذكرة محايدة بالحاجة",
                ),
                (
                    "offer individual files and interviews to all adults alike",
                    "فاعرض الملفات والمقابلات الفردية على جميع البالغين على السواء",
                ),
            ],
            "C-REG-08": [
                (
                    "Interview every adult on the file alone as routine, so that nothing stands out",
                    "قابِل كل بالغ في الملف على انفراد كإجراء اعتيادي كي لا يلفت شيء النظر",
                )
            ],
        },
    ),
    Meeting(
        "K-08",
        "relatives share the file and the person agrees to a note",
        case(record={"shared_with_family": "yes"}, data_flow=[item("note")]),
        stands={"C-DAT-02 note": "applies"},
        silent=("C-DAT-01 note", "C-DAT-16"),
    ),
    Meeting(
        "K-08",
        "nobody knows who shares the file",
        case(
            record={"shared_with_family": "unknown"},
            disclosure={"must_not_learn": ["family"]},
            data_flow=[item("note")],
        ),
        stands={"C-DAT-16": "applies", "C-DAT-02 note": "verify"},
        asked={"record.shared_with_family": "staff"},
        says={"C-DAT-02 note": [("Meanwhile write nothing sensitive", "وفي الأثناء لا تدوّن شيئاً حسّاساً")]},
    ),
]
K_09: Final = [
    Meeting(
        "K-09",
        "life is at stake and the interpreter is a neighbour",
        case(
            risk=RAPE | {"immediate_danger": "yes"},
            conversation={
                "interpreter_needed": "yes",
                "interpreter_same_community": "yes",
                "interpreter_accepted": "unknown",
                "interpreter_kind": "professional",
            },
            service=[service("clinic", type="health_post_rape")],
        ),
        stands={"C-ACC-01": "applies", "C-MR-03": "applies", "C-VIO-01": "applies", "C-REF-09": "applies"},
        standings={"clinic": "preferred"},
        says={
            "C-REF-09": [
                (
                    "Use a remote line or someone from another community whom the person accepts",
                    "استعن بخط ترجمة عن بُعد أو بمترجم من مجتمع آخر يقبله الشخص",
                ),
                (
                    "ask only danger and health questions that reveal nothing",
                    "لا تسأل إلا عن الخطر والصحة أسئلة لا تكشف شيئاً",
                ),
                (
                    "the person decides whether to use this interpreter for the minimum",
                    "فللشخص أن يقرر الاستعانة به في الحد الأدنى",
                ),
            ]
        },
    )
]
K_10: Final = [
    Meeting(
        "K-10",
        "an adult declines the only bed and the care",
        case(
            risk=RAPE | {"safe_tonight": "no"},
            consent={"declined_services": ["health_post_rape"]},
            accommodation=[place("hall", person_choice="declines")],
            service=[
                service(
                    "clinic",
                    type="health_post_rape",
                    pep_available="no",
                    travel_safe="no",
                    referral_sent="yes",
                )
            ],
        ),
        stands={
            "C-ACC-01": "applies",
            "C-ACC-12": "applies",
            "C-MR-03": "applies",
            "C-REF-13 clinic": "applies",
            "C-ACC-11 hall": "applies",
        },
        set_aside={
            "C-ACC-16 hall": "C-ACC-11",
            "C-MR-13 clinic": "C-REF-13",
            "C-REF-04 clinic": "C-REF-13",
            "C-REF-05 clinic": "C-REF-13",
            "C-REF-14 clinic": "C-REF-13",
        },
        standings={"hall": "not_recommended", "clinic": "not_recommended"},
        says={
            "C-ACC-11 hall": [
                (
                    "Do not press, ask for a reason or set a deadline",
                    "لا تُلحّ، ولا تسأل عن السبب، ولا تحدد مهلة",
                ),
                (
                    "Agree a safety plan for where the person is",
                    "اتفق مع الشخص على خطة أمان للمكان الذي هو فيه",
                ),
            ],
            "C-VIO-07": [("a no already given stands", "ومن رفضها من قبل فرفضه قائم")],
            "C-REF-13 clinic": [
                ("Plan together for doing without it", "خطّط معه لتدبير أمره من دونها"),
                (
                    "Only if life is about to be lost and the person cannot decide, call the supervisor at once",
                    "وإذا أوشك أن يفقد حياته وهو عاجز عن القرار، ففي هذه الحالة وحدها اتصل بالمشرف فوراً",
                ),
            ],
        },
    ),
    Meeting(
        "K-10",
        "a child declines",
        case(
            person=HARMED_CHILD | {"caregiver_safe_for_child": "yes"},
            consent={"declined_services": ["mhpss"]},
            accommodation=[place("home", person_choice="declines")],
            service=[service("centre", type="mhpss")],
        ),
        stands={"C-DIV-01": "applies", "C-REF-13 centre": "applies", "C-ACC-11 home": "applies"},
        set_aside={"C-ACC-16 home": "C-ACC-11", "C-REF-04 centre": "C-REF-13"},
        standings={"home": "not_recommended", "centre": "not_recommended"},
        says={
            "C-DIV-01": [
                (
                    "listen to the child's own view and give it weight according to maturity",
                    "واستمع إلى رأيه وأعطه وزناً يناسب نضجه",
                )
            ],
            "C-ACC-11 home": [
                (
                    "For a child, best interests guide the plan, with the child's view heard",
                    "وإذا كان الشخص طفلاً، فمصالحه الفضلى أساس الخطة مع الاستماع إلى رأيه",
                )
            ],
            "C-REF-13 centre": [
                (
                    "For a child, ask child protection what best interests require, with the child heard",
                    "وإذا كان الشخص طفلاً، فاسأل المختصين بحماية الطفل عما تقتضيه مصالحه الفضلى مع الاستماع إليه",
                )
            ],
        },
    ),
    Meeting(
        "K-10",
        "there is doubt that the person can decide",
        case(
            conversation={"capacity_concern": "yes"},
            consent={"declined_services": ["health_general"]},
            service=[service("clinic")],
        ),
        stands={"C-REG-11": "applies", "C-REF-13 clinic": "applies"},
        set_aside={"C-REF-04 clinic": "C-REF-13"},
        standings={"clinic": "not_recommended"},
        says={
            "C-REG-11": [
                (
                    "except to save a life about to be lost when they cannot decide even with support",
                    "إلا لإنقاذ حياة توشك أن تُفقد حين لا يستطيع أن يقرّر حتى مع الدعم",
                ),
            ]
        },
    ),
]
SAFE_WORDS: Final = (
    "Everyone is welcome, what you tell us is private",
    "أهلاً بالجميع، وما تقوله لنا يبقى سرّياً",
)
K_11: Final = [
    Meeting(
        "K-11",
        "symbols are on display and the law punishes",
        case(operation=HOSTILE | {"inclusive_materials": "yes"}),
        stands={"O-08": "applies", "O-28": "applies"},
        silent=("O-07",),
        says={
            "O-08": [
                SAFE_WORDS,
                ("Keep the message and let the symbols go", "أبقِ الرسالة ودع الرموز"),
                ("safety comes first", "فالسلامة أولاً"),
            ]
        },
    ),
    Meeting(
        "K-11",
        "nobody knows what is on display or what the law says",
        case(operation={"criminalisation_context": "unknown"}),
        stands={"O-08": "precaution", "O-28": "applies", "O-07": "verify"},
        says={"O-08": [SAFE_WORDS]},
    ),
    Meeting(
        "K-11",
        "nothing is on display yet and the law punishes",
        case(operation=HOSTILE | {"inclusive_materials": "no"}),
        stands={"O-28": "applies", "O-07": "applies"},
        silent=("O-08",),
        says={
            "O-28": [("keep materials neutral", "وأبقِ المواد محايدة")],
            "O-07": [("keep the message and leave out the symbols", "أبقِ الرسالة ودع الرموز")],
        },
    ),
]
K_12: Final = [
    Meeting(
        "K-12",
        "an authority is the threat and reads the guest list",
        case(
            risk={"threat_sources": ["authority"]},
            operation={"criminalisation_context": "no", "safe_accommodation_options": 1},
            accommodation=[place("hall", list_shared_with_authorities="yes"), place("room")],
        ),
        stands={
            "C-ACC-08 hall": "applies",
            "C-VIO-04": "applies",
            "O-18": "applies",
            "C-ACC-16 room": "applies",
        },
        set_aside={"C-ACC-16 hall": "C-ACC-08"},
        standings={"hall": "not_recommended", "room": "preferred"},
        says={
            "C-ACC-08 hall": [
                (
                    "Speak with authorities only about housing in general, never with names",
                    "لا تتحدث مع السلطات إلا عن السكن بوجه عام، ومن دون أي أسماء",
                )
            ],
            "O-18": [
                (
                    "Work with authorities on housing only where that is safe, in general terms and without names",
                    "لا تعمل مع السلطات في شأن السكن إلا حيث يكون ذلك آمناً، وبعبارات عامة من دون أسماء",
                )
            ],
        },
    ),
    Meeting(
        "K-12",
        "the law punishes, whoever the threat is",
        case(operation=HOSTILE, accommodation=[place("hall", list_shared_with_authorities="yes")]),
        stands={"C-ACC-08 hall": "applies", "C-VIO-04": "applies"},
        set_aside={"C-ACC-16 hall": "C-ACC-08"},
        standings={"hall": "not_recommended"},
    ),
    Meeting(
        "K-12",
        "neither the law nor an authority is a danger",
        case(accommodation=[place("hall", list_shared_with_authorities="yes")]),
        stands={"C-ACC-16 hall": "applies"},
        silent=("C-ACC-08 hall", "C-VIO-04"),
        standings={"hall": "preferred"},
    ),
]
K_13: Final = [
    Meeting(
        "K-13",
        "nothing is known of the person, the places or the clinic",
        {"profile": 1, "accommodation": [{"id": "hall"}], "service": [{"id": "clinic"}]},
        stands={
            "C-VIO-03": "precaution",
            "C-ACC-01": "precaution",
            "C-DIV-12": "applies",
            "C-REG-12": "applies",
            "C-VIO-01": "precaution",
            "C-MR-02 clinic": "precaution",
            "C-DAT-12": "applies",
            "C-REG-15": "applies",
        },
        standings={"hall": "check_first", "clinic": "check_first"},
        asked={"risk.immediate_danger": "self", "risk.safe_tonight": "self"},
        says={
            "C-DIV-12": [
                ('not known means neither "no" nor "safe"', "وغير المعلوم لا يعني «لا» ولا يعني «آمن»"),
                ("Ask no more than this needs", "لا تسأل أكثر مما يلزم لذلك"),
            ],
            "C-ACC-01": [
                (
                    "not knowing is not being safe, so offer a place for tonight all the same",
                    "فعدم المعرفة ليس أماناً، واعرض مكاناً لهذه الليلة على كل حال",
                )
            ],
        },
    )
]
K_14: Final = [
    Meeting(
        "K-14",
        "the person wants nobody to hear of an aid worker's conduct",
        case(
            risk={"alleged_actor_is_aid_worker": "yes", "threat_sources": ["staff_or_partner"]},
            consent={"sharing": "no"},
            data_flow=[item("complaint", recipient="partner", consent="no", recipient_agreement="yes")],
        ),
        stands={
            "C-VIO-09": "applies",
            "C-DAT-05 complaint": "applies",
            "C-MR-09": "applies",
            "C-MR-10": "applies",
        },
        says={
            "C-MR-10": [
                ("Say it before the person tells the story", "قل ذلك قبل أن يروي الشخص ما جرى"),
                (
                    "with the least identifying data; the name goes only if the person agrees",
                    "بأقل ما يمكن من بيانات تدل على الشخص؛ ولا يُذكر الاسم إلا بموافقته",
                ),
                ("Help never depends on cooperating", "والمساعدة لا تتوقف أبداً على التعاون"),
            ],
            "C-VIO-09": [
                ("The person's name goes forward only if they agree", "ولا يُرفع اسم الشخص إلا إن وافق")
            ],
        },
    )
]
K_15: Final = [
    Meeting(
        "K-15",
        "the safe place is not accessible and the accessible one is not safe",
        case(
            person={"disability_support_needed": "yes"},
            risk={"safe_tonight": "no"},
            accommodation=[place("house", accessible="no"), place("flat", threat_source_present="yes")],
        ),
        stands={"C-ACC-02 flat": "applies", "C-ACC-01": "applies", "C-ACC-10 house": "applies"},
        silent=("C-ACC-12",),
        set_aside={"C-ACC-16 flat": "C-ACC-02"},
        standings={"house": "possible", "flat": "not_recommended"},
        says={
            "C-ACC-10 house": [
                (
                    "do not ask the person to trade accessibility for safety",
                    "ولا تطلب من الشخص أن يتنازل عن تهيئة المكان مقابل الأمان",
                ),
                (
                    "If one place is safe and another accessible, adapt the first or secure the second",
                    "إذا كان مكان آمناً وآخر مهيّأً لحاجته، فهيّئ الأول أو أمّن الثاني",
                ),
                (
                    "explain each place fully and let the person choose",
                    "اشرح له كل مكان شرحاً وافياً ودعه يختار",
                ),
            ]
        },
    ),
    Meeting(
        "K-15",
        "the only place is neither safe nor accessible",
        case(
            person={"disability_support_needed": "yes"},
            risk={"safe_tonight": "no"},
            accommodation=[place("flat", accessible="no", threat_source_present="yes", staff_trained="no")],
        ),
        stands={"C-ACC-02 flat": "applies", "C-ACC-12": "applies", "C-ACC-10 flat": "applies"},
        standings={"flat": "not_recommended"},
    ),
]
SHELTER: Final = {"type": "specialised_shelter"}
UNMARKED_FIRST: Final = (
    "at least one place that gives nothing away, showing it first",
    "واعرض مكاناً واحداً على الأقل لا يكشف شيئاً، وابدأ به",
)
K_16: Final = [
    Meeting(
        "K-16",
        "a specialised shelter tells who stays there and a room does not",
        case(
            disclosure={"self_disclosed": "yes"},
            accommodation=[place("shelter", **SHELTER, marks_group="yes"), place("room")],
        ),
        stands={"C-ACC-07 shelter": "applies", "C-ACC-16 room": "applies"},
        set_aside={"C-ACC-16 shelter": "C-ACC-07"},
        standings={"shelter": "possible", "room": "preferred"},
        says={
            "C-ACC-07 shelter": [
                UNMARKED_FIRST,
                ("Once the risk is understood, the choice is theirs", "متى فُهم الخطر فالاختيار للشخص"),
                (
                    "Never make a place that reveals something anybody's default",
                    "لا تجعل مكاناً يكشف شيئاً خياراً تلقائياً لأحد",
                ),
            ]
        },
    ),
    Meeting(
        "K-16",
        "nobody knows what being seen at the shelter tells",
        case(accommodation=[place("shelter", **SHELTER, marks_group="unknown"), place("room")]),
        stands={"C-ACC-07 shelter": "precaution", "C-ACC-16 room": "applies", "C-ACC-16 shelter": "applies"},
        standings={"shelter": "check_first", "room": "preferred"},
        says={
            "C-ACC-07 shelter": [
                (
                    "show first at least one place that gives nothing away",
                    "واعرض أولاً مكاناً واحداً على الأقل لا يكشف شيئاً",
                )
            ],
            "C-ACC-16 shelter": [
                (
                    "Training does not make up for missing safety or privacy",
                    "لا يعوّض التدريب عن نقص الأمان أو الخصوصية",
                )
            ],
        },
    ),
]
K_17: Final = [
    Meeting(
        "K-17",
        "the office has consulted nobody",
        case(operation={"person_consultation_done": "no"}),
        stands={"C-REG-05": "applies", "O-16": "applies"},
        says={
            "O-16": [
                (
                    "Invite everyone, or let community organizations pass the invitation on; staff nominate nobody",
                    "ادعُ الجميع، أو دع المنظمات المجتمعية تنقل الدعوة؛ ولا يرشّح الموظفون أحداً",
                ),
                ("Never pick people by asking who they are", "لا تستقطب أحداً بالسؤال عمّن يكون"),
            ],
            "C-REG-05": [("Give everyone the same notice", "قدّم للجميع التوضيح نفسه")],
        },
    )
]
K_18: Final = [
    Meeting(
        "K-18",
        "the office monitors nothing and a report has a small figure",
        case(
            operation={"monitoring_in_place": "no"},
            data_flow=[item("table", recipient="donor_report", contains_sensitive="no", group_size=4)],
        ),
        stands={"C-DAT-09 table": "applies", "O-20": "applies"},
        says={
            "C-DAT-09 table": [
                (
                    "Publish counts of services and incidents, never a list of people",
                    "انشر أعداد الخدمات والحوادث، لا قائمة أشخاص أبداً",
                )
            ],
            "O-20": [
                ("Use aggregate counts of services and incidents", "استعمل أعداداً مجمّعة للخدمات والحوادث"),
                ("Keep no register of persons", "لا تحتفظ بسجل أشخاص"),
                (
                    "Suppress small numbers with their totals and places",
                    "احجب الأعداد الصغيرة مع مجاميعها وأماكنها",
                ),
            ],
        },
    )
]
K_19: Final = [
    Meeting(
        "K-19",
        "a house does not go by the gender that a person states",
        case(
            accommodation=[
                place("house", type="single_sex_shelter", respects_stated_gender="no"),
                place("room"),
            ]
        ),
        stands={"C-ACC-04 house": "applies", "C-ACC-16 room": "applies"},
        set_aside={"C-ACC-16 house": "C-ACC-04"},
        standings={"house": "not_recommended", "room": "preferred"},
        says={
            "C-ACC-04 house": [
                (
                    "Do not place the person here unless they know its rule and choose it",
                    "لا تضع الشخص هنا إلا إذا عرف قاعدة المكان واختاره بنفسه",
                ),
                (
                    "Safety is judged by conduct, for everybody",
                    "السلوك هو معيار السلامة، وهو معيار واحد للجميع",
                ),
                (
                    "a private room is offered as a choice, never imposed",
                    "وتُعرض الغرفة الخاصة خياراً ولا تُفرض لعزل أحد",
                ),
            ]
        },
    ),
    Meeting(
        "K-19",
        "nobody knows by what a house goes",
        case(accommodation=[place("house", type="single_sex_shelter", respects_stated_gender="unknown")]),
        stands={"C-ACC-04 house": "verify"},
        standings={"house": "check_first"},
        asked={"accommodation.respects_stated_gender": "provider"},
        says={"C-ACC-04 house": [("Name and describe nobody", "لا تسمِّ أحداً ولا تصفه")]},
    ),
]
K_20: Final = [
    Meeting(
        "K-20",
        "HIV treatment broke off and nobody has checked the clinic",
        case(
            person={"ongoing_treatment_interrupted": ["hiv"]},
            service=[service("clinic", nondiscrimination_verified="unknown")],
        ),
        stands={"C-DIV-14": "applies", "C-DIV-05": "applies", "C-REF-02 clinic": "verify"},
        standings={"clinic": "check_first"},
        asked={"service.nondiscrimination_verified": "provider"},
        says={
            "C-DIV-14": [
                (
                    "Do not wait for registration, papers or a verified provider",
                    "لا تنتظر التسجيل ولا الأوراق ولا التحقّق من مقدّم الخدمة",
                ),
                (
                    "telephone the clinic in general terms while preparing to go",
                    "اتصل بالعيادة هاتفياً بعبارات عامة أثناء الاستعداد للذهاب",
                ),
            ],
            "C-DIV-05": [
                (
                    "HIV treatment at once, any other treatment within 72 hours",
                    "علاج فيروس نقص المناعة البشرية فوراً، وأي علاج آخر خلال 72 ساعة",
                ),
                ("the clinician says what and how much", "ويحدّد الطبيب الدواء ومقداره"),
            ],
            "C-REF-02 clinic": [("the offer of care does not wait", "فعرض الرعاية لا ينتظر")],
        },
    ),
    Meeting(
        "K-20",
        "HIV treatment broke off and the only clinic is not verified",
        case(
            person={"ongoing_treatment_interrupted": ["hiv"]},
            service=[service("clinic", nondiscrimination_verified="no")],
        ),
        stands={"C-DIV-14": "applies", "C-DIV-05": "applies", "C-REF-02 clinic": "applies"},
        set_aside={"C-REF-04 clinic": "C-REF-02"},
        standings={"clinic": "not_recommended"},
        says={
            "C-REF-02 clinic": [
                (
                    "treatment that must not break off, go ahead with a call on the way",
                    "والعلاج الذي لا يجوز أن ينقطع لا يتوقفان على ذلك، بل يُتحقَّق بالهاتف في الطريق",
                )
            ]
        },
    ),
    Meeting(
        "K-20",
        "another treatment broke off and nobody has checked the clinic",
        case(
            person={"ongoing_treatment_interrupted": ["chronic_other"]},
            service=[service("clinic", nondiscrimination_verified="unknown")],
        ),
        stands={"C-DIV-05": "applies", "C-REF-02 clinic": "verify"},
        silent=("C-DIV-14",),
        standings={"clinic": "check_first"},
    ),
]
K_21: Final = [
    Meeting(
        "K-21",
        "the person wants nothing written and was referred",
        case(
            consent={"recording": "no"},
            data_flow=[item("note")],
            service=[service("clinic", referral_sent="yes")],
        ),
        stands={"C-DAT-01 note": "applies", "C-REF-04 clinic": "applies", "C-REF-14 clinic": "applies"},
        standings={"clinic": "preferred"},
        says={
            "C-DAT-01 note": [
                ("A refusal changes nothing in the help", "والرفض لا يغيّر شيئاً في المساعدة"),
                (
                    "keep a neutral code and the safe contact only if the person agrees",
                    "ولا تحتفظ برمز محايد ووسيلة اتصال آمنة إلا إن وافق الشخص",
                ),
            ],
            "C-REF-14 clinic": [
                ("Keep only the notes they agreed to", "لا تحتفظ إلا بما وافق على تدوينه"),
                ("by the agreed safe way", "بالطريقة الآمنة المتفق عليها"),
            ],
        },
    )
]
K_22: Final = [
    Meeting(
        "K-22",
        "the household is the threat and receives the money",
        case(
            risk={"threat_sources": ["family"], "perpetrator_has_access": "yes"},
            disclosure={"fears_family_knowing": "yes"},
            person={"basic_needs_unmet": ["income"]},
        ),
        stands={"C-VIO-03": "applies", "C-VIO-02": "applies", "C-REG-08": "applies", "C-DIV-10": "applies"},
        says={
            "C-VIO-02": [
                (
                    "arrange an individual entitlement paid in a way it cannot see",
                    "رتّب استحقاقاً فردياً يُدفع بطريقة لا تراها",
                )
            ],
            "C-REG-08": [
                (
                    "Put nothing sensitive on slips, cards or lists that the family may see",
                    "ولا تضع شيئاً حسّاساً على القسائم أو البطاقات أو القوائم التي قد تراها الأسرة",
                )
            ],
            "C-DIV-10": [
                (
                    "Pay by a means that nobody the person fears can see or take",
                    "ادفع بوسيلة لا يراها ولا ينتزعها من يخافه الشخص",
                )
            ],
        },
    ),
    Meeting(
        "K-22",
        "nobody knows whether the household can reach the person",
        case(risk={"threat_sources": ["family"], "perpetrator_has_access": "unknown"}),
        stands={"C-VIO-02": "precaution"},
        says={"C-VIO-02": [("pay in a way the household cannot see", "وادفع بطريقة لا تراها الأسرة")]},
    ),
]

MEETINGS: Final[list[Meeting]] = [
    *K_01, *K_02, *K_03, *K_04, *K_05, *K_06, *K_07, *K_08, *K_09, *K_10, *K_11,
    *K_12, *K_13, *K_14, *K_15, *K_16, *K_17, *K_18, *K_19, *K_20, *K_21, *K_22,
]  # fmt: skip


# What an assessment says


def named(rule: str, subject: str) -> str:
    name = subject.partition(":")[2]
    return f"{rule} {name}" if name else rule


def advised(assessment: Assessment) -> dict[str, Recommendation]:
    """All advice, in its order."""
    return {named(one.rule, one.subject): one for one in assessment.recommendations}


def in_order(assessment: Assessment, rules: dict[str, str]) -> list[tuple[str, str]]:
    """The advice of these rules with its status, in its order."""
    return [(name, one.status) for name, one in advised(assessment).items() if name in rules]


def given_way(assessment: Assessment) -> dict[str, str]:
    return {named(one.rule, one.subject): one.by for one in assessment.set_aside}


def shown(assessment: Assessment) -> list[tuple[str, ...]]:
    return [one.rules for one in assessment.conflicts]


def stands(assessment: Assessment) -> dict[str, str]:
    return {one.subject.partition(":")[2]: one.standing for one in assessment.options}


def not_said(assessment: Assessment, says: Said) -> list[str]:
    """Words, of those that rules should say, which they do not say in their language."""
    missing: list[str] = []
    for name, words in says.items():
        one = advised(assessment)[name]
        english, arabic = f"{one.summary.en}. {one.detail.en}", f"{one.summary.ar}. {one.detail.ar}"
        missing += [
            text for en, ar in words for text, whole in ((en, english), (ar, arabic)) if text not in whole
        ]
    return missing


@pytest.mark.parametrize("meeting", MEETINGS, ids=lambda meeting: f"{meeting.conflict}: {meeting.title}")
def test_a_conflict_is_resolved_as_the_catalogue_says(engine: Engine, meeting: Meeting):
    assessment = engine.evaluate(meeting.profile)
    assert in_order(assessment, meeting.stands) == list(meeting.stands.items())
    assert given_way(assessment) == meeting.set_aside
    assert shown(assessment) == list(meeting.conflicts)
    assert stands(assessment) == meeting.standings
    asked = {question.fact: question.ask for question in assessment.questions}
    assert meeting.asked.items() <= asked.items()
    assert not_said(assessment, meeting.says) == []
    spoken = advised(assessment).keys() | given_way(assessment).keys()
    assert spoken.isdisjoint(meeting.silent)


@pytest.mark.parametrize("meeting", MEETINGS, ids=lambda meeting: f"{meeting.conflict}: {meeting.title}")
def test_what_lost_says_in_both_languages_what_it_gave_way_to(engine: Engine, meeting: Meeting):
    assessment = engine.evaluate(meeting.profile)
    for lost in assessment.set_aside:
        assert named(lost.rule, lost.subject) not in advised(assessment)
        (winner,) = (
            one
            for one in assessment.recommendations
            if one.rule == lost.by and one.subject in {lost.subject, "case"}
        )
        assert f"“{winner.summary.en}”" in lost.reason.en
        assert f"«{winner.summary.ar}»" in lost.reason.ar


def test_there_is_a_case_and_a_scenario_for_every_conflict():
    assert list(dict.fromkeys(meeting.conflict for meeting in MEETINGS)) == CONFLICTS
    english, arabic = (
        re.findall(
            r"^ *# (K-\d\d)$",
            (FEATURES / language / "conflicts.feature").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        for language in ("en", "ar")
    )
    assert english == arabic
    assert list(dict.fromkeys(english)) == CONFLICTS


# What the order of doing makes of it


def test_care_is_offered_before_the_telling_and_the_telling_comes_before_the_referral(engine: Engine):
    kinds = [
        engine.book.actions[action].kind
        for action in ("offer_care_after_rape", "tell_what_is_reported", "refer_to_service")
    ]
    assert kinds == sorted(kinds, key=list(engine.book.kinds).index)
    assert len(set(kinds)) == len(kinds)


def test_a_specialised_place_is_no_default_for_those_who_confided_something(engine: Engine):
    places = [place("shelter", **SHELTER, marks_group="yes"), place("room")]
    told, untold = (
        engine.evaluate(case(disclosure={"self_disclosed": recorded}, accommodation=places))
        for recorded in ("yes", "no_record")
    )
    assert stands(told) == stands(untold)
    assert given_way(told) == given_way(untold)


def test_the_questions_of_one_conflict_do_not_stop_the_clock_of_another(engine: Engine):
    """The more is unknown about a clinic, the more there is to find out; the offer stays as it is."""
    for known in (SERVICE | REPORTING_CLINIC, {"type": "health_post_rape"}, {}):
        assessment = engine.evaluate(case(risk=RAPE, service=[{"id": "clinic"} | known]))
        offer = advised(assessment)["C-MR-03"]
        assert (offer.status, offer.urgency) == ("applies", "immediate")


# All decision points at once


ADULT_AT_THE_GATE: Final = case(
    consent={
        "referral": "yes",
        "recording": "no",
        "sharing": "no",
        "declined_services": ["gbv_case_management"],
        "withdrawn": ["none"],
    },
    conversation={
        "reporting_limits_explained": "no",
        "private": "no",
        "interpreter_needed": "yes",
        "interpreter_same_community": "yes",
        "safe_contact_method": "in_person_only",
    },
    disclosure={"must_not_learn": ["family", "community"], "fears_family_knowing": "yes"},
    person=TWO
    | {
        "disability_support_needed": "yes",
        "pregnancy_possible": "yes",
        "ongoing_treatment_interrupted": ["hiv"],
        "lacks_documents": "yes",
        "basic_needs_unmet": ["income"],
    },
    risk=RAPE
    | {
        "safe_tonight": "no",
        "immediate_danger": "yes",
        "threat_sources": ["family", "authority"],
        "perpetrator_has_access": "yes",
        "alleged_actor_is_aid_worker": "yes",
    },
    record={"shared_with_family": "yes"},
    operation=HOSTILE
    | {"inclusive_materials": "yes", "person_consultation_done": "no", "monitoring_in_place": "no"},
    accommodation=[
        place("shelter", type="specialised_shelter", marks_group="yes"),
        place("house", type="single_sex_shelter", respects_stated_gender="no", keeps_unit_together="no"),
        place("hall", list_shared_with_authorities="yes", location_confidential="no"),
        place("flat", accessible="no", staff_trained="no"),
    ],
    service=[
        service("clinic", **REPORTING_CLINIC),
        service("ward", nondiscrimination_verified="no"),
        service("centre", type="gbv_case_management"),
    ],
    data_flow=[
        item("note"),
        item("letter", recipient="family_member"),
        item("table", recipient="donor_report", contains_sensitive="no", group_size=4),
    ],
)
CHILD_AT_THE_GATE: Final = case(
    consent={
        "referral": "yes",
        "recording": "no",
        "sharing": "no",
        "declined_services": ["mhpss"],
        "withdrawn": ["none"],
    },
    person={
        "age_group": "adolescent_12_17",
        "unaccompanied_or_separated": "yes",
        "caregiver_safe_for_child": "no",
        "registration_stage": "not_registered",
    },
    risk=RAPE | {"safe_tonight": "no", "threat_sources": ["family"], "perpetrator_has_access": "yes"},
    disclosure={"must_not_learn": ["family"], "fears_family_knowing": "yes"},
    operation={"criminalisation_context": "unknown"},
    accommodation=[place("hotel", type="short_stay_hotel"), place("hall", person_choice="declines")],
    service=[
        service("clinic", type="health_post_rape", report_scope="child_abuse", staff_trained="no"),
        service("centre", type="mhpss"),
    ],
    data_flow=[item("letter", recipient="family_member")],
)
NOTHING_AT_ALL: Final[Facts] = {"profile": 1, "operation": {}}


@dataclass(frozen=True, slots=True)
class Together:
    """Many conflicts in one case: what comes first, what gives way, and what people decide."""

    title: str
    profile: Facts
    first: list[str]
    set_aside: dict[str, str]
    conflicts: list[tuple[str, str]]
    standings: dict[str, str]


TOGETHER: Final = [
    Together(
        "an adult with everything at once",
        ADULT_AT_THE_GATE,
        first=[
            "C-ACC-15 hall",
            "C-VIO-03",
            "C-ACC-01",
            "C-DIV-14",
            "C-MR-03",
            "C-MR-04",
            "C-VIO-01",
            "C-MR-01",
            "C-MR-02 clinic",
            "C-MR-06",
            "C-DAT-02 note",
            "C-REF-09",
            "C-MR-07 clinic",
            "C-MR-10",
        ],
        set_aside={
            "C-ACC-16 shelter": "C-ACC-07",
            "C-ACC-16 house": "C-ACC-05",
            "C-ACC-16 hall": "C-ACC-15",
            "C-REF-04 clinic": "C-MR-07",
            "C-REF-04 ward": "C-REF-02",
            "C-REF-04 centre": "C-REF-13",
        },
        conflicts=[("C-DAT-02", "C-DAT-16")] * 2,
        standings={
            "shelter": "possible",
            "house": "not_recommended",
            "hall": "not_recommended",
            "flat": "possible",
            "clinic": "not_recommended",
            "ward": "not_recommended",
            "centre": "not_recommended",
        },
    ),
    Together(
        "a child alone",
        CHILD_AT_THE_GATE,
        first=[
            "C-VIO-03",
            "C-ACC-01",
            "C-ACC-09",
            "C-DIV-01",
            "C-MR-03",
            "C-DAT-04 letter",
            "C-DIV-02",
            "C-MR-08 clinic",
            "O-28",
        ],
        set_aside={"C-ACC-16 hotel": "C-ACC-09", "C-ACC-16 hall": "C-ACC-09", "C-REF-04 centre": "C-REF-13"},
        conflicts=[],
        standings={
            "hotel": "check_first",
            "hall": "not_recommended",
            "clinic": "possible",
            "centre": "not_recommended",
        },
    ),
    Together(
        "nothing known at all",
        NOTHING_AT_ALL,
        first=["C-VIO-03", "C-ACC-01", "C-DIV-12", "C-REG-12", "C-VIO-01", "C-DAT-12", "O-28"],
        set_aside={},
        conflicts=[],
        standings={},
    ),
]


@pytest.mark.parametrize("together", TOGETHER, ids=lambda together: together.title)
def test_all_decision_points_speak_at_once_and_what_wins_is_the_same(engine: Engine, together: Together):
    assessment = engine.evaluate(together.profile)
    assert {one.ruleset for one in assessment.recommendations} == {used.id for used in assessment.rulesets}
    assert [name for name in advised(assessment) if name in together.first] == together.first
    assert given_way(assessment) == together.set_aside
    assert shown(assessment) == together.conflicts
    assert stands(assessment) == together.standings


# Whatever the case


GIVES_WAY: Final = {
    "C-ACC-16": {
        "C-ACC-02",
        "C-ACC-04",
        "C-ACC-05",
        "C-ACC-07",
        "C-ACC-08",
        "C-ACC-09",
        "C-ACC-11",
        "C-ACC-14",
        "C-ACC-15",
    },
    "C-REF-04": {"C-MR-07", "C-REF-01", "C-REF-02", "C-REF-06", "C-REF-13", "C-REF-16"},
    "C-REF-05": {"C-REF-13"},
    "C-REF-07": {"C-REF-13"},
    "C-REF-08": {"C-REF-13"},
    "C-REF-12": {"C-REF-13"},
    "C-REF-14": {"C-REF-13"},
    "C-MR-13": {"C-REF-13"},
}
"""Every rule that is ever set aside, and by what: a preference, or what serves a service the person declined."""


@pytest.mark.parametrize("seed", range(4))
def test_only_a_preference_or_a_declined_service_ever_gives_way(engine: Engine, seed: int):
    for profile in random_profiles(100, seed):
        assessment = engine.evaluate(profile, cross_check=False)
        for lost in assessment.set_aside:
            assert lost.by in GIVES_WAY.get(lost.rule, set()), f"{lost.rule} gives way to {lost.by}"
