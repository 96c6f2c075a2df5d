"""A draft's content as the plain data a form posts.

What is stored, what was refused, what is being typed and what somebody else saved
meanwhile all take this one shape, so that they can be bound, compared and shown alike.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy

from oneplanet.text import dates, numbers
from oneplanet.text.fields import readable, undirected, with_scheme
from oneplanet.text.said import filled
from reporting.choices import NETWORK_WIDE, Choices, choices
from reporting.form_steps import BY_NAME, step_of
from reporting.forms import MOST_ROWS, ROW_FORMS, ActivityForm
from reporting.models import ActivityVersion
from reporting.models.version import LISTS
from reporting.naming import organisations_named
from reporting.partner_names import put_in_place
from reporting.question_fields import plain as question_plain
from reporting.question_fields import posted_of, questions_of
from reporting.reading import Content, read

TEXTS = ("title", "summary", "results", "language")
WORDS = ("type", "scope")
DATES = ("started_on", "ended_on")
_ROW = re.compile(rf"({'|'.join(ROW_FORMS)})-([0-9]{{1,4}})-[a-z]+", re.ASCII)


@dataclass(slots=True)
class DraftForms:
    """The form and its rows, bound to one set of data.

    ``counts`` holds for each kind of row the first number that is free.
    """

    form: ActivityForm
    rows: dict[str, list]
    counts: dict[str, int]


# --- From what is stored ------------------------------------------------------------


def data_of(version: ActivityVersion) -> QueryDict:
    """The draft as posted data: what is stored, overlaid by what was refused."""
    return data_in(read([version])[0])


def data_in(content: Content, asked=None) -> QueryDict:
    """The same of a draft that has been read, and of the questions it is ``asked``."""
    version, data = content.version, _stored_fields(content, asked)
    rows = {name: _stored_rows(content, name) for name in ROW_FORMS}
    for refused in version.refused_fields.all():
        name, dash, order = refused.field.partition("-")
        if dash and name in rows:
            rows[name].append((int(order), _typed_row(json.loads(refused.text))))
        elif name in ActivityForm.base_fields or refused.field in data:
            data.setlist(refused.field, json.loads(refused.text))
    for name, stored in rows.items():
        set_rows(data, name, [row for _order, row in sorted(stored, key=_order_of)])
    return data


def _stored_fields(content, asked) -> QueryDict:
    version, data = content.version, QueryDict(mutable=True)
    lists = content.all_lists
    for name in TEXTS:
        data[name] = getattr(version, name)
    for name in WORDS:
        word = getattr(version, name)
        data[name] = word.code if word else ""
    for name in DATES:
        day = getattr(version, name)
        data[name] = dates.for_input(day) if day else ""
    for name in LISTS:
        data.setlist(name, sorted(word.code for word in lists.get(name, ())))
    if version.question_set_id:
        data["questions"] = str(version.question_set_id)
        answers = content.all_answers
        for name, texts in posted_of(version, answers=answers, asked=asked).items():
            data.setlist(name, texts)
    programme = version.activity.programme
    data["programme"] = programme.code if programme else NETWORK_WIDE
    return data


def _order_of(pair):
    return pair[0]


def rows_of(data, name) -> list[dict]:
    """The rows of a kind that say something, each as the cells posted for it."""
    keys = ROW_FORMS[name].base_fields
    rows = [
        {key: data.get(f"{name}-{number}-{key}", "") for key in keys}
        for number in _row_numbers(data)[name]
    ]
    return [row for row in rows if _says_something(_plain_row(row))]


def set_rows(data, name, rows):
    for number, row in enumerate(rows):
        for key, text in row.items():
            data[f"{name}-{number}-{key}"] = text


def _stored_rows(content, name) -> list[tuple[int, dict]]:
    """Each row's place among its kind, and its cells."""
    fields = ROW_FORMS[name].base_fields
    rows = []
    for row in content.rows.get(name, ()):
        values = {field: getattr(row, field) for field in fields}
        if name == "partners":
            values["name"] = str(row)
        if values.get("value") is not None:
            values["value"] = numbers.for_input(values["value"])
        rows.append((row.order, {key: str(text or "") for key, text in values.items()}))
    return rows


def cells_as_typed(row) -> dict:
    """The cells of a refused row. A number that was read is kept as that number:

    1,234 means another thing in another language.
    """
    cells = {key: row.data.get(row.add_prefix(key), "") for key in row.fields}
    if isinstance(number := row.cleaned_data.get("value"), Decimal):
        cells["value"] = {"number": f"{number:f}"}
    return cells


def _typed_row(cells) -> dict:
    """The cells written by :func:`cells_as_typed`, for the reader's language."""
    if isinstance(value := cells.get("value"), dict):
        cells["value"] = numbers.for_input(Decimal(value["number"]))
    return cells


