"""Value chains: the index, a chain with its drawing, a stage of a chain."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs import chain_pages as pages
from knowledge_hubs.chain_reading import read
from knowledge_hubs.models import Hub, ValueChain
from knowledge_hubs.structured_words import chain_data, chains_data, stage_data
from oneplanet import errors
from oneplanet.open_data.changes import taken_off
from programmes.models import Term, Vocabulary
from reporting.cards import newest_cards
from reporting.models import ActivityVersion

MOST_ACTIVITIES = 6


@require_safe
def value_chain_list(request):
    """The approach in its steps, and the chains looked at."""
    chains = list(ValueChain.objects.published())
    steps = Term.objects.filter(vocabulary=Vocabulary.APPROACH_STEP, retired_on=None)
    context = {"chains": chains, "steps": steps, "structured": chains_data(chains)}
    return render(request, "knowledge_hubs/value_chain_list.html", context)


@require_safe
def value_chain_detail(request, code):
    """A chain: its stages in one drawing, what is said of it, what is filed."""
    chain = _chain(request, code)
    if chain is None:
        return errors.gone(request)
    found = read(chain)
    context = {
        "chain": chain,
        "read": found,
        "drawings": pages.draw(found),
        "table": pages.table(found),
        "groups": pages.groups(found, found.facts),
        "filed": pages.cards(found.whole.records if found.whole else []),
        "hubs": Hub.objects.published().filter(blocks__chain=chain).distinct(),
        "documents": pages.documents(found, [*found.facts, *found.loops]),
        "structured": chain_data(found),
    }
    return render(request, "knowledge_hubs/value_chain_detail.html", context)


@require_safe
def value_chain_stage(request, code, address):
    """A stage: what is said of it, and what the portal has there."""
    chain = _chain(request, code)
    if chain is None:
        return errors.gone(request)
    page_of = pages.stage_page(read(chain), address)
    if page_of is None:
        raise Http404
    stage = page_of.stage
    activities = ActivityVersion.objects.current().filter(stages=stage.row.stage_id)
    context = {
        "chain": chain,
        "page_of": page_of,
        "stage": stage,
        "activities": newest_cards(activities, MOST_ACTIVITIES),
        "structured": stage_data(chain, stage),
    }
    return render(request, "knowledge_hubs/value_chain_stage.html", context)


def _chain(request, code) -> ValueChain | None:
    """The chain this person may read; None where it was public once."""
    chains = ValueChain.objects.visible_to(request.user).select_related("document")
    chain = chains.filter(code=code).first()
    if chain is None and not taken_off(ValueChain).filter(code=code).exists():
        raise Http404
    return chain
