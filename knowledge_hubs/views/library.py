"""Lists, pages and feeds of what the network publishes, runs and takes part in."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs import kinds
from knowledge_hubs.featuring import hubs_of, with_hubs
from knowledge_hubs.filters import RecordFilter
from knowledge_hubs.library_parts import parts_of
from knowledge_hubs.models import (
    Award,
    Edition,
    Event,
    EventSession,
    Recording,
    doi_address,
)
from knowledge_hubs.narrowing import choices_of
from knowledge_hubs.record_cards import cards, kind_of, when, with_kinds
from knowledge_hubs.related import beside_record, words_of
from knowledge_hubs.structured import record_data
from oneplanet import errors
from oneplanet.calendars import calendar_response
from oneplanet.feeds import narrowed
from oneplanet.open_data.changes import taken_off
from reporting.models import dead_since
from reporting.sending import sent

PER_PAGE = 30
PARTS = {  # asked for only where a record has any
    kinds.EVENT: {"sessions": EventSession, "recordings": Recording},
    kinds.CAMPAIGN: {"awards": Award},
}


@require_safe
def resource_list(request):
    return _list(request, kinds.RESOURCE)


@require_safe
def resource_detail(request, code):
    return _detail(request, kinds.RESOURCE, code)


@require_safe
def resource_file(request, code, pk, name):
    """The file of an edition, for whoever may read the resource."""
    resource = _find(request, kinds.RESOURCE, code)
    if resource is None:
        return _gone_or_hidden(request, kinds.RESOURCE, code)
    for edition in resource.editions.all():
        if edition.stored and (edition.pk, edition.file_name) == (pk, name):
            return sent(request, edition.stored, name)
    raise Http404


@require_safe
def coalition_list(request):
    return _list(request, kinds.COALITION)


@require_safe
def coalition_detail(request, code):
    return _detail(request, kinds.COALITION, code)


@require_safe
def working_group_list(request):
    return _list(request, kinds.WORKING_GROUP)


@require_safe
def working_group_detail(request, code):
    return _detail(request, kinds.WORKING_GROUP, code)


@require_safe
def campaign_list(request):
    return _list(request, kinds.CAMPAIGN)


@require_safe
def campaign_detail(request, code):
    return _detail(request, kinds.CAMPAIGN, code)


@require_safe
def case_study_list(request):
    return _list(request, kinds.CASE_STUDY)


@require_safe
def case_study_detail(request, code):
    return _detail(request, kinds.CASE_STUDY, code)


@require_safe
def recommendation_list(request):
    return _list(request, kinds.RECOMMENDATION)


@require_safe
def recommendation_detail(request, code):
    return _detail(request, kinds.RECOMMENDATION, code)


@require_safe
def label_list(request):
    return _list(request, kinds.LABEL)


@require_safe
def label_detail(request, code):
    return _detail(request, kinds.LABEL, code)


@require_safe
def event_list(request):
    return _list(request, kinds.EVENT)


@require_safe
def event_detail(request, code):
    return _detail(request, kinds.EVENT, code)


@require_safe
def article_list(request):
    return _list(request, kinds.ARTICLE)


@require_safe
def article_detail(request, code):
    return _detail(request, kinds.ARTICLE, code)


@require_safe
def event_calendar(request, code):
    """One event as a file for calendars; only where its days are known."""
    event = _find(request, kinds.EVENT, code)
    if event is None or event.starts_on is None:
        raise Http404
    return calendar_response([event], name=event.code)


@require_safe
def events_calendar(request):
    """Events whose days are known, narrowed as their list: an address to subscribe to.
    What cannot be read narrows to nothing, as there."""
    public = Event.objects.published()
    chosen = RecordFilter(request.GET, queryset=public)
    events = chosen.qs if chosen.is_valid() else public.none()
    events = events.exclude(starts_on=None).prefetch_related("sessions")
    return calendar_response(events, name="one-planet-network")


def _list(request, kind):
    public = kind.model.objects.published()
    chosen = RecordFilter(request.GET, queryset=public)
    found = chosen.qs if chosen.is_valid() else public.none()
    page_of = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "page_of": page_of,
        "cards": cards(page_of.object_list),
        "narrowing": choices_of(kind, request.GET),
        "errors": chosen.form.errors.get("q"),
        "query": request.GET.get("q", "").replace("\x00", ""),
        "is_narrowed": any(request.GET.get(name) for name in chosen.filters),
        "feed_url": narrowed(kind.feed_url, request.GET, chosen.filters),
    }
    return render(request, f"knowledge_hubs/{kind.name}_list.html", context)


def _find(request, kind, code):
    """A record the reader may see; drafts and scheduled ones are for editors."""
    rows = kind.model.objects.visible_to(request.user).filter(code=code)
    rows = with_hubs(with_kinds(rows), kind.name)
    its_own = {kind.model._meta.model_name: OuterRef("pk")}
    figures = kind.model.figures.through.objects.filter(**its_own)
    rows = rows.annotate(has_figures=Exists(figures))
    if kind is kinds.RESOURCE:
        editions = Edition.objects.select_related("stored")
        editions = editions.annotate(dead_since=dead_since(), n_doi=doi_address())
        editions = editions.annotate(doi_dead_since=dead_since("n_doi"))
        rows = rows.prefetch_related(Prefetch("editions", editions))
    of_it = {
        f"has_{name}": Exists(model.objects.filter(**{kind.name: OuterRef("pk")}))
        for name, model in PARTS.get(kind, {}).items()
    }
    rows = rows.annotate(**of_it)
    rows = rows.annotate(dead_since=dead_since("website"))
    return rows.select_related("document").first()


def _gone_or_hidden(request, kind, code):
    if taken_off(kind.model).filter(code=code).exists():
        return errors.gone(request)
    raise Http404


def _detail(request, kind, code):
    row = _find(request, kind, code)
    if row is None:
        return _gone_or_hidden(request, kind, code)
    parties = row.parties.select_related("organisation", "country", "document")
    parties = parties.prefetch_related("organisation__other_names")
    words = words_of(row)
    programmes = words["programmes"]
    context = {
        "kind": kind,
        "record": row,
        "kind_words": kind_of(row),
        "when": when(row),
        "words": words,
        "hubs": hubs_of(row),
        "parties": parties,
        "structured": record_data(kind, row, parties, words),
        "share_arc": programmes[0].code if len(programmes) == 1 else "",
        "beside": beside_record(row),
    } | parts_of(kind, row)
    return render(request, f"knowledge_hubs/{kind.name}_detail.html", context)