def whole(data, version) -> QueryDict:
    """What was posted; of a post that holds one step, all else as it is stored. So are
    the answers to the programme's questions where a post holds none."""
    step = BY_NAME.get(data.get("step", ""))
    if step is None:
        return _with_questions(data, version)
    complete = data_of(version)
    for name in list(complete):
        if step_of(name) == step:
            del complete[name]
    for name, texts in data.lists():
        if step_of(name) in (step, None):
            complete.setlist(name, texts)
    return _with_questions(complete, version)


def _with_questions(data, version) -> QueryDict:
    """The post as one about the edition the draft has."""
    edition = str(version.question_set_id or "")
    if data.get("questions", "") == edition:
        return data
    copy = data.copy()
    copy["questions"] = edition
    if "questions" not in data:
        for name, texts in posted_of(version).items():
            copy.setlist(name, texts)
    return copy


def counter_of(data) -> int:
    """The counter the form started from; one that never was, if it is no number."""
    text = data.get("counter", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


# --- To forms -------------------------------------------------------------------------


def bind(
    data, *, words: Choices | None = None, may_move=True, asked=None
) -> DraftForms:
    """Forms bound to posted data; blank rows are left out, rows too many refused. What
    is ``asked`` by the programme is read where it is not given."""
    words = words or choices()
    data = readable_copy(data)
    chosen = {name: data.getlist(name) for name in (*WORDS, *LISTS)}
    questions = questions_of(data.get("questions")) if asked is None else asked
    form = ActivityForm(
        data, words=words, may_move=may_move, chosen=chosen, questions=questions
    )
    rows, counts = {}, {}
    for name, posted in _row_numbers(data).items():
        bound = [ROW_FORMS[name](data, prefix=f"{name}-{n}") for n in posted]
        rows[name] = [row for row in bound if not row.is_blank]
        for row in rows[name][MOST_ROWS:]:
            row.add_error(next(iter(row.fields)), too_many())
        counts[name] = max((int(n) + 1 for n in posted), default=0)
    return DraftForms(form, rows, counts)


def too_many():
    text = gettext_lazy(
        "There is room for %(number)s rows here. Please put the rest into a file."
    )
    return filled(text, number=numbers.number_lazy(MOST_ROWS))


def readable_copy(data) -> QueryDict:
    """A copy that any page and database can hold, with the partners that are meant."""
    copy = QueryDict(mutable=True)
    for name, texts in data.lists():
        copy.setlist(name, [readable(text) for text in texts])
    put_in_place(copy)
    return copy


def _row_numbers(data) -> dict[str, list[str]]:
    """The numbers of the rows that were posted, blank ones too."""
    posted = defaultdict(set)
    for name in data:
        if match := _ROW.fullmatch(name):
            posted[match[1]].add(match[2])
    return {name: sorted(posted[name], key=int) for name in ROW_FORMS}


# --- To one comparable shape --------------------------------------------------------


def normal(data, *, may_move=True, asked=None) -> dict:
    """Posted data in one comparable shape, however days, numbers and names are written.

    Lists in order, blanks gone; line breaks count, the kind of line break does not.
    """
    data = readable_copy(data)
    plain = {
        name: sorted({plain_text(name, text) for text in data.getlist(name)} - {""})
        for name in ActivityForm.base_fields
        if may_move or name != "programme"
    }
    for question in questions_of(data.get("questions")) if asked is None else asked:
        texts = {question_plain(question, t) for t in data.getlist(question.name)}
        plain[question.name] = sorted(texts - {""})
    for name, posted in _row_numbers(data).items():
        keys = ROW_FORMS[name].base_fields
        rows = [
            _plain_row({key: data.get(f"{name}-{n}-{key}", "") for key in keys})
            for n in posted
        ]
        plain[name] = [row for row in rows if _says_something(row)]
    named = organisations_named(row["name"] for row in plain["partners"])
    for row in plain["partners"]:
        row["name"] = str(named.get(row["name"], row["name"]))
    return plain


def _plain_row(row) -> dict:
    return {key: plain_text(key, text) for key, text in row.items()}


def _says_something(row) -> bool:
    return any(text for key, text in row.items() if key not in ("status", "role"))


_DEFAULTS = {"status": "value", "role": "other"}


def plain_text(name, text) -> str:
    text = undirected(normalize_newlines(text)).strip() or _DEFAULTS.get(name, "")
    try:
        if name in DATES and text:
            return dates.parse(text).isoformat()
        if name == "value" and text:
            return numbers.for_input(numbers.parse(text))
    except ValueError:
        return text
    if name == "url":
        return with_scheme(text)
    return " ".join(text.split()) if name == "title" else text
