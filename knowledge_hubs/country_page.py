"""What a country is and does in the network, for its page."""

from django.db.models import Q, prefetch_related_objects

from knowledge_hubs.citing import by_source
from knowledge_hubs.figures import IN_CARDS, published, table_of
from knowledge_hubs.gathering import gather, named_by
from knowledge_hubs.hotspots import hotspots_of
from knowledge_hubs.policy_cards import cards as policy_cards
from programmes.models import Country, ProgrammeRole
from reporting.cards import newest_cards
from reporting.models import ActivityVersion, PolicyInstrument

ACTIVITIES = 6


def country_page(country: Country) -> dict:
    """Everything public that names the country. Ten queries."""
    seats = list(country.board_seats.select_related("document"))
    roles = list(_roles(country))
    bodies = country.organisations.standing().by_shown_name().select_related("type")
    bodies = list(bodies)
    holders = [role.organisation for role in roles]
    prefetch_related_objects([*bodies, *holders], "other_names")
    ties = [*seats, *roles]
    activities = ActivityVersion.objects.current().filter(countries=country)
    figures = published(countries=country)
    return {
        "current": by_source(row for row in ties if not row.is_former),
        "former": by_source(row for row in ties if row.is_former),
        "organisations": bodies,
        "activities": newest_cards(activities, ACTIVITIES),
        "hotspots": hotspots_of(country),
        "policies": policy_cards(PolicyInstrument.objects.filter(country=country)),
        "sections": gather(
            named_by(country),
            party=Q(country=country),
            query={"country": country.code},
        ),
        "figures": figures[:IN_CARDS],
        "all_figures": table_of(figures) if len(figures) > IN_CARDS else None,
    }


def _roles(country):
    """Of bodies that act for the country, and of those that are in it."""
    return (
        ProgrammeRole.objects.filter(
            Q(on_behalf_of=country) | Q(organisation__country=country)
        )
        .select_related("programme", "organisation", "on_behalf_of", "document")
        .order_by("programme__order", "order", "pk")
    )
