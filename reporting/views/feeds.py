from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplanet.feeds import feed_response, narrowed
from reporting.facets import narrowing
from reporting.feeds import entries, initiative_entries
from reporting.filters import ActivityFilter, InitiativeFilter
from reporting.initiative_times import public_versions
from reporting.models import ActivityVersion


@require_safe
def activity_feed(request):
    """The list of activities as a feed, narrowed by the same query."""
    versions, asked = ActivityVersion.objects.current(), narrowing(request.GET)
    chosen = ActivityFilter(asked, queryset=versions)
    found = chosen.qs if chosen.is_valid() else versions.none()
    return feed_response(
        entries(found),
        key=narrowed("activity", asked, chosen.filters),
        title=_("Activities"),
        subtitle=_("What partners of the network have done, newest first."),
        url=narrowed(reverse("reporting:activity_list"), asked, chosen.filters),
        feed_url=narrowed(request.path, asked, chosen.filters),
    )


@require_safe
def initiative_feed(request):
    """The same of initiatives."""
    versions, asked = public_versions(), narrowing(request.GET)
    chosen = InitiativeFilter(asked, queryset=versions)
    found = chosen.qs if chosen.is_valid() else versions.none()
    return feed_response(
        initiative_entries(found),
        key=narrowed("initiative", asked, chosen.filters),
        title=_("Initiatives"),
        subtitle=_(
            "What partners pursue over years. Each holds several activities; it "
            "appears here once one of them is public."
        ),
        url=narrowed(reverse("reporting:initiative_list"), asked, chosen.filters),
        feed_url=narrowed(request.path, asked, chosen.filters),
    )
