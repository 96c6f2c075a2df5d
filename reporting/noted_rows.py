"""Notes on one row of a table: ``quantities-1`` is the second row, as in the form.

The row is known by its number in the sealed version; in a later one it is looked for by
what it is called, because rows are put in and taken out."""

from itertools import groupby

ROW_KINDS = ("partners", "quantities", "links", "files")


def kind_of(field) -> str:
    """The table a note on a row is about, or the field itself."""
    kind, dash, number = field.partition("-")
    is_row = dash and kind in ROW_KINDS and number.isascii() and number.isdecimal()
    return kind if is_row else field


def number_of(field) -> int | None:
    """Of a note on a row, the number of the row, from 0."""
    is_row = kind_of(field) != field
    return int(field.partition("-")[2]) if is_row else None


def row_names(version, kind) -> list[str]:
    """What the rows of one table are called, in their order. One query."""
    rows = getattr(version, kind).all()
    if kind == "partners":
        rows = rows.select_related("organisation")
    return [str(row) for row in rows]


def name_rows(notes) -> list:
    """Each note knows as ``row`` what the row it is on is called, or "". One query for
    each table of a version."""
    notes = list(notes)
    for note in notes:
        note.row = ""
    on_rows = [note for note in notes if number_of(note.field) is not None]
    for (_version, kind), some in groupby(sorted(on_rows, key=_table), _table):
        some = list(some)
        names = row_names(some[0].version, kind)
        for note in some:
            note.row = names[number_of(note.field)]
    return notes


def _table(note):
    return note.version_id, kind_of(note.field)


def place_of(note, names: dict) -> str:
    """Where a note on an earlier version stands now: at the one row that is called so,
    or else at its table. ``names``: table → what its rows are called now."""
    if not note.row:
        return note.field
    kind = kind_of(note.field)
    now = names.get(kind, ())
    return f"{kind}-{now.index(note.row)}" if now.count(note.row) == 1 else kind
