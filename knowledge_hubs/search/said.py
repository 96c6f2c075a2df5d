"""What editors say of the words of a query at this moment: synonyms, the state of the
glossary, results they chose for it. Asked with every search, so in one statement.
"""

from dataclasses import dataclass
from operator import itemgetter

from knowledge_hubs.models import ChosenResult, GlossaryTerm, SearchSynonym
from oneplanet.search import statements
from oneplanet.search.documents import Key
from oneplanet.text.folding import fold

WAYS = ONE_WAY, BOTH_WAYS = "one way", "both ways"
GLOSSARY, CHOSEN = "glossary", "chosen"

# The same five columns of each: which, its number, and three texts.
_ALL = f"""SELECT CASE WHEN is_one_way THEN '{ONE_WAY}' ELSE '{BOTH_WAYS}' END,
    id, language, asked, means
    FROM {SearchSynonym._meta.db_table}
UNION ALL SELECT '{GLOSSARY}', COUNT(*), CAST(MAX(updated_at) AS VARCHAR(60)), '', ''
    FROM {GlossaryTerm._meta.db_table}
UNION ALL SELECT '{CHOSEN}', id, kind, key, ''
    FROM {ChosenResult._meta.db_table} WHERE language = %s AND query_folded = %s
"""  # noqa: S608, names of ours


@dataclass(frozen=True, slots=True)
class Said:
    """``synonyms``: (language, asked, means, is one way) of each, the oldest first.
    ``glossary`` is another whenever a word of it is. ``chosen``: what is to lead."""

    synonyms: tuple[tuple, ...] = ()
    glossary: tuple = ()
    chosen: tuple[Key, ...] = ()


def said_of(text: str, language: str) -> Said:
    """One statement."""
    rows = statements.ask(_ALL, [language, fold(text)])
    rows.sort(key=itemgetter(1))  # by number
    return Said(
        synonyms=tuple((*row[2:], row[0] == ONE_WAY) for row in rows if row[0] in WAYS),
        glossary=tuple(row[1:3] for row in rows if row[0] == GLOSSARY),
        chosen=tuple(Key(*row[2:4]) for row in rows if row[0] == CHOSEN),
    )
