"""What lists are narrowed by, on pages and in the API. Each is given a queryset."""

import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from programmes.models import (
    Country,
    OrganisationName,
    Programme,
    ProgrammeRole,
    Term,
)

MAX_WORDS = 8


class RecordFilter(django_filters.FilterSet):
    """Records of one kind. Each name is a query key; values are codes. An unknown code
    finds nothing.
    """

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
        fields = {field.name: field for field in queryset.model._meta.fields}
        if "kind" not in fields:
            return queryset.none()  # articles are of no kind
        is_word = fields["kind"].is_relation
        return queryset.filter(**{"kind__code" if is_word else "kind": value})

    def _listed(self, queryset, name, model, **wanted):
        return queryset.filter(**{f"{name}__in": model.objects.filter(**wanted)})


class OrganisationFilter(django_filters.FilterSet):
    """Organisations by the words of any of their names, by type and programme."""

    q = django_filters.CharFilter(method="named", label=_("Words"), max_length=200)
    type = django_filters.CharFilter(field_name="type__code", label=_("Type"))
    programme = django_filters.CharFilter(method="in_programme", label=_("Programme"))

    def named(self, queryset, _name, value):
        for word in fold(value).split()[:MAX_WORDS]:
            names = OrganisationName.objects.filter(name_folded__contains=word)
            queryset = queryset.filter(
                Q(name_folded__contains=word)
                | Q(pk__in=names.values("organisation"))
                | Q(acronym__iexact=word)
            )
        return queryset

    def in_programme(self, queryset, _name, value):
        roles = ProgrammeRole.objects.current().filter(programme__code=value)
        return queryset.filter(pk__in=roles.values("organisation"))


class PolicyFilter(django_filters.FilterSet):
    """Policy instruments by country, and by the words they are listed under."""

    country = django_filters.CharFilter(field_name="country__code", label=_("Country"))
    type = django_filters.CharFilter(method="of_type", label=_("Type"))
    sector = django_filters.CharFilter(method="in_sector", label=_("Sector"))
    theme = django_filters.CharFilter(method="about", label=_("Theme"))

    def of_type(self, queryset, _name, value):
        return self._listed(queryset, "types", "policy_type", value)

    def in_sector(self, queryset, _name, value):
        return self._listed(queryset, "sectors", "sector", value)

    def about(self, queryset, _name, value):
        return self._listed(queryset, "tags", "tag", value)

    def _listed(self, queryset, name, vocabulary, code):
        words = Term.objects.filter(vocabulary=vocabulary, code=code)
        return queryset.filter(**{f"{name}__in": words})


class CountryFilter(django_filters.FilterSet):
    """Countries by kind and by the regions they are counted in."""

    kind = django_filters.CharFilter(label=_("Kind"))
    region = django_filters.CharFilter(
        field_name="reporting_region__code", label=_("Region")
    )
    m49_region = django_filters.CharFilter(
        field_name="region__code", label=_("M49 region")
    )


class TermFilter(django_filters.FilterSet):
    vocabulary = django_filters.CharFilter(label=_("Vocabulary"))


class StageFilter(django_filters.FilterSet):
    chain = django_filters.CharFilter(label=_("Value chain"))


class IndicatorFilter(django_filters.FilterSet):
    target = django_filters.CharFilter(field_name="target__code", label=_("Target"))


class FigureFilter(django_filters.FilterSet):
    """Published figures by programme and document."""

    programme = django_filters.CharFilter(method="in_programme", label=_("Programme"))
    document = django_filters.CharFilter(
        field_name="figure__document__symbol", label=_("Document")
    )

    def in_programme(self, queryset, _name, value):
        programmes = Programme.objects.filter(code=value)
        return queryset.filter(programmes__in=programmes)


class GlossaryFilter(django_filters.FilterSet):
    """Words by what stands in the word or its abbreviation, in whichever language."""

    q = django_filters.CharFilter(method="words", label=_("Words"), max_length=200)

    def words(self, queryset, _name, value):
        wanted = fold(value).split()[:MAX_WORDS]
        columns = [
            f"{name}_{code.replace('-', '_')}"
            for name in ("word", "abbreviation")
            for code, _language in settings.LANGUAGES
        ]
        found = [
            pk
            for pk, *texts in queryset.values_list("pk", *columns)
            if all(word in fold(" ".join(filter(None, texts))) for word in wanted)
        ]
        return queryset.filter(pk__in=found)
