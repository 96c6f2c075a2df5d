"""Invented records of the library, in six languages, so that a newcomer sees every kind
of them whole: what a machine translated, what is half translated, what was written in
another language than English.

What they hold stands in the readable files beside this module.
"""

from collections import Counter

from django.db import transaction
from django.db.models import ProtectedError

from knowledge_hubs.models import Resource
from knowledge_hubs.sample_records import files, jars, scale
from knowledge_hubs.sample_records.writing import add
from oneplanet import searching


@transaction.atomic
def add_records() -> int:
    """Those that are missing; how many. Raises BadReference where the reference data
    is missing."""
    made = [jars.add()]
    for model in files.TABLES:
        rows = files.records(model)
        made += [add(model, row, place) for place, row in enumerate(rows, 1)]
    scale.add(Resource.objects.filter(is_sample=True).order_by("order", "pk").first())
    made = [record for record in made if record]
    searching.changed(*made)
    return len(made)


@transaction.atomic
def clear_records(*, dry_run=False) -> Counter:
    """Remove them; how many. What a hub of editors shows cannot go and is counted
    apart."""
    scale.clear()
    rows = [row for model in files.TABLES for row in _sample(model)]
    keys = searching.keys_of(*rows)
    removed = Counter()
    for row in reversed(rows):
        what = "" if _can_go(row) else " that real records name, left"
        removed[f"records of the library{what}"] += 1
    searching.follow(keys)
    transaction.set_rollback(dry_run)
    return removed


def _sample(model):
    return model.objects.filter(is_sample=True)


def _can_go(row) -> bool:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True
