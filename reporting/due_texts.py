"""What somebody typed while they were signed out, as things that are due: each by its
form, by what it is about and by when it was sent.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.pending import waiting_for
from oneplanet.text.dates import day_of
from reporting.cards import shortened
from reporting.due_row import Due, Kind, Urgency
from reporting.models import Activity, Initiative

# Forms by the names of their addresses.
FORMS = {
    "reporting:activity_new": _("Form of a new activity"),
    "reporting:activity_edit": _("Form of an activity"),
    "reporting:activity_copy": _("Form of a new activity"),
    "reporting:activity_merge": _("Both texts of an activity"),
    "reporting:activity_step": _("Decision on an activity"),
    "reporting:initiative_new": _("Form of a new initiative"),
    "reporting:initiative_edit": _("Form of an initiative"),
    "reporting:initiative_merge": _("Both texts of an initiative"),
    "reporting:initiative_step": _("Decision on an initiative"),
    "programmes:profile": _("Your profile"),
}
OTHER = _("Another form")


def texts_due(user):
    """One row a text; the newest first. No query more where there is none."""
    found = [(text, text.match) for text in waiting_for(user)]
    codes = {match.kwargs.get("code") for _text, match in found if match} - {None}
    titles = titles_of(user, codes) if codes else {}
    for text, match in found:
        code = match and match.kwargs.get("code")
        title, language = titles.get(code, ("", ""))
        yield Due(
            Kind.TEXT,
            Urgency.UNSAVED,
            text.address,
            what=title or shortened(text.called),
            what_language=language if title else "",
            form=FORMS.get(match and match.view_name, OTHER),
            at=text.at,
            since=day_of(text.at),
            until=day_of(text.until),
            throw_away=reverse("text_throw_away", args=[text.key]),
        )


def titles_of(user, codes) -> dict[str, tuple]:
    """(title, its language) by code, of what the person may write or read: as the
    newest version calls it that is theirs to see."""
    titles = {}
    for model in (Activity, Initiative):
        version = model._meta.get_field("versions").related_model
        seen = version.objects.visible_to(user).order_by("number")
        rows = seen.filter(**{f"{version.OF}__code__in": codes}).exclude(title="")
        for row in rows.values_list(f"{version.OF}__code", "title", "language"):
            titles[row[0]] = row[1:]
    return titles
