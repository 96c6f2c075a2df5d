"""Stems of Arabic words: light10 (Larkey, Ballesteros and Connell) on folded words.

Unlike light10 this leaves three letters at least (بيئة and بيئي meet), takes the alef
of tanwin and the hamza of غذاء, غذائي for one, and knows from a list (arabic-words.txt)
plurals that change inside the word. Where a letter may be a preposition or belong to
the word (وزارة, لتعزيز), and an ending the plural's or the word's own (قانون,
مستدامون), the word is found both ways.
"""

from collections import Counter, defaultdict
from functools import cache

from oneplanet.text.analysis.families import families

_ARTICLES = ("وال", "بال", "كال", "فال", "وبال", "وكال", "فبال")
_ARTICLES += ("ال", "لل", "ولل", "فلل")
_CLITICS = "بلكف"  # with, for, as, so: written onto the word that follows
_ENDINGS = ("ات", "يه", "ه", "ي")
_DOUBTFUL, _WHOSE = ("ان", "ون", "ين"), ("هم", "هن", "نا", "كم")
_DUAL = ("تان", "تين")
_OWNED = ("تها", "ته", "تهم", "تهن", "تنا", "تكم")
# Before the pronoun of اجهزتها, شركائها, شركاؤها, مبناها: what the word ends in alone.
_BEFORE_PRONOUNS = {"ت": "ه", "اي": "اء", "او": "اء", "ا": "ي"}
_LISTED = ("", *_WHOSE, "ها", "ا")  # after listed words; they may be nothing else
_LISTED_OR_NOT = ("ه", *_DOUBTFUL)


def stems(word: str) -> tuple[str, ...]:
    """The stem of a word, and of what it may be without what is written onto it."""
    if _before(word, _LISTED + _LISTED_OR_NOT):  # فصلها is not for its link
        return _ended(word)
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            rest = word.removeprefix(article)
            own = "ل" if article.endswith("لل") else "ال"  # للجنة, وألوانها
            return _before(own + rest, (*_LISTED, "ه")) or _ended(rest)
    found = _ended(word)
    if word.startswith("و") and len(word) >= 4:
        word = word[1:]
        found += _ended(word)
    least = 4 if word[1:] in _listed() else 5  # letters
    if word[0] in _CLITICS and len(word) >= least:
        found += _ended(word[1:])
    return found


def _ended(word: str) -> tuple[str, ...]:
    return _before(word, _LISTED) or _before(word, _LISTED_OR_NOT) + _unlisted(word)


def _before(word, endings) -> tuple[str, ...]:
    """Stems of the listed word that stands before one of the endings."""
    listed = _listed()
    for ending in endings:
        if word.endswith(ending):
            for form in _alone(word, ending):
                if form in listed:
                    return listed[form]
    return ()


def _alone(word, ending):
    form = word.removesuffix(ending)
    yield form
    for changed, alone in _BEFORE_PRONOUNS.items():
        if ending and form.endswith(changed):
            yield form.removesuffix(changed) + alone


def _unlisted(word):
    if word.endswith(_DUAL) and len(word) >= 6:  # شجرتان, and بساتين
        return _bare(word[:-3]), word[:-2], word
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


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """Each form → the stems of the words it is of, read when the first word is met.

    The stem is the singular's; of words that would share it each has its second form.
    """
    words, found = families("arabic"), defaultdict(tuple)
    sharing = Counter(_bare(forms[0]) for forms in words)
    for forms in words:
        stem = _bare(forms[0])
        stem = forms[1] if sharing[stem] > 1 else stem
        for form in forms:
            found[form] += (stem,)
    return dict(found)
