"""What became of recommendations, and to whom awards went, as tables."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.html import format_html
from django.utils.translation import gettext as _

from knowledge_hubs.citing import place
from knowledge_hubs.models import RecommendationStep
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates
from oneplanet.text.languages import in_every_language, shown
from oneplanet.text.numbers import number

_LINK = '<span class="onward"><a href="{}">{}</a></span>'


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
    return Progress(steps[-1].get_status_display(), _table(heads, rows))


def with_status(recommendations):
    """Recommendations with the ``status`` of their last step, or nothing."""
    last = RecommendationStep.objects.filter(recommendation=OuterRef("pk"))
    last = last.order_by("-order", "-pk").values("status")[:1]
    return recommendations.annotate(status=Subquery(last))


def _step(recommendation, step) -> list:
    return [
        _when(step) or _("not stated"),
        step.get_status_display(),
        _done(step),
        _organisation(step.organisation),
        _source(recommendation, step),
    ]


def _when(step) -> str:
    if step.taken_on:
        return dates.date_words(step.taken_on)
    return dates.year(step.year) if step.year else ""


def _done(step):
    """In words, and what it left to read while that is public."""
    text = _words(step, "text")
    read = step.resource
    if read is None or read.publishing_state != "public":
        return text
    link = format_html(
        _LINK, read.get_absolute_url(), in_language(*shown(read, "title"))
    )
    return format_html("{} {}", text, link)


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
    return _table(heads, [_award(campaign, award) for award in awards])


def _award(campaign, award) -> list:
    unknown = _("not stated")
    return [
        award.country.name if award.country else unknown,
        _organisation(award.organisation) or _words(award, "recipient") or unknown,
        dates.year(award.year) if award.year else unknown,
        _words(award, "reason"),
        number(award.number) if award.number else unknown,
        _source(campaign, award),
    ]


def _table(heads, rows) -> dict:
    """Without columns that no row fills."""
    filled = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return {
        "columns": [{"label": heads[at], "is_number": False} for at in filled],
        "rows": [[row[at] for at in filled] for row in rows],
    }


def _words(row, name):
    return in_language(*shown(row, name)) if in_every_language(row, name) else ""


def _organisation(organisation):
    if organisation is None:
        return ""
    name = in_language(*organisation.official_name())
    return format_html(_LINK, organisation.get_absolute_url(), name)


def _source(whole, part):
    """By its own document, or that of its record."""
    document = part.document or (whole.document if part.paragraph else None)
    said = place(str(document or ""), part.paragraph)
    return said or (in_language(part.source, "en") if part.source else "")
