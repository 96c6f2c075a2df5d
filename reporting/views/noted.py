"""Notes of reviewers where the partner mends: each beside its field."""

from django.template.loader import render_to_string

from reporting.review_notes import by_field, open_notes


def notes_beside(reported) -> dict:
    """Name of a field, of a kind of rows, ``files``, or "" for the whole → the open
    notes on it, drawn. One query while there are none."""
    return {
        name: render_to_string("reporting/notes_beside.html", {"notes": notes})
        for name, notes in by_field(open_notes(reported)).items()
    }
