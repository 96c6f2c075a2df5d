"""Notes of reviewers where the partner mends: each beside its field or its row."""

from django.template.loader import render_to_string

from reporting.noted_rows import ROW_KINDS
from reporting.review_notes import by_place, open_notes
from reporting.views.form_parts import way_to

CELLS = {"partners": ("name",), "quantities": ("what",), "links": ("label", "url")}


def put_notes(reported, bound, *, here=None) -> list[dict]:
    """Put the open notes, drawn, where they belong: ``notes`` of the form by the names
    of fields, of kinds of rows, ``files``, or "" for the whole and for what the form
    does not ask; ``said`` of each row. The way to each place: label and url.

    One query while there are none.
    """
    rows = getattr(bound, "rows", {})
    names = {kind: [_called(kind, row) for row in rows[kind]] for kind in rows}
    form, ways = bound.form, []
    form.notes, apart = {}, []
    for place, notes in by_place(open_notes(reported), names).items():
        kind, _dash, number = place.partition("-")
        is_row = kind in names and number.isdecimal()
        if not is_row and place not in form.fields and place not in ROW_KINDS:
            apart += notes
            continue
        if is_row:
            rows[kind][int(number)].said = _drawn(notes)
        else:
            form.notes[place] = _drawn(notes)
        ways.append({"label": notes[0].label, "url": way_to(place, bound, here)})
    if apart:
        form.notes[""] = _drawn(apart, is_apart=True)
    return ways


def _drawn(notes, *, is_apart=False) -> str:
    context = {"notes": notes, "is_apart": is_apart}
    return render_to_string("reporting/notes_beside.html", context)


def _called(kind, row) -> str:
    """What a row of the form is called: its first cell that says something."""
    said = (str(row[name].value() or "").strip() for name in CELLS[kind])
    return next(filter(None, said), "")
