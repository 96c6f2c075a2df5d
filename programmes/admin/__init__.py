from programmes.admin import (
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
