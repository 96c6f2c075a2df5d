"""Stems of Arabic words: light10 (Larkey, Ballesteros and Connell) on folded words.

Folding has taken marks and tatweel away and made alef, ya and ta marbuta one each.
Plurals that change inside a word ("broken") are the glossary's.
"""

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_CLITICS = "بلكف"  # with, for, as, so: written onto the word that follows


def stems(word: str) -> tuple[str, ...]:
    """The stem, and after it the stem without a letter that may be a preposition."""
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            return (_ended(word.removeprefix(article)),)
    found = _ended(word)
    if word[0] in _CLITICS and len(word) >= 5:
        return found, _ended(word[1:])
    return (found,)


def _ended(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word.removesuffix(ending)
    return word
