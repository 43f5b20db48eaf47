"""The person: age, needs, papers, and those to stay with."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import UNKNOWN_SET, Answer, Choices
from protection_rules.facts.section import Section
from protection_rules.facts.text import Text


class Person(Section):
    """Needs and circumstances as the person states them."""

    age_group: Annotated[
        Literal["infant_0_4", "child_5_11", "adolescent_12_17", "adult_18_59", "older_60_plus", "unknown"],
        Fact(
            label=Text("age group", "الفئة العمرية"),
            question=Text(
                "How old are you, or what age is on your registration? No medical test of age is made.",
                "كم عمركم، أو ما العمر المدوَّن في تسجيلكم؟ لا يُجرى أي فحص طبي لتقدير العمر.",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
            values={
                "infant_0_4": Text("young child aged 0 to 4", "طفل صغير عمره 0 إلى 4 سنوات"),
                "child_5_11": Text("child aged 5 to 11", "طفل عمره 5 إلى 11 سنة"),
                "adolescent_12_17": Text("adolescent aged 12 to 17", "يافع عمره 12 إلى 17 سنة"),
                "adult_18_59": Text("adult aged 18 to 59", "بالغ عمره 18 إلى 59 سنة"),
                "older_60_plus": Text("older person aged 60 or over", "كبير السن عمره 60 سنة فأكثر"),
            },
        ),
    ] = "unknown"
    unaccompanied_or_separated: Annotated[
        Answer,
        Fact(
            label=Text("unaccompanied or separated child", "طفل غير مصحوب أو منفصل عن ذويه"),
            question=Text(
                "Child protection staff, in words a child understands: Are you here without the grown-up "
                "who usually looks after you?",
                "موظفو حماية الطفل، بكلمات يفهمها الطفل: هل أنت هنا دون الكبار الذين يعتنون بك عادةً؟",
            ),
            supplied_by="self",
            asked="specialist",
            sensitivity="confidential",
        ),
    ] = "unknown"
    caregiver_safe_for_child: Annotated[
        Answer,
        Fact(
            label=Text("safety of the child with the caregiver", "أمان الطفل مع مقدّم الرعاية"),
            question=Text(
                "Child protection staff, alone with the child: Do you feel safe with the person who looks "
                "after you? The caregiver is asked nothing about the child's private life.",
                "موظفو حماية الطفل، مع الطفل وحده: هل لديك شعور بالأمان مع من يعتني بك؟ ولا يُسأل مقدّم "
                "الرعاية عن حياة الطفل الخاصة.",
            ),
            supplied_by="self",
            asked="specialist",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    disability_support_needed: Annotated[
        Answer,
        Fact(
            label=Text("need for disability support", "الحاجة إلى دعم متصل بالإعاقة"),
            question=Text(
                "Do you need support with seeing, hearing, walking, remembering, washing or communicating? "
                "What would help?",
                "هل تحتاجون إلى دعم في النظر أو السمع أو المشي أو التذكّر أو الاغتسال أو التواصل؟ وما الذي "
                "يساعدكم؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    pregnancy_possible: Annotated[
        Answer,
        Fact(
            label=Text("possible pregnancy", "احتمال الحمل"),
            question=Text(
                "Health worker, in private: As far as you know, could you be pregnant? Nothing is inferred "
                "from papers or appearance.",
                "العامل الصحي، على انفراد: هل يوجد احتمال حمل بحسب علمكم؟ ولا يُستنتج شيء من الأوراق أو "
                "المظهر.",
            ),
            supplied_by="self",
            asked="specialist",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    ongoing_treatment_interrupted: Annotated[
        Choices[Literal["hormones", "hiv", "mental_health", "chronic_other"]],
        Fact(
            label=Text("interrupted treatment", "علاج منقطع"),
            question=Text(
                "Are you missing any medicine or treatment you were taking? You need not name it outside "
                "health care.",
                "هل انقطع عنكم دواء أو علاج كنتم تتلقونه؟ لا حاجة إلى تسميته خارج الرعاية الصحية.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
            values={
                "hormones": Text("hormone treatment", "علاج هرموني"),
                "hiv": Text("HIV treatment", "علاج فيروس نقص المناعة البشرية"),
                "mental_health": Text("mental health treatment", "علاج للصحة النفسية"),
                "chronic_other": Text("other long-term treatment", "علاج آخر طويل الأمد"),
            },
        ),
    ] = UNKNOWN_SET
    intersex_health_need_raised: Annotated[
        Answer,
        Fact(
            label=Text("special health need raised unprompted", "حاجة صحية خاصة ذُكرت دون سؤال"),
            question=Text(
                "Never asked and never looked for. Noted only if the person, or a young child's caregiver, "
                "raises it.",
                "لا يُسأل عنه أبداً ولا يُبحث عنه. يُدوَّن فقط إذا ذكره الشخص أو مقدّم الرعاية لطفل صغير.",
            ),
            supplied_by="self",
            asked="never",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    procedure_without_consent_risk: Annotated[
        Answer,
        Fact(
            label=Text("risk of treatment without consent", "خطر علاج دون موافقة"),
            question=Text(
                "Not asked. Noted only if the person raises it or, once health is being discussed, speaks "
                "of pressure to accept an unwanted treatment.",
                "لا يُسأل عنه. يُدوَّن فقط إذا ذكره الشخص، أو تحدّث في سياق الكلام عن صحته عن ضغط لقبول "
                "علاج لا يريده.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    acute_distress: Annotated[
        Answer,
        Fact(
            label=Text("acute distress", "ضيق نفسي حاد"),
            question=Text(
                "Notice signs of acute distress, then check gently: this seems very hard right now, is that "
                "so?",
                "لاحظ علامات الضيق الحاد، ثم تحقّق بلطف: يبدو أن هذا شاق عليكم الآن، هل هو كذلك؟",
            ),
            supplied_by="observe",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    suicide_risk_stated: Annotated[
        Answer,
        Fact(
            label=Text("stated risk of suicide", "خطر انتحار صرّح به الشخص"),
            question=Text(
                "Trained staff, when distress is evident: Are you having thoughts of ending your life? You "
                "can say as much or as little as you want.",
                "موظفون مدرَّبون، حين يظهر الضيق: هل تراودكم أفكار بإنهاء حياتكم؟ يمكنكم قول القليل أو "
                "الكثير كما تشاؤون.",
            ),
            supplied_by="self",
            asked="specialist",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    document_mismatch: Annotated[
        Answer,
        Fact(
            label=Text("problem with what the papers show", "مشكلة في ما تُظهره الأوراق"),
            question=Text(
                "Is there anything on your papers that you want shown differently or that causes you "
                "problems?",
                "هل في أوراقكم ما تودّون أن يظهر على نحو آخر أو ما يسبّب لكم مشكلات؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    lacks_documents: Annotated[
        Answer,
        Fact(
            label=Text("lack of identity documents", "نقص في وثائق الهوية"),
            question=Text(
                "Are any of your identity documents missing, lost or kept by someone else?",
                "هل تنقصكم وثيقة هوية، أو ضاعت منكم، أو يحتفظ بها غيركم؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    registration_stage: Annotated[
        Literal[
            "not_registered",
            "registered",
            "rsd_pending",
            "recognised",
            "stateless_procedure",
            "not_applicable",
            "unknown",
        ],
        Fact(
            label=Text("registration stage", "مرحلة التسجيل"),
            question=Text(
                "Check the registration records: which stage has been reached?",
                "راجع سجلات التسجيل: ما المرحلة التي بلغها الملف؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
            values={
                "not_registered": Text("not registered", "غير مسجَّل"),
                "registered": Text("registered", "مسجَّل"),
                "rsd_pending": Text("awaiting a refugee status decision", "في انتظار قرار بشأن صفة اللاجئ"),
                "recognised": Text("recognised as a refugee", "معترف به لاجئاً"),
                "stateless_procedure": Text("in a statelessness procedure", "في إجراء تحديد انعدام الجنسية"),
                "not_applicable": Text("not applicable", "لا ينطبق"),
            },
        ),
    ] = "unknown"
    partner_unity_requested: Annotated[
        Answer,
        Fact(
            label=Text("request to stay together", "طلب البقاء معاً"),
            question=Text(
                "Whom do you need to stay with, if anyone? Everyone is asked in the same words, and nobody "
                "is asked for more proof than others.",
                "مع مَن تحتاجون إلى البقاء، إن وُجد؟ يُطرح السؤال على الجميع بالكلمات نفسها، ولا يُطلب من "
                "أحد دليل لا يُطلب من غيره.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    feels_safe_with_partner: Annotated[
        Answer,
        Fact(
            label=Text("feeling safe with the partner", "الشعور بالأمان مع شريك الحياة"),
            question=Text(
                "Do you feel safe with the person you live with or want to stay with? They will not be told "
                "your answer.",
                "هل تشعرون بالأمان مع من تسكنون معه أو تريدون البقاء معه؟ لن يعرف ذلك الشخص جوابكم.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    dependants_with_person: Annotated[
        Answer,
        Fact(
            label=Text("dependant with the person", "مُعال مع الشخص"),
            question=Text(
                "Is anyone with you who depends on your care, such as a child or an older or ill relative?",
                "هل معكم من يعتمد على رعايتكم، مثل طفل أو قريب مسنّ أو مريض؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    basic_needs_unmet: Annotated[
        Choices[Literal["food", "water", "hygiene_items", "income", "education", "health_care", "clothing"]],
        Fact(
            label=Text("unmet basic need", "حاجة أساسية غير ملبّاة"),
            question=Text(
                "Which of the things on this list do you need now? Choose freely; no explanation is needed.",
                "ما الذي تحتاجون إليه الآن من هذه القائمة؟ الاختيار حر، ولا حاجة إلى شرح.",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
            values={
                "food": Text("food", "غذاء"),
                "water": Text("water", "ماء"),
                "hygiene_items": Text("hygiene items", "مستلزمات النظافة"),
                "income": Text("income", "دخل"),
                "education": Text("education", "تعليم"),
                "health_care": Text("health care", "رعاية صحية"),
                "clothing": Text("clothing", "ملابس"),
            },
        ),
    ] = UNKNOWN_SET
    exchange_for_survival: Annotated[
        Answer,
        Fact(
            label=Text("harmful exchange to meet basic needs", "مبادلة مؤذية لتلبية الحاجات الأساسية"),
            question=Text(
                "Not asked. Noted only if the person raises it, or tells a trained worker on gender-based "
                "violence in private; without judgement.",
                "لا يُسأل عنه. يُدوَّن فقط إذا ذكره الشخص، أو رواه على انفراد لعامل مدرَّب في مجال العنف "
                "المبني على النوع الاجتماعي، دون حكم عليه.",
            ),
            supplied_by="self",
            asked="noted",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
