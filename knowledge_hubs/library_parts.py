"""What pages of records show beside what all kinds have: one function for each kind."""

from knowledge_hubs import kinds
from knowledge_hubs.campaign_results import results_of, table_of
from knowledge_hubs.figures import published


def parts_of(kind, record) -> dict:
    """More names for the template of a record; always its published ``figures``."""
    figures = published(figure__in=record.figures.all())
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
    }


_PARTS = {kinds.CAMPAIGN: _of_campaign}
