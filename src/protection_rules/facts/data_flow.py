"""Information on its way to somebody."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import Answer, Number
from protection_rules.facts.section import ListedSection
from protection_rules.facts.text import Text


class DataFlow(ListedSection):
    """One item of information on its way to somebody."""

    recipient: Annotated[
        Literal[
            "case_worker",
            "other_unit",
            "partner",
            "authority",
            "family_member",
            "other_person_on_file",
            "donor_report",
            "resettlement_state",
            "public",
            "unknown",
        ],
        Fact(
            label=Text("recipient of the information", "الجهة المتلقية للمعلومات"),
            question=Text(
                "Check who would receive this information.",
                "تحقّق من الجهة التي ستتلقى هذه المعلومات.",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
            values={
                "case_worker": Text("case worker", "عامل الحالة"),
                "other_unit": Text("another unit of the office", "وحدة أخرى في المكتب"),
                "partner": Text("partner organization", "منظمة شريكة"),
                "authority": Text("authority", "سلطة رسمية"),
                "family_member": Text("family member", "فرد من الأسرة"),
                "other_person_on_file": Text("another person on the file", "شخص آخر في الملف"),
                "donor_report": Text("donor report", "تقرير للجهات المانحة"),
                "resettlement_state": Text("resettlement country", "بلد إعادة التوطين"),
                "public": Text("general public", "عامة الجمهور"),
            },
        ),
    ] = "unknown"
    purpose_stated: Annotated[
        Answer,
        Fact(
            label=Text("stated purpose of the sharing", "غرض معلن لإطلاع الغير"),
            question=Text(
                "Check: has the recipient stated what the information is for?",
                "تحقّق: هل بيّنت الجهة المتلقية الغرض من المعلومات؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    contains_sensitive: Annotated[
        Answer,
        Fact(
            label=Text("sensitive content", "محتوى حسّاس"),
            question=Text(
                "Check every line for anything sensitive, also indirect: name of a shelter, another "
                "person's file, type of clinic, interpreter's notes.",
                "راجع كل سطر بحثاً عن أي أمر حسّاس ولو بصورة غير مباشرة: اسم مأوى، ملف شخص آخر، نوع "
                "العيادة، ملاحظات المترجم.",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    minimised: Annotated[
        Answer,
        Fact(
            label=Text("content cut to what is needed", "الاقتصار على ما يلزم من المعلومات"),
            question=Text(
                "Check: does it hold only what this purpose needs, such as the need, the service and the "
                "safe contact?",
                "تحقّق: هل تقتصر على ما يقتضيه هذا الغرض، مثل الحاجة والخدمة وطريقة التواصل الآمنة؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    secure_channel: Annotated[
        Answer,
        Fact(
            label=Text("secure channel", "قناة إرسال آمنة"),
            question=Text(
                "Check: would it travel by a channel that only the recipient can open?",
                "تحقّق: هل تُرسل عبر قناة لا يستطيع فتحها إلا الجهة المتلقية؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    basis: Annotated[
        Literal[
            "consent", "vital_interest", "best_interests_of_child", "legal_obligation", "none", "unknown"
        ],
        Fact(
            label=Text("ground for the sharing", "أساس إطلاع الغير"),
            question=Text(
                "Check on what ground it would be shared. A legal obligation is entered by a protection "
                "supervisor or counsel, not by the case worker.",
                "تحقّق من أساس إطلاع الغير. الالتزام القانوني يُدخله مشرف الحماية أو المستشار القانوني، لا "
                "عامل الحالة.",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
            values={
                "consent": Text("consent", "موافقة"),
                "vital_interest": Text("vital interest", "مصلحة حيوية"),
                "best_interests_of_child": Text("best interests of the child", "المصالح الفضلى للطفل"),
                "legal_obligation": Text("legal obligation", "التزام قانوني"),
                "none": Text("no ground found", "لا أساس له"),
            },
        ),
    ] = "unknown"
    recipient_agreement: Annotated[
        Answer,
        Fact(
            label=Text("data-sharing agreement in force", "اتفاق نافذ لتبادل البيانات"),
            question=Text(
                "Check: is a data-sharing agreement with this recipient signed and in force?",
                "تحقّق: هل يوجد اتفاق موقّع ونافذ لتبادل البيانات مع هذه الجهة؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    group_size: Annotated[
        Number,
        Fact(
            label=Text("number of people behind each figure", "عدد الأشخاص وراء كل رقم"),
            question=Text(
                "Check the table or report: how many people are behind its smallest figure?",
                "راجع الجدول أو التقرير: كم شخصاً وراء أصغر رقم فيه؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
            minimum=0,
            maximum=1000000,
        ),
    ] = "unknown"
    consent: Annotated[
        Answer,
        Fact(
            label=Text("consent to sharing with this recipient", "الموافقة على إطلاع هذه الجهة"),
            question=Text(
                "Do you agree that we share this with this recipient, for this purpose? You can say no, or "
                "take it back at any time.",
                "هل توافقون على أن نُطلع هذه الجهة على هذا الأمر لهذا الغرض؟ يمكنكم الرفض، أو سحب "
                "الموافقة في أي وقت.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
        ),
    ] = "unknown"
    initiated_by: Annotated[
        Literal["person", "staff", "recipient", "unknown"],
        Fact(
            label=Text("who asked for the sharing", "مَن طلب إطلاع الغير"),
            question=Text(
                "Check who wants this: the person, staff, or the one who would receive it.",
                "تحقّق ممّن يريد ذلك: الشخص، أم الموظفون، أم الجهة التي ستتلقى المعلومات.",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
            values={
                "person": Text("person concerned", "الشخص المعني"),
                "staff": Text("staff", "الموظفون"),
                "recipient": Text("recipient", "الجهة المتلقية"),
            },
        ),
    ] = "unknown"
