"""A place where the person could sleep."""

from typing import Annotated, Literal

from protection_rules.facts.fact import Fact
from protection_rules.facts.kinds import Answer
from protection_rules.facts.section import ListedSection
from protection_rules.facts.text import Text


class Accommodation(ListedSection):
    """One place where the person could sleep."""

    type: Annotated[
        Literal[
            "current_place",
            "collective_shelter",
            "single_sex_shelter",
            "family_shelter",
            "specialised_shelter",
            "safe_house",
            "rented_room",
            "cash_for_rent",
            "host_person",
            "short_stay_hotel",
            "unknown",
        ],
        Fact(
            label=Text("type of place", "نوع المكان"),
            question=Text(
                "What kind of place do you offer: shelter, safe house, room, host, hotel or cash for rent?",
                "ما نوع المكان الذي تقدّمونه: مأوى أم بيت آمن أم غرفة أم مضيف أم فندق أم نقد لبدل الإيجار؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
            values={
                "current_place": Text("current place of stay", "مكان الإقامة الحالي"),
                "collective_shelter": Text("collective shelter", "مأوى جماعي"),
                "single_sex_shelter": Text("single-sex shelter", "مأوى لجنس واحد"),
                "family_shelter": Text("family shelter", "مأوى للأسر"),
                "specialised_shelter": Text("specialised shelter", "مأوى متخصص"),
                "safe_house": Text("safe house", "بيت آمن"),
                "rented_room": Text("rented room", "غرفة مستأجرة"),
                "cash_for_rent": Text("cash for rent", "نقد لبدل الإيجار"),
                "host_person": Text("host", "مضيف"),
                "short_stay_hotel": Text("short-stay hotel", "فندق لإقامة قصيرة"),
            },
        ),
    ] = "unknown"
    private_lockable: Annotated[
        Answer,
        Fact(
            label=Text("a lockable private space", "حيّز خاص يُقفل"),
            question=Text(
                "Does each resident have a private space that locks from inside? See it on site if you can.",
                "هل لكل مقيم حيّز خاص يُقفل من الداخل؟ ويُعاين في الموقع إن أمكن.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    sanitation_safe: Annotated[
        Answer,
        Fact(
            label=Text("safe toilets and washing area", "مراحيض وأماكن اغتسال آمنة"),
            question=Text(
                "Are the toilets and washing places lit and lockable, and can each resident use one that is "
                "private or open to all? See them on site if you can.",
                "هل المراحيض وأماكن الاغتسال مُضاءة وذات أقفال، وهل يستطيع كل مقيم أن يستعمل منها ما هو "
                "فردي أو متاح للجميع؟ وتُعاين في الموقع إن أمكن.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    respects_stated_gender: Annotated[
        Answer,
        Fact(
            label=Text("respect for stated gender", "احترام النوع الاجتماعي كما يذكره الشخص"),
            question=Text(
                "What is your general rule for all residents: are rooms and washing places given by the "
                "gender each resident states?",
                "ما قاعدتكم العامة لجميع المقيمين: هل تُخصَّص الغرف وأماكن الاغتسال بحسب النوع الاجتماعي "
                "الذي يذكره كل مقيم عن نفسه؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    keeps_unit_together: Annotated[
        Answer,
        Fact(
            label=Text("permission to stay together", "السماح بالبقاء معاً"),
            question=Text(
                "In general, may any two adults who ask share a room, with their children if they have any?",
                "بوجه عام، هل يجوز لأي بالغَين يطلبان ذلك أن يتشاركا غرفة، مع أطفالهما إن وُجدوا؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    staff_trained: Annotated[
        Answer,
        Fact(
            label=Text("trained staff at this place", "موظفون مدرَّبون في هذا المكان"),
            question=Text(
                "Have all who work here been trained to receive every resident with respect and to keep "
                "confidences?",
                "هل تلقّى جميع العاملين هنا تدريباً على استقبال كل مقيم باحترام وعلى حفظ السرّية؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    location_confidential: Annotated[
        Answer,
        Fact(
            label=Text("address kept confidential", "عنوان يُحفظ سرّياً"),
            question=Text(
                "Is the address kept confidential? Who knows it?",
                "هل يُحفظ العنوان سرّياً؟ ومن يعرفه؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    threat_source_present: Annotated[
        Answer,
        Fact(
            label=Text("threat source at this place", "وجود مصدر التهديد في هذا المكان"),
            question=Text(
                "In general, and without names, these are the people who stay there. Could anyone you fear "
                "be there or come there?",
                "هؤلاء هم من يقيمون هناك بوجه عام، دون أسماء. هل يمكن أن يكون بينهم من تخشونه، أو "
                "أن يأتي إلى هناك؟",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="highly_sensitive",
        ),
    ] = "unknown"
    accessible: Annotated[
        Answer,
        Fact(
            label=Text("accessible building and facilities", "مبنى ومرافق ميسَّرة"),
            question=Text(
                "Are the entrance, beds, toilets and paths usable by people who need support with moving, "
                "seeing or hearing? Check on site.",
                "هل المدخل والأسرّة والمراحيض والممرات صالحة لمن يحتاجون إلى دعم في الحركة أو النظر أو "
                "السمع؟ ويُتحقَّق من ذلك في الموقع.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
    marks_group: Annotated[
        Answer,
        Fact(
            label=Text("place that reveals who stays there", "مكان يكشف مَن يقيم فيه"),
            question=Text(
                "Check: would staying there, or being seen to enter, tell others who the residents are?",
                "تحقّق: هل تدلّ الإقامة هناك، أو رؤية شخص وهو يدخل، على مَن هم المقيمون؟",
            ),
            supplied_by="staff",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    list_shared_with_authorities: Annotated[
        Answer,
        Fact(
            label=Text("guest list shared with authorities", "إطلاع السلطات على قائمة النزلاء"),
            question=Text(
                "In general, do guest lists or tenant registrations go to the police or another authority?",
                "بوجه عام، هل تصل قوائم النزلاء أو تسجيلات المستأجرين إلى الشرطة أو إلى سلطة رسمية أخرى؟",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="confidential",
        ),
    ] = "unknown"
    person_choice: Annotated[
        Literal["accepts", "declines", "undecided", "unknown"],
        Fact(
            label=Text("choice of the person", "اختيار الشخص"),
            question=Text(
                "You have seen the places there are. Would you want to stay in this one? You can say no or "
                "decide later.",
                "اطّلعتم على الأماكن المتاحة. هل ترغبون في الإقامة في هذا المكان؟ يمكنكم الرفض أو اتخاذ "
                "القرار لاحقاً.",
            ),
            supplied_by="self",
            asked="privately",
            sensitivity="confidential",
            values={
                "accepts": Text("accepts the place", "يقبل المكان"),
                "declines": Text("declines the place", "يرفض المكان"),
                "undecided": Text("still deciding", "لا يزال يفكّر"),
            },
        ),
    ] = "unknown"
    child_appropriate: Annotated[
        Answer,
        Fact(
            label=Text("place suitable for children", "مكان ملائم للأطفال"),
            question=Text(
                "Are the place and the care arrangement suitable for children? Have child protection staff "
                "check.",
                "هل المكان وترتيب الرعاية ملائمان للأطفال؟ ويتحقّق من ذلك موظفو حماية الطفل.",
            ),
            supplied_by="provider",
            asked="openly",
            sensitivity="ordinary",
        ),
    ] = "unknown"
