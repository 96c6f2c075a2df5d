"""Activities and the initiative they are part of: begun in it, or put into it later.

What an initiative says is copied into the draft of an activity and never followed.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.models import roles_of
from reporting.cards import own_card, with_places
from reporting.models import (
    Activity,
    ActivityVersion,
    Initiative,
    InitiativeVersion,
    ReportingAgreement,
)
from reporting.workflow import Role, StepRefused

COPIED = ("countries", "regions", "sectors")
NOT_OPEN = gettext_lazy("Activities of this organisation cannot be part of it.")
MOST = 100  # activities shown of one initiative


def source_for(initiative, organisation, *, by) -> InitiativeVersion | None:
    """The version an activity of this organisation copies from: for its own people the
    newest that stands; for other owners, and who reports for it, the approved one."""
    is_own = initiative.organisation_id == organisation.pk
    if is_own and initiative.is_written_by(roles_of(by).organisations):
        versions = initiative.versions.standing()
    else:
        versions = initiative.versions.current()
    return versions.select_related("type").order_by("-number").first()


def choices_for(user, organisation=None) -> dict[str, str]:
    """Code → title of the initiatives an activity of this organisation, or of any this
    person reports for, may be part of: of their own the newest title, of others the
    approved one."""
    mine = roles_of(user).organisations
    if organisation:
        rows = Initiative.objects.open_to(organisation)
    else:
        rows = Initiative.objects.open_to_any(mine) | _open_by_agreement(user)
    own = rows.filter(organisation__in=mine)
    others = rows.exclude(organisation__in=mine)
    versions = InitiativeVersion.objects
    owner = "initiative__organisation__name"
    shown = ("title_folded", "initiative__code", "title", owner)
    found = [
        *versions.newest_of(own).values_list(*shown),
        *versions.current().filter(initiative__in=others).values_list(*shown),
    ]
    owners = {owner for *_rest, owner in found}
    return {
        code: f"{title or code} – {owner}" if len(owners) > 1 else title or code
        for _folded, code, title, owner in sorted(found)
    }


def offered_to(organisation):
    """The initiatives activities of this organisation may be part of, each with the
    ``title`` all its members read: of their own the newest, of others the approved."""
    mine = InitiativeVersion.objects.filter(initiative=OuterRef("pk"))
    newest = mine.standing().order_by("-number").values("title")[:1]
    title = Case(
        When(organisation=organisation, then=Subquery(newest)),
        default=Subquery(mine.current().values("title")[:1]),
    )
    rows = Initiative.objects.open_to(organisation).annotate(title=title)
    return rows.order_by("title", "code")


def _open_by_agreement(user):
    """Those open to organisations that let the person's report, for the programmes
    each lets them."""
    by_programme = defaultdict(list)
    running = ReportingAgreement.objects.running().of_reporters(user)
    for owner, programme in running.values_list("organisation", "programme"):
        by_programme[programme].append(owner)
    found = Initiative.objects.none()
    for programme, owners in by_programme.items():
        theirs = Initiative.objects.open_to_any(owners)
        found |= theirs.filter(programme=programme) if programme else theirs
    return found


def with_initiative(versions, *, author=None):
    """Versions of activities that know, read together with their initiatives, what
    part_of() says; to an author more than to others."""
    public = InitiativeVersion.objects.current().public()
    public = public.filter(initiative=OuterRef("initiative"))
    own = Initiative.objects.written_by(author) if author else ()
    newest = InitiativeVersion.objects.standing().filter(
        initiative__in=own,
        initiative=OuterRef("initiative"),
        initiative__organisation=OuterRef("activity__organisation"),
    )
    return versions.annotate(
        initiative_public=Subquery(public.values("title")[:1]),
        initiative_newest=Subquery(newest.order_by("-number").values("title")[:1]),
        initiative_language=Subquery(public.values("language")[:1]),
        newest_language=Subquery(newest.order_by("-number").values("language")[:1]),
    )


def part_of(version, *, role=None) -> dict | None:
    """The initiative a version with_initiative() is part of: code, title, language and
    url. Everybody reads the public title; authors (Role.AUTHOR) that of their own
    organisation's as it stands, other authors and reviewers at least the code. None
    where there is none.
    """
    if version.initiative is None:
        return None
    initiative, url = version.initiative, ""
    title, language = version.initiative_public, version.initiative_language
    if title:
        url = initiative.page("detail")
    if role is Role.AUTHOR and version.initiative_newest is not None:
        title, language = version.initiative_newest, version.newest_language
        url = initiative.page("record")
    if not title and role is None:
        return None
    return {
        "code": initiative.code,
        "title": title or "",
        "language": language or "",
        "url": url,
    }


@transaction.atomic
def begin_in(initiative, *, by, organisation, **given) -> Activity:
    """A new activity that is part of an initiative, or of none, and begins with what
    that says."""
    if initiative is None:
        return Activity.begin(by=by, organisation=organisation, **given)
    _check(initiative, organisation)
    activity = Activity.begin(by=by, organisation=organisation, **given)
    draft = activity.draft()
    draft.initiative = initiative
    _copy(source_for(initiative, organisation, by=by), draft)
    draft.save()
    return activity


@transaction.atomic
def join(activity, initiative, *, by, copies=False) -> ActivityVersion:
    """Say in its draft which initiative an activity is part of, or None; ``copies``
    what that says into the draft. Raises StepRefused.

    Copying counts as a save: a form opened before shows both texts.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise StepRefused(_("This activity can no longer be edited."))
    draft = activity.versions.select_for_update().get(sealed_at=None)
    if initiative and initiative.pk != draft.initiative_id:
        _check(initiative, activity.organisation)
    draft.initiative = initiative
    if initiative and copies:
        _copy(source_for(initiative, activity.organisation, by=by), draft)
        draft.entered_by = by
        draft.edit_count += 1
    draft.save()
    return draft


def still_open(initiative, organisation) -> Initiative | None:
    """The initiative, if activities of this organisation may be part of it."""
    mine = Initiative.objects.open_to(organisation)
    return mine.filter(pk=initiative.pk).first() if initiative else None


def _check(initiative, organisation):
    if still_open(initiative, organisation) is None:
        raise StepRefused(NOT_OPEN)


def _copy(source, draft):
    """Kind and lists, without words no longer used."""
    if source is None:
        return
    if source.type and not source.type.retired_on:
        draft.type = source.type
        draft.refused_fields.filter(field="type").delete()
    for name in COPIED:
        words = getattr(source, name).all()
        kept = [word for word in words if not getattr(word, "retired_on", None)]
        getattr(draft, name).set(kept)
    draft.refused_fields.filter(field__in=COPIED).delete()


def activities_of(initiative, user) -> list[dict]:
    """Cards of the activities that are part of it and that this person may open from
    the inside, each by its newest version, with its state."""
    mine = Activity.objects.written_by(user)
    newest = ActivityVersion.objects.newest_of(mine).filter(initiative=initiative)
    rows = with_places(newest.for_cards()).order_by("-activity__created_at", "-pk")
    return [own_card(version) for version in rows[:MOST]]
