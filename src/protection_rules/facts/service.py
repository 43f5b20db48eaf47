"""A provider to whom the person could be referred."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import UNKNOWN_SET, Answer, Listed, Number
from protection_rules.facts.section import ListedSection
from protection_rules.facts.service_types import SERVICE_TYPES, ServiceType
from protection_rules.facts.text import Text


class Service(ListedSection):
    """One provider to whom the person could go."""

    type: Annotated[
        ServiceType | Literal["unknown"],
        Fact(
            label=Text("type of service", "نوع الخدمة"),
            question=Text(
                "What kind of service do you provide?",
                "ما نوع الخدمة التي تقدّمونها؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
            values=SERVICE_TYPES,
        ),
    ] = "unknown"
    reports_to_police: Annotated[
        Answer,
        Fact(
            label=Text("reporting to the police", "إبلاغ الشرطة"),
            question=Text(
                "In general, does the law or your own practice require you to report people you serve to "
                "the police? Ask before any referral.",
                "بوجه عام، هل يفرض القانون أو ما جرى عليه العمل لديكم إبلاغ الشرطة عمّن تخدمونهم؟ ويُسأل عن "
                "ذلك قبل أي إحالة.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    report_scope: Annotated[
        Literal[
            "none",
            "adult_gbv",
            "child_abuse",
            "same_sex_conduct",
            "weapon_injury",
            "irregular_status",
            "several",
            "unknown",
        ],
        Fact(
            label=Text("matter that must be reported", "أمر يجب الإبلاغ عنه"),
            question=Text(
                "In general, which matters must you report, if any? Compare the answer with counsel's map "
                "of the law.",
                "بوجه عام، ما الأمور التي يجب عليكم الإبلاغ عنها، إن وُجدت؟ ويُقارَن الجواب بخريطة القوانين "
                "لدى المستشار القانوني.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
            values={
                "none": Text("nothing has to be reported", "لا شيء يجب الإبلاغ عنه"),
                "adult_gbv": Text(
                    "gender-based violence against adults",
                    "العنف المبني على النوع الاجتماعي ضد البالغين",
                ),
                "child_abuse": Text("child abuse", "إساءة معاملة الأطفال"),
                "same_sex_conduct": Text("consensual conduct between adults", "سلوك رضائي بين بالغين"),
                "weapon_injury": Text("weapon injury", "إصابة بسلاح"),
                "irregular_status": Text("irregular stay in the country", "إقامة غير نظامية في البلد"),
                "several": Text("several of these", "عدة أمور من هذه"),
            },
        ),
    ] = "unknown"
    report_identifies_person: Annotated[
        Answer,
        Fact(
            label=Text("report that gives the identity", "بلاغ يذكر الهوية"),
            question=Text(
                "In general, does a report give a person's identity? Or does it hold anonymous figures only?",
                "بوجه عام، هل يذكر البلاغ هوية الشخص؟ أم يقتصر على أرقام بلا أسماء؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    staff_trained: Annotated[
        Answer,
        Fact(
            label=Text("trained staff at this provider", "موظفون مدرَّبون لدى مقدّم الخدمة"),
            question=Text(
                "Have all who meet the public been trained to serve everyone with respect and to keep "
                "confidences?",
                "هل تلقّى جميع من يقابلون الجمهور تدريباً على خدمة الجميع باحترام وعلى حفظ السرّية؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    nondiscrimination_verified: Annotated[
        Answer,
        Fact(
            label=Text("verified equal treatment", "معاملة بلا تمييز جرى التحقق منها"),
            question=Text(
                "In general, is everyone served equally here? Count the answer only if monitoring, user "
                "feedback or local organizations bear it out; send nobody to test it.",
                "بوجه عام، هل يُخدم الجميع لديكم على قدم المساواة؟ ولا يُعتدّ بالجواب إلا إذا أيّدته نتائج "
                "الرصد أو آراء مستخدمي الخدمة أو المنظمات المحلية؛ ولا يُرسَل أحد لاختبار ذلك.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    days_since_verified: Annotated[
        Number,
        Fact(
            label=Text("number of days since verification", "عدد الأيام منذ التحقق"),
            question=Text(
                "Check the date in the directory: how many days ago was this provider last verified?",
                "راجع التاريخ في الدليل: كم يوماً مضى على آخر تحقق من مقدّم الخدمة هذا؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
            minimum=0,
            maximum=3650,
        ),
    ] = "unknown"
    confidential_entry: Annotated[
        Answer,
        Fact(
            label=Text("discreet way in", "مدخل يحفظ الخصوصية"),
            question=Text(
                "Can someone attend without being seen to seek this service?",
                "هل يمكن الحضور دون أن يرى أحد أن الشخص يطلب هذه الخدمة؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    barriers: Annotated[
        Listed[
            Literal[
                "fee",
                "id_required",
                "family_consent",
                "distance",
                "language",
                "physical_access",
                "opening_hours",
            ]
        ],
        Fact(
            label=Text("barrier to this service", "عائق أمام هذه الخدمة"),
            question=Text(
                "What could keep people from being served: fees, papers, family consent, distance, "
                "language, steps, hours?",
                "ما الذي قد يحول دون خدمة الناس: رسوم، أوراق، موافقة الأسرة، بُعد المسافة، اللغة، السلالم، "
                "ساعات الدوام؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
            values={
                "fee": Text("fee", "رسوم"),
                "id_required": Text("identity document required", "اشتراط وثيقة هوية"),
                "family_consent": Text("family consent required", "اشتراط موافقة الأسرة"),
                "distance": Text("distance", "بُعد المسافة"),
                "language": Text("language", "اللغة"),
                "physical_access": Text("physical access", "صعوبة الدخول والحركة"),
                "opening_hours": Text("opening hours", "ساعات الدوام"),
            },
        ),
    ] = UNKNOWN_SET
    travel_safe: Annotated[
        Answer,
        Fact(
            label=Text("safe journey to this provider", "طريق آمن إلى مقدّم الخدمة"),
            question=Text(
                "Would the way there and back be safe for you? We can offer transport or someone to go with "
                "you.",
                "هل الطريق ذهاباً وإياباً آمن لكم؟ يمكننا توفير وسيلة نقل أو مرافق.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    pep_available: Annotated[
        Answer,
        Fact(
            label=Text("post-exposure prophylaxis in stock", "توافر الوقاية بعد التعرّض للفيروس"),
            question=Text(
                "Is HIV post-exposure prophylaxis in stock today?",
                "هل تتوافر اليوم أدوية الوقاية بعد التعرّض لفيروس نقص المناعة البشرية؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    ec_available: Annotated[
        Answer,
        Fact(
            label=Text("emergency contraception in stock", "توافر منع الحمل الطارئ"),
            question=Text(
                "Is emergency contraception in stock today?",
                "هل تتوافر اليوم وسائل منع الحمل الطارئ؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    operator: Annotated[
        Literal["national", "un", "ngo", "private", "unknown"],
        Fact(
            label=Text("who runs the service", "الجهة التي تدير الخدمة"),
            question=Text(
                "Who runs this service: a national body, the United Nations, a non-governmental "
                "organization or a private provider?",
                "مَن يدير هذه الخدمة: جهة وطنية أم الأمم المتحدة أم منظمة غير حكومية أم جهة خاصة؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
            values={
                "national": Text("national body", "جهة وطنية"),
                "un": Text("United Nations agency", "وكالة للأمم المتحدة"),
                "ngo": Text("non-governmental organization", "منظمة غير حكومية"),
                "private": Text("private provider", "جهة خاصة"),
            },
        ),
    ] = "unknown"
    referral_consent: Annotated[
        Answer,
        Fact(
            label=Text("consent to referral to this provider", "الموافقة على الإحالة إلى مقدّم الخدمة"),
            question=Text(
                "Do you agree that we refer you to this provider, for this purpose, now that we have "
                "explained what is shared and what they must report? You can say no.",
                "هل توافقون على إحالتكم إلى مقدّم الخدمة هذا، ولهذا الغرض، بعد أن شرحنا ما يُنقل إليه وما "
                "عليه أن يبلّغ عنه؟ يمكنكم الرفض.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    referral_sent: Annotated[
        Answer,
        Fact(
            label=Text("referral already sent to this provider", "إحالة أُرسلت إلى مقدّم الخدمة"),
            question=Text(
                "Check the file: has the referral to this provider already been sent?",
                "راجع الملف: هل سبق أن أُرسلت الإحالة إلى مقدّم الخدمة هذا؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
