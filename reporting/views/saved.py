"""What a form that saved itself is told to show: what could not be read, and what is to
be looked at before submitting.
"""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from oneplanet.templatetags.page import moment as in_words
from oneplanet.text import dates, zones
from oneplanet.text.numbers import number
from oneplanet.text.readings import day_remark, remark
from reporting.checks import Finding, Severity
from reporting.drafts import may_move
from reporting.form_steps import BY_NAME, step_of
from reporting.organisations_field import choices_after_saving
from reporting.views.form_parts import codes_of, panel_of, what_is_wrong
from reporting.writing import of

NAMED = 3  # of the answers that are to be mended; the others are counted
UNREAD = {"invalid", "unreadable"}  # codes of errors


def when_saved(moment) -> dict:
    """When it was saved, in the reader's time: ``saved_at`` for the line under the
    form, ``head`` for the head of the page, which says it as HTML."""
    at = timezone.localtime(moment)
    words = {"time": dates.clock(at), "zone": zones.clock_name(at)}
    return {
        "saved_at": _("Saved at %(time)s %(zone)s") % words,
        "head": format_html("{} {}", _("Saved"), in_words(moment)),
    }


def still_to_look_at(version, data) -> dict:
    """``unread`` is the end of the line that says it is saved, ``panel`` takes the
    place of the one on the page; both are HTML, and ways in them lead on that page.
    ``errors``: name of a question → what is wrong there, and whether it was refused.
    ``remarks``: name → how an ambiguous number or day was read. ``meant``: name → those
    like an organisation nobody knows, as HTML.
    """
    writing, here = of(version.identity), BY_NAME.get(data.get("step", ""))
    bound = writing.bind(data, may_move=may_move(version.identity))
    found, refused = writing.found(version), _refused(version)
    unread = [row.field for row in found if _is_unread(row, here, refused)]
    panel = panel_of(found, bound, here=here)
    return {
        "unread": unread_in_words(unread, bound, here=here),
        "panel": render_to_string("reporting/panel.html", {"panel": panel}),
        "errors": {
            row.field: (what_is_wrong(row, bound), row.field in refused)
            for row in found
            if row.severity == Severity.BLOCKER and row.field in bound.form.fields
        },
        "remarks": remarks_of(bound),
        "meant": choices_after_saving(bound.form),
    }


def _refused(version) -> set:
    """The fields kept as typed; of files the form does not save itself."""
    fields = version.refused_fields.exclude(field="files")
    return set(fields.values_list("field", flat=True))


def _is_unread(row, here, refused) -> bool:
    """Whether it is said of an answer that was refused, of those on the page."""
    is_here = here in (None, step_of(row.field))
    return row.severity == Severity.BLOCKER and row.field in refused and is_here


def unread_in_words(fields, bound, *, here=None) -> str:
    """How many answers, the first of them by name; empty where all was kept. What was
    read and does not fit, as an end before the start, is told apart."""
    unread = [field for field in fields if UNREAD & codes_of(field, bound)]
    others = [field for field in fields if field not in unread]
    told = [
        _named(unread, bound, here, _not_read),
        _named(others, bound, here, _not_fitting),
    ]
    return format_html_join(" · ", "{}", ((text,) for text in told if text))


def _named(fields, bound, here, words) -> str:
    if not fields:
        return ""
    found = [Finding(Severity.BLOCKER, field, "") for field in fields]
    lines = panel_of(found, bound, here=here)[0]["lines"]
    ways = [(line["url"], line["label"]) for line in lines[:NAMED]]
    comma = pgettext("between list items", ", ")
    names = format_html_join(comma, '<a href="{}">{}</a>', ways)
    if len(lines) > NAMED:
        names = format_html("{} …", names)
    return format_html(words(len(lines)), count=number(len(lines)), names=names)


def _not_read(count):
    return ngettext(
        "{count} answer could not be read yet: {names}",
        "{count} answers could not be read yet: {names}",
        count,
    )


def _not_fitting(count):
    return ngettext(
        "{count} answer was read but does not fit yet: {names}",
        "{count} answers were read but do not fit yet: {names}",
        count,
    )


# --- How numbers and days were read ---------------------------------------------------

READ_AS = "read_as"  # of the session: [code, remarks] of the last save by hand


def remarks_of(bound) -> dict[str, str]:
    """How the ambiguous numbers and days of a post were read, by their fields."""
    rows = [row for kind in bound.rows.values() for row in kind]
    fields = [field for form in (bound.form, *rows) for field in form]
    return {field.html_name: field.remark for field in fields if field.remark}


def remember_remarks(request, reported, data, *, read_in) -> None:
    """For the page shown after a save: there a number stands as it was read. Rows have
    the names they have on that page, words are in its language."""
    with translation.override(read_in):
        typed = [text for _name, texts in data.lists() for text in texts]
        if not any(remark(text) or day_remark(text) for text in typed):
            return
        bound = of(reported).bind(data)
        read = remarks_of(bound).keys()
    if remarks := {
        place.format(field.name): field.field.remark_on(field.data, read_in)
        for form, place in _places(bound)
        for field in form
        if field.html_name in read
    }:
        request.session[READ_AS] = [reported.code, remarks]


def _places(bound):
    """Each form, and the names its fields have once it is drawn from what is stored."""
    yield bound.form, "{}"
    for kind, rows in bound.rows.items():
        for order, row in enumerate(rows):
            yield row, f"{kind}-{order}-{{}}"


def show_remarks(request, reported, bound) -> None:
    """Say once how the numbers just saved were read."""
    code, remarks = request.session.get(READ_AS) or ("", {})
    if code != reported.code:
        return
    del request.session[READ_AS]
    for form, _place in _places(bound):
        form.remarks = remarks
