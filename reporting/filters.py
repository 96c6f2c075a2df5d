"""The lists of public activities and initiatives, narrowed. Given versions."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.open_data.codes import YEARS, codes_of, fixed
from oneplanet.text.folding import fold
from programmes.models import (
    ActivityType,
    Country,
    Organisation,
    Programme,
    Stage,
    Term,
)
from reporting.choices import NETWORK_WIDE
from reporting.models import Publication
from reporting.models.participation import took_part

MAX_WORDS = 8
MAX_CODES = 50
LONGEST = 80  # signs of a code


class Codes(forms.Field):
    """Codes given several times in the address; none is an error."""

    widget = forms.SelectMultiple

    def to_python(self, value):
        return [
            code.replace("\x00", "")[:LONGEST] for code in (value or [])[:MAX_CODES]
        ]


class CodesFilter(django_filters.Filter):
    field_class = Codes


def codes_of_organisations(_narrowed):
    """Those of merged ones too: they stand for what these went into."""
    return Organisation.every.order_by("code").values_list("code", flat=True)


class ActivityFilter(django_filters.FilterSet):
    """Each name is a query key; values are codes."""

    CODES = {
        "programme": lambda _model: [
            *Programme.objects.values_list("code", flat=True),
            NETWORK_WIDE,
        ],
        "type": codes_of(ActivityType),
        "sector": codes_of(Term, vocabulary="sector"),
        "country": codes_of(Country),
        "region": codes_of(Term, vocabulary="reporting_region"),
        "tag": codes_of(Term, vocabulary="tag"),
        "stage": codes_of(Stage),
        "organisation": codes_of_organisations,
        "year": fixed(YEARS),
        "language": fixed(dict(settings.LANGUAGES)),
    }

    q = django_filters.CharFilter(method="words", label=_("Words"), max_length=200)
    programme = CodesFilter(method="in_programme", label=_("Programme"))
    type = CodesFilter(method="of_type", label=_("Type"))
    sector = CodesFilter(method="in_sector", label=_("Sector"))
    country = CodesFilter(method="in_country", label=_("Country"))
    region = CodesFilter(method="in_region", label=_("Region"))
    tag = CodesFilter(method="tagged", label=_("Theme"))
    stage = CodesFilter(method="at_stage", label=_("Value-chain stage"))
    organisation = CodesFilter(method="with_part_of", label=_("Organisation"))
    year = CodesFilter(method="in_year", label=_("Year"))
    language = CodesFilter(method="written_in", label=_("Language"))

    def words(self, queryset, _name, value):
        """Every word must occur in the title or the summary, folded."""
        for word in fold(value).split()[:MAX_WORDS]:
            queryset = queryset.filter(
                Q(title_folded__contains=word) | Q(summary_folded__contains=word)
            )
        return queryset

    def in_programme(self, queryset, _name, value):
        of = queryset.model.OF
        chosen = Q(**{f"{of}__programme__code__in": value})
        if NETWORK_WIDE in value:
            chosen |= Q(**{f"{of}__programme": None})
        return queryset.filter(chosen)

    def of_type(self, queryset, _name, value):
        """The types and the narrower ones under them."""
        return queryset.filter(
            Q(type__code__in=value) | Q(type__parent__code__in=value)
        )

    def in_sector(self, queryset, _name, value):
        return self._listed(queryset, "sectors", "term__code__in", value)

    def tagged(self, queryset, _name, value):
        return self._listed(queryset, "tags", "term__code__in", value)

    def at_stage(self, queryset, _name, value):
        return self._listed(queryset, "stages", "stage__code__in", value)

    def in_country(self, queryset, _name, value):
        return self._listed(queryset, "countries", "country__code__in", value)

    def in_region(self, queryset, _name, value):
        """Reported for a region, or for a country of it."""
        model = queryset.model
        named = model.regions.through.objects.filter(term__code__in=value)
        placed = model.countries.through.objects.filter(
            country__reporting_region__code__in=value
        )
        return queryset.filter(
            Q(pk__in=named.values("activityversion"))
            | Q(pk__in=placed.values("activityversion"))
        )

    def with_part_of(self, queryset, _name, value):
        """Reported by one of them, or one in which it took part. One query more."""
        ones = list(Organisation.objects.coded(*value))
        mine = Q(activity__organisation__in=ones) | took_part(*ones)
        return queryset.filter(mine)

    def in_year(self, queryset, _name, value):
        """The year of the period in which it counts."""
        years = [int(y) for y in value if y.isascii() and y.isdecimal() and len(y) == 4]
        found = Publication.objects.filter(until_at=None, year__in=years)
        return queryset.filter(pk__in=found.values("version"))

    def written_in(self, queryset, _name, value):
        return queryset.filter(language__in=value)

    def _listed(self, queryset, name, lookup, value):
        through = getattr(queryset.model, name).through
        rows = through.objects.filter(**{lookup: value})
        return queryset.filter(pk__in=rows.values(queryset.model._meta.model_name))


class InitiativeFilter(ActivityFilter):
    """Fewer ways: there are few of them."""

    type = region = tag = stage = organisation = year = language = None

    def words(self, queryset, _name, value):
        """Every word must occur in the title, folded."""
        for word in fold(value).split()[:MAX_WORDS]:
            queryset = queryset.filter(title_folded__contains=word)
        return queryset
