"""Organisations and countries as files: their columns, and what their codes name."""

from import_export.fields import Field
from modeltranslation.utils import get_translation_fields

from oneplanet.exchange import ByCode, CuratedResource
from programmes.models import Country, Organisation, Region, Term


def by_code(name, model, **narrowed):
    widget = ByCode(model, **narrowed)
    return Field(attribute=name, column_name=name, widget=widget)


class OrganisationResource(CuratedResource):
    type = by_code("type", Term, vocabulary="stakeholder_type")
    country = by_code("country", Country)
    part_of = by_code("part_of", Organisation)

    class Meta(CuratedResource.Meta):
        model = Organisation
        fields = [
            "code",
            "name",
            "name_language",
            "acronym",
            "type",
            "country",
            "part_of",
            "website",
            "basis",
            "source",
            "paragraphs",
            "listed_on",
            "to_check",
            *get_translation_fields("note"),
        ]


class CountryResource(CuratedResource):
    region = by_code("region", Region)
    sub_region = by_code("sub_region", Region)
    un_group = by_code("un_group", Region)

    class Meta(CuratedResource.Meta):
        model = Country
        fields = [
            "code",
            "kind",
            "iso2",
            "iso3",
            "m49",
            *get_translation_fields("name"),
            "region",
            "sub_region",
            "un_group",
            "is_ldc",
            "is_lldc",
            "is_sids",
            "groups_as_of",
            *get_translation_fields("note"),
        ]
