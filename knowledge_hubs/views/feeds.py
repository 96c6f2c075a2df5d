"""What changed last of each kind of record, for feed readers."""

from django.views.decorators.http import require_safe

from knowledge_hubs import kinds
from knowledge_hubs.feeds import entries
from knowledge_hubs.filters import RecordFilter
from oneplanet.feeds import feed_response, narrowed


@require_safe
def resource_feed(request):
    return _feed(request, kinds.RESOURCE)


@require_safe
def coalition_feed(request):
    return _feed(request, kinds.COALITION)


@require_safe
def working_group_feed(request):
    return _feed(request, kinds.WORKING_GROUP)


@require_safe
def campaign_feed(request):
    return _feed(request, kinds.CAMPAIGN)


@require_safe
def event_feed(request):
    return _feed(request, kinds.EVENT)


@require_safe
def article_feed(request):
    return _feed(request, kinds.ARTICLE)


def _feed(request, kind):
    """The list of a kind as a feed, narrowed by the same query."""
    public = kind.model.objects.published()
    chosen = RecordFilter(request.GET, queryset=public)
    found = chosen.qs if chosen.is_valid() else public.none()
    return feed_response(
        entries(kind, found),
        key=narrowed(kind.name, request.GET, chosen.filters),
        title=kind.title,
        subtitle=kind.lead,
        url=narrowed(kind.list_url, request.GET, chosen.filters),
        feed_url=narrowed(request.path, request.GET, chosen.filters),
    )
