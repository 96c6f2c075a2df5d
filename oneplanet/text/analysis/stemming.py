"""Stems of words in Latin and Cyrillic letters, by Snowball, on folded words.

What the algorithms expect and folding took away, or what they miss and our subject
needs, is put right before them: one short list per language.
"""

import re
import threading

import Stemmer

LATIN = ("en", "fr", "es")
_NAMES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}

# Words that are read as another: plurals no rule makes, two spellings of one word.
_AS = {
    "en": {
        **{"analyses": "analysis", "bases": "basis", "crises": "crisis"},
        **{"gases": "gas", "indices": "index", "criteria": "criterion"},
        **{"women": "woman", "men": "man", "children": "child", "feet": "foot"},
        **{"leaves": "leaf", "lives": "life", "media": "medium", "data": "datum"},
        **{"licence": "license", "defence": "defense", "grey": "gray"},
        **{"aluminium": "aluminum", "sulphur": "sulfur", "plough": "plow"},
        **{"tyre": "tire", "tyres": "tire", "licences": "license"},
        **{"importance": "important", "authorities": "authority"},
        **{"restaurants": "restaurant", "people": "person"},
    },
    "fr": {
        **{"publique": "public", "publiques": "public", "yeux": "oeil"},
        **{"travaux": "travail", "materiaux": "materiau", "coraux": "corail"},
    },
    "es": {},
    "ru": {
        **dict.fromkeys(("люди", "людей", "людям", "людьми", "людях"), "человек"),
        **dict.fromkeys(("дня", "дню", "днем", "дне", "дни", "дней", "днях"), "день"),
        **dict.fromkeys(("дети", "детей", "детям", "детьми", "детях"), "ребенок"),
        "земель": "земля",
    },
}
# Words whose stem is another word's: import, author, restoration.
_KEPT = {"en": {"important", "authority", "restaurant"}}
# Endings that are rewritten before Snowball sees the word, all that fit, in this order.
_ENDINGS = {
    "en": (
        # organisation, labour, centre, programme, catalogue → as written in America
        (r"(?<=.[^aeiou])is(e|ed|er|ers|es|ing|ations?|ational)$", r"iz\1"),
        (r"(?<=l)ys(e|ed|er|ers|ing)$", r"yz\1"),
        (r"(?<=...)our(|s|ed|ing|al)$", r"or\1"),
        (r"(?<=..[bt])re(s?)$", r"er\1"),
        (r"gramme(|s|d)$", r"gram\1"),
        (r"(?<=..)ogue(s?)$", r"og\1"),
    ),
    "fr": (
        # durabilité, développée: suffixes Snowball knows by their accents
        (r"(?<=...)ite(s?)$", r"ité\1"),
        (r"(?<=..)ee(s?)$", r"ée\1"),
        (r"(?<=...)trice(s?)$", r"teur\1"),
        (r"^(recycl|compost|emball|gaspill|chauff|embouteill)ages?$", r"\1er"),
        (r"^energeti", "energi"),
    ),
    "es": (
        # luces, ciudades, gobiernos; sostenibilidad, economía; años, too short for it
        (r"(?<=[aeiou])(?<!enla)(?<!ndi)(?<!cau)ces$", "z"),
        (r"(?<=.[aeiou][dlnrs])es$", ""),
        (r"(?<=..)ernos$", "erno"),
        (r"(?<=..)bilidad$", "ble"),
        (r"(?<=..[fgmrt])ia(s?)$", r"ía\1"),
        (r"^(..[aeo])s$", r"\1"),
        (r"^(recicl|compost|embal)ajes?$", r"\1ar"),
        (r"^energetic", "energ"),
        (r"^alimentari[oa](s?)$", r"alimento\1"),
    ),
    "ru": ((r"^пластиков.*", "пластик"),),
}
_ENDINGS = {
    language: [(re.compile(ending), instead) for ending, instead in endings]
    for language, endings in _ENDINGS.items()
}
# закупок, рынок: the vowel goes in other cases (закупка, рынка), but not in поток.
_FLEETING = re.compile(r"(?<=.[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)")
_PLAIN = str.maketrans("éèêëàâîïôöûüùçáíóú", "eeeeaaiioouuucaiou")
_here = threading.local()  # a Stemmer serves one thread


def stem(word: str, language: str) -> str:
    """The stem of a folded word; ``language`` is en, fr, es or ru."""
    word = _AS[language].get(word, word)
    if word in _KEPT.get(language, ()):
        return word
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
    shorter = _FLEETING.sub("", word)
    found = stem(word, "ru")
    return (found,) if shorter == word else (found, stem(shorter, "ru"))
