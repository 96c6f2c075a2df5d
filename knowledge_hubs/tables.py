"""Tables of words (components/data_table.html), and the cells that rows of records have
alike: words, time, where it stands.
"""

from django.utils.html import format_html

from knowledge_hubs.citing import place
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates
from oneplanet.text.languages import in_every_language, shown

_LINK = '<span class="onward"><a href="{}">{}</a></span>'


def table(heads, rows) -> dict:
    """``columns`` and ``rows``, as they are given."""
    columns = [{"label": head, "is_number": False} for head in heads]
    return {"columns": columns, "rows": list(rows)}


def filled_table(heads, rows) -> dict:
    """Without columns that no row fills."""
    filled = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return table(
        [heads[at] for at in filled], ([row[at] for at in filled] for row in rows)
    )


def words_of(row, name):
    """A translated field, marked with the language it is really in."""
    return in_language(*shown(row, name)) if in_every_language(row, name) else ""


def link(address, words):
    return format_html(_LINK, address, words)


def when(day, year) -> str:
    """The day, or the year where that alone is known."""
    if day:
        return dates.date_words(day)
    return dates.year(year) if year else ""


def source_of(row, document, paragraph=""):
    """By the row's own document, or by ``document`` (its record's) where it has a place
    in that; ``paragraph`` is the place where the row names none itself. Else in words.
    """
    paragraph = row.paragraph or paragraph
    document = row.document or (document if paragraph else None)
    said = place(str(document or ""), paragraph)
    return said or (in_language(row.source, "en") if row.source else "")
