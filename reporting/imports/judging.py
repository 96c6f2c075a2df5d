"""What each row of a file would do: new, changed, unchanged, in conflict, or wrong."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from oneplanet.sheets.reading import FLAWS
from oneplanet.text.folding import fold
from oneplanet.text.numbers import number_lazy
from oneplanet.text.said import filled
from reporting.forms import END_BEFORE_START
from reporting.imports.cells import cell_of
from reporting.imports.cleaning import Cleaner, name_partners
from reporting.imports.columns import ANSWERS, CODE, DAYS, FIELDS, FILE
from reporting.imports.contents import EMPTY, newest_of
from reporting.imports.lexicon import Lexicon
from reporting.imports.merging import CONFLICT, Difference, merge
from reporting.imports.typed import leave_alone, read_only
from reporting.imports.words import words_of
from reporting.joining import NOT_OPEN
from reporting.models import Activity, ActivityVersion, DownloadedRow, UploadedRow
from reporting.workflow import EDITABLE, label_for_authors

Outcome = UploadedRow.Outcome
CHUNK = 400
_label_of = lazy(label_for_authors, str)


@dataclass(slots=True)
class Row:
    """One row as it was brought, and what came of looking at it."""

    number: int
    cells: dict
    flaws: dict = field(default_factory=dict)  # column → Flaw
    is_too_long: bool = False
    content: dict = field(default_factory=dict)
    problems: dict = field(default_factory=dict)  # field → lazy texts
    differences: list = field(default_factory=list)
    there: dict | None = None
    version: ActivityVersion | None = None

    @property
    def code(self) -> str:
        return self.cells.get(CODE, "").strip().upper()

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.WRONG
        if any(d.kind == CONFLICT for d in self.differences):
            return Outcome.CONFLICT
        if not self.version:
            return Outcome.ADDED
        return Outcome.CHANGED if self.differences else Outcome.SAME


class Judge:
    """Looks at rows of one organisation's file. ``words`` are those it knows,
    ``organisations`` what its partners turned out to be, by name; ``answered`` are the
    numbers of rows in which somebody wrote among what is only to be read."""

    def __init__(self, organisation, language, *, say_progress=lambda done: None):
        self.organisation, self.language = organisation, language
        self.say_progress = say_progress
        self.organisations, self.answered = {}, []

    def look_at(self, rows: list[Row]) -> None:
        """Fill in content, problems and differences of each."""
        known = self._activities({row.code for row in rows if row.code})
        based, languages = self._bases(rows, known)
        self._learn([*(content for _v, content in known.values()), *based.values()])
        for done, row in enumerate(rows):
            self._clean(row, languages.get(file_of(row)), _before(row, known, based))
            if done % CHUNK == 0:
                self.say_progress(done)
        self.organisations = name_partners([row.content for row in rows])
        self._find_repeated(rows)
        titles = self._titles(rows)
        for row in rows:
            if not row.code:
                self._compare_new(row, titles)
            elif found := known.get(row.code):
                base = based.get((file_of(row), found[0].activity_id))
                self._compare(row, *found, base)
            else:
                text = _(
                    "This organisation has no activity with the code %(code)s. Leave "
                    "the code empty for a new activity."
                )
                row.problems[CODE] = [filled(text, code=row.code[:20])]

    def _learn(self, contents):
        """The words these rows may be written with."""
        self.words = words_of(self.organisation, contents=contents)
        self.lexicon = Lexicon(self.words)
        self.cleaner = Cleaner(self.words, self.lexicon)

    # --- What is there ----------------------------------------------------------------

    def _activities(self, codes) -> dict:
        """Code → the version it is about, and what that says."""
        mine = Activity.objects.filter(organisation=self.organisation)
        found, codes = [], sorted(codes)
        for start in range(0, len(codes), CHUNK):
            found += mine.filter(code__in=codes[start : start + CHUNK])
        return {pair[0].activity.code: pair for pair in newest_of(found)}

    def _bases(self, rows, known) -> tuple[dict, dict]:
        """What the files were begun from, by (file, activity), and their languages."""
        files = sorted({file_of(row) for row in rows if row.code} - {""})[:CHUNK]
        mine = DownloadedRow.objects.filter(
            download__code__in=files, download__organisation=self.organisation
        )
        wanted = {version.activity_id for version, _content in known.values()}
        based, languages = {}, {}
        for code, language, activity, content in mine.values_list(
            "download__code", "download__language", "activity_id", "content"
        ).iterator():
            languages[code] = language
            if activity in wanted:
                based[code, activity] = content
        return based, languages

    def _titles(self, rows) -> dict:
        """Title and start of what the organisation has → its code; for new rows."""
        if all(row.code for row in rows):
            return {}
        mine = Activity.objects.filter(organisation=self.organisation)
        versions = ActivityVersion.objects.filter(activity__in=mine)
        found = versions.values_list("title_folded", "started_on", "activity__code")
        return {(title, str(day or "")): code for title, day, code in found if title}

    # --- What a row says --------------------------------------------------------------

    def _clean(self, row, language, before):
        """``language`` is that of the file, ``before`` what the activity said in it
        and says now."""
        cells = {name: row.cells[name] for name in FIELDS if name in row.cells}
        other = language if language != self.language else None
        row.content, row.problems = self.cleaner.clean(cells, other)
        leave_alone(row, before, [self.language, other or self.language], self._written)
        if _answers_anew(row, before):
            self.answered.append(row.number)
        for name, flaw in row.flaws.items():
            row.content.pop(name, None)
            row.problems[name] = [FLAWS[flaw]]
        if row.is_too_long:
            text = _(
                "This row goes on beyond the last column that has a name. Please empty "
                "those cells."
            )
            row.problems[""] = [text]
        for name in ("programme", "language"):  # nobody empties these
            if row.content.get(name) == "":
                del row.content[name]

    def _written(self, name, value) -> str:
        return str(cell_of(name, value, self.lexicon))

    def _find_repeated(self, rows):
        """Two rows with one code, or a new one that says exactly what another does."""
        first = defaultdict(list)
        for row in rows:
            first[row.code or str(row.cells)].append(row)
        for alike in first.values():
            for row in alike[1:] if not alike[0].code else alike:
                if len(alike) == 1:
                    continue
                other = alike[0] if row is not alike[0] else alike[1]
                number = number_lazy(other.number)
                if row.code:
                    text = _("Row %(number)s has this code too. Keep one of them.")
                else:
                    text = _("Row %(number)s says exactly the same. Keep one of them.")
                row.problems.setdefault(CODE, []).append(filled(text, number=number))

    def _compare_new(self, row, titles):
        if not row.content.get("title") and "title" not in row.problems:
            row.problems["title"] = [_("A new activity needs a title.")]
        if "programme" not in row.content and "programme" not in row.problems:
            text = _("Choose a programme, or the whole network.")
            row.problems["programme"] = [text]
        row.there = EMPTY
        row.content = EMPTY | {"language": self.language} | row.content
        if row.content["initiative"]:
            self._check_initiative(row)
        if row.problems:
            return
        same = fold(row.content["title"]), row.content["started_on"]
        if other := titles.get(same):
            row.differences = [Difference(CODE, CONFLICT, None, other, "")]

    def _compare(self, row, version, there, base):
        row.version, row.there = version, there
        row.differences = merge(base, there, row.content)
        changed = [difference.field for difference in row.differences]
        if changed and version.activity.state not in EDITABLE:
            label = _label_of(version.activity.state)
            text = _("It cannot be changed now (%(state)s). Put back what stood here.")
            for name in changed:
                row.problems.setdefault(name, []).append(filled(text, state=label))
        elif "programme" in changed and version.number > 1:
            text = _("The programme stays: the activity has been submitted to it.")
            row.problems["programme"] = [text]
        if "initiative" in changed and row.content["initiative"]:
            self._check_initiative(row)
        after = there | {d.field: d.mine for d in row.differences}
        after = {name: read_only(after[name]) for name in DAYS}
        if after["ended_on"] and after["ended_on"] < after["started_on"]:
            if {"started_on", "ended_on"} & set(changed):
                row.problems.setdefault("ended_on", [END_BEFORE_START])

    def _check_initiative(self, row):
        """It is open to activities of this organisation."""
        offered = dict(self.words.offered["initiative"])
        if row.content["initiative"] not in offered:
            row.problems.setdefault("initiative", []).append(NOT_OPEN)


def _before(row, known, based) -> list[dict]:
    """What the activity of a row said in its file, and what it says now."""
    if row.code not in known:
        return []
    version, there = known[row.code]
    base = based.get((file_of(row), version.activity_id))
    return [base, there] if base else [there]


def _answers_anew(row, before) -> bool:
    """Whether somebody wrote among the answers that are only to be read. Where nobody
    knows what the file said, nobody can tell."""
    if before and ANSWERS not in before[0]:
        return False
    said = before[0][ANSWERS] if before else ""
    return row.cells.get(ANSWERS, said).split() != said.split()


def file_of(row) -> str:
    """The code of the download it was begun from, as its cell says."""
    return row.cells.get(FILE, "").strip().upper()
