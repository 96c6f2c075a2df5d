from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from knowledge_hubs.figures import on_home
from knowledge_hubs.models import Article, Event, Hub
from knowledge_hubs.record_cards import short_cards
from knowledge_hubs.structured import home_data
from oneplanet.remember import for_a_minute
from oneplanet.text import dates
from programmes.models import Programme, SdgIndicator, SdgTarget
from reporting.cards import newest_cards
from reporting.models import ActivityVersion

NEWS = 3


@require_safe
def home(request):
    """What the network is, its figures, hubs and programmes; what is new."""
    context = {
        "network": network(),
        "structured": home_data(),
        "latest": newest_cards(ActivityVersion.objects.current(), 4),
        "news": news(),
    }
    return render(request, "knowledge_hubs/home.html", context)


@for_a_minute
def network() -> str:
    """Figures, hubs, programmes and Goal 12 as HTML. Six queries."""
    context = {
        "figures": on_home(),
        "hubs": Hub.objects.published()
        .filter(kind__in=(Hub.Kind.THEME, Hub.Kind.RECOVERY))
        .prefetch_related("programmes"),
        "programmes": list(Programme.objects.all()),
        "targets": SdgTarget.objects.count(),
        "indicators": SdgIndicator.objects.count(),
    }
    return render_to_string("knowledge_hubs/home/network.html", context)


@for_a_minute
def news() -> str:
    """Events to come, the next first, and the newest articles. Two queries."""
    coming = Event.objects.published().filter(starts_on__gte=dates.today())
    context = {
        "events": short_cards(coming.order_by("starts_on", "pk")[:NEWS]),
        "articles": short_cards(Article.objects.published()[:NEWS]),
    }
    return render_to_string("knowledge_hubs/home/news.html", context)
