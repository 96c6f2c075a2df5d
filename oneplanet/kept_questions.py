"""Questions about one row that every page asks, put into SQL once a day.

To write the SQL of such a question takes ten times as long as the answer: for a person
who is signed in, a fifth of the processor time of a page. What is kept are words that
nothing changes: a queryset that several threads share is none of theirs.
"""

from functools import lru_cache

from django.db import connection

from oneplanet.text import dates


class KeptQuestion:
    """``asked(pk)`` is a queryset whose last condition names the row, and whose other
    conditions depend on nothing but the day."""

    def __init__(self, asked):
        self.asked = asked
        self._of_day = lru_cache(maxsize=2)(self._in_sql)  # at midnight two are asked

    def rows(self, pk) -> list[tuple]:
        """As the database has them: for columns of numbers and words."""
        _model, sql, params = self._of_day(dates.today())
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, pk])
            return cursor.fetchall()

    def instance(self, pk):
        """Or None. What was annotated is as the database has it."""
        model, sql, params = self._of_day(dates.today())
        return next(iter(model.objects.raw(sql, [*params, pk])), None)

    def _in_sql(self, _day):
        asked = self.asked(0).order_by()
        sql, params = asked.query.sql_with_params()
        return asked.model, sql, params[:-1]
