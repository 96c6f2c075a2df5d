"""Words too common to look for, folded. Texts are indexed under them all the same.

They are words of other languages (fr. *or*, es. *sur*), names (WHO) and parts of
phrases, so only a query leaves them out, and only beside other words.
"""

_WORDS = {
    "ar": """
        في من علي الي عن مع هذا هذه ذلك تلك التي الذي الذين ان او ثم قد كان كانت لا ما
        لم لن كل بعض بين حتي هو هي هم كما عند عبر خلال حول بعد قبل و
        كيف متي اين ماذا لماذا هل اي ايه كم نحن انا انت يمكن يجب هناك هنا
    """,
    "en": """
        a am an and any are as at be been by can could did do does for from had has
        have he her his how i if in into is it its may me must my of on or our shall
        she should that the their them there these they this those to us was we were
        what when where which who why will with would you your
    """,
    "fr": """
        a ai au aux avec avoir c ce ces cet cette chez comment d dans de des doit
        doivent du elle elles en est et etre eux faut il ils j je l la le les leur leurs
        lui m ma mais me mes mon n ne nos notre nous on ont ou par pas peut peuvent peux
        pour pourquoi pouvons qu quand que quel quelle quelles quels qui quoi s sa se
        ses si son sont sur t un une vos votre vous y
    """,
    "ru": """
        а без бы был была были было быть в во вы где да для до его ее если же за и из
        или их к как ко когда кто ли мы на над не него о об он она они оно от по под
        при с со так такой то у чем что это этот
    """,
    "es": """
        a al ante como con cual cuales cuando cuanto de debe deben debo del desde donde
        e el ella ellas ellos en entre es esta este esto estos estas fue ha hace han
        hasta hay he la las lo los mas me mi mis no nos nuestra nuestro o para pero por
        porque podemos pueda puede pueden puedo que quien quienes se ser si sin sobre
        son su sus un una unos unas y ya yo
    """,
    # Characters that join words or ask.
    "zh": "的 和 与 及 或 之 了 等 怎 哪 吗 么",
}
STOP_WORDS = {language: frozenset(text.split()) for language, text in _WORDS.items()}

# Left out where the reader's own language has them, and kept in every other: they are
# words of substance there, or letters of names.
_OWN = {
    "en": """
        a am any as at be by can could did do does had has have he her how i if in into
        is it its may me must my on or our shall she us was we who will
    """,
    "fr": """
        a ai aux avoir c cet d doit en est etre eux faut il j l lui m ma mais me mes mon
        n on ont ou par pas peux qu s ses si son sur t vos y
    """,
    "es": """
        a al como con e en es este fue ha hace hay he mas me mi mis no nos o para se ser
        si sin sobre son su un y ya yo
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
