from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from knowledge_hubs.figures import on_home
from knowledge_hubs.structured import home_data
from oneplanet.remember import for_a_minute
from programmes.models import Programme
from reporting.cards import newest_cards
from reporting.models import ActivityVersion


@require_safe
def home(request):
    """What the network is, its figures as published, its programmes, what is new."""
    context = {
        "network": network(),
        "structured": home_data(),
        "latest": newest_cards(ActivityVersion.objects.current(), 6),
    }
    return render(request, "knowledge_hubs/home.html", context)


@for_a_minute
def network() -> str:
    """Figures and programmes as HTML. Two queries."""
    doors = [
        {
            "url": programme.get_absolute_url(),
            "name": programme.name,
            "code": programme.code,
            "says": programme.tagline,
        }
        for programme in Programme.objects.all()
    ]
    context = {"figures": on_home(), "doors": doors}
    return render_to_string("knowledge_hubs/home_network.html", context)
