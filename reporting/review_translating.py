"""Translations for reviewers: asked for, taken back, given.

Nothing here asks a machine: a person types or pastes the text, and says whose it is.
What was submitted stays as it is; neither partner nor public reads the translation.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import roles_of
from reporting.comparing import field_label
from reporting.models import (
    Activity,
    ReviewTranslation,
    TranslatedText,
    TranslationRequest,
)
from reporting.reading import Content
from reporting.second_look_mails import tell_asked, tell_translated
from reporting.workflow import Role, State, StepRefused

TEXTS = ("title", "summary", "results")


@dataclass(frozen=True, slots=True)
class Original:
    """A text of a submitted version: the field or row it stands in, what the form asks
    there, and the words."""

    name: str
    label: str
    text: str


def originals_of(content) -> list[Original]:
    """What can be translated of a version, in the order of the form."""
    version = content.version
    found = [
        Original(name, field_label(name), getattr(version, name))
        for name in TEXTS
        if getattr(version, name)
    ]
    for name, columns in (
        ("quantities", ("what", "unit", "reason")),
        ("links", ("label",)),
    ):
        for number, row in enumerate(getattr(content, name)):
            words = [text for column in columns if (text := getattr(row, column))]
            if words:
                label = f"{field_label(name)} {number + 1}"
                found.append(Original(f"{name}-{number}", label, " · ".join(words)))
    return found


def words_of(version) -> Content:
    """A version with the rows that have words to translate. Two queries."""
    names = ("quantities", "links")
    return Content(version, rows={n: list(getattr(version, n).all()) for n in names})


def may_translate(activity, user) -> bool:
    """Who reviews something and reads this one, but for its own partner's people."""
    is_reader = Activity.objects.read_by_reviewers(user).filter(pk=activity.pk).exists()
    is_author = Role.AUTHOR in activity.roles_of(user, among={Role.AUTHOR})
    return roles_of(user).is_reviewer and is_reader and not is_author


# --- Asked for ------------------------------------------------------------------------


@transaction.atomic
def ask(activity, *, language, by, why="") -> TranslationRequest:
    """Ask for the version under review in another language; its other reviewers are
    told while it waits for them. StepRefused."""
    version = _locked(activity, by)
    if language == version.language:
        raise StepRefused(_("It is written in that language."))
    if version.translation_requests.open().filter(language=language).exists():
        raise StepRefused(_("It is asked for already."))
    given = {"language": language, "why": why.strip()}
    now = timezone.now()
    row = version.translation_requests.create(asked_at=now, asked_by=by, **given)
    if version.activity.state == State.SUBMITTED:
        tell_asked(row)
    return row


@transaction.atomic
def take_back(activity, language, *, by):
    """Ask for it no longer. StepRefused."""
    _end(_locked(activity, by), language, by=by)


def _locked(activity, by):
    """Its version under review, while nobody else changes what hangs on it."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not may_translate(locked, by):
        raise StepRefused(_("Only reviewers may do this."))
    return locked.latest_sealed()


def _end(version, language, *, by):
    asked = version.translation_requests.open().filter(language=language)
    asked.update(ended_at=timezone.now(), ended_by=by)


# --- Given ----------------------------------------------------------------------------


@transaction.atomic
def translate(activity, *, number, language, origin, texts, by) -> ReviewTranslation:
    """Keep a translation (field → text) of version ``number``; what asked for it ends,
    and who asked is told. One before it stays, and this one stands. StepRefused."""
    version = _locked(activity, by)
    if version.number != number:
        raise StepRefused(
            _("A newer version was submitted meanwhile. Please look at it first.")
        )
    given = {"language": language, "origin": origin, "by": by, "at": timezone.now()}
    row = version.review_translations.create(**given)
    TranslatedText.objects.bulk_create(
        TranslatedText(translation=row, field=field, text=text)
        for field, text in texts.items()
        if text.strip()
    )
    for request in version.translation_requests.open().filter(language=language):
        if request.asked_by != by and may_translate(version.activity, request.asked_by):
            tell_translated(request, row)
    _end(version, language, by=by)
    return row


@dataclass(frozen=True, slots=True)
class Beside:
    """A translation with, for each text it has, the label, the original and the
    translated words."""

    translation: ReviewTranslation
    lines: list[tuple[str, str, str]]


def translations_of(content, *, first="") -> list[Beside]:
    """What stands of each language, that of the reader first. Two queries."""
    rows = content.version.review_translations.standing().select_related("by")
    originals = originals_of(content)
    found = []
    for row in rows.prefetch_related("texts"):
        said = {text.field: text.text for text in row.texts.all()}
        lines = [(o.label, o.text, said[o.name]) for o in originals if o.name in said]
        found.append(Beside(row, lines))
    order = [first, *dict(settings.LANGUAGES)]
    return sorted(found, key=lambda one: order.index(one.translation.language))
