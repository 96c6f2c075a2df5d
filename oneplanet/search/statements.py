"""Statements in plain SQL, the same on both databases: those every search runs, and
rows put in by the thousand. Made by the ORM they would cost more than the search.
"""

from collections.abc import Iterable
from itertools import batched

from django.db import connection

ROWS = 500  # per statement


def select(model, columns: str, where: str, *given) -> list[tuple]:
    """``given`` in the order of the marks in ``where``; a list's marks are a ``*``."""
    marks = (", ".join(["%s"] * len(g)) for g in given if isinstance(g, list))
    where = "".join(
        part if number == 0 else next(marks) + part
        for number, part in enumerate(where.split("*"))
    )
    flat = [v for g in given for v in (g if isinstance(g, list) else [g])]
    return ask(f"SELECT {columns} FROM {model._meta.db_table} WHERE {where}", flat)


def ask(statement: str, given: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def analyse(*models):
    """Tell the database's planner what is in the tables now: it finds a page of
    results three times as fast as by guessing."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def insert(model, columns: str, rows: Iterable[tuple], *, or_pass: bool = False):
    """``or_pass``: pass over rows that are in already."""
    head = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES "
    one = f"({', '.join(['%s'] * len(columns.split(',')))})"
    tail = " ON CONFLICT DO NOTHING" if or_pass else ""
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS, strict=False):
            statement = head + ", ".join([one] * len(some)) + tail
            cursor.execute(statement, [value for row in some for value in row])
