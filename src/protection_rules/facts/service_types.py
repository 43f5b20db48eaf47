"""The types of service: of a provider, and of what a person has declined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from protection_rules.facts.text import Text

ServiceType: TypeAlias = Literal[
    "health_post_rape",
    "health_general",
    "mhpss",
    "legal",
    "gbv_case_management",
    "child_protection",
    "cash",
    "shelter",
    "police",
    "education",
    "livelihood",
    "registration",
    "cso_support",
    "complaints",
]

SERVICE_TYPES: Final[Mapping[str, Text]] = {
    "health_post_rape": Text("care after sexual violence", "الرعاية بعد العنف الجنسي"),
    "health_general": Text("general health care", "الرعاية الصحية العامة"),
    "mhpss": Text("mental health and psychosocial support", "الصحة النفسية والدعم النفسي الاجتماعي"),
    "legal": Text("legal counsel", "المشورة القانونية"),
    "gbv_case_management": Text(
        "gender-based violence case management", "إدارة حالات العنف المبني على النوع الاجتماعي"
    ),
    "child_protection": Text("child protection", "حماية الطفل"),
    "cash": Text("cash assistance", "المساعدة النقدية"),
    "shelter": Text("shelter", "المأوى"),
    "police": Text("police", "الشرطة"),
    "education": Text("education", "التعليم"),
    "livelihood": Text("livelihood support", "دعم سبل العيش"),
    "registration": Text("registration", "التسجيل"),
    "cso_support": Text("support from a local organization", "دعم منظمة محلية"),
    "complaints": Text("complaints and feedback", "الشكاوى والملاحظات"),
}
