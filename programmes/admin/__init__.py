from programmes.admin import (
    applications,
    appointments,
    contacts,
    invitations,
    network,
    people,
    places,
    records,
    sdg,
    sources,
    words,
)

__all__ = [
    "applications",
    "appointments",
    "contacts",
    "invitations",
    "network",
    "people",
    "places",
    "records",
    "sdg",
    "sources",
    "words",
]
