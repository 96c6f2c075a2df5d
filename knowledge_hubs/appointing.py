"""Editors of hubs are appointed and their time is ended; each hears of it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.hub_editing import has_second_factor
from knowledge_hubs.models import HubEditor
from oneplanet import outbox
from oneplanet.text import dates

CATCHES_UP = timedelta(days=30)


@transaction.atomic
def appoint(editor, *, by) -> HubEditor:
    editor.by = by
    editor.save()
    _tell(editor, "appointed", key="appointed")
    return editor


@transaction.atomic
def set_end(editor, *, until_on) -> HubEditor:
    """From that day they edit it no more; None: until further notice."""
    editor.until_on = until_on
    editor.save()
    if editor.has_ended:
        _tell(editor, "over", key="over")
    else:
        _tell(editor, "until", key=f"until-{timezone.now():%Y%m%d%H%M%S%f}")
    return editor


def tell_ended() -> int:
    """Tell those whose last day is over, each once; how many. Of what ended more than
    a month ago nobody waits to hear."""
    today = dates.today()
    over = HubEditor.objects.filter(
        until_on__lte=today, until_on__gte=today - CATCHES_UP, user__is_active=True
    )
    told = outbox.written(_key("")) if over else set()
    rows = over.select_related("user", "hub")
    new = [row for row in rows if _over(row) not in told and not _goes_on(row)]
    for editor in new:
        with transaction.atomic():
            _tell(editor, "over", key="over")
    return len(new)


def _key(of) -> str:
    return f"hubeditor-{of}"


def _over(editor) -> str:
    return _key(f"{editor.pk}-over")


def _goes_on(editor) -> bool:
    """By another appointment."""
    current = HubEditor.objects.current()
    return current.filter(user=editor.user_id, hub=editor.hub_id).exists()


def _tell(editor, what, *, key) -> None:
    reader = editor.user
    if not reader.is_active:
        return
    with translation.override(reader.language):
        page = _page(editor, what)
    context = {
        "what": what,
        "editor": editor,
        "reader": reader,
        "begins_later": editor.from_on > dates.today(),
        "needs_factor": not has_second_factor(reader),
    }
    outbox.post(
        key=_key(f"{editor.pk}-{key}"),
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template="knowledge_hubs/mail/hub_editor.txt",
        context=context | {"link": settings.SITE_URL + page},
    )


def _page(editor, what) -> str:
    """Who edits it no more is led to the hub itself, as far as they may read it."""
    if what != "over":
        return f"{reverse('knowledge_hubs:my_hubs')}#hub-{editor.hub_id}"
    if editor.hub.publishing_state == "public":
        return editor.hub.get_absolute_url()
    return reverse("reporting:due")
