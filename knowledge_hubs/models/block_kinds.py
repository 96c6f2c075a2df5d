"""Which kinds of block a knowledge hub may have, and what each may say of itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TEXT = "text", _("Text")
    FIGURES = "figures", _("Published figures")
    COUNTED = "counted", _("Figures of the portal")
    RECORDS = "records", _("Featured records")
    LIST = "list", _("Automatic list")
    SEARCH = "search", _("What a search finds")
    EVENTS = "events", _("Events to come and past")
    NEWS = "news", _("News")
    TIMELINE = "timeline", _("Timeline")
    MESSAGES = "messages", _("Key messages")
    LESSONS = "lessons", _("Lessons, with what shows them")
    STAGES = "stages", _("Activities and policies by stage")
    BY_STAGE = "by_stage", _("Lists stage by stage")
    PARTNERS = "partners", _("Partners and their roles")
    CHART = "chart", _("Chart of the portal")


class Of(models.TextChoices):
    RESOURCE = "resource", _("Tools and publications")
    COALITION = "coalition", _("Coalitions and initiatives")
    WORKING_GROUP = "working_group", _("Working groups")
    CAMPAIGN = "campaign", _("Campaigns and education")
    CASE_STUDY = "case_study", _("Case studies")
    RECOMMENDATION = "recommendation", _("Recommendations")
    LABEL = "label", _("Labels and claims")
    EVENT = "event", _("Events")
    ARTICLE = "article", _("News")
    POLICY = "policy", _("Policies")
    ACTIVITY = "activity", _("Activities")


class Period(models.TextChoices):
    COMING = "coming", _("Only those to come")
    PAST = "past", _("Only past ones")


class Chart(models.TextChoices):
    ACTIVITIES_BY_YEAR = "activity-year", _("Public activities by year")
    ACTIVITIES_BY_KIND = "activity-type", _("Public activities by kind")
    ACTIVITIES_BY_COUNTRY = "activity-country", _("Public activities by country")
    POLICIES_BY_KIND = "policy-type", _("Policies by type")
    POLICIES_BY_COUNTRY = "policy-country", _("Policies by country")


# What a block of a kind lists where its editors do not say it.
LISTED = {Kind.EVENTS: Of.EVENT, Kind.NEWS: Of.ARTICLE}
OF_A_CHAIN = (Kind.STAGES, Kind.BY_STAGE)
NARROWED = (Kind.LIST, Kind.COUNTED, Kind.EVENTS, Kind.NEWS, Kind.CHART)


def _only(kinds, name, empty="") -> Q:
    """Blocks of these kinds have the column filled, no other has."""
    is_of = Q(kind__in=[kind.value for kind in kinds])
    is_empty = Q(**{name: empty})
    return (is_of & ~is_empty) | (~is_of & is_empty)


def _at_most(kinds, **empty) -> Q:
    """Only blocks of these kinds may have the columns filled."""
    return Q(kind__in=[kind.value for kind in kinds]) | Q(**empty)


CONSTRAINTS = [
    models.CheckConstraint(
        name="hubblock_kind_known", condition=Q(kind__in=Kind.values)
    ),
    models.CheckConstraint(
        name="hubblock_only_lists_are_of_something",
        condition=_only([Kind.LIST], "of"),
    ),
    models.CheckConstraint(
        name="hubblock_only_what_fills_itself_is_narrowed",
        condition=_at_most(NARROWED, tag=None, sector=None)
        & _at_most((*NARROWED, Kind.PARTNERS), programme=None)
        & _at_most([Kind.LIST, Kind.EVENTS], of_kind=""),
        violation_error_message=_("A block of this kind is not narrowed so."),
    ),
    models.CheckConstraint(
        name="hubblock_only_stages_have_a_chain",
        condition=_only(OF_A_CHAIN, "chain", None),
        violation_error_message=_("Only stages are those of a value chain."),
    ),
    models.CheckConstraint(
        name="hubblock_only_searches_have_a_query",
        condition=_only([Kind.SEARCH], "query"),
        violation_error_message=_("Only what a search finds has a search."),
    ),
    models.CheckConstraint(
        name="hubblock_only_charts_draw",
        condition=_only([Kind.CHART], "chart"),
        violation_error_message=_("Only a chart says what it draws."),
    ),
    models.CheckConstraint(
        name="hubblock_only_events_come_or_pass",
        condition=_at_most([Kind.EVENTS], period=""),
        violation_error_message=_("Only events are to come or past."),
    ),
    models.CheckConstraint(
        name="hubblock_how_many_fit_a_page",
        condition=Q(how_many__gte=1, how_many__lte=24),
        violation_error_message=_("List between 1 and 24."),
    ),
    models.CheckConstraint(
        name="hubblock_policies_have_no_programme",
        condition=~(Q(of="policy") | Q(chart__startswith="policy")) | Q(programme=None),
        violation_error_message=_("A policy belongs to no programme."),
    ),
]
