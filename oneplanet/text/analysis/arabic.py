"""Stems of Arabic words: light10 (Larkey, Ballesteros and Connell) on folded words.

Folding has taken marks and tatweel away and made alef, ya and ta marbuta one each.
Unlike light10 this leaves three letters at least (بيئة and بيئي meet), takes the alef
of tanwin and the hamza of غذاء, غذائي for one, and knows the commonest plurals that
change inside the word; others are the glossary's. Where a letter may be a preposition
or belong to the word (وزارة, لتعزيز), and an ending the plural's or the word's own
(قانون, مستدامون), the word is found both ways.
"""

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل", "ولل")
_CLITICS = "بلكف"  # with, for, as, so: written onto the word that follows
_ENDINGS = ("ات", "يه", "ه", "ي")
_DOUBTFUL, _WHOSE = ("ان", "ون", "ين"), ("هم", "هن", "نا", "كم")
_OWNED = ("تها", "ته", "تهم", "تهن", "تنا", "تكم")
# A singular and its plurals, folded.
_PLURALS = """
    هدف اهداف ، نمط انماط ، سوق اسواق ، طفل اطفال ، عمل اعمال ، فكره افكار ،
    يوم ايام ، شهر اشهر ، عام اعوام ، سنه سنوات ، نشاط انشطه ، نظام انظمه نظم ،
    غذاء اغذيه ، اطار اطر ، اداه ادوات ، درس دروس ، حل حلول ، حق حقوق ، مورد موارد ،
    مصدر مصادر ، مركز مراكز ، مبدا مبادي ، منطقه مناطق ، ماده مواد ، برنامج برامج ،
    مشروع مشاريع ، معيار معايير ، تقرير تقارير ، تدبير تدابير ، قانون قوانين ،
    سلسله سلاسل ، شريك شركاء ، خبير خبراء ، وزير وزراء ، عضو اعضاء ،
    مبني مباني مبان ، خطه خطط ، فرصه فرص ، مدينه مدن ، وثيقه وثايق ، اقليم اقاليم ،
    مراه نساء امراه ، خطر اخطار مخاطر ، فندق فنادق ، اثر اثار ، طريقه طرايق ،
    وسيله وسايل ، جايزه جوايز ، عاصمه عواصم ، مزرعه مزارع ، مصنع مصانع ،
    اسلوب اساليب ، مفهوم مفاهيم ، نهج مناهج ، رقم ارقام ، ماء مياه ، دوله دول ،
    لغه لغات ، قريه قري ، ارض اراضي ، مسوول مسيول ، شوون شيون ، عنوان عناوين ،
    قسم اقسام ، اسم اسماء ، شخص اشخاص ، نص نصوص ، قايمه قوايم ، نوع انواع ،
    دور ادوار ، نقطه نقاط ، قاعده قواعد ، مدرسه مدارس ، شاب شباب ، عامل عمال ،
    كتاب كتب ، صحه صحي صحيه ، بلد بلدان ، كيس اكياس ، باب ابواب ، شكل اشكال ،
    لون الوان ، قلم اقلام ، ورق اوراق ، بيت بيوت ، صندوق صناديق ، حقل حقول ، بذره بذور ،
    علبه علب ، جسر جسور ، نهر انهار ، بحر بحار ، جبل جبال ، شارع شوارع ، منزل منازل ،
    مطبخ مطابخ ، مطعم مطاعم ، متجر متاجر ، مخزن مخازن ، زيت زيوت ، وعاء اوعيه ،
    جهاز اجهزه ، سعر اسعار ، سلعه سلع ، محصول محاصيل ، مرفق مرافق ، مسار مسارات ،
    رسم رسوم ، علم علوم ، فصل فصول ، صوره صور ، قريب اقارب ، مرض امراض ، غابه غابات ،
    قميص قمصان ، ثوب ثياب اثواب ، حذاء احذيه ، كوب اكواب ، صحن صحون ، طبق اطباق
"""


def stems(word: str) -> tuple[str, ...]:
    """The stem of a word, and of what it may be without what is written onto it."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            return _ended(word.removeprefix(article))
    found = _ended(word)
    if word.startswith("و") and len(word) >= 4:
        word = word[1:]
        found += _ended(word)
    if word[0] in _CLITICS and len(word) >= 5:
        found += _ended(word[1:])
    return found


def _ended(word: str) -> tuple[str, ...]:
    for whose in ("", "ها", "ه", *_WHOSE):
        plural = word.removesuffix(whose)
        if plural in _SINGULAR:
            return (_SINGULAR[plural],)
    if word.endswith(_DOUBTFUL) and len(word) >= 5:
        return word[:-2], word
    for owned in _OWNED:  # مشاركتها is مشاركة with whose it is
        if word.endswith(owned) and len(word) - len(owned) >= 3:
            word = word[: 1 - len(owned)]
            return _bare(word), word[:-1]
    if word.endswith(_WHOSE) and len(word) >= 5:  # بيوتهم
        return _bare(word[:-2]), _bare(word)
    return (_bare(word),)


def _bare(word):
    if word.endswith("ا") and len(word) >= 5:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if ending == "يه":
                break
    return word[:-1] + "ي" if word.endswith("ء") else word


_SINGULAR = {
    plural: _bare(singular)
    for singular, *plurals in map(str.split, _PLURALS.split("،"))
    for plural in plurals
}
