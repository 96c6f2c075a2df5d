"""What pages of records show beside what all kinds have: one function for each kind."""

from django.utils.translation import gettext as _

from knowledge_hubs import event_programme, kinds
from knowledge_hubs.campaign_results import results_of, table_of
from knowledge_hubs.figures import published
from knowledge_hubs.models import LabelAssessment
from knowledge_hubs.progress import awards_of, progress_of
from knowledge_hubs.tables import source_of, table, words_of
from oneplanet.text.languages import in_every_language
from reporting.models import ActivityVersion


def parts_of(kind, record) -> dict:
    """More names for the template of a record; always its published ``figures``."""
    has_any = record.has_figures
    figures = published(figure__in=record.figures.all()) if has_any else []
    return {"figures": figures} | _PARTS.get(kind, _nothing)(record, figures)


def _nothing(record, figures) -> dict:
    return {}


def _of_campaign(campaign, figures) -> dict:
    """Its results; a figure that one of them tells has no card beside the table."""
    results = results_of(campaign)
    told = {result.figure_id for result in results}
    others = [text for text in figures if text.figure_id not in told]
    return {
        "results": table_of(campaign, results) if results else None,
        "figures": others,
        "awards": awards_of(campaign) if campaign.has_awards else None,
    }


def _of_case_study(case, figures) -> dict:
    """Its headings, and the activity it tells of while readers see that."""
    headings = {
        "problem": _("The problem"),
        "approach": _("What was done"),
        "outcome": _("What came of it"),
        "lessons": _("What others can learn"),
    }
    activities = ActivityVersion.objects.current().select_related("activity")
    activities = activities.filter(activity=case.activity_id)
    return {
        "headings": [
            {
                "field": field,
                "title": title,
                "is_told": bool(in_every_language(case, field)),
            }
            for field, title in headings.items()
        ],
        "activity": activities.first() if case.activity_id else None,
    }


def _of_event(event, figures) -> dict:
    """Sessions and recordings; asked for where the event has any."""
    sessions = list(event.sessions.all()) if event.has_sessions else []
    has_any = event.has_recordings
    recordings = event_programme.recordings_of(event, sessions) if has_any else []
    programme = event_programme.programme_of(sessions)
    return {"programme": programme, "recordings": recordings}


def _of_label(label, figures) -> dict:
    """How it stands to each principle, in the order of the guidelines."""
    found = {row.principle: row for row in label.assessments.select_related("document")}
    rows = [
        _assessed(label, name, found.get(name))
        for name in LabelAssessment.Principle.values
    ]
    heads = (_("Principle"), _("Whether it is met"), _("Why"), _("Source"))
    return {"assessments": table(heads, rows) if found else None}


def _assessed(label, name, row) -> list:
    principle = LabelAssessment.Principle(name).label
    if row is None:
        return [principle, _("not assessed"), "", ""]
    source = source_of(row, label.document)
    return [principle, row.get_meets_display(), words_of(row, "text"), source]


def _of_recommendation(recommendation, figures) -> dict:
    """What became of it, as far as documents say."""
    return {"progress": progress_of(recommendation)}


_PARTS = {
    kinds.CAMPAIGN: _of_campaign,
    kinds.CASE_STUDY: _of_case_study,
    kinds.LABEL: _of_label,
    kinds.RECOMMENDATION: _of_recommendation,
    kinds.EVENT: _of_event,
}
