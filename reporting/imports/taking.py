"""The spreadsheet that is taken away: what an organisation has, or a template."""

from django.utils.translation import gettext as _

from oneplanet.sheets.reading import MOST_ROWS
from oneplanet.sheets.writing import Head, Titles
from reporting.choices import choices
from reporting.imports.cells import cell_of
from reporting.imports.columns import CODE, COLUMNS, DAYS, FIELDS, FILE, STATE
from reporting.imports.contents import newest_of
from reporting.imports.lexicon import Lexicon
from reporting.models import Activity, DownloadedRow, SheetDownload
from reporting.workflow import State, label_for_authors

BATCH = 500


def take(*, organisation, by, language) -> tuple[list[Head], list[list]]:
    """Heads and rows of everything the organisation has, but what was withdrawn.

    What each activity says now is kept: it is what the file will be compared with.
    """
    mine = Activity.objects.filter(organisation=organisation)
    mine = mine.exclude(state=State.WITHDRAWN).order_by("-pk")[:MOST_ROWS]
    lexicon = Lexicon(choices())
    found = newest_of(list(mine))
    download = SheetDownload.objects.create(
        organisation=organisation, by=by, language=language
    )
    DownloadedRow.objects.bulk_create(
        (
            DownloadedRow(
                download=download, activity_id=version.activity_id, content=content
            )
            for version, content in found
        ),
        batch_size=BATCH,
    )
    return heads(lexicon), [_row(download, *pair, lexicon) for pair in found]


def heads(lexicon=None) -> list[Head]:
    """The columns in the language in force."""
    lexicon = lexicon or Lexicon(choices())
    return [head_of(column, lexicon) for column in COLUMNS]


def head_of(column, lexicon) -> Head:
    return Head(
        label=str(column.label),
        help=str(column.help),
        choices=_offered(column.code, lexicon),
        many=column.many,
        is_day=column.code in DAYS,
        is_given=column.code in (CODE, STATE),
        is_hidden=column.code == FILE,
        width=column.width,
    )


def _offered(code, lexicon) -> tuple[str, ...]:
    return lexicon.offered(code) if code in lexicon.written else ()


def _row(download, version, content, lexicon) -> list:
    given = {
        CODE: version.activity.code,
        STATE: str(label_for_authors(version.activity.state)),
        FILE: download.code,
    }
    given |= {field: cell_of(field, content[field], lexicon) for field in FIELDS}
    return [given[column.code] for column in COLUMNS]


def titles() -> Titles:
    return Titles(
        data=_("Activities"),
        help=_("Help"),
        about=(
            _("Each row is one activity. Change rows, add some, upload it again."),
            _("Nothing is written before you have seen what would change."),
            _("A column you delete changes nothing; an emptied cell empties a field."),
            _("Rows only become drafts: you submit them on the portal."),
        ),
        column=_("Column"),
        meaning=_("What belongs there"),
        words=_("Words to choose from"),
    )
