"""What changed last in each list, for feed readers."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge_hubs import kinds
from knowledge_hubs.feeds import entries, hub_entries, policy_entries
from knowledge_hubs.filters import PolicyFilter, RecordFilter
from knowledge_hubs.models import Hub
from oneplanet.feeds import feed_response, narrowed
from reporting.models import PolicyInstrument


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
def case_study_feed(request):
    return _feed(request, kinds.CASE_STUDY)


@require_safe
def recommendation_feed(request):
    return _feed(request, kinds.RECOMMENDATION)


@require_safe
def label_feed(request):
    return _feed(request, kinds.LABEL)


@require_safe
def event_feed(request):
    return _feed(request, kinds.EVENT)


@require_safe
def article_feed(request):
    return _feed(request, kinds.ARTICLE)


@require_safe
def hub_feed(request):
    """All hubs: their list cannot be narrowed."""
    return feed_response(
        hub_entries(Hub.objects.published()),
        key="hub",
        title=_("Knowledge hubs"),
        subtitle=_(
            "What the network knows of one theme, gathered on one page: what is at "
            "stake, figures, guidance, commitments, policies and activities, each "
            "with its source."
        ),
        url=reverse("knowledge_hubs:hub_list"),
        feed_url=request.path,
    )


@require_safe
def policy_feed(request):
    """The list of policies as a feed, narrowed by the same query."""
    policies = PolicyInstrument.objects.all()
    chosen = PolicyFilter(request.GET, queryset=policies)
    found = chosen.qs if chosen.is_valid() else policies.none()
    list_url = reverse("knowledge_hubs:policy_list")
    return feed_response(
        policy_entries(found),
        key=narrowed("policy", request.GET, chosen.filters),
        title=_("Policies"),
        subtitle=_(
            "Laws, strategies and plans for sustainable consumption and production "
            "that reports to the United Nations name, each with its source."
        ),
        url=narrowed(list_url, request.GET, chosen.filters),
        feed_url=narrowed(request.path, request.GET, chosen.filters),
    )


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
