"""The office and the country it works in."""

from typing import Annotated

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import Answer, Number
from protection_rules.facts.section import Section
from protection_rules.facts.text import Text


class Operation(Section):
    """The office and its country: prepared or not."""

    all_staff_trained: Annotated[
        Answer,
        Fact(
            label=Text("training of all staff", "تدريب جميع الموظفين"),
            question=Text(
                "Check the training log: have all staff been trained?",
                "راجع سجل التدريب: هل تلقّى جميع الموظفين التدريب؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    frontline_trained: Annotated[
        Answer,
        Fact(
            label=Text("training of front-line staff", "تدريب عاملي الخط الأول"),
            question=Text(
                "Check the training log: have drivers, guards, reception staff and call-takers been trained?",
                "راجع سجل التدريب: هل تلقّى التدريب السائقون والحرّاس وموظفو الاستقبال ومتلقّو المكالمات؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    interpreters_vetted: Annotated[
        Answer,
        Fact(
            label=Text("vetting of interpreters", "التحقق من أهلية المترجمين الفوريين"),
            question=Text(
                "Check the roster: trained, bound to confidentiality and from several communities?",
                "راجع القائمة: هل المترجمون الفوريون مدرَّبون وملتزمون بالسرّية ومن مجتمعات متعددة؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    focal_point: Annotated[
        Answer,
        Fact(
            label=Text("trained focal point with a deputy", "مسؤول اتصال مدرَّب وله نائب"),
            question=Text(
                "Check: is a trained focal point named, with a deputy?",
                "تحقّق: هل سُمّي مسؤول اتصال مدرَّب، وله نائب؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    misconduct_procedure: Annotated[
        Answer,
        Fact(
            label=Text("procedure on staff misconduct", "إجراء بشأن سوء سلوك الموظفين"),
            question=Text(
                "Check: is there a published procedure under which managers act on misconduct at once?",
                "تحقّق: هل يوجد إجراء منشور يتصرّف المديرون بموجبه فوراً عند سوء السلوك؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    reception_safe_private: Annotated[
        Answer,
        Fact(
            label=Text("safe and private reception", "استقبال آمن يحفظ الخصوصية"),
            question=Text(
                "Walk through reception: are people welcomed safely, and can they speak unheard?",
                "تجوّل في مكان الاستقبال: هل يُستقبل الناس بأمان، وهل يمكنهم الكلام دون أن يُسمعوا؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    inclusive_materials: Annotated[
        Answer,
        Fact(
            label=Text("welcoming information on display", "معلومات مرحِّبة معروضة للجميع"),
            question=Text(
                "Check the waiting areas: is welcoming information on display, risk-checked with local "
                "organizations?",
                "تفقّد أماكن الانتظار: هل تُعرض معلومات ترحّب بالجميع، فُحصت مخاطرها مع منظمات محلية؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    hotline_inclusive: Annotated[
        Answer,
        Fact(
            label=Text("hotline open to everyone", "خط ساخن متاح للجميع"),
            question=Text(
                "Check by test calls with made-up stories: does the hotline serve everyone, also without a "
                "name?",
                "تحقّق بمكالمات تجريبية بقصص مختلقة: هل يخدم الخط الساخن الجميع، حتى دون ذكر اسم؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    feedback_confidential: Annotated[
        Answer,
        Fact(
            label=Text("confidential complaint channel", "قناة سرّية للشكاوى"),
            question=Text(
                "Check: is there a complaint channel that is clear, confidential, reachable and trusted?",
                "تحقّق: هل توجد قناة للشكاوى واضحة وسرّية وسهلة المنال وموثوقة؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    referral_directory_age_days: Annotated[
        Number,
        Fact(
            label=Text("age of the referral directory in days", "عمر دليل الإحالة بالأيام"),
            question=Text(
                "Check the date of the referral directory: how many days old is it?",
                "راجع تاريخ دليل الإحالة: كم يوماً مضى على تحديثه؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
            minimum=0,
            maximum=3650,
        ),
    ] = "unknown"
    reporting_laws_mapped: Annotated[
        Answer,
        Fact(
            label=Text("map of reporting laws", "خريطة قوانين الإبلاغ"),
            question=Text(
                "Check: is there a written note by counsel on reporting duties, for each type of service?",
                "تحقّق: هل توجد مذكرة خطية من المستشار القانوني عن واجبات الإبلاغ لكل نوع من الخدمات؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    cso_engaged: Annotated[
        Answer,
        Fact(
            label=Text("work with local organizations", "العمل مع منظمات محلية"),
            question=Text(
                "Check: does the office work with community-led organizations? Keep their names off public "
                "documents where that endangers them.",
                "تحقّق: هل يعمل المكتب مع منظمات يقودها المجتمع المحلي؟ لا تذكر أسماءها في وثائق علنية إذا "
                "عرّضها ذلك للخطر.",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    person_consultation_done: Annotated[
        Answer,
        Fact(
            label=Text("consultation of displaced people", "استشارة النازحين قسراً"),
            question=Text(
                "Check: have displaced people been consulted in a safe, voluntary and confidential way?",
                "تحقّق: هل استُشير النازحون قسراً بطريقة آمنة وطوعية وسرّية؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    data_access_restricted: Annotated[
        Answer,
        Fact(
            label=Text("role-based access to data", "وصول إلى البيانات بحسب الدور"),
            question=Text(
                "Check the system: is access to data set by role, with a log and a separate store for "
                "sensitive notes?",
                "راجع النظام: هل يُحدَّد الوصول إلى البيانات بحسب الدور، مع سجل دخول ومخزن منفصل للملاحظات "
                "الحسّاسة؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    safe_accommodation_options: Annotated[
        Number,
        Fact(
            label=Text("number of safe places free today", "عدد الأماكن الآمنة الشاغرة اليوم"),
            question=Text(
                "Check: how many places are verified as safe and free today?",
                "تحقّق: كم مكاناً جرى التحقق من أمانه وهو شاغر اليوم؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="confidential",
            minimum=0,
            maximum=10000,
        ),
    ] = "unknown"
    budget_available: Annotated[
        Answer,
        Fact(
            label=Text("budget for this work", "ميزانية لهذا العمل"),
            question=Text(
                "Check: is there a budget line for transport, rent, interpreters, health and grants?",
                "تحقّق: هل يوجد بند في الميزانية للنقل وبدل الإيجار والمترجمين الفوريين والصحة والمنح؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    monitoring_in_place: Annotated[
        Answer,
        Fact(
            label=Text("monitoring of safety and access", "رصد السلامة وإمكانية الوصول"),
            question=Text(
                "Check: are safety and access monitored with aggregate figures and user feedback, without "
                "lists of people?",
                "تحقّق: هل تُرصد السلامة وإمكانية الوصول بأرقام إجمالية وآراء مستخدمي الخدمات، دون قوائم "
                "بأشخاص؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    gbv_programmes_inclusive: Annotated[
        Answer,
        Fact(
            label=Text(
                "gender-based violence support for everyone",
                "دعم متاح للجميع إزاء العنف المبني على النوع الاجتماعي",
            ),
            question=Text(
                "Check: are prevention and response to gender-based violence open to everyone who needs "
                "them?",
                "تحقّق: هل الوقاية من العنف المبني على النوع الاجتماعي والاستجابة له متاحتان لكل من يحتاج "
                "إليهما؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    criminalisation_context: Annotated[
        Answer,
        Fact(
            label=Text("criminalising law in force", "قانون مجرِّم نافذ"),
            question=Text(
                "Check counsel's note: does any law in force criminalise private life or expression? If not "
                "known, treat as yes.",
                "راجع مذكرة المستشار القانوني: هل من قانون نافذ يجرّم الحياة الخاصة أو التعبير؟ وإذا لم "
                "يُعلم ذلك فاعتبر الجواب نعم.",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    kits_reviewed: Annotated[
        Answer,
        Fact(
            label=Text("review of relief kit contents", "مراجعة محتويات حِزم المساعدات"),
            question=Text(
                "Check: have the contents of relief kits been reviewed, and can people choose items?",
                "تحقّق: هل رُوجعت محتويات حِزم المساعدات، وهل يستطيع الناس اختيار ما يأخذون منها؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    registration_flexible: Annotated[
        Answer,
        Fact(
            label=Text("flexible registration", "تسجيل مرن"),
            question=Text(
                "Check: can anyone have another hour or place, an individual interview, a chosen name, a "
                "separate file?",
                "تحقّق: هل يتاح لأي شخص وقت أو مكان آخر، ومقابلة فردية، واسم مختار، وملف منفصل؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    child_protection_linked: Annotated[
        Answer,
        Fact(
            label=Text("joint procedure with child protection", "إجراء مشترك مع حماية الطفل"),
            question=Text(
                "Check: is a joint procedure with child protection agreed, including what is not passed on?",
                "تحقّق: هل اتُّفق على إجراء مشترك مع حماية الطفل، بما في ذلك ما لا يُنقل؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    escalation_contacts_known: Annotated[
        Answer,
        Fact(
            label=Text("escalation chain known to staff", "سلسلة تصعيد يعرفها الموظفون"),
            question=Text(
                "Check: do staff know whom to call, from the country office to the regional bureau?",
                "تحقّق: هل يعرف الموظفون بمن يتصلون، من المكتب القُطري إلى المكتب الإقليمي؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    risk_places_mapped: Annotated[
        Answer,
        Fact(
            label=Text("map of danger spots", "خريطة مواضع الخطر"),
            question=Text(
                "Check: have shelters, toilets, clinics, police posts and distributions been reviewed for "
                "danger spots?",
                "تحقّق: هل رُوجعت المآوي والمراحيض والعيادات ومراكز الشرطة ومواقع التوزيع لكشف مواضع الخطر؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    local_terms_guide: Annotated[
        Answer,
        Fact(
            label=Text("guide to respectful words", "دليل الكلمات اللائقة"),
            question=Text(
                "Check: is there a short list of respectful words in each working language, written with "
                "local organizations?",
                "تحقّق: هل توجد قائمة قصيرة بالكلمات اللائقة بكل لغة عمل، كُتبت مع منظمات محلية؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    training_planned: Annotated[
        Answer,
        Fact(
            label=Text("planned staff training", "تدريب مقرَّر للموظفين"),
            question=Text(
                "Check the training calendar: is a date for staff training set?",
                "راجع جدول التدريب: هل حُدّد موعد لتدريب الموظفين؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    emergency_declared: Annotated[
        Answer,
        Fact(
            label=Text("declared emergency", "حالة طوارئ معلنة"),
            question=Text(
                "Check: has an emergency been declared where this office works?",
                "تحقّق: هل أُعلنت حالة الطوارئ حيث يعمل هذا المكتب؟",
            ),
            supplied_by="office",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
