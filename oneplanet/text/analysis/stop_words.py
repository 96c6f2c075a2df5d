"""Words too common to look for, folded. Texts are indexed under them all the same.

They are words of other languages (fr. *or*, es. *sur*), names (WHO) and parts of
phrases, so only a query leaves them out, and only beside other words.
"""

_WORDS = {
    "ar": """
        في من علي الي عن مع هذا هذه ذلك تلك التي الذي الذين ان او ثم قد كان كانت لا ما
        لم لن كل بعض بين حتي هو هي هم كما عند عبر خلال حول بعد قبل و
    """,
    "en": """
        a an and are as at be been by can do does for from had has have how in into is
        it its of on or our that the their these they this those to was we were what
        when where which who why will with you your
    """,
    "fr": """
        a au aux avec ce ces cette chez comment dans de des du elle en est et eux il
        ils je la le les leur leurs lui mais ne nos notre nous on ou par pas pour
        pourquoi quand que quel quelle quelles quels qui sa se ses son sont sur un une
        vos votre vous y
    """,
    "ru": """
        а без бы был была были было быть в во вы где да для до его ее если же за и из
        или их к как ко когда кто ли мы на над не него о об он она они оно от по под
        при с со так такой то у чем что это этот
    """,
    "es": """
        a al ante como con cual cuales cuando de del desde donde e el ella ellos en
        entre es esta este esto estos estas fue ha han hasta la las lo los mas mi no
        nos o para pero por porque que quien se sin son su sus un una unos unas y ya
    """,
    # Characters that join words.
    "zh": "的 和 与 及 或 之 了 等",
}
STOP_WORDS = {language: frozenset(text.split()) for language, text in _WORDS.items()}

# Left out where the reader's own language has them, and kept in every other: they are
# words of substance there, or letters of names.
_OWN = {
    "en": """
        a as at be by can do does had has have how in into is it its on or our was we
        who will
    """,
    "fr": "a aux en est eux il lui mais on ou par pas ses son sur vos y",
    "es": """
        a al como con e en es este fue ha mas mi no nos o para se sin son su un y ya
    """,
}
_FOREIGN = {
    language: STOP_WORDS[language] - set(_OWN.get(language, "").split())
    for language in STOP_WORDS
}


def is_stop_word(folded: str, language: str) -> bool:
    """Whether a reader of this language means nothing by it."""
    if folded in STOP_WORDS.get(language, ()):
        return True
    return any(folded in words for words in _FOREIGN.values())
