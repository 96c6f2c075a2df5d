"""What a record is asked by when others like it are wanted."""

from django.utils.translation import get_language

from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.one_kind import UNDATED, Shown
from oneplanet.remember import for_a_minute
from oneplanet.search.documents import Document, Key, Text
from oneplanet.search.likeness import telling_words

LONGEST = 5_000  # letters of a text that are looked at


def record_of(key: Key) -> Shown | None:
    """The record, drawn, where everybody may read it. One query of most kinds."""
    kind = BY_NAME.get(key.kind)
    return kind.drawn([key.id]).get(key.id) if kind else None


def words_of(key: Key, texts) -> dict[str, int]:
    """Its telling words, of the text a reader of this language sees: most records have
    all six, but some one alone, and those are to be found too."""
    for code in (get_language(), "en", *texts):
        if code in texts:
            title, body = texts[code]
            return _telling(key, code, str(title), body[:LONGEST])
    return {}


@for_a_minute
def _telling(key, code, title, body):
    texts = {code: Text(title, body)}
    return telling_words(Document(*key, texts=texts, date=UNDATED))
