"""How a value of a file and a value of the database are compared."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models


class BadReference(Exception):
    """A reference file holds something that must not or cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """Stands for a row the files hold and an editor deleted."""

    code: str

    def __bool__(self):
        return False


def code_of(value) -> str:
    """How a value stands in a key: a row by its code, whatever its number."""
    for name in ("code", "symbol"):
        value = getattr(value, name, value)
    return "" if value is None else str(value)


def attname(model, name) -> str:
    return model._meta.get_field(name).attname


def empty(model, name):
    """What a column holds that nobody has filled."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        return []
    return None if field.null else field.get_default()


def wanted(model, name, value):
    """A value of a file as the column holds it; for many-to-many the sorted keys."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        return sorted(row.pk for row in value or () if not isinstance(row, Deleted))
    if value is None or isinstance(value, Deleted):
        return empty(model, name)
    if isinstance(value, models.Model):
        return value.pk
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise BadReference(f"{model._meta.label}.{name}: {error.message}") from error


def held(row, name):
    """The same of a row of the database."""
    if row._meta.get_field(name).many_to_many:
        return sorted(other.pk for other in getattr(row, name).all())
    return getattr(row, attname(type(row), name))


def needs_a_deleted_row(model, values) -> bool:
    return any(
        isinstance(value, Deleted) and not model._meta.get_field(name).null
        for name, value in values.items()
    )


def hash_of(value) -> str:
    """Empty text and nothing are one: a form saves the one for the other."""
    if isinstance(value, Decimal):
        value = value.normalize()
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    if value in ("", []):
        value = None
    return hashlib.sha256(repr(value).encode()).hexdigest()[:20]


def short(value) -> str:
    """A value for a line of the report."""
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    text = "nothing" if value in (None, "", []) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
