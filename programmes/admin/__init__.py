from programmes.admin import (
    appointments,
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
    "invitations",
    "network",
    "people",
    "places",
    "records",
    "sdg",
    "sources",
    "words",
]
