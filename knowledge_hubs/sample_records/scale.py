"""Invented values of an invented tool, so that the pages of three countries show what
hotspots look like.
"""

from knowledge_hubs.models import HotspotRelease, HotspotValue
from programmes.models import Country

CODE = "sample-scale"
COUNTRIES = ("KEN", "FRA", "BRA")
WEIGHED = (  # category, perspective, sector, value, unit
    ("Climate (invented)", "production", "", "12.5", "Mt CO2 eq"),
    ("Climate (invented)", "production", "Farming", "5.25", "Mt CO2 eq"),
    ("Climate (invented)", "production", "Transport", "3.5", "Mt CO2 eq"),
    ("Climate (invented)", "consumption", "", "14", "Mt CO2 eq"),
    ("Climate (invented)", "consumption", "Food", "6", "Mt CO2 eq"),
    ("Raw materials (invented)", "consumption", "", "88", "Mt"),
    ("Raw materials (invented)", "consumption", "Housing", "31", "Mt"),
)


def add(tool):
    """Of the sample tool, where they are missing."""
    if tool is None or HotspotRelease.objects.filter(code=CODE).exists():
        return
    release = HotspotRelease.objects.create(
        code=CODE,
        version="Invented version 1",
        resource=tool,
        licence="Invented for the sample",
        is_draft=False,
        is_sample=True,
    )
    HotspotValue.objects.bulk_create(
        HotspotValue(
            release=release,
            country=country,
            year=2022,
            indicator=category,
            perspective=perspective,
            sector=sector,
            value=value,
            unit=unit,
        )
        for country in Country.objects.filter(code__in=COUNTRIES)
        for category, perspective, sector, value, unit in WEIGHED
    )


def clear():
    """Before the tool they are of."""
    HotspotRelease.objects.filter(is_sample=True).delete()
