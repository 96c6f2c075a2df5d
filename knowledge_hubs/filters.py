"""Lists of records, narrowed. Given a queryset of records of one kind."""

import django_filters
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from programmes.models import Country, Programme, Term

MAX_WORDS = 8


class RecordFilter(django_filters.FilterSet):
    """Each name is a query key; values are codes. An unknown code finds nothing."""

    q = django_filters.CharFilter(method="words", label=_("Words"), max_length=200)
    programme = django_filters.CharFilter(method="in_programme", label=_("Programme"))
    kind = django_filters.CharFilter(method="of_kind", label=_("Kind"))
    theme = django_filters.CharFilter(method="about", label=_("Theme"))
    sector = django_filters.CharFilter(method="in_sector", label=_("Sector"))
    country = django_filters.CharFilter(method="in_country", label=_("Country"))

    def words(self, queryset, _name, value):
        """Every word must occur in a title or lead, in whichever language."""
        for word in fold(value).split()[:MAX_WORDS]:
            queryset = queryset.filter(words_folded__contains=word)
        return queryset

    def in_programme(self, queryset, _name, value):
        return self._listed(queryset, "programmes", Programme, code=value)

    def about(self, queryset, _name, value):
        return self._listed(queryset, "tags", Term, vocabulary="tag", code=value)

    def in_sector(self, queryset, _name, value):
        found = {"vocabulary": "sector", "code": value}
        return self._listed(queryset, "sectors", Term, **found)

    def in_country(self, queryset, _name, value):
        return self._listed(queryset, "countries", Country, code=value)

    def of_kind(self, queryset, _name, value):
        is_word = queryset.model._meta.get_field("kind").is_relation
        return queryset.filter(**{"kind__code" if is_word else "kind": value})

    def _listed(self, queryset, name, model, **wanted):
        return queryset.filter(**{f"{name}__in": model.objects.filter(**wanted)})
