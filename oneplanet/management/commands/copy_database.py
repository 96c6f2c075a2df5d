"""Move a portal from one database to another: from SQLite to PostgreSQL, say.

Every row is copied with its key, through the fields' own conversions and past the
models: nothing is recomputed, no history is written, no mail is sent. Then both sides
are compared value by value. All of it happens, or nothing.
"""

from itertools import batched

import environ
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet

from oneplanet import sealing

# What `migrate` itself fills: replaced by the rows of the source.
MADE_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission"}


class Command(BaseCommand):
    help = "Copy all rows of another portal database into this one, which is empty."

    def add_arguments(self, parser):
        parser.add_argument("source", help="its address, written as in DATABASE_URL")

    def handle(self, *, source, **options):
        connect(source)
        models = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        ]
        refuse_what_does_not_fit(models)
        with transaction.atomic():
            sealing.drop_seals()
            for model in models:
                if model._meta.label in MADE_BY_MIGRATE:
                    QuerySet(model)._raw_delete("default")
            counts = [copy(model) for model in models]
            connection.check_constraints()
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            for model in models:
                compare(model)
            sealing.make_seals()
        self.stdout.write(
            f"{sum(counts)} rows of {len(models)} tables copied and compared. "
            "The seals are in place."
        )


def connect(url: str) -> None:
    given = {"default": connections.settings["default"]}
    given["source"] = environ.Env.db_url_config(url)
    connections.settings["source"] = connections.configure_settings(given)["source"]


def refuse_what_does_not_fit(models) -> None:
    here = MigrationRecorder(connection).applied_migrations().keys()
    there = MigrationRecorder(connections["source"]).applied_migrations().keys()
    if not there or here != there:
        raise CommandError(
            "The two databases are not at the same version. "
            "Run `manage.py migrate` on each of them first."
        )
    for model in models:
        if model._meta.label not in MADE_BY_MIGRATE and QuerySet(model).exists():
            name = model._meta.verbose_name_plural
            raise CommandError(f"This database is not empty: it holds {name}.")


def fields(model):
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows(model, using: str):
    """Plain tuples. QuerySet itself: a model's own manager may translate or hide."""
    names = [field.attname for field in fields(model)]
    found = QuerySet(model, using=using).order_by("pk").values_list(*names)
    return found.iterator(chunk_size=1000)


def copy(model) -> int:
    """The number of rows copied."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields(model))
    marks = ", ".join("%s" for _ in fields(model))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
    count = 0
    for batch in batched(rows(model, "source"), 1000):
        with connection.cursor() as cursor:
            cursor.executemany(statement, [prepared(model, row) for row in batch])
        count += len(batch)
    return count


def prepared(model, row):
    """The values as this database takes them."""
    return [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields(model), row, strict=True)
    ]


def compare(model) -> None:
    key = fields(model).index(model._meta.pk)
    there, here = (
        {row[key]: row for row in rows(model, using)} for using in ("source", "default")
    )
    if there != here:
        different = sum(there.get(pk) != here.get(pk) for pk in there | here)
        raise CommandError(
            f"{different} rows of {model._meta.db_table} did not arrive as they were. "
            "Nothing has been copied."
        )
