"""A colleague publishes an edition while its questions are being written: who saves is
told so beside the form, which keeps what was typed.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reporting.models import QuestionSet

_PLACE = re.compile(r"questions-\d+-order")


def is_saving(request, model) -> bool:
    """Whether the form of one row of this kind was sent: it is answered as a form, also
    where the row may no longer be changed."""
    match = request.resolver_match
    name = f"{model._meta.app_label}_{model._meta.model_name}_change"
    return request.method == "POST" and bool(match) and match.url_name == name


def check_unpublished(edition) -> None:
    """Hold the edition, by key, until the save is through. Raises ValidationError if it
    is published. Called inside the transaction of the save."""
    held = QuestionSet.objects.select_for_update().get(pk=edition)
    if held.is_published:
        text = _(
            "%(person)s has published this edition meanwhile, so nothing in it changes "
            "any more, and this was not saved. What you wrote still stands here: begin "
            "the next edition from this one, and bring it over."
        )
        raise ValidationError(text % {"person": held.opened_by})


def changes_places(data) -> bool:
    """Whether an edition was sent with places of its questions, as one not published
    is shown."""
    return any(_PLACE.fullmatch(name) for name in data)
