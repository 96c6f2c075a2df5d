"""Why two records are likely twins, in words. No database in this module."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

# Sign → why, in the words of a reader; signs that only speak against have none. Of
# signs said alike one is told.
WORDS = {
    "title": _("the titles share words"),
    "text": _("the texts share words"),
    "speaks": _("both speak of the same things"),
    "title_speaks": _("the titles speak of the same"),
    "names": _("both name the same"),
    "editions": _("the same year or phase in the title"),
    "numbers": _("both give the same figures"),
    "places": _("the same city"),
    "countries": _("the same country"),
    "begun": _("begun at about the same time"),
    "together": _("the same days or weeks"),
    "ended": _("ended at about the same time"),
    "programme": _("the same programme"),
    "type": _("the same kind of activity"),
    "sectors": _("the same sector"),
    "reporter": _("the same organisation"),
    "named": _("one names the organisation that reports the other"),
    "partners": _("both name the same organisations"),
    "speaks_across": _("words in common, across languages"),
    "title_speaks_across": _("words of the titles in common, across languages"),
    "names_across": _("both name the same"),
    "begun_across": _("begun at about the same time"),
    "together_across": _("the same days or weeks"),
}
SHOWN = 4


def in_words(reasons: Iterable[str]) -> list[str]:
    """The weightiest, at most SHOWN, each once. Words of a title told across languages
    take the place of the plain ones."""
    reasons = list(reasons)
    told = [
        name
        for name in reasons
        if name in WORDS and not (f"{name}_across" in reasons and name != "together")
    ]
    return list(dict.fromkeys(str(WORDS[name]) for name in told))[:SHOWN]
