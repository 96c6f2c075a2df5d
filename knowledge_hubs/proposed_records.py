"""The draft a proposal becomes, and what is here already of its name or address."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import Edition, Proposal
from knowledge_hubs.models.proposals import MODELS
from oneplanet import searching
from oneplanet.desk import column
from oneplanet.history import will_hold
from oneplanet.text.folding import fold

MOST_TWINS = 5
DOI = re.compile(r"\b10\.\d{4,9}/\S+")


# --- What is made ---------------------------------------------------------------------


def make_record(proposal, *, by, code, kind):
    """A draft with all the proposal says; its source and the editors' note say whose
    proposal it was."""
    record = MODELS[proposal.kind](code=code, website="", **_texts(proposal))
    record.source = proposal.organisation.name[:250]
    record.note = _note(proposal)
    record.to_check = True
    if kind:
        record.kind = kind
    if proposal.kind == "event":
        record.starts_on, record.ends_on = proposal.starts_on, proposal.ends_on
        record.place = proposal.place
    if proposal.kind != "resource":
        record.website = proposal.url
    programmes = [proposal.programme] if proposal.programme else []
    record._history_user = by
    will_hold(record, {"programmes": programmes})
    record.save()
    record.programmes.set(programmes)
    if proposal.kind == "resource":
        _make_edition(record, proposal)
    searching.changed(record)
    return record


def _texts(proposal) -> dict:
    """In the language it was proposed in; a draft is named in that alone."""
    return {
        column("title", proposal.language): proposal.title,
        column("lead", proposal.language): proposal.what,
    }


def _note(proposal) -> str:
    """Editors alone read it."""
    lines = [
        f"Proposed by {proposal.organisation.name}: {proposal.proposed_by}, "
        f"{proposal.sent_at:%Y-%m-%d}.",
        f"Why it matters: {proposal.why}",
        *([f"For the hub: {proposal.hub}"] if proposal.hub else []),
        *([f"File: {proposal.file_name}"] if proposal.file_name else []),
    ]
    return "\n".join(lines)


def _make_edition(record, proposal) -> None:
    given = {"language": proposal.language, "url": proposal.url}
    given |= {"stored": proposal.stored, "file_name": proposal.file_name}
    Edition.objects.create(resource=record, doi=doi_of(proposal.url)[:120], **given)


def code_for(proposal) -> str:
    """A free end of an address, from the title; from its number where the title is in
    other letters."""
    code = slugify(proposal.title)[:80].strip("-") or f"proposal-{proposal.pk}"
    taken = MODELS[proposal.kind].objects.filter(code=code).exists()
    return f"{code}-{proposal.pk}" if taken else code


# --- What is here already -------------------------------------------------------------


def twins_of(user, *, title, url="", but=None) -> list[tuple]:
    """(title, address of its page) of records ``user`` may read, and of proposals of
    their own that are open, which have this title, address or DOI; a few."""
    found = []
    for kind in KINDS:
        rows = kind.model.objects.visible_to(user).filter(_alike(kind, title, url))
        found += [row for row in rows.distinct()[:50] if _is_alike(row, title, url)]
    mine = Proposal.objects.visible_to(user).open().exclude(pk=getattr(but, "pk", None))
    named = Q(title_folded=fold(title))
    found += mine.filter(named | Q(url__in=forms_of(url)) if url else named)
    return [(str(row), _page_of(row, user)) for row in found[:MOST_TWINS]]


def _page_of(row, user) -> str:
    own = user.roles.organisations
    if isinstance(row, Proposal) and row.organisation_id not in own:
        return reverse("admin:knowledge_hubs_proposal_change", args=[row.pk])
    return row.get_absolute_url()


def _alike(kind, title, url) -> Q:
    found = Q(words_folded__contains=fold(title)) if fold(title) else Q()
    if url:
        forms = forms_of(url)
        found |= Q(website__in=forms)
        if kind.name == "resource":
            found |= Q(editions__url__in=forms)
            if doi := doi_of(url):
                found |= Q(editions__doi__iexact=doi)
    return found


def _is_alike(row, title, url) -> bool:
    """By its address, or by its whole title: words in a lead do not count."""
    titles = [getattr(row, column("title", code)) for code, _n in settings.LANGUAGES]
    if fold(title) in map(fold, titles) or (url and row.website in forms_of(url)):
        return True
    return bool(url) and hasattr(row, "editions") and _has_edition(row, url)


def _has_edition(row, url) -> bool:
    doi, forms = doi_of(url), forms_of(url)
    return any(
        edition.url in forms or (doi and edition.doi.lower() == doi)
        for edition in row.editions.all()
    )


def forms_of(url) -> set[str]:
    """The ways the same address is written: with and without s, www and last slash."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return {
        f"{scheme}://{www}{host}{path}{slash}{query}"
        for scheme in ("http", "https")
        for www in ("", "www.")
        for slash in ("", "/")
    }


def doi_of(url) -> str:
    found = DOI.search(url)
    return found[0].rstrip(".,;)").lower() if found else ""
