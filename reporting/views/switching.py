"""The switch of language on a form is a button of it: what is typed is saved first,
or, where it cannot be saved yet, taken along as it was meant."""

from django.conf import settings
from django.utils.translation import get_language

from oneplanet.text.fields import PortalDecimalField
from oneplanet.text.numbers import as_typed_in
from reporting.drafts import may_move
from reporting.merging import base_of
from reporting.writing import of

NAME = "in_language"


def language_after(posted) -> str:
    """The language to go on in."""
    wanted = posted.get(NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language()


def is_only_a_switch(request, reported) -> bool:
    """Whether another language is asked for, and nothing was typed that needs saving:
    the form says what it started from."""
    posted, version = request.POST, reported.draft()
    if NAME not in posted or version is None or request.FILES:
        return False
    if posted.getlist("remove_file"):
        return False
    writing, movable = of(reported), may_move(reported)
    typed = writing.normal(writing.whole(posted, version), may_move=movable)
    return set(base_of(typed).split()) <= set(posted.get("base", "").split())


def taken_along(posted, reported, *, from_language):
    """What was posted, its numbers as the active language writes those they meant."""
    fields = of(reported).bind(posted).form.fields
    numbers = {n for n, f in fields.items() if isinstance(f, PortalDecimalField)}
    data = posted.copy()
    for name in posted:
        if name in numbers or name.endswith("-value"):
            texts = [as_typed_in(from_language, text) for text in data.getlist(name)]
            data.setlist(name, texts)
    return data
