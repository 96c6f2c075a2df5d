"""Lists narrowed, one FilterSet each. It is given a queryset of what may be seen.

Each name is a query key; values are codes. An unknown code finds nothing on a page; a
program is told which there are (CODES).
"""

import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.open_data.codes import YEARS, codes_of, fixed, of_its_kind
from oneplanet.text.folding import fold
from programmes.models import (
    Country,
    Organisation,
    Programme,
    ProgrammeRole,
    Region,
    SdgTarget,
    SourceDocument,
    Stage,
    Term,
    Vocabulary,
)
from reporting.filters import CodesFilter, codes_of_organisations

MAX_WORDS = 8
LONGEST_YEAR = 4


def words_of(text: str) -> list[str]:
    return fold(text).split()[:MAX_WORDS]


def containing(queryset, words):
    """Every word must occur in what the rows are found by."""
    for word in words:
        queryset = queryset.filter(words_folded__contains=word)
    return queryset


class WordsFilter(django_filters.CharFilter):
    """Words in ``words_folded``, in whichever language."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Words"), max_length=200, **kwargs)

    def filter(self, queryset, value):
        return containing(queryset, words_of(value or ""))


def listed(queryset, name, model, **wanted):
    """Rows whose many-to-many field holds such a one."""
    return queryset.filter(**{f"{name}__in": model.objects.filter(**wanted)})


class RecordFilter(django_filters.FilterSet):
    """Curated records of one kind."""

    CODES = {
        "programme": codes_of(Programme),
        "kind": of_its_kind,
        "theme": codes_of(Term, vocabulary="tag"),
        "sector": codes_of(Term, vocabulary="sector"),
        "country": codes_of(Country),
        "organisation": codes_of_organisations,
    }

    q = WordsFilter()
    programme = django_filters.CharFilter(method="in_programme", label=_("Programme"))
    kind = django_filters.CharFilter(method="of_kind", label=_("Kind"))
    theme = django_filters.CharFilter(method="about", label=_("Theme"))
    sector = django_filters.CharFilter(method="in_sector", label=_("Sector"))
    country = django_filters.CharFilter(method="naming", label=_("Country"))
    organisation = django_filters.CharFilter(
        method="with_organisation", label=_("Organisation")
    )

    def in_programme(self, queryset, _name, value):
        return listed(queryset, "programmes", Programme, code=value)

    def about(self, queryset, _name, value):
        return listed(queryset, "tags", Term, vocabulary="tag", code=value)

    def in_sector(self, queryset, _name, value):
        return listed(queryset, "sectors", Term, vocabulary="sector", code=value)

    def naming(self, queryset, _name, value):
        """About the country, or with it as a party."""
        countries = Country.objects.filter(code=value)
        parties = _parties(queryset).filter(country__code=value)
        return queryset.filter(
            Q(
                pk__in=queryset.model.objects.filter(countries__in=countries).values(
                    "pk"
                )
            )
            | Q(pk__in=parties)
        )

    def with_organisation(self, queryset, _name, value):
        return queryset.filter(
            pk__in=_parties(queryset).filter(
                organisation__in=Organisation.objects.coded(value)
            )
        )

    def of_kind(self, queryset, _name, value):
        fields = {field.name: field for field in queryset.model._meta.fields}
        if "kind" not in fields:
            return queryset.none()  # articles are of no kind
        is_word = fields["kind"].is_relation
        return queryset.filter(**{"kind__code" if is_word else "kind": value})


def _parties(queryset):
    """Keys of records by their parties; to be filtered by the fields of a party."""
    field = queryset.model._meta.get_field("parties")
    return field.related_model.objects.values(f"{field.field.name}_id")


class CountryFilter(django_filters.FilterSet):
    """Countries and areas; several codes of one key widen the choice."""

    GROUPS = {"ldc": "is_ldc", "lldc": "is_lldc", "sids": "is_sids"}
    CODES = {
        "region": codes_of(Term, vocabulary="reporting_region"),
        "m49": codes_of(Region, kind__in=["m49_region", "m49_subregion"]),
        "group": codes_of(Region, kind="un_group"),
        "special": fixed(GROUPS),
        "kind": of_its_kind,
    }

    q = WordsFilter()
    region = CodesFilter(
        field_name="reporting_region__code", lookup_expr="in", label=_("Region")
    )
    m49 = CodesFilter(method="in_area", label=_("M49 region"))
    group = CodesFilter(
        field_name="un_group__code",
        lookup_expr="in",
        label=_("United Nations regional group"),
    )
    special = CodesFilter(method="in_special_group", label=_("Group of countries"))
    kind = CodesFilter(field_name="kind", lookup_expr="in", label=_("Kind"))

    def in_area(self, queryset, _name, value):
        """An M49 region with its parts, or a sub-region."""
        return queryset.filter(
            Q(region__code__in=value) | Q(sub_region__code__in=value)
        )

    def in_special_group(self, queryset, _name, value):
        chosen = Q(pk=None)
        for code in value:
            if flag := self.GROUPS.get(code):
                chosen |= Q(**{flag: True})
        return queryset.filter(chosen)


class OrganisationFilter(django_filters.FilterSet):
    """Organisations, by any of their names, of a programme by their roles of today."""

    CODES = {
        "type": codes_of(Term, vocabulary="stakeholder_type"),
        "programme": codes_of(Programme),
        "country": codes_of(Country),
    }

    q = django_filters.CharFilter(method="named", label=_("Words"), max_length=200)
    type = django_filters.CharFilter(field_name="type__code", label=_("Type"))
    programme = django_filters.CharFilter(method="in_programme", label=_("Programme"))
    country = django_filters.CharFilter(field_name="country__code", label=_("Country"))

    def named(self, queryset, _name, value):
        return queryset.called(words_of(value))

    def in_programme(self, queryset, _name, value):
        roles = ProgrammeRole.objects.current().filter(programme__code=value)
        return queryset.filter(pk__in=roles.values("organisation"))


class PolicyFilter(django_filters.FilterSet):
    """Policies of countries and regional organisations."""

    CODES = {
        "country": codes_of(Country),
        "sector": codes_of(Term, vocabulary="sector"),
        "theme": codes_of(Term, vocabulary="tag"),
        "type": codes_of(Term, vocabulary="policy_type"),
        "year": fixed(YEARS),
    }

    q = WordsFilter()
    country = django_filters.CharFilter(field_name="country__code", label=_("Country"))
    sector = django_filters.CharFilter(method="in_sector", label=_("Sector"))
    theme = django_filters.CharFilter(method="about", label=_("Theme"))
    type = django_filters.CharFilter(method="of_type", label=_("Type"))
    year = django_filters.CharFilter(method="in_year", label=_("Year"))

    def in_sector(self, queryset, _name, value):
        return listed(queryset, "sectors", Term, vocabulary="sector", code=value)

    def about(self, queryset, _name, value):
        return listed(queryset, "tags", Term, vocabulary="tag", code=value)

    def of_type(self, queryset, _name, value):
        return listed(queryset, "types", Term, vocabulary="policy_type", code=value)

    def in_year(self, queryset, _name, value):
        """Adopted in the year, or running in it as far as its years are stated."""
        if not (value.isascii() and value.isdecimal() and len(value) == LONGEST_YEAR):
            return queryset.none()
        return queryset.filter(
            Q(adoption_year=value) | Q(start_year__lte=value, end_year__gte=value)
        )


class TermFilter(django_filters.FilterSet):
    CODES = {"vocabulary": fixed(Vocabulary.values)}
    vocabulary = django_filters.CharFilter(label=_("Vocabulary"))


class StageFilter(django_filters.FilterSet):
    CODES = {"chain": fixed(Stage.Chain.values)}
    chain = django_filters.CharFilter(label=_("Value chain"))


class IndicatorFilter(django_filters.FilterSet):
    CODES = {"target": codes_of(SdgTarget)}
    target = django_filters.CharFilter(field_name="target__code", label=_("Target"))


class FigureFilter(django_filters.FilterSet):
    """Published figures by programme and document."""

    CODES = {
        "programme": codes_of(Programme),
        "document": codes_of(SourceDocument, "symbol"),
    }

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
