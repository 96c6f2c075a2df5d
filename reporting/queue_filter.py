"""What waits for review, narrowed: what was reported is given, not its versions."""

from datetime import timedelta

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from programmes.models import Country, Programme, roles_of
from reporting.choices import NETWORK_WIDE
from reporting.models import Activity, TranslationRequest

WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
ME, NOBODY = "me", "nobody"
COMPLETE = {"half": (0, 50), "most": (50, 80), "whole": (80, 101)}  # from, below, in %


def _one(method, label, every, choices=()):
    """One choice of several; without it, all."""
    return django_filters.ChoiceFilter(
        method=method, label=label, empty_label=every, choices=choices
    )


class QueueFilter(django_filters.FilterSet):
    """What waits for review. Each row knows its kind, version, since, reviewer and
    complete (queue.lined_up); a value nobody offers narrows nothing.

    ``show`` and ``order`` are kept for the line as a whole (queue.Line).
    """

    show = _one(
        "as_it_is",
        _("Which"),
        _("Those I decide on"),
        [("all", _("All I may read"))],
    )
    programme = _one("in_programme", _("Programme"), _("All programmes"))
    kind = _one(
        "of_kind",
        _("Kind"),
        _("Activities and initiatives"),
        [("activity", _("Activities")), ("initiative", _("Initiatives"))],
    )
    reviewer = _one("with_reviewer", _("In hand with"), _("Anybody or nobody"))
    age = _one(
        "of_age",
        _("Waiting for"),
        _("Any length of time"),
        [
            ("week", _("Less than 7 days")),
            ("fortnight", _("7 to 14 days")),
            ("older", _("More than 14 days")),
        ],
    )
    complete = _one(
        "as_complete",
        _("How complete"),
        _("Any completeness"),
        [
            ("half", _("Less than half")),
            ("most", _("From half to four fifths")),
            ("whole", _("Four fifths or more")),
        ],
    )
    country = _one("in_country", _("Country"), _("All countries"))
    language = _one("written_in", _("Language"), _("All languages"), settings.LANGUAGES)
    wanted = _one(
        "wants_translation",
        _("Wants a translation into"),
        _("Any language or none"),
        settings.LANGUAGES,
    )
    order = _one(
        "as_it_is",
        _("Order"),
        _("Oldest first"),
        [
            ("newest", _("Newest first")),
            ("complete", _("Most complete first")),
            ("incomplete", _("Least complete first")),
        ],
    )

    def __init__(self, data, queryset, *, user, choices):
        """``choices``: of programme, country and reviewer (choices_of)."""
        super().__init__(data, queryset)
        self.user = user
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    def as_it_is(self, queryset, _name, _value):
        return queryset

    def in_programme(self, queryset, _name, value):
        if value == NETWORK_WIDE:
            return queryset.filter(programme=None)
        return queryset.filter(programme__code=value)

    def of_kind(self, queryset, _name, value):
        return queryset.filter(kind=value)

    def with_reviewer(self, queryset, _name, value):
        if value == NOBODY:
            return queryset.filter(reviewer=None)
        return queryset.filter(reviewer=self.user.pk if value == ME else int(value))

    def of_age(self, queryset, _name, value):
        week, fortnight = timezone.now() - WEEK, timezone.now() - FORTNIGHT
        if value == "week":
            return queryset.filter(since__gt=week)
        if value == "fortnight":
            return queryset.filter(since__lte=week, since__gt=fortnight)
        return queryset.filter(since__lte=fortnight)

    def as_complete(self, queryset, _name, value):
        least, below = COMPLETE[value]
        return queryset.filter(complete__gte=least, complete__lt=below)

    def in_country(self, queryset, _name, value):
        return self._whose_version(queryset, countries__code=value)

    def written_in(self, queryset, _name, value):
        return self._whose_version(queryset, language=value)

    def wants_translation(self, queryset, _name, value):
        """Asked for by a reviewer, of activities alone."""
        if queryset.model is not Activity:
            return queryset.none()
        asked = TranslationRequest.objects.open().filter(language=value)
        return queryset.filter(Exists(asked.filter(version=OuterRef("version"))))

    def _whose_version(self, queryset, **given):
        versions = queryset.model._meta.get_field("versions").related_model.objects
        mine = versions.filter(pk=OuterRef("version"), **given)
        return queryset.filter(Exists(mine))


def choices_of(user, waiting, loads) -> dict[str, list]:
    """What may be chosen, for the person: their programmes, the countries of what is
    ``waiting`` (of each kind), the people with ``loads`` (queue.loads). Two queries."""
    others = [
        (str(row["reviewer"]), row["reviewer__name"])
        for row in loads
        if row["reviewer"] != user.pk
    ]
    return {
        "programme": _programmes_of(user),
        "country": _countries_of(waiting),
        "reviewer": [(ME, _("Me")), (NOBODY, _("Nobody")), *others],
    }


def _programmes_of(user):
    roles, rows = roles_of(user), Programme.objects.all()
    if not roles.is_staff:
        rows = rows.filter(pk__in=roles.desks | roles.leads)
    found = [(row.code, row.name) for row in rows]
    return [*found, (NETWORK_WIDE, _("Network-wide"))] if roles.is_staff else found


def _countries_of(waiting):
    named = Q()
    for rows in waiting:
        versions = rows.model._meta.get_field("versions").related_model
        of, through = versions._meta.model_name, versions.countries.through.objects
        mine = through.filter(**{f"{of}__in": rows.values("version")})
        named |= Q(pk__in=mine.values("country"))
    rows = [(row.code, row.name) for row in Country.objects.filter(named)]
    return sorted(rows, key=lambda row: fold(row[1]))
