"""What an editor of hubs finds first: their hubs, and what each lacks in which
language, with the way to where it is translated.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from knowledge_hubs.hub_languages import lacking
from knowledge_hubs.models import Hub

NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What has no text in a language: pairs of a name and where it is translated."""

    code: str
    name: str
    parts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EditedHub:
    """A hub of an editor, with the pages on which it is written."""

    hub: Hub
    languages: list[Lacking]

    @property
    def texts_url(self) -> str:
        return reverse("admin:knowledge_hubs_hub_change", args=[self.hub.pk])

    @property
    def history_url(self) -> str:
        return reverse("admin:knowledge_hubs_hub_history", args=[self.hub.pk])

    @property
    def blocks_url(self) -> str:
        return reverse("admin:knowledge_hubs_hubblock_changelist")

    @property
    def board_url(self) -> str:
        return f"{reverse('admin:translation_board')}?hub={self.hub.pk}"

    @property
    def add_url(self) -> str:
        return f"{reverse('admin:knowledge_hubs_hubblock_add')}?hub={self.hub.pk}"


def hubs_edited_by(user) -> list[EditedHub]:
    """In the order of their list. Six queries."""
    hubs = list(Hub.objects.edited_by(user))
    found = lacking(user) if hubs else {}
    return [EditedHub(hub, _languages(found.get(hub.pk, {}))) for hub in hubs]


def _languages(rows_by_language) -> list[Lacking]:
    return [
        Lacking(code, NAMES[code], [(row.name, row.url(code)) for row in rows])
        for code, rows in rows_by_language.items()
    ]


def may_edit(user, hub) -> bool:
    """One query, none for staff."""
    if user.is_staff:
        return True
    return Hub.objects.edited_by(user).filter(pk=hub.pk).exists()


def has_second_factor(user) -> bool:
    """Without one nobody gets to the editors' pages; samples have none."""
    if settings.SAMPLE:
        return True
    return user.authenticator_set.exclude(type="recovery_codes").exists()
