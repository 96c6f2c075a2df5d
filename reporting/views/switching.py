"""The switch of language on a form is a button of it: what is typed is saved first."""

from django.conf import settings
from django.utils.translation import get_language

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
