"""When records changed, and which are gone, as their history tells.

Models whose rows carry no moment of their own change are read with that of their last
history row, and of those of the rows that hang on them.
"""

from django.db.models import (
    Case,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Now

CODE = F("code")


def history_of(model) -> QuerySet:
    return model.history.model._base_manager.all()


def changed_at(model, *followed, own=None):
    """The last change of a row, or of a row of ``followed``: (model, column) pairs.

    ``own`` is the row's own column of its last change, where it has one.
    """
    first = F(own) if own else _last(history_of(model).filter(id=OuterRef("pk")))
    if not followed:
        return first
    others = [
        Coalesce(_last(history_of(other).filter(**{name: OuterRef("pk")})), first)
        for other, name in followed
    ]
    return Greatest(first, *others)


def _last(rows):
    newest = rows.order_by("-history_date").values("history_date")[:1]
    return Subquery(newest, output_field=DateTimeField())


def deleted_from(model, *, code=CODE, hidden=None) -> QuerySet:
    """Rows deleted for ever: ``key``, ``code`` and ``withdrawn_at`` of each. So are
    those of the keys ``hidden``, which stay rows and are public no more."""
    living, ends = model._base_manager.order_by(), Q(history_type="-")
    if hidden is not None:
        living = living.exclude(pk__in=hidden)
        newest = history_of(model).filter(id=OuterRef("id")).order_by("-history_id")
        ends |= Q(id__in=hidden, history_id=Subquery(newest.values("history_id")[:1]))
    return (
        history_of(model)
        .filter(ends)
        .exclude(id__in=living.values("pk"))
        .annotate(key=F("id"), old_code=code, withdrawn_at=F("history_date"))
        .exclude(old_code__in=living.annotate(its_code=code).values("its_code"))
    )


def taken_off(model) -> QuerySet:
    """Records once public and no longer: expired ones, and drafts that were none.

    A record that never was public is not among them. Withdrawn at the moment it was
    taken off, which no later work on it changes.
    """
    was_public = _public_times(model).order_by("-history_date")
    until = Subquery(was_public.values("ended_at")[:1], output_field=DateTimeField())
    hidden = model._base_manager.exclude(pk__in=model.objects.published().values("pk"))
    expired = Q(is_draft=False, expire_at__lte=Now())
    return (
        hidden.annotate(old_code=F("code"), last_public=until)
        .annotate(
            withdrawn_at=Case(
                When(expired, then=F("expire_at")), default=F("last_public")
            ),
            key=F("pk"),
        )
        .filter(withdrawn_at__lte=Now())
    )


def _public_times(model):
    """Of one record, the history rows during which it was public for a moment."""
    history = history_of(model)
    later = history.filter(
        id=OuterRef("id"), history_id__gt=OuterRef("history_id")
    ).order_by("history_id")
    ended = Subquery(later.values("history_date")[:1], output_field=DateTimeField())
    return (
        history.filter(id=OuterRef("pk"), is_draft=False)
        .annotate(ended_at=Coalesce(ended, Now()))
        .filter(Q(publish_at=None) | Q(publish_at__lt=F("ended_at")))
    )
