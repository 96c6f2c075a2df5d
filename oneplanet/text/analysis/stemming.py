"""Stems of words in Latin and Cyrillic letters, by Snowball, on folded words.

What the algorithms expect and folding took away, or what they miss and our subject
needs, is put right before them: one short list per language. Words they keep apart and
that are one (замораживать, заморозка; regar, riegan) are brought together after them.
"""

import re
import threading
from functools import cache

import Stemmer

from oneplanet.text.analysis.families import families

LATIN = ("en", "fr", "es")
_NAMES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}

# Words that are read as another: plurals no rule makes, two spellings of one word.
_AS = {
    "en": """
        analysis analyses, basis bases, crisis crises, thesis theses, gas gases, bus
        buses, hypothesis hypotheses, index indices, matrix matrices, criterion
        criteria, phenomenon phenomena, medium media, datum data, forum fora,
        consortium consortia, woman women, man men, child children, person people,
        foot feet, tooth teeth, mouse mice, leaf leaves, life lives, wife wives, knife
        knives, loaf loaves, shelf shelves, half halves, calf calves, scarf scarves,
        sheaf sheaves, wolf wolves, hoof hooves, thief thieves, pay paid, license
        licence licences, defense defence, gray grey, aluminum aluminium, sulfur
        sulphur, plow plough, mold mould, tire tyre tyres, important importance,
        authority authorities, restaurant restaurants
    """,
    "fr": """
        public publique publiques, travail travaux, vitrail vitraux, corail coraux,
        materiau materiaux, noyau noyaux, tuyau tuyaux, oeil yeux, loi lois,
        emploi emplois, delai delais, essai essais, envoi envois, nouveau nouvelle
        nouvelles nouvel, long longue longues, gros grosse grosses, blanc blanche
        blanches, sec seche seches, grec grecque grecques, turc turque turques
    """,
    "es": "primero primer, tercero tercer, bueno buen, grande gran",
    "ru": """
        человек люди людей людям людьми людях, ребенок дети детей детям детьми детях,
        день дня дню днем дне дни дней днях, земля земель
    """,
}
_AS = {
    language: {
        other: word
        for word, *others in map(str.split, text.split(","))
        for other in others
    }
    for language, text in _AS.items()
}
# Words whose stem is another word's: import, author, restoration.
# Or that are no plural: news, which a query takes for a word of all three.
_KEPT = {"en": {"important", "authority", "restaurant"}, "fr": {"news"}, "es": {"news"}}
# Endings that are rewritten before Snowball sees the word, all that fit, in this order.
_ENDINGS = {
    "en": (
        # organisation, labour, centre, programme, catalogue → as written in America
        (r"(?<=.[^aeiou])is(e|ed|er|ers|es|ing|ations?|ational)$", r"iz\1"),
        (r"(?<=l)ys(e|ed|er|ers|ing)$", r"yz\1"),
        (r"(?<=..)our(|s|ed|ing|al)$", r"or\1"),
        (r"(?<=..[bt])re(s?)$", r"er\1"),
        (r"gramme(|s|d)$", r"gram\1"),
        (r"(?<=..)ogue(s?)$", r"og\1"),
    ),
    "fr": (
        # durabilité, développée, première: suffixes Snowball knows by their accents
        (r"(?<=...)ite(s?)$", r"ité\1"),
        (r"(?<=..)ee(s?)$", r"ée\1"),
        (r"(?<=.)iere(s?)$", r"ière\1"),
        # active, productrice, enjeux, prévus
        (r"(?<=..[st])ives?$", "if"),
        (r"(?<=...)trice(s?)$", r"teur\1"),
        # acheteuse, chercheuse, vendeuse; not coûteuse, of coûteux
        (
            r"(?<=..)(?<!cou)(?<!hon)(?<!dou)(?<!boi)(?<!ven)(?<!vani)teuse(s?)$",
            r"teur\1",
        ),
        (r"(?<=..)(ch|nd)euse(s?)$", r"\1eur\2"),
        (r"^(j|enj|l|li|mili|vo|f)eux$", r"\1eu"),
        (r"(?<=.[^aeo]u)s$", ""),
        (r"^(recycl|compost|emball|gaspill|chauff|embouteill)ages?$", r"\1er"),
        (r"^energeti", "energi"),
    ),
    "es": (
        # luces, islas, líneas, ciudades, gobiernos: their singulars
        (r"(?<=[aeiou])(?<!enla)(?<!ndi)(?<!cau)ces$", "z"),
        (r"^(..?.[aeo])s$", r"\1"),
        (r"(?<=..e)as$", "a"),
        (r"(?<=.[aeiou][dlnrs])es$", ""),
        (r"(?<=..)ernos$", "erno"),
        # sostenibilidad, economía
        (r"(?<=..)bilidad$", "ble"),
        (r"(?<=..[fgmrt])ia(s?)$", r"ía\1"),
        (r"^(recicl|compost|embal)ajes?$", r"\1ar"),
        (r"^energetic", "energ"),
        (r"^alimentari[oa](s?)$", r"alimento\1"),
    ),
    "ru": (
        (r"^пластиков.*", "пластик"),
        # ремонтировать, планируем: of the noun they are made of
        (
            r"(?<=....)ир(ова(ть|л|ла|ло|ли|в|вший|нный|ние|ния)|у(ю|ет|ем|ют|я|ющий))$",
            "",
        ),
        # перерабатывать, переработать: of переработка
        (r"(?<=..)рабат(ыва(ть|ет|ют|ем|л|ла|ли|я)|ываться)$", "работка"),
        (r"(?<=..)работа(ть|ет|ют|ли|л|ла|в|н|на|ны|нный|нные|нных)$", "работка"),
    ),
}
_ENDINGS = {
    language: [(re.compile(ending), instead) for ending, instead in endings]
    for language, endings in _ENDINGS.items()
}
_ANY_ENDING = {
    language: re.compile(
        "|".join(f"(?:{ending.pattern})" for ending, _instead in endings)
    )
    for language, endings in _ENDINGS.items()
}
# закупок, рынок, окон: in other cases without the vowel (закупка, рынка); not поток.
_FLEETING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ое](?=[кцн]$)")
_AFTER_VOWEL = re.compile(r"(?<=[аеиоуыэюя])ек$")  # батареек: батарейка
_PLAIN = str.maketrans("éèêëàâîïôöûüùçáíóú", "eeeeaaiioouuucaiou")
_FAMILIES = {"es": "spanish", "ru": "russian"}
_here = threading.local()  # a Stemmer serves one thread


def stem(word: str, language: str) -> str:
    """The stem of a folded word; ``language`` is en, fr, es or ru."""
    found = _stem(word, language)
    return _first(language).get(found, found) if language in _FAMILIES else found


@cache
def _first(language) -> dict[str, str]:
    """Stem of a listed word's form → the stem of its first form."""
    return {
        _stem(form, language): _stem(forms[0], language)
        for forms in families(_FAMILIES[language])
        for form in forms
    }


def _stem(word, language):
    word = _AS[language].get(word, word)
    if word in _KEPT.get(language, ()):
        return word
    if _ANY_ENDING[language].search(word):
        for ending, instead in _ENDINGS[language]:
            word = ending.sub(instead, word)
    try:
        stemmer = getattr(_here, language)
    except AttributeError:
        stemmer = Stemmer.Stemmer(_NAMES[language], 0)
        setattr(_here, language, stemmer)
    return stemmer.stemWord(word).translate(_PLAIN) or word


def russian(word: str) -> tuple[str, ...]:
    """The stem, and the one without a vowel that other cases may lack."""
    shorter = _AFTER_VOWEL.sub("йк", _FLEETING.sub("", word))
    found = stem(word, "ru")
    return (found,) if shorter == word else (found, stem(shorter, "ru"))
