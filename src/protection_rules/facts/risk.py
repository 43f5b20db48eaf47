"""Dangers to the person, and dangers from the file itself."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import UNKNOWN_SET, Answer, Choices, Number
from protection_rules.facts.section import Section
from protection_rules.facts.text import Text


class Risk(Section):
    """Danger, fear and harm as the person tells it."""

    immediate_danger: Annotated[
        Answer,
        Fact(
            label=Text("immediate danger", "خطر داهم"),
            question=Text(
                "Are you in danger right now, or could you be when you leave here?",
                "هل من خطر عليكم الآن، أو عند خروجكم من هنا؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    safe_tonight: Annotated[
        Answer,
        Fact(
            label=Text("a safe place tonight", "مكان آمن هذه الليلة"),
            question=Text(
                "Do you have somewhere you feel safe tonight?",
                "هل لديكم مكان تشعرون فيه بالأمان هذه الليلة؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    threat_sources: Annotated[
        Choices[
            Literal[
                "family",
                "partner",
                "community",
                "host_community",
                "authority",
                "armed_actor",
                "staff_or_partner",
                "housemates",
                "unknown_source",
            ]
        ],
        Fact(
            label=Text("source of threat", "مصدر التهديد"),
            question=Text(
                "Who makes you feel unsafe, if anyone? A word from this list is enough.",
                "هل من أحد لا تشعرون بالأمان بسببه؟ تكفي كلمة من هذه القائمة.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
            values={
                "family": Text("family", "الأسرة"),
                "partner": Text("partner", "شريك الحياة"),
                "community": Text("own community", "مجتمع الشخص نفسه"),
                "host_community": Text("host community", "المجتمع المضيف"),
                "authority": Text("authorities", "السلطات"),
                "armed_actor": Text("armed group or fighter", "جهة مسلّحة"),
                "staff_or_partner": Text("aid staff or partner organization", "موظف إغاثة أو منظمة شريكة"),
                "housemates": Text("housemates", "شركاء السكن"),
                "unknown_source": Text("someone not identified", "مصدر لم تتحدّد هويته"),
            },
        ),
    ] = UNKNOWN_SET
    incident_types: Annotated[
        Choices[
            Literal[
                "sexual_violence",
                "physical_violence",
                "threats",
                "blackmail",
                "discrimination",
                "service_denial",
                "forced_marriage",
                "forced_procedure",
                "conversion_practice",
                "detention",
                "exploitation",
            ]
        ],
        Fact(
            label=Text("type of incident the person told of", "نوع الحادث الذي رواه الشخص"),
            question=Text(
                "Not asked outside gender-based violence and child protection services. Noted only as the "
                "person tells it, without details.",
                "لا يُسأل عنه خارج خدمات العنف المبني على النوع الاجتماعي وحماية الطفل. يُدوَّن فقط كما "
                "يرويه الشخص، دون تفاصيل.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
            values={
                "sexual_violence": Text("sexual violence", "عنف جنسي"),
                "physical_violence": Text("physical violence", "عنف جسدي"),
                "threats": Text("threats", "تهديدات"),
                "blackmail": Text("blackmail", "ابتزاز"),
                "discrimination": Text("discrimination", "تمييز"),
                "service_denial": Text("denial of a service", "حرمان من خدمة"),
                "forced_marriage": Text("forced marriage", "زواج قسري"),
                "forced_procedure": Text("forced medical procedure", "إجراء طبي قسري"),
                "conversion_practice": Text(
                    "forced attempt to change the person", "محاولة قسرية لتغيير الشخص"
                ),
                "detention": Text("detention", "احتجاز"),
                "exploitation": Text("exploitation", "استغلال"),
            },
        ),
    ] = UNKNOWN_SET
    hours_since_sexual_violence: Annotated[
        Number,
        Fact(
            label=Text("number of hours since sexual violence", "عدد الساعات منذ العنف الجنسي"),
            question=Text(
                "Not asked unless the person has told of it. Then asked once, roughly when, only to explain "
                "which care can help.",
                "لا يُسأل عنه ما لم يذكره الشخص. فإن ذكره سُئل مرة واحدة عن الوقت على وجه التقريب، لشرح "
                "الرعاية التي قد تفيد فحسب.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
            minimum=0,
            maximum=8760,
        ),
    ] = "unknown"
    injuries_need_care: Annotated[
        Answer,
        Fact(
            label=Text("injury that needs care", "إصابة تحتاج إلى رعاية"),
            question=Text(
                "Do you have an injury or pain that needs care? You need not say how it happened.",
                "هل تشكون من إصابة أو ألم يحتاج إلى رعاية؟ لا حاجة إلى ذكر كيف حدث ذلك.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    confined_or_controlled: Annotated[
        Answer,
        Fact(
            label=Text("confinement or control by others", "تقييد الشخص أو التحكّم به"),
            question=Text(
                "Does anyone stop you from coming and going, or keep your phone or papers from you?",
                "هل يمنعكم أحد من الخروج والدخول، أو يحجز هاتفكم أو أوراقكم؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    outing_threat: Annotated[
        Answer,
        Fact(
            label=Text("threat to reveal private information", "تهديد بكشف معلومات خاصة"),
            question=Text(
                "Not asked. Noted only if the person speaks of blackmail or of a threat to reveal private "
                "information.",
                "لا يُسأل عنه. يُدوَّن فقط إذا تحدّث الشخص عن ابتزاز أو عن تهديد بكشف معلومات خاصة.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    perpetrator_has_access: Annotated[
        Answer,
        Fact(
            label=Text("threat source with access to the person", "قدرة مصدر التهديد على بلوغ الشخص"),
            question=Text(
                "Can anyone who hurt or threatens you reach you where you stay?",
                "هل يستطيع من آذاكم أو يهدّدكم أن يصل إليكم حيث تقيمون؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    arrest_or_detention_risk: Annotated[
        Answer,
        Fact(
            label=Text("risk of arrest or detention", "خطر التوقيف أو الاحتجاز"),
            question=Text(
                "Do you fear being arrested or detained here? You need not say more than that.",
                "هل تخشون التوقيف أو الاحتجاز هنا؟ لا حاجة إلى قول أكثر من ذلك.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    alleged_actor_is_aid_worker: Annotated[
        Answer,
        Fact(
            label=Text("harm attributed to an aid worker", "أذى منسوب إلى عامل إغاثة"),
            question=Text(
                "Not asked. Noted only if the person says so. Case staff never investigate it.",
                "لا يُسأل عنه. يُدوَّن فقط إذا ذكره الشخص. ولا يحقّق فيه موظفو الحالات أبداً.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    avoids_services_for_safety: Annotated[
        Answer,
        Fact(
            label=Text("avoidance of services for safety", "تجنّب خدمات حفاظاً على السلامة"),
            question=Text(
                "Are there places or services you stay away from because you do not feel safe?",
                "هل من أماكن أو خدمات تتجنّبونها لأنكم لا تشعرون فيها بالأمان؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    unsafe_places: Annotated[
        Choices[
            Literal[
                "collective_shelter",
                "sanitation",
                "clinic",
                "police_station",
                "distribution_point",
                "water_point",
                "school",
                "transport",
                "reception",
                "other",
            ]
        ],
        Fact(
            label=Text("place that feels unsafe", "مكان لا يشعر فيه الشخص بالأمان"),
            question=Text(
                "Which of these places feel unsafe to you, if any? You can point to the pictures; no "
                "explanation is needed.",
                "أيّ هذه الأماكن لا تشعرون فيه بالأمان، إن وُجد؟ يمكنكم الإشارة إلى الصور، ولا حاجة إلى شرح.",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="confidential",
            values={
                "collective_shelter": Text("collective shelter", "مأوى جماعي"),
                "sanitation": Text("toilets and washing places", "مراحيض وأماكن اغتسال"),
                "clinic": Text("clinic", "عيادة"),
                "police_station": Text("police station", "مركز شرطة"),
                "distribution_point": Text("distribution point", "نقطة توزيع"),
                "water_point": Text("water point", "نقطة مياه"),
                "school": Text("school", "مدرسة"),
                "transport": Text("transport", "وسائل النقل"),
                "reception": Text("reception area", "مكان الاستقبال"),
                "other": Text("another place", "مكان آخر"),
            },
        ),
    ] = UNKNOWN_SET


class Record(Section):
    """The file itself: who can see it and what went wrong with it."""

    shared_with_family: Annotated[
        Answer,
        Fact(
            label=Text("file shared with family members", "ملف مشترك مع أفراد من الأسرة"),
            question=Text(
                "Check the system: is this file shared with family members, or can they see it?",
                "راجع النظام: هل هذا الملف مشترك مع أفراد من الأسرة، أو يستطيعون الاطلاع عليه؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    access_restricted: Annotated[
        Answer,
        Fact(
            label=Text("restricted access to this file", "تقييد الاطلاع على هذا الملف"),
            question=Text(
                "Check the role list and the access log: is the file open only to those who need it?",
                "راجع قائمة الأدوار وسجل الدخول: هل يقتصر فتح الملف على من يحتاج إليه؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    breach_suspected: Annotated[
        Answer,
        Fact(
            label=Text("suspected leak of information", "اشتباه في تسرّب معلومات"),
            question=Text(
                "Check the access log and ask colleagues: is there any sign that information about the "
                "person got out?",
                "راجع سجل الدخول واسأل الزملاء: هل من علامة على خروج معلومات عن الشخص؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    visible_marker: Annotated[
        Answer,
        Fact(
            label=Text("visible mark that tells people apart", "علامة ظاهرة تميّز الناس بعضهم من بعض"),
            question=Text(
                "Walk through and look: does any colour, code, queue, card, envelope or label tell people "
                "apart?",
                "تجوّل وانظر: هل من لون أو رمز أو طابور أو بطاقة أو ظرف أو ملصق يميّز الناس بعضهم من بعض؟",
            ),
            supplied_by="observe",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    concern_raised: Annotated[
        Answer,
        Fact(
            label=Text("concern or complaint received", "ورود شكوى أو مخاوف"),
            question=Text(
                "Check the complaint channels, do not ask the person: has a concern or complaint reached "
                "the office?",
                "راجع قنوات الشكاوى ولا تسأل الشخص: هل وردت إلى المكتب شكوى أو مخاوف؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
