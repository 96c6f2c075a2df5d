from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge_hubs.featuring import hubs_of, with_hubs
from knowledge_hubs.filters import PolicyFilter
from knowledge_hubs.gathering import gather
from knowledge_hubs.kinds import COALITION, RESOURCE
from knowledge_hubs.narrowing import policy_choices
from knowledge_hubs.policy_cards import cards, years
from knowledge_hubs.related import beside_policy
from knowledge_hubs.structured import policy_data
from oneplanet.feeds import narrowed
from programmes.models import Term, Vocabulary
from reporting.models import PolicyInstrument

PER_PAGE = 30
RELATED = 6


@require_safe
def policy_list(request):
    """Policies in the order of the document that names them, narrowed."""
    policies = PolicyInstrument.objects.all()
    chosen = PolicyFilter(request.GET, queryset=policies)
    found = chosen.qs if chosen.is_valid() else policies.none()
    page_of = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of": page_of,
        "cards": cards(page_of.object_list),
        "narrowing": policy_choices(request.GET),
        "errors": chosen.form.errors.get("q"),
        "query": request.GET.get("q", "").replace("\x00", ""),
        "is_narrowed": any(request.GET.get(name) for name in chosen.filters),
        "feed_url": narrowed(
            reverse("knowledge_hubs:policy_feed"), request.GET, chosen.filters
        ),
    }
    return render(request, "knowledge_hubs/policy_list.html", context)


@require_safe
def policy_detail(request, code):
    """A policy: what it does, what it is about, where it stands."""
    known = PolicyInstrument.objects.select_related("country", "document")
    policy = get_object_or_404(with_hubs(known, "policy"), code=code)
    words = _words(policy)
    themes = [term.pk for term in words[Vocabulary.TAG]]
    context = {
        "policy": policy,
        "structured": policy_data(policy),
        "years": years(policy),
        "types": words[Vocabulary.POLICY_TYPE],
        "sectors": words[Vocabulary.SECTOR],
        "themes": words[Vocabulary.TAG],
        "goals": words[Vocabulary.GOAL],
        "hubs": hubs_of(policy),
        "others": cards(_others(policy, themes)),
        "sections": gather(
            Q(tags__in=themes), kinds=(RESOURCE, COALITION), most=RELATED
        ),
    }
    shown = {card["url"] for part in context["sections"] for card in part.cards}
    context["beside"] = beside_policy(policy, shown)
    return render(request, "knowledge_hubs/policy_detail.html", context)


def _words(policy):
    """Its terms by vocabulary. One query."""
    fields = (policy.types, policy.sectors, policy.tags, policy.goals)
    wanted = Q()
    for field in fields:
        wanted |= Q(pk__in=field.values("pk"))
    found = {field: [] for field in ("policy_type", "sector", "tag", "goal")}
    for term in Term.objects.filter(wanted):
        found[term.vocabulary].append(term)
    return found


def _others(policy, themes):
    """Other policies of the country or on one of its themes."""
    near = PolicyInstrument.objects.filter(
        Q(country=policy.country) | Q(tags__in=themes)
    )
    return PolicyInstrument.objects.filter(pk__in=near.values("pk")).exclude(
        pk=policy.pk
    )[:RELATED]
