"""What became of recommendations, and to whom awards went, as tables."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.html import format_html
from django.utils.translation import gettext as _

from knowledge_hubs.models import RecommendationStep
from knowledge_hubs.tables import filled_table, link, source_of, when, words_of
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates
from oneplanet.text.languages import shown
from oneplanet.text.numbers import number


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a recommendation stands by the last of its steps, and all of them as a
    table (components/data_table.html). Both are empty where no document says."""

    status: str
    table: dict | None


def progress_of(recommendation) -> Progress:
    """One query, one more for names of organisations where steps have some."""
    steps = recommendation.steps.select_related("document", "organisation", "resource")
    steps = list(steps.prefetch_related("organisation__other_names"))
    if not steps:
        return Progress("", None)
    heads = [_("When"), _("Where it stood"), _("What was done"), _("Who"), _("Source")]
    rows = [_step(recommendation, step) for step in steps]
    return Progress(steps[-1].get_status_display(), filled_table(heads, rows))


def with_status(recommendations):
    """Recommendations with the ``status`` of their last step, or nothing."""
    last = RecommendationStep.objects.filter(recommendation=OuterRef("pk"))
    last = last.order_by("-order", "-pk").values("status")[:1]
    return recommendations.annotate(status=Subquery(last))


def _step(recommendation, step) -> list:
    return [
        when(step.taken_on, step.year) or _("not stated"),
        step.get_status_display(),
        _done(step),
        _organisation(step.organisation),
        source_of(step, recommendation.document),
    ]


def _done(step):
    """In words, and what it left to read while that is public."""
    text = words_of(step, "text")
    read = step.resource
    if read is None or read.publishing_state != "public":
        return text
    title = in_language(*shown(read, "title"))
    return format_html("{} {}", text, link(read.get_absolute_url(), title))


def awards_of(campaign) -> dict:
    """In the editors' order, the latest first where they say nothing else. Two
    queries."""
    awards = campaign.awards.select_related("country", "organisation", "document")
    awards = awards.prefetch_related("organisation__other_names")
    heads = [
        _("Country"),
        _("To whom"),
        _("Year"),
        _("For what"),
        _("How many"),
        _("Source"),
    ]
    return filled_table(heads, [_award(campaign, award) for award in awards])


def _award(campaign, award) -> list:
    unknown = _("not stated")
    return [
        award.country.name if award.country else unknown,
        _organisation(award.organisation) or words_of(award, "recipient") or unknown,
        dates.year(award.year) if award.year else unknown,
        words_of(award, "reason"),
        number(award.number) if award.number else unknown,
        source_of(award, campaign.document),
    ]


def _organisation(organisation):
    if organisation is None:
        return ""
    name = in_language(*organisation.official_name())
    return link(organisation.get_absolute_url(), name)
