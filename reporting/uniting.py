"""Two records that tell of one activity are made one, and made two again.

The record that goes is closed, with every version and line of its history as it was;
its address leads to the one that stays. Nothing sealed is touched (record 47).
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet import merges, searching
from oneplanet.merges import Merging, line_of, model_of, plain
from oneplanet.text.folding import fold
from programmes.models import roles_of
from reporting.models import Activity, ActivityMerge, ActivityVersion, Publication
from reporting.twin_answers import reply_by_merge
from reporting.uniting_mails import tell_of_merge
from reporting.workflow import Action, Role, State, StepRefused

DECIDERS = {Role.REVIEWER, Role.SECRETARIAT}


def may_unite(activity, user) -> bool:
    """Whether the person may merge this record with another, as far as it is about
    this one: its reviewers and the secretariat, never for their own organisation or
    for what they wrote."""
    roles = activity.roles_of(user)
    if Role.AUTHOR in roles or not roles & DECIDERS:
        return False
    return not activity.versions.written_by(user).exists()


def may_unite_of(keys, user) -> set[int]:
    """Of these records, by key, those of which the same holds. One query."""
    rows = Activity.objects.filter(pk__in=keys)
    if not roles_of(user).is_secretariat:
        return set(rows.reviewed_by(user).values_list("pk", flat=True))
    own = ActivityVersion.objects.written_by(user).filter(activity=OuterRef("pk"))
    rows = rows.filter(~Exists(own)).exclude(rows.of_authors(user))
    return set(rows.values_list("pk", flat=True))


def why_not(*, gone, kept, by) -> str:
    """What stands against merging ``gone`` into ``kept``; empty where nothing does."""
    if gone.pk == kept.pk:
        return _("These are not two records.")
    if not (may_unite(gone, by) and may_unite(kept, by)):
        return _(
            "Only reviewers of both records can merge them, and never for their own "
            "organisation or for what they wrote themselves."
        )
    if gone.is_sample != kept.is_sample:
        return _("One of the two is an invented sample, the other is not.")
    if gone.state == State.WITHDRAWN or gone.latest_sealed() is None:
        return _("The record that goes is closed already, or was never submitted.")
    if kept.open_publication() is None:
        return _("The record that stays has to be public, for the other leads to it.")
    return ""


def seen_of(gone, kept) -> str:
    """What of the two was looked at: a merge is refused if either moved on since."""
    public = kept.open_publication().version_id
    return f"{gone.latest_sealed().pk}-{gone.state}-{public}"


@transaction.atomic
def unite(
    *, gone, kept, by, reason, seen="", partners=(), files=(), links=()
) -> ActivityMerge:
    """Merge the two. ``partners`` are pairs of organisation and role named with the
    record that stays; ``files`` and ``links`` are rows of the one that goes, shown with
    it too. Raises StepRefused."""
    gone, kept = _locked(gone, kept)
    _refuse(why_not(gone=gone, kept=kept, by=by) or _says_nothing(reason))
    if seen and seen != seen_of(gone, kept):
        _refuse(_("One of the two has changed since you looked. Please look again."))
    at, public, before = timezone.now(), gone.open_publication(), gone.state
    merge = ActivityMerge.objects.create(
        gone=gone,
        kept=kept,
        was_public=public is not None,
        reason=reason.strip(),
        by=by,
        at=at,
        moved=_close(gone, public, by=by, at=at),
    )
    for organisation, role in partners:
        merge.partners.create(organisation=organisation, role=role)
    merge.files.set(files)
    merge.links.set(links)
    _remember(gone, Action.MERGE, before, public, by=by, at=at, why=reason)
    reply_by_merge(merge)
    tell_of_merge(merge)
    searching.changed(gone)
    searching.changed(kept)
    return merge


def why_not_separate(merge, *, by) -> str:
    """What stands against undoing the merge; empty where nothing does."""
    if merge.undone_at:
        return _("This merge is undone already.")
    if not (may_unite(merge.gone, by) and may_unite(merge.kept, by)):
        return _(
            "Only reviewers of both records can undo a merge, and never for their own "
            "organisation or for what they wrote themselves."
        )
    if next_merge := merge_of(merge.kept):
        text = _("%(kept)s was merged into %(other)s since. Undo that first.")
        return text % {"kept": merge.kept.code, "other": next_merge.kept.code}
    if not _is_as_left(merge):
        return _("The merged record has changed since, so it cannot be put back.")
    return ""


@transaction.atomic
def separate(merge, *, by, reason) -> ActivityMerge:
    """Undo the merge: the record that went is what it was, public again where it was.
    Raises StepRefused."""
    gone, kept = _locked(merge.gone, merge.kept)
    merge = ActivityMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    merge.gone, merge.kept = gone, kept
    _refuse(why_not_separate(merge, by=by) or _says_nothing(reason))
    at, public, before = timezone.now(), _publication_before(merge), gone.state
    merges.undo(_lines(merge, Activity), by=by)
    gone.refresh_from_db(fields=["state"])
    if public:
        given = public.version.in_publication()
        gone.publications.create(version=public.version, from_at=at, by=by, **given)
    merge.undone_at, merge.undone_by, merge.undone_reason = at, by, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _remember(gone, Action.SEPARATE, before, public, by=by, at=at, why=reason)
    reply_by_merge(merge)
    tell_of_merge(merge)
    searching.changed(gone)
    searching.changed(kept)
    return merge


# --- Where a merged record leads ------------------------------------------------------


def merge_of(activity) -> ActivityMerge | None:
    """The merge by which the record went, while it stands."""
    rows = activity.merges.standing().select_related("kept__organisation", "by")
    return rows.first()


def leads_to(activity) -> Activity | None:
    """The record that stays at the end of all merges; None where it went into none."""
    last, seen = None, {activity.pk}
    while (merge := merge_of(last or activity)) and merge.kept_id not in seen:
        last = merge.kept
        seen.add(last.pk)
    return last


def public_after(code) -> Activity | None:
    """The public record an address of a merged one leads to; None where there is none.
    Of what was never public nobody is told."""
    gone = Activity.objects.once_public().filter(code=code, merges__undone_at=None)
    activity = gone.exclude(merges=None).first()
    kept = activity and leads_to(activity)
    return kept if kept and kept.open_publication() else None


# --- Inside ---------------------------------------------------------------------------


def _locked(*activities):
    """Both, locked in one order whoever asks, so that nobody waits for each other."""
    rows = Activity.objects.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[row.pk for row in activities])}
    return [found[row.pk] for row in activities]


def _refuse(why):
    if why:
        raise StepRefused(why)


def _says_nothing(reason) -> str:
    return "" if fold(reason) else _("Please say why.")


def _close(gone, public, *, by, at) -> list[merges.Line]:
    """Close the record that goes and end its publication; what that changed."""
    merging = Merging(by=by)
    merging.change(gone, state=State.WITHDRAWN)
    if public:
        public.close(by=by, at=at)
        ended = plain(public, "until_at")
        merging.lines.append(line_of(public, "until_at", new=ended))
    return merging.lines


def _lines(merge, model) -> list[merges.Line]:
    return [line for line in merge.moved if model_of(line) is model]


def _publication_before(merge):
    """The one the merge ended. It is not taken up again but followed by another: in
    between the record was not public."""
    ids = [line["pk"] for line in _lines(merge, Publication)]
    return merge.gone.publications.filter(pk__in=ids).select_related("version").first()


def _is_as_left(merge) -> bool:
    """Whether all the merge changed still is as it left it."""
    if merges.changed_since(merge.moved) or merge.gone.open_publication():
        return False
    last = merge.gone.history.order_by("at", "pk").last()
    return last is not None and last.action == Action.MERGE


def _remember(activity, action, before, public, *, by, at, why):
    """A line of its history, as every other step has; about the publication that ends
    or begins anew, where there is one."""
    if before == State.SUBMITTED:
        activity.assignments.open().update(until_at=at, until_by=by)
    activity.history.create(
        version=public.version if public else activity.latest_sealed(),
        action=action,
        from_state=before,
        to_state=activity.state,
        by=by,
        at=at,
        comment=why.strip(),
    )
