"""What a work holds that is cited for itself: the figures of a document, the recordings
of an event, the results of a campaign.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge_hubs import citing
from knowledge_hubs.citations import Work
from knowledge_hubs.figures import published
from knowledge_hubs.models import Campaign, CampaignResult, Event, Recording
from oneplanet.structured import address
from oneplanet.text.languages import shown
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import Party

ORGANISERS = (Party.Role.LEAD, Party.Role.HOST, Party.Role.PUBLISHER)


@dataclass(frozen=True, slots=True)
class Parts:
    """``of`` begins their addresses; ``rows`` hold a code, what it says and in which
    language."""

    title: str | Promise
    of: str
    rows: list[tuple[str, str, str]]


def parts_of(of: str, code: str) -> Parts | None:
    return PARTS[of](code) if of in PARTS else None


def _figures(code):
    """Documents are few, and their figures have one row each."""
    texts = [t for t in published() if citing.slug(t.figure.document) == code]
    rows = [(t.figure.code, *_counted(t.figure, t, "label")) for t in texts]
    return Parts(_("Its figures, each by itself"), "figures", rows)


def _recordings(code):
    rows = [(str(r.pk), *_titled(r)) for r in _public_recordings(event__code=code)]
    return Parts(_("Its recordings, each by itself"), "recordings", rows)


def _results(code):
    rows = [(str(r.pk), *_measured(r)) for r in _public_results(campaign__code=code)]
    return Parts(_("Its results, each by itself"), "results", rows)


PARTS = {"documents": _figures, "events": _recordings, "campaigns": _results}


# --- As works -------------------------------------------------------------------------


def part_work(of: str, code: str) -> Work | None:
    return WORKS[of](code) if of in WORKS and _is_number(code) else None


def _is_number(code):
    return code.isascii() and code.isdecimal() and len(code) < 10


def _recording(code):
    """By those who held the event, under the address where it is to be seen."""
    recording = _public_recordings(pk=code).first()
    if recording is None:
        return None
    title, language = _titled(recording)
    event, session = recording.event, recording.session
    day = session.starts_at.date() if session else event.starts_on
    return Work(
        key=f"recording-{recording.pk}",
        genre="film",
        title=title,
        language=language,
        url=recording.url,
        page=event.get_absolute_url(),
        authors=_organisers(event),
        publishers=[str(settings.SITE_NAME)],
        year=day.year if day else event.first_year,
        on=day,
    )


def _result(code):
    """With the document and paragraph it stands in; a published figure is cited as
    printed."""
    result = _public_results(pk=code).first()
    if result is None:
        return None
    title, language = _measured(result)
    figure, campaign = result.figure, result.campaign
    document = result.document or (figure and figure.document) or campaign.document
    paragraph = result.paragraph or (figure.paragraph if figure else "")
    return Work(
        key=f"result-{result.pk}",
        genre="dataset",
        title=title,
        language=language,
        url=address(campaign.get_absolute_url()),
        page=campaign.get_absolute_url(),
        publishers=[str(settings.SITE_NAME)],
        year=result.measured_on.year if result.measured_on else result.year,
        on=result.measured_on,
        number=citing.place(str(document or ""), paragraph),
    )


WORKS = {"recordings": _recording, "results": _result}


# --- Rows -----------------------------------------------------------------------------


def _public_recordings(**conditions):
    public = Event.objects.published()
    rows = Recording.objects.filter(event__in=public, **conditions)
    return rows.select_related("event", "session").prefetch_related(
        "event__parties__organisation__other_names", "event__parties__country"
    )


def _public_results(**conditions):
    public = Campaign.objects.published()
    rows = CampaignResult.objects.in_force().filter(campaign__in=public, **conditions)
    return rows.select_related(
        "campaign__document", "document", "figure__text", "figure__document"
    )


def _titled(recording) -> tuple[str, str]:
    return shown(recording.session or recording.event, "title")


def _measured(result) -> tuple[str, str]:
    """The number with what was measured; words where there is no number."""
    figure = result.figure
    if figure:
        return _counted(figure, figure.text, "metric", result)
    if result.number is not None:
        return _counted(result, result, "metric", result)
    metric, language = shown(result, "metric")
    return f"{metric}: {shown(result, 'in_words')[0]}", language


def _counted(figure, text, name, row=None) -> tuple[str, str]:
    label, language = shown(row or text, name)
    return f"{figure_parts(figure, text, language)} {label}", language


def _organisers(event) -> list[str]:
    held = [party for party in event.parties.all() if party.role in ORGANISERS]
    return [
        p.organisation.official_name()[0] if p.organisation else p.country.name
        for p in held
    ]
