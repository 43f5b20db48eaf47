"""The talk with the person: consent, its setting, and what they chose to say."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import UNKNOWN_SET, Answer, Choices, Listed, Recorded
from protection_rules.facts.section import Section
from protection_rules.facts.service_types import SERVICE_TYPES, ServiceType
from protection_rules.facts.text import Text


class Consent(Section):
    """What the person agrees to; agreement is per purpose and can be taken back."""

    referral: Annotated[
        Answer,
        Fact(
            label=Text("consent to referral", "الموافقة على الإحالة"),
            question=Text(
                "You have heard what would be shared and what a provider must report. Do you agree to be "
                "referred to this provider, for this purpose only? You can say no.",
                "سمعتم ما الذي سيُنقل وما الذي على مقدّم الخدمة أن يبلّغ عنه. هل توافقون على الإحالة إلى "
                "مقدّم الخدمة هذا، ولهذا الغرض وحده؟ يمكنكم الرفض.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    recording: Annotated[
        Answer,
        Fact(
            label=Text("consent to recording", "الموافقة على التدوين"),
            question=Text(
                "Before anything private is written: we tell you where it is kept and who can open it. Do "
                "you agree that we write it down? You can say no.",
                "قبل تدوين أي أمر خاص نخبركم أين يُحفظ ومن يستطيع فتحه. هل توافقون على أن ندوّنه؟ يمكنكم "
                "الرفض.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    sharing: Annotated[
        Answer,
        Fact(
            label=Text("consent to sharing", "الموافقة على إطلاع الغير"),
            question=Text(
                "Do you agree that we share this with the recipient we named, and with nobody else? You can "
                "say no, or change your mind at any time.",
                "هل توافقون على أن نُطلع الجهة التي ذكرناها، دون غيرها، على هذا الأمر؟ يمكنكم الرفض أو "
                "تغيير رأيكم في أي وقت.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    declined_services: Annotated[
        Listed[ServiceType],
        Fact(
            label=Text("service the person declined", "خدمة رفضها الشخص"),
            question=Text(
                "Is there any help we mentioned that you do not want? No reason is needed, and you can "
                "change your mind.",
                "هل توجد مساعدة ذكرناها ولا ترغبون فيها؟ لا حاجة إلى ذكر السبب، ويمكنكم تغيير رأيكم.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
            values=SERVICE_TYPES,
        ),
    ] = UNKNOWN_SET
    withdrawn: Annotated[
        Listed[Literal["referral", "recording", "sharing"]],
        Fact(
            label=Text("withdrawn consent", "موافقة مسحوبة"),
            question=Text(
                "Not asked. Noted when the person takes back an agreement given earlier.",
                "لا يُسأل عنه. يُدوَّن حين يسحب الشخص موافقة أعطاها من قبل.",
            ),
            supplied_by="staff",
            asked="noted",
            sensitivity="confidential",
            values={
                "referral": Text("referral", "الإحالة"),
                "recording": Text("recording", "التدوين"),
                "sharing": Text("sharing", "إطلاع الغير"),
            },
        ),
    ] = UNKNOWN_SET


class Conversation(Section):
    """How the talk takes place: where, through whom, and how to reach the person again."""

    reporting_limits_explained: Annotated[
        Answer,
        Fact(
            label=Text("explanation of confidentiality limits", "شرح حدود السرّية"),
            question=Text(
                "Check: before the person was invited to tell anything, were the limits of confidentiality "
                "and the reporting duties explained?",
                "تحقّق: هل شُرحت للشخص حدود السرّية وواجبات الإبلاغ قبل دعوته إلى رواية أي شيء؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    safe_contact_method: Annotated[
        Literal["in_person_only", "phone", "messaging", "trusted_person", "none", "unknown"],
        Fact(
            label=Text("safe way to reach the person", "طريقة آمنة للتواصل مع الشخص"),
            question=Text(
                "How can we reach you so that no one else notices? You may also choose not to be contacted.",
                "كيف يمكننا التواصل معكم دون أن ينتبه أحد؟ ويمكنكم أيضاً أن تختاروا ألّا نتواصل معكم.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
            values={
                "in_person_only": Text("in person only", "حضورياً فقط"),
                "phone": Text("phone", "الهاتف"),
                "messaging": Text("messaging", "الرسائل"),
                "trusted_person": Text("through a trusted person", "عبر شخص موثوق"),
                "none": Text("no safe way found", "لا توجد طريقة آمنة"),
            },
        ),
    ] = "unknown"
    private: Annotated[
        Answer,
        Fact(
            label=Text("private place to talk", "مكان خاص للحديث"),
            question=Text(
                "Look at the room: is it private? Notice who can see or hear, and who is waiting outside.",
                "انظر إلى الغرفة: هل تحفظ الخصوصية؟ انتبه إلى من يستطيع أن يرى أو يسمع، ومن ينتظر في الخارج.",
            ),
            supplied_by="observe",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    interpreter_needed: Annotated[
        Answer,
        Fact(
            label=Text("need for an interpreter", "الحاجة إلى مترجم فوري"),
            question=Text(
                "Would you like an interpreter? Which language is easiest for you?",
                "هل ترغبون في مترجم فوري؟ وما اللغة الأسهل لكم؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    interpreter_same_community: Annotated[
        Answer,
        Fact(
            label=Text("interpreter from the same community", "مترجم فوري من مجتمع الشخص نفسه"),
            question=Text(
                "Check the roster. Then check with the person in private: do you know this interpreter or "
                "their relatives?",
                "راجع قائمة المترجمين، ثم اسأل الشخص على انفراد: هل تعرفون هذا المترجم أو أقاربه؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    interpreter_accepted: Annotated[
        Answer,
        Fact(
            label=Text("interpreter accepted by the person", "قبول الشخص بالمترجم الفوري"),
            question=Text(
                "Before the interview, by card, phone line or gesture and not through the interpreter: is "
                "this interpreter all right for you? You can ask for another.",
                "قبل المقابلة، ببطاقة أو عبر الهاتف أو بالإشارة، لا عن طريق المترجم نفسه: هل يناسبكم هذا "
                "المترجم؟ يمكنكم طلب غيره.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    communication_support: Annotated[
        Choices[Literal["sign_language", "easy_read", "oral_explanation", "captions", "other"]],
        Fact(
            label=Text("communication support wanted", "الدعم المطلوب في التواصل"),
            question=Text(
                "Would anything make it easier to understand and to answer: sign language, easy words, "
                "explanation aloud, captions, something else?",
                "هل من شيء يسهّل عليكم الفهم والإجابة: لغة الإشارة، كلمات سهلة، شرح شفهي، عرض الكلام "
                "مكتوباً، شيء آخر؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="ordinary",
            values={
                "sign_language": Text("sign language", "لغة الإشارة"),
                "easy_read": Text("easy-read text", "نص سهل القراءة"),
                "oral_explanation": Text("spoken explanation", "شرح شفهي"),
                "captions": Text("captions", "عرض الكلام مكتوباً"),
                "other": Text("other support", "دعم آخر"),
            },
        ),
    ] = UNKNOWN_SET
    capacity_concern: Annotated[
        Answer,
        Fact(
            label=Text("concern about capacity to consent", "قلق بشأن القدرة على الموافقة"),
            question=Text(
                "Not asked. Noted only if the person cannot follow the explanation even with support. Never "
                "presumed from disability, distress or age.",
                "لا يُسأل عنه. يُدوَّن فقط إذا تعذّرت على الشخص متابعة الشرح حتى مع الدعم. ولا يُفترض أبداً "
                "بسبب الإعاقة أو الضيق أو العمر.",
            ),
            supplied_by="staff",
            asked="noted",
            sensitivity="confidential",
        ),
    ] = "unknown"
    preferred_name_recorded: Annotated[
        Answer,
        Fact(
            label=Text("preferred name on record", "تدوين الاسم المفضّل"),
            question=Text(
                "What name and form of address would you like us to use, and in front of whom?",
                "بأي اسم وبأي طريقة تودّون أن نخاطبكم، وأمام مَن؟",
            ),
            supplied_by="self",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    interpreter_kind: Annotated[
        Literal["professional", "remote", "friend_or_relative", "unknown"],
        Fact(
            label=Text("kind of interpreter", "نوع المترجم الفوري"),
            question=Text(
                "Check who would interpret: a professional, a professional by phone or video, or a friend "
                "or relative.",
                "تحقّق ممّن سيترجم: مترجم محترف، أم مترجم محترف عن بُعد بالهاتف أو الفيديو، أم صديق أو قريب.",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
            values={
                "professional": Text("professional in the room", "مترجم محترف حاضر"),
                "remote": Text("professional by phone or video", "مترجم محترف عن بُعد"),
                "friend_or_relative": Text("friend or relative", "صديق أو قريب"),
            },
        ),
    ] = "unknown"


class Disclosure(Section):
    """What the person chose to say, and who must not learn it."""

    self_disclosed: Annotated[
        Recorded,
        Fact(
            label=Text("private matter volunteered by the person", "أمر خاص ذكره الشخص بمبادرته"),
            question=Text(
                "Never asked and never guessed. Noted only if the person raised it and agreed to a note.",
                "لا يُسأل عنه أبداً ولا يُخمَّن. يُدوَّن فقط إذا بادر الشخص إلى ذكره ووافق على تدوينه.",
            ),
            supplied_by="self",
            asked="never",
            sensitivity="highly_sensitive",
        ),
    ] = "no_record"
    must_not_learn: Annotated[
        Choices[
            Literal["partner", "family", "community", "provider", "authority", "housemates", "everyone_else"]
        ],
        Fact(
            label=Text("who must not learn of this", "مَن يجب ألّا يعلم بالأمر"),
            question=Text(
                "Is there anyone who must not learn what you tell us? A word from this list is enough.",
                "هل من أحد يجب ألّا يعلم بما تقولونه لنا؟ تكفي كلمة من هذه القائمة.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
            values={
                "partner": Text("partner", "شريك الحياة"),
                "family": Text("family", "الأسرة"),
                "community": Text("community", "المجتمع المحلي"),
                "provider": Text("service provider", "مقدّم الخدمة"),
                "authority": Text("authorities", "السلطات"),
                "housemates": Text("housemates", "شركاء السكن"),
                "everyone_else": Text("everyone else", "كل شخص آخر"),
            },
        ),
    ] = UNKNOWN_SET
    fears_family_knowing: Annotated[
        Answer,
        Fact(
            label=Text("something the family must not see", "أمر يجب ألّا تراه الأسرة"),
            question=Text(
                "Is there anything you do not want the people on your file to see? Yes or no is enough.",
                "هل من شيء لا تريدون أن يراه الأشخاص المسجَّلون معكم في الملف؟ يكفي الجواب بنعم أو لا.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
