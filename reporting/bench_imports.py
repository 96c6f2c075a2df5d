"""Rows of a spreadsheet by the thousand, in the sample's shape, to measure imports."""

from random import Random

from django.conf import settings

from reporting.bench import MOST
from reporting.choices import choices
from reporting.imports.cells import cell_of
from reporting.imports.columns import COLUMNS, FIELDS
from reporting.imports.contents import EMPTY
from reporting.imports.lexicon import Lexicon
from reporting.models import ActivityVersion
from reporting.posted import data_of
from reporting.sample import files


def sample_rows(count: int, *, seed: int = 1):
    """So many rows as :func:`reporting.imports.taking.take` gives them, none of them
    there yet; no two of them have a text or a number alike."""
    chance, lexicon = Random(seed), Lexicon(choices())  # noqa: S311
    texts = [
        (language, row)
        for language, _name in settings.LANGUAGES
        for row in files.activities(language)
    ]
    for number in range(count):
        content = _content(number, chance, lexicon.words.rows, chance.choice(texts))
        given = {name: cell_of(name, content[name], lexicon) for name in FIELDS}
        yield [given.get(column.code, "") for column in COLUMNS]


def _content(number, chance, words, text) -> dict:
    language, row = text
    lists = {
        name: chance.sample(sorted(_in_use(words[name])), chance.randint(1, most))
        for name, most in MOST.items()
    }
    return (
        EMPTY
        | {
            "language": language,
            "title": f"{row['title']} ({number})",
            "summary": f"{row['summary']}\n{number}",
            "results": f"{row['results'] or ''}\n{number}",
            "programme": chance.choice(sorted(words["programme"])),
            "type": chance.choice(sorted(_in_use(words["type"]))),
            "scope": "GLOBAL",
            "started_on": f"{chance.randint(2018, 2020)}-0{chance.randint(1, 9)}-11",
            "ended_on": f"2021-0{chance.randint(1, 6)}-{chance.randint(10, 28)}",
            "partners": [[f"Sample partner {number}", "host"]],
            "quantities": [["People reached", "value", str(number), "people", ""]],
            "links": [[f"https://example.org/{number}", "More"]],
        }
        | lists
    )


def _in_use(words) -> list[str]:
    return [c for c, row in words.items() if getattr(row, "retired_on", None) is None]


def form_data(version: ActivityVersion, *, counter=None) -> dict:
    """What the form of a draft posts, as Django's test client takes it."""
    data = dict(data_of(version).lists())
    return data | {"counter": [str(version.edit_count if counter is None else counter)]}
