"""The spreadsheet that is taken away: what an organisation has, or a template."""

from itertools import batched

from django.utils.translation import gettext as _

from oneplanet.sheets.reading import MOST_ROWS
from oneplanet.sheets.writing import Head, Titles
from reporting.imports.cells import cell_of
from reporting.imports.columns import (
    ANSWERS,
    CODE,
    COLUMNS,
    DAYS,
    FIELDS,
    FILE,
    GIVEN,
    STATE,
)
from reporting.imports.contents import newest_of
from reporting.imports.lexicon import Lexicon
from reporting.imports.words import questions_asked, words_of
from reporting.models import Activity, Answer, DownloadedRow, SheetDownload
from reporting.workflow import State, label_for_authors

BATCH = 500


def take(*, organisation, by, language) -> tuple[list[Head], list[list]]:
    """Heads and rows of everything the organisation has, but what was withdrawn.

    What each activity says now is kept: it is what the file will be compared with.
    """
    mine = Activity.objects.filter(organisation=organisation)
    mine = mine.exclude(state=State.WITHDRAWN).order_by("-pk")[:MOST_ROWS]
    found = newest_of(list(mine))
    words = words_of(organisation, contents=[content for _v, content in found])
    lexicon, answers = Lexicon(words), answers_of(version for version, _c in found)
    download = SheetDownload.objects.create(
        organisation=organisation, by=by, language=language
    )
    DownloadedRow.objects.bulk_create(
        (
            DownloadedRow(
                download=download,
                activity_id=version.activity_id,
                content=content | {ANSWERS: answers.get(version.pk, "")},
            )
            for version, content in found
        ),
        batch_size=BATCH,
    )
    return _heads(lexicon), [
        _row(download, version, content, answers.get(version.pk, ""), lexicon)
        for version, content in found
    ]


def template(organisation) -> list[Head]:
    """The columns in the language in force, with the words of this organisation."""
    return _heads(Lexicon(words_of(organisation)))


def _heads(lexicon) -> list[Head]:
    return [head_of(column, lexicon) for column in COLUMNS]


def head_of(column, lexicon) -> Head:
    return Head(
        label=str(column.label),
        help=str(column.help),
        choices=_offered(column.code, lexicon),
        many=column.many,
        is_day=column.code in DAYS,
        is_given=column.code in GIVEN,
        is_hidden=column.code == FILE,
        width=column.width,
    )


def _offered(code, lexicon) -> tuple[str, ...]:
    return lexicon.offered(code) if code in lexicon.written else ()


def answers_of(versions) -> dict[int, str]:
    """Key of a version → what it answers to the questions of its programme, each on a
    line with its question."""
    found, asked = {}, [v.pk for v in versions if v.question_set_id]
    for few in batched(asked, BATCH):
        rows = Answer.objects.filter(version__in=few).with_words()
        for row in rows.order_by("order", "pk"):
            found.setdefault(row.version_id, []).append(str(row))
    return {pk: "\n".join(lines) for pk, lines in found.items()}


def _row(download, version, content, answers, lexicon) -> list:
    given = {
        CODE: version.activity.code,
        STATE: str(label_for_authors(version.activity.state)),
        ANSWERS: answers,
        FILE: download.code,
    }
    given |= {field: cell_of(field, content[field], lexicon) for field in FIELDS}
    return [given[column.code] for column in COLUMNS]


def titles() -> Titles:
    asked = _("Questions of the programme %(programme)s, answered in the form")
    return Titles(
        data=_("Activities"),
        help=_("Help"),
        about=(
            _("Each row is one activity. Change rows, add some, upload it again."),
            _("Nothing is written before you have seen what would change."),
            _("A column you delete changes nothing; an emptied cell empties a field."),
            _("Rows only become drafts: you submit them on the portal."),
            _("What could not be read in a form stands in its cell as it was typed."),
            _(
                "Files, and answers to the questions of a programme, are added in the "
                "form on the portal."
            ),
        ),
        column=_("Column"),
        meaning=_("What belongs there"),
        words=_("Words to choose from"),
        more=[
            (asked % {"programme": n}, rows) for n, rows in questions_asked().items()
        ],
    )
