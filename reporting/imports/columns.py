"""The columns of the spreadsheet: one list, for both ways and for the help sheet."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneplanet.text.folding import fold
from reporting.models.version import LISTS

WORDS = ("programme", "initiative", "language", "type", "scope")
TEXTS = ("title", "summary", "results")
DAYS = ("started_on", "ended_on")
ROWS = ("partners", "quantities", "links")
PLACE = ("programme", "initiative")
FIELDS = (*PLACE, *TEXTS, "language", "type", *DAYS, "scope", *LISTS, *ROWS)
CODE, STATE, ANSWERS, FILE = "code", "state", "answers", "file"
GIVEN = (CODE, STATE, ANSWERS)  # to be read, never changed here
PROBLEM = "!"  # begins the head of a column in which mistakes are told
_SEVERAL = _("Put semicolons between several: first; second.")


@dataclass(frozen=True, slots=True)
class Column:
    """``code`` is the name of the field, and a head every language understands."""

    code: str
    label: str
    help: str
    width: int = 18

    @property
    def many(self):
        return self.code in LISTS


COLUMNS = (
    Column(
        CODE,
        pgettext_lazy("column", "Code"),
        _("Of an activity already there. Leave it as it is; empty for new ones."),
        12,
    ),
    Column(
        STATE,
        pgettext_lazy("column", "State"),
        _("For you to read. Only drafts and what was returned can be changed here."),
        16,
    ),
    Column(
        "programme",
        pgettext_lazy("column", "Programme"),
        _("Whose coordination desk reviews it. It stays once it has been submitted."),
        24,
    ),
    Column(
        "initiative",
        pgettext_lazy("column", "Initiative"),
        _(
            "What it is part of: its title, or its code. Nothing is copied from it. "
            "Empty: it stands on its own."
        ),
        24,
    ),
    Column(
        "title",
        pgettext_lazy("column", "Title"),
        _("A short name the public will understand. At most 200 characters."),
        36,
    ),
    Column(
        "summary",
        pgettext_lazy("column", "Summary"),
        _("What was done, and why: three to six sentences. At most 5,000 characters."),
        48,
    ),
    Column(
        "results",
        pgettext_lazy("column", "Results"),
        _("What is different now? Numbers have a column of their own."),
        40,
    ),
    Column(
        "language",
        pgettext_lazy("column", "Language"),
        _("In which these texts are written. Empty: the language of your account."),
        12,
    ),
    Column("type", pgettext_lazy("column", "Kind"), _("What kind of activity it was.")),
    Column(
        "started_on",
        pgettext_lazy("column", "Start"),
        _("A day, as 2021-04-23 or 23/04/2021; the day comes before the month."),
        12,
    ),
    Column(
        "ended_on",
        pgettext_lazy("column", "End"),
        _("A day, as for the start. Empty while it runs."),
        12,
    ),
    Column("scope", pgettext_lazy("column", "Reach"), _("How far it reached.")),
    Column("countries", pgettext_lazy("column", "Countries"), _SEVERAL, 24),
    Column("regions", pgettext_lazy("column", "Regions"), _SEVERAL),
    Column("sectors", pgettext_lazy("column", "Sectors"), _SEVERAL, 24),
    Column(
        "stages", pgettext_lazy("column", "Stages of the value chain"), _SEVERAL, 24
    ),
    Column("impacts", pgettext_lazy("column", "What it improves"), _SEVERAL, 24),
    Column("goals", pgettext_lazy("column", "Goals"), _SEVERAL, 24),
    Column("targets", pgettext_lazy("column", "Targets of Goal 12"), _SEVERAL, 24),
    Column("tags", pgettext_lazy("column", "Themes"), _SEVERAL, 24),
    Column(
        "partners",
        pgettext_lazy("column", "Partners"),
        _(
            "Organisations that took part, each on a line of its own in the cell "
            "(Alt+Enter): name | what it did. For example: University of Examples | "
            "Hosted it"
        ),
        36,
    ),
    Column(
        "quantities",
        pgettext_lazy("column", "Results as numbers"),
        _(
            "Each on a line of its own in the cell: what was counted | number | unit. "
            "Or, where there is no number: what | No data | reason. For example: "
            "People trained | 120 | people"
        ),
        36,
    ),
    Column(
        "links",
        pgettext_lazy("column", "Links"),
        _("Each on a line of its own in the cell: web address | what it shows."),
        36,
    ),
    Column(
        ANSWERS,
        pgettext_lazy("column", "Answers to the programme’s questions"),
        _("For you to read. They are given in the form; nothing changes them here."),
        36,
    ),
    Column(
        FILE,
        pgettext_lazy("column", "Download"),
        _("This tells us what you started from. Please leave it as it is."),
        12,
    ),
)
BY_CODE = {column.code: column for column in COLUMNS}


@cache
def _heads() -> dict[str, str]:
    """Every head in the six languages, and the codes → the code."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(str(column.label)): column.code for column in COLUMNS}
    return known | {column.code: column.code for column in COLUMNS}


def column_of(head: str) -> str | None:
    """The code of the column with that head, in whatever language."""
    return _heads().get(fold(head))
