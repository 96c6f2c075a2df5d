"""What an editor of hubs finds first: their hubs, and what each lacks in which
language, with the way to where it is written.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from knowledge_hubs.hub_languages import lacking, with_texts
from knowledge_hubs.models import BlockItem, Hub

NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What has no text in a language: pairs of a name and where it is written."""

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
        return written_at(self.hub)

    @property
    def history_url(self) -> str:
        return reverse("admin:knowledge_hubs_hub_history", args=[self.hub.pk])

    @property
    def blocks_url(self) -> str:
        return reverse("admin:knowledge_hubs_hubblock_changelist")

    @property
    def add_url(self) -> str:
        return f"{reverse('admin:knowledge_hubs_hubblock_add')}?hub={self.hub.pk}"


def hubs_edited_by(user) -> list[EditedHub]:
    """In the order of their list. Three queries."""
    hubs = with_texts(Hub.objects.edited_by(user))
    return [EditedHub(hub, _languages(hub)) for hub in hubs]


def _languages(hub) -> list[Lacking]:
    return [
        Lacking(code, NAMES[code], list(dict.fromkeys(map(_part, rows))))
        for code, rows in lacking(hub).items()
    ]


def _part(row) -> tuple[str, str]:
    return str(row), written_at(row)


def written_at(row) -> str:
    """The page on which a hub, a block or an item of one is written."""
    page = row.block if isinstance(row, BlockItem) else row
    name = "hub" if isinstance(page, Hub) else "hubblock"
    return reverse(f"admin:knowledge_hubs_{name}_change", args=[page.pk])


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
