"""Sample initiatives, brought to their states by the verbs people use."""

from programmes.models import Organisation, User
from reporting.models import Initiative
from reporting.sample.activities import live, moment_of, word_of
from reporting.sample.members import address, named


def add_initiative(row: dict, *, words: dict) -> Initiative:
    """One initiative with all that happened to it.

    ``words`` are the rows of reporting.choices: field → code → row.
    """
    author = User.objects.get(email=address(row["author"]))
    begin, *later = row["steps"]
    initiative = Initiative.begin(
        by=author,
        organisation=named(Organisation, row["organisation"]),
        programme=word_of(words, "programme", row["programme"]),
        at=moment_of(begin, row["code"]),
        type=word_of(words, "type", row["type"]),
        **{name: row[name] for name in ("language", "title", "objectives")},
        **{name: row[name] for name in ("started_on", "ended_on")},
    )
    initiative.code = row["code"]
    initiative.save(update_fields=["code"])
    draft = initiative.draft()
    for name in ("countries", "regions", "sectors"):
        getattr(draft, name).set(word_of(words, name, w) for w in row[name] or ())
    draft.owners.set(named(Organisation, code) for code in row["owners"] or ())
    live(initiative, later, author)
    return initiative
