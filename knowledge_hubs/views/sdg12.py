"""Goal 12: the Goal in one view, its targets, its indicators, and where to report."""

from collections import defaultdict

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge_hubs import sdg12 as goal
from knowledge_hubs.figures import published
from knowledge_hubs.goal_drawing import draw_goal
from knowledge_hubs.record_cards import short_cards
from knowledge_hubs.reporters import ROLES
from knowledge_hubs.structured_words import goal_data, indicator_data, target_data
from programmes.models import Coalition, SdgIndicator, SdgTarget
from reporting.cards import newest_cards
from reporting.models import ActivityVersion


@require_safe
def sdg12(request):
    """The Goal: what is at stake, how far reporting has come, targets, indicators."""
    targets = goal.goal_targets()
    hub = Coalition.objects.published().filter(code="sdg-12-hub")
    context = {
        "targets": targets,
        "structured": goal_data(targets),
        "drawing": draw_goal([(t.code, goal.tiers_of(t)) for t in targets]),
        "figures": published(figure__code__in=goal.FIGURES),
        "participants": goal.participants(),
        "hub": short_cards(hub),
    }
    return render(request, "knowledge_hubs/sdg12.html", context)


@require_safe
def sdg_target(request, code):
    """A target: its official wording, its indicators, and what there is about it."""
    target = get_object_or_404(SdgTarget, code=code)
    activities = ActivityVersion.objects.current().filter(targets=target)
    indicators = goal.indicators_of(target)
    context = {
        "target": target,
        "structured": target_data(target, indicators),
        "indicators": indicators,
        "policies": goal.policies_about(target),
        "resources": goal.resources_about(target),
        "activities": newest_cards(activities, 6),
    }
    return render(request, "knowledge_hubs/sdg_target.html", context)


@require_safe
def sdg_indicator(request, code):
    """An indicator: its names, parts, agencies, tiers, and how it is reported."""
    indicator = get_object_or_404(
        SdgIndicator.objects.select_related("target"), code=code
    )
    custodians = goal.custodians_of(indicator)
    context = {
        "indicator": indicator,
        "structured": indicator_data(indicator, custodians),
        "parts": indicator.parts.all(),
        "custodians": custodians,
        "names": goal.names_over_time(indicator),
        "tiers": indicator.tiers.select_related("document"),
        "routes": goal.routes(indicator=indicator),
        "figures": published(figure__in=indicator.figures.all()),
        "policies": goal.policies_about(indicator.target),
        "resources": goal.resources_about(indicator.target),
    }
    return render(request, "knowledge_hubs/sdg_indicator.html", context)


@require_safe
def where_to_report(request):
    """By role: what is reported, to whom, and the door to it."""
    routes = defaultdict(list)
    for route in goal.routes_with_agencies():
        routes[route.reporter].append(route)
    roles = [{"role": role, "routes": routes.get(role.reporter, [])} for role in ROLES]
    return render(request, "knowledge_hubs/where_to_report.html", {"roles": roles})
